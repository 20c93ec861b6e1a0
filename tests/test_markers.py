"""The grammar of list markers: style and value of each, and what only looks like one."""

from __future__ import annotations

import pytest

from pipeline.language.markers import Candidate, clause_markers, inline_markers, line_markers, nest, ordinal

MARKERS = [
    ("一、基本情况", "han", 1, "一、"),
    ("十二、其他", "han", 12, "十二、"),
    ("二.主要做法", "han", 2, "二."),
    ("三．存在问题", "han", 3, "三．"),
    ("四 今后打算", "han", 4, "四"),
    ("五 、结语", "han", 5, "五 、"),
    ("一，基本情况", "han", 1, "一，"),
    ("贰、主要做法", "han", 2, "贰、"),
    ("（三）抓落实", "han_paren", 3, "（三）"),
    ("(三)抓落实", "han_paren", 3, "(三)"),
    ("( 一) 深化认识", "han_paren", 1, "( 一)"),
    ("〈一〉抓学习", "han_paren", 1, "〈一〉"),
    ("二）抓学习", "han_paren", 2, "二）"),
    ("㈠抓学习", "han_paren", 1, "㈠"),
    ("（一）、构建格局", "han_paren", 1, "（一）、"),
    ("1、学习", "num", 1, "1、"),
    ("12.学习", "num", 12, "12."),
    ("3．学习", "num", 3, "3．"),
    ("⒈学习", "num", 1, "⒈"),
    ("2\t学习", "num", 2, "2"),
    ("1、3月5日开展活动", "num", 1, "1、"),
    ("6．2017年安排", "num", 6, "6．"),
    ("一、三个环节环环相扣", "han", 1, "一、"),
    ("1）学习", "num_half", 1, "1）"),
    ("（2）学习", "num_paren", 2, "（2）"),
    ("⑵学习", "num_paren", 2, "⑵"),
    ("③学习", "circle", 3, "③"),
    ("❶学习", "circle", 1, "❶"),
    ("1.2 学习情况", "decimal", 2, "1.2"),
    ("A、学习", "letter", 1, "A、"),
    ("第一部分 工作回顾", "part", 1, "第一部分"),
    ("第二章 做法", "part", 2, "第二章"),
    ("第三篇：总结", "piece", 3, "第三篇："),
    ("第一阶段：动员", "stage", 1, "第一阶段"),
    ("一是抓学习", "shi", 1, "一是"),
    ("二要抓落实", "shi", 2, "二要"),
    ("第一，抓学习", "first", 1, "第一，"),
    ("首先，抓学习", "first", 1, "首先，"),
    ("其二是抓落实", "first", 2, "其二"),
    ("最后，抓落实", "first", 99, "最后，"),
    ("    一、基本情况", "han", 1, "一、"),
    ("**一、基本情况**", "han", 1, "一、"),
]
NONE = [
    "二、三阶段的工作", "一、二年级学生", "三.八妇女节", "2010.5", "3.5%的增长", "1.2亿元", "2010年工作", "6月10日召开",
    "3、4月份开展", "十八大以来", "一定要抓好", "一年来", "第一篇文章发表", "第一个支部", "12名党员", "三会一课",
    "2.6公里", "三、四个小组",
]  # fmt: skip


@pytest.mark.parametrize(("text", "style", "value", "marker"), MARKERS, ids=[text for text, *_ in MARKERS])
def test_marker(text: str, style: str, value: int, marker: str) -> None:
    [found] = line_markers(text)
    assert (found.style, found.value, found.span.of(text)) == (style, value, marker)


@pytest.mark.parametrize("text", NONE)
def test_no_marker(text: str) -> None:
    assert line_markers(text) == ()


def test_clause_markers() -> None:
    text = "主要表现在：一是学习不够；二是制度不全，三要改进。一是一"
    assert [(m.value, m.span.of(text)) for m in clause_markers(text, 0, len(text))][:3] == [
        (1, "一是"),
        (2, "二是"),
        (3, "三要"),
    ]


def test_inline_markers_need_a_stop_before_them() -> None:
    text = "总结如下：一、统一思想。二、狠抓落实，三、四季度见效"
    assert [m.span.of(text) for m in inline_markers(text)] == ["一、", "二、"]


def test_ordinal() -> None:
    assert [ordinal(s) for s in ("一", "十", "十二", "二十一", "12", "１２", "百", "一百", "0", "")] == [
        1, 10, 12, 21, 12, 12, 0, 0, 0, 0,
    ]  # fmt: skip


def depths(text: str) -> list[int]:
    found = nest(Candidate(marker, True, True) for marker in line_markers(text))
    return [depth for _, depth in found]


def test_a_series_nests_where_the_outer_one_goes_on() -> None:
    assert depths("一、a\n（一）b\n（二）c\n二、d\n（一）e\n") == [0, 1, 1, 0, 1]
    assert depths("（一）a\n一、b\n二、c\n（二）d\n一、e\n") == [0, 1, 1, 0, 1]
    assert depths("1.a\n（1）b\n（2）c\n2.d\n①e\n②f\n") == [0, 1, 1, 0, 1, 1]


def test_what_is_out_of_sequence_is_left_out() -> None:
    assert depths("一、a\n五、b\n二、c\n") == [0, 0]
    assert depths("三、a\n") == []
