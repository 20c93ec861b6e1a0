"""A roster as a file: its header among the first rows, its columns known by their names, a branch a row.

Rosters come as offices keep them: a title above the header, “单 位（全称）” or “简称/别名” for a head, totals below.
A file whose header names no column of branches is refused, since any guess would swallow or invent a branch.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from zipfile import BadZipFile

from pipeline.errors import UsageError
from pipeline.messages import say

HEAD_WITHIN = 10  # rows within which the header stands
HEADS_SHOWN = 8
_OF = r"(?:应?报送|应报|填报|报告|参加|基层|所属|下属)?"
# What a column holds by its head; the name's patterns from the surest on, as some rosters give the superior as well.
COLUMNS: Mapping[str, Sequence[re.Pattern[str]]] = {
    "aliases": (re.compile(r"(?:单位|支部|党组织)?(?:别名|别称|简称|曾用名|又名|俗称|缩写)|alias(?:es)?"),),
    "members": (re.compile(r"(?:现有|在册)?党员(?:总?人?数|总数|数量)?|人数|member(?:s|_count)?"),),
    "phone": (re.compile(r"(?:联系|办公|移动)?(?:电话|手机)(?:号码?)?|联系(?:方式|号码)|(?:tele)?phone|tel"),),
    "contact": (re.compile(r"联系人(?:姓名)?|负责人(?:姓名)?|(?:党?支部)?书记(?:姓名)?|contact"),),
    "name": (
        re.compile(rf"{_OF}(?:单位|党?支部)(?:名称|全称|名)?|branch|unit"),
        re.compile(rf"{_OF}党?组织(?:名称|全称|名)?"),
        re.compile(r"名称|全称|name"),
        re.compile(rf"{_OF}(?:部门|(?:党委|党总支|部门|机构|学校|企业|社区|村)(?:名称|全称))"),
    ),
}
_ASIDE = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]|[\s*：:]")
_BETWEEN = re.compile(r"[/／、|或和]")
_NO_BRANCH = re.compile(r"[合总小]\s*计[:：]?|(?:注|备注|说明|填表人|制表人|填报人)[:：].*")


GROUPS = ("类别", "分类", "分组", "组别", "系统", "片区", "单位性质", "类型", "层级", "group")


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the roster; `members` is None where not given, `extra` are its other columns (for grouping)."""

    name: str
    aliases: tuple[str, ...] = ()
    members: int | None = None
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)
    phone: str = ""

    @property
    def group(self) -> str:
        """What the roster groups its branches by, where one of its columns does: 类别, 系统, 片区 …"""
        return next((self.extra[name] for name in GROUPS if self.extra.get(name)), "")

    @property
    def reach(self) -> str:
        """Whom to ask and how: 周明 0751-6123."""
        return " ".join(part for part in (self.contact, self.phone) if part)


@dataclass(frozen=True, slots=True)
class Roster:
    """The branches of a roster, and the head of the column that each thing was taken from."""

    branches: tuple[Branch, ...]
    taken: Mapping[str, str]


def read_roster(path: Path, lang: str = "zh") -> Roster:
    """A roster file (.csv or .xlsx); a UsageError says what is wrong with it."""
    rows = _rows(path, lang)
    if not rows:
        raise UsageError(say("roster_empty", lang, path=path))
    number = next((n for n, row in enumerate(rows[:HEAD_WITHIN]) if "name" in _heads(row)), None)
    if number is None:
        first = max(rows[:HEAD_WITHIN], key=lambda row: sum(bool(cell.strip()) for cell in row))
        shown = "、".join([cell.strip() for cell in first if cell.strip()][:HEADS_SHOWN])
        raise UsageError(say("roster_no_names", lang, path=path, heads=shown))
    header = rows[number]
    heads = _heads(header)
    branches = tuple(branch for row in rows[number + 1 :] if (branch := _branch(row, header, heads)))
    if not branches:
        raise UsageError(say("roster_empty", lang, path=path))
    twice = [name for name, n in Counter(b.name for b in branches).items() if n > 1]
    if twice:
        raise UsageError(say("roster_doubled", lang, path=path, names="、".join(twice)))
    return Roster(branches, {kind: _title(header[index]) for kind, index in heads.items()})


def _rows(path: Path, lang: str) -> list[list[str]]:
    """The rows of a file that are not blank, whatever the file."""
    if not path.is_file():
        raise UsageError(say("roster_missing", lang, path=path))
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".xlsm", ".csv", ".txt"):
        raise UsageError(say("roster_format", lang, path=path))
    try:
        found = _sheet(path) if suffix.startswith(".xls") else _delimited(path.read_bytes())
    except PermissionError as error:
        raise UsageError(say("roster_forbidden", lang, path=path)) from error
    except (OSError, UnicodeDecodeError, ValueError, KeyError, BadZipFile, csv.Error) as error:
        raise UsageError(say("roster_broken", lang, path=path)) from error
    return [row for row in found if any(cell.strip() for cell in row)]


def _sheet(path: Path) -> list[list[str]]:
    """The first sheet of a workbook that has rows."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(path, read_only=True, data_only=True)
    except InvalidFileException as error:
        raise ValueError(str(error)) from error
    try:
        for sheet in book.worksheets:
            rows = [[_text(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
            if any(any(row) for row in rows):
                return rows
        return []
    finally:
        book.close()


def _text(cell: object) -> str:
    whole = isinstance(cell, float) and cell.is_integer()
    return "" if cell is None else str(int(cell)) if isinstance(cell, float) and whole else str(cell)


def _delimited(data: bytes) -> list[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    first = text.partition("\n")[0]
    return list(csv.reader(io.StringIO(text, newline=""), delimiter="\t" if "\t" in first else ","))


def _title(cell: str) -> str:
    """A head on one line: 单 位 broken over two lines is 单位."""
    return "".join(cell.split())


def _kind(head: str) -> tuple[str, int]:
    """What a column of that head holds, and how sure that is (0 the surest); nothing for other columns."""
    plain = _ASIDE.sub("", head).lower()
    pieces = (plain, *_BETWEEN.split(plain))
    found = ((k, n) for k, patterns in COLUMNS.items() for n, p in enumerate(patterns) if any(map(p.fullmatch, pieces)))
    return next(found, ("", 0))


def _heads(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what."""
    found: dict[str, tuple[int, int]] = {}
    for index, cell in enumerate(header):
        kind, rank = _kind(cell)
        if kind and (kind not in found or rank < found[kind][0]):
            found[kind] = (rank, index)
    return {kind: index for kind, (_, index) in found.items()}


def _branch(row: Sequence[str], header: Sequence[str], heads: Mapping[str, int]) -> Branch | None:
    """The branch of a row; None for a row of totals or remarks."""
    cells = {kind: row[index].strip() if index < len(row) else "" for kind, index in heads.items()}
    name = "".join(cells["name"].split("\n"))
    if not name or _NO_BRANCH.fullmatch(name):
        return None
    number = re.match(r"\d+", cells.get("members", ""))
    aliases = tuple(a for a in re.split(r"[|；;、,，/\s]+", cells.get("aliases", "")) if a)
    extra = {_title(h): row[i].strip() for i, h in enumerate(header) if i < len(row) and i not in heads.values()}
    members = int(number.group()) if number else None
    return Branch(name, aliases, members, cells.get("contact", ""), extra, cells.get("phone", ""))
