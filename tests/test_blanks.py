"""Parts of a template that nobody filled in are told from parts that say something."""

from __future__ import annotations

import pytest

from pipeline import extract, load_profile
from pipeline.model import Report
from pipeline.products.tables import metrics_row
from pipeline.structure.blanks import is_blank

BLANK = [
    "（此处填写）",
    "\n（此处填写不少于三条）\n",
    "（此处填写主要做法，不少于500字）\n1、组织学习___次，开展活动____次。",
    "请在此处填写工作措施。",
    "单击此处输入文字。",
    "略",
    "（略）。",
    "××××××",
    "1.____\n2.____\n3.____",
    "集中学习××次，走访群众××户。",
    "（此处填写）\n\n                                   XX支部\n     2011年  月  日\n",
]
FILLED = [
    "",
    "学习还不够深入。",
    "××村支部组织党员植树，效果良好。",
    "李××同志带头捐款，受到好评。",
    "（此处填写）\n学习不够深入，制度执行不严。",
    "略有提高，仍需努力。",
    "组织学习12次，走访群众___户。",
    "学习还不够深入。\n某某村党支部",
    "无",
]


@pytest.mark.parametrize("text", BLANK)
def test_nothing_was_filled_in(text: str) -> None:
    assert is_blank(load_profile().lexicon, text)


@pytest.mark.parametrize("text", FILLED)
def test_something_is_said(text: str) -> None:
    assert not is_blank(load_profile().lexicon, text)


def report(problems: str, plans: str) -> Report:
    deeds = "支部组织党员集中学习12次，走访困难群众30户，帮助解决实际问题8件，受到群众欢迎。"
    parts = f"一、主要做法\n{deeds}\n二、存在问题\n{problems}\n三、下一步打算\n{plans}"
    return extract(f"柳溪村党支部工作总结\n{parts}\n柳溪村党支部\n2011年6月5日\n")[0]


def test_a_part_that_was_never_filled_in_is_missing() -> None:
    found = report("（此处填写不少于三条）", "（此处填写）")
    cells = metrics_row(found, load_profile())
    assert [(f.code, f.role) for f in found.findings if f.severity == "error"] == [
        ("section.absent", "problems"),
        ("section.absent", "plans"),
    ]
    assert found.of("problem") == found.of("plan") == ()
    assert "problems|plans" in cells
    assert "section.thin" not in {f.code for f in found.findings}


def test_what_stands_below_a_blank_part_does_not_fill_it() -> None:
    found = report("（此处填写）\n1、学习方面存在___问题。\n2、作风方面存在___问题。", "坚持每月集中学习一次。")
    assert [f.role for f in found.findings if f.severity == "error"] == ["problems"]


def test_a_part_that_says_something_is_there() -> None:
    found = report("一是学习不够深入；二是______。", "坚持每月集中学习一次，定期走访群众。")
    assert {f.code for f in found.findings if f.severity == "error"} == set()
    assert [f.text for f in found.of("problem")] == ["学习不够深入"]


def test_a_part_told_in_a_row_of_points_within_a_paragraph_is_no_blank() -> None:
    told = "第一，组织集中学习6次；第二，党员带头上公开课；第三，利用家访的时间听取意见，收集建议23条。家长反映良好。"
    found = extract(f"城关幼儿园党支部小结\n支部做了这样几件事：{told}\n城关幼儿园党支部\n2011.7.5\n")[0]
    assert [f.code for f in found.findings if f.role == "activities"] == ["section.in_body"]
