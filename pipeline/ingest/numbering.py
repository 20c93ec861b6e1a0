"""Automatic numbers, as Word counts and shows them (ISO/IEC 29500-1, 17.9).

Counting follows Word: lists made from one definition count on from one another; a list's own first number (its
startOverride, or the start of a level it overrides) is taken once, at its first paragraph of that level; a level starts
again after any level above it, or as lvlRestart says; a level not yet counted shows its first number; a number that
refers to a level the list does not have is not shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.ingest.numformat import custom_number, format_number
from pipeline.ingest.ooxml import W_VAL, Element, w
from pipeline.ingest.symbols import symbol
from pipeline.ingest.wordstyles import Style, Styles, is_on, number, toggle, value

LEVELS = 9
SUFFIXES = {"tab": "\t", "space": " ", "nothing": ""}
_REFERENCE = re.compile("%([1-9])")
_ABSTRACT, _ABSTRACT_ID, _NUM, _NUM_ID, _LVL, _ILVL = (
    w(n) for n in ("abstractNum", "abstractNumId", "num", "numId", "lvl", "ilvl")
)
_OVERRIDE, _START_OVERRIDE = w("lvlOverride"), w("startOverride")
_STYLE_LINK, _NUM_STYLE_LINK = w("styleLink"), w("numStyleLink")


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list: first value, number format, text with %1…%9, what follows the number."""

    start: int = 0
    format: str = "decimal"
    text: str = ""
    suffix: str = "\t"
    restart: int | None = None
    legal: bool = False
    style: str = ""
    hidden: bool = False
    custom: str = ""

    def shown(self, count: int, legal: bool) -> str:
        """A count in the level's format, or in decimal inside a legal number."""
        if legal:
            return str(count)
        custom = custom_number(count, self.custom) if self.custom else None
        return format_number(count, self.format) if custom is None else custom


@dataclass(frozen=True, slots=True)
class NumberedList:
    """A w:num: its definition, its levels with the overrides applied, and its own first values by level."""

    id: str
    definition: str
    levels: tuple[Level | None, ...]
    starts: dict[int, int] = field(default_factory=dict)

    def level_of(self, style: str) -> int | None:
        """The level that is linked to a paragraph style."""
        return next((i for i, level in enumerate(self.levels) if level and style and level.style == style), None)


