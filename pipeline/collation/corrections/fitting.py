"""Whether a correction still fits: its report is found again, and what it corrected still stands there."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.collation.corrections.entered import Entered
from pipeline.collation.corrections.present import Presence, Present
from pipeline.collation.corrections.reading import CellEdit, Mark
from pipeline.collation.corrections.typed import Origin, same
from pipeline.products.codebook import Field, tables
from pipeline.products.shown import Shown, read_back, shown
from pipeline.products.tables import Cell
from pipeline.products.workbook import CORRECTABLE, ledger_key

SHOWN_CHARS = 40


@dataclass(frozen=True)
class Fit:
    """What becomes of a correction: applied, agrees, lost or refused, and why; `value` is the corrected cell."""

    status: str
    reason: str = ""
    report: Present | None = None
    value: Cell = None


@dataclass(frozen=True)
class Found:
    """A report found again; `changed` tells that its text is not what it was, `why` how it was found."""

    report: Present | None
    changed: bool = False
    why: str = ""


def find(origin: Origin, presence: Presence) -> Found:
    """The report that was corrected, by its id, by its text, then by its path and branch."""
    if origin.report_id in presence.by_id:
        return Found(presence.by_id[origin.report_id])
    alike = presence.by_content.get(origin.content, ()) if origin.content else ()
    for narrowed in ([r for r in alike if r.file == origin.file], [r for r in alike if r.branch == origin.branch]):
        if len(narrowed) == 1:
            return Found(narrowed[0], why=_moved(origin, narrowed[0]))
    if len(alike) == 1:
        return Found(alike[0], why=_moved(origin, alike[0]))
    if alike:
        return Found(None, why=f"有 {len(alike)} 篇内容相同的报告，分不清是哪一篇")
    return _by_path(origin, presence)


def _moved(origin: Origin, report: Present) -> str:
    return "" if report.file == origin.file else f"内容相同，文件由“{origin.file}”变为“{report.file}”"


def _by_path(origin: Origin, presence: Presence) -> Found:
    """A report with another text under the same path."""
    here = presence.by_file.get(origin.file, ())
    if not here:
        return Found(None, why=f"文件“{origin.file}”已不在，也没有内容相同的报告")
    named = [r for r in here if r.branch == origin.branch]
    placed = [r for r in named if r.report_no == origin.report_no]
    for narrowed in (named, placed):
        if len(narrowed) == 1:
            return Found(narrowed[0], changed=True, why="报告内容已变")
    name = origin.branch or f"第{origin.report_no}篇"
    return Found(None, why=f"文件内容已变，其中没有“{name}”的报告")


def fit(edit: CellEdit, presence: Presence) -> Fit:
    """What becomes of a corrected cell."""
    found = find(edit.origin, presence)
    if found.report is None:
        return Fit("lost", found.why)
    column = next(f for f in tables()["metrics"].fields if f.name == edit.column)
    if edit.column not in CORRECTABLE:
        return Fit("refused", f"“{column.title}”由程序算出，不能更正", found.report)
    try:
        value = read_back(column, edit.now, edit.format)
    except ValueError as error:
        return Fit("refused", str(error), found.report)
    return _settled(edit, column, value, found, found.report)


def _settled(edit: CellEdit, column: Field, value: Cell, found: Found, report: Present) -> Fit:
    """What becomes of a value that can be read, in a report that was found."""
    current = shown(column, report.cells[edit.column])
    if value == report.cells[edit.column]:
        return Fit("agrees", "现在读出的就是这个值", report)
    if found.changed:
        if not same(current, edit.was):
            return Fit("lost", f"{found.why}：原值为{_told(edit.was)}，现读出{_told(current)}", report)
        quote = report.quote(edit.column)
        if not same(quote or None, edit.origin.quotes.get(edit.column)):
            return Fit("lost", f"{found.why}：所依据的句子已不同，现为{_told(quote or None)}", report)
        return Fit("applied", f"{found.why}，但原值和所依据的句子都没变", report, value)
    reason = found.why if same(current, edit.was) else f"现读出{_told(current)}，报告内容没变，仍按人工更正"
    return Fit("applied", reason, report, value)


def _told(value: Shown) -> str:
    text = "空" if value is None else f"“{value}”"
    return text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}……”"


def fit_mark(mark: Mark, presence: Presence) -> Fit:
    """Whether the report of a marked finding is there; whether the finding is, is for the caller to see."""
    assert mark.origin
    found = find(mark.origin, presence)
    return Fit("lost", found.why) if found.report is None else Fit("applied", found.why, found.report)


def fit_entered(entered: Entered, presence: Presence) -> Fit:
    """Whether a cell of 问题台账 still has its line: its report is there and tells of the same problem."""
    found = find(entered.origin, presence)
    if found.report is None:
        return Fit("lost", found.why)
    told = {ledger_key("", problem["text"]) for problem in found.report.facts.get("problems", ())}
    if ledger_key("", entered.problem) not in told:
        return Fit("lost", f"报告中现在没有“{entered.problem}”这一条问题，或说法不同", found.report)
    return Fit("applied", found.why, found.report)
