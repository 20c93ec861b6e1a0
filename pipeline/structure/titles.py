"""Title lines: which of the first lines of a report are its title."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import Pattern, fast
from pipeline.model import Span

_LONGEST = 60  # characters of a title line
_LOOKED_AT = 120  # characters of a line, above which it is text
_LINES = 3  # lines that a title has at most
_LINE = re.compile(r"[^\n]*")
_SENTENCE = re.compile(r"[。；;！？!?，,、：:]\s*$|。|[，,].*[，,].*[，,]")
_MARKER = re.compile(
    r"^[ \t\u3000]*(?:[一二三四五六七八九十]{1,3}[、.．]|[（(][一二三四五六七八九十\d]{1,3}[）)]|\d{1,2}[、.．])"
)


@lru_cache(maxsize=32)
def _patterns(lexicon: Lexicon, kind: str) -> Pattern:
    """All patterns of a kind as one."""
    return fast("|".join(f"(?:{e.source})" for e in lexicon["titles"] if e.kind == kind) or "(?!)")


def is_title(line: str, lexicon: Lexicon) -> bool:
    """Whether a line reads like a title: short, no sentence, with a suffix such as 总结, 情况 or 方案."""
    return len(line) <= _LOOKED_AT and _reading(line.strip(), lexicon) in ("report", "title")


def is_report_title(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is the title of a report and of nothing else: 总结, 汇报, 报告 …"""
    return len(line) <= _LOOKED_AT and _reading(line.strip(), lexicon) == "report"


def is_furniture(line: str, lexicon: Lexicon) -> bool:
    """Whether a line is a date, a salutation, a letterhead or the like, and no heading of any kind."""
    return len(line) <= _LOOKED_AT and bool(_patterns(lexicon, "not_title").search(line.strip()))


@lru_cache(maxsize=1024)
def _reading(words: str, lexicon: Lexicon) -> str:
    """What a line may be: report or title by its suffix, line if it could be part of a title, else nothing."""
    if (
        not 2 < len(words) <= _LONGEST
        or "\t" in words  # a row of a form: 党员人数\t45
        or _SENTENCE.search(words)
        or _MARKER.match(words)
        or is_furniture(words, lexicon)
    ):
        return ""
    suffix = next((kind for kind in ("report", "title") if _patterns(lexicon, kind).search(words)), "")
    return suffix or "line"


def title_of(text: str, span: Span, lexicon: Lexicon, strict: bool = False) -> Span | None:
    """The span of the title at the head of a report, over one to three lines; None where there is none.

    `strict` asks for a line with a title's suffix; otherwise a short first line that stands alone will do.
    """
    lines = _body_of_head(text, span, lexicon)
    block: list[Span] = []
    for line in lines[:_LINES]:
        if len(line) > _LOOKED_AT or not _reading(line.of(text), lexicon):
            break
        block.append(line)
        if is_title(line.of(text), lexicon):
            return _with_subtitle(text, block, lines[len(block) :], lexicon)
    return None if strict or not block or len(lines) == len(block) else block[0]


def _body_of_head(text: str, span: Span, lexicon: Lexicon) -> list[Span]:
    """The first lines of a report without letterhead, and without a compilation's marker above a title."""
    lines = list(_head(text, span))
    while lines and is_furniture(lines[0].of(text), lexicon):
        lines = lines[1:]
    marked = len(lines) > 1 and is_title(lines[1].of(text), lexicon)
    return lines[1:] if marked and _patterns(lexicon, "compilation").search(lines[0].of(text)) else lines


def _with_subtitle(text: str, block: list[Span], after: list[Span], lexicon: Lexicon) -> Span:
    """The lines of a title as one span, with the subtitle (——…) that may follow."""
    last = block[-1]
    if after and re.match(r"\s*(?:——|―|--|—)", after[0].of(text)) and is_title(after[0].of(text), lexicon):
        last = after[0]
    return Span(block[0].start, last.end)


def _head(text: str, span: Span) -> Iterator[Span]:
    """The first lines that are not blank, without the space around them; a long one is the last."""
    at, count = span.start, 0
    while at < span.end and count < 2 * _LINES + 2:
        end = text.find("\n", at, span.end)
        end = span.end if end < 0 else end
        words = text[at : min(end, at + 2 * _LOOKED_AT)]
        if words.strip():
            start = at + len(words) - len(words.lstrip())
            yield Span(start, start + len(words.strip()))
            count = count + 1 if len(words) <= _LOOKED_AT else 2 * _LINES + 2
        at = end + 1
