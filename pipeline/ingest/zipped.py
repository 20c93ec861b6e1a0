"""The members of a zip of submissions: names in whatever encoding, sizes by their own account, bytes within limits."""

from __future__ import annotations

import bz2
import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import plausibility
from pipeline.ingest.text import decode

MAX_MEMBERS = 5000
MAX_MEMBER = 100 * 1024 * 1024  # bytes unpacked
MAX_TOTAL = 4 * 1024 * 1024 * 1024  # bytes unpacked, by the archive's own account
MAX_RATIO = 200  # text packs 5 times, a blank bitmap 100 times, a bomb 1000 times
SMALL = 1024 * 1024  # below this no ratio is suspicious
MAX_NAME = 1000  # characters

_LOCAL = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _UTF8, _SIZES_LATER = 0x1, 0x800, 0x8
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA}


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive: its name, where its local header is, and its sizes by the archive's own account."""

    name: str
    offset: int
    packed: int
    size: int
    method: int
    code: str = ""
    detail: str = ""


def listed(stream: BinaryIO) -> tuple[Member, ...]:
    """The members by the archive's directory, or by their own headers where the directory is lost."""
    try:
        with zipfile.ZipFile(stream) as archive:
            infos = archive.infolist()
            members = [_member(info) for info in infos if not _is_folder(info)]
    except (zipfile.BadZipFile, ValueError, EOFError, struct.error, NotImplementedError, OverflowError):
        members = _salvaged(stream)
        if not members:
            raise UnreadableSource("damaged", "压缩包目录缺失") from None
    if len(members) > MAX_MEMBERS:
        raise UnreadableSource("too_large", f"压缩包内有 {len(members)} 个文件，超过 {MAX_MEMBERS} 个")
    if sum(member.size for member in members) > MAX_TOTAL:
        raise UnreadableSource("bomb", "展开后超过 4 GB")
    return tuple(members)


def _is_folder(info: zipfile.ZipInfo) -> bool:
    return info.orig_filename.endswith(("/", "\\")) or (info.external_attr & 0x10 != 0 and not info.file_size)


def _member(info: zipfile.ZipInfo) -> Member:
    name = _safe(_name_of(info))
    code, detail = _verdict(info)
    return Member(name, info.header_offset, info.compress_size, info.file_size, info.compress_type, code, detail)


def _verdict(info: zipfile.ZipInfo) -> tuple[str, str]:
    """Why a member is not to be unpacked, by the archive's own account of it."""
    if info.flag_bits & _ENCRYPTED:
        return "encrypted", ""
    if info.external_attr >> 28 == 0xA and info.create_system == 3:
        return "special_file", "链接"
    if info.compress_type not in _METHODS:
        return "unsupported", f"压缩方式 {info.compress_type}"
    if info.file_size > SMALL and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        return "bomb", f"压缩比 {info.file_size // max(info.compress_size, 1)}"
    if info.file_size > MAX_MEMBER:
        return "too_large", f"{info.file_size // 1024 // 1024} MB"
    return "", ""


def _name_of(info: zipfile.ZipInfo) -> str:
    if info.flag_bits & _UTF8:
        return info.orig_filename
    unicode_path = next((data for kind, data in _extras(info.extra) if kind == 0x7075 and len(data) > 5), b"")
    raw = info.orig_filename.encode("cp437", "replace")
    if unicode_path and int.from_bytes(unicode_path[1:5], "little") == zlib.crc32(raw):
        return unicode_path[5:].decode("utf-8", "backslashreplace")
    return decode_name(raw)


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of the extra fields of a member."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        yield kind, extra[at + 4 : at + 4 + size]
        at += 4 + size


def decode_name(raw: bytes) -> str:
    """A member's name from its bytes: UTF-8 where valid, else what is the most Chinese, else as DOS had it."""
    if not raw.strip(b"\0"):
        return "_"
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        pass
    try:
        text = decode(raw).text
    except UnreadableSource:
        text = ""
    if text and plausibility(text) >= 0.2:
        return text
    try:
        return raw.decode("gb18030")
    except UnicodeDecodeError:
        return raw.decode("cp437")


