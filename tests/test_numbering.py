"""Automatic numbers: the formats, and how Word counts."""

from __future__ import annotations

import re

import pytest
from fixtures_docx import abstract, docx, level, num, override, p, style
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ingest.docx import read_docx
from pipeline.ingest.numformat import custom_number, format_number
from pipeline.language.numerals import value

# format: number=text …
GOLDEN = """
decimal: 0=0 1=1 12=12 12345=12345
decimalHalfWidth: 1=1 10=10
decimalFullWidth: 1=１ 10=１０ 205=２０５
decimalFullWidth2: 9=９ 99=９９
decimalZero: 1=01 9=09 10=10 123=123
decimalEnclosedCircle: 1=① 10=⑩ 20=⑳ 21=21
decimalEnclosedCircleChinese: 1=① 10=⑩ 11=11
decimalEnclosedParen: 1=⑴ 20=⒇ 21=21
decimalEnclosedFullstop: 1=⒈ 20=⒛ 21=21
ideographEnclosedCircle: 1=㈠ 10=㈩ 11=11
chineseCounting: 1=一 10=十 11=十一 20=二十 99=九十九 100=一○○ 101=一○一 1000=一○○○ 10000=一○○○○
chineseCountingThousand: 1=一 10=十 19=十九 20=二十 99=九十九 100=一百 101=一百〇一 110=一百一十 115=一百一十五 200=二百
chineseCountingThousand: 1000=一千 1001=一千〇一 1010=一千〇一十 1100=一千一百 10000=一万 12345=一万二千三百四十五
chineseLegalSimplified: 1=壹 3=叁 10=壹拾 15=壹拾伍 101=壹佰零壹 1010=壹仟零壹拾 10000=壹萬
ideographLegalTraditional: 2=貳 3=參 6=陸 10=壹拾 110=壹佰壹拾
ideographDigital: 1=一 10=一〇 21=二一 100=一〇〇 2010=二〇一〇
ideographTraditional: 1=甲 10=癸 11=11
ideographZodiac: 1=子 11=戌 12=亥 13=13
ideographZodiacTraditional: 1=甲子 2=乙丑 60=癸亥 61=甲子
taiwaneseCounting: 10=十 21=二十一 100=一○○
taiwaneseCountingThousand: 100=一百 101=一百零一 10000=一萬
taiwaneseDigital: 10=一○ 21=二一
japaneseCounting: 10=十 11=十一 100=百 101=百一 111=百十一 1000=千 10000=一万
japaneseLegal: 1=壱 2=弐 10=壱拾 1000=壱阡 10000=壱萬
japaneseDigitalTenThousand: 10=一〇 123=一二三
aiueo: 1=ｱ 46=ﾝ 47=ｱ
aiueoFullWidth: 1=ア 46=ン 47=ア
iroha: 1=ｲ 2=ﾛ
irohaFullWidth: 1=イ 2=ロ 47=ス 48=ン 49=イ
koreanDigital: 1=일 10=일영
koreanDigital2: 10=一零
koreanCounting: 1=일 10=십 11=십일 100=백 10000=만
koreanLegal: 1=하나 10=열 21=스물하나 99=아흔아홉 100=백
ganada: 1=가 14=하 15=가
chosung: 1=ㄱ 14=ㅎ 15=ㄱ
upperRoman: 1=I 4=IV 9=IX 14=XIV 40=XL 90=XC 400=CD 1999=MCMXCIX
lowerRoman: 1=i 8=viii
upperLetter: 1=A 26=Z 27=AA 28=BB 52=ZZ 53=AAA
lowerLetter: 1=a 26=z 27=aa
ordinal: 1=1st 2=2nd 3=3rd 4=4th 11=11th 12=12th 13=13th 21=21st 101=101st 111=111th
cardinalText: 1=One 21=Twenty-one
ordinalText: 1=First 12=Twelfth 20=Twentieth 21=Twenty-first
hex: 10=A 255=FF
chicago: 1=* 2=† 5=**
russianLower: 1=а 29=я 30=аа
hebrew1: 15=טו 16=טז 100=ק
hebrew2: 22=ת 23=תא
arabicAlpha: 1=أ 2=ب
thaiNumbers: 10=๑๐
hindiNumbers: 10=१०
vietnameseCounting: 1=một 15=mười_lăm 21=hai_mươi_mốt 101=một_trăm_lẻ_một
unheardOf: 7=7
"""
CASES = [
    (format.strip(), int(number), text.replace("_", " "))
    for line in GOLDEN.strip().splitlines()
    for format, _, pairs in [line.partition(":")]
    for number, _, text in (pair.partition("=") for pair in pairs.split())
]
Counted = st.integers(1, 32_767)


@pytest.mark.parametrize(("format", "number", "text"), CASES)
def test_format(format: str, number: int, text: str) -> None:
    assert format_number(number, format) == text


