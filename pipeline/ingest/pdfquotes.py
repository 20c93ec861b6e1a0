"""Punctuation that a PDF draws after its line, put back between the words where it is seen.

A program that takes quotation marks out of another font (LibreOffice, where the Chinese font has none) draws them when
the rest of the line is done; PDFium gives characters in the order they were drawn.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

_GROUP = re.compile("[“”‘’—…·《》〈〉①-⑳][ \r\n“”‘’—…·《》〈〉①-⑳]*")
_REACH = 400  # characters of a line at most
_Box = tuple[float, float, float, float]  # left, bottom, right, top in points


def returned(page: Any, text: str) -> Mapping[int, str]:
    """What stands for characters of a text layer, by their places, where punctuation goes back into its line."""
    changed: dict[int, str] = {}
    for match in _GROUP.finditer(text):
        marks = [at for at in range(*match.span()) if text[at] not in " \r\n"]
        first = page.get_charbox(marks[0], loose=True)
        line = [(at, box) for at, box in _line_before(page, text, match.start(), first) if changed.get(at) != ""]
        if line and _centre(line[0][1]) > _centre(first):
            _put_back(changed, text, line[::-1], [(at, page.get_charbox(at, loose=True)) for at in marks])
    return changed


def _line_before(page: Any, text: str, end: int, mark: _Box) -> Iterator[tuple[int, _Box]]:
    """The characters before `end` that stand at a mark's height, from the last one backwards."""
    for at in range(end - 1, max(-1, end - _REACH), -1):
        if text[at] in " \r\n":
            continue
        box = page.get_charbox(at, loose=True)
        if min(box[3], mark[3]) - max(box[1], mark[1]) < (mark[3] - mark[1]) / 2:
            return
        yield at, box


def _put_back(changed: dict[int, str], text: str, line: list[tuple[int, _Box]], marks: list[tuple[int, _Box]]) -> None:
    """Move the marks that stand left of the line's last character before the first character to their right."""
    for at, box in marks:
        place = next((where for where, other in line if _centre(other) > _centre(box)), None)
        if place is not None:
            changed[place] = changed.get(place, text[place])[:-1] + text[at] + text[place]
            changed[at] = ""
        for blank in (at - 1, at - 1 if place is None else place - 1):
            if blank >= 0 and text[blank] == " ":
                changed[blank] = ""


def _centre(box: _Box) -> float:
    return (box[0] + box[2]) / 2
