"""Planned measures: what a report says it will do next, one mention an item."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.blanks import UNFILLED, is_blank
from pipeline.draft import Draft
from pipeline.model import CERTAIN, LIKELY, DateValue, Mention, PlanValue, Span
from pipeline.outlook import PLAN, Statement, pivots, statements
from pipeline.patterns import union
from pipeline.shortcomings import cues, hits
from pipeline.statements import Unit, units

_LABEL, _TAG, _SHORTEST = 12, 6, 4  # A numbered head this short may only name its item; so may an unnumbered one.
_CLOSING, _PIVOT = 0.75, 40


def extract_plans(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The planned measures of a draft, numbered in text order, each with the deadline written in it."""
    told = statements(draft)
    admitted = [m.span.end for m in mentions if m.layer == "problem" and not m.veto]
    start = min(int(_CLOSING * len(draft.text)), max(admitted, default=len(draft.text)))
    found = [*_listed(draft, told), *_closing(draft, told, start)]
    dates = [m for m in mentions if m.layer == "date" and not m.veto and isinstance(m.value, DateValue)]
    number = 0
    for rule, confidence, span, veto in sorted(found, key=lambda f: f[2].start):
        number += not veto
        deadline = "" if veto else _deadline(draft, span, dates)
        yield Mention("plan", rule, span, PlanValue(0 if veto else number, deadline), confidence, (), veto)


_Found = tuple[str, str, Span, str]


def _listed(draft: Draft, told: Iterable[Statement]) -> Iterator[_Found]:
    """The measures under plan headings and after a pivot: each item once, and the sentences outside items."""
    plans = [s for s in told if s.side == PLAN]
    labelled = False
    for at, statement in enumerate(plans):
        unit, label = statement.unit, _is_label(draft.text, plans, at)
        labelled = label or (labelled and not unit.paragraph and not unit.head)
        if unit.head or label:
            if not _only_leads(plans, at):
                span = _with_body(draft, plans, at)
                yield "plans.item", CERTAIN, span, _veto(draft, span.of(draft.text))
        elif _loose(draft, unit) and not labelled and not unit.colon and len(unit.span) >= _SHORTEST:
            yield "plans.sentence", LIKELY, unit.span, _veto(draft, unit.span.of(draft.text))


def _loose(draft: Draft, unit: Unit) -> bool:
    """Whether a sentence stands outside items: 今后，我们将…… in a paragraph of its own is no part of the last item."""
    return not unit.marker or (unit.paragraph and pivots(draft).match(unit.span.of(draft.text)) is not None)


def _next(plans: list[Statement], at: int) -> Unit | None:
    return plans[at + 1].unit if at + 1 < len(plans) else None


def _is_label(text: str, plans: list[Statement], at: int) -> bool:
    """评选表彰。 at the head of a paragraph that goes on: an item without a number."""
    unit, following = plans[at].unit, _next(plans, at)
    if unit.marker or not unit.paragraph or unit.colon or len(unit.span) > _TAG or following is None:
        return False
    return not following.paragraph and not following.head and text[unit.span.end] in "。．."


def _only_leads(plans: list[Statement], at: int) -> bool:
    """A head that ends with a colon before its own sub-items is told by those."""
    unit, following = plans[at].unit, _next(plans, at)
    if not unit.colon or not unit.marker or not following or not following.marker:
        return False
    return following.marker.depth > unit.marker.depth


def _with_body(draft: Draft, plans: list[Statement], at: int) -> Span:
    """The head of an item, with its first sentence where the head is a mere label (“岗位奉献”活动)."""
    unit, following = plans[at].unit, _next(plans, at)
    if len(unit.span) > _LABEL or following is None or following.marker != unit.marker or following.head:
        return unit.span
    if unit.marker and _measures(draft, unit.span.of(draft.text)):
        return unit.span
    return Span(unit.span.start, following.span.end)


def _veto(draft: Draft, words: str) -> str:
    known = cues(draft.profile.lexicon)
    if is_blank(draft.profile.lexicon, words):
        return UNFILLED
    if union(draft.profile.lexicon, "plans", "not_plan").search(words):
        return "是别人的要求、结束语或落款"
    if not _measures(draft, words) and any(not hit.veto for hit in hits(known, words)):
        return "说的是不足，不是打算"
    return ""


def _measures(draft: Draft, words: str) -> bool:
    return union(draft.profile.lexicon, "plans", "measure").search(words) is not None


def _closing(draft: Draft, told: Iterable[Statement], after: int) -> Iterator[_Found]:
    """The measures that the last part of a report names outside any plan section: 今后，我们将……"""
    covered, pivot, done = [s.unit.span for s in told], pivots(draft), 0
    for start in draft.starts[bisect_left(draft.starts, after) :]:
        if start < done or not pivot.match(draft.text[start : start + _PIVOT].lstrip()):
            continue
        done = _paragraph_end(draft.text, start + 1)
        for unit in units(draft.text, Span(start, done)):
            words = unit.span.of(draft.text)
            inside = any(span.meets(unit.span) for span in covered)
            if not inside and not unit.colon and _measures(draft, words) and not (unit.marker and not unit.head):
                yield "plans.closing", LIKELY, unit.span, _veto(draft, words)


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _deadline(draft: Draft, span: Span, dates: Iterable[Mention]) -> str:
    """The EDTF value of the last date in a measure before 前, 底, 完成 and the like, or of its only one."""
    inside = [m for m in dates if span.covers(m.span)]
    due = union(draft.profile.lexicon, "plans", "deadline")
    ended = [m for m in inside if due.search(draft.text[m.span.end : m.span.end + 8])]
    chosen = (ended or inside)[-1:] if ended or len(inside) == 1 else []
    for mention in chosen:
        if isinstance(mention.value, DateValue):
            return mention.value.resolved or mention.value.value
    return ""
