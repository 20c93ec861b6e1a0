"""Facts that were read but are not certain enough for the main table."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audits.case import NOTE, Case
from pipeline.model import DOUBTFUL, Finding

_LAYERS = {
    "name": "名称", "date": "日期", "count": "数量", "meeting": "会议", "slogan": "口号",
    "problem": "问题", "plan": "打算",
}  # fmt: skip


def doubtful(case: Case) -> Iterator[Finding]:
    """Each doubtful fact, so that a person decides."""
    for fact in case.report.facts:
        if fact.confidence == DOUBTFUL:
            message = f"这处{_LAYERS[fact.layer]}拿不准，没有计入汇总表。请核对，需要时在更正表中填写。"
            yield case.on(NOTE, "fact.doubtful", message, fact)
