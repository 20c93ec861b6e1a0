"""The outline of a report: headings of every level, their bodies and roles."""

from __future__ import annotations

from pipeline.model import Section, Span
from pipeline.profile import Profile
from pipeline.text import AlignedText


def outline(aligned: AlignedText, profile: Profile, bold: tuple[Span, ...] = ()) -> tuple[Section, ...]:
    """The sections of a report in text order, working offsets."""
    return ()
