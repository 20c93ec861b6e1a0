"""Letters to branches whose reports lack parts: what they say, their form after GB/T 9704-2012, their names."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from test_cli import zongjie
from test_corrections import tick
from test_run import GOOD

from pipeline import load_profile, run
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.outputs.deadline import by, checked
from pipeline.outputs.letters import broken
from pipeline.outputs.notices import safe, unique, whole

NOTICES = Options(outputs=("notices",), notices=True, deadline="2011-07-15")
LACKING = """柳树营村党支部创先争优活动总结
一、基本情况
支部现有党员16人。
二、开展情况
组织集中学习5次，慰问困难党员4户。
三、今后打算
今后要抓好队伍建设。
柳树营村党支部
2011年6月22日
"""


def folder_of(tmp_path: Path, **texts: str) -> Path:
    place = tmp_path / "报送"
    place.mkdir(exist_ok=True)
    for name, text in texts.items():
        (place / f"{name}.txt").write_text(text, encoding="utf-8")
    return place


def letters(out: Path) -> dict[str, Document]:
    return {path.name: docx.Document(str(path)) for path in sorted((out / "notices").glob("*.docx"))}


def text_of(document: Document) -> str:
    return "\n".join(paragraph.text for paragraph in document.paragraphs)


@pytest.fixture
def letter(tmp_path: Path) -> Document:
    run(folder_of(tmp_path, 柳树营=LACKING, 小学=GOOD), tmp_path / "out", options=NOTICES)
    (only,) = letters(tmp_path / "out").values()
    return only


def test_only_the_deficient_branch_gets_a_letter(tmp_path: Path) -> None:
    run(folder_of(tmp_path, 柳树营=LACKING, 小学=GOOD), tmp_path / "out", options=NOTICES)
    assert list(letters(tmp_path / "out")) == ["补报通知_柳树营村党支部.docx"]


def test_the_letter_says_what_is_missing_where_it_was_looked_for_and_by_when(letter: Document) -> None:
    text = text_of(letter)
    assert text.startswith("关于补报创先争优活动总结有关内容的通知")
    assert "\n柳树营村党支部：\n" in text
    assert "《柳树营村党支部创先争优活动总结》（文件：柳树营.txt）" in text
    assert "“存在问题”部分" in text
    assert "“主要做法”部分" not in text
    assert "一、基本情况；二、开展情况；三、今后打算" in text
    assert "于2011年7月15日前报来" in text


def test_the_date_is_left_to_whoever_signs(letter: Document) -> None:
    last = [paragraph.text for paragraph in letter.paragraphs][-2:]
    assert last == ["（发文机关署名）", "    年  月  日"]


def test_page_and_type_are_those_of_the_standard(letter: Document) -> None:
    page = letter.sections[0]
    sizes = (
        page.page_width,
        page.page_height,
        page.top_margin,
        page.bottom_margin,
        page.left_margin,
        page.right_margin,
    )
    assert [round(size / Mm(1)) for size in sizes] == [210, 297, 37, 35, 28, 26]
    title, body = letter.paragraphs[0], next(p for p in letter.paragraphs if p.text.startswith("你单位"))
    looks = [(p.runs[0].font.size, p.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia"))) for p in (title, body)]
    assert looks == [(Pt(22), "方正小标宋简体"), (Pt(16), "仿宋_GB2312")]
    assert body.paragraph_format.line_spacing == Pt(28)
    assert body._p.pPr.ind.get(qn("w:firstLineChars")) == "200"
    heading = next(p for p in letter.paragraphs if p.text.startswith("一、"))
    assert heading.runs[0]._r.rPr.rFonts.get(qn("w:eastAsia")) == "黑体"
    assert "PAGE" in page.footer._element.xml
    assert "PAGE" in page.even_page_footer._element.xml


def test_two_reports_of_a_branch_share_a_letter(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 上半年=LACKING, 全年=LACKING.replace("5次", "9次"))
    run(folder, tmp_path / "out", options=NOTICES)
    ((name, letter),) = letters(tmp_path / "out").items()
    assert name == "补报通知_柳树营村党支部.docx"
    assert "（一）" in text_of(letter)
    assert "上半年.txt" in text_of(letter)
    assert "全年.txt" in text_of(letter)


def test_a_report_that_names_no_branch_is_addressed_by_its_file(tmp_path: Path) -> None:
    run(folder_of(tmp_path, 材料3="我们学习了5次，走访了4户。"), tmp_path / "out", options=NOTICES)
    ((name, letter),) = letters(tmp_path / "out").items()
    assert name == "补报通知_材料3.docx"
    assert "报送“材料3”的单位：" in text_of(letter)


def test_a_name_not_filled_in_gives_way_to_the_rosters(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text("单位\n柳树营村党支部\n", encoding="utf-8")
    folder = folder_of(tmp_path, 柳树营村总结=LACKING.replace("柳树营村", "××"))
    run(folder, tmp_path / "out", options=replace(NOTICES, roster=roster))
    assert list(letters(tmp_path / "out")) == ["补报通知_柳树营村党支部.docx"]


def test_branches_that_sent_nothing_are_listed(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(
        "单位,联系人\n云岭镇中心小学党支部,\n下河村党支部,周明 0751-6123\n渡口社区党支部,\n", encoding="utf-8"
    )
    options = Options(outputs=("notices",), notices=True, roster=roster)
    run(folder_of(tmp_path, 小学=GOOD), tmp_path / "out", options=options)
    ((name, document),) = letters(tmp_path / "out").items()
    assert name == "催报名单.docx"
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert rows == [
        ["序号", "单位", "联系人", "备注"],
        ["1", "下河村党支部", "周明 0751-6123", ""],
        ["2", "渡口社区党支部", "", ""],
    ]
    assert "以下2个单位尚未报送创先争优活动总结，请于近期尽快报来。" in text_of(document)


def test_no_letters_unless_asked_for(tmp_path: Path) -> None:
    run(folder_of(tmp_path, 柳树营=LACKING), tmp_path / "out", options=Options(outputs=("notices",)))
    assert not (tmp_path / "out" / "notices").exists()


def test_equal_runs_give_equal_bytes(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 柳树营=LACKING)
    for name in ("a", "b"):
        run(folder, tmp_path / name, options=NOTICES)
    one, two = (next((tmp_path / name / "notices").glob("*.docx")).read_bytes() for name in "ab")
    assert one == two


def test_letters_no_longer_due_go_but_edited_ones_stay(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 柳树营=LACKING, 东沟=LACKING.replace("柳树营", "东沟"))
    out = tmp_path / "out"
    run(folder, out, options=NOTICES)
    edited = out / "notices" / "补报通知_东沟村党支部.docx"
    document = docx.Document(str(edited))
    document.add_paragraph("请王书记阅处。")
    document.core_properties.modified = datetime(2011, 7, 1)  # as Word does
    document.save(str(edited))
    folder_of(tmp_path, 柳树营=GOOD.replace("云岭镇中心小学", "柳树营村"))
    run(folder, out, options=NOTICES)
    assert set(letters(out)) == {"补报通知_东沟村党支部.docx", "补报通知_东沟村党支部（改过的原件）.docx"}
    folder_of(tmp_path, 东沟=GOOD.replace("云岭镇中心小学", "东沟村"))
    run(folder, out, options=NOTICES)
    assert set(letters(out)) == {"补报通知_东沟村党支部（改过的原件）.docx"}


def test_an_edit_that_leaves_the_properties_alone_is_found_out(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 柳树营=LACKING)
    run(folder, tmp_path / "out", options=NOTICES)
    path = tmp_path / "out" / "notices" / "补报通知_柳树营村党支部.docx"
    document = docx.Document(str(path))
    document.add_paragraph("请于下周一前送综合科。")
    document.save(str(path))
    run(folder, tmp_path / "out", options=replace(NOTICES, deadline="2011-07-20"))
    found = letters(tmp_path / "out")
    assert set(found) == {"补报通知_柳树营村党支部.docx", "补报通知_柳树营村党支部（改过的原件）.docx"}
    assert "综合科" in text_of(found["补报通知_柳树营村党支部（改过的原件）.docx"])
    (folder / "柳树营.txt").unlink()
    folder_of(tmp_path, 小学=GOOD)
    run(folder, tmp_path / "out", options=NOTICES)
    assert set(letters(tmp_path / "out")) == {"补报通知_柳树营村党支部（改过的原件）.docx"}


def test_a_letter_that_is_removed_is_told(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path, 柳树营=LACKING, 小学=GOOD), tmp_path / "out"
    run(folder, out, options=NOTICES)
    (folder / "柳树营.txt").unlink()
    done = zongjie("run", folder, "-o", out, "--notices")
    assert "补报通知_柳树营村党支部" in done.stdout
    assert "已删去" in done.stdout
    assert letters(out) == {}


def test_what_cannot_be_read_is_asked_for_apart_and_what_is_checked_not_at_all(tmp_path: Path) -> None:
    roster = tmp_path / "名单.csv"
    roster.write_text(
        "名单\n单位,联系人,联系电话\n小学党支部,,\n下河村党支部,周明,0751-6123\n渡口社区党支部,,62\n石桥村党支部,,\n",
        encoding="utf-8",
    )
    folder = folder_of(tmp_path, 小学=GOOD)
    (folder / "渡口社区（扫描）.docx").write_bytes(b"PK\x03\x04")
    options = Options(outputs=("xlsx", "notices"), notices=True, roster=roster, issuer="中共青山县委组织部")
    run(folder, tmp_path / "一", options=options)
    path = tmp_path / "一" / "汇总表.xlsx"
    tick(path, "石桥村党支部", "已撤并")
    run(folder, tmp_path / "二", options=replace(options, corrections=path))
    ((_, document),) = letters(tmp_path / "二").items()
    absent, unread = ([[cell.text for cell in row.cells] for row in table.rows] for table in document.tables)
    assert absent[1:] == [["1", "下河村党支部", "周明 0751-6123", ""]]
    assert unread == [
        ["序号", "单位", "联系人", "读不出的文件"],
        ["1", "渡口社区党支部", "62", "渡口社区（扫描）.docx"],
    ]
    assert "另有1个单位已报送，但文件读不出" in text_of(document)
    assert document.paragraphs[-2].text == "中共青山县委组织部"


def test_the_nearest_words_are_whole_sentences() -> None:
    report = "一、做法\n我们学了很多。对照检查，学习不够深入，\n作风还不够扎实。今后努力。"
    assert whole("不够深入", report) == "对照检查，学习不够深入，"
    wrapped = "今年以来我们支部对照上级要求认真检查，发现学习还\n不够深入、作风不够扎实。今后努力。"
    assert (
        whole("学习还\n不够深入", wrapped) == "今年以来我们支部对照上级要求认真检查，发现学习还不够深入、作风不够扎实。"
    )
    assert whole("不在其中的话", report) == "不在其中的话"
    assert whole("", report) == ""
    assert whole("要" * 130, "先说，" + "要" * 200) == "要" * 130


def test_other_errors_are_asked_about_until_they_are_checked(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, 柳树营=LACKING.replace("慰问", "2011年2月30日慰问"))
    options = replace(NOTICES, outputs=("xlsx", "notices"))
    run(folder, tmp_path / "一", options=options)
    ((_, letter),) = letters(tmp_path / "一").items()
    assert "三、请一并核实的事项" in text_of(letter)
    assert "2月30日" in text_of(letter)
    assert "四、补报要求" in text_of(letter)
    path = tmp_path / "一" / "汇总表.xlsx"
    tick(path, "2月30日")
    run(folder, tmp_path / "二", options=replace(options, corrections=path))
    ((_, letter),) = letters(tmp_path / "二").items()
    assert "2月30日" not in text_of(letter)
    assert "三、补报要求" in text_of(letter)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("甲/乙:丙*?", "甲_乙_丙__"),
        ("CON", "_CON"),
        ("nul.txt", "_nul.txt"),
        ("支部. ", "支部"),
        ("...", "_"),
        ("甲\n乙\u202e", "甲_乙_"),
        ("长" * 100, "长" * 60),
    ],
)
def test_file_names_are_safe_everywhere(name: str, expected: str) -> None:
    assert safe(name) == expected
    assert len(f"{safe(name)}.docx".encode()) < 255


def test_file_names_are_unique_without_regard_to_case() -> None:
    taken: set[str] = set()
    assert [unique(name, taken) for name in ("A支部", "a支部", "A支部", "甲/乙", "甲:乙")] == [
        "A支部", "a支部_2", "A支部_3", "甲_乙", "甲_乙_2",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("deadline", "words"),
    [
        ("2011-07-15", "2011年7月15日前"),
        ("2011年7月15日", "2011年7月15日前"),
        ("2011-07", "2011年7月前"),
        ("收到后三日内", "收到后三日内"),
        ("下周五", "下周五前"),
        ("", "近期尽快"),
        ("2011-02-30", "2011-02-30前"),
    ],
)
def test_deadlines_in_words(deadline: str, words: str) -> None:
    assert by(deadline) == words


@pytest.mark.parametrize(
    "text", ["2011-07-15", "2011/7/15", "2011.7.15", "2011年7月15日", "20110715", "2011年7月15日前"]
)
def test_dates_as_people_write_them(text: str) -> None:
    assert checked(text) == "2011-07-15"


@pytest.mark.parametrize("text", ["下周五", "2011-13-45", "2011-02-30", "2011-07", "7月15日", "2011-7/15", "20117"])
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UsageError, match=text):
        checked(text)


def test_a_wrong_or_idle_deadline_stops_before_the_run(tmp_path: Path) -> None:
    folder, out = folder_of(tmp_path, 小学=GOOD), tmp_path / "out"
    for more in (("--notices", "--deadline", "下周五"), ("--deadline", "2011-07-15"), ("--issuer", "组织部")):
        done = zongjie("run", folder, "-o", out, *more)
        assert done.returncode == 2
        assert more[-2] in done.stderr
        assert not out.exists()


def test_titles_break_in_even_lines_at_words() -> None:
    assert broken("关于补报总结的通知") == ["关于补报总结的通知"]
    title = "关于补报深入学习贯彻科学发展观主题教育实践活动总结有关内容的通知"
    lines = broken(title)
    assert "".join(lines) == title
    assert len(lines) == 2
    assert all(len(line) <= 20 for line in lines)


def test_subjects() -> None:
    assert load_profile("chuangxian-zhengyou").subject == "创先争优活动总结"
    assert load_profile("base").subject == "工作总结"
