"""The rules that know the year of a date that names none, in the order in which they are asked.

A year in the same sentence, in the section's heading, in the title (or the period it gives), earlier in the same
paragraph; the report's own date (what happened lies before it, what is planned after); the anniversary that is kept;
the same month written with its year elsewhere; the nearest year before, else the first after.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from datetime import date

from pipeline.extractors.date_bases import Year, of_base, planned, says_planned
from pipeline.extractors.date_frame import Frame
from pipeline.extractors.date_phrases import Found
from pipeline.language.edtf import Point

_LATE, _EARLY = 10, 3
_SPRING = 4  # by April the reviews of a year are over
_NEW_YEAR = 2  # in the first months a text that names one year may tell of the one before
_AHEAD = re.compile(r"(?:部署|安排|计划|打算|展望|谋划|明确|做好|落实)[^，,。；;\n]{0,8}\Z")
_DAYS = 2  # between what a page tells and the page's own date
KICK_OFF = re.compile(
    "[^。；;\\n]{0,40}?(?:动员|启动|部署会|(?:制定|制订|印发|出台)[^。；;\\n]{0,20}方案|成立[^。；;\\n]{0,20}领导小组)"
)
_THIS_YEAR = re.compile("今年|本年(?!级)")
_GOES_ON = re.compile(r"开始[，,]?[至到]\Z")
_REACH = 48
_BEFORE_IT = re.compile('[”"]?(?:前夕?|来临|到来|即将)')
_EVE = 20  # days
_LOOK_BACK = 8  # dates looked back at
_PARAGRAPH = 2000  # characters of one paragraph looked back over


def year_by_rules(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """The year of a date that names none; `before` is the date told before it."""
    if found.base:
        return of_base(found, frame, before)
    year = next((year for rule in _RULES if (year := rule(found, frame, before)) is not None), None)
    return year if year and year[0] else None


def _by_opening(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """The end of a time whose beginning was told just before: 从5月中旬开始，到7月中旬."""
    at = found.span.start
    if before is None or before.year is None or not _GOES_ON.search(frame.draft.text, max(0, at - 6), at):
        return None
    turned = (found.first.month or 0) < (before.month or 0)
    return before.year + turned, "year.opening", f"自{before}开始"


def _by_sentence(found: Found, frame: Frame, before: Point | None) -> Year | None:
    point = _written_since(frame.draft.sentence(found.span.start).start, found, frame)
    if point and (point.year or 0) < _heading_year(found, frame) and "plans" in frame.draft.roles(found.span.start):
        return None  # under 2015年工作计划: 巩固2014年的成果，8月前完成换届
    return (_onward(point, found.first), "year.sentence", f"同一句中写明{point.year}年") if point else None


def _written_since(start: int, found: Found, frame: Frame) -> Point | None:
    """The last date with a year from an offset on; a planned one says nothing of what was done."""
    text, at = frame.draft.text, found.span.start
    planned = says_planned(text, at)
    last = bisect_left(frame.written, (at,))
    for offset, point in reversed(frame.written[max(0, last - _LOOK_BACK) : last]):
        if offset < start or _this_year(frame, offset, at, point):
            return None
        if planned or not says_planned(text, offset):
            return point
    return None


def _this_year(frame: Frame, start: int, end: int, point: Point) -> bool:
    """Whether 今年 stands between a year and a date: the date goes with the report's own year, which may be another."""
    own = frame.own
    return (own is None or own.year != point.year) and bool(_THIS_YEAR.search(frame.draft.text, start, end))


def _onward(point: Point, month: Point) -> int:
    """The year of a later told month: 12月…，1月… goes on into the next year."""
    turned = (point.month or 0) >= _LATE and (month.month or 12) <= _EARLY
    return (point.year or 0) + turned


