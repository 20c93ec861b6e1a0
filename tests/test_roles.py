"""Heading roles: by their own words (tests/cases/outline/roles.yaml), and by place and body where these are silent."""

from __future__ import annotations

import pytest
import yaml
from bars import OUTLINE
from test_sections import sections_of

from pipeline import load_profile
from pipeline.structure.cues import label_share, roles_of

LABELLED = [
    (heading, tuple(roles.split()))
    for roles, headings in yaml.safe_load((OUTLINE / "roles.yaml").read_text(encoding="utf-8")).items()
    for heading in headings
]


@pytest.mark.parametrize(("heading", "roles"), LABELLED, ids=[heading for heading, _ in LABELLED])
def test_roles_of_a_heading(heading: str, roles: tuple[str, ...]) -> None:
    found = roles_of(heading, load_profile().lexicon) or ("activities",)
    assert set(found) == set(roles)


def roles(text: str) -> dict[str, tuple[str, ...]]:
    return {section.heading: section.roles for section in sections_of(text)[1] if section.roles}


def test_traditional_script() -> None:
    lexicon = load_profile().lexicon
    assert roles_of("存在的問題及今後打算", lexicon) == ("problems", "plans")
    assert roles_of("主要成績", lexicon) == ("results",)


def test_spaced_out_heading() -> None:
    assert roles_of("基 本 情 况", load_profile().lexicon) == ("overview",)


def test_label_share() -> None:
    lexicon = load_profile().lexicon
    assert label_share("存在的问题", lexicon) == 1.0
    assert label_share("扎实推进各项重点工作", lexicon) == 0.0
    assert label_share("", lexicon) == 0.0


LAST = "一、统一思想，加强领导\n成立了领导小组。\n二、真抓实干，注重实效\n先后开展活动12次。\n三、{}\n{}\n"


def test_last_section_that_looks_ahead_is_a_plan() -> None:
    text = LAST.format("乘风破浪，扬帆远航", "我们将继续加强学习。明年要建成党员活动室。力争跨入先进行列。")
    assert roles(text)["乘风破浪，扬帆远航"] == ("plans",)


def test_last_section_that_tells_of_doings_is_no_plan() -> None:
    text = LAST.format("结对帮扶，温暖人心", "先后走访了困难群众80户。为群众办了30余件实事，群众比较满意。")
    assert roles(text)["结对帮扶，温暖人心"] == ("activities",)


def test_what_is_done_every_year_is_no_plan() -> None:
    text = LAST.format(
        "扶危济困，奉献爱心", "会员们热心公益。每年重阳都要看望老人。各项工作有了起色，今后我们会更加努力。"
    )
    assert roles(text)["扶危济困，奉献爱心"] == ("activities",)


def test_body_that_admits_shortcomings_is_problems() -> None:
    text = LAST.format("回头看看", "学习不够经常。少数党员作用发挥不明显。台账资料不规范。")
    assert roles(text)["回头看看"] == ("problems",)


def test_searching_for_problems_is_told_by_its_body() -> None:
    admitted = LAST.format("查找差距，剖析原因", "学习不够经常。少数党员参加活动不够积极。制度还不健全。")
    worked = LAST.format("查找差距，剖析原因", "支部先后召开座谈会3次。共征求意见46条，梳理成8类，已全部整改。")
    assert roles(admitted)["查找差距，剖析原因"] == ("problems",)
    assert roles(worked)["查找差距，剖析原因"] == ("activities",)


def test_gains_alone_before_the_problems_are_results() -> None:
    text = (
        "一、抓学习\n组织集中学习12次。\n二、鲜花和掌声\n门诊量比去年增长12%，患者满意度提高到96%。支部被评为先进党支部。\n"
        "三、存在问题\n学习不够。\n"
    )
    assert roles(text)["鲜花和掌声"] == ("results",)


LED = (
    "活动开展以来，工作有了起色。{}\n"
    "（一）理论武装抓经常\n把学习排进每月的日程，学什么、谁来讲，年初就定下来，讲完了还要问一问大家听懂了没有。\n"
    "（二）服务群众抓长效\n每季度走访一遍困难户，缺什么补什么，一时补不上的说明白，等有了条件再补上。\n"
)


def test_sections_led_on_by_a_sentence_on_what_comes_next() -> None:
    assert set(roles(LED.format("下一步，我们要把好的做法坚持下去，着重抓好两件事。")).values()) == {("plans",)}


def test_sections_led_on_by_a_sentence_on_what_was_done() -> None:
    assert ("plans",) not in roles(LED.format("下一步的路怎么走，大家讨论了半个月，思路清楚了。")).values()


def test_a_plan_by_its_title() -> None:
    text = "2012年党建工作要点\n一、加强学习\n每月集中学习一次。\n二、服务群众\n走访困难群众80户。\n"
    assert set(roles(text).values()) == {("plans",)}


def test_sub_headings_under_problems_say_nothing_of_their_own() -> None:
    text = (
        "一、存在的问题\n（一）宣传发动不够深入\n部分党员不了解。\n（二）组织领导不够有力\n个别支部不重视。\n"
        "二、下一步打算\n（一）加强组织领导\n责任到人。\n（二）建立长效机制\n修订制度。\n"
    )
    assert roles(text) == {"存在的问题": ("problems",), "下一步打算": ("plans",)}


