"""What a report says of its shortcomings and of what comes next, unit by unit, each told to be one or the other.

Under 存在的问题和今后打算 the problems come first, and a pivot (对存在的问题，我们将…) turns to the remedies;
under 存在的问题 a remedy may follow each problem. Outside such headings an opening (但还存在一些问题，主要表现在：)
starts a list of problems of its own.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from typing import NamedTuple

from pipeline.language.draft import Draft
from pipeline.language.patterns import Pattern, union
from pipeline.language.shortcomings import SOUGHT, Cues, clause_start, cues, foreign, governed, hits
from pipeline.language.statements import Marker, Unit, trimmed, units
from pipeline.model import Span
from pipeline.structure.series import admitting, head_run
from pipeline.structure.zones import Zone, causes, is_title, told_causes, zones

PROBLEM, PLAN = "problem", "plan"
_LIST_COLON = re.compile("[：:]")
_BRIEF = 14  # 也有不足。 announces what the rest of its paragraph tells.
_PEEK = 60
_SUMS_UP = re.compile("(?:概括|归纳|总结|综合|归结)(?:起来|来看|来说)|(?:主要|大致|集中|具体)(?:有|是|在于|表现|体现)")
_LOOKED_AT = re.compile("剖析|查摆|检视|查找|梳理|总结|反思|通报|指出|点评|分析|归纳|检查|解决|整改|改进|提出")
_AND = re.compile(
    "(?:和[^，,。；;]{2,6})?[，,]?(?=一是|首先|第一|[(（]?[1一][)）、.．])"
)  # 不足之处有三条和整改措施，1、…
_REACH = 4000  # No list of problems in running text goes on longer than this.


class Statement(NamedTuple):
    """A unit with its side; `zone` numbers the stretch it stands in, `titled` tells that a heading announced it."""

    unit: Unit
    side: str
    zone: int
    titled: bool


@dataclass(slots=True)
class _Turns:
    """Which side a walk is on: turned by pivots, turned back by the next problem of the numbered list."""

    pivot: Pattern
    clause: Pattern
    text: str
    known: Cues
    side: str = PROBLEM
    run: tuple[str, int] | None = None
    last: int = 0
    closed: bool = False
    item_only: bool = False
    inside: bool = False

    def sided(self, unit: Unit) -> Iterator[tuple[Unit, str]]:
        """The next unit with its side; a problem that goes on to its remedy (…不够，今后要加强) is cut there."""
        if unit.head and unit.marker:
            self._head(unit.marker)
        elif self._turns_back(unit):
            self.side = PROBLEM
        if self.side == PROBLEM and self.pivot.match(unit.span.of(self.text)):
            self._turn(unit)
        cut = self.clause.search(self.text, unit.span.start, unit.span.end) if self.side == PROBLEM else None
        if cut is None or cut.start() <= unit.span.start:
            yield unit, self.side
            return
        yield unit._replace(span=trimmed(self.text, Span(unit.span.start, cut.start())), colon=False), PROBLEM
        rest = unit._replace(span=trimmed(self.text, Span(cut.start(), unit.span.end)), head=False, paragraph=False)
        if unit.colon:
            self._turn(rest)
        yield rest, PLAN

    def _turns_back(self, unit: Unit) -> bool:
        """Whether a paragraph without a number tells the next problem, as the one before told one with its remedy."""
        if self.side == PROBLEM or self.closed or unit.marker or not (unit.paragraph and self.inside) or unit.colon:
            return False
        words = unit.span.of(self.text)
        frank = any(not hit.veto for hit in hits(self.known, words, weak=True))
        return frank and not self.known.finds("remedy", words) and not self.pivot.match(words)

    def _head(self, marker: Marker) -> None:
        run = (marker.style, marker.depth)
        if self.side == PLAN and not self.closed:
            if self.run == run and marker.ordinal > self.last:
                self.side = PROBLEM
            elif marker.ordinal == 1 and (self.run == run or not self.item_only):
                self.closed = True
        if self.side == PROBLEM and (self.run is None or self.run == run):
            self.run, self.last = run, marker.ordinal

    def _turn(self, unit: Unit) -> None:
        self.side, self.inside = PLAN, not unit.paragraph and not unit.colon
        self.item_only = unit.marker is not None and not unit.paragraph and not unit.colon


@lru_cache(maxsize=2)
def statements(draft: Draft) -> tuple[Statement, ...]:
    """The units of all problem and plan zones, headed or opened in running text, in text order; the last are kept."""
    walks = sorted((w for w in _walks(draft) if w[0]), key=lambda w: w[0][0][0].span.start)
    why = told_causes(draft)
    begins = [span.start for span in why]
    said = [
        Statement(unit, side, n, titled)
        for n, (walk, titled) in enumerate(walks)
        for unit, side in walk
        if not (n_why := bisect_right(begins, unit.span.start)) or not why[n_why - 1].covers(unit.span)
    ]
    return tuple(_without_overlap(said))


def _walks(draft: Draft) -> Iterator[tuple[list[tuple[Unit, str]], bool]]:
    """The units of each zone with their sides, and whether a heading announced it.

    A heading that is the item of a list opened above it makes no zone of its own.
    """
    headed, why = zones(draft), causes(draft)
    opened = [found for found in _openings(draft, headed, why) if found]
    done = [Span(found[0][0].span.start, found[-1][0].span.end) for found in opened]
    kept = [z for z in headed if not (z.stated and any(s.start < z.span.start <= s.end for s in done))]
    yield from ((list(_walk(draft, zone)), True) for zone in kept)
    yield from ((found, False) for found in opened)
    left = admitting(draft, [*(zone.span for zone in kept), *why, *done])
    yield from ((list(_opened(draft, span)), False) for span in left)


def _without_overlap(found: Iterable[Statement]) -> Iterator[Statement]:
    """A list of problems opened inside a plan section is told once, as problems."""
    opened = {s.unit.span.start for s in found if not s.titled}
    return (
        s for s in sorted(found, key=lambda s: s.unit.span.start) if not s.titled or s.unit.span.start not in opened
    )


def _walk(draft: Draft, zone: Zone) -> Iterator[tuple[Unit, str]]:
    """The units under a heading, with their sides."""
    if "problems" not in zone.roles:
        return ((unit, PLAN) for unit in units(draft.text, zone.span))
    lexicon = draft.profile.lexicon
    turns = _Turns(pivots(draft), union(lexicon, "plans", "clause"), draft.text, cues(lexicon))
    return chain.from_iterable(turns.sided(unit) for unit in units(draft.text, zone.span))


def _opened(draft: Draft, span: Span) -> Iterator[tuple[Unit, str]]:
    """The list that an opening in running text announces: its items, or the rest of its paragraph."""
    found = list(_walk(draft, Zone(span, frozenset({"problems"}))))
    run: tuple[str, int] | None = None
    last = 0
    for at, (unit, side) in enumerate(found):
        if at and unit.paragraph and not unit.head and (run or not unit.colon) and not _goes_on(found, at, run, last):
            return
        if unit.head and unit.marker and run in (None, (unit.marker.style, unit.marker.depth)):
            run, last = (unit.marker.style, unit.marker.depth), unit.ordinal
        yield unit, side


def _goes_on(found: list[tuple[Unit, str]], at: int, run: tuple[str, int] | None, last: int) -> bool:
    """Whether the list goes on behind a paragraph that explains its last item."""
    if found[at][1] == PLAN:
        return False
    for index in range(at, len(found)):
        unit = found[index][0]
        if unit.head and unit.paragraph and unit.marker and (unit.marker.style, unit.marker.depth) == run:
            return unit.ordinal == last + 1
    return False


def pivots(draft: Draft) -> Pattern:
    """The words that turn to remedies and plans at the head of a sentence."""
    return union(draft.profile.lexicon, "plans", "opening")


def _openings(draft: Draft, headed: tuple[Zone, ...], why: list[Span]) -> Iterator[list[tuple[Unit, str]]]:
    """The lists that begin with an opening outside the problem sections and the accounts of causes."""
    known, text, done = cues(draft.profile.lexicon), draft.text, 0
    taken = [zone.span for zone in headed if "problems" in zone.roles] + why
    ends = [zone.span for zone in headed if "problems" in zone.roles and not zone.stated] + why
    for match in known.inside.finditer(text, 1):
        sentence = draft.sentence(match.start())
        if match.start() < done or any(span.start <= match.start() < span.end for span in taken):
            continue
        section = draft.section(match.start())
        if section and match.start() < section.span.end and is_title(draft, section):
            continue
        if announces(known, text, sentence, Span(*match.span())):
            found = list(_opened(draft, Span(sentence.start, _limit(draft, sentence.end, ends))))
            done = found[-1][0].span.end if found else sentence.end
            yield found


def announces(known: Cues, text: str, sentence: Span, words: Span) -> bool:
    """Whether an opening announces a list: it ends with a colon, or the list's first marker follows."""
    inner = sentence.of(text)
    at = words.start - sentence.start
    reason = governed(known, inner, at, words.end - sentence.start)
    if reason not in ("", SOUGHT) or foreign(known, inner, at):
        return False
    sought = bool(reason or _LOOKED_AT.search(words.of(text)))
    if colon := _LIST_COLON.search(text, words.end, sentence.end):
        return not sought or _tells(known, text, colon.end())
    behind = _AND.match(text, words.end, sentence.end)
    if any(_lists(known, text, at, sought) for at in (sentence.end, *((behind.end(),) if behind else ()))):
        return True
    if reason:
        return False
    return _is_brief(known, inner, at) and trimmed(text, Span(words.end, sentence.end)).of(text) in ("", "的")


