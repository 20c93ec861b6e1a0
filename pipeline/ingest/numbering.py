"""Automatic numbers, as Word counts and shows them (ISO/IEC 29500-1, 17.9).

Counting follows Word: lists made from one definition count on from one another, in whatever format each writes it; a
list's own first number (startOverride) is taken once, at its first paragraph of that level; a level starts again after
any level above it, or as lvlRestart says; a level not yet counted shows its first number; a number that refers to a
level the list does not have is not shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.ingest.numformat import custom_number, format_number
from pipeline.ingest.ooxml import W_VAL, Element, w
from pipeline.ingest.symbols import symbol
from pipeline.ingest.wordstyles import Style, Styles, is_on, number, value

LEVELS, MAX_LABEL = 9, 255
_UNCOUNTED: list[int | None] = [None] * LEVELS
SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_REFERENCE = re.compile("%([1-9])")
_ABSTRACT, _ABSTRACT_ID, _NUM, _NUM_ID, _LVL, _ILVL = (
    w(n) for n in ("abstractNum", "abstractNumId", "num", "numId", "lvl", "ilvl")
)
_OVERRIDE, _START_OVERRIDE = w("lvlOverride"), w("startOverride")
_START, _FORMAT, _TEXT, _SUFFIX, _RESTART, _LEGAL, _STYLE, _RPR, _VANISH = (
    w(n) for n in ("start", "numFmt", "lvlText", "suff", "lvlRestart", "isLgl", "pStyle", "rPr", "vanish")
)
_SAID = (_START, _FORMAT, _TEXT, _SUFFIX)
_STYLE_LINK, _NUM_STYLE_LINK = w("styleLink"), w("numStyleLink")


class Level(NamedTuple):
    """A level of a list: first value, number format, what follows the number.

    The text is `opening` and then, for each reference, the level it refers to (counted from 0) and what follows it.
    """

    start: int
    format: str
    custom: str
    opening: str
    references: tuple[tuple[int, str], ...]
    suffix: str
    legal: bool
    hidden: bool

    def shown(self, count: int) -> str:
        """A count in the level's format."""
        custom = custom_number(count, self.custom) if self.custom else None
        return format_number(count, self.format) if custom is None else custom


