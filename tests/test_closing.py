"""Where a report has said its last: § stands there; none where it goes on to its end."""

from __future__ import annotations

import pytest

from pipeline import extract, load_profile
from pipeline.composition import draft_of
from pipeline.model import Source
from pipeline.structure.closing import closing
from pipeline.structure.split import split

BODY = (
    "石桥县农机局党支部工作总结\n一、主要做法\n我们组织党员集中学习9次，走访老党员12户，群众都说好。\n二、存在问题\n教学设备陈旧，地方也小。\n"
    "三、下一步打算\n更新教学设备，扩建一间教室。\n"
)


def at_the_end(text: str) -> int:
    profile = load_profile()
    source = Source("x.txt", text, "text")
    (part,) = split(source, profile)
    return closing(draft_of(source, part, profile))


@pytest.mark.parametrize(
    "tail",
    [
        "§石桥县农机局党支部\n2011年12月30日\n",
        "§中共石桥县委\n石桥县农机局党支部\n二〇一一年十二月三十日",
        "§石桥县农机局党支部\n二 〇 一 一 年 十 二 月",
        "§石桥县农机局党支部　2011.12.30",
        "§王一山\n2018年元月8日",
        "§二O一二年十二月廿六日",
        "§（联系人：王一山，电话：3321456）\n石桥县农机局党支部\n2011年12月30日\n2011年12月31日印发",
        "§石桥县农机局党支部\n2011年12月30日\n附件：1.先进支部名单\n2.先进党员名单",
        "§以上述职，请予评议。\n王一山\n2011年12月30日",
        "§附件：\n1.先进支部名单\n2.先进党员名单",
        "§抄送：各党支部\n石桥县农机局党支部2011年12月31日印发",
        "§撰稿：王一山　审核：李二水",
        "§上一篇：县农机局召开推进会议\n下一篇：县水利局清淤\n打印",
        "§相关链接：\n·县农机局召开推进会议 2012-01-12\n·县水利局清淤 2012-02-12",
        "明年还要再上一层楼。",
        "2012年12月前把教室建好。",
        "1.上半年\n备好材料，签好合同，定下开工的日子。\n2.下半年\n建成验收，搬进新教室上课，请老党员来讲课。",
        "（一）时间安排\n2012年3月\n动工。\n（二）责任分工\n王一山负责。",
        "来源于群众的经验还要推广开，下一步打算再办两期。",
    ],
)
def test_a_report_ends_where_its_signature_or_its_foot_begins(tail: str) -> None:
    text = BODY + tail
    plain = text.replace("§", "")
    assert at_the_end(plain) == (text.index("§") if "§" in text else len(plain))


def test_a_date_in_the_first_half_is_no_end() -> None:
    text = "石桥县农机局党支部\n2011年12月30日\n" + BODY + "我们还要再上一层楼。"
    assert at_the_end(text) == len(text)


def test_what_stands_below_is_no_statement_of_the_report() -> None:
    tail = "（联系人：王一山，电话：3321456）\n石桥县农机局党支部\n2011年12月30日\n"
    tail += "附件：1.“四强”支部名单\n2.“四优”党员名单\n"
    (report,) = extract(BODY + tail + "下一篇：县质监局召开党风廉政建设会议\n")
    assert [fact.text for fact in report.facts if fact.layer == "plan"] == ["更新教学设备，扩建一间教室"]
    assert [fact.text for fact in report.facts if fact.layer == "problem"] == ["教学设备陈旧，地方也小"]
    assert not [fact for fact in report.facts if fact.layer == "meeting"]
    assert {fact.value.value for fact in report.facts if fact.layer == "name" and fact.value.kind == "report_date"} == {
        "2011-12-30"
    }
