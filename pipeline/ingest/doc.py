"""Word 97-2003 and WPS documents (.doc, .dot, .wps), read without Word: text, tables, fields, automatic numbers."""

from __future__ import annotations

import io
import re
import struct
from bisect import bisect_left
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest import word97
from pipeline.ingest.doc_remains import MARKS, PLAIN, WIDE, remains, word6
from pipeline.ingest.garbled import Notes
from pipeline.ingest.lines import merged
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, joined_halves, text_source
from pipeline.ingest.word97 import Document, Header
from pipeline.ingest.word97_boxes import Box, text_boxes
from pipeline.ingest.word97_gone import GONE, contents_of, without_gone
from pipeline.ingest.word97_lists import Numbers, numbers_of
from pipeline.ingest.word97_paragraphs import Paragraph, bold_spans, paragraphs, section_ends
from pipeline.ingest.word97_runs import Runs, Style, character_runs, paragraph_runs, styles_of
from pipeline.ingest.wordpieces import CONTENTS
from pipeline.model import Source, Span

WORD97, WORD6 = 0xA5EC, (0xA5DC, 0xA5DB, *WIDE)
_WORD97_HEAD = re.compile(rb"\xec\xa5[\x00-\xff][\x00\x01][\x00-\xff]{2}\x04\x08|\xec\xa5[\xc0-\xd9]\x00", re.S)
CHARACTERS, PARAGRAPHS, STYLES, SECTIONS, PIECES, LISTS, USES = 12, 13, 1, 6, 33, 73, 74
MAIN, FOOTNOTES, HEADERS, MACROS, COMMENTS, ENDNOTES, BOXES = range(7)
_PICTURES = re.compile("[\x01\x08]")
_BROKEN = (struct.error, IndexError, ValueError, KeyError, OverflowError)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the output: its text, the CP it begins at (-1: none), the Word address that holds from here."""

    text: str
    cp: int = -1
    address: str = ""


@dataclass(slots=True)
class Place:
    """Where in the document one is, as Word counts: 第3段, 表2第4行."""

    paragraphs: int = 0
    tables: int = 0
    rows: int = 0
    inside: bool = False

    def of(self, paragraph: Paragraph, listed: bool = False) -> str:
        """The address of a paragraph; empty for a further paragraph of a row. `listed`: in a table of contents."""
        if not paragraph.in_table:
            self.inside, self.paragraphs = False, self.paragraphs + 1
            return CONTENTS if listed else f"第{self.paragraphs}段"
        if not self.inside:
            self.inside, self.tables, self.rows = True, self.tables + 1, 0
            return f"表{self.tables}第1行"
        return f"表{self.tables}第{self.rows + 1}行"

    def row_ends(self, paragraph: Paragraph) -> None:
        """A row ends; one of a table in a cell is no row of its own."""
        self.rows += not paragraph.inner_cell


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
    from pipeline.ingest.ole import Container

    found: dict[str, bytes] = {}
    # olefile raises whatever a broken container makes it; what it could read is kept.
    with suppress(Exception), Container(io.BytesIO(data)) as ole:
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
    contents = tuple(merged(contents_of(document.text)))
    visible = replace(document, text=without_gone(document), contents=contents)
    sections = section_ends(document.header.table(table, SECTIONS))
    parts = _parts(document.header.lengths, len(document.text))
    boxes, rest = text_boxes(visible, table, parts[BOXES])
    chunks = list(_chunks(visible, parts[MAIN], numbers, sections, boxes))
    for part in (parts[FOOTNOTES], parts[ENDNOTES], *rest):
        more = [replace(chunk, address="") for chunk in _chunks(visible, part, numbers, sections)]
        if has_ink(_joined(more)):
            chunks += [Chunk("\n"), *more] if has_ink(_joined(chunks)) else more
    margins = _joined(_chunks(visible, parts[HEADERS], Numbers({}, []), frozenset()))
    text = _joined(chunks)
    if not has_ink(text) and _PICTURES.search(document.text):
        raise UnreadableSource("scanned", "文档里只有图片")
    source = text_source(text, file, "doc", data, notes=notes, margins=_lines_with_ink(margins))
    bold = merged(_placed(bold_spans(visible, parts[MAIN], sections), chunks))
    return replace(source, bold=tuple(bold), addresses=tuple(_addresses(chunks, len(text))))


def _joined(chunks: Iterable[Chunk]) -> str:
    return "".join(chunk.text for chunk in chunks)


def _numbers(header: Header, table: bytes) -> Numbers:
    behind = table[sum(header.places[2 * LISTS : 2 * LISTS + 2]) :]
    return numbers_of(header.table(table, LISTS), behind, header.table(table, USES))


def _parts(lengths: tuple[int, ...], size: int) -> list[Span]:
    """The sub-documents one after the other in the text: main text, footnotes, headers, …"""
    ends = [min(end, size) for end in accumulate(max(length, 0) for length in lengths)]
    return [Span(start, end) for start, end in zip([0, *ends], ends, strict=False)]


def _chunks(
    document: Document, part: Span, numbers: Numbers, sections: frozenset[int], boxes: Sequence[Box] = ()
) -> Iterator[Chunk]:
    """The output of a part: a line a paragraph, a table row a line with its cells told apart by tabs.

    `boxes`, in the order of their anchors, come after the paragraph or the row that they are anchored in.
    """
    pending, place, due, between = "", Place(), deque(boxes), True
    starts = [contents.start for contents in document.contents]
    for paragraph in paragraphs(document, part, sections):
        while due and between and due[0].anchor < paragraph.start:
            yield from _boxed(document, due.popleft(), numbers)
            pending = "\n"
        between = not paragraph.in_table or (paragraph.row_end and not paragraph.inner_cell)
        if paragraph.row_end:
            pending = "\n" if pending else ""
            place.row_ends(paragraph)
            continue
        if pending:
            yield Chunk(pending)
        at = bisect_left(starts, paragraph.end) - 1
        listed = at >= 0 and _fills(document.contents[at], paragraph, document.text)
        yield Chunk("", address=place.of(paragraph, listed))
        if number := _number(paragraph, numbers):
            yield Chunk(number)
        yield from _visible(document.text, paragraph.start, paragraph.end)
        pending = "\t" if paragraph.mark == "\x07" or paragraph.inner_cell else "\n"
    for box in due:
        yield from _boxed(document, box, numbers)


def _fills(contents: Span, paragraph: Paragraph, text: str) -> bool:
    """Whether a paragraph shows nothing but what stands in a table of contents."""
    if paragraph.start >= contents.end:
        return False
    outside = text[paragraph.start : contents.start] + text[max(contents.end, paragraph.start) : paragraph.end]
    return not has_ink(outside.replace(GONE, ""))


def _boxed(document: Document, box: Box, numbers: Numbers) -> Iterator[Chunk]:
    """A text box on lines of its own, at an address of its own."""
    yield Chunk("\n")
    yield Chunk("", address=box.name)
    yield from (replace(chunk, address="") for chunk in _chunks(document, box.story, numbers, frozenset()))


def _number(paragraph: Paragraph, numbers: Numbers) -> str:
    if not paragraph.use:
        return ""
    level = paragraph.level if paragraph.level >= 0 else numbers.level_of(paragraph.use, paragraph.style)
    return numbers.of(paragraph.use, level)


def _visible(text: str, start: int, end: int) -> Iterator[Chunk]:
    """The stretches of ordinary characters, and what the special ones between them stand for."""
    for match in MARKS.finditer(text, start, end):
        if match.start() > start:
            yield Chunk(signs(text[start : match.start()]), start)
        if "\ud800" <= match[0] < "\ue000":
            yield Chunk(joined_halves(match[0]), match.start())
        elif plain := PLAIN.get(match[0]):
            yield Chunk(plain)
        start = match.end()
    if start < end:
        yield Chunk(signs(text[start:end]), start)


def _lines_with_ink(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if has_ink(line))


def _placed(spans: list[Span], chunks: list[Chunk]) -> Iterator[Span]:
    """Spans of CPs (ascending, disjoint) as spans of the output."""
    ends = accumulate(len(chunk.text) for chunk in chunks)
    index = 0
    for cp, at, size in sorted((c.cp, end - len(c.text), len(c.text)) for c, end in zip(chunks, ends, strict=True)):
        while cp >= 0 and index < len(spans) and spans[index].end <= cp:
            index += 1
        here = index
        while cp >= 0 and here < len(spans) and spans[here].start < cp + size:
            yield Span(at + max(spans[here].start - cp, 0), at + min(spans[here].end - cp, size))
            here += 1


def _addresses(chunks: list[Chunk], size: int) -> Iterator[tuple[int, str]]:
    """(offset, Word address) where an address begins to hold; empty paragraphs have none."""
    at, found = 0, {}
    for chunk in chunks:
        if chunk.address:
            found[at] = chunk.address
        at += len(chunk.text)
    yield from ((offset, address) for offset, address in found.items() if offset < size)
