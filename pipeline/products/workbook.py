"""What the writer of 汇总表.xlsx and the reader of a corrected one agree on: names, columns, what identifies a cell.

The main sheet shows the metrics. Its hidden columns carry the report's id and a key of its text; a hidden sheet
(ORIGINALS) carries every cell as it was written with the sentences it stood on, so that what a person changed can be
told from what is merely read otherwise on a later run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from pipeline.products.backing import Record, backing, sentences
from pipeline.products.codebook import Field, tables
from pipeline.products.tables import COUNTED, NAMES, Cell

FILE = "汇总表.xlsx"
MAIN, MISSING, LEDGER, SLOGANS, MEETINGS = "汇总表", "缺项清单", "问题台账", "口号", "会议"
FINDINGS, ALIKE, CORRECTIONS, FILES, HELP = "校核问题", "雷同", "更正情况", "文件", "填报说明"
ORIGINALS = "原值"
# Headers of the hidden columns, and the marks a person makes on findings.
REPORT, CONTENT, KEY, CODE, CHECKED, REMARK = "报告编号", "内容标识", "事项标识", "代码", "已核", "核实备注"
# The columns of 问题台账 that people fill in, and the prefix of the hidden ones that keep what the program had written.
PROBLEM, MEASURE, DUE, OWNER, FOLLOWED = "问题", "整改措施", "完成期限", "责任人", "整改情况（手填）"
BY_HAND, WRITTEN = (MEASURE, DUE, OWNER, FOLLOWED), "原"
# The first columns of ORIGINALS; then follow the shown values and the quotes by column name.
IDENTITY = ("report_id", "content", "file", "report_no", "branch")
VALUE, QUOTE = "value:", "quote:"
# What a cell would hold if nobody had typed in it, where a correction beside it or a mark changes it, after a sign that
# tells an empty one from none.
BASE, GIVEN = "base:", "#"
# Columns that follow from corrected lists, and the list that each follows from.
FOLLOWS = {"problem_count": "problems", "slogan_count": "slogans", "missing_sections": "sections_present"}
SETTLED = "随“缺少部分”的更正"  # the remark on findings that are settled by the cell, so that they are no person's mark

# Printed columns of the main sheet, then those that stand to the right of the print area.
CORE = (
    "branch", "report_date", "member_count", "activist_count", "meeting_count", "meetings_described", "study_count",
    "seminar_count", "lecture_count", "briefing_count", "attendance_max", "slogans", "problem_count", "problems",
    "plan_count", "missing_sections", "finding_count",
)  # fmt: skip
LAST = ("file", "report_no", "corrected")
# What a person may correct: what is read from the reports; the other columns follow from it or from the folder.
CORRECTABLE = (
    *NAMES, "period", *COUNTED, "sections_present", "missing_sections", "slogan_count", "slogans", "problem_count",
    "problems", "plan_count", "date_first", "date_last",
)  # fmt: skip
QUOTED = 1000


def main_fields() -> tuple[Field, ...]:
    """The columns of the main sheet in order: every column of metrics but the id, which is hidden."""
    fields = {field.name: field for field in tables()["metrics"].fields if field.name != "report_id"}
    middle = [name for name in fields if name not in (*CORE, *LAST)]
    return tuple(fields[name] for name in (*CORE, *middle, *LAST))


def content_key(text: str) -> str:
    """Sixteen hex digits of a report's text, blanks left out."""
    return hashlib.sha256("".join(text.split()).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def ledger_key(report_id: Cell, problem: Cell) -> tuple[str, str]:
    """What tells a line of 问题台账 from others on every run: the report's id and the problem's words."""
    return str(report_id or ""), "".join(str(problem or "").split())


def finding_hash(code: Cell, message: Cell, text: Cell) -> str:
    """What tells a finding of a report from its others: twelve hex digits."""
    return hashlib.sha256("\0".join(str(part or "") for part in (code, message, text)).encode()).hexdigest()[:12]


def quote(column: str, value: Cell, facts: Mapping[str, Sequence[Record]]) -> str:
    """The sentences a cell stands on, as one string that is equal if and only if they are; long ones are cut."""
    text = "\n".join(sentences(backing(column, value, facts)))
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    return text if len(text) <= QUOTED else f"{text[:QUOTED]}……#{digest}"
