"""Dates joined by words and dashes: lists that share a year or a month, and intervals.

Every item of a list is a date of its own (2010年3月、5月和8月 → three); two ends joined by 至, 到 or a dash are one
interval. What an item leaves out it takes from the one before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.extractors.date_grammar import AND, SPACE, TO, YEAR, Atom, atom_at, lone_day, year_of
from pipeline.language.edtf import Point
from pipeline.model import CERTAIN, DOUBTFUL, Span

# Words that say a year by another one: the report's own, or that of the date before (ANAPHORIC).
BASES = {"今年": 0, "本年": 0, "去年": -1, "上年": -1, "前年": -2, "明年": 1, "来年": 1, "每年": 0}
ANAPHORIC = {"次年": 1, "翌年": 1, "第二年": 1, "同年": 0, "当年": 0, "该年": 0}
_WORD = f"(?P<base>{'|'.join((*BASES, *ANAPHORIC))})(?:的|度)?"
_BASE = re.compile(_WORD)
_BASED = re.compile(f"{_WORD}$")
_TO = re.compile(f"{SPACE}{TO}{SPACE}")
_AND = re.compile(f"{SPACE}{AND}{SPACE}")
_COMMA = re.compile("[,，]")
_END = re.compile(
    "(?P<year>(?:同年|当年)?年?(?:底|末)|同年底)|(?P<month>月底|月末|[上中下]旬)|(?P<now>至?(?:今|现在|目前|如今))"
)
_TAIL = re.compile(r"(?P<a>[0-9]{1,2})(?:[./．](?P<b>[0-9]{1,2}))?[日号月]?(?=[)）,，。;；、\s为]|$)")
_BARE_YEAR = re.compile(f"(?P<y>{YEAR})(?={SPACE}(?:(?:连续)?[两三四五]年|[)）]))")
_MARKER_BEFORE = "\n。；;：:（("
_LATE, _EARLY = 10, 3  # in a list, 12月、1月 goes on into the next year; 5月、3月 does not


class Found(NamedTuple):
    """A date expression: `first` alone, or the interval up to `last`.

    `base` is the word that says the year (of the second end: `base_last`), `open` is since or until, `veto` says why
    the candidate is declined.
    """

    span: Span
    first: Point
    last: Point | None
    kind: str
    rule: str
    base: str = ""
    base_last: str = ""
    open: str = ""
    veto: str = ""
    confidence: str = CERTAIN


def phrase_at(text: str, at: int) -> Iterator[Found]:
    """The dates of the phrase that starts at an offset, in order; none where there is no phrase."""
    left, first = _based(text, at), True
    while left:
        right = _end(text, left)
        following = _next(text, right or left)
        if not right and left.style.startswith("bare") and (not following or (first and _is_marker(text, left))):
            return
        yield _interval(left, right) if right else _single(left)
        left, first = following, False


def _based(text: str, at: int) -> Atom | None:
    """An atom, with the word before it that says its year taken in: 去年8月."""
    atom = atom_at(text, at)
    if not atom or atom.point.year is not None:
        return atom
    word = _BASED.search(text, max(0, at - 4), at)
    return atom._replace(start=word.start(), base=word["base"]) if word else atom


def _end(text: str, left: Atom) -> Atom | None:
    """The second end of an interval that begins with `left`."""
    to = _TO.match(text, left.end)
    if not to:
        return None
    base = _BASE.match(text, to.end())
    at = base.end() if base else to.end()
    if atom := atom_at(text, at):
        return _inherit(atom, left, base["base"] if base else "")
    if left.point.day is not None and (day := lone_day(text, at)):
        return _inherit(day, left)
    if left.style in ("dotted", "iso") and (tail := _TAIL.match(text, at)):
        return _inherit(_dotted_tail(tail, left), left)
    if left.style in ("bare-year", "year") and (year := _bare_year(text, at)):
        return year
    word = _END.match(text, to.end())
    return _word_end(word, left) if word and (word["now"] or left.point.year is not None) else None


def _bare_year(text: str, at: int) -> Atom | None:
    """The last year of 2010、2011两年 or of (2010—2012)."""
    bare = _BARE_YEAR.match(text, at)
    return Atom(at, bare.end(), Point(year_of(bare["y"])), "year") if bare else None


def _dotted_tail(tail: re.Match[str], left: Atom) -> Atom:
    """The shorter second end of a dotted interval: 2010.5.1—5.20, 2010.5.1—20, 2010.5—8."""
    a, b = int(tail["a"]), int(tail["b"]) if tail["b"] else None
    lone = b is None and left.point.day is not None
    return Atom(*tail.span(), Point(None, None, a) if lone else Point(None, a, b), left.style)


def _word_end(word: re.Match[str], left: Atom) -> Atom | None:
    """An end that a word says: 年底, 月底, 中旬; 至今 leaves the interval open."""
    if word["now"]:
        return Atom(*word.span(), Point(), "now")
    month = 12 if word["year"] else left.point.month
    return Atom(*word.span(), Point(left.point.year, month), "month") if left.point.month else None


def _next(text: str, last: Atom) -> Atom | None:
    """The next item of a list, what it leaves out taken from the last one."""
    link = _AND.match(text, last.end)
    if link:
        base = _BASE.match(text, link.end())
        atom = atom_at(text, base.end() if base else link.end())
        if atom:
            atom = atom._replace(start=link.end())
            return _inherit(atom, last, base["base"] if base else "", in_list=True)
        if last.style == "bare-year":
            return _bare_year(text, link.end())
    comma = link or _COMMA.match(text, last.end)
    day = lone_day(text, comma.end()) if comma and last.point.day is not None else None
    return _inherit(day, last) if day else None


def _inherit(atom: Atom, left: Atom, base: str = "", in_list: bool = False) -> Atom:
    """The atom with the year, and for a lone day the month, of the one before it."""
    before = left.last or left.point
    if atom.style == "now" or atom.point.year is not None:
        return atom
    if atom.point.month is None:
        return atom._replace(point=before._replace(day=atom.point.day), base=left.base)
    if base in BASES:
        return atom._replace(base=base)
    if before.year is None:
        return atom._replace(base=base or left.base)
    turned = ANAPHORIC[base] if base else _turns(before.month or 0, atom.point.month, in_list)
    return _in_year(atom, before.year + turned)._replace(base=base if in_list else "")


def _in_year(atom: Atom, year: int) -> Atom:
    return atom._replace(point=atom.point.in_year(year), last=atom.last and atom.last.in_year(year))


def _turns(before: int, month: int, in_list: bool) -> bool:
    """Whether a month after another belongs to the next year."""
    return month < before and (not in_list or (before >= _LATE and month <= _EARLY))


def _single(atom: Atom) -> Found:
    kind = "interval" if atom.last else atom.point.precision
    return Found(Span(atom.start, atom.end), atom.point, atom.last, kind, f"date.{atom.style}", atom.base)


def _interval(left: Atom, right: Atom) -> Found:
    """Both ends as one date; a year that stands only at the second end holds for the first."""
    span = Span(left.start, right.end)
    if right.style == "now":
        return _single(left)._replace(span=span, open="since")
    first, last = left.point, right.last or right.point
    if first.year is None and last.year is not None and not left.base and first.month:
        first = first.in_year(last.year - (last.month is not None and first.month > last.month))
    if first == last:
        return Found(span, first, None, first.precision, f"date.{left.style}", left.base)
    base = left.base or (right.base if right.base in BASES else "")
    backwards = first.year is not None and last.year is not None and _order(last) < _order(first)
    confidence = DOUBTFUL if backwards else CERTAIN
    return Found(span, first, last, "interval", "date.interval", base, right.base, confidence=confidence)


def _order(point: Point) -> tuple[int, int]:
    return point.year or 0, point.month or 0


def _is_marker(text: str, atom: Atom) -> bool:
    """Whether the number is the marker of a list item: 1、5月15日召开大会."""
    return atom.point.year is None and not atom.base and (atom.start == 0 or text[atom.start - 1] in _MARKER_BEFORE)
