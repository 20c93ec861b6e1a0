"""Where a report has said its last: before the signature, the annexes, the copies, the foot of a web page.

What stands there is no statement of the report, and no measure of its plans; names and the date are looked for there.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language.draft import Draft
from pipeline.language.patterns import Pattern, union

_LOOKED_AT = 4000  # characters from the end
_SHARE = 0.4  # of a report that may stand below its signature
_SHORT, _LONGEST = 40, 60  # characters of a name, and of a line with a name and a date
_PERSON = re.compile(r"[\u4e00-\u9fff]{2,8}[：:] ?[\u4e00-\u9fff ]{2,5}")  # 支部书记：王一山
_NAMES = 3  # lines of names above the date
_LINE = re.compile(r"[^\n]+")
_Line = tuple[int, str]  # working offset, words without the space around them
_NUMBER = "[0-9〇○零ＯOo0一二三四五六七八九十廿卅元正]"
_DATE = re.compile(
    rf"(?:[0-9]{{4}}|[二一](?:[ ]?[〇○零ＯOo0一二三四五六七八九]){{3}})[ ]?[年.．/\-][ ]?(?:{_NUMBER}[ ]?){{1,3}}"
    rf"(?:[月.．/\-][ ]?(?:(?:{_NUMBER}[ ]?){{1,3}}[日号]?)?)?[ ]?[）)]?$"
)
_SENTENCE = re.compile("[。！？；]")
_UNNAMED = re.compile("[，。；：！？、,;:!?]|^[（(]?[一二三四五六七八九十0-9]{1,3}[）)、.．]")


@lru_cache(maxsize=2)
def closing(draft: Draft) -> int:
    """The working offset where the report's own words end: the length of the text where nothing follows them."""
    text = draft.text
    least = max(len(text) - _LOOKED_AT, int((1 - _SHARE) * len(text)))
    start = text.rfind("\n", 0, least) + 1
    lines = [(m.start(), m[0].strip()) for m in _LINE.finditer(text, start) if m[0].strip()]
    last = max((section.span.start for section in draft.sections), default=0)
    at = _signature([line for line in lines if line[0] > last], len(text))
    return _apparatus([line for line in lines if line[0] < at], union(draft.profile.lexicon, "closing"), at)


def _signature(lines: list[_Line], end: int) -> int:
    """Where the signature begins: with the names above the first line that is a date, or that ends a name with one."""
    for number, (at, line) in enumerate(lines):
        date = _DATE.search(line) if len(line) <= _LONGEST else None
        if date is None:
            continue
        own = line[: date.start()].strip(" （(")
        if not own:
            return _names_above(lines[:number], at)
        if _is_name(own):
            return at
    return end


def _names_above(lines: list[_Line], at: int) -> int:
    """Where the lines above a date begin that can be names of those who sign."""
    for above, line in reversed(lines[-_NAMES:]):
        if not _is_name(line):
            break
        at = above
    return at


def _is_name(line: str) -> bool:
    return 1 < len(line) <= _SHORT and (not _UNNAMED.search(line) or _PERSON.fullmatch(line) is not None)


def _apparatus(lines: list[_Line], foot: Pattern, end: int) -> int:
    """Where the lines begin that are a foot, with nothing but such lines and short ones below."""
    for at, line in reversed(lines):
        if foot.search(line):
            end = at
        elif _SENTENCE.search(line) or len(line) > _SHORT:
            break
    return end
