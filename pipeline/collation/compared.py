"""The rows of the cross-branch comparison: standings of every figure, slogans by branch, themes of problems."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from math import ceil
from typing import Any

from pipeline.collation.collection import Collection
from pipeline.collation.comparison import spreads, standings
from pipeline.collation.summary import named
from pipeline.collation.themes import Cluster, Statement, clusters
from pipeline.language.lexicon import Lexicon

MOST = 20_000  # problem statements that are clustered


def compared(collection: Collection, lexicon: Lexicon) -> dict[str, Iterable[Sequence[Any]]]:
    """The rows of comparison, slogan_matrix, themes and problem_themes.

    Of more than MOST statements those of a share of the reports are clustered; the others' cluster stays empty.
    """
    known = spreads(collection.records("metrics"))
    share = ceil(sum(int(row["problem_count"] or 0) for row in collection.records("metrics")) / MOST) or 1
    statements = [statement for statement in _statements(collection) if _drawn(statement, share)]
    found = clusters(statements, lexicon)
    return {
        "comparison": (s.row() for metrics in collection.records("metrics") for s in standings(metrics, known)),
        "slogan_matrix": _slogans(collection),
        "themes": (_theme(number, cluster, statements) for number, cluster in enumerate(found, 1)),
        "problem_themes": _assigned(found, _statements(collection), share),
    }


def _slogans(collection: Collection) -> Iterator[tuple[object, ...]]:
    """One row a report and slogan: how often the report names it, and whether it spells its items out."""
    for outcome in collection.outcomes(brief=True):
        branches = {row[0]: named("metrics", row)["branch"] for row in outcome.tables.get("metrics", ())}
        counted: dict[tuple[object, object], list[object]] = {}
        for row in outcome.tables.get("slogans", ()):
            slogan = named("slogans", row)
            if slogan["type"] == "numeral":
                counted.setdefault((slogan["report_id"], slogan["canonical"]), []).append(slogan["items"])
        for (report_id, canonical), items in counted.items():
            yield report_id, branches.get(str(report_id)), canonical, len(items), any(items)


def _statements(collection: Collection) -> Iterator[Statement]:
    for outcome in collection.outcomes(brief=True):
        branches = {row[0]: named("metrics", row)["branch"] for row in outcome.tables.get("metrics", ())}
        for row in outcome.tables.get("problems", ()):
            cells = named("problems", row)
            branch = str(branches.get(str(cells["report_id"])) or "")
            ordinal, text = int(cells["ordinal"] or 0), str(cells["text"])
            yield Statement(str(cells["report_id"]), branch, ordinal, text, str(cells["theme"] or ""))


def _theme(number: int, cluster: Cluster, statements: Sequence[Statement]) -> tuple[object, ...]:
    reports = {statements[i].report_id for i in cluster.members}
    return number, cluster.label, len(cluster.members), len(reports), cluster.example


def _drawn(statement: Statement, share: int) -> bool:
    """Whether a statement's report is one of those drawn, one in `share`, by its id alone."""
    return int(statement.report_id, 16) % share == 0


def _assigned(found: Sequence[Cluster], statements: Iterable[Statement], share: int) -> Iterator[tuple[object, ...]]:
    of = {i: (number, cluster.label) for number, cluster in enumerate(found, 1) for i in cluster.members}
    drawn = count()
    for s in statements:
        number, label = of.get(next(drawn), (None, None)) if _drawn(s, share) else (None, None)
        yield s.report_id, s.branch or None, s.ordinal, s.text, s.theme or None, number, label
