"""report.html: one self-contained page with the figures, the gaps, and every report with its evidence highlighted.

Everything from the reports reaches the page through jinja2's autoescape or as JSON that the script puts in as text, so
nothing in a report can run; the page's own policy allows no connection at all.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline.collation.collection import Collection
from pipeline.collation.compare import side_by_side
from pipeline.collation.compared import compared
from pipeline.collation.summary import is_archive, named
from pipeline.messages import say, worded
from pipeline.model import ROLES
from pipeline.outputs import Bundle
from pipeline.outputs.charts import bars, histogram
from pipeline.outputs.page_figures import ABOUT, COLUMNS, label
from pipeline.outputs.page_places import Spot
from pipeline.outputs.page_report import LAYERS, PageReport, page_report, scripted, visible
from pipeline.outputs.urgency import Due, ordered
from pipeline.outputs.xlsx import UNUSED, reports
from pipeline.products.backing import Record
from pipeline.products.codebook import tables
from pipeline.running.atomic import replaced

MOST, CHARS = 2000, 12_000_000  # reports a page holds, and characters of their texts; the tables hold all
GROUPED = 600  # reports whose problem statements are clustered for the page
PAIRS, NAMES = 500, 20  # alike pairs and names of slogans that are shown
PIECES = 1000  # of what the template gives, written at once
SCRIPTS = ("tables.js", "reading.js", "pair.js", "route.js")
# What the script says, by the messages that begin with page_.
SAID = (
    "place_of", "before", "after", "nothing_found", "looked_at", "no_outline", "doubtful_mark", "checked", "slogan",
    "theme", "alike", "back", "text_left_out", "rows_shown", "no_facts", "no_findings", "beside", "passages",
    "passage_left_out",
)  # fmt: skip
HOME = Path(__file__).parent / "page"


@dataclass(frozen=True)
class Shown:
    """What the page shows of a collection: reports and files, how many reports are left out, alike pairs."""

    reports: Sequence[PageReport]
    files: Sequence[Record]
    more: int
    pairs: Sequence[Record]

    @property
    def lacking(self) -> list[PageReport]:
        """The reports that lack a required part."""
        return [report for report in self.reports if report.lacks]

    @property
    def failed(self) -> list[Record]:
        """The files that could not be read."""
        return [file for file in self.files if file["status"] == "failed"]

    def times(self, of: str) -> Counter[str]:
        """In how many reports each slogan (`slogans`) or theme (`themes`) occurs."""
        return Counter(name for report in self.reports for name in getattr(report, of))


def write_html(bundle: Bundle) -> list[Path]:
    """Write report.html; the paths written."""
    shown = read(bundle.collection, bundle.options.lang)
    pieces = _template().stream(_context(bundle, shown, bundle.options.lang))
    pieces.enable_buffering(PIECES)  # the template gives them by the word
    with replaced(bundle.folder / "report.html", encoding="utf-8") as target:
        for piece in pieces:
            target.text.write(visible(piece))
    return [target.final]


def read(collection: Collection, lang: str) -> Shown:
    """The first MOST reports with the first CHARS characters of text, all files, the most alike pairs."""
    pairs = sorted(
        (named("similar", row) for row in collection.overlay.similar), key=lambda p: -float(str(p["similarity"]))
    )
    alike = _alike(pairs[:PAIRS])
    found: list[PageReport] = []
    files, more, chars = [], 0, 0
    for outcome in collection.outcomes():
        files.append(named("files", outcome.row))
        for report in reports(outcome, collection.overlay):
            key = str(report.metrics["report_id"])
            chars += len(report.text)
            if len(found) < MOST:
                begin = outcome.texts[key][0] if key in outcome.texts else 0
                found.append(page_report(report, begin, alike.get(key, {}), lang, whole=chars <= CHARS))
            else:
                more += 1
    known = {report.id for report in found}
    both = [p for p in pairs[:PAIRS] if p["report_id"] in known and p["other_report_id"] in known]
    return Shown(found, files, more, both)


def _alike(pairs: Iterable[Record]) -> dict[str, dict[str, list[Spot]]]:
    """By report id and the other's id, where the passages they share stand in the source: the same order in both."""
    found: dict[str, dict[str, list[Spot]]] = {}
    for pair in pairs:
        passages = side_by_side(pair["passages"])
        for me, other, side in (("report_id", "other_report_id", 0), ("other_report_id", "report_id", 1)):
            spots = [(both[side].start, both[side].end) for both in passages]
            found.setdefault(str(pair[me]), {})[str(pair[other])] = spots
    return found


