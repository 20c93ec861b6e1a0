"""Compilations: § marks where each report begins, 【】 its title."""

from __future__ import annotations

from typing import Any

import pytest
import yaml
from bars import OUTLINE, cases

from pipeline import load_profile
from pipeline.model import Source
from pipeline.structure.split import split

DATA = yaml.safe_load((OUTLINE / "split.yaml").read_text(encoding="utf-8"))
PARAMS = [
    pytest.param(case, id=name, marks=[pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else [])
    for name, case in cases("split")
]


def parsed(marked: str) -> tuple[str, list[int], list[str]]:
    """The plain text, where its reports begin, and their titles."""
    text = marked.replace("{正文}", DATA["body"].strip()).replace("{署名}", DATA["signature"].strip())
    plain, starts, titles, begin = "", [], [], 0
    for char in text:
        if char == "§":
            starts.append(len(plain))
        elif char == "【":
            begin = len(plain)
        elif char == "】":
            titles.append(plain[begin:])
        else:
            plain += char
    return plain, starts or [0], titles


@pytest.mark.parametrize("case", PARAMS)
def test_parts(case: dict[str, Any]) -> None:
    text, starts, titles = parsed(case["text"])
    parts = split(Source("x.txt", text, "text"), load_profile())
    assert [part.span.start for part in parts] == starts
    assert [part.title.of(text) for part in parts if part.title] == titles
    assert [part.no for part in parts] == list(range(1, len(parts) + 1))
    assert [a.span.end for a in parts[:-1]] == [b.span.start for b in parts[1:]]
    assert parts[-1].span.end == len(text)


@pytest.mark.parametrize(
    "text",
    ["", "\n", "第一篇\n第二篇\n", "篇1\n" * 3000, "清河村工作总结\n" * 30_000, "总结（一）" * 2000, "第" * 50_000],
)
def test_odd_texts_are_one_report(text: str) -> None:
    parts = split(Source("x.txt", text, "text"), load_profile())
    assert len(parts) == 1
    assert (parts[0].span.start, parts[0].span.end) == (0, len(text))
