"""A whole run's rows: the journal's outcomes, and over them what only the collection as a whole can know."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from pipeline.products.codebook import tables
from pipeline.products.outcome import BRIEF, Outcome
from pipeline.products.shown import Shown
from pipeline.products.tables import Cell, Row, joined
from pipeline.running.journal import Journal

if TYPE_CHECKING:
    import pandas as pd

# What tells a finding from others on every run: report id, code, message, evidence.
FindingKey = tuple[str, str, str, str]


def finding_key(row: Row) -> FindingKey:
    """The key of a row of findings."""
    cells = dict(zip(tables()["findings"].columns, row, strict=True))
    report_id, code, message, text = (str(cells[name] or "") for name in ("report_id", "code", "message", "text"))
    return report_id, code, message, text


def framed(table: str, rows: Iterable[Sequence[object]]) -> pd.DataFrame:
    """Rows of a table as a DataFrame with the codebook's columns; integers nullable (Int64), an empty cell is NA."""
    import pandas as pd

    fields = tables()[table].fields
    frame = pd.DataFrame(list(rows), columns=[field.name for field in fields])
    kinds = {"integer": "Int64", "number": "Float64", "boolean": "boolean"}
    return frame.astype({f.name: kinds.get(f.type, "string") for f in fields})


def _over(
    under: Mapping[str, Mapping[str, Cell]], upper: Mapping[str, Mapping[str, Cell]]
) -> dict[str, Mapping[str, Cell]]:
    """Cells by report and column, those of `upper` deciding."""
    return {key: {**under.get(key, {}), **upper.get(key, {})} for key in (*under, *upper)}


@dataclass(frozen=True)
class Overlay:
    """What is laid over the outcomes: cells of metrics by report id, findings by report id ("" for those of no report),
    the rows of similar and of corrections, what corrected cells were read as, what cells would be without anybody's
    hand where another correction or a mark changes them, the marks people made on findings (whether it is checked, and
    a remark), and what they wrote into 问题台账 (by report id and problem, see workbook.ledger_key; the cells by column
    title)."""

    cells: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    findings: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    similar: Sequence[Row] = ()
    corrections: Sequence[Row] = ()
    read: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    derived: Mapping[str, Mapping[str, Cell]] = field(default_factory=dict)
    marks: Mapping[FindingKey, tuple[bool, str]] = field(default_factory=dict)
    ledger: Mapping[tuple[str, str], Mapping[str, Shown]] = field(default_factory=dict)

    def with_(self, other: Overlay) -> Overlay:
        """Both overlays as one; where both set a cell, `other` decides."""
        findings = {**self.findings}
        for report_id, rows in other.findings.items():
            findings[report_id] = (*findings.get(report_id, ()), *rows)
        return Overlay(
            _over(self.cells, other.cells),
            findings,
            (*self.similar, *other.similar),
            (*self.corrections, *other.corrections),
            _over(other.read, self.read),  # what an earlier one read was not yet corrected
            _over(self.derived, other.derived),
            {**self.marks, **other.marks},
            {**self.ledger, **other.ledger},
        )


@dataclass(frozen=True)
class Collection:
    """The rows of all tables, streamed in the order of the files' paths; nothing of it is held in memory."""

    journal: Journal
    overlay: Overlay = field(default_factory=Overlay)

    def outcomes(self, brief: bool = False) -> Iterator[Outcome]:
        """The outcomes in path order, the overlay applied; with the tables BRIEF alone where they are to be `brief`."""
        for outcome in self.journal.brief() if brief else self.journal.outcomes():
            yield self._overlaid(outcome)

    def stream(self, brief: bool = False) -> Iterator[tuple[str, Sequence[Row]]]:
        """(table, rows) pairs for one pass that writes every table, or those of BRIEF."""
        for outcome in self.outcomes(brief):
            yield "files", (outcome.row,)
            yield from outcome.tables.items()
        yield from self.loose()

    def loose(self) -> Iterator[tuple[str, Sequence[Row]]]:
        """(table, rows) pairs of what belongs to no one file; the stream ends with them."""
        yield "similar", self.overlay.similar
        yield "findings", [self._marked(row) for row in self.overlay.findings.get("", ())]
        yield "corrections", self.overlay.corrections

    def rows(self, table: str) -> Iterator[Row]:
        """The rows of one table."""
        for name, some in self.stream(brief=table in (*BRIEF, "files")):
            if name == table:
                yield from some

    def records(self, table: str) -> Iterator[dict[str, Cell]]:
        """The rows of one table as mappings by column name."""
        columns = tables()[table].columns
        return (dict(zip(columns, row, strict=True)) for row in self.rows(table))

    def frame(self, table: str) -> pd.DataFrame:
        """One table as a DataFrame with the codebook's columns; integers are nullable (Int64), an empty cell is NA."""
        return framed(table, self.rows(table))

    def _overlaid(self, outcome: Outcome) -> Outcome:
        ids = [row[0] for row in outcome.tables.get("metrics", ())]
        if not any(i in self.overlay.cells or i in self.overlay.findings or i in self._touched for i in ids):
            return outcome
        changed = dict(outcome.tables)
        added = [row for i in ids for row in self.overlay.findings.get(str(i), ())]
        changed["findings"] = [self._marked(row) for row in (*outcome.tables.get("findings", ()), *added)]
        checked = tables()["findings"].columns.index("checked")
        still_open = Counter(row[0] for row in changed["findings"] if not row[checked])
        changed["metrics"] = [self._metrics(row, still_open) for row in outcome.tables["metrics"]]
        return Outcome(outcome.key, outcome.file, outcome.row, changed, outcome.texts)

    def _metrics(self, row: Row, still_open: Mapping[Cell, int]) -> Row:
        columns = tables()["metrics"].columns
        cells = {**dict(zip(columns, row, strict=True)), **self.overlay.cells.get(str(row[0]), {})}
        cells["corrected"] = joined(self.overlay.read.get(str(row[0]), ())) or None
        cells["finding_count"] = still_open[row[0]]
        return tuple(cells[column] for column in columns)

    @cached_property
    def _touched(self) -> frozenset[str]:
        """The reports that have marked findings."""
        return frozenset(key[0] for key in self.overlay.marks)

    def _marked(self, row: Row) -> Row:
        """A finding with the mark that somebody made on it."""
        checked, remark = self.overlay.marks.get(finding_key(row), (False, "")) if self.overlay.marks else (False, "")
        if not checked and not remark:
            return row
        cells = dict(zip(tables()["findings"].columns, row, strict=True))
        return tuple({**cells, "checked": checked, "remark": remark or None}.values())
