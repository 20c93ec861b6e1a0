"""Worksheets that fit Chinese and paper: a row at a time, so that thousands of reports need no memory.

A cell is text, a number, a date or empty, never a formula. Widths count a full-width character as two.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from pipeline.outputs.keeping import FIXED
from pipeline.products.shown import Shown, clean

ROWS, NOTE_CHARS = 1_048_576, 800
NOTES = 40_000  # Excel opens slowly with more
# Points. A line is as high as the fonts need that stand in for 宋体 where that is not installed.
LINE, HEAD, TALL_HEAD, TALLEST = 16.5, 30.0, 50.0, 405.0
FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
TINTS = {
    "": "", "missing": "#F8CBAD", "doubtful": "#FFF2CC", "corrected": "#BDD7EE", "quiet": "#EDEDED", "head": "#D9E1F2",
}  # fmt: skip
BASE = {"font_name": "宋体", "font_size": 11, "valign": "top"}
KINDS: Mapping[str, Mapping[str, Any]] = {
    "text": {"text_wrap": True},
    "word": {"text_wrap": True, "num_format": "@", "align": "center"},
    "number": {"num_format": "0", "align": "center"},
    "share": {"num_format": "0.0%", "align": "center"},
    "date": {"num_format": 'yyyy"年"m"月"d"日"', "align": "center"},
}
_WIDE = re.compile(r"[^\x00-\u02ff]")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its header, its kind of cell, and its width in half-width characters (fitted up to it if `fit`)."""

    title: str
    kind: str = "text"
    width: int = 12
    fit: bool = False
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """A row to write: cells in column order, notes and tints by column number."""

    cells: Sequence[Shown]
    notes: Mapping[int, str] = field(default_factory=dict)
    tints: Mapping[int, str] = field(default_factory=dict)


def width_of(text: str) -> int:
    """The width of one line in half-width characters."""
    return len(text) + len(_WIDE.findall(text))


