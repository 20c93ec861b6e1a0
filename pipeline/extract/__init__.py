"""The extractors, in the order they run; each is given the mentions of those before it."""

from __future__ import annotations

from pipeline.draft import Extractor
from pipeline.extract.plans import extract_plans
from pipeline.extract.problems import extract_problems

EXTRACTORS: tuple[Extractor, ...] = (
    extract_problems,
    extract_plans,
)
