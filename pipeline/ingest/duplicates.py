"""Files of the same content: the first by its path is read, the others are skipped where that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256

from pipeline.errors import UnreadableSource
from pipeline.ingest.inventory import Item
from pipeline.ingest.paths import opened

PIECE = 1 << 20  # bytes read at a time


def without_duplicates(items: Iterable[Item]) -> list[Item]:
    """The items, those marked `duplicate` that have the very bytes of one before them, which is named.

    Only files of one size are looked into; what cannot be read is left to be read, and told of, as usual.
    """
    told = list(items)
    sizes = Counter(item.size for item in told if not item.code)
    first: dict[tuple[int, bytes], str] = {}
    for at, item in enumerate(told):
        digest = _digest(item.path) if not item.code and item.size and sizes[item.size] > 1 else b""
        if digest and (same := first.setdefault((item.size, digest), item.file)) != item.file:
            told[at] = replace(item, code="duplicate", detail=same)
    return told


def _digest(path: str) -> bytes:
    digest = sha256()
    try:
        with opened(path) as (stream, _status):
            while piece := stream.read(PIECE):
                digest.update(piece)
    except UnreadableSource:
        return b""
    return digest.digest()
