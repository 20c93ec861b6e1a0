"""Fields: the result is text, the instruction is not; the lines of a table of contents are marked as such.

Nothing is removed for a field that does not end: a lost end mark must not swallow the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest import wordtags as tag
from pipeline.ingest.fieldcodes import drawn, is_contents
from pipeline.ingest.ooxml import W_VAL, Element, discard, w
from pipeline.ingest.wordstyles import Styles, is_on, number, value

_MAX_DEPTH = 64
_ENTRY = re.compile(r".*[\t .…·．-]\s*\d{1,4}\s*|\s*目\s*[录次錄]\s*|\s*(?:table of )?contents\s*", re.I | re.S)
_SHORT = 60


@dataclass(slots=True)
class _Field:
    """A field: its instruction, what stands inside the instruction, and whether its result shows anything.

    Of a table of contents also the elements that its result shows and the paragraphs it runs through.
    """

    begin: Element
    end: Element | None = None
    code: list[str] = field(default_factory=list)
    result: bool = False
    inside: list[Element] = field(default_factory=list)
    shows: bool = False
    contents: bool = False
    listed: list[Element] = field(default_factory=list)
    paragraphs: list[Element] = field(default_factory=list)

    @property
    def instruction(self) -> str:
        return "".join(self.code).strip()

    @property
    def name(self) -> str:
        return self.instruction.partition(" ")[0].upper()


@dataclass(slots=True)
class _Fields:
    """Reads the field marks in document order; `ended` holds the fields that end, inner ones first."""

    ended: list[_Field] = field(default_factory=list)
    open: list[_Field] = field(default_factory=list)
    too_deep: int = 0
    paragraph: Element | None = None

    def read(self, root: Element) -> list[_Field]:
        for element in root.iter(tag.P, tag.FLD_CHAR, tag.INSTR_TEXT, *tag.SHOWN):
            if element.tag == tag.P:
                self._paragraph(element)
            elif element.tag == tag.FLD_CHAR:
                self._mark(element, element.get(tag.FLD_TYPE))
            elif element.tag != tag.INSTR_TEXT:
                self._shown(element)
            elif self.open:
                self.open[-1].code.append(element.text or "")
        return self.ended

    def _paragraph(self, paragraph: Element) -> None:
        self.paragraph = paragraph
        for one in self.open:
            if one.contents:
                one.paragraphs.append(paragraph)

    def _mark(self, mark: Element, kind: str | None) -> None:
        if kind == "begin":
            if len(self.open) < _MAX_DEPTH:
                self.open.append(_Field(mark, paragraphs=[] if self.paragraph is None else [self.paragraph]))
            else:
                self.too_deep += 1
        elif kind == "separate" and self.open and not self.too_deep:
            self.open[-1].result = True
            self.open[-1].contents = is_contents(self.open[-1].instruction) and not any(
                one.contents for one in self.open
            )
        elif kind == "end" and self.too_deep:
            self.too_deep -= 1
        elif kind == "end" and self.open:
            self.open[-1].end = mark
            self.ended.append(self.open.pop())

    def _shown(self, element: Element) -> None:
        """It stands inside the instruction of the outermost field that is not at its result yet, or in the results."""
        for one in self.open:
            if not one.result:
                one.inside.append(element)
                return
            one.shows = True
            if one.contents:
                one.listed.append(element)


def resolve_fields(root: Element, styles: Styles) -> None:
    """Take out the instructions, mark the tables of contents; write what fields without a result show."""
    for simple in list(root.iter(tag.FLD_SIMPLE)):
        if is_contents(simple.get(tag.INSTR, "")):
            _mark_entries(simple.iterancestors(tag.P), set(simple.iter(*tag.SHOWN)), styles)
    for one in _Fields().read(root):
        _detach(one.inside)
        if one.contents:
            _mark_entries(one.paragraphs, set(one.listed), styles)
        elif not one.shows and one.end is not None and (text := _drawn(one)):
            etree.SubElement(one.end.getparent(), tag.T).text = text


def _detach(elements: Iterable[Element]) -> None:
    for element in elements:
        discard(element)


def _drawn(one: _Field) -> str:
    """What a field shows that has no result: characters put in a circle, form fields, buttons."""
    if one.name in ("MACROBUTTON", "GOTOBUTTON"):
        words = one.instruction.split(None, 2)
        return words[2] if len(words) == 3 else ""
    return _form(one.begin) if one.name in ("FORMCHECKBOX", "FORMDROPDOWN") else drawn(one.instruction)


def _form(begin: Element) -> str:
    box, listed = next(begin.iter(w("checkBox")), None), next(begin.iter(w("ddList")), None)
    if box is not None:
        mark = next((box.find(w(n)) for n in ("checked", "default") if box.find(w(n)) is not None), None)
        return "☑" if mark is not None and is_on(mark) else "☐"
    entries = [] if listed is None else [e.get(W_VAL, "") for e in listed.iterchildren(w("listEntry"))]
    chosen = None if listed is None else number(value(listed, w("result")) or value(listed, w("default")) or "0")
    return entries[chosen] if chosen is not None and 0 <= chosen < len(entries) else ""


def mark_contents(controls: list[Element], styles: Styles) -> None:
    """Mark the lines of content controls that hold a table of contents, not other text that got into them."""
    for control in controls:
        gallery = next((g.get(W_VAL, "") for g in control.iter(tag.GALLERY, tag.SDT) if g.tag == tag.GALLERY), "")
        if gallery.lower() == "table of contents":
            paragraphs = list(control.iter(tag.P))
            _mark_entries((p for p in paragraphs if _is_entry(p, _text(p), styles)), None, styles)


def _mark_entries(paragraphs: Iterable[Element], listed: set[Element] | None, styles: Styles) -> None:
    """Put a mark before the paragraphs that are entries of a table of contents from end to end."""
    for paragraph in list(paragraphs):
        texts = list(paragraph.iter(*tag.SHOWN))
        text = "".join(e.text or "\t" for e in texts)
        whole = listed is None or listed.issuperset(texts)
        if text and whole and (len(text) <= _SHORT or _is_entry(paragraph, text, styles)):
            previous = paragraph.getprevious()
            if previous is None or previous.tag != tag.CONTENTS:
                paragraph.addprevious(etree.Element(tag.CONTENTS))


def _is_entry(paragraph: Element, text: str, styles: Styles) -> bool:
    style = paragraph.find(f"{tag.PPR}/{tag.PSTYLE}")
    if style is not None and styles.get(style.get(W_VAL, "")).contents:
        return True
    if any(link.get(tag.ANCHOR, "").startswith("_Toc") for link in paragraph.iter(tag.HYPERLINK)):
        return True
    return bool(_ENTRY.fullmatch(text)) and len(text) < 2 * _SHORT


def _text(paragraph: Element) -> str:
    return "".join(e.text or "\t" for e in paragraph.iter(*tag.SHOWN) if e.getparent().tag == tag.R)