def test_sub_headings_of_a_joined_section() -> None:
    text = "一、存在的问题和今后打算\n（一）存在的问题\n学习不够。\n（二）今后打算\n健全制度。\n二、请求\n无。\n"
    assert roles(text)["存在的问题"] == ("problems",)
    assert roles(text)["今后打算"] == ("plans",)


def test_sub_headings_of_activities_keep_their_roles() -> None:
    text = "一、工作情况\n（一）组织领导\n成立小组。\n（二）取得成效\n成绩明显。\n二、今后打算\n继续努力。\n"
    assert roles(text)["组织领导"] == ("organisation",)
    assert roles(text)["取得成效"] == ("results",)


def test_slogan_of_a_gain_above_doings_is_activities() -> None:
    doings = "组织技能比武3场。召开职代会1次，征集提案34件。"
    gains = "职工的技能得到明显提高。设备完好率达到99%，比上年增加2个百分点。厂子被评为先进单位。"
    text = "一、抓维权\n签订合同1份。\n二、劳动竞赛有新声势\n{}\n三、存在的问题\n活动不够平衡。\n"
    assert roles(text.format(doings))["劳动竞赛有新声势"] == ("activities",)
    assert roles(text.format(gains))["劳动竞赛有新声势"] == ("results",)


def test_measures_behind_the_problems_are_to_come_unless_they_were_taken() -> None:
    text = "一、抓学习\n组织学习12次。\n二、存在的问题\n学习不够。\n三、具体措施\n{}\n"
    assert roles(text.format("加大考核力度。坚持每周安全活动。"))["具体措施"] == ("plans",)
    assert roles(text.format("先后召开了3次会议。已经修订制度5项。"))["具体措施"] == ("activities",)


def test_another_part_within_a_section_does_not_speak_for_it() -> None:
    text = (
        "一、抓班子\n换届3个村。\n二、增强服务功能\n全乡村均集体收入1.8万元。\n"
        "几点不足：一是发展不平衡；二是少数村公开不及时；三是阵地建设滞后。\n三、今后打算\n继续努力。\n"
    )
    assert roles(text)["增强服务功能"] == ("activities",)


def test_what_a_heading_concedes_is_not_its_role() -> None:
    lexicon = load_profile().lexicon
    assert roles_of("回顾一年，虽然取得了一些成绩，但离上级的要求还有不小的差距", lexicon) == ("problems",)
    assert roles_of("取得的成绩和存在的差距", lexicon) == ("results", "problems")


def test_joined_names_are_names_all_through() -> None:
    lexicon = load_profile().lexicon
    assert label_share("不足与差距", lexicon) == 1.0
    assert label_share("存在问题以及今后打算", lexicon) == 1.0
    assert label_share("不足同学", lexicon) < 1.0


def test_organisation_in_a_later_clause_is_what_was_done_in_a_report_without_other_doings() -> None:
    text = "一、分类指导、注重宣传，确保活动取得实效\n下发资料300份。编发简报12期。\n{}"
    heading = "分类指导、注重宣传，确保活动取得实效"
    assert roles(text.format(""))[heading] == ("activities",)
    assert roles(text.format("二、扎实开展活动\n组织学习12次。\n"))[heading] == ("organisation",)
    first = "一、注重宣传、分类指导，确保活动取得实效\n下发资料300份。\n"
    assert roles(first)["注重宣传、分类指导，确保活动取得实效"] == ("organisation",)


def test_what_is_scarce_is_a_shortcoming() -> None:
    text = "一、强基础，让中心“立起来”\n设置功能区6个。\n二、补短板，让不足“清出来”\n{}\n三、今后打算\n继续努力。\n"
    heading = "补短板，让不足“清出来”"
    assert roles(text.format("专职调解员少，网格员待遇低，系统多头录入。"))[heading] == ("problems",)
    assert roles(text.format("招录调解员4名，解决待遇问题6个，积案减少，群众满意。"))[heading] == ("activities",)


def test_first_section_that_tells_what_there_is() -> None:
    text = "【基本盘】{}\n【组织力】新建支部2个，选派指导员6名，覆盖率达到100%。\n【短板】流动党员多，活动难以坚持。\n"
    assert roles(text.format("社区现有企业46家，党组织7个，党员98名。"))["【基本盘】"] == ("overview",)
    assert roles(text.format("党员98人面对党旗重温誓词，气氛热烈。"))["【基本盘】"] == ("activities",)


def test_names_in_quotation_marks() -> None:
    lexicon = load_profile().lexicon
    assert roles_of("存在的“短板”", lexicon) == ("problems",)
    assert roles_of("晒一晒“成绩单”", lexicon) == ("results",)
    assert roles_of("亮一亮“问题账”", lexicon) == ("problems",)
    assert roles_of("坚持“问题导向”", lexicon) == ("activities",)


def test_bodies_with_half_width_punctuation() -> None:
    done = "一、强基础,让中心“立起来”\n设置功能区6个.\n"
    text = done + "二、补短板,让不足“清出来”\n专职调解员少,网格员待遇低,系统多头录入。\n"
    assert roles(text)["补短板,让不足“清出来”"] == ("problems",)


def test_a_gain_at_the_end_of_a_sentence() -> None:
    gained = "党员的素质得到明显提高。群众对支部的评价普遍好转。"
    text = f"一、抓学习\n组织集中学习12次。\n二、鲜花和掌声\n{gained}\n三、存在问题\n学习不够。\n"
    assert roles(text)["鲜花和掌声"] == ("results",)