@pytest.mark.parametrize("format", ["none", "bullet"])
def test_formats_without_a_number(format: str) -> None:
    assert format_number(3, format) == ""


@given(Counted, st.sampled_from(["chineseCountingThousand", "taiwaneseCountingThousand", "chineseLegalSimplified"]))
def test_chinese_counting_denotes_the_number(number: int, format: str) -> None:
    assert value(format_number(number, format).replace("萬", "万")) == number


@given(st.integers(1, 9_999), st.sampled_from(["ideographDigital", "japaneseDigitalTenThousand", "koreanDigital2"]))
def test_chinese_digits_denote_the_number(number: int, format: str) -> None:
    digits = format_number(number, format).translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))
    assert digits == str(number)


@given(st.integers(0, 10**9), st.sampled_from(sorted({format for format, _, _ in CASES})))
def test_every_number_has_a_short_text_in_every_format(number: int, format: str) -> None:
    assert len(format_number(number, format)) <= 80


@given(st.lists(Counted, min_size=2, max_size=2, unique=True), st.sampled_from(["upperRoman", "chineseCounting"]))
def test_different_numbers_look_different(numbers: list[int], format: str) -> None:
    assert format_number(numbers[0], format) != format_number(numbers[1], format)


def counted(numbering: str, *paragraphs: str, styles: str = "") -> list[str]:
    """The lines of a document; paragraphs as `num/level`."""
    body = "".join(p("x", num=n, level=int(at or 0)) for n, _, at in (one.partition("/") for one in paragraphs))
    return re.sub("[\tx]", "", read_docx(docx(body, numbering=numbering, styles=styles), "").text).split("\n")


THREE = (level(0, "%1."), level(1, "%1.%2."), level(2, "%1.%2.%3."))


def test_lists_of_one_definition_count_on_from_one_another() -> None:
    numbering = abstract(0, *THREE) + num(1, 0) + num(2, 0)
    assert counted(numbering, "1", "1", "2", "2", "1") == ["1.", "2.", "3.", "4.", "5."]


def test_lists_of_two_definitions_count_on_their_own() -> None:
    numbering = abstract(0, *THREE) + abstract(1, *THREE) + num(1, 0) + num(2, 1)
    assert counted(numbering, "1", "2", "1", "2") == ["1.", "1.", "2.", "2."]


def test_a_first_number_of_its_own_is_taken_once() -> None:
    numbering = abstract(0, *THREE) + num(1, 0) + num(2, 0, override(0, 1))
    assert counted(numbering, "1", "1", "2", "2", "1", "1", "2") == ["1.", "2.", "1.", "2.", "3.", "4.", "5."]


def test_a_first_number_of_a_lower_level() -> None:
    numbering = abstract(0, *THREE) + num(1, 0) + num(2, 0, override(1, 4))
    assert counted(numbering, "1", "1/1", "1/1", "2/1", "2/1", "1/1") == ["1.", "1.1.", "1.2.", "1.4.", "1.5.", "1.6."]


def test_an_overriding_level_counts_on_in_its_own_format() -> None:
    letters = level(0, "%1)", "upperLetter")
    numbering = abstract(0, *THREE) + num(1, 0) + num(2, 0, override(0, lvl=letters))
    assert counted(numbering, "1", "2", "2", "1") == ["1.", "B)", "C)", "4."]


def test_a_level_starts_again_after_a_higher_one() -> None:
    numbering = abstract(0, *THREE) + num(1, 0)
    found = counted(numbering, "1", "1/1", "1/2", "1/2", "1/1", "1/2", "1", "1/1")
    assert found == ["1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.1.", "2.", "2.1."]


def test_a_level_that_never_starts_again() -> None:
    numbering = abstract(0, level(0, "%1."), level(1, "%1.%2.", extra='<w:lvlRestart w:val="0"/>')) + num(1, 0)
    assert counted(numbering, "1", "1/1", "1/1", "1", "1/1") == ["1.", "1.1.", "1.2.", "2.", "2.3."]


def test_a_level_that_starts_again_after_the_top_level_only() -> None:
    third = level(2, "%1.%2.%3.", extra='<w:lvlRestart w:val="1"/>')
    numbering = abstract(0, *THREE[:2], third) + num(1, 0)
    found = counted(numbering, "1", "1/1", "1/2", "1/2", "1/1", "1/2", "1", "1/2")
    assert found == ["1.", "1.1.", "1.1.1.", "1.1.2.", "1.2.", "1.2.3.", "2.", "2.1.1."]


def test_a_level_not_counted_yet_shows_its_first_number() -> None:
    numbering = abstract(0, level(0, "%1.", start=3), level(1, "%1.%2.")) + num(1, 0)
    assert counted(numbering, "1/1", "1/1", "1") == ["3.1.", "3.2.", "3."]


def test_legal_numbers_are_decimal_throughout() -> None:
    numbering = abstract(0, level(0, "%1.", "upperRoman"), level(1, "%1.%2", extra="<w:isLgl/>")) + num(1, 0)
    assert counted(numbering, "1", "1/1", "1/1") == ["I.", "1.1", "1.2"]


