"""What a run found, for people who program: tables as DataFrames and a summary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.codebook import tables
from pipeline.collection import Collection
from pipeline.summary import Summary, summarise

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """What a run found: each table of the contract as a DataFrame by its name, and a summary."""

    collection: Collection
    written: tuple[Path, ...] = ()

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table of the contract, such as `.metrics`."""
        if name not in tables():
            raise AttributeError(name)
        return self.collection.frame(name)

    @cached_property
    def summary(self) -> Summary:
        """Files read and not, reports, and those that lack sections."""
        loose = (row for table, some in self.collection.loose() if table == "findings" for row in some)
        return summarise(self.collection.outcomes(), loose)
