"""Word styles, as far as they say what is shown: numbering, bold, hidden, headings, tables of contents.

Within a chain of basedOn the nearest style that says something decides; between a paragraph's style and a run's the
toggles cancel out (ISO/IEC 29500-1, 17.7.3).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.ingest.ooxml import W_VAL, Element, w
from pipeline.ingest.wordsheet import Sheet

_OFF = ("0", "false", "off", "no")
_HEADING = re.compile(r"(?:heading|标题)\s*\d*|(?:sub)?title|副?标题", re.I)
_CONTENTS = re.compile(r"toc\s*(?:\d|heading)|目录\s*\d?", re.I)
_MAX_CHAIN = 50
_NAME, _BASED = w("name"), w("basedOn")
_PPR, _RPR, _NUM, _LEVEL, _OUTLINE = w("pPr"), w("rPr"), w("numId"), w("ilvl"), w("outlineLvl")
_BOLD, _VANISH, _NUMPR = w("b"), w("vanish"), w("numPr")


class Style(NamedTuple):
    """What a style says, its ancestors included; None: nothing. `numbered_by` is the style that gives the list."""

    num: str | None = None
    level: int | None = None
    numbered_by: str = ""
    bold: bool | None = None
    hidden: bool | None = None
    heading: bool | None = None
    contents: bool = False

    def over(self, ancestor: Style) -> Style:
        """This style with what it leaves open taken from an ancestor."""
        unnumbered = self.num is None
        return Style(
            ancestor.num if unnumbered else self.num,
            ancestor.level if self.level is None else self.level,
            ancestor.numbered_by if unnumbered else self.numbered_by,
            ancestor.bold if self.bold is None else self.bold,
            ancestor.hidden if self.hidden is None else self.hidden,
            ancestor.heading if self.heading is None else self.heading,
            self.contents or ancestor.contents,
        )


NO_STYLE = Style()


@dataclass(slots=True)
class Styles:
    """The styles of a document, resolved when they are first asked for: `element` gives the XML of one by its id."""

    element: Callable[[str], Element | None] = lambda _: None
    default: str = ""
    hides: bool = False
    _known: dict[str, Style] = field(default_factory=dict)

    @classmethod
    def of(cls, sheet: Sheet) -> Styles:
        """The styles of a sheet."""
        return cls(sheet.style, sheet.default(), sheet.hides())

    def get(self, id: str) -> Style:
        """A style by its id; one that says nothing where it is not defined."""
        known = self._known.get(id)
        if known is None:
            known = self._known[id] = self._resolved(id)
        return known

    def _resolved(self, id: str) -> Style:
        style, seen = NO_STYLE, set[str]()
        while id and id not in seen and len(seen) < _MAX_CHAIN and (element := self.element(id)) is not None:
            children = {child.tag: child for child in element}
            own = _own(id, children)
            style = style.over(own) if seen else own
            seen.add(id)
            id = children[_BASED].get(W_VAL, "") if _BASED in children else ""
        return style


def _own(id: str, children: dict[str, Element]) -> Style:
    paragraph = {child.tag: child for child in children.get(_PPR, ())}
    run = {child.tag: child for child in children.get(_RPR, ())}
    title = children[_NAME].get(W_VAL, "") if _NAME in children else id
    outline = number(paragraph[_OUTLINE].get(W_VAL)) if _OUTLINE in paragraph else None
    num, level = _list(paragraph[_NUMPR]) if _NUMPR in paragraph else (None, None)
    return Style(
        num,
        level,
        id if num is not None else "",
        is_on(run[_BOLD]) if _BOLD in run else None,
        is_on(run[_VANISH]) if _VANISH in run else None,
        (True if _HEADING.fullmatch(title) else None) if outline is None else outline < 9,
        bool(_CONTENTS.fullmatch(title)),
    )


def _list(properties: Element) -> tuple[str | None, int | None]:
    said = {child.tag: child.get(W_VAL) for child in properties}
    return said.get(_NUM), number(said.get(_LEVEL))


def value(parent: Element, tag: str) -> str | None:
    """The w:val of a child, or None."""
    for child in parent.iterchildren(tag):
        found: str | None = child.get(W_VAL)
        return found
    return None


def number(text: str | None, limit: int = 2**31 - 1) -> int | None:
    """A whole number in an attribute; None where it is none or beyond `limit`."""
    try:
        found = int(text[:12]) if text else None
    except ValueError:
        return None
    return found if found is not None and -limit <= found <= limit else None


def is_on(element: Element) -> bool:
    """Whether a toggle element is set: <w:b/> is, <w:b w:val="0"/> is not."""
    return element.get(W_VAL, "1").lower() not in _OFF
