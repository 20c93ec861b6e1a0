"""Numerals of running text: 〇○零, 两, 廿, 卅, 大写, full-width and mixed ones (1.5万, 3千), and approximations.

Three ways in:

- `NUMBER`, a pattern source (no groups, at most some 40 characters, linear) that matches one numeral candidate:
  8, 1,200, 1.5万, 二十三, 十几, 二十余, 200多万. It matches no ordinals (第15) and starts only where a numeral starts.
- `value(text)`, the number that a numeral denotes, or None where it is none.
- `quantity(text)`, the same with approximations told apart: 近百 → Quantity(100, True). Vague ones (几十) give None.

A lone 一, 两 or 万 is a candidate like any other: what makes it a number is the measure word that the caller asks for.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NamedTuple

DIGITS = dict(zip("一二三四五六七八九", range(1, 10), strict=True)) | dict(
    zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)
)
DIGITS |= {"两": 2, "兩": 2, "貳": 2, "弍": 2, "叄": 3, "陸": 6}
# Zero as it is written and as it is mistyped inside a positional numeral (二О一О, 二0一0, 二Ｏ一○).
ZEROS = "零〇○◯0OoＯｏОо０"
UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000}
UNITS |= {"万": 10**4, "萬": 10**4, "亿": 10**8, "億": 10**8}
SCORES = {"廿": "二十", "卅": "三十", "卌": "四十"}

HAN_DIGIT = "一二三四五六七八九壹贰叁肆伍陆柒捌玖两兩貳弍叄陸"
_HAN_ZERO = "零〇○◯"
_HAN_UNIT = "".join(UNITS)
_HAN = f"{HAN_DIGIT}{_HAN_ZERO}{_HAN_UNIT}{''.join(SCORES)}"

ARABIC = r"(?<![0-9])(?<![0-9][.．])(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9])|[0-9]{1,12}(?:[.．][0-9]{1,4})?(?![0-9]))"
HAN = f"(?<![{_HAN}])[{_HAN}]{{1,16}}"
_MIXED = f"{ARABIC}(?:[余多来]?[{_HAN_UNIT}]{{1,2}}(?:[0-9]{{1,4}}[{_HAN_UNIT}])?)?"
NUMBER = f"(?<!第)(?:(?:{_MIXED}|{HAN})(?:[余多来几][万亿]?)?)"
# What may stand before a number and makes it an approximation (近百名, 约200人, 超过30次).
ABOUT = "(?:大约|大概|将近|接近|超过|不下|不低于|不少于|上|约|近|逾|超)"
# Shares, which are no counts: 80%, 百分之八十, 三分之二, 4/5, 九成.
RATIO = (
    rf"(?:{ARABIC}(?:个百分点|[%％‰])|[百千万]分之[{_HAN}0-9.]{{1,8}}|[{_HAN}0-9]{{1,4}}分之[{_HAN}0-9.]{{1,6}}"
    rf"|(?<![0-9/])[0-9]{{1,4}}/[0-9]{{1,4}}(?![0-9/])|[{HAN_DIGIT}0-9]成(?=以上|多|的?党员|左右))"
)

_FOLD = {ord(w): ord(n) for w, n in zip("０１２３４５６７８９．，", "0123456789.,", strict=True)}
_PLAIN = re.compile(r"[0-9]{1,18}(?:\.[0-9]{1,6})?|[0-9]{1,3}(?:,[0-9]{3}){1,5}(?:\.[0-9]{1,6})?")
_POSITIONAL = re.compile(f"[{HAN_DIGIT}{ZEROS}]{{2,12}}")
_TOKEN = re.compile(rf"[0-9]{{1,12}}(?:\.[0-9]{{1,4}})?|[{_HAN}]")
_SPOKEN = re.compile(rf"(?:[0-9]{{1,12}}(?:\.[0-9]{{1,4}})?|[{_HAN}]){{1,16}}")
_APPROX = re.compile(f"(?P<about>{ABOUT})?(?P<head>.+?)(?:(?P<more>[余多来几])(?P<unit>[万萬亿億]?))?")
_RANGE = re.compile(f"(?P<low>[{HAN_DIGIT}])(?P<high>[{HAN_DIGIT}])(?P<unit>[{_HAN_UNIT}]*)$")


class Quantity(NamedTuple):
    """A number and whether the text gives it as an approximation; the value is then the one it names."""

    value: int | float
    approx: bool = False


def value(text: str) -> int | float | None:
    """The number a numeral denotes, exact; None where the text is no numeral or is two digits side by side (三四)."""
    text = text.strip().translate(_FOLD)
    if _PLAIN.fullmatch(text):
        return _number(Decimal(text.replace(",", "")))
    for char, spoken in SCORES.items():
        text = text.replace(char, spoken)
    if _POSITIONAL.fullmatch(text):
        return positional(text) if len(text) > 2 or set(text) & set(ZEROS) else None
    return _spoken(_TOKEN.findall(text)) if _SPOKEN.fullmatch(text) else None


def quantity(text: str) -> Quantity | None:
    """The number of a numeral that may be an approximation: 十几, 二十余, 200多万, 近百, 三四十, 十五六."""
    match = _APPROX.fullmatch(text.strip().translate(_FOLD)) if len(text) <= 48 else None
    if not match:
        return None
    exact = value(match["head"] + (match["unit"] or ""))
    if exact is not None:
        return Quantity(exact, bool(match["about"] or match["more"]))
    return _between(match["head"])


def positional(text: str) -> int | None:
    """The number whose digits stand side by side: 二〇一〇 → 2010; None where a character is no digit."""
    digits = ["0" if char in ZEROS else str(DIGITS.get(char, char)) for char in text]
    joined = "".join(digits)
    return int(joined) if joined.isascii() and joined.isdigit() and len(joined) <= 18 else None


def _between(text: str) -> Quantity | None:
    """Two neighbouring digits name a range, of which the lower end is taken: 三四十 → 30, 十五六 → 15, 三五 → 3."""
    match = _RANGE.search(text)
    if not match or DIGITS[match["high"]] - DIGITS[match["low"]] not in (1, 2):
        return None
    low = value(text[: match.start()] + match["low"] + match["unit"])
    return None if low is None else Quantity(low, True)


def _spoken(tokens: list[str]) -> int | float | None:
    """A numeral with units (一百二十三, 1.5万, 两千三); units must descend."""
    total, section, number = Decimal(0), Decimal(0), None
    small, big, last, zero = 10**4, 10**16, 1, False
    for token in tokens:
        unit = UNITS.get(token)
        if unit is None:
            if number is not None:
                return None
            zero, number = (True, None) if token in _HAN_ZERO else (zero, _digit(token))
        elif unit >= 10**4:
            total, big = _lifted(total, section, number, unit, big)
            if not big:
                return None
            section, number, small, last, zero = Decimal(0), None, 10**4, unit, False
        elif unit >= small:
            return None
        else:
            section += (1 if number is None else number) * unit
            number, small, last, zero = None, unit, unit, False
    # 一百五 is 150, 一百零五 is 105.
    rest = (number or 0) * (last // 10 if last > 10 and not zero else 1)
    return _number(total + section + rest)


def _lifted(total: Decimal, section: Decimal, number: Decimal | None, unit: int, big: int) -> tuple[Decimal, int]:
    """What was read so far times 万 or 亿, and that unit as the new bound; bound 0 where the units do not descend."""
    here = section + (number or 0)
    if unit < big:
        return total + (here or 1) * unit, unit
    # 1.2万亿, 三千万亿: a bigger unit lifts all before it.
    return (total * unit, unit) if not here and unit > big else (total, 0)


def _digit(token: str) -> Decimal:
    return Decimal(DIGITS.get(token) or token)


def _number(number: Decimal) -> int | float:
    return int(number) if number == number.to_integral_value() else float(number)
