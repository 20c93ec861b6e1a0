"""Statements: a stretch of text cut into the items of its enumerations and its sentences, in order.

`一是…；二是…`, `第一，…`, `1、…,2、…`, `（一）`, `①`, `首先…其次…`, `一方面…另一方面` and bullets count, at the head
of a line or within it. A marker counts only in sequence, so that a number after a comma opens no item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from pipeline.language.markers import ordinal as number
from pipeline.model import Span, spanned

_HAN = "一二三四五六七八九十"
_ORDER = {"首先": 1, "其次": 2, "再次": 3, "再者": 3, "最后": 4, "一方面": 1, "另一方面": 2}
_CIRCLES = {chr(base + i): i + 1 for base in (0x2460, 0x2776, 0x2474) for i in range(10)}
# What follows 第三 where it is a name and no marker: 第三阶段, 第一书记, 第二党支部.
_NOT_ITEM = "阶批书时次位届季期步轮党支小组生产课节天年代名种类组部梯责要把议站医初中实高人"
_MARKER = re.compile(
    # What a marker can begin with: most places are passed over by it, and not by three looks behind.
    rf"(?=[{_HAN}其第首再最另0-9（(①-⑩❶-❿⑴-⑽ \t●•·▪■◆◇➢★☆►*—–-])"
    # Never after a character of running text: 二、三阶段 and 表一是 open nothing.
    # 存在的问题一是……，二是……: without a comma only after such words.
    r"(?:(?<![^\s，,；;：:。！!？?、）)”’】|])|(?<=问题|不足|差距)(?=一是))(?:"
    rf"(?P<han>[{_HAN}]{{1,3}})(?:是(?![否因])[，,：:]?|(?=要))"
    rf"|其(?P<its>[{_HAN}])[，,：:是]"
    rf"|第(?P<di>[{_HAN}]{{1,3}})(?:个方面|方面|[点条])?(?:[，,、：:．.]|是|(?![{_NOT_ITEM}])(?=[\u4e00-\u9fff]))[，,]?"
    r"|(?P<order>首先|其次|再次|再者|最后)(?:是(?!否))?[，,：:]?"
    r"|(?P<side>另?一方面)(?:是)?[，,：:]?"
    r"|(?P<digit>[0-9]{1,2})(?:[、.．,，:：]|[)）][、.]?)(?![0-9](?!(?:[0-9]{3})?年|[0-9]?月[0-9底初中上下]))"
    r"|[（(](?P<paren>[0-9]{1,2})[)）][、.．，,]?"
    rf"|[（(](?P<hanparen>[{_HAN}]{{1,3}})[)）][、.．，,]?"
    r"|(?P<circle>[①-⑩❶-❿⑴-⑽])[、.．]?"
    rf"|(?:(?<=\n)|\A|(?<=[\n。；;：:]))[ \t]*(?P<list>[{_HAN}]{{1,3}})[、.．]"
    r"|(?:(?<=\n)|\A)[ \t]*(?P<bullet>[●•·▪■◆◇➢★☆►*]|[-—–]{1,2})"
    r"(?=[ \t]*(?:[^\s0-9—–-]|20\d\d年(?!\d{1,2}月\d{1,2}日\s*(?:\n|\Z))))"
    r")[ \t]*"
)
_SENTENCE = re.compile(r"[。！？!?\n]+[”’」』）)]*")
_CLAUSE = re.compile(r"[。！？!?\n；;]+[”’」』）)]*")
_LEAD = re.compile(
    r"(?:如下|表现(?:在|为|是|出)?|体现(?:在|为)?|[是有为]|方面|问题|不足|不足之处|差距|环节|短板|打算|措施|工作|安排|计划|做到|来看|认识到|看到)"
    r"[：:]"
)
_QUOTATION = re.compile("[“「]([^“”「」\n]{6,100})[”」]")
_QUOTATIONS = re.compile(f"(?:{_QUOTATION.pattern}[、，,；;和及与]{{0,2}}){{1,12}}(?:等[^。；;\n]{{0,30}})?")
_ET_CETERA = re.compile("(?:等|等等)(?:方面)?的?(?:问题|不足|情况|现象|意见|缺点)?$")
_COMMA, _EITHER = re.compile("[，,：:；;]"), re.compile("[、，,；;]")
_PAUSE = re.compile("[、]|(?<=[高够强足位差少弱严实])[和及与以]及?")
_IN_FRAME = re.compile("[^、]*(?:存在|还有|仍有)|.*的(?:问题|不足|现象|情况|倾向)$", re.DOTALL)
_EDGE = " \t\n，,；;。.．、：:！!？?"


class Marker(NamedTuple):
    """An enumeration marker in sequence; `depth` counts the enumerations around it."""

    span: Span
    style: str
    ordinal: int
    depth: int


class Unit(NamedTuple):
    """One sentence or clause, without its marker and final punctuation.

    `marker` is that of the item it belongs to (None outside enumerations), `head` tells that it opens the item,
    `paragraph` that it opens a line, `colon` that it ends with one.
    """

    span: Span
    marker: Marker | None = None
    head: bool = False
    paragraph: bool = False
    colon: bool = False

    @property
    def ordinal(self) -> int:
        """The item's number, 0 outside enumerations."""
        return self.marker.ordinal if self.marker else 0


