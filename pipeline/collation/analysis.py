"""What only the collection as a whole can tell: each analysis reads the outcomes and gives an overlay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib.util import find_spec

from pipeline.collation.collection import Collection, Overlay
from pipeline.collation.compare import likeness
from pipeline.collation.corrections import correct_cells, mark_findings, read_edits
from pipeline.collation.roster import check_roster, read_roster
from pipeline.collation.thinness import thin_sections
from pipeline.errors import UsageError
from pipeline.language.profile import Profile
from pipeline.messages import say
from pipeline.options import Options
from pipeline.products.about import read_about

Analysis = Callable[[Collection, Profile, Options], Overlay]
# Corrected cells first, so that the others see them; marks on findings last, when all findings are there.
ANALYSES: tuple[Analysis, ...] = (correct_cells, check_roster, thin_sections, likeness, mark_findings)
PER_WORKBOOK = (correct_cells, mark_findings)  # done for each corrected workbook
# An output or an engine, the package it needs that is not installed with the product, and the extra that brings it.
EXTRAS = {"parquet": ("pyarrow", "zongjie[parquet]"), "dask": ("distributed", "zongjie[dask]")}


def analyse(collection: Collection, profile: Profile, options: Options) -> Collection:
    """The collection with every analysis laid over it, each seeing those before it."""
    for analysis in ANALYSES:
        for asked in _each(options) if analysis in PER_WORKBOOK else (options,):
            collection = Collection(collection.journal, collection.overlay.with_(analysis(collection, profile, asked)))
    return collection


def _each(options: Options) -> list[Options]:
    """The options with each of several corrected workbooks."""
    return [replace(options, corrections=path) for path in (options.corrections, *options.more_corrections) if path]


def ready(options: Options) -> None:
    """Read what is given beside the folder, so that a UsageError about it comes before the work and not after."""
    for name in (*options.outputs, options.engine):
        package, extra = EXTRAS.get(name, ("", ""))
        if package and find_spec(package) is None:
            raise UsageError(say("needs_package_for", options.lang, package=package, extra=extra, name=name))
    if options.scheduler and options.engine != "dask":
        raise UsageError(say("scheduler_for_dask", options.lang))
    if options.about:
        read_about(options.about, options.lang)
    if options.roster:
        read_roster(options.roster, options.lang)
    for asked in _each(options):
        if asked.corrections:
            read_edits(asked.corrections, asked.lang)
