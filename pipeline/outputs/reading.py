"""Tables read back from an output folder, whether they were written as CSV, with English or Chinese headers, or as
Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.messages import say
from pipeline.outputs.csvs import FORMULA
from pipeline.products.codebook import tables

BATCH = 2000  # rows of a Parquet file that are held
Record = Mapping[str, Any]


def read_tables(out: Path, names: Iterable[str], lang: str = "zh") -> dict[str, list[Record]]:
    """The tables `names` of an output folder as rows by English column name; a UsageError where one is not there."""
    return {name: list(_read(out, name, lang)) for name in names}


def places(out: Path, lang: str = "zh") -> list[tuple[str, int]]:
    """The file and number of every report of an output folder, in its order."""
    return [(str(row["file"]), int(row["report_no"])) for row in _read(out, "metrics", lang)]


class OutOfOrderError(Exception):
    """The rows of a table are not in the order of the main table, as somebody who sorted it left them."""


def read_reports(
    out: Path, names: Iterable[str], lang: str = "zh"
) -> Iterator[tuple[Record, Mapping[str, Sequence[Record]]]]:
    """Each report of an output folder, one held at a time: its row of the main table, and its rows of the others.

    Raises OutOfOrderError, at the end, where some rows were not met with their report.
    """
    tables = {name: _Ahead(_read(out, name, lang)) for name in names if name != "metrics"}
    for metrics in _read(out, "metrics", lang):
        yield metrics, {name: table.of(metrics["report_id"]) for name, table in tables.items()}
    if any(table.left() for table in tables.values()):
        raise OutOfOrderError


class _Ahead:
    """The rows of a table, read up to the first one of the next report."""

    def __init__(self, rows: Iterator[Record]) -> None:
        self.rows, self.next = rows, next(rows, None)

    def of(self, report_id: object) -> list[Record]:
        """The rows of a report, which come next where there are any."""
        found: list[Record] = []
        while self.next is not None and self.next["report_id"] == report_id:
            found.append(self.next)
            self.next = next(self.rows, None)
        return found

    def left(self) -> bool:
        """Whether there are rows that were not asked for."""
        return self.next is not None


def _read(out: Path, name: str, lang: str) -> Iterator[Record]:
    if (out / f"{name}.csv").is_file():
        return _csv(out / f"{name}.csv", name, lang)
    shards = sorted((out / f"{name}.parquet").glob("*.parquet"))
    if not shards:
        raise UsageError(say("no_table" if out.is_dir() else "no_results", lang, path=out, table=name))
    return _parquet(shards, lang)


def _csv(path: Path, name: str, lang: str) -> Iterator[Record]:
    csv.field_size_limit(1 << 28)
    titles = {field.title: field.name for field in tables()[name].fields}
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            rows = csv.reader(handle)
            columns = [titles.get(column, column) for column in next(rows, [])]
            if not set(tables()[name].key) <= set(columns) or "report_id" not in columns:
                raise UsageError(say("no_such_columns", lang, path=path))
            for row in rows:
                yield dict(zip(columns, map(_plain, row), strict=False))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("gold_unreadable", lang, path=path)) from error


def _plain(cell: str) -> str:
    """A cell without the apostrophe that makes a formula harmless."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _parquet(shards: Iterable[Path], lang: str) -> Iterator[Record]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(say("needs_package", lang, package="pyarrow", extra="zongjie[parquet]")) from error
    for path in shards:
        for batch in parquet.ParquetFile(path).iter_batches(BATCH):
            yield from batch.to_pylist()
