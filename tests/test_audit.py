"""The audit of one report: every planted fault is found where it is, and a clean report gives no alarm."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from pipeline import extract, load_profile
from pipeline.audit import missing_roles
from pipeline.model import Finding, Report

CASES = Path(__file__).parent / "cases" / "audit"
CLEAN = (CASES / "clean.txt").read_text(encoding="utf-8")


def cases(name: str) -> list[Any]:
    data = yaml.safe_load((CASES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["id"]) for case in data]


def audited(text: str, **changes: object) -> Report:
    profile = load_profile("chuangxian-zhengyou")
    return extract(text, replace(profile, **changes) if changes else profile)[0]  # type: ignore[arg-type]


def changed(case: dict[str, str]) -> str:
    assert case["old"] in CLEAN, case["old"]
    return CLEAN.replace(case["old"], case["new"])


def alarms(report: Report) -> list[Finding]:
    return [finding for finding in report.findings if finding.severity != "note"]


@pytest.mark.parametrize("case", cases("planted.yaml"))
def test_planted_fault(case: dict[str, str]) -> None:
    text = changed(case)
    report = audited(text)
    found = [finding for finding in report.findings if finding.code == case["code"]]
    assert found, report.findings
    if "evidence" in case:
        assert case["evidence"] in [finding.text for finding in found]
    for finding in report.findings:
        assert finding.severity in ("error", "warning", "note")
        assert finding.message.endswith("。")
        assert finding.span is None or finding.span.of(text) == finding.text


@pytest.mark.parametrize("case", cases("harmless.yaml"))
def test_harmless(case: dict[str, str]) -> None:
    report = audited(changed(case))
    assert not alarms(report), report.findings


def test_a_clean_report_gives_no_finding_at_all() -> None:
    assert audited(CLEAN).findings == ()


def test_a_rule_is_switched_off_by_code_or_by_group() -> None:
    text = CLEAN.replace("城北小学党支部现有", "****党支部现有").replace("\n2011年12月20日\n", "\n")
    assert {f.code for f in audited(text).findings} == {"residue.placeholder", "name.no_date"}
    assert {f.code for f in audited(text, off=("residue.placeholder",)).findings} == {"name.no_date"}
    assert audited(text, off=("residue", "name")).findings == ()


def test_a_threshold_of_the_profile_decides() -> None:
    assert not alarms(audited(CLEAN, thresholds={"thin_chars": 30.0}))
    assert "section.thin" in {f.code for f in audited(CLEAN, thresholds={"thin_chars": 60.0}).findings}


def test_required_parts_come_from_the_profile() -> None:
    report = audited(CLEAN, required=("activities", "experience"))
    assert [f.code for f in alarms(report)] == ["section.absent"]
    assert "经验体会" in alarms(report)[0].message


def test_a_short_text_is_told_so() -> None:
    assert "report.short" in {f.code for f in audited("某支部总结\n学习了文件。\n").findings}


GAINS = (
    "支部全年成绩汇报\n一、取得的成绩\n{}\n全年走访居民三百户，办成实事二十件，群众满意度上升了三个点。\n"
    "二、存在的不足\n活动形式比较单一，吸引力不强。\n三、下一步打算\n把活动办得更活，把更多的年轻人请进来。\n"
)


@pytest.mark.parametrize(("heading", "lacking"), [("（一）帮扶困难家庭", True), ("（一）主要做法", False)])
def test_lower_heading_counts_where_it_names_a_part(heading: str, lacking: bool) -> None:
    report = extract(GAINS.format(heading))[0]
    assert ("activities" in missing_roles(report, load_profile())) is lacking


LEADING = (
    "县发改局党支部工作总结\n一、主要做法\n全年召开支部大会4次，集中学习12次，走访困难家庭26户，"
    "办成实事八件，化解纠纷六起，修订制度五项。\n"
)
REST = "三、下一步打算\n一是坚持每月一次集中学习；二是丰富党员活动的形式。\n{signed}\n2011年12月20日\n"


@pytest.mark.parametrize("none", ["无。", "暂无", "没有突出问题。", "本年度无此类情况。"])
def test_a_part_that_says_that_there_is_nothing_is_told_as_that(none: str) -> None:
    text = LEADING + f"二、存在的问题\n{none}\n" + REST.format(signed="县发改局党支部")
    report = audited(text, required=("activities", "problems", "plans"))
    assert not alarms(report), report.findings
    told = [f.message for f in report.findings if f.code == "section.none"]
    assert len(told) == 1
    assert none.strip("。") in told[0]


@pytest.mark.parametrize("thin", ["无新意。", "人少。", ""])
def test_a_part_with_next_to_nothing_is_thin(thin: str) -> None:
    text = LEADING + f"二、存在的问题\n{thin}\n" + REST.format(signed="县发改局党支部")
    assert "section.thin" in {f.code for f in audited(text).findings}


@pytest.mark.parametrize(
    ("signed", "other"),
    [
        ("县发展和改革局党支部", False),
        ("中共县发改局支部委员会", False),
        ("县发展和改革局机关党支部", False),
        ("县水利局党支部", True),
        ("县发改局第二党支部", False),
    ],
)
def test_a_unit_may_sign_by_its_short_or_its_formal_name(signed: str, other: bool) -> None:
    text = LEADING + "二、存在的问题\n一是理论学习的系统性不强。\n" + REST.format(signed=signed)
    assert ("residue.signature" in {f.code for f in audited(text).findings}) is other


@pytest.mark.parametrize(
    ("title", "sentence", "later"),
    [
        ("2011年工作总结及2012年工作思路", "", False),
        ("2011年总结和2012年重点任务", "", False),
        ("工作总结", "活动定于2012年3月在村部举行。", False),
        ("工作总结", "2012年3月5日召开支部大会，12名党员参加。", True),
    ],
)
def test_what_is_planned_for_later_is_not_told_as_done(title: str, sentence: str, later: bool) -> None:
    text = LEADING.replace("工作总结", title).rstrip("\n") + sentence + "\n二、存在的问题\n一是学习不够系统。\n"
    report = audited(text + REST.format(signed="县发改局党支部"))
    assert ("date.after_report" in {f.code for f in report.findings}) is later


def test_a_date_that_nobody_filled_in_is_no_body() -> None:
    text = LEADING + "二、存在的问题\n一是学习不够系统；二是活动形式单一。\n三、下一步打算\n\n____年__月__日\n"
    [found] = [f for f in audited(text).findings if f.code == "section.thin"]
    assert "“下一步打算”下没有内容" in found.message
