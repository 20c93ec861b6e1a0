"""Holidays and memorial days as dates: 2010年“七一”, “三八”妇女节前夕 (lexicons/*/holidays.yaml).

A holiday is a date where a year stands before it or a word around it places something in time (在…前, 期间, 当天).
As the name of an activity (“七一”表彰, 迎国庆) it is none, and after 每逢 it recurs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.extractors.date_grammar import AND, SHORT_YEAR, SPACE, YEAR, year_of
from pipeline.extractors.date_phrases import BASES, Found
from pipeline.language.edtf import Point
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.model import Span

_OPEN, _CLOSE = "“\"‘'「『", "”\"’'」』"
_YEAR_BEFORE = re.compile(f"(?P<y>{YEAR}|{SHORT_YEAR}){SPACE}年(?:度)?的?(?P<q>[{_OPEN}]?)$")
_BASE_BEFORE = re.compile(f"(?P<base>{'|'.join((*BASES, '同年', '当年'))})的?(?P<q>[{_OPEN}]?)$")
_EVERY_BEFORE = re.compile(f"(?:每逢|每到|每当|每年的?|历年|逢)(?P<q>[{_OPEN}]?)$")
_IN_BEFORE = re.compile(f"(?:[在于至到从自]|临近|恰逢|正值|时值|适逢|截至)(?P<q>[{_OPEN}]?)$")
_NEAR_AFTER = re.compile(
    "(?:来临|到来|即将|将至)?(?:之前|以前|前夕|前后|之际|期间|当天|当日|之后|以后|这一?天|那天|假期|放假|上午|下午|晚上)"
    "|(?:来临|到来)(?=[,，前])|前(?![往来列进期])|后(?=[,，])"
)
_OBJECT_BEFORE = re.compile(f"(?:第[0-9一二三四五六七八九十]+个|庆祝|纪念|欢庆|喜迎|迎接?|欢度|庆)[全国]*[{_OPEN}]?$")
_AND_SO_ON = re.compile(f"[{_CLOSE}]?(?:节|建党节)?[、及和].{{0,24}}?等|[{_CLOSE}]?等")
_AND = re.compile(f"{SPACE}{AND}{SPACE}")
_UNTIL = re.compile("(?:之前|以前|前(?!后|夕))")
MOVING = "date.moving."  # how the rules of holidays without a day of their own begin
_NUMERIC = "0123456789"
_BEFORE = 12


@lru_cache(maxsize=8)
def _compiled(lexicon: Lexicon) -> tuple[re.Pattern[str], dict[str, Entry], re.Pattern[str] | None]:
    """One pattern over all terms, grouped by their first character so that the search skips fast; what is no date."""
    entries = {term: e for e in lexicon["holidays"] if e.kind != "notdate" for term in e.terms}
    groups: dict[str, list[str]] = {}
    for term in sorted(entries, key=len, reverse=True):
        groups.setdefault(term[0], []).append(re.escape(term[1:]))
    pattern = "|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in groups.items())
    declined = "|".join(f"(?:{e.source})" for e in lexicon["holidays"] if e.kind == "notdate")
    return re.compile(pattern or "(?!)"), entries, re.compile(declined) if declined else None


def holidays(text: str, lexicon: Lexicon) -> Iterator[Found]:
    """The holidays of a text, those that are no dates with the reason why not."""
    pattern, entries, declined = _compiled(lexicon)
    before: Found | None = None
    for match in pattern.finditer(text):
        entry = entries[match[0]]
        if before and match.start() < before.span.end:
            continue
        if entry.kind == "numeral" and not _stands_alone(text, match):
            continue
        span = _whole(text, match, entry)
        around = max(0, match.start() - 2)
        spoken = declined.search(text, around, match.end() + _BEFORE) if declined else None
        if spoken and spoken.start() <= match.start() < spoken.end():
            before = _found(entry, span, veto="不是日期的说法")
        elif before and _in_list(text, before, span):
            before = _found(entry, span, before.first.year, before.base)
        else:
            before = _judged(text, entry, span, match)
        yield before


def _in_list(text: str, before: Found, span: Span) -> bool:
    """Whether the year of the holiday before holds for this one too: 2010年“七一”、“十一”."""
    said = not before.veto and (before.first.year is not None or before.base)
    return bool(said and before.first.month and _AND.fullmatch(text, before.span.end, span.start))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether no numeral goes on beside it: 第十一, 5.12万元, 二七一."""
    before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
    numeral = "零〇一二三四五六七八九十百千万第.．·" + _NUMERIC
    return before not in list(numeral) and after not in list(numeral + "%亿个名次")


