"""Text boxes of Word 97-2003: whose story is anchored where."""

from __future__ import annotations

import struct
from dataclasses import dataclass, replace

from pipeline.ingest.word97 import Document
from pipeline.model import Span

ANCHORS, STORIES = 40, 56  # numbers of the tables PlcSpaMom and PlcftxbxTxt
_ANCHOR, _STORY = 26, 22  # bytes of their entries


@dataclass(frozen=True, slots=True)
class Box:
    """A text box: the CP in the main text that it is anchored at, and its story."""

    anchor: int
    story: Span
    name: str = ""


def text_boxes(document: Document, table: bytes, part: Span) -> tuple[list[Box], list[Span]]:
    """The boxes whose anchors are known, in the order of these, and the rest of the sub-document of boxes."""
    try:
        anchors = _anchors(document.header.table(table, ANCHORS))
        stories = _stories(document.header.table(table, STORIES), part)
    except struct.error:
        return [], [part]
    found = [Box(anchors[shape], _trimmed(document.text, story)) for shape, story in stories if shape in anchors]
    rest = [_trimmed(document.text, story) for shape, story in stories if shape not in anchors]
    found.sort(key=lambda box: box.anchor)
    named = [replace(box, name=f"文本框{number}") for number, box in enumerate(found, 1)]
    return named, rest if stories else [part]


def _anchors(table: bytes) -> dict[int, int]:
    """The CP of each shape's anchor."""
    count = max((len(table) - 4) // (4 + _ANCHOR), 0)
    places = struct.unpack_from(f"<{count}I", table)
    return {struct.unpack_from("<i", table, 4 * (count + 1) + _ANCHOR * i)[0]: place for i, place in enumerate(places)}


def _stories(table: bytes, part: Span) -> list[tuple[int, Span]]:
    """(shape, story) of the boxes; the last entry of the table ends the one before it."""
    count = max((len(table) - 4) // (4 + _STORY), 0)
    places = struct.unpack_from(f"<{count + 1}I", table) if count else ()
    found = []
    for i in range(count):
        shape = struct.unpack_from("<i", table, 4 * (count + 1) + _STORY * i + 14)[0]
        story = Span(part.start + places[i], min(part.start + places[i + 1], part.end))
        if story.start < story.end:
            found.append((shape, story))
    return found


def _trimmed(text: str, story: Span) -> Span:
    """The story without the marks that end it."""
    return Span(story.start, story.start + len(story.of(text).rstrip("\r")))
