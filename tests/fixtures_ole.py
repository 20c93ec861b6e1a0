"""OLE containers and Word 97-2003 documents made byte by byte, for what no program at hand writes."""

from __future__ import annotations

import struct
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

SECTOR = 512
FREE, END, FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
TEXT_AT = 0x800  # where the text begins in the stream WordDocument


def ole(streams: dict[str, bytes]) -> bytes:
    """A compound file with these streams (padded to where no mini stream is needed)."""
    padded = {name: content.ljust(4096, b"\0") for name, content in streams.items()}
    sectors: list[bytes] = []
    chains: list[int] = []
    starts: dict[str, int] = {}
    for name, content in padded.items():
        starts[name] = len(sectors)
        pieces = [content[i : i + SECTOR].ljust(SECTOR, b"\0") for i in range(0, len(content), SECTOR)]
        sectors += pieces
        chains += [starts[name] + i + 1 for i in range(len(pieces) - 1)] + [END]
    directory = _directory(padded, starts)
    directory_at = len(sectors)
    pieces = [directory[i : i + SECTOR] for i in range(0, len(directory), SECTOR)]
    sectors += pieces
    chains += [directory_at + i + 1 for i in range(len(pieces) - 1)] + [END]
    count = 1
    while (len(chains) + count) > count * 128:
        count += 1
    fat_at = len(sectors)
    chains += [FAT] * count
    chains += [FREE] * (count * 128 - len(chains))
    fat = struct.pack(f"<{len(chains)}I", *chains)
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<5H6x9I", 0x3E, 3, 0xFFFE, 9, 6, 0, count, directory_at, 0, 4096, END, 0, END, 0)
    header += struct.pack(f"<{count}I", *range(fat_at, fat_at + count))
    return header.ljust(SECTOR, b"\xff") + b"".join(sectors) + fat


