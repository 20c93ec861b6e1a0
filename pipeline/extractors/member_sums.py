"""Numbers of members that do not name them again: the sum of what was just listed, and who came to a meeting.

在职党员86名，离退休党员20名，共计106名 is a total where the numbers add up; 党员大会应到34人，实到28人 tells who came.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extractors.member_totals import is_total
from pipeline.language.draft import Draft
from pipeline.language.quantities import Quantity
from pipeline.model import CERTAIN, LIKELY, CountValue, Mention, Span

_PERSONS = frozenset({"名", "位", "人"})
_IN_ALL = re.compile(r"[，,、；;：:]?(?P<said>(?:总计|共计|合计|总共|一共|共)(?:有)?(?:人数)?)\Z")
_CLOSED = re.compile(r"[，,。；;、)）\n]|\Z")
_NOW = re.compile(r"(?P<said>(?:现有|现共有|现在有|目前有|目前共有|现为|年末有|年底有))\Z")
_GAP = 6  # characters between the items of one list
_CAME = re.compile(
    r"(?P<said>实际(?:到会|到场|参会|出席|参加)|实到|实参会|参会|到会|出席|到场)(?:会议?|大会)?(?:的?(?:人数|人员))?(?:为|有|共|[:：])*\s*\Z"
)
_OF_MEMBERS = re.compile(
    r"党员(?:大会|会议)|支部大会|组织生活会|民主评议|应到(?:会)?(?:正式)?党员|党员[^，,。；;\n]{0,6}[0-9]+[名人]"
)
_OF_OTHERS = re.compile(
    r"代表|村民(?!党员)|居民(?!党员)|群众|职工|教师|学生|会员|团员|积极分子|发展对象|委员(?!会)|扩大|家长|干部(?!党员)|列席|人员"
)
_BACK, _HEAD = 60, 40


def with_nameless(draft: Draft, told: list[Mention], nameless: Iterable[Quantity]) -> Iterator[Mention]:
    """The mentions in order, with those of numbers whose noun is left out."""
    more: list[Mention] = []
    parts: set[int] = set()
    starts = [mention.span.start for mention in told]
    for quantity in nameless:
        before = told[: bisect_left(starts, quantity.span.start)][-4:]
        if summands := _summands(draft, quantity, before):
            parts |= {mention.span.start for mention in summands}
            more.append(_total(draft, quantity))
        elif now := _left(draft, quantity, before):
            more.append(now)
        elif came := _came(draft, quantity):
            more.append(came)
    told = [_as_part(m) if m.span.start in parts else m for m in told]
    yield from sorted([*told, *more], key=lambda mention: mention.span.start)


def _summands(draft: Draft, quantity: Quantity, before: list[Mention]) -> list[Mention]:
    """The kinds of members listed right before a number that is their sum; empty where it is not."""
    if not before or quantity.unit not in _PERSONS or not _CLOSED.match(draft.text, quantity.span.end):
        return []
    if not _IN_ALL.fullmatch(draft.text[before[-1].span.end : quantity.span.start].strip()):
        return []
    listed: list[Mention] = []
    for mention in reversed(before):
        apart = listed and listed[0].span.start - mention.span.end > _GAP
        value = mention.value
        if apart or mention.veto or not isinstance(value, CountValue) or "党员" not in value.noun:
            break
        listed.insert(0, mention)
        if len(listed) > 1 and sum(_number(m) for m in listed) == quantity.value:
            return listed
    return []


def _left(draft: Draft, quantity: Quantity, before: list[Mention]) -> Mention | None:
    """How many there are now, behind how many there were: 原有党员19名，调入3名，现有22名."""
    at = quantity.span.start
    said = _NOW.search(draft.text, max(0, at - 6), at) if quantity.unit in _PERSONS else None
    if not said or not before or not _CLOSED.match(draft.text, quantity.span.end):
        return None
    last = before[-1]
    value = last.value
    formerly = last.chain == ("members.elsewhere",) and isinstance(value, CountValue) and value.noun == "党员"
    if not formerly or draft.sentence(last.span.start) != draft.sentence(at):
        return None
    now = CountValue("member", "党员", quantity.value, quantity.unit, "total", quantity.approx)
    return Mention("count", "members.now", Span(said.start("said"), quantity.span.end), now, LIKELY, ("members.now",))


def _number(mention: Mention) -> float:
    return mention.value.value if isinstance(mention.value, CountValue) else 0.0


def _total(draft: Draft, quantity: Quantity) -> Mention:
    said = _IN_ALL.search(draft.text, max(0, quantity.span.start - _GAP), quantity.span.start)
    span = Span(said.start("said") if said else quantity.span.start, quantity.span.end)
    value = CountValue("member", "党员", quantity.value, quantity.unit, "total", quantity.approx)
    return Mention("count", "members.sum", span, value, CERTAIN, ("members.sum",))


def _as_part(mention: Mention) -> Mention:
    """在职党员, or 党员 without 辅警党员, are a part where their sum with the others is told."""
    value = mention.value
    if not isinstance(value, CountValue) or not is_total(mention) or not re.match("在职|在岗|党员\\Z", value.noun):
        return mention
    return mention._replace(value=replace(value, role="other"), chain=(*mention.chain, "members.summand"))


def _came(draft: Draft, quantity: Quantity) -> Mention | None:
    """How many came to a meeting of the members: 党员大会应到25人，实到23人."""
    at = quantity.span.start
    match = _CAME.search(draft.text, max(0, at - 16), at) if quantity.unit in _PERSONS else None
    if not match:
        return None
    sentence = draft.sentence(at)
    line = draft.text[max(sentence.start, at - _BACK) : match.start()]
    rest = draft.text[quantity.span.end : min(sentence.end, quantity.span.end + 6)]
    evidence = line if _OF_MEMBERS.search(line) else draft.text[:_HEAD] + line if not line.strip() else ""
    if not _OF_MEMBERS.search(evidence) or _OF_OTHERS.search(evidence) or _OF_OTHERS.match(rest):
        return None
    value = CountValue("member", "党员", quantity.value, quantity.unit, "attendance", quantity.approx)
    span = Span(match.start("said"), quantity.span.end)
    return Mention("count", "members.came", span, value, LIKELY, ("members.came",))
