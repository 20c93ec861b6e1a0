"""The grammar of list markers: 一、 （一） 1. (1) ① 一是 第一， 首先 第一部分 …, their styles and ordinal values."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.language.numerals import value
from pipeline.model import Span, spanned

# From the highest to the lowest: the order of GB/T 9704-2012 with what else writers use; a prior, not a law.
STYLES = (
    "piece", "part", "han", "han_paren", "num", "decimal", "num_half", "num_paren", "circle", "letter", "stage",
    "first", "shi",
)  # fmt: skip
RANK = {style: rank for rank, style in enumerate(STYLES)}
SHORT = 40  # characters of a heading that runs into its body, without the marker; more are a sentence
LONGEST = 64  # those of one alone on its line
STOP = re.compile(r"[。！？!?；;](?![”’」』])")  # what ends a heading

_ENDED = frozenset("。！？!?；;：:”’）)》】")
_EXCERPT = frozenset({"part", "han", "han_paren"})  # the styles of a series that an excerpt may begin in the middle of
_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 99}
_BLOCKS = (  # (first code point, how many, style): single characters that are whole markers
    (0x2460, 20, "circle"), (0x2776, 10, "circle"), (0x2780, 10, "circle"), (0x278A, 10, "circle"),
    (0x3280, 10, "circle"), (0x2474, 20, "num_paren"), (0x2488, 20, "num"), (0x3220, 10, "han_paren"),
    (0x2160, 12, "letter"),
)  # fmt: skip
_SINGLE = {chr(code + i): (style, i + 1) for code, size, style in _BLOCKS for i in range(size)}

H = "[一二三四五六七八九十]{1,3}"
_UNITS = "年级|季度|月|阶段|期|产业|班|组|级|线|楼|层|中|小|类|等"
_ABOUT = re.compile(rf"({H})(?:次|人|名|位|个|天)")  # 三、四个 says about how many
_BARE = r"[ \t]+(?=[^\d\s])"  # 一 基本情况, 1<tab>基本情况
_PIECES = {
    "piece": rf"第(?P<piece>{H}|\d{{1,2}}) ?篇(?!章|幅|文|报|论|课|小说|通讯|信息|稿)[ \t]*[、:：,，.．]?(?=\s|\S)",
    "part": rf"第(?P<part>{H}|\d{{1,2}}) ?(?:大部分|部分|章|节|板块|单元)[ \t]*[、:：,，.．]?(?=\s|\S)",
    # 一、二年级 is no marker, nor is 三.八.
    "han": (
        rf"(?P<han>{H}|[壹贰叁肆伍陆柒捌玖拾])"
        rf"(?: ?、(?!{H}(?:[、和至到及]|{_UNITS}))|[ \t]*[.．](?!{H})|[,，:：]|[ \t]+(?=\S))"
    ),
    "han_paren": rf"(?:[（(〈<\[〔【［] ?(?P<han_paren>{H}) ?[）)〉>\]〕】］]|(?P<han_half>{H})[）)])[、.．:：]?",
    "decimal": (
        r"(?P<decimal>\d{1,2}(?:[.．]\d{1,2}){1,3})[.．、]?(?=[ \t]*[^\W\d]|[ \t]*[“《「])"
        r"(?! ?(?:[年月日号元万亿%％米]|公里|公顷|个百))"
    ),
    "num_half": r"(?P<num_half>\d{1,2}) ?[）)]",
    # 3、4月份 is no marker; 1、3月5日 and 6.2017年安排 are.
    "num": (
        rf"(?P<num>\d{{1,2}}) ?(?:、(?!\d{{1,2}}(?:月(?!\d)|日|号|班|年级))|[.．](?!\d(?!\d{{3}} ?年))"
        rf"|[,，:：](?!\d)|{_BARE})"
    ),
    "num_paren": r"[（(\[〔【［] ?(?P<num_paren>\d{1,2}) ?[）)\]〕】］][、.．]?",
    "single": f"(?P<single>[{''.join(map(re.escape, _SINGLE))}])[、.．]?",
    "letter": r"(?P<letter>[A-Ha-h])[、.．)）](?![A-Za-z.])",
    "stage": (
        rf"(?P<stage>第{H})(?:个)?(?:阶段|步|环节|方面)(?=[ （(：:，,、])"
        rf"|(?:活动|做法|亮点|特色|经验|案例|举措|措施|任务|行动)(?P<named>{H})[：:]"
    ),
    "first": (
        rf"(?:第(?P<first>{H}) ?(?=[，,、：: ])[，,、：: ]"
        r"|(?P<word>首先|其次|再次|再者|最后)(?=[，,、是要])[，,、]?"
        rf"|其(?P<qi>{H})(?=[，,、是：:])[，,、：:]?)"
    ),
    "shi": rf"(?P<shi>{H})(?:是|要)(?!否|么)",
}
_OPENING = "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾第首其再最活做亮特经案举措任行（(〈<\\[〔【［0-9A-Ha-h"
_HEAD = _OPENING + "".join(map(re.escape, _SINGLE))
# These patterns begin with a character to search for and have no lookbehind: that makes them several times faster.
_LINE = re.compile(rf"\n[ \t]*(?:[#*■●◆▲★]{{1,6}} ?){{0,2}}(?=[{_HEAD}])(?P<at>)(?:{'|'.join(_PIECES.values())})")
_INLINE = re.compile(rf"[。：:！!] ?(?P<at>)(?:{_PIECES['han']}|{_PIECES['han_paren']})")
_CLAUSE = re.compile(rf"[，。；：、！,;:.!“（(] ?(?P<at>)(?:{_PIECES['first']}|{_PIECES['shi']})")


class Marker(NamedTuple):
    """A marker: its style, its ordinal value, and its own characters (no spaces around)."""

    style: str
    value: int
    span: Span


@lru_cache(maxsize=512)
def ordinal(text: str) -> int:
    """The value of a Chinese or decimal ordinal below 100 (十二, 12, １２); 0 where it is no such number."""
    number = value(text)
    return number if isinstance(number, int) and 0 < number < 100 else 0


@lru_cache(maxsize=8)
def line_markers(text: str) -> tuple[Marker, ...]:
    """The markers that open a line of the text, whether in sequence or not."""
    found = (_marker(match, 1) for match in _LINE.finditer("\n" + text))
    return tuple(marker for marker in found if marker)


def inline_markers(text: str) -> list[Marker]:
    """The 一、 and （一） that follow a full stop or a colon within a line, where a text has lost its line breaks."""
    found = (_marker(match, 0) for match in _INLINE.finditer(text))
    return [marker for marker in found if marker and marker.span.of(text)[-1] in "、.．)）〉]】〕"]


def clause_markers(text: str, start: int, end: int) -> list[Marker]:
    """The 一是, 第一， 首先 … that open a clause inside a stretch of running text."""
    return [marker for match in _CLAUSE.finditer(text, start, end) if (marker := _marker(match, 0))]


def _marker(match: re.Match[str], shift: int) -> Marker | None:
    """The marker of a match, from its group `at` on; its offsets are those of the match less `shift`."""
    name = match.lastgroup or ""
    style, number = _read(name, match[name])
    start, end = match.start("at"), match.end()
    if style == "han" and _is_about(match.string, end, number):
        return None
    while match.string[end - 1] in " \t":
        end -= 1
    return Marker(style, number, spanned((start - shift, end - shift))) if number else None


def _is_about(text: str, end: int, number: int) -> bool:
    """Whether a number and the next one with a measure follow each other: 二、三个."""
    about = _ABOUT.match(text, end) if text[end - 1] == "、" else None
    return about is not None and ordinal(about[1]) == number + 1


def _read(name: str, raw: str) -> tuple[str, int]:
    """Style and value of a named piece of the pattern."""
    if name == "single":
        return _SINGLE[raw]
    if name == "decimal":
        return "decimal", int(raw.replace("．", ".").rpartition(".")[2])
    if name == "word":
        return "first", _WORDS[raw]
    if name == "letter":
        return "letter", ord(raw.lower()) - ord("a") + 1
    style = {"han_half": "han_paren", "qi": "first", "named": "stage"}.get(name, name)
    return style, ordinal(raw.removeprefix("第"))


class Candidate(NamedTuple):
    """A marker that may open a heading.

    `firm` tells that its line looks like one, `pure` that it holds nothing else, `clear` that the text before is ended.
    """

    marker: Marker
    firm: bool
    pure: bool
    clear: bool = False


def candidate(text: str, marker: Marker, line_end: int) -> Candidate:
    """A marker with what its line says of it."""
    words = text[marker.span.end : line_end].strip()
    stop = STOP.search(words)
    return Candidate(
        marker,
        0 < (stop.start() if stop else len(words)) <= SHORT,
        not stop and len(words) <= LONGEST,
        _is_clear(text, marker.span.start),
    )


def _is_clear(text: str, start: int) -> bool:
    """Whether nothing goes on from the line before: it is ended, blank, or the first of the text."""
    window = text[max(0, start - 80) : start]
    before = window.rstrip("# *■●◆▲★\t\n")
    first = start < 80 and "\n" not in before
    return first or before[-1:] in _ENDED or window.count("\n", len(before)) > 1


@dataclass(slots=True)
class _Open:
    """A series that is open while the markers are read; `pure` tells that its markers stand on lines of their own."""

    style: str
    value: int
    pure: bool


class _Ahead:
    """The markers that are still to come, by style, and the style that each style was last found under."""

    def __init__(self, found: list[Candidate]) -> None:
        self.found = found
        self.parents: dict[str, str] = {}
        self.places: dict[str, list[int]] = {}
        for at, candidate in enumerate(found):
            self.places.setdefault(candidate.marker.style, []).append(at)

    def value(self, style: str, at: int) -> int:
        """The value of the next marker of a style after place `at`; 0 where there is none."""
        places = self.places.get(style, [])
        index = bisect_right(places, at)
        return self.found[places[index]].marker.value if index < len(places) else 0


def nest(candidates: Iterable[Candidate]) -> Iterator[tuple[Marker, int]]:
    """The markers that are in sequence, each with its depth (0 = outermost), as the text itself nests its series.

    Only a firm one may skip or repeat a number, start at 2, or carry on a series (（三）) that another section began.
    """
    found = list(candidates)
    ahead = _Ahead(found)
    stack: list[_Open] = []
    closed: dict[str, int] = {}
    for at, candidate in enumerate(found):
        depth = _depth(stack, closed, candidate, at, ahead)
        if depth is None:
            continue
        if depth == len(stack) > 0:
            ahead.parents[candidate.marker.style] = stack[-1].style
        closed.update((series.style, series.value) for series in stack[depth:])
        del stack[depth:]
        stack.append(_Open(candidate.marker.style, candidate.marker.value, candidate.pure))
        yield candidate.marker, depth


def _depth(stack: list[_Open], closed: dict[str, int], candidate: Candidate, at: int, ahead: _Ahead) -> int | None:
    """The depth of a marker; None where it belongs to no series."""
    marker = candidate.marker
    depth = _continues(stack, candidate)
    if depth is not None:
        return depth
    if marker.value == 1:
        return _opens(stack, candidate, at, ahead)
    if not candidate.firm or any(series.style == marker.style for series in stack):
        return None
    if marker.style in closed:
        return _opens(stack, candidate, at, ahead) if closed[marker.style] == marker.value - 1 else None
    return 0 if _begins_excerpt(stack, candidate, ahead.value(marker.style, at)) else None


def _begins_excerpt(stack: list[_Open], candidate: Candidate, following: int) -> bool:
    """Whether an excerpt begins at a marker (二、, 五、): the series goes on, or it is all the excerpt has of it."""
    marker = candidate.marker
    if marker.style not in _EXCERPT:
        return False
    if following == marker.value + 1:
        return all(RANK[marker.style] < RANK[series.style] for series in stack)
    return not stack and not following and marker.style == "han" and candidate.pure and candidate.clear


def _continues(stack: list[_Open], candidate: Candidate) -> int | None:
    """The depth of the open series that a marker carries on: an exact step before a slip, one of its own form first."""
    marker = candidate.marker
    same = [i for i in range(len(stack) - 1, -1, -1) if stack[i].style == marker.style]
    exact = [i for i in same if marker.value in (stack[i].value + 1, 99)]
    if exact:
        return next((i for i in exact if stack[i].pure == candidate.pure), exact[0])
    if not candidate.firm or marker.value == 1:
        return None
    return next((i for i in same if marker.value in (stack[i].value + 2, stack[i].value)), None)


def _opens(stack: list[_Open], candidate: Candidate, at: int, ahead: _Ahead) -> int:
    """The depth at which a series starts: under the open one, unless that is of a lower order and does not go on."""
    depth = len(stack)
    while depth and not _holds(stack[depth - 1], candidate, at, ahead):
        depth -= 1
    return depth


def _holds(series: _Open, candidate: Candidate, at: int, ahead: _Ahead) -> bool:
    """Whether a new series belongs under an open one."""
    style = candidate.marker.style
    if RANK[series.style] < RANK[style]:
        return True
    if series.style == style:
        return series.pure and not candidate.pure
    return ahead.parents.get(style) == series.style or ahead.value(series.style, at) == series.value + 1
