"""The cells of the page's main table and of its matrix of parts: what they show, lead to and are tinted for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pipeline.messages import catalogue, say, worded
from pipeline.outputs.page_places import Spot
from pipeline.outputs.sheet_rows import ReportRows
from pipeline.products.backing import concerning, doubtful
from pipeline.products.codebook import tables
from pipeline.products.shown import shown, shown_date
from pipeline.products.tables import Cell

# The columns of the page's main table, and those that only the report's own view has.
COLUMNS = (
    "branch", "branch_kind", "report_date", "period", "chars", "member_count", "activist_count", "meeting_count",
    "meetings_described", "study_count", "seminar_count", "lecture_count", "briefing_count", "attendance_max",
    "slogan_count", "problem_count", "plan_count", "date_first", "date_last", "missing_sections", "finding_count",
    "similarity", "file",
)  # fmt: skip
ABOUT = ("title", "superior", "signatory")
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


def figure(report: ReportRows, column: str, found: Mapping[str, Sequence[Spot]], lang: str) -> Figure:
    value = report.metrics[column]
    key = column if column in found else _other_key(report, column, found)
    tint, tip = _tint(report, column, lang)
    return Figure(column, displayed(column, value, lang), value, key, tint, tip)


def _other_key(report: ReportRows, column: str, found: Mapping[str, object]) -> str:
    """Where a figure leads that stands on no stretch of its own."""
    if about := concerning(column, report.findings):
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
        return "corrected", corrected_tip(report, column, lang)
    if about := concerning(column, report.findings):
        return "conflict", "\n".join(worded(finding, lang) for finding in about)
    if column == "missing_sections" and value:
        return "missing", ""
    if value is None and doubtful(column, report.facts):
        return "doubtful", say("doubtful_tip", lang)
    return "", ""


def corrected_tip(report: ReportRows, column: str, lang: str) -> str:
    """What a corrected cell was read as."""
    read = displayed(column, report.read[column], lang) or say("not_stated", lang)
    return say("corrected_tip", lang, read=read)


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


def part(report: ReportRows, role: str, lang: str) -> Part:
    if role in str(report.metrics["sections_present"] or "").split("|"):
        return Part("has")
    if role not in str(report.metrics["missing_sections"] or "").split("|"):
        return Part("none")
    found = report.told(role)
    state = "told" if str(found.get("code")).startswith("section.in_body") else "absent"
    return Part(state, worded(found, lang) if found else "")


def label(word: Cell, lang: str) -> str:
    """A word of the program as people read it; any other stays as it is."""
    for prefix in ("label_", "role_"):
        if f"{prefix}{word}" in catalogue():
            return say(f"{prefix}{word}", lang)
    return str(word or "")
