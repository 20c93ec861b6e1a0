"""What follows from a corrected list: how many items it has, and which parts a report then lacks.

A cell that a person has typed in keeps what was typed; where it then differs from its list, its row says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pipeline.collation.corrections.fitting import amended, parts
from pipeline.collation.corrections.present import Present
from pipeline.collation.corrections.reading import CellEdit
from pipeline.language.profile import Profile
from pipeline.messages import Words, why
from pipeline.model import DOUBTFUL
from pipeline.products.codebook import Field, tables
from pipeline.products.tables import Cell, joined
from pipeline.products.workbook import FOLLOWS


@dataclass(frozen=True)
class Follow:
    """A cell that another's correction changes: what it is without anybody's hand, what it becomes, and why."""

    column: str
    derived: Cell
    value: Cell
    reason: Words


def following(
    report: Present, cells: Mapping[str, Cell], edits: Mapping[str, CellEdit], profile: Profile
) -> Iterator[Follow]:
    """What follows from the corrected `cells` of a report; `edits` are those that were typed, by column."""
    titles = _fields()
    for column, source in FOLLOWS.items():
        if source not in cells:
            continue
        derived, reason = _derived(column, report, cells[source], profile)
        value = derived
        if column in edits and column in cells:
            value = amended(edits[column], titles[column], derived)
        yield Follow(column, derived, value, reason)


def _derived(column: str, report: Present, items: Cell, profile: Profile) -> tuple[Cell, Words]:
    """What a cell becomes by its corrected list, and why."""
    field = _fields()[FOLLOWS[column]]
    reason = why("follows", list=(field.title, field.name))
    if column == "missing_sections":
        return joined(role for role in profile.required if role not in parts(items)) or None, reason
    if column == "problem_count":
        return len(parts(items)), reason
    return _slogans(report, parts(items), reason)


def _slogans(report: Present, names: list[str], reason: Words) -> tuple[int, Words]:
    """The places of the slogans that were kept, and of those that were added as the text has them, or one each."""
    numeral = [r for r in report.facts.get("slogans", ()) if r["type"] == "numeral" and r["confidence"] != DOUBTFUL]
    read = {str(record["canonical"]) for record in numeral}
    total = sum(record["canonical"] in names for record in numeral)
    text, unseen = "".join(report.text.split()), []
    for name in dict.fromkeys(names):
        if name not in read:
            total += max(1, text.count(name))
            unseen += [] if name in text else [name]
    if not unseen:
        return total, reason
    said = why("added_slogans", names=f"“{'、'.join(unseen)}”")
    return total, (f"{reason[0]}；{said[0]}", f"{reason[1]}; {said[1]}")


def aside(column: str, value: Cell, report: Present, cells: Mapping[str, Cell]) -> Words | None:
    """What is to be said of a typed count that is not that of its list, corrected or not, or of a list that a count
    does not follow."""
    fields = _fields()
    if column == "sections_present":
        return why("headings_stay", column=(fields["section_count"].title, "section_count"))
    listed = len(parts(cells.get("problems", report.cells["problems"])))
    if column != "problem_count" or listed == (value or 0):
        return None
    return why("count_differs", list=(fields["problems"].title, "problems"), listed=listed)


def _fields() -> dict[str, Field]:
    return {field.name: field for field in tables()["metrics"].fields}
