"""Numeral slogans: a numeral with the name of a closed list (五个好, 四比三优一满意, 121311工程).

Names of the lexicon are taken wherever they stand. Beyond the lexicon a grammar reads a quoted numeral with a name
(“四型”, “三清四看”), and unquoted ones whose name is a list name (三个到位). Plain enumerations (三个环节), idioms and
ordinal runs (一抓…，二促…) are vetoed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.extractors.slogan_items import items_of
from pipeline.extractors.slogan_names import CLOSE, COUNT, NUMERAL, OPEN, Names, names
from pipeline.language.draft import Draft
from pipeline.model import CERTAIN, LIKELY, Mention, SloganValue, Span, spanned

_QUOTED = re.compile(f"([^{OPEN}{CLOSE}\n]{{2,24}})[{CLOSE}]")
_SEPARATOR = re.compile(r"[、，,；;\s·/]+")
_NAME = f"[^{NUMERAL}\\W0-9A-Za-z_]"
_LINKED = re.compile(f"(?:[{NUMERAL}]{_NAME}{{1,4}}){{2,6}}")
_LINK = re.compile(f"([{NUMERAL}])({_NAME}{{1,4}})")
_PAIR = re.compile(f"[一二两]{_NAME}一")
_COUNTED = re.compile(f"{COUNT}[个大项种条]?({_NAME}{{1,8}})")
_NUMBERED = re.compile(
    r"([0-9]{3,8}|[0-9](?:\+[0-9A-Za-z])+)(工程|工作法|工作制度?|工作机制|工作模式|模式|机制|行动|体系)?"
)
_SEQUENCE = re.compile("[一二三四五六七八九]{3,6}")  # “四三二一”工作法
_AFTER_NUMBER = re.compile(f"[{CLOSE}]?(工程|工作法|工作制|工作机制|工作模式|工作思路|模式|机制|行动|体系|战略)")
_GIVEN = "帮带助联扶结教传包"  # 一帮一 names what is done, 一对一 only that there are two
_CLASSIFIERS = frozenset("个大项种条")
_HUNDREDS = re.compile("[双两三四五六七八九]百(?:工程|活动|行动|计划)?")  # 四百工程: a hundred of each of four
_CONGRESS = re.compile("(?:十[一二三四五六七八九]|二十[一二三四五]?)(?:大|届)")  # 十九大精神
_YEAR = re.compile(r"(?:19|20)[0-9]{2}(?:[01][0-9][0-3][0-9])?")
_HAN_DIGIT = dict(zip("23456789", "二三四五六七八九", strict=True))


class Reading(NamedTuple):
    """A name read in the text: where it stands, its canonical form, the rule that read it, and a veto."""

    start: int
    end: int
    canonical: str
    rule: str
    veto: str = ""


def extract_slogans(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The numeral slogans of a draft, in text order."""
    words, text, last = names(draft.profile.lexicon), draft.text, 0
    for anchor in words.anchor.finditer(text):
        if anchor.start() < last:
            continue
        for reading in read(text, anchor.start(), words):
            last = reading.end
            span = spanned((reading.start, reading.end))
            items = () if reading.veto else items_of(text, span, reading.canonical)
            yield Mention(
                "slogan",
                reading.rule,
                span,
                SloganValue("numeral", reading.canonical, items),
                CERTAIN if reading.rule == "slogan.known" else LIKELY,
                ("slogan.items",) if items else (),
                reading.veto,
            )


def read(text: str, at: int, words: Names) -> Iterable[Reading]:
    """The slogans that start at `at`; several where a quotation lists them (“两不误、两促进”)."""
    closing = _QUOTED.match(text, at) if at and text[at - 1] in OPEN else None
    if text[at].isdigit():
        return _digits(text, at, words, bool(closing))
    if closing:
        return [found for piece in _pieces(text, at, closing.end(1), words) if (found := _quoted(text, piece, words))]
    found = _unquoted(text, at, words)
    return (found,) if found else ()


def _pieces(text: str, start: int, end: int, words: Names) -> list[Span]:
    """The parts of a quotation: “两不误、两促进” is two, “三亮、三比、三评” (short ones) and “三会、一课” are one.

    Short ones that the lexicon knows each by itself are slogans of their own: “五好、五带头”.
    """
    places = [start, *(edge for sep in _SEPARATOR.finditer(text, start, end) for edge in sep.span()), end]
    parts = [Span(a, b) for a, b in zip(places[::2], places[1::2], strict=True)]
    apart = all(len(part) > 2 for part in parts) or all(_is_known(text, part, words) for part in parts)
    return parts if apart else [Span(start, end)]


def _is_known(text: str, part: Span, words: Names) -> bool:
    known = words.look_up(text, part.start)
    return known is not None and len(known.name) == len(part)


