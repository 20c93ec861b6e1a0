"""Dates said in words: relative ones (去年底, 今年上半年, 本月10日), recurring ones (每周二, 每月10日), years looked at
without 年 (展望2018).

A relative one is fixed by the report's own year where that is known (date_years); a recurring one never is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extractors.date_grammar import EARLY, LATE, MONTH_PART, NUMBER, months_of, small
from pipeline.extractors.date_phrases import ANAPHORIC, BASES, Found
from pipeline.language.edtf import Point
from pipeline.model import Span

_YEARS = "|".join((*(b for b in BASES if b != "每年"), *ANAPHORIC))
# The search stops only at characters that begin a part; what says its year stands before it.
_PART = re.compile(
    "[上下年季本当](?:(?P<half>(?<=[上下])半年(?!度))"
    f"|(?P<edge>(?<=年)(?:{EARLY}|{LATE}))|(?P<quarter>(?<=季)度)"
    f"|(?P<month>(?:(?<=[上下])个?|(?<=[本当]))月份?(?:(?P<day>{NUMBER})[日号]|{MONTH_PART})?))"
)
_BEFORE_HALF = re.compile(f"(?P<base>{_YEARS})(?:的|度)?$")
_BEFORE_EDGE = re.compile(f"(?P<base>{_YEARS}|[{''.join(b[0] for b in (*BASES, *ANAPHORIC) if len(b) == 2)}]|第二)$")
_BEFORE_QUARTER = re.compile(f"(?P<base>{_YEARS})?(?:的|度)?(?P<which>前三|第?[一二三四])$")
_WEEKDAY = "(?:星期|礼拜|周)?[一二三四五六日天](?![个次名年篇份场期堂项件题人])"
_RECURRING = re.compile(
    f"每(?:个)?(?:(?:周|星期|礼拜)的?(?:{_WEEKDAY})(?:\\s?[、和]\\s?{_WEEKDAY})*"
    f"|月的?(?P<day>{NUMBER})[日号](?:[、和至到—-]{NUMBER}[日号])?"
    "|月的?(?:[上中下]旬|月?[初底末]|第[一二三四]个?(?:周|星期)[一二三四五六日天]?)"
    "|季度(?:[初末]|第[一二三]个?月)|年年?[初底末])"
)
_LOOKED_AT = re.compile(
    "(?:展望|回首|回顾|回望|迎接|告别|喜迎|走进|走过|再见)[“‘]?(?P<y>20[0-9]{2})(?![0-9年.．/／%％—–-]|[万亿元名人个次份户])"
)
_SHIFTS = {"本": 0, "当": 0, "上": -1, "下": 1}
_REACH = 6


def relative(text: str) -> Iterator[Found]:
    """The parts of a year or month that are named by their distance from the report's own."""
    for match in _PART.finditer(text):
        if match["month"]:
            point = Point(None, None, small(match["day"]))
            base = f"month{_SHIFTS[match[0][0]]:+d}"
            yield Found(Span(*match.span()), point, None, "relative", "date.relative.month", base)
        elif found := _part_of_year(text, match):
            yield found


def _part_of_year(text: str, match: re.Match[str]) -> Found | None:
    """上半年, 年底, 三季度 with the word before them that says the year."""
    pattern = _BEFORE_HALF if match["half"] else _BEFORE_EDGE if match["edge"] else _BEFORE_QUARTER
    before = pattern.search(text, max(0, match.start() - _REACH), match.start())
    if match["quarter"] and not before:
        return None
    base = (before["base"] if before else "") or ""
    part = (before["which"] if before and match["quarter"] else "") + match[0]
    first, last = months_of(part)
    span = Span(before.start() if before else match.start(), match.end())
    end = Point(None, last) if last else None
    word = base if base.endswith("年") else f"{base}年" if base else "今年"
    return Found(span, Point(None, first), end, "relative", "date.relative.part", word)


def named(text: str) -> Iterator[Found]:
    """Years without 年 that are looked back or forward at: 展望2018，迎接2023."""
    for match in _LOOKED_AT.finditer(text):
        yield Found(Span(*match.span("y")), Point(int(match["y"])), None, "year", "date.named-year")


def recurring(text: str) -> Iterator[Found]:
    """What comes back every week, month or quarter."""
    for match in _RECURRING.finditer(text):
        point = Point(None, None, small(match["day"]))
        yield Found(Span(*match.span()), point, None, "recurring", "date.recurring", "每")
