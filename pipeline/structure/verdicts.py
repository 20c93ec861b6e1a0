"""Whether a unit under a problem heading states a shortcoming, announces some, or tells of something else."""

from __future__ import annotations

import re
from typing import NamedTuple

from pipeline.language.shortcomings import SOUGHT, Cues, Hit, governed, hits
from pipeline.language.statements import Unit, joined, quoted
from pipeline.model import CERTAIN, LIKELY, Span

_GENERIC_SHARE = 0.6  # 流动党员管理有漏洞 is a statement; 存在的主要问题 is none.
OPENING = "problems.opening"
_SIGNATURE = re.compile(
    r"^[0-9〇○零一二三四五六七八九十年月日./\-—\s]+$|(?:支部|总支|党委|委员会|小组|办公室|公司|学校|中学|小学|医院|局|院)$"
)
_NAMELY = re.compile(
    r"[，,：:]?(?:[例比譬诸]?如|包括|主要(?:是|有|表现[在为]|体现在)|具体(?:表现|体现)[在为]|(?:集中|突出)?(?:表现|体现)[在为]|特别是|尤其是|分别是|即)[：:，,]?|[：:]"
)
_ABOUT = re.compile("(?:关于)(.+?)的?(?:问题|情况)")  # 关于会议记录不规范的问题, as an item
# 如学习不够、沟通不多等，并提出了改进措施: what comes behind 等 is no part of it.
_AND_MORE = re.compile("等等?(?:方面)?的?(?:问题|不足|情况|意见)?(?=[，,](?:并|同时|也|针对|对此|要求|为此))")
_COLON = re.compile("[：:]")
_BY_TURNS = ("order",)  # 首先…其次…最后… goes through a speech: what has no word of a shortcoming is none.


class Verdict(NamedTuple):
    """Whether a unit under a problem heading states a shortcoming; `veto` says why not."""

    rule: str
    confidence: str = CERTAIN
    veto: str = ""


def mostly(known: Cues, text: str, units: list[Unit]) -> bool:
    """Whether most of a paragraph's sentences tell of shortcomings."""
    return sum(is_strong(known, unit.span.of(text)) for unit in units) > len(units) / 2


def introduces(known: Cues, text: str, units: list[Unit], at: int) -> bool:
    """与上级的要求还有差距。 before a numbered list says no more than that there is one."""
    following = units[at + 1] if at + 1 < len(units) else None
    if units[at].marker or following is None or not (following.head or following.colon):
        return False
    return known.finds("gap", units[at].span.of(text)) or known.opening.search(units[at].span.of(text)) is not None


def names_topic(known: Cues, text: str, units: list[Unit], at: int) -> bool:
    """Whether the head of an item only names what its sub-items tell: 2.产业发展 above a list."""
    unit = units[at]
    if not unit.head or unit.marker is None:
        return False
    for other in units[at + 1 :]:
        if other.head and other.marker and other.marker.depth <= unit.marker.depth:
            return False
        if other.head or _announcing(known, text, other):
            return True
    return False


def _announcing(known: Cues, text: str, unit: Unit) -> bool:
    return unit.colon and known.opening.search(unit.span.of(text)) is not None


def judge(known: Cues, text: str, unit: Unit, plain: bool) -> Verdict:
    """What a unit under a problem heading is; no rule where it is nothing to speak of."""
    words = unit.span.of(text)
    if known.finds("cause", words):
        return Verdict("problems.cause", veto="说的是原因")
    if unit.head and (about := _ABOUT.fullmatch(words)):
        words = about[1]
    found = list(hits(known, words, weak=True))
    live = [hit for hit in found if not hit.veto]
    if _announces(known, words, unit, live):
        return Verdict(OPENING)
    return _statement(known, words, unit, bool(live), found[0].veto if found else "", plain)


