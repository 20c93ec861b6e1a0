"""Parquet: the rows of the CSV tables, typed, in shards."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import pytest

pytest.importorskip("pyarrow")

from pyarrow import parquet
from test_package import validated
from test_run import GOOD

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


def test_tables_with_a_roster_and_alike_reports_are_valid_in_parquet_too(tmp_path: Path) -> None:
    folder, roster = tmp_path / "in", tmp_path / "名单.csv"
    folder.mkdir()
    for name in ("甲", "乙"):
        (folder / f"{name}.txt").write_text(GOOD * 2, encoding="utf-8")
    (folder / "坏.docx").write_bytes(b"PK")
    roster.write_text("单位\n东河村党支部\n", encoding="utf-8")
    outputs = ("parquet", "comparison", "package")
    result = run(folder, tmp_path / "out", options=Options(outputs=outputs, roster=roster, jobs=1))
    assert len(result.similar) > 0
    assert result.findings["report_id"].isna().any()
    assert validated(tmp_path / "out") == {name: [] for name in tables()}
    broken = tmp_path / "out" / "findings.parquet" / "part-00000.parquet"
    table = parquet.ParquetFile(broken).read()
    where = table.schema.get_field_index("severity")
    parquet.write_table(table.set_column(where, "severity", [["grave"] * table.num_rows]), broken)
    assert any("constraint" in error for error in validated(tmp_path / "out")["findings"])


def test_a_missing_package_is_told_before_the_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.collation.analysis.find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"zongjie\[parquet\]"):
        run(CORPUS, tmp_path / "out", options=Options(outputs=("parquet",)))
    assert not (tmp_path / "out").exists()
