"""Calendar values as EDTF (ISO 8601-2): points of which parts may be unknown, and intervals of them.

`2010-05-25`, `2010-05`, `2010`, `XXXX-07-20` (no year known), `XXXX-XX-10`, `2010-07/2011-06`, `2012-07/..`.
https://www.loc.gov/standards/datetime/
"""

from __future__ import annotations

import re
from calendar import monthrange
from typing import NamedTuple

OPEN = ".."
LEAP = 2000  # any leap year: a February 29 without a year is possible
_POINT = re.compile(r"([0-9]{4}|XXXX)(?:-([0-9]{2}|XX))?(?:-([0-9]{2}))?")


class Point(NamedTuple):
    """A day, month or year; None is unknown, and a month without a year is written XXXX-07."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def __str__(self) -> str:
        text = "XXXX" if self.year is None else f"{self.year:04d}"
        if self.month is not None or self.day is not None:
            text += "-XX" if self.month is None else f"-{self.month:02d}"
        return text if self.day is None else f"{text}-{self.day:02d}"

    @property
    def precision(self) -> str:
        """day, month or year."""
        return "day" if self.day is not None else "month" if self.month is not None else "year"

    @property
    def possible(self) -> bool:
        """Whether the calendar has such a day or month."""
        if self.month is not None and not 1 <= self.month <= 12:
            return False
        if self.day is None:
            return True
        return 1 <= self.day <= (monthrange(self.year or LEAP, self.month)[1] if self.month else 31)

    def in_year(self, year: int | None) -> Point:
        """The same day or month in another year."""
        return Point(year, self.month, self.day)


def interval(start: Point | None, end: Point | None) -> str:
    """From a point to a point; None is an open end."""
    return f"{OPEN if start is None else start}/{OPEN if end is None else end}"


def parse(value: str) -> tuple[Point | None, Point | None]:
    """The first and last point of an EDTF value, equal where it is no interval; an open or unreadable end is None."""
    first, slash, last = value.partition("/")
    return (_point(first), _point(last)) if slash else (_point(first), _point(first))


def _point(text: str) -> Point | None:
    match = _POINT.fullmatch(text)
    return Point(*(None if part is None or "X" in part else int(part) for part in match.groups())) if match else None
