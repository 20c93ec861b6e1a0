"""The grammar of list markers: 一、 （一） 1. (1) ① 一是 第一， 首先 第一部分 …, their styles and ordinal values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Span
from pipeline.numerals import value

# From the highest to the lowest: the order of GB/T 9704-2012 with what else writers use; a prior, not a law.
STYLES = (
    "part", "han", "han_paren", "num", "decimal", "num_half", "num_paren", "circle", "letter", "stage", "first", "shi",
)  # fmt: skip
RANK = {style: rank for rank, style in enumerate(STYLES)}
# Markers of running text: they head a clause, hardly ever a line of its own.
INLINE = frozenset({"first", "shi"})

_WORDS = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 99}
_BLOCKS = (  # (first code point, how many, style): single characters that are whole markers
    (0x2460, 20, "circle"), (0x2776, 10, "circle"), (0x2780, 10, "circle"), (0x278A, 10, "circle"),
    (0x3280, 10, "circle"), (0x2474, 20, "num_paren"), (0x2488, 20, "num"), (0x3220, 10, "han_paren"),
    (0x2160, 12, "letter"),
)  # fmt: skip
_SINGLE = {chr(code + i): (style, i + 1) for code, size, style in _BLOCKS for i in range(size)}

H = "[一二三四五六七八九十]{1,3}"
_UNITS = "年级|季度|月|阶段|期|产业|班|组|级|线|楼|层|中|小|类|等|次|人|名|位|个|天"
_BARE = r"[ \t]+(?=[^\d\s])"  # 一 基本情况, 1<tab>基本情况
_PIECES = {
    "part": rf"第(?P<part>{H}|\d{{1,2}}) ?(?:大部分|部分|章|节|篇|板块|单元)[ \t]*[、:：,，.．]?(?=\s|\S)",
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
    # 3、4月份 is no marker; 1、3月5日 is one.
    "num": (rf"(?P<num>\d{{1,2}}) ?(?:、(?!\d{{1,2}}(?:月(?!\d)|日|号|班|年级))|[.．](?!\d)|[,，:：](?!\d)|{_BARE})"),
    "num_paren": r"[（(\[〔【［] ?(?P<num_paren>\d{1,2}) ?[）)\]〕】］][、.．]?",
    "single": f"(?P<single>[{''.join(map(re.escape, _SINGLE))}])[、.．]?",
    "letter": r"(?P<letter>[A-Ha-h])[、.．)）](?![A-Za-z.])",
    "stage": rf"(?P<stage>第{H})(?:个)?(?:阶段|步|环节|方面)(?=[ （(：:，,、])",
    "first": (
        rf"(?:第(?P<first>{H}) ?(?=[，,、：: ])[，,、：: ]"
        r"|(?P<word>首先|其次|再次|再者|最后)(?=[，,、是要])[，,、]?"
        rf"|其(?P<qi>{H})(?=[，,、是：:])[，,、：:]?)"
    ),
    "shi": rf"(?P<shi>{H})(?:是|要)(?!否|么)",
}
_HEAD = "一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾第首其再最（(〈<\\[〔【［0-9A-Ha-h" + "".join(map(re.escape, _SINGLE))
_LINE = re.compile(rf"^[ \t]*(?=[{_HEAD}])(?:{'|'.join(_PIECES.values())})[ \t]*", re.MULTILINE)
_CLAUSE = re.compile(rf"(?<=[，。；：、！,;:.!“（(]) ?(?:{_PIECES['first']}|{_PIECES['shi']})")


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker: its style, its ordinal value, and its own characters (no spaces around)."""

    style: str
    value: int
    span: Span


def ordinal(text: str) -> int:
    """The value of a Chinese or decimal ordinal below 100 (十二, 12, １２); 0 where it is no such number."""
    number = value(text)
    return number if isinstance(number, int) and 0 < number < 100 else 0


def line_markers(text: str) -> list[Marker]:
    """The markers that open a line of the text, whether in sequence or not."""
    return [marker for match in _LINE.finditer(text) if (marker := _marker(match))]


def clause_markers(text: str, span: Span) -> list[Marker]:
    """The 一是, 第一， 首先 … that open a clause inside a stretch of running text."""
    return [marker for match in _CLAUSE.finditer(text, span.start, span.end) if (marker := _marker(match))]


def _marker(match: re.Match[str]) -> Marker | None:
    name, raw = match.lastgroup or "", match[match.lastgroup or 0]
    style, number = _read(name, raw)
    found = match[0]
    start = match.start() + len(found) - len(found.lstrip(" \t"))
    return Marker(style, number, Span(start, match.start() + len(found.rstrip(" \t")))) if number else None


def _read(name: str, raw: str) -> tuple[str, int]:
    """Style and value of a named piece of the pattern."""
    if name == "single":
        return _SINGLE[raw]
    if name == "decimal":
        return "decimal", int(re.split("[.．]", raw)[-1])
    if name == "word":
        return "first", _WORDS[raw]
    if name == "letter":
        return "letter", ord(raw.lower()) - ord("a") + 1
    style = {"han_half": "han_paren", "qi": "first"}.get(name, name)
    return style, ordinal(raw.removeprefix("第"))


@dataclass(slots=True)
class _Open:
    """A series that is open while the markers are read."""

    style: str
    value: int


def nest(markers: Iterable[Marker], firm: Iterable[bool]) -> Iterator[tuple[Marker, int]]:
    """The markers that are in sequence, each with its depth (0 = outermost), as the text itself nests its series.

    `firm` tells of each marker whether its line looks like a heading: only such may skip or repeat a number.
    """
    found, sure = list(markers), list(firm)
    stack: list[_Open] = []
    for at, marker in enumerate(found):
        depth = _continues(stack, marker, sure[at])
        if depth is None and marker.value == 1:
            depth = _opens(stack, marker, found[at + 1 :])
        if depth is None:
            continue
        del stack[depth:]
        stack.append(_Open(marker.style, marker.value))
        yield marker, depth


def _continues(stack: list[_Open], marker: Marker, firm: bool) -> int | None:
    """The depth of the open series that this marker carries on, the innermost first; an exact step before a slip."""
    same = [i for i in range(len(stack) - 1, -1, -1) if stack[i].style == marker.style]
    exact = next((i for i in same if marker.value in (stack[i].value + 1, 99)), None)
    if exact is not None or not firm or marker.value == 1:
        return exact
    return next((i for i in same if marker.value in (stack[i].value + 2, stack[i].value)), None)


def _opens(stack: list[_Open], marker: Marker, rest: list[Marker]) -> int:
    """The depth at which a series starts: under the open one, unless that is of a lower order and does not go on."""
    depth = len(stack)
    while depth and RANK[stack[depth - 1].style] >= RANK[marker.style] and not _goes_on(stack[depth - 1], marker, rest):
        depth -= 1
    return depth


def _goes_on(series: _Open, inner: Marker, rest: list[Marker]) -> bool:
    """Whether a series is carried on after the one that now starts."""
    expected = 1
    for marker in rest:
        if marker.style == inner.style and marker.style == series.style and marker.value == expected + 1:
            expected += 1
        elif marker.style == series.style:
            return marker.value == series.value + 1
    return False
