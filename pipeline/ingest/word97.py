"""The binary structures of Word 97-2003 ([MS-DOC]): file header, piece table, character and paragraph properties.

Positions in the text are CPs (UTF-16 code units from the start of the document); the stream WordDocument is addressed
by FCs (bytes). Everything here is read from bytes that may be broken: struct.error and IndexError are the caller's.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

PAGE = 512  # bytes of a page of formatted disk properties
NO_STYLE = 0xFFF
MAX_PIECES = 1_000_000
MAX_PAGES = 20_000
MAX_TEXT = 20_000_000

# Single property modifiers: [MS-DOC] 2.6.1 (characters) and 2.6.2 (paragraphs).
C_DELETED, C_BOLD, C_VANISH, C_SYMBOL, C_STYLE = 0x0800, 0x0835, 0x083C, 0x6A09, 0x4A30
P_LIST, P_LEVEL, P_IN_TABLE, P_ROW_END = 0x460B, 0x260A, 0x2416, 0x2417
P_INNER_CELL, P_INNER_ROW_END, P_HUGE, P_HUGE_OLD, P_TABS, T_TABLE = 0x244B, 0x244C, 0x6646, 0x6645, 0xC615, 0xD608
_OPERAND = (1, 1, 2, 4, 2, 2, -1, 3)
_SHORT = {0x41: C_DELETED, 0x55: C_BOLD, 0x5C: C_VANISH}  # the one-byte modifiers of a fast save


@dataclass(frozen=True, slots=True)
class Header:
    """The file information block: flags, the lengths of the sub-documents in CPs, and where the tables are."""

    version: int
    language: int
    flags: int
    lengths: tuple[int, ...]  # main text, footnotes, headers, macros, comments, endnotes, text boxes, theirs in headers
    places: tuple[int, ...]  # offset and length of each table in the table stream, alternating

    @classmethod
    def of(cls, stream: bytes) -> Header:
        """The header at the start of the stream WordDocument, of Word 97 or later."""
        _ident, version, _product, language, _next, flags = struct.unpack_from("<6H", stream)
        words = struct.unpack_from("<H", stream, 0x20)[0]
        longs_at = 0x22 + 2 * words
        lengths = struct.unpack_from("<8i", stream, longs_at + 2 + 12)
        pairs_at = longs_at + 2 + 4 * struct.unpack_from("<H", stream, longs_at)[0]
        count = min(struct.unpack_from("<H", stream, pairs_at)[0], 200)
        return cls(version, language, flags, lengths, struct.unpack_from(f"<{2 * count}I", stream, pairs_at + 2))

    @property
    def encrypted(self) -> bool:
        return bool(self.flags & 0x0100)

    @property
    def table_name(self) -> str:
        return "1Table" if self.flags & 0x0200 else "0Table"

    def table(self, stream: bytes, number: int) -> bytes:
        """The bytes of one table of the table stream; empty where there is none."""
        if 2 * number + 1 >= len(self.places):
            return b""
        at, size = self.places[2 * number : 2 * number + 2]
        return stream[at : at + size]


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text: CPs, where it lies in the stream, one or two bytes a character, its own modifiers."""

    start: int
    end: int
    at: int
    width: int
    changes: bytes = b""


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


