"""Accuracy against gold annotations, a layer at a time: precision, recall and F1 with bootstrap intervals.

Gold is read by `gold`; the README describes the format and what is scored. A predicted mention is right when it
overlaps an unused gold mention by at least half of the shorter of the two and its value is the gold one; problems and
mottos have no value and must overlap by an intersection over union of 0.7 and 0.5. A prediction inside an `ignore`
span of its layer, and a gold mention with `optional` that was not found, count neither way. `resolved` asks of the
dates whose year the gold fixes (or says that nothing fixes it) whether the full date is right; a cell that is empty in
both counts neither way, and one with another value is both extra and missed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pipeline.evaluation.gold import Gold, Golds, Place, place_of, tied
from pipeline.evaluation.scores import Miss, Scores, Tally

Row = Mapping[str, Any]
Found = tuple[Row, Mapping[str, Sequence[Row]]]  # a report: its row of the main table, and its rows by table
Same = Callable[[Gold, Row], bool]
CELLS = ("branch", "report_date", "member_count", "meeting_count")
LAYERS = (
    "reports", "sections", "roles", "missing", "dates", "resolved", "members", "counts", "slogans", "mottos",
    "problems", "events", *CELLS,
)  # fmt: skip
RECALLED = ("events",)  # layers whose extra mentions are no errors, so that they have no precision
TABLES = ("metrics", "sections", "dates", "counts", "slogans", "problems", "meetings")
ACTIVITIES = ("meeting", "study", "seminar", "lecture", "briefing")


@dataclass
class _Sheet:
    """The tallies of one report while it is scored."""

    where: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def add(self, layer: str, right: int = 0, extra: int = 0, missed: int = 0) -> None:
        self.tallies[layer] = self.tallies.get(layer, Tally()) + Tally(right, extra, missed)

    def miss(self, layer: str, kind: str, what: str) -> None:
        self.misses.append(Miss(layer, self.where, kind, what))

    def mentions(
        self, layer: str, gold: Sequence[Gold], found: Sequence[Row], same: Same, ignore: Sequence[Gold]
    ) -> None:
        """Match found mentions with the gold's, each gold mention at most once."""
        free = list(gold)
        for row in found:
            hit = next((g for g in free if same(g, row)), None)
            if hit is not None:
                free.remove(hit)
                self.add(layer, right=1)
            elif not any(_shared(row, i) for i in ignore):
                self.add(layer, extra=1)
                self.miss(layer, "extra", _brief(row))
        for g in free:
            if not g.get("optional"):
                self.add(layer, missed=1)
                self.miss(layer, "missed", _brief(g))

    def sets(self, layer: str, gold: Iterable[str], found: Iterable[str]) -> None:
        """Match two sets of names."""
        want, got = set(gold), set(found)
        self.add(layer, len(want & got), len(got - want), len(want - got))
        if want != got:
            self.miss(layer, "differs", f"{'|'.join(sorted(want)) or '-'} ≠ {'|'.join(sorted(got)) or '-'}")


def score(tables: Mapping[str, Sequence[Row]], golds: Sequence[Gold]) -> Scores:
    """Scores of a run's tables (rows by table name, cells by column name) against gold annotations."""
    by_report: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
    for name, rows in tables.items():
        for row in rows:
            by_report[str(row.get("report_id") or "")][name].append(row)
    reports = ((row, by_report[str(row["report_id"])]) for row in tables["metrics"])
    return score_each(reports, [_place(row) for row in tables["metrics"]], golds)