@dataclass(slots=True)
class NumberedList:
    """A w:num: the XML of its levels with the overrides applied, and its own first values by level.

    `counts` is shared by the lists of a definition; `due` are the first values not taken yet; `kept` are, by level, the
    levels below that do not start again after it.
    """

    elements: dict[int, Element]
    starts: dict[int, int]
    kept: dict[int, tuple[int, ...]]
    counts: list[int | None]
    due: dict[int, int] = field(default_factory=dict)
    _levels: dict[int, Level | None] = field(default_factory=dict)

    def level(self, at: int) -> Level | None:
        """A level counted from 0, None where the list has no such level."""
        try:
            return self._levels[at]
        except KeyError:
            found = self._levels[at] = _level(self.elements[at]) if at in self.elements else None
            return found

    def level_of(self, style: str) -> int | None:
        """The level that is linked to a paragraph style."""
        linked = (at for at, element in self.elements.items() if style and value(element, _STYLE) == style)
        return next(linked, None)

    def next(self, at: int) -> str:
        """Count a paragraph at a level; its number, and what follows it."""
        counts = self.counts
        below, current = counts[at + 1 :], counts[at]
        first = self.due.pop(at, None) if self.due else None
        if first is None:
            first = self._first(at) if current is None else current + 1
        counts[at:] = (first, *_UNCOUNTED[at + 1 :])
        for kept in self.kept.get(at, ()):
            counts[kept] = below[kept - at - 1]
        return self._shown(at)

    def _shown(self, at: int) -> str:
        level = self.level(at)
        if level is None or level.hidden:
            return ""
        text = level.opening
        for place, following in level.references:
            other, count = self.level(place), self.counts[place]
            if other is None:
                return ""
            count = self._first(place) if count is None else count
            text += (str(count) if level.legal else other.shown(count)) + following
        text = text[:MAX_LABEL]
        return text + level.suffix if text else ""

    def _first(self, at: int) -> int:
        level = self.level(at)
        return self.starts.get(at, level.start if level else 1)


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted; `part` gives their XML when the first is asked for."""

    part: Callable[[], Element | None] = lambda: None
    styles: Styles = field(default_factory=Styles)
    abstracts: dict[str, Element] = field(default_factory=dict)
    nums: dict[str, Element] | None = None
    _lists: dict[str, NumberedList | None] = field(default_factory=dict)
    _places: dict[tuple[str, str | None, int | None], tuple[NumberedList, int] | None] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _links: dict[str, str] | None = None

    def label(self, style: Style, style_id: str, num: str | None, level: int | None) -> str:
        """The next paragraph's number and what follows it; `num` and `level` are the paragraph's own, if any."""
        key = (style_id, num, level)
        try:
            place = self._places[key]
        except KeyError:
            place = self._places[key] = self._place(style, style_id, num, level)
        return place[0].next(place[1]) if place else ""

    def _place(
        self, style: Style, style_id: str, num: str | None, level: int | None
    ) -> tuple[NumberedList, int] | None:
        """The list and the level that a paragraph of this style and with these properties belongs to."""
        id = style.num if num is None else num
        if id and id not in self._lists:
            self._lists[id] = self._resolved(id)
        found = self._lists[id] if id else None
        if found is None:
            return None
        if level is None and num is None:
            level = found.level_of(style.numbered_by) if style.level is None else style.level
        if level is None:
            level = found.level_of(style_id) or 0
        return (found, level) if level in found.elements else None

    def _num(self, id: str) -> Element | None:
        if self.nums is None:
            root, self.nums = self.part(), {}
            if root is not None:
                self.abstracts |= {e.get(_ABSTRACT_ID, ""): e for e in root.iterchildren(_ABSTRACT)}
                self.nums |= {e.get(_NUM_ID, ""): e for e in root.iterchildren(_NUM)}
        return self.nums.get(id)

    def _resolved(self, id: str) -> NumberedList | None:
        num = self._num(id)
        definition = self._definition(value(num, _ABSTRACT_ID), set()) if num is not None else None
        if num is None or definition is None:
            return None
        elements = {_at(element): element for element in self.abstracts[definition].iterchildren(_LVL)}
        starts: dict[int, int] = {}
        for override in num.iterchildren(_OVERRIDE):
            elements |= {_at(override): element for element in override.iterchildren(_LVL)}
            start = number(value(override, _START_OVERRIDE))
            starts |= {} if start is None else {_at(override): start}
        elements.pop(-1, None)
        restarts = any(True for part in (self.abstracts[definition], num) for _ in part.iter(_RESTART))
        counts = self._counts.setdefault(definition, _UNCOUNTED.copy())
        return NumberedList(elements, starts, _kept(elements) if restarts else {}, counts, starts.copy())

    def _definition(self, id: str | None, seen: set[str]) -> str | None:
        """The abstractNum behind an id, a link to a numbering style followed (numStyleLink to styleLink)."""
        element = self.abstracts.get(id or "")
        if element is None or id is None or id in seen:
            return None
        link = value(element, _NUM_STYLE_LINK)
        if link is None or next(element.iterchildren(_LVL), None) is not None:
            return id
        if self._links is None:
            links = ((value(other, _STYLE_LINK), key) for key, other in self.abstracts.items())
            self._links = {name: key for name, key in links if name}
        if link in self._links:
            return self._links[link]
        num = self._num(self.styles.get(link).num or "")
        return None if num is None else self._definition(value(num, _ABSTRACT_ID), seen | {id})


def _at(element: Element) -> int:
    """The level that an element is for, counted from 0; -1 where it is for none."""
    at = number(element.get(_ILVL))
    return at if at is not None and 0 <= at < LEVELS else -1


def _kept(elements: dict[int, Element]) -> dict[int, tuple[int, ...]]:
    """The levels that go on counting after a paragraph at a level above them, by their lvlRestart."""
    restarts = {at: number(value(element, _RESTART)) for at, element in elements.items()}
    told = {at: restart for at, restart in restarts.items() if restart is not None and restart <= at}
    return {after: tuple(at for at in told if at > after and told[at] <= after) for after in range(LEVELS)}


def _level(element: Element) -> Level:
    children = {child.tag: child for child in element}
    said = {name: children[name].get(W_VAL) for name in _SAID if name in children}
    format, custom = said.get(_FORMAT) or "decimal", ""
    if format == "custom" or _FORMAT not in children:
        format, custom = _custom(element)
    text, run = said.get(_TEXT) or "", children.get(_RPR)
    opening, *pieces = _REFERENCE.split((_bullet(text, run) if format == "bullet" else text)[:MAX_LABEL])
    return Level(
        max(number(said.get(_START)) or 0, 0),
        format,
        custom,
        opening,
        tuple((int(level) - 1, following) for level, following in zip(pieces[::2], pieces[1::2], strict=True)),
        SUFFIXES.get(said.get(_SUFFIX) or "tab", "\t"),
        _LEGAL in children and is_on(children[_LEGAL]),
        run is not None and any(is_on(vanish) for vanish in run.iterchildren(_VANISH)),
    )


def _custom(element: Element) -> tuple[str, str]:
    """The format that stands in for a custom one, and the custom one: in mc:AlternateContent, with its fallback."""
    formats = list(element.iter(_FORMAT))
    custom = next((f.get(w("format"), "") for f in formats if f.get(W_VAL) == "custom"), "")
    return next((f.get(W_VAL, "decimal") for f in formats if f.get(W_VAL) != "custom"), "decimal"), custom


def _bullet(text: str, run: Element | None) -> str:
    """A bullet in a symbol font as the character it looks like."""
    fonts = None if run is None else run.find(w("rFonts"))
    font = "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""
    return "".join(symbol(font, ord(bullet), "•") for bullet in text)
