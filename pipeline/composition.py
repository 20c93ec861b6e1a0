"""The composition: read → split → sections → extract → audit → write. The only file that knows the order."""

from __future__ import annotations

import hashlib
import pickle
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import ingest
from pipeline.audit import audit
from pipeline.extractors import EXTRACTORS
from pipeline.ingest.wordpieces import CONTENTS
from pipeline.language.draft import Draft
from pipeline.language.profile import Profile, load_profile, with_lexicons
from pipeline.model import Fact, Mention, Part, Report, Section, Source, Span
from pipeline.options import Options
from pipeline.structure.blanks import is_blank
from pipeline.structure.layout import unwrap
from pipeline.structure.sections import outline
from pipeline.structure.split import split
from pipeline.text import AlignedText

if TYPE_CHECKING:
    from pipeline.collation.collection import Collection
    from pipeline.collation.result import Result
    from pipeline.ingest.inventory import Item
    from pipeline.running.journal import Journal


def extract(text: str, profile: Profile | None = None, file: str = "") -> list[Report]:
    """Everything found in one text, a compilation giving several reports; in process and without files.

    Raises TypeError where it is no text: a file's bytes are for `read`, which tells their encoding.
    """
    if not isinstance(text, str):
        raise TypeError(f"extract() takes a text (str), not {type(text).__name__}; for a file use read(path).text")
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
        chars=len("".join(draft.text.split())),
        sections=tuple(_section(draft, section) for section in draft.sections),
        facts=tuple(fact for fact in facts if not fact.veto),
        vetoed=tuple(fact for fact in facts if fact.veto),
    )
    return audit(report, draft)


def draft_of(source: Source, part: Part, profile: Profile) -> Draft:
    """The draft of one report: cleaned and unwrapped text with its outline."""
    aligned = unwrap(_without_contents(AlignedText.of(source.text, part.span), source, part), profile)
    title = aligned.working(part.title) if part.title else None
    return Draft.of(source, aligned, profile, outline(aligned, profile, source.bold), title)


def _without_contents(aligned: AlignedText, source: Source, part: Part) -> AlignedText:
    """The text without the lines of a table of contents, which a Word file marks as such: they repeat the headings."""
    after = (*source.addresses, (len(source.text), ""))
    places = ((Span(start, end), name) for (start, name), (end, _) in pairwise(after))
    lines = (span for span, name in places if name == CONTENTS and part.span.covers(span))
    return aligned.without([aligned.working(span) for span in lines])


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
        mention.layer,
        mention.rule,
        span,
        span.of(draft.source.text),
        section.no if section else "",
        mention.value,
        mention.confidence,
        mention.chain,
        mention.veto,
        draft.aligned.source(draft.sentence(mention.span.start)),
    )


def _section(draft: Draft, section: Section) -> Section:
    """A section with source offsets in place of working ones."""
    body = draft.aligned.source(section.body)
    span = draft.aligned.source(section.span)
    return Section(
        section.no, section.level, section.marker, section.heading, section.roles, span, max(span.end, body.end),
        section.run_in, section.parent, is_blank(draft.profile.lexicon, section.body.of(draft.text)),
    )  # fmt: skip


def knowledge(profile: str | Path | None = None, lexicons: Path | None = None) -> Profile:
    """A profile by name or folder, with a user's own lexicons laid over it."""
    loaded = load_profile(profile)
    return with_lexicons(loaded, lexicons) if lexicons else loaded


