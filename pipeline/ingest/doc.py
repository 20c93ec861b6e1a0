"""Word 97-2003 and WPS documents (.doc, .dot, .wps), read without Word: text, tables, fields, automatic numbers."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest import word97
from pipeline.ingest.doc_remains import MARKS, PLAIN, remains, word6
from pipeline.ingest.garbled import Notes
from pipeline.ingest.lines import merged
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, joined_halves, text_source
from pipeline.ingest.word97 import Document, Header
from pipeline.ingest.word97_gone import without_gone
from pipeline.ingest.word97_lists import Numbers, numbers_of
from pipeline.ingest.word97_runs import (
    C_BOLD,
    P_INNER_CELL,
    P_INNER_ROW_END,
    P_LEVEL,
    P_LIST,
    P_ROW_END,
    Runs,
    Style,
    character_runs,
    last,
    modifiers,
    paragraph_runs,
    styles_of,
)
from pipeline.model import Source, Span

WORD97, WORD6 = 0xA5EC, (0xA5DC, 0xA5DB)
_WORD97_HEAD = re.compile(rb"\xec\xa5[\x00-\xff][\x00\x01][\x00-\xff]{2}\x04\x08|\xec\xa5[\xc0-\xd9]\x00", re.S)
CHARACTERS, PARAGRAPHS, STYLES, SECTIONS, PIECES, LISTS, USES = 12, 13, 1, 6, 33, 73, 74
MAIN, FOOTNOTES, HEADERS, MACROS, COMMENTS, ENDNOTES, BOXES = range(7)
_ENDS = re.compile("[\r\x07\x0c]")
_BROKEN = (struct.error, IndexError, ValueError, KeyError, OverflowError)

Chunk = tuple[int, str]  # the CP that a stretch of the output begins at (-1: none), and the stretch


@dataclass(frozen=True, slots=True)
class _Paragraph:
    """A paragraph in CPs, its mark at `end`; what the mark's properties say of it."""

    start: int
    end: int
    mark: str
    style: int
    use: int = 0
    level: int = -1
    inner_cell: bool = False
    row_end: bool = False


def read_doc(data: bytes, file: str) -> Source:
    """A Word 97-2003 document; raises UnreadableSource: encrypted, damaged, unsupported, empty, mojibake."""
    streams = _streams(data)
    main = streams["worddocument"]
    ident = int.from_bytes(main[:2], "little")
    if ident in WORD6:
        return word6(main, data, file)
    if ident != WORD97:
        return remains(b"", data, file)
    try:
        header = Header.of(main)
    except struct.error:
        return remains(main, data, file)
    if header.encrypted:
        raise UnreadableSource("encrypted", "Word 97-2003 文档")
    try:
        document, notes = _document(header, main, streams)
    except _BROKEN:
        return remains(main, data, file)
    return _source(document, streams, notes, data, file)


def _streams(data: bytes) -> dict[str, bytes]:
    """The streams of the container that a document is made of, by lower-case name."""
    import olefile

    found: dict[str, bytes] = {}
    # olefile raises whatever a broken container makes it; what it could read is kept.
    with suppress(Exception), olefile.OleFileIO(io.BytesIO(data)) as ole:
        for path in ole.listdir():
            name = path[0].lower()
            if len(path) == 1 and name in {"worddocument", "0table", "1table", "data"}:
                found[name] = _stream(ole, path)
    if int.from_bytes(found.get("worddocument", b"")[:2], "little") not in {WORD97, *WORD6}:
        head = _WORD97_HEAD.search(data)  # in a broken container the stream may still stand in one piece
        found["worddocument"] = data[head.start() :] if head else b""
    return found


def _stream(ole: Any, path: list[str]) -> bytes:
    with ole.openstream(path) as stream:
        content: bytes = stream.read()
    return content


def _document(header: Header, main: bytes, streams: dict[str, bytes]) -> tuple[Document, Notes]:
    """The document with its properties; those that are broken are done without, and noted."""
    table = streams.get(header.table_name.lower(), b"")
    pieces = word97.pieces_of(header.table(table, PIECES))
    text = word97.text_of(main, pieces)
    notes: Notes = ()
    runs = [Runs(), Runs()]
    styles: list[Style] = []
    try:
        runs[0] = character_runs(main, header.table(table, CHARACTERS))
        runs[1] = paragraph_runs(main, header.table(table, PARAGRAPHS))
        styles = styles_of(header.table(table, STYLES))
    except _BROKEN:
        notes = (("partial", "格式信息损坏，删除线、编号等可能有误"),)
    if text.count("\ufffd") * 20 > len(text) or header.lengths[MAIN] > len(text):
        notes = (*notes, ("partial", "正文不完整"))
    return Document(header, text, pieces, runs[0], runs[1], styles, streams.get("data", b"")), notes


