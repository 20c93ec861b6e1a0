"""The words of the house as frozen values: source, report, section, mention, fact, finding.

Offsets are half-open and count code points. They index the working text (`AlignedText.text`) while a report is a
draft, and the source text (`Source.text`) from the moment it is a `Report`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

ROLES = ("overview", "organisation", "activities", "results", "experience", "problems", "plans", "other")
LAYERS = ("name", "date", "count", "meeting", "slogan", "problem", "plan")
CERTAIN, LIKELY, DOUBTFUL = "certain", "likely", "doubtful"


class Span(NamedTuple):
    """A half-open stretch of a text, in code points; a tuple, for it is made and compared more than all the rest."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def __reduce__(self) -> tuple[type[Span], tuple[int, int]]:
        return Span, (self.start, self.end)  # what tuples do by themselves would ask for the length

    def of(self, text: str) -> str:
        """The characters of `text` that the span covers."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: Span) -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end


NOWHERE = Span(0, 0)
# A span of a pair, made without a call of Python's own: for the places that make most of them.
spanned: Callable[[tuple[int, int]], Span] = partial(tuple.__new__, Span)


@dataclass(frozen=True, slots=True)
class Source:
    """A file as read.

    `text` is decoded, without BOM, line ends made LF, otherwise unchanged. `notes` are (code, detail) remarks of the
    reader for files.csv. `margins` are headers and footers, kept apart. `bold` are the spans set in bold or in a
    heading style. `addresses` are (offset, Word address) pairs in ascending order: an address holds until the next.
    """

    file: str
    text: str
    format: str
    encoding: str = ""
    sha256: str = ""
    notes: tuple[tuple[str, str], ...] = ()
    margins: str = ""
    bold: tuple[Span, ...] = ()
    addresses: tuple[tuple[int, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One report's stretch of its source: `no` counts from 1, `span` and `title` are source offsets."""

    no: int
    span: Span
    title: Span | None = None


class Section(NamedTuple):
    """A heading of any level and its body.

    `no` is the outline number (1.2.1), `span` the heading with its marker, `body_end` where the body ends: at the next
    heading of the same or a higher level. `run_in` tells that the body goes on in the heading's own line, `blank` that
    it holds nothing but places that were never filled in.
    """

    no: str
    level: int
    marker: str
    heading: str
    roles: tuple[str, ...]
    span: Span
    body_end: int
    run_in: bool = False
    parent: str = ""
    blank: bool = False

    @property
    def body(self) -> Span:
        """From the end of the heading to the end of the body, sub-sections included."""
        return Span(self.span.end, self.body_end)


@dataclass(frozen=True, slots=True)
class NameValue:
    """A name the report gives of itself; kind: title, branch, superior, report_date, period, signatory."""

    kind: str
    value: str


@dataclass(frozen=True, slots=True)
class DateValue:
    """An EDTF (ISO 8601-2) value as written, and resolved to a full date where the report itself fixes the year."""

    value: str
    resolved: str
    kind: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class CountValue:
    """A stated number; role: total, attendance, other, planned (members); done, planned, other (the rest)."""

    category: str
    noun: str
    value: float
    unit: str
    role: str
    approx: bool = False


@dataclass(frozen=True, slots=True)
class MeetingValue:
    """A meeting told of; `date` is EDTF or empty, `attendance` in persons."""

    type: str
    date: str
    planned: bool
    attendance: int | None = None


@dataclass(frozen=True, slots=True)
class SloganValue:
    """type: numeral or motto; `items` as the report spells them out here."""

    type: str
    canonical: str
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ProblemValue:
    """A shortcoming the report admits; `measure` is the remedy it pairs with it."""

    ordinal: int
    theme: str = ""
    keywords: tuple[str, ...] = ()
    measure: str = ""


@dataclass(frozen=True, slots=True)
class PlanValue:
    """A planned measure; `deadline` is EDTF or empty."""

    ordinal: int
    deadline: str = ""


Value = NameValue | DateValue | CountValue | MeetingValue | SloganValue | ProblemValue | PlanValue


class Mention(NamedTuple):
    """A match in the working text.

    `rule` names the rule that decided, `chain` the steps after it; `veto` is empty, or why the candidate is not taken
    (`explain` shows those, no table does).
    """

    layer: str
    rule: str
    span: Span
    value: Value
    confidence: str = CERTAIN
    chain: tuple[str, ...] = ()
    veto: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A mention tied to its source: `text` is the source's own string at `span`, `sentence` the sentence around it."""

    layer: str
    rule: str
    span: Span
    text: str
    section_no: str
    value: Value
    confidence: str = CERTAIN
    chain: tuple[str, ...] = ()
    veto: str = ""
    sentence: Span = NOWHERE


@dataclass(frozen=True, slots=True)
class Finding:
    """Something missing, doubtful or alike; severity: error, warning, note; `message` is Chinese, `message_en`
    says the same in English.

    `role` is the part of a report that it is about, where it is about one.
    """

    severity: str
    code: str
    message: str
    span: Span | None = None
    text: str = ""
    role: str = ""
    message_en: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """One report with all that was found in it; every offset is one of its source."""

    report_id: str
    file: str
    report_no: int
    span: Span
    chars: int
    sections: tuple[Section, ...] = ()
    facts: tuple[Fact, ...] = ()
    vetoed: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()

    def of(self, layer: str) -> tuple[Fact, ...]:
        """The facts of one layer, in text order."""
        return tuple(fact for fact in self.facts if fact.layer == layer)

    @property
    def filled(self) -> tuple[Section, ...]:
        """The sections that are not blank and do not stand below a blank one."""
        blank = tuple(f"{section.no}." for section in self.sections if section.blank)
        return tuple(section for section in self.sections if not f"{section.no}.".startswith(blank))

    def name(self, kind: str) -> str:
        """The report's own title, branch, superior, report_date or period; empty where not stated."""
        names = (fact.value for fact in self.facts if fact.layer == "name")
        return next((v.value for v in names if isinstance(v, NameValue) and v.kind == kind), "")
