"""A corrected workbook read back: which cells of 汇总表 differ from what was written there, which findings are marked.

The only reader of workbooks by openpyxl; read-only, values only, so that formulas count by their results.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from pipeline.collation.corrections.entered import Entered, ledger_edits
from pipeline.collation.corrections.typed import Origin, Typed, same
from pipeline.errors import UsageError
from pipeline.messages import Words, say, why
from pipeline.products import workbook as w
from pipeline.products.shown import NO, Shown

MAX_UNPACKED = 1 << 31
HEAD_WITHIN = 10  # rows within which the header stands, should somebody have put a title above it
NOT_CHECKED = (NO, "未", "未核", "×", "✗", "0", "False", "FALSE")


@dataclass(frozen=True)
class CellEdit:
    """A cell that somebody changed from `was` to `now`; `format` is its number format where it is a date."""

    origin: Origin
    column: str
    was: Shown
    now: Shown
    format: str = ""


@dataclass(frozen=True)
class Mark:
    """A finding that somebody marked; `origin` is None where the finding is of no report."""

    origin: Origin | None
    key: str
    code: str
    message: str
    text: str
    file: str
    branch: str
    checked: bool
    remark: str


@dataclass(frozen=True)
class Edits:
    """All that a workbook says; `strays` are reasons for rows that cannot be used, `known` the ids of its reports."""

    cells: tuple[CellEdit, ...] = ()
    marks: tuple[Mark, ...] = ()
    strays: tuple[Words, ...] = ()
    known: frozenset[str] = frozenset()
    ledger: tuple[Entered, ...] = ()

    @property
    def origins(self) -> list[Origin]:
        """The reports that have changed cells or lines of 问题台账."""
        found = (*(edit.origin for edit in self.cells), *(entered.origin for entered in self.ledger))
        return list({origin.report_id: origin for origin in found}.values())


def read_edits(path: Path, lang: str = "zh") -> Edits:
    """The changes in a workbook; a UsageError says why it cannot be used."""
    if not path.is_file():
        raise UsageError(say("corrections_missing", lang, path=path))
    status = path.stat()
    return _edits(path, status.st_size, status.st_mtime_ns, lang)


@lru_cache(maxsize=2)
def _edits(path: Path, size: int, mtime: int, lang: str) -> Edits:
    sheets = _sheets(path, lang)
    origins = _origins(sheets[w.ORIGINALS]) if w.ORIGINALS in sheets else {}
    head = _head(sheets.get(w.MAIN, ()), w.REPORT)
    if w.ORIGINALS not in sheets or head is None:
        raise UsageError(say("corrections_foreign", lang, path=path))
    cells, strays = _cell_edits(sheets[w.MAIN][head:], origins)
    entered, more = ledger_edits(list(_records(_below(sheets.get(w.LEDGER, ()), w.PROBLEM))), origins)
    marks = tuple(_marks(sheets.get(w.FINDINGS, ()), origins))
    return Edits(tuple(cells), marks, (*strays, *more), frozenset(origins), tuple(entered))


def _sheets(path: Path, lang: str) -> dict[str, list[list[Typed]]]:
    """The rows of the sheets that matter. Whatever openpyxl stumbles over is a file that is no workbook."""
    from openpyxl import load_workbook

    try:
        with zipfile.ZipFile(path) as archive:
            if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED:
                raise ValueError("解压后过大")
        book = load_workbook(path, read_only=True, data_only=True)
        try:
            return {n: _rows(book[n]) for n in (w.MAIN, w.LEDGER, w.FINDINGS, w.ORIGINALS) if n in book.sheetnames}
        finally:
            book.close()
    except zipfile.BadZipFile as error:
        raise UsageError(say("corrections_not_xlsx", lang, path=path)) from error
    except Exception as error:  # openpyxl raises what its parsers raise: KeyError, TypeError, ParseError and others
        raise UsageError(say("corrections_broken", lang, path=path, detail=error)) from error


def _rows(sheet: Any) -> list[list[Typed]]:
    sheet.reset_dimensions()  # some programs write wrong ones
    return [[_typed(cell) for cell in row] for row in sheet.iter_rows()]


def _typed(cell: Any) -> Typed:
    value = cell.value
    if isinstance(value, datetime):
        return Typed(value.date(), str(cell.number_format or ""))
    if isinstance(value, float) and value.is_integer():
        return Typed(int(value))
    if isinstance(value, bool):
        return Typed("是" if value else "否")
    if isinstance(value, int | float | date) or value is None:
        return Typed(value)
    text = str(value).replace("\r\n", "\n").replace("_x000D_", "").strip()
    return Typed(text or None)


def _head(rows: Sequence[Sequence[Typed]], title: str) -> int | None:
    """The number of the header row, known by one of its titles."""
    numbers = (n for n, row in enumerate(rows[:HEAD_WITHIN]) if any(cell.value == title for cell in row))
    return next(numbers, None)


def _below(rows: Sequence[Sequence[Typed]], title: str) -> Sequence[Sequence[Typed]]:
    """The rows from the header on; none where there is no header."""
    head = _head(rows, title)
    return () if head is None else rows[head:]


def _records(rows: Sequence[Sequence[Typed]]) -> Iterator[dict[str, Typed]]:
    """The rows below a header row as mappings by title; titles are stripped, the first of equal ones counts."""
    titles = [str(cell.value or "").strip() for cell in rows[0]] if rows else []
    places = {title: n for n, title in reversed(list(enumerate(titles))) if title}
    empty = Typed(None)
    for row in rows[1:]:
        yield {title: row[n] if n < len(row) else empty for title, n in places.items()}


def _origins(rows: Sequence[Sequence[Typed]]) -> dict[str, Origin]:
    found = {}
    for record in _records(rows):
        cells = {name: typed.value for name, typed in record.items()}
        text = {name: str(cells.get(name) or "") for name in w.IDENTITY}
        values = {n.removeprefix(w.VALUE): v for n, v in cells.items() if n.startswith(w.VALUE)}
        quotes = {n.removeprefix(w.QUOTE): str(v) for n, v in cells.items() if n.startswith(w.QUOTE) and v}
        base = {n.removeprefix(w.BASE): _given(v) for n, v in cells.items() if n.startswith(w.BASE) and v is not None}
        number = int(text["report_no"]) if text["report_no"].isdigit() else 1
        origin = Origin(text["report_id"], text["content"], text["file"], number, text["branch"], values, quotes, base)
        found[origin.report_id] = origin
    return found


def _given(value: Shown) -> Shown:
    return str(value).removeprefix(w.GIVEN) or None


def _cell_edits(rows: Sequence[Sequence[Typed]], origins: Mapping[str, Origin]) -> tuple[list[CellEdit], list[Words]]:
    """The cells that differ from what was written, row by row, and the rows that cannot be used."""
    edits: list[CellEdit] = []
    strays: list[Words] = []
    seen: set[str] = set()
    titles = {field.name: field.title for field in w.main_fields()}
    for record in _records(rows):
        if not any(typed.value is not None for typed in record.values()):
            continue
        report_id = str(record[w.REPORT].value or "")
        origin = origins.get(report_id)
        stray = _stray(record, origin, titles, report_id in seen)
        seen.add(report_id)
        if stray:
            strays.append(stray)
        elif origin:
            edits += _changed(record, origin, titles)
    return edits, strays


def _stray(record: Mapping[str, Typed], origin: Origin | None, titles: Mapping[str, str], again: bool) -> Words | None:
    """Why a row of 汇总表 cannot be used; None where it can. A row out of step with its hidden cells would put one
    branch's figures under another."""
    named = record.get(titles["branch"], Typed(None)).value or record.get(titles["file"], Typed(None)).value
    name = str(named) if named else why("nameless")
    if origin is None:
        return why("row_unknown", name=name)
    file = record.get(titles["file"])
    if file and file.value != origin.values.get("file"):
        return why("row_mixed", name=name)
    return why("row_again", name=name) if again else None


def _changed(record: Mapping[str, Typed], origin: Origin, titles: Mapping[str, str]) -> Iterator[CellEdit]:
    for column, title in titles.items():
        if title in record and column in origin.values:
            typed = record[title]
            if not same(typed.value, origin.untouched(column)):
                yield CellEdit(origin, column, origin.values[column], typed.value, typed.format)


def _marks(rows: Sequence[Sequence[Typed]], origins: Mapping[str, Origin]) -> Iterator[Mark]:
    head = _head(rows, w.KEY)
    if head is None:
        return
    for record in _records(rows[head:]):
        text = {title: str(typed.value if typed.value is not None else "") for title, typed in record.items()}
        checked = text.get(w.CHECKED, "") not in ("", *NOT_CHECKED)
        remark = text.get(w.REMARK, "")
        if text[w.KEY] and (checked or remark) and remark != w.SETTLED:
            report_id = text.get(w.REPORT, "")
            origin = origins.get(report_id) or (Origin(report_id, "", text["文件"], 1, "") if report_id else None)
            yield Mark(
                origin, text[w.KEY], text.get(w.CODE, ""), text.get("说明", ""), text.get("证据原文", ""),
                text.get("文件", ""), text.get("单位", ""), checked, remark,
            )  # fmt: skip
