"""Drafts of gold annotations from what was extracted: a file to correct by hand, in the format that scoring reads."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pipeline.collation.collection import Collection
from pipeline.collation.summary import named
from pipeline.evaluation.scoring import ACTIVITIES
from pipeline.products.outcome import Outcome

CELLS = ("title", "branch", "report_date", "period", "member_count", "meeting_count")
SEAL = "draft"
Row = Mapping[str, Any]


def drafts(collection: Collection) -> Iterator[str]:
    """One JSON line a report: every layer as extracted, with empty `ignore`, to be corrected against the text."""
    for outcome in collection.outcomes():
        rows = {name: [named(name, row) for row in some] for name, some in outcome.tables.items()}
        for metrics in rows.get("metrics", ()):
            yield _sealed(_draft(metrics, _own(rows, metrics), outcome))


def _sealed(draft: Mapping[str, object]) -> str:
    """The draft as a line, with a check sum of itself by which one that nobody has edited is known."""
    return json.dumps({**draft, SEAL: _sum(draft)}, ensure_ascii=False)


def _sum(draft: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(draft, ensure_ascii=False).encode()).hexdigest()[:16]


def is_draft(path: Path) -> bool:
    """Whether a file holds drafts alone, as they were made: nobody's work is lost with it."""
    try:
        golds = [json.loads(line) for line in path.read_text(encoding="utf-8-sig").split("\n") if line.strip()]
        return all(gold.pop(SEAL) == _sum(gold) for gold in golds)
    except (OSError, ValueError, KeyError, AttributeError, TypeError):
        return False


def _own(rows: Mapping[str, Sequence[Row]], metrics: Row) -> dict[str, list[Row]]:
    return {name: [r for r in some if r["report_id"] == metrics["report_id"]] for name, some in rows.items()}


def _draft(metrics: Row, rows: Mapping[str, Sequence[Row]], outcome: Outcome) -> dict[str, object]:
    start, text = outcome.texts[str(metrics["report_id"])]
    counts, slogans = rows.get("counts", ()), rows.get("slogans", ())
    return {
        "file": metrics["file"],
        "report": metrics["report_no"],
        "start": start,
        "end": start + len(text),
        **{name: metrics[name] for name in CELLS},
        "missing": _split(metrics["missing_sections"]),
        "sections": [_section(row) for row in rows.get("sections", ()) if row["level"] == 1],
        "dates": [_date(row) for row in rows.get("dates", ()) if row["kind"] not in ("relative", "recurring")],
        "members": [_member(r) for r in counts if r["category"] == "member" and r["role"] != "planned"],
        "counts": [
            _spanned(r, "value", "category") for r in counts if r["category"] in ACTIVITIES and r["role"] == "done"
        ],
        "slogans": [_slogan(row) for row in slogans if row["type"] == "numeral"],
        "mottos": [_spanned(row) for row in slogans if row["type"] == "motto"],
        "problems": [_spanned(row) for row in rows.get("problems", ())],
        "events": [_spanned(row, "date") for row in rows.get("meetings", ()) if row["date"]],
        "ignore": [],
    }


def _spanned(row: Row, *more: str) -> dict[str, object]:
    return {name: row[name] for name in ("start", "end", "text", *more)}


def _section(row: Row) -> dict[str, object]:
    return {name: row[name] for name in ("start", "end", "marker", "heading")} | {"roles": _split(row["roles"])}


def _date(row: Row) -> dict[str, object]:
    values = list(dict.fromkeys(v for v in (row["resolved"], row["value"]) if v))
    return _spanned(row) | {"values": values} | ({"resolved": row["resolved"]} if row["resolved"] else {})


def _member(row: Row) -> dict[str, object]:
    return _spanned(row, "value", "role") | {"kind": row["noun"]}


def _slogan(row: Row) -> dict[str, object]:
    items = {"items": _split(row["items"])} if row["items"] else {}
    return _spanned(row) | {"canonical": [row["canonical"]]} | items


def _split(cell: object) -> list[str]:
    return [part for part in str(cell or "").split("|") if part]
