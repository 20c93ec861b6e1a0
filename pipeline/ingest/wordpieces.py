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
    contents: list[int] = field(default_factory=list)
    _marked: list[int] = field(default_factory=list)
    _addresses: list[str] = field(default_factory=list)

    def mark(self, address: str, after: int = 0) -> None:
        """The next piece, or one `after` it, stands at this address."""
        self._marked.append(len(self.texts) + after)
        self._addresses.append(address)

    def bolden(self) -> None:
        """The next piece is bold."""
        self.bold.append((len(self.texts), len(self.texts) + 1))

    def joined(self) -> tuple[str, tuple[Span, ...], tuple[tuple[int, str], ...]]:
        """The text, its bold spans (ascending, apart) and its addresses, all in characters."""
        text = "".join(self.texts)
        at = [0, *accumulate(map(len, self.texts)), len(text)]  # a mark may stand before a piece that never came
        addresses = dict(zip(map(at.__getitem__, self._marked), self._addresses, strict=True))
        if self.contents:
            addresses |= {at[piece]: CONTENTS for piece in self.contents}
            addresses = dict(sorted(addresses.items()))
        return text, self._spans(at), tuple(addresses.items())

    def _spans(self, at: list[int]) -> tuple[Span, ...]:
        spans: list[Span] = []
        for first, after in sorted(self.bold):
            start, end = at[first], at[after]
            if spans and start <= spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(end, spans[-1].end))
            elif end > start:
                spans.append(Span(start, end))
        return tuple(spans)
