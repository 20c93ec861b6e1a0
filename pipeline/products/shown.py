"""Cells as people read them in Chinese, and what people write into such cells read back.

`shown` and `read_back` are each other's inverse on every cell of the codebook's types; a value that cannot be read
back raises MisreadError, a ValueError with the reason in Chinese and in English.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from pipeline.language import edtf, numerals
from pipeline.messages import Words, catalogue, say, why
from pipeline.model import ROLES
from pipeline.products.codebook import Field
from pipeline.products.tables import Cell, joined

Shown = str | int | float | date | None
# Columns whose cells are words of the program: the prefix of their messages.
WORDS = {
    "sections_present": "role_",
    "missing_sections": "role_",
    "roles": "role_",
    "severity": "severity_",
    "status": "label_",
    "type": "label_",
    "kind": "label_",
    "alike": "alike_",
    "confidence": "label_",
    "branch_kind": "label_",
}
EXCEL_FIRST = date(1900, 3, 1)  # before it, Excel's calendar has a day too many
YES, NO = "是", "否"
NOTHING = ("无", "没有", "不缺", "—", "-", "/")
CELL_CHARS, CUT = 32_767, "……（未完）"
# Lists of short names, written in one line; the others are sentences, one a line.
NAMES = ("sections_present", "missing_sections", "roles", "slogans", "keywords", "corrected", "items")
_POINT = r"([0-9]{4})(?:[年./-]([0-9]{1,2})(?:[月./-]([0-9]{1,2})日?|月)?|年)?"
_WHOLE = re.compile(_POINT)
_SPAN = re.compile(rf"({_POINT})(?:至|到|—+|－|~|～|/)({_POINT})")
_AROUND = re.compile(r"^[约共]|[人名次期条篇字个份场堂节处]+$")
_DIRTY = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_FOLD = str.maketrans("０１２３４５６７８９．", "0123456789.")


class MisreadError(ValueError):
    """A cell that cannot be read back; `why` says the reason in Chinese and in English."""

    def __init__(self, reason: str, value: object, **more: object) -> None:
        self.why: Words = why(reason, value=value, **more)
        super().__init__(self.why[0])


def clean(text: str, most: int = CELL_CHARS) -> str:
    """Text that Excel can hold: no control characters, no lone surrogates, at most `most` UTF-16 units."""
    if len(text) <= most // 2 and not _DIRTY.search(text):
        return text
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = text.encode("utf-8", "backslashreplace").decode("utf-8")
    data = text.encode("utf-16-le")
    if len(data) <= 2 * most:
        return text
    return data[: 2 * (most - len(CUT))].decode("utf-16-le", "ignore") + CUT


def word(column: str, code: str) -> str:
    """A code of the program, such as a role, in Chinese; what is no code stays as it is."""
    key = WORDS.get(column, "") + code
    return say(key) if column in WORDS and key in catalogue() else code


def shown(field: Field, cell: Cell) -> Shown:
    """A cell as the workbook shows it: numbers as numbers, full days as dates, the rest as Chinese text."""
    if cell is None or cell == "":
        return None
    if field.type == "boolean":
        return YES if cell in (True, "true") else NO
    if field.type == "edtf":
        return shown_date(str(cell))
    if field.type == "list":
        return shown_list(field.name, str(cell).split("|"))
    return word(field.name, cell) if isinstance(cell, str) else cell


def shown_list(column: str, items: list[str]) -> str:
    """A list: names in one line, sentences one a line with their numbers."""
    if column in NAMES:
        return "、".join(word(column, item) for item in items)
    return "\n".join(f"{number}. {item}" for number, item in enumerate(items, 1)) if len(items) > 1 else items[0]


def shown_date(value: str) -> str | date:
    """An EDTF value: a full day as a date, months, years and intervals in Chinese, others as they are."""
    first, last = edtf.parse(value)
    if "/" in value:
        begin, end = (_chinese(point) if point else "" for point in (first, last))
        return f"{begin}至{end}" if begin and end else f"{begin}起" if begin else f"至{end}" if end else value
    if first is None or not first.possible:
        return value
    if first.year and first.month and first.day and date(first.year, first.month, first.day) >= EXCEL_FIRST:
        return date(first.year, first.month, first.day)
    return _chinese(first)


def _chinese(point: edtf.Point) -> str:
    parts = ((point.year, "年"), (point.month, "月"), (point.day, "日"))
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)


def read_back(field: Field, value: object, number_format: str = "") -> Cell:
    """What a person wrote into a cell, as the tables hold it; a MisreadError says why it cannot be."""
    if isinstance(value, str):
        value = value.strip()
    if value is None or value == "":
        return None
    if field.type == "edtf":
        return _date(value, number_format)
    if field.type in ("integer", "number"):
        return _number(value, whole=field.type == "integer")
    if field.type == "boolean":
        return _boolean(value)
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return _list(field.name, text) if field.type == "list" else text


def _date(value: object, number_format: str) -> str:
    """A date typed into Excel comes back as a day even where only a month was meant: its number format tells."""
    if isinstance(value, datetime | date):
        day = f"{value:%Y-%m-%d}"
        return day[:7] if number_format and "d" not in number_format.lower() else day
    text = re.sub(r"\s", "", str(value).translate(_FOLD))
    if text.endswith("起") and (match := _WHOLE.fullmatch(text[:-1])):
        return f"{_edtf(match)}/{edtf.OPEN}"
    if match := _SPAN.fullmatch(text):
        halves = (_WHOLE.fullmatch(half) for half in (match[1], match[5]))
        return "/".join(_edtf(half) for half in halves if half)
    if match := _WHOLE.fullmatch(text):
        return _edtf(match)
    if all(point is not None and point.possible for point in edtf.parse(text)):
        return text
    raise MisreadError("not_a_date", value)


def _edtf(match: re.Match[str]) -> str:
    point = edtf.Point(*(int(part) if part else None for part in match.groups()))
    if not point.possible:
        raise MisreadError("no_such_day", match.group())
    return str(point)


def _number(value: object, whole: bool) -> int | float:
    read = value
    if isinstance(value, bool) or not isinstance(value, int | float):
        read = numerals.value(_AROUND.sub("", str(value).strip()))
    if not isinstance(read, int | float):
        raise MisreadError("not_a_number", value)
    if read < 0:
        raise MisreadError("negative", value)
    if float(read).is_integer():
        return int(read)
    if whole:
        raise MisreadError("not_whole", value)
    return float(read)


def _boolean(value: object) -> bool:
    if value in (YES, "√", "✓", "对", True):
        return True
    if value in (NO, "×", "✗", False):
        return False
    raise MisreadError("yes_or_no", value)


def _list(column: str, text: str) -> str | None:
    """A list as a person writes it: names with 、 between them, sentences one a line with or without numbers."""
    if text in NOTHING:
        return None
    parts = re.split(r"[、，,；;|\n]" if column in NAMES else r"[|\n]", text)
    items = [re.sub(r"^\s*[0-9]{1,3}[.．、]\s*", "", part).strip() for part in parts]
    return joined(_role(item) if WORDS.get(column) == "role_" else item for item in items if item) or None


def _role(name: str) -> str:
    names: Mapping[str, str] = {say(f"role_{role}"): role for role in ROLES}
    if name in ROLES:
        return name
    if name not in names:
        raise MisreadError("no_such_part", name, known="、".join(names))
    return names[name]
