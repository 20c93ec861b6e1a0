"""What a run found, for people who program: tables as DataFrames and a summary."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.collation.collection import Collection, framed
from pipeline.collation.summary import Summary, summarise
from pipeline.language.lexicon import Lexicon
from pipeline.language.profile import load_profile
from pipeline.products.codebook import tables

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Result:
    """What a run found: each table of the contract as a DataFrame by its name, and a summary.

    The tables that compare (`.comparison`, `.slogan_matrix`, `.themes`, `.problem_themes`) are computed when one of
    them is first asked for, whether or not they were written. `gone` counts the input files that an earlier run into
    the same folder had and that are no longer there.
    """

    collection: Collection
    written: tuple[Path, ...] = ()
    lexicon: Lexicon | None = None
    gone: int = 0

    def __getattr__(self, name: str) -> pd.DataFrame:
        """A table of the contract, such as `.metrics`."""
        if name not in tables():
            raise AttributeError(f"a result has no table {name!r}; it has {', '.join(tables())}")
        return self._compared[name] if tables()[name].derived else self.collection.frame(name)

    def __dir__(self) -> list[str]:
        """The tables too, for completion in a notebook."""
        return sorted({*super().__dir__(), *tables()})

    @cached_property
    def _compared(self) -> dict[str, pd.DataFrame]:
        from pipeline.collation.compared import compared

        lexicon = self.lexicon or load_profile().lexicon
        return {name: framed(name, rows) for name, rows in compared(self.collection, lexicon).items()}

    @cached_property
    def summary(self) -> Summary:
        """Files read and not, reports, and those that lack sections."""
        loose = (row for table, some in self.collection.loose() if table == "findings" for row in some)
        return summarise(self.collection.outcomes(brief=True), loose)
