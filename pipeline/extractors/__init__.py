"""The extractors, in the order they run; each is given the mentions of those before it."""

from __future__ import annotations

from pipeline.extractors.attendance import extract_attendance
from pipeline.extractors.counts import extract_counts
from pipeline.extractors.dates import extract_dates
from pipeline.extractors.meetings import extract_meetings
from pipeline.extractors.members import extract_members
from pipeline.extractors.mottos import extract_mottos
from pipeline.extractors.names import extract_names
from pipeline.extractors.plans import extract_plans
from pipeline.extractors.problems import extract_problems
from pipeline.extractors.slogans import extract_slogans
from pipeline.language.draft import Extractor

EXTRACTORS: tuple[Extractor, ...] = (
    extract_dates,
    extract_members,
    extract_counts,
    extract_attendance,
    extract_meetings,
    extract_slogans,
    extract_mottos,
    extract_problems,
    extract_plans,
    extract_names,
)
