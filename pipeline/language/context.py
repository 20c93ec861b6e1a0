"""Chinese ConText: what the words around a statement make of it.

A trigger (计划, 没有, 去年, 每月 …; lexicons/*/context.yaml) governs what follows it (or stands before it), as far as
its scope goes, unless a word that ends its kind stands between: 计划召开会议4次，已召开3次. After ConText (Harkema et
al. 2009, doi:10.1016/j.jbi.2009.05.002), with scopes for Chinese clauses.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.language.draft import Draft
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.language.whose import whose
from pipeline.model import Span, spanned

Pattern = re.Pattern[str] | regex.Pattern[str]
# What ends the scope of a kind when it stands between the trigger and the statement.
ENDS = {
    "planned": {"done", "but"},
    "recurring": {"done", "sum", "but"},
    "required": {"done", "sum", "own", "but"},
    "hypothetical": {"done", "but"},
    "earlier": {"now", "but"},
    "negated": {"but"},
    "other_body": {"own", "but"},
    "superior": {"own", "but"},
    "branch": {"own", "but"},
    "each": {"done", "sum", "but"},
}
_REACH = 240  # characters looked at on either side, in text without punctuation
_NEAR = 14
_CLAUSE_MARK = re.compile("[，,。；;：:！!？?\n（）()]")
_CLAUSE = re.compile(r"[，,。；;：:！!？?\n（）()]|(?<=[\u4e00-\u9fff])[.．]")
_SENTENCE = re.compile(r"[。；;！!？?\n]|(?<=[\u4e00-\u9fff])[.．]")
_BREAK = {"clause": _CLAUSE, "sentence": _SENTENCE, "near": _CLAUSE, "list": _SENTENCE}
_NUMBERED = re.compile(r"[0-9一二两三四五六七八九十百千]+[余多]?[名人个次场期篇份条户位项件堂]")
_ITEM = re.compile(r"[，,、]")
_OWN = ("superior", "branch")
_YEAR = re.compile(r"(?<![0-9])(?P<year>(?:19|20)[0-9]{2})年(?![0-9]{0,2}月?[0-9]{0,2}[日号]?(?:以来|起|至|到|—|-))")
_OPENING, _TITLE = 200, 40


class Trigger(NamedTuple):
    """A context word; `span` is relative to the stretch that was searched."""

    kind: str
    scope: str
    after: bool
    span: Span


def modifiers(draft: Draft, span: Span) -> frozenset[str]:
    """What holds of the statement at `span`.

    planned, negated, other_body (a superior's, a sibling's, a subordinate's doing), attended (another body's meeting),
    earlier, recurring, each, preventive, required, hypothetical; `done` where 已, 先后, 了 … say in its clause that it
    is done. A section of the role plans makes planned what nothing says is done, and adds `plan_section`.
    """
    around = _around(draft, span)
    local = spanned((span.start - around.start, span.end - around.start))
    text = around.of(draft.text)
    found = set()
    for trigger in _governing(triggers(draft.profile.lexicon, text), local, text):
        asked = trigger.kind in _OWN or (trigger.kind == "other_body" and trigger.span.of(text)[0] == "该")
        found.add(whose(draft, text, trigger.kind, trigger.span) if asked else trigger.kind)
    if _past(draft.text, text, local):
        found.add("earlier")
    if "plans" in draft.roles(span.start) and not found & {"done", "earlier"}:
        found |= {"plan_section"} if "planned" in found else {"planned", "plan_section"}
    return frozenset(found - {"own", "now", "sum", "but", "basis"})


def clause(text: str, at: int) -> Span:
    """The clause around an offset: between ，。；：, brackets or line ends."""
    before = text[max(0, at - _REACH) : at]
    mark = _CLAUSE_MARK.search(before[::-1])
    last = min(len(text), at + _REACH)
    end = _CLAUSE.search(text, at, last)
    return Span(at - (mark.start() if mark else len(before)), end.start() if end else last)


def _around(draft: Draft, span: Span) -> Span:
    """The sentence around a span; of a sentence without end, a window that many spans share."""
    sentence = draft.sentence(span.start)
    block = sentence.start + (span.start - sentence.start) // _REACH * _REACH
    return Span(max(sentence.start, block - _REACH), max(span.end, min(sentence.end, block + 2 * _REACH)))


def _past(report: str, text: str, span: Span) -> bool:
    """Whether the clause names a year before the one that the report's title gives (2011年度总结: 2010年召开4次)."""
    year = _year(report)
    start = clause(text, span.start).start if year else 0
    years = [int(match["year"]) for match in _YEAR.finditer(text, start, span.start)] if year else []
    return bool(years) and years[-1] < year


@lru_cache(maxsize=8)
def _year(text: str) -> int:
    """The one year that the title's lines give the report, or 0."""
    lines = (line for line in text[:_OPENING].split("\n")[:3] if len(line) <= _TITLE and "总结" in line)
    years = {int(match["year"]) for line in lines for match in _YEAR.finditer(line)}
    return years.pop() if len(years) == 1 else 0


