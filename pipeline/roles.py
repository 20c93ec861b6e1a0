"""Heading roles: what a section is for, by the cues of its heading, its form, its place and its body."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

import regex

from pipeline.lexicon import Lexicon
from pipeline.model import ROLES, Section
from pipeline.profile import Profile

LABEL, PHRASE = 3, 2  # weights: a heading's name for its part; a verb phrase that tells of one


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue found in a heading."""

    role: str
    weight: int
    start: int
    end: int


@lru_cache(maxsize=8)
def _cues(lexicon: Lexicon) -> tuple[tuple[regex.Pattern[str], tuple[str, ...], int], ...]:
    """The heading cues of a profile: pattern, roles, weight."""
    return tuple(
        (e.compiled, (e.kind, *e.extra.get("also", ())), int(e.get("weight", str(LABEL)))) for e in lexicon["headings"]
    )


def heading_cues(heading: str, lexicon: Lexicon) -> list[Cue]:
    """The cues of a heading that do not overlap, the longer before the shorter, in text order."""
    found = [
        Cue(role, weight, m.start(), m.end())
        for pattern, roles, weight in _cues(lexicon)
        for m in pattern.finditer(heading)
        for role in roles
    ]
    kept: list[Cue] = []
    for cue in sorted(found, key=lambda c: (c.start - c.end, -c.weight, c.start)):
        if all(
            cue.end <= other.start or other.end <= cue.start or (cue.start, cue.end) == (other.start, other.end)
            for other in kept
        ):
            kept.append(cue)
    return sorted(kept, key=lambda c: c.start)


def roles_of(heading: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The roles that a heading's cues give it: all of its labels, else the first of its heaviest phrases."""
    cues = heading_cues(heading, lexicon)
    labels = {cue.role for cue in cues if cue.weight >= LABEL}
    if not labels:
        heaviest = max((cue.weight for cue in cues), default=0)
        labels = {cue.role for cue in [cue for cue in cues if cue.weight == heaviest][:1]}
    return tuple(role for role in ROLES if role in labels)


def label_share(heading: str, lexicon: Lexicon) -> float:
    """The share of a heading's characters that name a part of a report (存在的问题, 下一步打算), 0 to 1."""
    named = sum(
        span[1] - span[0] for span in {(c.start, c.end) for c in heading_cues(heading, lexicon) if c.weight >= LABEL}
    )
    return named / len(heading) if heading else 0.0


def assign(text: str, sections: tuple[Section, ...], profile: Profile) -> tuple[Section, ...]:
    """The sections with roles; those of level 1 always have one."""
    return tuple(
        replace(s, roles=roles_of(s.heading, profile.lexicon) or (("activities",) if s.level == 1 else ()))
        for s in sections
    )
