"""The roster: the branches that should report, and which report is whose.

A roster is a table (.csv or .xlsx) with a header row; the columns are known by their names (单位, 别名, 党员人数,
联系人 and their like), or else the first column is the branch. A report is matched by the name it gives itself, by its
title and by its file's name, in that order; every match says why.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from zipfile import BadZipFile

from pipeline.collection import Collection, Overlay
from pipeline.errors import UsageError
from pipeline.options import Options
from pipeline.profile import Profile
from pipeline.tables import Cell, Row, in_order

COLUMNS = {
    "name": (
        "单位",
        "单位名称",
        "支部",
        "支部名称",
        "党支部",
        "党支部名称",
        "党组织",
        "党组织名称",
        "名称",
        "branch",
        "name",
    ),
    "aliases": ("别名", "简称", "曾用名", "aliases", "alias"),
    "members": ("党员人数", "党员数", "党员", "人数", "members", "member_count"),
    "contact": ("联系人", "负责人", "书记", "联系方式", "电话", "contact"),
}
_NOISE = re.compile(r"[\s（）()《》“”\"'、，,.·]|^中共|^中国共产党")
_GENERIC = re.compile(
    r"(?:的)?(?:党支部委员会|支部委员会|党总支委员会|总支部委员会|委员会|党总支|总支|党支部|支部|党委|党组)$"
)
_SERIAL = re.compile(r"^[\d\s._、-]+")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+")
CLOSE = 0.6  # least Dice coefficient of character pairs for a name to be taken as another spelling
CLEAR = 0.1  # how much better than the next candidate it must be


@dataclass(frozen=True, slots=True)
class Branch:
    """A line of the roster; `members` is None where not given, `extra` are its other columns (for grouping)."""

    name: str
    aliases: tuple[str, ...] = ()
    members: int | None = None
    contact: str = ""
    extra: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Match:
    """A report's branch, and why it is that."""

    branch: Branch
    why: str


def read_roster(path: Path) -> tuple[Branch, ...]:
    """The branches of a roster file; a UsageError says what is wrong with it."""
    try:
        rows = _rows(path)
    except (OSError, UnicodeDecodeError, ValueError, KeyError, BadZipFile) as error:
        raise UsageError(f"名单“{path}”读不出来：应是 .csv 或 .xlsx，第一行为表头。（{error}）") from error
    if len(rows) < 2:
        raise UsageError(f"名单“{path}”里没有单位：第一行是表头，从第二行起每行一个单位。")
    heads = _heads(rows[0])
    branches = tuple(branch for row in rows[1:] if (branch := _branch(row, rows[0], heads)))
    twice = [name for name, n in Counter(b.name for b in branches).items() if n > 1]
    if twice:
        raise UsageError(f"名单“{path}”中有重复的单位：{'、'.join(twice)}。请删去重复的行。")
    return branches


def _rows(path: Path) -> list[list[str]]:
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        from openpyxl import load_workbook
        from openpyxl.utils.exceptions import InvalidFileException

        try:
            sheet = load_workbook(path, read_only=True, data_only=True).worksheets[0]
        except (InvalidFileException, OSError) as error:
            raise ValueError(str(error)) from error
        found = [["" if cell is None else str(cell) for cell in row] for row in sheet.iter_rows(values_only=True)]
    else:
        data = path.read_bytes()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("gb18030")
        found = list(csv.reader(io.StringIO(text, newline="")))
    return [row for row in found if any(cell.strip() for cell in row)]


def _heads(header: Sequence[str]) -> dict[str, int]:
    """Which column holds what; the first is the name where none says so."""
    found: dict[str, int] = {}
    for index, title in enumerate(header):
        for kind, names in COLUMNS.items():
            if title.strip().lower() in names:
                found.setdefault(kind, index)
    found.setdefault("name", 0)
    return found


def _branch(row: Sequence[str], header: Sequence[str], heads: Mapping[str, int]) -> Branch | None:
    cells = {kind: row[index].strip() if index < len(row) else "" for kind, index in heads.items()}
    if not cells["name"]:
        return None
    number = re.match(r"\d+", cells.get("members", ""))
    aliases = tuple(a for a in re.split(r"[|；;、,，/\s]+", cells.get("aliases", "")) if a)
    extra = {h.strip(): row[i].strip() for i, h in enumerate(header) if i < len(row) and i not in heads.values()}
    return Branch(cells["name"], aliases, int(number.group()) if number else None, cells.get("contact", ""), extra)


def match(roster: Sequence[Branch], names: Sequence[tuple[str, str]]) -> Match | None:
    """The branch that one of the (where, name) pairs means, the earlier pairs first; None where none is clear."""
    for where, name in names:
        for test in (_exact, _bare, _within, _close):
            found = test(roster, name) if name else None
            if found:
                return Match(found[0], f"{where}“{name}”{found[1]}")
    return None


Found = tuple[Branch, str]


def _exact(roster: Sequence[Branch], name: str) -> Found | None:
    for branch in roster:
        for known in (branch.name, *branch.aliases):
            if _clean(known) == _clean(name):
                return branch, "与名单一致" if known == branch.name else f"是名单中的别名“{known}”"
    return None


