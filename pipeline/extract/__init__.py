"""The extractors, in the order they run; each is given the mentions of those before it."""

from __future__ import annotations

from pipeline.draft import Extractor
from pipeline.extract.counts import extract_counts
from pipeline.extract.dates import extract_dates
from pipeline.extract.meetings import extract_meetings
from pipeline.extract.members import extract_members
from pipeline.extract.mottos import extract_mottos
from pipeline.extract.names import extract_names
from pipeline.extract.plans import extract_plans
from pipeline.extract.problems import extract_problems
from pipeline.extract.slogans import extract_slogans

EXTRACTORS: tuple[Extractor, ...] = (
    extract_dates,
    extract_members,
    extract_counts,
    extract_meetings,
    extract_slogans,
    extract_mottos,
    extract_problems,
    extract_plans,
    extract_names,
)