def _quoted(text: str, part: Span, words: Names) -> Reading | None:
    """A slogan that is a whole quotation, or one that opens it."""
    name = part.of(text)
    known = words.look_up(text, part.start)
    reading = Reading(part.start, part.start + len(known.name), known.canonical, "slogan.known") if known else None
    if reading and (reading.end >= part.end or (reading.end - part.start > 3 and text[reading.end] not in NUMERAL)):
        return reading
    whole = _SEPARATOR.sub("", name)
    if whole in words.idioms:
        return Reading(part.start, part.end, whole, "slogan.quoted", "固定说法，不是口号")
    if _LINKED.fullmatch(whole):
        return Reading(part.start, part.end, whole, "slogan.linked", _link_veto(whole, words))
    if reading:
        return reading
    if _SEQUENCE.fullmatch(name) and _AFTER_NUMBER.match(text, part.end):
        return Reading(part.start, part.end, name, "slogan.number")
    return _counted(part, name, words)


def _link_veto(name: str, words: Names) -> str:
    """Why linked numerals are no slogan: 十九届六中全会, 五省一市, 一户一策."""
    if name.endswith("位一体"):
        return ""
    links = _LINK.findall(name)
    if words.units.fullmatch(links[0][1]) or links[0][1][0] in "年月周季天":
        return "数词后面是量词"
    if len(links) == 2 and any(len(rest) > 1 and words.enumerated.match(rest) for _, rest in links):
        return "只是列举，不是口号"
    return "分配的说法，不是口号" if len(links) == 2 and {number for number, _ in links} == {"一"} else ""


def _counted(part: Span, name: str, words: Names) -> Reading | None:
    """A quoted numeral and name: “四型”, “三公开”, “五大提升”, “一对一”."""
    if _PAIR.fullmatch(name):
        veto = "" if name[1] in _GIVEN else "只是说两方相对，不是口号"
        return Reading(part.start, part.end, name, "slogan.pair", veto)
    core = words.cored.fullmatch(name)
    if core:
        return Reading(part.start, part.start + len(core[1]), core[1], "slogan.quoted")
    counted = _COUNTED.fullmatch(name)
    if not counted or counted[1] in _CLASSIFIERS or _CONGRESS.match(name):
        return None
    veto = "数词后面是量词" if words.units.match(counted[1]) and not _is_list(name, words) else ""
    veto = "只是列举，不是口号" if words.enumerated.match(counted[1]) else veto
    return Reading(part.start, part.end, name, "slogan.quoted", veto)


def _is_list(name: str, words: Names) -> bool:
    """Whether a numeral with what looks like a measure names a list all the same: 三个百分之百, 四百工程."""
    return words.plain.fullmatch(name) is not None or _HUNDREDS.fullmatch(name) is not None


def _unquoted(text: str, at: int, words: Names) -> Reading | None:
    """A slogan without quotation marks: a known one, linked verbs (三比三看), a list name (三个到位)."""
    known = words.look_up(text, at)
    end = at + len(known.name) if known else at
    chain = words.chain.match(text, at)
    if chain and chain.end() > end:
        found = Reading(at, chain.end(), chain[0], "slogan.linked")
    elif known:
        found = Reading(at, end, known.canonical, "slogan.known")
    elif plain := words.plain.match(text, at):
        found = Reading(at, plain.end(), plain[0], "slogan.list-name")
    else:
        return None
    return found._replace(veto="“一…，二…，三…”的序数，不是口号") if _ordinal(text, at) else found


def _ordinal(text: str, at: int) -> bool:
    """Whether the numeral at `at` goes on counting: 一抓学习，二抓落实，三促进."""
    place = "一二三四五六七八九十".find(text[at])
    if place < 1 or text[at + 1 : at + 2] in ("个", "大", "项"):
        return False
    before = "一二三四五六七八九"[place - 1]
    return bool(
        re.search(f"(?:^|[，,；;。：:、\\s]){before}[^，,；;。、]{{1,20}}[，,；;。、]\\s*$", text[max(0, at - 40) : at])
    )


def _digits(text: str, at: int, words: Names, quoted: bool) -> Iterable[Reading]:
    """Arabic ones: 5个好, “121311”工程, 24365工作制度, “1+3+N”模式."""
    known = words.look_up(text, at)
    if known:
        return (Reading(at, at + len(known.name), known.canonical, "slogan.known"),)
    if text[at : at + 2][1:] == "个" and text[at] in _HAN_DIGIT:
        han = f"{text[at - 1] if quoted else ''}{_HAN_DIGIT[text[at]]}{text[at + 1 : at + 26]}"
        moved = at - int(quoted)
        return [r._replace(start=r.start + moved, end=r.end + moved) for r in read(han, int(quoted), words)]
    number = _NUMBERED.match(text, at)
    if not number or (quoted and text[number.end()] not in CLOSE):
        return ()
    holder = number[2] or next(iter(_AFTER_NUMBER.findall(text[number.end(1) : number.end(1) + 6])), "")
    veto = "" if holder else "号码，不是口号" if number[1] in words.idioms or _YEAR.fullmatch(number[1]) else ""
    canonical = number[1] + holder if holder == "工程" else number[1]
    return (Reading(at, number.end(1), canonical, "slogan.number", veto),)
