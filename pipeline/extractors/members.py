"""Members: numbers of Party members and of kinds of them, each with its role (total, attendance, other, planned)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.extractors.member_cues import Candidate, alternatives
from pipeline.extractors.member_roles import decide
from pipeline.extractors.member_sums import with_nameless
from pipeline.extractors.member_totals import outnumbered, superseded
from pipeline.language.context import clause, modifiers
from pipeline.language.draft import Draft
from pipeline.language.lexicon import Lexicon
from pipeline.language.quantities import Finder, Noun, Quantity, quantities
from pipeline.model import CountValue, DateValue, Mention, Span

PERSONS = frozenset({"名", "位", "人", "个", "人次", ""})
_AGE = r"(?:[0-9]{2}周?岁及?以[上下]的?)"
_GROWN = (
    r"(?:[0-9]{4}年[底末初]?)?[^，,。；;\n0-9]{0,6}[0-9]{1,5}[名人]?"
    r"(?:增加|增长|增|发展|壮大|扩大|上升)?[到至](?:现在|目前|今年)?的?"
)
# Between noun and number: 党员总数已达到45人, 党员（含预备党员）45人, 党员参加学习达240人次, 党员由38人增加到45人.
_LINK = (
    r"(?:(?:干部)?(?:按期|如期|延期)?(?:参加|参与|参学|参训|到会|受教育|接受教育|学习(?!班|小组|室|园地)|培训(?!班|中心|基地)|轮训|转正|转入|转出|发展)[^，,。；;：:\n0-9]{0,12}?)?"
    rf"(?:队伍|总?人数|总数|总量|总计|数量|数|人次|共计|共有|共|合计|累计|达到|达|为|的?有|已|约|近|逾|超过|超|是|计|现在|现|目前|仅|只有|才|不少于|不低于|不超过"
    rf"|[由从]{_GROWN}|由|增加到|增至|发展到|[（(](?:人|名|人次|含[^（）()\n]{{1,16}})[)）]|[:：\t（( ]){{0,6}}"
)
# Between measure and noun: 3名优秀的, 5名教师被吸收为.
_BETWEEN = (
    rf" ?的?(?:[\u4e00-\u9fff]{{1,10}}的)??{_AGE}?(?:(?:同志|教师|老师|教职工|职工|员工|学生|同学|青年|群众|村民"
    r"|(?:优秀)?(?:共青)?团员|骨干|干部|民警|医生|护士)?"
    r"(?:已|均|全部|光荣地?)?(?:为|是|系|成为|转为|被?(?:发展|吸收|吸纳|接收|列|确定|批准|培养)[为成]))?"
)
_OTHERS = "群众|职工|教工|教师|团员|积极分子|学生|村民|居民|骨干|人员|干部|代表|发展对象|预备党员|入党申请人"
_MIXED_BEFORE = re.compile(rf"(?:{_OTHERS}|党员|委员|书记|领导)[、和及与跟]\Z")
_GROUP_BEFORE = re.compile(r"[\u4e00-\u9fff]{1,4}党员[、和及与]\Z")
_MIXED_AFTER = re.compile(rf"(?:以?及|[、和与])(?:广大)?[^\W0-9一二两三四五六七八九十]{{0,4}}?(?:{_OTHERS})")
# In a community's own report 社区党员 are all of them, and so are 流动党员 in that of a branch of theirs.
_UNITS, _HEAD = frozenset({"社区", "机关", "街道", "企业"}), 60
_BRANCHES = frozenset({"流动", "非公", "大学生", "研究生", "农民", "农牧民", "牧民", "居民", "村民", "退役军人"})
_RETIRED = frozenset({"离退休", "离休", "退休", "离退", "老年", "老"})
_OF_RETIRED = re.compile(r"(?:离退?休|退休|老干部|老年|老党员)[^\n，,。；;]{0,8}(?:支部|总支|党委|党小组)")
_EDGE = 60  # characters of a report's head and foot that may name its year
_SAME = {
    "共产党员": "党员",
    "党员同志": "党员",
    "中共党员": "党员",
    "中共预备党员": "预备党员",
    "中共正式党员": "正式党员",
}
_GAP = re.compile(r"[\t 　]")  # what a line parts its labels with: 党员：26名　集中学习：18次
_CONTEXT_VETOES = {"negated": "被否定", "each": "对每名党员而言", "preventive": "要防止的"}


@dataclass(frozen=True, slots=True)
class Knowledge:
    """The members lexicon compiled: where numbers find their noun, and the parts of a noun."""

    finder: Finder
    parts: re.Pattern[str]
    own: frozenset[str]
    indefinite: regex.Pattern[str]
    indefinite_after: regex.Pattern[str]


def extract_members(draft: Draft, mentions: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Every number of Party members in a draft, layer `count`, category member."""
    know = _knowledge(draft.profile.lexicon)
    found: list[tuple[Candidate, Mention]] = []
    nameless: list[Quantity] = []
    for quantity in quantities(draft.text):
        noun = _noun(draft.text, know, quantity) if quantity.unit in PERSONS else None
        if noun:
            candidate = _candidate(draft.text, know, quantity, noun)
            found.append((candidate, _mention(draft, know, candidate, found[-1][1] if found else None)))
        elif quantity.unit in PERSONS:
            nameless.append(quantity)
    told = [*outnumbered(draft, superseded(draft.text, found, _now(draft, mentions)))]
    yield from with_nameless(draft, told, nameless)


