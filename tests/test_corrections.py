"""A clerk corrects the workbook and runs again: what must survive survives, what must not is named with its reason."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from test_cli import zongjie

from pipeline import run
from pipeline.collation.result import Result
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.products import workbook as w

NORTH = """北坡村党支部创先争优活动总结
一、主要做法
支部现有党员21人。全年集中学习8次，召开支委会6次。
二、存在的问题
一是制度落实不够严格；二是××阵地建设滞后。
三、下一步打算
2012年抓好阵地建设。
北坡村党支部
2011年6月20日
"""
SOUTH = """南湾村党支部创先争优活动总结
一、主要做法
支部现有党员33人。全年集中学习12次。
二、存在的问题
一是理论学习深度不够。
南湾村党支部
2011年6月18日
"""
LATER = Options(outputs=("csv", "xlsx"))
Editing = Callable[[Worksheet, dict[str, int]], None]


ACCEPTABLE = """东岭村党支部活动总结
一、基本情况
支部有党员12名，全年召开支部大会4次。目前还存在学习不够深入的问题，党员外出多，集中学习难。
二、下一步打算
继续抓好学习，每月开一次支部大会。
东岭村党支部
2011年6月20日
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送"
    place.mkdir()
    (place / "北坡.txt").write_text(NORTH, encoding="utf-8")
    (place / "南湾.txt").write_text(SOUTH, encoding="utf-8")
    run(place, tmp_path / "一", options=LATER)
    return place


@pytest.fixture
def workbook(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "改过的.xlsx"
    shutil.copy(tmp_path / "一" / w.FILE, path)
    return path


def corrected(folder: Path, workbook: Path, name: str = "二") -> Result:
    return run(folder, folder.parent / name, options=Options(outputs=("csv", "xlsx"), corrections=workbook))


def edit(path: Path, sheet: str, change: Editing) -> None:
    book = openpyxl.load_workbook(path)
    heads = {str(cell.value): cell.column for cell in book[sheet][1]}
    change(book[sheet], heads)
    book.save(path)


def put(path: Path, file: str, **cells: Any) -> None:
    """Type values into the row of a file in 汇总表."""

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        line = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, heads["文件"]).value == file)
        for title, value in cells.items():
            sheet.cell(line, heads[title]).value = value

    edit(path, w.MAIN, change)


def tick(path: Path, part: str, remark: str = "") -> None:
    """Mark the findings whose message has these words."""

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        for n in range(2, sheet.max_row + 1):
            if part in str(sheet.cell(n, heads["说明"]).value):
                sheet.cell(n, heads[w.CHECKED]).value = "是"
                sheet.cell(n, heads[w.REMARK]).value = remark or None

    edit(path, w.FINDINGS, change)


def untick(path: Path) -> None:
    """Take back every mark."""

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        for n in range(2, sheet.max_row + 1):
            if sheet.cell(n, heads[w.REMARK]).value != w.SETTLED:
                sheet.cell(n, heads[w.CHECKED]).value = None

    edit(path, w.FINDINGS, change)


def metric(folder: Path, file: str, name: str = "二") -> dict[str, str]:
    with (folder.parent / name / "metrics.csv").open(encoding="utf-8-sig", newline="") as handle:
        return next(row for row in csv.DictReader(handle) if row["file"] == file)


def outcomes(result: Result) -> list[tuple[Any, ...]]:
    return [(r["item"], r["status"]) for r in result.collection.records("corrections")]


def reasons(result: Result) -> str:
    return "\n".join(str(r["reason"] or "") for r in result.collection.records("corrections"))


def test_an_untouched_workbook_corrects_nothing(folder: Path, workbook: Path) -> None:
    result = corrected(folder, workbook)
    assert outcomes(result) == []
    assert (folder.parent / "二" / "metrics.csv").read_bytes() == (folder.parent / "一" / "metrics.csv").read_bytes()


def test_a_workbook_saved_by_another_program_corrects_nothing(folder: Path, workbook: Path) -> None:
    openpyxl.load_workbook(workbook).save(workbook)
    assert outcomes(corrected(folder, workbook)) == []


