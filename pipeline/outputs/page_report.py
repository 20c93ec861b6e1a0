"""One report as the page shows it: its row of every table, and the text with all that is marked in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from markupsafe import Markup

from pipeline.backing import Record, backing, doubtful
from pipeline.codebook import FACT_TABLES, tables
from pipeline.messages import catalogue, say
from pipeline.model import DOUBTFUL, ROLES
from pipeline.outputs.page_places import Spot, Units, concerning, places
from pipeline.outputs.sheet_rows import ReportRows
from pipeline.shown import shown, shown_date
from pipeline.tables import LAYER_TABLES, Cell

# The columns of the page's main table, and those that only the report's own view has.
COLUMNS = (
    "branch", "branch_kind", "report_date", "period", "chars", "member_count", "activist_count", "meeting_count",
    "meetings_described", "study_count", "seminar_count", "lecture_count", "briefing_count", "attendance_max",
    "slogan_count", "problem_count", "plan_count", "date_first", "date_last", "missing_sections", "finding_count",
    "similarity", "file",
)  # fmt: skip
ABOUT = ("title", "superior", "signatory")
LAYERS = {table: layer for layer, table in LAYER_TABLES.items()}
FIELDS = {field.name: field for field in tables()["metrics"].fields}


@dataclass(frozen=True, slots=True)
class Figure:
    """A cell of the main table: `shown` to people, `value` to sort by, `key` of the evidence it leads to if any.

    `tint` is corrected, conflict, doubtful, missing or empty, `tip` says why.
    """

    column: str
    shown: str
    value: Cell
    key: str = ""
    tint: str = ""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A cell of the matrix of parts: `state` is has, told (in the body), absent or none; none is not required."""

    state: str
    tip: str = ""


@dataclass(frozen=True, slots=True)
class PageReport:
    """A report on the page; `data` is what the script needs of it, JSON that is safe inside a script element."""

    id: str
    name: str
    file: str
    figures: Sequence[Figure]
    parts: Mapping[str, Part]
    slogans: Mapping[str, int]
    themes: Mapping[str, int]
    findings: Sequence[Record]
    metrics: Record
    data: Markup

    @property
    def lacks(self) -> list[str]:
        """The required parts that no heading has."""
        return [role for role, part in self.parts.items() if part.state in ("told", "absent")]

    def link(self, key: str = "") -> str:
        """The address on the page of this report, and in it of the evidence that a key names."""
        return f"#/report/{self.id}" + (f"/{quote(key, safe=':', errors='replace')}" if key else "")


def page_report(report: ReportRows, begin: int, alike: Mapping[str, Spot], lang: str, whole: bool = True) -> PageReport:
    """The report, whose text begins at `begin` of its source; without its text where it is not to be `whole`."""
    text = report.text if whole else ""
    units = Units(begin, text)
    found = places(report, units, (*COLUMNS, *ABOUT), alike)
    figures = [_figure(report, column, found, lang) for column in COLUMNS]
    return PageReport(
        id=str(report.metrics["report_id"]),
        name=name(report.metrics),
        file=str(report.metrics["file"]),
        figures=figures,
        parts={role: _part(report, role) for role in ROLES if role != "other"},
        slogans=_times(backing("slogans", "", report.facts), "canonical"),
        themes=_times(backing("problems", "", report.facts), "theme"),
        findings=report.findings,
        metrics=report.metrics,
        data=scripted(_data(report, text, units, found, lang)),
    )


def _times(records: Sequence[Record], column: str) -> Mapping[str, int]:
    return Counter(str(record[column]) for record in records if record[column])


def name(metrics: Record) -> str:
    """What a report is called: its branch, else the roster's name for it, its title or its file."""
    return str(next(metrics[c] for c in ("branch", "roster_name", "title", "file") if metrics[c]))


def _figure(report: ReportRows, column: str, found: Mapping[str, Sequence[Spot]], lang: str) -> Figure:
    value = report.metrics[column]
    key = column if column in found else _other_key(report, column, found)
    tint, tip = _tint(report, column, lang)
    return Figure(column, displayed(column, value, lang), value, key, tint, tip)


def _other_key(report: ReportRows, column: str, found: Mapping[str, object]) -> str:
    """Where a figure leads that stands on no stretch of its own."""
    if about := concerning(report, column):
        return f"finding:{report.findings.index(about[0])}"
    if column == "finding_count" and report.metrics[column]:
        first = next((n for n, finding in enumerate(report.findings) if not finding["checked"]), 0)
        return f"finding:{first}"
    if column == "missing_sections" and report.metrics[column]:
        return f"part:{str(report.metrics[column]).split('|')[0]}"
    key = f"alike:{report.metrics['most_similar']}"
    return key if column == "similarity" and key in found else ""


