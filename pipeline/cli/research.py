"""For researchers and for a second look: evaluate, annotate, diff, merge."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import (
    CLEAN,
    DEFAULT_PROFILE,
    UNREADABLE,
    AboutOpt,
    FolderArg,
    Headers,
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


@app.command(
    help=told(
        "用标注（gold）给一次运行的结果打分：各层的查准、查全、F1 及 95% 置信区间，可逐条列出差错。\n\n"
        "例：zongjie evaluate 结果 标注.jsonl --errors",
        "Score an output folder against gold annotations: precision, recall, F1 and its 95 % interval per layer.\n\n"
        "Example: zongjie evaluate out gold.jsonl --errors",
    )
)
def evaluate(
    out: Annotated[Path, typer.Argument(help=told("一次运行的结果文件夹", "Output folder of a run"))],
    gold: Annotated[list[Path], typer.Argument(help=told("标注文件，每行一篇报告", "Gold files, a report a line"))],
    errors: Annotated[bool, typer.Option("--errors", help=told("逐条列出差错", "List every error"))] = False,
    lang: LangOpt = Language.zh,
) -> None:
    """Scores of a run."""

    def action() -> int:
        from pipeline.evaluation.gold import read_gold
        from pipeline.evaluation.scoring import TABLES, score, score_each
        from pipeline.outputs import terminal
        from pipeline.outputs.reading import OutOfOrderError, places, read_reports, read_tables

        golds = read_gold(gold, lang.value)
        try:
            found = score_each(read_reports(out, TABLES, lang.value), places(out, lang.value), golds)
        except OutOfOrderError:  # somebody has sorted a table: all are held in memory
            found = score(read_tables(out, TABLES, lang.value), golds)
        terminal.scores(console(), found, lang.value, errors)
        return CLEAN

    guarded(lang, action)


@app.command(
    help=told(
        "由提取结果生成标注草稿，逐条改正后可用于 evaluate。\n\n例：zongjie annotate 报送材料 -o 标注.jsonl",
        "Draft gold annotations from the extraction, to be corrected by hand.\n\n"
        "Example: zongjie annotate reports -o gold.jsonl",
    )
)
def annotate(
    folder: FolderArg,
    out: Annotated[Path, typer.Option("--out", "-o", help=told("写到哪个文件", "File to write"))],
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    force: Annotated[
        bool, typer.Option("--force", help=told("文件已有改动也照样覆盖", "Overwrite a file that was edited, too"))
    ] = False,
    lang: LangOpt = Language.zh,
) -> None:
    """Gold to correct."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.errors import UsageError
        from pipeline.evaluation.annotation import drafts, is_draft
        from pipeline.messages import say
        from pipeline.options import Options
        from pipeline.running.atomic import replaced

        if out.exists() and not force and not is_draft(out):
            raise UsageError(say("gold_kept", lang.value, path=out))
        known, options = job.knowledge(profile, lexicons), Options(outputs=(), lang=lang.value)
        with progress(lang) as advance:
            result = job.run(folder, None, known, options=options, advance=advance)
        with replaced(out, encoding="utf-8") as target:
            target.text.writelines(f"{line}\n" for line in drafts(result.collection))
        return CLEAN

    guarded(lang, action)


@app.command(
    help=told(
        "比较同一批单位两个时期的结果：计划是否落实、问题是否再现、数字变化、照搬的文字。\n\n"
        "例：zongjie diff 结果2010 结果2011 -o 变化.csv\n\n各列的说明写在旁边的 变化.datapackage.json。",
        "The same branches over two periods: plans kept, problems that come back, numbers, text carried over.\n\n"
        "Example: zongjie diff out2010 out2011 -o changes.csv\n\n"
        "Its columns are described beside it, in changes.datapackage.json.",
    )
)
def diff(
    first: Annotated[Path, typer.Argument(help=told("前一时期的结果文件夹", "Output folder of the earlier period"))],
    second: Annotated[Path, typer.Argument(help=told("后一时期的结果文件夹", "Output folder of the later period"))],
    out: Annotated[Path | None, typer.Option("--out", "-o", help=told("变化表写到哪里", "CSV file to write"))] = None,
    headers: Annotated[Headers, typer.Option(help=told("CSV 表头语言", "Language of the CSV headers"))] = Headers.en,
    lang: LangOpt = Language.zh,
) -> None:
    """What changed."""

    def action() -> int:
        from pipeline.collation.diff import changes
        from pipeline.collation.merging import Made, reopened
        from pipeline.errors import UsageError
        from pipeline.messages import say
        from pipeline.outputs import changes as shown
        from pipeline.outputs.csvs import is_changes, write_changes
        from pipeline.outputs.package import write_changes_package

        if out and out.exists() and not is_changes(out):
            raise UsageError(say("changes_taken", lang.value, path=out))
        found = list(changes(reopened(first, lang.value), reopened(second, lang.value)))
        shown.changes(console(), found, lang.value)
        if out:
            write_changes(out, found, headers.value)
            write_changes_package(out, headers.value, Made(first).provenance(), Made(second).provenance())
        return CLEAN

    guarded(lang, action)


@app.command(
    help=told(
        "把几次或几台机器上的结果合成一份。各部分已采用的更正照旧；名单要再给一次（--roster）。\n\n"
        "例：zongjie merge 结果一 结果二 -o 总结果",
        "Join the outputs of parts run on different days or machines. Corrections applied in a part are kept; a roster "
        "must be given again (--roster).\n\nExample: zongjie merge out1 out2 -o all",
    )
)
def merge(
    parts: Annotated[list[Path], typer.Argument(help=told("要合并的结果文件夹", "Output folders to join"))],
    out: Annotated[Path, typer.Option("--out", "-o", help=told("合并后的结果文件夹", "Folder for the joined outputs"))],
    corrections: Annotated[
        list[Path] | None,
        typer.Option(
            help=told(
                "改过的汇总表.xlsx，可给几个；不给则沿用各部分已采用的更正",
                "Corrected workbooks; without any, the corrections of the parts are kept",
            )
        ),
    ] = None,
    roster: Annotated[
        Path | None, typer.Option(help=told("应报送单位名单（csv 或 xlsx）", "List of branches that should report"))
    ] = None,
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    headers: Annotated[Headers, typer.Option(help=told("CSV 表头语言", "Language of the CSV headers"))] = Headers.en,
    about: AboutOpt = None,
    lang: LangOpt = Language.zh,
) -> None:
    """One output of several."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.collation.merging import uncarried
        from pipeline.options import Options
        from pipeline.outputs import terminal

        given = tuple(corrections or ())
        options = Options(headers=headers.value, lang=lang.value, roster=roster, more_corrections=given, about=about)
        lines = uncarried(parts, bool(given), roster is not None, lang.value)
        result = job.merge(parts, out, job.knowledge(profile, lexicons), options)
        if roster:
            terminal.roster(console(), roster, lang.value)
        for line in lines:
            print(line)
        terminal.corrections(console(), result.collection.overlay.corrections, lang.value)
        terminal.summary(console(), result.summary, lang.value, str(out))
        terminal.moved(console(), result.written, lang.value, applied=True)
        return UNREADABLE if result.summary.failures else CLEAN

    guarded(lang, action)
