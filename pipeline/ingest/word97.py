"""The binary structures of Word 97-2003 ([MS-DOC]): file header, piece table, and the document they make up.

Positions in the text are CPs (UTF-16 code units from the start of the document); the stream WordDocument is addressed
by FCs (bytes). Everything here is read from bytes that may be broken: struct.error and IndexError are the caller's.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.ingest.word97_runs import C_BOLD, C_DELETED, C_VANISH, P_HUGE, P_HUGE_OLD, Runs, Style, last, modifiers
from pipeline.model import Span

MAX_PIECES = 1_000_000
MAX_TEXT = 20_000_000

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
class Document:
    """The text in CPs with all that is known of it."""

    header: Header
    text: str
    pieces: list[Piece]
    characters: Runs
    paragraphs: Runs
    styles: list[Style]
    data: bytes = b""
    contents: tuple[Span, ...] = ()  # the tables of contents, in order, apart

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
