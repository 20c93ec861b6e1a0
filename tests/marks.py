"""Running text with marks: `我公司目前有【党员8人】` says what a layer must find, and where."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

CASES = Path(__file__).parent / "cases"


def unmark(marked: str) -> tuple[str, list[str]]:
    """The plain text and the marked stretches as `start:end:text`, in order."""
    plain, marks, start = "", [], -1
    for char in marked:
        if char == "【":
            start = len(plain)
        elif char == "】":
            marks.append(f"{start}:{len(plain)}:{plain[start:]}")
        else:
            plain += char
    return plain, marks


def cases() -> list[tuple[str, dict[str, Any], dict[str, Any]]]:
    """(id, header, case) of every case file in tests/cases."""
    found = []
    for path in sorted(CASES.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for number, case in enumerate(data["cases"], 1):
            found.append((f"{path.stem}-{case.get('id', number)}", data, case))
    return found