def _statement(known: Cues, words: str, unit: Unit, live: bool, vetoed: str, plain: bool) -> Verdict:
    """The verdict on a unit that is no cause and no opening; without a cue only items and plain lists count."""
    rule = "problems.item" if unit.head else "problems.sentence"
    remedy = known.finds("remedy", words)
    if live and not (remedy and not is_strong(known, words)):
        return Verdict(rule)
    if not (unit.head or plain):
        return Verdict(rule, veto=vetoed) if vetoed else Verdict("")
    if vetoed or (unit.marker and unit.marker.style in _BY_TURNS):
        return Verdict(rule, veto=vetoed or "没有说到短处")
    if remedy:
        return Verdict(rule, veto="像是措施，没有说到短处")
    if known.finds("praise", words):
        return Verdict(rule, veto="说的是成绩")
    return Verdict("") if _topic(words) or _SIGNATURE.search(words) else Verdict(rule, LIKELY)


def is_strong(known: Cues, words: str) -> bool:
    """Whether a text has words that admit a shortcoming anywhere."""
    return _admits(known, words, weak=False)


def _topic(words: str) -> bool:
    """思想建设方面: the item's name, told apart from what it says."""
    return words.endswith(("方面", "上", "问题", "中", "层面", "类")) or len(words) < 3


def _announces(known: Cues, words: str, unit: Unit, live: list[Hit]) -> bool:
    """Whether a unit merely says that there are problems, and those follow."""
    found = [match.span() for match in known.opening.finditer(words)]
    gap = known.finds("gap", words)
    if unit.colon and not unit.head:
        return bool(found) or gap or (not live and known.finds("turn", words))
    if unit.head and found and found[-1][1] - found[0][0] < _GENERIC_SHARE * len(words):
        return False
    if not found or gap:
        return False
    beside = [h for h in live if not any(start < h.end and h.start < end for start, end in found)]
    return not any(known.shortcoming.match(words, hit.start) for hit in beside)


def specifics(known: Cues, text: str, span: Span) -> Span:
    """What an admission says after 还有不尽如人意的地方，如……; the whole of it where it says nothing after."""
    for match in known.opening.finditer(text, span.start, span.end):
        namely = _NAMELY.match(text, match.end(), span.end)
        if namely and span.end - namely.end() >= 6:
            more = _AND_MORE.search(text, namely.end(), span.end)
            return Span(namely.end(), more.end() if more else span.end)
    return span


def titled(known: Cues, text: str, span: Span) -> Span:
    """A statement up to its colon where what stands behind that tells no shortcoming (核心力不强：首要任务是…)."""
    colon = _COLON.search(text, span.start, span.end)
    if colon is None or not is_strong(known, text[span.start : colon.start()]):
        return span
    return span if _admits(known, text[colon.end() : span.end], weak=True) else Span(span.start, colon.start())


def uncommented(known: Cues, text: str, span: Span) -> Span:
    """A statement without the remark behind it that this is what is to be worked on (，这些都有待今后完善)."""
    remark = known.kinds["comment"].search(text, span.start, span.end)
    return Span(span.start, remark.start()) if remark and is_strong(known, text[span.start : remark.start()]) else span


def names_some(known: Cues, sentence: str) -> bool:
    """Whether a sentence that has been looking for shortcomings goes on to name some: 指出了问题，例如学习不够."""
    for match in known.opening.finditer(sentence):
        namely = _NAMELY.match(sentence, match.end())
        if namely and is_strong(known, sentence[namely.end() :]):
            return governed(known, sentence, match.start(), match.end()) in ("", SOUGHT)
    return False


def parts(known: Cues, text: str, span: Span, head: bool) -> list[Span]:
    """The statements that one sentence lists: its quotations, or what 、 joins where each member tells a shortcoming.

    An item of a list (一是学习不深、作风不实) stays one, and so do two that nothing announces.
    """
    if found := quoted(text, span):
        return found
    before = text[max(0, span.start - 1) : span.start]
    announced = before in ("：", ":", "如", "括")
    for members in [] if head else joined(text, span):
        if len(members) < 3 and not announced:
            continue
        if all(_admits(known, member.of(text), announced or before == "是") for member in members):
            return members
    return [span]


def _admits(known: Cues, words: str, weak: bool) -> bool:
    return any(not hit.veto for hit in hits(known, words, weak))
