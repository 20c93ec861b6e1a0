"""What a report says of its own time: title years, period, signature, headings, and the dates that have a year."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.extractors.date_phrases import Found
from pipeline.extractors.date_places import Places, in_foot
from pipeline.language import numerals
from pipeline.language.draft import Draft
from pipeline.language.edtf import Point

# Years further off are history (建党, 入党, 建校) or goals (到2020年), and frame nothing.
_NEAR_BEFORE, _NEAR_AFTER = 3, 2
# 支部于2018年7月成立, 始建于1998年: history of the body itself, whose year frames nothing else.
_FOUNDED = re.compile(
    r"[，,]?(?:正式|批准)?(?:成立|组建|设立)(?=[，,。；;、]|至今|以来|的)|[，,]?(?:正式|批准)?(?:始建|创建|创办|建校|建院|建厂|挂牌|改制|建成|投产|竣工)"
)
_FOUNDED_IN = re.compile(r"(?:成立|始建|组建|创建|创办|建成|建)于$")
# 2017年度组织生活会, 2017年度民主评议: held at the end of the year or early in the next, so that it frames no month.
_ROUND = re.compile(
    r"[^，,。；;\n]{0,16}?(?:组织生活会|民主生活会|民主评议|评议党员|述职(?:评议|测评|汇报|考核|大?会)|考核(?:大?会|工作))"
)
# 截至2009年底，共有党员…: how things stood then; what is told next happened that year or the year after.
_YEAR_END = 12
_TITLED = re.compile(r"《[^》\n]*\Z")  # a period in the title of a document: 《发展规划（2008年8月—2011年8月）》
_TITLE = 40
# 建党90周年 is kept in 2011: what began in which year. A speech given then is studied for years after.
_BEGUN = {
    1921: "建党|党的?(?:成立|生日)|中国共产党(?:成立|建党)",
    1949: "建国|国庆|(?:新中国|中华人民共和国)成立",
    1927: "建军",
    1978: "改革开放",
    1919: "五四运动",
}
_JUBILEE = re.compile(
    f"(?:{'|'.join(f'(?P<y{year}>{names})' for year, names in _BEGUN.items())})"
    r"(?P<n>[0-9]{2,3}|[一二三四五六七八九十百零〇]{1,5})\Z"
)
_ANNIVERSARY = re.compile(r"(?:周年|华诞|岁生日)(?![^，,。；;\n]{0,8}(?:大会|讲话))")
_JUBILEE_REACH = 16  # characters of what began and of the number of years
# In the text, not in a title: what a year's review, prizes or accounts are of is told in the year after.
_REVIEW = re.compile(
    r"[^，,。；;、\n]{0,12}?(?:述职|考核|评优|先进|优秀|表彰|回顾|总结(?:大会|会|表彰)|工作(?:进行)?了?总结)"
)
_SINCE = re.compile(r"[^，,。；;\n]{0,24}(?:以来|至今|起)(?=[，,。；;])")
_PLAN_TITLE = re.compile("计划|思路|要点|安排|方案|打算|意见|规划")


@dataclass(frozen=True, slots=True)
class Frame:
    """What a report says of its own time."""

    draft: Draft
    written: tuple[tuple[int, Point], ...] = ()  # the dates with a year that frame others: (offset, first point)
    title: tuple[Point, ...] = ()
    period: tuple[Point, Point] | None = None
    report: Point | None = None
    published: Point | None = None  # the report's date where it stands above the text, as on a page of news
    start: Point | None = None
    months: dict[int, Point] = field(default_factory=dict)
    headings: dict[str, int] = field(default_factory=dict)
    plans_title: bool = False
    rounds: tuple[tuple[int, int, bool], ...] = ()  # where a review names its year: (offset, year, as 年度)
    jubilee: int = 0  # the year of the one anniversary that the report keeps (建党90周年), 0 where there is none

    @property
    def own(self) -> Point | None:
        """The report's date, else the end of its period, else its year."""
        return self.report or (self.period[1] if self.period else min(self.title) if self.title else None)


def frame_of(draft: Draft, founds: Iterable[Found], where: Places) -> Frame:
    """The years that a report's title, period, headings, signature and text give."""
    dated = [f for f in founds if f.first.year is not None and not f.veto]
    head = [f for f in dated if f.span.end <= where.head]
    report = _report_date(draft.text, dated, head, where)
    if report and any(f.first == report for f in head) and _put_up_later(draft, report, where.head):
        head = [f for f in head if f.first != report]
        dated = [f for f in dated if f.span.end > where.head or f in head]
        report = _report_date(draft.text, dated, head, where)
    now = _present(dated, head, report)
    near = [
        f
        for f in dated
        if now - _NEAR_BEFORE <= (f.first.year or 0) <= now + _NEAR_AFTER
        and not _frames_nothing(draft.text, f)
        and (f in head or not _reviewed(draft.text, f))
    ]
    written = tuple((f.span.start, f.first) for f in near if f.first.month is not None or not f.open)
    spans = [(f.first, f.last) for f in head if f.last and f.last.year is not None]
    return Frame(
        draft,
        written,
        tuple(sorted({Point(f.first.year) for f in near if f in head and f.first.day is None and not f.last})),
        spans[-1] if spans else None,
        report,
        report if report and any(f.first == report for f in head) else None,
        _start(draft.text, near),
        {point.month: point for _, point in reversed(written) if point.month is not None},
        _headings(draft, dated),
        bool(_PLAN_TITLE.search(draft.text, 0, where.head)) and "总结" not in draft.text[: where.head],
        tuple((f.span.start, f.first.year or 0, _of_year(draft.text, f)) for f in dated if _is_round(draft.text, f)),
        _jubilee(draft.text, [point.year or 0 for _, point in written]),
    )


