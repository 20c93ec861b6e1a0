"""The headings that open a line with a marker, or stand where a text has lost its line breaks; without levels yet."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from pipeline.language.markers import Marker, candidate, inline_markers, line_markers, nest
from pipeline.model import Span
from pipeline.structure.headings import end_of_line, heading_span, is_row

_PARTS = ("piece", "part")
_ENTRIES = 4  # lines of a list of headings at least
_ANNOUNCED = re.compile("(?:如下|做法是?|方面)[：:。][ \t\n]*$")


class Item(NamedTuple):
    """A heading before it is a section: `depth` 0 is the outermost, `span` without trailing punctuation."""

    marker: Marker | None
    depth: int
    span: Span
    line_end: int

    @property
    def style(self) -> str:
        """The style of its marker; empty without one."""
        return self.marker.style if self.marker else ""

    @property
    def value(self) -> int:
        """The ordinal of its marker; 0 without one."""
        return self.marker.value if self.marker else 0

    def heading(self, text: str) -> str:
        """The heading's words without the marker."""
        return text[self.marker.span.end if self.marker else self.span.start : self.span.end].strip()


def line_items(text: str) -> Iterator[Item]:
    """The headings that open a line with a marker in sequence."""
    found = [(m, end_of_line(text, m.span.end)) for m in [*line_markers(text), *_lost_breaks(text)]]
    found.sort(key=lambda pair: (pair[0].span.start, pair[0].span.end))
    count = Counter(m.style for m, _ in found)
    lone = {style for style in _PARTS if count[style] == 1}  # 第一篇 alone marks a piece of a compilation
    found = [(m, end) for m, end in found if m.style not in lone and not is_row(text, m, end)]
    found = found[_contents(text, found) :]
    line_end = {m.span.start: end for m, end in found}
    for marker, depth in nest(candidate(text, m, end) for m, end in found):
        end = line_end[marker.span.start]
        yield Item(marker, depth, heading_span(text, marker, end), end)


def _contents(text: str, found: list[tuple[Marker, int]]) -> int:
    """How many of the marked lines are a list of the headings at the head of a text, which come again below it."""
    size = 1
    for (_, end), (marker, _) in pairwise(found):
        if text[end : marker.span.start].strip():
            break
        size += 1
    if size < _ENTRIES:
        return 0
    first, end = found[0]
    words = text[first.span.start : end].strip()
    again = any(text.startswith(words, marker.span.start) for marker, _ in found[size:])
    return size if again else 0


def _lost_breaks(text: str) -> list[Marker]:
    """Markers of the top series that stand within a line, because the text has lost its line breaks.

    They are taken where no line opens with their number (…总结如下：一、统一思想⏎…⏎二、…); a whole series of them only
    if there is a passage below each, for 主要有：一、…。二、…。 in one paragraph is a list.
    """
    at_lines = {(m.style, m.value) for m in line_markers(text)}
    for style in ("han", "han_paren"):
        values = {value for other, value in at_lines if other == style}
        if values and (1 in values or 2 not in values):
            break
        missing = [m for m in inline_markers(text) if m.style == style and m.value not in values]
        if values:
            return [m for m in missing if m.value == 1][-1:]
        if _is_series(text, missing) or _opens_excerpt(text, missing):
            return missing
    return []


def _is_series(text: str, found: list[Marker]) -> bool:
    """Whether inline markers count up from 1 and have passages of several sentences below them, but for the last."""
    if [m.value for m in found] != list(range(1, len(found) + 1)) or len(found) < 2:
        return False
    bounds = [m.span.start for m in found]
    told = all(end - start >= 40 and text.count("。", start, end) > 1 for start, end in pairwise(bounds))
    return told and len(text) - bounds[-1] >= 40


def _opens_excerpt(text: str, found: list[Marker]) -> bool:
    """Whether a text without line breaks tells its first part and ends: …汇报如下：一、加强学习。…"""
    if len(found) != 1 or found[0].value != 1:
        return False
    start = found[0].span.start
    return "\n" not in text.strip() or bool(_ANNOUNCED.search(text, max(0, start - 8), start))
