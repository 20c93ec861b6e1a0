"""Likeness: which reports share passages, whether that is the superior's template, a peer's text or an earlier report.

Candidates come from a sparse product over sampled shingles (memory a few hundred bytes a report), the verdict from the
exact shared passages of each candidate pair.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from pipeline.collation.candidates import candidates
from pipeline.collation.collection import Collection, Overlay
from pipeline.collation.shingles import Run, covered, places, plain, shared_runs, shingles
from pipeline.collation.summary import named
from pipeline.language.profile import Profile
from pipeline.messages import told
from pipeline.model import Span
from pipeline.options import Options
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell, Row, in_order

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TEMPLATE, PEER, OWN = "template", "peer", "own"
# The least share of the shorter report that makes a pair alike, and the share that makes it a warning.
ALIKE, WARNED = 0.15, 0.4
SHORT = 80  # plain characters below which a report is too short to be like another
# Plain characters of the longest shared passage, below which only set phrases are shared, and of all passages.
SENTENCE, SHARED = 20, 40
COPIED = 60  # plain characters that are shared at least, before anybody is asked whether they were copied
HEADING = 30  # characters of a heading that is a title and no sentence
MOST = 200_000  # plain characters of a report that are compared: ten times the longest, and no more than memory holds


@dataclass(frozen=True, slots=True)
class Member:
    """A report in the comparison: where its outcome is, and who sent it."""

    report_id: str
    key: bytes
    file: str
    branch: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two alike reports: what of the shorter one is shared (0 to 1), and the runs in `one`'s plain text."""

    one: Member
    two: Member
    similarity: float
    runs: tuple[Run, ...]
    kind: str


