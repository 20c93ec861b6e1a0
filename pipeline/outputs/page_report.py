"""One report as the page shows it: its row of every table, and the text with all that is marked in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from urllib.parse import quote

from markupsafe import Markup

from pipeline.collation.summary import sender
from pipeline.messages import say, worded
from pipeline.model import DOUBTFUL, ROLES
from pipeline.outputs.page_figures import ABOUT, COLUMNS, Figure, Part, corrected_tip, displayed, figure, label, part
from pipeline.outputs.page_places import Spot, Units, places
from pipeline.outputs.sheet_rows import ReportRows
from pipeline.outputs.urgency import Due, ordered
from pipeline.products.backing import Record, backing
from pipeline.products.codebook import FACT_TABLES
from pipeline.products.tables import LAYER_TABLES, Cell

MOST_FINDINGS = 300  # of one report; the tables hold all
# Signs that turn the direction of writing would make a name read as another; they are shown as �.
_TURNS = dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd")
LAYERS = {table: layer for layer, table in LAYER_TABLES.items()}


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
        return f"#/report/{self.id}" + (f"/{quote(visible(key), safe=':')}" if key else "")


def page_report(
    report: ReportRows, begin: int, alike: Mapping[str, Sequence[Spot]], lang: str, whole: bool = True
) -> PageReport:
    """The report, whose text begins at `begin` of its source; without its text where it is not to be `whole`."""
    report = replace(report, findings=_fewer(report, lang))
    text = report.text if whole else ""
    units = Units(begin, text)
    found = places(report, units, (*COLUMNS, *ABOUT), alike)
    figures = [figure(report, column, found, lang) for column in COLUMNS]
    return PageReport(
        id=str(report.metrics["report_id"]),
        name=name(report.metrics),
        file=str(report.metrics["file"]),
        figures=figures,
        parts={role: part(report, role, lang) for role in ROLES if role != "other"},
        slogans=_times(backing("slogans", "", report.facts), "canonical"),
        themes=_times(backing("problems", "", report.facts), "theme"),
        findings=report.findings,
        metrics=report.metrics,
        data=scripted(_data(report, text, units, found, lang)),
    )


def _fewer(report: ReportRows, lang: str) -> Sequence[Record]:
    """The gravest findings of a report first, and how many more there are."""
    found = [due.finding for due in ordered(Due(finding, "") for finding in report.findings)]
    more = len(found) - MOST_FINDINGS
    if more <= 0:
        return found
    said: Record = dict.fromkeys(found[0]) | {
        "severity": "note",
        "code": "",
        "message": say("page_more_findings", lang, n=more),
    }
    return [*found[:MOST_FINDINGS], said]


def _times(records: Sequence[Record], column: str) -> Mapping[str, int]:
    return Counter(str(record[column]) for record in records if record[column])


def name(metrics: Record) -> str:
    """What a report is called: its branch as it or the roster names it, else its title or its file."""
    return str(sender(metrics) or metrics["title"] or metrics["file"])


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
        "findings": [_finding(finding, units, lang) for finding in report.findings],
        "corrected": {column: corrected_tip(report, column, lang) for column in report.read},
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


def _finding(finding: Record, units: Units, lang: str) -> dict[str, object]:
    kept = {key: finding[key] for key in ("severity", "text", "checked", "remark") if finding[key]}
    kept["message"] = worded(finding, lang)
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


def visible(text: str) -> str:
    """Text that can be written as UTF-8 and reads in its own order; as long as before, in code points."""
    return text.encode("utf-8", "replace").decode("utf-8").translate(_TURNS)


def scripted(value: object) -> Markup:
    """A value as JSON that can neither end the script element it stands in nor open a comment there."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        text = text.replace(sign, f"\\u{ord(sign):04x}")
    return Markup(text)
