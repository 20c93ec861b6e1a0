"""The outline: every heading that the bars of a case mark is found, with its level, and no other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bars import cases, unbar

from pipeline import load_profile
from pipeline.model import Section, Span
from pipeline.structure.layout import unwrap
from pipeline.structure.sections import outline
from pipeline.text import AlignedText

PARAMS = [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else [])
    for name, case in cases("sections")
]


def sections_of(text: str, bold: tuple[str, ...] = ()) -> tuple[AlignedText, tuple[Section, ...]]:
    profile = load_profile()
    aligned = unwrap(AlignedText.of(text), profile)
    spans = tuple(Span(m.start(), m.end()) for words in bold for m in re.finditer(re.escape(words), text))
    return aligned, outline(aligned, profile, spans)


@pytest.mark.parametrize("case", PARAMS)
def test_headings(case: dict[str, Any]) -> None:
    plain, expected = unbar(case["text"])
    text = plain.replace("⏎", "\n")
    aligned, found = sections_of(text, tuple(case.get("bold", ())))
    starts = [(aligned.offset(s.span.start), s) for s in found if s.level <= case.get("levels", 9)]
    # A marker is shown as it is written (１．), not as it is read (1.).
    shown = [f"{at}:{s.level}:{text[at : at + len(s.marker)]}:{s.heading}" for at, s in starts]
    assert shown == [line.replace("⏎", "") for line in expected]


REPORT = (
    "清水村党支部工作总结\n一、基本情况\n全村党员32名。\n二、主要做法\n（一）抓学习。集中学习6次。\n（二）抓服务。\n1、走访。走访40户。\n"
    "2、慰问。慰问9户。\n三、存在问题\n主要有：一是学习不够深入；二是制度不够健全。\n四、今后打算\n继续努力。\n清水村党支部\n2011年6月30日\n"
)


def test_numbers_parents_and_bodies() -> None:
    _, found = sections_of(REPORT)
    by_no = {section.no: section for section in found}
    assert list(by_no) == ["1", "2", "2.1", "2.2", "2.2.1", "2.2.2", "3", "3.1", "3.2", "4"]
    assert by_no["2.2.1"].parent == "2.2"
    assert by_no["2"].body_end == by_no["3"].span.start
    assert by_no["2.2"].body_end == by_no["3"].span.start
    assert by_no["2.1"].body_end == by_no["2.2"].span.start
    assert by_no["4"].body_end == len(REPORT)
    assert by_no["2.1"].run_in
    assert not by_no["2.2"].run_in


def test_list_before_the_first_heading_has_no_parent() -> None:
    _, found = sections_of(
        "总结\n主要有三件事：\n1、学习。学了6次。\n2、服务。走访8户。\n一、基本情况\n党员9名。\n二、存在问题\n不够好。\n"
    )
    assert [(s.no, s.level, s.parent) for s in found] == [("0.1", 2, ""), ("0.2", 2, ""), ("1", 1, ""), ("2", 1, "")]


@pytest.mark.parametrize(
    "text", ["", "\n\n", "一、", "（一）\n（二）\n", "1" * 20_000, "一、" * 5_000, "\n".join(["一、二"] * 3000)]
)
def test_odd_texts_are_survived(text: str) -> None:
    aligned, found = sections_of(text)
    for section in found:
        assert 0 <= section.span.start <= section.span.end <= section.body_end <= len(aligned.text)


def test_sections_nest_without_gaps() -> None:
    aligned, found = sections_of(REPORT)
    top = [section for section in found if section.level == 1]
    assert [a.body_end for a in top[:-1]] == [b.span.start for b in top[1:]]
    assert all(s.span.of(aligned.text).startswith(s.marker) for s in found)
