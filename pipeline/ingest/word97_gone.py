"""What Word 97-2003 does not show: deleted and hidden characters, and the instructions of fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.ingest.fieldcodes import LONGEST_ENTRY, drawn, is_contents
from pipeline.ingest.signs import signs
from pipeline.ingest.word97 import Document
from pipeline.ingest.word97_runs import C_DELETED, C_SYMBOL, C_VANISH

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
    begun: list[list[int]] = []
    for match in _FIELDS.finditer(text):
        if match[0] == "\x13":
            begun.append([match.start()])
        elif begun and match[0] == "\x14":
            begun[-1].append(match.start())
        elif begun:
            start, *results = begun.pop()
            if not results:
                yield start, match.start(), drawn(text[start + 1 : match.start()])
            elif is_contents(text[start + 1 : results[0]]) and _is_list(text[results[0] : match.start()]):
                yield start, match.start(), ""
            else:
                yield start, results[0], ""


def _is_list(result: str) -> bool:
    """Whether the result of a table of contents is one: a lost end mark must not swallow the document."""
    return all(len(_FIELD_CODES.sub("", line)) <= LONGEST_ENTRY for line in result.split("\r"))
