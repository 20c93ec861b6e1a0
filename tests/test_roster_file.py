"""Rosters as offices keep them: titles above the header, heads of many wordings, totals below; or told why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.collation.roster_file import Branch, read_roster
from pipeline.errors import UsageError


def listed(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "名单.csv"
    path.write_text(text, encoding="utf-8")
    return path


def book(tmp_path: Path, *rows: list[object]) -> Path:
    from openpyxl import Workbook

    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(tmp_path / "名单.xlsx")
    return tmp_path / "名单.xlsx"


def test_a_title_above_the_header_is_no_header(tmp_path: Path) -> None:
    path = book(
        tmp_path,
        ["2012年度应报送总结单位一览表"],
        ["（截至 3 月底）"],
        ["序号", "单 位", "联系人", "联系电话"],
        [1, "甲村党支部", "李四", "0751-2233"],
        [2, "乙村党支部", None, 6123456.0],
        ["合计", "合 计"],
        [None, "注：以上单位须于月底前报送"],
    )
    roster = read_roster(path)
    assert [(b.name, b.reach) for b in roster.branches] == [("甲村党支部", "李四 0751-2233"), ("乙村党支部", "6123456")]
    assert roster.taken == {"name": "单位", "contact": "联系人", "phone": "联系电话"}


@pytest.mark.parametrize(
    "head",
    ["单位", "单位名称", "报送单位全称", "单位（全称）", "党支部", "基层党组织", "部门", "单位/支部", "Name"],
)
def test_a_column_of_branches_has_many_heads(tmp_path: Path, head: str) -> None:
    (branch,) = read_roster(listed(tmp_path, f"序号,{head},类别\n1,甲厂党支部,企业\n")).branches
    assert branch.name == "甲厂党支部"


@pytest.mark.parametrize("head", ["别名", "简称", "简称/别名", "单位简称", "简称（可多个）", "别名、曾用名", "aliases"])
def test_a_column_of_aliases_has_many_heads(tmp_path: Path, head: str) -> None:
    (branch,) = read_roster(listed(tmp_path, f'单位,"{head}"\n甲厂党支部,甲厂；老甲厂\n')).branches
    assert branch.aliases == ("甲厂", "老甲厂")


def test_the_surer_head_names_the_branch(tmp_path: Path) -> None:
    roster = read_roster(listed(tmp_path, "部门,党支部名称\n教育局,一中党支部\n教育局,二中党支部\n"))
    assert [branch.name for branch in roster.branches] == ["一中党支部", "二中党支部"]


@pytest.mark.parametrize(
    "text",
    ["序号,联系人\n1,张三\n2,李四\n", "甲厂党支部\n乙厂党支部\n", "甲厂党支部,企业\n乙厂党支部,企业\n", "标题\n1,甲\n"],
)
def test_a_list_without_a_column_of_branches_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UsageError, match="找不到“单位”一列"):
        read_roster(listed(tmp_path, text))


def test_the_heads_that_there_are_are_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="序号、联系人"):
        read_roster(listed(tmp_path, "序号,联系人\n1,张三\n"))


@pytest.mark.parametrize(
    ("name", "why"), [("没有.xlsx", "找不到名单"), ("合影.jpg", "格式读不了"), ("坏.xlsx", "读不出来")]
)
def test_a_file_that_is_no_list_is_told_without_jargon(tmp_path: Path, name: str, why: str) -> None:
    if not name.startswith("没有"):
        (tmp_path / name).write_bytes(b"\xff\xd8\xff\xe0 no list")
    with pytest.raises(UsageError, match=why) as told:
        read_roster(tmp_path / name)
    assert "Errno" not in str(told.value)
    assert "codec" not in str(told.value)


def test_tabs_part_columns_too(tmp_path: Path) -> None:
    assert read_roster(listed(tmp_path, "单位\t党员数\n甲厂党支部\t12人\n")).branches == (
        Branch("甲厂党支部", members=12),
    )
