"""Zones: the stretches of a report under a problem heading, a plan heading, or one that joins the two.

A sub-heading below 存在的问题 belongs to the zone whatever its own words suggest (宣传发动不够深入 is no account of
organisation), unless it turns to the remedies.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pipeline.draft import Draft
from pipeline.model import Section, Span
from pipeline.statements import opens_line

OUTLOOK = frozenset({"problems", "plans"})


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch whose headings carry these roles; `joined` where one heading has both."""

    span: Span
    roles: frozenset[str]

    @property
    def joined(self) -> bool:
        """Whether problems and plans stand under one heading."""
        return self.roles == OUTLOOK


def zones(draft: Draft) -> tuple[Zone, ...]:
    """The problem and plan zones of a draft, in text order, disjoint; sub-headings without such a role are inside."""
    heads = [section for section in draft.sections if opens_line(draft.text, section.span.start)]
    roles = _effective(heads)
    found: list[Zone] = []
    ends = [*(section.span.start for section in heads[1:]), len(draft.text)]
    for section, end in zip(heads, ends, strict=False):
        role = roles[section.no]
        inside = bool(role) and role == roles.get(section.parent)
        last = found[-1] if found else None
        if last and inside and last.roles == role and last.span.end == section.span.start:
            found[-1] = Zone(Span(last.span.start, end), role)
        elif role:
            found.append(Zone(Span(section.span.start if inside else section.span.end, end), role))
    return tuple(found)


def _effective(sections: Iterable[Section]) -> dict[str, frozenset[str]]:
    """The problem and plan roles that hold in each section's own text, by its number."""
    found: dict[str, frozenset[str]] = {}
    for section in sections:
        above = found.get(section.parent, frozenset())
        own = OUTLOOK & frozenset(section.roles)
        found[section.no] = _inherited(own, above)
    return found


def _inherited(own: frozenset[str], above: frozenset[str]) -> frozenset[str]:
    """A part of a joined section may be one of the two; elsewhere a sub-heading keeps what stands above it."""
    return above if not own or (above and own == OUTLOOK) else own
