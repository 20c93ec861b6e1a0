"""Names of organisations: where one ends, what is too general to be one, and what kind of unit it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from pipeline.language.lexicon import Entry, Lexicon

LONGEST = 32
_TELLING = "村乡镇厂矿局厅"
_EDGES = " \t　·•—－-（）()〔〕[]：:"
_NUMBERED = re.compile("第[一二三四五六七八九十]{1,2}党?支部")
_PART = r"[\u4e00-\u9fff]{1,8}[科室部处办系所队站局库馆组院班心]"
_UNFILLED = re.compile("[XxＸｘ×✕_＿某○◯△]+(?:单位)?")
_ABOUT = re.compile("^(?:关于|浅析|浅谈|试论|试析|记(?!者))")  # ——记红光小学党支部
_TWICE = re.compile("(?<=党支部)支部(?=工作|年度|20|上半|下半|$)")  # 第五党支部支部工作总结
_JOINT = re.compile(
    rf"(?:[\u4e00-\u9fff]{{2,8}}、){{1,4}}(?:[\u4e00-\u9fff]{{2,8}}[及和与])?{_PART}(?:联合)?党?(?:支部|总支)"
)  # 保卫科、后勤科党支部
_FORMAL = re.compile("^(?:中国共产党|中共)")
# A party organisation told by its formal name: 中共红光小学支部委员会 is 红光小学党支部.
_FORMAL_PARTY = re.compile("(?:支部委员会|总支部?委员会|委员会|工作委员会)$")


@dataclass(frozen=True, slots=True, eq=False)
class OrgWords:
    """The compiled words: `suffix` ends any name, `party` a party organisation's, `stop` says where a name is over."""

    suffix: re.Pattern[str]
    party: re.Pattern[str]
    superior: re.Pattern[str]
    too_general: re.Pattern[str]
    own: re.Pattern[str]
    unlike: re.Pattern[str]
    clause: re.Pattern[str]
    generic: re.Pattern[str]
    stop: re.Pattern[str]
    units: tuple[tuple[str, re.Pattern[str]], ...]

    def leading(self, segment: str) -> str:
        """The name that a line or a title opens with, or an empty string: 红光小学党支部总结 → 红光小学党支部."""
        segment = _TWICE.sub("", _ABOUT.sub("", segment.strip(_EDGES)))
        if joint := _JOINT.match(segment):
            return joint[0]
        stop = self.stop.search(segment)
        head = segment[: stop.start()] if stop else segment
        ends = [found.end() for found in self.suffix.finditer(head)]
        name = head[: ends[-1]].strip(_EDGES) if ends else ""
        return "" if len(name) > LONGEST or not self.names(name) else name

    def names(self, name: str) -> bool:
        """Whether it names one organisation and not 我校党支部, 学校党委, 各支部 or 加强支部."""
        if len(name) < 3 or self.own.match(name) or self.unlike.search(name):
            return False
        return bool(_NUMBERED.search(name)) or not self.generic.match(self.core(name))

    def core(self, name: str) -> str:
        """The unit that a party organisation belongs to: 中共红光小学支部委员会 → 红光小学."""
        return _core(self, name)

    def unfilled(self, name: str) -> bool:
        """Whether it is the name of a template: XX党支部, ___支部; ****党支部 is one that was crossed out."""
        return bool(_UNFILLED.fullmatch(self.core(name)))

    def is_party(self, name: str) -> bool:
        """Whether the name is that of a party organisation."""
        return bool(self.party.search(name))

    def is_formal(self, name: str) -> bool:
        """Whether it is the form with 中共 and 委员会."""
        return bool(_FORMAL.match(name) and _FORMAL_PARTY.search(name))

    def alike(self, one: str, other: str) -> bool:
        """Whether two names can be of one unit: the one within the other, or most of their characters shared."""
        a, b = self.core(one), self.core(other)
        shared = len(set(a) & set(b))
        return a in b or b in a or shared >= 0.6 * min(len(set(a)), len(set(b)))

    def unit(self, name: str) -> str:
        """The kind of unit (学校, 企业 …) by the last telling suffix of its name; empty where none tells.

        A suffix of one character tells less than a longer one: 绥河一中文科党支部 is a school's, not an office's.
        """
        core = self.core(name)
        found = [(len(m[0]) > 1 or m[0] in _TELLING, m.end(), unit) for unit, p in self.units for m in p.finditer(core)]
        return max(found)[2] if found else ""


@lru_cache(maxsize=512)
def _core(words: OrgWords, text: str) -> str:
    return words.party.sub("", _FORMAL.sub("", text))


@lru_cache(maxsize=8)
def org_words(lexicon: Lexicon) -> OrgWords:
    """The words of organisations in a lexicon, compiled."""
    entries = lexicon["organisations"]
    suffixes = [entry for entry in entries if entry.kind == "suffix"]
    party = _source(entry for entry in suffixes if entry.get("unit") == "party")
    return OrgWords(
        suffix=re.compile(_source(suffixes)),
        party=re.compile(f"(?:第?[一二三四五六七八九十]{{1,2}}|第?[0-9]{{1,6}}[级班]?)?(?:{party})$"),
        superior=re.compile(_source(_of(entries, "superior"))),
        too_general=re.compile(_source(_of(entries, "superior_generic"))),
        own=re.compile(_source(_of(entries, "self"))),
        unlike=re.compile(_source(_of(entries, "unlike"))),
        clause=re.compile(_source(_of(entries, "self_clause"))),
        generic=re.compile(_source(_of(entries, "generic"))),
        stop=re.compile(_source(_of(entries, "not_name"))),
        units=tuple((e.get("unit"), re.compile(_source([e]))) for e in suffixes if e.get("unit") != "party"),
    )


def _of(entries: Iterable[Entry], kind: str) -> Iterable[Entry]:
    return (entry for entry in entries if entry.kind == kind)


def _source(entries: Iterable[Entry]) -> str:
    """The entries as one pattern source, their terms the longest first."""
    terms: list[str] = []
    patterns: list[str] = []
    for entry in entries:
        terms += entry.terms
        patterns += [f"(?:{entry.pattern})"] if entry.pattern else []
    return "|".join(patterns + [re.escape(term) for term in sorted(terms, key=len, reverse=True)]) or "(?!)"
