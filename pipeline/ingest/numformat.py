"""Numbers as Word writes them in its lists, in each of the formats of ST_NumberFormat (ISO/IEC 29500-1, 17.18.59).

Where Word departs from the standard (Office implementation notes, 2.1.540), this follows Word: kana start over instead
of doubling, ideographEnclosedCircle is in parentheses, chineseCountingThousand writes 〇 for a gap. Beyond a format's
own range stands the decimal number, as in Word.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.ingest.numwords import hebrew, hebrew_letters, ordinal, ordinal_words, roman, vietnamese, words

Writer = Callable[[int], str]

LARGEST = 32767  # Word's own counters start over past it
_HAN = "〇一二三四五六七八九"
_HAN_CIRCLE = "○一二三四五六七八九"
_HAN_ZERO = "零一二三四五六七八九"
_STEMS, _BRANCHES = "甲乙丙丁戊己庚辛壬癸", "子丑寅卯辰巳午未申酉戌亥"


@lru_cache(maxsize=4096)
def format_number(value: int, format: str = "decimal") -> str:
    """A list number in a format of ST_NumberFormat; an unknown format is decimal.

    The text is empty for `none` and `bullet`, and for 0 in letters and Roman numerals, which have none.
    """
    if format == "decimal" or value < 0:
        return str(value)
    if value > LARGEST:
        value = (value - 1) % LARGEST + 1
    return _FORMATS.get(format, str)(value)


def custom_number(value: int, pattern: str) -> str | None:
    """A number in a custom format (MS-DOCX 2.4) such as `001, 002, 003, ...`: zeros to that width; None for others."""
    first = pattern.split(",", maxsplit=1)[0].strip()
    return str(value).zfill(len(first)) if first.isdigit() and first.isascii() else None


def _digits(of: str) -> Writer:
    table = str.maketrans("0123456789", of)
    return lambda value: str(value).translate(table)


def _listed(characters: str, zero: str = "0") -> Writer:
    """One character a value, then decimal."""
    return lambda value: zero if value == 0 else characters[value - 1] if value <= len(characters) else str(value)


def _span(first: int, size: int) -> Writer:
    return _listed("".join(map(chr, range(first, first + size))))


def _cycled(characters: str) -> Writer:
    """The characters in turn, from the first again after the last."""
    return lambda value: "0" if value == 0 else characters[(value - 1) % len(characters)]


def _repeated(letters: str | tuple[str, ...], rounds: int = 30) -> Writer:
    """a to z, then aa to zz, and so on; Word starts over after 30 rounds."""

    def write(value: int) -> str:
        if value == 0:
            return ""
        value = (value - 1) % (rounds * len(letters))
        return letters[value % len(letters)] * (value // len(letters) + 1)

    return write


@dataclass(frozen=True, slots=True)
class _Counting:
    """How a counting system writes four digits and ten thousands.

    `one`: always written; or not in 10–19 at the very start (teens); or never before a unit. `gaps`: one zero for the
    digits left out between others.
    """

    digits: str
    units: str
    myriad: str
    one: str = "always"
    gaps: bool = False
    bare_myriad: bool = False

    def __call__(self, value: int) -> str:
        if value == 0:
            return self.digits[0]
        high, low = divmod(value, 10_000)
        head = ""
        if high:
            head = ("" if high == 1 and self.bare_myriad else self._group(high, True)) + self.myriad
        gap = self.digits[0] if head and self.gaps and 0 < low < 1000 else ""
        return head + gap + (self._group(low, not head) if low else "")

    def _group(self, value: int, first: bool) -> str:
        text, skipped = "", False
        for place, digit in zip((3, 2, 1, 0), map(int, f"{value:04d}"), strict=True):
            if digit == 0:
                skipped = bool(text)
                continue
            gap = self.digits[0] if skipped and self.gaps else ""
            omitted = self.one == "never" or (self.one == "teens" and place == 1 and first and not text)
            bare = digit == 1 and place > 0 and omitted
            text += gap + ("" if bare else self.digits[digit]) + (self.units[place - 1] if place else "")
            skipped = False
        return text


_CHINESE = _Counting(_HAN, "十百千", "万", "teens", gaps=True)
_KOREAN = _Counting("영일이삼사오육칠팔구", "십백천", "만", "never", bare_myriad=True)


def _under_hundred(value: int) -> str:
    """chineseCounting: 九十九, then digits: 一○○."""
    return _Counting(_HAN_CIRCLE, "十百千", "万", "teens")(value) if value < 100 else _digits(_HAN_CIRCLE)(value)


_KOREAN_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
_KOREAN_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")


def _korean_legal(value: int) -> str:
    if value == 0:
        return "0"
    return _KOREAN_TENS[value // 10] + _KOREAN_ONES[value % 10] if value < 100 else _KOREAN(value)


_LATIN = "abcdefghijklmnopqrstuvwxyz"
_RUSSIAN = "абвгдежзиклмнопрстуфхцчшщыэюя"
_AIUEO = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン"
_AIUEO_HALF = "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ"
_IROHA = "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン"
_IROHA_HALF = _IROHA.translate(str.maketrans(_AIUEO, _AIUEO_HALF))

_FORMATS: dict[str, Writer] = {
    "none": lambda value: "",
    "bullet": lambda value: "",
    "decimalHalfWidth": str,
    "decimalZero": lambda value: f"{value:02d}",
    "decimalFullWidth": _digits("０１２３４５６７８９"),
    "decimalFullWidth2": _digits("０１２３４５６７８９"),
    "decimalEnclosedCircle": _span(0x2460, 20),
    "decimalEnclosedCircleChinese": _span(0x2460, 10),
    "decimalEnclosedParen": _span(0x2474, 20),
    "decimalEnclosedFullstop": _span(0x2488, 20),
    "numberInDash": lambda value: f"- {value} -",
    "hex": lambda value: f"{value:X}",
    "ordinal": ordinal,
    "cardinalText": lambda value: words(value).capitalize(),
    "ordinalText": ordinal_words,
    "upperRoman": lambda value: roman(value).upper(),
    "lowerRoman": roman,
    "upperLetter": _repeated(_LATIN.upper()),
    "lowerLetter": _repeated(_LATIN),
    "russianUpper": _repeated(_RUSSIAN.upper()),
    "russianLower": _repeated(_RUSSIAN),
    "chicago": _repeated("*†‡§"),
    # Chinese
    "chineseCounting": _under_hundred,
    "chineseCountingThousand": _CHINESE,
    "chineseLegalSimplified": _Counting("零壹贰叁肆伍陆柒捌玖", "拾佰仟", "萬", gaps=True),
    "ideographDigital": _digits(_HAN),
    "ideographTraditional": _listed(_STEMS),
    "ideographZodiac": _listed(_BRANCHES),
    "ideographZodiacTraditional": lambda n: _STEMS[(n - 1) % 10] + _BRANCHES[(n - 1) % 12] if n else "0",
    "ideographEnclosedCircle": _span(0x3220, 10),
    "ideographLegalTraditional": _Counting("零壹貳參肆伍陸柒捌玖", "拾佰仟", "萬", gaps=True),
    "taiwaneseCounting": _under_hundred,
    "taiwaneseCountingThousand": _Counting(_HAN_ZERO, "十百千", "萬", "teens", gaps=True),
    "taiwaneseDigital": _digits(_HAN_CIRCLE),
    # Japanese
    "japaneseCounting": _Counting(_HAN, "十百千", "万", "never"),
    "japaneseLegal": _Counting("〇壱弐参四伍六七八九", "拾百阡", "萬"),
    "japaneseDigitalTenThousand": _digits(_HAN),
    "aiueo": _cycled(_AIUEO_HALF),
    "aiueoFullWidth": _cycled(_AIUEO),
    "iroha": _cycled(_IROHA_HALF),
    "irohaFullWidth": _cycled(_IROHA),
    # Korean
    "koreanDigital": _digits("영일이삼사오육칠팔구"),
    "koreanDigital2": _digits(_HAN_ZERO),
    "koreanCounting": _KOREAN,
    "koreanLegal": _korean_legal,
    "ganada": _cycled("가나다라마바사아자차카타파하"),
    "chosung": _cycled("ㄱㄴㄷㄹㅁㅂㅅㅇㅈㅊㅋㅌㅍㅎ"),
    # Others
    "vietnameseCounting": vietnamese,
    "hebrew1": hebrew,
    "hebrew2": hebrew_letters,
    "arabicAlpha": _repeated("أبتثجحخدذرزسشصضطظعغفقكلمنهوي", 28),
    "arabicAbjad": _repeated("أبجدهوزحطيكلمنسعفصقرشتثخذضظغ", 28),
    "thaiLetters": _repeated("กขคงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"),
    "thaiNumbers": _digits("๐๑๒๓๔๕๖๗๘๙"),
    "hindiNumbers": _digits("०१२३४५६७८९"),
    # In Word hindiVowels are the consonants and the other way round.
    "hindiVowels": _repeated("कखगघङचछजझञटठडढणतथदधनऩपफबभमयरऱलळऴवशषसह", 24),
    "hindiConsonants": _repeated((*"अआइईउऊऋऌऍऎएऐऑऒओऔ", "अं", "अः"), 50),
}
