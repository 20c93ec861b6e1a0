"""zongjie: piles of submitted Chinese summary reports become one comparable table, with the evidence for every cell."""

from pipeline.model import Fact, Finding, Report
from pipeline.profile import load_profile
from pipeline.run import extract, read

__all__ = ["Fact", "Finding", "Report", "extract", "load_profile", "read"]
