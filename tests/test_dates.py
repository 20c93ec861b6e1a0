"""The pieces of the date grammar, each with what it must and must not match, and what holds on any text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extractors import date_grammar as grammar
from pipeline.extractors.date_grammar import ANCHOR, atom_at
from pipeline.extractors.dates import extract_dates
from pipeline.language.draft import Draft
from pipeline.language.edtf import parse
from pipeline.language.profile import load_profile
from pipeline.model import DateValue, Mention, Source
from pipeline.text import AlignedText

PIECES = {
    "YEAR": ("2010 1949 1898 二〇一〇 二○一一 一九四九 二零一零 2O10 2○11", "1010 3010 201 20101 二千 二十 三〇一〇"),
    "NUMBER": ("1 05 31 一 十 十五 二十三 廿 三十一 元", "123 第 百 一百"),
    "MONTH_PART": ("初 底 末 上旬 中旬 下旬 中下旬 上、中旬 上半月", "上 旬 年底 半月"),
    "QUARTER": ("一季度 第三季度 4季度 前三季度 一至三季度", "五季度 季度 第三 两季度"),
    "YEAR_PART": ("初 底 年底 末 上半年 下半年 一季度 全年", "半年 年 中 年中"),
    "TO": ("至 到 起至 — —— – - ~ ～ ― ─ 开始至", "、 和 以 向 ------"),
    "AND": ("、 和 及 以及 与 或", "， 至 跟 ；"),
    "DAY": ("5日 05日 25号 二十五日 30號 三十一日", "125日 五百日 5天 日"),
    "DOT_DAY": ("8.19日 12．4日 5·12号", "8.19 8.日 8.19月"),
    "MONTH": ("5月 05月 十二月 元月 3月份 6月底 4月上旬 5月25日 十月一日", "5个月 月月 三百月 5年"),
    "WITH_UNITS": (
        "2010年 2010年5月 2010年的5月 2010年5月25日 ’10年 09年 10年5月 一〇年五月 2010年底 2010年度",
        "10年 三年 2010 5年",
    ),
    "DOTTED": ("2010.5 2010.05.25 2010-05-25 2010/5/25 2010．5．25 2010.5.25日", "8.19 2010.123 10.5.25 2010.5-25-3"),
    "COMPACT": ("20110609 19491001 20101231", "20111309 20110632 2011060 18500101"),
    "LONE_DAY": ("12日 5号 二十日", "12 12天 12月"),
}


def matches(piece: str, text: str) -> bool:
    found = re.fullmatch(getattr(grammar, piece), text)
    return bool(found and found[0])


@pytest.mark.parametrize(("piece", "text"), [(p, t) for p, (good, _) in PIECES.items() for t in good.split()])
def test_piece_matches(piece: str, text: str) -> None:
    assert matches(piece, text)


@pytest.mark.parametrize(("piece", "text"), [(p, t) for p, (_, bad) in PIECES.items() for t in bad.split()])
def test_piece_does_not_match(piece: str, text: str) -> None:
    assert not matches(piece, text)


@pytest.mark.parametrize(
    "text", ["2010年", "5月", "二〇一〇年", "2010.5", "20110609", "5—8月", "10、11月", "2010—2012年", "12日"]
)
def test_anchor_finds(text: str) -> None:
    assert ANCHOR.match(text)


@pytest.mark.parametrize("text", ["党员8人", "三个代表", "一、统一思想", "1.加强", "召开会议4次", "五个好", "第一阶段"])
def test_anchor_passes_over(text: str) -> None:
    assert not ANCHOR.search(text)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("2010年5月25日", "ymd"), ("2010年5月", "ym"), ("2010年", "year"), ("2010年上半年", "part"), ("5月25日", "md"),
        ("5月", "month"), ("2010.5.25", "dotted"), ("2010-05-25", "iso"), ("20100525", "compact"),
        ("5—8月", "bare-month"), ("2010—2012年", "bare-year"),
    ],
)  # fmt: skip
def test_styles(text: str, style: str) -> None:
    atom = atom_at(text, 0)
    assert atom
    assert atom.style == style


def mentions(text: str) -> list[Mention]:
    draft = Draft.of(Source("", text, "text"), AlignedText.of(text), load_profile("base"), (), None)
    return list(extract_dates(draft))


def test_declined_candidates_say_why() -> None:
    vetoed = {
        m.value.value: m.veto for m in mentions("2月30日开会。\n做好“七一”表彰。\n平均8.15分。\n历时3月。") if m.veto
    }
    assert vetoed == {
        "XXXX-02-30": "日历上没有这一天",
        "XXXX-07-01": "节日名作修饰语，不作日期",
        "XXXX-03": "说的是时长",
    }


def test_places_are_in_the_chain() -> None:
    text = "某支部2010年工作总结\n3月5日，召开会议，开展学雷锋活动。\n某支部\n2011年1月8日\n"
    assert [m.chain for m in mentions(text)] == [("place.head",), ("year.title",), ("place.foot",)]


def test_backwards_interval_is_doubtful() -> None:
    assert [m.confidence for m in mentions("本次活动从2011年7月—2010年6月。")] == ["doubtful"]


ALPHABET = st.sampled_from(
    [
        *"0123456789一二三十〇年月日号、，。.-—/()“”至到和\n ",
        "2010",
        "七一",
        "今年",
        "去年",
        "每周",
        "前",
        "以来",
        "底",
        "旬",
        "季度",
        "半年",
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_whatever_the_text(text: str) -> None:
    """Nothing is thrown; mentions are in order and disjoint where they are taken; values are EDTF or empty."""
    found = mentions(text)
    working = AlignedText.of(text).text
    taken = [m for m in found if not m.veto]
    assert all(a.span.end <= b.span.start for a, b in pairwise(taken))
    for mention in found:
        assert 0 <= mention.span.start < mention.span.end <= len(working)
        value = mention.value
        assert isinstance(value, DateValue)
        for edtf in filter(None, (value.value, value.resolved)):
            assert any(parse(edtf))
        assert "X" not in value.resolved


@pytest.mark.parametrize(
    "unit", ["1", "一", "1月", "1月、", "1日、", "2010年", "2010.", "1-", "“七一”、", "8.19 ", "将3月"]
)
def test_hostile_text_ends(unit: str) -> None:
    """Quadratic work would not end here."""
    mentions(unit * (60_000 // len(unit)))
