"""Turned patterns match what the written ones match; a sieve lets through every pattern that can be found."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.language.derivatives import UnfitError, turned
from pipeline.language.profile import load_profile
from pipeline.language.sieves import Sieve, needed

PATTERNS = (
    "不够|不足|有待|不",
    "(?:极?个别|少数)?(?:的)?党员(?:干部)?",
    "(?<!没)有(?:一些|一)?不足|(?<=[还仍])差",
    "[不没]{1,3}?[^，]{0,2}够|不{2,}",
    "(?=不)[不没](?!足)(?:够|有)|(?!没有)没",
    "(?:^|，)不|^够足",
    "一(?:不|个)*?够|一不足",
    r"(?:不\b)?够|",
)


@pytest.mark.parametrize("source", PATTERNS[:-1])
@given(text=st.text("不没有够足，个一党员干部极别的还仍差", max_size=12))
def test_a_turned_pattern_matches_the_same(source: str, text: str) -> None:
    written, other = re.compile(source), re.compile(turned(source))
    assert [m.span() for m in written.finditer(text)] == [m.span() for m in other.finditer(text)]


@given(text=st.text("不没有够足，个一党员", max_size=12))
def test_turned_for_the_inside_it_matches_the_same_behind_the_first_character(text: str) -> None:
    written, inside = (
        re.compile("^不|(?:^|，)没有|不够|^够足"),
        re.compile(turned("^不|(?:^|，)没有|不够|^够足", inside=True)),
    )
    assert [m.span() for m in written.finditer(text, 1)] == [m.span() for m in inside.finditer(text, 1)]
    assert turned("^不|不够|^够足", inside=True) == "不够"


@pytest.mark.parametrize(
    "source", ["[^甲]乙", "甲?", "(甲)乙", "(?i)a", "甲*+乙", "^甲|^乙", r"\d月", ".甲", PATTERNS[-1]]
)
def test_what_may_begin_with_anything_is_not_turned(source: str) -> None:
    with pytest.raises(UnfitError):
        turned(source)


def test_alternatives_that_begin_alike_are_written_once() -> None:
    assert turned("不够|不足|有待") == "不(?:够|足)|有待"


def test_a_pattern_needs_one_of_each_set() -> None:
    assert needed("(?:存在|有)的?(?:问题|不足)") == {
        frozenset("存有"),
        frozenset("在有"),
        frozenset("问不"),
        frozenset("题足"),
    }
    assert needed("[^甲]?|.") == set()


def test_a_sieve_lets_through_every_pattern_that_is_found() -> None:
    sources = [entry.source for entry in load_profile().lexicon["headings"]]
    sieve = Sieve.of(sources)
    for number, entry in enumerate(load_profile().lexicon["headings"]):
        for example in entry.examples:
            assert not entry.matches(example) or number in sieve.passing(example)
    assert len(sieve.passing("在职党员进社区")) < len(sources) / 3
