"""What people wrote into 问题台账: the progress of each problem, and remedies, dates and owners changed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.collation.corrections.typed import Origin, Typed, same
from pipeline.messages import Words, why
from pipeline.products import workbook as w
from pipeline.products.codebook import tables
from pipeline.products.shown import Shown, read_back, shown


@dataclass(frozen=True)
class Entered:
    """A cell of 问题台账 that somebody filled in or changed, by the problem of its row."""

    origin: Origin
    problem: str
    column: str
    was: Shown
    now: Shown


def ledger_edits(
    records: Sequence[Mapping[str, Typed]], origins: Mapping[str, Origin]
) -> tuple[list[Entered], list[Words]]:
    """What was written into 问题台账, row by row, and the rows that cannot be used."""
    found: list[Entered] = []
    strays: list[Words] = []
    empty = Typed(None)
    for record in records:
        problem = str(record[w.PROBLEM].value or "")
        cells = [(title, record.get(w.WRITTEN + title, empty).value, record.get(title, empty)) for title in w.BY_HAND]
        changed = [(title, was, typed) for title, was, typed in cells if not same(typed.value, was)]
        origin = origins.get(str(record.get(w.REPORT, empty).value or ""))
        if origin and problem:
            found += [Entered(origin, problem, title, was, _due(title, typed)) for title, was, typed in changed]
        elif changed:
            strays.append(why("ledger_row_unknown", name=problem or why("nameless")))
    return found, strays


def _due(title: str, typed: Typed) -> Shown:
    """A cell as the sheet shows it again: a date however it was typed, other words as they are."""
    if title != w.DUE or typed.value is None:
        return typed.value
    field = next(f for f in tables()["plans"].fields if f.name == "deadline")
    try:
        return shown(field, read_back(field, typed.value, typed.format))
    except ValueError:
        return typed.value
