"""Dates that only their place makes dates: 8.19 in a title, a signature or a bracket, and 12日 after 6月10日.

A report's head is its title lines; its foot the lines of the signature. Both also tell of the report's own date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.extractors.date_grammar import DIGIT, TO, ZERO, Atom, lone_day, small, year_of
from pipeline.extractors.date_phrases import Found
from pipeline.language.draft import Draft
from pipeline.language.edtf import Point
from pipeline.model import LIKELY, Span

_HEAD_LINES, _HEAD_CHARS, _FOOT_LINES, _FOOT_CHARS = 8, 60, 5, 45
_PUNCTUATED = re.compile("[。；;！!？?]")
_SHORT = re.compile(
    f"(?P<m>[0-9][0-9]?)[.．](?P<d>[0-9]{{1,2}})(?:[ ]?{TO}[ ]?(?P<m2>[0-9]{{1,2}})[.．](?P<d2>[0-9]{{1,2}}))?"
    r"(?![0-9A-Za-z%％.．日号])"
)
# A signature's date set wide (2 0 1 0 年 1 2 月 8 日) or short (10.12.28).
_FIGURE = f"[0-9{DIGIT}{ZERO}十]"
_WIDELY = f"{_FIGURE}(?: ?{_FIGURE})"
_SIGNED = re.compile(
    f"(?P<y>[12一二](?: ?{_FIGURE}){{3}}) ?年 ?(?P<m>{_WIDELY}?) ?月(?: ?(?P<d>{_WIDELY}{{0,2}}) ?[日号])?"
    r"|(?P<y2>[012][0-9])(?P<sep>[./．])(?P<m2>[0-9]{1,2})(?P=sep)(?P<d2>[0-9]{1,2})"
)
_WIDE = re.compile(f"{_FIGURE} {_FIGURE}")
_NO_SHORT_BEFORE = re.compile(r"[0-9A-Za-z.．/_-]$")
_ON_BEFORE = re.compile("(?:于|在|自|从|截至|截止)$")
_HOUR_AFTER = re.compile("(?:上午|下午|中午|晚上?|当天|当日)")
_MEASURE_AFTER = re.compile(
    "(?:[万亿元块‰平㎡公米吨斤亩克升度倍分人名位个次户家件项场台辆套级版号成]|以[上下]|左右|个?百分点)"
)
_CLOSING = re.compile(r"[)）\]”\"》\s]*")
_NAME_BEFORE = re.compile(r"(?:[^\n,，。；：:、0-9]{1,30}[ \t]+)?")
_CARRIED_BEFORE = ",，。；;\n于"
_CARRIED_AFTER = re.compile("[,，]|上午|下午|晚|召开|组织|举行|举办|开展|我|全体")
_LOOK_BACK = 4
_CARRY = 240  # characters over which a month is carried on


class Places(NamedTuple):
    """Where the head of a report ends and where its foot begins, in working offsets."""

    head: int
    foot: int


def places(draft: Draft) -> Places:
    """The head: up to eight short lines without sentence marks; the foot: the last five such lines."""
    text = draft.text
    first = draft.sections[0].span.start if draft.sections else len(text)
    head = _lines_end(text, first)
    return Places(head, _foot(text, head))


def _lines_end(text: str, limit: int) -> int:
    at = 0
    for _ in range(_HEAD_LINES):
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end].strip()
        if end > limit or len(line) > _HEAD_CHARS or _PUNCTUATED.search(line):
            return at
        at = min(end + 1, len(text))
    return at


def _foot(text: str, head: int) -> int:
    end = len(text.rstrip())
    for _ in range(_FOOT_LINES):
        start = text.rfind("\n", head, end) + 1
        line = text[start:end].strip()
        if start <= head or len(line) > _FOOT_CHARS or _PUNCTUATED.search(line):
            return end
        end = start - 1
    return end


def in_foot(text: str, found: Found, where: Places) -> bool:
    """Whether the date closes a line of the signature."""
    if found.span.start < where.foot:
        return False
    end = text.find("\n", found.span.end)
    return not text[found.span.end : len(text) if end < 0 else end].strip(" \t)）。.日")  # 2010年12月  日


def signatures(text: str, where: Places) -> Iterator[Found]:
    """The dates of the foot's lines that only a signature writes so: with spaces between the digits, or 10.12.28."""
    at = where.foot
    for line in text[at:].split("\n"):
        match = _SIGNED.fullmatch(line.strip())
        if match and (match["y2"] or _WIDE.search(match[0])):
            start = at + len(line) - len(line.lstrip())
            year, month, day = (match[a] or match[b] for a, b in (("y", "y2"), ("m", "m2"), ("d", "d2")))
            first = Point(2000 + int(year) if match["y2"] else year_of(_closed(year)), small(_closed(month)))
            first = first._replace(day=small(_closed(day)) if day else None)
            if first.possible:
                kind = first.precision
                yield Found(Span(start, start + len(match[0])), first, None, kind, "date.signed", confidence=LIKELY)
        at += len(line) + 1


