"""The inventory: every file below a folder, once, in the order of the paths, with what is to be done about it."""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from pipeline.ingest import remote
from pipeline.ingest.formats import SUFFIXES
from pipeline.ingest.paths import entries, escaped, shown, target


@dataclass(frozen=True, slots=True)
class Item:
    """A file below the folder, or a member of an archive in it.

    `file` is the name shown in the tables (relative, `/`, valid text), `key` the raw bytes of the same (unique, what
    rows are ordered by), `path` where it lies on disk, or its URL. `code` is empty where it is to be read, else a
    reason of the closed list. `inner` leads to a member of an archive: its number there, and the number in the archive
    inside.
    """

    file: str
    key: bytes
    path: str
    code: str = ""
    detail: str = ""
    size: int = 0
    mtime_ns: int = 0
    inner: tuple[int, ...] = ()


_LOCKS = re.compile(r"~\$|\.~|~.*\.tmp$|.*\.crdownload$", re.I)
_SYSTEM = re.compile(
    r"(?:thumbs\.db|ehthumbs\.db|desktop\.ini|\.ds_store|\._.*|\.localized|icon\r|autorun\.inf|__macosx|\$recycle\.bin"
    r"|system volume information|\.spotlight-v100|\.trashes|\.fseventsd|\.trash-\d+|@eadir|lost\+found)$",
    re.I,
)
_DATA = re.compile(r"(?:read[ _-]?me(?:\.\w+)?|.*\.(?:jsonl|ndjson|json|csv|tsv|sqlite|parquet|py|ya?ml|toml))$", re.I)
_KINDS = ((stat.S_ISFIFO, "命名管道"), (stat.S_ISSOCK, "套接字"), (stat.S_ISCHR, "设备"), (stat.S_ISBLK, "设备"))


def inventory(folder: Path | str) -> list[Item]:
    """Every file below a folder or its URL as an Item, ordered by path; links are never followed into folders.

    Raises OSError where the folder itself cannot be listed, FolderError for a URL that leads nowhere.
    """
    if remote.is_remote(str(folder)):
        items = [_remote(entry) for entry in remote.listing(str(folder))]
    else:
        items = list(_walk(os.path.realpath(folder)))
    return _told_apart(sorted(items, key=lambda item: item.key))


def by_name(path: str) -> str:
    """The reason for which a file is skipped by its (relative) path alone; empty where there is none."""
    *folders, name = path.split("/")
    if any(_SYSTEM.match(part) for part in (*folders, name)):
        return "system_file"
    if _LOCKS.match(name):
        return "lock_file"
    if _DATA.match(name):
        return "data_file"
    return "hidden" if any(part.startswith(".") for part in (*folders, name)) else ""


def _walk(root: str) -> Iterator[Item]:
    waiting = [""]
    while waiting:
        below = waiting.pop()
        try:
            listing = entries(os.path.join(root, below) if below else root)
        except OSError as error:
            if not below:
                raise
            yield _item(root, below, "forbidden" if isinstance(error, PermissionError) else "io_error", "文件夹")
            continue
        for name, status in listing:
            path = f"{below}/{name}" if below else name
            if stat.S_ISDIR(status.st_mode):
                waiting.append(path)
                if os.path.splitext(name)[1].lower() in SUFFIXES:
                    yield _item(root, path, "folder")
            else:
                yield _file(root, path, status)


def _file(root: str, path: str, status: os.stat_result) -> Item:
    """The item of anything but a folder."""
    item = replace(_item(root, path), size=status.st_size, mtime_ns=status.st_mtime_ns)
    if stat.S_ISLNK(status.st_mode):
        return _link(root, path, item)
    special = next((what for is_kind, what in _KINDS if is_kind(status.st_mode)), "")
    if special:
        return replace(item, code="special_file", detail=special)
    return replace(item, code=by_name(path))


def _remote(entry: remote.Entry) -> Item:
    """The item of a file behind a URL; its stamp stands for the time of its last change."""
    key = os.fsencode(entry.path)
    return Item(shown(entry.path), key, entry.url, by_name(entry.path), "", entry.size, entry.stamp)


def _link(root: str, path: str, item: Item) -> Item:
    """A link to a file inside the folder is read; to a folder, out of it or to nothing it is not."""
    folder, _, name = path.rpartition("/")
    try:
        status = target(os.path.join(root, folder) if folder else root, name)
    except OSError as error:
        forbidden = isinstance(error, PermissionError)
        return replace(item, code="forbidden" if forbidden else "broken_link", detail=_loop(error))
    if stat.S_ISDIR(status.st_mode):
        return replace(item, code="link_folder")
    if not stat.S_ISREG(status.st_mode):
        return replace(item, code="special_file", detail="链接")
    real = os.path.realpath(item.path)
    if not real.startswith(os.path.join(root, "")):
        return replace(item, code="link_outside")
    return replace(item, code=by_name(path), size=status.st_size, mtime_ns=status.st_mtime_ns)


def _loop(error: OSError) -> str:
    return "成环" if error.errno == errno.ELOOP else ""


def _item(root: str, path: str, code: str = "", detail: str = "") -> Item:
    return Item(shown(path), os.fsencode(path).replace(os.sep.encode(), b"/"), os.path.join(root, path), code, detail)


def _told_apart(items: list[Item]) -> list[Item]:
    """The items with no two shown alike: a name guessed from its bytes may be another file's real name."""
    taken = {item.file for item in items if escaped(os.fsdecode(item.key)) == item.file}
    told = []
    for item in items:
        name = escaped(os.fsdecode(item.key))
        file = item.file if item.file == name or item.file not in taken else name
        taken.add(file)
        told.append(replace(item, file=file))
    return told
