"""What is wrong in a lexicon in words of both languages, also where a library says so in English alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pipeline.messages import Words, flaw

# What the libraries say, by the words in it: the reason of faults.yaml that tells the same.
_YAML = {
    "mapping values": "yaml_mapping",
    "expected ':'": "yaml_mapping",
    "block": "yaml_indent",
    "quoted scalar": "yaml_quote",
    "flow": "yaml_bracket",
    "',' or": "yaml_bracket",
    "cannot start": "yaml_tab",
}
_PATTERN = {
    "parenthesis": "pattern_open",
    "missing )": "pattern_open",
    "repeat": "pattern_repeat",
    "set": "pattern_set",
    "range": "pattern_set",
    "escape": "pattern_escape",
}


def unknown(word: str, known: Sequence[str], what: str) -> Words:
    """An unknown word, with the nearest known one; `what` it is none of: key, kind, file …"""
    near = get_close_matches(word, known, 1)
    of = flaw(f"what_{what}")
    if near:
        return flaw("unknown_near", what=of, word=word, near=near[0])
    return flaw("unknown", what=of, word=word, known=("、".join(known), ", ".join(known)))


def of_yaml(error: Exception) -> Words:
    """What the YAML library has against a text."""
    said = str(getattr(error, "problem", None) or error)
    context = str(getattr(error, "context", None) or "")
    return flaw("yaml", detail=flaw(_key(_YAML, f"{said} {context}", "yaml_other"), said=said))


def of_pattern(error: Any) -> Words:
    """What the pattern library has against a pattern (its `error`, which has `msg` and `pos`)."""
    at = (error.pos or 0) + 1
    return flaw("pattern", detail=flaw(_key(_PATTERN, error.msg, "pattern_other"), said=str(error), at=at))


def _key(known: Mapping[str, str], said: str, other: str) -> str:
    return next((key for words, key in known.items() if words in said), other)
