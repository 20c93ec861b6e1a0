"""Every case of tests/cases/*.yaml: the marks are what the layer finds in the text, all of it and nothing else.

A file is `layer`, optionally `where` (fields of the value that a fact must have to be looked at), `frame` (a text with
`{}` into which each case is put) and `cases`. A case is `text` with 【marks】, `expect` (fields of the value, a mapping
for each mark in order; a single mapping holds for all), `frame` of its own, and `xfail` with a reason.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import pytest
from marks import cases, unmark

from pipeline import extract
from pipeline.model import Fact

PARAMS = [
    pytest.param(head, case, id=name, marks=[pytest.mark.xfail(reason=case["xfail"])] if "xfail" in case else [])
    for name, head, case in cases()
]


def looked_at(fact: Fact, head: dict[str, Any]) -> bool:
    value = asdict(fact.value)
    return fact.layer == head["layer"] and all(value.get(k) in as_list(v) for k, v in head.get("where", {}).items())


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize(("head", "case"), PARAMS)
def test_case(head: dict[str, Any], case: dict[str, Any]) -> None:
    frame = case.get("frame", head.get("frame", "{}"))
    before = len(frame.split("{}")[0])
    text, marks = unmark(case["text"])
    facts = [
        fact
        for report in extract(frame.replace("{}", text))
        for fact in report.of(head["layer"])
        if looked_at(fact, head) and before <= fact.span.start < before + len(text)
    ]
    assert [f"{f.span.start - before}:{f.span.end - before}:{f.text}" for f in facts] == marks
    expected = case.get("expect", {})
    per_mark = [expected] * len(marks) if isinstance(expected, dict) else expected
    assert len(per_mark) == len(marks)
    for fact, fields in zip(facts, per_mark, strict=True):
        value = asdict(fact.value) | {"rule": fact.rule, "confidence": fact.confidence}
        assert {k: plain(value[k]) for k in fields} == fields
