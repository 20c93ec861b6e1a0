"""Tables read back from an output folder, whether they were written as CSV, with English or Chinese headers, or as
Parquet."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from io import StringIO
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.messages import say
from pipeline.outputs.csvs import FORMULA
from pipeline.products.codebook import tables

Record = Mapping[str, Any]


def read_tables(out: Path, names: Iterable[str], lang: str = "zh") -> dict[str, list[Record]]:
    """The tables `names` of an output folder as rows by English column name; a UsageError where one is not there."""
    return {name: _read(out, name, lang) for name in names}


def _read(out: Path, name: str, lang: str) -> list[Record]:
    if (out / f"{name}.csv").is_file():
        return _csv(out / f"{name}.csv", name, lang)
    shards = sorted((out / f"{name}.parquet").glob("*.parquet"))
    if not shards:
        raise UsageError(say("no_table" if out.is_dir() else "no_results", lang, path=out, table=name))
    return _parquet(shards, lang)


def _csv(path: Path, name: str, lang: str) -> list[Record]:
    csv.field_size_limit(1 << 28)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("gold_unreadable", lang, path=path)) from error
    titles = {field.title: field.name for field in tables()[name].fields}
    header, *rows = list(csv.reader(StringIO(text, newline=""))) or [[]]
    columns = [titles.get(column, column) for column in header]
    if not set(tables()[name].key) <= set(columns) or "report_id" not in columns:
        raise UsageError(say("no_such_columns", lang, path=path))
    return [dict(zip(columns, map(_plain, row), strict=False)) for row in rows]


def _plain(cell: str) -> str:
    """A cell without the apostrophe that makes a formula harmless."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell


def _parquet(shards: Iterable[Path], lang: str) -> list[Record]:
    try:
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError(say("needs_package", lang, package="pyarrow", extra="zongjie[parquet]")) from error
    return [row for path in shards for row in parquet.ParquetFile(path).read().to_pylist()]
