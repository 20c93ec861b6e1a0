"""The codebook: every table and column with its type, titles and meaning; the one source of headers and schemas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pipeline.yamls import load

FACT_TABLES = ("dates", "counts", "meetings", "slogans", "problems", "plans", "names")


@dataclass(frozen=True, slots=True)
class Field:
    """A column; `type` is string, integer, number, boolean, list (joined with |) or edtf; `unit` in zh and en."""

    name: str
    type: str
    title: str
    description: str
    english: str
    unit: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """A table; `key` names the columns that identify a row, if any; a `derived` one compares the others' rows."""

    name: str
    title: str
    english: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    derived: bool = False

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(field.name for field in self.fields)

    def header(self, language: str = "en") -> list[str]:
        """The header row: column names, or their Chinese titles (language `zh`)."""
        return [field.title if language == "zh" else field.name for field in self.fields]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order they are written."""
    path = Path(__file__).parent.parent / "data" / "codebook.yaml"
    data = load(path)
    evidence, units = data.pop("evidence")["fields"], data.pop("units")
    return {name: _table(name, entry, evidence if name in FACT_TABLES else [], units) for name, entry in data.items()}


def _table(
    name: str, entry: Mapping[str, Any], more: Sequence[Sequence[object]], units: Mapping[str, Sequence[object]]
) -> Table:
    rows = [*entry["fields"], *more]
    return Table(
        name,
        str(entry["title"]),
        str(entry["en"]),
        tuple(str(entry["key"]).split()),
        tuple(_field(row, units) for row in rows),
        bool(entry.get("derived")),
    )


def _field(row: Sequence[object], units: Mapping[str, Sequence[object]]) -> Field:
    name, kind, title, description, english = map(str, row)
    return Field(name, kind, title, description, english, tuple(map(str, units.get(name, ()))))