def test_corrected_cells_go_into_every_output(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23, 落款日期=datetime(2011, 6, 21), 党课次数="3次", 缺少部分="无")
    put(workbook, "南湾.txt", 缺少部分=None)
    result = corrected(folder, workbook)
    row = metric(folder, "北坡.txt")
    assert (row["member_count"], row["report_date"], row["lecture_count"]) == ("23", "2011-06-21", "3")
    assert set(row["corrected"].split("|")) == {"member_count", "report_date", "lecture_count"}
    assert metric(folder, "南湾.txt")["missing_sections"] == ""
    assert result.summary.lacking == ()
    assert ("missing_sections", "agrees") in outcomes(result)
    assert [status for _, status in outcomes(result)].count("applied") == 4
    assert result.metrics.set_index("file").loc["北坡.txt", "member_count"] == 23


def test_a_corrected_cell_is_coloured_and_tells_what_was_read(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    corrected(folder, workbook)
    sheet = openpyxl.load_workbook(folder.parent / "二" / w.FILE)[w.MAIN]
    heads = {str(cell.value): cell.column for cell in sheet[1]}
    line = next(n for n in (2, 3) if sheet.cell(n, heads["文件"]).value == "北坡.txt")
    cell = sheet.cell(line, heads["党员人数"])
    assert cell.value == 23
    assert "人工更正。原读出：21" in cell.comment.text
    assert "支部现有党员21人。" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith("BDD7EE")
    assert sheet.cell(line, heads["人工更正"]).value == "党员人数"


def test_corrections_add_up_over_runs(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    corrected(folder, workbook)
    second = folder.parent / "二" / w.FILE
    put(second, "南湾.txt", 学习次数=13)
    corrected(folder, second, "三")
    assert metric(folder, "北坡.txt", "三")["member_count"] == "23"
    assert metric(folder, "南湾.txt", "三")["study_count"] == "13"
    third = folder.parent / "三" / w.FILE
    put(third, "北坡.txt", 党员人数=21)
    result = corrected(folder, third, "四")
    assert metric(folder, "北坡.txt", "四")["member_count"] == "21"
    assert outcomes(result) == [("study_count", "applied")]


def test_a_changed_file_keeps_what_still_stands(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23, 学习次数=9, 会议次数=7)
    text = NORTH.replace("全年集中学习8次，召开支委会6次。", "全年集中学习10次。按要求召开支委会6次。")
    (folder / "北坡.txt").write_text(text, encoding="utf-8")
    result = corrected(folder, workbook)
    assert set(outcomes(result)) == {("member_count", "applied"), ("study_count", "lost"), ("meeting_count", "lost")}
    row = metric(folder, "北坡.txt")
    assert (row["member_count"], row["study_count"], row["meeting_count"]) == ("23", "10", "6")
    assert row["corrected"] == "member_count"
    assert "原值为“8”，现读出“10”" in reasons(result)
    assert "所依据的句子已不同，现为“按要求召开支委会6次。”" in reasons(result)
    sheet = openpyxl.load_workbook(folder.parent / "二" / w.FILE)[w.CORRECTIONS]
    assert [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)].count("已不适用") == 2


def test_a_moved_file_keeps_its_corrections(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    (folder / "甲组").mkdir()
    (folder / "北坡.txt").rename(folder / "甲组" / "01北坡.txt")
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "applied")]
    assert "甲组/01北坡.txt" in reasons(result)
    assert metric(folder, "甲组/01北坡.txt")["member_count"] == "23"


def test_a_report_that_is_gone_is_named(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    (folder / "北坡.txt").unlink()
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "lost")]
    assert "“北坡.txt”已不在" in reasons(result)


def test_another_branchs_report_under_the_same_name_is_not_corrected(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    (folder / "北坡.txt").write_text(NORTH.replace("北坡", "东岭"), encoding="utf-8")
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "lost")]
    assert "没有“北坡村党支部”的报告" in reasons(result)
    assert metric(folder, "北坡.txt")["member_count"] == "21"


def test_one_report_of_a_compilation_is_edited_the_others_keep_theirs(folder: Path, tmp_path: Path) -> None:
    both = "第一篇\n" + NORTH + "第二篇\n" + SOUTH
    for path in folder.iterdir():
        path.unlink()
    (folder / "汇编.txt").write_text(both, encoding="utf-8")
    first = run(folder, tmp_path / "一", options=LATER)
    assert first.metrics["report_no"].tolist() == [1, 2]
    path = tmp_path / "改过的.xlsx"
    shutil.copy(tmp_path / "一" / w.FILE, path)

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        for line in (2, 3):
            sheet.cell(line, heads["党员人数"]).value = 50

    edit(path, w.MAIN, change)
    (folder / "汇编.txt").write_text(both.replace("现有党员21人", "现有党员22人"), encoding="utf-8")
    result = corrected(folder, path)
    assert [s for _, s in outcomes(result)] == ["lost", "applied"]
    assert result.metrics["member_count"].tolist() == [22, 50]


