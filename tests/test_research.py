"""Two periods compared, parts merged, drafts of gold: what researchers and careful clerks do with outputs."""

from __future__ import annotations

import csv
import json
import re
import shutil
from pathlib import Path

import pytest
from test_cli import zongjie
from test_corrections import put
from test_run import GOOD, TABLES_ONLY, written

from pipeline import run
from pipeline.collation.diff import Change, changes
from pipeline.collation.merging import reopened
from pipeline.composition import merge
from pipeline.errors import UsageError
from pipeline.evaluation.annotation import drafts
from pipeline.evaluation.scoring import LAYERS, TABLES, score
from pipeline.language.profile import load_profile
from pipeline.options import Options
from pipeline.products.codebook import changes_table

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


def test_a_problem_told_in_more_words_is_the_same(tmp_path: Path) -> None:
    told = "一是流动党员联系难度大，外出的多、回来的少，组织生活参加不上；二是宣传不到位。"
    first = out(tmp_path, "a", 甲=GOOD.replace("一是学习不够深入；二是宣传不到位。", told))
    second = out(tmp_path, "b", 甲=GOOD.replace("一是学习不够深入；", "一是流动党员联系难度仍然较大；"))
    found = [(c.kind, c.before[:8]) for c in changes(reopened(first), reopened(second)) if c.kind.startswith("problem")]
    assert found == [("problem.back", "流动党员联系难度"), ("problem.back", "宣传不到位")]


def test_a_plan_made_again_is_not_one_done(tmp_path: Path) -> None:
    plan = "\n四、下一步打算\n建立党员联系户制度，年底前登记完毕。\n云岭镇中心小学党支部\n2011年6月30日\n"
    text = GOOD.partition("\n四、")[0] + plan
    again = text.replace("2011年", "2012年").replace("建立党员", "尽快建立党员")
    first, second = out(tmp_path, "a", 甲=text), out(tmp_path, "b", 甲=again)
    kinds_of = [c.kind for c in changes(reopened(first), reopened(second)) if c.kind.startswith("plan")]
    assert set(kinds_of) == {"plan.open"}


def test_which_of_two_submissions_was_compared_is_told(tmp_path: Path) -> None:
    newer = GOOD.replace("党员12人", "党员13人") + "\n"
    first, second = (
        out(tmp_path, "a", 甲=GOOD),
        out(tmp_path, "b", 甲=LATER, 甲改=LATER.replace("15人", "16人"), 旧=newer),
    )
    found = {c.kind: c for c in changes(reopened(first), reopened(second))}
    assert "3 份，取“" in found["branch.several"].after
    assert "旧.txt" in found["branch.several"].after
    assert found["number"].after != "13"


def test_diff_in_chinese_is_chinese_throughout(tmp_path: Path) -> None:
    first, second = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=LATER)
    done = zongjie("diff", first, second, "-o", tmp_path / "变化.csv", "--headers", "zh")
    assert done.returncode == 0, done.stderr
    text = (tmp_path / "变化.csv").read_text(encoding="utf-8-sig")
    assert text.startswith("单位,变化,项目,前一期,后一期,相似度,见于,")
    assert "数字变化,党员人数,12,15,,两期都有,12,15," in text
    assert "problem." not in text


def test_a_number_that_one_period_alone_states_is_no_zero(tmp_path: Path) -> None:
    without = GOOD.replace("现有党员12人", "党员队伍团结")
    assert without != GOOD
    first, second = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=without)
    for one, two, cells in ((first, second, ("12", "", "only_before")), (second, first, ("", "12", "only_after"))):
        [change] = [c for c in changes(reopened(one), reopened(two)) if c.what == "member_count"]
        assert (change.before, change.after, change.status) == cells
    assert "只有一期写明的数字：" in zongjie("diff", first, second).stdout


def test_no_problems_for_want_of_the_part_is_no_number_of_problems(tmp_path: Path) -> None:
    bare = GOOD.partition("三、存在的问题")[0]
    assert bare != GOOD
    found = changes(reopened(out(tmp_path, "a", 甲=GOOD)), reopened(out(tmp_path, "b", 甲=bare)))
    [change] = [c for c in found if c.what == "problem_count"]
    assert (change.after, change.status) == ("", "only_before")


