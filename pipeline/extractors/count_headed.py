"""Numbers whose noun the heading told: under 支委会, 全年共召开12次; of 党小组会, 六个小组合计开了52次."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from pipeline.language.context import modifiers
from pipeline.language.draft import Draft
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.language.quantities import Quantity, quantities
from pipeline.model import LIKELY, CountValue, Mention, Span

_UNITS = frozenset({"次", "场", "堂", "期", "节", "回"})
_GROUPS = "[0-9一二两三四五六七八九十]{1,2}个(?:党?小组|组)"
_SAID = re.compile(
    rf"\s*(?P<said>(?:(?:全年|今年|本年度?|一年来|一年里?|年内|支部|{_GROUPS})[，,]?){{0,3}}"
    r"(?:总共|一共|共计|合计|总计|累计|共|实际|已){0,2}(?:召开|开展|举行|举办|组织|开|讲|上|办)?了?)\Z"
)
_OF_GROUPS = re.compile(rf"\s*(?:全年|今年|一年来|一年里?)?{_GROUPS}")
_CLOSED = re.compile(r"[，,。；;（(\n]|\Z")
_CLAUSE = re.compile(r"[，,。；;：:\n]")
_GROUP_MEETING = re.compile(r"党小组(?:会议?|活动)(?=[由按在都，,。；;、：:（(\n]|$)", re.M)
_NUMBERED = re.compile("[0-9一二三四五六七八九十]")
_REACH, _BACK = 40, 80
_DECLINED = frozenset(
    {"planned", "required", "hypothetical", "recurring", "earlier", "other_body", "attended", "negated", "each"}
)


def headed(draft: Draft, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions in order, and the numbers under a heading that names what they count."""
    told = list(found)
    taken = {at for m in told for at in (m.span.start, m.span.end)}
    more = [
        mention
        for quantity in quantities(draft.text)
        if quantity.unit in _UNITS and quantity.upto is None and not taken & {quantity.span.start, quantity.span.end}
        for mention in _headed(draft, quantity)
    ]
    yield from sorted([*told, *more], key=lambda mention: mention.span.start) if more else told


def _headed(draft: Draft, quantity: Quantity) -> Iterator[Mention]:
    """The mention of a number that says no noun itself."""
    text, at = draft.text, quantity.span.start
    if not _CLOSED.match(text, quantity.span.end):
        return
    start, name = _under_heading(draft, at) or _of_groups(draft, at)
    said = _SAID.fullmatch(text, start, at) if name else None
    entry = _entry(draft.profile.lexicon, name) if said and said["said"] else None
    if not said or entry is None or quantity.unit not in entry.extra.get("units", ()):
        return
    span = Span(said.start("said"), quantity.span.end)
    if modifiers(draft, span) & _DECLINED:
        return
    value = CountValue(entry.kind, name, quantity.value, quantity.unit, "done", quantity.approx)
    yield Mention("count", "counts.headed", span, value, LIKELY, ("counts.headed",))


def _under_heading(draft: Draft, at: int) -> tuple[int, str] | None:
    """Where the body of the heading right above begins, and the name that the heading is, if it tells no number."""
    index = bisect_left(draft.sections, at, key=lambda section: section.span.start) - 1
    section = draft.sections[index] if index >= 0 else None
    if section is None or at - section.span.end > _REACH or at < section.span.end:
        return None
    name = section.heading.strip(" 　：:。")
    known = not _NUMBERED.search(name) and _entry(draft.profile.lexicon, name)
    return (section.span.end, name) if known else None


def _of_groups(draft: Draft, at: int) -> tuple[int, str]:
    """The clause whose subject are the Party groups, where their meetings were told of just before."""
    text = draft.text
    before = text[max(0, at - _REACH) : at]
    mark = _CLAUSE.search(before[::-1])
    start = at - (mark.start() if mark else len(before))
    line = max(text.rfind("\n", 0, start) + 1, start - _BACK)
    groups = _OF_GROUPS.match(text, start, at) and _GROUP_MEETING.search(text, line, start)
    return (start, "党小组会") if groups else (at, "")


def _entry(lexicon: Lexicon, name: str) -> Entry | None:
    return next((e for e in lexicon["counted"] if e.kind != "none" and name in e.terms), None)
