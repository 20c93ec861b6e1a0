"""The codebook: every table and column with its type, titles and meaning; the one source of headers and schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.yamls import load

FACT_TABLES = ("dates", "counts", "meetings", "slogans", "problems", "plans", "names")


@dataclass(frozen=True, slots=True)
class Field:
    """A column; `type` is string, integer, number, boolean, list (joined with |) or edtf."""

    name: str
    type: str
    title: str
    description: str
    english: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table; `key` names the column that identifies a row, if any; a `derived` one compares the others' rows."""

    name: str
    title: str
    english: str
    key: str
    fields: tuple[Field, ...]
    derived: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """The column names in order."""
        return tuple(field.name for field in self.fields)

    def header(self, language: str = "en") -> list[str]:
        """The header row: column names, or their Chinese titles (language `zh`)."""
        return [field.title if language == "zh" else field.name for field in self.fields]


@lru_cache(maxsize=1)
def tables() -> Mapping[str, Table]:
    """All tables by name, in the order they are written."""
    path = Path(__file__).parent / "data" / "codebook.yaml"
    data = load(path)
    evidence = _fields(data.pop("evidence"))
    return {name: _table(name, entry, evidence if name in FACT_TABLES else ()) for name, entry in data.items()}


def _table(name: str, entry: Mapping[str, object], more: tuple[Field, ...]) -> Table:
    return Table(
        name,
        str(entry["title"]),
        str(entry["en"]),
        str(entry["key"]),
        _fields(entry) + more,
        bool(entry.get("derived")),
    )


def _fields(entry: Mapping[str, object]) -> tuple[Field, ...]:
    rows = entry["fields"]
    assert isinstance(rows, list)
    return tuple(Field(*map(str, row)) for row in rows)
