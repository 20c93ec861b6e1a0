"""Rows of a worksheet written whole: the XML that XlsxWriter writes for them, at a third of its cost.

A workbook of ten thousand reports has two million cells, and the library does for each what only the first of a row
needs. What it does in its mode of constant memory with the rest of a sheet stays its own; the tests hold both alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

Value = str | int | float | datetime | None
_ESCAPED = re.compile("[&<>\x00-\x08\x0b-\x1f\ufffe\uffff]|_x[0-9a-fA-F]{4}_")
_name = lru_cache(maxsize=256)(xl_col_to_name)


class Page(Worksheet):  # type: ignore[misc]
    """A worksheet in constant memory that takes rows whole, in order, after those written by the cell."""

    def put_row(self, row: int, cells: Iterable[tuple[int, Value, Any]]) -> None:
        """Write a row whose height and notes are set: (column, value, format) from left to right; None is a blank."""
        if self.table:  # what was written by the cell
            self._write_single_row(row)
        number = row + 1
        height = self.row_info[row].height * 0.75  # pixels to points
        parts = [f'<row r="{number}" ht="{height:.16g}" customHeight="1">']
        parts += (self._cell(f'<c r="{_name(col)}{number}" s="{f._get_xf_index()}"', value) for col, value, f in cells)
        self.fh.write("".join((*parts, "</row>")))
        self.previous_row = number

    def _cell(self, head: str, value: Value) -> str:
        if value is None:
            return f"{head}/>"
        if isinstance(value, str):
            text = self._escape_data(self._escape_control_characters(value)) if _ESCAPED.search(value) else value
            preserve = ' xml:space="preserve"' if value[:1].isspace() or value[-1:].isspace() else ""
            return f'{head} t="inlineStr"><is><t{preserve}>{text}</t></is></c>'
        if isinstance(value, datetime):
            value = self._convert_date_time(value)
        return f"{head}><v>{value:.16G}</v></c>"