def _now(draft: Draft, mentions: tuple[Mention, ...]) -> int:
    """The year that the report's head or foot names, or 0."""
    edges = (m for m in mentions if m.span.end <= _EDGE or m.span.start >= len(draft.text) - _EDGE)
    dates = (m.value for m in edges if m.layer == "date" and not m.veto and isinstance(m.value, DateValue))
    years = [int(value.resolved[:4]) for value in dates if value.resolved[:4].isdigit()]
    return max(years, default=0)


def _noun(text: str, know: Knowledge, quantity: Quantity) -> Noun | None:
    return know.finder.noun(text, quantity) or know.finder.cell(text, quantity)


def _candidate(text: str, know: Knowledge, quantity: Quantity, noun: Noun) -> Candidate:
    column = noun.order == "column"
    span = quantity.span if column else _hull(quantity.span, noun.span)
    before = _before(text, span.start)
    after = text[span.end : clause(text, span.end).end] if span.end < len(text) else ""
    after = _GAP.split(after)[0] if noun.order == "noun-number" else after
    match = know.parts.match(noun.name)
    assert match is not None  # the finder's nouns are made of these parts
    kind = _SAME.get(match["kind"], match["kind"])
    part = "" if _is_own(match["group"] or "", text[:_HEAD]) else match["group"]
    group = bool(part or match["age"] or match["some"]) or (not column and "岁" in noun.link)
    name = kind if noun.name == match["kind"] else _SAME.get(noun.name, noun.name)
    return Candidate(
        quantity, span, name, kind, group, kind in know.own,
        noun.order, noun.link, before, after,
    )  # fmt: skip


def _is_own(group: str, head: str) -> bool:
    """Whether a report's head says that its members are all of this group."""
    if group in _RETIRED:
        return _OF_RETIRED.search(head) is not None
    called = group in _BRANCHES and re.search(rf"{group}[^\n，,。；;]{{0,6}}(?:支部|总支|党委|党小组)", head)
    return bool(called) or (group in _UNITS and group in head)


def _before(text: str, at: int) -> str:
    """The clause before an offset; 其中 alone brings in the clause before it (10名教师领奖，其中党员8名)."""
    before = text[clause(text, at).start : at]
    if before.strip() in ("其中", "其中：") and at - len(before) > 1:
        before = text[clause(text, at - len(before) - 1).start : at]
    return before