def score_each(reports: Iterable[Found], places: Iterable[Place], golds: Sequence[Gold]) -> Scores:
    """Scores of reports, a report at a time: its row of the main table, and its rows by table.

    `places` are those of all of the reports, for what an annotation speaks of depends on what else there is.
    """
    wanted = golds.places if isinstance(golds, Golds) else [place_of(gold) for gold in golds]
    known = list(places)
    files = tied((file for file, _ in wanted), (file for file, _ in known))
    numbers: dict[Place, list[int]] = defaultdict(list)
    for number, (file, report) in enumerate(wanted):
        numbers[files.get(file, ""), report].append(number)
    same: dict[tuple[tuple[str, Tally], ...], dict[str, Tally]] = {}  # most reports have the tallies of another
    sheets: dict[int, _Sheet] = {}
    for metrics, rows in reports:
        for number in numbers.get(_place(metrics), ()):
            sheet = sheets[number] = _scored(golds[number], metrics, rows)
            sheet.tallies = same.setdefault(tuple(sheet.tallies.items()), sheet.tallies)
    every = [sheets[n] if n in sheets else _scored(golds[n], None, {}) for n in range(len(wanted))]
    every += _surplus(numbers, {*files.values()}, known)
    return Scores({s.where: s.tallies for s in every}, tuple(m for s in every for m in s.misses))


def _place(metrics: Row) -> Place:
    return str(metrics["file"]), int(metrics["report_no"])


def _scored(gold: Gold, metrics: Row | None, rows: Mapping[str, Sequence[Row]]) -> _Sheet:
    sheet = _Sheet(f"{gold['file']}#{gold['report']}")
    sheet.add("reports", right=metrics is not None, missed=metrics is None)
    if metrics is None:
        sheet.miss("reports", "missed", "")
    skip = set(gold.get("unscored", ()))
    if "sections" not in skip:
        _sections(sheet, gold, rows.get("sections", []), metrics or {})
    for layer, (table, keep, same) in MATCHED.items():
        if layer not in skip:
            found = [row for row in rows.get(table, []) if keep(row)]
            ignore = [i for i in gold.get("ignore", ()) if i.get("layer") == layer]
            sheet.mentions(layer, gold[layer], found, same, ignore)
    if "dates" not in skip:
        _resolved(sheet, gold["dates"], [row for row in rows.get("dates", []) if MATCHED["dates"][1](row)])
    if "events" not in skip:
        _events(sheet, gold["events"], [row for row in rows.get("meetings", []) if row.get("date")])
    for cell in CELLS:
        if cell in gold and cell not in skip:
            _cell(sheet, cell, gold[cell], metrics)
    return sheet


def _sections(sheet: _Sheet, gold: Gold, rows: Sequence[Row], metrics: Row) -> None:
    """Top-level headings by their start, the roles of each, and the required roles that none has."""
    heads = [row for row in rows if _number(row["level"]) == 1]
    sheet.mentions("sections", gold["sections"], heads, _begins, ())
    for section in gold["sections"]:
        head = next((h for h in heads if _begins(section, h)), None)
        sheet.sets("roles", section["roles"], _split(head.get("roles")) if head else ())
    sheet.sets("missing", gold["missing"], _split(metrics.get("missing_sections")))


def _resolved(sheet: _Sheet, gold: Sequence[Gold], found: Sequence[Row]) -> None:
    """The full dates of what is found of the gold's dates: those that the gold resolves, and those without a year that
    it does not, for which a year is one too many."""
    for date in gold:
        row = next((r for r in found if _half(date, r)), None)
        want, got = date.get("resolved"), (row or {}).get("resolved") or None
        bare = all(str(value).startswith("XXXX") for value in date["values"])
        if row is None or not (want or bare) or (want is None and got is None):
            continue
        right = want is not None and got == want
        sheet.add("resolved", int(right), int(not right and got is not None), int(not right and want is not None))
        if not right:
            sheet.miss("resolved", "differs", f"{date['start']} {want} ≠ {got}")


def _events(sheet: _Sheet, gold: Sequence[Gold], found: Sequence[Row]) -> None:
    """Dated meetings, for recall alone: one told of beyond the gold's is no error."""
    free = list(found)
    for event in gold:
        hit = next((r for r in free if _dated(event, r) and abs(event["start"] - _number(r["start"])) <= 120), None)
        if hit is not None:
            free.remove(hit)
            sheet.add("events", right=1)
        elif not event.get("optional"):
            sheet.add("events", missed=1)
            sheet.miss("events", "missed", _brief(event))


