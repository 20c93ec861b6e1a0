"""Years that a word says (去年, 次年, 今年上半年), and whether a date is told of as planned."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from pipeline.extractors.date_frame import Frame
from pipeline.extractors.date_phrases import ANAPHORIC, BASES, Found
from pipeline.language.draft import Draft
from pipeline.language.edtf import Point
from pipeline.structure.outlook import PLAN, statements

_WILL = (  # what stands behind the 将 of a plan, not behind that of an object (将3名同志列为…)
    "[于在从自以按再对分把抓做推加着还也每]|组织|召开|举|开展|继续|进|通过|围绕|认真|严|结合|陆续|逐|适时|全|利用|力争|完成|不断"
    "|深入|重点|坚持|根据|安排|邀请|评|表彰"
)
_PLANNED = re.compile(
    f"(?:(?<![现特即必了])将(?={_WILL})|拟|计划(?!生育)|打算|预计|定于|力争|争取|下一?步|下阶段|今后)[^。；;\\n已]{{0,40}}\\Z"
)
_TOLD = re.compile(
    r"(?:(?!将|要|拟|计划|打算|继续|力争|争取|确保|再)[^，,。；;\n]){0,20}?(?:[0-9一二两三四五六七八九十]+余?[次期场堂人名篇户件]|了(?!解))"
)
# 7月1日前，我支部将召开表彰大会; 6月底拟组织观影.
_PLANS_NEXT = re.compile(
    r"(?:前夕|之?前|期间|左右)?[，,]?(?:我们|[我本全]?[校院局所村镇乡站司厂社]?(?:党支部|支部|党总支|总支|党委))?(?:还|也|再)?"
    r"(?:拟(?!定|订)|(?:计划|打算|准备)(?=[召举开组安在于邀表评完])|将(?=在|于|召开|举[行办]|组织|开展|完成|进行|全面|对全|评选|表彰|邀请|安排|继续)|力争|争取|预计)"
)
# 下一步，我们要……。一是7月1日前……: what a paragraph turned to holds for the rest of it.
_NEXT = re.compile(r"(?<![^\s。；;！：:])(?:下一步|下步|下一阶段|下阶段|今后|接下来|明年)[，,的工我支党学在要将]")
_WAS_DONE = re.compile(r"[^。；;，,\n要将拟]{0,24}?(?:召开|举行|举办|开展|组织|进行|完成)了")
_DONE = re.compile("已(?:经|于|在)|[开展办行成]了")
_PARAGRAPH = 800  # characters of a paragraph looked back over
_REACH = 48
_LOOK_BACK = 8  # dates looked back at

Year = tuple[int, str, str]  # the year, the step that found it, the reason in Chinese


def of_base(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """去年, 今年 by the report's own year; 次年, 同年 by the date before."""
    if found.base in ANAPHORIC:
        if before is None or before.year is None:
            return None
        return before.year + ANAPHORIC[found.base], "year.previous", f"承上文{before.year}年"
    if found.base.startswith("month") and not frame.report:
        return None
    single = frame.title[0] if len(frame.title) == 1 and not found.base.startswith("month") else None
    own = single or frame.own or _nearest(found.span.start, frame)
    if own is None or own.year is None:
        return None
    if _ahead(found, frame) and not planned(found, frame):
        return own.year - 1, "year.base", f"报告日期{frame.report}之前的最近一个"
    return own.year + BASES.get(found.base, 0), "year.base", f"按本报告的年份{own.year}年推算"


def _ahead(found: Found, frame: Frame) -> bool:
    """Whether a half-year with no word for its year, of which something is told as done, begins after the report."""
    text, (start, end) = frame.draft.text, (found.span.start, found.span.end)
    if not frame.report or frame.title or found.first.month is None or text[start : start + 1] not in ("上", "下"):
        return False
    begins = (found.first.month, 1) >= (frame.report.month or 12, frame.report.day or 31)
    return begins and found.rule == "date.relative.part" and _TOLD.match(text, end) is not None


def _nearest(at: int, frame: Frame) -> Point | None:
    """The nearest date before that has a year and a month."""
    last = bisect_left(frame.written, (at,))
    return next((p for _, p in reversed(frame.written[max(0, last - _LOOK_BACK) : last]) if p.month), None)


@lru_cache(maxsize=2)
def _plans(draft: Draft) -> tuple[tuple[int, int], ...]:
    """Where the plans among a report's problems stand, in order."""
    return tuple(sorted((s.unit.span.start, s.unit.span.end) for s in statements(draft) if s.side == PLAN))


def _among_plans(draft: Draft, at: int) -> bool:
    plans = _plans(draft)
    last = bisect_left(plans, (at + 1,))
    return last > 0 and at < plans[last - 1][1]


def planned(found: Found, frame: Frame) -> bool:
    """Whether a date is told of as planned."""
    text, (at, end) = frame.draft.text, (found.span.start, found.span.end)
    roles = frame.draft.roles(at)
    if says_planned(text, at) or _PLANS_NEXT.match(text, end):
        return True
    if "plans" in roles:
        return not _WAS_DONE.match(text, end)
    if "problems" in roles and _among_plans(frame.draft, at):
        return True
    start = text.rfind("\n", max(0, at - _PARAGRAPH), at) + 1
    return any(not _DONE.search(text, match.end(), at) for match in _NEXT.finditer(text, start, at))


def says_planned(text: str, at: int) -> bool:
    """Whether words of planning stand before an offset in its sentence."""
    return bool(_PLANNED.search(text, max(0, at - _REACH), at))
