"""The outline of a report: headings of every level, their bodies and roles.

Markers are read where they open a line, checked against the series they belong to, and nested as the text itself nests
them. A level 1 is made only by 第一部分 or 一、, by headings without a marker in a report that has none of these, or by
a （一） or 1. that runs through the whole report; what is found outside the top series has level 2 and a number 0.x.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import groupby

from pipeline.language.markers import Candidate, clause_markers, nest
from pipeline.language.profile import Profile
from pipeline.model import Section, Span
from pipeline.structure.headings import TRAIL, end_of_line, heading_span
from pipeline.structure.items import Item, line_items
from pipeline.structure.levels import levelled
from pipeline.structure.roles import assign
from pipeline.text import AlignedText


def outline(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...] = ()) -> tuple[Section, ...]:
    """The sections of a report in text order, working offsets; `bold` are source offsets."""
    text = aligned.text
    items = levelled(aligned, profile, bold, list(line_items(text)))
    items = sorted([*items, *_clauses(text, items)], key=lambda item: item.span.start)
    return assign(text, tuple(_sections(text, items)), profile)


def _clauses(text: str, items: list[Item]) -> Iterator[Item]:
    """The 一是…；二是… series of running text, of the lowest level where they stand."""
    found = clause_markers(text, 0, len(text))
    bounds = [item.span.end for item in items]
    for index, group in groupby(found, lambda marker: bisect_right(bounds, marker.span.start)):
        depth = items[index - 1].depth + 1 if index else 1
        series = [m for m, level in nest(Candidate(m, True, False) for m in group) if level == 0]
        for marker in series if any(m.value > 1 for m in series) else []:
            line_end = end_of_line(text, marker.span.end)
            yield Item(marker, depth, heading_span(text, marker, line_end), line_end)


def _sections(text: str, items: list[Item]) -> Iterator[Section]:
    """Sections with outline numbers, parents and the ends of their bodies."""
    ends = _body_ends(items, len(text))
    known: set[str] = set()
    numbers: list[int] = []
    for item, end in zip(items, ends, strict=True):
        level = item.depth + 1
        del numbers[level:]
        numbers += [0] * (level - len(numbers))
        numbers[-1] += 1
        no = ".".join(map(str, numbers))
        parent = no.rpartition(".")[0]
        known.add(no)
        yield Section(
            no=no,
            level=level,
            marker=item.marker.span.of(text) if item.marker else "",
            heading=item.heading(text),
            roles=(),
            span=item.span,
            body_end=end,
            run_in=bool(text[item.span.end : item.line_end].strip(TRAIL)),
            parent=parent if parent in known else "",
        )


def _body_ends(items: list[Item], length: int) -> list[int]:
    """Where each item's body ends: at the next item of the same or a higher level."""
    ends = [length] * len(items)
    open_items: list[int] = []
    for index, item in enumerate(items):
        while open_items and items[open_items[-1]].depth >= item.depth:
            ends[open_items.pop()] = item.span.start
        open_items.append(index)
    return ends