@pytest.mark.parametrize("headers", ["en", "zh"])
def test_the_table_of_changes_is_a_valid_data_package(tmp_path: Path, headers: str) -> None:
    import frictionless

    first, second = out(tmp_path, "a", 甲=GOOD, 乙=GOOD.replace("云岭", "白石")), out(tmp_path, "b", 甲=LATER)
    (tmp_path / "变").mkdir()
    done = zongjie("diff", first, second, "-o", tmp_path / "变" / "变化.csv", "--headers", headers)
    assert done.returncode == 0, done.stderr
    descriptor = tmp_path / "变" / "变化.datapackage.json"
    report = frictionless.validate(str(descriptor))
    assert report.valid, report.flatten(["note", "message"])
    told = json.loads(descriptor.read_text(encoding="utf-8"))
    assert told["before"]["inputs_sha256"] == json.loads((first / "provenance.json").read_text())["inputs_sha256"]
    fields = told["resources"][0]["schema"]["fields"]
    assert [field["name_en"] for field in fields] == [*changes_table().columns]
    with (tmp_path / "变" / "变化.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    ids = {row[fields[9]["name"]] for row in rows} - {""}
    assert ids <= {str(row["report_id"]) for row in reopened(first).records("metrics")}


def test_kinds_of_changes_are_those_of_the_codebook(tmp_path: Path) -> None:
    closed = {field.name: set(field.values) for field in changes_table().fields if field.values}
    found = list(changes(reopened(out(tmp_path, "a", 甲=GOOD, 丙=GOOD)), reopened(out(tmp_path, "b", 甲=LATER))))
    assert {c.kind for c in found} <= closed["kind"]
    assert {c.status for c in found} <= closed["status"]
    assert closed["kind"] == set(re.findall(r"\w+\.\w+|number", (Change.__doc__ or "").partition("kind`:")[2]))


def test_long_passages_are_cut_on_the_screen(tmp_path: Path) -> None:
    same = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=GOOD)
    shown = "".join(zongjie("diff", *same).stdout.split())
    assert "照搬上期文字" in shown
    assert "……" in shown
    assert "变化" in shown


def test_diff_command_writes_a_table(tmp_path: Path) -> None:
    first, second = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 甲=LATER)
    done = zongjie("diff", first, second, "-o", tmp_path / "变化.csv")
    assert done.returncode == 0, done.stderr
    with (tmp_path / "变化.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert {"number", "problem.back"} <= {row["kind"] for row in rows}
    assert zongjie("diff", tmp_path / "nowhere", second).returncode == 2
    assert zongjie("diff", first, second, "-o", tmp_path / "变化.csv").returncode == 0
    before = (second / "metrics.csv").read_bytes()
    refused = zongjie("diff", first, second, "-o", second / "metrics.csv")
    assert (refused.returncode, (second / "metrics.csv").read_bytes()) == (2, before)
    assert "没有覆盖" in refused.stderr


def test_merged_parts_equal_one_run(tmp_path: Path) -> None:
    one, two = out(tmp_path, "a", 甲=GOOD), out(tmp_path, "b", 乙=LATER)
    whole = out(tmp_path, "c", 甲=GOOD, 乙=LATER)
    merge([one, two], tmp_path / "m", load_profile(), TABLES_ONLY)
    joined, single = written(tmp_path / "m"), written(whole)
    made, alone = (json.loads(some.pop("provenance.json")) for some in (joined, single))
    assert joined == single
    assert [part["inputs_sha256"] for part in made.pop("parts")] == [
        json.loads((part / "provenance.json").read_text(encoding="utf-8"))["inputs_sha256"] for part in (one, two)
    ]
    assert made == alone


def test_a_part_run_again_is_merged_again(tmp_path: Path) -> None:
    one, two = out(tmp_path, "a", 甲=GOOD, 丙=GOOD), out(tmp_path, "b", 乙=LATER)
    merge([one, two], tmp_path / "m", load_profile(), TABLES_ONLY)
    (tmp_path / "a-in" / "甲.txt").write_text(LATER, encoding="utf-8")
    (tmp_path / "a-in" / "丙.txt").unlink()
    assert run(tmp_path / "a-in", one, options=TABLES_ONLY).gone == 1
    joined = merge([one, two], tmp_path / "m", load_profile(), TABLES_ONLY)
    assert list(joined.files["file"]) == ["乙.txt", "甲.txt"]


def test_corrections_of_the_parts_reach_the_merge_and_a_roster_that_does_not_is_told(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位\n云岭镇中心小学党支部\n东河村党支部\n", encoding="utf-8")
    for name, text in {"a": GOOD, "b": GOOD.replace("云岭镇中心", "白石乡")}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / f"{name}.txt").write_text(text, encoding="utf-8")
        run(tmp_path / name, tmp_path / f"{name}-out", options=Options(roster=roster))
        path = tmp_path / f"{name}.xlsx"
        shutil.copy(tmp_path / f"{name}-out" / "汇总表.xlsx", path)
        put(path, f"{name}.txt", 党员人数=44)
        run(tmp_path / name, tmp_path / f"{name}-out", options=Options(corrections=path, roster=roster))
    parts = [tmp_path / "a-out", tmp_path / "b-out"]
    done = zongjie("merge", *parts, "-o", tmp_path / "m")
    assert "沿用其中已采用的更正" in done.stdout
    assert "合并时没有给名单" in done.stdout
    with (tmp_path / "m" / "metrics.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [(row["member_count"], row["corrected"]) for row in rows] == [("44", "member_count")] * 2
    done = zongjie("merge", *parts, "-o", tmp_path / "m2", "--roster", roster, "--corrections", tmp_path / "a.xlsx")
    assert done.returncode == 0, done.stderr
    assert "东河村党支部" in done.stdout
    with (tmp_path / "m2" / "metrics.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = list(csv.DictReader(handle))
    assert [row["member_count"] for row in rows] == ["44", "12"]
    assert [row["roster_name"] for row in rows] == ["云岭镇中心小学党支部", ""]


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
