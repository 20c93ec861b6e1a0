"""What an audit rule is given: a report with its facts, the draft it came from, and how to write a finding."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from pipeline.language.context import modifiers
from pipeline.language.draft import Draft
from pipeline.language.profile import Profile
from pipeline.messages import Told
from pipeline.model import DOUBTFUL, Fact, Finding, Report, Span

ERROR, WARNING, NOTE = "error", "warning", "note"


@dataclass(frozen=True)
class Case:
    """One report under audit. Facts and sections have source offsets; `draft.text` has working ones."""

    report: Report
    draft: Draft

    @property
    def profile(self) -> Profile:
        """The profile of the run."""
        return self.draft.profile

    @cached_property
    def sure(self) -> tuple[Fact, ...]:
        """The facts that are not doubtful."""
        return tuple(fact for fact in self.report.facts if fact.confidence != DOUBTFUL)

    def of(self, layer: str) -> tuple[Fact, ...]:
        """The facts of a layer that are not doubtful."""
        return tuple(fact for fact in self.sure if fact.layer == layer)

    def threshold(self, name: str, default: float) -> float:
        """A threshold of the profile."""
        return self.profile.thresholds.get(name, default)

    def working(self, span: Span) -> Span:
        """The working offsets of a source span."""
        return self.draft.aligned.working(span)

    def context(self, fact: Fact) -> frozenset[str]:
        """What the words around a fact make of it: planned, other_body, earlier …"""
        return modifiers(self.draft, self.working(fact.span))

    def sentence(self, fact: Fact) -> str:
        """The sentence a fact stands in, as working text."""
        return self.draft.sentence(self.working(fact.span).start).of(self.draft.text)

    def finding(self, severity: str, said: Told, span: Span | None = None, role: str = "") -> Finding:
        """A finding; `span`, in working offsets, is its evidence."""
        place = self.draft.aligned.source(span) if span else None
        text = place.of(self.draft.source.text) if place else ""
        return Finding(severity, said.code, said.message, place, text, role, said.message_en)

    def on(self, severity: str, said: Told, fact: Fact) -> Finding:
        """A finding whose evidence is a fact."""
        return Finding(severity, said.code, said.message, fact.span, fact.text, message_en=said.message_en)


def single(words: str) -> str:
    """Words that will stand in quotation marks; those within them are made single ones."""
    return words.replace("“", "‘").replace("”", "’")


Rule = Callable[[Case], Iterator[Finding]]
