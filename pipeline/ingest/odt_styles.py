"""Styles of OpenDocument: what is bold, what is hidden, and how the levels of lists and headings are numbered."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from pipeline.ingest.numformat import format_number
from pipeline.ingest.symbols import symbol

_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
ODF = {
    "office": f"{{{_OASIS}office:1.0}}",
    "style": f"{{{_OASIS}style:1.0}}",
    "text": f"{{{_OASIS}text:1.0}}",
    "table": f"{{{_OASIS}table:1.0}}",
    "draw": f"{{{_OASIS}drawing:1.0}}",
    "fo": f"{{{_OASIS}xsl-fo-compatible:1.0}}",
    "svg": f"{{{_OASIS}svg-compatible:1.0}}",
    "loext": "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}",
}
MAX_LABEL = 100  # characters
# The first members of a number format name it.
_FORMATS = {
    "1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
    "一": "chineseCountingThousand", "壹": "chineseLegalSimplified", "１": "decimalFullWidth",
    "①": "decimalEnclosedCircle", "甲": "ideographTraditional", "子": "ideographZodiac", "〇": "ideographDigital",
}  # fmt: skip


def q(name: str) -> str:
    """A qualified name: text:p → {urn:…:text:1.0}p."""
    prefix, _, local = name.partition(":")
    return ODF[prefix] + local


@dataclass(frozen=True, slots=True)
class Level:
    """A numbered level: `pattern` with %1% for the number of level 1, and what follows the label."""

    format: str = ""
    pattern: str = ""
    follow: str = "\t"
    start: int = 1
    bullet: str = ""


@dataclass(slots=True)
class Styles:
    """The styles of a document by name, and its page styles."""

    named: dict[str, Any] = field(default_factory=dict)
    lists: dict[str, dict[int, Level]] = field(default_factory=dict)
    masters: list[Any] = field(default_factory=list)
    flags: dict[tuple[str, str], bool] = field(default_factory=dict)

    @classmethod
    def of(cls, content: Any, styles: Any) -> Styles:
        """From the roots of content.xml and (where it can be read) styles.xml."""
        found = cls()
        for root in (styles, content):
            if root is None:
                continue
            for style in root.iter(q("style:style")):
                found.named[style.get(q("style:name"), "")] = style
            for style in root.iter(q("text:list-style"), q("text:outline-style")):
                name = "" if style.tag == q("text:outline-style") else style.get(q("style:name"), "")
                found.lists[name] = dict(_levels(style))
            found.masters += root.iter(q("style:master-page"))
        return found

    def flag(self, name: str, what: str) -> bool:
        """Whether a style, or the nearest of its parents that says anything of it, is `bold` or `hidden`."""
        if (name, what) not in self.flags:
            told = next((value for value in map(_TOLD[what], self._chain(name)) if value is not None), None)
            self.flags[name, what] = bool(told)
        return self.flags[name, what]

    def list_style(self, name: str) -> str | None:
        """The list style that a paragraph style names, its parents' where it names none."""
        found = (style.get(q("style:list-style-name")) for style in self._chain(name))
        return next((value for value in found if value is not None), None)

    def margins(self) -> Iterator[Any]:
        """The headers and footers of the page styles."""
        for master in self.masters:
            yield from (part for part in master if part.tag.startswith((q("style:header"), q("style:footer"))))

    def _chain(self, name: str) -> Iterator[Any]:
        seen: set[str] = set()
        while name in self.named and name not in seen:
            seen.add(name)
            yield self.named[name]
            name = self.named[name].get(q("style:parent-style-name"), "")


def _bold(style: Any) -> bool | None:
    properties = style.find(q("style:text-properties"))
    if properties is None:
        return None
    weights = [properties.get(q("fo:font-weight")), properties.get(q("style:font-weight-asian"))]
    told = [weight in {"bold", "600", "700", "800", "900"} for weight in weights if weight is not None]
    return any(told) if told else None


def _hidden(style: Any) -> bool | None:
    properties = style.find(q("style:text-properties"))
    display = None if properties is None else properties.get(q("text:display"))
    return None if display is None else bool(display == "none")


_TOLD = {"bold": _bold, "hidden": _hidden}


def _levels(style: Any) -> Iterator[tuple[int, Level]]:
    for element in style:
        number = element.get(q("text:level"), "")
        if isinstance(element.tag, str) and number.isascii() and number.isdigit():
            yield int(number), _level(element, int(number))


