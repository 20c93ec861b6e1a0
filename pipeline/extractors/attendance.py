"""Attendance told without naming Party members: 动员大会86人参加, 参加人员累计260人次, 参与师生1200余人."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from pipeline.language.context import modifiers
from pipeline.language.draft import Draft
from pipeline.language.quantities import Quantity, quantities
from pipeline.model import LIKELY, CountValue, Mention, Span

_PERSONS = frozenset({"名", "人", "位", "人次"})
_CAME = "参加|参与|参会|参训|参学|参赛|到会|与会|出席|实到|受教育|接受教育"
_WHO = (
    "人数|人员|人次|师生|教师|教职工|学生|职工|员工|干部|群众|村民|居民|代表|学员|民警|医务人员|青年|团员|会员"
    "|读者|家长|者|总"
)
_BEFORE = re.compile(
    rf"(?<![未不应能常])(?P<said>(?:{_CAME})(?:了|过)?(?:活动|会议|培训|学习)?的?(?:(?:{_WHO})(?:[、和](?:{_WHO}))?){{0,2}}"
    r"(?:共计|共有|共|累计|总计|合计|达到|达|约|近|已|有|为|超过|[:：]){0,3})\Z"
)
_AFTER = re.compile(
    rf"(?:(?:余|多)?(?:党员)?(?:{_WHO}){{0,2}})?(?:全部|全程|分别|积极|踊跃|先后)?(?P<said>{_CAME})(?!率|的是|过的)"
)
# Those who were served, inspected or treated took part in nothing.
_OTHER = re.compile(
    r"慰问|走访|救助|帮扶|就诊|义诊|接诊|门诊|服务|应到|未|没有|缺席|请假|保险|医保|社保|考试|中考|高考|招聘|投票"
)
_DECLINED = frozenset(
    {"planned", "required", "hypothetical", "recurring", "earlier", "other_body", "attended", "negated"}
)
_BACK, _FORTH = 24, 14


def extract_attendance(draft: Draft, mentions: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Every number of persons who took part that no number of members covers, layer `count`, category attendance."""
    taken = sorted(m.span for m in mentions if m.layer == "count")
    ends = {at for span in taken for at in (span.end, span.start)}
    for quantity in quantities(draft.text):
        if quantity.unit not in _PERSONS or quantity.upto is not None or quantity.value < 2:
            continue
        span = _said(draft.text, quantity)
        if span is None or ends & {quantity.span.start, quantity.span.end} or _covered(quantity, taken):
            continue
        sentence = draft.sentence(quantity.span.start)
        clause = draft.text[max(sentence.start, span.start - _BACK) : min(sentence.end, span.end)]
        if _OTHER.search(clause) or modifiers(draft, quantity.span) & _DECLINED:
            continue
        value = CountValue("attendance", "参加人员", quantity.value, quantity.unit, "attendance", quantity.approx)
        yield Mention("count", "attendance.took-part", span, value, LIKELY, ("attendance.took-part",))


def _covered(quantity: Quantity, taken: list[Span]) -> bool:
    at = bisect_right(taken, quantity.span.start, key=lambda span: span.start)
    return at > 0 and taken[at - 1].end > quantity.span.start


def _said(text: str, quantity: Quantity) -> Span | None:
    """The number with the word that says these persons took part, or None."""
    start, end = quantity.span.start, quantity.span.end
    before = _BEFORE.search(text, max(0, start - _BACK), start)
    if before:
        return Span(before.start("said"), end)
    after = _AFTER.match(text, end, min(len(text), end + _FORTH))
    return Span(start, after.end("said")) if after else None
