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
from pipeline.ingest.lines import merged
from pipeline.ingest.text import Notes, has_ink, joined_halves, plausibility, text_source
from pipeline.ingest.word97 import Document, Header, Runs
from pipeline.ingest.word97_lists import Numbers, numbers_of
from pipeline.model import Source, Span

WORD97, WORD6 = 0xA5EC, (0xA5DC, 0xA5DB)
_WORD97_HEAD = re.compile(rb"\xec\xa5[\x00-\xff][\x00\x01][\x00-\xff]{2}\x04\x08|\xec\xa5[\xc0-\xd9]\x00", re.S)
CHARACTERS, PARAGRAPHS, STYLES, SECTIONS, PIECES, LISTS, USES = 12, 13, 1, 6, 33, 73, 74
MAIN, FOOTNOTES, HEADERS, MACROS, COMMENTS, ENDNOTES, BOXES = range(7)
LONGEST_FIELD = 500  # characters of an instruction that is looked into
GONE = "\uffff"  # stands in for deleted and hidden characters so that CPs stay what they are
_MARKS = re.compile("[\x00-\x08\x0b-\x1f\uffff]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
_ENDS = re.compile("[\r\x07\x0c]")
# Chinese text in UTF-16: hanzi, their punctuation, ASCII and the marks of paragraphs and cells.
_UTF16_RUN = re.compile(rb"(?:[\x00-\xff][\x4e-\x9f\x30\xff\x20]|[\x07\x09\x0b\x0d\x20-\x7e]\x00){40,}", re.S)
_FIELDS = re.compile("[\x13-\x15]")
_PLAIN = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
# EQ \o\ac(○,一): a character in a circle; EQ … \o\ad(\s\up 9(zhong),中): one below its sound.
_OVERSTRIKE = re.compile(r"\s*EQ\b[^\x13-\x15]*\\o[^\x13-\x15]*[,，;；]\s*([^\\(),，;；\s]{1,8})\)\s*", re.I)
_BROKEN = (struct.error, IndexError, ValueError, KeyError, OverflowError)
_CODE_PAGES = {0x0804: "gb18030", 0x1004: "gb18030", 0x0404: "cp950", 0x0C04: "big5hkscs", 0x0411: "cp932"}

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
        return _word6(main, data, file)
    if ident != WORD97:
        return _remains(b"", data, file)
    try:
        header = Header.of(main)
    except struct.error:
        return _remains(main, data, file)
    if header.encrypted:
        raise UnreadableSource("encrypted", "Word 97-2003 文档")
    try:
        document, notes = _document(header, main, streams)
    except _BROKEN:
        return _remains(main, data, file)
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
    styles: list[word97.Style] = []
    try:
        runs[0] = word97.character_runs(main, header.table(table, CHARACTERS))
        runs[1] = word97.paragraph_runs(main, header.table(table, PARAGRAPHS))
        styles = word97.styles_of(header.table(table, STYLES))
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
    visible = replace(document, text=_without_gone(document))
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


def _without_gone(document: Document) -> str:
    """The text with deleted and hidden characters and the instructions of fields replaced by GONE."""
    gone = [(a, b) for a, b, operand in document.spans(word97.C_DELETED) if operand[0] & 1]
    gone += [(a, b) for a, b, operand in document.spans(word97.C_VANISH) if operand[0] in {1, 0x81}]
    gone += _instructions(document.text)
    parts, at = [], 0
    for start, end in sorted(gone):
        parts += [document.text[at:start], GONE * max(end - max(start, at), 0)]
        at = max(at, end)
    return "".join([*parts, document.text[at:]])


def _instructions(text: str) -> Iterator[tuple[int, int]]:
    """The stretches of field instructions; a field that is not closed is none."""
    begun: list[list[int]] = []
    for match in _FIELDS.finditer(text):
        if match[0] == "\x13":
            begun.append([match.start()])
        elif begun and match[0] == "\x14":
            begun[-1].append(match.start())
        elif begun:
            start, *results = begun.pop()
            if results:
                yield start, results[0]
            else:
                yield from _circled(text, start, match.start())


def _circled(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A field without a result: gone, but for the character that EQ draws in a circle or below its sound."""
    drawn = _OVERSTRIKE.fullmatch(text, start + 1, end) if end - start < LONGEST_FIELD else None
    if drawn is None:
        yield start, end
    else:
        yield start, drawn.start(1)
        yield drawn.end(1), end


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
    found = dict(word97.modifiers(changes))
    on = {code for code, operand in found.items() if operand[:1] == b"\1"}
    row_end = word97.P_INNER_ROW_END in on or (word97.P_ROW_END in on and mark == "\x07")
    if not document.paragraphs.starts:  # properties lost: an empty cell is taken for the end of its row
        row_end = mark == "\x07" and start == end
    use = int.from_bytes(found.get(word97.P_LIST, b"\0\0"), "little")
    level = found.get(word97.P_LEVEL, b"")
    inner = word97.P_INNER_CELL in on and mark == "\r"
    return _Paragraph(start, end, mark, style, use, level[0] if level else -1, inner, row_end)


def _visible(text: str, start: int, end: int) -> Iterator[Chunk]:
    """The stretches of ordinary characters, and what the special ones between them stand for."""
    for match in _MARKS.finditer(text, start, end):
        if match.start() > start:
            yield start, text[start : match.start()]
        if "\ud800" <= match[0] < "\ue000":
            yield match.start(), joined_halves(match[0])
        elif plain := _PLAIN.get(match[0]):
            yield -1, plain
        start = match.end()
    if start < end:
        yield start, text[start:end]


def _lines_with_ink(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if has_ink(line))


def _bold(document: Document, part: Span, sections: frozenset[int]) -> list[Span]:
    """What is bold or a heading by its style, in CPs, in order and disjoint."""
    spans = [Span(a, b) for a, b, operand in document.spans(word97.C_BOLD) if operand[0] in {1, 0x81}]
    for paragraph in _paragraphs(document, part, sections):
        style = document.styles[paragraph.style] if paragraph.style < len(document.styles) else word97.Style()
        if style.heading or word97.last(document.inherited(paragraph.style, "characters"), word97.C_BOLD) == b"\1":
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


def _remains(main: bytes, data: bytes, file: str) -> Source:
    """What text can be had of a document whose tables are lost: where the header says it is, or wherever it stands."""
    start, end = struct.unpack_from("<II", main, 0x18) if len(main) >= 0x20 else (0, 0)
    raw = main[start : end if end > start else len(main)]
    scattered = b"".join(_UTF16_RUN.findall(data))
    for text in (raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace"), scattered.decode("utf-16-le", "replace")):
        shown = _MARKS.sub("", text.replace("\r", "\n").replace("\x07", "\t"))
        if has_ink(shown) and plausibility(shown) >= 0.5 and not shown.isascii():
            notes = (("partial", "文档结构损坏，仅取出文字"),)
            return text_source(shown, file, "doc", data, notes=notes)
    raise UnreadableSource("damaged", "文档结构损坏")


def _word6(main: bytes, data: bytes, file: str) -> Source:
    """Word 6 and 95: text in the code page of the document's language, without properties."""
    try:
        _ident, _version, _product, language, _next, flags = struct.unpack_from("<6H", main)
        start, end = struct.unpack_from("<II", main, 0x18)
        size = struct.unpack_from("<I", main, 0x34)[0]
    except struct.error as error:
        raise UnreadableSource("damaged", "文件头不完整") from error
    if flags & 0x0100:
        raise UnreadableSource("encrypted", "Word 6.0/95 文档")
    if flags & 0x0004:
        raise UnreadableSource("unsupported", "Word 6.0/95 快速保存的文档，请另存")
    encoding = _CODE_PAGES.get(language, "cp1252")
    text = main[start : min(end, start + size)].decode(encoding, "replace")
    text = _MARKS.sub(lambda mark: _PLAIN.get(mark[0], ""), text.replace("\r", "\n").replace("\x07", "\t"))
    return text_source(text, file, "doc", data, encoding=encoding)
