"""Writes a pruned Word tree down as text: one walk in document order, each tag with its handler.

A paragraph is a line with its number in front; a table row is a line, its cells joined with a tab (a cell of several
paragraphs has several lines); soft breaks are line ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.ingest import wordtags as tag
from pipeline.ingest.numbering import Numbering
from pipeline.ingest.ooxml import W_VAL, Element, w
from pipeline.ingest.symbols import symbol
from pipeline.ingest.wordstyles import NO_STYLE, Style, Styles, is_on, number
from pipeline.model import Span

_PAGE = ("page", "column")
_BLANK = " \t\r\n"


@dataclass(slots=True)
class Writer:
    """Collects the pieces of text; offsets are piece numbers until `finish` turns them into characters."""

    styles: Styles
    numbering: Numbering
    pieces: list[str] = field(default_factory=list)
    _body: Element | None = None
    _fresh: bool = True  # nothing stands in the cell or the document yet
    _row_break: bool = False  # the next row begins a new line
    _pending: bool = False  # a paragraph has begun, its number is not written
    _begin: int = 0
    _style_id: str = ""
    _num: str | None = None
    _level: int | None = None
    _heading: bool = False
    _mark_bold: bool = False
    _bold: bool = False
    _run: Element | None = None
    _run_bold: bool = False
    _spans: list[tuple[int, int]] = field(default_factory=list)
    _addresses: list[tuple[int, str]] = field(default_factory=list)
    _paragraphs: int = 0
    _tables: int = 0
    _rows: int = 0
    _table: Element | None = None

    def feed(self, body: Element) -> None:
        """Write the blocks of a body, a header or a note."""
        self._body = body
        handlers = self._handlers()
        for element in body.iter(*handlers):
            handlers[element.tag](element)
        self._close()

    def finish(self) -> tuple[str, tuple[Span, ...], tuple[tuple[int, str], ...]]:
        """The text, its bold spans and its addresses, all in characters."""
        at = [0, *accumulate(map(len, self.pieces))]
        bold: list[Span] = []
        for first, last in sorted(self._spans):
            start, end = at[first], at[last]
            if bold and start <= bold[-1].end:
                bold[-1] = Span(bold[-1].start, max(end, bold[-1].end))
            elif end > start:
                bold.append(Span(start, end))
        addresses = {at[piece]: address for piece, address in self._addresses}
        return "".join(self.pieces), tuple(bold), tuple(addresses.items())

    def _handlers(self) -> dict[str, Callable[[Element], None]]:
        return {
            tag.P: self._paragraph, tag.A_P: self._paragraph,
            tag.PSTYLE: self._paragraph_style, tag.NUMID: self._own_num, tag.ILVL: self._own_level,
            tag.OUTLINE: self._outline, tag.BOLD: self._toggle_bold, tag.RSTYLE: self._run_style,
            tag.T: self._text, tag.A_T: self._text, tag.M_T: self._text,
            tag.TAB: self._tab, tag.PTAB: self._tab, tag.SYM: self._symbol, tag.NO_BREAK_HYPHEN: self._hyphen,
            tag.BR: self._break, tag.CR: self._break, tag.A_BR: self._break, tag.M_DEN: self._fraction,
            tag.TBL: self._open_table, tag.TR: self._row, tag.TC: self._cell,
            tag.BOX: self._place, tag.NOTE: self._place,
        }  # fmt: skip

    def _paragraph(self, element: Element) -> None:
        self._close()
        if not self._fresh:
            self.pieces.append("\n")
        self._fresh = False
        self._pending = True
        self._begin = len(self.pieces)
        self._style_id = self.styles.default
        self._num = self._level = self._run = None
        self._heading = self._mark_bold = self._bold = False
        if element.getparent() is self._body:
            self._paragraphs += 1
            self._addresses.append((self._begin, f"第{self._paragraphs}段"))

    def _paragraph_style(self, element: Element) -> None:
        self._style_id = element.get(W_VAL, "")

    def _own_num(self, element: Element) -> None:
        self._num = element.get(W_VAL)

    def _own_level(self, element: Element) -> None:
        self._level = number(element.get(W_VAL))

    def _outline(self, element: Element) -> None:
        level = number(element.get(W_VAL))
        self._heading = level is not None and level < 9

    def _open(self) -> None:
        """Write the paragraph's number, now that its properties are known."""
        self._pending = False
        style = self.styles.get(self._style_id) if self._style_id else NO_STYLE
        self._bold = bool(style.bold)
        self._heading = self._heading or style.heading
        if self._num is not None or style.num is not None:
            self._number(style)

    def _number(self, style: Style) -> None:
        label = self.numbering.label(style, self._style_id, self._num, self._level)
        if label:
            if self._mark_bold or self._bold:
                self._spans.append((len(self.pieces), len(self.pieces) + 1))
            self.pieces.append(label)

    def _close(self) -> None:
        """The end of a paragraph, found when something else begins."""
        if self._pending:
            self._open()
        if self._heading:
            self._spans.append((self._begin, len(self.pieces)))
            self._heading = False

    def _text(self, element: Element) -> None:
        text = element.text
        if not text:
            return
        if self._pending:
            self._open()
        if (text[0] <= " " or text[-1] <= " ") and element.get(tag.XML_SPACE) != "preserve":
            text = text.strip(_BLANK)
        if "\n" in text or "\r" in text:
            text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if self._is_bold(element):
            self._spans.append((len(self.pieces), len(self.pieces) + 1))
        self.pieces.append(text)

    def _is_bold(self, element: Element) -> bool:
        if self._run is None:
            return self._bold
        if element.getparent() is self._run:
            return self._run_bold
        self._run = None
        return self._bold

    def _toggle_bold(self, element: Element) -> None:
        owner = element.getparent().getparent()
        if owner is None:
            return
        if owner.tag == tag.R:
            self._run, self._run_bold = owner, is_on(element)
        elif owner.tag == tag.PPR:
            self._mark_bold = is_on(element)

    def _run_style(self, element: Element) -> None:
        style = self.styles.get(element.get(W_VAL, ""))
        if style.bold:
            self._run = element.getparent().getparent()
            self._run_bold = not self._bold

    def _put(self, text: str) -> None:
        if self._pending:
            self._open()
        self.pieces.append(text)

    def _tab(self, element: Element) -> None:
        if element.get(W_VAL) is None:  # a tab stop has a value, a tab has none
            self._put("\t")

    def _break(self, element: Element) -> None:
        if self._pending:
            self._open()
        if element.get(w("type")) not in _PAGE or len(self.pieces) > self._begin:
            self.pieces.append("\n")

    def _hyphen(self, element: Element) -> None:
        self._put("-")

    def _fraction(self, element: Element) -> None:
        self._put("/")

    def _symbol(self, element: Element) -> None:
        try:
            code = int(element.get(w("char"), "")[:6], 16)
        except ValueError:
            return
        self._put(symbol(element.get(w("font"), ""), code))

    def _open_table(self, element: Element) -> None:
        self._close()
        self._row_break = not self._fresh
        if self._table is None or not any(a is self._table for a in element.iterancestors(tag.TBL)):
            self._table = element
            self._tables += 1
            self._rows = 0

    def _row(self, element: Element) -> None:
        self._close()
        if self._row_break:
            self.pieces.append("\n")
        self._row_break = self._fresh = True
        if element.getparent() is self._table:
            self._rows += 1
            self._addresses.append((len(self.pieces), f"表{self._tables}第{self._rows}行"))

    def _cell(self, element: Element) -> None:
        self._close()
        if next(element.itersiblings(tag.TC, preceding=True), None) is not None:
            self.pieces.append("\t")
        self._fresh = True

    def _place(self, element: Element) -> None:
        self._close()
        self._fresh = self._fresh and not self.pieces
        self._addresses.append((len(self.pieces) + (not self._fresh), element.get("address")))
