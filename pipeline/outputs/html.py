"""report.html: one self-contained page with the figures, the gaps, and every report with its evidence highlighted.

Everything from the reports reaches the page through jinja2's autoescape or as JSON that the script puts in as text, so
nothing in a report can run.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.codebook import FACT_TABLES, tables
from pipeline.messages import catalogue, say
from pipeline.model import ROLES
from pipeline.outcome import Outcome
from pipeline.outputs import Bundle
from pipeline.outputs.atomic import replaced
from pipeline.outputs.charts import bars, histogram
from pipeline.summary import named
from pipeline.tables import LAYER_TABLES

MOST = 2000  # reports a page holds with their texts; the tables hold all
COLUMNS = (
    "branch", "title", "report_date", "chars", "member_count", "meeting_count", "study_count", "seminar_count",
    "lecture_count", "briefing_count", "slogan_count", "problem_count", "plan_count", "finding_count", "similarity",
)  # fmt: skip
# Which table and rows are the evidence of a number of the main table.
EVIDENCE: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "member_count": ("counts", {"category": "member", "role": "total"}),
    "meeting_count": ("counts", {"category": "meeting", "role": "done"}),
    "study_count": ("counts", {"category": "study", "role": "done"}),
    "seminar_count": ("counts", {"category": "seminar", "role": "done"}),
    "lecture_count": ("counts", {"category": "lecture", "role": "done"}),
    "briefing_count": ("counts", {"category": "briefing", "role": "done"}),
    "slogan_count": ("slogans", {"type": "numeral"}),
    "problem_count": ("problems", {}),
    "plan_count": ("plans", {}),
}
LAYERS = {table: layer for layer, table in LAYER_TABLES.items()}


@dataclass(frozen=True)
class Shown:
    """A report as the page shows it: its row of the main table, its text, and what is marked in it."""

    row: Mapping[str, Any]
    begin: int
    text: str
    marks: Sequence[Mapping[str, Any]]
    sections: Sequence[Mapping[str, Any]]
    findings: Sequence[Mapping[str, Any]]

    @property
    def id(self) -> str:
        """The report's id, the fragment that leads to it."""
        return str(self.row["report_id"])

    def place(self, column: str) -> int | None:
        """Where the first evidence of a number of the main table stands in the report's text."""
        table, fields = EVIDENCE.get(column, ("", {}))
        for mark in self.marks:
            if mark["table"] == table and all(mark["row"].get(k) == v for k, v in fields.items()):
                return int(mark["start"])
        return None

    def role_place(self, role: str) -> int | None:
        """Where a section of a role begins, or the sentence of the body that covers it."""
        for section in self.sections:
            if role in str(section["roles"] or "").split("|"):
                return int(section["start"]) - self.begin
        for finding in self.findings:
            if finding["start"] is not None and str(finding["code"]).endswith(f".{role}"):
                return int(finding["start"]) - self.begin
        return None


def write_html(bundle: Bundle) -> list[Path]:
    """Write report.html; the paths written."""
    shown, files, more = _read(bundle.collection.outcomes())
    page = _template().render(
        lang=bundle.options.lang,
        say=lambda key, **values: say(key, bundle.options.lang, **values),
        label=lambda name: _label(name, bundle.options.lang),
        titles=_titles(bundle.options.lang),
        columns=COLUMNS,
        roles=[role for role in ROLES if role != "other"],
        required=bundle.profile.required,
        profile=bundle.profile,
        reports=shown,
        files=files,
        more=more,
        absent=[named("findings", row)["text"] for row in bundle.collection.overlay.findings.get("", ())],
        similar=_similar(bundle, {report.id for report in shown}),
        charts=_charts(shown, bundle.options.lang),
        data=_data(shown, bundle.options.lang),
        failed=[f for f in files if f["status"] == "failed"],
    )
    with replaced(bundle.folder / "report.html", encoding="utf-8") as target:
        target.text.write(page)
    return [target.final]


