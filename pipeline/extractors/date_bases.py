"""Years that a word says (去年, 次年, 今年上半年), and whether a date is told of as planned."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.extractors.date_frame import Frame
from pipeline.extractors.date_phrases import ANAPHORIC, BASES, Found
from pipeline.language.edtf import Point

_PLANNED = re.compile(
    "(?:(?<![现特即必])将(?!来)|拟|计划(?!生育)|打算|预计|定于|力争|争取|下一步)[^。；;\\n已]{0,40}\\Z"
)
_TOLD = re.compile(
    r"(?:(?!将|要|拟|计划|打算|继续|力争|争取|确保|再)[^，,。；;\n]){0,20}?(?:[0-9一二两三四五六七八九十]+余?[次期场堂人名篇户件]|了(?!解))"
)
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


def planned(found: Found, frame: Frame) -> bool:
    """Whether a date is told of as planned."""
    at = found.span.start
    return "plans" in frame.draft.roles(at) or says_planned(frame.draft.text, at)


def says_planned(text: str, at: int) -> bool:
    """Whether words of planning stand before an offset in its sentence."""
    return bool(_PLANNED.search(text, max(0, at - _REACH), at))