def _level(element: Any, number: int) -> Level:
    label = element.find(f".//{q('style:list-level-label-alignment')}")
    followed = None if label is None else label.get(q("text:label-followed-by"))
    follow = {"space": " ", "nothing": "", "listtab": "\t"}.get(followed or "listtab", "\t")
    if element.tag == q("text:list-level-style-bullet"):
        char = element.get(q("text:bullet-char"), "•")[:1] or "•"
        return Level(follow=follow, bullet=symbol("", ord(char), "•") if "\uf000" <= char <= "\uf0ff" else char)
    first = element.get(q("style:num-format"), "").split(",")[0].strip()
    start = element.get(q("text:start-value"), "1")
    return Level(
        _FORMATS.get(first, "decimal" if first else ""),
        str(element.get(q("loext:num-list-format")) or _pattern(element, number))[:MAX_LABEL],
        follow,
        int(start) if start.isascii() and start.isdigit() and len(start) < 9 else 1,
    )


def _pattern(element: Any, number: int) -> str:
    shown = element.get(q("text:display-levels"), "1")
    first = max(number - (int(shown) if shown.isascii() and shown.isdigit() and len(shown) < 3 else 1) + 1, 1)
    numbers = ".".join(f"%{level}%" for level in range(first, number + 1))
    return f"{element.get(q('style:num-prefix'), '')}{numbers}{element.get(q('style:num-suffix'), '')}"


@dataclass(slots=True)
class Numbers:
    """The counters of lists (by list, continued where the list says so) and of headings."""

    styles: Styles
    counts: dict[str, list[int]] = field(default_factory=dict)
    path: list[tuple[str, str]] = field(default_factory=list)  # (counter, list style) of the lists one is in
    last: dict[str, str] = field(default_factory=dict)  # the counter that a style was last used with
    known: dict[str, str] = field(default_factory=dict)  # the counter of a list by its id
    fresh: bool = False
    start: int | None = None

    def enter(self, element: Any) -> None:
        """A list begins; inside another it goes on with that one's counters, one level down."""
        style = element.get(q("text:style-name"))
        if self.path:
            outside, outer = self.path[-1]
            self.path.append((outside, style or outer))
            return
        name = style or ""
        id = element.get("{http://www.w3.org/XML/1998/namespace}id", "")
        counter = self.known.get(element.get(q("text:continue-list"), ""))
        if element.get(q("text:continue-numbering")) == "true":
            counter = self.last.get(name) or counter
        if counter is None:
            counter = f"#{len(self.counts)}"
            self.counts[counter] = []
        if id:
            self.known[id] = counter
        self.last[name] = counter
        self.path.append((counter, name))

    def leave(self) -> None:
        """The list ends."""
        self.path.pop()

    def item(self, element: Any) -> None:
        """A list item begins; it counts when its first paragraph is met, for it may only hold a deeper list."""
        start = element.get(q("text:start-value"), "")
        self.start = int(start) if start.isascii() and start.isdigit() and len(start) < 9 else None
        self.fresh = True

    def label(self, element: Any) -> str:
        """The number that a paragraph or heading shows; only the first paragraph of an item shows one."""
        if self.path:
            if not self.fresh:
                return ""
            self.fresh = False
            counter, style = self.path[-1]
            levels = self._style(style or self.styles.list_style(element.get(q("text:style-name"), "")) or "")
            self._count(counter, levels, len(self.path), self.start)
            return self._shown(self.counts[counter], levels, len(self.path))
        level = element.get(q("text:outline-level"), "")
        if element.tag != q("text:h") or not (level.isascii() and level.isdigit()) or not 1 <= int(level) <= 10:
            return ""
        if element.get(q("text:is-list-header")) == "true":
            return ""
        own = self.styles.list_style(element.get(q("text:style-name"), "")) or ""
        self._count(f"h{own}", self._style(own), int(level), None)
        return self._shown(self.counts[f"h{own}"], self._style(own), int(level))

    def _style(self, name: str) -> dict[int, Level]:
        return self.styles.lists.get(name, {})

    def _count(self, counter: str, levels: dict[int, Level], level: int, start: int | None) -> None:
        counts = self.counts.setdefault(counter, [])
        first = levels[level].start if level in levels else 1
        while len(counts) < level:
            depth = len(counts) + 1
            counts.append(levels[depth].start if depth < level and depth in levels else first - 1)
        counts[level - 1] = start if start is not None else counts[level - 1] + 1
        del counts[level:]

    def _shown(self, counts: list[int], levels: dict[int, Level], level: int) -> str:
        own = levels.get(level)
        if own is None:
            return ""
        if own.bullet:
            return own.bullet + own.follow
        if not own.format:
            return ""

        def value(match: re.Match[str]) -> str:
            at = int(match[1])
            shown = levels.get(at)
            return format_number(counts[at - 1], shown.format or "decimal") if shown and at <= len(counts) else ""

        return re.sub("%([0-9]{1,2})%", value, own.pattern) + own.follow
