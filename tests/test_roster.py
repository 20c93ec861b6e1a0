"""The roster: who sent nothing, who sent twice, whose a report is and why, and lists that cannot be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_run import GOOD

from pipeline import run
from pipeline.collation.roster import Branch, Match, match, read_roster, seek
from pipeline.errors import UsageError
from pipeline.language.profile import load_profile
from pipeline.language.short_names import short_names
from pipeline.options import Options

ROSTER = (
    Branch("云岭镇中心小学党支部", ("云岭小学",)),
    Branch("第一机械厂党支部"),
    Branch("第二机械厂党支部"),
    Branch("县人民医院内科党支部"),
    Branch("县人民医院外科党支部"),
)


KNOWN = short_names(load_profile("base").lexicon)


def matched(name: str, roster: tuple[Branch, ...] = ROSTER) -> Match | None:
    return match(roster, [("单位", name)], KNOWN)


@pytest.mark.parametrize(
    ("name", "branch", "why"),
    [
        ("云岭镇中心小学党支部", "云岭镇中心小学党支部", "与名单一致"),
        ("云岭小学", "云岭镇中心小学党支部", "别名"),
        ("云岭镇中心小学", "云岭镇中心小学党支部", "不计党支部等字样"),
        ("中共云岭镇中心小学支部委员会", "云岭镇中心小学党支部", "不计党支部等字样"),
        ("青山县云岭镇中心小学党支部", "云岭镇中心小学党支部", "互相包含"),
        ("第一机械厂", "第一机械厂党支部", "不计"),
        ("人民医院内科党支部", "县人民医院内科党支部", "互相包含"),
        ("云岭镇中心小学校党支部", "云岭镇中心小学党支部", "互相包含"),
        ("云岭镇小学党支部", "云岭镇中心小学党支部", "简称"),
        ("云令镇中心小学党支部", "云岭镇中心小学党支部", "相近"),
    ],
)
def test_a_name_finds_its_branch_and_says_why(name: str, branch: str, why: str) -> None:
    found = matched(name)
    assert found is not None
    assert found.branch.name == branch
    assert why in found.why


@pytest.mark.parametrize(
    "name", ["第三机械厂党支部", "机械厂党支部", "县人民医院党支部", "县人民医院", "青山中学", "", "党支部"]
)
def test_a_name_that_fits_several_or_none_finds_nothing(name: str) -> None:
    assert matched(name) is None


OFFICES = (
    Branch("县质量技术监督局党支部"),
    Branch("县发展和改革委员会党支部"),
    Branch("县人力资源和社会保障局党总支"),
    Branch("县第一中学党总支"),
    Branch("县第二中学党总支"),
    Branch("柳河镇中心小学党支部"),
    Branch("县畜牧水产局党支部"),
    Branch("县畜牧兽医局党支部"),
)


@pytest.mark.parametrize(
    ("name", "branch"),
    [
        ("县质监局党支部", "县质量技术监督局党支部"),
        ("青川县发改委机关党支部", "县发展和改革委员会党支部"),
        ("人社局", "县人力资源和社会保障局党总支"),
        ("县二中党总支", "县第二中学党总支"),
        ("柳河中心校党支部", "柳河镇中心小学党支部"),
    ],
)
def test_a_short_name_finds_its_branch(name: str, branch: str) -> None:
    found = matched(name, OFFICES)
    assert found is not None
    assert found.branch.name == branch
    assert "简称" in found.why


def test_a_short_name_that_fits_two_is_told_with_both() -> None:
    sought = seek(OFFICES, [("单位", "县畜牧局党支部")], KNOWN)
    assert sought.match is None
    assert [branch.name for branch in sought.rivals] == ["县畜牧水产局党支部", "县畜牧兽医局党支部"]


@pytest.mark.parametrize("name", ["县三中党总支", "县水利局党支部", "柳河镇中心卫生院"])
def test_what_is_short_for_none_finds_none(name: str) -> None:
    assert matched(name, OFFICES) is None


SENT = {"甲.txt": "白石乡卫生院", "乙.txt": "云岭镇中心小学"}


@pytest.mark.parametrize(
    ("listed", "severity", "words"),
    [
        ("云岭镇中心小学党支部", "note", "可不管"),
        ("云岭镇中心小学党支部\n石门乡敬老院党支部", "note", "可不管"),
        ("云岭镇中心小学党支部\n白石乡中心医院党支部", "warning", "“白石乡中心医院党支部”与它相近"),
    ],
)
def test_a_unit_that_is_not_on_the_roster_is_a_fault_only_where_an_awaited_one_is_like_it(
    tmp_path: Path, listed: str, severity: str, words: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, unit in SENT.items():
        (folder / name).write_text(GOOD.replace("云岭镇中心小学", unit), encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text(f"单位\n{listed}\n", encoding="utf-8")
    frame = run(folder, options=Options(outputs=(), roster=roster)).findings
    [found] = frame[frame["code"] == "roster.unmatched"].to_dict("records")
    assert (found["file"], found["severity"]) == ("甲.txt", severity)
    assert words in found["message"]


def test_the_file_name_helps_where_the_report_has_no_name() -> None:
    found = match(ROSTER, [("单位", ""), ("文件名", "第二机械厂")], KNOWN)
    assert found is not None
    assert "文件名" in found.why


def codes(folder: Path, roster: Path) -> list[tuple[str, str]]:
    frame = run(folder, options=Options(outputs=(), roster=roster)).findings
    picked = frame[frame["code"].str.startswith("roster.")]
    return sorted((code, text or "") for code, text in zip(picked["code"], picked["text"].fillna(""), strict=True))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_absent_twice_unmatched_and_far_off(tmp_path: Path, encoding: str) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    (folder / "b.txt").write_text(GOOD, encoding="utf-8")
    (folder / "c.txt").write_text(GOOD.replace("云岭镇中心小学", "白石乡卫生院"), encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text("序号,单位名称,党员人数\n1,云岭镇中心小学党支部,20\n2,第一机械厂党支部,9\n", encoding=encoding)
    assert codes(folder, roster) == [
        ("roster.absent", "第一机械厂党支部"),
        ("roster.member_count", ""),
        ("roster.member_count", ""),
        ("roster.twice", ""),
        ("roster.twice", ""),
        ("roster.unmatched", ""),
    ]


def test_a_workbook_is_read_too(tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["党支部名称", "简称", "党员数", "联系人", "类别"])
    book.active.append(["甲党支部", "甲、老甲", 12, "王五", "学校"])
    book.save(tmp_path / "名单.xlsx")
    assert read_roster(tmp_path / "名单.xlsx").branches == (
        Branch("甲党支部", ("甲", "老甲"), 12, "王五", {"类别": "学校"}),
    )


@pytest.mark.parametrize("text", ["", "单位\n", "单位\n甲\n甲\n"])
def test_a_bad_list_is_told(tmp_path: Path, text: str) -> None:
    (tmp_path / "r.csv").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"r\.csv"):
        read_roster(tmp_path / "r.csv")


def test_a_list_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "r.xlsx").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="读不出来"):
        read_roster(tmp_path / "r.xlsx")
    with pytest.raises(UsageError, match="找不到"):
        read_roster(tmp_path / "nowhere.csv")


BROKEN = b"PK\x03\x04 no document"


def test_what_cannot_be_read_has_been_sent(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "白石乡卫生院").mkdir(parents=True)
    (folder / "云岭.txt").write_text(GOOD, encoding="utf-8")
    (folder / "3.第一机械厂总结（加密）.docx").write_bytes(BROKEN)
    (folder / "白石乡卫生院" / "扫描.docx").write_bytes(BROKEN)
    roster = tmp_path / "名单.csv"
    lines = "单位,电话\n云岭镇中心小学党支部,\n第一机械厂党支部,61\n白石乡卫生院党支部,62\n第二机械厂党支部,63\n"
    roster.write_text(lines, encoding="utf-8")
    assert codes(folder, roster) == [
        ("roster.absent", "第二机械厂党支部"),
        ("roster.unread", "白石乡卫生院党支部"),
        ("roster.unread", "第一机械厂党支部"),
    ]
    summary = run(folder, options=Options(outputs=(), roster=roster)).summary
    assert summary.absent == ("第二机械厂党支部",)
    assert [(branch, file) for branch, file, _ in summary.unread] == [
        ("第一机械厂党支部", "3.第一机械厂总结（加密）.docx"),
        ("白石乡卫生院党支部", "白石乡卫生院/扫描.docx"),
    ]


@pytest.mark.parametrize(("name", "warned"), [("第一机械厂总结", True), ("云岭小学", False), ("总结", False)])
def test_a_file_called_after_another_branch_is_asked_about(tmp_path: Path, name: str, warned: bool) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / f"{name}.txt").write_text(GOOD, encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text("单位,简称\n云岭镇中心小学党支部,云岭小学\n第一机械厂党支部,\n", encoding="utf-8")
    assert ("roster.other_file" in dict(codes(folder, roster))) == warned


def test_the_rosters_own_grouping_is_used(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text(GOOD, encoding="utf-8")
    roster = tmp_path / "名单.csv"
    roster.write_text("单位名称,片区\n云岭镇中心小学党支部,东片\n", encoding="utf-8")
    run(folder, tmp_path / "out", options=Options(outputs=("csv", "comparison"), roster=roster))
    rows = (tmp_path / "out" / "comparison.csv").read_text(encoding="utf-8-sig").splitlines()[1:]
    assert rows
    assert all(row.split(",")[2] == "东片" for row in rows)
