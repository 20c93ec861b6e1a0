"""Findings in the order in which people act on them: errors, warnings, notes, then what was checked.

Within each the branches keep the order of the main table. Notes on parts that nobody requires, or on units that
are not on the roster, would fill pages: of such notes that say the same, one line remains that names the units.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.products.backing import Record

GRADES = ("error", "warning", "note")
FOLDED = ("section.recommended", "roster.unmatched")
FEW = 3  # notes that say the same up to which each has its own line
NAMED = 12  # units that such a line names


@dataclass(frozen=True, slots=True)
class Due:
    """A finding with what its unit is called and the key of its report's text; both empty where it is of no report.

    `several`: it stands for those of several reports. `id` and `key` say where it leads on the page, where it does.
    """

    finding: Record
    branch: str
    content: str = ""
    several: bool = False
    id: str = ""
    key: str = ""

    @property
    def rank(self) -> int:
        """Its place: what is open first, by its gravity."""
        grade = GRADES.index(str(self.finding["severity"]))
        return len(GRADES) if self.finding["checked"] else grade


def ordered(found: Iterable[Due]) -> list[Due]:
    """All findings, the gravest first, those of one branch together."""
    some = list(found)
    place = {branch: n for n, branch in reversed(list(enumerate(due.branch for due in some)))}
    return sorted(some, key=lambda due: (due.rank, place[due.branch]))


def folded(found: Sequence[Due]) -> list[Due]:
    """The findings with many equal notes told as one, where the first of them stood."""
    alike: dict[str, list[Due]] = {}
    for due in found:
        note = due.finding["code"] in FOLDED and due.finding["severity"] == "note"
        if note and not due.finding["checked"] and not due.finding["remark"]:
            alike.setdefault(str(due.finding["message"]), []).append(due)
    many = [some for some in alike.values() if len(some) > FEW]
    first = {id(some[0]): some for some in many}
    gone = {id(due) for some in many for due in some[1:]}
    return [_together(first[id(due)]) if id(due) in first else due for due in found if id(due) not in gone]


def _together(some: Sequence[Due]) -> Due:
    """One line for several reports; it is no single report's, so that nobody can mark it as checked."""
    names = list(dict.fromkeys(due.branch for due in some))
    more = f" 等 {len(names)} 个单位" if len(names) > NAMED else ""
    cells = {"report_id": None, "file": None, "start": None, "end": None, "text": "、".join(names[:NAMED]) + more}
    return Due({**some[0].finding, **cells}, f"（{len(some)} 篇）", several=True)
