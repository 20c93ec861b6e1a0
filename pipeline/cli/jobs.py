"""The main job and its short form: run, check."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import (
    CLEAN,
    DEFAULT_PROFILE,
    FINDINGS,
    UNREADABLE,
    AboutOpt,
    FolderArg,
    Headers,
    JobsOpt,
    LangOpt,
    Language,
    LexiconsOpt,
    ProfileOpt,
    console,
    guarded,
    progress,
    told,
)

app = typer.Typer()


class Tables(StrEnum):
    """The format of the tables."""

    csv = "csv"
    parquet = "parquet"


class Engine(StrEnum):
    """Where files are processed."""

    local = "local"
    dask = "dask"


@app.command(
    help=told(
        "读入一个文件夹的报告，写出全部结果表。\n\n例：zongjie run 报送材料 -o 结果\n\n"
        "退出码：0 正常，2 用法或词表有误，3 有文件读不出来（其余照常写出）。",
        "Read a folder of reports and write all tables.\n\nExample: zongjie run reports -o out\n\n"
        "Exit: 0 clean, 2 usage or lexicon error, 3 some files unreadable (the tables are written all the same).",
    )
)
def run(
    folder: FolderArg,
    out: Annotated[Path, typer.Option("--out", "-o", help=told("结果放到哪个文件夹", "Folder for the results"))],
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    headers: Annotated[Headers, typer.Option(help=told("CSV 表头语言", "Language of the CSV headers"))] = Headers.en,
    roster: Annotated[
        Path | None, typer.Option(help=told("应报送单位名单（csv 或 xlsx）", "List of branches that should report"))
    ] = None,
    corrections: Annotated[
        Path | None, typer.Option(help=told("改过的汇总表.xlsx，按它更正", "Corrected workbook to apply"))
    ] = None,
    notices: Annotated[
        bool, typer.Option("--notices", help=told("给缺项单位各写一份补报通知", "Write notices"))
    ] = False,
    deadline: Annotated[str, typer.Option(help=told("通知里的补报期限，如 2011-07-15", "Date for the notices"))] = "",
    issuer: Annotated[str, typer.Option(help=told("通知的发文机关署名", "Who signs the notices"))] = "",
    resume: Annotated[
        bool, typer.Option("--resume", help=told("接着上次中断处做（默认即如此）", "Go on where it stopped (default)"))
    ] = False,
    fresh: Annotated[bool, typer.Option("--fresh", help=told("不用上次的结果，全部重做", "Do all anew"))] = False,
    skip_duplicates: Annotated[
        bool,
        typer.Option(
            "--skip-duplicates", help=told("内容完全相同的文件只读第一份", "Of identical files read the first")
        ),
    ] = False,
    tables: Annotated[
        Tables, typer.Option(help=told("结果表的格式：csv 或 parquet", "Format of the tables"))
    ] = Tables.csv,
    engine: Annotated[
        Engine, typer.Option(help=told("在本机运行，或在 Dask 集群上运行", "This machine or a Dask cluster"))
    ] = Engine.local,
    scheduler: Annotated[str, typer.Option(help=told("Dask 调度器地址", "Address of the Dask scheduler"))] = "",
    about: AboutOpt = None,
    seconds: Annotated[float, typer.Option(min=1, help=told("每个文件最多用几秒", "Seconds allowed a file"))] = 60.0,
    jobs: JobsOpt = 0,
    lang: LangOpt = Language.zh,
) -> None:
    """The main job."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.messages import say
        from pipeline.options import Options
        from pipeline.outputs import terminal

        due = _due(notices, deadline, issuer, lang.value)
        with progress(lang) as advance:
            knowledge = job.knowledge(profile, lexicons)
            options = Options(
                headers=headers.value, lang=lang.value, jobs=jobs, seconds=seconds, fresh=fresh and not resume,
                duplicates=not skip_duplicates,
                outputs=(tables.value, "comparison", "package", "xlsx", "html", "notices"),
                roster=roster, corrections=corrections, notices=notices, deadline=due, issuer=issuer.strip(),
                engine=engine.value, scheduler=scheduler, about=about,
            )  # fmt: skip
            result = job.run(folder, out, knowledge, options=options, advance=advance)
        if roster:
            terminal.roster(console(), roster, lang.value)
        terminal.corrections(console(), result.collection.overlay.corrections, lang.value)
        terminal.summary(console(), result.summary, lang.value, str(out))
        if result.gone:
            print(say("files_gone", lang.value, n=result.gone))
        terminal.moved(console(), result.written, lang.value, applied=corrections is not None)
        return UNREADABLE if result.summary.failures else CLEAN

    guarded(lang, action)


def _due(notices: bool, deadline: str, issuer: str, lang: str) -> str:
    """The checked date of the letters; a UsageError where it is none, or where there are no letters to put it in."""
    from pipeline.errors import UsageError
    from pipeline.messages import say
    from pipeline.outputs.deadline import checked

    for option, value in (("--deadline", deadline), ("--issuer", issuer)):
        if value.strip() and not notices:
            raise UsageError(say("needs_notices", lang, option=option))
    return checked(deadline, lang)


@app.command(
    help=told(
        "只列出缺少规定部分的支部及所缺部分，不写文件。\n\n例：zongjie check 报送材料\n\n"
        "退出码：0 都齐全，1 有缺，3 有文件读不出来。",
        "List just the branches whose reports lack required sections.\n\nExample: zongjie check reports",
    )
)
def check(
    folder: FolderArg,
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    jobs: JobsOpt = 0,
    lang: LangOpt = Language.zh,
) -> None:
    """Branches that lack sections."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.options import Options
        from pipeline.outputs import terminal

        with progress(lang) as advance:
            options = Options(jobs=jobs)
            result = job.run(folder, None, job.knowledge(profile, lexicons), options=options, advance=advance)
        terminal.summary(console(), result.summary, lang.value)
        return FINDINGS if result.summary.lacking else UNREADABLE if result.summary.failures else CLEAN

    guarded(lang, action)
