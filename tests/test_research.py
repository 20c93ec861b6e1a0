"""Two periods compared, parts merged, drafts of gold: what researchers and careful clerks do with outputs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from test_cli import zongjie
from test_run import GOOD, TABLES_ONLY, written

from pipeline import run
from pipeline.annotation import drafts
from pipeline.composition import merge
from pipeline.diff import Change, changes
from pipeline.errors import UsageError
from pipeline.merging import reopened
from pipeline.profile import load_profile
from pipeline.scoring import LAYERS, TABLES, score

LATER = """云岭镇中心小学党支部创先争优活动总结
一、基本情况
我校党支部现有党员15人。
二、主要做法
2012年3月6日，召开动员大会1次，组织集中学习9次。按照计划抓好了“五个好”党支部建设。
三、存在的问题
一是学习还不够深入；二是经费比较紧张。
四、下一步打算
办好图书角。
云岭镇中心小学党支部
2012年6月30日
"""


def out(tmp_path: Path, name: str, **texts: str) -> Path:
    folder = tmp_path / f"{name}-in"
    folder.mkdir()
    for file, text in texts.items():
        (folder / f"{file}.txt").write_text(text, encoding="utf-8")
    run(folder, tmp_path / name, options=TABLES_ONLY)
    return tmp_path / name


def kinds(found: list[Change]) -> set[tuple[str, str]]:
    return {(c.kind, c.what) for c in found}


def test_two_periods_of_a_branch(tmp_path: Path) -> None:
    first = out(tmp_path, "a", 云岭=GOOD, 走了=GOOD.replace("云岭镇中心", "白石乡"))
    second = out(tmp_path, "b", 云岭=LATER, 来了=GOOD.replace("云岭镇中心", "青山乡"))
    found = list(changes(reopened(first), reopened(second)))
    assert {("number", "member_count"), ("number", "study_count")} <= kinds(found)
    by_kind = {kind: [(c.before, c.after) for c in found if c.kind == kind] for kind, _ in kinds(found)}
    assert by_kind["problem.back"] == [("学习不够深入", "学习还不够深入")]
    assert by_kind["problem.gone"] == [("宣传不到位", "")]
    assert by_kind["problem.new"] == [("", "经费比较紧张")]
    assert len(by_kind["plan.done"]) == 1
    assert by_kind["branch.gone"] == [("走了.txt", "")]
    assert by_kind["branch.new"] == [("", "来了.txt")]


def test_the_same_report_twice_is_text_carried_over(tmp_path: Path) -> None:
    found = list(changes(reopened(out(tmp_path, "a", 甲=GOOD)), reopened(out(tmp_path, "b", 甲=GOOD))))
    assert [c.similarity for c in found if c.kind == "text.carried"] == [1.0]
    assert not [c for c in found if c.kind == "number"]


def test_diff_command_writes_a_table(tmp_path: Path) -> None:
    first, second = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=LATER)
    done = zongjie("diff", first, second, "-o", tmp_path / "变化.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "变化.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {"number", "problem.back"} <= {row["kind"] for row in rows}
    assert zongjie("diff", tmp_path / "nowhere", second).returncode == 2


def test_merged_parts_equal_one_run(tmp_path: Path) -> None:
    one, two = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 乙=LATER)
    whole = out(tmp_path, "c", 甲=GOOD, 乙=LATER)
    merge([one, two], tmp_path / "m", load_profile(), TABLES_ONLY)
    assert written(tmp_path / "m") == written(whole)


def test_parts_that_contradict_are_told(tmp_path: Path) -> None:
    one, two = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=LATER)
    with pytest.raises(UsageError, match=r"甲\.txt"):
        merge([one, two], tmp_path / "m", load_profile(), TABLES_ONLY)


def test_a_draft_scores_full_against_its_own_run(tmp_path: Path) -> None:
    result = run(Path(__file__).parent.parent / "corpus", options=TABLES_ONLY)
    golds = [json.loads(line) for line in drafts(result.collection)]
    scores = score({name: list(result.collection.records(name)) for name in TABLES}, golds)
    assert len(golds) == 60
    assert {layer: scores.total(layer).f1 for layer in LAYERS} == dict.fromkeys(LAYERS, 1.0)