def test_what_agrees_with_a_new_reading_is_no_correction(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=22)
    (folder / "北坡.txt").write_text(NORTH.replace("党员21人", "党员22人"), encoding="utf-8")
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "agrees")]
    assert metric(folder, "北坡.txt")["corrected"] == ""


def test_what_cannot_be_read_or_corrected_is_refused_with_a_reason(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数="二十来个", 字数=5, 缺少部分="心得", 落款日期="去年")
    result = corrected(folder, workbook)
    assert {status for _, status in outcomes(result)} == {"refused"}
    for words in ("“二十来个”不是数字", "“字数”由程序算出", "没有名为“心得”的部分", "“去年”不是日期"):
        assert words in reasons(result)
    assert metric(folder, "北坡.txt")["member_count"] == "21"


def test_rows_sorted_moved_added_and_deleted(folder: Path, workbook: Path) -> None:
    put(workbook, "南湾.txt", 党员人数=34)

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        lines = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=3)]
        for n, line in enumerate(reversed(lines), 2):
            for column, value in enumerate(line, 1):
                sheet.cell(n, column).value = value
        sheet.cell(4, heads["单位"]).value = "新加的支部"
        sheet.insert_rows(1)
        sheet.cell(1, 1).value = "某镇汇总表"
        sheet.insert_cols(2)
        sheet.cell(2, 2).value = "备注"
        sheet.cell(3, 2).value = "已电话核实"

    edit(workbook, w.MAIN, change)
    result = corrected(folder, workbook)
    assert sorted(outcomes(result), key=str) == [("member_count", "applied"), (None, "refused")]
    assert metric(folder, "南湾.txt")["member_count"] == "34"
    assert "“新加的支部”一行没有报告编号" in reasons(result)


def test_a_sort_that_left_the_hidden_columns_behind_corrects_nothing(folder: Path, workbook: Path) -> None:
    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        for title, column in heads.items():
            if title not in (w.REPORT, w.CONTENT):
                one, two = sheet.cell(2, column), sheet.cell(3, column)
                one.value, two.value = two.value, one.value

    edit(workbook, w.MAIN, change)
    result = corrected(folder, workbook)
    assert outcomes(result) == [(None, "refused")] * 2
    assert "隐藏的报告编号对不上" in reasons(result)
    assert metric(folder, "北坡.txt")["member_count"] == "21"


def test_a_checked_finding_is_not_open_again(folder: Path, workbook: Path) -> None:
    before = int(metric(folder, "北坡.txt", "一")["finding_count"])
    tick(workbook, "××", "确系村名简写")
    result = corrected(folder, workbook)
    found = [r for r in result.collection.records("findings") if "××" in str(r["message"])]
    assert [(r["checked"], r["remark"], r["severity"]) for r in found] == [(True, "确系村名简写", "warning")]
    assert int(metric(folder, "北坡.txt")["finding_count"]) == before - 1
    sheet = openpyxl.load_workbook(folder.parent / "二" / w.FILE)[w.FINDINGS]
    heads = [cell.value for cell in sheet[1]]
    rows = [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]
    marked = next(row for row in rows if "××" in str(row["说明"]))
    assert (marked[w.CHECKED], marked[w.REMARK], marked["程度"]) == ("是", "确系村名简写", "警告")
    again = corrected(folder, folder.parent / "二" / w.FILE, "三")
    assert [r["checked"] for r in again.collection.records("findings") if "××" in str(r["message"])] == [True]


def test_a_part_told_in_the_body_and_accepted_is_no_longer_lacking(folder: Path) -> None:
    (folder / "东岭.txt").write_text(ACCEPTABLE, encoding="utf-8")
    run(folder, folder.parent / "初", options=Options(outputs=("csv", "xlsx")))
    workbook = folder.parent / "初" / "汇总表.xlsx"
    read = metric(folder, "东岭.txt", "初")["missing_sections"]
    tick(workbook, "正文里")
    result = corrected(folder, workbook)
    assert "problems" in read
    row = metric(folder, "东岭.txt")
    assert "problems" not in row["missing_sections"]
    assert "missing_sections" in row["corrected"]
    lacking = [role for lack in result.summary.lacking if "东岭" in lack.place for role in lack.roles]
    assert "problems" not in lacking


