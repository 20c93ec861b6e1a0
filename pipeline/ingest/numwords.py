"""Numbers in words and letters, as Word writes them in lists: Roman, English, Vietnamese, Hebrew."""

from __future__ import annotations

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
    (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def roman(value: int) -> str:
    """Small Roman numerals; empty for 0."""
    parts = []
    for size, numeral in _ROMAN:
        count, value = divmod(value, size)
        parts.append(numeral * count)
    return "".join(parts)


def ordinal(value: int) -> str:
    """1st, 2nd, 3rd, 11th."""
    teen = 11 <= value % 100 <= 13
    return f"{value}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(value % 10, 'th')}"


_ONES = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
]  # fmt: skip
_TENS = ["zero", "ten", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
_IRREGULAR = {"one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth",
              "nine": "ninth", "twelve": "twelfth"}  # fmt: skip


def words(value: int) -> str:
    """English cardinals without "and": one hundred twenty-one."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    size, name = (100, "hundred") if value < 1000 else (1000, "thousand")
    count, rest = divmod(value, size)
    return f"{words(count)} {name}" + (f" {words(rest)}" if rest else "")


def ordinal_words(value: int) -> str:
    """Twenty-first."""
    text = words(value)
    cut = max(text.rfind(" "), text.rfind("-")) + 1
    last = text[cut:]
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return (text[:cut] + _IRREGULAR.get(last, regular)).capitalize()


_VIETNAMESE = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"]


def vietnamese(value: int) -> str:
    """Vietnamese words up to 1000, then decimal."""
    if value >= 1000:
        return "một ngàn" if value == 1000 else str(value)
    hundreds, rest = divmod(value, 100)
    if hundreds:
        tail = "" if rest == 0 else f" lẻ {_VIETNAMESE[rest]}" if rest < 10 else f" {vietnamese(rest)}"
        return f"{_VIETNAMESE[hundreds]} trăm{tail}"
    tens, ones = divmod(value, 10)
    if tens == 0:
        return _VIETNAMESE[ones]
    last = "" if ones == 0 else " lăm" if ones == 5 else " mốt" if ones == 1 and tens > 1 else f" {_VIETNAMESE[ones]}"
    return ("mười" if tens == 1 else f"{_VIETNAMESE[tens]} mươi") + last


_HEBREW = "אבגדהוזחטיכלמנסעפצקרשת"
_HEBREW_HUNDREDS = ["", "ק", "ר", "ש", "ת", "תק", "תר", "תש", "תת", "תתק"]


def hebrew(value: int) -> str:
    """Hebrew numerals; Word starts over past 783."""
    value = (value - 1) % 783 + 1 if value else 0
    rest = value % 100
    if rest in (15, 16):
        return _HEBREW_HUNDREDS[value // 100] + ("טו" if rest == 15 else "טז")
    tens = _HEBREW[8 + rest // 10] if rest >= 10 else ""
    return _HEBREW_HUNDREDS[value // 100] + tens + (_HEBREW[rest % 10 - 1] if rest % 10 else "")


def hebrew_letters(value: int) -> str:
    """The alphabet, a tav before the letter for each round."""
    value = (value - 1) % 783 if value else -1
    return "" if value < 0 else "ת" * (value // 22) + _HEBREW[value % 22]
