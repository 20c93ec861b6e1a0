"""What is missing, doubtful or inconsistent in one report: the audit rules in their order.

A profile switches rules off by code (`off: [section.order]`) or by group (`off: [residue]`), and sets thresholds
(`thresholds: ["thin_chars=20"]`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.audits import arithmetic, calendar, doubt, parts, residue
from pipeline.audits.case import Case, Rule
from pipeline.audits.parts import missing_roles
from pipeline.language.draft import Draft
from pipeline.model import Finding, Report

RULES: tuple[Rule, ...] = (
    parts.missing,
    parts.recommended,
    parts.merged,
    parts.thin,
    parts.hollow,
    parts.order,
    parts.twice,
    parts.short,
    residue.placeholders,
    residue.campaign,
    residue.unit,
    residue.signature,
    calendar.impossible,
    calendar.after_report,
    calendar.outside_period,
    calendar.title_year,
    calendar.undated,
    arithmetic.attendance,
    arithmetic.conflict,
    arithmetic.parts,
    arithmetic.of_which,
    arithmetic.slogan_items,
    arithmetic.ones,
    doubt.doubtful,
)


def audit(report: Report, draft: Draft) -> Report:
    """The report with its findings, in the order of the rules and of the text."""
    case = Case(report, draft)
    found = (finding for rule in RULES for finding in rule(case))
    return replace(report, findings=tuple(f for f in found if not _off(f, draft.profile.off)))


def _off(finding: Finding, codes: Iterable[str]) -> bool:
    return any(finding.code == code or finding.code.startswith(f"{code}.") for code in codes)


__all__ = ["RULES", "audit", "missing_roles"]
