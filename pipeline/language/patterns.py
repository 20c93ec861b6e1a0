"""Big patterns out of lexicon entries, made fast: one alternation, found by its first character.

Most positions of a Chinese text begin no match of a lexicon, and `re` skips them where each alternative begins with a
literal. Where a pattern cannot be turned so, a look-ahead for its possible first characters, found by partial
matching, still spares most of the alternatives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Protocol

import regex

from pipeline.language.derivatives import UnfitError, turned
from pipeline.language.lexicon import Lexicon

# Characters that no lexicon spells out: a pattern that may begin with one of them begins with a class such as \w, \d,
# \s, [^…] or a range of Han characters, whose members cannot be listed.
_OUTSIDE = "\ue000٣\u2003龘ª"
_ASCII = frozenset(map(chr, (9, 10, *range(32, 127))))
_RANGE = re.compile("([^\x00-\x7f])-([^\x00-\x7f])")  # [①-⑩]
_WIDEST = 256


class Match(Protocol):
    """What the matches of `re` and `regex` have in common."""

    def start(self, group: int = 0, /) -> int: ...
    def end(self, group: int = 0, /) -> int: ...
    def span(self, group: int = 0, /) -> tuple[int, int]: ...
    def __getitem__(self, group: int, /) -> str: ...


class Pattern(Protocol):
    """What the compiled patterns of `re` and `regex` have in common."""

    def search(self, text: str, pos: int = 0, endpos: int = ..., /) -> Match | None: ...
    def match(self, text: str, pos: int = 0, endpos: int = ..., /) -> Match | None: ...
    def finditer(self, text: str, pos: int = 0, endpos: int = ..., /) -> Iterable[Match]: ...


@lru_cache(maxsize=256)
def union(lexicon: Lexicon, file: str, *kinds: str) -> Pattern:
    """All entries of a lexicon file (of the given kinds) as one pattern; without any, one that never matches."""
    return fast(_joined(lexicon, file, kinds))


@lru_cache(maxsize=32)
def union_inside(lexicon: Lexicon, file: str, *kinds: str) -> Pattern:
    """The same for a whole report, whose first character it is not sought at: without what `^` binds to that."""
    return fast(_joined(lexicon, file, kinds), inside=True)


def _joined(lexicon: Lexicon, file: str, kinds: tuple[str, ...]) -> str:
    found = [entry.source for entry in lexicon[file] if not kinds or entry.kind in kinds]
    return "|".join(f"(?:{source})" for source in found) or r"(?!)"


def fast(source: str, inside: bool = False) -> Pattern:
    """A pattern that is found by its first characters; `re` where that can compile it, else `regex`.

    `inside` may leave out what is found at the beginning of a text alone.
    """
    try:
        return re.compile(turned(source, inside))
    except (UnfitError, re.error):
        first = first_characters(source)
    full = f"(?=[{''.join(map(re.escape, first))}])(?:{source})" if first else source
    try:
        return re.compile(full)
    except re.error:
        return regex.compile(full)


def first_characters(source: str) -> str:
    """The characters a match can begin with; empty where that cannot be told or the pattern may match nothing."""
    pattern = regex.compile(source)
    if any(pattern.match(char, partial=True) for char in _OUTSIDE) or pattern.match(""):
        return ""
    ranges = [range(ord(first), ord(last) + 1) for first, last in _RANGE.findall(source)]
    if any(len(members) > _WIDEST for members in ranges):
        return ""
    candidates = {*source, *_ASCII, *(chr(code) for members in ranges for code in members)}
    return "".join(char for char in sorted(candidates) if pattern.match(char, partial=True))
