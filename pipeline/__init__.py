"""zongjie: piles of submitted Chinese summary reports become one comparable table, with the evidence for every cell."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pipeline.composition import extract, read, run
    from pipeline.language.profile import load_profile
    from pipeline.model import Fact, Finding, Report

_HOMES = {"extract": "composition", "read": "composition", "run": "composition", "load_profile": "language.profile"}
__all__ = ["Fact", "Finding", "Report", "extract", "load_profile", "read", "run"]


def __getattr__(name: str) -> object:
    """The public names, each imported when it is first used, so that the command line starts at once."""
    if name not in __all__:
        raise AttributeError(f"module 'pipeline' has no attribute {name!r}")
    return getattr(import_module(f"pipeline.{_HOMES.get(name, 'model')}"), name)
