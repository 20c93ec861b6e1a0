"""The reports of this run that corrections may be for, found by id, by their text, by their path or by their branch."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.collation.collection import Collection, FindingKey, finding_key
from pipeline.collation.corrections.typed import Origin
from pipeline.products.backing import Record, facts_of
from pipeline.products.codebook import tables
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell
from pipeline.products.workbook import content_key, quote


@dataclass(frozen=True)
class Present:
    """A report as it is now; its names are as they were read, its `cells` with what earlier workbooks correct."""

    report_id: str
    content: str
    file: str
    report_no: int
    branch: str
    title: str
    cells: Mapping[str, Cell]
    facts: Mapping[str, Sequence[Record]]
    findings: Sequence[FindingKey]
    text: str = ""

    def quote(self, column: str) -> str:
        """The sentences that a cell stands on now."""
        return quote(column, self.cells[column], self.facts)


@dataclass(frozen=True)
class Wanted:
    """What the reports of some origins may be known by."""

    ids: frozenset[str]
    contents: frozenset[str]
    files: frozenset[str]
    branches: frozenset[str]

    @classmethod
    def of(cls, origins: Sequence[Origin]) -> Wanted:
        """By their ids, texts, paths and branches."""
        return cls(
            frozenset(origin.report_id for origin in origins),
            frozenset(origin.content for origin in origins if origin.content),
            frozenset(origin.file for origin in origins),
            frozenset(origin.branch for origin in origins if origin.branch),
        )

    def takes(self, report_id: str, content: str, file: str, branch: str) -> bool:
        """Whether a report may be one of them."""
        return report_id in self.ids or content in self.contents or file in self.files or branch in self.branches


@dataclass(frozen=True)
class Presence:
    """The present reports that may be those of some origins."""

    by_id: dict[str, Present] = field(default_factory=dict)
    by_file: dict[str, list[Present]] = field(default_factory=dict)
    # Those that the workbook does not know, having been moved, renamed or sent since:
    by_content: dict[str, list[Present]] = field(default_factory=dict)
    by_branch: dict[str, list[Present]] = field(default_factory=dict)

    @classmethod
    def of(cls, collection: Collection, origins: Iterable[Origin], known: frozenset[str]) -> Presence:
        """One pass over the outcomes; only reports that could match are held. `known` are the ids of the workbook."""
        wanted = Wanted.of(list(origins))
        found = cls()
        for outcome in collection.outcomes() if wanted.ids else ():
            for report in _reports(outcome, wanted, collection.overlay.read):
                found.add(report, report.report_id in known)
        return found

    def add(self, report: Present, known: bool) -> None:
        """Hold one more report."""
        self.by_id[report.report_id] = report
        self.by_file.setdefault(report.file, []).append(report)
        if not known:
            self.by_content.setdefault(report.content, []).append(report)
            self.by_branch.setdefault(report.branch, []).append(report)


def _reports(outcome: Outcome, wanted: Wanted, read: Mapping[str, Mapping[str, Cell]]) -> Iterable[Present]:
    """The reports of an outcome that are wanted; their names are as `read`, not as corrected."""
    columns = tables()["metrics"].columns
    facts = None
    for row in outcome.tables.get("metrics", ()):
        cells = dict(zip(columns, row, strict=True))
        key, file = str(cells["report_id"]), str(cells["file"])
        names = {**cells, **read.get(key, {})}
        text = outcome.texts[key][1] if key in outcome.texts else ""
        content, branch = content_key(text) if key in outcome.texts else "", str(names["branch"] or "")
        if wanted.takes(key, content, file, branch):
            facts = facts_of(outcome) if facts is None else facts
            findings = [finding_key(f) for f in outcome.tables.get("findings", ()) if f[0] == key]
            number, title = int(str(cells["report_no"] or 1)), str(names["title"] or "")
            yield Present(key, content, file, number, branch, title, cells, facts.get(key, {}), findings, text)
