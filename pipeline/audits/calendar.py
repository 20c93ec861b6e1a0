"""Dates that cannot be right: impossible, after the report, outside the campaign, another year in the title."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audits.case import ERROR, NOTE, WARNING, Case, single
from pipeline.audits.residue import own_campaign
from pipeline.language.edtf import Point, parse
from pipeline.language.patterns import fast
from pipeline.messages import told
from pipeline.model import DateValue, Fact, Finding, MeetingValue, Span

_IMPOSSIBLE = fast(
    r"(?<![0-9.])(?:(?:1[3-9]|[2-9][0-9])月[0-9]{1,2}日|(?:0?[1-9]|1[0-2])月(?:3[2-9]|[4-9][0-9])日"
    r"|0?2月3[01]日|(?:0?[469]|11)月31日)"
)
_AHEAD = re.compile(
    r"[将拟]|计划|打算|力争|争取|目标|准备|预计|今后|下一?步|下一?阶段|阶段|[以之]?前夕|来临|到来|即将|迎接|献礼|以前|之前|底前|日前|月前|截止|为期|至|到[0-9]{4}|要在|安排|有效期|届"
    r"|定于|预定|有望|可望|明年|来年|次年|下一?年|翌年|规划|五年|任期|聘期|学年|有序推进|确保"
)
# What a year or a day is of that lies ahead: 2016年工作思路, 2012年度重点任务.
_PLAN = re.compile(
    r"(?:年?度?|[上下]半年)[^，,。；;\n]{0,14}?(?:思路|打算|计划|安排|目标|要点|规划|设想|展望|预算|任务|方向|举措)"
)
_DOING = re.compile(
    r"(?:上午|下午|晚上?)?，?(?:[^，。；]{0,14}(?:党支部|支部|党委|党总支|我们|我(?:校|村|院|局|所|公司)))?(?:又|还|先后|及时)?"
    r"(?:组织|召开|举行|举办|开展|安排|邀请|走访|慰问|参观|集中)"
)
_TITLE_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?=年|[-—~至—]|\D{0,2}(?:创|年度))")


def impossible(case: Case) -> Iterator[Finding]:
    """A day that no calendar has."""
    for match in _IMPOSSIBLE.finditer(case.draft.text):
        yield case.finding(ERROR, told("date.impossible", text=match[0]), Span(*match.span()))


def after_report(case: Case) -> Iterator[Finding]:
    """Something told as done on a date later than that of the report itself."""
    written = _point(case.report.name("report_date"))
    if written is None:
        return
    for fact in case.of("date"):
        when = _stated(fact)
        if when is None or not _later(when, written) or fact.span.meets(_written_at(case)):
            continue
        if _PLAN.match(case.draft.text, case.working(fact.span).end):
            continue
        if "plans" in case.draft.roles(case.working(fact.span).start) or _AHEAD.search(_clause(case, fact)):
            continue
        if case.context(fact) & {"planned", "required", "hypothetical", "recurring"}:
            continue
        said = told("date.after_report", text=single(fact.text), written=written)
        yield case.on(WARNING, said, fact)


def _written_at(case: Case) -> Span:
    fact = next((f for f in case.of("name") if getattr(f.value, "kind", "") == "report_date"), None)
    return fact.span if fact else Span(-1, -1)


def _clause(case: Case, fact: Fact) -> str:
    """What stands around a date, no farther than its sentence."""
    span = case.working(fact.span)
    sentence = case.draft.sentence(span.start)
    return Span(max(sentence.start, span.start - 40), min(sentence.end, span.end + 24)).of(case.draft.text)


def _stated(fact: Fact) -> Point | None:
    """The first point of a date that is written with its year; None for others and for spans told as a whole."""
    value = fact.value
    if not isinstance(value, DateValue) or value.kind in ("relative", "recurring") or value.value.startswith("X"):
        return None
    return parse(value.value)[0]


def _point(value: str) -> Point | None:
    point = parse(value)[0] if value else None
    return point if point and point.year is not None else None


def _later(one: Point, other: Point) -> bool:
    """Whether the whole of `one` comes after `other`, as far as both are known."""
    a, b = (one.year or 0, one.month, one.day), (other.year or 0, other.month, other.day)
    for left, right in zip(a, b, strict=True):
        if left is None or right is None:
            return False
        if left != right:
            return left > right
    return False


def outside_period(case: Case) -> Iterator[Finding]:
    """Something told as done before the campaign began or after it ended: a meeting, or a doing dated to the day."""
    begun, ended = _campaign_period(case)
    seen: set[int] = set()
    for fact, when in (*_held(case), *_done(case)):
        sentence = case.draft.sentence(case.working(fact.span).start).start
        if sentence not in seen and ((begun and _later(begun, when)) or (ended and _later(when, ended))):
            seen.add(sentence)
            said = told("date.outside_period", text=single(fact.text), when=when, period=case.profile.period)
            yield case.on(WARNING, said, fact)


def _held(case: Case) -> Iterator[tuple[Fact, Point]]:
    """The meetings told of as held, with their dates."""
    for fact in case.of("meeting"):
        if isinstance(fact.value, MeetingValue) and not fact.value.planned and (when := _point(fact.value.date)):
            yield fact, when


def _done(case: Case) -> Iterator[tuple[Fact, Point]]:
    """The days on which the report says under its doings that something was done; its history is none."""
    for fact in case.of("date"):
        at = case.working(fact.span).start
        when = _stated(fact)
        if when is None or when.day is None or not {"activities", "results"} & set(case.draft.roles(at)):
            continue
        after = case.draft.text[case.working(fact.span).end : case.draft.sentence(at).end]
        if _DOING.match(after) and not case.context(fact) & {"earlier", "other_body", "planned"}:
            yield fact, when


def _campaign_period(case: Case) -> tuple[Point | None, Point | None]:
    """The profile's period, where the report is about the profile's campaign."""
    own = own_campaign(case)
    if not case.profile.period or own is None or not any(own.compiled.search(name) for name in case.profile.campaign):
        return None, None
    first, last = parse(case.profile.period)
    return first, last


def title_year(case: Case) -> Iterator[Finding]:
    """A year in the title that nothing else in the report bears out."""
    title = next((f for f in case.of("name") if getattr(f.value, "kind", "") == "title"), None)
    years = {int(m[1]) for m in _TITLE_YEAR.finditer(title.text)} if title else set()
    others = [
        p.year for f in case.of("date") if title and not f.span.meets(title.span) and (p := _stated(f)) and p.year
    ]
    written = _point(case.report.name("report_date"))
    if not years or not title or not (len(others) > 1 or (others and written)):
        return
    near = {year + step for year in years for step in (0, 1)}
    if not near & set(others):
        key = "date.title_year.between" if max(others) > min(others) else "date.title_year"
        yield case.on(WARNING, told(key, year=min(years), first=min(others), last=max(others)), title)


def undated(case: Case) -> Iterator[Finding]:
    """A report without a date or without the name of its unit."""
    if not case.report.name("report_date"):
        yield case.finding(NOTE, told("name.no_date"))
    if not case.report.name("branch"):
        yield case.finding(NOTE, told("name.no_branch"))
