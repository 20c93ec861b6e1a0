"""Numbers that do not agree: attendance above members, parts and totals, a slogan's numeral and its items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline import numerals
from pipeline.audits.case import WARNING, Case
from pipeline.model import CountValue, Fact, Finding, SloganValue, Span

_NUMBER = numerals.ARABIC + "|[一二两三四五六七八九十百]{1,6}"
# Parts that make up the whole between them.
_PARTITIONS = (("男", "女"), ("正式", "预备"), ("在职", "退休"), ("在岗", "退休"), ("在职", "离退休"))
_CHANGED = re.compile(r"原有|增加到|发展到|增至|减少到|年初|年底|去年|上年|当时|[0-9]{4}年|现在|目前已|由[0-9]")
_WHO = "(?:性|同志|党员|教师|职工)*"
_PART = rf"(?:(?P<before>{{n}})[名个位]{{kind}}{_WHO}|{{kind}}{_WHO}(?P<after>{{n}})[名人个位])"
_LIST_NUMERAL = re.compile(r"^[“\"]?([二两三四五六七八九十][一二三四五六七八九]?)个?(?![一二三四五六七八九十]|[0-9])")
_JOINED = re.compile("[和与及、]")  # 官僚主义和享乐主义 is two items in one.
_COMPOUND = re.compile(r"[一二两三四五六七八九十].*[一二两三四五六七八九十]")


def attendance(case: Case) -> Iterator[Finding]:
    """More members present at once than there are."""
    total = _total(case)
    if total is None:
        return
    for fact in case.of("count"):
        value = fact.value
        if not isinstance(value, CountValue) or value.role != "attendance" or "次" in value.unit or value.approx:
            continue
        if value.noun in ("党员", "在职党员", "正式党员") and value.value > total[0]:
            message = f"“{fact.text}”多于本单位的党员总数{total[0]:g}人。请核对人数，或写明是人次、含外单位党员。"
            yield case.on(WARNING, "count.attendance", message, fact)


def _totals(case: Case) -> list[tuple[float, Fact]]:
    """The stated totals of 党员, exact ones."""
    found = [(fact, fact.value) for fact in case.of("count")]
    return [
        (v.value, f)
        for f, v in found
        if isinstance(v, CountValue)
        and v.category == "member"
        and v.role == "total"
        and v.noun == "党员"
        and not v.approx
    ]


def _total(case: Case) -> tuple[float, Fact] | None:
    totals = _totals(case)
    return max(totals, key=lambda t: t[0]) if totals else None


def conflict(case: Case) -> Iterator[Finding]:
    """Two totals of members that differ, with nothing said of a change."""
    totals = _totals(case)
    for value, fact in totals[1:]:
        if value != totals[0][0] and not _CHANGED.search(case.sentence(fact) + case.sentence(totals[0][1])):
            message = f"党员总数前后不一：前面写的是{totals[0][0]:g}人，这里是{value:g}人。请核对，改成一个数。"
            yield case.on(WARNING, "count.conflict", message, fact)
            return


def parts(case: Case) -> Iterator[Finding]:
    """Parts after a total of members (男、女，正式、预备) that do not add up to it, or one that exceeds it."""
    for total, fact in _totals(case):
        span = case.working(fact.span)
        sentence = case.draft.sentence(span.start)
        rest = Span(span.end, min(sentence.end, span.end + 120)).of(case.draft.text)
        for kinds in _PARTITIONS:
            found = [_part(rest, kind) for kind in kinds]
            numbers = [number for number in found if number is not None]
            if len(numbers) == len(kinds) and sum(numbers) != total:
                listed = "、".join(f"{kind}{number:g}人" for kind, number in zip(kinds, numbers, strict=True))
                message = f"各部分加起来不等于总数：党员{total:g}人，而{listed}。请核对。"
                yield case.finding(WARNING, "count.parts", message, Span(span.start, min(sentence.end, span.end + 60)))
                break
            if any(number > total for number in numbers):
                message = f"“其中”的人数超过了总数{total:g}人。请核对。"
                yield case.finding(WARNING, "count.parts", message, Span(span.start, min(sentence.end, span.end + 60)))
                break


def _part(text: str, kind: str) -> float | None:
    """The number of a kind of members named in a stretch."""
    ahead = "(?<!离)" if kind == "退休" else "(?<!非)"
    match = re.search(_PART.format(n=f"(?:{_NUMBER})", kind=f"{ahead}{kind}"), text)
    return numerals.value(match["before"] or match["after"]) if match else None


def slogan_items(case: Case) -> Iterator[Finding]:
    """A numeral slogan whose listed items are more or fewer than its numeral says, each slogan once."""
    seen: set[str] = set()
    for fact in case.of("slogan"):
        value = fact.value
        if (
            not isinstance(value, SloganValue)
            or value.type != "numeral"
            or len(value.items) < 2
            or value.canonical in seen
        ):
            continue
        numeral = _LIST_NUMERAL.match(value.canonical)
        if numeral is None or _COMPOUND.search(value.canonical) or any(_JOINED.search(item) for item in value.items):
            continue
        stated = numerals.value(numeral[1])
        if stated is not None and stated != len(value.items):
            seen.add(value.canonical)
            message = f"“{fact.text}”说的是{stated:g}项，后面列出的却有{len(value.items)}项。请核对。"
            yield case.on(WARNING, "slogan.items", message, fact)
