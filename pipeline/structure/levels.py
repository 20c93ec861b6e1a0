"""Which headings are of the first level: the numbered series that runs through a report, or those without a marker."""

from __future__ import annotations

import re

from pipeline.language.markers import SHORT
from pipeline.language.profile import Profile
from pipeline.model import Span
from pipeline.structure.cues import label_share, roles_of
from pipeline.structure.headings import NAMES, end_of_line, names_part, unmarked
from pipeline.structure.items import Item
from pipeline.text import AlignedText

_TOPS = ("piece", "part", "han")
_AS_FOLLOWS, _LEAD = (
    re.compile("(?:汇报|报告|总结|介绍|小结|情况)如下[：:。]|以下是[^。\n]{0,16}(?:总结|汇报|小结|情况)[：:]"),
    120,
)
_COMMA = re.compile("[，,]")
_OUTLOOK = frozenset({"problems", "plans"})
_OTHER_TOPS = ("han_paren", "num", "num_half", "num_paren", "circle", "letter", "stage")
_CLAUSE_TOPS = ("first", "shi")
_TERSE, _LEAST_BODY = 24, 12  # characters of a heading 一是…。 at most, of the text behind it at least


def levelled(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...], items: list[Item]) -> list[Item]:
    """The items with their final depths: the top series at 0, everything outside it deeper."""
    text = aligned.text
    top = _numbered_top(items)
    heads = [] if top and not _restarts(items, top) else _unmarked_items(aligned, profile, bold, items)
    if heads and (not top or len(heads) >= _restarts(items, top)):
        deepest = max(head.depth for head in heads) + 1
        lead = _leading(text, heads, items, profile) if not top else []
        deeper = [item._replace(depth=item.depth + deepest) for item in items[len(lead) :]]
        return sorted([*lead, *heads, *deeper], key=lambda item: item.span.start)
    found = _moved(items, top or _running_top(text, items))
    return _with_parts(found, _parts(aligned, profile, found), text, profile) if top and not bold else found


def _leading(text: str, heads: list[Item], items: list[Item], profile: Profile) -> list[Item]:
    """The items before the first head, where a series runs through what was done and the heads name what it leaves.

    1、… 2、… and then 存在的问题： and 下一步打算： without a number.
    """
    start = heads[0].span.start
    lead = [item for item in items if item.span.start < start]
    if any(set(roles_of(head.heading(text), profile.lexicon)) - _OUTLOOK for head in heads):
        return []
    style = _running_top(text[:start], lead)
    return _moved(lead, style) if style else []


def _moved(items: list[Item], top: str) -> list[Item]:
    """The items, those outside the top series deeper by one."""
    moved, inside = [], False
    for item in items:
        inside = item.style == top if item.depth == 0 else inside
        moved.append(item if inside else item._replace(depth=item.depth + 1))
    return moved


def _parts(aligned: AlignedText, profile: Profile, items: list[Item]) -> list[Item]:
    """Lines without a marker that name a part of a report with numbered headings: 存在的问题：, alone on its line."""
    if not names_part(aligned.text):
        return []
    found = _unmarked_items(aligned, profile, (), items)
    return [item for item in found if label_share(item.heading(aligned.text), profile.lexicon) >= NAMES]


def _with_parts(items: list[Item], parts: list[Item], text: str, profile: Profile) -> list[Item]:
    """The items with the parts that no number marks; a series that starts anew below one is a list in it.

    Where the series goes on behind a part it is a label within a section. So is one behind the series, unless it tells
    of problems or plans that no numbered heading names.
    """
    tops = [item for item in items if item.depth == 0]
    ends = [*(part.span.start for part in parts), len(text)][1:]
    kept: list[Item] = []
    under: list[Span] = []
    labels: set[str] = set()
    for part, end in reversed(list(zip(parts, ends, strict=True))):
        roles = set(roles_of(part.heading(text), profile.lexicon))
        later = next((item for item in tops if item.span.start > part.span.start), None)
        named = {r for item in tops for r in roles_of(item.heading(text), profile.lexicon)} & _OUTLOOK
        if later and later.value == 1 and (kept or later.span.start < end) and (roles & _OUTLOOK or not named):
            kept.append(part)
            under.append(Span(part.span.start, end))
        elif not later and roles and roles <= _OUTLOOK - named:
            kept.append(part)
        elif later:
            labels.add(part.heading(text))
    kept = [part for part in kept if part.heading(text) not in labels]
    if len(kept) < 2 and all(any(span.covers(item.span) for span in under) for item in tops):
        return items
    deeper = (i._replace(depth=i.depth + 1) if any(s.covers(i.span) for s in under) else i for i in items)
    return sorted([*deeper, *(part._replace(depth=0) for part in kept)], key=lambda item: item.span.start)


def _numbered_top(items: list[Item]) -> str:
    """第一部分 or 一、 where the report has such headings at its outermost level."""
    outermost = {item.style for item in items if item.depth == 0}
    return next((style for style in _TOPS if style in outermost), "")


def _restarts(items: list[Item], style: str) -> int:
    """How often the outermost series starts anew: several times where it stands under headings without a marker."""
    starts = sum(item.depth == 0 and item.style == style and item.value == 1 for item in items)
    return starts if starts > 1 else 0


def _unmarked_items(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...], items: list[Item]) -> list[Item]:
    """The headings without a marker as items of the outermost level."""
    taken = frozenset(item.span.start for item in items)
    text = aligned.text
    found = unmarked(aligned, profile.lexicon, bold, taken)
    return [Item(None, depth, span, end_of_line(text, span.end)) for span, depth in found]


def _running_top(text: str, items: list[Item]) -> str:
    """The style of the one series of headings that runs through the whole report; empty where there is none."""
    for style in _OTHER_TOPS:
        series = [item for item in items if item.depth == 0 and item.style == style]
        values = [item.value for item in series]
        if len(series) > 1 and len(set(values)) == len(values) and _runs_through(text, series):
            return style
    return next((style for style in _CLAUSE_TOPS if _is_clause_top(text, items, style)), "")


def _is_clause_top(text: str, items: list[Item], style: str) -> bool:
    """Whether the paragraphs of the whole report open with 第一，…。 or 一是…。, a terse heading with text behind."""
    series = [item for item in items if item.depth == 0]
    values = [item.value for item in series]
    ends = [*(item.span.start for item in series[1:]), len(text)]
    return (
        len(series) > 2
        and all(item.style == style for item in series)
        and values == list(range(1, len(values) + 1))
        and _runs_through(text, series)
        and all(_is_terse(text, item, end) for item, end in zip(series, ends, strict=True))
    )


def _is_terse(text: str, item: Item, end: int) -> bool:
    """Whether an item is a short sentence of its own, or a line, with text behind it."""
    stopped = text[item.span.end : item.span.end + 1] in ("。", "；", "！", "：", "\n")
    return stopped and len(item.heading(text)) <= _TERSE and end - item.span.end > _LEAST_BODY


def _runs_through(text: str, series: list[Item]) -> bool:
    """Whether a series holds most of the text, or what is told 如下, and each of its members reads like a heading."""
    start = series[0].span.start
    announced = _AS_FOLLOWS.search(text, max(0, start - _LEAD), start)
    return len(text) - start >= (0.4 if announced else 0.6) * len(text) and all(
        len(_COMMA.split(item.heading(text), maxsplit=1)[0]) <= SHORT for item in series
    )
