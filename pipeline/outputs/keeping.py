"""A person's own work is never overwritten: files that were edited since they were written are kept beside the new.

Every Office file of a run carries FIXED as its date of change; the programs that people edit with write their own.
Those that do not (a mail merge, a script) are found out by the seal: a letter carries the digest of its own parts.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import zipfile
from datetime import datetime
from pathlib import Path

FIXED = datetime(2000, 1, 1)
STAMP = (1980, 1, 1, 0, 0, 0)
_MARK = f"{FIXED:%Y-%m-%dT%H:%M:%SZ}</dcterms:modified>".encode()
EDITED = "（改过的原件）"
PROPERTIES = "docProps/core.xml"
_SEAL = re.compile(rb"<dc:identifier>([0-9a-f]{64})</dc:identifier>")
_END = b"</cp:coreProperties>"


def untouched(path: Path, also: bytes = b"") -> bool:
    """Whether a file is as a run wrote it, its properties without the words `also`."""
    try:
        with zipfile.ZipFile(path) as archive:
            properties = archive.read(PROPERTIES)
            seal = _SEAL.search(properties)
            if seal and seal[1].decode() != _digest(archive):
                return False
    except (OSError, KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError):
        return False
    return _MARK in properties and not (also and also in properties)


def kept(path: Path, also: bytes = b"") -> list[Path]:
    """Move a file that somebody edited out of the way; its new path, or nothing where there is none to keep."""
    if not path.exists() or untouched(path, also):
        return []
    for number in range(1, 1000):
        place = path.with_stem(f"{path.stem}{EDITED}" if number == 1 else f"{path.stem}{EDITED}{number}")
        if place.exists():
            if place.read_bytes() == path.read_bytes():
                return []
            continue
        try:
            os.replace(path, place)
        except PermissionError:  # open in Excel or Word: it stays, and the new file takes another name
            return []
        return [place]
    raise PermissionError(f"{path}: 保存的原件太多")


def repacked(data: bytes) -> bytes:
    """An Office file with its parts as they are, sealed, and no times of packing: equal content gives equal bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        seal = f"<dc:identifier>{_digest(old)}</dc:identifier>".encode()
        for info in old.infolist():
            part = zipfile.ZipInfo(info.filename, STAMP)
            part.compress_type = zipfile.ZIP_DEFLATED
            content = old.read(info.filename)
            new.writestr(part, content.replace(_END, seal + _END) if info.filename == PROPERTIES else content)
    return packed.getvalue()


def _digest(archive: zipfile.ZipFile) -> str:
    """The SHA-256 of all parts but the properties, in the order of their names."""
    found = hashlib.sha256()
    for name in sorted(set(archive.namelist()) - {PROPERTIES}):
        found.update(f"{name}\0".encode() + hashlib.sha256(archive.read(name)).digest())
    return found.hexdigest()
