"""Reports compared: every figure per member and per month, its rank, quartile and whether it is an outlier.

Quartiles and outliers after Tukey (1977): beyond 1.5 interquartile ranges from the quartiles. Ranks count from 1, the
largest first, equal values share the better rank. A figure not stated has no rank.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

FIGURES = (
    "chars", "member_count", "meeting_count", "study_count", "seminar_count", "lecture_count", "briefing_count",
    "slogan_count", "problem_count", "plan_count",
)  # fmt: skip
OF_PART = {"problem_count": "problems", "plan_count": "plans"}  # the section that states a figure
RATED = FIGURES[2:7]  # activities: rates per member and per month make sense


@dataclass(frozen=True, slots=True)
class Standing:
    """One figure of one report among the others of its group."""

    report_id: str
    branch: str
    group: str
    figure: str
    value: float
    per_member: float | None
    per_month: float | None
    rank: int
    of: int
    quartile: int
    outlier: bool

    def row(self) -> tuple[Any, ...]:
        """The standing as a row of comparison.csv."""
        value = int(self.value) if self.value.is_integer() else self.value
        return tuple(value if name == "value" else getattr(self, name) for name in self.__slots__)


@dataclass(frozen=True)
class Spread:
    """The sorted values of a figure in a group, and its quartiles."""

    values: Sequence[float]

    def quantile(self, share: float) -> float:
        """By linear interpolation between the closest ranks (type 7 of Hyndman and Fan 1996)."""
        place = (len(self.values) - 1) * share
        low = int(place)
        high = min(low + 1, len(self.values) - 1)
        return self.values[low] + (self.values[high] - self.values[low]) * (place - low)

    def quartile(self, value: float) -> int:
        """1 (lowest) to 4 (highest)."""
        return 1 + sum(value > self.quantile(q) for q in (0.25, 0.5, 0.75))

    def is_outlier(self, value: float) -> bool:
        """Whether a value lies beyond 1.5 interquartile ranges; never so among fewer than eight."""
        low, high = self.quantile(0.25), self.quantile(0.75)
        reach = 1.5 * (high - low)
        return len(self.values) >= 8 and not low - reach <= value <= high + reach

    def rank(self, value: float) -> int:
        """From 1, the largest first."""
        return 1 + len(self.values) - bisect_right(self.values, value)


def spreads(rows: Iterable[Mapping[str, Any]]) -> dict[tuple[str, str], Spread]:
    """The spread of every figure by (group, figure); the group "" is all reports."""
    values: dict[tuple[str, str], array[float]] = {}
    for row in rows:
        for figure in FIGURES:
            if is_stated(row, figure):
                for group in ("", group_of(row)):
                    values.setdefault((group, figure), array("d")).append(float(row[figure]))
    return {key: Spread(array("d", sorted(some))) for key, some in values.items()}


def standings(row: Mapping[str, Any], known: Mapping[tuple[str, str], Spread]) -> Iterator[Standing]:
    """The standings of one report's figures among all reports."""
    members, months = row["member_count"], _months(row["period"])
    for figure in FIGURES:
        if not is_stated(row, figure):
            continue
        value, spread, rated = float(row[figure]), known["", figure], figure in RATED
        yield Standing(
            str(row["report_id"]), str(row["branch"] or ""), group_of(row), figure, value,
            round(value / members, 4) if rated and members else None,
            round(value / months, 4) if rated and months else None,
            spread.rank(value), len(spread.values), spread.quartile(value), spread.is_outlier(value),
        )  # fmt: skip


def is_stated(row: Mapping[str, Any], figure: str) -> bool:
    """Whether a report states a figure: no problems or plans where it has no such section is not a count of none."""
    if row[figure] is None:
        return False
    return bool(row[figure]) or figure not in OF_PART or OF_PART[figure] in str(row.get("sections_present") or "")


def group_of(row: Mapping[str, Any]) -> str:
    """What a report is grouped by: the roster's group where it gives one, else the kind of its unit."""
    return str(row.get("roster_group") or row["branch_kind"] or "未分类")


def _months(period: object) -> int | None:
    """How many calendar months a period (EDTF) touches; None where it is open or not stated."""
    if not period:
        return None
    start, _, end = str(period).partition("/")
    first, last = _month(start, 1), _month(end or start, 12)
    return last - first + 1 if first is not None and last is not None and last >= first else None


def _month(point: str, default: int) -> int | None:
    """A point's month counted from the year 0; a bare year stands for its `default` month."""
    year, _, rest = point.partition("-")
    if not year.isdigit():
        return None
    month = rest[:2]
    return int(year) * 12 + (int(month) if month.isdigit() else default) - 1
