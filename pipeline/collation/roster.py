"""The roster: the branches that should report, and which report is whose.

A report is matched by the name it gives itself, by its title and by its file's name, in that order; every match says
why. A file that could not be read is known by its name alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.collation.collection import Collection, Overlay
from pipeline.collation.roster_file import Branch, read_roster
from pipeline.language.profile import Profile
from pipeline.messages import Told, told
from pipeline.options import Options
from pipeline.products.tables import Cell, Row, in_order

__all__ = ["Branch", "Match", "check_roster", "match", "read_roster"]

_NOISE = re.compile(r"[\s（）()《》“”\"'、，,.·]|^中共|^中国共产党")
_GENERIC = re.compile(
    r"(?:的)?(?:党支部委员会|支部委员会|党总支委员会|总支部委员会|委员会|党总支|总支|党支部|支部|党委|党组)$"
)
_SERIAL = re.compile(r"^[\d\s._、-]+")
_NUMBER = re.compile(r"[0-9一二三四五六七八九十]+")
CLOSE = 0.6  # least Dice coefficient of character pairs for a name to be taken as another spelling
CLEAR = 0.1  # how much better than the next candidate it must be


@dataclass(frozen=True, slots=True)
class Match:
    """A report's branch, and why it is that."""

    branch: Branch
    why: str


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
    """Who has not submitted, who submitted twice or what nobody can read, which report is nobody's, which file's name
    is another's, and member counts far from the roster's."""
    if not options.roster:
        return Overlay()
    roster = read_roster(options.roster, options.lang).branches
    findings: dict[str, list[Row]] = {"": []}
    cells: dict[str, dict[str, Cell]] = {}
    senders: dict[str, list[Mapping[str, Cell]]] = {branch.name: [] for branch in roster}
    for report in list(collection.records("metrics")):
        found = match(roster, _names(report))
        rows = findings.setdefault(str(report["report_id"]), [])
        rows.extend(_of_report(roster, found, report, profile.thresholds.get("roster_members", 0.2)))
        if found is not None:
            cells[str(report["report_id"])] = {
                "roster_name": found.branch.name,
                "roster_match": found.why,
                "roster_group": found.branch.group or None,
            }
            senders[found.branch.name].append(report)
    unread = _unread(roster, collection.records("files"))
    for branch in roster:
        findings[""].extend(_absent(branch, senders[branch.name], unread.get(branch.name, ())))
        if len(senders[branch.name]) > 1:
            _twice(branch, senders[branch.name], findings)
    return Overlay(cells, {key: rows for key, rows in findings.items() if rows})


def _names(report: Mapping[str, Cell]) -> list[tuple[str, str]]:
    """What a report may be known by, best first."""
    named = [("报告中的单位", str(report["branch"] or "")), ("标题", str(report["title"] or ""))]
    return [*named, *_places(report)]


def _places(record: Mapping[str, Cell]) -> list[tuple[str, str]]:
    """What a file may be known by: its name, then its folders from the nearest."""
    path = Path(str(record["file"]).rsplit("!/", 1)[-1])
    return [("文件名", _SERIAL.sub("", path.stem)), *(("文件夹名", part) for part in reversed(path.parts[:-1]))]


def _of_report(
    roster: Sequence[Branch], found: Match | None, report: Mapping[str, Cell], tolerance: float
) -> Iterator[Row]:
    """What is to be said of one report and its match."""
    if found is None:
        yield _finding(told("roster.unmatched"), report)
        return
    yield from _other_file(roster, found.branch, report)
    yield from _counts(found.branch, report, tolerance)


def _other_file(roster: Sequence[Branch], branch: Branch, report: Mapping[str, Cell]) -> Iterator[Row]:
    """A file that is called after another branch than its text: the wrong file may have been attached."""
    _, name = _places(report)[0]
    named = next((found[0] for test in (_exact, _bare, _within) if (found := test(roster, name))), branch)
    if named.name != branch.name and not any(_holds(_stem(k), _stem(name)) for k in (branch.name, *branch.aliases)):
        yield _finding(told("roster.other_file", name=named.name, branch=branch.name), report)


def _unread(roster: Sequence[Branch], files: Iterable[Mapping[str, Cell]]) -> dict[str, list[Mapping[str, Cell]]]:
    """The files that could not be read, by the branch that their names mean."""
    found: dict[str, list[Mapping[str, Cell]]] = {}
    for file in files:
        named = match(roster, _places(file)) if file["status"] == "failed" else None
        if named is not None:
            found.setdefault(named.branch.name, []).append(file)
    return found


def _absent(
    branch: Branch, reports: Sequence[Mapping[str, Cell]], unread: Sequence[Mapping[str, Cell]]
) -> Iterator[Row]:
    """A branch without a report: it sent nothing, or what it sent cannot be read."""
    if reports:
        return
    if not unread:
        key = "roster.absent.contact" if branch.reach else "roster.absent"
        yield _finding(told(key, branch=branch.name, reach=branch.reach), {}, "error", branch.name)
    for file in unread:
        why = str(file["reason"] or "").rstrip("。")
        said = told("roster.unread", branch=branch.name, file=file["file"], why=why)
        yield _finding(said, {"file": file["file"]}, "warning", branch.name)


def _twice(branch: Branch, reports: Sequence[Mapping[str, Cell]], findings: dict[str, list[Row]]) -> None:
    files = "、".join(str(report["file"]) for report in reports)
    for report in reports:
        said = told("roster.twice", branch=branch.name, n=len(reports), files=files)
        findings[str(report["report_id"])].append(_finding(said, report))


def _counts(branch: Branch, report: Mapping[str, Cell], tolerance: float) -> Iterator[Row]:
    stated = report["member_count"]
    if branch.members and isinstance(stated, int) and abs(stated - branch.members) > tolerance * branch.members:
        yield _finding(told("roster.member_count", stated=stated, listed=branch.members), report)


def _finding(said: Told, report: Mapping[str, Cell], severity: str = "warning", text: str = "") -> Row:
    cells: dict[str, object] = {
        "report_id": report.get("report_id"),
        "file": report.get("file"),
        "severity": severity,
        "code": said.code,
        "message": said.message,
        "message_en": said.message_en,
        "text": text,
    }
    return in_order("findings", cells)
