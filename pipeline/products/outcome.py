"""What one input file gives: its row of files.csv, the rows of its reports, and their texts for the page."""

from __future__ import annotations

import json
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.products.codebook import tables
from pipeline.products.tables import Cell, Row


@dataclass(frozen=True, slots=True)
class Outcome:
    """One file's contribution. `file` is the shown name, `key` the raw bytes of the path that rows are ordered by.

    `tables` are rows by table name; `texts`, by report id, where the report's stretch of its source begins, and it.
    `passing`: it failed for a reason that may pass (time, memory, a crash), so that a later run tries it again.
    """

    key: bytes
    file: str
    row: Row
    tables: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    texts: Mapping[str, tuple[int, str]] = field(default_factory=dict)
    passing: bool = False

    def packed(self) -> bytes:
        """The outcome as compressed JSON, the form it has in the journal and between machines."""
        data = {"file": self.file, "row": self.row, "tables": self.tables, "texts": self.texts}
        return zlib.compress(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)


# The tables that what compares reports reads time and again; with texts and sentences an outcome is many times as long.
BRIEF = ("metrics", "sections", "slogans", "problems", "findings")


def shortened(outcome: Outcome) -> bytes:
    """An outcome with the tables BRIEF alone and without texts, packed."""
    some = {name: outcome.tables[name] for name in BRIEF if name in outcome.tables}
    return Outcome(outcome.key, outcome.file, outcome.row, some).packed()


@dataclass(frozen=True, slots=True)
class Packed:
    """An outcome in its packed form, as a worker sends it: the journal takes it as it is."""

    key: bytes
    blob: bytes
    passing: bool = False

    @classmethod
    def of(cls, outcome: Outcome) -> Packed:
        """An outcome packed."""
        return cls(outcome.key, outcome.packed(), outcome.passing)

    def packed(self) -> bytes:
        """The packed form."""
        return self.blob


def unpacked(key: bytes, blob: bytes) -> Outcome:
    """An outcome from its packed form."""
    data = json.loads(zlib.decompress(blob).decode("utf-8", "surrogatepass"))
    found = {name: _full(name, rows) for name, rows in data["tables"].items()}
    return Outcome(
        key,
        data["file"],
        _full("files", [data["row"]])[0],
        found,
        {i: (start, text) for i, (start, text) in data["texts"].items()},
    )


def _full(table: str, rows: list[list[Cell]]) -> tuple[Row, ...]:
    """Rows as long as their table is now: columns are only ever added on the right, older rows lack the last ones."""
    blanks = tables()[table].blanks
    return tuple([tuple(row) if len(row) == len(blanks) else (*row, *blanks[len(row) :]) for row in rows])
