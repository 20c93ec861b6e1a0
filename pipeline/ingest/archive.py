"""Zip archives of submissions: their members as items, each unpacked in memory and alone. Nothing is ever written."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import lru_cache

from pipeline.errors import UnreadableSource
from pipeline.ingest.inventory import Item, by_name
from pipeline.ingest.paths import opened
from pipeline.ingest.zipped import Member, inflated, listed, packed_bytes

MAX_DEPTH = 2  # an archive, and an archive in it


def items_of(archive: Item, data: bytes | None = None) -> tuple[Item, ...]:
    """The members of an archive as items named `archive.zip!/inner/path`, folders left out, in the archive's order.

    `data` are the bytes of an archive inside another. Raises UnreadableSource: damaged, empty, bomb, too_large.
    """
    members = listed(io.BytesIO(data)) if data is not None else _on_disk(archive.path)
    if not members:
        raise UnreadableSource("empty", "压缩包里没有文件")
    taken: set[str] = set()
    return tuple(_item(archive, number, member, taken) for number, member in enumerate(members))


def member_bytes(item: Item) -> bytes:
    """The bytes of the member that an item leads to, through an archive inside the archive if need be."""
    members = _on_disk(item.path)
    with opened(item.path) as (stream, status):
        member, packed = packed_bytes(stream, status.st_size, members, item.inner[0])
    data = inflated(packed, member)
    for number in item.inner[1:]:
        inside = io.BytesIO(data)
        member, packed = packed_bytes(inside, len(data), listed(inside), number)
        data = inflated(packed, member)
    return data


def _item(archive: Item, number: int, member: Member, taken: set[str]) -> Item:
    name, copy = member.name, 2
    while name in taken:
        name, copy = f"{member.name}#{copy}", copy + 1
    taken.add(name)
    return replace(
        archive,
        file=f"{archive.file}!/{name}",
        key=archive.key + b"!/" + name.encode("utf-8", "surrogatepass"),
        code=by_name(member.name) or member.code,
        detail="" if by_name(member.name) else member.detail,
        inner=(*archive.inner, number),
    )


def _on_disk(path: str) -> tuple[Member, ...]:
    with opened(path) as (_stream, status):
        return _remembered(path, status.st_size, status.st_mtime_ns)


@lru_cache(maxsize=4)
def _remembered(path: str, _size: int, _mtime_ns: int) -> tuple[Member, ...]:
    with opened(path) as (stream, _status):
        return listed(stream)
