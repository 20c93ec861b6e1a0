"""The rows of each sheet of the workbook, an outcome at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pipeline.collation.summary import UNNAMED, is_archive, sender
from pipeline.language.lexicon import Lexicon
from pipeline.messages import say
from pipeline.outputs.sheets import Line
from pipeline.outputs.urgency import Due
from pipeline.products.backing import Record, backing, concerning, doubtful, sentences
from pipeline.products.codebook import Field, tables
from pipeline.products.ledger import ledger
from pipeline.products.shown import YES, Shown, shown, word
from pipeline.products.tables import Cell
from pipeline.products.workbook import (
    BY_HAND,
    FINDINGS,
    FOLLOWS,
    GIVEN,
    LEDGER,
    MAIN,
    content_key,
    finding_hash,
    ledger_key,
    main_fields,
    quote,
)

MOST_SENTENCES = 6
SELF_EVIDENT = ("title", "branch", "branch_kind", "superior", "signatory", "slogans", "problems")
SEVERITY_TINTS = {"error": "missing", "warning": "doubtful", "note": ""}
STATUS_TINTS = {"failed": "missing", "skipped": "quiet"}
_BREAKS = re.compile(r"\s*\n\s*")
RESULT_TINTS = {"applied": "corrected", "followed": "corrected", "lost": "missing", "refused": "doubtful"}


@dataclass(frozen=True)
class ReportRows:
    """All that the sheets need of one report: its metrics, facts, headings, findings and text.

    `read` are the cells that were corrected, as the program had read them, `derived` those that another correction or
    a mark changes, as they are without anybody typing there.
    """

    metrics: Record
    facts: Mapping[str, Sequence[Record]]
    sections: Sequence[Record]
    findings: Sequence[Record]
    text: str
    read: Mapping[str, Cell] = field(default_factory=dict)
    derived: Mapping[str, Cell] = field(default_factory=dict)

    def as_read(self, column: str) -> Cell:
        """A metrics cell as the program read it, before anybody corrected it."""
        return self.read[column] if column in self.read else self.metrics[column]

    def told(self, role: str) -> Record:
        """The finding about a missing role (section.absent, section.in_body), or nothing."""
        name = f"“{word('roles', role)}”"
        about = (f for f in self.findings if str(f["code"]).startswith(("section.absent", "section.in_body")))
        return next((f for f in about if str(f["code"]).endswith(f".{role}") or name in str(f["message"])), {})

    @property
    def who(self) -> Cell:
        """The branch, as the report or else the roster names it; empty where neither does."""
        return sender(self.metrics)

    @property
    def called(self) -> str:
        """The branch, or the file where nobody names the branch: a printed row must say whose it is."""
        return str(self.who or f"（未写明单位）{self.metrics['file']}")


def fields_of(table: str) -> dict[str, Field]:
    """The fields of a table by name."""
    return {f.name: f for f in tables()[table].fields}


def main_line(report: ReportRows, names: Mapping[Cell, str]) -> Line:
    """The report's row of 汇总表, with the sentences that its figures stand on as notes; then the hidden columns."""
    cells: list[Shown] = []
    notes: dict[int, str] = {}
    tints: dict[int, str] = {}
    for number, column in enumerate(main_fields()):
        cells.append(_main_cell(report, column, names))
        if note := _note(report, column):
            notes[number] = note
        if tint := _tint(report, column.name):
            tints[number] = tint
    return Line((*cells, str(report.metrics["report_id"]), content_key(report.text)), notes, tints)


def _main_cell(report: ReportRows, column: Field, names: Mapping[Cell, str]) -> Shown:
    value = report.metrics[column.name]
    if column.name == "most_similar":
        return names.get(value, str(value)) if value else None
    if column.name == "corrected":
        titles = fields_of("metrics")
        return "、".join(titles[name].title for name in str(value or "").split("|") if name in titles) or None
    return shown(column, value)


def _note(report: ReportRows, column: Field) -> str:
    """What is said of a cell: what it was before it was corrected, the sentences it stands on, what is doubtful."""
    value = report.as_read(column.name)
    parts = [_evidence(report, column.name, value)]
    if column.name in report.read:
        parts.insert(0, f"人工更正。原读出：{_words(column, value)}")
    if column.name == "missing_sections":
        parts += [str(f["message"]) for role in str(value or "").split("|") if (f := report.told(role))]
    elif column.name == "branch" and not value:
        parts.append(f"没有找到单位名称。文件：{report.metrics['file']}")
    elif column.name == "branch" and UNNAMED.search(str(value)):
        parts.append(f"单位名称像是没有填写。文件：{report.metrics['file']}")
    elif column.name == "finding_count":
        parts.append(_listed("待核：", [str(f["message"]) for f in report.findings if not f["checked"]]))
    else:
        parts += [f"请核对：{f['message']}" for f in concerning(column.name, report.findings)]
    return "\n".join(part for part in parts if part)


