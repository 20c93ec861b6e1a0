"""Hard line wraps: which line breaks of a text are typesetting and not the author's.

Two kinds are met: a text set to a fixed width, where every full line that ends in mid-sentence goes on in the next; and
a stray wrap in a text whose lines are paragraphs, which takes evidence in the words on both sides. A line that ends a
sentence, a heading in sequence, a signature, a table row or a list row is never joined to what follows or precedes it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.markers import candidate, line_markers, nest
from pipeline.language.profile import Profile
from pipeline.model import Span
from pipeline.text import AlignedText

_CLOSERS = "”’」』）)》〉】"
_END = re.compile(rf"[。！？；：…!?;:][{_CLOSERS}]*$")
_NEAR = 20_000  # characters in which a word is looked for that a break may have torn
_WIDEST = 140  # columns of a line that is set to a width
_SAMPLE = 400  # breaks that are looked at to find the set width
_STOPS = frozenset("。！？；：…!?;:\n")
# A break before more text; a page number between two pages is part of the break.
_PAGE_NUMBER = r"(?:[-—–－·] ?\d{1,3} ?[-—–－·]|第 ?\d{1,3} ?页(?:[ ,，/]?共 ?\d{1,3} ?页)?)"
_PAGE_END = rf"(?:\s{{0,8}}{_PAGE_NUMBER}[ \t]*\n\s{{0,8}})?"
_BREAK = re.compile(rf"\n{_PAGE_END}[ \t]*(?=\S)")
_DOUBLE_BREAK = re.compile(rf"\n(?:[ \t]*\n)?{_PAGE_END}[ \t]*(?=\S)")
_BLANK_LINE = re.compile(r"\n[ \t]*(?=\n)")
_YEAR = r"(?:[12]\d{3}|[二一][〇○零ＯO0一二三四五六七八九]{3})"
_N = r"[\d〇一二三四五六七八九十]{1,3}"
_DAY = rf"{_YEAR} ?[年.．/-] ?{_N}(?: ?[月.．/-] ?(?:{_N})? ?日?)?"
_DATE_ONLY = re.compile(rf"[（(]?{_DAY}(?: ?[—–~～至－-]{{1,2}} ?{_DAY})?[）)]?$")
_ROW = re.compile(
    r"\t|^[^，。：: ] {1,6}[^，。：: ]{1,2} ?[:：]"
    r"|^(?:副?组长|副?主任|成员|附件?|抄送|主题词|联系人|报送|报告人|填表人?)[\d一二三四五：: ]"
)
_PUNCTUATION = re.compile("[，。；、,;：:]")
_CANNOT_END = re.compile(
    r"[的以及把被让将各每该其第约至从但或并于且很较更之]$|(?<![温谐缓平柔共祥总饱])和$|(?<!参)与$|(?<![作行成认有])为$"
    r"|(?<![存所内现潜实])在$|(?<![应核校])对$|(?<![方导志走])向$|(?<![自理缘])由$"
)
_REMAINDER = re.compile(r"[^\s，。；、：（(]{1,4}[。；！]$")  # no paragraph of its own, but the end of one
_CANNOT_START = re.compile(rf"[，。、；：！？,;!?{_CLOSERS}]|的(?!确)|们|者")
_STARTERS = re.compile(
    "今年|近年|去年|我们?|根据|按照|为|在|同时|通过|围绕|截至|目前|自|本|总之|此外|另外|首先|特此|现将|一年来|一方面|如|全|各|以上"
    "|党支部|支部|学校|公司|医院|社区|街道|党委|全体|组织|认真|加强|深入|坚持|积极|切实|开展"
)
_BARE_MARKER = re.compile(r"(?:[一二三四五六七八九十]{1,3} ?[、.．]|[（(][一二三四五六七八九十]{1,3}[）)])$")
_OPENERS = re.compile("今年|近年|去年|我们|根据|按照|为了?[^，]{2,}，|在|自|[一二两三]年来|2?0?[0-9]{2}年")
_NUMBER_ENDS = re.compile(r"\d$")
_NUMBER_GOES_ON = re.compile(r"[年月日号时名人次个场期篇份条项户亿万元%]|\d{1,3}年")
_LIST_GOES_ON = re.compile("[一二三四五六七八九十日天][、，和至到]")
_LIST_TAIL = re.compile("(?:星期|周|礼拜|第|初|[、月和至到])$")
_PAIRS = (("（", "）"), ("《", "》"), ("“", "”"), ("(", ")"), ("【", "】"))
_FIRM_STYLES = frozenset({"han_paren", "num_paren", "circle", "shi", "part", "stage"})


@dataclass(frozen=True, slots=True)
class Page:
    """What the lines of a text have in common: the set width in columns (0: none), and the indent of most lines."""

    width: int
    indented: bool
    headings: frozenset[int]
    markers: dict[int, str]
    unfinished: Counter[int]


def unwrap(aligned: AlignedText, profile: Profile) -> AlignedText:
    """The text with the line breaks inside sentences, and the indents after them, removed."""
    text = aligned.text
    newlines = text.count("\n")
    doubled = newlines > 16 and len(_BLANK_LINE.findall(text)) > 0.4 * newlines
    breaks = list(_breaks(text, _DOUBLE_BREAK if doubled else _BREAK))
    return aligned.without(wraps(text, breaks, doubled)) if breaks else aligned


def _breaks(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """The line breaks after a character that ends nothing, with the spaces on both sides."""
    for match in pattern.finditer(text):
        start = match.start()
        while start and text[start - 1] != "\n" and text[start - 1].isspace():
            start -= 1
        if start and text[start - 1] not in _STOPS:
            yield Span(start, match.end())


def wraps(text: str, breaks: list[Span], doubled: bool = False) -> list[Span]:
    """Those of the breaks that are no paragraph's end; `doubled` tells that a blank line follows every line."""
    page = _page(text, breaks)
    if doubled:
        breaks = [span for span in breaks if _is_full(text, span, page)]
    return [span for span in breaks if _is_wrap(text, span, page)]


