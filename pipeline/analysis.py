"""What only the collection as a whole can tell: each analysis reads the outcomes and gives an overlay."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.collection import Collection, Overlay
from pipeline.compare import likeness
from pipeline.corrections import correct_cells, mark_findings, read_edits
from pipeline.options import Options
from pipeline.profile import Profile
from pipeline.roster import check_roster, read_roster
from pipeline.thinness import thin_sections

Analysis = Callable[[Collection, Profile, Options], Overlay]
# Corrected cells first, so that the others see them; marks on findings last, when all findings are there.
ANALYSES: tuple[Analysis, ...] = (correct_cells, check_roster, thin_sections, likeness, mark_findings)


def analyse(collection: Collection, profile: Profile, options: Options) -> Collection:
    """The collection with every analysis laid over it, each seeing those before it."""
    for analysis in ANALYSES:
        collection = Collection(collection.journal, collection.overlay.with_(analysis(collection, profile, options)))
    return collection


def ready(options: Options) -> None:
    """Read what is given beside the folder, so that a UsageError about it comes before the work and not after."""
    if options.roster:
        read_roster(options.roster)
    if options.corrections:
        read_edits(options.corrections, options.lang)
