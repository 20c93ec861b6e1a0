"""The figures of the main table, from the facts of one report (doubtful ones already left out)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from pipeline.model import CountValue, Fact, MeetingValue

_SERVING, _RETIRED = ("在职党员", "在岗党员"), ("离退休党员", "离休党员", "退休党员", "离退党员")
_CANDIDATES = ("积极分子", "入党积极分子", "发展对象")  # those trained for membership are no attendance of a body's
_LISTED = 4  # characters between the items of one list (、 or ，另有)


def _counts(facts: Iterable[Fact], category: str, role: str) -> list[CountValue]:
    values = (fact.value for fact in facts)
    return [v for v in values if isinstance(v, CountValue) and v.category == category and v.role == role]


def _sum(facts: Iterable[Fact], category: str) -> int | None:
    found = _counts(facts, category, "done")
    return int(sum(v.value for v in found)) if found else None


def member_count(facts: Iterable[Fact]) -> int | None:
    """The stated total of 党员, the first of several; of 在册党员 or 在职党员 where only that is given.

    With 在职党员 the 离退休党员 told right after them are summed, the two being all there are. The sum, too, where only
    正式党员 and 预备党员 are given; else the total of the one kind given (党员教师).
    """
    facts = list(facts)
    totals = _counts(facts, "member", "total")
    for nouns in (("党员",), ("在册党员",), _SERVING):
        if found := [v for v in totals if v.noun in nouns]:
            return int(found[0].value) + (_retired(facts) if nouns == _SERVING else 0)
    full = next((v.value for v in totals if v.noun == "正式党员"), None)
    if full is not None:
        return int(full + next((v.value for v in totals if v.noun == "预备党员"), 0))
    kinds = {v.noun: v.value for v in totals if "党员" in v.noun and v.noun != "预备党员"}
    return int(next(iter(kinds.values()))) if len(kinds) == 1 else None


def _retired(facts: list[Fact]) -> int:
    """How many retired members the list that opens with those in service goes on with (在职党员41名、离退休党员9名)."""
    members = [f for f in facts if isinstance(f.value, CountValue) and f.value.category == "member"]
    members.sort(key=lambda fact: fact.span.start)
    first = next(i for i, f in enumerate(members) if _is_serving(f.value))
    total = 0.0
    for one, other in pairwise(members[first:]):
        if not isinstance(other.value, CountValue) or other.value.noun not in _RETIRED:
            break
        if other.span.start - one.span.end > _LISTED or other.sentence != one.sentence:
            break
        total += other.value.value
    return int(total)


def _is_serving(value: object) -> bool:
    return isinstance(value, CountValue) and value.role == "total" and value.noun in _SERVING


def activist_count(facts: Iterable[Fact]) -> int | None:
    """The stated total of 入党积极分子; where none is, the one number of those that were named or taken on."""
    facts = list(facts)
    found = [v for v in _counts(facts, "member", "total") if v.noun == "入党积极分子"]
    taken = [f.value for f in facts if f.chain == ("members.taken-on",) and isinstance(f.value, CountValue)]
    found = found or [v for v in taken if v.noun == "入党积极分子"]
    one = found and (found[0].role == "total" or len({v.value for v in found}) == 1)
    return int(found[0].value) if one else None


def meeting_count(facts: Iterable[Fact]) -> int | None:
    """The sum of the stated counts of meetings held; None where none is stated."""
    return _sum(facts, "meeting")


def meetings_described(facts: Iterable[Fact]) -> int | None:
    """How many meetings are told of as held in the period; one told of again is not counted again."""
    told = (fact.value for fact in facts if not {"meetings.restated", "meetings.earlier"} & set(fact.chain))
    return sum(1 for v in told if isinstance(v, MeetingValue) and not v.planned)


def study_count(facts: Iterable[Fact]) -> int | None:
    """The sum of the stated study sessions."""
    return _sum(facts, "study")


def seminar_count(facts: Iterable[Fact]) -> int | None:
    """The sum of the stated seminars."""
    return _sum(facts, "seminar")


def lecture_count(facts: Iterable[Fact]) -> int | None:
    """The sum of the stated Party lectures."""
    return _sum(facts, "lecture")


def briefing_count(facts: Iterable[Fact]) -> int | None:
    """The sum of the issues of bulletins; of the pieces of information sent in, where no bulletin is told of."""
    found = _counts(facts, "briefing", "done")
    issues = [v for v in found if "信息" not in v.noun or "简报" in v.noun]
    return int(sum(v.value for v in issues or found)) if found else None


def attendance_max(facts: Iterable[Fact]) -> int | None:
    """The largest stated attendance, in persons or person-times, of members or of whoever took part."""
    facts = list(facts)
    found = [*_counts(facts, "member", "attendance"), *_counts(facts, "attendance", "attendance")]
    found = [v for v in found if v.noun not in _CANDIDATES]
    return int(max(v.value for v in found)) if found else None
