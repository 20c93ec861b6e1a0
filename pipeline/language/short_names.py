"""Short names of units: 质监局 is 质量技术监督局, 一中 is 第一中学, 团委 is the 委员会 of the 共青团.

A short name takes characters of the full one in their order, begins with its first and keeps its head noun, whole (局)
or cut (委员会 → 委). What is formed otherwise stands in the lexicon.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile

from pipeline.language.lexicon import Lexicon

_SPACE = re.compile(r"[\s（）()《》“”\"'、，,.·]")
_LEAGUE = re.compile("^(?:中国)?(?:共青团|共产主义青年团)(.+?)(总支部委员会|总支部?|支部委员会|支部|委员会)$")
_FORMAL = re.compile("^(?:中国共产党|中共)(.+?)(?:委员会)?$")
_UNION = re.compile("(工会)委员会$")
_PARTY = re.compile(
    "(?:的)?(?:党支部委员会|支部委员会|党总支部?委员会|总支部委员会|党总支部?|总支部?|党支部|支部|党委|党组)$"
)
_PLACE = "(?:(?![省市县区旗])[\u4e00-\u9fff]){2,4}?"
_CITY, _DISTRICT = "(?<!城)市", "(?<![社小园])区"
_REGION = re.compile(
    rf"^(?:{_PLACE}(?:[省州盟]|{_CITY}))?(?:{_PLACE}(?:[县旗]|{_CITY}|{_DISTRICT})|[省市县区州旗盟](?![区县]))?"
)
_TAIL = re.compile("(?:机关)?(第[一二三四五六七八九十0-9]+)?$")
_NUMERAL = re.compile("[一二三四五六七八九十0-9]+")
_ORDINAL = re.compile("第(?=[一二三四五六七八九十0-9])")
_LEAST = 2  # characters of a name, its head among them, that say anything


@dataclass(frozen=True, slots=True)
class ShortNames:
    """Endings and whole names, each as (short, full)."""

    heads: tuple[tuple[str, str], ...]
    wholes: tuple[tuple[str, str], ...]

    def same(self, one: str, other: str) -> bool:
        """Whether one of two names of units is a short form of the other, or both are of one unit in two forms."""
        a, b = _parted(one), _parted(other)
        if a.tail != b.tail or _apart(a.region, b.region) or min(len(a.body), len(b.body)) < _LEAST:
            return False
        if a.body == b.body:
            return True
        return any(self._shortens(x, y) for s, f in ((a.body, b.body), (b.body, a.body)) for x, y in self._forms(s, f))

    def _forms(self, short: str, full: str) -> Iterator[tuple[str, str]]:
        """Two names as they are, and the short one with what is irregular in it written out."""
        yield short, full
        for brief, whole in self.wholes:
            if brief in short and whole in full and whole not in short:
                yield short.replace(brief, whole), full

    def _shortens(self, short: str, full: str) -> bool:
        """Whether a name is another's short form by the rule."""
        if short == full:
            return True
        heads = ((brief, whole) for brief, whole in self.heads if short.endswith(brief) and full.endswith(whole))
        if any(_takes(short[: -len(brief)], full[: -len(whole)], 1) for brief, whole in heads):
            return True
        head = sum(
            1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(reversed(short), reversed(full), strict=False))
        )
        return head > 0 and _takes(short[:-head], full[:-head], _LEAST)


@dataclass(frozen=True, slots=True)
class _Parts:
    region: str
    body: str
    tail: str


def _parted(name: str) -> _Parts:
    """A name in three: where the unit is, what it is, and which part of it (第二) a branch is of."""
    body = _PARTY.sub("", plain(name))
    region = _REGION.match(body)
    begin = region.end() if region and len(body) - region.end() >= _LEAST else 0
    tail = _TAIL.search(body, begin)
    end = tail.start() if tail and tail.start() - begin >= _LEAST else len(body)
    return _Parts(body[:begin], body[begin:end], (tail[1] or "") if tail and end < len(body) else "")


def plain(name: str) -> str:
    """A name without blanks and marks, in the form that says what kind of body it is: 共青团红光中学委员会 is
    红光中学团委, 中共红光乡委员会 红光乡."""
    name = _SPACE.sub("", name)
    if league := _LEAGUE.match(name):
        kind = league[2]
        return league[1] + ("团委" if kind == "委员会" else "团总支" if kind.startswith("总") else "团支部")
    name = _UNION.sub(r"\1", name)
    formal = _FORMAL.match(name)
    return formal[1] if formal else name


def _apart(one: str, other: str) -> bool:
    """Whether two regions cannot be one: both are named, and differently."""
    return len(one) > 1 and len(other) > 1 and one not in other and other not in one


def _takes(short: str, full: str, least: int) -> bool:
    """Whether `short` takes characters of `full` in their order from its first on, and says the same numbers.

    A name that is nothing but a number (一中) is short for nothing but that number's (第一中学, not 第一实验中学).
    """
    short, full = _ORDINAL.sub("", short), _ORDINAL.sub("", full)
    if not short or not full or short[0] != full[0] or (len(short) < least and not _NUMERAL.fullmatch(short)):
        return False
    if _NUMERAL.findall(short) != _NUMERAL.findall(full) or (_NUMERAL.fullmatch(short) and short != full):
        return False
    rest = iter(full)
    return all(char in rest for char in short)


@lru_cache(maxsize=8)
def short_names(lexicon: Lexicon) -> ShortNames:
    """The short names of a lexicon."""
    pairs = {
        kind: tuple(
            (term, full)
            for entry in lexicon["short_names"]
            if entry.kind == kind
            for term in entry.terms
            for full in entry.extra.get("full", ())
        )
        for kind in ("head", "whole")
    }
    return ShortNames(pairs["head"], pairs["whole"])