def _template() -> Any:
    """The page's template; style and scripts are put in as they are, all else is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=PackageLoader("pipeline.outputs", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["style"] = Markup((HOME / "page.css").read_text(encoding="utf-8"))
    environment.globals["script"] = Markup("\n".join((HOME / name).read_text(encoding="utf-8") for name in SCRIPTS))
    return environment.get_template("page.html")


def _context(bundle: Bundle, shown: Shown, lang: str) -> dict[str, Any]:
    """All that the templates name."""
    loose = [named("findings", row) for table, rows in bundle.collection.loose() if table == "findings" for row in rows]
    findings = _findings(shown, loose)
    return {
        "lang": lang,
        "say": lambda key, **values: say(key, lang, **values),
        "label": lambda word: label(word, lang),
        "worded": lambda row, column="message": worded(row, lang, column),
        "titles": _titles(lang),
        "columns": COLUMNS,
        "layers": [*LAYERS.values()],
        "roles": [role for role in ROLES if role != "other"],
        "required": bundle.profile.required,
        "profile": bundle.profile,
        "shown": shown,
        "numeric": [f.name for f in tables()["metrics"].fields if f.type in ("integer", "number")],
        "by_id": {report.id: report for report in shown.reports},
        "by_file": {report.file: report for report in reversed(shown.reports)},  # its first one
        "opened": is_archive,
        "findings": findings,
        "grave": sum(due.finding["severity"] != "note" and not due.finding["checked"] for due in findings),
        "read": sum(file["status"] == "ok" and not is_archive(file) for file in shown.files),
        "corrections": _corrections(bundle.collection, lang),
        **{
            key: [finding for finding in loose if finding["code"] == f"roster.{key}" and not finding["checked"]]
            for key in ("absent", "unread")
        },
        "matrices": _matrices(shown),
        "groups": _groups(bundle, shown),
        "charts": _charts(shown, lang),
        "words": scripted(_words(lang)),
    }


def _findings(shown: Shown, loose: Iterable[Record]) -> list[Due]:
    """All findings, the gravest first, each with where it leads on the page."""
    of_none = (Due(finding, str(finding["text"] or "")) for finding in loose)
    own = (
        Due(finding, report.name, id=report.id, key=f"finding:{n}")
        for report in shown.reports
        for n, finding in enumerate(report.findings)
    )
    return ordered([*of_none, *own])


def _corrections(collection: Collection, lang: str) -> list[dict[str, object]]:
    """What became of each correction, those that were not applied first; `what` says what was corrected."""
    titles = _titles(lang)
    found: list[dict[str, object]] = []
    for row in (named("corrections", row) for row in collection.overlay.corrections):
        item = titles.get(str(row["item"]), str(row["item"] or "")) if row["kind"] != "finding" else ""
        where = say({"cell": "tab_metrics", "ledger": "tab_ledger", "finding": "findings"}[str(row["kind"])], lang)
        found.append({**row, "what": " · ".join(filter(None, (where, item)))})
    return sorted(found, key=lambda row: row["status"] not in UNUSED)


def _titles(lang: str) -> dict[str, str]:
    """The column titles of the main table."""
    return {f.name: f.title if lang == "zh" else f.name.replace("_", " ") for f in tables()["metrics"].fields}


def _words(lang: str) -> Mapping[str, object]:
    """What the script says."""
    titles = _titles(lang)
    return {
        "titles": {column: titles[column] for column in (*COLUMNS, *ABOUT)},
        "roles": {role: say(f"role_{role}", lang) for role in ROLES},
        "layers": {layer: say(f"layer_{layer}", lang) for layer in LAYERS.values()},
        "severities": {grade: say(f"severity_{grade}", lang) for grade in ("error", "warning", "note")},
        # The script puts the numbers in.
        **{key: say(f"page_{key}", lang, n="{n}", all="{all}", view="{view}") for key in SAID},
    }


def _matrices(shown: Shown) -> list[dict[str, Any]]:
    """The matrices of slogans and themes by report: the names across, most frequent first."""
    found = [(of, [name for name, _ in shown.times(of).most_common(NAMES)]) for of in ("slogans", "themes")]
    return [{"of": of, "kind": of.removesuffix("s"), "names": names} for of, names in found if names]


def _groups(bundle: Bundle, shown: Shown) -> list[tuple[object, ...]]:
    """The clusters of problem statements: number, label, statements, reports, example; of GROUPED reports at the most,
    as more would keep the page waiting for what themes.csv has."""
    if shown.more or len(shown.reports) > GROUPED:
        return []
    return [tuple(row) for row in compared(bundle.collection, bundle.profile.lexicon)["themes"]]


def _charts(shown: Shown, lang: str) -> list[dict[str, Any]]:
    """Titles, inline SVG and the view with the details, for the overview."""
    lacks = Counter(role for report in shown.reports for role in report.lacks)
    kinds = Counter(str(r.metrics["branch_kind"]) for r in shown.reports if r.metrics["branch_kind"])
    drawn = (
        ("missing", "sections", [(say(f"role_{role}", lang), n) for role, n in lacks.most_common()]),
        ("members", "metrics", histogram(_column(shown, "member_count"))),
        ("chars", "metrics", histogram(_column(shown, "chars"))),
        ("slogans", "slogans", shown.times("slogans").most_common(10)),
        ("themes", "themes", shown.times("themes").most_common(10)),
        ("kinds", "metrics", kinds.most_common(10)),
    )
    return [{"title": say(f"chart_{name}", lang), "to": to, "svg": bars(rows)} for name, to, rows in drawn if rows]


def _column(shown: Shown, column: str) -> list[int]:
    return [int(str(r.metrics[column])) for r in shown.reports if r.metrics[column] is not None]
