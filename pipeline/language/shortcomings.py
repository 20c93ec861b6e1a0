"""The language of shortcomings: which words admit one, and what around them says that it is none of the report's own.

`学习不够深入` is a hit; in `防止学习不够深入`, `解决了学习不够深入的问题` and `部分学生学习不够深入` it is vetoed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import Pattern, union, union_inside

_BREAK = re.compile(r"[，,。；;：:\n！!？?]")
# 学习不深入的问题, 作风不实等现象: the predicate has become the attribute of a noun.
_NOMINAL = re.compile(
    r"[^，,。；;\n]{0,30}?(?:的|等)(?:突出|实际|各种|种种|这一|不良|这类|此类|几个|一些|主要|具体|相关|若干)*"
    r"(?:问题|现象|状况|局面|情况|倾向|不足|弊端|习惯|难题|做法|思想|矛盾|缺点|毛病|实际|特点|现状|形势|薄弱环节)"
)
_NOUN_END = re.compile(
    r"(?:问题|不足|差距|缺点|缺失|现象|环节|短板|弱项|倾向|之处|误区|偏差|困难|思想|情绪|矛盾|隐患|毛病|漏洞|形式主义|官僚主义|距离|难题|瓶颈)$"
)
_LONGEST, _NEAR = 600, 60  # No sentence admits anything after so many characters; no clause governs so far.
UNTOLD = "没有承认短处的语气"
REPORTED = "转述别人的话"
SOUGHT = "是在查找问题，不是承认问题"
_CONTEXT = (
    "turn", "still", "partial", "gap", "preventive", "sought", "resolved", "settled", "remedy", "praise", "cause",
    "others", "speech", "past", "modal", "heading", "coped", "own", "label", "comment", "general",
)  # fmt: skip
# 对尚未完成的任务逐一明确责任人: the words describe what is acted upon.
_ACTED_ON = re.compile(r"^(?:对于?|把|将|就|给|为|向|使|让|帮助|督促|组织|要求|安排|走访|慰问|看望)")
_ATTRIBUTE = re.compile(
    r"[^，,。；;\n]{0,8}的[^，,。；;\n]|(?:情绪|思想|心理|现象|倾向|行为|状态|问题|作风|苗头|习惯)(?=$|[，,])"
)
_EXISTS = re.compile(r"^(?:[还仍尚也]|依然|仍然)?(?:存在|有)")
_REASONS = re.compile("的?(?:主要|主客观|深层次|思想|根本|内在)*(?:原因|根源|症结)")  # 剖析了存在问题的根源
_NEED_MORE = re.compile(r"有待|亟|急需|[还仍尚也]")


@dataclass(frozen=True, slots=True)
class Cues:
    """The problem lexicon of a profile, one pattern a kind; `any` is shortcoming and weak together.

    `inside` is `opening` for running text, without what is one at the beginning of a unit alone.
    """

    shortcoming: Pattern
    any: Pattern
    opening: Pattern
    inside: Pattern
    kinds: dict[str, Pattern]

    def finds(self, kind: str, text: str) -> bool:
        """Whether a kind's words occur in a text."""
        return self.kinds[kind].search(text) is not None

    def begins(self, kind: str, text: str, start: int, end: int) -> bool:
        """Whether a kind's words begin between two offsets of a text; they may reach beyond."""
        return any(match.start() < end for match in self.kinds[kind].finditer(text, start))


class Hit(NamedTuple):
    """A shortcoming's words at `start:end` of a sentence; `veto` says why it counts as none, empty where it does."""

    start: int
    end: int
    text: str
    veto: str = ""


@lru_cache(maxsize=8)
def cues(lexicon: Lexicon) -> Cues:
    """The compiled problem lexicon."""
    return Cues(
        union(lexicon, "problems", "shortcoming"),
        union(lexicon, "problems", "shortcoming", "weak"),
        union(lexicon, "problems", "opening"),
        union_inside(lexicon, "problems", "opening"),
        {kind: union(lexicon, "problems", kind) for kind in _CONTEXT},
    )


def hits(known: Cues, sentence: str, weak: bool = False) -> Iterator[Hit]:
    """The shortcomings of a sentence in order, vetoed ones included."""
    for match in (known.any if weak else known.shortcoming).finditer(sentence, 0, _LONGEST):
        yield Hit(match.start(), match.end(), match[0], governed(known, sentence, match.start(), match.end()))


