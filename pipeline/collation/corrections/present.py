"""The reports of this run that corrections may be for, found by id, by their text, or by their path."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.collation.collection import Collection, FindingKey, finding_key
from pipeline.collation.corrections.typed import Origin
from pipeline.products.backing import Record, facts_of
from pipeline.products.codebook import tables
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell
from pipeline.products.workbook import content_key, quote


@dataclass(frozen=True)
class Present:
    """A report as it is now."""

    report_id: str
    content: str
    file: str
    report_no: int
    branch: str
    cells: Mapping[str, Cell]
    facts: Mapping[str, Sequence[Record]]
    findings: Sequence[FindingKey]

    def quote(self, column: str) -> str:
        """The sentences that a cell stands on now."""
        return quote(column, self.cells[column], self.facts)


@dataclass(frozen=True)
class Presence:
    """The present reports that may be those of some origins."""

    by_id: Mapping[str, Present]
    by_content: Mapping[str, Sequence[Present]]  # those that the workbook does not know: moved or renamed since
    by_file: Mapping[str, Sequence[Present]]

    @classmethod
    def of(cls, collection: Collection, origins: Iterable[Origin], known: frozenset[str]) -> Presence:
        """One pass over the outcomes; only reports that could match are held. `known` are the ids of the workbook."""
        wanted = list(origins)
        ids = {origin.report_id for origin in wanted}
        contents = {origin.content for origin in wanted if origin.content}
        files = {origin.file for origin in wanted}
        by_id: dict[str, Present] = {}
        by_content: dict[str, list[Present]] = {}
        by_file: dict[str, list[Present]] = {}
        for outcome in collection.outcomes() if wanted else ():
            for report in _reports(outcome, ids, contents, files, collection.overlay.read):
                by_id[report.report_id] = report
                if report.report_id not in known:
                    by_content.setdefault(report.content, []).append(report)
                by_file.setdefault(report.file, []).append(report)
        return cls(by_id, by_content, by_file)


def _reports(
    outcome: Outcome, ids: set[str], contents: set[str], files: set[str], read: Mapping[str, Mapping[str, Cell]]
) -> Iterable[Present]:
    """The reports of an outcome that are wanted by id, text or path; their branch is as `read`, not as corrected."""
    columns = tables()["metrics"].columns
    facts = None
    for row in outcome.tables.get("metrics", ()):
        cells = dict(zip(columns, row, strict=True))
        key, file = str(cells["report_id"]), str(cells["file"])
        content = content_key(outcome.texts[key][1]) if key in outcome.texts else ""
        if key in ids or content in contents or file in files:
            facts = facts_of(outcome) if facts is None else facts
            findings = [finding_key(f) for f in outcome.tables.get("findings", ()) if f[0] == key]
            number = int(str(cells["report_no"] or 1))
            branch = str(read.get(key, cells).get("branch", cells["branch"]) or "")
            yield Present(key, content, file, number, branch, cells, facts.get(key, {}), findings)