def _governing(found: tuple[Trigger, ...], span: Span, text: str) -> list[Trigger]:
    """The triggers whose scope reaches the span: of a kind the nearest before it, or the first behind it."""
    reached: dict[str, Trigger] = {}
    for trigger in reversed(found):
        known = trigger.kind in reached and trigger.kind not in _OWN
        if not known and _reaches(trigger, span, text) and not _ended(trigger, found, span):
            reached[trigger.kind if trigger.kind not in _OWN else str(trigger.span.start)] = trigger
    return list(reached.values())


def _reaches(trigger: Trigger, span: Span, text: str) -> bool:
    start, end = (span.end, trigger.span.start) if trigger.after else (trigger.span.end, span.start)
    if end < start:
        return not trigger.after and trigger.span.start < span.end and span.start < trigger.span.end
    if end - start > (_NEAR if trigger.scope == "near" else _REACH):
        return False
    if _BREAK[trigger.scope].search(text, start, end):
        return False
    return trigger.scope != "list" or all(map(_NUMBERED.search, _ITEM.split(text[start:end])[:-1]))


def _ended(trigger: Trigger, found: tuple[Trigger, ...], span: Span) -> bool:
    ends = ENDS.get(trigger.kind)
    if not ends or trigger.after:
        return False
    # 规定全年学习12次: 全年 belongs to what is required.
    return any(t.kind in ends and trigger.span.end + (t.kind == "sum") <= t.span.start < span.end for t in found)


@lru_cache(maxsize=1024)
def triggers(lexicon: Lexicon, text: str) -> tuple[Trigger, ...]:
    """The context words of a sentence in order; of two that overlap the longer one stays."""
    index = _index(lexicon)
    by_start, found = index.words, []
    for anchor in index.anchors.finditer(text):
        at = anchor.start()
        for words in by_start.get(text[at : at + 2]) or by_start.get(text[at], ()):
            if match := words.pattern.match(text, at):
                found.append(words.trigger(match))
    found.extend(words.trigger(match) for words in index.unguided for match in words.pattern.finditer(text))
    found.sort(key=lambda t: (t.span.start, -len(t.span)))
    kept: list[Trigger] = []
    for trigger in found:
        if not kept or trigger.span.start >= kept[-1].span.end:
            kept.append(trigger)
    return tuple(kept)


@dataclass(frozen=True)
class Words:
    """Entries joined in one pattern, a group e0, e1 … an entry; of each its kind, scope and direction."""

    pattern: Pattern
    entries: Mapping[str, tuple[str, str, bool]]

    @classmethod
    def of(cls, entries: Iterable[Entry]) -> Words:
        """The entries as one pattern, of `re` where it can read them: that is four times as fast."""
        listed = list(entries)
        source = "|".join(f"(?P<e{i}>{_source(entry)})" for i, entry in enumerate(listed))
        taken = {
            f"e{i}": (e.kind, e.get("scope", "clause"), e.get("direction") == "after") for i, e in enumerate(listed)
        }
        try:
            return cls(re.compile(source), taken)
        except re.error:  # what only regex knows, such as a lookbehind of variable width
            return cls(regex.compile(source), taken)

    def trigger(self, match: re.Match[str] | regex.Match[str]) -> Trigger:
        """The trigger of a match of the pattern."""
        return Trigger(*self.entries[match.lastgroup or "e0"], spanned(match.span()))


@dataclass(frozen=True)
class Index:
    """The context lexicon by how its words start (one or two characters); `anchors` finds the first characters."""

    anchors: re.Pattern[str]
    words: Mapping[str, tuple[Words, ...]]
    unguided: tuple[Words, ...]


@lru_cache(maxsize=8)
def _index(lexicon: Lexicon) -> Index:
    by_start: dict[str, list[Entry]] = {}
    for entry in lexicon["context"]:
        for start in {word[:2] for word in entry.extra.get("starts", entry.terms)}:
            by_start.setdefault(start, []).append(entry)
    others = [entry for entry in lexicon["context"] if entry.pattern and "starts" not in entry.extra]
    words = {start: tuple(_sorted(found)) for start, found in by_start.items()}
    # One look finds what begins with the first character, and behind it what begins with both.
    joined = {start: (*(words.get(start[0], ()) if start[1:] else ()), *found) for start, found in words.items()}
    return Index(_anchors(by_start), joined, (Words.of(others),) if others else ())


def _anchors(starts: Iterable[str]) -> re.Pattern[str]:
    """The characters that words with these starts begin with, before any of the second ones where they have such.

    Two classes are found twice as fast as each character with its own second ones, and the index tells the rest.
    """
    found = set(starts)
    alone = {start for start in found if not start[1:]}
    pairs = {start for start in found if start[0] not in alone}
    ways = [f"[{_class(alone)}]"] if alone else []
    if pairs:
        ways.append(f"[{_class(start[0] for start in pairs)}](?=[{_class(start[1] for start in pairs)}])")
    return re.compile("|".join(ways) or "(?!)")


def _class(chars: Iterable[str]) -> str:
    return "".join(map(re.escape, sorted(set(chars))))


def _sorted(entries: list[Entry]) -> Iterator[Words]:
    """Terms and patterns apart, so that the longer match can be chosen."""
    listed, written = [e for e in entries if e.terms], [e for e in entries if e.pattern]
    yield from (Words.of(found) for found in (listed, written) if found)


def _source(entry: Entry) -> str:
    return entry.pattern or "|".join(map(re.escape, sorted(entry.terms, key=len, reverse=True)))
