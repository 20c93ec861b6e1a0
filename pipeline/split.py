"""Splitting a source into its reports."""

from __future__ import annotations

import re

from pipeline.markers import ordinal
from pipeline.model import Part, Source, Span
from pipeline.profile import Profile

_PART = re.compile(r"^[ \t\u3000【（(]*第([一二三四五六七八九十]{1,3}|\d{1,2})篇(?!章|文|报道)", re.MULTILINE)


def split(source: Source, profile: Profile) -> tuple[Part, ...]:
    """The reports of a source, one for an ordinary file."""
    text = source.text
    starts: list[int] = []
    for match in _PART.finditer(text):
        if ordinal(match[1]) == len(starts) + 1:
            starts.append(match.start())
    if len(starts) < 2:
        return (Part(1, Span(0, len(text))),)
    ends = [*starts[1:], len(text)]
    return tuple(Part(i + 1, Span(a, b)) for i, (a, b) in enumerate(zip(starts, ends, strict=True)))