def _safe(name: str) -> str:
    """The name with `/` between its parts, none of which leads upwards or to a root."""
    name = name.encode("utf-8", "replace").decode("utf-8").replace("\\", "/").replace("\0", "")
    parts = [part for part in name.split("/") if part not in {"", ".", ".."}]
    return "/".join(parts)[-MAX_NAME:] or "_"


def packed_bytes(stream: BinaryIO, size: int, members: tuple[Member, ...], number: int) -> tuple[Member, bytes]:
    """One member and its packed bytes; whatever the archive says, never more than the limits."""
    if number >= len(members):
        raise UnreadableSource("vanished", "压缩包已改变")
    member = members[number]
    if member.code:
        raise UnreadableSource(member.code, member.detail)
    stream.seek(min(max(member.offset, 0), size))
    header = stream.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise UnreadableSource("damaged", "压缩包内的文件头缺失")
    *_rest, name_size, extra_size = _LOCAL.unpack(header)
    stream.seek(name_size + extra_size, io.SEEK_CUR)
    return member, stream.read(min(member.packed, MAX_MEMBER))


def inflated(packed: bytes, member: Member) -> bytes:
    limit = min(MAX_MEMBER, max(member.size or MAX_RATIO * len(packed), SMALL))
    try:
        data = _decompressed(packed, member.method, limit + 1)
    except (zlib.error, OSError, EOFError, ValueError, lzma.LZMAError) as error:
        raise UnreadableSource("damaged", "压缩包内的数据已损坏") from error
    if len(data) > limit:
        raise UnreadableSource("bomb", "展开后远超其自报的大小")
    return data


def _decompressed(packed: bytes, method: int, limit: int) -> bytes:
    if method == zipfile.ZIP_DEFLATED:
        return _deflated(packed, limit)
    if method == zipfile.ZIP_BZIP2:
        return bz2.BZ2Decompressor().decompress(packed, limit)
    if method == zipfile.ZIP_LZMA:
        size = struct.unpack_from("<H", packed, 2)[0]
        filters = [lzma._decode_filter_properties(lzma.FILTER_LZMA1, packed[4 : 4 + size])]  # type: ignore[attr-defined]
        return lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=filters).decompress(packed[4 + size :], limit)
    return packed[:limit]


def _deflated(packed: bytes, limit: int) -> bytes:
    """What can be inflated; a stream that breaks off gives what stands before the break."""
    inflater, size = zlib.decompressobj(-zlib.MAX_WBITS), 0
    parts: list[bytes] = []
    rest = packed
    while rest and size < limit and not inflater.eof:
        try:
            part = inflater.decompress(rest, min(SMALL, limit - size))
        except zlib.error:
            if not parts:
                raise
            break
        parts.append(part)
        size += len(part)
        rest = inflater.unconsumed_tail
    return b"".join(parts)


def _salvaged(stream: BinaryIO) -> list[Member]:
    """The members that their local headers tell of, in an archive whose directory is cut off or broken."""
    stream.seek(0)
    data = stream.read(MAX_MEMBER)
    members: list[Member] = []
    at = data.find(b"PK\x03\x04")
    while 0 <= at <= len(data) - _LOCAL.size and len(members) <= MAX_MEMBERS:
        _sig, _version, flags, method, _time, _day, _crc, packed, size, names, extras = _LOCAL.unpack_from(data, at)
        start = at + _LOCAL.size + names + extras
        following = data.find(b"PK\x03\x04", max(start + packed, at + 4))
        if flags & _SIZES_LATER and not packed:
            packed, size = (following if following >= 0 else len(data)) - start, 0
        raw = data[at + _LOCAL.size : at + _LOCAL.size + names]
        if raw and not raw.endswith((b"/", b"\\")):
            info = zipfile.ZipInfo()
            info.flag_bits, info.compress_type, info.compress_size, info.file_size = flags, method, packed, size
            members.append(Member(_safe(decode_name(raw)), at, packed, size, method, *_verdict(info)))
        at = following
    return members
