"""Writes a pruned Word tree down as text: one walk in document order, each tag with its handler.

A paragraph is a line with its number in front; a table row is a line, its cells joined with a tab (a cell of several
paragraphs has several lines); soft breaks are line ends.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pipeline.ingest import wordtags as tag
from pipeline.ingest.numbering import Numbering
from pipeline.ingest.ooxml import W_VAL, Element, w
from pipeline.ingest.symbols import coded_symbol, symbol
from pipeline.ingest.wordpieces import Pieces
from pipeline.ingest.wordstyles import NO_STYLE, Styles, is_on, number

_PAGE = ("page", "column")
_CONSTANTS = {tag.NO_BREAK_HYPHEN: "-", tag.M_DEN: "/"}
_BLANK = " \t\r\n"
_PRIVATE = "\ue000"  # from here on symbol fonts have their signs; full-width punctuation comes after them


@dataclass(slots=True)
class Writer:
    """Walks a tree and collects its text in `out`."""

    styles: Styles
    numbering: Numbering
    out: Pieces = field(default_factory=Pieces)
    _body: Element | None = None
    _keeps_space: bool = False  # xml:space="preserve" stands around it all
    _fresh: bool = True  # nothing stands in the cell or the document yet
    _row_break: bool = False  # the next row begins a new line
    _pending: bool = False  # a paragraph has begun, its number is not written
    _plain: bool = False  # its number is written, and text that comes is not bold
    _dressed: bool = True  # the paragraph has properties that matter, to be forgotten at the next
    _dressed_by_default: bool = False
    _begin: int = 0
    _style_id: str = ""
    _num: str | None = None
    _level: int | None = None
    _heading: bool | None = None
    _mark_bold: bool = False
    _bold: bool = False
    _run: Element | None = None
    _run_bold: bool = False
    _paragraphs: int = 0
    _tables: int = 0
    _rows: int = 0
    _table: Element | None = None

    def __post_init__(self) -> None:
        default = self.styles.get(self.styles.default) if self.styles.default else NO_STYLE
        self._dressed_by_default = bool(default.num or default.bold or default.heading)

    def feed(self, body: Element, block: Element | None = None) -> None:
        """Write a body, a header or a note, or one block of it."""
        self._body = body
        self._keeps_space = any(e.get(tag.XML_SPACE) == "preserve" for e in (body, *body.iterancestors()))
        append, handlers = self.out.texts.append, _HANDLERS
        for element in (body if block is None else block).iter(*_TAGS):
            text = element.text
            # Of all these only text elements hold text, and most of it needs nothing done to it.
            if text and " " < text[0] < _PRIVATE and text[-1] > " ":
                if self._pending:
                    if self._dressed:
                        self._open()
                    else:
                        self._pending, self._plain = False, True
                if self._plain and "\n" not in text:
                    append(text)
                    continue
            handlers[element.tag](self, element)
        self._close()

    def empty(self, body: Element, paragraph: Element) -> None:
        """Write a paragraph that has nothing in it."""
        self._body = body
        self._paragraph(paragraph)
        self._close()

    def _paragraph(self, element: Element) -> None:
        if self._pending or self._heading:
            self._close()
        pieces = self.out.texts
        if not self._fresh:
            pieces.append("\n")
        self._fresh = self._plain = False
        self._pending = True
        self._begin = len(pieces)
        if self._dressed:
            self._undress()
        if element.getparent() is self._body:
            self._paragraphs += 1
            self.out.mark(f"第{self._paragraphs}段")

    def _undress(self) -> None:
        """Forget the properties of the paragraph before."""
        self._style_id = self.styles.default
        self._num = self._level = self._run = self._heading = None
        self._mark_bold = self._bold = False
        self._dressed = self._dressed_by_default

    def _paragraph_style(self, element: Element) -> None:
        self._style_id = element.get(W_VAL, "")
        self._dressed = True

    def _own_num(self, element: Element) -> None:
        self._num = element.get(W_VAL)
        self._dressed = True

    def _own_level(self, element: Element) -> None:
        self._level = number(element.get(W_VAL))
        self._dressed = True

    def _outline(self, element: Element) -> None:
        level = number(element.get(W_VAL))
        self._heading = level is not None and level < 9
        self._dressed = True

    def _open(self) -> None:
        """Write the paragraph's number, now that its properties are known."""
        self._pending = False
        style = self.styles.get(self._style_id) if self._style_id else NO_STYLE
        if style.bold:
            self._bold = self._dressed = True
        if self._heading is None and style.heading:
            self._heading = self._dressed = True
        self._plain = not self._bold and self._run is None
        if self._num is None and style.num is None:
            return
        label = self.numbering.label(style, self._style_id, self._num, self._level)
        if label:
            if self._mark_bold or self._bold:
                self.out.bolden()
            self.out.texts.append(label)

    def _close(self) -> None:
        """The end of a paragraph, found when something else begins."""
        if self._pending:
            if not self._dressed:
                self._pending, self._plain = False, True
                return
            self._open()
        if self._heading:
            self.out.bold.append((self._begin, len(self.out.texts)))
            self._heading = None

    def _text(self, element: Element) -> None:
        text = element.text
        if not text:
            return
        if self._pending:
            self._open()
        if text[0] <= " " or text[-1] <= " ":
            space = element.get(tag.XML_SPACE)
            if space != "preserve" and (space or not self._keeps_space):
                text = text.strip(_BLANK)
        if _PRIVATE < text[:1] < "\uf900":
            text = _signs(element, text)
        if "\n" in text or "\r" in text:
            text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
        if self._is_bold(element):
            self.out.bolden()
        self.out.texts.append(text)

    def _is_bold(self, element: Element) -> bool:
        if self._run is None:
            return self._bold
        if element.getparent() is self._run:
            return self._run_bold
        self._run = None
        self._plain = not self._bold
        return self._bold

    def _toggle_bold(self, element: Element) -> None:
        owner = _grandparent(element)
        if owner is None:
            return
        if owner.tag == tag.R:
            self._run, self._run_bold, self._dressed, self._plain = owner, is_on(element), True, False
        elif owner.tag == tag.PPR:
            self._mark_bold, self._dressed = is_on(element), True

    def _run_style(self, element: Element) -> None:
        style = self.styles.get(element.get(W_VAL, ""))
        if style.bold:
            if self._pending:
                self._open()
            self._run = _grandparent(element)
            self._run_bold, self._dressed, self._plain = not self._bold, True, False

    def _put(self, text: str) -> None:
        if self._pending:
            self._open()
        self.out.texts.append(text)

    def _tab(self, element: Element) -> None:
        if element.get(W_VAL) is None:  # a tab stop has a value, a tab has none
            self._put("\t")

    def _break(self, element: Element) -> None:
        if self._pending:
            self._open()
        if element.get(w("type")) not in _PAGE or len(self.out.texts) > self._begin:
            self.out.texts.append("\n")

    def _constant(self, element: Element) -> None:
        self._put(_CONSTANTS[element.tag])

    def _symbol(self, element: Element) -> None:
        self._put(coded_symbol(element.get(w("font"), ""), element.get(w("char"), "")))

    def open_table(self, element: Element) -> None:
        """Begin a table; its rows may be fed one by one."""
        self._close()
        self._row_break = not self._fresh
        if self._table is None or not any(a is self._table for a in element.iterancestors(tag.TBL)):
            self._table = element
            self._tables += 1
            self._rows = 0

    def _row(self, element: Element) -> None:
        self._close()
        if self._row_break:
            self.out.texts.append("\n")
        self._row_break = self._fresh = True
        if element.getparent() is self._table:
            self._rows += 1
            self.out.mark(f"表{self._tables}第{self._rows}行")

    def _cell(self, element: Element) -> None:
        self._close()
        if next(element.itersiblings(tag.TC, preceding=True), None) is not None:
            self.out.texts.append("\t")
        self._fresh = True

    def _place(self, element: Element) -> None:
        self._close()
        self._fresh = self._fresh and not self.out.texts
        self.out.mark(element.get("address"), not self._fresh)

    def _entry(self, element: Element) -> None:
        """The next paragraph is a line of a table of contents."""
        self._close()
        self.out.contents.append(len(self.out.texts) + (not self._fresh))


