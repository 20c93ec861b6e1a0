"""Reports as rows of the contract's tables. A row is a tuple of cells in the codebook's column order."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping

from pipeline.audit import missing_roles
from pipeline.language.profile import Profile
from pipeline.model import DOUBTFUL, DateValue, Fact, NameValue, Report, Section, SloganValue, Source
from pipeline.products import metrics
from pipeline.products.codebook import tables
from pipeline.text import AlignedText

Cell = str | int | float | bool | None
Row = tuple[Cell, ...]
LAYER_TABLES = {
    "date": "dates",
    "count": "counts",
    "meeting": "meetings",
    "slogan": "slogans",
    "problem": "problems",
    "plan": "plans",
    "name": "names",
}


def joined(items: Iterable[str]) -> str:
    """A list as one cell; a bar inside an item gives way to its full-width form."""
    return "|".join(item.replace("|", "｜") for item in items)


def in_order(table: str, cells: Mapping[str, object]) -> Row:
    """A row of `table` from cells by name; an empty string and None are both an empty cell, no boolean is false."""
    known = tables()[table]
    return tuple(_cell(cells.get(column, blank)) for column, blank in zip(known.columns, known.blanks, strict=True))


def _cell(value: object) -> Cell:
    if isinstance(value, tuple | list):
        return joined(map(str, value)) or None
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float | bool) and value != "" else None


def report_rows(report: Report, source: Source, profile: Profile) -> dict[str, list[Row]]:
    """The rows of one report, by table; likeness and the files are not the report's own."""
    rows: dict[str, list[Row]] = {"metrics": [metrics_row(report, profile)]}
    rows["sections"] = [in_order("sections", cells) for cells in _sections(report, source)]
    offsets = [offset for offset, _ in source.addresses]
    for fact in report.facts:
        table = LAYER_TABLES.get(fact.layer)
        if table:
            place = source.addresses[bisect_right(offsets, fact.span.start) - 1][1] if offsets else ""
            cells = _fact(fact) | {"report_id": report.report_id, "place": place, "sentence": sentence(fact, source)}
            rows.setdefault(table, []).append(in_order(table, cells))
    rows["findings"] = [in_order("findings", cells) for cells in _findings(report)]
    return rows


def sentence(fact: Fact, source: Source) -> str:
    """The sentence around a fact, as the source has it, without the line breaks of a wrapped text."""
    return "".join(fact.sentence.of(source.text).split("\n")).strip()


def _values(value: object) -> dict[str, object]:
    """The fields of a frozen value by name, shallow (dataclasses.asdict copies deeply, at many times the cost)."""
    return {name: getattr(value, name) for name in value.__slots__}  # type: ignore[attr-defined]


def _fact(fact: Fact) -> dict[str, object]:
    return _values(fact.value) | {
        "section_no": fact.section_no,
        "text": fact.text,
        "start": fact.span.start,
        "end": fact.span.end,
        "confidence": fact.confidence,
        "rule": fact.rule,
    }


def _sections(report: Report, source: Source) -> Iterable[dict[str, object]]:
    for section in report.sections:
        yield {
            "report_id": report.report_id,
            "section_no": section.no,
            "level": section.level,
            "marker": _as_written(section, source),
            "heading": section.heading,
            "roles": section.roles,
            "chars": len("".join(section.body.of(source.text).split())),
            "start": section.span.start,
            "end": section.span.end,
            "body_end": section.body_end,
        }


def _as_written(section: Section, source: Source) -> str:
    """The marker in the source's own characters (1．), which the working text may have folded (1.)."""
    stretch = source.text[section.span.start : section.span.start + len(section.marker)]
    return stretch if AlignedText.of(stretch).text == section.marker else section.marker


def _findings(report: Report) -> Iterable[dict[str, object]]:
    for finding in report.findings:
        yield _values(finding) | {
            "report_id": report.report_id,
            "file": report.file,
            "start": finding.span.start if finding.span else None,
            "end": finding.span.end if finding.span else None,
        }


NAMES = ("title", "branch", "superior", "report_date", "period", "signatory", "branch_kind")
COUNTED: Mapping[str, Callable[[Iterable[Fact]], int | None]] = {
    "member_count": metrics.member_count,
    "activist_count": metrics.activist_count,
    "meeting_count": metrics.meeting_count,
    "meetings_described": metrics.meetings_described,
    "study_count": metrics.study_count,
    "seminar_count": metrics.seminar_count,
    "lecture_count": metrics.lecture_count,
    "briefing_count": metrics.briefing_count,
    "attendance_max": metrics.attendance_max,
}


def metrics_row(report: Report, profile: Profile) -> Row:
    """The report's row of the main table: certain and likely facts only."""
    facts = tuple(fact for fact in report.facts if fact.confidence != DOUBTFUL)
    slogans = [f.value for f in facts if isinstance(f.value, SloganValue) and f.value.type == "numeral"]
    problems = [f.text for f in facts if f.layer == "problem"]
    dates = sorted(_fixed_dates(facts))
    cells: dict[str, object] = {kind: name_of(facts, kind) for kind in NAMES}
    cells |= {column: count(facts) for column, count in COUNTED.items()}
    cells |= {
        "report_id": report.report_id,
        "file": report.file,
        "report_no": report.report_no,
        "chars": report.chars,
        "section_count": sum(section.level == 1 for section in report.sections),
        "sections_present": tuple(dict.fromkeys(role for s in report.filled for role in s.roles)),
        "missing_sections": missing_roles(report, profile),
        "slogan_count": len(slogans),
        "slogans": tuple(dict.fromkeys(slogan.canonical for slogan in slogans)),
        "problem_count": len(problems),
        "problems": tuple("".join(text.split("\n")) for text in problems),
        "plan_count": sum(fact.layer == "plan" for fact in facts),
        "date_first": dates[0] if dates else None,
        "date_last": dates[-1] if dates else None,
        "finding_count": len(report.findings),
    }
    return in_order("metrics", cells)


def name_of(facts: Iterable[Fact], kind: str) -> str:
    """The first name of a kind among the facts, or an empty string."""
    values = (fact.value for fact in facts)
    return next((v.value for v in values if isinstance(v, NameValue) and v.kind == kind), "")


def _fixed_dates(facts: Iterable[Fact]) -> Iterable[str]:
    """The ends of all dates whose year is known, as EDTF days, months or years."""
    for fact in facts:
        if isinstance(fact.value, DateValue) and fact.value.kind not in ("recurring", "relative"):
            for end in (fact.value.resolved or fact.value.value).split("/"):
                if end[:4].isdigit():
                    yield end