def _page(text: str, breaks: list[Span]) -> Page:
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    found = line_markers(text)
    headings = frozenset(m.span.start for m, _ in nest(candidate(text, m, _line_end(text, m.span.end)) for m in found))
    indents = sum(line[0] in " \t" for line in lines)
    return Page(
        _set_width(text, lines, breaks),
        0.1 * len(lines) < indents < 0.7 * len(lines),
        headings,
        {m.span.start: m.style for m in found},
        Counter(_size_class(text, b) for b in breaks),
    )


def _size_class(text: str, gap: Span) -> int:
    """The length of the line before a break, in steps of two characters."""
    return (gap.start - _line_start(text, gap.start)) // 2


def _set_width(text: str, lines: list[str], breaks: list[Span]) -> int:
    """The width in columns to which a text is set, 0 where its lines are paragraphs."""
    rank = int(0.85 * len(lines))
    if len(lines) < 6 or len(breaks) < 0.08 * len(lines) or sorted(map(len, lines))[rank] > _WIDEST:
        return 0
    widths = [_columns(line.rstrip()) for line in lines]
    width = sorted(widths)[rank]
    full = sum(width - 6 <= w <= width + 6 for w in widths)
    if not 24 <= width <= _WIDEST or full < max(4, 0.22 * len(widths)):
        return 0
    open_ended = [_around(text, b) for b in breaks[:_SAMPLE] if _line_width(text, b) >= width - 6]
    near = text[:_NEAR]
    torn = sum(_torn(b, a) or _unfinished(b, a) or b[-1] + a[0] in near for b, a in open_ended)
    return width if len(open_ended) >= 0.4 * min(full, _SAMPLE) and torn >= 0.25 * len(open_ended) else 0


def _is_wrap(text: str, gap: Span, page: Page) -> bool:
    """Whether a line break after an unfinished line is typesetting."""
    before, after = _around(text, gap)
    full = _is_full(text, gap, page)
    if _BARE_MARKER.match(before):
        return len(after) <= 40 and gap.end not in page.markers and not _END.search(after)
    if _blocked(text, gap, before, after, page, full):
        return False
    if _torn(before, after) or (_unfinished(before, after) and (full or not _headed(text, gap, before, page))):
        return True
    overflow = full and page.indented and text[gap.end - 1] == "\n"
    if (_is_signature(text, gap, after) and not overflow) or _is_heading(text, gap, before, after, page, full):
        return False
    if full:
        return not (page.indented and text[gap.end - 1] in " \t")
    return _evidence(text, gap, before, after, page) >= 2


