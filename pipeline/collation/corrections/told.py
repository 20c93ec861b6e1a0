"""The rows of corrections: what became of each change that a person made in a workbook, and of what follows."""

from __future__ import annotations

from collections.abc import Mapping

from pipeline.collation.corrections.entered import Entered
from pipeline.collation.corrections.fitting import Fit
from pipeline.collation.corrections.following import Follow
from pipeline.collation.corrections.present import Present
from pipeline.collation.corrections.reading import CellEdit, Mark
from pipeline.messages import Words
from pipeline.products.codebook import tables
from pipeline.products.shown import Shown, shown
from pipeline.products.tables import Row, in_order


def cell_row(edit: CellEdit, found: Fit, more: Words | None) -> Row:
    """A row for a cell; `more` is to be said beside the reason."""
    reason = _both(found.reason, more) if more and found.status == "applied" else found.reason
    place = _place(found.report, edit.origin.file, edit.origin.branch)
    quote = edit.origin.quotes.get(edit.column, "")
    return _row(place, "cell", edit.column, (edit.was, edit.now), found.status, reason, quote)


def followed_row(report: Present, follow: Follow) -> Row:
    """A row for a cell that another's correction or a mark changes."""
    column = next(f for f in tables()["metrics"].fields if f.name == follow.column)
    change = shown(column, report.cells[follow.column]), shown(column, follow.value)
    return _row(_place(report, "", ""), "cell", follow.column, change, "followed", follow.reason)


def entered_row(entered: Entered, found: Fit) -> Row:
    """A row for a cell of 问题台账."""
    place = _place(found.report, entered.origin.file, entered.origin.branch)
    change = entered.was, entered.now
    return _row(place, "ledger", entered.column, change, found.status, found.reason, entered.problem)


def mark_row(mark: Mark, found: Fit) -> Row:
    """A row for a mark on a finding."""
    now = "；".join(part for part in ("已核" if mark.checked else "", mark.remark) if part)
    place = _place(found.report, mark.file, mark.branch)
    return _row(place, "finding", mark.code, (mark.message, now), found.status, found.reason, mark.text)


def stray_row(reason: Words) -> Row:
    """A row for a line of the workbook that cannot be used."""
    return _row({}, "cell", "", (None, None), "refused", reason)


def _row(
    place: Mapping[str, object],
    kind: str,
    item: str,
    change: tuple[Shown, Shown],
    status: str,
    reason: Words,
    quote: str = "",
) -> Row:
    was, now = ("" if value is None else str(value) for value in change)
    cells = {"kind": kind, "item": item, "was": was, "now": now, "status": status, "quote": quote}
    return in_order("corrections", {**place, **cells, "reason": reason[0], "reason_en": reason[1]})


def _both(one: Words, other: Words) -> Words:
    zh, en = ("；".join(filter(None, (one[0], other[0]))), "; ".join(filter(None, (one[1], other[1]))))
    return zh, en


def _place(report: Present | None, file: str, branch: str) -> Mapping[str, object]:
    if report is None:
        return {"file": file, "branch": branch}
    return {"report_id": report.report_id, "file": report.file, "branch": report.branch or branch}
