"""What is missing, doubtful or inconsistent in one report."""

from __future__ import annotations

from pipeline.draft import Draft
from pipeline.model import Report
from pipeline.profile import Profile


def audit(report: Report, draft: Draft) -> Report:
    """The report with its findings."""
    return report


def missing_roles(report: Report, profile: Profile) -> tuple[str, ...]:
    """The profile's required roles that no heading of the report has, in the profile's order."""
    present = {role for section in report.sections for role in section.roles}
    return tuple(role for role in profile.required if role not in present)
