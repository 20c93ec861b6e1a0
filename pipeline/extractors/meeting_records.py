"""The meeting of a record: its name stands in the title (党员大会会议记录), its date on a line (时间：3月12日)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pipeline.model import CERTAIN, DateValue, MeetingValue, Mention, Span

_NAMES = "大会|生活会|评议会|支委会|委员会|小组会|例会|座谈会|办公会|会议"
_TITLE = re.compile(rf"(?P<name>[\u4e00-\u9fff]{{0,10}}?(?:{_NAMES}))(?:会议)?(?:记录|纪要)[ \t]*$", re.M)
_WHEN = re.compile(r"(?:会议|召开|开会)?时[ ]{0,4}间[ ]?[：:][ ]{0,4}\Z")
_HEAD, _FIELDS = 120, 400  # characters that hold a record's title, and the lines of its time and place


def recorded(text: str, dates: Iterable[Mention]) -> Iterator[Mention]:
    """The one meeting that a record is of, where title and time say so."""
    head = text[:_HEAD]
    title = _TITLE.search(text, 0, _HEAD) if "记录" in head or "纪要" in head else None
    if not title:
        return
    for date in dates:
        at = date.span.start
        if not title.end() < at < _FIELDS:
            continue
        if _WHEN.search(text, max(0, at - 12), at) and isinstance(date.value, DateValue):
            value = MeetingValue(title["name"], date.value.resolved or date.value.value, False, None)
            yield Mention("meeting", "meetings.record", Span(*title.span("name")), value, CERTAIN)
            return