def _source(document: Document, streams: dict[str, bytes], notes: Notes, data: bytes, file: str) -> Source:
    table = streams.get(document.header.table_name.lower(), b"")
    try:
        numbers = _numbers(document.header, table)
    except _BROKEN:
        numbers, notes = Numbers({}, []), (*notes, ("numbering_lost", ""))
    visible = replace(document, text=without_gone(document))
    sections = _section_ends(document.header.table(table, SECTIONS))
    parts = _parts(document.header.lengths, len(document.text))
    chunks: list[Chunk] = []
    for part in (MAIN, FOOTNOTES, ENDNOTES, BOXES):
        more = list(_chunks(visible, parts[part], numbers, sections))
        if has_ink("".join(text for _cp, text in more)):
            chunks += [(-1, "\n"), *more] if chunks else more
    margins = "".join(text for _cp, text in _chunks(visible, parts[HEADERS], Numbers({}, []), frozenset()))
    text = "".join(text for _cp, text in chunks)
    source = text_source(text, file, "doc", data, notes=notes, margins=_lines_with_ink(margins))
    return replace(source, bold=tuple(_placed(_bold(visible, parts[MAIN], sections), chunks)))


def _numbers(header: Header, table: bytes) -> Numbers:
    behind = table[sum(header.places[2 * LISTS : 2 * LISTS + 2]) :]
    return numbers_of(header.table(table, LISTS), behind, header.table(table, USES))


def _parts(lengths: tuple[int, ...], size: int) -> list[Span]:
    """The sub-documents one after the other in the text: main text, footnotes, headers, …"""
    ends = [min(end, size) for end in accumulate(max(length, 0) for length in lengths)]
    return [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _section_ends(table: bytes) -> frozenset[int]:
    """The CPs of the marks that end sections (the others of their kind are page breaks)."""
    count = max((len(table) - 4) // 16, 0)
    return frozenset(cp - 1 for (cp,) in struct.iter_unpack("<I", table[4 : 4 + 4 * count]))


def _chunks(document: Document, part: Span, numbers: Numbers, sections: frozenset[int]) -> Iterator[Chunk]:
    """The output of a part: a line a paragraph, a table row a line with its cells told apart by tabs."""
    pending = ""
    for paragraph in _paragraphs(document, part, sections):
        if paragraph.row_end:
            pending = "\n" if pending else ""
            continue
        if pending:
            yield -1, pending
        if number := _number(paragraph, numbers):
            yield -1, number
        yield from _visible(document.text, paragraph.start, paragraph.end)
        pending = "\t" if paragraph.mark == "\x07" or paragraph.inner_cell else "\n"


def _number(paragraph: _Paragraph, numbers: Numbers) -> str:
    if not paragraph.use:
        return ""
    level = paragraph.level if paragraph.level >= 0 else numbers.level_of(paragraph.use, paragraph.style)
    return numbers.of(paragraph.use, level)


def _paragraphs(document: Document, part: Span, sections: frozenset[int]) -> Iterator[_Paragraph]:
    start = part.start
    for match in _ENDS.finditer(document.text, part.start, part.end):
        if match[0] == "\x0c" and match.start() not in sections:
            continue
        yield _paragraph(document, start, match.start(), match[0])
        start = match.end()
    if start < part.end:
        yield _paragraph(document, start, part.end, "\r")


def _paragraph(document: Document, start: int, end: int, mark: str) -> _Paragraph:
    style, changes = document.paragraph_at(min(end, len(document.text) - 1))
    found = dict(modifiers(changes))
    on = {code for code, operand in found.items() if operand[:1] == b"\1"}
    row_end = P_INNER_ROW_END in on or (P_ROW_END in on and mark == "\x07")
    if not document.paragraphs.starts:  # properties lost: an empty cell is taken for the end of its row
        row_end = mark == "\x07" and start == end
    use = int.from_bytes(found.get(P_LIST, b"\0\0"), "little")
    level = found.get(P_LEVEL, b"")
    inner = P_INNER_CELL in on and mark == "\r"
    return _Paragraph(start, end, mark, style, use, level[0] if level else -1, inner, row_end)


def _visible(text: str, start: int, end: int) -> Iterator[Chunk]:
    """The stretches of ordinary characters, and what the special ones between them stand for."""
    for match in MARKS.finditer(text, start, end):
        if match.start() > start:
            yield start, signs(text[start : match.start()])
        if "\ud800" <= match[0] < "\ue000":
            yield match.start(), joined_halves(match[0])
        elif plain := PLAIN.get(match[0]):
            yield -1, plain
        start = match.end()
    if start < end:
        yield start, signs(text[start:end])


def _lines_with_ink(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if has_ink(line))


def _bold(document: Document, part: Span, sections: frozenset[int]) -> list[Span]:
    """What is bold or a heading by its style, in CPs, in order and disjoint."""
    spans = [Span(a, b) for a, b, operand in document.spans(C_BOLD) if operand[0] in {1, 0x81}]
    for paragraph in _paragraphs(document, part, sections):
        style = document.styles[paragraph.style] if paragraph.style < len(document.styles) else Style()
        if style.heading or last(document.inherited(paragraph.style, "characters"), C_BOLD) == b"\1":
            spans.append(Span(paragraph.start, paragraph.end))
    return merged(spans)


def _placed(spans: list[Span], chunks: list[Chunk]) -> Iterator[Span]:
    """Spans of CPs (ascending, disjoint) as spans of the output."""
    at, index = 0, 0
    for cp, text in chunks:
        while cp >= 0 and index < len(spans) and spans[index].end <= cp:
            index += 1
        here = index
        while cp >= 0 and here < len(spans) and spans[here].start < cp + len(text):
            first, final = max(spans[here].start - cp, 0), min(spans[here].end - cp, len(text))
            yield Span(at + first, at + final)
            here += 1
        at += len(text)
