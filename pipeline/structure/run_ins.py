"""Headings without a marker that run into their paragraph: 存在问题：…, 【下一步打算】…, 加强学习，提高认识。…"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.language.lexicon import Lexicon
from pipeline.model import Span
from pipeline.structure.cues import label_share

_NAMED, _SURELY = 0.6, 0.85  # share of the words that name a part, before a colon and before a full stop
_LABELLED = re.compile(
    r"^[ \t]*[【\[〖]([^】\]〗\n]{2,14})[】\]〗]"
    r"|^[ \t]*([^\s，。：:；、\n]{2,14})(?:[：:](?=[^\n]{8}|[ \t]*(?:暂?无|没有)[。\n])"
    r"|。(?=[^\n]{8})|\t(?=[^\t\n]{2,}$))",
    re.MULTILINE,
)
_PARAGRAPH = re.compile(r"^[ \t]*(?=\S)([^\n]*)", re.MULTILINE)
# A short sentence with text behind it.
_CLAUSE = r"[^\s，。；：:、,.\d（()）“”]"
_SLOGAN = re.compile(rf"(?:({_CLAUSE}{{4,9}})[，,]({_CLAUSE}{{4,9}})|{_CLAUSE}{{3,14}})。(?=[^\n]{{12}})")
_VERB = re.compile("加强|强化|抓好|开展|推进|深化|坚持|注重|提高|完善|健全|创新|落实|严格|规范|做好|突出")
_NO_SLOGAN = re.compile(
    "^[一二三四五六七八九十]{1,3}(?:[是要]|[次份个场项批件本])|^(?:首先|其次|再次|最后|同时|此外|另外|第[一二三四五六七八九十])|了|^(?:我|他|她|这|在|虽|但|总之)|们"
)
_SLOGANS = 3


def run_ins(text: str, lexicon: Lexicon, taken: frozenset[int]) -> list[Span]:
    """The headings, without a marker, of a report whose paragraphs all open with one; empty where there are none."""
    return max(_labels(text, lexicon, taken), _slogans(text, lexicon, taken), key=len)


def _labels(text: str, lexicon: Lexicon, taken: frozenset[int]) -> list[Span]:
    """Paragraphs, or rows of a form of two columns, that open with the name of a part; at least two of them.

    Where a name stands in brackets, all that stands so at the head of a line is a heading.
    """
    named, bracketed = [], []
    for match in _LABELLED.finditer(text):
        words = match[1] or match[2]
        start = match.start(1) - 1 if match[1] else match.start(2)
        span = Span(start, match.end(1) + 1 if match[1] else match.end(2))
        if start in taken:
            continue
        if match[1]:
            bracketed.append(span)
        if label_share(words, lexicon) >= (_SURELY if text.startswith("。", span.end) else _NAMED):
            named.append(span)
    found = sorted({*named, *(bracketed if set(bracketed) & set(named) else [])}, key=lambda span: span.start)
    return found if len(found) > 1 else []


def _slogans(text: str, lexicon: Lexicon, taken: frozenset[int]) -> list[Span]:
    """The openings of three or more paragraphs, one behind the other: 加强学习，提高认识。… or 有领导。… 有制度。…"""
    best: list[Span] = []
    for short, group in groupby(_openings(text, taken), key=bool):
        openings = [opening for opening in group if opening]
        if short and len(openings) >= _SLOGANS:
            best = max(best, _of_one_make(openings, lexicon), key=len)
    return best if len(best) >= _SLOGANS else []


def _openings(text: str, taken: frozenset[int]) -> Iterator[re.Match[str] | None]:
    """For each paragraph the short sentence that it opens with, if that may be a heading."""
    for paragraph in _PARAGRAPH.finditer(text):
        match = _SLOGAN.match(text, paragraph.start(1), paragraph.end(1))
        yield match if match and match.start() not in taken else None


def _of_one_make(openings: list[re.Match[str]], lexicon: Lexicon) -> list[Span]:
    """Sentences one behind the other: all of them where they begin alike and are of one length, else the headings."""
    words = [match[0][:-1] for match in openings]
    if len({(word[0], len(word)) for word in words}) == 1 and not any(_NO_SLOGAN.search(word) for word in words):
        return [_span(match) for match in openings]
    best: list[Span] = []
    for heading, group in groupby(openings, key=lambda match: _is_heading(match, lexicon)):
        if heading:
            best = max(best, [_span(match) for match in group], key=len)
    return best


def _span(match: re.Match[str]) -> Span:
    return Span(match.start(), match.end() - 1)


def _is_heading(match: re.Match[str], lexicon: Lexicon) -> bool:
    """Whether a short sentence is the name of a part, or a slogan: one clause as long as the other, or a verb's."""
    words = match[0][:-1]
    if label_share(words, lexicon) >= _SURELY:
        return True
    even = match[1] is not None and len(match[1]) == len(match[2])
    return (even or bool(_VERB.match(words))) and not _NO_SLOGAN.search(words)


__all__ = ["run_ins"]
