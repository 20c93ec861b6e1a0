"""Title lines: which of the first lines of a report are its title."""

from __future__ import annotations

import re
from functools import lru_cache

import regex

from pipeline.lexicon import Lexicon
from pipeline.model import Span

_LONGEST = 60  # characters of a title line
_LINES = 3  # lines that a title has at most
_LINE = re.compile(r"[^\n]*")
_SENTENCE = re.compile(r"[。；;！？!?，,、：:]\s*$|。|[，,].*[，,].*[，,]")
_MARKER = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])"
)


@lru_cache(maxsize=8)
def _patterns(lexicon: Lexicon, kind: str) -> regex.Pattern[str]:
    """All patterns of a kind as one."""
    return regex.compile("|".join(f"(?:{e.compiled.pattern})" for e in lexicon["titles"] if e.kind == kind) or "(?!)")


def is_title(line: str, lexicon: Lexicon) -> bool:
    """Whether a line reads like a title: short, no sentence, with a suffix such as 总结, 情况 or 方案."""
    return is_report_title(line, lexicon) or (
        _may_be_title(line, lexicon) and bool(_patterns(lexicon, "title").search(line.strip()))
    )


def is_report_title(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is the title of a report and of nothing else: 总结, 汇报, 报告 …"""
    return _may_be_title(line, lexicon) and bool(_patterns(lexicon, "report").search(line.strip()))


def is_furniture(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is a date, a salutation, a letterhead or the like, and no heading of any kind."""
    return bool(_patterns(lexicon, "not_title").search(line.strip()))


def _may_be_title(line: str, lexicon: Lexicon) -> bool:
    words = line.strip()
    return (
        2 < len(words) <= _LONGEST
        and not _SENTENCE.search(words)
        and not _MARKER.match(words)
        and not is_furniture(words, lexicon)
    )


def title_of(text: str, span: Span, lexicon: Lexicon, strict: bool = False) -> Span | None:
    """The span of the title at the head of a report, over one to three lines; None where there is none.

    `strict` asks for a line with a title's suffix; otherwise a short first line that stands alone will do.
    """
    lines = _head(text, span)
    while lines and is_furniture(lines[0].of(text), lexicon):
        lines = lines[1:]
    if (
        len(lines) > 1
        and _patterns(lexicon, "compilation").search(lines[0].of(text))
        and is_title(lines[1].of(text), lexicon)
    ):
        lines = lines[1:]
    block: list[Span] = []
    for line in lines[:_LINES]:
        if not _may_be_title(line.of(text), lexicon):
            break
        block.append(line)
        if is_title(line.of(text), lexicon):
            break
    if not block:
        return None
    if is_title(block[-1].of(text), lexicon):
        return _with_subtitle(text, block, lines[len(block) :], lexicon)
    return None if strict or len(lines) == len(block) else block[0]


def _with_subtitle(text: str, block: list[Span], after: list[Span], lexicon: Lexicon) -> Span:
    """The lines of a title as one span, with the subtitle (——…) that may follow."""
    last = block[-1]
    if after and re.match(r"\s*(?:——|―|--|—)", after[0].of(text)) and is_title(after[0].of(text), lexicon):
        last = after[0]
    return Span(block[0].start, last.end)


def _head(text: str, span: Span) -> list[Span]:
    """The first lines that are not blank, without the space around them."""
    found: list[Span] = []
    at = span.start
    while at < span.end and len(found) < 2 * _LINES + 2:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        words = text[at:end]
        if words.strip():
            start = at + len(words) - len(words.lstrip())
            found.append(Span(start, start + len(words.strip())))
        at = end + 1
    return found
