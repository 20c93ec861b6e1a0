"""The outputs of a run: one file a format, one line in WRITERS."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from pathlib import Path

from pipeline.collection import Collection
from pipeline.engines.local import Limits, Lost, cores, each
from pipeline.journal import Journal
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


# Those that take longest come first where several processes write.
LONGEST = ("xlsx", "comparison", "html")
FEW = 500  # files below which one process writes as fast as several


def write(bundle: Bundle) -> Iterator[Path]:
    """Write the outputs that the options ask for; the paths written, in the order of WRITERS.

    Each output only reads the journal, so that several processes write where the options allow more than one.
    """
    names = [name for name in WRITERS if name in bundle.options.outputs]
    jobs = min(bundle.options.jobs or cores(), len(names))
    apart = jobs > 1 and sys.platform == "linux" and bundle.collection.journal.count() >= FEW
    paths = dict(_together(bundle, names, jobs)) if apart else {name: _written(bundle, name) for name in names}
    for name in names:
        yield from paths[name]


def _written(bundle: Bundle, name: str) -> list[Path]:
    """Write one output; the paths written."""
    module, function = WRITERS[name].split(":")
    writer: Writer = getattr(import_module(f"pipeline.outputs.{module}"), function)
    return writer(bundle)


def _together(bundle: Bundle, names: Sequence[str], jobs: int) -> Iterator[tuple[str, list[Path]]]:
    """Write the outputs in forked processes; what went wrong in one is raised here, where it can be told."""
    first = sorted(names, key=lambda name: LONGEST.index(name) if name in LONGEST else len(LONGEST))
    limits = Limits(seconds=7 * 86400.0, memory=1 << 62, chunk=1)
    for name, result in each(partial(_apart, bundle), first, jobs, limits):
        if isinstance(result, Exception):
            raise result
        yield name, _written(bundle, name) if isinstance(result, Lost) else result


def _apart(bundle: Bundle, name: str) -> list[Path] | Exception:
    """Write one output in a process of its own, with its own connection to the journal."""
    collection = replace(bundle.collection, journal=Journal.another(bundle.folder))
    try:
        return _written(replace(bundle, collection=collection), name)
    except Exception as error:
        return error
