"""Which of a report's numbers of members are its totals, once all of them are known."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.extractors.member_cues import Candidate
from pipeline.model import CountValue, Mention

_ALONE = re.compile(r"(?:[\n，,。；;]|\A)(?:截至|截止到?|[到至在])?[12][0-9]{3}年(?:[0-9]{1,2}月)?[底末初]?[，,]\Z")
_BACK = 20
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


def is_total(mention: Mention) -> bool:
    """Whether a mention says how many members the organisation has."""
    return not mention.veto and isinstance(mention.value, CountValue) and mention.value.role == "total"


def year_of(found: Candidate, text: str) -> int:
    """The year that the clause names before a number, or that stands alone before the clause (2017年底，…); or 0."""
    at = found.span.start - len(found.before)
    alone = _ALONE.search(text, max(0, at - _BACK), at)
    years = YEAR.findall((alone[0] if alone else "") + found.before)
    return int(years[-1]) if years else 0
