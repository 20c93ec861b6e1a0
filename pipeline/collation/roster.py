"""The roster: the branches that should report, and which report is whose.

A report is matched by the name it gives itself, by its title and by its file's name, in that order; every match says
why. A file that could not be read is known by its name alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pipeline.collation.collection import Collection, Overlay
from pipeline.collation.roster_file import Branch, read_roster
from pipeline.language.profile import Profile
from pipeline.language.short_names import ShortNames, plain, short_names
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
NEAR = 0.35  # least coefficient for an awaited branch to be asked about


@dataclass(frozen=True, slots=True)
class Match:
    """A report's branch, and why it is that."""

    branch: Branch
    why: str


@dataclass(frozen=True, slots=True)
class Sought:
    """What was found for a report in the roster: a match, or else the branches that might all be meant."""

    match: Match | None = None
    rivals: tuple[Branch, ...] = ()


Found = tuple[list[Branch], str]
Test = Callable[[Sequence[Branch], str, ShortNames], Found]


def match(roster: Sequence[Branch], names: Sequence[tuple[str, str]], short: ShortNames) -> Match | None:
    """The branch that one of the (where, name) pairs means, the earlier pairs first; None where none is clear."""
    return seek(roster, names, short).match


def seek(roster: Sequence[Branch], names: Sequence[tuple[str, str]], short: ShortNames) -> Sought:
    """As `match`; where a name fits several branches alike and nothing else decides, these are told."""
    rivals: list[Branch] = []
    for where, name in names:
        for test in TESTS if name else ():
            found, how = test(roster, name, short)
            if len(found) == 1:
                return Sought(Match(found[0], f"{where}“{name}”{how}"))
            rivals += found if test in SURE else []
    return Sought(None, tuple({branch.name: branch for branch in rivals}.values()))


def _known(branch: Branch) -> tuple[str, ...]:
    return (branch.name, *branch.aliases)


def _exact(roster: Sequence[Branch], name: str, short: ShortNames) -> Found:
    for branch in roster:
        for known in _known(branch):
            if _clean(known) == _clean(name):
                return [branch], "与名单一致" if known == branch.name else f"是名单中的别名“{known}”"
    return [], ""


def _bare(roster: Sequence[Branch], name: str, short: ShortNames) -> Found:
    """The same but for 党支部, 支部委员会 and the like at the end."""
    found = [b for b in roster if any(_stem(k) == _stem(name) for k in _known(b))]
    return found, "与名单一致（不计党支部等字样）"


def _within(roster: Sequence[Branch], name: str, short: ShortNames) -> Found:
    """One name holds the other, and no other branch's name does so as long."""
    held = [(len(_stem(k)), b) for b in roster for k in _known(b) if _holds(_stem(k), _stem(name))]
    longest = max((size for size, _ in held), default=0)
    best = {b.name: b for size, b in held if size == longest}
    return list(best.values()), "与名单中的名称互相包含"


def _short(roster: Sequence[Branch], name: str, short: ShortNames) -> Found:
    """One name is a short form of the other: 质监局, 质量技术监督局."""
    found = [(b, next((k for k in _known(b) if short.same(k, name)), "")) for b in roster]
    meant = [(b, known) for b, known in found if known]
    if not meant:
        return [], ""
    known = meant[0][1]
    how = "是“{}”的简称" if len(_stem(name)) < len(_stem(known)) else "与名单中的“{}”是同一名称的全称和简称"
    return [b for b, _ in meant], how.format(known)


def _close(roster: Sequence[Branch], name: str, short: ShortNames) -> Found:
    """Alike by the Dice coefficient of character pairs, clearly more so than any other."""
    scored = sorted(((max(_dice(k, name) for k in _known(b)), b.name, b) for b in roster), reverse=True)
    if scored and scored[0][0] >= CLOSE and (len(scored) == 1 or scored[0][0] - scored[1][0] >= CLEAR):
        return [scored[0][2]], f"与名单中的“{scored[0][1]}”相近（{scored[0][0]:.2f}）"
    return [], ""


TESTS: tuple[Test, ...] = (_exact, _bare, _within, _short, _close)
SURE: tuple[Test, ...] = (_exact, _bare, _short)  # of which several branches are worth telling


def _clean(name: str) -> str:
    return _NOISE.sub("", plain(name))


def _stem(name: str) -> str:
    return _GENERIC.sub("", _clean(name))


def _holds(one: str, two: str) -> bool:
    short, long = sorted((one, two), key=len)
    return len(short) >= 3 and short in long


def _dice(one: str, two: str) -> float:
    """The Dice coefficient of the pairs of characters; 0 where the numbers differ (第一小学 is not 第二小学) or the
    ends have nothing in common (中心小学 is no 中心卫生院)."""
    unlike = not set(_stem(one)[-2:]) & set(_stem(two)[-2:])
    return 0.0 if unlike or _NUMBER.findall(one) != _NUMBER.findall(two) else _shared(one, two)


