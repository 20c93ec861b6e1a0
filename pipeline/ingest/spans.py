"""Spans of formatting as the readers gather them."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.model import Span


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters in ascending, disjoint, non-empty spans; those that touch are one."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