def _by_round(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """The review of 2017年度 is held at the year's end or in the first months of the next; of 2017年, who knows."""
    month, sentence = found.first.month or 0, frame.draft.sentence(found.span.start)
    if not frame.rounds or _SPRING < month < _LATE:
        return None
    year, sure = next(((y, s) for at, y, s in frame.rounds if sentence.start <= at < sentence.end), (0, False))
    if not year:
        return None
    known = year + (month <= _SPRING) if sure or month >= _LATE else 0
    return known, "year.round", f"{year}年度的评议，当年年底或次年年初进行"


def _heading_year(found: Found, frame: Frame) -> int:
    """The year that the heading above a date names, or 0."""
    section = frame.draft.section(found.span.start) if frame.headings else None
    return frame.headings.get(section.no, 0) if section else 0


def _by_heading(found: Found, frame: Frame, before: Point | None) -> Year | None:
    year = _heading_year(found, frame)
    return (year, "year.heading", f"所在部分的标题写明{year}年") if year else None


def _by_start(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """What opens a campaign (动员大会, 实施方案) lies where the reported time begins."""
    if not frame.start or not KICK_OFF.match(frame.draft.text, found.span.end):
        return None
    return _onward(frame.start, found.first), "year.start", f"启动阶段的事，报告所述时间始于{frame.start}"


def _by_publication(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """A page of news tells of what happened on its own day, or one or two days before."""
    (month, day), report = (found.first.month, found.first.day), frame.published
    if report is None or report.year is None or month != report.month or not day or not report.day:
        return None
    near = 0 <= report.day - day <= _DAYS
    return (report.year, "year.publication", f"与发布日期{report}相同或相近") if near else None


def _by_title(found: Found, frame: Frame, before: Point | None) -> Year | None:
    if frame.period and planned(found, frame):
        return _after(found.first, frame.report or frame.period[1])
    if frame.period and (fit := _fitting(found.first, *frame.period)):
        return (fit[0], "year.period", "标题写明的起止期内") if len(fit) == 1 else None
    if not frame.title:
        return None
    ahead = planned(found, frame)
    if ahead and len(frame.title) > 1:
        return max(frame.title).year or 0, "year.title", f"标题写明下一年为{max(frame.title).year}年"
    if ahead and not frame.plans_title:
        return _after(found.first, frame.report or max(frame.title)._replace(month=12))
    year = frame.title[0].year or 0
    return year, "year.title", f"标题写明{year}年"


def _fitting(point: Point, start: Point, end: Point) -> list[int]:
    """The years in which a month lies within a period."""
    if start.year is None or end.year is None:
        return []
    low, high = (start.year, start.month or 1), (end.year, end.month or 12)
    return [year for year in range(start.year, end.year + 1) if low <= (year, point.month or 0) <= high]


def _by_paragraph(found: Found, frame: Frame, before: Point | None) -> Year | None:
    at = found.span.start
    start = frame.draft.text.rfind("\n", max(0, at - _PARAGRAPH), at) + 1
    point = _written_since(start, found, frame)
    return (_onward(point, found.first), "year.paragraph", f"同一段上文写明{point.year}年") if point else None


def _by_report(found: Found, frame: Frame, before: Point | None) -> Year | None:
    if frame.report is None:
        return None
    if planned(found, frame) or _on_the_eve(found, frame):
        return _after(found.first, frame.report)
    return until(found.first, frame.report)


def _on_the_eve(found: Found, frame: Frame) -> bool:
    """Whether a day that something was done before (国庆节前, “七一”前夕) comes a few days after the report."""
    day, report = found.first, frame.report
    if not (report and report.year and report.month and report.day and day.month and day.day):
        return False
    if not _BEFORE_IT.match(frame.draft.text, found.span.end):
        return False
    apart = date(report.year, day.month, min(day.day, 28)) - date(report.year, report.month, min(report.day, 28))
    return 0 < apart.days <= _EVE


def until(point: Point, report: Point) -> Year:
    """What happened lies before the report was signed."""
    later = (point.month or 1, point.day or 1) > (report.month or 12, report.day or 31)
    year = (report.year or 0) - later
    return year, "year.report-date", f"不晚于报告日期{report}的最近一年"


def _after(point: Point, report: Point) -> Year:
    """What is planned lies after it."""
    earlier = (point.month or 12, point.day or 31) < (report.month or 1, report.day or 1)
    year = (report.year or 0) + earlier
    return year, "year.planned", f"计划中的时间，不早于{report}"


def _by_same_month(found: Found, frame: Frame, before: Point | None) -> Year | None:
    same = frame.months.get(found.first.month or 0)
    return (same.year or 0, "year.same-month", f"报告中另有写明的{same.year}年{same.month}月") if same else None


def _by_nearest(found: Found, frame: Frame, before: Point | None) -> Year | None:
    if not frame.written:
        return None
    at = bisect_left(frame.written, (found.span.start,))
    if at:
        offset, point = frame.written[at - 1]
        if _this_year(frame, offset, found.span.start, point):
            return None
        year = point.year or 0
        return year, "year.earlier", f"上文最近写明的年份是{year}年"
    return _by_later(found, frame)


def _by_later(found: Found, frame: Frame) -> Year | None:
    """The first year told behind a date: that of a month or day, or one of the same sentence or of the plans."""
    here = frame.draft.sentence(found.span.start)
    later = ((o, p) for o, p in frame.written if p.month or o < here.end or "plans" in frame.draft.roles(o))
    start, point = next(later, (0, Point()))
    if point.year is None:  # a year told by the way, further down
        return None
    year = point.year
    # In January 2018 the year told of is 2017: which of the two it is, nobody says.
    if (found.first.month or 12) <= _NEW_YEAR and point.month is None and not _says_ahead(frame, start):
        return None
    if "plans" in frame.draft.roles(start) and not planned(found, frame):
        return year - 1, "year.before-plans", f"下文打算的是{year}年的事，这里说的是上一年"
    return year, "year.later", f"下文最先写明的年份是{year}年"


def _says_ahead(frame: Frame, at: int) -> bool:
    return bool(_AHEAD.search(frame.draft.text, max(0, at - _REACH), at))


def _by_jubilee(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """建党90周年 is kept in 2011."""
    year = frame.jubilee
    return (year, "year.jubilee", f"文中的周年纪念在{year}年") if year else None


_RULES = (
    _by_opening,
    _by_sentence,
    _by_round,
    _by_publication,
    _by_heading,
    _by_start,
    _by_title,
    _by_paragraph,
    _by_report,
    _by_jubilee,
    _by_same_month,
    _by_nearest,
)