def likeness(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """The alike pairs of a collection as rows of similar.csv, cells of metrics and findings."""
    members, hashes = _read(collection)
    if len(members) < 2:
        return Overlay()
    common, found = candidates(hashes)
    texts = _Texts(collection)
    pairs = [pair for a, b in found if (pair := _pair(members[a], members[b], texts, common))]
    least = profile.thresholds.get("likeness", ALIKE)
    return _overlay(
        [p for p in pairs if p.similarity >= least], texts, profile.thresholds.get("likeness_warning", WARNED)
    )


def _read(collection: Collection) -> tuple[list[Member], list[NDArray[np.uint64]]]:
    """All reports long enough to compare, with their sampled shingles."""
    import numpy as np

    rate = max(1, collection.journal.count() // 4000)
    members, hashes = [], []
    for key, blob in collection.journal.derived("shingles", f"1/{rate}", partial(_sampled, rate=rate)):
        head, _, sample = blob.partition(b"\n")
        for report_id, file, branch, start, end in json.loads(head):
            members.append(Member(report_id, key, file, branch))
            hashes.append(np.frombuffer(sample[8 * start : 8 * end], dtype="<u8"))
    return members, hashes


def _sampled(outcome: Outcome, rate: int) -> bytes:
    """The reports of a file that are long enough: a JSON line that says where each one's shingles stand, and these."""
    told: list[tuple[str, str, str, int, int]] = []
    sample = b""
    for row in outcome.tables.get("metrics", ()):
        cells = named("metrics", row)
        report_id = str(cells["report_id"])
        if len(plain(outcome.texts.get(report_id, (0, ""))[1])) >= SHORT:
            found = shingles(plain(_body(outcome, report_id))[:MOST], rate).astype("<u8").tobytes()
            start, end = len(sample) // 8, (len(sample) + len(found)) // 8
            told.append((report_id, str(cells["file"]), str(cells["branch"] or ""), start, end))
            sample += found
    return json.dumps(told).encode() + b"\n" + sample


def _body(outcome: Outcome, report_id: str) -> str:
    """A report's text with blanks in place of its title and its top headings, which are anybody's."""
    begin, text = outcome.texts.get(report_id, (0, ""))
    rows = ((table, named(table, row)) for table in ("sections", "names") for row in outcome.tables.get(table, ()))
    for table, cells in rows:
        is_head = cells["level"] == 1 if table == "sections" else cells["kind"] == "title"
        if cells["report_id"] == report_id and is_head:
            start, end = int(cells["start"] or 0) - begin, int(cells["end"] or 0) - begin
            if 0 <= start < end <= len(text) and (table == "names" or end - start <= HEADING):
                text = text[:start] + " " * (end - start) + text[end:]
    return text


class _Texts:
    """The plain texts of reports, read from the journal as they are wanted, the last few kept."""

    def __init__(self, collection: Collection) -> None:
        self.collection = collection
        self.outcome = lru_cache(maxsize=256)(collection.journal.outcome)

    def source(self, member: Member) -> tuple[int, str]:
        """Where a report's stretch of its source begins, and that text."""
        return self.outcome(member.key).texts[member.report_id]

    def body(self, member: Member) -> str:
        """The text without title and headings, as long as the source's."""
        return _body(self.outcome(member.key), member.report_id)


def _pair(one: Member, two: Member, texts: _Texts, common: frozenset[int]) -> Pair | None:
    """The verdict on a candidate pair; None where only a template or chance phrases are shared."""
    a, b = plain(texts.body(one))[:MOST], plain(texts.body(two))[:MOST]
    runs = shared_runs(a, b)
    own = tuple(run for run in runs if not _of_template(a[run.start : run.start + run.size], common))
    shorter = max(1, min(len(a), len(b)))
    kind = OWN if one.branch and one.branch == two.branch else PEER if own else TEMPLATE
    picked = own or runs
    if not picked or covered(picked) < SHARED or max(run.size for run in picked) < SENTENCE:
        return None
    return Pair(one, two, round(min(1.0, covered(picked) / shorter), 4), picked, kind)


def _of_template(passage: str, common: frozenset[int]) -> bool:
    """Whether most of a passage's shingles are among those that many reports share."""
    found = shingles(passage).tolist() if common else []
    return bool(found) and sum(h in common for h in found) * 2 > len(found)


def _overlay(pairs: Sequence[Pair], texts: _Texts, warned: float) -> Overlay:
    best: dict[str, dict[str, Cell]] = {}
    findings: dict[str, list[Row]] = {}
    for pair in sorted(pairs, key=lambda p: -p.similarity):
        for me, other in ((pair.one, pair.two), (pair.two, pair.one)):
            cells: dict[str, Cell] = {"most_similar": other.report_id, "similarity": pair.similarity}
            best.setdefault(me.report_id, cells)
            if pair.similarity >= warned and pair.kind != TEMPLATE and covered(pair.runs) >= COPIED:
                findings.setdefault(me.report_id, []).append(_finding(pair, me, other, texts))
    for report_id, share in _original(pairs, texts).items():
        best[report_id]["original_share"] = share
    rows = [_row(pair, texts) for pair in pairs]
    return Overlay(best, findings, rows)


def _original(pairs: Sequence[Pair], texts: _Texts) -> dict[str, float]:
    """The share of each report that no alike report has too, 0 to 1; reports that are in no pair are left out."""
    shared: dict[str, set[int]] = {}
    members: dict[str, Member] = {}
    for pair in pairs:
        for me, starts in ((pair.one, [r.start for r in pair.runs]), (pair.two, [r.other for r in pair.runs])):
            members[me.report_id] = me
            taken = shared.setdefault(me.report_id, set())
            for start, run in zip(starts, pair.runs, strict=True):
                taken.update(range(start, start + run.size))
    sizes = {report_id: max(1, len(plain(texts.body(me)))) for report_id, me in members.items()}
    return {report_id: round(max(0.0, 1 - len(some) / sizes[report_id]), 4) for report_id, some in shared.items()}


def _passages(pair: Pair, texts: _Texts, swapped: bool = False) -> list[Span]:
    """The shared passages as they stand in the source of one of the two, in the order of `pair.runs`."""
    member = pair.two if swapped else pair.one
    begin, _ = texts.source(member)
    where = places(texts.body(member))
    firsts = ((run.other if swapped else run.start, run.size) for run in pair.runs)
    return [Span(begin + where[first], begin + where[first + size - 1] + 1) for first, size in firsts]


def _longest(pair: Pair) -> int:
    """Which of the shared passages is the longest, the first of several."""
    return max(range(len(pair.runs)), key=lambda n: (pair.runs[n].size, -n))


def _words(span: Span, member: Member, texts: _Texts) -> str:
    begin, source = texts.source(member)
    return source[span.start - begin : span.end - begin]


def side_by_side(cell: Cell) -> list[tuple[Span, Span]]:
    """The cell `passages` of similar.csv as spans in both reports."""
    pairs = (some.split("=") for some in str(cell or "").split("|") if some)
    return [(_span(one), _span(two)) for one, two in pairs]


def _span(text: str) -> Span:
    start, end = text.split("-")
    return Span(int(start), int(end))


def _row(pair: Pair, texts: _Texts) -> Row:
    passages = list(zip(_passages(pair, texts), _passages(pair, texts, True), strict=True))
    here, there = passages[_longest(pair)]
    cells: dict[str, object] = {
        "report_id": pair.one.report_id,
        "other_report_id": pair.two.report_id,
        "similarity": pair.similarity,
        "shared_chars": covered(pair.runs),
        "longest_shared": _words(here, pair.one, texts),
        "kind": pair.kind,
        "branch": pair.one.branch,
        "other_branch": pair.two.branch,
        "file": pair.one.file,
        "other_file": pair.two.file,
        "start": here.start,
        "end": here.end,
        "other_start": there.start,
        "other_end": there.end,
        "other_longest": _words(there, pair.two, texts),
        "passages": tuple(f"{one.start}-{one.end}={two.start}-{two.end}" for one, two in passages),
    }
    return in_order("similar", cells)


def _finding(pair: Pair, me: Member, other: Member, texts: _Texts) -> Row:
    again = me is pair.two
    key = f"likeness.{pair.kind}" + (".again" if again else "")
    said = told(key, name=other.branch or other.file, file=other.file, share=f"{pair.similarity:.0%}")
    span = _passages(pair, texts, again)[_longest(pair)]
    cells: dict[str, object] = {
        "report_id": me.report_id,
        "file": me.file,
        "severity": "note" if pair.kind == OWN or again else "warning",
        "code": said.code,
        "message": said.message,
        "message_en": said.message_en,
        "text": _words(span, me, texts),
        "start": span.start,
        "end": span.end,
    }
    return in_order("findings", cells)