@pytest.mark.parametrize(
    ("numbering", "paragraph"),
    [
        ("", "1"),
        (num(1, 5), "1"),
        (abstract(0, level(0, "%1、")) + num(1, 0), "9"),
        (abstract(0, level(0, "%1、")) + num(1, 0), "0"),
        (abstract(0, level(0, "%1、")) + num(1, 0), "1/3"),
        (abstract(0, level(0, "%1、")) + num(1, 0), "1/12"),
        (abstract(0, level(0, "%3、")) + num(1, 0), "1"),
        (abstract(0, level(0, "", "none")) + num(1, 0), "1"),
        (abstract(1, extra='<w:numStyleLink w:val="gone"/>') + num(1, 1), "1"),
    ],
)
def test_no_number(numbering: str, paragraph: str) -> None:
    assert counted(numbering, paragraph) == [""]


def test_words_around_the_number_and_what_follows_it() -> None:
    for suffix, text in (("tab", "\t"), ("space", " "), ("nothing", "")):
        numbering = abstract(0, level(0, "第%1条：", "chineseCounting", suff=suffix)) + num(1, 0)
        assert read_docx(docx(p("x", num="1"), numbering=numbering), "").text == f"第一条：{text}x"


def test_suffix_is_a_tab_where_none_is_given() -> None:
    numbering = (abstract(0, level(0, "%1、")) + num(1, 0)).replace('<w:suff w:val="nothing"/>', "")
    assert read_docx(docx(p("x", num="1"), numbering=numbering), "").text == "1、\tx"


def test_an_empty_paragraph_has_its_number_too() -> None:
    numbering = abstract(0, level(0, "%1、")) + num(1, 0)
    assert read_docx(docx(p(num="1") + p("x", num="1"), numbering=numbering), "").text == "1、\n2、x"


@pytest.mark.parametrize(
    ("font", "text", "shown"),
    [("Wingdings", "\uf06c", "●"), ("Wingdings", "l", "●"), ("Symbol", "\uf0b7", "•"), ("Arial", "–", "–"),
     ("", "\uf06e", "■"), ("Wingdings", "\uf0fc", "✓")],
)  # fmt: skip
def test_bullets_as_they_look(font: str, text: str, shown: str) -> None:
    fonts = f'<w:rPr><w:rFonts w:ascii="{font}" w:hAnsi="{font}"/></w:rPr></w:lvl>' if font else "</w:lvl>"
    bullet = level(0, text, "bullet", suff="space").replace("</w:lvl>", fonts)
    assert read_docx(docx(p("x", num="1"), numbering=abstract(0, bullet) + num(1, 0)), "").text == f"{shown} x"


def test_custom_format_with_its_fallback() -> None:
    choice = '<mc:Choice Requires="w14"><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
    fallback = '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback>'
    custom = f"<mc:AlternateContent>{choice}{fallback}</mc:AlternateContent>"
    numbering = (abstract(0, level(0, "%1")) + num(1, 0)).replace('<w:numFmt w:val="decimal"/>', custom)
    assert counted(numbering, "1", "1") == ["001", "002"]
    assert custom_number(12, "0001, 0002, ...") == "0012"
    assert custom_number(12, "甲, 乙, 丙") is None


def test_numbers_of_a_style_linked_to_a_level() -> None:
    linked = level(1, "（%2）", extra='<w:pStyle w:val="sub"/>')
    styles = style("sub", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>') + style("kid", based="sub")
    document = docx(p("x", style="sub") + p("x", style="kid"), styles=styles,
                    numbering=abstract(0, level(0, "%1、"), linked) + num(1, 0))  # fmt: skip
    assert read_docx(document, "").text == "（1）x\n（2）x"


def test_a_style_can_switch_numbering_off() -> None:
    styles = style("top", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>')
    styles += style("off", ppr='<w:numPr><w:numId w:val="0"/></w:numPr>', based="top")
    document = docx(p("x", style="top") + p("x", style="off"), styles=styles,
                    numbering=abstract(0, level(0, "%1、")) + num(1, 0))  # fmt: skip
    assert read_docx(document, "").text == "1、x\nx"


def test_styles_that_go_round_in_circles() -> None:
    styles = style("a", based="b") + style("b", based="a")
    assert read_docx(docx(p("x", style="a"), styles=styles), "").text == "x"


def test_hidden_number() -> None:
    numbering = (abstract(0, level(0, "%1、")) + num(1, 0)).replace("</w:lvl>", "<w:rPr><w:vanish/></w:rPr></w:lvl>")
    assert counted(numbering, "1") == [""]


def test_a_number_cannot_be_blown_up() -> None:
    numbering = abstract(0, level(0, "%1" * 10_000, "upperRoman", start=32_000)) + num(1, 0)
    assert len(counted(numbering, "1")[0]) <= 255
