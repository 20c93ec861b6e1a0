"""The year of a date that names none, taken from the report itself and never from outside it, with the reason.

The rules are those of date_rules; here the dates of one list and of one campaign are brought together, and the values
are written. `reason` says in Chinese which rule knew the year. A year that was blotted out (20XX年6月) is not guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from pipeline.extractors.date_bases import Year
from pipeline.extractors.date_frame import Frame
from pipeline.extractors.date_holidays import MOVING
from pipeline.extractors.date_phrases import ANAPHORIC, BASES, Found
from pipeline.extractors.date_rules import KICK_OFF, until, year_by_rules
from pipeline.language.edtf import Point, interval
from pipeline.model import DateValue

_JOINS = ("、", "，", ",", "和", "及", "与", "以及")
_SEQUEL = 240  # characters after a kick-off in which the dates go on from it
# 20XX年6月, 20__年6月, ××年6月: the year is there, made unreadable.
_MASKED = re.compile(r"(?:[12][0-9]{0,2}[Xx×*＊_＿□○?？]{1,4}|(?<![0-9])[Xx×*＊_＿□某]{1,4}) ?年[度的]?\s?\Z")
_MASK_REACH = 10


def valued(founds: Iterable[Found], frame: Frame) -> Iterator[tuple[Found, DateValue, tuple[str, ...]]]:
    """Each date with its value as written and as resolved, and the step that resolved it."""
    founds = list(founds)
    lists = _lists(founds, frame)
    before: Point | None = None
    begun: Point | None = None  # the last date that the start of the campaign gave its year
    for found in founds:
        if found.veto:
            yield found, DateValue(written(found), "", _kind(found)), ()
            continue
        year = _year(found, frame, before)
        if year and year[1] == "year.report-date":
            year = _of_list(found, lists, frame) or _of_campaign(found, begun, frame) or year
        value = DateValue(written(found), resolved(found, year, frame), _kind(found), year[2] if year else "")
        yield found, value, (year[1],) if year else ()
        known = found.first.year if found.first.year is not None else year[0] if year else None
        if known is not None and found.kind != "recurring":
            before = (found.last or found.first).in_year((found.last and found.last.year) or known)
            begun = before if year and year[1] in ("year.start", "year.sequence") else None


def _lists(founds: list[Found], frame: Frame) -> dict[int, Found]:
    """The last date of the list of ascending days or months in which each date stands (4月15日、5月20日、6月25日)."""
    last: dict[int, Found] = {}
    for one, other in reversed(list(pairwise(founds))):
        between = frame.draft.text[one.span.end : other.span.start].strip()
        plain = not (one.veto or other.veto or one.base or other.base or one.first.year or other.first.year)
        if plain and between in _JOINS and _day(one.first) <= _day(other.first):
            last[one.span.start] = last.get(other.span.start, other)
    return last


def _day(point: Point) -> tuple[int, int]:
    return point.month or 0, point.day or 0


def _of_list(found: Found, lists: dict[int, Found], frame: Frame) -> Year | None:
    """The dates of one list lie in one year, that of the last."""
    end = lists.get(found.span.start)
    return until(end.first, frame.report) if end and frame.report else None


def _of_campaign(found: Found, begun: Point | None, frame: Frame) -> Year | None:
    """What follows the kick-off in the same part, day after day, lies in its year."""
    if begun is None or begun.year is None or not frame.report or _day(found.first) < _day(begun):
        return None
    near = frame.draft.text[max(0, found.span.start - _SEQUEL) : found.span.start]
    told = KICK_OFF.search(near)
    return (begun.year, "year.sequence", f"承上文{begun}，接着说启动阶段的事") if told else None


def written(found: Found) -> str:
    """The EDTF value of the expression itself: 2010年5月以来 is 2010-05/.., as resolved it is 2010-05."""
    if found.first == Point():
        return "XXXX-XX" if found.kind == "relative" else ""
    if found.rule.startswith(MOVING):  # 2010年春节: the almanac knows the day, the words only the year
        return str(Point(found.first.year))
    if found.last:
        return interval(found.first, found.last)
    if found.open and found.first.year is not None:
        return interval(found.first, None) if found.open == "since" else interval(None, found.first)
    return str(found.first)


def resolved(found: Found, year: Year | None, frame: Frame) -> str:
    """The EDTF value in this report: a point or closed interval with its year, or empty where no year is known."""
    first, last = found.first, found.last
    if first.year is None:
        if not year or _kind(found) == "recurring":
            return ""
        month = first.month or (frame.report.month if frame.report and "month" in found.base else None)
        first = Point(*_shifted(year[0], month, found.base), first.day)
    return interval(first, _last(first, last, found.base_last, frame)) if last else str(first)


def _last(first: Point, last: Point, base: str, frame: Frame) -> Point:
    """The second end in its year: that of the first, the next where its month is earlier, or what its word says."""
    if last.year is not None or first.year is None:
        return last
    if base in BASES and frame.own:
        return last.in_year((frame.own.year or 0) + BASES[base])
    if base in ANAPHORIC:
        return last.in_year(first.year + ANAPHORIC[base])
    return last.in_year(first.year + ((last.month or 0) < (first.month or 0)))


def _shifted(year: int, month: int | None, base: str) -> tuple[int, int | None]:
    """Year and month, 上月 and 下月 counted from the report's own."""
    if not base.startswith("month") or month is None:
        return year, month
    months = year * 12 + month - 1 + int(base.removeprefix("month"))
    return months // 12, months % 12 + 1


def _kind(found: Found) -> str:
    if found.kind == "recurring" or found.base in ("每", "每年"):
        return "recurring"
    if found.base:
        return "relative"
    if found.kind in ("interval", "holiday"):
        return found.kind
    return "partial" if found.first.year is None else "interval" if found.open else found.kind


def _year(found: Found, frame: Frame, before: Point | None) -> Year | None:
    """The year of a yearless date by the first rule that knows one."""
    at = found.span.start
    if found.first.year is not None or _kind(found) == "recurring":
        return None
    if not found.base and _MASKED.search(frame.draft.text, max(0, at - _MASK_REACH), at):
        return None
    return year_by_rules(found, frame, before)