def _directory(streams: dict[str, bytes], starts: dict[str, int]) -> bytes:
    names = list(streams)
    entries = [_entry("Root Entry", 5, 1 if names else FREE, END, 0)]
    for i, name in enumerate(names, 1):
        sibling = i + 1 if i < len(names) else FREE
        entries.append(_entry(name, 2, FREE, starts[name], len(streams[name]), sibling))
    return b"".join(entries).ljust(-(-len(entries) * 128 // SECTOR) * SECTOR, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = FREE) -> bytes:
    raw = (name + "\0").encode("utf-16-le")
    head = raw.ljust(64, b"\0") + struct.pack("<HBBIII", len(raw), kind, 1, FREE, right, child)
    return head + bytes(36) + struct.pack("<IQ", start, size)


@dataclass(frozen=True)
class Run:
    """Characters with one set of property modifiers."""

    text: str
    changes: bytes = b""


DELETED, INSERTED = b"\x00\x08\x01", b"\x01\x08\x01"
HIDDEN, BOLD = b"\x3c\x08\x01", b"\x35\x08\x01"
IN_TABLE, ROW_END = b"\x16\x24\x01", b"\x16\x24\x01\x17\x24\x01"
INNER_CELL, INNER_ROW_END = b"\x16\x24\x01\x4b\x24\x01", b"\x16\x24\x01\x4b\x24\x01\x4c\x24\x01"


def listed(use: int, level: int | None = 0) -> bytes:
    """The modifiers of a paragraph in a list."""
    return (b"" if level is None else b"\x0a\x26" + bytes([level])) + b"\x0b\x46" + struct.pack("<H", use)


@dataclass(frozen=True)
class Para:
    """A paragraph: runs (a string is one run), its mark, its style and modifiers."""

    runs: str | Sequence[Run]
    changes: bytes = b""
    mark: str = "\r"
    style: int = 0


@dataclass(frozen=True)
class LevelDef:
    """A list level: number format code, text with U+0000… for numbers, what follows (0 tab, 1 space, 2 nothing)."""

    code: int
    text: str
    follow: int = 2
    start: int = 1
    flags: int = 0


@dataclass(frozen=True)
class Word:
    """The parts of a document; `pieces` are the CPs at which the text is cut, the odd pieces stored in one byte."""

    paras: Sequence[Para]
    footnotes: Sequence[Para] = ()
    headers: Sequence[Para] = ()
    boxes: Sequence[Para] = ()
    lists: Sequence[Sequence[LevelDef]] = ()
    uses: Sequence[tuple[int, dict[int, int]]] = ()  # (list, {level: start of its own})
    styles: dict[int, tuple[bytes, bytes]] = field(default_factory=dict)  # {1..9: (paragraph, character) modifiers}
    pieces: Sequence[int] = ()
    flags: int = 0
    sections: Sequence[int] = ()
    anchored: Sequence[tuple[int, int]] = ()  # of each text box the CP of its anchor and the length of its story

    def streams(self) -> dict[str, bytes]:
        """The streams WordDocument and 1Table."""
        parts = [self.paras, self.footnotes, self.headers, self.boxes]
        runs, marks = _flattened([para for part in parts for para in part])
        text = "".join(run.text for run in runs)
        units = text.encode("utf-16-le")
        cuts = [0, *self.pieces, len(units) // 2]
        stored, places = _stored(units, cuts)
        main = bytearray(TEXT_AT) + stored
        runs_at = _pages(main, _character_pages(runs, cuts, places))
        paras_at = _pages(main, _paragraph_pages(marks, cuts, places))
        table = bytearray()
        pairs = [(0, 0)] * 93
        parts_of_table = {
            1: _style_sheet(self.styles), 6: _sections(self.sections, len(units) // 2), 12: runs_at, 13: paras_at,
            40: _anchors(self.anchored),
            56: _stories(self.anchored), 33: _clx(cuts, places), 73: _lists(self.lists), 74: _uses(self.uses),
        }  # fmt: skip
        for number, content in parts_of_table.items():
            if content:
                size = 2 + 28 * len(self.lists) if number == 73 else len(content)
                pairs[number] = (len(table), size)
                table += content
        lengths = [sum(len(_text(para).encode("utf-16-le")) // 2 for para in part) for part in parts]
        main[:TEXT_AT] = _header(lengths, pairs, self.flags, len(stored))
        return {"WordDocument": bytes(main), "1Table": bytes(table)}

    def file(self) -> bytes:
        """The whole file."""
        return ole(self.streams())


def _text(para: Para) -> str:
    return (para.runs if isinstance(para.runs, str) else "".join(run.text for run in para.runs)) + para.mark


def _flattened(paras: Sequence[Para]) -> tuple[list[Run], list[tuple[int, int, bytes]]]:
    """All runs, and (first unit, unit behind the mark, style and modifiers) of each paragraph."""
    runs: list[Run] = []
    marks, at = [], 0
    for para in paras:
        own = [Run(para.runs)] if isinstance(para.runs, str) else list(para.runs)
        runs += [run for run in (*own, Run(para.mark)) if run.text]
        size = len(_text(para).encode("utf-16-le")) // 2
        marks.append((at, at + size, struct.pack("<H", para.style) + para.changes))
        at += size
    return runs, marks


def _stored(units: bytes, cuts: list[int]) -> tuple[bytes, list[tuple[int, int]]]:
    """The text in its pieces, and each piece's (offset in the stream, bytes a character)."""
    stored, places = bytearray(), []
    for i, (start, end) in enumerate(pairwise(cuts)):
        piece = units[2 * start : 2 * end]
        places.append((TEXT_AT + len(stored), 2 - i % 2))
        stored += piece.decode("utf-16-le").encode("cp1252") if i % 2 else piece
        stored += b"\0" * (len(stored) % 2)
    return bytes(stored), places


def _place(unit: int, cuts: list[int], places: list[tuple[int, int]]) -> int:
    index = max(i for i, cut in enumerate(cuts[:-1]) if cut <= unit)
    return places[index][0] + (unit - cuts[index]) * places[index][1]


def _character_pages(runs: list[Run], cuts: list[int], places: list[tuple[int, int]]) -> list[bytes]:
    found, at = [], 0
    for run in runs:
        size = len(run.text.encode("utf-16-le")) // 2
        inside = [cut for cut in cuts if at < cut < at + size]
        for start, end in zip([at, *inside], [*inside, at + size], strict=True):
            first = _place(start, cuts, places)
            found.append((first, _place(end - 1, cuts, places) + _width(end - 1, cuts, places), run.changes))
        at += size
    return [
        _page(found[i : i + 12], 1, lambda changes: bytes([len(changes)]) + changes) for i in range(0, len(found), 12)
    ]


def _width(unit: int, cuts: list[int], places: list[tuple[int, int]]) -> int:
    return places[max(i for i, cut in enumerate(cuts[:-1]) if cut <= unit)][1]


def _paragraph_pages(
    marks: list[tuple[int, int, bytes]], cuts: list[int], places: list[tuple[int, int]]
) -> list[bytes]:
    found = []
    for start, end, changes in marks:
        found.append(
            (_place(start, cuts, places), _place(end - 1, cuts, places) + _width(end - 1, cuts, places), changes)
        )
    return [_page(found[i : i + 8], 13, _papx) for i in range(0, len(found), 8)]


def _papx(changes: bytes) -> bytes:
    if len(changes) % 2:
        return bytes([(len(changes) + 1) // 2]) + changes
    return bytes([0, len(changes) // 2]) + changes


def _page(runs: list[tuple[int, int, bytes]], width: int, packed: object) -> bytes:
    page = bytearray(512)
    struct.pack_into(f"<{len(runs) + 1}I", page, 0, *(run[0] for run in runs), runs[-1][1])
    at, base = 510, 4 * (len(runs) + 1)
    for i, (_start, _end, changes) in enumerate(runs):
        if changes:
            content = packed(changes)  # type: ignore[operator]
            at = (at - len(content)) // 2 * 2
            page[at : at + len(content)] = content
            page[base + width * i] = at // 2
    page[511] = len(runs)
    return bytes(page)


def _pages(main: bytearray, pages: list[bytes]) -> bytes:
    """Append pages to the stream; the table that names them."""
    main += b"\0" * (-len(main) % 512)
    numbers = []
    for page in pages:
        numbers.append(len(main) // 512)
        main += page
    bounds = [struct.unpack_from("<I", page)[0] for page in pages]
    last = struct.unpack_from("<I", pages[-1], 4 * pages[-1][511])[0]
    return struct.pack(f"<{len(pages) + 1}I{len(pages)}I", *bounds, last, *numbers)


def _clx(cuts: list[int], places: list[tuple[int, int]]) -> bytes:
    body = struct.pack(f"<{len(cuts)}I", *cuts)
    for at, width in places:
        body += struct.pack("<HIH", 0, at if width == 2 else 0x40000000 | at * 2, 0)
    return b"\2" + struct.pack("<I", len(body)) + body


def _sections(ends: Sequence[int], size: int) -> bytes:
    bounds = [0, *ends, size]
    return struct.pack(f"<{len(bounds)}I", *bounds) + bytes(12 * (len(bounds) - 1)) if ends else b""


def _anchors(boxes: Sequence[tuple[int, int]]) -> bytes:
    table = struct.pack(f"<{len(boxes) + 1}I", *(anchor for anchor, _size in boxes), 1 << 20)
    return table + b"".join(struct.pack("<i22x", 1000 + i) for i in range(len(boxes))) if boxes else b""


def _stories(boxes: Sequence[tuple[int, int]]) -> bytes:
    bounds = [0]
    for _anchor, size in boxes:
        bounds.append(bounds[-1] + size)
    table = struct.pack(f"<{len(bounds) + 1}I", *bounds, bounds[-1] + 1)
    entries = b"".join(struct.pack("<14xi4x", 1000 + i) for i in range(len(boxes)))
    return table + entries + bytes(22) if boxes else b""


def _style_sheet(styles: dict[int, tuple[bytes, bytes]]) -> bytes:
    sheet = struct.pack("<HHH", 18, 15, 10) + bytes(14)
    for number in range(15):
        if number and number not in styles:
            sheet += struct.pack("<H", 0)
            continue
        paragraph, characters = styles.get(number, (b"", b""))
        name = f"heading {number}" if number else "Normal"
        record = struct.pack("<HHHHH", number, 1 | (0 if number else 0xFFF) << 4, 2, 0, 0)
        record += struct.pack("<H", len(name)) + (name + "\0").encode("utf-16-le")
        for update in (struct.pack("<H", number) + paragraph, characters):
            record += b"\0" * (len(record) % 2) + struct.pack("<H", len(update)) + update
        sheet += struct.pack("<H", len(record)) + record + b"\0" * (len(record) % 2)
    return sheet


def _lists(lists: Sequence[Sequence[LevelDef]]) -> bytes:
    if not lists:
        return b""
    table, behind = struct.pack("<H", len(lists)), b""
    for id, levels in enumerate(lists, 1):
        table += struct.pack("<iI9HBB", id, 0, *[0xFFF] * 9, len(levels) == 1, 0)
        for level in [*levels, *[LevelDef(255, "")] * (0 if len(levels) == 1 else 9 - len(levels))]:
            behind += struct.pack("<iBB9sB", level.start, level.code, level.flags, bytes(9), level.follow)
            behind += bytes(8) + bytes([3, 2, 0, 0]) + b"\1\2" + b"\3\4\5"
            behind += struct.pack("<H", len(level.text)) + level.text.encode("utf-16-le")
    return table + behind


def _uses(uses: Sequence[tuple[int, dict[int, int]]]) -> bytes:
    if not uses:
        return b""
    table = struct.pack("<I", len(uses))
    data = b""
    for id, starts in uses:
        table += struct.pack("<iIIBBBB", id, 0, 0, len(starts), 0, 0, 0)
        data += b"\xff\xff\xff\xff"
        for level, start in starts.items():
            data += struct.pack("<iI", start, level | 0x10)
    return table + data


def _header(lengths: list[int], pairs: list[tuple[int, int]], flags: int, size: int) -> bytes:
    main, footnotes, headers, boxes = lengths
    head = struct.pack("<6H", 0xA5EC, 0xC1, 0, 0x0804, 0, 0x1200 | flags) + struct.pack("<I", 0) + bytes(8)
    head += struct.pack("<II", TEXT_AT, TEXT_AT + size)
    head += struct.pack("<H", 14) + bytes(28)
    longs = [0, 0, 0, main, footnotes, headers, 0, 0, 0, boxes, 0]
    head += struct.pack("<H", 22) + struct.pack("<11I", *longs) + bytes(44)
    head += struct.pack("<H", 93) + b"".join(struct.pack("<II", *pair) for pair in pairs)
    return head.ljust(TEXT_AT, b"\0")
