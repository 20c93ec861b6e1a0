"""Numbers that do not agree: attendance above members, parts and totals, a slogan's numeral and its items."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audits.case import WARNING, Case, single
from pipeline.language import numerals
from pipeline.messages import listed, told
from pipeline.model import CountValue, Fact, Finding, SloganValue, Span

_NUMBER = numerals.ARABIC + "|[一二两三四五六七八九十百]{1,6}"
# Parts that make up the whole between them.
_PARTITIONS = (("男", "女"), ("正式", "预备"), ("在职", "退休"), ("在岗", "退休"), ("在职", "离退休"))
_CHANGED = re.compile(r"原有|增加到|发展到|增至|减少到|年初|年底|去年|上年|当时|[0-9]{4}年|现在|目前已|由[0-9]")
# Where a sentence after the total goes on with its parts, and the kinds of members that need not be named.
_GOES_ON = re.compile(
    r"其中|(?:男|女|正式|预备|在职|在岗|离?退休)党员|[0-9]{1,4}[名个位](?:男|女|正式|预备|在职|退休)党员"
)
_OTHERS = re.compile("离休|流动|学生|农民|待业|下岗|借调|挂靠|无职|其他|其余")
_EVENT = "[次期场篇堂]"  # what is counted once: it belongs to one part alone
_OF_WHICH = re.compile(
    rf"({numerals.ARABIC})({_EVENT}|[名人户件项条份个](?!次))[。，,；;（(]?其中[：:，,]?([^。；;\n）)]{{4,80}})"
)
_ONES = re.compile(
    r"([两三四五六七八九十])个一[”’\"]?(?:主题|实践|学习)?(?:活动|要求|目标|工程|制度)?[，,]?(?:即|就是)?[：:（(]?([^。；;：:“”\n）)]{6,90})"
)
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
            yield case.on(WARNING, told("count.attendance", text=single(fact.text), total=total[0]), fact)


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
    totals = [(value, fact) for value, fact in _totals(case) if "\t" not in _line(case, fact)]
    for value, fact in totals[1:]:
        if value != totals[0][0] and not _CHANGED.search(case.sentence(fact) + case.sentence(totals[0][1])):
            yield case.on(WARNING, told("count.conflict", first=totals[0][0], other=value), fact)
            return


def _line(case: Case, fact: Fact) -> str:
    """The line a fact stands on: a row of a table has tabs, and its figures are of a selection."""
    text, at = case.draft.source.text, fact.span.start
    end = text.find("\n", at)
    return text[text.rfind("\n", 0, at) + 1 : end if end >= 0 else None]


def parts(case: Case) -> Iterator[Finding]:
    """Parts after a total of members (男、女，正式、预备) that do not add up to it, or one that exceeds it."""
    for total, fact in _totals(case):
        span = case.working(fact.span)
        sentence = case.draft.sentence(span.start)
        end = sentence.end
        if end < span.end + 120 and _GOES_ON.match(case.draft.text, end):
            end = case.draft.sentence(end).end
        rest = Span(span.end, min(end, span.end + 120)).of(case.draft.text)
        for kinds in _PARTITIONS:
            found = [_part(rest, kind) for kind in kinds]
            numbers = [number for number in found if number is not None]
            unnamed = sum(numbers) < total and _OTHERS.search(rest)
            if len(numbers) == len(kinds) and sum(numbers) != total and not unnamed:
                items = ((f"{kind}{n:g}人", f"{kind} {n:g}") for kind, n in zip(kinds, numbers, strict=True))
                said = told("count.parts", total=total, listed=listed(items, "{}"))
                yield case.finding(WARNING, said, Span(span.start, min(end, span.end + 60)))
                break
            if any(number > total for number in numbers):
                said = told("count.parts.above", total=total)
                yield case.finding(WARNING, said, Span(span.start, min(end, span.end + 60)))
                break


def of_which(case: Case) -> Iterator[Finding]:
    """Parts after 其中 that come to more than their whole: events together, persons and things one by one."""
    for match in _OF_WHICH.finditer(case.draft.text):
        total, unit = numerals.value(match[1]), match[2]
        found = re.findall(rf"(?<![0-9.])({numerals.ARABIC}){unit}(?!次)", match[3])
        parts = [value for value in map(numerals.value, found) if value is not None]
        if total is None or not parts or (unit in "名人" and _totals(case) and "党员" in match[3]):
            continue
        together = sum(parts) if re.match(_EVENT, unit) else max(parts)
        if together > total:
            key = "count.parts.sum" if len(parts) > 1 and together != max(parts) else "count.parts.one"
            said = told(key, total=total, unit=unit, together=together)
            yield case.finding(WARNING, said, Span(*match.span()))


def ones(case: Case) -> Iterator[Finding]:
    """四个一 with more or fewer things listed than it says: 读一本书、写一篇心得、办一件实事."""
    for match in _ONES.finditer(case.draft.text):
        items = [item for item in re.split("[、，,]", match[2]) if item.strip()]
        stated = numerals.value(match[1])
        if stated is not None and len(items) > 1 and all("一" in item for item in items) and len(items) != stated:
            said = told("slogan.items", text=f"{match[1]}个一", stated=stated, listed=len(items))
            yield case.finding(WARNING, said, Span(*match.span()))


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
            said = told("slogan.items", text=single(fact.text), stated=stated, listed=len(value.items))
            yield case.on(WARNING, said, fact)