def _signs(element: Element, text: str) -> str:
    """Text in a symbol font as the characters it looks like."""
    fonts = next(element.getparent().iter(w("rFonts")), None)
    font = "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""
    return "".join(symbol(font, ord(char)) if "\uf000" <= char <= "\uf0ff" else char for char in text)


def _grandparent(element: Element) -> Element | None:
    parent = element.getparent()
    return None if parent is None else parent.getparent()


_HANDLERS: dict[str, Callable[[Writer, Element], None]] = {
    tag.T: Writer._text, tag.P: Writer._paragraph, tag.A_P: Writer._paragraph,  # the most frequent first
    tag.PSTYLE: Writer._paragraph_style, tag.NUMID: Writer._own_num, tag.ILVL: Writer._own_level,
    tag.OUTLINE: Writer._outline, tag.BOLD: Writer._toggle_bold, tag.RSTYLE: Writer._run_style,
    tag.A_T: Writer._text, tag.M_T: Writer._text,
    tag.TAB: Writer._tab, tag.PTAB: Writer._tab, tag.SYM: Writer._symbol, tag.NO_BREAK_HYPHEN: Writer._constant,
    tag.BR: Writer._break, tag.CR: Writer._break, tag.A_BR: Writer._break, tag.M_DEN: Writer._constant,
    tag.TBL: Writer.open_table, tag.TR: Writer._row, tag.TC: Writer._cell,
    tag.BOX: Writer._place, tag.NOTE: Writer._place, tag.CONTENTS: Writer._entry,
}  # fmt: skip
_TAGS = tuple(_HANDLERS)
