"""A report on its way: the working text, its outline and the knowledge the extractors share. Offsets are working."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pipeline.language.profile import Profile
from pipeline.model import Mention, Section, Source, Span, spanned
from pipeline.text import AlignedText, sentence_starts


@dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """What every extractor is given: `text` is the working text, `title` the title line, if the splitter found any.

    Two drafts are never equal: what is remembered of one by itself is found again without looking at all of it.
    """

    source: Source
    aligned: AlignedText
    profile: Profile
    sections: tuple[Section, ...] = ()
    title: Span | None = None
    starts: tuple[int, ...] = field(default=())
    _heads: tuple[int, ...] = field(default=())
    text: str = field(default="", init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", self.aligned.text)  # asked for more often than all the rest

    @classmethod
    def of(
        cls, source: Source, aligned: AlignedText, profile: Profile, sections: Iterable[Section], title: Span | None
    ) -> Draft:
        """A draft with its sentence and section indexes built."""
        found = tuple(sections)
        heads = tuple(section.span.start for section in found)
        return cls(source, aligned, profile, found, title, sentence_starts(aligned.text), heads)

    def sentence(self, at: int) -> Span:
        """The sentence (ended by 。！？； or a line end) around a working offset."""
        starts = self.starts
        index = bisect_right(starts, at)
        return spanned((starts[index - 1], starts[index] if index < len(starts) else len(self.text)))

    def section(self, at: int) -> Section | None:
        """The innermost section whose heading or body holds a working offset."""
        index = bisect_right(self._heads, at) - 1
        while index >= 0:
            section = self.sections[index]
            if at < section.body_end:
                return section
            index -= 1
        return None

    def roles(self, at: int) -> tuple[str, ...]:
        """The roles that hold at an offset: those of the innermost section with any, else of its ancestors."""
        section = self.section(at)
        by_no = {s.no: s for s in self.sections} if section and not section.roles else {}
        while section and not section.roles:
            section = by_no.get(section.parent)
        return section.roles if section else ()


Extractor = Callable[[Draft, tuple[Mention, ...]], Iterable[Mention]]
