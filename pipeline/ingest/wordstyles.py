"""Word styles, as far as they say what is shown: numbering, bold, hidden, headings, tables of contents.

Within a chain of basedOn the nearest style that says something decides; between a paragraph's style and a run's the
toggles cancel out (ISO/IEC 29500-1, 17.7.3).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.ingest.ooxml import W_VAL, Element, w

_OFF = ("0", "false", "off", "no")
_HEADING = re.compile(r"(?:heading|标题)\s*\d*|(?:sub)?title|副?标题", re.I)
_CONTENTS = re.compile(r"toc\s*(?:\d|heading)|目录\s*\d?", re.I)
_MAX_CHAIN = 50
_STYLE, _ID, _TYPE, _DEFAULT, _NAME, _BASED = (w(n) for n in ("style", "styleId", "type", "default", "name", "basedOn"))
_PPR, _RPR, _NUM, _LEVEL, _OUTLINE = w("pPr"), w("rPr"), w("numId"), w("ilvl"), w("outlineLvl")
_BOLD, _VANISH, _NUMPR = w("b"), w("vanish"), w("numPr")


@dataclass(frozen=True, slots=True)
class Style:
    """What a style says, its ancestors included; None: nothing. `numbered_by` is the style that gives the list."""

    num: str | None = None
    level: int | None = None
    numbered_by: str = ""
    bold: bool | None = None
    hidden: bool | None = None
    heading: bool = False
    contents: bool = False


NO_STYLE = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a document, resolved when they are first asked for."""

    elements: dict[str, Element] = field(default_factory=dict)
    default: str = ""
    hides: bool = False
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, root: Element | None) -> Styles:
        """The styles in a styles part; none without it."""
        if root is None:
            return cls()
        elements = {element.get(_ID, ""): element for element in root.iterchildren(_STYLE)}
        default = next((k for k, e in elements.items() if e.get(_DEFAULT) and e.get(_TYPE) == "paragraph"), "")
        return cls(elements, default, next(root.iter(_VANISH), None) is not None)

    def get(self, id: str) -> Style:
        """A style by its id; one that says nothing where it is not defined."""
        known = self._known.get(id)
        if known is None:
            known = self._known[id] = self._resolved(id)
        return known

    def _resolved(self, id: str) -> Style:
        style, seen = NO_STYLE, set[str]()
        while id in self.elements and id not in seen and len(seen) < _MAX_CHAIN:
            seen.add(id)
            element = self.elements[id]
            style = _over(style, _own(id, element))
            based = element.find(_BASED)
            id = "" if based is None else based.get(W_VAL, "")
        return style


def _over(style: Style, ancestor: Style) -> Style:
    """A style with what it leaves open taken from an ancestor."""
    return replace(
        style,
        num=ancestor.num if style.num is None else style.num,
        numbered_by=ancestor.numbered_by if style.num is None else style.numbered_by,
        level=ancestor.level if style.level is None else style.level,
        bold=ancestor.bold if style.bold is None else style.bold,
        hidden=ancestor.hidden if style.hidden is None else style.hidden,
        heading=style.heading or ancestor.heading,
        contents=style.contents or ancestor.contents,
    )


def _own(id: str, element: Element) -> Style:
    name = element.find(_NAME)
    title = id if name is None else name.get(W_VAL, "")
    paragraph, run = element.find(_PPR), element.find(_RPR)
    numbers = None if paragraph is None else paragraph.find(_NUMPR)
    num = None if numbers is None else value(numbers, _NUM)
    outline = None if paragraph is None else number(value(paragraph, _OUTLINE))
    return Style(
        num=num,
        level=None if numbers is None else number(value(numbers, _LEVEL)),
        numbered_by=id if num is not None else "",
        bold=toggle(run, _BOLD),
        hidden=toggle(run, _VANISH),
        heading=bool(_HEADING.fullmatch(title)) or (outline is not None and outline < 9),
        contents=bool(_CONTENTS.fullmatch(title)),
    )


def value(parent: Element, tag: str) -> str | None:
    """The w:val of a child, or None."""
    child = parent.find(tag)
    return None if child is None else child.get(W_VAL)


def number(text: str | None, limit: int = 2**31 - 1) -> int | None:
    """A number of an attribute, None where it is none or beyond `limit`."""
    if not text or len(text) > 11 or not text.removeprefix("-").isascii() or not text.removeprefix("-").isdigit():
        return None
    found = int(text)
    return found if abs(found) <= limit else None


def is_on(element: Element) -> bool:
    """Whether a toggle element is set: <w:b/> is, <w:b w:val="0"/> is not."""
    return element.get(W_VAL, "1").lower() not in _OFF


def toggle(properties: Element | None, tag: str) -> bool | None:
    """A toggle of some properties: set, cleared, or None where they do not speak of it."""
    element = None if properties is None else properties.find(tag)
    return None if element is None else is_on(element)
