"""The dataset as a stranger finds it: the descriptor is valid for what was written, and says all that is known."""

from __future__ import annotations

import csv
import json
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from test_run import CORPUS, GOOD

from pipeline import run
from pipeline.collation.comparison import FIGURES
from pipeline.errors import UsageError
from pipeline.ingest.formats import READERS
from pipeline.language.edtf import Point, interval
from pipeline.messages import finding_codes
from pipeline.model import CERTAIN, DOUBTFUL, LIKELY, ROLES
from pipeline.options import Options
from pipeline.outputs.package import EDTF_PATTERN, codebook, data_package
from pipeline.products.codebook import changes_table, tables

TABLES = Options(outputs=("csv", "comparison", "package"), jobs=1)
ROSTER = "单位\n云岭镇中心小学党支部\n东河村党支部\n"


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """Two alike reports, one in an archive, one without facts, an unreadable file, one that is no submission."""
    place = tmp_path / "报送材料"
    place.mkdir()
    (place / "甲.txt").write_text(GOOD * 2, encoding="utf-8")
    (place / "乙.txt").write_text(GOOD.replace("云岭镇中心", "白石乡") * 2, encoding="gb18030")
    (place / "=丙.txt").write_text("工作总结\n今年工作顺利。\n", encoding="utf-8")
    (place / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (place / "~$锁.docx").write_bytes(b"x")
    with zipfile.ZipFile(place / "两家.zip", "w") as archive:
        archive.writestr("丁.txt", GOOD.replace("12人", "19人"))
    return place


def validated(out: Path) -> dict[str, Sequence[str]]:
    """What frictionless has against a folder of outputs, by table."""
    import frictionless

    report = frictionless.validate(str(out / "datapackage.json"))
    assert not report.errors, report.errors
    return {task.name: [f"{error.type}: {error.message}" for error in task.errors] for task in report.tasks}


def descriptor(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "datapackage.json").read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("headers", ["en", "zh"])
def test_the_corpus_is_a_valid_data_package(tmp_path: Path, headers: str) -> None:
    run(CORPUS, tmp_path / "out", options=Options(outputs=TABLES.outputs, headers=headers))
    assert validated(tmp_path / "out") == {name: [] for name in tables()}


@pytest.mark.parametrize("headers", ["en", "zh"])
def test_findings_of_no_report_and_alike_reports_keep_their_keys(mixed: Path, tmp_path: Path, headers: str) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    result = run(mixed, tmp_path / "out", options=Options(outputs=TABLES.outputs, headers=headers, roster=roster))
    assert validated(tmp_path / "out") == {name: [] for name in tables()}
    assert result.findings["report_id"].isna().any()  # 东河村 has sent nothing
    assert len(result.similar) > 0
    assert result.metrics["most_similar"].isna().any()


def test_a_broken_key_is_found(mixed: Path, tmp_path: Path) -> None:
    run(mixed, tmp_path / "out", options=TABLES)
    path = tmp_path / "out" / "metrics.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").split("\n")[0] + "\n", encoding="utf-8-sig", newline="")
    assert any("foreign-key" in error for error in validated(tmp_path / "out")["problems"])


def test_only_what_was_written_is_described(mixed: Path, tmp_path: Path) -> None:
    run(mixed, tmp_path / "out", options=Options(outputs=("csv", "package"), jobs=1))
    out = tmp_path / "out"
    named = {resource["path"] for resource in descriptor(out)["resources"]}
    assert named == {path.name for path in out.glob("*.csv")}
    assert all(errors == [] for errors in validated(out).values())


