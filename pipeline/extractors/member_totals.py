"""Which of a report's numbers of members are its totals, once all of them are known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from pipeline.extractors.member_cues import Candidate
from pipeline.language.draft import Draft
from pipeline.model import CountValue, Mention

_ALONE = re.compile(r"(?:[\n，,。；;]|\A)(?:截至|截止到?|[到至在])?[12][0-9]{3}年(?:[0-9]{1,2}月)?[底末初]?[，,]\Z")
_BACK = 20
_WEAK, _STATED = frozenset({"members.everyone", "members.bare"}), frozenset({"members.total", "members.has"})
_CAME = re.compile("到会|到场|出席|参加|参会|参与|[都也]来|来了")
YEAR = re.compile(r"((?:19|20)[0-9]{2})年(?!级|代)")


def superseded(text: str, found: list[tuple[Candidate, Mention]], now: int) -> Iterator[Mention]:
    """The mentions; a total of an earlier year is none where the report tells a later one (2009年有20名).

    `now` is the report's own year, the time of what no year is named for; 0 where none is known.
    """
    totals = [(c.name, c.quantity.value, year_of(c, text) or now) for c, m in found if is_total(m)]
    for candidate, mention in found:
        year = year_of(candidate, text) if is_total(mention) else 0
        mine = (candidate.name, candidate.quantity.value)
        later = year and any(name == mine[0] and value != mine[1] and year < y for name, value, y in totals)
        if later and isinstance(mention.value, CountValue):
            yield mention._replace(
                value=replace(mention.value, role="other"), chain=(*mention.chain, "members.earlier")
            )
        else:
            yield mention


def outnumbered(draft: Draft, found: Iterable[Mention]) -> Iterator[Mention]:
    """The mentions; fewer than the report says that there are, no matter that all of those did it, are no total.

    支部共有党员26名 … 25名党员全部到会: the 25 came.
    """
    most = 0.0
    for mention in found:
        value = mention.value
        if not isinstance(value, CountValue) or not is_total(mention) or value.noun != "党员":
            yield mention
        elif not _WEAK & set(mention.chain):
            most = max(most, value.value) if _STATED & set(mention.chain) else most
            yield mention
        elif value.value >= most:
            yield mention
        else:
            came = _CAME.search(draft.sentence(mention.span.start).of(draft.text))
            role = "attendance" if came else "other"
            yield mention._replace(value=replace(value, role=role), chain=(*mention.chain, "members.outnumbered"))


def is_total(mention: Mention) -> bool:
    """Whether a mention says how many members the organisation has."""
    return not mention.veto and isinstance(mention.value, CountValue) and mention.value.role == "total"


def year_of(found: Candidate, text: str) -> int:
    """The year that the clause names before a number, or that stands alone before the clause (2017年底，…); or 0."""
    at = found.span.start - len(found.before)
    alone = _ALONE.search(text, max(0, at - _BACK), at)
    years = YEAR.findall((alone[0] if alone else "") + found.before)
    return int(years[-1]) if years else 0