def _template() -> Any:
    """The page's template; style and script are put in as they are, all else is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    loader = PackageLoader("pipeline.outputs", "page")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    home = Path(__file__).parent / "page"
    environment.globals["style"] = Markup((home / "page.css").read_text(encoding="utf-8"))
    environment.globals["script"] = Markup((home / "page.js").read_text(encoding="utf-8"))
    return environment.get_template("page.html")


def _read(outcomes: Iterable[Outcome]) -> tuple[list[Shown], list[Mapping[str, Any]], int]:
    """The first MOST reports as shown, all files, and how many reports were left out."""
    shown: list[Shown] = []
    files, more = [], 0
    for outcome in outcomes:
        files.append(named("files", outcome.row))
        for row in outcome.tables.get("metrics", ()):
            if len(shown) < MOST:
                shown.append(_shown(outcome, named("metrics", row)))
            else:
                more += 1
    return shown, files, more


def _shown(outcome: Outcome, row: Mapping[str, Any]) -> Shown:
    begin, text = outcome.texts.get(str(row["report_id"]), (0, ""))
    marks = [
        {"table": table, "start": int(fact["start"]) - begin, "end": int(fact["end"]) - begin, "row": fact}
        for table in FACT_TABLES
        for fact in _own(outcome, table, row)
    ]
    marks.sort(key=lambda mark: (mark["start"], mark["end"]))
    return Shown(row, begin, text, marks, _own(outcome, "sections", row), _own(outcome, "findings", row))


def _own(outcome: Outcome, table: str, report: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    rows = (named(table, row) for row in outcome.tables.get(table, ()))
    return [row for row in rows if row["report_id"] == report["report_id"]]


def _data(shown: Sequence[Shown], lang: str) -> str:
    """What the script needs, as JSON that cannot end the script element it stands in."""
    data = {
        report.id: {
            "text": report.text,
            "marks": [
                [m["start"], m["end"], LAYERS[m["table"]], _mark(m, lang), m["row"]["rule"]] for m in report.marks
            ],
            "heads": [[int(s["start"]) - report.begin, int(s["end"]) - report.begin] for s in report.sections],
        }
        for report in shown
    }
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _mark(mark: Mapping[str, Any], lang: str) -> str:
    """What a mark says in a few words."""
    row = mark["row"]
    parts: tuple[object, ...]
    match mark["table"]:
        case "dates":
            parts = (row["resolved"] or row["value"], _label(str(row["kind"]), lang))
        case "counts":
            parts = (row["noun"], row["value"], row["unit"], _label(str(row["role"]), lang))
        case "meetings":
            parts = (row["type"], row["date"], _label("planned", lang) if row["planned"] else "")
        case "slogans":
            parts = (row["canonical"], row["items"])
        case "problems":
            parts = (row["theme"], row["measure"])
        case "plans":
            parts = (row["deadline"],)
        case _:
            parts = (_label(str(row["kind"]), lang), row["value"])
    return " ".join(str(part) for part in parts if part not in (None, ""))


def _label(name: str, lang: str) -> str:
    return say(f"label_{name}", lang) if f"label_{name}" in catalogue() else name


def _titles(lang: str) -> dict[str, str]:
    """The column titles of the main table."""
    return {field.name: field.title if lang == "zh" else field.name for field in tables()["metrics"].fields}


def _similar(bundle: Bundle, known: set[str]) -> list[Mapping[str, Any]]:
    """The alike pairs among the reports the page holds, most alike first."""
    rows = [named("similar", row) for row in bundle.collection.overlay.similar]
    rows = [row for row in rows if row["report_id"] in known and row["other_report_id"] in known]
    return sorted(rows, key=lambda row: -float(row["similarity"] or 0))[:500]


def _charts(shown: Sequence[Shown], lang: str) -> list[dict[str, str]]:
    """Titles and inline SVG of the overview."""
    missing = Counter(role for r in shown for role in str(r.row["missing_sections"] or "").split("|") if role)
    slogans = Counter(name for r in shown for name in str(r.row["slogans"] or "").split("|") if name)
    themes = Counter(
        m["row"]["theme"] for r in shown for m in r.marks if m["table"] == "problems" and m["row"]["theme"]
    )
    members = [int(r.row["member_count"]) for r in shown if r.row["member_count"] is not None]
    counted = [(say(f"role_{role}", lang), n) for role, n in missing.most_common()]
    found = (
        ("chart_missing", bars(counted)),
        ("chart_slogans", bars(slogans.most_common(10))),
        ("chart_themes", bars(themes.most_common(10))),
        ("chart_members", histogram(members)),
    )
    return [{"title": say(title, lang), "svg": svg} for title, svg in found if svg]
