"""Whether a correction still fits: its report is found again, and what it corrected still stands there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

from pipeline.collation.corrections.entered import Entered
from pipeline.collation.corrections.present import Presence, Present
from pipeline.collation.corrections.reading import CellEdit, Mark
from pipeline.collation.corrections.typed import Origin, same
from pipeline.messages import Words, why
from pipeline.products.codebook import Field, tables
from pipeline.products.shown import MisreadError, Shown, read_back, shown
from pipeline.products.tables import Cell, joined
from pipeline.products.workbook import CORRECTABLE, ledger_key

SHOWN_CHARS = 40
NO_WHY: Words = ("", "")
ALIKE = 0.75  # least likeness of two titles that are of one report and its next draft
_NUMBER = re.compile(r"[0-9〇零一二三四五六七八九十]+")
_BLANK = re.compile(r"\s")


@dataclass(frozen=True)
class Fit:
    """What becomes of a correction: applied, agrees, lost or refused, and why; `value` is the corrected cell."""

    status: str
    reason: Words = NO_WHY
    report: Present | None = None
    value: Cell = None


@dataclass(frozen=True)
class Found:
    """A report found again; `changed` tells that its text is not what it was, `why` how it was found."""

    report: Present | None
    changed: bool = False
    why: Words = NO_WHY


def find(origin: Origin, presence: Presence) -> Found:
    """The report that was corrected, by its id, by its text, by its path and branch, last by its branch and title."""
    if origin.report_id in presence.by_id:
        return Found(presence.by_id[origin.report_id])
    alike = presence.by_content.get(origin.content, ()) if origin.content else ()
    for narrowed in ([r for r in alike if r.file == origin.file], [r for r in alike if r.branch == origin.branch]):
        if len(narrowed) == 1:
            return Found(narrowed[0], why=_moved(origin, narrowed[0]))
    if len(alike) == 1:
        return Found(alike[0], why=_moved(origin, alike[0]))
    if alike:
        return Found(None, why=why("several_alike", n=len(alike)))
    return _by_path(origin, presence)


def _moved(origin: Origin, report: Present) -> Words:
    return NO_WHY if report.file == origin.file else why("moved", was=origin.file, now=report.file)


def _by_path(origin: Origin, presence: Presence) -> Found:
    """A report with another text under the same path."""
    here = presence.by_file.get(origin.file, ())
    named = [r for r in here if r.branch == origin.branch]
    placed = [r for r in named if r.report_no == origin.report_no]
    for narrowed in (named, placed):
        if len(narrowed) == 1:
            return Found(narrowed[0], changed=True, why=why("changed"))
    name = origin.branch or why("part_no", n=origin.report_no)
    lost = why("not_in_file", name=name) if here else why("file_gone", file=origin.file)
    return _by_name(origin, presence) or Found(None, why=lost)


def _by_name(origin: Origin, presence: Presence) -> Found | None:
    """A report of the same branch with another text under another path: a draft that was renamed and changed.

    Its title must be the same but for a few characters, and its numbers (years) the same; of the one report of a
    branch that has no title on either side, the branch is enough.
    """
    title = str(origin.values.get("title") or "")
    new = presence.by_branch.get(origin.branch, ()) if origin.branch else ()
    named = [r for r in new if _same_title(r.title, title)]
    exact = [r for r in named if _BLANK.sub("", r.title) == _BLANK.sub("", title)]
    for narrowed in (exact, named):
        if len(narrowed) == 1:
            return Found(narrowed[0], changed=True, why=why("renamed", now=narrowed[0].file))
    if not named:
        return None
    return Found(None, why=why("renamed_several", file=origin.file, name=origin.branch, n=len(named)))


def _same_title(one: str, other: str) -> bool:
    one, other = _BLANK.sub("", one), _BLANK.sub("", other)
    if not one or not other or one == other or _NUMBER.findall(one) != _NUMBER.findall(other):
        return one == other
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= ALIKE


def fit(edit: CellEdit, presence: Presence) -> Fit:
    """What becomes of a corrected cell."""
    found = find(edit.origin, presence)
    if found.report is None:
        return Fit("lost", found.why)
    column = next(f for f in tables()["metrics"].fields if f.name == edit.column)
    if edit.column not in CORRECTABLE:
        return Fit("refused", why("not_yours", column=(column.title, column.name)), found.report)
    try:
        value = amended(edit, column, found.report.cells[edit.column])
    except MisreadError as error:
        return Fit("refused", error.why, found.report)
    return _settled(edit, column, value, found, found.report)


def amended(edit: CellEdit, column: Field, current: Cell) -> Cell:
    """What a cell becomes: what was typed; in a list of parts that another correction or a mark had changed, only the
    parts that were struck out or added by hand are taken from, or added to, the `current` ones."""
    typed = read_back(column, edit.now, edit.format)
    if column.name != "missing_sections" or column.name not in edit.origin.base:
        return typed
    before, after = (set(parts(cell)) for cell in (read_back(column, edit.origin.base[column.name]), typed))
    kept = [role for role in parts(current) if role not in before - after]
    return joined([*kept, *(role for role in parts(typed) if role not in before and role not in kept)]) or None


def parts(cell: Cell) -> list[str]:
    """The items of a list in a cell."""
    return [item for item in str(cell or "").split("|") if item]


def _settled(edit: CellEdit, column: Field, value: Cell, found: Found, report: Present) -> Fit:
    """What becomes of a value that can be read, in a report that was found."""
    current = shown(column, report.cells[edit.column])
    if value == report.cells[edit.column]:
        return Fit("agrees", why("agrees"), report)
    if found.changed:
        if not same(current, edit.was):
            return Fit("lost", why("value_differs", why=found.why, was=_told(edit.was), now=_told(current)), report)
        quote = report.quote(edit.column)
        if not same(quote or None, edit.origin.quotes.get(edit.column)):
            return Fit("lost", why("quote_differs", why=found.why, now=_told(quote or None)), report)
        return Fit("applied", why("still_stands", why=found.why), report, value)
    reason = found.why if same(current, edit.was) else why("read_otherwise", now=_told(current))
    return Fit("applied", reason, report, value)


def _told(value: Shown) -> Words:
    if value is None:
        return why("empty")
    text = f"“{value}”"
    text = text if len(text) <= SHOWN_CHARS else f"{text[:SHOWN_CHARS]}……”"
    return text, text


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
        return Fit("lost", why("problem_gone", problem=entered.problem), found.report)
    return Fit("applied", found.why, found.report)
