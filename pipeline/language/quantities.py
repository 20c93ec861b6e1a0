"""Quantities of running text and the nouns they count: 党员8人, 18名在职党员, 支委会(次)\t12.

One anchor pass finds numbers that have a measure (and bare numbers after a tab or a colon); a `Finder` then looks for a
noun right behind the number or, over a few linking words, before it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.language import numerals
from pipeline.model import Span

# A measure and what may not follow it, where it would be part of another word (一次性, 三位一体, 两个人).
_MEASURES = {
    "人次": "",
    "人[（(]次[)）]": "",
    "场次": "",
    "名(?!优(?!秀)|师(?![德傅范生徒])|校(?![长级领内外医]))": "次列义著",
    "位": "于置一数",
    "人(?!为(?!(?:中共|党的?|优秀)?(?:正式|预备|党员|入党|积极|发展)))": "民口均大心才事身生士类物力文员",
    "次": "序要日年性品数第",
    "场": "所地面景合长馆雨",
    "期": "间限望待末中货",
    "堂": "",
    "节": "约日点能目假",
    "讲": "话解述座究",
    "篇": "",
    "份": "额量",
    "条": "件例款",
    "则": "",
    "回": "",
    "轮": "",
    "个": "人性体百一月小年学季星层方阶环",
}
_FIRSTS = rf"0-9{numerals.HAN_DIGIT}十百千廿卅"
_DASH = "[-－–—~～至到]"
# 个 goes with too much (五个好) to count after other figures than these.
_BEFORE_GE = "0123456789余多两"
# 三个座谈会
_MEETINGS = re.compile(
    "(?:民主|专题|组织)?(?:座谈|恳谈|研讨|讨论|交流|现场|推进|动员|部署|生活|评议|汇报|总结|表彰|专题)(?:大会|会议?)(?![场员标徽期议])"
)
MEASURES = frozenset(re.split(r"[\[(]", unit)[0] for unit in _MEASURES)
_NUMBER = re.compile(
    rf"(?=[{_FIRSTS}])(?P<number>{numerals.NUMBER})(?:{_DASH}(?P<to>{numerals.NUMBER}))?(?P<more>[余多来几]?)\Z"
)
_LONGEST = 30  # characters of a numeral or a range of two
_NUMERIC = (  # the characters that one can hold
    f"0123456789.．,零〇○◯{numerals.HAN_DIGIT}{''.join(numerals.UNITS)}{''.join(numerals.SCORES)}余多来几-–—~～至到"
)
_BARE = re.compile(
    r"[\t：:\n][ ]{0,4}(?P<number>[0-9]{1,5})"
    r"(?=[ ]{0,8}(?:[\t\n，,。；;、]|\Z)|[ ]{2,8}(?![年月日号时])[\u4e00-\u9fff]|[ ][\u4e00-\u9fff]{1,8}[：:])"
)
_ABOUT = re.compile(r"(?:大约|大概|将近|接近|超过|不下|约|近|逾|超|(?<![线网])上(?=[百千万]))\Z")
_VAGUE = re.compile("(?:(?<![人次总量件])数|几|成百上)[十百千]\\Z")
_BRACKETS = dict.fromkeys(map(ord, "（()）"))
_SENTENCE_MARK = re.compile("[。；;！!？?\n]")
_BACK, _FORTH = 48, 72
_ROWS = 40  # rows of a table looked at above a cell
_TOTAL_ROW = re.compile(r"合计|总计|共计|总数|累计|全年|数量|次数|人数|期数|\A数\Z")
_FIGURE = re.compile(r"[0-9]|\A\s*\Z|\A[-—/]\Z")

# A noun that is the label of the next number: 党课4次　研讨：6次, 党员大会4次支委会12次.
_GAP = re.compile(r"[ 　]")
_NEXT_LABEL = re.compile(rf"[ 　]{{0,4}}(?:[:：]|[{_FIRSTS}])")
# A row that names what it counts is none of the column's that is headed in a form's row above (党员人数\t15).
_OWN_LABEL = re.compile(r"(?!全年|合计|总|累计)[\u4e00-\u9fff]{2,}(?:人数|次数|数量|数|场次|期数)\Z")

# Where the words that belong to a bare head begin: behind the last of these.
_STOP = re.compile(
    r"(?:[\s\S]*(?:召开|举行|举办|组织(?!生活|委员|部|关系)|开展|开好|主持|参加|参与|进行|实施|落实|坚持|安排|完成|利用|通过"
    r"|各类|各种|各项|各级|各|共|其中|先后|多次|编发|编印|印发|刊发|上报|报送|撰写|(?<!公)[开讲](?!放|话|解|座|会)|了(?!解)|的|和|及|与|把|在"
    r"|将|以|[次场个名期堂]|支部(?=[党民组专集])|[^\u4e00-\u9fff“”]))?"
)
HAN_TAIL = re.compile(r"[\u4e00-\u9fff“”]{1,8}\Z")


class Quantity(NamedTuple):
    """A number with its measure; `unit` is empty in a table cell, `upto` the upper end where a range is given."""

    span: Span
    value: float
    unit: str
    approx: bool = False
    upto: float | None = None


class Noun(NamedTuple):
    """What a quantity counts: the noun, its span, the group of the finder's pattern that matched, the words between.

    `order` is noun-number, number-noun, cell (a label before a bare number) or column (the head of a table's column).
    """

    span: Span
    name: str
    group: str
    link: str
    order: str


def quantities(text: str, more: tuple[str, ...] = ()) -> tuple[Quantity, ...]:
    """All quantities of a working text in order; `more` are measures beyond the usual ones.

    Ordinals (第3期), shares and dates are none.
    """
    return _quantities(text, more)  # one key for those who name no more and those who name none


@lru_cache(maxsize=8)
def _quantities(text: str, more: tuple[str, ...]) -> tuple[Quantity, ...]:
    anchor, unit = _measures(more)
    found = [q for match in anchor.finditer(text) if (q := _measured(text, match.start() + 1, unit))]
    return tuple(sorted([*found, *_bare_ones(text)], key=lambda q: q.span))


@lru_cache(maxsize=8)
def _bare_ones(text: str) -> tuple[Quantity, ...]:
    """The bare numbers behind a tab or a colon, whatever the measures."""
    return tuple(
        _bare(match) for match in _BARE.finditer(text) if match[0][0] != "\n" or text.startswith("\t", match.end())
    )


@lru_cache(maxsize=8)
def _measures(more: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The anchor, a figure before a measure (the cheapest scan; numerals are read only there), and the unit."""
    units = {**dict.fromkeys(map(re.escape, sorted(more, key=len, reverse=True)), ""), **_MEASURES}
    firsts = "".join(sorted({unit[0] for unit in _MEASURES} | {re.escape(unit[0]) for unit in more}))
    names = "|".join(unit + (f"(?![{no}])" if no else "") for unit, no in units.items())
    return re.compile(rf"[{_FIRSTS}〇零万余多来几][{firsts}]"), re.compile(
        f"(?P<unit>{names})(?P<over>以上|左右|上下)?"
    )


def _measured(text: str, at: int, measure: re.Pattern[str]) -> Quantity | None:
    """The quantity whose measure starts at an offset."""
    if text[at] == "个" and text[at - 1] not in _BEFORE_GE and not _MEETINGS.match(text, at + 1):
        return None
    unit = measure.match(text, at)
    before = text[max(0, at - _LONGEST) : at]
    match = _NUMBER.search(text, at - len(before) + len(before.rstrip(_NUMERIC)), at) if unit else None
    if not match or not unit or text[max(0, match.start() - 1) : match.start()] in ("第", "届", "分", "/", "／"):
        return None
    if _VAGUE.search(text, max(0, match.start() - 3), match.start() + 1):
        return None  # 数十名, 好几百人
    if text[unit.end("unit") : unit.end("unit") + 1] == unit["unit"][-1]:
        return None  # 一次次, 一场场
    number = _value(match["number"])
    if number is None:
        return None
    approx = number.approx or bool(match["more"] or unit["over"] or match["to"])
    approx = approx or bool(_ABOUT.search(text, max(0, match.start() - 3), match.start()))
    upto = numerals.value(match["to"]) if match["to"] else None
    name = unit["unit"].translate(_BRACKETS)
    return Quantity(Span(match.start("number"), unit.end("unit")), float(number.value), name, approx, upto)


@lru_cache(maxsize=4096)
def _value(number: str) -> numerals.Quantity | None:
    return numerals.quantity(number)


def _bare(match: re.Match[str]) -> Quantity:
    return Quantity(Span(*match.span("number")), float(match["number"]), "")


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds the noun of a quantity; `before` ends where the number starts, `after` starts where the measure ends."""

    before: re.Pattern[str]
    after: re.Pattern[str]

    @classmethod
    def of(cls, nouns: str, link: str, between: str, tail: str = "") -> Finder:
        """A finder for a pattern of nouns in named groups.

        `link` are the words that may stand between noun and number (共, 达到), `between` those between measure and
        noun (生动的专题), `tail` what may not follow the noun.
        """
        return cls(re.compile(rf"(?:{nouns})(?P<link>{link})\Z"), re.compile(rf"(?P<link>{between})(?:{nouns}){tail}"))

    def noun(self, text: str, quantity: Quantity) -> Noun | None:
        """The noun that the number counts: behind it where there is one, else before it.

        Not the one behind where that is over a gap, or is itself the label of the next number.
        """
        behind = self.behind(text, quantity)
        if behind and (_GAP.match(text, quantity.span.end) or _NEXT_LABEL.match(text, behind.span.end)):
            return self.ahead(text, quantity) or behind
        return behind or self.ahead(text, quantity)

    def behind(self, text: str, quantity: Quantity) -> Noun | None:
        """number-noun: 18名在职党员."""
        end = quantity.span.end
        match = self.after.match(text, end, min(len(text), end + _FORTH)) if quantity.unit else None
        return _noun(match, "number-noun", 0) if match else None

    def ahead(self, text: str, quantity: Quantity) -> Noun | None:
        """noun-number: 党员总数达到45人."""
        start = quantity.span.start
        before = text[max(0, start - _BACK) : start]
        mark = _SENTENCE_MARK.search(before[::-1])
        floor = start - (mark.start() if mark else len(before))
        match = self.before.search(text[floor:start])
        return _noun(match, "noun-number" if quantity.unit else "cell", floor) if match else None

    def cell(self, text: str, quantity: Quantity) -> Noun | None:
        """A table's bare number whose column head is the noun; `link` is the label of its row."""
        if quantity.unit:
            return None
        head, label = column_head(text, quantity.span.start)
        row = text[text.rfind("\n", 0, quantity.span.start) + 1 : quantity.span.start]
        if row.count("\t") == 1 and _OWN_LABEL.match(row.strip()):
            return None
        match = self.before.search(head)
        return Noun(Span(0, 0), match[_group(match)], _group(match), label, "column") if match else None


def column_head(text: str, at: int) -> tuple[str, str]:
    """The head of the column of a table cell, and the label of its row (cells are parted by tabs, rows by line ends).

    The label is empty where the row is the table's only one or is its total.
    """
    start, end = text.rfind("\n", 0, at) + 1, text.find("\n", at)
    column, label = text.count("\t", start, at), text[start : text.find("\t", start)].strip()
    alone = end < 0 or "\t" not in text[end + 1 : text.find("\n", end + 1) if "\n" in text[end + 1 :] else len(text)]
    for row in range(_ROWS):
        above = text.rfind("\n", 0, max(0, start - 1)) + 1
        cells = text[above : max(above, start - 1)].split("\t")
        if start == 0 or len(cells) <= max(1, column):
            break
        if not _FIGURE.search(cells[column]):
            return cells[column].strip(), "" if (alone and row == 0) or _TOTAL_ROW.search(label) else label
        start = above
    return "", label


def widened(text: str, start: int) -> int:
    """Where the words that belong to a bare head (会议, 学习) begin: 召开安全生产|会议 gives the offset of 安全."""
    window = text[max(0, start - 12) : start]
    kept = _STOP.match(window)
    rest = window[kept.end() if kept else 0 :]
    rest = rest if "“" in rest else rest.rpartition("”")[2]
    return start - len(rest) if HAN_TAIL.fullmatch(rest) else start


def _noun(match: re.Match[str], order: str, base: int) -> Noun:
    group = _group(match)
    start, end = match.span(group)
    return Noun(Span(start + base, end + base), match[group], group, match["link"], order)


def _group(match: re.Match[str]) -> str:
    return next(name for name, found in match.groupdict().items() if found is not None and name != "link")
