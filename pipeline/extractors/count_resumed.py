"""Numbers that leave out their noun because the clause before told it: 原定集中学习12次，实际开展10次."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extractors.count_totals import counted, value_of
from pipeline.language.draft import Draft
from pipeline.language.quantities import quantities
from pipeline.model import LIKELY, Mention, Span

_SAID = re.compile(
    r"(?:以上|的任务|的要求)?[，,、]?(?:但|而)?"
    r"(?P<said>(?:实际|今年|本年度?|全年|年内|累计|已|共计?|一共|总共|实|仅仅?|只)+"
    r"(?:召开|开展|组织|举办|举行|完成|进行|开|学习|学|讲|上)?了?)"
)
_REACH = 16  # characters between a number and the one that takes it up


def resumed(draft: Draft, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions, and the number of what was done behind one of what was not, whose noun it leaves out."""
    numbers = [q for q in quantities(draft.text) if q.unit and q.upto is None]
    found = tuple(found)
    taken = {mention.span.end for mention in found if counted(mention)}
    for mention in found:
        yield mention
        if counted(mention) or mention.veto not in ("", "被否定") or mention.rule.endswith(".column"):
            continue
        value = value_of(mention)
        at = bisect_left(numbers, mention.span.end, key=lambda q: q.span.start)
        number = numbers[at] if at < len(numbers) else None
        if number is None or number.unit != value.unit or number.span.start - mention.span.end > _REACH:
            continue
        if number.span.end in taken:  # its noun was found all the same: 每季度讲一次党课，全年四次
            continue
        said = _SAID.fullmatch(draft.text, mention.span.end, number.span.start)
        if said:
            done = replace(value, value=number.value, role="done", approx=number.approx)
            span = Span(said.start("said"), number.span.end)
            yield Mention("count", "counts.resumed", span, done, LIKELY, ("counts.resumed",))