def _shared(one: str, two: str) -> float:
    """The Dice coefficient of the pairs of characters of two names."""
    a, b = (Counter(pairwise(s)) for s in (_stem(one), _stem(two)))
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0


def check_roster(collection: Collection, profile: Profile, options: Options) -> Overlay:
    """Who has not submitted, who submitted twice or what nobody can read, which report is nobody's, which file's name
    is another's, and member counts far from the roster's."""
    if not options.roster:
        return Overlay()
    roster, short = read_roster(options.roster, options.lang).branches, short_names(profile.lexicon)
    findings: dict[str, list[Row]] = {"": []}
    cells: dict[str, dict[str, Cell]] = {}
    senders: dict[str, list[Mapping[str, Cell]]] = {branch.name: [] for branch in roster}
    unmatched: list[tuple[Mapping[str, Cell], Sought]] = []
    for report in list(collection.records("metrics")):
        sought = seek(roster, _names(report), short)
        found = sought.match
        rows = findings.setdefault(str(report["report_id"]), [])
        if found is None:
            unmatched.append((report, sought))
        else:
            rows.extend(_other_file(roster, found.branch, report, short))
            rows.extend(_counts(found.branch, report, profile.thresholds.get("roster_members", 0.2)))
            cells[str(report["report_id"])] = {
                "roster_name": found.branch.name,
                "roster_match": found.why,
                "roster_group": found.branch.group or None,
            }
            senders[found.branch.name].append(report)
    unread = _unread(roster, collection.records("files"), short)
    for branch in roster:
        findings[""].extend(_absent(branch, senders[branch.name], unread.get(branch.name, ())))
        if len(senders[branch.name]) > 1:
            _twice(branch, senders[branch.name], findings)
    absent = [branch for branch in roster if not senders[branch.name] and branch.name not in unread]
    for record, sought in unmatched:
        findings[str(record["report_id"])].append(_unmatched(record, sought, absent))
    return Overlay(cells, {key: rows for key, rows in findings.items() if rows})


def _names(report: Mapping[str, Cell]) -> list[tuple[str, str]]:
    """What a report may be known by, best first."""
    named = [("报告中的单位", str(report["branch"] or "")), ("标题", str(report["title"] or ""))]
    return [*named, *_places(report)]


def _places(record: Mapping[str, Cell]) -> list[tuple[str, str]]:
    """What a file may be known by: its name, then its folders from the nearest."""
    path = Path(str(record["file"]).rsplit("!/", 1)[-1])
    return [("文件名", _SERIAL.sub("", path.stem)), *(("文件夹名", part) for part in reversed(path.parts[:-1]))]


def _unmatched(report: Mapping[str, Cell], sought: Sought, absent: Sequence[Branch]) -> Row:
    """A report that is nobody's: several branches may be meant, or one that is still awaited has a name like it.

    Where neither is so, the unit does not belong to the roster and nothing is wrong: a note.
    """
    if sought.rivals:
        several = "、".join(branch.name for branch in sought.rivals)
        return _finding(told("roster.unmatched.several", names=several), report)
    near = max(absent, key=lambda branch: _likeness(branch, report), default=None)
    if near is None or _likeness(near, report) < NEAR:
        return _finding(told("roster.unmatched"), report, "note")
    return _finding(told("roster.unmatched.near", name=near.name), report)


def _likeness(branch: Branch, report: Mapping[str, Cell]) -> float:
    """How alike a branch and the name of a report are, whatever numbers they have."""
    return max(_shared(known, str(name or "")) for known in _known(branch) for _, name in _names(report)[:3])


def _other_file(
    roster: Sequence[Branch], branch: Branch, report: Mapping[str, Cell], short: ShortNames
) -> Iterator[Row]:
    """A file that is called after another branch than its text: the wrong file may have been attached."""
    _, name = _places(report)[0]
    found = (test(roster, name, short)[0] for test in (_exact, _bare, _within, _short))
    named = next((some[0] for some in found if len(some) == 1), branch)
    if named.name != branch.name and not any(_holds(_stem(k), _stem(name)) for k in (branch.name, *branch.aliases)):
        yield _finding(told("roster.other_file", name=named.name, branch=branch.name), report)


def _unread(
    roster: Sequence[Branch], files: Iterable[Mapping[str, Cell]], short: ShortNames
) -> dict[str, list[Mapping[str, Cell]]]:
    """The files that could not be read, by the branch that their names mean."""
    found: dict[str, list[Mapping[str, Cell]]] = {}
    for file in files:
        named = match(roster, _places(file), short) if file["status"] == "failed" else None
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
    """The first of a branch's reports is asked about; the others are told to be of the same question."""
    files = "、".join(str(report["file"]) for report in reports)
    for number, report in enumerate(reports):
        key, severity = ("roster.twice.again", "note") if number else ("roster.twice", "warning")
        said = told(key, branch=branch.name, n=len(reports), files=files, first=reports[0]["file"])
        findings[str(report["report_id"])].append(_finding(said, report, severity))


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
