"""Corrections: what a person changed in a workbook of an earlier run, applied to this one as far as it still fits.

`correct_cells` runs before all other analyses, so that they see the corrected figures; `mark_findings` after all of
them, so that it sees every finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from pipeline.collation.collection import Collection, FindingKey, Overlay, finding_key
from pipeline.collation.corrections.fitting import Fit, fit, fit_entered, fit_mark, parts
from pipeline.collation.corrections.following import Follow, aside, following
from pipeline.collation.corrections.present import Presence, Present
from pipeline.collation.corrections.reading import CellEdit, Edits, Mark, read_edits
from pipeline.collation.corrections.told import cell_row, entered_row, followed_row, mark_row, stray_row
from pipeline.language.profile import Profile
from pipeline.messages import why
from pipeline.options import Options
from pipeline.products.shown import Shown, word
from pipeline.products.tables import Cell, Row, joined
from pipeline.products.workbook import FOLLOWS, SETTLED, finding_hash, ledger_key

__all__ = ["Edits", "correct_cells", "mark_findings", "read_edits"]

Cells = dict[str, dict[str, Cell]]
Marks = dict[FindingKey, tuple[bool, str]]


def correct_cells(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """The cells of metrics that the workbook corrects and those that follow from them, what was written into its
    问题台账, and a row of corrections for each one and for those that do not fit."""
    if not options.corrections:
        return Overlay()
    edits = read_edits(options.corrections, options.lang)
    presence = Presence.of(collection, edits.origins, edits.known)
    fits = [(edit, fit(edit, presence)) for edit in edits.cells]
    rows = [stray_row(reason) for reason in edits.strays]
    cells: Cells = {}
    read: Cells = {}
    derived: Cells = {}
    told: dict[str, dict[str, Row]] = {}  # what follows, by report and the list it follows from
    for report, applied in _by_report(fits).values():
        key = report.report_id
        cells[key] = {edit.column: found.value for edit, found in applied}
        follows = list(following(report, cells[key], {edit.column: edit for edit, _ in applied}, profile))
        told[key] = {FOLLOWS[f.column]: followed_row(report, f) for f in follows if _is_news(f, report, cells[key])}
        cells[key] |= {follow.column: follow.value for follow in follows}
        derived[key] = {follow.column: follow.derived for follow in follows}
        read[key] = {column: report.cells[column] for column in cells[key] if _differs(report, column, cells[key])}
    for edit, found in fits:
        holder = found.report if found.status == "applied" else None
        key = holder.report_id if holder else ""
        more = aside(edit.column, found.value, holder, cells[key]) if holder else None
        rows += [cell_row(edit, found, more), *filter(None, [told.get(key, {}).get(edit.column)])]
    ledger: dict[tuple[str, str], dict[str, Shown]] = {}
    for entered in edits.ledger:
        found = fit_entered(entered, presence)
        rows.append(entered_row(entered, found))
        if found.status == "applied" and found.report:
            ledger.setdefault(ledger_key(found.report.report_id, entered.problem), {})[entered.column] = entered.now
    return Overlay(cells=cells, read=read, derived=derived, corrections=rows, ledger=ledger)


def _by_report(fits: Iterable[tuple[CellEdit, Fit]]) -> dict[str, tuple[Present, list[tuple[CellEdit, Fit]]]]:
    """The corrections that are applied, by report."""
    found: dict[str, tuple[Present, list[tuple[CellEdit, Fit]]]] = {}
    for edit, one in fits:
        if one.status == "applied" and one.report:
            found.setdefault(one.report.report_id, (one.report, []))[1].append((edit, one))
    return found


def _is_news(follow: Follow, report: Present, typed: Mapping[str, Cell]) -> bool:
    """Whether a cell changes that nobody typed in."""
    return follow.column not in typed and follow.value != report.cells[follow.column]


def _differs(report: Present, column: str, cells: Mapping[str, Cell]) -> bool:
    return cells[column] != report.cells[column]


def mark_findings(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """The marks on findings that still stand, and a row of corrections for each that is checked."""
    if not options.corrections:
        return Overlay()
    edits = read_edits(options.corrections, options.lang)
    presence = Presence.of(collection, [mark.origin for mark in edits.marks if mark.origin], edits.known)
    loose = [row for table, some in collection.loose() if table == "findings" for row in some]
    marks: Marks = {}
    rows: list[Row] = []
    for mark in edits.marks:
        found, keys = _marked(mark, presence, loose)
        marks |= dict.fromkeys(keys, (mark.checked, mark.remark))
        rows.append(mark_row(mark, found))
    cells: Cells = {}
    derived: Cells = {}
    read: Cells = {}
    for report, told in _accepted(marks, presence):
        was, typed = report.cells["missing_sections"], collection.overlay.derived.get(report.report_id, {})
        read[report.report_id] = {"missing_sections": was}
        cells[report.report_id] = {"missing_sections": _without(was, told)}
        untouched = typed.get("missing_sections", collection.overlay.read.get(report.report_id, {}).get(
            "missing_sections", was))  # fmt: skip
        derived[report.report_id] = {"missing_sections": _without(untouched, told)}
        follow = Follow("missing_sections", None, _without(was, told), why("follows_marks"))
        rows.append(followed_row(report, follow))
    settled = dict.fromkeys(_settled(collection), (True, SETTLED))
    return Overlay(cells=cells, read=read, derived=derived, marks={**settled, **marks}, corrections=rows)


def _without(cell: Cell, told: set[str]) -> Cell:
    return joined(role for role in parts(cell) if role not in told) or None


def _accepted(marks: Marks, presence: Presence) -> Iterator[tuple[Present, set[str]]]:
    """The reports whose body tells of a part without a heading and a person accepted it, with those parts."""
    for report in presence.by_id.values():
        checked = [key for key in report.findings if marks.get(key, (False, ""))[0]]
        said = [message for _, code, message, _ in checked if code.startswith("section.in_body")]
        told = {role for role in parts(report.cells["missing_sections"]) if _names(role, said)}
        if told:
            yield report, told


def _names(role: str, messages: Iterable[str]) -> bool:
    return any(f"“{word('roles', role)}”" in message for message in messages)


def _settled(collection: Collection) -> Iterator[FindingKey]:
    """The findings about a part that a person struck from those that a report lacks."""
    overlay = collection.overlay
    struck = {
        key: set(parts(cells["missing_sections"])) - set(parts(overlay.cells[key]["missing_sections"]))
        for key, cells in overlay.read.items()
        if "missing_sections" in cells
    }
    for row in collection.rows("findings") if struck else ():
        key = finding_key(row)
        about = key[1].startswith(("section.absent", "section.in_body"))
        if about and any(_names(role, [key[2]]) for role in struck.get(key[0], ())):
            yield key


def _marked(mark: Mark, presence: Presence, loose: Iterable[Row]) -> tuple[Fit, list[FindingKey]]:
    """Where a mark fits now, and the findings it is on."""
    found = fit_mark(mark, presence) if mark.origin else Fit("applied")
    keys = found.report.findings if found.report else [] if mark.origin else map(finding_key, loose)
    same = [key for key in keys if finding_hash(*key[1:]) == mark.key]
    if found.status == "applied" and not same:
        return Fit("lost", why("finding_gone"), found.report), []
    return found, same
