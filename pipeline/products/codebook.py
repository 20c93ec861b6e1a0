"""The codebook: every table and column with its type, titles and meaning; the one source of headers and schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pipeline.messages import finding_codes, say
from pipeline.yamls import load

FACT_TABLES = ("dates", "counts", "meetings", "slogans", "problems", "plans", "names")


@dataclass(frozen=True, slots=True)
class Field:
    """A column; `type` is string, integer, number, boolean, list (joined with |) or edtf; `unit` in zh and en.

    `values` are all there can be, where the list is closed; `words` begins the keys of the messages that name them.
    """

    name: str
    type: str
    title: str
    description: str
    english: str
    unit: tuple[str, ...] = ()
    values: tuple[str, ...] = ()
    words: str = ""

    def meaning(self, language: str) -> str:
        """What the column holds, with its closed values and what they stand for, in zh or en."""
        about = self.description if language == "zh" else self.english
        if not self.words:
            return about
        named = {value: self.word(value, language) for value in self.values}
        if language == "zh":
            return "：".join(filter(None, (about, "、".join(f"{value} {word}" for value, word in named.items()))))
        return f"{about}: {', '.join(v if v == word else f'{v} ({word})' for v, word in named.items())}"

    def word(self, value: str, language: str) -> str:
        """A closed value in words; as it is where none are kept for it."""
        return say(self.words + value, language) if self.words else value


@dataclass(frozen=True)
class Table:
    """A table; `key` names the columns that identify a row, if any; a `derived` one compares the others' rows.

    One `apart` is no table of a run: another command writes it.
    """

    name: str
    title: str
    english: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    derived: bool = False
    apart: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(field.name for field in self.fields)

    @cached_property
    def blanks(self) -> tuple[bool | None, ...]:
        """What each cell is where nothing is known: empty, but false in a column of booleans."""
        return tuple(False if field.type == "boolean" else None for field in self.fields)

    def header(self, language: str = "en") -> list[str]:
        """The header row: column names, or their Chinese titles (language `zh`)."""
        return [field.title if language == "zh" else field.name for field in self.fields]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """All tables of a run by name, in the order they are written."""
    return {name: table for name, table in _known().items() if not table.apart}


@lru_cache(maxsize=1)
def changes_table() -> Table:
    """The table that the comparison of two periods writes."""
    return _known()["changes"]


@lru_cache(maxsize=1)
def _known() -> Mapping[str, Table]:
    path = Path(__file__).parent.parent / "data" / "codebook.yaml"
    data = load(path)
    evidence, units = data.pop("evidence")["fields"], data.pop("units")
    closed = {place: (words, tuple(values.split())) for place, (words, values) in data.pop("values").items()}
    closed["findings.code"] = "", finding_codes()
    return {name: _table(name, entry, evidence, units, closed) for name, entry in data.items()}


def _table(
    name: str,
    entry: Mapping[str, Any],
    evidence: Sequence[Sequence[object]],
    units: Mapping[str, Sequence[object]],
    closed: Mapping[str, tuple[str, tuple[str, ...]]],
) -> Table:
    rows = [(name, row) for row in entry["fields"]]
    rows += [("evidence", row) for row in evidence if name in FACT_TABLES]
    return Table(
        name,
        str(entry["title"]),
        str(entry["en"]),
        tuple(str(entry["key"]).split()),
        tuple(_field(row, units, *closed.get(f"{home}.{row[0]}", ("", ()))) for home, row in rows),
        bool(entry.get("derived")),
        bool(entry.get("apart")),
    )


def _field(row: Sequence[object], units: Mapping[str, Sequence[object]], words: str, values: tuple[str, ...]) -> Field:
    name, kind, title, description, english = map(str, row)
    return Field(name, kind, title, description, english, tuple(map(str, units.get(name, ()))), values, words)
