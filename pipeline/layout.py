"""Hard line wraps: which line breaks of a text are typesetting and not the author's."""

from __future__ import annotations

from pipeline.profile import Profile
from pipeline.text import AlignedText


def unwrap(aligned: AlignedText, profile: Profile) -> AlignedText:
    """The text with the line breaks inside sentences removed."""
    return aligned
