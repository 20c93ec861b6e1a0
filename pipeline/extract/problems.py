"""Problem statements: the shortcomings a report admits of its own, one mention a statement."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from pipeline.draft import Draft
from pipeline.lexicon import Lexicon
from pipeline.model import CERTAIN, LIKELY, Mention, ProblemValue, Span
from pipeline.outlook import PROBLEM, Statement, statements
from pipeline.patterns import Pattern, union
from pipeline.remedies import pair
from pipeline.shortcomings import Cues, Hit, admission, cues, hits
from pipeline.statements import Unit, trimmed

_LATE = 0.5  # Admissions without a turn (个别党员…不够) are believed in the second half alone.
_CONCESSIVE_SHARE = 0.4
_LEADS = ("但是", "但", "然而", "不过", "可是", "当然", "同时", "此外", "另外", "二是", "而且")


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a unit under a problem heading states a shortcoming; `veto` says why not."""

    rule: str
    confidence: str = CERTAIN
    veto: str = ""


def extract_problems(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The problem statements of a draft, each with its theme and the remedy paired with it; vetoed candidates too."""
    told = statements(draft)
    listed = tuple(_listed(draft, told))
    problem_zones = {s.zone for s in told if s.side == PROBLEM}
    covered = [s.unit.span for s in told if s.zone in problem_zones]
    found = sorted((*listed, *_in_text(draft, covered)), key=lambda m: m.span.start)
    yield from _numbered(draft, found, told)


def _numbered(draft: Draft, found: Iterable[Mention], told: tuple[Statement, ...]) -> Iterator[Mention]:
    """The mentions with their ordinal, theme and measure filled in."""
    taken = [m for m in found if not m.veto]
    yield from (m for m in found if m.veto)
    measures = pair(draft, taken, told)
    for ordinal, (mention, measure) in enumerate(zip(taken, measures, strict=True), 1):
        theme, words = theme_of(draft.profile.lexicon, mention.span.of(draft.text))
        yield replace(mention, value=ProblemValue(ordinal, theme, words, measure))


def _listed(draft: Draft, told: Iterable[Statement]) -> Iterator[Mention]:
    """The statements under problem headings and after openings, zone by zone."""
    zones: dict[int, list[Statement]] = {}
    for statement in told:
        if statement.side == PROBLEM:
            zones.setdefault(statement.zone, []).append(statement)
    for group in zones.values():
        yield from _zone(draft, group)


def _zone(draft: Draft, group: list[Statement]) -> Iterator[Mention]:
    """The statements of one zone; its opening counts only where nothing else was found and it has content."""
    known, opened, said = cues(draft.profile.lexicon), [], 0
    headed = False
    for unit in (statement.unit for statement in group):
        if unit.head:
            headed = False
        verdict = _judge(known, draft.text, unit, headed)
        if verdict.rule == "problems.opening":
            opened.append(unit)
            continue
        if verdict.rule:
            yield _mention(unit.span, verdict)
            said += not verdict.veto
            headed = headed or (unit.marker is not None and not verdict.veto)
    if not said:
        yield from (
            _mention(unit.span, Verdict("problems.only-admission"))
            for unit in opened
            if _has_content(known, draft, unit)
        )


def _judge(known: Cues, text: str, unit: Unit, headed: bool) -> Verdict:
    """What a unit under a problem heading is; no rule where it is nothing to speak of."""
    words = unit.span.of(text)
    if known.finds("cause", words):
        return Verdict("problems.cause", veto="说的是原因")
    found = list(hits(known, words, weak=True))
    live = [hit for hit in found if not hit.veto]
    if _announces(known, words, unit, live):
        return Verdict("problems.opening")
    if headed and not unit.head:
        return Verdict("")
    return _statement(known, words, unit, bool(live), found[0].veto if found else "")


def _statement(known: Cues, words: str, unit: Unit, live: bool, vetoed: str) -> Verdict:
    if live and not (known.finds("remedy", words) and not _strong(known, words)):
        return Verdict("problems.item" if unit.head else "problems.sentence")
    if not unit.head:
        return Verdict("problems.sentence", veto=vetoed) if vetoed else Verdict("")
    if vetoed:
        return Verdict("problems.item", veto=vetoed)
    if known.finds("remedy", words):
        return Verdict("problems.item", veto="像是措施，没有说到短处")
    if known.finds("praise", words):
        return Verdict("problems.item", veto="说的是成绩")
    return Verdict("") if _topic(words) else Verdict("problems.item", LIKELY)


def _strong(known: Cues, words: str) -> bool:
    return any(not hit.veto for hit in hits(known, words))


def _topic(words: str) -> bool:
    """思想建设方面: the item's name, told apart from what it says."""
    return words.endswith(("方面", "上", "问题", "中", "层面")) or len(words) < 4


def _announces(known: Cues, words: str, unit: Unit, live: list[Hit]) -> bool:
    """Whether a unit merely says that there are problems, and those follow."""
    found = [match.span() for match in known.opening.finditer(words)]
    if not found or unit.colon:
        return bool(found)
    if known.finds("gap", words):
        return False
    beside = [h for h in live if not any(start < h.end and h.start < end for start, end in found)]
    return not any(known.shortcoming.match(words, hit.start) for hit in beside)


def _has_content(known: Cues, draft: Draft, unit: Unit) -> bool:
    return any(not hit.veto for hit in hits(known, unit.span.of(draft.text)))


def _in_text(draft: Draft, covered: list[Span]) -> Iterator[Mention]:
    """The admissions outside the problem sections."""
    known, text, done = cues(draft.profile.lexicon), draft.text, 0
    for match in _anchor(draft.profile.lexicon).finditer(text):
        if match.start() < done:
            continue
        sentence = draft.sentence(match.start())
        done = sentence.end
        if any(span.meets(sentence) for span in covered):
            continue
        yield from _admitted(draft, known, sentence)


def _admitted(draft: Draft, known: Cues, sentence: Span) -> Iterator[Mention]:
    span = trimmed(draft.text, sentence)
    late = sentence.start > _LATE * len(draft.text)
    found = admission(known, span.of(draft.text), late)
    if found:
        yield _mention(_stated(draft, known, span, found[1].start), Verdict(f"problems.{found[0]}", LIKELY))


def _stated(draft: Draft, known: Cues, span: Span, at: int) -> Span:
    """The admission without a leading 但, a long account of successes before it, and the remedy after it."""
    text = draft.text
    clause = union(draft.profile.lexicon, "plans", "clause").search(text, span.start + at, span.end)
    end = clause.start() if clause else span.end
    start = span.start
    turns = [m for m in known.kinds["turn"].finditer(text, start, start + at) if text[m.start()] in "但然不可"]
    if (
        turns
        and turns[-1].start() - start > _CONCESSIVE_SHARE * (end - start)
        and not text.startswith(("虽", "尽管"), start)
    ):
        start = turns[-1].start()
    lead = next((word for word in _LEADS if text.startswith(word, start)), "")
    return trimmed(text, Span(start + len(lead), end))


def _mention(span: Span, verdict: Verdict) -> Mention:
    return Mention("problem", verdict.rule, span, ProblemValue(0), verdict.confidence, (), verdict.veto)


@lru_cache(maxsize=8)
def _anchor(lexicon: Lexicon) -> Pattern:
    """Where an admission in running text can be told from afar."""
    return union(lexicon, "problems", "turn", "still", "partial", "gap", "anchor")


def theme_of(lexicon: Lexicon, text: str) -> tuple[str, tuple[str, ...]]:
    """The theme with the most words in a statement (the first listed of equals), and the theme words found."""
    best, most, words = "", 0, dict[str, None]()
    for entry in lexicon["themes"]:
        found = [term for term in entry.terms if term in text]
        words.update(dict.fromkeys(found))
        if sum(map(len, found)) > most:
            best, most = entry.id, sum(map(len, found))
    return best, tuple(sorted(words, key=text.find))
