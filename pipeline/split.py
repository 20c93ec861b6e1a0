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

from pipeline.lexicon import Lexicon
from pipeline.markers import ordinal
from pipeline.model import Part, Source, Span
from pipeline.profile import Profile
from pipeline.titles import is_report_title, title_of

_LEAST_BODY = 80  # characters that a piece of a compilation has at least
_LEAST_REPORT = 300  # characters that a report without a marker has at least
_LONGEST = 100  # characters of a marker line
_ENDS = frozenset("。；，,;！!")
_NUMBER = re.compile("[一二三四五六七八九十0-9０-９]")
_FIRST = re.compile(r"^[ \t\u3000]*(?:一[ \u3000]*[、.．]|[（(]一[）)]|[1１][、.．])", re.MULTILINE)
_N = "[0-9〇一二三四五六七八九十]{1,3}"
_DATE = rf"(?:(?:19|20)\d{{2}}|[二一][〇○零ＯO0一二三四五六七八九]{{3}}) ?[年.．/-] ?{_N} ?[月.．/-] ?{_N} ?日?"
_HAN_FIRST = re.compile(r"^[ \t\u3000]*一[ \u3000]*[、.．]", re.MULTILINE)
_FULL_STOPS = frozenset("。！!")
_TITLED = re.compile(  # a line that may be a report's title, without a marker
    r"^[ \t\u3000]*([^\s。，,；;：:一二三四五六七八九十（(\d][^\n。，,；;：:]{7,48}"
    r"(?:总结|汇报|小结|报告)(?:[（(][^）)\n]{1,16}[）)])?)[ \t]*$",
    re.MULTILINE,
)
_SIGNED = re.compile(rf"^[^\n。，；]{{0,40}}{_DATE}[ \t\u3000]*$", re.MULTILINE)


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
        starts = [0, *_pasted(text, lexicon)]
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
        return bool(_FIRST.search(body.of(text)))
    return is_report_title(mark.title.of(text), lexicon)


def _is_report(text: str, span: Span) -> bool:
    """Whether the stretch before the first marker is a report of its own."""
    before = span.of(text)
    return len(before) >= 2 * _LEAST_REPORT and bool(_FIRST.search(before)) and bool(_SIGNED.search(before))


def _pasted(text: str, lexicon: Lexicon) -> Iterator[int]:
    """Where a further complete report begins: after a signature date or a full stop, with a title and a new 一、."""
    begin = 0
    for start in _breaks(text, lexicon):
        title = title_of(text, Span(min(start, len(text)), len(text)), lexicon, strict=True)
        if not title or title.start < begin or text[start : title.start].strip() or start - begin < _LEAST_REPORT:
            continue
        rest = text[title.end : title.end + 20_000]
        following = _SIGNED.search(rest)
        body = rest[: following.start()] if following else rest
        if len(body) >= _LEAST_REPORT and _FIRST.search(body) and _FIRST.search(text, begin, start):
            yield title.start
            begin = title.start


def _breaks(text: str, lexicon: Lexicon) -> list[int]:
    """Where a report may end, in order: after a line that is signed, and before a title if 一、 begins anew."""
    signed = [match.end() + 1 for match in _SIGNED.finditer(text)]
    first = _HAN_FIRST.search(text)
    if not first or not _HAN_FIRST.search(text, first.end()):
        return signed
    titled = [m.start(1) for m in _TITLED.finditer(text, first.end()) if is_report_title(m[1], lexicon)]
    return sorted({*signed, *(at for at in titled if _is_ended(text, at) and _HAN_FIRST.search(text, at))})


def _is_ended(text: str, at: int) -> bool:
    """Whether the text before an offset ends with a full stop, a rule of signs between them left out."""
    return text[max(0, at - 120) : at].rstrip("=-—_*~ \t\u3000\n")[-1:] in _FULL_STOPS