def run(
    folder: str | Path,
    out: str | Path | None = None,
    profile: Profile | str | Path | None = None,
    jobs: int | None = None,
    options: Options | None = None,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Result:
    """The main job: every file below `folder` (a path or a URL) to the tables in `out` (to none where `out` is None).

    Files run in worker processes; what is known goes into the journal at once, so a run that was killed goes on where
    it stopped and a second run reads only new and changed files. Raises FolderError, ProfileError, LexiconError.
    """
    from pipeline.collation.analysis import ready
    from pipeline.ingest.duplicates import without_duplicates
    from pipeline.running.folders import output_folder, submissions
    from pipeline.running.locking import alone

    known = profile if isinstance(profile, Profile) else load_profile(profile)
    options = options or Options()
    options = replace(options, jobs=options.jobs if jobs is None else jobs)
    ready(options)
    items = submissions(folder, Path(out) if out is not None else None)
    if not options.duplicates:
        items = without_duplicates(items)
    target = output_folder(Path(out), Path(folder)) if out is not None else None
    with alone(target):
        return _run(items, target, known, options, advance)


def _run(
    items: list[Item], target: Path | None, known: Profile, options: Options, advance: Callable[[int, int], None]
) -> Result:
    """The run itself, its inputs and its output folder being in order; a journal found damaged is begun anew."""
    from pipeline.errors import JournalError
    from pipeline.running.atomic import cleared
    from pipeline.running.journal import Journal

    if target:
        cleared(target)
    journal = Journal.open(target)
    try:
        return _filled(journal, items, target, known, options, advance)
    except JournalError:
        journal.close()
        if target is None:
            raise
        Journal.discard(target)
        return _filled(Journal.open(target), items, target, known, options, advance)


def _filled(
    journal: Journal,
    items: list[Item],
    target: Path | None,
    known: Profile,
    options: Options,
    advance: Callable[[int, int], None],
) -> Result:
    """What a journal holds when it is filled, compared and written."""
    from pipeline.collation.analysis import analyse
    from pipeline.collation.collection import Collection
    from pipeline.collation.provenance import fingerprint
    from pipeline.collation.result import Result
    from pipeline.running.filling import fill
    from pipeline.running.process import Process

    task = Process(reports_of, pickle.dumps(known), options.lang, texts=True)
    gone = journal.gone(item.key for item in items)
    fill(journal, items, task, options, rules=fingerprint(known), advance=advance)
    collection = analyse(Collection(journal), known, options)
    written = tuple(_write(collection, target, known, options)) if target else ()
    return Result(collection, written, known.lexicon, gone)


def merge(parts: Sequence[Path], out: Path, profile: Profile, options: Options) -> Result:
    """The outputs of several runs as those of one: their journals joined, compared as a whole, written anew.

    Corrections that were applied in a part come with its workbook, unless `options` names others; rosters do not.
    """
    from pipeline.collation.analysis import analyse, ready
    from pipeline.collation.collection import Collection
    from pipeline.collation.merging import Made, carried, reopened
    from pipeline.collation.merging import merge as join
    from pipeline.collation.result import Result
    from pipeline.running.folders import output_folder
    from pipeline.running.journal import Journal
    from pipeline.running.locking import alone

    for part in parts:
        reopened(part, options.lang)
    if not options.corrections and not options.more_corrections:
        options = replace(options, more_corrections=carried(parts))
    ready(options)
    for part in parts:
        target = output_folder(out, part)
    with alone(target):
        journal = Journal.open(target)
        journal.clear()  # what an earlier merge into this folder held
        join(parts, journal, options.lang)
        collection = analyse(Collection(journal), profile, options)
        made_of = [Made(part).provenance() for part in parts]
        written = tuple(_write(collection, target, profile, options, {"parts": made_of}))
        return Result(collection, written, profile.lexicon)


def _write(
    collection: Collection, out: Path, profile: Profile, options: Options, more: Mapping[str, object] | None = None
) -> Iterator[Path]:
    """All outputs of a run; `more` goes into its provenance."""
    from pipeline.collation.provenance import made_with
    from pipeline.outputs import Bundle, write

    made = made_with(collection, profile, options) | dict(more or {})
    return write(Bundle(collection, out, profile, options, made))


def read_for_people(file: Path, lang: str = "zh") -> Source:
    """A file as read; what is wrong with it is an error with a message for its user."""
    from pipeline.errors import UnreadableSource, UsageError
    from pipeline.ingest.reasons import advice, reason_text
    from pipeline.messages import say

    if not file.exists() and "!/" not in str(file):
        raise UsageError(say("file_missing", lang, path=file))
    if file.is_dir():
        raise UsageError(say("is_folder", lang, path=file))
    try:
        return ingest.read(file)
    except UnreadableSource as error:
        todo = say("archive_inside", lang, path=file) if error.code == "archive" else advice(error.code, lang)
        why = f"{reason_text(error.code, error.detail, lang)}。{todo}"
        raise UsageError(say("unreadable", lang, path=file, why=why)) from error
