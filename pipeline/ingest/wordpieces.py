"""The pieces of a document's text as they are collected, and what is told of them by piece numbers."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import accumulate

from pipeline.model import Span

CONTENTS = "目录"  # the address of the lines of a table of contents, which repeat the headings


@dataclass(slots=True)
class Pieces:
    """Strings that make up the text; offsets are piece numbers until `joined` turns them into characters."""

    texts: list[str] = field(default_factory=list)
    bold: list[tuple[int, int]] = field(default_factory=list)
    addresses: list[tuple[int, str]] = field(default_factory=list)
    contents: list[int] = field(default_factory=list)

    def bolden(self) -> None:
        """The next piece is bold."""
        self.bold.append((len(self.texts), len(self.texts) + 1))

    def joined(self) -> tuple[str, tuple[Span, ...], tuple[tuple[int, str], ...]]:
        """The text, its bold spans (ascending, apart) and its addresses, all in characters."""
        at = [0, *accumulate(map(len, self.texts))]
        last = len(at) - 1
        addresses = {at[min(piece, last)]: address for piece, address in self.addresses}
        if self.contents:
            addresses |= {at[min(piece, last)]: CONTENTS for piece in self.contents}
            addresses = dict(sorted(addresses.items()))
        return "".join(self.texts), self._spans(at), tuple(addresses.items())

    def _spans(self, at: list[int]) -> tuple[Span, ...]:
        spans: list[Span] = []
        for first, after in sorted(self.bold):
            start, end = at[first], at[after]
            if spans and start <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
            elif end > start:
                spans.append(Span(start, end))
        return tuple(spans)
