"""What is done to a text before it becomes a file: hard wraps and Word's automatic numbers."""

from __future__ import annotations

import dataclasses
import re

from .markup import Mark

CLOSING = "。，、；：？！”’）》】〉,.;:?!)"
DIGITS = "零一二三四五六七八九"
CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩"


def pieces(text: str) -> list[str]:
    """What a line wrap leaves whole: a Latin word or number, or one other character."""
    return re.findall(r"[A-Za-z0-9.%]+|[\s\S]", text)


def wrap(text: str, marks: list[Mark], width: int) -> str:
    """Breaks lines after `width` full-width characters, never before closing punctuation; moves the marks along."""
    out: list[str] = []
    moved: list[int] = []
    column = written = 0
    for piece in pieces(text):
        columns = sum(1 if char.isascii() else 2 for char in piece)
        if column + columns > 2 * width and piece != "\n" and piece not in CLOSING:
            out.append("\n")
            written, column = written + 1, 0
        moved += range(written, written + len(piece))
        out.append(piece)
        written += len(piece)
        column = 0 if piece == "\n" else column + columns
    for mark in marks:
        mark.start, mark.end = moved[mark.start], moved[mark.end - 1] + 1
    return "".join(out)


def counting(number: int) -> str:
    """1 to 99 as Word's chineseCounting shows it."""
    tens, ones = divmod(number, 10)
    head = {0: "", 1: "十"}.get(tens, DIGITS[tens] + "十")
    return head + (DIGITS[ones] if ones or not tens else "")


FORMATS = {
    "decimal": str,
    "chineseCounting": counting,
    "chineseCountingThousand": counting,
    "japaneseCounting": counting,
    "decimalEnclosedCircleChinese": lambda n: CIRCLED[n - 1],
}
SUFFIXES = {"nothing": "", "space": " ", "tab": "\t"}


@dataclasses.dataclass
class Level:
    fmt: str
    text: str
    suffix: str = "nothing"
    style: str = ""


class Numbering:
    """Word's counters of one list: a level counts on, the deeper ones start again."""

    def __init__(self, levels: list[Level]):
        self.levels = levels
        self.counters = [0] * len(levels)

    def next(self, level: int) -> str:
        self.counters[level] += 1
        self.counters[level + 1 :] = [0] * (len(self.levels) - level - 1)
        shown = self.levels[level].text
        for i in range(level + 1):
            shown = shown.replace(f"%{i + 1}", FORMATS[self.levels[i].fmt](self.counters[i]))
        return shown + SUFFIXES[self.levels[level].suffix]
