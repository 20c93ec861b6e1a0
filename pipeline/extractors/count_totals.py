"""Totals and their parts: which of the numbers of a report may be summed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.language.draft import Draft
from pipeline.model import DOUBTFUL, CountValue, Mention

_GENERAL = re.compile(r"(?:各类|各种|各项|大小|党内)?(?:会议|会|大会|学习|集中学习|学习活动|简报|信息|党课)")
_OPENS_PARTS = re.compile(r"\s*(?:其中|包括|分别(?:是|为))")
_NEAR = 24  # characters between a total's sentence and the parts in the next
_IN_ALL = re.compile(r"(?:一共|总共|累计|共计|合计|总计|共)(?:组织|召开|开展|举行|举办|进行)?了?(?:各类|各种|各项)?\Z")
_MONTHS = re.compile(
    r"(?:[0-9一二三四五六七八九十]{1,2}月份?[、，,和及]){1,11}[0-9一二三四五六七八九十]{1,2}月份?[^，,。；;、]{0,4}各[^，,。；;、]{0,6}\Z"
)
_PART = re.compile(r"其中|包括|含|分别(?:是|为)")


def parted(draft: Draft, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions with the parts of a total told in the same sentence marked.

    Parts (会议20次，其中党员大会4次) get the role other, so that the sum of what is done counts nothing twice.
    """
    group: list[Mention] = []
    for mention in found:
        if group and _goes_on(draft, group[-1], mention):
            group.append(mention)
            continue
        if group and draft.sentence(group[-1].span.start) != draft.sentence(mention.span.start):
            yield from _sentence(draft, group)
            group = []
        group.append(mention)
    yield from _sentence(draft, group)


def _goes_on(draft: Draft, last: Mention, mention: Mention) -> bool:
    """Whether a sentence opens with the parts of what the one before it tells: 学习18次。其中集中学习12次."""
    start = draft.sentence(mention.span.start).start
    between = draft.text[last.span.end : mention.span.start]
    return len(between) < _NEAR and _OPENS_PARTS.match(draft.text, start) is not None


def restated(draft: Draft, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, a number told a second time (the same noun and value above one) made doubtful.

    So is a number told again by the months it was done in: 党员大会4次 and 3月、6月、9月、12月各召开党员大会一次.
    """
    seen: set[tuple[str, str, float]] = set()
    told: set[tuple[str, str]] = set()
    for mention in found:
        value = value_of(mention)
        key = (value.category, value.noun, value.value)
        months = _MONTHS.search(draft.text, max(0, mention.span.start - 40), mention.span.start)
        if counted(mention) and months and (value.category, value.noun) in told:
            yield mention._replace(confidence=DOUBTFUL, chain=(*mention.chain, "counts.restated"))
            continue
        if not mention.veto:
            told.add((value.category, value.noun))
        if counted(mention) and key in seen and value.value > 1:
            yield mention._replace(confidence=DOUBTFUL, chain=(*mention.chain, "counts.restated"))
            continue
        if counted(mention):
            seen.add(key)
        yield mention


def counted(mention: Mention) -> bool:
    """Whether a mention is a number of things done."""
    return not mention.veto and value_of(mention).role == "done"


def value_of(mention: Mention) -> CountValue:
    """The mention's value, a number."""
    assert isinstance(mention.value, CountValue)
    return mention.value


def _sentence(draft: Draft, group: list[Mention]) -> Iterator[Mention]:
    """The mentions of one sentence, parts marked: those after 其中, and those that a general total sums up."""
    summed = _summed(draft, group)
    total: Mention | None = None
    for mention in group:
        if not counted(mention):
            yield mention
        elif id(mention) in summed or (total and _is_part(draft, total, mention)):
            value = replace(value_of(mention), role="other")
            yield mention._replace(value=value, chain=(*mention.chain, "counts.part"))
        else:
            total = mention
            yield mention


def _summed(draft: Draft, group: list[Mention]) -> set[int]:
    """The ids of the mentions whose sum a general noun of the sentence states (会议20次：党员大会4次、支委会16次)."""
    done: dict[str, list[Mention]] = {}
    for mention in filter(counted, group):
        done.setdefault(value_of(mention).category, []).append(mention)
    for same in done.values():
        if parts := _before_sum(draft, same):
            return parts
        half = sum(value_of(m).value for m in same) / 2
        total = next((m for m in same if value_of(m).value == half and _GENERAL.fullmatch(value_of(m).noun)), None)
        if total and len(same) > 2 and [value_of(m).noun for m in same].count(value_of(total).noun) == 1:
            return {id(m) for m in same if m is not total}
    return set()


def _before_sum(draft: Draft, same: list[Mention]) -> set[int]:
    """The ids of what a sentence tells before 共开展学习活动15次, which takes it in."""
    last, earlier = same[-1], same[:-1]
    said = draft.text[max(0, last.span.start - 10) : last.span.start]
    whole = earlier and _IN_ALL.search(said) and _GENERAL.fullmatch(value_of(last).noun)
    if whole and sum(value_of(m).value for m in earlier) <= value_of(last).value:
        return {id(m) for m in earlier}
    return set()


def _is_part(draft: Draft, total: Mention, mention: Mention) -> bool:
    whole, part = value_of(total), value_of(mention)
    if whole.category != part.category or part.value > whole.value:
        return False
    return bool(_PART.search(draft.text[total.span.end : mention.span.start]))
