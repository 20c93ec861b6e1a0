"""What the numbers of a report count: candidates of number and noun, by the counted lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from pipeline.language.lexicon import Entry, Lexicon
from pipeline.language.quantities import HAN_TAIL, MEASURES, Finder, Noun, Quantity, quantities, widened
from pipeline.model import Span

_VERB = (
    r"(?:召开|举行|举办|开展|组织|编发|编印|印发|刊发|报送|上报|进行|完成|落实|撰写|开|讲|上|出|办|发|搞|举)(?:了|过)?"
)
_SUM = (
    "数量|次数|场次|期数|数|共计|共有|共|总计|总共|合计|累计|先后|分别|各|达到|达|为|约|近|已|就|有|计"
    "|全年|年内|逾|超过|超|不少于"
)
# How often, before how many in all: 支委会每月一次共召开12次, 政治学习每月2次，全年共24次.
_OFTEN = (
    "每(?:年|个?月|季度?|周|学期|半年|半月|半个月|两周|两个月)(?:至少|不少于)?[一二两三四1-9]次[，,]?"
    "(?=全年|年内|累计|合计|总计|已|共)|(?:原定|计划)[0-9一二三四五六七八九十]{1,4}次[，,]实际"
)
# 党小组会四个组加一块30次: of all groups together.
_GROUPS = "[0-9一二两三四五六七八九十]{1,2}个(?:党?小组|组|班组)(?:加(?:在)?一[块起]儿?|加起来)?"
# Between noun and number: 党课先后讲了3次, 支委会（扩大）共召开12次, 党员大会、支委会各4次, 支委会(次)\t12.
_LINK = (
    rf"等?(?:(?:{_SUM}|{_VERB}|{_OFTEN}|{_GROUPS}|了|[（(](?:[次场期篇条]|场次|[^（）()\n]{{1,16}})[)）]|[，,](?=共|累计|合计|总计|全年|达)"
    r"|[:：\t（( ”’）)])){0,6}"
)
# What may not stand between measure and noun: another head, or a verb with its object.
_BAR = (
    "活动|竞赛|比赛|参观|检查|教育|服务|走访|慰问|调研|党日|考试|测试|参加|参与|通过|利用|召开|开展|举行|传达|贯彻|落实|选出|产生"
    "|[名位次期和与及]"
)
_TITLE = r"(?:(?:题为|主题为|以|围绕|关于|的)?[“《\"][^”》\"\n]{1,40}[”》\"](?:为主题|为题|为主要内容|为内容)?的?)?"
_BETWEEN = rf" ?的?(?:(?:召开|举行|举办|组织召开|组织|开展)了?)?{_TITLE}(?:(?!{_BAR})[\u4e00-\u9fff·]){{0,12}}?"
# A head that goes on is not the head yet: 学习|研讨会, 学习|会议.
_NO_TAIL = r"(?!会(?![上后前中])|大会|(?:研讨|讨论|座谈)(?:会|活动|交流)?(?![\u4e00-\u9fff]))"
# 学习 with its object: 学习党章2次, 学习重要讲话精神12次.
_STUDIED = re.compile(
    r"(?P<study>学习)(?P<link>[^，,。；;：:\n0-9]{0,24}?(?:精神|讲话|文件|章|条例|准则|规定|理论|论述|报告|决议|决定|著作|材料"
    r"|法规|知识|通报|案例|思想|业务|政策|规范|规则|读本|文章|内容|[》”])(?:共计|共|累计|达|计|约|近|了){0,2})\Z"
)
# A meeting with what it dealt with: 支委会研究党建工作4次, 召开会议传达学习文件精神6次.
_MET = re.compile(
    r"(?<=会|议)(?P<link>(?:专题|专门|集中|认真|及时|多次|先后|共|[（(][^（）()\n]{1,8}[)）]){0,3}"
    r"(?:研究|讨论|审议|传达|听取|部署|商议|审定|谋划|(?P<learn>学习))"
    r"(?!(?:部署|传达)?会)[^，,。；;：:、\n0-9]{0,24}?(?:共计|共|累计|达|计|约|近|了){0,2})\Z"
)
_CONVENED = re.compile(r"(?:召开|举行)(?:了|过)?[^，,。；;：:\n]{0,8}\Z")
_LIST = re.compile(r"(?:[\u4e00-\u9fff“”\"]{1,12}[、和及与]){1,6}\Z")
_SHARED, _AND = re.compile("各|分别"), re.compile(" ?[、，,和及] ?")
_EACH_OF = re.compile(r"分别(?:讲|上|作|授|开展|组织|召开|举办)?了?\Z")
_EMPTY_MODIFIER = re.compile(r"各[类种项]|大小|相关|有关")
BARE_HEADS = frozenset({"会", "大会", "会议", "学习"})


class Candidate(NamedTuple):
    """A number with its noun, and the lexicon entry that knows the noun."""

    quantity: Quantity
    order: str
    link: str
    entry: Entry
    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The counted lexicon compiled: where numbers find their noun, and the entry behind each group."""

    finder: Finder
    entries: dict[str, Entry]
    units: frozenset[str]
    more: tuple[str, ...]
    study: str


