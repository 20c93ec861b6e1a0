"""PDF with a text layer, through PDFium: its lines in reading order, running heads and page numbers kept apart."""

from __future__ import annotations

import ctypes
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import Notes
from pipeline.ingest.lines import Lines
from pipeline.ingest.pdfquotes import returned
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, joined_halves, text_source
from pipeline.model import Source

MAX_PAGES = 2000
MAX_NOTES = 5000  # annotations of a page that are looked at: links, comments, fields of a form
LARGE, MAX_RATIO = 64 << 20, 250  # a stream is a bomb where it unpacks beyond both
FEW = 12  # characters: less than that beside a picture of the page is a scanner's watermark
EDGE = 3  # so many lines at the top and at the bottom of a page may be running heads
LONGEST = 40  # characters of a running head
_PAGE_NUMBER = re.compile(
    r"[\s—–\-−‐·.•~〜/|()（）]*(?:第\s*)?(?:[0-9]{1,4}|[ivxlc]{1,7})(?:\s*页)?"
    r"(?:[\s,，/]*(?:of|共)?\s*[0-9]{1,4}(?:\s*页)?)?[\s—–\-−‐·.•~〜|()（）]*$",
    re.I,
)
_CJK = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f“”‘’—…]")
_SPACE = re.compile("(?<=[^ ]) (?=[^ ])")
_HEAVY = re.compile(rb"bold|black|heavy|simhei|heiti|\xba\xda\xcc\xe5|\xe9\xbb\x91\xe4\xbd\x93|hei$", re.I)
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")
_HYPHEN = re.compile("[\x02\ufffe](?:\r\n)?")
_STREAM = re.compile(rb"stream\r?\n(?=(\x78[\x01\x5e\x9c\xda]))")
_CATALOG = re.compile(rb"([0-9]{1,9}) 0 obj[^>]{0,400}/Type\s*/Catalog")
_PASSWORD = 4  # FPDF_ERR_PASSWORD


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page: its text, its height on the page in points, whether its font is a heavy one."""

    text: str
    y: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """The lines of a page, and whether it is a picture with hardly a word."""

    lines: tuple[Line, ...]
    picture: bool


def read_pdf(data: bytes, file: str) -> Source:
    """A PDF; raises UnreadableSource: scanned (no text layer), encrypted, damaged, empty, mojibake."""
    pages, notes = _pages(data)
    running = _running(pages)
    lines, margins = Lines(), Lines()
    for number, page in enumerate(pages, 1):
        lines.mark(f"第{number}页")
        for line in _body(page, running, margins):
            lines.write(line.text, line.bold)
            lines.end()
    blank = [number for number, page in enumerate(pages, 1) if page.picture]
    if len(blank) == len(pages) or (blank and not has_ink(lines.text())):
        raise UnreadableSource("scanned")
    if blank:
        notes = (*notes, ("partial", f"第 {'、'.join(map(str, blank[:10]))} 页只有图片"))
    source = text_source(lines.text(), file, "pdf", data, notes=notes, margins=margins.text())
    heavy = sum(map(len, lines.bold)) * 2 < len(source.text)  # where most is heavy, heavy says nothing
    return replace(source, bold=lines.spans() if heavy else (), addresses=lines.places())


def _pages(data: bytes) -> tuple[list[Page], Notes]:
    document, notes = _opened(data)
    try:
        count = min(len(document), MAX_PAGES)
        found = [_page(document, number) for number in range(count)]
        if len(document) > MAX_PAGES:
            notes = (*notes, ("partial", f"只读前 {MAX_PAGES} 页"))
    finally:
        document.close()
    lost = sum(page is None for page in found)
    if lost == len(found):
        raise UnreadableSource("damaged", "PDF 的页都无法读出")
    return [page for page in found if page], (*notes, ("partial", f"{lost} 页损坏")) if lost else notes


def _opened(data: bytes) -> tuple[Any, Notes]:
    """The document; one that was cut off is given a trailer, from which PDFium finds its objects."""
    import pypdfium2

    _refuse_bombs(data)
    try:
        return pypdfium2.PdfDocument(data), ()
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise UnreadableSource("encrypted", "PDF") from error
    catalog = _CATALOG.search(data)
    if catalog is None:
        raise UnreadableSource("damaged", "PDF")
    try:
        mended = data + b"\ntrailer << /Root %s 0 R >>\n%%%%EOF" % catalog[1]
        return pypdfium2.PdfDocument(mended), (("partial", "文件不完整"),)
    except pypdfium2.PdfiumError as error:
        raise UnreadableSource("damaged", "PDF") from error


def _refuse_bombs(data: bytes) -> None:
    """PDFium unpacks a stream whole: one that unpacks to an absurd size is found out before."""
    end = 0
    for match in _STREAM.finditer(data):
        start = match.start(1)
        if start < end:  # inside a stream that was looked at
            continue
        end = data.find(b"endstream", start)
        end = end if end >= 0 else len(data)
        if end - start < LARGE // 1100:  # deflate cannot do better than 1,032 : 1
            continue
        rest, stream, size = data[start:end], zlib.decompressobj(), 0
        with suppress(zlib.error):
            while rest and size <= LARGE and not stream.eof:
                size += len(stream.decompress(rest, 1 << 20))
                rest = stream.unconsumed_tail
        if size > LARGE and size > MAX_RATIO * (end - start - len(rest)):
            raise UnreadableSource("bomb", "PDF 里的数据流")


def _page(document: Any, number: int) -> Page | None:
    """A page; None where PDFium cannot load it."""
    import pypdfium2

    try:
        page = _filled_in(document, number, pypdfium2.raw)
        text = page.get_textpage()
    except pypdfium2.PdfiumError:
        return None
    lines = tuple(_lines(text, pypdfium2.raw))
    few = sum(len(line.text) for line in lines) < FEW
    return Page(lines, few and any(True for _ in page.get_objects(filter=[3, 5], max_depth=3)))


def _filled_in(document: Any, number: int, raw: Any) -> Any:
    """A page with what was filled into its form, which PDFium keeps apart from its text until they are made one."""
    page = document[number]
    notes = (raw.FPDFPage_GetAnnot(page, at) for at in range(min(raw.FPDFPage_GetAnnotCount(page), MAX_NOTES)))
    kinds = set()
    for note in notes:
        kinds.add(raw.FPDFAnnot_GetSubtype(note))
        raw.FPDFPage_CloseAnnot(note)
    if kinds.isdisjoint((raw.FPDF_ANNOT_WIDGET, raw.FPDF_ANNOT_FREETEXT)):
        return page
    flat = raw.FPDFPage_Flatten(page, raw.FLAT_NORMALDISPLAY) == raw.FLATTEN_SUCCESS
    return document[number] if flat else page


def _lines(page: Any, raw: Any) -> Iterator[Line]:
    """The lines of a text layer; of the blanks that PDFium put in, those between cells are tabs."""
    text = _ASTRAL.sub(_halves, page.get_text_range())  # PDFium counts in UTF-16
    exact = len(text) == page.count_chars()
    spaces = {**dict(_blanks(page, raw, text)), **returned(page, text)} if exact else {}
    at = 0
    for line in text.split("\r\n"):
        words = "".join(spaces.get(at + i, char) for i, char in enumerate(line)) if spaces else line
        words = signs(words, "•")
        first = at + len(line) - len(line.lstrip())
        if has_ink(words):
            y = page.get_charbox(first, loose=True)[1] if exact else 0.0
            yield Line(
                joined_halves(_HYPHEN.sub("", words)).rstrip(), y, _is_heavy(page, raw, first) if exact else False
            )
        at += len(line) + 2


def _halves(char: re.Match[str]) -> str:
    high, low = divmod(ord(char[0]) - 0x10000, 0x400)
    return chr(0xD800 + high) + chr(0xDC00 + low)


def _blanks(page: Any, raw: Any, text: str) -> Iterator[tuple[int, str]]:
    """What stands for each blank beside Chinese that is in no font: a tab for a gap, nothing for mere spacing."""
    for match in _SPACE.finditer(text):
        at = match.start()
        if not raw.FPDFText_IsGenerated(page, at) or not (_CJK.match(text[at - 1]) or _CJK.match(text[at + 1])):
            continue
        left, right = page.get_charbox(at - 1, loose=True), page.get_charbox(at + 1, loose=True)
        yield at, "\t" if right[0] - left[2] > 1.2 * (left[3] - left[1]) else ""


def _is_heavy(page: Any, raw: Any, at: int) -> bool:
    name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    raw.FPDFText_GetFontInfo(page, at, name, 128, flags)
    return _HEAVY.search(name.value) is not None


@dataclass(frozen=True, slots=True)
class _Running:
    """What runs at the edges of the pages: the heads, digits made alike; the usual step between lines; the pages."""

    heads: frozenset[str]
    step: float
    pages: int


def _running(pages: list[Page]) -> _Running:
    """The lines that stand at one height near the edge of at least half of the pages, set off by a gap."""
    steps = [a.y - b.y for page in pages for a, b in pairwise(_ends(page)[0])]
    step = median(steps) if steps else 0.0
    counts = Counter(key for page in pages for key in {_alike(line) for line in _set_off(page, step)})
    heads = frozenset(key for key, count in counts.items() if key and count >= 2 and count * 2 >= len(pages))
    return _Running(heads, step, len(pages))


def _ends(page: Page) -> tuple[list[Line], list[Line]]:
    """The lines of a page from the top, and from the bottom."""
    down = sorted(page.lines, key=lambda line: -line.y)
    return down, down[::-1]


def _set_off(page: Page, step: float) -> Iterator[Line]:
    """The lines at the edges of a page that a gap sets off from the text."""
    for end in _ends(page):
        gaps = [at for at, (a, b) in enumerate(pairwise(end[: EDGE + 1])) if abs(a.y - b.y) > 1.2 * step]
        yield from end[: gaps[-1] + 1] if gaps else ()


def _alike(line: Line) -> str:
    """What running heads of different pages have in common."""
    words = re.sub("[0-9]+", "0", re.sub(r"\s+", "", line.text))
    return f"{words}@{round(line.y / 4)}" if len(words) <= LONGEST and not words.endswith(("。", "；")) else ""


def _body(page: Page, running: _Running, margins: Lines) -> Iterator[Line]:
    """The lines of a page without running heads (written into `margins` once each) and page numbers."""
    set_off = set(_set_off(page, running.step))
    peeled: set[Line] = set()
    for end in _ends(page):
        for line in end[: EDGE if len(end) > 1 else 0]:
            number = _is_page_number(line.text.strip(), running.pages)
            if not number and not (line in set_off and _alike(line) in running.heads):
                break
            peeled.add(line)
            if not number and line.text not in margins.parts:
                margins.write(line.text)
                margins.end()
    yield from (line for line in page.lines if line not in peeled)


def _is_page_number(text: str, pages: int) -> bool:
    """A bare number counts as one only if the document has so many pages."""
    return _PAGE_NUMBER.match(text) is not None and (not text.isdigit() or 0 < int(text) <= pages)
