"""The main job: the same bytes whatever the workers do, a row for every file, every text cell from its source."""

from __future__ import annotations

import csv
import itertools
import json
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from pipeline import read, run
from pipeline.errors import FolderError
from pipeline.options import Options
from pipeline.products.codebook import FACT_TABLES, tables

ROOT = Path(__file__).parent.parent
CORPUS = ROOT / "corpus"
TABLES_ONLY = Options(outputs=("csv", "package"))

GOOD = """云岭镇中心小学党支部创先争优活动总结
一、基本情况
我校党支部现有党员12人。
二、主要做法
2011年3月5日，召开动员大会1次，组织集中学习6次。
三、存在的问题
一是学习不够深入；二是宣传不到位。
四、下一步打算
继续抓好“五个好”党支部建设。
云岭镇中心小学党支部
2011年6月30日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送材料"
    (place / "学校").mkdir(parents=True)
    (place / "学校" / "云岭小学.txt").write_text(GOOD, encoding="gb18030")
    (place / "乙.txt").write_text(
        GOOD.replace("三、存在的问题\n一是学习不够深入；二是宣传不到位。\n", ""), encoding="utf-8"
    )
    (place / "空.txt").write_bytes(b"")
    (place / "~$锁.docx").write_bytes(b"x")
    (place / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    return place


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def written(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.suffix in {".csv", ".json", ".md"}}


def test_every_file_has_one_row(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    found = {row["file"]: row["status"] for row in rows(tmp_path / "out", "files")}
    assert found == {
        "~$锁.docx": "skipped",
        "乙.txt": "ok",
        "图.png": "failed",
        "学校/云岭小学.txt": "ok",
        "空.txt": "failed",
    }
    assert all(row["reason"] for row in rows(tmp_path / "out", "files") if row["status"] != "ok")


def test_missing_sections_are_told(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    missing = {row["file"]: row["missing_sections"] for row in rows(tmp_path / "out", "metrics")}
    assert missing == {"乙.txt": "problems", "学校/云岭小学.txt": ""}


def test_an_empty_cell_is_not_zero(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    row = rows(tmp_path / "out", "metrics")[1]
    assert (row["member_count"], row["meeting_count"], row["study_count"]) == ("12", "1", "6")
    assert row["lecture_count"] == ""


def test_same_bytes_whatever_the_workers_do(folder: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"out{jobs}" for jobs in (1, 2, 3)]
    for jobs, out in enumerate(outs, 1):
        run(folder, out, jobs=jobs, options=TABLES_ONLY)
    assert written(outs[0]) == written(outs[1]) == written(outs[2])


def test_a_second_run_reads_only_what_changed(folder: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    out = tmp_path / "out"
    run(folder, out, options=TABLES_ONLY, advance=lambda done, total: seen.append(total))
    first = written(out)
    seen.clear()
    run(folder, out, options=TABLES_ONLY, advance=lambda done, total: seen.append(total))
    assert seen == []
    assert written(out) == first
    (folder / "新.txt").write_text(GOOD, encoding="utf-8")
    (folder / "空.txt").unlink()
    run(folder, out, options=TABLES_ONLY, advance=lambda done, total: seen.append(total))
    assert seen == [1]
    again = tmp_path / "again"
    run(folder, again, options=TABLES_ONLY)
    assert written(out) == written(again)


def test_a_table_is_whole_or_untouched(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run(folder, out, options=TABLES_ONLY)
    before = written(out)
    from pipeline.outputs import csvs

    calls = itertools.count()

    def fails_late(self: csvs.CsvTable, some: object) -> None:
        if next(calls) == 5:
            raise OSError("disk full")

    monkeypatch.setattr(csvs.CsvTable, "rows", fails_late)
    with pytest.raises(OSError, match="disk full"):
        run(folder, out, options=TABLES_ONLY)
    assert written(out) == before
    assert not list(out.glob("*.part"))


def test_library_gives_frames(folder: Path) -> None:
    result = run(folder)
    assert result.metrics["member_count"].tolist() == [12, 12]
    assert str(result.metrics["member_count"].dtype) == "Int64"
    assert result.counts.query("category == 'meeting'")["value"].sum() == 2
    with pytest.raises(AttributeError):
        _ = result.nonsense


@pytest.mark.parametrize("code", ["missing", "not_folder", "empty", "unwritable", "inside_input"])
def test_folders_that_cannot_be_used(tmp_path: Path, code: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.txt").write_text(GOOD, encoding="utf-8")
    (tmp_path / "none").mkdir()
    folder = {"missing": "nowhere", "not_folder": "in/a.txt", "empty": "none"}.get(code, "in")
    out = {"unwritable": "in/a.txt/out", "inside_input": "in"}.get(code, "out")
    with pytest.raises(FolderError) as error:
        run(tmp_path / folder, tmp_path / out)
    assert error.value.code == code


def test_formulas_are_harmless_and_numbers_stay() -> None:
    from pipeline.outputs.csvs import harmless

    assert [harmless(c) for c in ("=1+1", "+86", "-2", "@x", "\tx", -2, 2.5, "甲", None, True)] == [
        "'=1+1", "'+86", "'-2", "'@x", "'\tx", -2, 2.5, "甲", None, "true",
    ]  # fmt: skip


def test_chinese_headers(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", options=Options(headers="zh", outputs=("csv",)))
    head = (tmp_path / "out" / "metrics.csv").read_text(encoding="utf-8-sig").splitlines()[0]
    assert head.startswith("报告编号,文件,篇次,标题,单位")


def test_every_text_cell_is_its_source_slice(tmp_path: Path) -> None:
    run(CORPUS, tmp_path / "out", options=TABLES_ONLY)
    files = {row["report_id"]: row["file"] for row in rows(tmp_path / "out", "metrics")}
    texts = {file: read(CORPUS / file).text for file in set(files.values())}
    checked = 0
    for table in (*FACT_TABLES, "findings"):
        for row in rows(tmp_path / "out", table):
            if row["start"] and row["text"]:
                stretch = texts[files[row["report_id"]]][int(row["start"]) : int(row["end"])]
                assert row["text"] in (stretch, "'" + stretch)
                checked += 1
    for row in rows(tmp_path / "out", "sections"):
        stretch = texts[files[row["report_id"]]][int(row["start"]) : int(row["end"])]
        assert stretch.startswith(row["marker"])
        checked += 1
    assert checked > 500


def test_datapackage_names_every_column(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))
    for resource in package["resources"]:
        with (tmp_path / "out" / resource["path"]).open(encoding="utf-8-sig", newline="") as handle:
            assert next(csv.reader(handle)) == [field["name"] for field in resource["schema"]["fields"]]
    assert [r["name"] for r in package["resources"]] == [n for n, table in tables().items() if not table.derived]


def test_asking_for_another_reader_reads_anew(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "丙.rtf").write_bytes(rb"{\rtf1\ansi\ansicpg936 " + "党员8人。".encode("gbk") + b"}")
    reasons = []
    for asked in ("", "/没有的程序", "0"):
        monkeypatch.setenv("ZONGJIE_OFFICE", asked)
        run(folder, tmp_path / "out", options=TABLES_ONLY)
        reasons += [row["reason"] for row in rows(tmp_path / "out", "files") if row["file"] == "丙.rtf"]
    assert reasons == ["", "缺少组件（LibreOffice）", ""]


def test_an_archive_has_its_format_in_its_row(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "报送.zip", "w") as archive:
        archive.writestr("丁.txt", GOOD)
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    found = {row["file"]: row["format"] for row in rows(tmp_path / "out", "files")}
    assert (found["报送.zip"], found["报送.zip!/丁.txt"]) == ("zip", "txt")


def test_duplicates_are_skipped_by_choice(folder: Path, tmp_path: Path) -> None:
    (folder / "云岭小学（再报）.txt").write_text(GOOD, encoding="gb18030")
    (folder / "同样大小.txt").write_text(GOOD.replace("12", "13"), encoding="gb18030")
    found = []
    for duplicates in (True, False):
        run(folder, tmp_path / "out", options=replace(TABLES_ONLY, duplicates=duplicates))
        files = rows(tmp_path / "out", "files")
        found.append({row["file"]: row["reason"] for row in files if row["status"] == "skipped"})
    assert found[0] == {"~$锁.docx": "锁文件或临时文件"}
    assert found[1] == {**found[0], "学校/云岭小学.txt": "重复文件（云岭小学（再报）.txt）"}


def test_the_same_tables_where_processes_cannot_be_forked(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run(folder, tmp_path / "forked", options=TABLES_ONLY)
    monkeypatch.setattr("pipeline.engines.local.START", "spawn")
    run(folder, tmp_path / "spawned", options=TABLES_ONLY)
    assert written(tmp_path / "spawned") == written(tmp_path / "forked")
