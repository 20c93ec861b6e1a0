"""Sections far shorter than the other reports' sections of the same role: a heading there, and little under it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from statistics import median

from pipeline.collation.collection import Collection, Overlay
from pipeline.collation.summary import named
from pipeline.language.profile import Profile
from pipeline.messages import told
from pipeline.options import Options
from pipeline.products.outcome import Outcome
from pipeline.products.tables import Cell, Row, in_order

LEAST = 8  # reports with a role before their median says anything
SHARE = 0.15  # of the median, below which a section is thin
LONG = 120  # characters that are never thin, however long the others are


def thin_sections(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """Findings for required and recommended parts that are far shorter than the others' median."""
    if {"section", "section.short"} & set(profile.off):
        return Overlay()
    roles = (*profile.required, *profile.recommended)
    lengths: dict[str, list[int]] = {role: [] for role in roles}
    for outcome in collection.journal.brief():
        for _, role, section in _sections(outcome, roles):
            lengths[role].append(int(section["chars"] or 0))
    share = profile.thresholds.get("thin_share", SHARE)
    bounds = {role: (median(some), share * median(some)) for role, some in lengths.items() if len(some) >= LEAST}
    findings: dict[str, list[Row]] = {}
    for outcome in collection.journal.brief():
        known = _told(outcome)
        for report_id, role, section in _sections(outcome, tuple(bounds)):
            middle, bound = bounds[role]
            chars = int(section["chars"] or 0)
            if chars < min(bound, LONG) and (report_id, section["start"]) not in known:
                findings.setdefault(report_id, []).append(_finding(outcome, section, chars, round(middle)))
    return Overlay(findings=findings)


def _sections(outcome: Outcome, roles: tuple[str, ...]) -> Iterator[tuple[str, str, Mapping[str, Cell]]]:
    """(report id, role, section) of the top-level sections with one of the roles."""
    for row in outcome.tables.get("sections", ()):
        section = named("sections", row)
        if section["level"] == 1:
            for role in str(section["roles"] or "").split("|"):
                if role in roles:
                    yield str(section["report_id"]), role, section


def _told(outcome: Outcome) -> set[tuple[str, Cell]]:
    """The sections that the report's own audit already calls thin or empty."""
    rows = (named("findings", row) for row in outcome.tables.get("findings", ()))
    return {(str(f["report_id"]), f["start"]) for f in rows if str(f["code"]).startswith("section.")}


def _finding(outcome: Outcome, section: Mapping[str, Cell], chars: int, middle: int) -> Row:
    heading = f"{section['marker'] or ''}{section['heading']}"
    said = told("section.short", heading=heading, chars=chars, middle=middle)
    cells: dict[str, object] = {
        "report_id": section["report_id"],
        "file": outcome.file,
        "severity": "warning",
        "code": said.code,
        "message": said.message,
        "message_en": said.message_en,
        "text": heading,
        "start": section["start"],
        "end": section["end"],
    }
    return in_order("findings", cells)
