"""A zip in memory, read without trust: bounded sizes, bounded ratios, and what can be saved of a broken one.

Names are matched as OPC matches them (ISO/IEC 29500-2): without regard to case, with `/` for the `\\` that some
programs write. Without a usable directory the members are found by their own headers, and what inflates is returned.
"""

from __future__ import annotations

import re
import struct
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.errors import UnreadableSource

MAX_PART = 64 * 1024 * 1024
MAX_TOTAL = 160 * 1024 * 1024
MAX_MEMBERS = 50_000
DEFLATE_RATIO = 1032  # it cannot do better; documents stay below 100
MAX_RATIO, RATIO_FROM = 250, 8 * 1024 * 1024
_END, _ENTRY, _LOCAL = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_HEADER = re.compile(re.escape(_LOCAL))
_ENTRY_FIELDS = struct.Struct("<8xHH4xIIIHHH8xI")


class Member(NamedTuple):
    """One stored file: where its own header stands, and what the directory says of it (sizes in bytes)."""

    name: str
    offset: int
    method: int
    packed: int | None
    size: int = 0
    crc: int | None = None
    encrypted: bool = False


@dataclass(slots=True)
class Archive:
    """The members of a zip by their folded names; `flaws` says what had to be mended to read it."""

    data: bytes
    members: dict[str, Member] = field(default_factory=dict)
    flaws: list[str] = field(default_factory=list)
    spent: int = 0

    @classmethod
    def of(cls, data: bytes) -> Archive:
        """Raises UnreadableSource(damaged) where the bytes hold no member at all."""
        members = _directory(data)
        if members is not None:
            return cls(data, members)
        members = _scan(data)
        if not members:
            raise UnreadableSource("damaged", "压缩结构损坏")
        return cls(data, members, ["压缩目录缺失，按各部件自身的文件头读出"])

    def __contains__(self, name: str) -> bool:
        return fold(name) in self.members

    def read(self, name: str) -> bytes:
        """The content of a member; KeyError without one, UnreadableSource where it is a bomb or locked."""
        member = self.members[fold(name)]
        content, whole = self._content(member)
        self.spent += len(content)
        if self.spent > MAX_TOTAL:
            raise UnreadableSource("bomb", f"展开后超过 {MAX_TOTAL >> 20} MB")
        if not whole or (member.crc is not None and zlib.crc32(content) != member.crc):
            self.flaws.append(f"部件 {member.name} 缺损")
        return content

    def _content(self, member: Member) -> tuple[bytes, bool]:
        header = self.data[member.offset : member.offset + 30]
        if len(header) < 30 or not header.startswith(_LOCAL):
            return self._elsewhere(member)
        name, extra = struct.unpack_from("<HH", header, 26)
        start = member.offset + 30 + name + extra
        packed = self.data[start:] if member.packed is None else self.data[start : start + member.packed]
        flags, method = struct.unpack_from("<HH", header, 6)
        if member.encrypted and flags & 1:
            raise UnreadableSource("encrypted", "压缩包带密码")
        if member.method == method == 0:
            return packed[:MAX_PART], member.packed == len(packed)
        return inflate(packed, member.size)  # where the directory and the member disagree, the content decides

    def _elsewhere(self, member: Member) -> tuple[bytes, bool]:
        """The directory points nowhere: the member's own header tells where it is."""
        found = _scan(self.data).get(fold(member.name))
        if found is None:
            return b"", False
        return self._content(found)[0], False


def fold(name: str) -> str:
    """A part's name as OPC compares them."""
    return name.replace("\\", "/").lstrip("/").lower()


def inflate(packed: bytes, size: int = 0) -> tuple[bytes, bool]:
    """Deflated bytes, and whether they came out whole; UnreadableSource(bomb) past the limits.

    `size` is what the directory promises; a true promise saves growing the buffer.
    """
    most = len(packed) * DEFLATE_RATIO
    _check(min(size, most), len(packed))
    try:
        if most <= MAX_PART:
            content, whole = zlib.decompress(packed, -15, min(size, most) or zlib.DEF_BUF_SIZE), True
        else:
            content, whole = _bounded(packed, size)
    except zlib.error:
        content, whole = _salvage(packed), False
    _check(len(content), len(packed))
    return content, whole


def _check(size: int, packed: int) -> None:
    if size > MAX_PART or (size > RATIO_FROM and size > MAX_RATIO * packed):
        raise UnreadableSource("bomb", f"{packed >> 10} KB 展开后达 {size >> 20} MB")


def _bounded(packed: bytes, size: int) -> tuple[bytes, bool]:
    stream = zlib.decompressobj(-15)
    content = stream.decompress(packed, size + 1)
    if not stream.eof and len(content) > size:
        content += stream.decompress(stream.unconsumed_tail, MAX_PART - size + 1)
    return content, stream.eof


def _salvage(packed: bytes, step: int = 1024) -> bytes:
    """What inflates before the fault: in steps, and the last of them byte by byte."""
    stream, pieces, size = zlib.decompressobj(-15), [], 0
    before, at = stream.copy(), 0
    try:
        for at in range(0, len(packed), step):
            before = stream.copy()
            pieces.append(stream.decompress(packed[at : at + step]))
            size += len(pieces[-1])
            if size > MAX_PART or stream.eof:
                break
    except zlib.error:
        with suppress(zlib.error):
            for byte in range(at, at + step):
                pieces.append(before.decompress(packed[byte : byte + 1]))
    return b"".join(pieces)


def _directory(data: bytes) -> dict[str, Member] | None:
    """The members by the central directory; None where it is missing, cut, or in the Zip64 form."""
    end = data.rfind(_END, max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return None
    count, size, start = struct.unpack_from("<HII", data, end + 10)
    shift = end - size - start  # bytes put before the archive, such as a mail header
    at = start + shift
    if at < 0 or count == 0xFFFF or start == 0xFFFFFFFF:
        return None
    members: dict[str, Member] = {}
    while data.startswith(_ENTRY, at) and at + 46 <= len(data) and len(members) < MAX_MEMBERS:
        member, at = _entry(data, at, shift)
        if member is None:
            return None
        members[fold(member.name)] = member
    return members if at == end or len(members) >= count > 0 else None


def _entry(data: bytes, at: int, shift: int) -> tuple[Member | None, int]:
    flags, method, crc, packed, size, name, extra, comment, offset = _ENTRY_FIELDS.unpack_from(data, at)
    if packed == 0xFFFFFFFF or offset == 0xFFFFFFFF:
        return None, at
    text = _text(data[at + 46 : at + 46 + name])
    member = Member(text, offset + shift, method, packed, size, crc, bool(flags & 1))
    return member, at + 46 + name + extra + comment


def _scan(data: bytes) -> dict[str, Member]:
    """The members by their own headers; the first of a name counts, what lies inside a stored member does not."""
    members: dict[str, Member] = {}
    at = 0
    while (found := _HEADER.search(data, at)) and found.start() + 30 <= len(data) and len(members) < MAX_MEMBERS:
        start = found.start()
        flags, method, crc, packed, size, name = struct.unpack_from("<HH4xIIIH", data, start + 6)
        text = _text(data[start + 30 : start + 30 + name])
        known = not flags & 8 and packed < len(data) - start
        at = start + 30 + (packed if known else 0)
        if text.isprintable() and text:
            member = Member(
                text,
                start,
                method,
                packed if known else None,
                size if known else 0,
                crc if known else None,
                bool(flags & 1),
            )
            members.setdefault(fold(text), member)
    return members


def _text(name: bytes) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")
