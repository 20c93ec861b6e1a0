"""汇总表.xlsx: the tables as people open them, with the evidence as notes, ready to print and to be corrected."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from pipeline.collation.collection import Collection, Overlay
from pipeline.outputs import Bundle
from pipeline.outputs import sheet_rows as rows
from pipeline.outputs.guide import guide_lines
from pipeline.outputs.keeping import kept
from pipeline.outputs.sheets import Book, Column, Line
from pipeline.outputs.urgency import Due, folded, ordered
from pipeline.products import workbook as w
from pipeline.products.backing import Record, facts_of
from pipeline.products.codebook import tables
from pipeline.products.outcome import Outcome
from pipeline.products.shown import Shown
from pipeline.products.tables import Cell, Row
from pipeline.running.atomic import beside, settle

CORRECTED = "含人工更正"
UNUSED = ("lost", "refused")  # what became of a correction that was not applied: these are listed first
FACTS = {
    w.SLOGANS: ("slogans", ("canonical", "type", "items", "sentence", "text")),
    w.MEETINGS: ("meetings", ("type", "date", "planned", "attendance", "sentence", "text")),
}
ALIKE = (
    "branch", "other_branch", "kind", "similarity", "shared_chars", "longest_shared", "other_longest", "file",
    "other_file",
)  # fmt: skip
# Width of a column by its name, in half-width characters; those not named here are fitted to what they hold.
WIDTHS = {
    "branch": 22, "title": 36, "superior": 26, "signatory": 26, "slogans": 18, "problems": 42, "missing_sections": 12,
    "sections_present": 24, "file": 34, "most_similar": 26, "corrected": 20, "text": 40, "sentence": 66, "items": 40,
    "canonical": 24, "longest_shared": 46, "longest": 46, "reason": 44, "advice": 40, "roster_match": 30,
}  # fmt: skip
KINDS = {"integer": "number", "number": "number", "edtf": "date", "boolean": "word"}
MOST = 10_000  # reports a workbook holds: one that opens in seconds; the tables hold all
TALL = 8  # lines of a row of 汇总表, so that the eye finds its way down the columns


def write_xlsx(bundle: Bundle) -> list[Path]:
    """Write the workbook; the paths written, with that of an edited one that was moved aside before it."""
    path = bundle.folder / w.FILE
    partial = path.with_name(f".{path.name}.part")
    about = CORRECTED if bundle.collection.overlay.read or bundle.collection.overlay.marks else ""
    try:
        with beside(path) as scratch:
            book = Book(partial, bundle.profile.subject, about, scratch)
            try:
                _sheets(book, bundle.collection)
                _fill(book, bundle)
                book.close()
            except BaseException:
                book.abandon()
                raise
        return [*kept(path, b"" if _given_elsewhere(bundle, path) else CORRECTED.encode()), settle(partial, path)]
    finally:
        partial.unlink(missing_ok=True)


def _given_elsewhere(bundle: Bundle, path: Path) -> bool:
    """Whether the corrections of this run are in another file, so that the workbook of the last run is no only copy."""
    given = bundle.options.corrections
    return given is not None and given.resolve() != path.resolve()


def _sheets(book: Book, collection: Collection) -> None:
    """All sheets with their columns, in the order of their tabs; what is only for reference is not printed."""
    titles = rows.fields_of("metrics")
    branch, file = _column("branch", titles["branch"].title, "string"), _column("file", "文件", "string")
    main = [_column(f.name, f.title, f.type) for f in w.main_fields()]
    book.sheet(w.MAIN, [*main, _hidden(w.REPORT), _hidden(w.CONTENT)], TALL, printed=len(w.CORE))
    book.sheet(w.MISSING, [branch, *_texts(("缺少部分", 12), ("正文中", 8), ("说明", 36), ("最接近的原文", 44),
                                           ("已有的一级标题", 44)), file], printed=6)  # fmt: skip
    book.sheet(w.LEDGER, [branch, _column("ordinal", "序", "integer"), *_texts((w.PROBLEM, 40), ("主题", 10),
               (w.MEASURE, 36)), Column(w.DUE, "date", 15), *_texts((w.OWNER, 14), (w.FOLLOWED, 18),
               ("所在句", 66)), file, *map(_hidden, (w.REPORT, *(w.WRITTEN + title for title in w.BY_HAND[:-1])))],
               printed=8)  # fmt: skip
    for name, (table, columns) in FACTS.items():
        own = [_column(f.name, f.title, f.type) for f in map(rows.fields_of(table).__getitem__, columns)]
        book.sheet(name, [branch, *own, file], printed=len(columns))
    book.sheet(w.FINDINGS, [branch, _column("file", "文件", "string"), *_texts(("程度", 8), ("说明", 50),
               ("证据原文", 40), (w.CHECKED, 6), (w.REMARK, 20)),
               *map(_hidden, (w.CODE, w.KEY, w.REPORT, w.CONTENT))])  # fmt: skip
    similar = rows.fields_of("similar")
    book.sheet(
        w.ALIKE, [_column(c.removeprefix("other_"), similar[c].title, similar[c].type) for c in ALIKE], printed=7
    )
    if collection.overlay.corrections:
        book.sheet(w.CORRECTIONS, _texts(("单位", 22), ("文件", 26), ("更正的项目", 20), ("原值", 34), ("改为", 24),
                                         ("结果", 14), ("原因", 44), ("原依据", 50)), printed=7)  # fmt: skip
    files = [_column(f.name, f.title, f.type) for f in tables()["files"].fields if f.name != "sha256"]
    book.sheet(w.FILES, [*files, _hidden("校验和")])
    book.sheet(w.HELP, [Column("项目", "text", 24), Column("说明", "text", 96)], lines=60)


def _column(name: str, title: str, kind: str) -> Column:
    if name == "similarity":
        return Column(title, "share", 8)
    if name in WIDTHS:
        return Column(title, "text", WIDTHS[name])
    return Column(title, KINDS.get(kind, "word" if kind == "string" else "text"), 24, fit=True)


def _texts(*columns: tuple[str, int]) -> list[Column]:
    return [Column(title, "word" if width <= 14 else "text", width) for title, width in columns]


def _hidden(title: str) -> Column:
    return Column(title, "word", 14, hidden=True)


def _fill(book: Book, bundle: Bundle) -> None:
    """One pass over the outcomes writes the rows of every sheet but the last."""
    collection = bundle.collection
    names = _names(collection)
    hidden = Originals(book)
    due: list[Due] = []
    for outcome in collection.outcomes():
        book.sheets[w.FILES].add(rows.file_line(_record("files", outcome.row)))
        for report in reports(outcome, collection.overlay):
            if book.sheets[w.MAIN].next > MOST:
                book.sheets[w.MAIN].dropped += 1
                continue
            main = rows.main_line(report, names)
            book.sheets[w.MAIN].add(main)
            hidden.add(rows.original_line(report, main))
            for sheet, lines in _lines(report, bundle):
                for line in lines:
                    book.sheets[sheet].add(line)
            content = w.content_key(report.text)
            due += [Due(finding, report.called, content) for finding in report.findings]
    _of_no_report(book, collection, due)
    for line in guide_lines(bundle):
        book.sheets[w.HELP].add(line)
    _finishing(book)


def _lines(report: rows.ReportRows, bundle: Bundle) -> Iterator[tuple[str, Iterator[Line]]]:
    """The lines of one report for the sheets that have any number of them."""
    yield w.MISSING, rows.missing_lines(report)
    yield w.LEDGER, rows.ledger_lines(report, bundle.profile.lexicon, bundle.collection.overlay.ledger)
    for sheet, (table, columns) in FACTS.items():
        yield sheet, rows.fact_lines(report, table, columns)


def _of_no_report(book: Book, collection: Collection, due: list[Due]) -> None:
    """All findings, those that no report has among them; pairs of reports, and corrections."""
    found = [_record("findings", row) for name, some in collection.loose() if name == "findings" for row in some]
    for finding in found:
        if finding["code"] in ("roster.absent", "roster.unread") and not finding["checked"]:
            book.sheets[w.MISSING].add(rows.absent_line(finding))
    loose = [Due(finding, str(finding["text"] or "")) for finding in found]
    for one in folded(ordered([*loose, *due])):
        book.sheets[w.FINDINGS].add(rows.finding_line(one))
    for row in collection.overlay.similar:
        book.sheets[w.ALIKE].add(rows.alike_line(_record("similar", row), ALIKE))
    told = (_record("corrections", row) for row in collection.overlay.corrections)
    for record in sorted(told, key=lambda r: r["status"] not in UNUSED):
        book.sheets[w.CORRECTIONS].add(rows.correction_line(record))


def _finishing(book: Book) -> None:
    """A drop-down of 是 where people mark findings, and the main sheet in front."""
    sheet = book.sheets[w.FINDINGS]
    column = next(n for n, c in enumerate(sheet.columns) if c.title == w.CHECKED)
    choice = {"validate": "list", "source": ["是"], "show_error": False, "input_title": "已核",
              "input_message": "核过的选“是”，下次用 --corrections 运行即不再提示"}  # fmt: skip
    sheet.page.data_validation(1, column, max(1, sheet.next - 1), column, choice)
    book.sheets[w.MAIN].page.activate()


def reports(outcome: Outcome, overlay: Overlay) -> Iterator[rows.ReportRows]:
    """The reports of one outcome, each with all its rows."""
    facts = facts_of(outcome)
    parts = {table: _by_report(outcome, table) for table in ("sections", "findings")}
    for row in outcome.tables.get("metrics", ()):
        key = str(row[0])
        yield rows.ReportRows(
            _record("metrics", row),
            facts.get(key, {}),
            parts["sections"].get(key, []),
            parts["findings"].get(key, []),
            outcome.texts[key][1] if key in outcome.texts else "",
            overlay.read.get(key, {}),
            overlay.derived.get(key, {}),
        )


def _by_report(outcome: Outcome, table: str) -> dict[str, list[Record]]:
    found: dict[str, list[Record]] = {}
    for row in outcome.tables.get(table, ()):
        found.setdefault(str(row[0]), []).append(_record(table, row))
    return found


def _record(table: str, row: Row) -> Record:
    return dict(zip(tables()[table].columns, row, strict=True))


def _names(collection: Collection) -> dict[Cell, str]:
    """What reports are called, where there are pairs of them to be shown."""
    records = collection.records("metrics") if collection.overlay.similar else ()
    return {r["report_id"]: str(r["branch"] or r.get("roster_name") or r["title"] or r["file"]) for r in records}


class Originals:
    """The hidden sheet that tells what a person changed from what is read otherwise on a later run."""

    def __init__(self, book: Book) -> None:
        names = [field.name for field in w.main_fields()]
        head = [*w.IDENTITY, *(w.VALUE + name for name in names), *(w.QUOTE + name for name in names)]
        head += [w.BASE + name for name in w.FOLLOWS]
        self.sheet = book.sheet(w.ORIGINALS, [_hidden(title) for title in head], lines=1, printed=0)
        self.sheet.page.very_hidden()

    def add(self, cells: Sequence[Shown]) -> None:
        """One report's row."""
        self.sheet.add(Line(cells))