def _tells(known: Cues, text: str, at: int) -> bool:
    """Whether the first unit behind an offset tells a shortcoming; what is to be solved may be none."""
    first = next(iter(units(text, Span(at, min(len(text), at + _PEEK)))), None)
    return first is not None and any(not hit.veto for hit in hits(known, first.span.of(text), weak=True))


def _lists(known: Cues, text: str, at: int, sought: bool) -> bool:
    """Whether a list begins at an offset: its first item, or 概括起来，有三个方面： and the item behind it.

    After shortcomings that were looked for (剖析了存在的问题。一是…) the first item must tell one.
    """
    coming = list(islice(units(text, Span(at, min(len(text), at + _PEEK))), 2))
    if coming and coming[0].colon and _SUMS_UP.match(coming[0].span.of(text)):
        del coming[0]
    if not coming or not coming[0].head or coming[0].ordinal != 1:
        return False
    return not sought or _tells(known, text, coming[0].span.start)


def _is_brief(known: Cues, sentence: str, at: int) -> bool:
    """Whether little but 但, 还 or 也 stands before an opening: 工作中也还有不足。"""
    if at - clause_start(sentence, at) > _BRIEF or any(hit.start < at for hit in hits(known, sentence)):
        return False
    return "也" in sentence[:at] or any(known.begins(kind, sentence, 0, at) for kind in ("still", "turn"))


def _limit(draft: Draft, at: int, taken: list[Span]) -> int:
    """Where a list opened at `at` must end: at a first-level heading, a problem section, or after `_REACH`.

    Headings that begin right behind the opening are the list's own items.
    """
    items = head_run(draft, at)
    ends = [s.span.start for s in draft.sections if s.span.start >= at and s.level == 1 and s not in items]
    return min([at + _REACH, len(draft.text), *ends, *(z.start for z in taken if z.start >= at)])
