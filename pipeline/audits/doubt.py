"""Facts that were read but are not certain enough for the main table."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.audits.case import NOTE, Case
from pipeline.messages import both, told
from pipeline.model import DOUBTFUL, Finding


def doubtful(case: Case) -> Iterator[Finding]:
    """Each doubtful fact, so that a person decides."""
    for fact in case.report.facts:
        if fact.confidence == DOUBTFUL:
            yield case.on(NOTE, told("fact.doubtful", layer=both(f"layer_{fact.layer}")), fact)
