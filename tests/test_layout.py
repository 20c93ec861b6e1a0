"""Hard line wraps: the breaks marked ⏎ are removed, all others stay, and offsets lead back to the source."""

from __future__ import annotations

import re
from typing import Any

import pytest
from bars import cases
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline import load_profile
from pipeline.model import Span
from pipeline.structure.layout import unwrap
from pipeline.text import AlignedText

PARAMS = [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else [])
    for name, case in cases("layout")
]


def unwrapped(text: str) -> AlignedText:
    return unwrap(AlignedText.of(text), load_profile())


@pytest.mark.parametrize("case", PARAMS)
def test_breaks(case: dict[str, Any]) -> None:
    marked = case["text"]
    expected = re.sub("⏎(?:— 3 —⏎)?", "", marked).replace("\u3000", " ")
    assert unwrapped(marked.replace("⏎", "\n")).text == expected


@given(st.text(alphabet="一二三、。，：第（）1.2\n \u3000党员会议的以星期", max_size=120))
@settings(max_examples=300, deadline=None)
def test_only_breaks_and_indents_go(text: str) -> None:
    aligned = AlignedText.of(text)
    joined = unwrap(aligned, load_profile())
    assert re.sub(r"[\s\d—第页-]", "", joined.text) == re.sub(r"[\s\d—第页-]", "", aligned.text)
    for at in range(len(joined.text)):
        span = joined.source(Span(at, at + 1))
        assert span.of(text).translate({0x3000: " "}) == joined.text[at]


@pytest.mark.parametrize("text", ["\x1f\n好", "好\x1c\n\x1c好", "一、\n\n", "\n好", "（\n）", "1\n2", "—\n— 3 —\n—"])
def test_odd_texts_are_survived(text: str) -> None:
    assert len(unwrapped(text).text) <= len(text)


PARAGRAPHS = [
    "今年以来，支部在上级党委的领导下，认真组织党员学习党的理论，先后举办专题党课四次，参加党员二百余人次。",
    "一、主要做法",
    "（一）健全制度。支部修订了学习制度、考勤制度和谈心谈话制度，做到有章可循，党员参加组织生活的自觉性明显增强。",
    "（二）服务群众。组织党员志愿者走进社区，为居民义务维修家电八十余件，理发一百二十人次，受到居民好评。",
    "二、存在的问题",
    "学习形式还比较单一，少数党员参加活动不够积极；台账资料的整理不够规范，信息报送不够及时。",
    "三、今后打算",
    "进一步创新学习形式，完善考核办法，把活动引向深入，努力建设学习型党支部。",
]


@pytest.mark.parametrize("indent", ["", "    ", "\u3000\u3000"])
@pytest.mark.parametrize("width", range(18, 40, 3))
def test_a_text_set_to_a_width_comes_back(width: int, indent: str) -> None:
    lines = []
    for paragraph in PARAGRAPHS * 2:
        whole = indent + paragraph
        lines += [whole[i : i + width] for i in range(0, len(whole), width)]
    joined = [line.strip() for line in unwrapped("\n".join(lines)).text.split("\n")]
    assert [line for line in joined if line.startswith(("一、", "二、", "三、"))] == [
        p for p in PARAGRAPHS * 2 if p[1] == "、"
    ]
    torn = [line for line in joined if line[-1] not in "。；，、" and line not in PARAGRAPHS]
    assert torn == []
