"""Problem statements: the shortcomings a report admits of its own, one mention a statement."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from pipeline.language.draft import Draft
from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import Pattern, union
from pipeline.language.shortcomings import REPORTED, UNTOLD, Admission, Cues, admission, cues, reported
from pipeline.language.statements import Unit, trimmed
from pipeline.model import LIKELY, Mention, ProblemValue, Span
from pipeline.structure.blanks import UNFILLED, is_blank
from pipeline.structure.outlook import PROBLEM, Statement, statements
from pipeline.structure.remedies import pair
from pipeline.structure.verdicts import (
    OPENING,
    Verdict,
    introduces,
    judge,
    mostly,
    names_some,
    names_topic,
    parts,
    specifics,
    titled,
    uncommented,
)
from pipeline.structure.zones import causes, is_title

_LATE = 0.5  # Admissions without a turn (个别党员…不够) are believed in the second half alone.
_PLAIN_FRAMES = ("gap", "turn", "named")  # Among plans, 仍需 and 有待 tell of what is to be done.
_AMONG_PLANS = "在打算里，说的是要做的事"
_CONCESSIVE_SHARE = 0.4
_FAR = 400
# 整改情况：… tells how a shortcoming was mended, up to the next that is named.
_MENDED = re.compile("(?:整改|落实|完成)(?:落实|完成|进展)?(?:情况|进展|结果|成效)(?:[：:]|$)")
_ANEW = re.compile("(?:存在的?|主要|突出)?(?:问题|不足)[0-9一二三四五六七八九十]{0,2}[：:]|关于.+问题$")
_LEADS = re.compile(
    r"(?:[0-9]{1,2}[、.．](?![0-9])|[一二三四五六七八九十]是(?![否因]))?(?:(?:主要|突出|存在)?的?(?:问题|不足)[0-9一二三四五六七八九十]{0,2}[：:])?(?:(?:但是?|然而|不过|可是|当然|同时|此外|另外|而且|并且|还有|其中)[，,]?)*"
    r"(?:(?:[例比譬]?如(?![何果期实今此下同上]))[：:，,]?)?(?:(?:美中)?(?:不足|遗憾)(?:之处)?[的是]+|(?:目前|当前|现在)?(?:主要|突出|存在|面临|最大)的?(?:主要|突出|最大)?(?:问题|不足|困难|短板|差距)(?:主要)?(?:是|在于)"
    r"|(?:关于|在)?[^，,。；;：:、\n]{2,20}方面[，,：:]?(?:主要|突出)(?:是|表现[为在]|体现在)|(?:要说|说到|谈到)(?:缺点|不足|问题)[，,](?:主要|就)?是)?[，,：:]?"
)


def extract_problems(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The problem statements of a draft, each with its theme and the remedy paired with it; vetoed candidates too."""
    told = statements(draft)
    listed = tuple(_listed(draft, told))
    problem_zones = {s.zone for s in told if s.side == PROBLEM}
    covered = [s.unit.span for s in told if s.zone in problem_zones] + causes(draft)
    plans = [s.unit.span for s in told if s.zone not in problem_zones]
    found = sorted((*listed, *_in_text(draft, covered, plans)), key=lambda m: m.span.start)
    yield from _numbered(draft, found, told)


def _numbered(draft: Draft, found: Iterable[Mention], told: tuple[Statement, ...]) -> Iterator[Mention]:
    """The mentions with their ordinal, theme and measure filled in."""
    taken = [m for m in found if not m.veto]
    yield from (m for m in found if m.veto)
    measures = pair(draft, taken, told)
    for ordinal, (mention, measure) in enumerate(zip(taken, measures, strict=True), 1):
        theme, words = theme_of(draft.profile.lexicon, mention.span.of(draft.text))
        yield mention._replace(value=ProblemValue(ordinal, theme, words, measure))


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
    known, units = cues(draft.profile.lexicon), [statement.unit for statement in group]
    plain = not any(unit.head for unit in units) and (
        _announced(draft, group[0]) or mostly(known, draft.text, units[1:])
    )
    opened: list[Unit] = []
    said, headed, mended = 0, False, False
    for at, unit in enumerate(units):
        headed = headed and not unit.head
        words = unit.span.of(draft.text)
        mended = _MENDED.match(words) is not None or (mended and not _ANEW.match(words))
        if mended:
            continue
        unfilled = is_blank(draft.profile.lexicon, unit.span.of(draft.text))
        verdict = Verdict("problems.item", veto=UNFILLED) if unfilled else judge(known, draft.text, unit, plain)
        if verdict.confidence == LIKELY and names_topic(known, draft.text, units, at):
            continue
        if verdict.rule == OPENING or (verdict.rule and introduces(known, draft.text, units, at)):
            opened.append(unit)
        elif verdict.rule and not headed:
            span = titled(known, draft.text, specifics(known, draft.text, uncommented(known, draft.text, unit.span)))
            yield from (_mention(_led(draft.text, p), verdict) for p in parts(known, draft.text, span, unit.head))
            said += not verdict.veto
            headed = unit.marker is not None and not verdict.veto
    if not said:
        yield from (
            _mention(u.span, Verdict("problems.only-admission"))
            for u in opened
            if known.finds("gap", u.span.of(draft.text))
        )


