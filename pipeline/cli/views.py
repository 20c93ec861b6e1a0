"""One file on the screen: show, explain, text."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import typer

from pipeline.cli.common import (
    CLEAN,
    DEFAULT_PROFILE,
    FileArg,
    LangOpt,
    Language,
    LexiconsOpt,
    ProfileOpt,
    console,
    guarded,
    told,
)

app = typer.Typer()


@app.command(
    help=told(
        "在屏幕上看一份报告：提纲、提取结果和对应原文。\n\n例：zongjie show 报送材料/第一党支部.docx",
        "One report in the terminal: outline, facts, evidence.\n\nExample: zongjie show reports/first.docx",
    )
)
def show(
    file: FileArg,
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    lang: LangOpt = Language.zh,
) -> None:
    """One report."""
    _reports(file, profile, lexicons, lang, "show")


@app.command(
    help=told(
        "逐条说明每个结果由哪条规则得出，以及哪些候选被排除、为什么。\n\n例：zongjie explain 报送材料/第一党支部.docx",
        "Every fact with the rule that decided, and what was vetoed and why.\n\nExample: zongjie explain first.docx",
    )
)
def explain(
    file: FileArg,
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    lang: LangOpt = Language.zh,
) -> None:
    """Why each value."""
    _reports(file, profile, lexicons, lang, "explain")


def _reports(file: Path, profile: str, lexicons: Path | None, lang: Language, view: str) -> None:
    """Print one view of every report in a file."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.outputs import terminal

        source = job.read_for_people(file, lang.value)
        views: dict[str, Any] = {"show": terminal.show, "explain": terminal.explain}
        for report in job.reports_of(source, job.knowledge(profile, lexicons)):
            views[view](console(), report, source, lang.value)
        return CLEAN

    guarded(lang, action)


@app.command(
    help=told(
        "打印程序读到的正文，各表的“起、止”就是它的字符位置。\n\n例：zongjie text 第一党支部.docx > 正文.txt",
        "The text that the offsets of all tables refer to.\n\nExample: zongjie text first.docx > first.txt",
    )
)
def text(file: FileArg, lang: LangOpt = Language.zh) -> None:
    """The text of a file, exactly."""

    def action() -> int:
        from pipeline import composition as job

        sys.stdout.buffer.write(job.read_for_people(file, lang.value).text.encode("utf-8", "backslashreplace"))
        sys.stdout.buffer.flush()
        return CLEAN

    guarded(lang, action)
