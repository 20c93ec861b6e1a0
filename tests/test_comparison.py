"""Comparison: rates, ranks, quartiles and outliers as defined; themes that gather what belongs together."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest
from test_run import GOOD

from pipeline import load_profile, run
from pipeline.collation.comparison import FIGURES, Spread, spreads, standings
from pipeline.collation.themes import Statement, clusters
from pipeline.options import Options


def row(report_id: str = "a", **cells: Any) -> dict[str, Any]:
    names = ("branch", "branch_kind", "period", "member_count", *FIGURES)
    return {"report_id": report_id} | dict.fromkeys(names) | cells


@pytest.mark.parametrize(
    ("value", "rank", "quartile"),
    [(1, 5, 1), (2, 4, 1), (3, 3, 2), (4, 2, 3), (10, 1, 4)],
)
def test_rank_and_quartile(value: float, rank: int, quartile: int) -> None:
    spread = Spread([1, 2, 3, 4, 10])
    assert (spread.rank(value), spread.quartile(value)) == (rank, quartile)


def test_equal_values_share_the_better_rank() -> None:
    assert [Spread([1, 5, 5, 9]).rank(v) for v in (9, 5, 5, 1)] == [1, 2, 2, 4]


def test_outliers_by_interquartile_range() -> None:
    spread = Spread([4, 5, 5, 6, 6, 7, 7, 40])
    assert spread.is_outlier(40)
    assert not spread.is_outlier(7)
    assert not Spread([1, 2, 40]).is_outlier(40), "too few to say"


@pytest.mark.parametrize(
    ("period", "per_month"),
    [("2010-05/2011-04", 1.0), ("2011", 1.0), ("2011-03", 12.0), ("2010-05/..", None), (None, None)],
)
def test_rates(period: str | None, per_month: float | None) -> None:
    rows = [row(meeting_count=12, member_count=8, period=period)]
    standing = next(s for s in standings(rows[0], spreads(rows)) if s.figure == "meeting_count")
    assert (standing.per_member, standing.per_month) == (1.5, per_month)


def test_what_is_not_stated_has_no_standing() -> None:
    rows = [row("a", meeting_count=3), row("b")]
    known = spreads(rows)
    assert [s.figure for s in standings(rows[0], known)] == ["meeting_count"]
    assert list(standings(rows[1], known)) == []


def test_no_problems_without_their_section_is_not_a_count_of_none() -> None:
    rows = [
        row("a", problem_count=0), row("b", problem_count=0, sections_present="activities|problems"),
        row("c", problem_count=2),
    ]  # fmt: skip
    known = spreads(rows)
    assert [[(s.rank, s.of) for s in standings(r, known)] for r in rows] == [[], [(2, 2)], [(1, 2)]]


def test_themes_gather_what_belongs_together() -> None:
    money = ["活动经费紧张", "经费保障紧张", "活动经费来源紧张", "阵地经费紧张", "经费投入紧张", "经费紧张阵地简陋"]
    young = ["后备干部年龄老化", "党员年龄老化严重", "队伍年龄老化", "党员队伍年龄老化", "年龄结构老化", "骨干年龄老化"]
    rest = ["学习制度坚持欠好", "学习制度执行欠好", "学习制度坚持较差", "学习制度流于形式"]
    statements = [Statement(str(i), "", 1, text, "") for i, text in enumerate([*money, *young, *rest])]
    found = clusters(statements, load_profile().lexicon)
    of = {i: cluster.number for cluster in found for i in cluster.members}
    assert len({of[i] for i in range(6)}) == 1
    assert len({of[i] for i in range(6, 12)}) == 1
    assert of[0] != of[6]
    assert any("经费" in cluster.label for cluster in found)
    assert found == clusters(statements, load_profile().lexicon)


def test_too_few_statements_make_no_themes() -> None:
    assert clusters([Statement("a", "", 1, "经费紧张", "")] * 5, load_profile().lexicon) == ()


def test_comparison_tables_are_written(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(3):
        (folder / f"{number}.txt").write_text(GOOD.replace("12人", f"{12 + number}人"), encoding="utf-8")
    run(folder, tmp_path / "out", options=Options(outputs=("comparison",)))
    with (tmp_path / "out" / "comparison.csv").open(encoding="utf-8-sig", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["figure"] == "member_count"]
    assert [(r["value"], r["rank"], r["of"]) for r in rows] == [("12", "3", "3"), ("13", "2", "3"), ("14", "1", "3")]


def test_copied_statements_make_no_empty_themes() -> None:
    said = ("经费紧张活动难开展", "流动党员管理难", "学习不够深入经费紧张", "流动党员学习难")
    statements = [Statement(f"r{n}", "", 1, said[n % 4], "") for n in range(100)]
    found = clusters(statements, load_profile().lexicon)
    assert all(cluster.members for cluster in found)
    assert len({n for cluster in found for n in cluster.members}) == sum(len(cluster.members) for cluster in found)