def _cell(sheet: _Sheet, name: str, gold: Any, metrics: Row | None) -> None:
    """A cell of the main table: empty in both it counts neither way, with another value it is extra and missed."""
    accepted = [value for value in (gold if isinstance(gold, list) else [gold]) if value not in (None, "")]
    got = (metrics or {}).get(name)
    stated = got not in (None, "")
    if not accepted and not stated:
        return
    right = stated and (got in accepted or (_number(got) is not None and _number(got) in map(_number, accepted)))
    optional = isinstance(gold, list) and None in gold
    if not stated and optional:
        return
    sheet.add(name, int(right), int(stated and not right), int(bool(accepted) and not right))
    if not right:
        want = accepted[0] if accepted else "-"
        sheet.miss(name, "differs", f"{want} ≠ {got if stated else '-'}")


def _surplus(wanted: Container[Place], files: Container[str], known: Iterable[Place]) -> Iterator[_Sheet]:
    """Reports found in an annotated file beyond those the gold has."""
    for file, number in known:
        if file in files and (file, number) not in wanted:
            sheet = _Sheet(f"{file}#{number}")
            sheet.add("reports", extra=1)
            sheet.miss("reports", "extra", "")
            yield sheet


def _shared(a: Row, b: Row) -> float:
    shared: float = min(_number(a["end"]), _number(b["end"])) - max(_number(a["start"]), _number(b["start"]))
    return max(0.0, shared)


def _half(a: Row, b: Row) -> bool:
    shorter = min(_number(a["end"]) - _number(a["start"]), _number(b["end"]) - _number(b["start"]))
    return bool(_shared(a, b) >= 0.5 * max(1, shorter))


def _union(least: float) -> Same:
    """Overlap by intersection over union of at least `least`."""

    def same(a: Gold, b: Row) -> bool:
        both = _number(a["end"]) - _number(a["start"]) + _number(b["end"]) - _number(b["start"])
        return bool(_shared(a, b) / max(1, both - _shared(a, b)) >= least)

    return same


def _begins(a: Gold, b: Row) -> bool:
    distance: float = abs(a["start"] - _number(b["start"]))
    return distance <= 2


def _dated(event: Gold, row: Row) -> bool:
    dates: list[str] = event["date"] if isinstance(event["date"], list) else [event["date"]]
    return str(row["date"]).startswith(tuple(dates))


def _date(a: Gold, b: Row) -> bool:
    return _half(a, b) and bool({b.get("value"), b.get("resolved")} & {*a["values"], a.get("resolved")} - {None, ""})


def _count(a: Gold, b: Row) -> bool:
    key = "role" if "role" in a else "category"
    return _half(a, b) and bool(_number(b["value"]) == a["value"]) and bool(b.get(key) == a[key])


def _is_member(row: Row) -> bool:
    return str(row["category"]) == "member" and str(row["role"]) != "planned"


def _is_activity(row: Row) -> bool:
    return row["category"] in ACTIVITIES and row["role"] == "done"


MATCHED: Mapping[str, tuple[str, Callable[[Row], bool], Same]] = {
    "dates": ("dates", lambda r: r["kind"] not in ("relative", "recurring"), _date),
    "members": ("counts", _is_member, _count),
    "counts": ("counts", _is_activity, _count),
    "slogans": (
        "slogans",
        lambda r: r["type"] == "numeral",
        lambda a, b: _half(a, b) and b["canonical"] in a["canonical"],
    ),
    "mottos": ("slogans", lambda r: r["type"] == "motto", _union(0.5)),
    "problems": ("problems", lambda r: True, _union(0.7)),
}


def _number(cell: Any) -> Any:
    try:
        return float(cell)
    except (TypeError, ValueError):
        return None


def _split(cell: Any) -> list[str]:
    return [part for part in str(cell or "").split("|") if part]


def _brief(row: Row) -> str:
    keys = ("start", "text", "heading", "value", "values", "resolved", "category", "role", "canonical", "date", "type")
    return " ".join(f"{key}={row[key]}" for key in keys if row.get(key) not in (None, ""))
