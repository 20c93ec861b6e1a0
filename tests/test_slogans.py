"""What the marked cases cannot say: how many items a name calls for, the kind of a unit, odd and hostile input."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline import extract, load_profile
from pipeline.extractors.mottos import is_parallel, quotations
from pipeline.extractors.name_words import org_words
from pipeline.extractors.slogan_items import expected_items
from pipeline.language.profile import with_lexicons
from pipeline.model import Fact, SloganValue


def slogans(text: str) -> list[Fact]:
    return [fact for report in extract(text) for fact in report.of("slogan")]


@pytest.mark.parametrize(
    ("name", "counts"),
    [
        ("五个好", (5,)),
        ("五带头", (5,)),
        ("五个一", (5,)),
        ("十四个坚持", (14,)),
        ("四比三优一满意", (8,)),
        ("四讲四有", (4, 8)),
        ("双培双带", (2, 4)),
        ("三会一课", (4,)),
        ("三重一大", (4,)),
        ("四个铁一般", (4,)),
        ("五位一体", (5,)),
        ("一岗双责", ()),
        ("一帮一", ()),
        ("121311工程", ()),
    ],
)
def test_expected_items(name: str, counts: tuple[int, ...]) -> None:
    assert expected_items(name) == counts


def test_the_items_of_the_lexicon_are_as_many_as_the_names_call_for() -> None:
    wrong = []
    for entry in load_profile().lexicon["slogans"]:
        items, counts = entry.extra.get("items", ()), expected_items(entry.terms[0])
        if items and counts and len(items) not in counts:
            wrong.append((entry.id, len(items), counts))
    assert wrong == []


def test_the_lexicon_knows_slogans_by_one_name_each() -> None:
    entries = load_profile().lexicon["slogans"]
    terms = [term for entry in entries for term in entry.terms]
    assert len(entries) >= 150
    assert sorted({term for term in terms if terms.count(term) > 1}) == []


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("红旗小学党支部", "学校"),
        ("绥河一中文科第二党支部", "学校"),
        ("县人民医院外科党支部", "医院"),
        ("云岭隧道项目部党支部", "企业"),
        ("大湾村党支部", "村和社区"),
        ("东关街道党工委", "乡镇街道"),
        ("县水利局机关党支部", "机关"),
        ("农业气象研究所党支部", "事业单位"),
        ("第一党支部", ""),
    ],
)
def test_unit(name: str, unit: str) -> None:
    assert org_words(load_profile().lexicon).unit(name) == unit


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("柳林小学党支部", "中共柳林小学支部委员会", True),
        ("大湾村党支部", "中共石桥乡大湾村支部委员会", True),
        ("县地税局党总支", "县地方税务局党总支", True),
        ("柳林小学党支部", "白云中学党支部", False),
    ],
)
def test_alike(one: str, other: str, alike: bool) -> None:
    assert org_words(load_profile().lexicon).alike(one, other) is alike


@pytest.mark.parametrize(
    ("words", "parallel"),
    [("筑堡垒、当先锋", True), ("以病人为中心", True), ("知行统一", False), ("双赢", False), ("学习、工作", False)],
)
def test_is_parallel(words: str, parallel: bool) -> None:
    assert is_parallel(words) is parallel


def test_a_list_of_quotations_shares_what_stands_around_it() -> None:
    first, second = quotations("悬挂“让党旗飘扬”、“让党徽闪光”等横幅十条")
    assert (first.before, first.after) == (second.before, second.after) == ("悬挂", "等横幅十条")


@pytest.mark.parametrize(
    "text", ["", "\n", "“", "”“”“", "五", "“五个", "五个好（", "”五个好“", "0" * 5000, "“三" * 3000]
)
def test_odd_text(text: str) -> None:
    assert all(isinstance(fact.value, SloganValue) for fact in slogans(text))


def test_a_wrapped_name_gives_its_source_characters() -> None:
    text = "一、做法\n按照建设先进基层党组织的要求,支部对照五个\n好和五带头认真整改,取得了很好的效果,受到群众好评。\n"
    assert all(text[f.span.start : f.span.end] == f.text for f in slogans(text))


def test_a_campaign_names_a_slogan_as_it_likes(tmp_path: Path) -> None:
    (tmp_path / "slogans.yaml").write_text(
        "- id: 六大纪律\n  kind: numeral\n  terms: [六大纪律]\n  examples: [严守六大纪律]\n", encoding="utf-8"
    )
    (report,) = extract("东河村党支部总结\n一、做法\n党员严守六大纪律。\n", with_lexicons(load_profile(), tmp_path))
    assert [fact.value.canonical for fact in report.facts if fact.layer == "slogan"] == ["六大纪律"]
