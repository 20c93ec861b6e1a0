"""Numerals: what they denote, what is none, and that the pattern is safe on hostile text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.numerals import NUMBER, RATIO, quantity, value

VALUES = """
8=8 08=8 ８=8 １２０=120 1,200=1200 1，200=1200 3.5=3.5 12,345,678=12345678 0=0
一=1 两=2 十=10 十五=15 二十=20 廿=20 廿五=25 卅一=31 九十九=99 百=100 一百=100 一百零五=105 一百〇五=105 一百五=150
一百五十=150 一百一十=110 两千三=2300 两千零三=2003 三万五=35000 一万零五百=10500 十二万=120000 一亿两千万=120000000
壹佰贰拾叁=123 伍拾=50 叁仟=3000 万=10000 〇=0 零=0
1.5万=15000 1.1万=11000 3千=3000 2百=200 120万=1200000 3万5千=35000 1.2万亿=1200000000000
二〇一〇=2010 二○一○=2010 二零一零=2010 二0一0=2010 二О一О=2010 一二〇=120 三〇=30
"""

NONE = """
甲 第一 一一 三四 十十 十百 百千 万万 一二三百 1.2.3 1,2 8人 五个 1/2 3% 几十 数百 二〇一〇年
"""

QUANTITIES = """
200余=200 200多=200 二十余=20 十几=10 二十几=20 十来=10 近百=100 约200=200 上千=1000 将近三十=30 百余=100
200多万=2000000 1.2万余=12000 三四十=30 十五六=15 三五=3 七八=7 两三百=200
"""


@pytest.mark.parametrize("case", VALUES.split())
def test_value(case: str) -> None:
    text, _, number = case.partition("=")
    assert str(value(text)) == number


@pytest.mark.parametrize("text", [*NONE.split(), "", " ", "9" * 40, "一" * 40])
def test_no_value(text: str) -> None:
    assert value(text) is None


@pytest.mark.parametrize("case", QUANTITIES.split())
def test_approximations(case: str) -> None:
    text, _, number = case.partition("=")
    assert quantity(text) == (int(number), True)


@pytest.mark.parametrize(("text", "number"), [("18", 18), ("十八", 18), ("1.5万", 15000)])
def test_exact_quantities(text: str, number: int) -> None:
    assert quantity(text) == (number, False)


@pytest.mark.parametrize("text", ["几十", "数百", "若干", "", "余", "成百上千", "九一"])
def test_vague_quantities_have_no_value(text: str) -> None:
    assert quantity(text) is None


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("党员8人、群众十几人", ["8", "十几"]),
        ("共1,200名", ["1,200"]),
        ("二十余次，200多万元", ["二十余", "200多万"]),
        ("第15名，第二期", []),
        ("3万5千元", ["3万5千"]),
        ("1.5万", ["1.5万"]),
        ("党员大会", []),
    ],
)
def test_pattern(text: str, found: list[str]) -> None:
    assert re.findall(NUMBER, text) == found


@pytest.mark.parametrize("text", ["80%", "百分之八十", "三分之二", "4/5", "0.5个百分点"])
def test_ratios(text: str) -> None:
    assert re.fullmatch(RATIO, text)


@pytest.mark.parametrize("text", ["80", "八十", "成立", "2010/5/25", "分之"])
def test_no_ratios(text: str) -> None:
    assert not re.search(RATIO, text)


def spoken(number: int) -> str:
    """A numeral below ten thousand as it is read."""
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        text += "〇一二三四五六七八九"[digit] + name if digit else "零" if text and not text.endswith("零") else ""
    return text.rstrip("零")


@given(st.integers(1, 9999))
def test_spoken_numerals_read_back(number: int) -> None:
    assert value(spoken(number)) == number


@given(st.integers(1000, 99999), st.sampled_from("〇○零0"))
def test_positional_numerals_read_back(number: int, zero: str) -> None:
    assert value("".join((zero + "一二三四五六七八九")[int(c)] for c in str(number))) == number


@given(st.text("0123456789.,，一二两十百千万亿零〇余多几近约第廿", max_size=60))
def test_nothing_is_thrown(text: str) -> None:
    for match in re.finditer(NUMBER, text):
        quantity(match[0])
    value(text)
    quantity(text)


@pytest.mark.parametrize("char", ["1", "一", "百", "1,", "1.", "余"])
def test_hostile_text_is_linear(char: str) -> None:
    """A matcher that is quadratic would not end here."""
    assert not re.search(f"{NUMBER}(?:名|次)", char * 100_000)
