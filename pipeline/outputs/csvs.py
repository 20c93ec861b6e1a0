"""CSV for people: UTF-8 with BOM, LF, RFC 4180, cells that a spreadsheet would run made harmless."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Any

from pipeline.collation.diff import Change
from pipeline.outputs import Bundle
from pipeline.products.codebook import changes_table, tables
from pipeline.products.tables import Cell, Row
from pipeline.running.atomic import replaced

FIRST_CHANGES = 6  # columns that the table of changes has had from the first
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def harmless(cell: Cell) -> Cell:
    """A text cell that would run as a formula gets an apostrophe before it; numbers stay numbers."""
    if isinstance(cell, str):
        try:
            cell.encode("utf-8")
        except UnicodeEncodeError:
            cell = cell.encode("utf-8", "backslashreplace").decode("utf-8")
        return "'" + cell if cell.startswith(FORMULA) else cell
    if isinstance(cell, bool):
        return str(cell).lower()
    return cell


class CsvTable:
    """One table being written, a row at a time."""

    def __init__(self, handle: IO[str], name: str, headers: str) -> None:
        self.writer: Any = csv.writer(handle, lineterminator="\n")
        self.writer.writerow(tables()[name].header(headers))

    def rows(self, rows: Iterable[Row]) -> None:
        """Write rows in the codebook's column order."""
        self.writer.writerows([harmless(cell) for cell in row] for row in rows)


def write_csv(bundle: Bundle) -> list[Path]:
    """Write all tables of the contract in one pass over the rows; the paths written.

    Every table is all or nothing: a temporary file that takes its name when the whole pass is done.
    """
    with ExitStack() as stack:
        names = [name for name, table in tables().items() if not table.derived]
        handles = [stack.enter_context(replaced(bundle.folder / f"{name}.csv")) for name in names]
        named = zip(names, handles, strict=True)
        writers = {name: CsvTable(handle.text, name, bundle.options.headers) for name, handle in named}
        for name, some in bundle.collection.stream():
            writers[name].rows(some)
    return [handle.final for handle in handles]


def is_changes(path: Path) -> bool:
    """Whether a file is a table of changes that an earlier comparison wrote, which a new one may replace."""
    try:
        with path.open(encoding="utf-8-sig") as handle:
            head = handle.readline().strip().split(",")
    except (OSError, UnicodeDecodeError):
        return False
    return len(head) >= FIRST_CHANGES and any(head == changes_table().header(h)[: len(head)] for h in ("en", "zh"))


def write_changes(path: Path, changes: Iterable[Change], headers: str = "en") -> None:
    """What changed between two runs, a row a change; with the headers `zh`, its codes are Chinese words too."""
    table = changes_table()
    with replaced(path) as target:
        writer = csv.writer(target.text, lineterminator="\n")
        writer.writerow(table.header(headers))
        for change in changes:
            cells = dict(zip(table.columns, change.row(), strict=True))
            if headers == "zh":
                words = {f.name: f.word(str(cells[f.name]), "zh") for f in table.fields if f.values}
                cells |= {**words, "what": titled(change.what) or None}
            writer.writerow([harmless(cell) for cell in cells.values()])


def titled(column: str) -> str:
    """The Chinese title of a column of the main table; other words as they are."""
    return next((field.title for field in tables()["metrics"].fields if field.name == column), column)
