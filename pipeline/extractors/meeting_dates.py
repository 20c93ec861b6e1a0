"""The date of a meeting told of: in its sentence, before it or behind 于, or on a line that the sentence stands under.

Dates are mentions of the layer `date`, in text order, none of them declined.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from pipeline.model import DateValue, Mention, Span

DAY = len("XXXX-00-00")
# 5月3日发下文件。当天下午开了支部大会
_SAME_DAY = re.compile(r"(?:\A|[，,；;])[\s　]*(?:就在)?(?:当天|当日|当晚|同日|同一天)")
_ON = re.compile("[，,]?(?:是|已|定|分别)?[于在]")  # 2011年度组织生活会|于|2012年1月10日召开
_AND = ("、", "和", "及", "与", "")
# A line that is no more than a date: 3月12日; （一）3月份：; 活动时间：3月12日. What stands under it is dated so.
_MARK = r"(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳])"
_BEFORE = re.compile(rf"\s*{_MARK}?\s*(?:[\u4e00-\u9fff]{{0,2}}时 ?间[：:]\s*)?")
_AFTER = re.compile(r"(?:[上下中][午晚]|晚上?)?\s*[：:，,]?\s*")
_MARKED = re.compile(rf"\s*(?:{_MARK}|[\u4e00-\u9fff]{{2,4}}[：:])")
_HELD = re.compile("召开|举行|举办|开展|组织")
_NEAR = 100  # characters before a sentence that says 当天
_FAR = 400  # characters of one sentence between a meeting and its date
_REACH, _LINES = 400, 6  # characters and lines above a sentence in which the line of its date may stand


def inside(items: tuple[Mention, ...], span: Span) -> tuple[Mention, ...]:
    """The mentions (in text order) that start in a stretch."""
    first = bisect_left(items, span.start, key=_place)
    return items[first : bisect_left(items, span.end, key=_place)]


def meeting_dates(
    text: str, sentence: Span, told: Span, named_first: bool, dates: tuple[Mention, ...]
) -> tuple[str, ...]:
    """The dates of the meeting at `told`, several where they are listed; none where the text gives none.

    `named_first` tells that the verb stands behind the meeting (动员大会于5月12日召开).
    """
    around = Span(max(sentence.start, told.start - _FAR), min(sentence.end, told.end + _FAR))
    near = [d for d in inside(dates, around) if _when(d)]
    before = [d for d in near if d.span.end <= told.start]
    after = [d for d in near if named_first and d.span.start >= told.end]
    if after and _ON.fullmatch(text, told.end, after[0].span.start):
        return tuple(_when(d) for d in _listed(text, after))
    if before:
        nearest = _precise(text, before)
        ahead = before[: before.index(nearest) + 1]
        return tuple(_when(d) for d in reversed(_listed(text, ahead[::-1])))
    if after:
        return (_when(after[0]),)
    if day := _same_day(text, sentence, told, dates):
        return (_when(day),)
    label = _label(text, sentence.start, dates)
    return (_when(label),) if label else ()


def _same_day(text: str, sentence: Span, told: Span, dates: tuple[Mention, ...]) -> Mention | None:
    """The last day named before a sentence of its line that says 当天."""
    if not _SAME_DAY.search(text[sentence.start : told.start]):
        return None
    line = text.rfind("\n", 0, sentence.start) + 1
    before = inside(dates, Span(max(line, sentence.start - _NEAR), sentence.start))
    return next((date for date in reversed(before) if len(_when(date)) == DAY), None)


def _listed(text: str, dates: list[Mention]) -> list[Mention]:
    """The dates that are listed with the first one."""
    found = dates[:1]
    for date in dates[1:]:
        one, other = sorted((found[-1].span, date.span))
        if text[one.end : other.start] not in _AND:
            break
        found.append(date)
    return found


def _precise(text: str, before: list[Mention]) -> Mention:
    """The nearest date; the day before it where that names the meeting only (3月12日…召开了2020年度|组织生活会)."""
    nearest = before[-1]
    days = [date for date in before if len(_when(date)) == DAY]
    held = days and _HELD.search(text[days[-1].span.end : nearest.span.start])
    return days[-1] if held and len(_when(nearest)) < DAY else nearest


def _label(text: str, at: int, dates: tuple[Mention, ...]) -> Mention | None:
    """The date on a line of its own right above a sentence's line, or above the items of a list that it is one of."""
    start = text.rfind("\n", 0, at) + 1
    for index, line in enumerate(_above(text, start)):
        found = [d for d in inside(dates, line) if _when(d)]
        if found:
            date = found[0]
            ahead = text[line.start : date.span.start]
            alone = _BEFORE.fullmatch(ahead) and _AFTER.fullmatch(text, date.span.end, line.end)
            own = _is_own(date) and "：" not in ahead and ":" not in ahead
            return date if len(found) == 1 and alone and not own else None
        if not _MARKED.match(text, start) or (index and not _MARKED.match(text, line.start)):
            return None
    return None


def _above(text: str, at: int) -> Iterator[Span]:
    """The lines above an offset that have something on them, from the nearest up."""
    least = max(0, at - _REACH)
    for _ in range(_LINES):
        end = at - 1
        if end <= least:
            return
        at = text.rfind("\n", 0, end) + 1
        if text[at:end].strip():
            yield Span(at, end)


def _is_own(date: Mention) -> bool:
    """Whether a date with its year stands at the report's head or foot: it is the report's own."""
    written = date.value.value if isinstance(date.value, DateValue) else ""
    return bool({"place.head", "place.foot"} & set(date.chain)) and not written.startswith("XXXX")


def _when(mention: Mention) -> str:
    """The date a mention gives to a meeting; empty for recurring dates and for stretches longer than a month."""
    value = mention.value
    if not isinstance(value, DateValue) or value.kind == "recurring":
        return ""
    date = value.resolved or value.value
    first, _, last = date.partition("/")
    return date if not last or first[:7] == last[:7] else ""


def _place(mention: Mention) -> int:
    return mention.span.start
