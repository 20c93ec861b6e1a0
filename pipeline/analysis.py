"""What only the collection as a whole can tell: each analysis reads the outcomes and gives an overlay."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.collection import Collection, Overlay
from pipeline.compare import likeness
from pipeline.options import Options
from pipeline.profile import Profile
from pipeline.roster import check_roster

Analysis = Callable[[Collection, Profile, Options], Overlay]
ANALYSES: tuple[Analysis, ...] = (check_roster, likeness,)


def analyse(collection: Collection, profile: Profile, options: Options) -> Collection:
    """The collection with every analysis laid over it, each seeing those before it."""
    for analysis in ANALYSES:
        collection = Collection(collection.journal, collection.overlay.with_(analysis(collection, profile, options)))
    return collection
