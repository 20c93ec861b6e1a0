"""Scores: what was right, extra and missed, by report and layer, with precision, recall, F1 and bootstrap intervals."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tally:
    """Right, extra (found, not in the gold) and missed mentions; adds up."""

    right: int = 0
    extra: int = 0
    missed: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.right + other.right, self.extra + other.extra, self.missed + other.missed)

    @property
    def precision(self) -> float | None:
        """Right of what was found; None where nothing was."""
        return self.right / (self.right + self.extra) if self.right + self.extra else None

    @property
    def recall(self) -> float | None:
        """Right of what the gold has; None where it has nothing."""
        return self.right / (self.right + self.missed) if self.right + self.missed else None

    @property
    def f1(self) -> float | None:
        """The harmonic mean of precision and recall."""
        total = 2 * self.right + self.extra + self.missed
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One error: where, in which layer, `extra`, `missed` or `differs`, and what."""

    layer: str
    where: str
    kind: str
    what: str


@dataclass(frozen=True)
class Scores:
    """Tallies by report and layer, and every error."""

    reports: Mapping[str, Mapping[str, Tally]]
    misses: tuple[Miss, ...]

    def total(self, layer: str, names: Iterable[str] | None = None) -> Tally:
        """The tally of a layer over some reports (all by default)."""
        picked = self.reports if names is None else names
        return sum((self.reports[name].get(layer, Tally()) for name in picked), Tally())

    def interval(self, layer: str, rounds: int = 1000) -> tuple[float, float] | None:
        """The 95 % interval of F1: bootstrap, reports resampled; seeded, so the same scores give the same interval.

        Where there is no error, which resampling cannot see beyond, its lower bound is that of Clopper and Pearson
        (1934) for as many mentions, all right.
        """
        whole = self.total(layer)
        if whole.right and not whole.extra + whole.missed:
            return 0.025 ** (1 / whole.right), 1.0
        import numpy as np

        # Reports with the same tally are one kind: how many of each kind are drawn is multinomial.
        kinds = sorted(Counter(_counts(tallies.get(layer, Tally())) for tallies in self.reports.values()).items())
        if not kinds:
            return None
        tallies, times = np.array([tally for tally, _ in kinds]), np.array([count for _, count in kinds])
        draw = np.random.default_rng(zlib.crc32(layer.encode()))
        right, extra, missed = (draw.multinomial(times.sum(), times / times.sum(), size=rounds) @ tallies).T
        total = 2 * right + extra + missed
        figures = np.sort(2 * right[total > 0] / total[total > 0]).tolist()
        return (figures[int(0.025 * len(figures))], figures[int(0.975 * len(figures))]) if figures else None


def _counts(tally: Tally) -> tuple[int, int, int]:
    return tally.right, tally.extra, tally.missed
