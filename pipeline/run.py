"""The composition: read → split → sections → extract → audit → write. The only file that knows the order."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline import ingest
from pipeline.audit import audit
from pipeline.draft import Draft
from pipeline.extract import EXTRACTORS
from pipeline.layout import unwrap
from pipeline.model import Fact, Mention, Part, Report, Section, Source
from pipeline.profile import Profile, load_profile
from pipeline.sections import outline
from pipeline.split import split
from pipeline.text import AlignedText


def extract(text: str, profile: Profile | None = None, file: str = "") -> list[Report]:
    """Everything found in one text, a compilation giving several reports; in process and without files."""
    return list(reports_of(Source(file, text, "text"), profile or load_profile()))


def read(path: str | Path) -> Source:
    """A file as read; raises UnreadableSource where it cannot be."""
    return ingest.read(Path(path))


def reports_of(source: Source, profile: Profile) -> tuple[Report, ...]:
    """The reports of one source: the pure function that every engine runs, a file at a time."""
    return tuple(report_of(source, part, profile) for part in split(source, profile))


def report_of(source: Source, part: Part, profile: Profile) -> Report:
    """One report of a source, from its text to its findings."""
    draft = draft_of(source, part, profile)
    mentions: tuple[Mention, ...] = ()
    for extractor in EXTRACTORS:
        mentions += tuple(extractor(draft, mentions))
    facts = tuple(_fact(draft, mention) for mention in sorted(mentions, key=_order))
    report = Report(
        report_id=report_id(source, part),
        file=source.file,
        report_no=part.no,
        span=part.span,
        chars=sum(not char.isspace() for char in draft.text),
        sections=tuple(_section(draft, section) for section in draft.sections),
        facts=tuple(fact for fact in facts if not fact.veto),
        vetoed=tuple(fact for fact in facts if fact.veto),
    )
    return audit(report, draft)


def draft_of(source: Source, part: Part, profile: Profile) -> Draft:
    """The draft of one report: cleaned and unwrapped text with its outline."""
    aligned = unwrap(AlignedText.of(source.text, part.span), profile)
    return Draft.of(source, aligned, profile, outline(aligned, profile, source.bold), part.title)


def report_id(source: Source, part: Part) -> str:
    """Twelve hex digits that depend on the relative path, the content and the place in the file, on nothing else."""
    content = source.sha256 or hashlib.sha256(source.text.encode("utf-8", "surrogatepass")).hexdigest()
    name = source.file.encode("utf-8", "surrogateescape")
    return hashlib.sha256(b"\0".join((name, content.encode(), str(part.no).encode()))).hexdigest()[:12]


def _order(mention: Mention) -> tuple[int, int, str]:
    return mention.span.start, mention.span.end, mention.layer


def _fact(draft: Draft, mention: Mention) -> Fact:
    """A mention tied to its source characters."""
    span = draft.aligned.source(mention.span)
    section = draft.section(mention.span.start)
    return Fact(
        mention.layer, mention.rule, span, span.of(draft.source.text), section.no if section else "",
        mention.value, mention.confidence, mention.chain, mention.veto,
        draft.aligned.source(draft.sentence(mention.span.start)),
    )


def _section(draft: Draft, section: Section) -> Section:
    """A section with source offsets in place of working ones."""
    from dataclasses import replace

    body = draft.aligned.source(section.body)
    span = draft.aligned.source(section.span)
    return replace(section, span=span, body_end=max(span.end, body.end))
