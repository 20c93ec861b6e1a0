"""The figures of the main table from the facts of a report."""

from __future__ import annotations

import pytest

from pipeline.composition import extract
from pipeline.model import DOUBTFUL, Fact
from pipeline.products import metrics

FRAME = "向阳村党支部2012年总结\n一、主要做法\n{}\n二、问题\n学习不够。\n"


def facts(text: str) -> list[Fact]:
    (report,) = extract(FRAME.format(text))
    return [fact for fact in report.facts if fact.confidence != DOUBTFUL]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("支部现有党员45人，其中预备党员3人。", 45),
        ("支部现有在职党员18人，入党积极分子2人。", 18),
        ("支部有正式党员20人、预备党员2人。", 22),
        ("现有在职党员37名、离退休党员8名。", 45),
        ("现有在职党员37名。看望退休党员8名。", 37),
        ("现有在职党员30名、离休党员2名、退休党员6名。", 38),
        ("现有党员教师31名。", 31),
        ("现有教师党员12名、学生党员30名。", None),
        ("在册党员64名。", 64),
        ("发展党员3名，慰问老党员5名。", None),
        ("组织党员30人参观学习。", None),
        ("学习贯彻会议精神。", None),
    ],
)
def test_member_count(text: str, count: int | None) -> None:
    assert metrics.member_count(facts(text)) == count


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("召开党员大会4次、支委会12次。", 16),
        ("召开会议20次，其中党员大会4次、支委会12次。", 20),
        ("全年开会10次：党员大会4次、支委会6次，会议10次。", 10),
        ("县委召开会议3次，我支部召开党员大会2次。", 2),
        ("计划召开党员大会4次。", None),
        ("召开支委会12次。要看到，支委会12次还不够。", 12),
        ("召开动员会1次，动员会1次不算多。", 2),
        ("认真学习。", None),
    ],
)
def test_meeting_count(text: str, count: int | None) -> None:
    assert metrics.meeting_count(facts(text)) == count


def test_the_other_sums() -> None:
    found = facts(
        "集中学习8次、专题学习4次，研讨3次，党课2堂，简报5期、工作信息10条，参加学习党员185人次，组织党员60人参观。"
    )
    assert metrics.study_count(found) == 12
    assert metrics.seminar_count(found) == 3
    assert metrics.lecture_count(found) == 2
    assert metrics.briefing_count(found) == 5
    assert metrics.attendance_max(found) == 185


def test_activists() -> None:
    assert metrics.activist_count(facts("现有党员20名，入党积极分子4名。")) == 4
    assert metrics.activist_count(facts("培养入党积极分子4名。")) is None


def test_meetings_described() -> None:
    assert metrics.meetings_described(facts("3月2日召开党员大会。5月6日召开支委会。将于6月召开民主生活会。")) == 2
    assert (
        metrics.meetings_described(facts("去年12月召开了表彰大会。3月2日召开党员大会。3月2日召开的党员大会很成功。"))
        == 1
    )
