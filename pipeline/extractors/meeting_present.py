"""How many took part in a meeting told of: 动员会召开，86人参加."""

from __future__ import annotations

import re
from bisect import bisect_left

from pipeline.language.quantities import quantities
from pipeline.model import Span

_PRESENT = re.compile(r"参加|参会|到会|出席|与会|参与|听取|全体")
_PERSONS = frozenset({"名", "人", "位", "人次"})
_ANOTHER = re.compile(r"召开|举行|举办|会后|(?<=[\u4e00-\u9fff])[.．]")
_NEAR = 60


def present(text: str, meeting: Span, sentence: Span) -> int | None:
    """The number of persons who took part, from the sentence behind the meeting, no other number of times between."""
    found = quantities(text)
    for quantity in found[bisect_left(found, meeting.end, key=lambda q: q.span.start) :]:
        if quantity.span.start >= min(sentence.end, meeting.end + _NEAR):
            return None
        start, end = quantity.span.start, quantity.span.end
        if quantity.unit not in _PERSONS or _ANOTHER.search(text, meeting.end, start):
            return None
        if _PRESENT.search(text[max(meeting.end, start - 12) : start]) or _PRESENT.search(text[end : end + 14]):
            return int(quantity.value)
    return None
