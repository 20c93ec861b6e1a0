"""Number formats of Word's lists."""

from __future__ import annotations

_DIGITS = "〇一二三四五六七八九"


def _counting(value: int) -> str:
    if value < 10:
        return _DIGITS[value]
    if value < 100:
        tens, ones = divmod(value, 10)
        return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")
    return "".join(_DIGITS[int(d)] for d in str(value))


def format_number(value: int, format: str) -> str:
    """A list number as Word shows it."""
    if format in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting"):
        return _counting(value)
    if format == "decimalEnclosedCircle" or format == "decimalEnclosedCircleChinese":
        return chr(0x245F + value) if value <= 20 else str(value)
    if format == "lowerLetter":
        return chr(96 + (value - 1) % 26 + 1) * ((value - 1) // 26 + 1)
    if format == "upperLetter":
        return chr(64 + (value - 1) % 26 + 1) * ((value - 1) // 26 + 1)
    return "" if format == "none" else str(value)
