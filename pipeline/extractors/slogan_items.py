"""The items of a numeral slogan where the report spells them out, and how many of them its numerals call for."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extractors.slogan_names import CLOSE, OPEN
from pipeline.model import Span

REACH = 240
_HAN_NUMBER = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "双": 2}
# 一 inside a word (个一, 一体, 一致) counts nothing.
_TERM = re.compile(
    r"(十[一二三四五六七八九]|[二三]十[一二三四五六七八九]?|[一二两双三四五六七八九十])"
    r"(个一$|(?:[^一二两双三四五六七八九十]|一(?=[体般致流批律贯切定百千]))+)"
)
_PARENTHESIS = re.compile(
    f"[{CLOSE}]?[\u4e00-\u9fff]{{0,8}}[{CLOSE}]?[（(〔\\[]([^（()）〔〕\\[\\]]{{5,{REACH}}})[）)〕\\]]"
)
_LEADS_IN = "[，,]?(?:细化为|分解为|具体为|概括为|即|就是|也就是|是指|指的是|分别是|分别为|主要是|包括)"
_EXPLAINED = re.compile(
    f"[{CLOSE}]?[\u4e00-\u9fff]{{0,8}}?(?:{_LEADS_IN}|[:：]|——?)[:：]?"
    f"(?:[{OPEN}]([^\n{OPEN}{CLOSE}]{{5,{REACH}}})[{CLOSE}]|([^。；;\n{OPEN}{CLOSE}（(]{{5,{REACH}}}))"
)
_STOP = re.compile(f"[。；;：:！!\n{OPEN}{CLOSE}]")
_LEAD = re.compile(
    "^(?:.*(?:做到|实现|达到|坚持|争做|争创|创建|建设|打造|努力|严格|落实|按照|围绕|确保|开展|学习|通过|加强|抓好|注重|为|了|以))?(?=.)"
)
_OPENING = re.compile(r"^(?:即|指|就是|也就是|分别是|一是|包括|要求)[:：，,]?")
_ORDINAL = re.compile(r"^(?:[一二三四五六七八九十]是要?|[（(]?[0-9一二三四五六七八九十]{1,2}[)）.、．]|[①-⑩])")
_COMMAS = re.compile("[、，,]")
_EDGES = ' 　。.，,、；;“”"'
_SEPARATORS = tuple(map(re.compile, ("[；;]", "、", "[，,]", "[、，,；;]")))


@lru_cache(maxsize=512)
def expected_items(canonical: str) -> tuple[int, ...]:
    """How many items a slogan of that name may list; empty where its numerals do not tell.

    五个好 lists five, 四比三优一满意 eight, 四讲四有 eight or four pairs; 一帮一 and 121311工程 tell nothing.
    """
    terms = _TERM.findall(canonical)
    if not terms or "".join(number + name for number, name in terms) != canonical or canonical[0] == "一":
        return ()
    numbers = [_number(number) for number, _ in terms]
    pairs = numbers[:1] if len(numbers) > 1 and len(set(numbers)) == 1 else []
    return tuple(sorted({sum(numbers), *pairs}))


def _number(numeral: str) -> int:
    tens, ten, ones = numeral.partition("十")
    return (_HAN_NUMBER.get(tens, 1) * 10 + _HAN_NUMBER.get(ones, 0)) if ten else _HAN_NUMBER[numeral]


def items_of(text: str, span: Span, canonical: str) -> tuple[str, ...]:
    """The items spelled out right after the name (in brackets, after 即) or right before it (“A、B、C”四型)."""
    expected = expected_items(canonical)
    gloss = _PARENTHESIS.match(text, span.end)
    if gloss:
        return _split(_OPENING.sub("", gloss[1]), expected)
    explained = _EXPLAINED.match(text, span.end)
    items = _split(_OPENING.sub("", explained[1] or explained[2]), expected) if explained else ()
    if items and explained and (explained[1] or len(items) in expected):
        return items
    return _items_before(text, span.start, canonical, expected) if expected else ()


def _items_before(text: str, start: int, canonical: str, expected: tuple[int, ...]) -> tuple[str, ...]:
    """The items that end right before the name, as many as it calls for: quoted, or a run told by its word."""
    window = text[max(0, start - REACH) : start]
    window = window[:-1] if window[-1:] in tuple(OPEN) else window
    window = window[:-1] if window[-1:] in ("的", "这", "等") else window
    *_, last = [window, *_STOP.split(window)]
    if not last and window[-1:] in tuple(CLOSE):
        return _agreeing(_split(_STOP.split(window[:-1])[-1], expected), expected)
    return _run_items(last, canonical, expected)


def _agreeing(items: tuple[str, ...], expected: tuple[int, ...]) -> tuple[str, ...]:
    return items if len(items) in expected else ()


def _run_items(run: str, canonical: str, expected: tuple[int, ...]) -> tuple[str, ...]:
    """Items of an unquoted run before the name, told by its word: 领导班子好、党员队伍好…的“五好”."""
    head = _TERM.sub(lambda term: term[2].lstrip("个大项"), canonical, count=1)
    parts = _COMMAS.split(run.removesuffix("的"))[-expected[-1] :]
    if len(parts) not in expected or not all(part.endswith(head) or head in part[:6] for part in parts):
        return ()
    first = _LEAD.sub("", parts[0]) or parts[0]
    return (first, *parts[1:])


def _split(gloss: str, expected: tuple[int, ...]) -> tuple[str, ...]:
    """The items by the separator that gives as many as the name calls for, else by the first that parts the list."""
    first: tuple[str, ...] = ()
    for separator in _SEPARATORS:
        if not separator.search(gloss):
            continue
        parts = tuple(_ORDINAL.sub("", part.strip(_EDGES)).strip(_EDGES) for part in separator.split(gloss))
        parts = tuple(part for part in parts if part)
        if len(parts) > 1 and max(map(len, parts)) <= 60:
            if len(parts) in expected:
                return parts
            first = first or parts
    return first