@dataclass(frozen=True)
class Document:
    """The text in CPs with all that is known of it."""

    header: Header
    text: str
    pieces: list[Piece]
    characters: Runs
    paragraphs: Runs
    styles: list[Style]
    data: bytes = b""

    @cached_property
    def _starts(self) -> list[int]:
        return [piece.start for piece in self.pieces]

    def piece_at(self, cp: int) -> Piece:
        """The piece that holds a CP."""
        return self.pieces[max(bisect_right(self._starts, cp) - 1, 0)]

    def paragraph_at(self, cp: int) -> tuple[int, bytes]:
        """The style and the modifiers, the style's own first, of the paragraph whose mark is at a CP."""
        piece = self.piece_at(cp)
        found = self.paragraphs.at(piece.at + (cp - piece.start) * piece.width)
        style = struct.unpack_from("<H", found)[0] if len(found) >= 2 else 0
        return style, self.inherited(style, "paragraph") + self._unpacked(found[2:]) + piece.changes

    def inherited(self, style: int, what: str) -> bytes:
        """The modifiers of a style and its bases, the most basic first."""
        chain: list[bytes] = []
        while style < len(self.styles) and len(chain) < 20:
            chain.append(getattr(self.styles[style], what))
            style = self.styles[style].base
        return b"".join(reversed(chain))

    def _unpacked(self, changes: bytes) -> bytes:
        """Modifiers too long for their page are in the stream Data."""
        for code, operand in modifiers(changes):
            if code in {P_HUGE, P_HUGE_OLD} and (at := int.from_bytes(operand, "little")) + 2 <= len(self.data):
                return self.data[at + 2 : at + 2 + int.from_bytes(self.data[at : at + 2], "little")]
        return changes

    def spans(self, code: int) -> list[tuple[int, int, bytes]]:
        """The stretches of CPs in whose run a modifier stands, with its operand, in order."""
        found = []
        for piece in self.pieces:
            if operand := last(piece.changes, code):
                found.append((piece.start, piece.end, operand))
            else:
                found += self._in_piece(piece, code)
        return found

    def _in_piece(self, piece: Piece, code: int) -> Iterator[tuple[int, int, bytes]]:
        """The same in one piece."""
        runs, end = self.characters, piece.at + (piece.end - piece.start) * piece.width
        index = max(bisect_right(runs.starts, piece.at) - 1, 0)
        while index < len(runs.starts) and runs.starts[index] < end:
            operand = last(runs.changes[index], code)
            if operand and runs.ends[index] > piece.at:
                first = max(runs.starts[index] - piece.at, 0) // piece.width
                final = (min(runs.ends[index], end) - piece.at) // piece.width
                yield piece.start + first, piece.start + final, operand
            index += 1


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


def pieces_of(clx: bytes) -> list[Piece]:
    """The piece table: which bytes of the stream are the text, in order."""
    at, groups = 0, []
    while clx[at] == 1:
        size = struct.unpack_from("<h", clx, at + 1)[0]
        groups.append(clx[at + 3 : at + 3 + size])
        at += 3 + max(size, 0)
    if clx[at] != 2:
        raise ValueError("piece table")
    count = min((struct.unpack_from("<I", clx, at + 1)[0] - 4) // 12, MAX_PIECES)
    places = struct.unpack_from(f"<{count + 1}I", clx, at + 5)
    found = []
    for i in range(count):
        _flags, place, change = struct.unpack_from("<HIH", clx, at + 5 + 4 * (count + 1) + 8 * i)
        where, width = ((place & 0x3FFFFFFF) // 2, 1) if place & 0x40000000 else (place & 0x3FFFFFFF, 2)
        found.append(Piece(places[i], places[i + 1], where, width, _changes(change, groups)))
    return [piece for piece in found if piece.end > piece.start]


def _changes(change: int, groups: list[bytes]) -> bytes:
    if change & 1:
        return groups[change >> 1] if change >> 1 < len(groups) else b""
    code = _SHORT.get(change >> 1 & 0x7F)
    return code.to_bytes(2, "little") + bytes([change >> 8]) if code else b""


def text_of(stream: bytes, pieces: list[Piece]) -> str:
    """The text, one character a CP (the halves of a surrogate pair stay apart)."""
    if sum(min(piece.end - piece.start, len(stream)) for piece in pieces) > MAX_TEXT:
        raise ValueError("text too long")
    return "".join(_piece_text(stream, piece) for piece in pieces)


def _piece_text(stream: bytes, piece: Piece) -> str:
    size = min(piece.end - piece.start, len(stream))
    raw = stream[piece.at : piece.at + size * piece.width]
    if piece.width == 1:
        return raw.decode("cp1252", "replace").ljust(size, "\ufffd")
    text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "surrogatepass")
    if len(text) * 2 != len(raw):
        text = "".join(map(chr, struct.unpack(f"<{len(raw) // 2}H", raw[: len(raw) // 2 * 2])))
    return text.ljust(size, "\ufffd")


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
