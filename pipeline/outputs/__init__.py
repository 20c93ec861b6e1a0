"""The outputs of a run: one file a format, one line in WRITERS."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from pipeline.collation.collection import Collection
from pipeline.engines.beside import together
from pipeline.engines.local import cores
from pipeline.language.profile import Profile
from pipeline.options import Options
from pipeline.running.journal import Journal


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


# What processes of their own write: nothing that computes in threads, for threads do not survive a fork.
APART = ("xlsx", "html")
FEW = 500  # files below which one process writes as fast as several


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the outputs that the options ask for; the paths written, in the order of WRITERS.

    Each output only reads the journal, so that several processes write where the options allow more than one.
    """
    names = [name for name in WRITERS if name in bundle.options.outputs]
    several = sys.platform == "linux" and bundle.collection.journal.count() >= FEW
    apart = [name for name in APART if name in names][: (bundle.options.jobs or cores()) - 1] if several else []
    with together(partial(_apart, bundle), apart) as answers:
        paths = {name: _written(bundle, name) for name in names if name not in apart}
        paths |= {name: _told(bundle, name, answer()) for name, answer in answers.items()}
    for name in names:
        yield from paths[name]


def _written(bundle: Bundle, name: str) -> list[Path]:
    """Write one output; the paths written."""
    module, function = WRITERS[name].split(":")
    writer: Writer = getattr(import_module(f"pipeline.outputs.{module}"), function)
    return writer(bundle)


def _apart(bundle: Bundle, name: str) -> list[Path] | Exception:
    """Write one output in a process of its own, with its own connection to the journal."""
    collection = replace(bundle.collection, journal=Journal.another(bundle.folder))
    try:
        return _written(replace(bundle, collection=collection), name)
    except Exception as error:
        return error


def _told(bundle: Bundle, name: str, answer: list[Path] | Exception | None) -> list[Path]:
    """What a process has written; what went wrong there is raised here, and one that was lost is made up for."""
    if isinstance(answer, Exception):
        raise answer
    return _written(bundle, name) if answer is None else answer
