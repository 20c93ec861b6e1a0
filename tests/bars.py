"""Running text with bars: `|一、|基本情况|` is a heading of level 1 with its marker, `||（一）|学习|` one of level 2.

A heading without a marker has a single pair of bars: `|存在问题|`. `⏎` is a line break that the author did not mean.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

OUTLINE = Path(__file__).parent / "cases" / "outline"
_BARRED = re.compile(r"(\|{1,6})([^|\n]+)\|(?:([^|\n]+)\|)?")


def unbar(barred: str) -> tuple[str, list[str]]:
    """The plain text and its headings as `start:level:marker:words`, in order."""
    plain, found, last = "", [], 0
    for match in _BARRED.finditer(barred):
        plain += barred[last : match.start()]
        marker, words = (match[2], match[3]) if match[3] else ("", match[2])
        found.append(f"{len(plain)}:{len(match[1])}:{marker}:{words.strip()}")
        plain += marker + words
        last = match.end()
    return plain + barred[last:], found


def cases(name: str) -> list[tuple[str, dict[str, Any]]]:
    """(id, case) of a file in tests/cases/outline."""
    data = yaml.safe_load((OUTLINE / f"{name}.yaml").read_text(encoding="utf-8"))
    return [(str(case.get("id", number)), case) for number, case in enumerate(data["cases"], 1)]