def test_a_part_accepted_is_lacking_again_when_the_mark_is_taken_back(folder: Path) -> None:
    (folder / "东岭.txt").write_text(ACCEPTABLE, encoding="utf-8")
    run(folder, folder.parent / "初", options=LATER)
    first = folder.parent / "初" / w.FILE
    read = metric(folder, "东岭.txt", "初")["missing_sections"]
    tick(first, "正文里")
    result = corrected(folder, first)
    assert ("missing_sections", "followed") in outcomes(result)
    second = folder.parent / "二" / w.FILE
    kept = corrected(folder, second, "三")
    assert "problems" not in metric(folder, "东岭.txt", "三")["missing_sections"]
    assert ("missing_sections", "applied") not in outcomes(kept)
    (folder / "东岭.txt").rename(folder / "东岭村（新）.txt")
    moved = corrected(folder, folder.parent / "三" / w.FILE, "四")
    assert "problems" not in metric(folder, "东岭村（新）.txt", "四")["missing_sections"]
    assert ("missing_sections", "applied") not in outcomes(moved)
    untick(folder.parent / "四" / w.FILE)
    again = corrected(folder, folder.parent / "四" / w.FILE, "五")
    row = metric(folder, "东岭村（新）.txt", "五")
    assert (row["missing_sections"], row["corrected"]) == (read, "")
    assert outcomes(again) == []


def test_a_part_struck_by_hand_stays_struck_when_a_mark_is_taken_back(folder: Path) -> None:
    (folder / "东岭.txt").write_text(ACCEPTABLE, encoding="utf-8")
    run(folder, folder.parent / "初", options=LATER)
    first = folder.parent / "初" / w.FILE
    assert set(metric(folder, "东岭.txt", "初")["missing_sections"].split("|")) == {"activities", "problems"}
    tick(first, "“存在问题”的标题")
    put(first, "东岭.txt", 缺少部分="存在问题")  # 主要做法 is struck by hand, 存在问题 by the mark
    result = corrected(folder, first)
    assert metric(folder, "东岭.txt")["missing_sections"] == ""
    assert ("missing_sections", "applied") in outcomes(result)
    open_ones = [r for r in result.collection.records("findings") if r["file"] == "东岭.txt" and not r["checked"]]
    assert not [r for r in open_ones if str(r["code"]).startswith(("section.absent", "section.in_body"))]
    untick(folder.parent / "二" / w.FILE)
    corrected(folder, folder.parent / "二" / w.FILE, "三")
    assert metric(folder, "东岭.txt", "三")["missing_sections"] == "problems"
    put(folder.parent / "三" / w.FILE, "东岭.txt", 缺少部分="主要做法、存在问题")
    final = corrected(folder, folder.parent / "三" / w.FILE, "四")
    assert set(metric(folder, "东岭.txt", "四")["missing_sections"].split("|")) == {"activities", "problems"}
    found = [r for r in final.collection.records("findings") if r["file"] == "东岭.txt"]
    assert [bool(r["checked"]) for r in found if str(r["code"]).startswith("section.in_body")] == [False, False]


def test_a_corrected_list_corrects_what_is_counted_from_it(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 问题="1. 制度落实不够严格\n2. 阵地建设滞后\n3. 党费收缴不及时", 口号="五个好、四个一")
    put(workbook, "南湾.txt", 已有部分="主要做法、存在问题、下一步打算")
    result = corrected(folder, workbook)
    row = metric(folder, "北坡.txt")
    assert (row["problem_count"], row["slogan_count"]) == ("3", "2")
    assert set(row["corrected"].split("|")) == {"problems", "problem_count", "slogans", "slogan_count"}
    assert metric(folder, "南湾.txt")["missing_sections"] == ""
    followed = {item for item, status in outcomes(result) if status == "followed"}
    assert followed == {"problem_count", "slogan_count", "missing_sections"}
    assert "随“问题”的更正改为同数" in reasons(result)
    assert "“五个好、四个一”是人工加的" in reasons(result)
    assert "“一级标题数”数的是标题" in reasons(result)
    again = corrected(folder, folder.parent / "二" / w.FILE, "三")
    assert metric(folder, "北坡.txt", "三")["problem_count"] == "3"
    assert {item for item, status in outcomes(again) if status == "applied"} == {
        "problems",
        "slogans",
        "sections_present",
    }
    put(folder.parent / "三" / w.FILE, "北坡.txt", 问题="阵地建设滞后")
    corrected(folder, folder.parent / "三" / w.FILE, "四")
    assert metric(folder, "北坡.txt", "四")["problem_count"] == "1"
    put(folder.parent / "四" / w.FILE, "北坡.txt", 问题="1. 制度落实不够严格\n2. ××阵地建设滞后")
    corrected(folder, folder.parent / "四" / w.FILE, "五")
    assert metric(folder, "北坡.txt", "五")["problem_count"] == "2"