def clause_start(sentence: str, at: int) -> int:
    """Where the clause around an offset begins."""
    near = max(0, at - _NEAR)
    breaks = [m.end() for m in _BREAK.finditer(sentence, near, at)]
    return breaks[-1] if breaks else near


def governed(known: Cues, sentence: str, start: int, end: int) -> str:
    """Why the words at `start:end` are no admission of a shortcoming; empty where they are one."""
    before = sentence[clause_start(sentence, start) : start]
    if known.finds("preventive", before):
        return "是要防止的，不是已有的短处"
    nominal = _NOMINAL.match(sentence, end) is not None or _NOUN_END.search(sentence, start, end) is not None
    if nominal and (reason := _object(known, before, sentence[start:end], sentence[end : end + 30])):
        return reason
    if _REASONS.match(sentence, end):
        return "说的是原因"
    if _ACTED_ON.match(before.strip()) and _ATTRIBUTE.match(sentence, end):
        return "说的是对象，不是短处"
    return "在文件名里" if sentence.rfind("《", 0, start) > sentence.rfind("》", 0, start) else ""


def _object(known: Cues, before: str, words: str, after: str) -> str:
    """Why a shortcoming that is the object of a verb or the attribute of 问题 is none; empty where it is one."""
    if known.finds("resolved", before):
        return "是要解决或已解决的问题"
    if known.finds("sought", before) and not _EXISTS.match(words):
        return SOUGHT
    return "问题已得到解决" if known.finds("settled", after) else ""


@dataclass(frozen=True, slots=True)
class Admission:
    """What a sentence outside the problem sections is taken for: an admission by `rule`, or none because of `veto`."""

    rule: str
    at: int
    veto: str = ""


def admission(known: Cues, sentence: str, late: bool) -> Admission | None:
    """Whether a sentence outside the problem sections admits a shortcoming; None where it speaks of none.

    `late` tells that the sentence stands where reports turn to what is still wanting: in their last part.
    """
    refused = None
    for hit in hits(known, sentence):
        veto = hit.veto or foreign(known, sentence, hit.start)
        rule = "" if veto else _frame(known, sentence, hit, late)
        if rule:
            return Admission(rule, hit.start)
        refused = refused or Admission("text", hit.start, veto or UNTOLD)
    return refused


def foreign(known: Cues, sentence: str, at: int) -> str:
    """Why a shortcoming told of in running text is not the report's own at present; empty where it is."""
    start = clause_start(sentence, at)
    clause = sentence[start:at]
    if known.finds("others", clause):
        return "说的是别人"
    if reported(known, sentence[:at]):
        return REPORTED
    if known.finds("past", sentence[:at]) and not known.finds("still", clause):
        return "说的是从前"
    behind = sentence[at:]
    told = (
        ("modal", clause, "说的是打算或要求"),
        ("general", behind, "说的是一般的道理"),
        ("coped", behind, "说的是怎样应对"),
    )
    return next((why for kind, words, why in told if known.finds(kind, words)), "")


def reported(known: Cues, before: str) -> bool:
    """Whether what follows a stretch is told by somebody else (书记指出，) and not of the report's own (…我院)."""
    spoken = known.kinds["speech"].search(before)
    return spoken is not None and not known.finds("own", before[spoken.end() :])


def _frame(known: Cues, sentence: str, hit: Hit, late: bool) -> str:
    start = clause_start(sentence, hit.start)
    clause = sentence[start : hit.start]
    if known.finds("gap", sentence[start : hit.end + 12]) or _gap_before(known, sentence, hit):
        return "gap"
    if known.begins("turn", sentence, 0, hit.start):
        return "turn"
    if hit.text.startswith("有待"):
        return "awaiting"
    if known.begins("still", sentence, max(start, hit.start - 14), hit.start) or _NEED_MORE.match(hit.text):
        return "still"
    if known.begins("label", sentence, 0, hit.start) or known.finds("comment", sentence[hit.end :]):
        return "named"
    return _late_frame(known, clause, hit) if late else ""


def _late_frame(known: Cues, clause: str, hit: Hit) -> str:
    if known.finds("partial", clause):
        return "partial"
    return "exists" if hit.text.startswith("存在") else ""


def _gap_before(known: Cues, sentence: str, hit: Hit) -> bool:
    """与上级的要求相比，还有不小的差距: the comparison stands in a clause of its own."""
    found = known.kinds["gap"].search(sentence)
    return found is not None and found.start() <= hit.start < found.end()
