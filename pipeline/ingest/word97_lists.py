"""Automatic numbers of Word 97-2003: the list tables ([MS-DOC] PlfLst, PlfLfo) and the counting."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field, replace

from pipeline.ingest.numformat import format_number
from pipeline.ingest.symbols import symbol

LEVELS = 9
MAX_LISTS = 10_000
MAX_LABEL = 100  # characters
_FOLLOW = ("\t", " ", "")
# The number formats by their code, in the names of OOXML (which took over their order).
_FORMATS = (
    "decimal", "upperRoman", "lowerRoman", "upperLetter", "lowerLetter", "ordinal", "cardinalText", "ordinalText",
    "hex", "chicago", "ideographDigital", "japaneseCounting", "aiueo", "iroha", "decimalFullWidth",
    "decimalHalfWidth", "japaneseLegal", "japaneseDigitalTenThousand", "decimalEnclosedCircle", "decimalFullWidth2",
    "aiueoFullWidth", "irohaFullWidth", "decimalZero", "bullet", "ganada", "chosung", "decimalEnclosedFullstop",
    "decimalEnclosedParen", "decimalEnclosedCircleChinese", "ideographEnclosedCircle", "ideographTraditional",
    "ideographZodiac", "ideographZodiacTraditional", "taiwaneseCounting", "ideographLegalTraditional",
    "taiwaneseCountingThousand", "taiwaneseDigital", "chineseCounting", "chineseLegalSimplified",
    "chineseCountingThousand", "koreanDigital", "koreanCounting", "koreanLegal", "koreanDigital2",
    "vietnameseCounting", "russianLower", "russianUpper",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Level:
    """A level of a list; in `text` the characters U+0000 to U+0008 stand for the numbers of the levels."""

    start: int = 1
    format: str = "decimal"
    legal: bool = False
    restart: int = -1  # the level after whose numbers this one begins again; -1: any higher one
    follow: str = "\t"
    text: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list definition: its identity, its levels, and the paragraph styles linked to them."""

    id: int
    levels: tuple[Level, ...]
    styles: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A use of a list: levels that begin at a number of their own, and levels defined anew."""

    id: int
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, Level] = field(default_factory=dict)


@dataclass(slots=True)
class Numbers:
    """The counters of a document; `uses` are numbered from 1."""

    lists: dict[int, List]
    uses: list[Use]
    counts: dict[int, list[int | None]] = field(default_factory=dict)
    begun: set[tuple[int, int]] = field(default_factory=set)

    def of(self, use: int, level: int) -> str:
        """The number of the next paragraph of a list at a level, with what follows it."""
        if not 1 <= use <= len(self.uses) or self.uses[use - 1].id not in self.lists:
            return ""
        used = self.uses[use - 1]
        found = self._levels(used)
        if not 0 <= level < len(found):
            return ""
        self._count(use, used, level, found)
        return self._shown(self.counts[used.id], level, found)

    def level_of(self, use: int, style: int) -> int:
        """The level that a list links to a paragraph style, the first where it links none."""
        if not 1 <= use <= len(self.uses) or self.uses[use - 1].id not in self.lists:
            return 0
        styles = self.lists[self.uses[use - 1].id].styles
        return styles.index(style) if style in styles else 0

    def _levels(self, used: Use) -> list[Level]:
        return [used.levels.get(i, level) for i, level in enumerate(self.lists[used.id].levels)]

    def _count(self, use: int, used: Use, level: int, levels: list[Level]) -> None:
        counts = self.counts.setdefault(used.id, [None] * LEVELS)
        if level in used.starts and (use, level) not in self.begun:
            counts[level] = None
        self.begun.add((use, level))
        start = used.starts.get(level, levels[level].start)
        now = counts[level]
        counts[level] = start if now is None else now + 1
        for deeper in range(level + 1, len(levels)):
            if levels[deeper].restart < 0 or level < levels[deeper].restart:
                counts[deeper] = None

    def _shown(self, counts: list[int | None], level: int, levels: list[Level]) -> str:
        own, parts = levels[level], []
        if own.format == "bullet":
            return _bullet(own.text) + own.follow
        for char in own.text:
            at = ord(char)
            if at >= LEVELS:
                parts.append(char)
            elif at < len(levels):
                count = counts[at]
                value = levels[at].start if count is None else count
                parts.append(format_number(value, "decimal" if own.legal else levels[at].format))
        text = "".join(parts)
        return text + own.follow if text else ""


def _bullet(text: str) -> str:
    """A bullet; those of symbol fonts (private or ASCII letters standing for signs) as a plain one."""
    if text[:1].isascii():
        return "•"
    return symbol("", ord(text[0]), "•") if "\ue000" <= text[0] <= "\uf8ff" else text


def numbers_of(lists: bytes, behind: bytes, uses: bytes) -> Numbers:
    """The lists from their table and the levels `behind` it, and the uses from theirs."""
    return Numbers({found.id: found for found in _lists(lists, behind)}, _uses(uses))


def _lists(table: bytes, behind: bytes) -> list[List]:
    if len(table) < 2:
        return []
    found, at = [], 0
    for i in range(min(struct.unpack_from("<H", table)[0], MAX_LISTS)):
        record = table[2 + 28 * i : 30 + 28 * i]
        levels = []
        for _ in range(1 if record[26] & 1 else LEVELS):
            level, at = _level(behind, at)
            levels.append(level)
        found.append(List(struct.unpack_from("<i", record)[0], tuple(levels), struct.unpack_from("<9H", record, 8)))
    return found


def _level(data: bytes, at: int) -> tuple[Level, int]:
    """The level at an offset, and the offset behind it."""
    start, code, flags = struct.unpack_from("<iBB", data, at)
    follow, characters, paragraphs, limit = data[at + 15], data[at + 24], data[at + 25], data[at + 26]
    at += 28 + characters + paragraphs
    size = struct.unpack_from("<H", data, at)[0]
    text = data[at + 2 : at + 2 + 2 * min(size, MAX_LABEL)].decode("utf-16-le", "replace")
    name = _FORMATS[code] if code < len(_FORMATS) else "none"
    restart = limit if flags & 8 else -1
    return (
        Level(start, name, bool(flags & 4), restart, _FOLLOW[follow] if follow < 3 else "", text),
        at + 2 + 2 * size,
    )


def _uses(table: bytes) -> list[Use]:
    if len(table) < 4:
        return []
    count = min(struct.unpack_from("<I", table)[0], MAX_LISTS)
    found, at = [], 4 + 16 * count
    for i in range(count):
        use = Use(struct.unpack_from("<i", table, 4 + 16 * i)[0])
        changed = table[4 + 16 * i + 12]
        at += 4
        for _ in range(changed):
            start, flags = struct.unpack_from("<iI", table, at)
            at += 8
            level = flags & 0xF
            if flags & 0x20:
                use.levels[level], at = _level(table, at)
                start = use.levels[level].start
            if flags & 0x10:
                use.starts[level] = start
        found.append(replace(use))
    return found