def _announced(draft: Draft, first: Statement) -> bool:
    """Whether a zone stands under a heading that says 存在的问题, not one that only sounds like it."""
    section = draft.section(first.unit.span.start)
    return first.titled and section is not None and is_title(draft, section)


def _in_text(draft: Draft, covered: list[Span], plans: list[Span]) -> Iterator[Mention]:
    """The admissions outside the problem sections."""
    known, text, done = cues(draft.profile.lexicon), draft.text, 0
    for match in _anchor(draft.profile.lexicon).finditer(text):
        if match.start() < done:
            continue
        sentence = draft.sentence(match.start())
        done = sentence.end
        if any(span.meets(sentence) for span in covered) or _is_heading(draft, sentence):
            continue
        yield from _admitted(draft, known, sentence, any(span.meets(sentence) for span in plans))


def _is_heading(draft: Draft, sentence: Span) -> bool:
    inner = trimmed(draft.text, sentence)  # a heading may be indented
    section = draft.section(inner.start)
    return section is not None and section.span.start <= inner.start and inner.end <= section.span.end


def _admitted(draft: Draft, known: Cues, sentence: Span, planned: bool) -> Iterator[Mention]:
    span = trimmed(draft.text, sentence)
    late = sentence.start > _LATE * len(draft.text)
    found = admission(known, span.of(draft.text), late)
    if found is None:
        return
    if not found.veto and reported(known, _led_in(draft.text, span) + span.of(draft.text)[: found.at]):
        found = Admission(found.rule, found.at, REPORTED)
    if found.veto == UNTOLD and names_some(known, span.of(draft.text)):
        found = Admission("named", found.at)
    veto = found.veto or (_AMONG_PLANS if planned and found.rule not in _PLAIN_FRAMES else "")
    stated = span if veto else specifics(known, draft.text, _stated(draft, known, span, found.at))
    verdict = Verdict(f"problems.{found.rule}", LIKELY, veto)
    listed = [stated] if veto or stated.start == span.start else parts(known, draft.text, stated, head=False)
    yield from (_mention(_led(draft.text, part), verdict) for part in listed)


def _led_in(text: str, span: Span) -> str:
    """What stands before a clause up to the full stop: 书记指出，…；有的作用发挥不好 is all said by him."""
    near = max(0, span.start - _FAR)
    return text[max(near, *(text.rfind(mark, near, span.start) + 1 for mark in "。！？\n")) : span.start]


def _stated(draft: Draft, known: Cues, span: Span, at: int) -> Span:
    """The admission without a leading 但, a long account of successes before it, and the remedy after it."""
    text = draft.text
    clause = union(draft.profile.lexicon, "plans", "clause").search(text, span.start + at, span.end)
    end = uncommented(known, text, Span(span.start, clause.start() if clause else span.end)).end
    start = span.start
    turns = [m for m in known.kinds["turn"].finditer(text, start, start + at) if text[m.start()] in "但然不可"]
    if turns and turns[-1].start() - start > _CONCESSIVE_SHARE * (end - start):
        start = turns[-1].start()
    return _led(text, Span(start, end))


def _led(text: str, span: Span) -> Span:
    """The stretch without the 但 or 不足的是 that leads up to it."""
    lead = _LEADS.match(text, span.start, span.end)
    return trimmed(text, Span(lead.end() if lead else span.start, span.end))


def _mention(span: Span, verdict: Verdict) -> Mention:
    return Mention("problem", verdict.rule, span, ProblemValue(0), verdict.confidence, (), verdict.veto)


@lru_cache(maxsize=8)
def _anchor(lexicon: Lexicon) -> Pattern:
    """Where an admission in running text can be told from afar."""
    return union(lexicon, "problems", "turn", "still", "partial", "gap", "label", "comment", "anchor")


def theme_of(lexicon: Lexicon, text: str) -> tuple[str, tuple[str, ...]]:
    """The theme with the most words in a statement (the first listed of equals), and the theme words found."""
    weights: dict[int, int] = {}
    words: list[tuple[int, str]] = []
    by_first, ids = _theme_terms(lexicon)
    for char in dict.fromkeys(text):
        for order, theme, term in by_first.get(char, ()):
            if term in text:
                weights[theme] = weights.get(theme, 0) + len(term)
                words.append((order, term))
    best = max(weights, key=lambda theme: (weights[theme], -theme), default=-1)
    found = dict.fromkeys(term for _, term in sorted(words))
    return ids[best] if weights else "", tuple(sorted(found, key=text.find))


@lru_cache(maxsize=8)
def _theme_terms(lexicon: Lexicon) -> tuple[dict[str, list[tuple[int, int, str]]], tuple[str, ...]]:
    """The terms of the themes by their first character, each with its place among all and its theme's; the ids."""
    found: dict[str, list[tuple[int, int, str]]] = {}
    listed = ((theme, term) for theme, entry in enumerate(lexicon["themes"]) for term in entry.terms)
    for order, (theme, term) in enumerate(listed):
        found.setdefault(term[0], []).append((order, theme, term))
    return found, tuple(entry.id for entry in lexicon["themes"])
