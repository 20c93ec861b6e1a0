"""A run in a few figures: files read and not, reports, and the branches whose reports lack required sections."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pipeline.products.codebook import tables
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell, Row

# A name that nobody has filled in.
UNNAMED = re.compile(r"[×xXＸ✕╳*＊○◯_＿]{2,}|某|此处|填写|[（(]\s*[）)]")


@dataclass(frozen=True, slots=True)
class Lack:
    """A report that lacks required sections; `in_body` are those of `roles` that its body covers all the same."""

    report_id: str
    branch: str
    place: str
    roles: tuple[str, ...]
    in_body: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """`failures` are (file, reason, advice), `absent` the branches of the roster that sent nothing, `unread` those
    that sent only what could not be read, as (branch, file, message); `archives` were opened and their files counted
    each under `ok`; `open` are the findings that nobody has checked, by severity."""

    ok: int
    skipped: int
    reports: int
    failures: tuple[tuple[str, str, str], ...]
    lacking: tuple[Lack, ...]
    absent: tuple[str, ...] = ()
    unread: tuple[tuple[str, str, str], ...] = ()
    archives: int = 0
    open: Mapping[str, int] = field(default_factory=dict)


def summarise(outcomes: Iterable[Outcome], of_no_report: Iterable[Row] = ()) -> Summary:
    """The summary of a run from its outcomes in path order and the findings that belong to no report."""
    status = {"ok": 0, "skipped": 0, "failed": 0, "archive": 0}
    still: Counter[str] = Counter()
    reports, failures, lacking = 0, [], []
    for outcome in outcomes:
        file = named("files", outcome.row)
        status["archive" if is_archive(file) else str(file["status"])] += 1
        still.update(_open(outcome.tables.get("findings", ())))
        if file["status"] == "failed":
            failures.append((str(file["file"]), str(file["reason"]), str(file["advice"] or "")))
        rows = [named("metrics", row) for row in outcome.tables.get("metrics", ())]
        reports += len(rows)
        lacking += [_lack(row, outcome, len(rows) > 1) for row in rows if row["missing_sections"]]
    loose = list(of_no_report)
    still.update(_open(loose))
    found = [f for row in loose if not (f := named("findings", row))["checked"]]
    absent = tuple(str(f["text"]) for f in found if f["code"] == "roster.absent")
    unread = tuple((str(f["text"]), str(f["file"]), str(f["message"])) for f in found if f["code"] == "roster.unread")
    return Summary(
        status["ok"], status["skipped"], reports, tuple(failures), tuple(lacking), absent, unread,
        status["archive"], still,
    )  # fmt: skip


def is_archive(file: Mapping[str, Cell]) -> bool:
    """Whether a row of files is an archive that was opened: its files have rows of their own."""
    return file["status"] == "ok" and file["chars"] is None


def _open(rows: Iterable[Row]) -> Iterator[str]:
    """The severities of the findings that nobody has checked."""
    severity, checked = (tables()["findings"].columns.index(name) for name in ("severity", "checked"))
    return (str(row[severity]) for row in rows if not row[checked])


def named(table: str, row: Row) -> Mapping[str, Cell]:
    """A row's cells by column name."""
    return dict(zip(tables()[table].columns, row, strict=True))


def sender(metrics: Mapping[str, Cell]) -> Cell:
    """The branch as its report names it, or the roster where that says more or the report nothing; else empty."""
    stated, listed = metrics["branch"], metrics.get("roster_name")
    return listed if listed and (UNNAMED.search(str(stated or "")) or str(stated or "") in str(listed)) else stated


def _lack(row: Mapping[str, Cell], outcome: Outcome, several: bool) -> Lack:
    found = (named("findings", finding) for finding in outcome.tables.get("findings", ()))
    told = {f["role"] for f in found if f["report_id"] == row["report_id"] and f["code"] == "section.in_body"}
    roles = tuple(str(row["missing_sections"]).split("|"))
    place = f"{row['file']} 第{row['report_no']}篇" if several else str(row["file"])
    in_body = tuple(role for role in roles if role in told)
    return Lack(str(row["report_id"]), str(sender(row) or ""), place, roles, in_body)
