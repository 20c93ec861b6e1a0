"""Corrections: what a person changed in a workbook of an earlier run, applied to this one as far as it still fits.

`correct_cells` runs before all other analyses, so that they see the corrected figures; `mark_findings` after all of
them, so that it sees every finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.collation.collection import Collection, FindingKey, Overlay, finding_key
from pipeline.collation.corrections.entered import Entered
from pipeline.collation.corrections.fitting import Fit, fit, fit_entered, fit_mark
from pipeline.collation.corrections.present import Presence, Present
from pipeline.collation.corrections.reading import CellEdit, Edits, Mark, read_edits
from pipeline.language.profile import Profile
from pipeline.options import Options
from pipeline.products.shown import Shown, word
from pipeline.products.tables import Cell, Row, in_order, joined
from pipeline.products.workbook import finding_hash, ledger_key

__all__ = ["Edits", "correct_cells", "mark_findings", "read_edits"]


def correct_cells(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """The cells of metrics that the workbook corrects, what was written into its 问题台账, and a row of corrections
    for each one and for those that do not fit."""
    if not options.corrections:
        return Overlay()
    edits = read_edits(options.corrections, options.lang)
    presence = Presence.of(collection, edits.origins, edits.known)
    cells: dict[str, dict[str, Cell]] = {}
    read: dict[str, dict[str, Cell]] = {}
    rows = [_stray(reason) for reason in edits.strays]
    for edit in edits.cells:
        found = fit(edit, presence)
        rows.append(_cell_row(edit, found))
        if found.status == "applied" and found.report:
            key = found.report.report_id
            cells.setdefault(key, {})[edit.column] = found.value
            read.setdefault(key, {})[edit.column] = found.report.cells[edit.column]
    for some in cells.values():
        some["corrected"] = joined(some)
    ledger: dict[tuple[str, str], dict[str, Shown]] = {}
    for entered in edits.ledger:
        found = fit_entered(entered, presence)
        rows.append(_entered_row(entered, found))
        if found.status == "applied" and found.report:
            ledger.setdefault(ledger_key(found.report.report_id, entered.problem), {})[entered.column] = entered.now
    return Overlay(cells=cells, read=read, corrections=rows, ledger=ledger)


def mark_findings(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """The marks on findings that still stand, and a row of corrections for each that is checked."""
    if not options.corrections:
        return Overlay()
    edits = read_edits(options.corrections, options.lang)
    presence = Presence.of(collection, [mark.origin for mark in edits.marks if mark.origin], edits.known)
    loose = [row for table, some in collection.loose() if table == "findings" for row in some]
    marks: dict[FindingKey, tuple[bool, str]] = {}
    rows: list[Row] = []
    cells: dict[str, dict[str, Cell]] = {}
    read: dict[str, dict[str, Cell]] = {}
    for mark in edits.marks:
        found, keys = _marked(mark, presence, loose)
        marks |= dict.fromkeys(keys, (mark.checked, mark.remark))
        rows.append(_mark_row(mark, found))
    before = collection.overlay
    for report, lacking in _accepted(marks, presence):
        was = before.read.get(report.report_id, {})
        read[report.report_id] = {"missing_sections": report.cells["missing_sections"], **was}
        cells[report.report_id] = {"missing_sections": lacking, "corrected": joined(read[report.report_id])}
    return Overlay(cells=cells, read=read, marks=marks, corrections=rows)


def _accepted(marks: Mapping[FindingKey, tuple[bool, str]], presence: Presence) -> Iterator[tuple[Present, Cell]]:
    """The reports whose body tells of a part without a heading and a person accepted it, and what they still lack."""
    for report in presence.by_id.values():
        checked = [key for key in report.findings if marks.get(key, (False, ""))[0]]
        said = [message for _, code, message, _ in checked if code.startswith("section.in_body")]
        roles = [role for role in str(report.cells["missing_sections"] or "").split("|") if role]
        left = [role for role in roles if not any(f"“{word('roles', role)}”" in message for message in said)]
        if len(left) < len(roles):
            yield report, joined(left) or None


def _marked(mark: Mark, presence: Presence, loose: Iterable[Row]) -> tuple[Fit, list[FindingKey]]:
    """Where a mark fits now, and the findings it is on."""
    found = fit_mark(mark, presence) if mark.origin else Fit("applied")
    keys = found.report.findings if found.report else [] if mark.origin else map(finding_key, loose)
    same = [key for key in keys if finding_hash(*key[1:]) == mark.key]
    if found.status == "applied" and not same:
        return Fit("lost", "现在已没有这一事项，或说法不同", found.report), []
    return found, same


def _cell_row(edit: CellEdit, found: Fit) -> Row:
    """A row of corrections for a cell."""
    return in_order("corrections", {
        **_place(found.report, edit.origin.file, edit.origin.branch),
        "kind": "cell",
        "item": edit.column,
        "was": _text(edit.was),
        "now": _text(edit.now),
        "status": found.status,
        "reason": found.reason,
        "quote": edit.origin.quotes.get(edit.column, ""),
    })  # fmt: skip


def _entered_row(entered: Entered, found: Fit) -> Row:
    """A row of corrections for a cell of 问题台账."""
    return in_order("corrections", {
        **_place(found.report, entered.origin.file, entered.origin.branch),
        "kind": "ledger",
        "item": entered.column,
        "was": _text(entered.was),
        "now": _text(entered.now),
        "status": found.status,
        "reason": found.reason,
        "quote": entered.problem,
    })  # fmt: skip


def _mark_row(mark: Mark, found: Fit) -> Row:
    """A row of corrections for a mark on a finding."""
    return in_order("corrections", {
        **_place(found.report, mark.file, mark.branch),
        "kind": "finding",
        "item": mark.code,
        "was": mark.message,
        "now": "；".join(part for part in ("已核" if mark.checked else "", mark.remark) if part),
        "status": found.status,
        "reason": found.reason,
        "quote": mark.text,
    })  # fmt: skip


def _stray(reason: str) -> Row:
    return in_order("corrections", {"kind": "cell", "status": "refused", "reason": reason})


def _place(report: Present | None, file: str, branch: str) -> Mapping[str, object]:
    if report is None:
        return {"file": file, "branch": branch}
    return {"report_id": report.report_id, "file": report.file, "branch": report.branch or branch}


def _text(value: Shown) -> str:
    return "" if value is None else str(value)
