"""The facts that a figure of the main table stands on: from a metrics column back to its rows and their sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.model import DOUBTFUL
from pipeline.products.codebook import FACT_TABLES, tables
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell

Record = Mapping[str, Cell]
# Members of all kinds that a total may have been read or summed from.
MEMBERS = ("党员", "在册党员", "在职党员", "在岗党员", "正式党员", "预备党员")


def _is(**wanted: Cell | tuple[str, ...]) -> Callable[[Record], bool]:
    """Whether a record has these cells; a tuple lists what is accepted."""
    accepted = [(column, value if isinstance(value, tuple) else (value,)) for column, value in wanted.items()]

    def holds(record: Record) -> bool:
        for column, values in accepted:  # noqa: SIM110 - asked of every fact for every figure: no generator
            if record[column] not in values:
                return False
        return True

    return holds


# Column of metrics: the table its facts are in, and which of them.
BACKING: Mapping[str, tuple[str, Callable[[Record], bool]]] = {
    "member_count": ("counts", lambda r: _is(category="member", role="total")(r) and "党员" in str(r["noun"])),
    "activist_count": ("counts", _is(category="member", role=("total", "other"), noun="入党积极分子")),
    "attendance_max": ("counts", _is(category=("member", "attendance"), role="attendance")),
    **{
        f"{category}_count": ("counts", _is(category=category, role="done"))
        for category in ("meeting", "study", "seminar", "lecture", "briefing")
    },
    "meetings_described": ("meetings", lambda record: not record["planned"]),
    "slogan_count": ("slogans", _is(type="numeral")),
    "slogans": ("slogans", _is(type="numeral")),
    "problem_count": ("problems", lambda record: True),
    "problems": ("problems", lambda record: True),
    "plan_count": ("plans", lambda record: True),
    "date_first": ("dates", lambda record: True),
    "date_last": ("dates", lambda record: True),
    **{
        kind: ("names", _is(kind=kind))
        for kind in ("title", "branch", "branch_kind", "superior", "signatory", "report_date", "period")
    },
}
# Columns whose one value stands in one place: only the rows with that very value back it.
SINGLE = (
    "member_count", "activist_count", "attendance_max", "date_first", "date_last", "title", "branch", "branch_kind",
    "superior", "signatory", "report_date", "period",
)  # fmt: skip
# Findings that are about a figure of the main table, by the beginning of their code.
CONCERNS = {
    "count.conflict": "member_count",
    "count.parts": "member_count",
    "roster.member_count": "member_count",
    "count.attendance": "attendance_max",
    "slogan.items": "slogan_count",
    "name.no_date": "report_date",
    "name.no_branch": "branch",
    "date.after_report": "report_date",
    "date.title_year": "report_date",
    "date.outside_period": "period",
    "likeness": "similarity",
}

_CODES = {column: tuple(code for code, about in CONCERNS.items() if about == column) for column in {*CONCERNS.values()}}


def facts_of(outcome: Outcome) -> dict[Cell, dict[str, list[Record]]]:
    """The rows of an outcome's fact tables as records, by report id and table."""
    found: dict[Cell, dict[str, list[Record]]] = {}
    for table in FACT_TABLES:
        columns = tables()[table].columns
        for row in outcome.tables.get(table, ()):
            record = dict(zip(columns, row, strict=True))
            found.setdefault(row[0], {}).setdefault(table, []).append(record)
    return found


def backing(column: str, value: Cell, facts: Mapping[str, Sequence[Record]]) -> list[Record]:
    """The rows that a metrics cell stands on, in text order; none where the report says nothing of it."""
    if column not in BACKING or value is None:
        return []
    table, wanted = BACKING[column]
    found = [r for r in facts.get(table, ()) if r["confidence"] != DOUBTFUL and wanted(r)]
    if column == "member_count":  # a kind of members (党员教师) only where no others are told of
        found = [r for r in found if r["noun"] in MEMBERS] or found
    exact = [r for r in found if _says(r, value)] if column in SINGLE else []
    return exact[:1] or found


def doubtful(column: str, facts: Mapping[str, Sequence[Record]]) -> list[Record]:
    """The rows that would back a metrics column if they were not doubtful."""
    table, wanted = BACKING.get(column, ("", None))
    return [r for r in facts.get(table, ()) if wanted and r["confidence"] == DOUBTFUL and wanted(r)]


def _says(record: Record, value: Cell) -> bool:
    if "resolved" in record:
        return str(value) in str(record["resolved"] or record["value"]).split("/")
    return record["value"] == value


def concerning(column: str, findings: Iterable[Record]) -> list[Record]:
    """The findings about a figure of the main table that nobody has checked yet."""
    codes = _CODES.get(column)
    return [f for f in findings if str(f["code"]).startswith(codes) and not f["checked"]] if codes else []


def sentences(records: Iterable[Record]) -> list[str]:
    """The sentences of records, each once, in text order."""
    return list(dict.fromkeys(str(record["sentence"] or record["text"] or "") for record in records))
