"""Parquet: the rows of the CSV tables, typed, in shards."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from pyarrow import parquet
from test_package import validated

from pipeline import run
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.products.codebook import tables

CORPUS = Path(__file__).parent.parent / "corpus"
WRITTEN = [name for name, table in tables().items() if not table.derived]


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, out = tmp_path_factory.mktemp("in"), tmp_path_factory.mktemp("out")
    for path in sorted(CORPUS.iterdir())[:12]:
        shutil.copy(path, folder)
    (folder / "=1+1.txt").write_text("不成报告。", encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("pipeline.outputs.parquet.SHARD", 7)
        run(folder, out, options=Options(outputs=("csv", "parquet")))
    return out


def shown(cell: object) -> str:
    """A typed cell as the CSV shows it."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else str(cell)
    text = "" if cell is None else str(cell)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


@pytest.mark.parametrize("name", WRITTEN)
def test_rows_are_those_of_the_csv(out: Path, name: str) -> None:
    with (out / f"{name}.csv").open(encoding="utf-8-sig", newline="") as handle:
        header, *rows = csv.reader(handle)
    shards = sorted((out / f"{name}.parquet").iterdir())
    read = [parquet.ParquetFile(path).read() for path in shards]
    assert read[0].column_names == header
    assert [[shown(cell) for cell in row.values()] for table in read for row in table.to_pylist()] == rows
    assert all(table.num_rows == 7 for table in read[:-1])


def test_a_folder_reads_as_one_table_with_types(out: Path) -> None:
    table = parquet.read_table(out / "metrics.parquet")
    assert str(table.schema.field("chars").type) == "int64"
    assert str(table.schema.field("similarity").type) == "double"
    assert table.schema.field("branch").metadata[b"title"].decode() == "单位"
    assert len(list((out / "dates.parquet").iterdir())) > 1


def test_frictionless_reads_empty_cells_of_numbers(tmp_path: Path) -> None:
    run(CORPUS, tmp_path, options=Options(outputs=("parquet", "comparison", "package")))
    assert parquet.read_table(tmp_path / "metrics.parquet")["activist_count"].null_count
    assert validated(tmp_path) == {name: [] for name in tables()}


def test_a_missing_package_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.collation.analysis.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"zongjie\[parquet\]"):
        run(CORPUS, tmp_path / "out", options=Options(outputs=("parquet",)))
    assert not (tmp_path / "out").exists()
