"""Quantities: numbers with their measures, and what is none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.quantities import column_head, quantities


def found(text: str) -> list[tuple[str, float, str, bool]]:
    return [(q.span.of(text), q.value, q.unit, q.approx) for q in quantities(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8人", [("8人", 8, "人", False)]),
        ("一百二十三名", [("一百二十三名", 123, "名", False)]),
        ("240人(次)", [("240人(次)", 240, "人次", False)]),
        ("300余人次", [("300余人次", 300, "人次", True)]),
        ("二十余次", [("二十余次", 20, "次", True)]),
        ("近百场次", [("百场次", 100, "场次", True)]),
        ("约30人", [("30人", 30, "人", True)]),
        ("30人左右", [("30人", 30, "人", True)]),
        ("1.2万人次", [("1.2万人次", 12000, "人次", False)]),
        ("1,200人次", [("1,200人次", 1200, "人次", False)]),
        ("两堂、三期、四节", [("两堂", 2, "堂", False), ("三期", 3, "期", False), ("四节", 4, "节", False)]),
        ("党员\t45\n", [("45", 45, "", False)]),
        ("会议：12，", [("12", 12, "", False)]),
        ("第三次、第15期、十七届四次全会前", []),
        ("第三次会议", []),
        ("五个好、三个代表", []),
        ("一次性、三位一体、两个人", []),
        ("80%、三分之二、4/5次", []),
        ("2010年5月25日", []),
        ("\n1、学习\n2、讨论", []),
    ],
)
def test_quantities(text: str, expected: list[tuple[str, float, str, bool]]) -> None:
    assert found(text) == expected


def test_a_range_keeps_its_upper_end() -> None:
    (quantity,) = quantities("每年2—3次")
    assert (quantity.value, quantity.upto, quantity.approx) == (2, 3, True)


def test_column_head() -> None:
    table = "支部\t党员数\t党课\n一支部\t12\t3\n二支部\t9\t2\n合计\t21\t5\n"
    assert column_head(table, table.index("12")) == ("党员数", "一支部")
    assert column_head(table, table.index("21")) == ("党员数", "")
    alone = "党员数\t党课\n21\t5\n"
    assert column_head(alone, alone.index("5")) == ("党课", "")
    assert column_head("没有表头\n党员\t5", 9) == ("", "党员")


@given(st.text(alphabet="一二十百0123456789.,次人名个第约余\t\n：、-年", max_size=60))
def test_spans_lie_in_the_text_in_order(text: str) -> None:
    spans = [q.span for q in quantities(text)]
    assert spans == sorted(spans)
    assert all(0 <= s.start < s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@pytest.mark.parametrize("char", ["1", "一", "万", "次", "1次", "1,", "1-", "\t1"])
def test_hostile_runs_end(char: str) -> None:
    text = char * 50_000
    assert all(q.span.end <= len(text) for q in quantities(text))
