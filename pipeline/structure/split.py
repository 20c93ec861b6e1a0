"""Splitting a source into its reports: the marked pieces of a compilation, or complete reports pasted together.

A compilation has a series of marker lines (第一篇：…, 篇二, 总结（三） …) that counts up from 1, each followed by a
body. What stands before the first marker is an introduction and belongs to no report, unless it is one itself.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import regex

from pipeline.language.lexicon import Lexicon
from pipeline.language.markers import ordinal
from pipeline.language.profile import Profile
from pipeline.model import Part, Source, Span
from pipeline.structure.pasted import FIRST, SIGNED, pasted
from pipeline.structure.titles import is_report_title, title_of

_LEAST_BODY = 80  # characters that a piece of a compilation has at least
_LEAST_REPORT = 300  # characters that a report without a marker has at least
_LONGEST = 100  # characters of a marker line
_ENDS = frozenset("。；，,;！!")
_NUMBER = re.compile("[一二三四五六七八九十0-9０-９]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A line that may open a piece: its ordinal, its span, and the span of the piece's name in it."""

    value: int
    span: Span
    title: Span | None


def split(source: Source, profile: Profile) -> tuple[Part, ...]:
    """The reports of a source in text order, one for an ordinary file; spans and titles are source offsets."""
    text, lexicon = source.text, profile.lexicon
    marks = _compilation(text, lexicon)
    if marks:
        starts = [mark.span.start for mark in marks]
        names: list[Mark | None] = list(marks)
        if _is_report(text, Span(0, starts[0])):
            starts, names = [0, *starts], [None, *names]
    else:
        starts = pasted(text, lexicon)
        names = [None] * len(starts)
    spans = [Span(a, b) for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]
    return tuple(
        Part(no, span, _title(text, span, mark, lexicon))
        for no, (span, mark) in enumerate(zip(spans, names, strict=True), 1)
    )


def _title(text: str, span: Span, mark: Mark | None, lexicon: Lexicon) -> Span | None:
    """The report's own title; the name in its marker line where it has none of its own."""
    own = title_of(text, Span(mark.span.end, span.end) if mark else span, lexicon, strict=mark is not None)
    return own or (mark.title if mark else None)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon) -> tuple[tuple[str, regex.Pattern[str] | re.Pattern[str]], ...]:
    return tuple((e.id, _engine(e.compiled)) for e in lexicon["titles"] if e.kind == "compilation")


def _engine(pattern: regex.Pattern[str]) -> regex.Pattern[str] | re.Pattern[str]:
    """The pattern in the faster engine, where that knows it (a group name may not come twice)."""
    try:
        return re.compile(pattern.pattern)
    except re.error:
        return pattern


def _compilation(text: str, lexicon: Lexicon) -> list[Mark]:
    """The marker lines of a compilation, or none."""
    families: dict[tuple[str, str], list[Mark]] = defaultdict(list)
    at = 0
    for line in text.split("\n"):
        if 1 < len(line) <= _LONGEST and line[-1] not in _ENDS and _NUMBER.search(line):
            for family, mark in _marks(line, at, lexicon):
                families[family].append(mark)
        at += len(line) + 1
    runs = [run for marks in families.values() for run in _runs(marks) if _has_bodies(text, run, lexicon)]
    return max(runs, key=lambda run: (len(text) - run[0].span.start, len(run)), default=[])


def _marks(line: str, at: int, lexicon: Lexicon) -> Iterator[tuple[tuple[str, str], Mark]]:
    """What a line may be the marker of: (family and common stem, mark)."""
    for family, pattern in _patterns(lexicon):
        match = pattern.search(line)
        value = ordinal(match["n"]) if match else 0
        if match and value:
            groups = match.groupdict()
            name = "title" if "title" in groups else "stem"
            start, end = match.span(name)
            title = Span(at + start, at + end) if (groups.get(name) or "").strip() else None
            yield (family, groups.get("stem") or ""), Mark(value, Span(at, at + len(line)), title)


def _runs(marks: list[Mark]) -> Iterator[list[Mark]]:
    """The series of at least two that count up from 1, at most one number left out at a time."""
    run: list[Mark] = []
    for mark in marks:
        if mark.value == 1:
            if len(run) > 1:
                yield run
            run = [mark]
        elif run and mark.value - run[-1].value in (1, 2):
            run.append(mark)
    if len(run) > 1:
        yield run


def _has_bodies(text: str, run: list[Mark], lexicon: Lexicon) -> bool:
    """Whether every marker of a series has a body, and most of them open a report and not a chapter."""
    ends = [mark.span.start for mark in run[1:]] + [len(text)]
    bodies = [Span(mark.span.end, end) for mark, end in zip(run, ends, strict=True)]
    if any(len(body.of(text).strip()) < _LEAST_BODY for body in bodies):
        return False
    opened = sum(_opens_report(text, mark, body, lexicon) for mark, body in zip(run, bodies, strict=True))
    return opened * 2 >= len(run)


def _opens_report(text: str, mark: Mark, body: Span, lexicon: Lexicon) -> bool:
    """Whether a title, or a numbering that starts anew under a bare marker, follows."""
    own = title_of(text, body, lexicon, strict=True)
    if own:
        return True
    if mark.title is None:
        return bool(FIRST.search(body.of(text)))
    return is_report_title(mark.title.of(text), lexicon)


def _is_report(text: str, span: Span) -> bool:
    """Whether the stretch before the first marker is a report of its own."""
    before = span.of(text)
    return len(before) >= 2 * _LEAST_REPORT and bool(FIRST.search(before)) and bool(SIGNED.search(before))
