"""Where a report names itself: its title and the lines around it, its first sentences, its signature."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.draft import Draft
from pipeline.language.patterns import Pattern, union
from pipeline.model import Span, spanned
from pipeline.structure.closing import closing

HEAD = 900  # characters in which a report introduces itself
TAIL_LINES = 8
_LINE = re.compile(r"[^\n]+")
_MARKER = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、.．](?!\d{1,2}[.．]\d{1,2}\s*$)|第[一二三四五六七八九十\d]+部分)"
)
# What follows the signature on web pages and in offices: it is looked through.
_BOILERPLATE = re.compile(r"\s*(?:【.*】|\[.*\]|附件?[:：\d].*|（\d+）.*|\W*)$")


@dataclass(frozen=True, slots=True)
class Places:
    """The lines (stripped, working offsets): above the title, the title, the head after it, the end from the last."""

    above: tuple[Span, ...]
    title: tuple[Span, ...]
    head: tuple[Span, ...]
    tail: tuple[Span, ...]


def places(draft: Draft) -> Places:
    """The places of a draft where names stand."""
    text = draft.text
    title = _title(draft)
    last = title[-1].end if title else 0
    head = tuple(_lines(text, last, min(len(text), last + HEAD)))
    above = tuple(_lines(text, 0, title[0].start)) if title else ()
    return Places(above, title, head, _signed(draft, last))


def _title(draft: Draft) -> tuple[Span, ...]:
    """The lines of the title that the splitter found."""
    if not draft.title or draft.title.end <= draft.title.start:
        return ()
    return tuple(_lines(draft.text, draft.title.start, draft.title.end))


def _lines(text: str, start: int, end: int) -> list[Span]:
    """The lines of a stretch that are not blank, without the space around them."""
    found = []
    for line in _LINE.finditer(text, start, end):
        words = line[0].strip()
        if words:
            at = line.start() + line[0].index(words)
            found.append(spanned((at, at + len(words))))
    return found


def _signed(draft: Draft, start: int) -> tuple[Span, ...]:
    """The lines of the signature from the last: what the foot of a page or a list of annexes does not bury."""
    text, foot = draft.text, union(draft.profile.lexicon, "closing", "foot")
    found: list[Span] = []
    for line in _lines(text, max(start, closing(draft)), len(text)):
        if is_heading(line.of(text)) or foot.search(line.of(text)):
            if found:
                break
        else:
            found.append(line)
    return tuple(reversed(found[:TAIL_LINES])) or _tail(text, start, foot)


def _tail(text: str, start: int, foot: Pattern) -> tuple[Span, ...]:
    """The last lines, from the end up to the last sentence; what follows a full stop in its line is one more."""
    found: list[Span] = []
    end = len(text)
    while end > start and len(found) < TAIL_LINES and len(text) - end < 3000:
        begin = max(text.rfind("\n", start, end) + 1, start)
        words = text[begin:end].strip()
        at = begin + text[begin:end].find(words)
        sentence = max(words.rfind(mark) for mark in "。；！")
        if sentence >= 0 or len(words) > 60 or is_heading(words):
            return (*found, *_lines(text, at + sentence + 1, at + len(words))) if sentence >= 0 else tuple(found)
        if words and not _BOILERPLATE.fullmatch(words) and not foot.search(words):
            found.append(Span(at, at + len(words)))
        end = begin - 1
    return tuple(found)


def is_heading(line: str) -> bool:
    """Whether a line opens with an outline marker."""
    return bool(_MARKER.match(line))