def _evidence(report: ReportRows, column: str, value: Cell) -> str:
    """The sentences a cell stands on, or those that were too doubtful to count. A name says itself: a note on each
    would only hide those on figures."""
    if column in SELF_EVIDENT and column not in report.read:
        return ""
    if found := sentences(backing(column, value, report.facts)):
        return _listed("依据：", found)
    return _listed("存疑，未计入：", sentences(doubtful(column, report.facts))) if value is None else ""


def _words(column: Field, value: Cell) -> str:
    read = shown(column, value)
    return "（未写明）" if read is None else f"{read:%Y年%m月%d日}" if hasattr(read, "strftime") else str(read)


def _listed(lead: str, items: Sequence[str]) -> str:
    """One text as it is, several one a line, the first few of them; nothing where there is none."""
    if len(items) < 2:
        return lead + items[0] if items else ""
    more = [f"……共 {len(items)} 处"] if len(items) > MOST_SENTENCES else []
    return "\n".join([lead, *(f"· {item}" for item in items[:MOST_SENTENCES]), *more])


def _tint(report: ReportRows, column: str) -> str:
    if column in report.read:
        return "corrected"
    value = report.metrics[column]
    if column == "missing_sections" and value:
        return "missing"
    if column == "branch" and (not value or UNNAMED.search(str(value))):
        return "doubtful"
    unsure = value is None and column not in SELF_EVIDENT and doubtful(column, report.facts)
    return "doubtful" if unsure or concerning(column, report.findings) else ""


def original_line(report: ReportRows, line: Line) -> list[Shown]:
    """The report's row of the hidden sheet: what identifies it, every cell of its `line` as it was before anybody
    corrected it, the sentences it stood on, and what cells would hold that follow from corrections."""
    metrics = report.metrics
    identity = (metrics["report_id"], content_key(report.text), metrics["file"], metrics["report_no"])
    columns = main_fields()
    values = [
        shown(column, report.read[column.name]) if column.name in report.read else cell
        for column, cell in zip(columns, line.cells, strict=False)
    ]
    quotes = [quote(column.name, report.as_read(column.name), report.facts) or None for column in columns]
    base = [_base(report, column) for column in FOLLOWS]
    return [*map(_plain, identity), _plain(report.as_read("branch")), *values, *quotes, *base]


def _base(report: ReportRows, column: str) -> Shown:
    """What a cell would hold if nobody had typed in it, marked so that an empty one is told from none."""
    if column not in report.derived:
        return None
    value = shown(fields_of("metrics")[column], report.derived[column])
    return GIVEN + ("" if value is None else str(value))


def _plain(cell: Cell) -> Shown:
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)


def missing_lines(report: ReportRows) -> Iterator[Line]:
    """A row for each required part that no heading has: what the body says of it, and what headings there are."""
    heads = "；".join(f"{s['marker'] or ''}{s['heading']}" for s in report.sections if s["level"] == 1)
    for role in str(report.metrics["missing_sections"] or "").split("|"):
        if not role:
            continue
        found = report.told(role)
        inside = str(found.get("code")).startswith("section.in_body")
        cells = (
            report.called, word("roles", role), "有提及" if inside else "未见",
            _plain(found.get("message")), _unbroken(found.get("text")), heads or "（没有标题）",
            _plain(report.metrics["file"]),
        )  # fmt: skip
        yield Line(cells, {}, {1: "doubtful" if inside else "missing"})


def absent_line(finding: Record) -> Line:
    """A row of 缺项清单 for a branch of the roster that sent nothing, or nothing that can be read."""
    name, unread = str(finding["text"] or "") or None, finding["code"] == "roster.unread"
    cells = (name, "全文", "读不出" if unread else "未报送", _plain(finding["message"]), None, None)
    return Line((*cells, _plain(finding["file"])), {}, {1: "doubtful" if unread else "missing"})


