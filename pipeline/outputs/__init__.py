"""The outputs of a run: one file a format, one line in WRITERS."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from pipeline.collection import Collection
from pipeline.options import Options
from pipeline.profile import Profile


@dataclass(frozen=True)
class Bundle:
    """What every writer is given: the rows, where to put them, and how the run was made."""

    collection: Collection
    folder: Path
    profile: Profile
    options: Options
    made_with: Mapping[str, object]


Writer = Callable[[Bundle], list[Path]]
# name: module and function of this package, imported when the output is asked for.
WRITERS = {
    "csv": "csvs:write_csv",
    "parquet": "parquet:write_parquet",
    "comparison": "comparison:write_comparison",
    "package": "package:write_package",
    "html": "html:write_html",
    "xlsx": "xlsx:write_xlsx",
    "notices": "notices:write_notices",
}


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the outputs that the options ask for, in the order of WRITERS; the paths written."""
    for name, home in WRITERS.items():
        if name in bundle.options.outputs:
            module, function = home.split(":")
            writer: Writer = getattr(import_module(f"pipeline.outputs.{module}"), function)
            yield from writer(bundle)