def _hull(one: Span, other: Span) -> Span:
    return Span(min(one.start, other.start), max(one.end, other.end))


def _mention(draft: Draft, know: Knowledge, found: Candidate, last: Mention | None) -> Mention:
    quantity = found.quantity
    value = CountValue("member", found.name, quantity.value, quantity.unit, "other", quantity.approx)
    mention = Mention("count", f"members.{found.order}", found.span, value)
    around = modifiers(draft, found.span)
    veto = _veto(know, found) or _context_veto(found, around)
    if veto:
        return mention._replace(veto=veto)
    decision = decide(draft, found, around, last)
    if decision.veto:
        return mention._replace(veto=decision.veto)
    value = replace(value, role=decision.role)
    return mention._replace(value=value, confidence=decision.confidence, chain=(decision.step,))


def _context_veto(found: Candidate, around: frozenset[str]) -> str:
    """Why the context makes it none; what is denied of them (出不了门的9名老党员) denies no number."""
    kinds = around - {"negated"} if found.order == "number-noun" and found.before.endswith("的") else around
    return next((why for kind, why in _CONTEXT_VETOES.items() if kind in kinds), "")


def _veto(know: Knowledge, found: Candidate) -> str:
    """Why the candidate is no count at all, or an empty string."""
    ahead = found.order == "number-noun"
    if found.quantity.upto is not None:
        return "数目是一个范围"
    if _of_other_things(found, ahead):
        return "数的是别的事物"
    if found.after.startswith(("以上的", "以下的", "的就", "的可")):
        return "是条件，不是人数"
    if found.quantity.value == 1 and _indefinite(know, found):
        return "泛指，不是人数"
    # 看望老党员、困难党员17名: of two groups of members the number is still one of members.
    groups = found.group and _GROUP_BEFORE.search(found.before)
    if _MIXED_AFTER.match(found.after) if ahead else _MIXED_BEFORE.search(found.before) and not groups:
        return "与他人合计"
    return ""


def _of_other_things(found: Candidate, ahead: bool) -> bool:
    """个, or what is made of so many (由31人组成) without the word for it."""
    if found.link.endswith("由"):
        return not found.after.startswith(("组成", "构成"))
    return found.quantity.unit == "个" and bool(found.link if ahead else found.after[:1] not in ("", "、"))


def _indefinite(know: Knowledge, found: Candidate) -> bool:
    return bool(know.indefinite.search(found.before) or know.indefinite_after.search(found.after))


@lru_cache(maxsize=8)
def _knowledge(lexicon: Lexicon) -> Knowledge:
    group, neutral = alternatives(lexicon, "group"), alternatives(lexicon, "neutral")
    kinds, suffix = alternatives(lexicon, "kind", "sub"), alternatives(lexicon, "suffix", "representative")
    some = alternatives(lexicon, "representative")
    noun = rf"{_AGE}?(?:(?:{group}|{neutral})的?){{0,3}}(?:{kinds})(?:{suffix})?+"
    firsts = {word[0] for word in lexicon.terms("members", "group", "neutral", "kind", "sub")}
    guarded = rf"(?=[0-9{''.join(sorted(firsts))}])(?P<noun>{noun})"
    parts = rf"(?P<age>{_AGE})?(?:(?:(?P<group>{group})|{neutral})的?){{0,3}}(?P<kind>{kinds})(?P<some>{some})?"
    return Knowledge(
        finder=Finder.of(guarded, _LINK, _BETWEEN, rf"(?!{alternatives(lexicon, 'thing')})"),
        parts=re.compile(parts),
        own=frozenset(lexicon.terms("members", "kind")) - {"党员", *_SAME},
        indefinite=regex.compile(alternatives(lexicon, "indefinite")),
        indefinite_after=regex.compile(alternatives(lexicon, "indefinite_after")),
    )
