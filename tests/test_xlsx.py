"""The workbook as Excel would find it: every sheet, types of cells, evidence, paper, limits, equal bytes."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from test_run import GOOD

from pipeline import run
from pipeline.options import Options
from pipeline.outputs import keeping, sheets
from pipeline.outputs.sheet_page import Page
from pipeline.outputs.sheets import Book, Column, Line
from pipeline.products import workbook as w
from pipeline.products.codebook import tables
from pipeline.products.shown import clean, read_back, shown

XLSX = Options(outputs=("csv", "xlsx"))
FULL = """青石沟村党支部创先争优活动总结
一、基本情况
支部现有党员18人。
二、主要做法
2011年4月12日召开动员大会，15名党员参加。全年集中学习9次，研讨3次。开展“三亮三比”活动。
三、存在的问题和整改措施
1．个别党员学习不主动。整改措施：每月集中学习一次，由支部书记刘志明负责，2011年9月底前见效。
2．村务公开不及时。整改措施：每季度公开一次。
青石沟村党支部
2011年6月28日
"""
BARE = """支部工作情况
我们组织党员学习了4次，帮助困难户收麦。不足之处是××活动搞得少。
"""


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("报送")
    (place / "=公式村.txt").write_text(FULL, encoding="utf-8")
    (place / "小学.txt").write_text(GOOD, encoding="utf-8")
    (place / "无名.txt").write_text(BARE, encoding="utf-8")
    (place / "空.txt").write_bytes(b"")
    target = tmp_path_factory.mktemp("结果")
    run(place, target, options=XLSX)
    return target


@pytest.fixture(scope="module")
def book(out: Path) -> Workbook:
    return openpyxl.load_workbook(out / w.FILE)


def columns(sheet: Worksheet) -> dict[str, int]:
    return {str(cell.value): cell.column for cell in sheet[1]}


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    heads = [cell.value for cell in sheet[1]]
    return [dict(zip(heads, row, strict=True)) for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_sheets_in_order_and_the_originals_out_of_sight(book: Workbook) -> None:
    assert book.sheetnames == [
        "汇总表", "缺项清单", "问题台账", "口号", "会议", "校核问题", "雷同", "文件", "填报说明", "原值",
    ]  # fmt: skip
    assert book["原值"].sheet_state == "veryHidden"
    assert book.active.title == "汇总表"


def test_headers_are_the_codebooks_titles(book: Workbook) -> None:
    titles = {f.title for f in tables()["metrics"].fields}
    shown_columns = set(columns(book["汇总表"]))
    assert shown_columns == titles | {w.CONTENT}


def test_numbers_dates_and_text_have_their_types(book: Workbook) -> None:
    row = next(r for r in rows(book["汇总表"]) if r["单位"] == "青石沟村党支部")
    assert (row["党员人数"], row["学习次数"], row["研讨次数"]) == (18, 9, 3)
    assert row["落款日期"] == datetime(2011, 6, 28)
    assert row["党课次数"] is None
    assert row["已有部分"] == "基本情况、主要做法、存在问题、下一步打算"
    assert "三亮三比" in str(row["口号"])
    assert str(row["问题"]).splitlines() == ["1. 个别党员学习不主动", "2. 村务公开不及时"]


def test_the_same_figures_as_the_csv(book: Workbook, out: Path) -> None:
    with (out / "metrics.csv").open(encoding="utf-8-sig", newline="") as handle:
        stored = {row["report_id"]: row for row in csv.DictReader(handle)}
    for row in rows(book["汇总表"]):
        for field in w.main_fields():
            if field.type == "integer":
                value = row[field.title]
                assert ("" if value is None else str(value)) == stored[str(row["报告编号"])][field.name]


def test_a_figures_note_is_the_sentence_it_stands_on(book: Workbook) -> None:
    sheet = book["汇总表"]
    place = columns(sheet)
    line = next(n for n in range(2, sheet.max_row + 1) if sheet.cell(n, 1).value == "青石沟村党支部")
    assert "支部现有党员18人。" in sheet.cell(line, place["党员人数"]).comment.text
    assert "全年集中学习9次" in sheet.cell(line, place["学习次数"]).comment.text
    assert sheet.cell(line, place["党课次数"]).comment is None


def test_missing_parts_are_coloured_and_listed(book: Workbook) -> None:
    sheet = book["汇总表"]
    place = columns(sheet)
    lacking = [r for r in range(2, sheet.max_row + 1) if sheet.cell(r, place["缺少部分"]).value]
    assert len(lacking) == 1
    red = sheets.TINTS["missing"].strip("#")
    assert sheet.cell(lacking[0], place["缺少部分"]).fill.fgColor.rgb.endswith(red)
    listed = rows(book["缺项清单"])
    assert {r["缺少部分"] for r in listed} == {"主要做法", "存在问题", "下一步打算"}
    assert all(r["文件"] == "无名.txt" and str(r["单位"]).startswith("（未写明单位）") for r in listed)


def test_ledger_has_remedy_deadline_and_owner(book: Workbook) -> None:
    first, second = (r for r in rows(book["问题台账"]) if r["单位"] == "青石沟村党支部")
    assert (first["问题"], first["责任人"], first["完成期限"]) == ("个别党员学习不主动", "支部书记刘志明", "2011年9月")
    assert str(first["整改措施"]).startswith("每月集中学习一次")
    assert (second["责任人"], second["完成期限"]) == (None, None)


def test_meetings_and_slogans(book: Workbook) -> None:
    meeting = next(r for r in rows(book["会议"]) if r["单位"] == "青石沟村党支部")
    assert (meeting["日期"], meeting["计划中"]) == (datetime(2011, 4, 12), "否")
    assert {r["类型"] for r in rows(book["口号"])} <= {"数字口号", "主题口号"}


def test_findings_are_in_the_order_in_which_people_act_on_them(book: Workbook) -> None:
    grades = [r["程度"] for r in rows(book["校核问题"])]
    assert grades == sorted(grades, key=("错误", "警告", "提示").index)
    assert len(set(grades)) > 1


def test_files_are_all_listed_with_their_state(book: Workbook) -> None:
    states = {r["文件"]: r["状态"] for r in rows(book["文件"])}
    assert states == {"=公式村.txt": "已读", "小学.txt": "已读", "无名.txt": "已读", "空.txt": "未读出"}


def test_every_sheet_is_set_up_for_paper(book: Workbook) -> None:
    for sheet in book.worksheets[:-1]:
        page = sheet.page_setup
        assert (page.orientation, str(page.paperSize)) == ("landscape", "9"), sheet.title
        assert (page.fitToWidth or 1, page.fitToHeight) == (1, 0), sheet.title
        assert sheet.print_title_rows == "$1:$1"
        assert sheet.freeze_panes == "B2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_identifying_columns_are_hidden_but_inside_the_filter(book: Workbook) -> None:
    sheet = book["汇总表"]
    place = columns(sheet)
    hidden = [(d.min, d.max) for d in sheet.column_dimensions.values() if d.hidden]
    for title in (w.REPORT, w.CONTENT):
        assert any(first <= place[title] <= last for first, last in hidden)
    assert sheet.auto_filter.ref.split(":")[1].startswith(openpyxl.utils.get_column_letter(sheet.max_column))


def test_a_finding_can_be_marked(book: Workbook) -> None:
    sheet = book["校核问题"]
    assert any(r["程度"] in ("警告", "错误") for r in rows(sheet))
    assert sheet.data_validations.dataValidation[0].formula1 == '"是"'


def test_no_cell_is_a_formula(out: Path) -> None:
    with zipfile.ZipFile(out / w.FILE) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/sheet")]
    assert len(parts) == 10
    assert not any(b"<f>" in part or b"<f " in part for part in parts)
    assert any("=公式村.txt".encode() in part for part in parts)


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(FULL, encoding="utf-8")
    for name in ("a", "b"):
        run(tmp_path / "in", tmp_path / name, options=XLSX)
    assert (tmp_path / "a" / w.FILE).read_bytes() == (tmp_path / "b" / w.FILE).read_bytes()
    first = (tmp_path / "a" / w.FILE).read_bytes()
    run(tmp_path / "in", tmp_path / "a", options=XLSX)
    assert (tmp_path / "a" / w.FILE).read_bytes() == first
    assert [p.name for p in (tmp_path / "a").glob("*.xlsx")] == [w.FILE]


def made(path: Path, *lines: Line, kinds: tuple[str, ...] = ("text",)) -> Worksheet:
    book = Book(path, "标题", "", str(path.parent))
    sheet = book.sheet("表", [Column(f"列{n}", kind, 20) for n, kind in enumerate(kinds)])
    for line in lines:
        sheet.add(line)
    book.close()
    return openpyxl.load_workbook(path)["表"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1", "'x", '=HYPERLINK("http://a")'])
def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path, text: str) -> None:
    cell = made(tmp_path / "a.xlsx", Line([text]))["A2"]
    assert (cell.data_type, cell.value) in (("s", text), ("inlineStr", text))
    assert cell.quotePrefix


def test_what_excel_cannot_hold_is_taken_out() -> None:
    assert clean("甲\x00\x0b乙\r\n丙\ufffe") == "甲乙\n丙"
    assert clean("\ud800") == "\\ud800"
    long = clean("长" * 40_000)
    assert len(long) == 32_767
    assert long.endswith("（未完）")
    assert len(clean("𠮷" * 20_000).encode("utf-16-le")) <= 2 * 32_767


def test_rows_beyond_excels_limit_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "ROWS", 4)
    sheet = made(tmp_path / "a.xlsx", *(Line([str(n)]) for n in range(10)))
    assert [cell.value for cell in sheet["A"]] == ["列0", "0", "1", "……另有 8 行，本表放不下，见 CSV 表"]


def test_long_text_gets_a_higher_row_up_to_excels_limit(tmp_path: Path) -> None:
    sheet = made(tmp_path / "a.xlsx", Line(["短"]), Line(["长" * 30]), Line(["长" * 30_000]))
    low, high, most = (sheet.row_dimensions[n].height for n in (2, 3, 4))
    assert low < high < most <= 409


def test_rows_are_high_enough_for_other_fonts(tmp_path: Path) -> None:
    four = "长" * 4 * 9
    sheet = made(tmp_path / "a.xlsx", Line([four]))
    lines = sheets.lines_of(four, int(sheet.column_dimensions["A"].width))
    assert sheet.row_dimensions[2].height >= 16 * lines


def test_alike_passages_are_cut_to_a_few_lines_and_names_not_filled_in_are_coloured(tmp_path: Path) -> None:
    place = tmp_path / "报送"
    place.mkdir()
    for name in ("甲", "乙"):
        (place / f"{name}.txt").write_text(FULL.replace("青石沟村", "××村"), encoding="utf-8")
    run(place, tmp_path / "out", options=XLSX)
    made_of = openpyxl.load_workbook(tmp_path / "out" / w.FILE)
    (pair,) = rows(made_of[w.ALIKE])
    assert "\n" not in str(pair["最长相同段"])
    assert len(str(pair["最长相同段"])) < 260
    assert made_of[w.ALIKE].row_dimensions[2].height < 200
    cell = made_of[w.MAIN].cell(2, 1)
    assert cell.value == "××村党支部"
    assert cell.fill.fgColor.rgb.endswith(sheets.TINTS["doubtful"].strip("#"))
    assert "没有填写" in cell.comment.text


def test_shown_cells_read_back_as_they_were() -> None:
    fields = {f.name: f for f in tables()["metrics"].fields}
    cells = [
        ("report_date", "2011-06-30"), ("report_date", "2011-06"), ("report_date", "2011"), ("period", "2012-07/.."),
        ("period", "2010-05/2011-06"), ("missing_sections", "problems|plans"), ("date_first", "1890-01-01"),
        ("slogans", "五个好|三会一课"), ("problems", "学习、宣传不够|制度；落实不严"), ("problems", "学习、宣传不够"),
        ("member_count", 0), ("member_count", None), ("similarity", 0.25), ("branch", "甲支部"),
    ]  # fmt: skip
    for name, cell in cells:
        assert read_back(fields[name], shown(fields[name], cell)) == cell, name


@pytest.mark.parametrize(
    ("name", "typed", "form", "cell"),
    [
        ("member_count", "12人", "", 12),
        ("member_count", "十二", "", 12),
        ("member_count", "１２", "", 12),
        ("member_count", 12.0, "", 12),
        ("member_count", " ", "", None),
        ("report_date", "2011.6.30", "", "2011-06-30"),
        ("report_date", "2011/6", "", "2011-06"),
        ("report_date", date(2011, 7, 1), 'yyyy"年"m"月"', "2011-07"),
        ("report_date", date(2011, 7, 1), "yyyy-mm-dd", "2011-07-01"),
        ("period", "2010年5月—2011年6月", "", "2010-05/2011-06"),
        ("missing_sections", "存在问题，下一步打算", "", "problems|plans"),
        ("missing_sections", "无", "", None),
        ("missing_sections", "问题与对策", "", ValueError),
        ("problems", "1、甲，乙\n2. 丙", "", "甲，乙|丙"),
        ("member_count", "很多", "", ValueError),
        ("member_count", -3, "", ValueError),
        ("member_count", 2.5, "", ValueError),
        ("report_date", "去年", "", ValueError),
        ("report_date", "2011-02-30", "", ValueError),
    ],
)
def test_what_people_type_is_read(name: str, typed: object, form: str, cell: object) -> None:
    field = next(f for f in tables()["metrics"].fields if f.name == name)
    if cell is ValueError:
        with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
            read_back(field, typed, form)
    else:
        assert read_back(field, typed, form) == cell


def test_an_edited_workbook_is_kept_when_written_over(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(FULL, encoding="utf-8")
    out = tmp_path / "out"
    run(tmp_path / "in", out, options=XLSX)
    edited = openpyxl.load_workbook(out / w.FILE)
    edited["汇总表"]["C2"] = 99
    edited.save(out / w.FILE)
    bytes_edited = (out / w.FILE).read_bytes()
    result = run(tmp_path / "in", out, options=XLSX)
    aside = out / "汇总表（改过的原件）.xlsx"
    assert aside in result.written
    assert aside.read_bytes() == bytes_edited
    assert keeping.untouched(out / w.FILE)


def test_a_workbook_open_elsewhere_gets_a_new_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(FULL, encoding="utf-8")
    replace = os.replace

    def held(source: object, target: object) -> None:
        if str(target).endswith(w.FILE):
            raise PermissionError(13, "in use")
        replace(source, target)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "replace", held)
    result = run(tmp_path / "in", tmp_path / "out", options=XLSX)
    assert result.written[-1].name == "汇总表（2）.xlsx"
    assert not list((tmp_path / "out").glob(".*.part"))


def test_a_figure_that_a_finding_doubts_is_coloured_and_told(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = FULL.replace("15名党员参加", "85名党员参加")
    (tmp_path / "in" / "甲.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", options=XLSX)
    sheet = openpyxl.load_workbook(tmp_path / "out" / w.FILE)["汇总表"]
    cell = sheet.cell(2, columns(sheet)["最多参加人数"])
    assert cell.value == 85
    assert "请核对：" in cell.comment.text
    assert cell.fill.fgColor.rgb.endswith(sheets.TINTS["doubtful"].strip("#"))


CELLS = ("甲", " 首尾空格 ", "a<b>&c\"d'", "行\n二", "\x07铃", "_x0041_", "￾", "\u3000", 0, 12, 0.25, 1e-7,
         123456789012, None, datetime(2011, 6, 30), "=1+1", "", "😀", "<r>x</r>y")  # fmt: skip


def written_row(path: Path, whole: bool) -> dict[str, bytes]:
    """The parts of a workbook whose second row holds CELLS, written whole or cell by cell, with a note."""
    import xlsxwriter

    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    book.set_properties({"created": datetime(2000, 1, 1)})
    page = book.add_worksheet("表", Page)
    form, day = book.add_format({"bold": True}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.write_string(0, len(CELLS), "表头", form)
    for row in (1, 2):
        page.set_row(row, 33.5)
        page.write_comment(row, 0, "依据")
        cells = [(n, c, day if isinstance(c, datetime) else form) for n, c in enumerate(CELLS)]
        if whole:
            page.put_row(row, cells)
            continue
        for number, cell, look in cells:
            if isinstance(cell, str):
                page.write_string(row, number, cell, look)
            elif isinstance(cell, datetime):
                page.write_datetime(row, number, cell, look)
            elif cell is None:
                page.write_blank(row, number, None, look)
            else:
                page.write_number(row, number, cell, look)
    page.write_string(3, 0, "末行", form)
    book.close()
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_row_written_whole_is_what_the_library_writes(tmp_path: Path) -> None:
    assert written_row(tmp_path / "a.xlsx", whole=True) == written_row(tmp_path / "b.xlsx", whole=False)
