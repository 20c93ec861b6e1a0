"""The cues of a heading: words that name a part of a report (存在的问题) or tell of one (统一思想), their roles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

import regex

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import Pattern, fast
from pipeline.language.sieves import Sieve
from pipeline.model import ROLES

LABEL, PHRASE = 3, 2  # weights: a heading's name for its part; a verb phrase that tells of one
# What traditional script writes differently in the cues, one for one.
_SIMPLE = str.maketrans(
    "問題幹劃計總結績經驗會開況進導組織領動員務實強發佈隊黨學習書區團體當後麼對策議設規範標準舉辦條專項據資訊點難緊貫徹",
    "问题干划计总结绩经验会开况进导组织领动员务实强发布队党学习书区团体当后么对策议设规范标准举办条专项据资讯点难紧贯彻",
)
_SPACED = re.compile(r"(?:\S +)+\S")  # 基 本 情 况
_QUOTED_NAME = re.compile("“(问题|不足|差距|短板|弱项|难点|困难|瓶颈|成绩|成效|亮点|打算|计划)”")
_JOINED = re.compile("以及|及其?|[和与、暨]")
# 虽然取得了成绩，但还有差距 is about what stands behind.
_CONCEDED = re.compile("(?:虽然?|尽管)[^。]{2,30}但")
_YEAR = re.compile(r"^[\d二〇○零一三四五六七八九]{4}年度?")
_PURPOSE = re.compile("[，,、 ](?:确保|保证|务求|力求|以确保)(?=.{4})")


class Cue(NamedTuple):
    """A cue found in a heading."""

    role: str
    weight: int
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class _Cues:
    """The heading cues of a profile: pattern, roles, weight; and which of them can be in a heading."""

    all: tuple[tuple[Pattern, tuple[str, ...], int], ...]
    sieve: Sieve

    def of(self, words: str) -> Iterator[tuple[Pattern, tuple[str, ...], int]]:
        """The cues that may be in a heading, in their order."""
        return (self.all[number] for number in self.sieve.passing(words))


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> _Cues:
    cues = tuple(
        (_engine(e.source), (e.kind, *e.extra.get("also", ())), int(e.get("weight", str(LABEL))))
        for e in lexicon["headings"]
    )
    return _Cues(cues, Sieve.of([entry.source for entry in lexicon["headings"]]))


def _engine(source: str) -> Pattern:
    """A pattern in the faster engine that knows it; its first character tells nothing where it may look behind."""
    if "(?<" not in source:
        return fast(source)
    try:
        return re.compile(source)
    except re.error:
        return regex.compile(source)


@lru_cache(maxsize=4096)
def heading_cues(heading: str, lexicon: Lexicon) -> tuple[Cue, ...]:
    """The cues of a heading that do not overlap, the longer before the shorter, in text order."""
    words = _QUOTED_NAME.sub(r"\1", _closed(heading).translate(_SIMPLE))
    found = [
        (m.start(), m.end(), weight, roles)
        for pattern, roles, weight in _cues(lexicon).of(words)
        for m in pattern.finditer(words)
        if m.end() > m.start()
    ]
    kept: list[Cue] = []
    for start, end, weight, roles in sorted(found, key=lambda f: (f[0] - f[1], -f[2], f[0])):
        if all(end <= other.start or other.end <= start for other in kept):
            kept.extend(Cue(role, weight, start, end) for role in roles)
    return tuple(sorted(_without_purpose(words, kept), key=lambda c: c.start))


def _without_purpose(words: str, cues: list[Cue]) -> list[Cue]:
    """The cues but for what is conceded, and the phrases of a closing clause that says what for.

    精心组织，确保活动扎实开展.
    """
    if conceded := _CONCEDED.search(words):
        cues = [cue for cue in cues if cue.start >= conceded.end()]
    clause = _PURPOSE.search(words)
    if not clause or all(cue.start >= clause.start() for cue in cues):
        return cues
    return [cue for cue in cues if cue.start < clause.start() or cue.weight >= LABEL]


def _closed(heading: str) -> str:
    """A heading set with a space between any two characters, without them."""
    return heading.replace(" ", "") if _SPACED.fullmatch(heading) else heading


def roles_of(heading: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The roles that a heading's cues give it: all of its labels, else the first of its heaviest phrases."""
    return ordered(decisive(heading_cues(heading, lexicon)))


def label_share(heading: str, lexicon: Lexicon) -> float:
    """The share of a heading's characters that name a part of a report (存在的问题, 下一步打算), 0 to 1."""
    spans = sorted({(cue.start, cue.end) for cue in heading_cues(heading, lexicon) if cue.weight >= LABEL})
    words = _closed(heading)
    size = len(_YEAR.sub("", words))
    joined = sum(b - a for (_, a), (b, _) in pairwise(spans) if _JOINED.fullmatch(words, a, b))
    return min(1.0, (joined + sum(end - start for start, end in spans)) / size) if size else 0.0


def ordered(roles: set[str]) -> tuple[str, ...]:
    return tuple(role for role in ROLES if role in roles)


def decisive(cues: tuple[Cue, ...]) -> set[str]:
    labels = {cue.role for cue in cues if cue.weight >= LABEL}
    if labels:
        return labels
    heaviest = max((cue.weight for cue in cues), default=0)
    return {cue.role for cue in [cue for cue in cues if cue.weight == heaviest][:1]}