def test_a_count_that_was_typed_stands_and_says_that_its_list_differs(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 问题="阵地建设滞后", 问题条数=4)
    result = corrected(folder, workbook)
    assert metric(folder, "北坡.txt")["problem_count"] == "4"
    assert ("problem_count", "applied") in outcomes(result)
    assert "列了 1 条，与所填的数不同" in reasons(result)
    corrected(folder, folder.parent / "二" / w.FILE, "三")
    assert metric(folder, "北坡.txt", "三")["problem_count"] == "4"


def test_a_count_that_was_typed_beside_an_uncorrected_list_says_so_too(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 问题条数=3)
    put(workbook, "南湾.txt", 问题="学习不深", 党员人数=34)
    result = corrected(folder, workbook)
    assert "“问题”里列了 2 条，与所填的数不同" in reasons(result)
    assert reasons(result).count("与所填的数不同") == 1


def test_a_list_that_is_not_corrected_changes_no_count(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    assert outcomes(corrected(folder, workbook)) == [("member_count", "applied")]


DRAFT = NORTH.replace("支委会6次", "支委会16次")


def test_a_draft_that_was_renamed_and_changed_is_known_by_its_branch_and_title(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23, 会议次数=7)
    put(workbook, "南湾.txt", 党员人数=34)
    (folder / "北坡.txt").unlink()
    changed = DRAFT.replace("支部现有党员21人。全年", "支部现有党员21人。\n全年").replace("活动总结", "活动的总结", 1)
    (folder / "北坡村总结（终稿）.txt").write_text(changed, encoding="utf-8")
    result = corrected(folder, workbook)
    row = metric(folder, "北坡村总结（终稿）.txt")
    assert (row["member_count"], row["meeting_count"]) == ("23", "16")
    assert ("meeting_count", "lost") in outcomes(result)
    assert "是按单位名称和标题认出的，请再看一遍" in reasons(result)
    english = "\n".join(str(r["reason_en"] or "") for r in result.collection.records("corrections"))
    assert "known by its branch and title; look again" in english


@pytest.mark.parametrize("title", ["北坡村党支部2012年创先争优活动总结", "北坡村党支部群众路线教育实践活动总结"])
def test_another_report_of_the_same_branch_is_not_taken_for_it(folder: Path, workbook: Path, title: str) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    (folder / "北坡.txt").unlink()
    changed = DRAFT.replace("北坡村党支部创先争优活动总结", title)
    (folder / "北坡新.txt").write_text(changed, encoding="utf-8")
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "lost")]
    assert metric(folder, "北坡新.txt")["member_count"] == "21"


def test_two_drafts_under_new_names_are_not_told_apart(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23)
    (folder / "北坡.txt").unlink()
    for name in ("一稿", "二稿"):
        (folder / f"{name}.txt").write_text(DRAFT + f"附：{name}说明。\n", encoding="utf-8")
    result = corrected(folder, workbook)
    assert outcomes(result) == [("member_count", "lost")]
    assert "另有 2 份报告，分不清" in reasons(result)


def test_reasons_are_told_in_english_too(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数="二十来个", 字数=5)
    put(workbook, "南湾.txt", 党员人数=34)
    (folder / "南湾.txt").unlink()
    done = zongjie("run", folder, "-o", folder.parent / "二", "--corrections", workbook, "--lang", "en")
    assert "is no number" in done.stdout
    assert "is computed by the program" in " ".join(done.stdout.replace("│", " ").split())
    assert "报告" not in done.stdout.partition("Corrections not applied")[2].partition("lack required")[0]


