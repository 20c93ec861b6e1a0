"""ConText: triggers are found where their examples say, scopes end where they should, whose doing it is."""

from __future__ import annotations

import pytest

from pipeline.composition import draft_of
from pipeline.language.context import clause, modifiers, triggers
from pipeline.language.lexicon import Entry
from pipeline.language.profile import load_profile
from pipeline.model import Part, Source, Span

LEXICON = load_profile().lexicon
EXAMPLES = [(entry, text) for entry in LEXICON["context"] for text in entry.examples]


def around(text: str, target: str) -> frozenset[str]:
    source = Source("a.txt", text, "text")
    draft = draft_of(source, Part(1, Span(0, len(text))), load_profile())
    at = draft.text.rindex(target)
    return modifiers(draft, Span(at, at + len(target)))


@pytest.mark.parametrize(("entry", "text"), EXAMPLES, ids=lambda x: x.id if isinstance(x, Entry) else x)
def test_starts_leave_no_example_out(entry: Entry, text: str) -> None:
    match = entry.compiled.search(text)
    assert match
    starts = entry.extra.get("starts", entry.terms)
    assert any(match[0].startswith(start[:2]) for start in starts)


@pytest.mark.parametrize("kind", sorted({entry.kind for entry in LEXICON["context"]}))
def test_every_kind_is_found(kind: str) -> None:
    texts = [text for entry, text in EXAMPLES if entry.kind == kind]
    assert any(kind in {t.kind for t in triggers(LEXICON, text)} for text in texts)


@pytest.mark.parametrize(
    ("text", "target", "holds"),
    [
        ("支部计划召开座谈会，听取意见，改进作风。", "改进作风", {"planned"}),
        ("支部计划召开座谈会，现已召开两场。", "两场", {"done"}),
        ("没有召开座谈会。", "座谈会", {"negated"}),
        ("没有制订计划，召开了座谈会。", "座谈会", {"done"}),
        ("避免学习流于形式。", "流于形式", {"preventive"}),
        ("避免了浪费，学习有了起色。", "有了起色", set()),
        ("如果群众有意见，就及时改进。", "及时改进", {"hypothetical"}),
        ("要求党员带头学习，带头服务。", "带头服务", {"required"}),
        ("按照县委要求，支部召开座谈会。", "座谈会", set()),
        ("去年开展义诊，今年开展助学。", "助学", set()),
        ("去年开展义诊，今年开展助学。", "义诊", {"earlier"}),
        ("每名党员联系2户群众，走访4次。", "4次", {"each"}),
        ("每名党员都很积极，支部走访4次。", "4次", set()),
        ("党员中退伍军人较多。", "较多", set()),
    ],
)
def test_what_holds(text: str, target: str, holds: set[str]) -> None:
    assert around(f"向阳村党支部工作总结\n一、主要做法\n{text}\n二、问题\n没有。\n", target) == holds


@pytest.mark.parametrize(
    ("title", "text", "elsewhere"),
    [
        ("向阳村党支部总结", "镇党委召开推进会", True),
        ("向阳镇党委总结", "镇党委召开推进会", False),
        ("向阳镇党委总结", "李庄村党支部召开推进会", True),
        ("向阳村党支部总结", "李庄村党支部召开推进会", True),
        ("向阳村党支部总结", "向阳村党支部召开推进会", False),
        ("创先争优活动总结", "李庄村党支部召开推进会", False),
        ("第三党支部总结", "第三党支部召开推进会", False),
        ("第三党支部总结", "第一党支部召开推进会", True),
        ("中学党总支总结", "各支部召开推进会", True),
        ("中学党总支总结", "总支召开推进会", False),
    ],
)
def test_whose_doing(title: str, text: str, elsewhere: bool) -> None:
    report = f"{title}\n一、主要做法\n今年，{text}。\n二、问题\n学习不够，作风不实，服务不细，创新不多。\n"
    assert ("other_body" in around(report, "推进会")) is elsewhere


def test_plan_section_plans_what_is_not_done() -> None:
    report = "向阳村党支部总结\n一、主要做法\n学习。\n二、下一步打算\n{}\n"
    assert around(report.format("召开座谈会。"), "座谈会") == {"planned", "plan_section"}
    assert around(report.format("已经召开座谈会。"), "座谈会") == {"done"}


def test_clause() -> None:
    text = "一是学习，二是（集中）讨论；三是总结。"
    assert clause(text, text.index("讨论")).of(text) == "讨论"
    assert clause(text, text.index("总结")).of(text) == "三是总结"
    assert clause("没有标点", 2) == Span(0, 4)


def test_a_sentence_without_end_is_read_in_windows() -> None:
    text = "每月召开座谈会1次，" * 3000
    assert "recurring" in around(text, "座谈会")
