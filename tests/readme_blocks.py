"""The parts of README.md that are generated, between `<!-- generated: name -->` and `<!-- end -->`.

`python tests/readme_blocks.py` writes them anew from the code; `--accuracy` also measures accuracy (a minute or two).
A test holds all but the figures of accuracy in step with the code.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from pipeline.ingest.formats import READERS, SUFFIXES
from pipeline.ingest.reasons import FAILED, OK, REASONS, SKIPPED
from pipeline.products.codebook import changes_table, tables

README = Path(__file__).parent.parent / "README.md"
BLOCK = re.compile(r"(?<=<!-- generated: )(\w+) -->\n(.*?)(?=<!-- end -->)", re.S)
FORMATS = {
    "txt": ("纯文本：UTF-8、GB18030、UTF-16、Big5，有无 BOM 均可", "plain text in UTF-8, GB18030, UTF-16 or Big5"),
    "docx": (
        "Word 2007 以后、WPS：自动编号、表格、文本框、修订、脚注",
        "Word 2007 and later, WPS, with automatic numbering",
    ),
    "doc": ("Word 97—2003、WPS", "Word 97-2003, WPS"),
    "pdf": ("有文字层的 PDF", "PDF with a text layer"),
    "rtf": ("RTF", "RTF"),
    "odt": ("OpenDocument 文本", "OpenDocument text"),
    "html": ("网页", "web pages"),
    "md": ("Markdown", "Markdown"),
    "mht": ("单文件网页", "web archives"),
    "wordml": ("Word 2003 XML", "Word 2003 XML"),
    "opc": ("Word XML（单文件）", "Word flat XML"),
    "zip": ("压缩包，其中的文件逐个读取", "archives, read file by file"),
}


def columns() -> str:
    """Every column of the main table, in both languages."""
    lines = ["| 列 column | 中文表头 | 单位 unit | 说明 | meaning |", "| --- | --- | --- | --- | --- |"]
    for f in tables()["metrics"].fields:
        lines.append(f"| `{f.name}` | {f.title} | {' '.join(f.unit)} | {f.description} | {f.english} |")
    return "\n".join(lines)


def other_tables() -> str:
    """The other tables, a line each, without the columns that all tables of facts share."""
    lines = ["| 表 table | 一行是 one row per | 列 columns |", "| --- | --- | --- |"]
    for table in (*tables().values(), changes_table()):
        if table.name != "metrics":
            rows = table.english.removeprefix("One row per ")
            names = " ".join(f"`{name}`" for name in table.columns)
            lines.append(f"| `{table.name}.csv` {table.title} | {rows} | {names} |")
    return "\n".join(lines)


def formats() -> str:
    """The formats read and the suffixes that promise them."""
    assert set(FORMATS) == {*READERS, "zip"}
    lines = ["| 格式 format | 后缀 suffixes | 说明 | |", "| --- | --- | --- | --- |"]
    for name, (zh, en) in FORMATS.items():
        suffixes = " ".join(suffix for suffix, format in SUFFIXES.items() if format == name) or "(.doc .xml)"
        lines.append(f"| {name} | {suffixes} | {zh} | {en} |")
    return "\n".join(lines)


def reasons() -> str:
    """The closed list of reasons, in the order of their status."""
    titles = {OK: "已读 read", SKIPPED: "跳过 skipped", FAILED: "未读出 failed"}
    lines = ["| 状态 status | 原因 reason | 怎么办 what to do |", "| --- | --- | --- |"]
    for status, title in titles.items():
        for r in REASONS.values():
            if r.status == status:
                todo = f"{r.todo_zh} {r.todo_en}".strip()
                lines.append(f"| {title} | {r.zh} {r.en} | {todo} |")
    return "\n".join(lines)


def accuracy() -> str:
    """F1 by layer on the corpus, with its interval, and on reports of other writers where they are at hand."""
    from quality import corpus_scores, shared_scores

    from pipeline.evaluation.scoring import LAYERS

    corpus, shared = corpus_scores(), shared_scores()
    head = f"样例语料 corpus（{len(corpus.reports)} 篇）"
    other = f"另有作者的报告 other writers（{len(shared.reports)} 篇）" if shared else ""
    lines = [f"| 层 layer | {head} F1 | 95 % | {other} F1 |", "| --- | --- | --- | --- |"]
    for layer in LAYERS:
        f1, interval = corpus.total(layer).f1, corpus.interval(layer)
        theirs = shared.total(layer).f1 if shared else None
        bounds = f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else ""
        cells = (f"{x:.3f}" if x is not None else "" for x in (f1, theirs))
        lines.append("| {} | {} | {bounds} | {} |".format(layer, *cells, bounds=bounds))
    return "\n".join(lines)


GENERATED: Mapping[str, Callable[[], str]] = {
    "columns": columns,
    "other_tables": other_tables,
    "formats": formats,
    "reasons": reasons,
}


def renewed(text: str, made: Mapping[str, Callable[[], str]]) -> str:
    """The README with the blocks named in `made` written anew; the others as they are."""

    def block(match: re.Match[str]) -> str:
        name = match[1]
        return f"{name} -->\n{made[name]()}\n" if name in made else match[0]

    return BLOCK.sub(block, text)


def main() -> None:
    """Write the README's generated blocks."""
    made = {**GENERATED, **({"accuracy": accuracy} if "--accuracy" in sys.argv else {})}
    README.write_text(renewed(README.read_text(encoding="utf-8"), made), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
