"""Planned measures: what a report says it will do next, one mention an item."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.language.draft import Draft
from pipeline.language.patterns import union
from pipeline.language.shortcomings import cues, hits
from pipeline.language.statements import Unit, opens_line, units
from pipeline.model import CERTAIN, LIKELY, DateValue, Mention, PlanValue, Span
from pipeline.structure.blanks import UNFILLED, is_blank
from pipeline.structure.outlook import PLAN, Statement, pivots, statements
from pipeline.structure.zones import is_title

_LABEL, _TAG, _SHORTEST = 12, 6, 4  # A numbered head this short may only name its item; so may an unnumbered one.
_CLOSING, _PIVOT = 0.75, 40
_SHORT, _FOOT = 0.3, 300  # In a short report the last part is longer.
_STOPS, _SIGNED, _LONGEST_NAME = ("。", "；", ";", "！"), 40, 30
_MARKS = re.compile("[，。；：、,;:]")
_DATE = re.compile(r"[（(]?(?:[12]\d{3}|[二一][〇○零ＯO0一二三四五六七八九]{3}) ?[年.．/-]")
_ITEM = re.compile(
    r"[ \t]*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]|[（(]?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[）)]"
    r"|\d{1,2}[、.．]|[①-⑩])"
)


def extract_plans(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The planned measures of a draft, numbered in text order, each with the deadline written in it."""
    told = statements(draft)
    admitted = [m.span.end for m in mentions if m.layer == "problem" and not m.veto]
    size = len(draft.text)
    late = min(int(_CLOSING * size), max(int(_SHORT * size), size - _FOOT))
    start = min(late, max(admitted, default=size))
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
    labelled = apart = False
    for at, statement in enumerate(plans):
        unit, label = statement.unit, _is_label(draft.text, plans, at)
        labelled = label or (labelled and not unit.paragraph and not unit.head)
        if unit.head or label:
            apart = False
            if not _only_leads(plans, at):
                span = _with_body(draft, plans, at)
                yield "plans.item", CERTAIN, span, _veto(draft, span)
            continue
        apart = apart or _turns_away(draft, plans, at)
        if (apart or _loose(draft, unit)) and not labelled and not unit.colon and len(unit.span) >= _SHORTEST:
            yield "plans.sentence", LIKELY, unit.span, _veto(draft, unit.span)


def _loose(draft: Draft, unit: Unit) -> bool:
    """Whether a sentence stands outside items: 今后，我们将…… in a paragraph of its own is no part of the last item."""
    return not unit.marker or (unit.paragraph and pivots(draft).match(unit.span.of(draft.text)) is not None)


def _turns_away(draft: Draft, plans: list[Statement], at: int) -> bool:
    """Whether a sentence behind the last of a paragraph's problems turns from all of them: 二是…。今后，我们将….

    It does not where each item goes on to its remedy: the items open lines, or this is only a clause of one.
    """
    unit = plans[at].unit
    if unit.marker is None or opens_line(draft.text, unit.marker.span.start):
        return False
    ended = draft.text[: unit.span.start].rstrip()[-1:] in ("。", "！")
    following = _next(plans, at)
    later = following is not None and following.head and following.marker and following.marker.ordinal > unit.ordinal
    return ended and not later and pivots(draft).match(unit.span.of(draft.text)) is not None


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
    return unit.span if _signs(draft, following.span) else Span(unit.span.start, following.span.end)


def _signs(draft: Draft, span: Span) -> bool:
    """Whether a unit is the signature: a name without a full stop, alone on a line above the date or at the end."""
    text = draft.text
    if text[span.end : span.end + 1] in _STOPS:
        return False
    words = span.of(text)
    if union(draft.profile.lexicon, "plans", "signature").search(words):
        return True
    rest = text[span.end : span.end + _SIGNED].lstrip(" \t")
    last = not rest.strip() or (rest[0] == "\n" and _DATE.match(rest.lstrip()) is not None)
    return last and opens_line(text, span.start) and len(span) <= _LONGEST_NAME and not _MARKS.search(words)


def _veto(draft: Draft, span: Span) -> str:
    words = span.of(draft.text)
    known = cues(draft.profile.lexicon)
    if is_blank(draft.profile.lexicon, words):
        return UNFILLED
    if union(draft.profile.lexicon, "plans", "not_plan").search(words) or (
        draft.text[span.end : span.end + 1] not in _STOPS
        and union(draft.profile.lexicon, "plans", "signature").search(words)
    ):
        return "是别人的要求、结束语或落款"
    if not _measures(draft, words) and any(not hit.veto for hit in hits(known, words)):
        return "说的是不足，不是打算"
    return ""


def _measures(draft: Draft, words: str) -> bool:
    return union(draft.profile.lexicon, "plans", "measure").search(words) is not None


def _closing(draft: Draft, told: Iterable[Statement], after: int) -> Iterator[_Found]:
    """The measures that the last part of a report names outside any plan section: 今后，我们将……"""
    covered, pivot, done = [s.unit.span for s in told], pivots(draft), 0
    covered += [s.span for s in draft.sections if s.level == 1 and is_title(draft, s)]
    for start in draft.starts[bisect_left(draft.starts, after) :]:
        if start < done or not pivot.match(draft.text[start : start + _PIVOT].lstrip()):
            continue
        done, announced = _list_end(draft, start + 1), False
        for unit in units(draft.text, Span(start, done)):
            inside = any(span.meets(unit.span) for span in covered)
            said = (announced and unit.head) or _measures(draft, unit.span.of(draft.text))
            announced = announced or unit.colon
            if not inside and not unit.colon and said and not (unit.marker and not unit.head):
                yield "plans.closing", LIKELY, unit.span, _veto(draft, unit.span)


def _list_end(draft: Draft, at: int) -> int:
    """The end of a paragraph, or of the items on the lines below where it announces them (…三项工作：⏎一是…)."""
    text, end = draft.text, _paragraph_end(draft.text, at)
    while text[end - 1 : end] in ("：", ":") or _ITEM.match(text, text.rfind("\n", 0, end) + 1):
        if end >= len(text) or not _ITEM.match(text, end + 1):
            break
        end = _paragraph_end(text, end + 1)
    return end


def _paragraph_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _deadline(draft: Draft, span: Span, dates: Iterable[Mention]) -> str:
    """The EDTF value of the last date in a measure before 前, 底, 完成 and the like, or of its only one."""
    inside = [m for m in dates if span.start <= m.span.start and m.span.end <= span.end]
    due = union(draft.profile.lexicon, "plans", "deadline")
    ended = [m for m in inside if due.search(draft.text[m.span.end : m.span.end + 8])]
    chosen = (ended or inside)[-1:] if ended or len(inside) == 1 else []
    for mention in chosen:
        if isinstance(mention.value, DateValue):
            return mention.value.resolved or mention.value.value
    return ""
