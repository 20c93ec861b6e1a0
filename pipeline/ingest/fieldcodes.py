"""Instructions of Word's fields that say more than their results: what EQ draws, and tables of contents."""

from __future__ import annotations

import re

from pipeline.ingest.symbols import circled

LONGEST = 500  # characters of an instruction that is looked into
LONGEST_ENTRY = 100  # characters of a line of a table of contents
# EQ \o\ac(○,一): a character in a circle; EQ … \o\ad(\s\up 9(zhong),中): one below its sound.
_OVERSTRIKE = re.compile(r"\s*EQ\b.*\\o.*[,，;；]\s*([^\\(),，;；\s]{1,8})\)\s*", re.I | re.S)
_CONTENTS = re.compile(r"\s*TOC\b", re.I)


def drawn(code: str) -> str:
    """The character that a field EQ draws in a circle or below its sound; empty for any other instruction."""
    found = _OVERSTRIKE.fullmatch(code) if len(code) < LONGEST else None
    return "" if found is None else circled(found[1]) if "○" in code else found[1]


def is_contents(code: str) -> bool:
    """Whether a field is a table of contents, whose lines repeat the headings."""
    return _CONTENTS.match(code) is not None


def is_entry(line: str) -> bool:
    """Whether a line can be one of a table of contents: a lost end mark must not make one of the whole document."""
    return len(line) <= LONGEST_ENTRY