def _bare(roster: Sequence[Branch], name: str) -> Found | None:
    """The same but for 党支部, 支部委员会 and the like at the end."""
    found = [b for b in roster if any(_stem(k) == _stem(name) for k in (b.name, *b.aliases))]
    return (found[0], "与名单一致（不计党支部等字样）") if len(found) == 1 else None


def _within(roster: Sequence[Branch], name: str) -> Found | None:
    """One name holds the other, and no other branch's name does so as long."""
    held = [(len(_stem(k)), b) for b in roster for k in (b.name, *b.aliases) if _holds(_stem(k), _stem(name))]
    longest = max((size for size, _ in held), default=0)
    best = list({b.name: b for size, b in held if size == longest}.values())
    return (best[0], "与名单中的名称互相包含") if len(best) == 1 else None


def _close(roster: Sequence[Branch], name: str) -> Found | None:
    """Alike by the Dice coefficient of character pairs, clearly more so than any other."""
    scored = sorted(((max(_dice(k, name) for k in (b.name, *b.aliases)), b.name, b) for b in roster), reverse=True)
    if scored and scored[0][0] >= CLOSE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= CLEAR):
        return scored[0][2], f"与名单中的“{scored[0][1]}”相近（{scored[0][0]:.2f}）"
    return None


def _clean(name: str) -> str:
    return _NOISE.sub("", name)


def _stem(name: str) -> str:
    return _GENERIC.sub("", _clean(name))


def _holds(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) >= 3 and short in long


def _dice(one: str, two: str) -> float:
    """The Dice coefficient of the pairs of characters; 0 where the numbers differ (第一小学 is not 第二小学)."""
    if _NUMBER.findall(one) != _NUMBER.findall(two):
        return 0.0
    a, b = (Counter(pairwise(s)) for s in (_stem(one), _stem(two)))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def check_roster(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """Who has not submitted, who submitted twice, which report is nobody's, and member counts far from the roster's."""
    if not options.roster:
        return Overlay()
    roster = read_roster(options.roster)
    reports = list(collection.records("metrics"))
    matches = [match(roster, _names(report)) for report in reports]
    findings: dict[str, list[Row]] = {"": []}
    cells: dict[str, dict[str, Cell]] = {}
    senders: dict[str, list[Mapping[str, Cell]]] = {branch.name: [] for branch in roster}
    for report, found in zip(reports, matches, strict=True):
        rows = findings.setdefault(str(report["report_id"]), [])
        if found is None:
            rows.append(
                _finding("roster.unmatched", "名单中没有与这份报告对应的单位，请核对单位名称或补充别名。", report)
            )
            continue
        cells[str(report["report_id"])] = {"roster_name": found.branch.name, "roster_match": found.why}
        senders[found.branch.name].append(report)
        rows.extend(_counts(found.branch, report, profile.thresholds.get("roster_members", 0.2)))
    for branch in roster:
        findings[""].extend(_absent(branch, senders[branch.name]))
        if len(senders[branch.name]) > 1:
            _twice(branch, senders[branch.name], findings)
    return Overlay(cells, {key: rows for key, rows in findings.items() if rows})


def _names(report: Mapping[str, Cell]) -> list[tuple[str, str]]:
    """What a report may be known by, best first."""
    path = Path(str(report["file"]).rsplit("!/", 1)[-1])
    places = [(("文件夹名", part)) for part in reversed(path.parts[:-1])]
    stem = _SERIAL.sub("", path.stem)
    return [
        ("报告中的单位", str(report["branch"] or "")),
        ("标题", str(report["title"] or "")),
        ("文件名", stem),
        *places,
    ]


def _absent(branch: Branch, reports: Sequence[Mapping[str, Cell]]) -> Iterator[Row]:
    if not reports:
        contact = f"，联系人：{branch.contact}" if branch.contact else ""
        yield _finding("roster.absent", f"“{branch.name}”尚未报送{contact}。", {}, "error", branch.name)


def _twice(branch: Branch, reports: Sequence[Mapping[str, Cell]], findings: dict[str, list[Row]]) -> None:
    files = "、".join(str(report["file"]) for report in reports)
    for report in reports:
        message = f"“{branch.name}”报送了 {len(reports)} 份（{files}），请确认以哪份为准。"
        findings[str(report["report_id"])].append(_finding("roster.twice", message, report))


def _counts(branch: Branch, report: Mapping[str, Cell], tolerance: float) -> Iterator[Row]:
    stated = report["member_count"]
    if branch.members and isinstance(stated, int) and abs(stated - branch.members) > tolerance * branch.members:
        message = f"报告写党员 {stated} 人，名单为 {branch.members} 人，相差较大，请核对。"
        yield _finding("roster.member_count", message, report)


def _finding(code: str, message: str, report: Mapping[str, Cell], severity: str = "warning", text: str = "") -> Row:
    cells: dict[str, object] = {
        "report_id": report.get("report_id"),
        "file": report.get("file"),
        "severity": severity,
        "code": code,
        "message": message,
        "text": text,
    }
    return in_order("findings", cells)
