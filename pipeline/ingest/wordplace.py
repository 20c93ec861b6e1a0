"""Puts what floats or hangs in a Word tree where it is read: text boxes, notes, inserted files, table oddities.

A text box stands after the paragraph that anchors it; a foot- or endnote after the paragraph that refers to it, or
after the table row. A note's mark in the text is left out, since it would stick to the words and figures beside it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest import wordtags as tag
from pipeline.ingest.ooxml import W_VAL, Element, discard
from pipeline.ingest.wordstyles import number, value

_BOXES = (tag.TXBX, tag.A_BODY, tag.TEXT_PATH, tag.DIAGRAM, tag.CHART, tag.ALT_CHUNK)
_NAMES = {tag.ALT_CHUNK: "插入内容", tag.CHART: "图表"}
_NOTES = {tag.FOOTNOTE_REF: "脚注", tag.ENDNOTE_REF: "尾注"}
PLACED = (*_BOXES, *_NOTES, tag.VMERGE, tag.HMERGE, tag.SDT, tag.CUSTOM_XML)
_BLANK = " \t\r\n"


@dataclass(slots=True)
class Places:
    """Where the text of other parts comes from: notes by id; diagrams, charts, inserted files by relationship."""

    notes: dict[str, Callable[[], dict[str, Element]]] = field(default_factory=dict)
    diagram: Callable[[str], list[Element]] = lambda _: []
    chart: Callable[[str], str] = lambda _: ""
    chunk: Callable[[str], str] = lambda _: ""
    counts: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    _last: dict[Element, Element] = field(default_factory=dict)
    _notes: dict[str, dict[str, Element]] = field(default_factory=dict)

    def place(self, root: Element) -> None:
        """Move boxes and notes of the tree to their places."""
        found: dict[str, list[Element]] = defaultdict(list)
        ordered = [(element.tag, element) for element in root.iter(*PLACED)]
        for name, element in ordered:
            found[name].append(element)
        _unwrap(found[tag.SDT] + found[tag.CUSTOM_XML])
        _merge(found[tag.VMERGE] + found[tag.HMERGE])
        for name, element in ordered:
            if name in _NOTES:
                self._note(name, element)
            elif name in _BOXES:
                self._box(name, element)

    def _box(self, name: str, element: Element) -> None:
        blocks = self._blocks(name, element)
        anchor = element if name == tag.ALT_CHUNK else next(element.iterancestors(tag.P, tag.A_P), None)
        if blocks and anchor is not None:
            self._after(anchor, tag.BOX, _NAMES.get(name, "文本框"), blocks)

    def _blocks(self, name: str, element: Element) -> list[Element]:
        if name == tag.TEXT_PATH:
            return _paragraphs(element.get("string", ""))
        if name == tag.DIAGRAM:
            return self.diagram(element.get(tag.R_DATA, ""))
        if name == tag.CHART:
            return _paragraphs(self.chart(element.get(tag.R_ID, "")))
        if name == tag.ALT_CHUNK:
            return _paragraphs(self.chunk(element.get(tag.R_ID, "")))
        return list(element)

    def _note(self, name: str, reference: Element) -> None:
        if name not in self._notes:
            self._notes[name] = self.notes[name]() if name in self.notes else {}
        note = self._notes[name].pop(reference.get(tag.ID, ""), None)
        rows = list(reference.iterancestors(tag.TR))
        anchor = rows[-1] if rows else next(reference.iterancestors(tag.P), None)
        if note is None or anchor is None:
            return
        first = next((t for t in note.iter(tag.T) if t.text), None)
        if first is not None:
            first.text = first.text.lstrip(_BLANK)  # the space between the mark and the note
        self._after(anchor, tag.NOTE, _NOTES[name], list(note))

    def _after(self, anchor: Element, name: str, kind: str, blocks: list[Element]) -> None:
        if anchor.getparent() is None:
            return
        self.counts[kind] += 1
        place = etree.Element(name, address=f"{kind}{self.counts[kind]}")
        before: Element = self._last.get(anchor, anchor)
        before.addnext(place)
        place.extend(blocks)  # once it is in the tree: moving a large subtree between trees takes quadratic time
        self._last[anchor] = place


def _paragraphs(text: str) -> list[Element]:
    paragraphs = []
    for line in text.splitlines() if text.strip() else ():
        paragraph = etree.Element(tag.P)
        etree.SubElement(paragraph, tag.T, {tag.XML_SPACE: "preserve"}).text = line
        paragraphs.append(paragraph)
    return paragraphs


def chart_lines(root: Element) -> list[str]:
    """What is written on a chart: its titles, its series, its categories; the numbers it draws are left out."""
    titles = ["".join(t.text or "" for t in title.iter(tag.A_T)) for title in root.iter(tag.C_TITLE)]
    named = [series.itertext(tag.C_V) for series in root.iter(tag.C_TX) if series.getparent().tag != tag.C_TITLE]
    categories = next(([*c.itertext(tag.C_V)] for c in root.iter(tag.C_CAT)), [])
    rows = ("\t".join(dict.fromkeys(word for words in named for word in words)), "\t".join(categories))
    return [line for line in dict.fromkeys((*titles, *rows)) if line.strip()]


def _unwrap(controls: Iterable[Element]) -> None:
    """Controls around rows and cells give way to what they hold, so that rows and cells are brothers."""
    for control in controls:
        parent = control.getparent()
        if parent is None or parent.tag not in (tag.TBL, tag.TR):
            continue
        content = control.find(tag.SDT_CONTENT) if control.tag == tag.SDT else control
        at = parent.index(control)
        parent[at : at + 1] = list(
            () if content is None else content.iterchildren(tag.TR, tag.TC, tag.SDT, tag.CUSTOM_XML)
        )


def _merge(marks: Iterable[Element]) -> None:
    """A cell that continues a merged one and repeats its text is emptied."""
    tables: dict[Element, None] = {}
    for mark in marks:
        table = next(mark.iterancestors(tag.TBL), None)
        if table is not None:
            tables[table] = None
    for table in tables:
        above: dict[int, str] = {}
        for row in table.iterchildren(tag.TR):
            _merge_row(row, above)


def _merge_row(row: Element, above: dict[int, str]) -> None:
    """`above`: the text of the merged cell by the column it begins in."""
    column = _span(row.find(tag.TRPR), tag.GRID_BEFORE, 0)
    left = ""
    for cell in row.iterchildren(tag.TC):
        properties = cell.find(tag.TCPR)
        text = "".join(cell.itertext(tag.T, tag.SYM)).strip()
        if _continues(properties, tag.HMERGE):
            repeated = left
        elif _continues(properties, tag.VMERGE):
            repeated = above.get(column, "")
        else:
            repeated = ""
            left = above[column] = text
        if text and text == repeated:
            for block in [child for child in cell if child.tag != tag.TCPR]:
                discard(block)
            etree.SubElement(cell, tag.P)
        column += _span(properties, tag.GRID_SPAN, 1)


def _continues(properties: Element | None, name: str) -> bool:
    mark = None if properties is None else properties.find(name)
    return mark is not None and mark.get(W_VAL, "continue") != "restart"


def _span(properties: Element | None, name: str, default: int) -> int:
    found = None if properties is None else number(value(properties, name), 16_384)
    return default if found is None else max(found, default)