def _tint(report: ReportRows, column: str, lang: str) -> tuple[str, str]:
    """What is to be noticed about a cell, and why."""
    value = report.metrics[column]
    if column in report.read:
        read = displayed(column, report.read[column], lang) or say("not_stated", lang)
        return "corrected", say("corrected_tip", lang, read=read)
    if about := concerning(report, column):
        return "conflict", "\n".join(str(finding["message"]) for finding in about)
    if column == "missing_sections" and value:
        return "missing", ""
    if value is None and doubtful(column, report.facts):
        return "doubtful", say("doubtful_tip", lang)
    return "", ""


def displayed(column: str, value: Cell, lang: str) -> str:
    """A cell of the main table as people read it; full days stay as 2011-06-30, which fits and sorts."""
    if value is None or value == "":
        return ""
    if column == "similarity":
        return f"{float(value):.0%}"
    if FIELDS[column].type == "edtf":
        day = shown_date(str(value)) if lang == "zh" else str(value)
        return day if isinstance(day, str) else str(value)
    if lang == "zh":
        return str(shown(FIELDS[column], value))
    return ", ".join(label(word, lang) for word in str(value).split("|"))


def _part(report: ReportRows, role: str) -> Part:
    if role in str(report.metrics["sections_present"] or "").split("|"):
        return Part("has")
    if role not in str(report.metrics["missing_sections"] or "").split("|"):
        return Part("none")
    found = report.told(role)
    return Part("told" if found.get("start") is not None else "absent", str(found.get("message") or ""))


def _data(
    report: ReportRows, text: str, units: Units, found: Mapping[str, Sequence[Spot]], lang: str
) -> dict[str, object]:
    """What the view of the report shows, places in UTF-16 units of its text."""
    figures = ((c, displayed(c, report.metrics[c], lang)) for c in (*ABOUT, *COLUMNS))
    lacks = str(report.metrics["missing_sections"] or "").split("|")
    return {
        "text": text,
        "marks": sorted(_marks(report, units, lang), key=lambda mark: (mark[0], -mark[1])),
        "heads": [[*spot, s["level"], s["roles"] or ""] for s in report.sections if (spot := units.spot(s))],
        "figures": {column: words for column, words in figures if words},
        "findings": [_finding(finding, units) for finding in report.findings],
        "lacks": {role: report.findings.index(told) for role in lacks if (told := report.told(role))},
        "places": found,
    }


def _marks(report: ReportRows, units: Units, lang: str) -> Iterator[tuple[int, int, str, str, Cell, int]]:
    """Start, end, layer, what it was read as, the rule, and whether it is doubtful."""
    for table in FACT_TABLES:
        for record in report.facts.get(table, ()):
            if spot := units.spot(record):
                doubt = int(record["confidence"] == DOUBTFUL)
                yield (*spot, LAYERS[table], _read_as(table, record, lang), record["rule"], doubt)


def _finding(finding: Record, units: Units) -> dict[str, object]:
    kept = {key: finding[key] for key in ("severity", "message", "text", "checked", "remark") if finding[key]}
    spot = units.spot(finding)
    return kept | ({"at": spot} if spot else {})


def _read_as(table: str, record: Record, lang: str) -> str:
    """What a fact was read as, in a few words."""
    words: tuple[Cell, ...]
    match table:
        case "dates":
            words = (record["resolved"] or record["value"], label(record["kind"], lang))
        case "counts":
            words = (record["noun"], record["value"], record["unit"], label(record["role"], lang))
        case "meetings":
            words = (record["type"], record["date"], label("planned", lang) if record["planned"] else "")
        case "slogans":
            words = (record["canonical"], str(record["items"] or "").replace("|", "、"))
        case "problems":
            words = (record["theme"], record["measure"])
        case "plans":
            words = (record["deadline"],)
        case _:
            words = (label(record["kind"], lang), record["value"])
    return " ".join(str(word) for word in words if word not in (None, ""))


def label(word: Cell, lang: str) -> str:
    """A word of the program as people read it; any other stays as it is."""
    for prefix in ("label_", "role_"):
        if f"{prefix}{word}" in catalogue():
            return say(f"{prefix}{word}", lang)
    return str(word or "")


def scripted(value: object) -> Markup:
    """A value as JSON that can neither end the script element it stands in nor open a comment there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
