"""A profile drafted from the notice: what the reports must contain, in whatever way the notice asks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from test_cli import zongjie
from test_run import GOOD

from pipeline.errors import UsageError
from pipeline.language.profile import load_profile
from pipeline.model import Source
from pipeline.noticed import read_notice

HEAD = "关于报送创先争优活动总结的通知\n各党支部：\n"


CASES = yaml.safe_load((Path(__file__).parent / "noticed.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", [pytest.param(case, id=case["id"]) for case in CASES])
def test_a_notice_as_offices_write_it(case: dict[str, Any]) -> None:
    draft = read_notice(Source("通知.txt", case["text"], "txt"), load_profile("base"))
    expected = {words: [roles] if isinstance(roles, str) else roles for words, roles in case["parts"].items()}
    assert {part.words: list(part.roles) for part in draft.asked} == expected
    assert all(part.required for part in draft.asked)
    assert draft.title == case["title"]
    assert (draft.least, draft.due) == (case.get("least", 0), case.get("due", ""))


def required(text: str) -> tuple[str, ...]:
    return read_notice(Source("通知.txt", HEAD + text, "txt"), load_profile("base")).roles(True)


@pytest.mark.parametrize(
    ("text", "roles"),
    [
        (
            "总结材料应包括基本情况、主要做法、取得的成效、存在的问题和下一步打算。请于7月10日前报送。",
            ("overview", "activities", "results", "problems", "plans"),
        ),
        (
            "报告内容包括：\n1.组织领导情况；\n2.主要做法；\n3.经验体会；\n4.存在的不足。\n字数不超过三千字。",
            ("organisation", "activities", "experience", "problems"),
        ),
        ("要重点总结主要做法和经验体会，并提出今后打算。", ("activities", "experience", "plans")),
        ("总结要从以下几个方面撰写：一是主要做法，二是存在问题，三是整改措施。", ("activities", "problems", "plans")),
    ],
)
def test_what_a_notice_asks_for(text: str, roles: tuple[str, ...]) -> None:
    assert required(text) == roles


@pytest.mark.parametrize(
    "text",
    [
        "会议内容包括学习文件、交流体会，请准时参加。",
        "请于7月10日前报送总结。",
        "总结要实事求是，语言简练。",
        "存在的问题要及时整改。",
    ],
)
def test_a_notice_that_asks_for_no_parts_is_told(text: str) -> None:
    with pytest.raises(UsageError, match="没有找到"):
        required(text)


def test_the_campaign_is_known() -> None:
    source = Source("通知.txt", HEAD + "总结应包括主要做法。", "txt")
    assert read_notice(source, load_profile("base")).campaign == "创先争优"


def test_stress_is_no_heading_and_nothing_is_asked_twice() -> None:
    text = "总结应包括主要做法。要重点总结开展“三亮”活动的做法。"
    asked = read_notice(Source("通知.txt", HEAD + text, "txt"), load_profile("base")).asked
    assert [part.words for part in asked] == ["主要做法", "开展“三亮”活动的做法"]


@pytest.mark.parametrize(
    ("text", "least", "due"),
    [
        ("字数不少于2000字，请于2011年7月5日前报县委办公室。", 2000, "2011年7月5日前"),
        ("篇幅至少三千字。7月10日下班前将电子版发送到邮箱。", 3000, "7月10日下班前"),
        ("字数不超过3000字。会议于7月5日召开。", 0, ""),
    ],
)
def test_length_and_date_are_read(text: str, least: int, due: str) -> None:
    draft = read_notice(Source("通知.txt", HEAD + "总结应包括主要做法。" + text, "txt"), load_profile("base"))
    assert (draft.least, draft.due) == (least, due)


def test_a_drafted_profile_is_used(tmp_path: Path) -> None:
    notice = tmp_path / "通知.txt"
    notice.write_text(HEAD + "总结应包括主要做法、经验体会。字数不少于800字，7月5日前报送。", encoding="utf-8")
    done = zongjie("profile-from", notice, "-o", tmp_path / "我的活动")
    assert done.returncode == 0, done.stderr
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(GOOD, encoding="utf-8")
    checked = zongjie("check", tmp_path / "in", "--profile", tmp_path / "我的活动")
    assert checked.returncode == 1, checked.stderr
    assert "经验体会" in checked.stdout
    assert dict(load_profile(tmp_path / "我的活动").thresholds)["short_chars"] == 800
    assert "存在问题" not in checked.stdout
    assert zongjie("check-lexicons", tmp_path / "我的活动").returncode == 0
    assert zongjie("profile-from", notice, "-o", tmp_path / "我的活动").returncode == 2
