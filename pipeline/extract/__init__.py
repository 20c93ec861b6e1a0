"""The extractors, in the order they run; each is given the mentions of those before it."""

from __future__ import annotations

from pipeline.draft import Extractor

EXTRACTORS: tuple[Extractor, ...] = ()
