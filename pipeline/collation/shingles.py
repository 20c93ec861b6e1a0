"""Shared passages of two texts: character n-grams hashed for candidates, exact runs for the verdict.

Texts are compared on their letters, digits and Han characters alone, so that punctuation and line breaks hide nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SIZE = 12  # characters of a shingle: longer than any set phrase of the genre
_BASE = 1_000_003
_SKIPPED = re.compile(r"[\W_]+")
_KEPT = re.compile(r"[^\W_]")


@dataclass(frozen=True, slots=True)
class Run:
    """A passage two texts share: starts in both plain texts, and its length."""

    start: int
    other: int
    size: int


def plain(text: str) -> str:
    """A text without punctuation and white space."""
    return _SKIPPED.sub("", text)


def places(text: str) -> list[int]:
    """For each character of `plain(text)`, where it stands in the text."""
    return [m.start() for m in _KEPT.finditer(text)]


def shingles(text: str, rate: int = 1) -> NDArray[np.uint64]:
    """The distinct 64-bit hashes of a plain text's shingles; of them about one in `rate`, chosen by the hash alone.

    A polynomial hash over code points (Karp and Rabin 1987), mixed as in SplitMix64: the same on every machine.
    """
    import numpy as np

    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32).astype(np.uint64)
    count = len(codes) - SIZE + 1
    if count < 1:
        return np.empty(0, dtype=np.uint64)
    hashes = np.zeros(count, dtype=np.uint64)
    for i in range(SIZE):
        hashes = hashes * np.uint64(_BASE) + codes[i : i + count]
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes ^= hashes >> np.uint64(27)
    return np.unique(hashes[hashes % np.uint64(rate) == 0] if rate > 1 else hashes)


def shared_runs(text: str, other: str, least: int = SIZE) -> tuple[Run, ...]:
    """The passages of at least `least` characters that stand in both plain texts.

    Greedy from left to right through `text`, each match as long as it goes; no character of `text` is in two runs.
    """
    where: dict[str, list[int]] = {}
    for i in range(len(other) - least + 1):
        where.setdefault(other[i : i + least], []).append(i)
    runs, at = [], 0
    while at <= len(text) - least:
        starts = where.get(text[at : at + least], ())
        if not starts:
            at += 1
            continue
        size, start = max((_length(text, other, at, s, least), -s) for s in starts[:8])
        runs.append(Run(at, -start, size))
        at += size
    return tuple(runs)


def _length(text: str, other: str, at: int, start: int, known: int) -> int:
    """How far the two texts agree from these places on, at least `known` characters."""
    size, limit = known, min(len(text) - at, len(other) - start)
    step = 64
    while size + step <= limit and text[at + size : at + size + step] == other[start + size : start + size + step]:
        size += step
    while size < limit and text[at + size] == other[start + size]:
        size += 1
    return size


def covered(runs: Sequence[Run]) -> int:
    """How many characters the runs hold."""
    return sum(run.size for run in runs)
