"""The pieces of a date, from digits up, and the atom they make: one day, month, year, half or quarter as written.

Every piece is a pattern source with what it must and must not match in tests/test_dates.py. `ANCHOR` is the cheap pass
that finds where a date may start; `atom_at` reads one there. Lists and intervals of atoms are in date_phrases.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.language import numerals
from pipeline.language.edtf import Point

ZERO = "〇○零◯OoОо0"
DIGIT = "一二三四五六七八九"
SPACE = r"[ \t]{0,2}"  # 二〇一〇年 七月 二日
SEPARATOR = "[-./．·]"  # 2010-05-25, 2010.5.25, 2010．5．25

DAY_UNIT = "[日号號]"

# A zero is often typed as a letter or a circle: 2O10年, 2○11年.
YEAR = f"(?:1[89][0-9]{{2}}|2[{ZERO}][0-9{ZERO}]{{2}}|[一二][{DIGIT}{ZERO}]{{3}})"
# ’10年5月, 09年, 10年底, 一〇年五月: two digits are a year only where what follows says so (10年来 is a duration).
SHORT_YEAR = (
    f"(?:['’‘][0-9]{{2}}|(?<![0-9][:：])0[0-9](?={SPACE}年(?!来|间|内|以))|[{ZERO}][{DIGIT}]"
    f"|(?:(?<![0-9][:：])[0-9]{{2}}|[九八一二][{DIGIT}{ZERO}])(?={SPACE}年{SPACE}(?:[0-9{DIGIT}十]{{1,2}}月|[初底末]|度|[上下]半年)))"
)
NUMBER = f"(?:[0-9]{{1,2}}(?![0-9])|[{DIGIT}十廿卅元]{{1,3}}(?![{DIGIT}十]))"
EARLY, LATE = "初(?![中一二三级小高])", "(?:底(?![线子数])|末(?!班))"
MONTH_PART = f"(?:[上中下]旬|[上中下]、?[上中下]旬|[上下]半月|{EARLY}|{LATE})"
QUARTER = "(?:前三季度|第?[一1]至[三3]季度|第?[一二三四1-4]季度?)"
YEAR_PART = f"(?:年?(?:{EARLY}|{LATE})|年终(?=[,，前])|[上下]半年|{QUARTER}|全年)"

TO = "(?:起?至|起?到|开始[至到]|[-—–―─‐‑−~～]{1,4})"
AND = "(?:、|和|及|以及|与|或)"
_LINK = f"{SPACE}(?:{TO}|{AND}){SPACE}"
# A number without its unit, which stands behind the next one: 5—8月, 10、11月, 6月10、12日, 2010—2012年.
_SHARED_MONTH = f"(?=(?:{_LINK}{NUMBER}){{1,4}}{SPACE}(?:月|[两三]个?月))"
_OF_MONTHS = "(?=[两三]个?月)"  # 3、4两个月
_OF_DAYS = "(?=[两三四五][日天])"  # 24、25两日
_SHARED_DAY = f"(?=(?:{_LINK}{NUMBER}){{1,6}}{SPACE}(?:{DAY_UNIT}|[两三四五][日天]|月{SPACE}{NUMBER}{SPACE}{DAY_UNIT}))"
_SHARED_YEAR = f"(?=(?:{_LINK}{YEAR}){{1,3}}{SPACE}(?:年|(?:连续)?[两三四五]年|[)）]))"
# The 日 that was left out: 于2010年5月25，…
_BARE_DAY = rf"(?<=[0-9])(?={SPACE}(?:[,，。;；)）\n]|$))"

DAY = f"(?P<d>{NUMBER})(?:{SPACE}{DAY_UNIT}|{_SHARED_DAY}|{_BARE_DAY})"
MONTH = f"(?P<m>{NUMBER}){SPACE}(?:月(?!月)(?:份|{SPACE}{DAY}|{SPACE}{MONTH_PART})?|{_SHARED_MONTH}|{_OF_MONTHS})"
DOT_DAY = f"(?P<dm>[0-9]{{1,2}})[.．·](?P<dd>[0-9]{{1,2}}){SPACE}{DAY_UNIT}"
WITH_UNITS = (
    f"(?:(?P<y>{YEAR}|{SHORT_YEAR}){SPACE}年(?![代级龄薪纪]))?"
    f"(?:{SPACE}的?{SPACE}(?:{DOT_DAY}|{MONTH}|(?P<part>{YEAR_PART}))|度(?![过假]))?"
)
DOTTED = (
    f"(?P<y>(?:19|20)[0-9]{{2}})(?P<sep>{SEPARATOR})(?P<m>[0-9]{{1,2}})(?:(?P=sep)(?P<d>[0-9]{{1,2}}){DAY_UNIT}?|月)?"
    r"(?![0-9A-Za-z%])(?!(?P=sep)[0-9]{1,2}(?![0-9]))"
)
COMPACT = "(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9A-Za-z])"
SHARING_YEAR = f"(?P<y>{YEAR}){_SHARED_YEAR}"
LONE_DAY = f"(?P<d>{NUMBER})(?:{SPACE}{DAY_UNIT}(?![内子均程期])|{_OF_DAYS}|{_SHARED_DAY})"

ANCHOR = re.compile(
    # a class and not a repeated one to begin with: `re` scans for that at full speed
    f"[0-9{DIGIT}{ZERO}十元'’‘][0-9{DIGIT}{ZERO}十元'’‘]{{0,7}}"
    f"(?={SPACE}[年月日号號]|{SEPARATOR}[0-9]|{_LINK}[0-9{DIGIT}十]{{1,4}}{SPACE}(?:[年月)）]|(?:连续)?[两三四五]个?[年月])|{_LINK}20[0-9]{{2}}{_LINK}20|(?<=[0-9]{{8}})(?![0-9]))"
)
_LAST_OF_MONTHS = re.compile(_OF_MONTHS)
_WITH_UNITS = re.compile(WITH_UNITS)
_DOTTED = re.compile(DOTTED)
_COMPACT = re.compile(COMPACT)
_SHARING_YEAR = re.compile(SHARING_YEAR)
_LONE_DAY = re.compile(LONE_DAY)

_TENS = (("",), ("十",), ("二十", "廿"), ("三十", "卅"))
_SMALL = {str(n): n for n in range(100)} | {f"0{n}": n for n in range(10)} | {"元": 1}
_SMALL |= {ten + one: 10 * i + j for i, tens in enumerate(_TENS) for ten in tens for j, one in enumerate(("", *DIGIT))}
_UNREADABLE = -1
_PIVOT = 40  # '39年 is 2039, '40年 is 1940
_QUARTERS = {c: n for n, pair in enumerate(("一1", "二2", "三3", "四4")) for c in pair}


class Atom(NamedTuple):
    """A date without connectives, at working offsets; `last` is set where it is a stretch of months (半年, 季度).

    style: ymd, ym, year, part, md, month, dotted, iso, compact, day, bare-year, bare-month (their unit follows later).
    `base` is the word that says the year by another one (去年).
    """

    start: int
    end: int
    point: Point
    style: str
    last: Point | None = None
    base: str = ""


def atom_at(text: str, at: int) -> Atom | None:
    """The date that starts at an offset, if any: with units, dotted, compact, or sharing the unit of the next."""
    for pattern, read in ((_WITH_UNITS, _united), (_SHARING_YEAR, _sharing), (_DOTTED, _dotted), (_COMPACT, _dotted)):
        match = pattern.match(text, at)
        atom = read(match) if match and match.end() > at else None
        if atom:
            return atom
    return None


def lone_day(text: str, at: int) -> Atom | None:
    """A day whose month stands before it: 6月10日、12日."""
    match = _LONE_DAY.match(text, at)
    day = small(match["d"]) if match else None
    return Atom(at, match.end(), Point(None, None, day), "day") if match and day and day != _UNREADABLE else None


def small(text: str | None) -> int | None:
    """A number below a hundred, Arabic or Chinese; 元 is the first month; 三一 is unreadable."""
    return _SMALL.get(text, _UNREADABLE) if text else None


def year_of(text: str) -> int:
    """A year of four or two digits, Arabic or Chinese."""
    digits = text.lstrip("'’‘")
    number = numerals.positional(digits) or 0
    return number if len(digits) == 4 else number + (2000 if number < _PIVOT else 1900)


def _united(match: re.Match[str]) -> Atom | None:
    year = year_of(match["y"]) if match["y"] else None
    month, day = small(match["m"] or match["dm"]), small(match["d"] or match["dd"])
    if month is None:
        return _of_year(match, year) if year else None
    if _UNREADABLE in (month, day):
        return None
    point = Point(year, month, day)
    bare = day is None and not match["dm"] and not match.string[match.end("m") : match.end()].strip()
    bare = bare and not _LAST_OF_MONTHS.match(match.string, match.end())
    style = ("ymd" if year else "md") if day is not None else "bare-month" if bare else "ym" if year else "month"
    return Atom(*match.span(), point, style)


def _of_year(match: re.Match[str], year: int) -> Atom:
    """A year, or the months of it that 上半年, 一季度, 年底 name."""
    part = match["part"] or ""
    first, last = months_of(part)
    if not first:
        return Atom(*match.span(), Point(year), "year")
    style = "part" if last else "ym"
    return Atom(*match.span(), Point(year, first), style, Point(year, last) if last else None)


def months_of(part: str) -> tuple[int, int]:
    """The first and last month of a part of the year; (12, 0) for 年底, (0, 0) where it is no part."""
    if "季" in part:
        if part[0] == "前" or "至" in part:
            return 1, 9
        quarter = _QUARTERS[part.strip("第季度")]
        return 3 * quarter + 1, 3 * quarter + 3
    if "半年" in part:
        return (1, 6) if "上" in part else (7, 12)
    return (1, 0) if "初" in part else (12, 0) if part[-1:] in ("底", "末", "终") and part else (0, 0)


def _sharing(match: re.Match[str]) -> Atom:
    return Atom(*match.span(), Point(year_of(match["y"])), "bare-year")


def _dotted(match: re.Match[str]) -> Atom:
    point = Point(int(match["y"]), int(match["m"]), int(match["d"]) if match["d"] else None)
    separator = match.groupdict().get("sep", "")
    return Atom(*match.span(), point, "compact" if not separator else "iso" if separator == "-" else "dotted")
