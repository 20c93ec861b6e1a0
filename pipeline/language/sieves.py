"""Which of many patterns can be found in a text at all, told by its characters before any of them is run.

A pattern that is to match 存在的问题 needs one of 存 and one of 题, whatever else it allows. What each pattern needs is
read off its parse tree as sets of characters, one of each of which every match holds (the literals of Cox, Regular
Expression Matching with a Trigram Index, 2012, shortened to single characters); each set is a bit.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any

_WIDEST = 40  # characters of a set: nearly every text has one of more


@dataclass(frozen=True, eq=False)
class Sieve:
    """The sets that each of some patterns needs, as bits of `needs`; `held` tells which sets a character is in."""

    needs: tuple[int, ...]
    held: dict[str, int]

    @classmethod
    def of(cls, sources: Sequence[str]) -> Sieve:
        """The sieve of some patterns."""
        bits: dict[frozenset[str], int] = {}
        needs = []
        for source in sources:
            need = 0
            for chars in needed(source):
                need |= bits.setdefault(chars, 1 << len(bits))
            needs.append(need)
        held: dict[str, int] = {}
        for chars, bit in bits.items():
            for char in chars:
                held[char] = held.get(char, 0) | bit
        return cls(tuple(needs), held)

    def passing(self, text: str) -> list[int]:
        """The numbers of the patterns that may be found in a text."""
        found, held = 0, self.held
        for char in held.keys() & set(text):
            found |= held[char]
        return [number for number, need in enumerate(self.needs) if need & found == need]


def needed(source: str) -> set[frozenset[str]]:
    """Sets of characters, one of each of which is in every match of a pattern; none where that cannot be told."""
    try:
        tree = _parser.parse(source)
    except re.error:  # what only `regex` can read
        return set()
    if tree.state.flags & re.IGNORECASE:
        return set()
    return {chars for chars in _of_sequence(tree) if len(chars) <= _WIDEST}


def _of_sequence(nodes: Iterable[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    for code, value in nodes:
        if code is op.LITERAL:
            yield frozenset(chr(value))
        elif code is op.IN:
            yield from _of_class(value)
        elif code is op.BRANCH:
            yield from _of_branch([tuple(_of_sequence(way)) for way in value[1]])
        elif code is op.SUBPATTERN:
            yield from _of_sequence(value[3])
        elif code in (op.MAX_REPEAT, op.MIN_REPEAT) and value[0]:
            yield from _of_sequence(value[2])


def _of_class(items: list[tuple[Any, Any]]) -> Iterator[frozenset[str]]:
    if all(code is op.LITERAL for code, _ in items):
        yield frozenset(chr(value) for _, value in items)


def _of_branch(ways: list[tuple[frozenset[str], ...]]) -> Iterator[frozenset[str]]:
    """One set of each alternative joined: the first ones, and the last ones."""
    if all(ways):
        yield frozenset().union(*(way[0] for way in ways))
        yield frozenset().union(*(way[-1] for way in ways))
