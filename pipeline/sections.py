"""The outline of a report: headings of every level, their bodies and roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from pipeline.markers import Marker, clause_markers, line_markers, nest
from pipeline.model import Section, Span
from pipeline.profile import Profile
from pipeline.roles import assign
from pipeline.text import AlignedText

_SHORT = 40  # a heading is hardly ever longer (characters without the marker)
_STOP = re.compile(r"[。！？!?；;](?![”’」』])")
_TRAIL = " \t。；;：:，,、.．"


@dataclass(frozen=True, slots=True)
class Item:
    """A heading before it is a section: `depth` 0 is the outermost, `span` without trailing punctuation."""

    marker: Marker | None
    depth: int
    span: Span
    line_end: int

    def heading(self, text: str) -> str:
        """The heading's words without the marker."""
        return text[self.marker.span.end if self.marker else self.span.start : self.span.end].strip()


def outline(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...] = ()) -> tuple[Section, ...]:
    """The sections of a report in text order, working offsets."""
    text = aligned.text
    lines = list(_line_items(text))
    items = _levelled(text, lines)
    items = sorted([*items, *_clauses(text, items)], key=lambda item: item.span.start)
    return assign(text, tuple(_sections(text, items)), profile)


def _line_items(text: str) -> Iterator[Item]:
    """The headings that open a line with a marker in sequence."""
    found = line_markers(text)
    ends = [_end_of_line(text, marker.span.end) for marker in found]
    firm = [_firm(text[m.span.end : end]) for m, end in zip(found, ends, strict=True)]
    line_end = dict(zip(found, ends, strict=True))
    for marker, depth in nest(found, firm):
        yield Item(marker, depth, heading_span(text, marker, line_end[marker]), line_end[marker])


def _end_of_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _firm(content: str) -> bool:
    """Whether the rest of a marker's line looks like a heading, alone or with its body running in."""
    words = content.strip()
    stop = _STOP.search(words)
    return 0 < (stop.start() if stop else len(words)) <= _SHORT


def heading_span(text: str, marker: Marker, line_end: int) -> Span:
    """From the marker to the last character of the heading, trailing punctuation left out."""
    start = marker.span.end
    stop = _STOP.search(text, start, line_end)
    end = stop.start() if stop else line_end
    if end - start > _SHORT or (stop and stop.end() < line_end):
        colon = re.compile("[：:]").search(text, start + 2, min(end, start + _SHORT))
        comma = re.compile("[，,]").search(text, start + 4, end)
        cut = colon or (comma if end - start > _SHORT else None)
        end = cut.start() if cut else end
    end = start + len(text[start:end].rstrip(_TRAIL))
    return Span(marker.span.start, max(end, marker.span.end))


def _levelled(text: str, items: list[Item]) -> list[Item]:
    """The items with what stands outside the top series moved one level down."""
    top = _top_style(text, items)
    moved, inside = [], False
    for item in items:
        style = item.marker.style if item.marker else ""
        if item.depth == 0:
            inside = style == top
        moved.append(item if inside else replace(item, depth=item.depth + 1))
    return moved


def _top_style(text: str, items: list[Item]) -> str:
    """The style of the top level: 第一部分 or 一、, else the one series that runs through the whole report."""
    heads = [item.marker for item in items if item.depth == 0 and item.marker]
    for style in ("part", "han"):
        if any(m.style == style for m in heads):
            return style
    for style in ("han_paren", "num"):
        series = [item for item in items if item.depth == 0 and item.marker and item.marker.style == style]
        values = [item.marker.value for item in series if item.marker]
        if len(series) > 1 and len(set(values)) == len(values) and _throughout(text, series):
            return style
    return ""


def _throughout(text: str, series: list[Item]) -> bool:
    """Whether a series of headings holds most of the text and reads like headings."""
    covered = len(text) - series[0].span.start
    firm = sum(len(item.heading(text)) <= _SHORT for item in series)
    return covered >= 0.6 * len(text) and firm == len(series)


def _clauses(text: str, items: list[Item]) -> Iterator[Item]:
    """The 一是…；二是… series of running text, of the lowest level where they stand."""
    taken = {item.marker.span.start for item in items if item.marker}
    bounds = [0, *(item.span.start for item in items), len(text)]
    depths = [0, *(item.depth for item in items)]
    for start, end, depth in zip(bounds, bounds[1:], depths, strict=False):
        found = [m for m in clause_markers(text, Span(start, end)) if m.span.start not in taken]
        series = [m for m, level in nest(found, [True] * len(found)) if level == 0]
        for marker in series if len(series) > 1 else []:
            line_end = _end_of_line(text, marker.span.end)
            yield Item(marker, depth + 1, heading_span(text, marker, line_end), line_end)


def _sections(text: str, items: list[Item]) -> Iterator[Section]:
    """Sections with outline numbers, parents and the ends of their bodies."""
    numbers: list[int] = []
    for index, item in enumerate(items):
        level = item.depth + 1
        numbers = [*numbers[:level], *[0] * (level - len(numbers))]
        numbers[level - 1] += 1
        end = next((other.span.start for other in items[index + 1 :] if other.depth <= item.depth), len(text))
        yield Section(
            no=".".join(map(str, numbers)),
            level=level,
            marker=item.marker.span.of(text) if item.marker else "",
            heading=item.heading(text),
            roles=(),
            span=item.span,
            body_end=end,
            run_in=bool(text[item.span.end : item.line_end].strip(_TRAIL)),
            parent=".".join(map(str, numbers[:-1])),
        )


__all__ = ["Item", "heading_span", "outline"]
