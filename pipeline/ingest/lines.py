"""The text a reader writes line by line, with the spans that are bold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from pipeline.errors import UnreadableSource
from pipeline.ingest.text import MAX_TEXT
from pipeline.model import Span


@dataclass(slots=True)
class Lines:
    """Lines in the making. What separates two lines or cells is written only when something follows it, so that the
    last cell of a row ends its line and the last line of the document has no line end."""

    parts: list[str] = field(default_factory=list)
    size: int = 0
    bold: list[Span] = field(default_factory=list)
    pending: str = ""
    addresses: list[tuple[int, str]] = field(default_factory=list)

    def write(self, text: str, bold: bool = False) -> None:
        """Text of the current line."""
        if not text:
            return
        if self.size > MAX_TEXT:
            raise UnreadableSource("bomb", "展开后的文字过长")
        self._put(self.pending)
        self.pending = ""
        if bold:
            self.bold.append(Span(self.size, self.size + len(text)))
        self._put(text)

    def end(self, separator: str = "\n") -> None:
        """The end of a line, or with a tab of a cell; lines and cells may be empty."""
        self._put(self.pending)
        self.pending = separator

    def row(self) -> None:
        """The end of a table row: its last cell ends the line."""
        self.pending = "\n" if self.parts or self.pending else ""

    def mark(self, address: str) -> None:
        """What is written next stands at this address."""
        self.addresses.append((self.size + len(self.pending), address))

    def new_line(self) -> None:
        """A line begins, unless it is one that has nothing in it yet."""
        if self.parts and not self.pending and not self.parts[-1].endswith("\n"):
            self.pending = "\n"

    def text(self) -> str:
        """All that was written."""
        return "".join(self.parts)

    def places(self) -> tuple[tuple[int, str], ...]:
        """(offset, address), ascending; of several at one offset the last."""
        return tuple((at, address) for at, address in dict(self.addresses).items() if at < self.size)

    def spans(self) -> tuple[Span, ...]:
        """The bold stretches of the text, in order and disjoint."""
        return tuple(merged(self.bold))

    def _put(self, text: str) -> None:
        if text:
            self.parts.append(text)
            self.size += len(text)


def merged(spans: Iterable[Span]) -> list[Span]:
    """The same characters in ascending, disjoint, non-empty spans; those that touch are one."""
    found: list[Span] = []
    for span in sorted(span for span in spans if span):
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return found
