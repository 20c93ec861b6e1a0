"""Dates: days, months, years and intervals of them, holidays, relative and recurring ones, as EDTF values.

One cheap pass finds anchors (a numeral before 年, 月, a separator), the grammar reads the phrase there, what stands
around it may decline it, and the report's own dates give the year where none is written. `rule` says which piece of
the grammar matched (date.ymd, date.ym, date.year, date.interval, date.holiday.qiyi …), `chain` the place (place.head,
place.foot) and the step that found the year.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.extractors.date_context import judged
from pipeline.extractors.date_frame import frame_of
from pipeline.extractors.date_grammar import ANCHOR
from pipeline.extractors.date_holidays import holidays
from pipeline.extractors.date_phrases import Found, phrase_at
from pipeline.extractors.date_places import Places, carried_day, in_foot, places, short_dates, signatures
from pipeline.extractors.date_words import named, recurring, relative
from pipeline.extractors.date_years import valued
from pipeline.language.draft import Draft
from pipeline.model import Mention, Span

_INNER = re.compile("(?<=[^0-9])[0-9]|(?<=元)[一二]")  # a run of numerals that turns into a date: 20万元2010年


def extract_dates(draft: Draft, mentions: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """The dates of a report in order; declined candidates carry their veto."""
    where = places(draft)
    founds = candidates(draft, where)
    frame = frame_of(draft, founds, where)
    for found, value, steps in valued(founds, frame):
        chain = (*_place(draft.text, found, where), *steps)
        yield Mention("date", found.rule, found.span, value, found.confidence, chain, found.veto)


def candidates(draft: Draft, where: Places) -> list[Found]:
    """What the grammar, the places and the words find, overlaps decided: the first wins, then the longer."""
    text = draft.text
    founds = [
        *phrases(text),
        *short_dates(text, where),
        *signatures(text, where),
        *holidays(text, draft.profile.lexicon),
    ]
    founds += [*relative(text), *recurring(text), *named(text)]
    return _disjoint(founds)


def phrases(text: str) -> Iterator[Found]:
    """The dates of the grammar, each judged by what stands around it."""
    done: list[Found] = []
    end = 0
    for anchor in ANCHOR.finditer(text):
        if anchor.start() < end:
            continue
        found = [judged(text, f) for f in phrase_at(text, anchor.start())]
        if not found and (inner := _INNER.search(text, *anchor.span())):
            found = [judged(text, f) for f in phrase_at(text, inner.start())]
        if not found and (carried := carried_day(text, anchor.start(), done)):
            found = [carried]
        if found:
            done += found
            end = found[-1].span.end
            yield from found


def _disjoint(founds: Iterable[Found]) -> list[Found]:
    """Those that overlap no better one: no veto before a veto, then the earlier, then the longer."""
    kept: list[Found] = []
    last = 0
    ordered = sorted(founds, key=lambda f: (f.span.start, -f.span.end))
    for found in (f for f in ordered if not f.veto):
        # 3月8日妇女节 is one day said twice.
        apposed = found.kind == "holiday" and found.first.year is None and found.span.start == last > 0
        if found.span.start >= last and not apposed:
            kept.append(found)
            last = found.span.end
    starts = [k.span.start for k in kept]
    declined = (f for f in ordered if f.veto)
    kept += [f for f in declined if not _covered(f.span, kept, bisect_left(starts, f.span.end) - 1)]
    return sorted(kept, key=lambda f: (f.span.start, f.span.end))


def _covered(span: Span, kept: list[Found], last: int) -> bool:
    """Whether a span meets the last date that begins before its end."""
    return last >= 0 and kept[last].span.end > span.start


def _place(text: str, found: Found, where: Places) -> tuple[str, ...]:
    if found.span.end <= where.head:
        return ("place.head",)
    return ("place.foot",) if in_foot(text, found, where) else ()