def candidates(text: str, lexicon: Lexicon) -> Iterator[Candidate]:
    """The numbers whose noun the lexicon knows and whose measure goes with it."""
    know = _knowledge(lexicon)
    found = quantities(text, know.more)
    for index, quantity in enumerate(found):
        noun = _noun(text, know, quantity) if quantity.unit in know.units else None
        if noun is None:
            continue
        candidate = _candidate(text, know, quantity, noun)
        if noun.link.startswith("等") and not _alike(text, know, candidate):
            continue
        if candidate.entry.kind != "none" and quantity.unit in (*candidate.entry.extra.get("units", ()), ""):
            siblings = list(_siblings(text, know, candidate)) if _SHARED.search(noun.link) else []
            if _EACH_OF.search(text, max(0, candidate.span.start - 6), candidate.span.start):
                yield from _in_turn(text, candidate, found[index:])
                continue
            yield from (
                _respectively(text, siblings, candidate, found[index:])
                if "分别" in noun.link
                else (
                    *siblings,
                    candidate,
                )
            )


def _alike(text: str, know: Knowledge, last: Candidate) -> bool:
    """Whether all nouns of an open list are of one category: 党委会、专题会等20次 counts meetings."""
    items = _items(text, last)
    known = list(_siblings(text, know, last))
    return len(known) == len(items) and all(item.entry.kind == last.entry.kind for item in known)


def _respectively(
    text: str, siblings: list[Candidate], last: Candidate, run: tuple[Quantity, ...]
) -> Iterator[Candidate]:
    """支部大会、支委会分别为4次、12次: each noun with its number; nothing where they are not as many as the nouns."""
    numbers = [run[0]]
    for quantity in run[1 : len(siblings) + 2]:
        if not _AND.fullmatch(text, numbers[-1].span.end, quantity.span.start):
            break
        numbers.append(quantity)
    nouns = [*siblings, last]
    if len(numbers) == len(nouns):
        yield from (noun._replace(quantity=number) for noun, number in zip(nouns, numbers, strict=True))


def _in_turn(text: str, first: Candidate, run: tuple[Quantity, ...]) -> Iterator[Candidate]:
    """书记、委员分别讲党课2次、1次: the one noun with each of the numbers."""
    yield first
    for last, quantity in pairwise(run):
        if quantity.unit != last.unit or not _AND.fullmatch(text, last.span.end, quantity.span.start):
            break
        yield first._replace(quantity=quantity, span=quantity.span)


def _noun(text: str, know: Knowledge, quantity: Quantity) -> Noun | None:
    return (
        _met(text, know, quantity)
        or know.finder.noun(text, quantity)
        or know.finder.cell(text, quantity)
        or _studied(text, know, quantity)
    )