def _closed(figures: str) -> str:
    return figures.replace(" ", "")


def short_dates(text: str, where: Places) -> Iterator[Found]:
    """Days written 8.19 where the place says that they are days; others with the reason why not."""
    for match in _SHORT.finditer(text):
        first = Point(None, int(match["m"]), int(match["d"]))
        last = Point(None, int(match["m2"]), int(match["d2"])) if match["m2"] else None
        before = text[max(0, match.start() - 4) : match.start()]
        if _NO_SHORT_BEFORE.search(before) or _MEASURE_AFTER.match(text, match.end()):
            continue
        if not (first.month and first.day and first.possible and (last is None or last.possible)):
            continue
        sure = _is_day(text, match, before, where)
        kind, rule = ("interval", "date.short.interval") if last else ("day", "date.short")
        veto = "" if sure else "像小数或编号，没有日期的语境"
        yield Found(Span(*match.span()), first, last, kind, rule, veto=veto, confidence=LIKELY)


def _is_day(text: str, match: re.Match[str], before: str, where: Places) -> bool:
    """In a title's end, alone in a signature or a bracket, after 于 or before 上午."""
    start, end = match.span()
    if _ON_BEFORE.search(before) or _HOUR_AFTER.match(text, end):
        return True
    lead = text[max(0, start - _HEAD_CHARS) : start].rpartition("\n")[2]
    tail = text[end : end + _FOOT_CHARS].partition("\n")[0]
    if start < where.head and _CLOSING.fullmatch(tail):
        return bool(lead.strip())
    if start >= where.foot and not tail.strip():
        return bool(_NAME_BEFORE.fullmatch(lead))
    bracketed = before[-1:] in ("(", "（") and text[end : end + 1] in (")", "）")
    return bracketed and (match["m2"] is not None or (bool(lead[:-1].strip()) and len(match["d"]) == 2))


def carried_day(text: str, at: int, earlier: Sequence[Found]) -> Found | None:
    """A day whose month an earlier date of the same paragraph names: 6月10日，召开…。12日，召开…"""
    if at and text[at - 1] not in _CARRIED_BEFORE:
        return None
    day = lone_day(text, at)
    before = next((f for f in reversed(earlier[-_LOOK_BACK:]) if not f.veto), None)
    if not day or not before or not _CARRIED_AFTER.match(text, day.end):
        return None
    point = before.last or before.first
    same = at - before.span.end <= _CARRY and "\n" not in text[before.span.end : at]
    if not same or point.day is None or point.month is None or before.base:
        return None
    return _carried(day, point)


def _carried(day: Atom, point: Point) -> Found | None:
    # The month goes on where the days do: 28日 after 6月30日 would be a guess.
    if (day.point.day or 0) < (point.day or 0):
        return None
    return Found(Span(day.start, day.end), point._replace(day=day.point.day), None, "day", "date.carried-day")
