"""What Word 97-2003 does not show: deleted and hidden characters, and the instructions of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.fieldcodes import drawn, is_contents, is_entry
from pipeline.ingest.signs import signs
from pipeline.ingest.word97 import Document
from pipeline.ingest.word97_runs import C_DELETED, C_SYMBOL, C_VANISH
from pipeline.model import Span

_FIELD_CODES = re.compile("\x13[^\x13-\x15]*\x14")
_FIELDS = re.compile("[\x13-\x15]")
GONE = "\uffff"  # stands in for deleted and hidden characters so that CPs stay what they are


def without_gone(document: Document) -> str:
    """The text with deleted and hidden characters and the instructions of fields replaced by GONE."""
    gone = [(a, b, "") for a, b, operand in document.spans(C_DELETED) if operand[0] & 1]
    gone += [(a, b, "") for a, b, operand in document.spans(C_VANISH) if operand[0] in {1, 0x81}]
    gone += _instructions(document.text)
    gone += [(a, b, _sign(operand) * (b - a)) for a, b, operand in document.spans(C_SYMBOL) if len(operand) == 4]
    parts, at = [], 0
    for start, end, shown in sorted(gone):
        parts += [document.text[at:start], shown.ljust(max(end - max(start, at), 0), GONE)]
        at = max(at, end)
    return "".join([*parts, document.text[at:]])


def _sign(operand: bytes) -> str:
    """The sign of a symbol font that an inserted symbol stands for."""
    return signs(chr(0xF000 | operand[2]))


def _instructions(text: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of field instructions, with what is drawn in their place; a field that is not closed is none."""
    for start, results, end in _fields(text):
        yield (start, results, "") if results else (start, end, drawn(text[start + 1 : end]))


def contents_of(text: str) -> list[Span]:
    """The tables of contents: their fields, inner ones first, from mark to mark."""
    found = (field for field in _fields(text) if field[1] and is_contents(text[field[0] + 1 : field[1]]))
    return [Span(start, end + 1) for start, results, end in found if _is_list(text[results:end])]


def _fields(text: str) -> Iterator[tuple[int, int, int]]:
    """Where closed fields begin, where their results do (0: there are none), and where they end; inner ones first."""
    begun: list[list[int]] = []
    for match in _FIELDS.finditer(text):
        if match[0] == "\x13":
            begun.append([match.start()])
        elif begun and match[0] == "\x14":
            begun[-1].append(match.start())
        elif begun:
            start, *results = begun.pop()
            yield start, results[0] if results else 0, match.start()


def _is_list(result: str) -> bool:
    return all(is_entry(_FIELD_CODES.sub("", line)) for line in result.split("\r"))
