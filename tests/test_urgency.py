"""What people act on first stands first; notes that say the same of many reports are one line."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
from test_cli import zongjie
from test_run import GOOD

from pipeline.outputs.urgency import Due, folded, ordered

NOTE = "没有写“成效”。这一部分不是必需的，建议补充。"


def due(branch: str, severity: str, code: str = "x.y", checked: bool = False, message: str = "") -> Due:
    cells = {"severity": severity, "code": code, "checked": checked, "message": message, "remark": None}
    return Due(
        {**cells, "file": f"{branch}.txt", "text": None, "report_id": branch, "start": None, "end": None}, branch
    )


def test_errors_come_first_then_warnings_notes_and_what_was_checked() -> None:
    found = [due("甲", "note"), due("甲", "error", checked=True), due("甲", "warning"), due("乙", "error")]
    found += [due("甲", "error"), due("乙", "warning")]
    told = [(one.branch, one.finding["severity"], one.finding["checked"]) for one in ordered(found)]
    assert told == [
        ("甲", "error", False),
        ("乙", "error", False),
        ("甲", "warning", False),
        ("乙", "warning", False),
        ("甲", "note", False),
        ("甲", "error", True),
    ]


def test_many_equal_notes_on_parts_that_are_not_required_are_one_line() -> None:
    notes = [due(f"{n}村", "note", "section.recommended", message=NOTE) for n in range(20)]
    one, other = folded([*notes, due("甲", "note", "section.merged", message=NOTE)])
    assert (one.branch, one.several, one.finding["report_id"]) == ("（20 篇）", True, None)
    assert str(one.finding["text"]).endswith("11村 等 20 个单位")
    assert other.branch == "甲"


def test_units_outside_the_roster_are_one_line_but_not_those_that_may_be_awaited() -> None:
    outside = [due(f"{n}村", "note", "roster.unmatched", message="名单里没有这个单位。") for n in range(9)]
    near = [due(f"{n}局", "warning", "roster.unmatched", message="与它相近") for n in range(9)]
    assert [one.several for one in folded([*near, *outside])] == [False] * 9 + [True]


def test_a_few_and_those_with_a_persons_mark_keep_their_lines() -> None:
    few = [due(f"{n}村", "note", "section.recommended", message=NOTE) for n in range(3)]
    assert folded(few) == few
    marked = [due(f"{n}村", "note", "section.recommended", checked=True, message=NOTE) for n in range(9)]
    assert folded(marked) == marked


def test_the_screen_counts_what_is_to_be_checked_and_what_can_wait(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    bare = GOOD.replace("三、存在的问题", "三、其他")
    (folder / "甲.txt").write_text(bare, encoding="utf-8")
    with zipfile.ZipFile(folder / "乙.zip", "w") as archive:
        for name in ("一", "二"):
            archive.writestr(f"{name}.txt", GOOD.replace("云岭镇", f"{name}龙镇"))
    done = zongjie("run", folder, "-o", tmp_path / "out")
    assert done.returncode == 0, done.stderr
    said = " ".join(done.stdout.split())
    assert "读了 3 个文件（其中有从 1 个压缩包里取出的，压缩包本身不算），3 篇报告；跳过 0 个，未读出 0 个。" in said
    sheet = openpyxl.load_workbook(tmp_path / "out" / "汇总表.xlsx")["校核问题"]
    heads = [cell.value for cell in sheet[1]]
    grades = [row[heads.index("程度")] for row in sheet.iter_rows(min_row=2, values_only=True)]
    counts = {grade: grades.count(grade) for grade in ("错误", "警告", "提示")}
    assert "待核事项：错误 {错误} 条，警告 {警告} 条；另有提示 {提示} 条".format(**counts) in said
