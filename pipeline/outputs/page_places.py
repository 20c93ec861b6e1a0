"""Where the page's links lead: for each figure, part, slogan and theme of a report, the stretches of its text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Mapping, Sequence

from pipeline.model import DOUBTFUL, ROLES
from pipeline.outputs.sheet_rows import ReportRows
from pipeline.products.backing import Record, backing, concerning, doubtful

Spot = tuple[int, int]
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")


class Units:
    """From code points of a source to UTF-16 units (what a script counts) of one report's stretch of it."""

    def __init__(self, begin: int, text: str) -> None:
        self.begin, self.length = begin, len(text)
        self.astral = [match.start() for match in _ASTRAL.finditer(text)]

    def spot(self, record: Record) -> Spot | None:
        """The stretch of a row with `start` and `end`; None where it has none or none of it is in the text."""
        if record.get("start") is None or record.get("end") is None:
            return None
        start, end = (min(max(0, int(str(record[end])) - self.begin), self.length) for end in ("start", "end"))
        return (self._unit(start), self._unit(end)) if start < end else None

    def spots(self, records: Iterable[Record]) -> list[Spot]:
        """The stretches of rows, each once, in text order."""
        return sorted({spot for record in records if (spot := self.spot(record))})

    def in_order(self, spots: Iterable[Spot]) -> list[Spot]:
        """Stretches of the source one by one as they come; none where one of them is not in the text."""
        found = [self.spot({"start": start, "end": end}) for start, end in spots]
        return [] if None in found else [spot for spot in found if spot]

    def _unit(self, place: int) -> int:
        return place + bisect_left(self.astral, place)


def evidence(report: ReportRows, column: str) -> list[Record]:
    """What a figure of the main table stands on as it was read; for an empty one, what was too doubtful to count."""
    value = report.as_read(column)
    return backing(column, value, report.facts) if value is not None else doubtful(column, report.facts)


def part_evidence(report: ReportRows, role: str) -> list[Record]:
    """The headings of a part; where it has none, the sentence that comes nearest to it."""
    heads = [s for s in report.sections if role in str(s["roles"] or "").split("|")]
    found = report.told(role)
    near = [found] if found.get("start") is not None else []
    return heads or near or [r for r in report.facts.get(role, ()) if r["confidence"] == DOUBTFUL]


def places(
    report: ReportRows, units: Units, columns: Iterable[str], alike: Mapping[str, Sequence[Spot]]
) -> dict[str, list[Spot]]:
    """The stretches of the report's text by the key that the page's links name; those without any are left out.

    Keys are columns of the main table, `part:` with a role, `slogan:` and `theme:` with a name, `alike:` with the
    id of the other report, whose shared passages are given as offsets of the source and stay in their order.
    """
    found = {
        column: units.spots([*evidence(report, column), *concerning(column, report.findings)]) for column in columns
    }
    found |= {f"part:{role}": units.spots(part_evidence(report, role)) for role in ROLES if role != "other"}
    found |= _grouped("slogan", backing("slogans", "", report.facts), lambda r: r["canonical"], units)
    found |= _grouped("theme", report.facts.get("problems", ()), lambda r: r["theme"], units)
    found |= {f"alike:{other}": units.in_order(spots) for other, spots in alike.items()}
    return {key: spots for key, spots in found.items() if spots}


def _grouped(
    kind: str, records: Sequence[Record], name: Callable[[Record], object], units: Units
) -> dict[str, list[Spot]]:
    groups: dict[str, list[Record]] = {}
    for record in records:
        if name(record) and record["confidence"] != DOUBTFUL:
            groups.setdefault(f"{kind}:{name(record)}", []).append(record)
    return {key: units.spots(some) for key, some in groups.items()}
