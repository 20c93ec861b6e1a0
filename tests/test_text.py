"""AlignedText: whatever is folded or removed, every stretch of working text leads back to its source."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.model import Span
from pipeline.text import AlignedText, sentence_starts
from pipeline.variants import SIMPLIFIED

CHARS = st.sampled_from(list("党员会议 年月日人第，。黨會\n\t“”05ａ５　\u200b\ufeff\x00\x0c\u2028\u00a0⽉⺟"))
TEXTS = st.text(CHARS, max_size=60)


def same(working: str, source: str) -> bool:
    """Whether a working character is its source character, folded at most."""
    breaks = "\x0b\x0c\x85\u2028\u2029"
    folded = "\n" if source in breaks else unicodedata.normalize("NFKC", source).translate(SIMPLIFIED)
    return working in (source, folded, " " if source.isspace() else working)


@st.composite
def cut_texts(draw: st.DrawFn) -> tuple[str, AlignedText]:
    source = draw(TEXTS)
    aligned = AlignedText.of(source)
    points = sorted(draw(st.lists(st.integers(0, len(aligned.text)), max_size=8)))
    spans = [Span(a, b) for a, b in zip(points[::2], points[1::2], strict=False) if a < b]
    return source, aligned.without(spans)


@given(cut_texts())
def test_every_working_character_is_one_of_the_source_in_order(case: tuple[str, AlignedText]) -> None:
    source, aligned = case
    offsets = [aligned.offset(i) for i in range(len(aligned.text))]
    assert offsets == sorted(set(offsets))
    assert all(same(c, source[o]) for c, o in zip(aligned.text, offsets, strict=True))


@given(cut_texts(), st.data())
def test_a_span_leads_back_to_a_slice_with_the_same_characters(
    case: tuple[str, AlignedText], data: st.DataObject
) -> None:
    source, aligned = case
    start = data.draw(st.integers(0, len(aligned.text)))
    end = data.draw(st.integers(start, len(aligned.text)))
    span = aligned.source(Span(start, end))
    assert span.end - span.start >= end - start
    if start < end:
        assert same(aligned.text[start], source[span.start])
        assert same(aligned.text[end - 1], source[span.end - 1])


@given(cut_texts(), st.data())
def test_working_offsets_lead_back(case: tuple[str, AlignedText], data: st.DataObject) -> None:
    aligned = case[1]
    start = data.draw(st.integers(0, len(aligned.text)))
    end = data.draw(st.integers(start, len(aligned.text)))
    if start < end:
        assert aligned.working(aligned.source(Span(start, end))) == Span(start, end)


def test_base_is_kept() -> None:
    aligned = AlignedText.of("前言\n２０１０ 年 5 月", Span(3, 13))
    assert aligned.text == "2010年5月"
    assert aligned.source(Span(0, 7)) == Span(3, 13)


def test_what_is_folded() -> None:
    assert AlignedText.of("１２３％ＡＢ　\u00a0\x0c⽉").text == "123%AB  \n月"


def test_traditional_characters_are_read_as_simplified_ones() -> None:
    source = "截至六月，總支有黨員18名，召開會議３次。"
    aligned = AlignedText.of(source)
    assert aligned.text == "截至六月，总支有党员18名，召开会议3次。"
    assert aligned.source(Span(0, len(source))).of(source) == source


def test_characters_of_both_scripts_stay() -> None:
    assert AlignedText.of("乾县著名于乾坤藉瞭").text == "乾县著名于乾坤藉瞭"


def test_what_is_removed() -> None:
    assert AlignedText.of("\ufeff党\u200b员\x00 8 人").text == "党员 8人"


def test_what_must_stay() -> None:
    text = "五个好 “三会一课”〔2010〕7号 第一 党支部 2010"
    assert AlignedText.of(text).text == text


@pytest.mark.parametrize(
    ("spread", "read"),
    [
        ("二 〇 一 二 年 六 月 十 日", "二〇一二年六月十日"),
        ("石 桥 县 有 党 员 1 3 名 ，学习", "石桥县有党员13名，学习"),
        ("王一山 李二水 赵三 钱四", "王一山 李二水 赵三 钱四"),
        ("甲 乙 丙", "甲 乙 丙"),
        ("1 2 3 4 5 6", "1 2 3 4 5 6"),
        ("总 结\n一 是", "总 结\n一 是"),
    ],
)
def test_letters_spread_over_a_line_are_read_together(spread: str, read: str) -> None:
    assert AlignedText.of(spread).text == read


def test_sentences_begin_after_their_end_and_its_quotes() -> None:
    text = "一是好。二是“更好！”三是\n四"
    assert [text[a:b] for a, b in zip(sentence_starts(text), (*sentence_starts(text)[1:], None), strict=False)] == [
        "一是好。",
        "二是“更好！”",
        "三是\n",
        "四",
    ]


def test_invisible_characters_go_and_look_alikes_are_folded() -> None:
    odd = "\x00\x01\x1a\x7f\u00ad\u061c\u180e\u200b\u200e\u202e\u2066\ufe0f\ufeff\ufffb"
    assert AlignedText.of("".join(f"党{char}员" for char in odd)).text == "党员" * len(odd)
    assert AlignedText.of("\uf92d人８名").text == "来人8名"


def test_points_and_strokes_of_any_width_are_the_same() -> None:
    wide = "１．２０１１．３．５，２０１１／４／６；时间∶３﹒８　完成９０﹪｡"
    assert AlignedText.of(wide).text == "1.2011.3.5，2011/4/6；时间：3.8 完成90%。"