def test_a_mark_survives_an_edit_elsewhere_and_falls_with_its_finding(folder: Path, workbook: Path) -> None:
    tick(workbook, "××")
    (folder / "北坡.txt").write_text(NORTH.replace("党员21人", "党员25人"), encoding="utf-8")
    kept = corrected(folder, workbook)
    assert ("residue.placeholder", "applied") in outcomes(kept)
    (folder / "北坡.txt").write_text(NORTH.replace("××", ""), encoding="utf-8")
    gone = corrected(folder, workbook, "三")
    assert ("residue.placeholder", "lost") in outcomes(gone)
    assert "没有这一事项" in reasons(gone)


def test_marks_on_findings_of_no_report(folder: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位\n北坡村党支部\n南湾村党支部\n西沟村党支部\n", encoding="utf-8")
    run(folder, tmp_path / "一", options=Options(outputs=("csv", "xlsx"), roster=roster))
    path = tmp_path / "改过的.xlsx"
    shutil.copy(tmp_path / "一" / w.FILE, path)
    tick(path, "西沟村党支部", "已撤并")
    result = run(folder, tmp_path / "二", options=Options(outputs=("csv", "xlsx"), roster=roster, corrections=path))
    found = [r for r in result.collection.records("findings") if r["code"] == "roster.absent"]
    assert [(r["checked"], r["remark"]) for r in found] == [(True, "已撤并")]
    assert result.summary.absent == ()
    book = openpyxl.load_workbook(tmp_path / "二" / w.FILE)
    assert "西沟村党支部" not in {row[0] for row in book[w.MISSING].iter_rows(values_only=True)}


def follow(path: Path, problem: str, **cells: Any) -> None:
    """Write into the line of a problem in 问题台账."""

    def change(sheet: Worksheet, heads: dict[str, int]) -> None:
        line = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, heads["问题"]).value == problem)
        for title, value in cells.items():
            sheet.cell(line, next(n for head, n in heads.items() if head.startswith(title))).value = value

    edit(path, w.LEDGER, change)


