"""Zones: the stretches of a report under a problem heading, a plan heading, or one that joins the two.

A sub-heading below 存在的问题 belongs to the zone whatever its own words suggest (宣传发动不够深入 is no account of
organisation), unless it turns to the remedies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.language.draft import Draft
from pipeline.language.shortcomings import cues, hits
from pipeline.language.statements import opens_line, units
from pipeline.model import Section, Span
from pipeline.structure.closing import closing
from pipeline.structure.cues import label_share

OUTLOOK = frozenset({"problems", "plans"})
_LABEL = 0.5  # A heading half of which names a part of a report is its title.
_CAUSES = re.compile(r"^[^及和与、]*(?:原因|根源)(?:分析|剖析)?$")
# 产生上述问题的原因主要有： with the list behind it.
_WHY = re.compile("(?:原因|根源|症结)[^，,。；;：:\\n]{0,14}[：:。，,]")
_NEAR, _FAR = 60, 3000  # So far off a list of causes begins at most, and ends.
_DEEPEST = 2
_SHORTEST, _LEAST, _MAJORITY = 6, 2, 0.6


class Zone(NamedTuple):
    """A stretch whose headings carry these roles; both where one heading joins problems and plans.

    `stated` tells that its heading names no part but is a statement itself (（二）后备力量不足), so that it may be the
    item of a list.
    """

    span: Span
    roles: frozenset[str]
    stated: bool = False


def zones(draft: Draft) -> tuple[Zone, ...]:
    """The problem and plan zones of a draft, in text order, disjoint; sub-headings without such a role are inside."""
    heads = [section for section in draft.sections if opens_line(draft.text, section.span.start)]
    roles = _effective(draft, heads)
    found: list[Zone] = []
    ends = [*(section.span.start for section in heads[1:]), closing(draft)]
    for section, following in zip(heads, ends, strict=False):
        role, end = roles[section.no], max(following, section.span.end)
        inside = bool(role) and role == roles.get(section.parent) and not is_title(draft, section)
        last = found[-1] if found else None
        if last and inside and last.roles == role and last.span.end == section.span.start:
            found[-1] = Zone(Span(last.span.start, end), role)
        elif role:
            stated = "problems" in role and not is_title(draft, section)
            found.append(Zone(Span(section.span.start if inside else section.span.end, end), role, stated))
    return tuple(found)


def causes(draft: Draft) -> list[Span]:
    """The passages that tell why there are problems, under a heading or not; what they say is no statement of one."""
    return [*(Span(s.span.start, s.body_end) for s in draft.sections if _tells_causes(s)), *told_causes(draft)]


@lru_cache(maxsize=2)
def told_causes(draft: Draft) -> tuple[Span, ...]:
    """The lists of causes in running text: 产生上述问题的原因主要有：一是…；二是…, to the end of the list."""
    return tuple(_told_causes(draft))


def _told_causes(draft: Draft) -> Iterator[Span]:
    text, done = draft.text, 0
    for match in _WHY.finditer(text):
        end = 0
        if match.start() >= done:
            end = _list_end(text, match.end()) or (draft.sentence(match.end()).end if match[0][-1] in "：:" else 0)
        if end:
            done = end
            yield Span(draft.sentence(match.start()).start, end)


def _list_end(text: str, start: int) -> int:
    """Where the list that begins at an offset ends: with its paragraph, or its last line; 0 where none begins."""
    peeked = next(units(text, Span(start, min(len(text), start + _NEAR))), None)
    if peeked is None or not peeked.head or peeked.ordinal != 1:
        return 0
    far = min(len(text), start + _FAR)
    paragraph = text.find("\n", peeked.span.start, far)
    if not peeked.paragraph:
        return paragraph if paragraph > 0 else far
    end = 0
    for unit in units(text, Span(start, far)):
        if unit.paragraph and not unit.head:
            break
        end = unit.span.end
    return end


def _tells_causes(section: Section) -> bool:
    """问题产生的原因 tells why; 存在的问题及原因 tells what first."""
    heading = section.heading
    return ("原因" in heading or "根源" in heading) and _CAUSES.search(heading) is not None


def is_title(draft: Draft, section: Section) -> bool:
    """Whether a heading names its part (存在的主要问题) and states nothing."""
    return not OUTLOOK.isdisjoint(section.roles) and label_share(section.heading, draft.profile.lexicon) >= _LABEL


def _effective(draft: Draft, sections: Iterable[Section]) -> dict[str, frozenset[str]]:
    """The problem and plan roles that hold in each section's own text, by its number."""
    found: dict[str, frozenset[str]] = {}
    for section in sections:
        above = found.get(section.parent, frozenset())
        own = OUTLOOK & frozenset(section.roles)
        if not own and not above and _admits(draft, section):
            own = frozenset({"problems"})
        found[section.no] = frozenset() if _tells_causes(section) else _inherited(own, above)
    return found


def _inherited(own: frozenset[str], above: frozenset[str]) -> frozenset[str]:
    """A part of a joined section may be one of the two; elsewhere a sub-heading keeps what stands above it."""
    return above if not own or (above and own == OUTLOOK) else own


def _admits(draft: Draft, section: Section) -> bool:
    """Whether a heading that may announce shortcomings (查找差距) stands over a body that is mostly such."""
    known = cues(draft.profile.lexicon)
    if section.level > _DEEPEST or not known.finds("heading", section.heading):
        return False
    body = [unit for unit in units(draft.text, section.body) if len(unit.span) >= _SHORTEST]
    stated = [unit for unit in body if unit.head] or body
    admitted = sum(any(not hit.veto for hit in hits(known, unit.span.of(draft.text))) for unit in stated)
    return admitted >= max(_LEAST, _MAJORITY * len(stated))
