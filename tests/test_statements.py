"""Enumerations cut into items and sentences, and patterns that look at their first character."""

from __future__ import annotations

import re

import pytest

from pipeline import extract
from pipeline.language.patterns import fast, first_characters
from pipeline.language.statements import markers, units
from pipeline.model import ProblemValue, Span


def cut(text: str) -> list[str]:
    """The units as `ordinal:text`, a head with a star, one that ends with a colon with it."""
    return [
        f"{u.ordinal}{'*' if u.head else ''}:{u.span.of(text)}{'：' if u.colon else ''}"
        for u in units(text, Span(0, len(text)))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("一是甲；二是乙。", ["1*:甲", "2*:乙"]),
        ("一要抓实；二要抓细。", ["1*:要抓实", "2*:要抓细"]),
        ("主要有：1、甲,2、乙。", ["0:主要有：", "1*:甲", "2*:乙"]),
        ("1.甲。说明。\n2.乙。", ["1*:甲", "1:说明", "2*:乙"]),
        ("（一）甲：①丙；②丁。\n（二）乙。", ["1*:甲：", "1*:丙", "2*:丁", "2*:乙"]),
        ("首先，甲。第二，乙。第三将丙。", ["1*:甲", "2*:乙", "3*:将丙"]),
        ("● 甲\n● 乙", ["0*:甲", "0*:乙"]),
        ("甲；乙。丙", ["0:甲", "0:乙", "0:丙"]),
        ("1.甲；仍是甲。", ["1*:甲；仍是甲"]),
        ("1.3月5日开会。2.2012年换届。", ["1*:3月5日开会", "2*:2012年换届"]),
        # no markers: a decimal, a name, a number out of sequence, running text
        ("提高1.5个百分点，第一书记到任，共3、4次。", ["0:提高1.5个百分点，第一书记到任，共3、4次"]),
        ("深入开展二、三阶段的工作。", ["0:深入开展二、三阶段的工作"]),
        ("5、甲。6、乙。", ["0:5、甲", "0:6、乙"]),
        ("", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    assert cut(text) == expected


def test_depth_counts_the_enumerations_around_a_marker() -> None:
    text = "（一）甲。一是子；二是丑。\n（二）乙。一是寅。"
    assert [m.depth for m in markers(text, Span(0, len(text)))] == [0, 1, 1, 0, 1]


def test_a_stretch_is_cut_by_itself() -> None:
    text = "一是甲；二是乙。三、丙"
    assert [u.span.of(text) for u in units(text, Span(0, 4))] == ["甲"]


def test_first_characters_are_those_a_match_can_begin_with() -> None:
    assert first_characters("(?<!不)甲乙|丙+|[丁戊]己") == "丁丙戊甲"
    assert first_characters(".甲") == ""
    assert first_characters("甲?") == ""


def test_a_fast_pattern_finds_what_the_plain_one_finds() -> None:
    source, text = "(?<!不)够(?=好)|甚?好", "够好，不够好，甚好"
    assert [m.span() for m in fast(source).finditer(text)] == [m.span() for m in re.finditer(source, text)]
    assert fast(r"(?<=甲+)乙").search("甲甲乙") is not None  # what only `regex` can compile


@pytest.mark.parametrize("text", ["1" * 20000, "不" * 20000, "一是" * 10000, "存在" * 10000, "一些" * 10000 + "问题"])
def test_hostile_text_ends(text: str) -> None:
    framed = f"总结\n一、做法\n学习。\n二、存在的问题\n{text}\n三、打算\n加强。"
    for report in extract(framed):
        assert all(isinstance(fact.value, ProblemValue) for fact in report.of("problem"))


def test_vetoed_candidates_say_why() -> None:
    text = "支部总结\n一、做法\n组织学习，防止部分党员学习流于形式。\n二、打算\n加强学习。\n"
    (vetoed,) = [fact for fact in extract(text)[0].vetoed if fact.layer == "problem"]
    assert vetoed.veto == "是要防止的，不是已有的短处"