def _whole(text: str, match: re.Match[str], entry: Entry) -> Span:
    """The name with its quotes and with the day's full name after it: “三八”妇女节."""
    start, end = match.span()
    if end < len(text) and text[end] in _CLOSE and start and text[start - 1] in _OPEN:
        start, end = start - 1, end + 1
    longest = sorted(entry.extra.get("after", ()), key=len, reverse=True)
    return Span(start, end + len(next((name for name in longest if text.startswith(name, end)), "")))


def _judged(text: str, entry: Entry, span: Span, match: re.Match[str]) -> Found:
    """The holiday with its year, as a recurring one, or declined."""
    before = text[max(0, span.start - _BEFORE) : span.start]
    open_ = "until" if _UNTIL.match(text, span.end) else ""
    if every := _EVERY_BEFORE.search(before):
        return _found(entry, _from(span, every), base="每年")
    if year := _YEAR_BEFORE.search(before):
        found = _found(entry, _from(span, year), year_of(year["y"]))
        if entry.kind != "moving":
            return found._replace(open=open_)
        if found.first.day:
            return found
    if reason := _declined(text, entry, span, match, before):
        return _found(entry, span, veto=reason)
    base = _BASE_BEFORE.search(before)
    return _found(entry, _from(span, base) if base else span, base=base["base"] if base else "")._replace(open=open_)


def _declined(text: str, entry: Entry, span: Span, match: re.Match[str], before: str) -> str:
    """Why a holiday without a year is no date, in Chinese; empty where it is one."""
    quoted = text[span.start] in _OPEN or len(span) > len(match[0])
    in_time = _NEAR_AFTER.match(text, span.end) or _BASE_BEFORE.search(before)
    beside = _IN_BEFORE.search(before) and text[span.end : span.end + 1] in list(",，、。至到")
    reasons = (
        (entry.kind == "moving", "没有固定公历日的节日"),
        (_OBJECT_BEFORE.search(before), "节日名作宾语，不作日期"),
        (_AND_SO_ON.match(text, span.end), "泛指节日"),
        (entry.kind == "numeral" and match[0][0] in _NUMERIC and not quoted, "像小数，不是节日"),
        (not (in_time or beside), "节日名作修饰语，不作日期"),
    )
    return next((reason for holds, reason in reasons if holds), "")


def _from(span: Span, before: re.Match[str]) -> Span:
    return Span(span.start - len(before[0]), span.end)


def _found(entry: Entry, span: Span, year: int | None = None, base: str = "", veto: str = "") -> Found:
    if entry.kind == "moving":
        return Found(span, _moved(entry, year), None, "holiday", f"{MOVING}{entry.id}", base, veto=veto)
    month, _, day = entry.get("date").partition("-")
    point = Point(year, int(month), int(day)) if day else Point(year)
    return Found(span, point, None, "holiday", f"date.holiday.{entry.id}", base, veto=veto)


def _moved(entry: Entry, year: int | None) -> Point:
    """The day of a moving holiday in a year; the year alone where the lexicon does not know it."""
    day = next((day for day in entry.extra.get("days", ()) if day.startswith(f"{year}-")), "")
    return Point(*map(int, day.split("-"))) if day else Point(year)
