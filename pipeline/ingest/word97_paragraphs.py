"""Paragraphs of Word 97-2003: where they end, and what the properties of their marks say of them."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.ingest.lines import merged
from pipeline.ingest.word97 import Document
from pipeline.ingest.word97_runs import (
    C_BOLD,
    P_IN_TABLE,
    P_INNER_CELL,
    P_INNER_ROW_END,
    P_LEVEL,
    P_LIST,
    P_ROW_END,
    Style,
    last,
    modifiers,
)
from pipeline.model import Span

_ENDS = re.compile("[\r\x07\x0c]")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph in CPs, its mark at `end`; what the mark's properties say of it."""

    start: int
    end: int
    mark: str
    style: int
    use: int = 0
    level: int = -1
    in_table: bool = False
    inner_cell: bool = False
    row_end: bool = False


def section_ends(table: bytes) -> frozenset[int]:
    """The CPs of the marks that end sections (the others of their kind are page breaks)."""
    count = max((len(table) - 4) // 16, 0)
    return frozenset(cp - 1 for (cp,) in struct.iter_unpack("<I", table[4 : 4 + 4 * count]))


def paragraphs(document: Document, part: Span, sections: frozenset[int]) -> Iterator[Paragraph]:
    """The paragraphs of a sub-document; page breaks end none, the marks of `sections` do."""
    start = part.start
    for match in _ENDS.finditer(document.text, part.start, part.end):
        if match[0] == "\x0c" and match.start() not in sections:
            continue
        yield _paragraph(document, start, match.start(), match[0])
        start = match.end()
    if start < part.end:
        yield _paragraph(document, start, part.end, "\r")


def _paragraph(document: Document, start: int, end: int, mark: str) -> Paragraph:
    style, changes = document.paragraph_at(min(end, len(document.text) - 1))
    found = dict(modifiers(changes))
    on = {code for code, operand in found.items() if operand[:1] == b"\1"}
    row_end = P_INNER_ROW_END in on or (P_ROW_END in on and mark == "\x07")
    if not document.paragraphs.starts:  # properties lost: an empty cell is taken for the end of its row
        row_end = mark == "\x07" and start == end
    use = int.from_bytes(found.get(P_LIST, b"\0\0"), "little")
    level = found.get(P_LEVEL, b"")
    inner = P_INNER_CELL in on and mark == "\r"
    in_table = mark == "\x07" or P_IN_TABLE in on
    return Paragraph(start, end, mark, style, use, level[0] if level else -1, in_table, inner, row_end)


def bold_spans(document: Document, part: Span, sections: frozenset[int]) -> list[Span]:
    """What is bold or a heading by its style, in CPs, in order and disjoint."""
    spans = [Span(a, b) for a, b, operand in document.spans(C_BOLD) if operand[0] in {1, 0x81}]
    for paragraph in paragraphs(document, part, sections):
        style = document.styles[paragraph.style] if paragraph.style < len(document.styles) else Style()
        if style.heading or last(document.inherited(paragraph.style, "characters"), C_BOLD) == b"\1":
            spans.append(Span(paragraph.start, paragraph.end))
    return merged(spans)