def ledger_lines(
    report: ReportRows, lexicon: Lexicon, by_hand: Mapping[tuple[str, str], Mapping[str, Shown]]
) -> Iterator[Line]:
    """The report's problems with their remedies as the report or else a person's hand has them; the hidden columns
    keep the former, so that the hand is known again."""
    due = fields_of("plans")["deadline"]
    for entry in ledger(report.facts, lexicon):
        problem = entry.problem
        written: list[Shown] = [entry.measure or None, shown(due, entry.deadline), entry.owner or None]
        hand = by_hand.get(ledger_key(report.metrics["report_id"], problem["text"]), {})
        followed = [hand.get(title, cell) for title, cell in zip(BY_HAND, (*written, None), strict=True)]
        cells = (
            report.called, _plain(problem["ordinal"]), _unbroken(problem["text"]), _plain(problem["theme"]), *followed,
            _unbroken(problem["sentence"]), _plain(report.metrics["file"]), _plain(report.metrics["report_id"]),
            *written,
        )  # fmt: skip
        tints = {4 + n: "corrected" for n, title in enumerate(BY_HAND[:-1]) if title in hand}
        yield Line(cells, {}, tints | ({2: "doubtful"} if problem["confidence"] == "doubtful" else {}))


def _unbroken(cell: Cell) -> Shown:
    """Source text in one line: its hard line breaks are the sender's, not the table's."""
    return "".join(str(cell).split("\n")) if cell else None


def fact_lines(report: ReportRows, table: str, columns: Sequence[str]) -> Iterator[Line]:
    """A row for each slogan or meeting: branch and file around the table's own columns."""
    fields = fields_of(table)
    for record in report.facts.get(table, ()):
        own = [_unbroken(v) if c in ("text", "sentence") else shown(fields[c], v)
               for c, v in ((c, record[c]) for c in columns)]  # fmt: skip
        tints = dict.fromkeys(range(1, len(own) + 1), "doubtful") if record["confidence"] == "doubtful" else {}
        yield Line((report.called, *own, _plain(report.metrics["file"])), {}, tints)


def finding_line(due: Due) -> Line:
    """A finding, with room for the mark of whoever checks it, and the hidden columns that identify it."""
    finding, branch = due.finding, due.branch or None
    checked = bool(finding["checked"])
    cells = (
        _plain(branch), _plain(finding["file"]), word("severity", str(finding["severity"])), _plain(finding["message"]),
        _shortened(str(_unbroken(finding["text"]) or ""), 120) or None, YES if checked else None,
        _plain(finding["remark"]), _plain(finding["code"]),
        None if due.several else finding_hash(finding["code"], finding["message"], finding["text"]),
        _plain(finding["report_id"]), due.content or None,
    )  # fmt: skip
    tint = "quiet" if checked else SEVERITY_TINTS.get(str(finding["severity"]), "")
    return Line(cells, {}, dict.fromkeys(range(7), tint) if checked else {2: tint} if tint else {})


def alike_line(record: Record, columns: Sequence[str]) -> Line:
    """A pair of alike reports."""
    fields = fields_of("similar")
    cells = [word("alike", str(record[c])) if c == "kind" else shown(fields[c], record[c]) for c in columns]
    for place, (branch, file) in enumerate((("branch", "file"), ("other_branch", "other_file"))):
        if not record[branch]:
            cells[place] = f"（未写明单位）{record[file]}"
        elif record["kind"] == "own":  # both of one unit: the files tell them apart
            cells[place] = f"{record[branch]}（{record[file]}）"
    return Line([_shortened(_BREAKS.sub(" ", cell), 240) if isinstance(cell, str) else cell for cell in cells])


def _shortened(text: str, most: int) -> str:
    """Evidence that would fill a page, cut."""
    return text if len(text) <= most else f"{text[:most]}……（共 {len(text)} 字）"


def correction_line(record: Record) -> Line:
    """What became of one correction."""
    metrics = fields_of("metrics")
    item = str(record["item"])
    status = str(record["status"])
    what = f"{MAIN}：{metrics[item].title}" if record["kind"] == "cell" and item in metrics else FINDINGS
    if record["kind"] == "ledger":
        what = f"{LEDGER}：{item}"
    cells = (
        _plain(record["branch"]), _plain(record["file"]), what, _plain(record["was"]), _plain(record["now"]),
        word("status", status), _plain(record["reason"]), _plain(record["quote"]),
    )  # fmt: skip
    return Line(cells, {}, {5: RESULT_TINTS[status]} if status in RESULT_TINTS else {})


def file_line(record: Record) -> Line:
    """An input file, read or not; its checksum is in the last, hidden column."""
    fields = fields_of("files")
    cells = [shown(field, record[name]) for name, field in fields.items() if name != "sha256"]
    if is_archive(record):
        cells[1] = say("status_opened")
    tint = STATUS_TINTS.get(str(record["status"]), "")
    return Line((*cells, _plain(record["sha256"])), {}, {1: tint} if tint else {})