def trimmed(text: str, span: Span) -> Span:
    """The stretch without blanks and punctuation at its ends."""
    words = text[span.start : span.end].rstrip(_EDGE)
    if not words:
        return spanned((span.end, span.end))
    end = span.start + len(words)
    return spanned((end - len(words.lstrip(_EDGE)), end))


def quoted(text: str, span: Span) -> list[Span]:
    """The insides of a stretch that is a list of quotations, one or more (“…”、“…”等); empty where it is none."""
    if not _QUOTATIONS.fullmatch(text, span.start, span.end):
        return []
    found = [Span(*match.span(1)) for match in _QUOTATION.finditer(text, span.start, span.end)]
    return [trimmed(text, inside) for inside in found]


def joined(text: str, span: Span) -> Iterator[list[Span]]:
    """The ways to part a stretch joined by 、 (甲、乙、丙), or up to 等 by commas too; members of six characters."""
    end, marks = span.end, [_PAUSE]
    tail = _ET_CETERA.search(text, span.start, span.end)
    if tail:
        end = tail.start()
    if _COMMA.search(text, span.start, end):
        marks = [_EITHER, _COMMA] if tail else []
    if _IN_FRAME.match(text, span.start, span.end):
        return
    for mark in marks:
        edges = [span.start, *(edge for m in mark.finditer(text, span.start, end) for edge in m.span()), end]
        members = [trimmed(text, Span(a, b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        if len(members) > 1 and min(map(len, members)) >= 6:
            yield members


def opens_line(text: str, at: int) -> bool:
    """Whether only blanks stand before an offset on its line."""
    if at and text[at - 1] not in " \t\n":
        return False
    return not text[text.rfind("\n", 0, at) + 1 : at].strip(" \t")


def markers(text: str, span: Span) -> Iterator[Marker]:
    """The enumeration markers of a stretch that stand in sequence."""
    open_runs: list[tuple[str, int]] = []
    for match in _MARKER.finditer(text, span.start, span.end):
        style = match.lastgroup or ""
        ordinal = _ordinal(style, match[style])
        depth = next((i for i in reversed(range(len(open_runs))) if open_runs[i][0] == _kin(style)), len(open_runs))
        last = open_runs[depth][1] if depth < len(open_runs) else 0
        if not _follows(style, ordinal, last):
            continue
        open_runs[depth:] = [(_kin(style), 0 if style == "bullet" else ordinal)]
        yield Marker(Span(*match.span()), style, ordinal, depth)


def _ordinal(style: str, text: str) -> int:
    if style in ("digit", "paren"):
        return int(text)
    if style == "circle":
        return _CIRCLES.get(text, 0)
    if style in ("order", "side"):
        return _ORDER[text]
    return 0 if style == "bullet" else number(text)


def _kin(style: str) -> str:
    """首先 may be followed by 第二, so the two make one run."""
    return "di" if style == "order" else style


def _follows(style: str, ordinal: int, last: int) -> bool:
    """Whether a marker may stand after `last` (0: opens a run); a writer may skip a number or repeat it."""
    if style == "bullet":
        return True
    if ordinal == 1 or (last < ordinal <= last + 2 and last):
        return True
    if style in ("order", "di"):
        return ordinal == 2 or (bool(last) and ordinal >= last)
    return style == "han" and ordinal == last


def units(text: str, span: Span) -> Iterator[Unit]:
    """The stretch as a sequence of item heads and sentences."""
    found = tuple(markers(text, span))
    ends = (*(marker.span.start for marker in found), span.end)
    yield from _sentences(text, Span(span.start, ends[0]), None)
    for marker, end in zip(found, ends[1:], strict=True):
        yield from _sentences(text, Span(marker.span.end, end), marker)


def _sentences(text: str, span: Span, marker: Marker | None) -> Iterator[Unit]:
    """The sentences of a stretch without markers; an item's first one keeps its semicolons."""
    at, head, cut_at = span.start, marker is not None, span.start
    while at < span.end:
        if at >= cut_at:  # else the end found before still lies ahead: a sentence with a thousand colons is not long
            cut = (_SENTENCE if head else _CLAUSE).search(text, at, span.end)
            cut_at = cut.end() if cut else span.end
        end = cut_at
        lead = None if head else _LEAD.search(text, at, end)
        if lead and lead.end() < end:
            end = lead.end()
        inner = trimmed(text, spanned((at, end)))
        if inner:
            opens = opens_line(text, marker.span.start if head and marker else at)
            yield Unit(inner, marker, head, opens, text[inner.end : inner.end + 1] in ("：", ":"))
            head = False
        at = end