def _put_up_later(draft: Draft, report: Point, head: int) -> bool:
    """Whether the date above a text is that of a page that put it up years after the campaign in its title."""
    title = draft.text[:head]
    ends = (e.get("period").partition("/")[2][:4] for e in draft.profile.lexicon["campaigns"] if e.matches(title))
    return any(end.isdigit() and int(end) + 1 < (report.year or 0) for end in ends)


def _jubilee(text: str, years: list[int]) -> int:
    """The year of the anniversary that a report keeps; 0 where it names several, or years that do not go with it."""
    kept = (_JUBILEE.search(text, max(0, m.start() - _JUBILEE_REACH), m.start()) for m in _ANNIVERSARY.finditer(text))
    found = {_kept(match) for match in kept if match}
    year = found.pop() if len(found) == 1 else 0
    return year if all(year - 2 <= other <= year for other in years) else 0


def _kept(match: re.Match[str]) -> int:
    begun = next(year for year in _BEGUN if match[f"y{year}"])
    return begun + int(numerals.value(match["n"]) or 0)


def _frames_nothing(text: str, found: Found) -> bool:
    """Whether a date tells when the body or its house came to be, how things stood at a year's end, what several years
    were about, or for which year a review was held afterwards."""
    start, end = found.span.start, found.span.end
    if _is_round(text, found):
        return True
    if found.last and _TITLED.search(text, max(0, start - _TITLE), start):
        return True  # 《发展规划（2008年8月—2011年8月）》
    several = found.last and found.last.year and found.first.month is None  # 2015—2017年工作报告
    if several or (found.open == "until" and found.first.month == _YEAR_END):
        return True
    return bool(_FOUNDED.match(text, end) or _FOUNDED_IN.search(text[max(0, start - 4) : start]))


def _is_round(text: str, found: Found) -> bool:
    """Whether a year is that of a review that every body holds once a year (2017年度组织生活会)."""
    return found.first.month is None and not found.last and _ROUND.match(text, found.span.end) is not None


def _of_year(text: str, found: Found) -> bool:
    return text[found.span.end - 1] == "度"


def _reviewed(text: str, found: Found) -> bool:
    end = found.span.end
    return _of_year(text, found) and found.first.month is None and _REVIEW.match(text, end) is not None


def _present(dated: list[Found], head: list[Found], report: Point | None) -> int:
    """The year the report is written in or about: of its date, its title, else the year it names most."""
    if report:
        return report.year or 0
    years = [f.first.year or 0 for f in head if not f.last and f.first.day is None]
    years = (
        years or [f.first.year or 0 for f in dated if f.first.month is not None] or [f.first.year or 0 for f in dated]
    )
    counts = Counter(years)
    return max(counts, key=lambda year: (counts[year], year), default=0)


def _start(text: str, near: list[Found]) -> Point | None:
    """Where the reported time begins: the first month of a period or the first 2010年5月以来."""
    own = (f for f in near if not _TITLED.search(text, max(0, f.span.start - _TITLE), f.span.start))
    begun = (f.first for f in own if (f.last or f.open == "since" or _since(text, f)) and f.first.month)
    return min(begun, default=None, key=lambda point: (point.year or 0, point.month or 0))


def _since(text: str, found: Found) -> bool:
    """自2010年5月创先争优活动开展以来: the campaign stands between the date and 以来."""
    start, end = found.span.start, found.span.end
    return text[max(0, start - 1) : start] in ("自", "从") and _SINCE.match(text, end) is not None


def _report_date(text: str, dated: list[Found], head: list[Found], where: Places) -> Point | None:
    """The signature's date, else a full date in the head."""
    signed = [f.first for f in dated if not f.last and f.first.month is not None and in_foot(text, f, where)]
    headed = [f.first for f in head if f.first.day is not None and not f.last]
    return next(iter(signed[-1:] or headed[-1:]), None)


def _headings(draft: Draft, dated: list[Found]) -> dict[str, int]:
    """The year that the heading of each section names, or that of a section around it."""
    years: dict[str, int] = {}
    starts = [f.span.start for f in dated]
    for section in draft.sections:
        index = bisect_left(starts, section.span.start)
        if index < len(dated) and section.span.covers(dated[index].span):
            years[section.no] = dated[index].first.year or 0
        elif section.parent in years:
            years[section.no] = years[section.parent]
    return years
