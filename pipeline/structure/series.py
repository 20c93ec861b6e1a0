"""Runs of numbered items as the outline has them: those that admit shortcomings with no heading or opening above."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import islice

from pipeline.language.draft import Draft
from pipeline.language.markers import ordinal
from pipeline.language.shortcomings import Cues, cues, foreign, hits
from pipeline.language.statements import trimmed
from pipeline.model import Section, Span

_DIGITS = re.compile("[0-9一二三四五六七八九十]+")
_LEAST, _SHARE, _NEAR = 3, 0.6, 80
_CONTEXT = ("cause", "past", "speech", "modal", "resolved", "preventive", "others")  # A lead with these says of what.


def runs(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """The sections of one parent whose markers are of one make and count up from 1."""
    open_runs: dict[tuple[str, int, str], tuple[list[Section], int]] = {}
    for section in sections:
        make, number = _read(section.marker)
        key = (section.parent, section.level, make)
        run, last = open_runs.get(key, ([], 0))
        if run and number == last + 1:
            run.append(section)
            open_runs[key] = run, number
        elif number == 1:
            if run:
                yield run
            open_runs[key] = [section], number
    yield from (run for run, _ in open_runs.values())


@lru_cache(maxsize=512)
def _read(text: str) -> tuple[str, int]:
    """The make of a marker, without its number, and the number."""
    digits = _DIGITS.search(text)
    return _DIGITS.sub("", text), ordinal(digits[0]) if digits else 0


def head_run(draft: Draft, at: int) -> list[Section]:
    """The first-level headings that state shortcomings and count up from one right behind an offset."""
    first = next((i for i, s in enumerate(draft.sections) if s.span.start >= at and s.level == 1), None)
    if first is None or draft.text[at : draft.sections[first].span.start].strip():
        return []
    run = next(iter(runs([section for section in draft.sections[first:] if section.level == 1])), [])
    known = cues(draft.profile.lexicon)
    return [section for section in run if _admits(known, section.heading)]


def admitting(draft: Draft, taken: Sequence[Span]) -> Iterator[Span]:
    """The stretches of the runs of three and more items, outside those taken, most of which admit a shortcoming."""
    known = cues(draft.profile.lexicon)
    for run in runs(draft.sections):
        if len(run) < _LEAST or any(span.meets(run[0].span) for span in taken):
            continue
        if _mostly_admit(known, run) and not _spoken_of(draft, known, run[0].span.start):
            yield Span(run[0].span.start, run[-1].body_end)


def _mostly_admit(known: Cues, run: Sequence[Section]) -> bool:
    """Whether enough of a run's headings admit a shortcoming; no more is looked at once too many do not."""
    spared = len(run) - math.ceil(_SHARE * len(run))
    silent = (section for section in run if not _admits(known, section.heading))
    return len(list(islice(silent, spared + 1))) <= spared


def _admits(known: Cues, heading: str) -> bool:
    return any(not hit.veto and not foreign(known, heading, hit.start) for hit in hits(known, heading))


def _spoken_of(draft: Draft, known: Cues, at: int) -> bool:
    """Whether the sentence before a list says that it tells causes, others' shortcomings, or what is to be mended."""
    near = draft.text[max(0, at - _NEAR) : at].rstrip()
    if not near:
        return False
    before = max(0, at - _NEAR) + len(near) - 1
    lead = trimmed(draft.text, draft.sentence(before)).of(draft.text)
    return any(known.finds(kind, lead) for kind in _CONTEXT)