@dataclass(slots=True)
class Numbering:
    """The lists of a document and how far each has counted."""

    abstracts: dict[str, Element] = field(default_factory=dict)
    nums: dict[str, Element] = field(default_factory=dict)
    styles: Styles = field(default_factory=Styles)
    _lists: dict[str, NumberedList | None] = field(default_factory=dict)
    _counts: dict[str, list[int | None]] = field(default_factory=dict)
    _started: set[tuple[str, int]] = field(default_factory=set)

    @classmethod
    def of(cls, root: Element | None, styles: Styles) -> Numbering:
        """The lists in a numbering part; none without it."""
        if root is None:
            return cls(styles=styles)
        abstracts = {e.get(_ABSTRACT_ID, ""): e for e in root.iterchildren(_ABSTRACT)}
        return cls(abstracts, {e.get(_NUM_ID, ""): e for e in root.iterchildren(_NUM)}, styles)

    def label(self, style: Style, style_id: str, num: str | None, level: int | None) -> str:
        """The next paragraph's number and what follows it; `num` and `level` are the paragraph's own, if any."""
        id = style.num if num is None else num
        found = self._list(id) if id else None
        if found is None:
            return ""
        if level is None and num is None:
            linked = found.level_of(style.numbered_by) if style.level is None else style.level
            level = found.level_of(style_id) if linked is None else linked
        if level is None:
            level = found.level_of(style_id) or 0
        if not 0 <= level < LEVELS or found.levels[level] is None:
            return ""
        return self._text(found, level, self._count(found, level))

    def _count(self, of: NumberedList, level: int) -> list[int | None]:
        counts = self._counts.setdefault(of.definition, [None] * LEVELS)
        current, own = counts[level], of.starts.get(level)
        if own is not None and (of.id, level) not in self._started:
            self._started.add((of.id, level))
            counts[level] = own
        else:
            counts[level] = _first(of, level) if current is None else current + 1
        for below in range(level + 1, LEVELS):
            restart = of.levels[below].restart if of.levels[below] else None  # type: ignore[union-attr]
            if restart is None or not restart <= min(below, level):
                counts[below] = None
        return counts

    def _text(self, of: NumberedList, at: int, counts: list[int | None]) -> str:
        level = of.levels[at]
        if level is None or level.hidden:
            return ""
        pieces = _REFERENCE.split(level.text)
        for index in range(1, len(pieces), 2):
            place = int(pieces[index]) - 1
            other, count = of.levels[place], counts[place]
            if other is None:
                return ""
            pieces[index] = other.shown(_first(of, place) if count is None else count, level.legal)
        text = "".join(pieces)
        return text + level.suffix if text else ""

    def _list(self, id: str) -> NumberedList | None:
        if id not in self._lists:
            self._lists[id] = self._resolved(id)
        return self._lists[id]

    def _resolved(self, id: str) -> NumberedList | None:
        num = self.nums.get(id)
        definition = self._definition(value(num, _ABSTRACT_ID), set()) if num is not None else None
        if num is None or definition is None:
            return None
        levels = _levels(self.abstracts[definition])
        starts: dict[int, int] = {}
        for override in num.iterchildren(_OVERRIDE):
            _override(override, levels, starts)
        return NumberedList(id, definition, tuple(levels), starts)

    def _definition(self, id: str | None, seen: set[str]) -> str | None:
        """The abstractNum behind an id, a link to a numbering style followed (numStyleLink to styleLink)."""
        element = self.abstracts.get(id or "")
        if element is None or id is None or id in seen:
            return None
        link = value(element, _NUM_STYLE_LINK)
        if link is None or element.find(_LVL) is not None:
            return id
        for other, candidate in self.abstracts.items():
            if value(candidate, _STYLE_LINK) == link:
                return other
        num = self.nums.get(self.styles.get(link).num or "")
        return None if num is None else self._definition(value(num, _ABSTRACT_ID), seen | {id})


def _first(of: NumberedList, at: int) -> int:
    level = of.levels[at]
    return of.starts.get(at, level.start if level else 1)


def _levels(abstract: Element) -> list[Level | None]:
    levels: list[Level | None] = [None] * LEVELS
    for element in abstract.iterchildren(_LVL):
        at = number(element.get(_ILVL))
        if at is not None and 0 <= at < LEVELS:
            levels[at] = _level(element)
    return levels


def _override(override: Element, levels: list[Level | None], starts: dict[int, int]) -> None:
    at = number(override.get(_ILVL))
    if at is None or not 0 <= at < LEVELS:
        return
    element, start = override.find(_LVL), number(value(override, _START_OVERRIDE))
    if element is not None:
        levels[at] = _level(element)
        starts[at] = levels[at].start  # type: ignore[union-attr]
    if start is not None:
        starts[at] = start


def _level(element: Element) -> Level:
    formats = list(element.iter(w("numFmt")))  # a custom format stands in mc:AlternateContent, with its fallback
    custom = next((f.get(w("format"), "") for f in formats if f.get(W_VAL) == "custom"), "")
    plain = next((f.get(W_VAL, "decimal") for f in formats if f.get(W_VAL) != "custom"), "decimal")
    legal, run = element.find(w("isLgl")), element.find(w("rPr"))
    level = Level(
        start=max(number(value(element, w("start"))) or 0, 0),
        format=plain,
        text=value(element, w("lvlText")) or "",
        suffix=SUFFIXES.get(value(element, w("suff")) or "tab", "\t"),
        restart=number(value(element, w("lvlRestart"))),
        legal=legal is not None and is_on(legal),
        style=value(element, w("pStyle")) or "",
        hidden=bool(toggle(run, w("vanish"))),
        custom=custom,
    )
    return replace(level, text=_bullet(level.text, run)) if plain == "bullet" else level


def _bullet(text: str, run: Element | None) -> str:
    """A bullet in a symbol font as the character it looks like."""
    fonts = None if run is None else run.find(w("rFonts"))
    font = "" if fonts is None else fonts.get(w("ascii")) or fonts.get(w("hAnsi")) or ""
    return "".join(symbol(font, ord(character), "•") for character in text)
