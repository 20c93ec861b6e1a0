"""EDTF values are written and read back; the calendar is known."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.edtf import Point, interval, parse

POINTS = st.builds(
    Point, st.none() | st.integers(1000, 2099), st.none() | st.integers(1, 12), st.none() | st.integers(1, 28)
)


@pytest.mark.parametrize(
    ("point", "written", "precision"),
    [
        (Point(2010, 5, 25), "2010-05-25", "day"),
        (Point(2010, 5), "2010-05", "month"),
        (Point(2010), "2010", "year"),
        (Point(None, 7, 20), "XXXX-07-20", "day"),
        (Point(None, None, 10), "XXXX-XX-10", "day"),
    ],
)
def test_points(point: Point, written: str, precision: str) -> None:
    assert (str(point), point.precision) == (written, precision)


@pytest.mark.parametrize("point", [Point(2012, 2, 29), Point(None, 2, 29), Point(2010, 12, 31), Point(None, None, 31)])
def test_possible(point: Point) -> None:
    assert point.possible


@pytest.mark.parametrize(
    "point", [Point(2011, 2, 29), Point(2010, 13), Point(2010, 4, 31), Point(None, 0), Point(2010, 5, 0)]
)
def test_impossible(point: Point) -> None:
    assert not point.possible


def test_intervals() -> None:
    assert interval(Point(2010, 7), Point(2011, 6)) == "2010-07/2011-06"
    assert interval(Point(2012, 7), None) == "2012-07/.."
    assert interval(None, Point(2011, 12)) == "../2011-12"
    assert parse("2012-07/..") == (Point(2012, 7), None)
    assert parse("nonsense") == (None, None)


@given(POINTS)
def test_written_points_read_back(point: Point) -> None:
    assert parse(str(point)) == (point, point)


@given(POINTS, POINTS)
def test_written_intervals_read_back(start: Point, end: Point) -> None:
    assert parse(interval(start, end)) == (start, end)