def test_tables_in_parquet_are_described_with_their_shards(mixed: Path, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    outputs = ("parquet", "comparison", "package")
    run(mixed, tmp_path / "out", options=Options(outputs=outputs, headers="zh", jobs=1))
    described = {resource["name"]: resource for resource in descriptor(tmp_path / "out")["resources"]}
    assert set(described) == set(tables())
    assert described["metrics"]["format"] == "parquet"
    names = [field["name"] for field in described["metrics"]["schema"]["fields"]]
    assert parquet.read_table(tmp_path / "out" / described["metrics"]["path"]).column_names == names
    reference = described["comparison"]["schema"]["foreignKeys"][0]
    assert reference == {"fields": ["报告编号"], "reference": {"resource": "metrics", "fields": ["report_id"]}}


def test_every_column_has_names_and_a_meaning_in_both_languages() -> None:
    for resource in data_package("zh")["resources"]:  # type: ignore[attr-defined]
        table = tables()[resource["name"]]
        assert resource["schema"]["missingValues"] == [""]
        assert len(set(table.header("zh"))) == len(table.fields), table.name
        for field, known in zip(resource["schema"]["fields"], table.fields, strict=True):
            assert (field["name"], field["name_en"]) == (known.title, known.name)
            assert re.search(r"[A-Za-z]", field["description"]), field
            assert re.search(r"[\u4e00-\u9fff]", field["title"]), field


def test_counts_and_places_have_units_and_dates_are_edtf() -> None:
    fields = {
        (resource["name"], field["name"]): field
        for resource in data_package()["resources"]  # type: ignore[attr-defined]
        for field in resource["schema"]["fields"]
    }
    assert fields["metrics", "member_count"]["unit"] == "人 persons"
    assert fields["dates", "start"]["unit"] == "码位 code points"
    assert fields["metrics", "report_date"]["rdfType"].endswith("/edtf")
    unitless = {"report_no", "ordinal", "level", "value", "cluster", "rank", "quartile"}
    assert {
        name for (_, name), f in fields.items() if f["type"] in ("integer", "number") and "unit" not in f
    } <= unitless


@pytest.mark.parametrize(
    ("value", "good"),
    [
        ("2010", True), ("2010-05", True), ("2010-05-25", True), ("XXXX-07-20", True), ("XXXX-XX-10", True),
        ("2010-07/2011-06", True), ("2012-07/..", True), ("../2012", True), ("XXXX-03/XXXX-05", True),
        (str(Point(2010, 7)), True), (interval(None, Point(2011, 1, 2)), True),
        ("2010-5", False), ("2010年5月", False), ("..", False), ("10-05-25", False), ("2010/", False),
    ],
)  # fmt: skip
def test_the_pattern_of_dates(value: str, good: bool) -> None:
    assert bool(re.fullmatch(EDTF_PATTERN, value)) is good


CLOSED = {
    "sections_present": ROLES, "missing_sections": ROLES, "roles": ROLES, "severity": ("error", "warning", "note"),
    "confidence": (CERTAIN, LIKELY, DOUBTFUL), "format": (*READERS, "zip"), "figure": FIGURES, "code": finding_codes(),
}  # fmt: skip


def test_closed_columns_have_the_values_of_the_code() -> None:
    for table in tables().values():
        for field in table.fields:
            if field.values:
                wanted = CLOSED.get(field.name, field.values if field.name != "role" else None)
                assert wanted is None or set(field.values) == set(wanted), (table.name, field.name)
    assert set(CLOSED) <= {f.name for table in tables().values() for f in table.fields if f.values}


def test_closed_columns_are_constrained() -> None:
    fields = {
        (resource["name"], field["name"]): field.get("constraints", {})
        for resource in data_package()["resources"]  # type: ignore[attr-defined]
        for field in resource["schema"]["fields"]
    }
    closed = ("findings.severity files.status counts.role dates.kind slogans.type names.kind similar.kind "
              "corrections.status plans.confidence findings.code")  # fmt: skip
    for place in closed.split():
        table, name = place.split(".")
        assert fields[table, name]["enum"], place
    assert fields["findings", "severity"]["enum"] == ["error", "warning", "note"]
    assert re.fullmatch(fields["metrics", "missing_sections"]["pattern"], "problems|plans")
    assert not re.fullmatch(fields["metrics", "missing_sections"]["pattern"], "problems|计划")
    assert fields["findings", "checked"]["required"] is True


def test_a_value_outside_its_list_is_found(mixed: Path, tmp_path: Path) -> None:
    run(mixed, tmp_path / "out", options=TABLES)
    path = tmp_path / "out" / "dates.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace(",day,", ",daily,"), encoding="utf-8-sig", newline="")
    assert any("constraint" in error for error in validated(tmp_path / "out")["dates"])


def test_a_finding_is_checked_or_not(mixed: Path, tmp_path: Path) -> None:
    result = run(mixed, tmp_path / "out", options=TABLES)
    with (tmp_path / "out" / "findings.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert {row["checked"] for row in csv.DictReader(handle)} == {"false"}
    assert not result.findings["checked"].isna().any()


def test_the_version_is_that_of_the_data(mixed: Path, tmp_path: Path) -> None:
    def version(out: str, **options: Any) -> str:
        run(mixed, tmp_path / out, options=Options(outputs=TABLES.outputs, **options))
        return str(descriptor(tmp_path / out)["version"])

    first = version("a", jobs=1)
    assert re.fullmatch(r"\d+\.\d+\.\d+\+[0-9a-f]{12}", first)
    assert version("b", jobs=2) == first
    assert version("c", headers="zh") != first
    (mixed / "戊.txt").write_text(GOOD, encoding="utf-8")
    assert version("a", jobs=1) != first
    assert "licenses" not in descriptor(tmp_path / "a")


ABOUT = """title: 青江市总结数据集
version: "1.10"
license: CC-BY-4.0
contributors:
  - 张三
  - {title: 李四, role: publisher}
sources: [{title: 青江市委组织部, path: "https://example.org/"}]
keywords: [工作总结, 党支部]
"""


def test_what_a_researcher_says_of_the_data_is_in_the_descriptor(mixed: Path, tmp_path: Path) -> None:
    about = tmp_path / "说明.yaml"
    about.write_text(ABOUT, encoding="utf-8")
    run(mixed, tmp_path / "out", options=Options(outputs=TABLES.outputs, about=about))
    told = descriptor(tmp_path / "out")
    assert (told["title"], told["version"]) == ("青江市总结数据集", "1.10")
    assert told["licenses"] == [{"name": "CC-BY-4.0"}]
    assert "title_en" not in told  # that of the title we give
    assert told["contributors"] == [{"title": "张三"}, {"title": "李四", "role": "publisher"}]
    assert all(errors == [] for errors in validated(tmp_path / "out").values())
    made = json.loads((tmp_path / "out" / "provenance.json").read_text(encoding="utf-8"))
    assert made["options"]["about_sha256"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("licence: MIT\n", "是不是 licenses"), ("title: [甲]\n", "title"), ("- 甲\n", "license: CC-BY-4.0"),
        ("a: b: c\n", "第 1 行"), ("name: 数据\n", "小写字母"), ("contributors: [{role: author}]\n", "contributors"),
        ("license: {title: 甲}\n", "licenses"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_it_is_told_before_the_work(mixed: Path, tmp_path: Path, text: str, said: str) -> None:
    about = tmp_path / "说明.yaml"
    about.write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=re.escape(said)):
        run(mixed, tmp_path / "out", options=Options(about=about))
    assert not (tmp_path / "out").exists()


def test_codebook_names_every_column(tmp_path: Path) -> None:
    text = codebook()
    for table in (*tables().values(), changes_table()):
        assert f"## {table.name} {table.title}" in text
        for field in table.fields:
            assert re.search(rf"^\| {field.name} \| {field.title} \| {field.type} \|", text, re.M)


def provenance(folder: Path, out: Path, **options: Any) -> dict[str, Any]:
    run(folder, out, options=Options(outputs=("csv", "package"), **options))
    found: dict[str, Any] = json.loads((out / "provenance.json").read_text(encoding="utf-8"))
    return found


def test_provenance_tells_what_made_the_tables_and_nothing_else(mixed: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(ROSTER, encoding="utf-8")
    first = provenance(mixed, tmp_path / "a", jobs=1)
    assert first == provenance(mixed, tmp_path / "b", jobs=2, fresh=True)
    assert {"software", "version", "code", "profile", "lexicons", "inputs_sha256", "options"} <= set(first)
    assert str(tmp_path) not in json.dumps(first)
    with_roster = provenance(mixed, tmp_path / "c", roster=roster)
    assert with_roster["options"]["roster_sha256"] != first["options"]["roster_sha256"]
    (mixed / "戊.txt").write_text(GOOD, encoding="utf-8")
    assert provenance(mixed, tmp_path / "a", jobs=1)["inputs_sha256"] != first["inputs_sha256"]
