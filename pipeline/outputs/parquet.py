"""Parquet for large runs: the rows of the CSV tables with typed columns, in shards, a folder a table.

`metrics.parquet/part-00000.parquet`, `…/part-00001.parquet`: what pandas, DuckDB, R (arrow) and Dask read as one table
when they are given the folder. Strings are the source's own: nothing is neutralised for a spreadsheet.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipeline.outputs import Bundle
from pipeline.products.codebook import Table, tables
from pipeline.products.tables import Cell, Row

if TYPE_CHECKING:
    import pyarrow

SHARD = 50_000  # rows of a file


class ParquetTable:
    """One table being written: rows are gathered, and a shard is written when it is full."""

    def __init__(self, folder: Path, table: Table) -> None:
        self.folder, self.table, self.schema = folder, table, schema(table)
        self.waiting: list[Row] = []
        self.shards = 0

    def rows(self, rows: Iterable[Row]) -> None:
        """Take rows in the codebook's column order."""
        self.waiting.extend(rows)
        while len(self.waiting) >= SHARD:
            self._write(self.waiting[:SHARD])
            self.waiting = self.waiting[SHARD:]

    def finish(self) -> None:
        """Write what is left; a table without rows has one shard that says its columns."""
        if self.waiting or not self.shards:
            self._write(self.waiting)
            self.waiting = []

    def _write(self, rows: list[Row]) -> None:
        import pyarrow
        from pyarrow import parquet

        kinds = [field.type for field in self.table.fields]
        columns = list(zip(*rows, strict=True)) or [()] * len(kinds)
        arrays = [
            pyarrow.array([_typed(cell, kind) for cell in column], self.schema.field(n).type)
            for n, (column, kind) in enumerate(zip(columns, kinds, strict=True))
        ]
        path = self.folder / f"part-{self.shards:05}.parquet"
        parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=self.schema), path, compression="zstd")
        self.shards += 1


def schema(table: Table) -> pyarrow.Schema:
    """The columns of a table with their types; titles and descriptions travel as their metadata."""
    import pyarrow

    types = {"integer": pyarrow.int64(), "number": pyarrow.float64(), "boolean": pyarrow.bool_()}
    return pyarrow.schema([
        pyarrow.field(f.name, types.get(f.type, pyarrow.string()), metadata={"title": f.title, "about": f.english})
        for f in table.fields
    ])  # fmt: skip


def _typed(cell: Cell, kind: str) -> Any:
    """A cell as its column's type; lone surrogates of a file name are written out, as in the CSV."""
    if cell is None:
        return None
    if kind in ("integer", "number"):
        return float(cell) if kind == "number" else int(cell)
    return cell if kind == "boolean" else str(cell).encode("utf-8", "backslashreplace").decode("utf-8")


def write_parquet(bundle: Bundle) -> list[Path]:
    """Write all tables in one pass over the rows; the folders written. An old one stays until the new one is whole."""
    partial = bundle.folder / ".parquet.part"
    shutil.rmtree(partial, ignore_errors=True)
    try:
        _fill(partial, bundle)
        return [_settled(partial / name, bundle.folder / name) for name in sorted(os.listdir(partial))]
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _fill(partial: Path, bundle: Bundle) -> None:
    writers: dict[str, ParquetTable] = {}
    for name, table in tables().items():
        if table.derived:
            continue
        folder = partial / f"{name}.parquet"
        folder.mkdir(parents=True)
        writers[name] = ParquetTable(folder, table)
    for name, some in bundle.collection.stream():
        writers[name].rows(some)
    for writer in writers.values():
        writer.finish()


def _settled(made: Path, final: Path) -> Path:
    if final.is_dir():
        shutil.rmtree(final)
    os.replace(made, final)
    return final
