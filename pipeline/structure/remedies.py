"""Which remedy a report promises for which problem: in the same item, by the same number, or by shared words."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import takewhile

from pipeline.language.draft import Draft
from pipeline.language.lexicon import Lexicon
from pipeline.model import Mention, Span
from pipeline.structure.outlook import PLAN, PROBLEM, Statement

_LABEL = re.compile(r"^(?:(?:整改|改进|解决)(?:措施|办法|方向)|下一步(?:打算)?)[：:]")
_LABELLED = re.compile(
    r"\n[^\S\n]*[（(\[【]?(?:整改|改进|解决|具体|主要|应对|下一步)?的?(?:措施|办法|对策|打算|方向|方案)[）)\]】]?[：:]"
)
_ANSWERS = re.compile(r"整改|改进|针对|解决(?:办法|措施|对策|途径)")
_LEAST, _RUN = 0.5, 0.2
_ITEMS = 24  # of a remedy's list


def pair(draft: Draft, problems: Sequence[Mention], told: Sequence[Statement]) -> list[str]:
    """The remedy of each problem, empty where the report gives none."""
    zone_of = {s.unit.span.start: s.zone for s in told}
    pool = [s for s in told if s.side == PLAN and (s.unit.head or not s.titled or _tail(s, told))]
    begins = [s.unit.span.start for s in told]
    return [_own(draft, m, told, begins) or _listed(draft, m, problems, pool, zone_of) for m in problems]


def _tail(statement: Statement, told: Sequence[Statement]) -> bool:
    """A sentence outside any list is a remedy of its own."""
    return statement.unit.marker is None


def _own(draft: Draft, problem: Mention, told: Sequence[Statement], begins: Sequence[int]) -> str:
    """The remedy within the problem's own item; `begins` are the offsets of the statements, which are in text order."""
    at = bisect_right(begins, problem.span.start) - 1
    mine = told[at] if at >= 0 and told[at].unit.span.covers(problem.span) else None
    if mine is None:
        return ""
    if mine.unit.marker is None:
        return _behind(draft, told, at)
    rest = takewhile(lambda s: s.unit.marker == mine.unit.marker, (told[i] for i in range(at + 1, len(told))))
    same = [s.unit.span for s in rest if s.side == PLAN and not s.unit.head and not s.unit.colon]
    same = [span for span in same if _beside(draft.text, mine.unit.span.end, span.start)]
    if not same:
        return ""
    return _LABEL.sub("", Span(same[0].start, same[-1].end).of(draft.text))


def _behind(draft: Draft, told: Sequence[Statement], at: int) -> str:
    """What ends the paragraph of a problem without a number, its only one: …。对此，将…; …。整改措施：一是…；二是…"""
    mine, line = told[at].unit.span, draft.text.rfind("\n", 0, told[at].unit.span.start)
    end = draft.text.find("\n", mine.end)
    rest = [s for s in told[at + 1 : at + _ITEMS] if end < 0 or s.unit.span.start < end]
    before = told[max(0, at - 3) : at]
    alone = not any(s.unit.span.start > line and s.side == PROBLEM and not s.unit.colon for s in before)
    if not rest or not alone or any(s.side != PLAN for s in rest):
        return ""
    if rest[0].unit.colon and len(rest) > 1:
        del rest[0]
    marker = rest[0].unit.marker
    return Span(marker.span.start if marker else rest[0].unit.span.start, rest[-1].unit.span.end).of(draft.text)


def _beside(text: str, end: int, start: int) -> bool:
    """Whether a remedy stands on its problem's line, or on one of its own behind a label (整改措施：)."""
    between = text[end:start]
    return "\n" not in between or _LABELLED.search(between) is not None


def _listed(
    draft: Draft, problem: Mention, problems: Sequence[Mention], pool: Sequence[Statement], zone_of: dict[int, int]
) -> str:
    """The remedy from the list that follows: of the same number where the lists are equally long, else by words."""
    after = [s for s in pool if s.unit.span.start >= problem.span.end]
    if not after:
        return ""
    zone = zone_of.get(problem.span.start)
    peers = [m for m in problems if zone_of.get(m.span.start) == zone]
    own_list = [
        s for s in after if s.unit.head and s.zone == after[0].zone and s.unit.marker and s.unit.marker.depth == 0
    ]
    if len(own_list) == len(peers) > 1 and (
        after[0].zone == zone or _for_problems(draft, after[0]) or _in_step(draft, peers, own_list)
    ):
        return own_list[peers.index(problem)].unit.span.of(draft.text)
    return _alike(draft, problem, after)


def _in_step(draft: Draft, peers: Sequence[Mention], remedies: Sequence[Statement]) -> bool:
    """Whether two lists of one length answer each other in order: most pairs share words, and few with another."""
    said = [statement.unit.span.of(draft.text) for statement in remedies]
    found = [_alike(draft, problem, remedies) for problem in peers]
    agreeing = sum(mine == theirs for mine, theirs in zip(found, said, strict=True))
    astray = sum(bool(mine) and mine != theirs for mine, theirs in zip(found, said, strict=True))
    return 2 * agreeing >= len(said) and agreeing > 2 * astray


def _for_problems(draft: Draft, first: Statement) -> bool:
    """Whether the heading or opening just before a list says that it answers the problems."""
    return _ANSWERS.search(draft.text, max(0, first.unit.span.start - 60), first.unit.span.start) is not None


def _alike(draft: Draft, problem: Mention, remedies: Iterable[Statement]) -> str:
    """The remedy that shares the rarest words with the problem: those of a theme, and runs of three characters."""
    texts = [s.unit.span.of(draft.text) for s in remedies]
    features = [_features(draft.profile.lexicon, text) for text in texts]
    often = Counter(feature for found in features for feature in found)
    mine = _features(draft.profile.lexicon, problem.span.of(draft.text))
    terms = _terms(draft.profile.lexicon)
    scores = [sum((1 if f in terms else _RUN) / often[f] for f in mine & found) for found in features]
    best = max(scores, default=0.0)
    return texts[scores.index(best)] if best >= _LEAST else ""


@lru_cache(maxsize=512)
def _features(lexicon: Lexicon, text: str) -> frozenset[str]:
    found = {text[i : i + 3] for i in range(len(text) - 2)}
    for char in set(text) & _by_first(lexicon).keys():
        found.update(term for term in _by_first(lexicon)[char] if term in text)
    return frozenset(found)


@lru_cache(maxsize=8)
def _by_first(lexicon: Lexicon) -> dict[str, tuple[str, ...]]:
    """The terms by their first character."""
    found: dict[str, tuple[str, ...]] = {}
    for term in sorted(_terms(lexicon)):
        found[term[0]] = (*found.get(term[0], ()), term)
    return found


@lru_cache(maxsize=8)
def _terms(lexicon: Lexicon) -> frozenset[str]:
    return frozenset(lexicon.terms("themes"))
