"""OpenDocument text (.odt): paragraphs, numbered lists, tables, notes; tracked deletions and hidden text out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import Notes
from pipeline.ingest.lines import Lines
from pipeline.ingest.odt_styles import ODF, Numbers, Styles, q
from pipeline.ingest.ooxml import parse
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, text_source
from pipeline.ingest.wordpieces import CONTENTS
from pipeline.ingest.zipsafe import Archive
from pipeline.model import Source

MAX_REPEATED = 64  # cells and rows may say that they stand for many; spreadsheets do so to fill the page
MAX_DEPTH = 200

_BLANKS = re.compile("[ \\t\\r\\n]+")
_PARAGRAPH, _HEADING = q("text:p"), q("text:h")
_DELETION, _CONTENTS = q("text:deletion"), q("text:table-of-content")
_PASSED = {
    q(name)
    for name in (
        "text:tracked-changes", "text:sequence-decls", "text:variable-decls", "text:user-field-decls", "office:forms",
        "office:annotation", "office:annotation-end", "svg:title", "svg:desc", "text:note-citation", "text:number",
        "text:ruby-text", "draw:image", "office:binary-data", "text:index-title-template", "draw:object",
        "text:table-of-content-source", "text:dde-connection-decls", "office:event-listeners", "text:meta-field-source",
    )
}  # fmt: skip


def read_odt(data: bytes, file: str) -> Source:
    """An OpenDocument text; raises UnreadableSource: encrypted, damaged, refused, bomb, empty."""
    flaws: list[str] = []
    if data.startswith(b"PK"):
        content, styles = _parts(data, flaws)
    else:
        content, styles = parse(data, flaws), None
    if content is None:
        raise UnreadableSource("damaged", "缺少正文部件 content.xml")
    return _source(content, Styles.of(content, styles), flaws, data, file)


def _parts(data: bytes, flaws: list[str]) -> tuple[Any, Any]:
    """The roots of content.xml and styles.xml."""
    archive = Archive.of(data)
    if "META-INF/manifest.xml" in archive and b"encryption-data" in archive.read("META-INF/manifest.xml"):
        raise UnreadableSource("encrypted", "OpenDocument 文本")
    roots = [parse(archive.read(n), flaws) if n in archive else None for n in ("content.xml", "styles.xml")]
    flaws += archive.flaws
    return roots[0], roots[1]


def _source(content: Any, styles: Styles, flaws: list[str], data: bytes, file: str) -> Source:
    body = content.find(f"{q('office:body')}/{q('office:text')}")
    writer = _Writer(styles)
    writer.deletions = {
        region.get(q("text:id"), "")
        for region in content.iter(q("text:changed-region"))
        if len(region.findall(_DELETION))
    }
    for element in () if body is None else body:
        writer.block(element)
    lines = writer.lines
    for note in writer.notes:
        lines.new_line()
        writer.blocks(note)
    notes: Notes = tuple(("partial", flaw) for flaw in dict.fromkeys(flaws))
    source = text_source(lines.text(), file, "odt", data, notes=notes, margins=_margins(styles))
    return replace(source, bold=lines.spans(), addresses=lines.places())


def _margins(styles: Styles) -> str:
    writer = _Writer(styles)
    for margin in styles.margins():
        writer.lines.new_line()
        writer.blocks(margin)
    return "\n".join(line for line in writer.lines.text().split("\n") if has_ink(line))


class _Writer:
    """Writes the blocks of a document, in order, as lines."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self.numbers = Numbers(styles)
        self.lines = Lines()
        self.notes: list[Any] = []
        self.depth = 0
        self.tables = 0  # those that one is in
        self.paragraphs, self.table_no, self.row_no = 0, 0, 0
        self.deletions: set[str] = set()  # the changes that are deletions; their text may stand in the body, too
        self.deleting = False
        self.contents = False  # in a table of contents

    def blocks(self, parent: Any) -> None:
        for element in parent:
            self.block(element)

    def block(self, element: Any) -> None:
        """A paragraph, list, table or anything that holds them."""
        tag = element.tag
        if tag in _PASSED or element.get(q("text:display")) == "none":
            return
        if self.depth > MAX_DEPTH:
            raise UnreadableSource("bomb", "XML 嵌套过深")
        self.depth += 1
        if tag in {_PARAGRAPH, _HEADING}:
            self.paragraph(element)
        elif tag == q("text:list"):
            self.numbers.enter(element)
            self.items(element)
            self.numbers.leave()
        elif tag == q("table:table"):
            self.table(element)
        elif tag == q("draw:frame"):
            self.frame(element)
        else:
            self.contents = self.contents or tag == _CONTENTS
            self.blocks(element)
            self.contents = self.contents and tag != _CONTENTS
        self.depth -= 1

    def items(self, element: Any) -> None:
        for item in element:
            if item.tag == q("text:list-item"):
                self.numbers.item(item)
                self.blocks(item)
            elif item.tag == q("text:list-header"):
                self.blocks(item)

    def paragraph(self, element: Any) -> None:
        style = element.get(q("text:style-name"), "")
        if self.styles.flag(style, "hidden"):
            return
        if not self.tables:
            self.paragraphs += 1
            self.lines.mark(CONTENTS if self.contents else f"第{self.paragraphs}段")
        bold = element.tag == _HEADING or self.styles.flag(style, "bold")
        self.lines.write(self.numbers.label(element), bold)
        boxes = list(self.inline(element, bold))
        self.lines.end()
        for box in boxes:
            self.block(box)

    def inline(self, element: Any, bold: bool) -> Iterator[Any]:
        """Write the text in a paragraph; yields the frames in it, whose text comes after the paragraph."""
        self.say(_collapsed(element.text), bold)
        for child in element:
            yield from self.child(child, bold)
            self.say(_collapsed(child.tail), bold)

    def say(self, text: str, bold: bool = False) -> None:
        if not self.deleting:
            self.lines.write(signs(text), bold)

    def child(self, child: Any, bold: bool) -> Iterator[Any]:
        tag = child.tag
        if tag == q("text:s"):
            self.say(" " * min(_number(child.get(q("text:c")), 1), 1000), bold)
        elif tag in {q("text:tab"), q("text:line-break")}:
            self.say("\t" if tag == q("text:tab") else "\n")
        elif tag in {q("text:change-start"), q("text:change-end")} and child.get(q("text:change-id")) in self.deletions:
            self.deleting = tag == q("text:change-start")
        elif tag == q("text:note"):
            self.notes += child.findall(q("text:note-body"))
        elif tag.startswith(ODF["draw"]):
            yield child
        elif tag not in _PASSED and isinstance(tag, str):
            style = child.get(q("text:style-name"), "")
            if not self.styles.flag(style, "hidden") and child.get(q("text:display")) != "none":
                yield from self.inline(child, self.styles.flag(style, "bold") if style else bold)

    def frame(self, element: Any) -> None:
        """A frame: its text box, or the first of its alternatives."""
        for child in element:
            if child.tag not in _PASSED:
                return self.blocks(child)
        return None

    def table(self, element: Any) -> None:
        self.tables += 1
        if self.tables == 1:
            self.table_no, self.row_no = self.table_no + 1, 0
        for row in element.iter(q("table:table-row")):
            if _table_of(row) is element:
                for _ in range(self.repeated(row, "table:number-rows-repeated")):
                    self.row(row)
        self.tables -= 1

    def row(self, row: Any) -> None:
        if self.tables == 1:
            self.row_no += 1
            self.lines.mark(f"表{self.table_no}第{self.row_no}行")
        for cell in row:
            if cell.tag == q("table:covered-table-cell"):
                self.lines.end("\t")
            elif cell.tag == q("table:table-cell"):
                for _ in range(self.repeated(cell, "table:number-columns-repeated")):
                    self.cell(cell)
        self.lines.row()

    def cell(self, cell: Any) -> None:
        """The blocks of a cell, the last of which ends with the cell."""
        before = self.lines.size, self.lines.pending
        self.blocks(cell)
        if (self.lines.size, self.lines.pending) == before:
            self.lines.end("\t")
        else:
            self.lines.pending = "\t"

    def repeated(self, element: Any, name: str) -> int:
        """How often a row or cell stands for more of its kind; in a table inside another never."""
        times = min(_number(element.get(q(name)), 1), MAX_REPEATED)
        return times if times > 1 and self.tables == 1 and has_ink("".join(element.itertext())) else 1


def _table_of(row: Any) -> Any:
    return next(row.iterancestors(q("table:table")), None)


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 9 else default


def _collapsed(text: str | None) -> str:
    """White space as ODF counts it: line ends and runs of blanks are one blank (text:s stands for real ones)."""
    return _BLANKS.sub(" ", text) if text else ""