def lines_of(text: str, width: int) -> int:
    """How many lines a text takes in a column of that width."""
    return sum(max(1, -(-width_of(part) // max(1, width - 2))) for part in text.split("\n"))


class Book:
    """A workbook being written; equal content gives equal bytes. `scratch`: a folder for its rows meanwhile."""

    def __init__(self, path: Path, title: str, about: str, scratch: str) -> None:
        import xlsxwriter

        from pipeline.outputs.sheet_page import Page

        self.page = Page
        font = {"font_name": "宋体", "font_size": 11}
        settings = {"constant_memory": True, "tmpdir": scratch, "default_format_properties": font}
        self.book = xlsxwriter.Workbook(str(path), settings)
        self.title = title
        self.notes = 0
        self.sheets: dict[str, Sheet] = {}
        self.formats: dict[tuple[str, str, bool], Any] = {}
        self.book.set_properties({"title": title, "comments": about, "author": "", "created": FIXED})

    def sheet(self, name: str, columns: Sequence[Column], lines: int = 25, printed: int | None = None) -> Sheet:
        """A new sheet; a row is at most `lines` high, the first `printed` columns are printed (all but the hidden)."""
        self.sheets[name] = Sheet(self, name, columns, lines, printed)
        return self.sheets[name]

    def format(self, kind: str, tint: str, quoted: bool = False) -> Any:
        """A cell format, made once; `quoted` keeps text that looks like a formula text when it is edited."""
        key = (kind, tint, quoted)
        if key not in self.formats:
            fill = {"bg_color": TINTS[tint]} if TINTS[tint] else {}
            look = {**BASE, "border": 4, "border_color": "#7F7F7F", **KINDS[kind], **fill}
            self.formats[key] = self.book.add_format({**look, "quote_prefix": quoted})
        return self.formats[key]

    def abandon(self) -> None:
        """Let go of the rows written so far; after an error, instead of `close`."""
        for sheet in self.sheets.values():
            if (rows := sheet.page.row_data_fh) is not None:
                rows.close()

    def close(self) -> None:
        """Finish every sheet and write the file."""
        for sheet in self.sheets.values():
            sheet.finish()
        self.book.close()


class Sheet:
    """One sheet being written, header first, rows in order."""

    def __init__(self, book: Book, name: str, columns: Sequence[Column], lines: int, printed: int | None) -> None:
        self.book, self.name, self.columns, self.lines = book, name, columns, lines
        self.printed = sum(not column.hidden for column in columns) if printed is None else printed
        self.page = book.book.add_worksheet(name, book.page)
        self.next, self.dropped = 1, 0
        # The header of a column of figures is broken into short lines.
        self.widest = [5 if column.kind == "number" else width_of(column.title) for column in columns]
        head = book.book.add_format(
            {**BASE, "bold": True, "text_wrap": True, "align": "center", "valign": "vcenter", "border": 1,
             "bg_color": TINTS["head"]}
        )  # fmt: skip
        tall = any(column.kind == "number" and width_of(column.title) > 8 for column in columns)
        self.page.set_row(0, TALL_HEAD if tall else HEAD)
        for number, column in enumerate(columns):
            self.page.write_string(0, number, column.title, head)

    def add(self, line: Line) -> None:
        """Write a row; those that no sheet can hold are counted."""
        if self.next >= ROWS - 1:
            self.dropped += 1
            return
        self.page.set_row(self.next, self.height(line.cells))
        for number, note in line.notes.items():
            self.note(number, note)
        tints = line.tints
        cells = enumerate(zip(self.columns, line.cells, strict=True))
        self.page.put_row(
            self.next,
            (
                (number, *self.cell(number, column, cell, tints.get(number, "")))
                for number, (column, cell) in cells
                if cell is not None or not column.hidden
            ),
        )
        self.next += 1

    def height(self, cells: Sequence[Shown]) -> float:
        """The height of a row in points, by what of it is printed."""
        printed = zip(self.columns[: self.printed], cells, strict=False)
        shown = (lines_of(cell, c.width) for c, cell in printed if isinstance(cell, str))
        return min(TALLEST, LINE * min(self.lines, max(shown, default=1)) + 3)

    def cell(self, number: int, column: Column, cell: Shown, tint: str) -> tuple[Shown | datetime, Any]:
        """What one cell holds, and its format by its type."""
        if isinstance(cell, str):
            text = clean(cell)
            if column.fit:
                self.widest[number] = max(self.widest[number], *map(width_of, text[:200].split("\n")))
            kind = "word" if column.kind in ("date", "number") else column.kind
            return text, self.book.format(kind, tint, text.startswith(FORMULA))
        if cell is None:
            return None, self.book.format(column.kind, tint)
        if isinstance(cell, date):
            self.widest[number] = max(self.widest[number], 14)
            return datetime(cell.year, cell.month, cell.day), self.book.format("date", tint)
        kind = column.kind if column.kind in ("number", "share") else "number"
        self.widest[number] = max(self.widest[number], len(str(cell)))
        return cell, self.book.format(kind, tint)

    def note(self, number: int, text: str) -> None:
        """A note on a cell of the current row, in a box of its size."""
        if not text or self.book.notes >= NOTES:
            return
        self.book.notes += 1
        text = clean(text, NOTE_CHARS)
        look = {"font_name": "宋体", "font_size": 10, "x_scale": 3.2, "y_scale": 0.35 + lines_of(text, 58) * 0.24}
        self.page.write_comment(self.next, number, text, look)

    def finish(self) -> None:
        """Widths, filter, panes and print set-up, once all rows are there."""
        if self.dropped:
            self.page.write_string(self.next, 0, f"……另有 {self.dropped} 行，本表放不下，见 CSV 表")
        for number, column in enumerate(self.columns):
            width = min(column.width, self.widest[number] + 2) if column.fit else column.width
            self.page.set_column(number, number, width, None, {"hidden": column.hidden})
        self.page.autofilter(0, 0, max(1, self.next - 1), len(self.columns) - 1)
        self.page.freeze_panes(1, 1)
        if self.printed:
            self.paper()

    def paper(self) -> None:
        """A4 landscape, one page wide, the header row on every page."""
        page = self.page
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.repeat_rows(0)
        page.set_margins(left=0.4, right=0.4, top=0.8, bottom=0.6)
        page.center_horizontally()
        page.print_area(0, 0, max(1, self.next - 1), self.printed - 1)
        heading = f"{self.book.title}{self.name}".replace("&", "&&")
        page.set_header(f'&C&"宋体,Bold"&14{heading}'[:255])
        page.set_footer("&C第 &P 页，共 &N 页")
