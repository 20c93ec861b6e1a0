"""The outline of a report: headings of every level, their bodies and roles.

Markers are read where they open a line, checked against the series they belong to, and nested as the text itself nests
them. A level 1 is made only by 第一部分 or 一、, by headings without a marker in a report that has none of these, or by
a （一） or 1. that runs through the whole report; what is found outside the top series has level 2 and a number 0.x.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from typing import NamedTuple

from pipeline.language.markers import (
    SHORT,
    Candidate,
    Marker,
    candidate,
    clause_markers,
    inline_markers,
    line_markers,
    nest,
)
from pipeline.language.profile import Profile
from pipeline.model import Section, Span
from pipeline.structure.headings import NAMES, TRAIL, end_of_line, heading_span, is_row, names_part, unmarked
from pipeline.structure.roles import assign, label_share, roles_of
from pipeline.text import AlignedText

_PARTS = ("piece", "part")
_TOPS = (*_PARTS, "han")
_AS_FOLLOWS, _LEAD = (
    re.compile("(?:汇报|报告|总结|介绍|小结|情况)如下[：:。]|以下是[^。\n]{0,16}(?:总结|汇报|小结|情况)[：:]"),
    120,
)
_COMMA = re.compile("[，,]")
_OUTLOOK = frozenset({"problems", "plans"})
_OTHER_TOPS = ("han_paren", "num", "num_half", "num_paren", "circle", "letter", "stage")
_CLAUSE_TOPS = ("first", "shi")
_TERSE, _LEAST_BODY = 24, 12  # characters of a heading 一是…。 at most, of the text behind it at least
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


def outline(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...] = ()) -> tuple[Section, ...]:
    """The sections of a report in text order, working offsets; `bold` are source offsets."""
    text = aligned.text
    items = _levelled(aligned, profile, bold, list(_line_items(text)))
    items = sorted([*items, *_clauses(text, items)], key=lambda item: item.span.start)
    return assign(text, tuple(_sections(text, items)), profile)


def _line_items(text: str) -> Iterator[Item]:
    """The headings that open a line with a marker in sequence."""
    found = [(m, end_of_line(text, m.span.end)) for m in [*line_markers(text), *_lost_breaks(text)]]
    found.sort(key=lambda pair: (pair[0].span.start, pair[0].span.end))
    count = Counter(m.style for m, _ in found)
    lone = {style for style in _PARTS if count[style] == 1}  # 第一篇 alone marks a piece of a compilation
    found = [(m, end) for m, end in found if m.style not in lone and not is_row(text, m, end)]
    line_end = {m.span.start: end for m, end in found}
    for marker, depth in nest(candidate(text, m, end) for m, end in found):
        end = line_end[marker.span.start]
        yield Item(marker, depth, heading_span(text, marker, end), end)


def _lost_breaks(text: str) -> list[Marker]:
    """Markers of the top series that stand within a line, because the text has lost its line breaks.

    They are taken where no line opens with their number (…总结如下：一、统一思想⏎…⏎二、…); a whole series of them only
    if there is a passage below each, for 主要有：一、…。二、…。 in one paragraph is a list.
    """
    at_lines = {(m.style, m.value) for m in line_markers(text)}
    for style in ("han", "han_paren"):
        values = {value for other, value in at_lines if other == style}
        missing = [m for m in inline_markers(text) if m.style == style and m.value not in values]
        if values and 1 not in values and 2 in values:
            return [m for m in missing if m.value == 1][-1:]
        if not values and (_is_series(text, missing) or _opens_excerpt(text, missing)):
            return missing
        if values:
            break
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


def _levelled(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...], items: list[Item]) -> list[Item]:
    """The items with their final depths: the top series at 0, everything outside it deeper."""
    text = aligned.text
    top = _numbered_top(items)
    heads = [] if top and not _restarts(items, top) else _unmarked_items(aligned, profile, bold, items)
    if heads and (not top or len(heads) >= _restarts(items, top)):
        deepest = max(head.depth for head in heads) + 1
        lead = _leading(text, heads, items, profile) if not top else []
        deeper = [item._replace(depth=item.depth + deepest) for item in items[len(lead) :]]
        return sorted([*lead, *heads, *deeper], key=lambda item: item.span.start)
    found = _moved(items, top or _running_top(text, items))
    return _with_parts(found, _parts(aligned, profile, found), text, profile) if top and not bold else found


def _leading(text: str, heads: list[Item], items: list[Item], profile: Profile) -> list[Item]:
    """The items before the first head, where a series runs through what was done and the heads name what it leaves.

    1、… 2、… and then 存在的问题： and 下一步打算： without a number.
    """
    start = heads[0].span.start
    lead = [item for item in items if item.span.start < start]
    if any(set(roles_of(head.heading(text), profile.lexicon)) - _OUTLOOK for head in heads):
        return []
    style = _running_top(text[:start], lead)
    return _moved(lead, style) if style else []


def _moved(items: list[Item], top: str) -> list[Item]:
    """The items, those outside the top series deeper by one."""
    moved, inside = [], False
    for item in items:
        inside = item.style == top if item.depth == 0 else inside
        moved.append(item if inside else item._replace(depth=item.depth + 1))
    return moved


def _parts(aligned: AlignedText, profile: Profile, items: list[Item]) -> list[Item]:
    """Lines without a marker that name a part of a report with numbered headings: 存在的问题：, alone on its line."""
    if not names_part(aligned.text):
        return []
    found = _unmarked_items(aligned, profile, (), items)
    return [item for item in found if label_share(item.heading(aligned.text), profile.lexicon) >= NAMES]


def _with_parts(items: list[Item], parts: list[Item], text: str, profile: Profile) -> list[Item]:
    """The items with the parts that no number marks; a series that starts anew below one is a list in it.

    Where the series goes on behind a part it is a label within a section. So is one behind the series, unless it tells
    of problems or plans that no numbered heading names.
    """
    tops = [item for item in items if item.depth == 0]
    ends = [*(part.span.start for part in parts), len(text)][1:]
    kept: list[Item] = []
    under: list[Span] = []
    labels: set[str] = set()
    for part, end in reversed(list(zip(parts, ends, strict=True))):
        roles = set(roles_of(part.heading(text), profile.lexicon))
        later = next((item for item in tops if item.span.start > part.span.start), None)
        named = {r for item in tops for r in roles_of(item.heading(text), profile.lexicon)} & _OUTLOOK
        if later and later.value == 1 and (kept or later.span.start < end) and (roles & _OUTLOOK or not named):
            kept.append(part)
            under.append(Span(part.span.start, end))
        elif not later and roles and roles <= _OUTLOOK - named:
            kept.append(part)
        elif later:
            labels.add(part.heading(text))
    kept = [part for part in kept if part.heading(text) not in labels]
    if len(kept) < 2 and all(any(span.covers(item.span) for span in under) for item in tops):
        return items
    deeper = (i._replace(depth=i.depth + 1) if any(s.covers(i.span) for s in under) else i for i in items)
    return sorted([*deeper, *(part._replace(depth=0) for part in kept)], key=lambda item: item.span.start)


def _numbered_top(items: list[Item]) -> str:
    """第一部分 or 一、 where the report has such headings at its outermost level."""
    outermost = {item.style for item in items if item.depth == 0}
    return next((style for style in _TOPS if style in outermost), "")


def _restarts(items: list[Item], style: str) -> int:
    """How often the outermost series starts anew: several times where it stands under headings without a marker."""
    starts = sum(item.depth == 0 and item.style == style and item.value == 1 for item in items)
    return starts if starts > 1 else 0


def _unmarked_items(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...], items: list[Item]) -> list[Item]:
    """The headings without a marker as items of the outermost level."""
    taken = frozenset(item.span.start for item in items)
    text = aligned.text
    found = unmarked(aligned, profile.lexicon, bold, taken)
    return [Item(None, depth, span, end_of_line(text, span.end)) for span, depth in found]


def _running_top(text: str, items: list[Item]) -> str:
    """The style of the one series of headings that runs through the whole report; empty where there is none."""
    for style in _OTHER_TOPS:
        series = [item for item in items if item.depth == 0 and item.style == style]
        values = [item.value for item in series]
        if len(series) > 1 and len(set(values)) == len(values) and _runs_through(text, series):
            return style
    return next((style for style in _CLAUSE_TOPS if _is_clause_top(text, items, style)), "")


def _is_clause_top(text: str, items: list[Item], style: str) -> bool:
    """Whether the paragraphs of the whole report open with 第一，…。 or 一是…。, a terse heading with text behind."""
    series = [item for item in items if item.depth == 0]
    values = [item.value for item in series]
    ends = [*(item.span.start for item in series[1:]), len(text)]
    return (
        len(series) > 2
        and all(item.style == style for item in series)
        and values == list(range(1, len(values) + 1))
        and _runs_through(text, series)
        and all(_is_terse(text, item, end) for item, end in zip(series, ends, strict=True))
    )


def _is_terse(text: str, item: Item, end: int) -> bool:
    """Whether an item is a short sentence of its own, or a line, with text behind it."""
    stopped = text[item.span.end : item.span.end + 1] in ("。", "；", "！", "：", "\n")
    return stopped and len(item.heading(text)) <= _TERSE and end - item.span.end > _LEAST_BODY


def _runs_through(text: str, series: list[Item]) -> bool:
    """Whether a series holds most of the text, or what is told 如下, and each of its members reads like a heading."""
    start = series[0].span.start
    announced = _AS_FOLLOWS.search(text, max(0, start - _LEAD), start)
    return len(text) - start >= (0.4 if announced else 0.6) * len(text) and all(
        len(_COMMA.split(item.heading(text), maxsplit=1)[0]) <= SHORT for item in series
    )


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
