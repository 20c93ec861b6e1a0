"""A pattern turned so that each of its alternatives begins with the very character it is found by.

`re` scans a text at full speed only for a pattern whose alternatives all begin with a literal, and passes over those of
another literal at once: 不(?:够|足)|有待 is found three to five times as fast as (?:不够|有待)|不足. The turned pattern
is the derivative of the written one by each of its first characters (Brzozowski 1964, doi:10.1145/321239.321249), the
alternatives in their order, so that it matches the same. It reads the parse tree of `re`, which nothing public gives.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from typing import Any, NamedTuple

Node = tuple[Any, Any]
_WIDEST = 256  # characters of a class that are listed
_BLOATED, _LONGEST = 20, 18000  # times as long as it was, a pattern is slower turned; characters that compile in time
_CATEGORIES = {
    op.CATEGORY_DIGIT: r"\d", op.CATEGORY_NOT_DIGIT: r"\D", op.CATEGORY_SPACE: r"\s",
    op.CATEGORY_NOT_SPACE: r"\S", op.CATEGORY_WORD: r"\w", op.CATEGORY_NOT_WORD: r"\W",
}  # fmt: skip
_PLACES = {op.AT_BEGINNING: "^", op.AT_END: "$", op.AT_BEGINNING_STRING: r"\A", op.AT_END_STRING: r"\Z"}
_BEGINNINGS = (op.AT_BEGINNING, op.AT_BEGINNING_STRING)
_GREED = {op.MAX_REPEAT: "", op.MIN_REPEAT: "?", op.POSSESSIVE_REPEAT: "+"}
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT)
_LOOKS = (op.ASSERT, op.ASSERT_NOT)
_CHARS = (op.LITERAL, op.NOT_LITERAL, op.IN, op.ANY)
_CERTAIN = (*_CHARS, *_LOOKS, op.AT)  # what matches in one way only, so that it may be written once for two


class UnfitError(Exception):
    """A pattern that cannot be turned: it may begin with any character, or it has groups, flags or the like."""


class Way(NamedTuple):
    """A way to begin: the node that takes the first character, what is looked at before it, what follows it."""

    node: Node
    looks: tuple[Node, ...]
    rest: list[Node]


def turned(source: str, inside: bool = False) -> str:
    """The source of the turned pattern; raises UnfitError, and re.error where `re` cannot read the pattern at all.

    `inside` leaves out what is found at the beginning of a text alone.
    """
    tree = _parser.parse(source)
    if tree.state.groups > 1 or tree.state.flags & ~re.UNICODE:
        raise UnfitError("groups or flags")
    by_char: dict[str, list[Way]] = {}
    for way in ways(list(tree)):
        if inside and any(code is op.AT and value in _BEGINNINGS for code, value in way.looks):
            continue
        for char in _listed(*way.node):
            by_char.setdefault(char, []).append(way)
    if all(look[0] is op.AT for found in by_char.values() for way in found for look in way.looks[:1] or [(0, 0)]):
        raise UnfitError("stands at the beginning")
    found = ((char, _after(by_char[char], char)) for char in sorted(by_char))
    result = "|".join(re.escape(char) + written(joined(rests)) for char, rests in found if rests)
    if len(result) > min(_BLOATED * len(source), _LONGEST):
        raise UnfitError("too many ways to begin")
    return result


def ways(nodes: list[Node]) -> Iterator[Way]:
    """The ways to begin a sequence, those tried first before the others."""
    if not nodes:
        raise UnfitError("may match nothing")
    (code, value), rest = nodes[0], nodes[1:]
    if code in _CHARS:
        yield Way(nodes[0], (), rest)
    elif code is op.BRANCH:
        for way in value[1]:
            yield from ways([*way, *rest])
    elif code is op.SUBPATTERN:
        yield from ways([*value[3], *rest])
    elif code in _REPEATS:
        yield from _of_repeat(nodes)
    elif code in _LOOKS or code is op.AT:
        yield from (Way(node, (nodes[0], *looks), after) for node, looks, after in ways(rest))
    else:
        raise UnfitError(code)


def _of_repeat(nodes: list[Node]) -> Iterator[Way]:
    (code, (least, most, inner)), rest = nodes[0], nodes[1:]
    if not inner.getwidth()[0]:
        raise UnfitError("repeats nothing")
    fewer = most if most is op.MAXREPEAT else most - 1
    more = [(code, (max(least - 1, 0), fewer, inner))] if fewer else []
    once = [*inner, *more, *rest]
    for found in (once, rest) if code is op.MAX_REPEAT else (rest, once):
        if not least or found is once:
            yield from ways(found)


def _listed(code: Any, value: Any) -> Iterator[str]:
    """The characters that a node can take."""
    for kind, item in value if code is op.IN else [(code, value)]:
        if kind is op.LITERAL:
            yield chr(item)
        elif kind is op.RANGE and item[1] - item[0] < _WIDEST:
            yield from map(chr, range(item[0], item[1] + 1))
        else:
            raise UnfitError(kind)


def _after(found: Iterable[Way], char: str) -> list[list[Node]]:
    """What follows a character in the ways that begin with it, what was looked at before it now behind it."""
    return [[*looks, *way.rest] for way in found if (looks := _moved(way.looks, char)) is not None]


def _moved(looks: Iterable[Node], char: str) -> list[Node] | None:
    """Looks from before a character taken from behind it; None where one of them rules the character out."""
    moved: list[Node] = []
    for code, value in looks:
        if code is op.AT and value in _BEGINNINGS:
            moved.append((op.ASSERT, (-1, [(code, value), (op.LITERAL, ord(char))])))
        elif code in _LOOKS and value[0] < 0:
            moved.append((code, (-1, [*value[1], (op.LITERAL, ord(char))])))
        elif code in _LOOKS:
            seen = _after((way for way in ways(list(value[1])) if _takes(*way.node, char)), char)
            held = any(not rest for rest in seen)  # nothing more is asked for
            if held if code is op.ASSERT_NOT else not seen:
                return None
            moved.extend([(code, (1, joined(seen)))] if seen and not held else [])
        else:
            raise UnfitError(code)
    return moved


def _takes(code: Any, value: Any, char: str) -> bool:
    """Whether a node can take a character."""
    return re.match(_node(code, value), char) is not None


def joined(found: list[list[Node]]) -> list[Node]:
    """Alternatives as one sequence, those that begin alike written once; the order of those that can compete stays."""
    groups: list[tuple[Node | None, list[list[Node]]]] = []
    for nodes in found:
        head = nodes[0] if nodes else None
        group = _group(groups, head)
        if group is None:
            groups.append((head, [nodes[1:]]))
        else:
            group.append(nodes[1:])
    made = [[head, *joined(rests)] if head else [] for head, rests in groups]
    return made[0] if len(made) == 1 else [(op.BRANCH, (None, made))]


def _group(groups: list[tuple[Node | None, list[list[Node]]]], head: Node | None) -> list[list[Node]] | None:
    """The group that an alternative joins by its head: the last one, or one that only other literals part from it."""
    for other, rests in reversed(groups):
        if other == head and (not head or head[0] in _CERTAIN):
            return rests
        if not other or not head or other[0] is not op.LITERAL or head[0] is not op.LITERAL:
            return None
    return None


def written(nodes: Iterable[Node]) -> str:
    """A sequence of nodes as the source of a pattern."""
    return "".join(_node(code, value) for code, value in nodes)


def _node(code: Any, value: Any) -> str:
    try:
        return _WRITERS[code](code, value)
    except KeyError:
        raise UnfitError(code) from None


def _repeat(code: Any, value: Any) -> str:
    least, most, inner = value
    bounds = f"{{{least},{'' if most is op.MAXREPEAT else most}}}"
    return f"(?:{written(inner)}){bounds}{_GREED[code]}"


def _look(code: Any, value: Any) -> str:
    return f"(?{'' if value[0] > 0 else '<'}{'=' if code is op.ASSERT else '!'}{written(value[1])})"


def _item(code: Any, value: Any) -> str:
    """A member of a class."""
    if code is op.NEGATE:
        return "^"
    if code is op.LITERAL:
        return re.escape(chr(value))
    if code is op.RANGE:
        return f"{re.escape(chr(value[0]))}-{re.escape(chr(value[1]))}"
    return _CATEGORIES[value]


_WRITERS: dict[Any, Callable[[Any, Any], str]] = {
    op.LITERAL: lambda _, value: re.escape(chr(value)),
    op.NOT_LITERAL: lambda _, value: f"[^{re.escape(chr(value))}]",
    op.ANY: lambda _, value: ".",
    op.IN: lambda _, value: f"[{''.join(_item(*item) for item in value)}]",
    op.BRANCH: lambda _, value: f"(?:{'|'.join(map(written, value[1]))})",
    op.SUBPATTERN: lambda _, value: f"(?:{written(value[3])})",
    op.MAX_REPEAT: _repeat,
    op.MIN_REPEAT: _repeat,
    op.POSSESSIVE_REPEAT: _repeat,
    op.ASSERT: _look,
    op.ASSERT_NOT: _look,
    op.AT: lambda _, value: _PLACES[value],
}
