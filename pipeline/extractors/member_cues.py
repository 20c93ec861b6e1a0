"""A number with its member noun, the role it is given, and the cue words of the members lexicon that give it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import regex

from pipeline.language.lexicon import Lexicon
from pipeline.language.quantities import Quantity
from pipeline.model import CERTAIN, LIKELY, Span

_NEAREST = ("total", "attendance", "change", "honour", "has")


class Candidate(NamedTuple):
    """A number with its member noun.

    `order` and `link` as in `Noun`; `kind` is the noun without modifiers, `group` tells that they name a part;
    `own` that the kind is one of its own (入党积极分子) and no part of the members; `before` and `after` are the rest
    of the clause.
    """

    quantity: Quantity
    span: Span
    name: str
    kind: str
    group: bool
    own: bool
    order: str
    link: str
    before: str
    after: str


class Decision(NamedTuple):
    """A role with the step that decided it; `veto` says why there is none."""

    role: str
    step: str
    confidence: str = LIKELY
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Cues:
    """The cue words of the members lexicon, compiled."""

    nearest: regex.Pattern[str]
    whole: regex.Pattern[str]
    organisation: regex.Pattern[str]
    everyone: regex.Pattern[str]
    part: regex.Pattern[str]
    formerly: regex.Pattern[str]
    larger: regex.Pattern[str]
    kinds: regex.Pattern[str]


def named(cues: Cues, text: str) -> list[str]:
    """The kinds of the cues of a text in order; the names of members are none (发展对象)."""
    return [match.lastgroup or "" for match in cues.nearest.finditer(cues.kinds.sub("人", text))]


def alternatives(lexicon: Lexicon, *kinds: str) -> str:
    """The terms and patterns of the members lexicon of these kinds as one alternation; `(?!)` where there are none."""
    patterns = [entry.pattern for entry in lexicon["members"] if entry.kind in kinds and entry.pattern]
    return "|".join([*map(re.escape, lexicon.terms("members", *kinds)), *patterns]) or "(?!)"


@lru_cache(maxsize=8)
def cues_of(lexicon: Lexicon) -> Cues:
    def compiled(*kinds: str) -> regex.Pattern[str]:
        return regex.compile("|".join(f"(?P<{kind}>{alternatives(lexicon, kind)})" for kind in kinds))

    kinds = regex.compile(alternatives(lexicon, "kind", "sub"))
    return Cues(
        nearest=compiled(*_NEAREST),
        whole=compiled("whole"),
        organisation=compiled("organisation"),
        everyone=compiled("all"),
        part=compiled("part"),
        formerly=compiled("formerly"),
        larger=compiled("larger"),
        kinds=kinds,
    )


def as_total(found: Candidate, step: str) -> Decision:
    """How many there are, unless they are a group of the members (女党员)."""
    return Decision("other", "members.group") if found.group else Decision("total", step, CERTAIN)