def _met(text: str, know: Knowledge, quantity: Quantity) -> Noun | None:
    """The meeting that dealt with a matter so many times; what it dealt with is no study of its own."""
    if quantity.unit not in ("次", "场", "场次", "回"):
        return None
    floor = max(0, quantity.span.start - 40)
    match = _MET.search(text[floor : quantity.span.start])
    found = know.finder.before.search(text[floor : floor + match.start()]) if match else None
    if not match or not found:
        return None
    group = next(name for name, value in found.groupdict().items() if value is not None and name != "link")
    start = floor + found.start(group)
    learnt = match["learn"] and not _CONVENED.search(text, max(0, start - 12), start)
    if know.entries[group].kind != "meeting" or found["link"] or learnt or found[group] == "会":
        return None
    return Noun(Span(start, floor + found.end(group)), found[group], group, match["link"], "noun-number")


def _studied(text: str, know: Knowledge, quantity: Quantity) -> Noun | None:
    """学习 with what was studied, before the number."""
    if not know.study or quantity.unit not in ("次", "场", "场次"):
        return None
    floor = max(0, quantity.span.start - 36)
    match = _STUDIED.search(text[floor : quantity.span.start])
    return (
        Noun(Span(floor + match.start(), floor + match.end(1)), "学习", know.study, match["link"], "verb-object")
        if match
        else None
    )


def _candidate(text: str, know: Knowledge, quantity: Quantity, noun: Noun) -> Candidate:
    start, head = noun.span.start, noun.name
    entry = know.entries[noun.group]
    if noun.order == "column":
        return Candidate(quantity, noun.order, noun.link, entry, head, quantity.span)
    if noun.order != "number-noun" and head in BARE_HEADS:
        start = widened(text, start)
    name = Span(start, noun.span.end).of(text)
    if noun.order == "number-noun" and head in BARE_HEADS:
        match = HAN_TAIL.search(noun.link.rpartition("的")[2])
        name = (match[0] if match else "") + head
    span = Span(min(start, quantity.span.start), max(noun.span.end, quantity.span.end))
    return Candidate(quantity, noun.order, noun.link, entry, _EMPTY_MODIFIER.sub("", name.strip("“”")), span)


def _siblings(text: str, know: Knowledge, last: Candidate) -> Iterator[Candidate]:
    """The other nouns of a list that shares its number: 党员大会、支委会各4次."""
    for item in _items(text, last):
        found = know.finder.before.search(item.of(text))
        group = next((k for k, v in found.groupdict().items() if v is not None and k != "link"), "") if found else ""
        if found and know.entries[group].kind != "none":
            span = Span(item.start + found.start(group), item.end)
            yield Candidate(last.quantity, "list", last.link, know.entries[group], span.of(text), span)


def _items(text: str, last: Candidate) -> list[Span]:
    """The items of a list before its last noun."""
    floor = max(0, last.span.start - 60)
    match = _LIST.search(text[floor : last.span.start])
    at = floor + match.start() if match else 0
    return [Span(at + m.start(), at + m.end()) for m in re.finditer(r"[^、和及与]+", match[0])] if match else []


@lru_cache(maxsize=8)
def _knowledge(lexicon: Lexicon) -> Knowledge:
    entries = {f"e{i}": entry for i, entry in enumerate(lexicon["counted"])}
    units = frozenset(unit for entry in entries.values() for unit in entry.extra.get("units", ())) | {""}
    study = next((group for group, entry in entries.items() if entry.id == "study"), "")
    more = tuple(sorted(units - MEASURES - {""}))
    return Knowledge(Finder.of(_alternatives(entries), _LINK, _BETWEEN, _NO_TAIL), entries, units, more, study)


def _alternatives(entries: dict[str, Entry]) -> str:
    """One group an entry, the longest term first, behind a lookahead for their first characters; then the patterns."""
    listed = {group: entry for group, entry in entries.items() if entry.terms}
    firsts = "".join(sorted({re.escape(term[0]) for entry in listed.values() for term in entry.terms}))
    terms = "|".join(f"(?P<{group}>{'|'.join(_longest(entry))})" for group, entry in listed.items())
    patterns = [f"(?P<{group}>{entry.pattern})" for group, entry in entries.items() if entry.pattern]
    return "|".join([f"(?=[{firsts}])(?:{terms})", *patterns])


def _longest(entry: Entry) -> list[str]:
    return [re.escape(term) for term in sorted(entry.terms, key=len, reverse=True)]