def _is_full(text: str, gap: Span, page: Page) -> bool:
    """Whether the line before a break fills the width to which the text is set."""
    return bool(page.width) and _line_width(text, gap) >= page.width - 6


def _line_width(text: str, gap: Span) -> int:
    """The width in columns of the line before a break, its indent included."""
    return _columns(text[_line_start(text, gap.start) : gap.start])


def _around(text: str, gap: Span) -> tuple[str, str]:
    """The lines on both sides of a break."""
    return text[_line_start(text, gap.start) : gap.start].strip(), text[gap.end : _line_end(text, gap.end)].strip()


def _blocked(text: str, gap: Span, before: str, after: str, page: Page, full: bool) -> bool:
    """Whether the line before is complete, or the line after begins something of its own, whatever the words say."""
    if _END.search(before) or (
        before[-1].isascii() and before[-1].isalpha() and after[0].isascii() and after[0].isalpha()
    ):
        return True
    if _DATE_ONLY.match(before) or _DATE_ONLY.match(after) or _ROW.search(before) or (_ROW.search(after) and not full):
        return True
    style = page.markers.get(gap.end)
    if style and (gap.end in page.headings or style in _FIRM_STYLES) and not _LIST_TAIL.search(before):
        return True
    first = not text[max(0, gap.start - len(before) - 80) : gap.start - len(before)].strip()
    titled = not (full and "，" in before and _OPENERS.match(before))
    return first and titled and bool(_STARTERS.match(after))


def _headed(text: str, gap: Span, before: str, page: Page) -> bool:
    """Whether the line before is a heading in sequence without a body in its line."""
    start = _line_start(text, gap.start)
    start += len(text[start : gap.start]) - len(text[start : gap.start].lstrip())
    return start in page.headings and not re.search("[。；]", before)


def _is_heading(text: str, gap: Span, before: str, after: str, page: Page, full: bool) -> bool:
    """Whether the line before is a heading that ends there."""
    if not _headed(text, gap, before, page):
        return False
    rest = after.partition("。")[0]
    return not (full and (page.indented or (_columns(rest) <= 0.6 * page.width and not _STARTERS.match(after))))


def _is_signature(text: str, gap: Span, after: str) -> bool:
    """Whether the line after is a signature: short, without punctuation, and a date or nothing follows."""
    if len(after) > 36 or _PUNCTUATION.search(after) or _END.search(after):
        return False
    end = _line_end(text, gap.end)
    rest = text[end : end + 200].strip()
    line = rest[: _line_end(rest, 0)].strip()
    return not rest or bool(_DATE_ONLY.match(line)) or bool(re.search(r"\d{4}年|二〇|二○", after))


def _torn(before: str, after: str) -> bool:
    """Whether something is visibly torn, in a heading too: an open bracket, a comma, a number, a list of days."""
    if len(before) >= 6 and (before[-1] in "，、,（(《“「【" or _CANNOT_START.match(after)):
        return True
    if _NUMBER_ENDS.search(before) and _NUMBER_GOES_ON.match(after):
        return True
    if _LIST_TAIL.search(before) and _LIST_GOES_ON.match(after):
        return True
    return any(before.rfind(o) > before.rfind(c) and c in after for o, c in _PAIRS)


def _unfinished(before: str, after: str) -> bool:
    """Whether a sentence goes on: it stops at a word that ends nothing, or only its last few characters are missing."""
    return (len(before) >= 6 and bool(_CANNOT_END.search(before))) or (
        len(before) >= 15 and bool(_REMAINDER.match(after))
    )


def _evidence(text: str, gap: Span, before: str, after: str, page: Page) -> float:
    """How much speaks for a stray wrap: sentences before it, a word across it, a common width; 2 is enough."""
    stops = _PUNCTUATION.findall(before)
    if len(before) < 15 or not stops:
        return 0
    score = 1.5 if "。" in before or "；" in before else 1.0
    near = text[max(0, gap.start - _NEAR) : gap.start + _NEAR]
    score += min(2, 2 * near.count(before[-1] + after[0]) / 3)
    score += page.unfinished[_size_class(text, gap)] >= 3
    score -= 1.5 * bool(_STARTERS.match(after))
    score -= 2 * (before[:2] == after[:2])
    return score - (not _END.search(after) and len(after) < 30)


def _columns(line: str) -> int:
    """The width of a line in columns, a Chinese character being two wide."""
    return len(line.encode("gbk", "replace"))


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end
