"""What is missing, doubtful or inconsistent in one report."""

from __future__ import annotations

from pipeline.draft import Draft
from pipeline.model import Report


def audit(report: Report, draft: Draft) -> Report:
    """The report with its findings."""
    return report
