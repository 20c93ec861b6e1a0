"""The names of numeral slogans, compiled: those a lexicon knows, and the words of the grammar for those it does not.

A numeral slogan is a numeral with the name of a closed list (五个好, 四比三优一满意). The lexicon files `slogans` and
`list_names` hold the words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import Pattern, fast

OPEN, CLOSE = "“\"‘「『'＂", "”\"’」』'＂"
NUMERAL = "一两双二三四五六七八九十"
COUNT = "(?:十[一二三四五六七八九]|[二三]十[一二三四五六七八九]?|[两双二三四五六七八九十])"
# What may not stand before an unquoted slogan: ordinals (第三), weekdays (周三), longer numbers (二十四史).
_NOT_AFTER = f"(?<![第周期其{NUMERAL}百千0-9.])"
_DIGITS = "(?<![0-9.])(?:[2-9]|1[0-9])(?=个)|(?<![0-9.])[0-9]{3,8}(?=工作|工程|模式|机制)"


@dataclass(frozen=True, slots=True)
class Known:
    """A slogan of the lexicon under one of its names; `blocked` are the words after it that make it none."""

    name: str
    canonical: str
    blocked: tuple[str, ...] = ()
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Names:
    """The compiled knowledge of slogan names.

    `known` by the first two characters, and `spelt` their names; `units` a measure word at the start of a name
    (三年行动), `enumerated` a name that only lists (三个环节), `cored` a quoted name with what bears it (四型党支部),
    `plain` and `chain` the unquoted forms, `anchor` where a name may start.
    """

    known: Mapping[str, tuple[Known, ...]]
    spelt: Mapping[str, tuple[str, ...]]
    idioms: frozenset[str]
    units: re.Pattern[str]
    enumerated: re.Pattern[str]
    cored: re.Pattern[str]
    plain: re.Pattern[str]
    chain: re.Pattern[str]
    anchor: Pattern

    def look_up(self, text: str, at: int) -> Known | None:
        """The longest known name that starts at `at`."""
        pair = text[at : at + 2]
        if pair not in self.spelt or not text.startswith(self.spelt[pair], at):
            return None
        for known in self.known[pair]:
            if text.startswith(known.name, at) and not text.startswith(known.blocked, at + len(known.name)):
                return known
        return None


@lru_cache(maxsize=8)
def names(lexicon: Lexicon) -> Names:
    """The slogan names of a lexicon, compiled."""
    known = _known(lexicon)
    listed, chained = lexicon.terms("list_names", "list"), lexicon.terms("list_names", "chain")
    holder, bearer = any_of(lexicon.terms("list_names", "holder")), any_of(lexicon.terms("list_names", "bearer"))
    edge = f"(?=$|[^\u4e00-\u9fff]|的?(?:{holder})|[等和与及为]|[{NUMERAL}][个大项])"
    long_name, short_name = any_of(n for n in listed if len(n) > 1), any_of(n for n in listed if len(n) == 1)
    element = f"[{NUMERAL}](?:{any_of(chained)})"
    return Names(
        known=known,
        spelt={key: tuple(one.name for one in group) for key, group in known.items()},
        idioms=frozenset(lexicon.terms("list_names", "idiom")),
        units=re.compile(any_of(lexicon.terms("list_names", "measure"))),
        enumerated=re.compile(_enumerated(lexicon.terms("list_names", "enumeration"))),
        cored=re.compile(f"({COUNT}[个大项]?(?:{any_of(listed + chained)})|(?:{element}){{2,6}})(?:{holder}|{bearer})"),
        plain=re.compile(
            f"[两三四五六七八九十]个(?:{any_of(listed)}){edge}|[两三四五六七八九](?:{long_name}){edge}"
            f"|[两三四五六七八九]个?(?:{short_name})(?={holder}|{bearer})|[三四五六七八九]位一体"
            "|[两双三四五六七八九]百工程(?![师款量队人])"
            # 三无活动, 五比竞赛: a lone verb counts where what it names is one
            f"|[三四五六七八九](?:{any_of(n for n in chained if len(n) == 1)})(?=活动|竞赛|工程(?!师)|行动|工作法|制度)"
        ),
        chain=re.compile(f"[两双三四五六七八九十](?:{any_of(chained)})(?:{element}){{1,5}}(?:{edge}|(?={bearer}))"),
        anchor=fast(_anchor(known)),
    )


def any_of(words: Iterable[str]) -> str:
    """A pattern source for any of the words, the longest first; it matches nothing where there are none."""
    return "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) or "(?!)"


def _known(lexicon: Lexicon) -> dict[str, tuple[Known, ...]]:
    found: dict[str, list[Known]] = {}
    for entry in lexicon["slogans"]:
        blocked, items = entry.extra.get("unless_followed", ()), entry.extra.get("items", ())
        for term in entry.terms:
            # Of entries that share a name the last one counts: a campaign's own comes behind the general ones.
            found.setdefault(term[:2], []).insert(0, Known(term, entry.terms[0], blocked, items))
    return {key: tuple(sorted(group, key=lambda known: -len(known.name))) for key, group in found.items()}


def _enumerated(words: tuple[str, ...]) -> str:
    """A name that is an enumeration noun, or ends with one of two or more characters (建设项目)."""
    return f"(?:{any_of(words)})$|.*(?:{any_of(w for w in words if len(w) > 1)})$"


def _anchor(known: Mapping[str, tuple[Known, ...]]) -> str:
    """Where a slogan may start: a numeral, or what a known name starts with, or digits."""
    after_one = "".join(sorted({key[1] for key in known if key[0] == "一"}))
    others = [key for key in known if key[0] not in NUMERAL and not key[0].isdigit()]
    return (
        f"{_NOT_AFTER}(?:[两双二三四五六七八九十]|一(?=[{after_one}]))"
        f"|(?<=[{OPEN}])(?:一|[0-9])|{_DIGITS}|{any_of(others)}"
    )
