"""The command line: commands only. What they do lives in run.py, what they print in outputs/terminal.py."""

from __future__ import annotations

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from pipeline.errors import ZongjieError

if TYPE_CHECKING:
    from rich.console import Console

ENGLISH = any(pair in (("--lang", "en"), ("", "--lang=en")) for pair in zip(["", *sys.argv], [*sys.argv, ""]))  # noqa: B905
CLEAN, FINDINGS, USAGE, UNREADABLE = 0, 1, 2, 3


def _(zh: str, en: str) -> str:
    """A help text in the language asked for; help is built while the module loads."""
    return en if ENGLISH else zh


class Language(StrEnum):
    """Of messages."""

    zh = "zh"
    en = "en"


class Headers(StrEnum):
    """Of CSV header rows."""

    en = "en"
    zh = "zh"


app = typer.Typer(
    help=_(
        "总结：把一文件夹的工作总结变成一张可比较、可核对的表，并列出缺少规定部分的支部。\n\n"
        "例：zongjie run 报送材料 -o 结果",
        "A folder of submitted summary reports becomes one comparable table.\n\nExample: zongjie run reports -o out",
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

FolderArg = Annotated[Path, typer.Argument(help=_("存放各支部报告的文件夹", "Folder that holds the reports"))]
FileArg = Annotated[Path, typer.Argument(help=_("一份报告", "One report"))]
ProfileOpt = Annotated[
    str, typer.Option("--profile", "-p", help=_("活动词表的名称或文件夹", "Name or folder of the campaign profile"))
]
LexiconsOpt = Annotated[
    Path | None, typer.Option("--lexicons", help=_("自己的词表文件夹，叠加在活动词表之上", "Your own lexicon folder"))
]
LangOpt = Annotated[Language, typer.Option("--lang", help=_("提示语言：zh 中文，en 英文", "Language of messages"))]
JobsOpt = Annotated[int, typer.Option("--jobs", "-j", min=0, help=_("同时用几个进程，0 为自动", "Processes, 0: all"))]
DEFAULT_PROFILE = "chuangxian-zhengyou"


def console(error: bool = False) -> Console:
    """The terminal; colours and width as it has them."""
    from rich.console import Console

    return Console(stderr=error, highlight=False)


def guarded(lang: Language, action: Callable[[], int]) -> None:
    """Run a command; an error that is the user's to mend is one clear message on stderr and exit code 2."""
    try:
        code = action()
    except ZongjieError as error:
        from pipeline.messages import explained

        print(explained(error, lang.value), file=sys.stderr)
        code = USAGE
    raise typer.Exit(code)


@app.command(
    help=_(
        "读入一个文件夹的报告，写出全部结果表。\n\n例：zongjie run 报送材料 -o 结果\n\n"
        "退出码：0 正常，2 用法或词表有误，3 有文件读不出来（其余照常写出）。",
        "Read a folder of reports and write all tables.\n\nExample: zongjie run reports -o out\n\n"
        "Exit: 0 clean, 2 usage or lexicon error, 3 some files unreadable (the tables are written all the same).",
    )
)
def run(
    folder: FolderArg,
    out: Annotated[Path, typer.Option("--out", "-o", help=_("结果放到哪个文件夹", "Folder for the results"))],
    profile: ProfileOpt = DEFAULT_PROFILE,
    lexicons: LexiconsOpt = None,
    headers: Annotated[Headers, typer.Option(help=_("CSV 表头语言", "Language of the CSV headers"))] = Headers.en,
    jobs: JobsOpt = 0,
    lang: LangOpt = Language.zh,
) -> None:
    """The main job."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.options import Options
        from pipeline.outputs import terminal

        with progress(lang) as advance:
            knowledge = job.knowledge(profile, lexicons)
            options = Options(headers=headers.value, jobs=jobs)
            result = job.run(folder, out, knowledge, options=options, advance=advance)
        terminal.summary(console(), result.summary, lang.value, str(out))
        return UNREADABLE if result.summary.failures else CLEAN

    guarded(lang, action)


@app.command(
    help=_(
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


@app.command(
    help=_(
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
    help=_(
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
    help=_(
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


@app.command(help=_("列出可用的活动词表。\n\n例：zongjie profiles", "The profiles.\n\nExample: zongjie profiles"))
def profiles(lang: LangOpt = Language.zh) -> None:
    """Names, titles and required sections."""

    def action() -> int:
        from pipeline.outputs import terminal
        from pipeline.profile import load_profile, profile_names

        terminal.profiles(console(), [load_profile(name) for name in profile_names()], lang.value)
        return CLEAN

    guarded(lang, action)


@app.command(
    "check-lexicons",
    help=_(
        "检查词表：格式、例子、重复，一次列出所有错误。\n\n例：zongjie check-lexicons 我的词表",
        "Check a lexicon folder, all faults at once.\n\nExample: zongjie check-lexicons mine",
    ),
)
def check_lexicons(
    folder: Annotated[Path | None, typer.Argument(help=_("词表文件夹；不给则检查自带的", "Lexicon folder"))] = None,
    lang: LangOpt = Language.zh,
) -> None:
    """Strict loading, for its own sake."""

    def action() -> int:
        from pipeline.messages import say
        from pipeline.profile import check_folder, profile_names

        for place in [folder] if folder else profile_names():
            files, entries = check_folder(place)
            print(f"{place}：" + say("lexicon_good", lang.value, files=files, entries=entries))
        return CLEAN

    guarded(lang, action)


def progress(lang: Language) -> Any:
    """A progress bar on a terminal, silence elsewhere."""
    from pipeline.outputs.progress import bar

    return bar(console(error=True), lang.value)


def main() -> None:
    """The entry point of the `zongjie` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    app()