def followed(folder: Path, name: str) -> dict[str, tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(folder.parent / name / w.FILE)[w.LEDGER]
    lines = list(sheet.iter_rows(values_only=True))
    places = [lines[0].index(title) for title in w.BY_HAND]
    return {str(line[lines[0].index("问题")]): tuple(line[place] for place in places) for line in lines[1:]}


def test_what_is_written_into_the_ledger_stays_over_runs(folder: Path, workbook: Path) -> None:
    follow(workbook, "制度落实不够严格", 整改情况="已订制度3项", 完成期限="2011年12月31日", 责任人="周明")
    result = corrected(folder, workbook)
    expected = (None, datetime(2011, 12, 31), "周明", "已订制度3项")
    assert followed(folder, "二")["制度落实不够严格"] == expected
    assert set(outcomes(result)) == {(w.FOLLOWED, "applied"), (w.DUE, "applied"), (w.OWNER, "applied")}
    again = run(
        folder, folder.parent / "三", options=Options(outputs=("xlsx",), corrections=folder.parent / "二" / w.FILE)
    )
    assert followed(folder, "三")["制度落实不够严格"] == expected
    assert len(outcomes(again)) == 3


def test_what_no_longer_has_a_line_in_the_ledger_is_told(folder: Path, workbook: Path) -> None:
    follow(workbook, "制度落实不够严格", 整改情况="已整改")
    follow(workbook, "理论学习深度不够", 整改情况="整改中")
    (folder / "北坡.txt").write_text(NORTH.replace("制度落实", "会议制度坚持"), encoding="utf-8")
    result = corrected(folder, workbook)
    assert set(outcomes(result)) == {(w.FOLLOWED, "lost"), (w.FOLLOWED, "applied")}
    assert "没有“制度落实不够严格”这一条问题" in reasons(result)
    assert followed(folder, "二")["理论学习深度不够"][-1] == "整改中"


def test_a_line_added_to_the_ledger_is_told(folder: Path, workbook: Path) -> None:
    def add(sheet: Worksheet, heads: dict[str, int]) -> None:
        sheet.cell(sheet.max_row + 1, heads["问题"]).value = "会风不实"
        sheet.cell(sheet.max_row, heads[w.FOLLOWED]).value = "已整改"

    edit(workbook, w.LEDGER, add)
    assert "“会风不实”一行没有报告编号" in reasons(corrected(folder, workbook))


def test_the_roster_sees_a_corrected_name(folder: Path, workbook: Path, tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位\n北坡村党支部\n第九党小组\n", encoding="utf-8")
    put(workbook, "南湾.txt", 单位="第九党小组")
    options = Options(outputs=("csv",), roster=roster, corrections=workbook)
    result = run(folder, tmp_path / "二", options=options)
    assert metric(folder, "南湾.txt")["roster_name"] == "第九党小组"
    assert not [r for r in result.collection.records("findings") if r["code"] == "roster.absent"]


@pytest.mark.parametrize("what", ["missing", "text", "zip", "broken", "foreign", "no_originals", "no_ids"])
def test_a_workbook_that_cannot_be_used_is_one_clear_message(folder: Path, workbook: Path, what: str) -> None:
    path = folder.parent / "表.xlsx"
    if what == "text":
        path.write_text("单位,党员人数\n", encoding="utf-8")
    elif what == "zip":
        shutil.make_archive(str(path.with_suffix("")), "zip", folder)
        path.with_suffix(".zip").rename(path)
    elif what == "broken":
        path.write_bytes(workbook.read_bytes()[:5000])
    elif what == "foreign":
        openpyxl.Workbook().save(path)
    elif what in ("no_originals", "no_ids"):
        book = openpyxl.load_workbook(workbook)
        if what == "no_originals":
            del book[w.ORIGINALS]
        else:
            book[w.MAIN].delete_cols(book[w.MAIN].max_column - 1, 2)
        book.save(path)
    with pytest.raises(UsageError, match=r"更正表|汇总表"):
        corrected(folder, path)
    assert not (folder.parent / "二").exists()


def test_the_command_tells_what_became_of_the_corrections(folder: Path, workbook: Path) -> None:
    put(workbook, "北坡.txt", 党员人数=23, 学习次数=9)
    tick(workbook, "××")
    (folder / "北坡.txt").write_text(NORTH.replace("学习8次", "学习10次"), encoding="utf-8")
    done = zongjie("run", folder, "-o", folder.parent / "二", "--corrections", workbook)
    assert (done.returncode, done.stderr) == (0, "")
    assert "更正：采用 1 处" in done.stdout
    assert "已核事项 1 条" in done.stdout
    assert "没有采用的更正" in done.stdout
    bad = zongjie("run", folder, "-o", folder.parent / "三", "--corrections", folder / "北坡.txt")
    assert bad.returncode == 2
    assert "不是 .xlsx 工作簿" in bad.stderr
    assert len(bad.stderr.splitlines()) == 1


def test_the_workbook_in_the_output_folder_may_be_the_corrected_one(folder: Path) -> None:
    out = folder.parent / "一"
    put(out / w.FILE, "北坡.txt", 党员人数=23)
    done = zongjie("run", folder, "-o", out, "--corrections", out / w.FILE)
    assert done.returncode == 0
    assert "汇总表（改过的原件）.xlsx" in done.stdout
    assert metric(folder, "北坡.txt", "一")["member_count"] == "23"
    again = zongjie("run", folder, "-o", out, "--corrections", out / w.FILE)
    assert again.returncode == 0
    assert metric(folder, "北坡.txt", "一")["member_count"] == "23"


def test_a_copy_that_had_its_own_row_does_not_take_over(folder: Path, tmp_path: Path) -> None:
    (folder / "抄北坡.txt").write_text(NORTH, encoding="utf-8")
    run(folder, tmp_path / "一", options=LATER)
    path = tmp_path / "改过的.xlsx"
    shutil.copy(tmp_path / "一" / w.FILE, path)
    put(path, "北坡.txt", 党员人数=23)
    (folder / "北坡.txt").write_text(NORTH + "附：图片两张。\n", encoding="utf-8")
    result = corrected(folder, path)
    assert outcomes(result) == [("member_count", "applied")]
    assert metric(folder, "北坡.txt")["member_count"] == "23"
    assert metric(folder, "抄北坡.txt")["member_count"] == "21"


def test_runs_with_the_same_corrections_pile_up_no_copies(folder: Path, workbook: Path) -> None:
    out = folder.parent / "二"
    put(workbook, "北坡.txt", 党员人数=23)
    for _ in range(3):
        run(folder, out, options=Options(outputs=("xlsx",), corrections=workbook))
    assert not list(out.glob("汇总表（改过的原件）*"))
    run(folder, out, options=Options(outputs=("xlsx",)))
    assert len(list(out.glob("汇总表（改过的原件）*"))) == 1
