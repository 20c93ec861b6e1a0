"""Properties of Word 97-2003 ([MS-DOC]): lists of modifiers, the pages they lie in, and the style sheet."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

MAX_PAGES = 20_000
NO_STYLE = 0xFFF
PAGE = 512  # bytes of a page of formatted disk properties
# Single property modifiers: [MS-DOC] 2.6.1 (characters) and 2.6.2 (paragraphs).
C_DELETED, C_BOLD, C_VANISH, C_SYMBOL, C_STYLE = 0x0800, 0x0835, 0x083C, 0x6A09, 0x4A30
P_LIST, P_LEVEL, P_IN_TABLE, P_ROW_END = 0x460B, 0x260A, 0x2416, 0x2417
P_INNER_CELL, P_INNER_ROW_END, P_HUGE, P_HUGE_OLD, P_TABS, T_TABLE = 0x244B, 0x244C, 0x6646, 0x6645, 0xC615, 0xD608
_OPERAND = (1, 1, 2, 4, 2, 2, -1, 3)


@dataclass(frozen=True)
class Runs:
    """Property runs over the stream: the run from `starts[i]` up to `ends[i]` has the modifiers `changes[i]`."""

    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    changes: list[bytes] = field(default_factory=list)

    def at(self, place: int) -> bytes:
        """The modifiers at a byte of the stream."""
        index = bisect_right(self.starts, place) - 1
        return self.changes[index] if index >= 0 and place < self.ends[index] else b""


@dataclass(frozen=True)
class Style:
    """A style: its base, whether it is one of the headings, its modifiers of paragraphs and of characters."""

    base: int = NO_STYLE
    heading: bool = False
    paragraph: bytes = b""
    characters: bytes = b""


def modifiers(changes: bytes) -> Iterator[tuple[int, bytes]]:
    """(code, operand) of a list of property modifiers; stops where it is broken."""
    at = 0
    while at + 2 < len(changes):
        code = changes[at] | changes[at + 1] << 8
        at += 2
        size = _OPERAND[code >> 13]
        if size < 0:
            size = _variable(code, changes[at : at + 2])
        yield code, changes[at : at + size]
        at += size


def _variable(code: int, head: bytes) -> int:
    """The size of an operand that tells its own size."""
    if code == T_TABLE:
        return int.from_bytes(head, "little") + 1
    return 1 + head[0] if not (code == P_TABS and head[0] == 0xFF) else 1 << 16


def last(changes: bytes, code: int) -> bytes:
    """The operand of the last modifier of a kind; empty where there is none."""
    mark = code.to_bytes(2, "little")
    if mark not in changes:
        return b""
    return next((operand for found, operand in reversed(list(modifiers(changes))) if found == code), b"")


def character_runs(stream: bytes, table: bytes) -> Runs:
    """The runs of character properties, from the pages that the table names."""
    runs = Runs()
    for page in _pages(stream, table):
        count = page[PAGE - 1]
        places = struct.unpack_from(f"<{count + 1}I", page)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + i]
            _add(runs, places[i], places[i + 1], page[at + 1 : at + 1 + page[at]] if at else b"")
    return runs


def paragraph_runs(stream: bytes, table: bytes) -> Runs:
    """The runs of paragraph properties: two bytes of style, then the modifiers."""
    runs = Runs()
    for page in _pages(stream, table):
        count = page[PAGE - 1]
        places = struct.unpack_from(f"<{count + 1}I", page)
        for i in range(count):
            at = 2 * page[4 * (count + 1) + 13 * i]
            size = 2 * page[at] - 1 if at and page[at] else 2 * page[at + 1]
            first = at + 1 if page[at] else at + 2
            _add(runs, places[i], places[i + 1], page[first : first + size] if at else b"")
    return runs


def _pages(stream: bytes, table: bytes) -> Iterator[bytes]:
    count = max((len(table) - 4) // 8, 0)
    numbers = table[4 * (count + 1) : 4 * (count + 1) + 4 * min(count, MAX_PAGES)]
    for (number,) in struct.iter_unpack("<I", numbers):
        page = stream[(number & 0x3FFFFF) * PAGE :][:PAGE]
        if len(page) == PAGE and 5 * page[PAGE - 1] + 4 < PAGE:
            yield page


def _add(runs: Runs, start: int, end: int, changes: bytes) -> None:
    if end > start and (not runs.starts or start >= runs.starts[-1]):
        runs.starts.append(start)
        runs.ends.append(end)
        runs.changes.append(changes)


def styles_of(table: bytes) -> list[Style]:
    """The style sheet, by style number."""
    if len(table) < 6:
        return []
    head, count, base = struct.unpack_from("<3H", table)
    at, styles = 2 + head, []
    for _ in range(min(count, 4095)):
        if at + 2 > len(table):
            break
        size = struct.unpack_from("<H", table, at)[0]
        styles.append(_style(table[at + 2 : at + 2 + size], base))
        at += 2 + size + size % 2
    return styles


def _style(record: bytes, base: int) -> Style:
    if len(record) < base + 2 or base < 8:
        return Style()
    kind, parents, updates = struct.unpack_from("<HHH", record)
    at = base + 2 + 2 * struct.unpack_from("<H", record, base)[0] + 2
    parts = []
    for _ in range(updates & 0xF):
        at += at % 2
        size = int.from_bytes(record[at : at + 2], "little")
        parts.append(record[at + 2 : at + 2 + size])
        at += 2 + size
    heading = 1 <= kind & 0xFFF <= 9
    if parents & 0xF == 1 and len(parts) >= 2:
        return Style(parents >> 4, heading, parts[0][2:], parts[1])
    return Style(parents >> 4, False, b"", parts[0] if parents & 0xF == 2 and parts else b"")
