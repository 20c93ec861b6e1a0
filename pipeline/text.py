"""AlignedText: the text the rules work on, and the way back to the source.

Characters are folded one for one (full-width digits, odd spaces, compatibility radicals, traditional characters) or
removed (NUL, zero-width characters, the line break inside a wrapped sentence). Removals are recorded, sparsely; nothing
is ever inserted or reordered, so every stretch of working text is a stretch of the source.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pipeline.model import Span
from pipeline.variants import SIMPLIFIED

_WIDE = {ord(w): ord(n) for w, n in zip("０１２３４５６７８９％＋－＝．／", "0123456789%+-=./", strict=True)}
# Full stops and colons as other programs and old code pages have them: small, half-width, the sign of a ratio.
_ODD_MARKS = {ord(o): ord(m) for o, m in zip("﹒﹪﹣﹢﹦｡､︰∶", ".%-+=。、：：", strict=True)}
_LETTERS = {0xFF21 + i: 0x41 + i for i in range(26)} | {0xFF41 + i: 0x61 + i for i in range(26)}
_SPACES = dict.fromkeys([0x3000, 0xA0, *range(0x2000, 0x200B), 0x202F, 0x205F], ord(" "))
_BREAKS = dict.fromkeys([0x0B, 0x0C, 0x0D, 0x85, 0x2028, 0x2029], ord("\n"))
# Kangxi and CJK radicals and compatibility ideographs come out of PDF fonts in place of the characters they look like.
_RADICALS = {
    code: ord(unicodedata.normalize("NFKC", chr(code)))
    for code in [*range(0x2E80, 0x2EF4), *range(0x2F00, 0x2FD6), *range(0xF900, 0xFAFF)]
    if len(unicodedata.normalize("NFKC", chr(code))) == 1
}
_SAME = _WIDE | _ODD_MARKS | _LETTERS | _SPACES | _BREAKS
_FOLD = _SAME | SIMPLIFIED | {c: SIMPLIFIED.get(to, to) for c, to in _RADICALS.items()}
_INVISIBLE = (
    "\x00-\x08\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff9-\ufffb"
)
# Both begin with a plain character class, which the engine scans for at full speed.
_FOLDED = re.compile(f"[{''.join(map(re.escape, map(chr, sorted(_FOLD))))}]+")
_DOUBTFUL = re.compile(f"[ {_INVISIBLE}]+")
_UNITS = frozenset("年月日号时点分人名次个场期篇份堂届位条余多")
_BEFORE_DIGITS = frozenset("年月日第共约")
_HAN = re.compile("[\u3007\u4e00-\u9fff]")
_SPREAD = 6  # from the first to the last of four spaces between single characters
_SENTENCE_END = re.compile(r"[。！？!?；;\n][”’」』）)]*")


@dataclass(frozen=True, slots=True)
class AlignedText:
    """Working text with its removals: before working offset `cuts[i]`, `gone[i]` source characters are gone in all."""

    text: str
    base: int = 0
    cuts: tuple[int, ...] = ()
    gone: tuple[int, ...] = ()

    @classmethod
    def of(cls, source: str, span: Span | None = None) -> AlignedText:
        """Fold and clean the stretch `span` of a source text (all of it by default)."""
        span = span or Span(0, len(source))
        folded = _FOLDED.sub(lambda m: m.group().translate(_FOLD), span.of(source))
        gaps = (gap for m in _DOUBTFUL.finditer(folded) for gap in _removed(folded, m))
        return cls(folded, span.start).without(gaps)

    def without(self, spans: Iterable[Span]) -> AlignedText:
        """The same text with these stretches (working offsets, ascending, disjoint) removed."""
        taken = list(spans)
        if not taken:
            return self
        kept, cuts, last, removed = [], [], 0, 0
        for span in taken:
            kept.append(self.text[last : span.start])
            cuts.append((span.start - removed, len(span)))
            removed += len(span)
            last = span.end
        kept.append(self.text[last:])
        return self._build("".join(kept), sorted(self._moved(taken) + cuts))

    def source(self, span: Span) -> Span:
        """The source offsets of a stretch of working text; an empty stretch stays empty."""
        start = self.offset(span.start)
        if span.end <= span.start:
            return Span(start, start)
        last = bisect_right(self.cuts, span.end - 1)
        return Span(start, self.base + span.end + (self.gone[last - 1] if last else 0))

    def working(self, span: Span) -> Span:
        """The working offsets of a stretch of the source: the inverse of `source` for all that was not removed."""
        start = self._before(span.start)
        return Span(start, max(start, self._before(span.end)))

    def _before(self, at: int) -> int:
        """How many working characters stand before a source offset."""
        cut = bisect_right(range(len(self.cuts)), at, key=lambda i: self.base + self.cuts[i] + self.gone[i])
        count = at - self.base - (self.gone[cut - 1] if cut else 0)
        return max(0, min(count, self.cuts[cut] if cut < len(self.cuts) else len(self.text)))

    def offset(self, at: int) -> int:
        """The source offset of the working character at `at`."""
        index = bisect_right(self.cuts, at)
        return self.base + at + (self.gone[index - 1] if index else 0)

    def _moved(self, spans: list[Span]) -> list[tuple[int, int]]:
        """The cuts of this text as (place, size), their places as they are once `spans` are removed."""
        sizes = [b - a for a, b in zip((0, *self.gone), self.gone, strict=False)]
        moved, index, removed = [], 0, 0
        for place, size in zip(self.cuts, sizes, strict=True):
            while index < len(spans) and spans[index].end <= place:
                removed += len(spans[index])
                index += 1
            inside = place - spans[index].start if index < len(spans) and spans[index].start < place else 0
            moved.append((place - removed - inside, size))
        return moved

    def _build(self, text: str, cuts: list[tuple[int, int]]) -> AlignedText:
        total = 0
        places: list[int] = []
        gone: list[int] = []
        for place, size in cuts:
            total += size
            if places and places[-1] == place:
                gone[-1] = total
            else:
                places.append(place)
                gone.append(total)
        return AlignedText(text, self.base, tuple(places), tuple(gone))


def _removed(text: str, run: re.Match[str]) -> Iterator[Span]:
    """What goes of a run of spaces and invisible characters: the invisible ones; and all of it where the space is
    typesetting, not content: between a digit and its unit (2011 年 5 月), or between all letters of a line (总 结)."""
    start, end = run.span()
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    unit = before.isdigit() and after in _UNITS
    if after and (unit or (before in _BEFORE_DIGITS and after.isdigit()) or _is_spread(text, start, end)):
        yield Span(start, end)
    elif run.group().strip(" "):
        yield from (Span(start + i, start + i + 1) for i, char in enumerate(run.group()) if char != " ")


def _is_spread(text: str, start: int, end: int) -> bool:
    """Whether a space is one of four or more in a row that part single characters, Han among them: 党 员 八 人 。"""
    if end - start != 1:
        return False
    first, last = start, start
    while first >= 2 and text[first - 2] == " " and last - first < _SPREAD:
        first -= 2
    while text[last + 2 : last + 3] == " " and last - first < _SPREAD:
        last += 2
    line = text[max(0, first - 1) : last + 2]
    return last - first >= _SPREAD and "\n" not in line and _HAN.search(line) is not None


def sentence_starts(text: str) -> tuple[int, ...]:
    """Where the sentences of a working text begin: after 。！？；, their closing quotes, and every line break."""
    return (0, *[match.end() for match in _SENTENCE_END.finditer(text)])
