"""What the program knows: profiles, check-lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import CLEAN, FileArg, LangOpt, Language, ProfileOpt, console, guarded, told

app = typer.Typer()


@app.command(help=told("列出可用的活动词表。\n\n例：zongjie profiles", "The profiles.\n\nExample: zongjie profiles"))
def profiles(lang: LangOpt = Language.zh) -> None:
    """Names, titles and required sections."""

    def action() -> int:
        from pipeline.language.profile import load_profile, profile_names
        from pipeline.outputs import terminal

        terminal.profiles(console(), [load_profile(name) for name in profile_names()], lang.value)
        return CLEAN

    guarded(lang, action)


@app.command(
    "check-lexicons",
    help=told(
        "检查词表：格式、例子、重复，一次列出所有错误。\n\n例：zongjie check-lexicons 我的词表",
        "Check a lexicon folder, all faults at once.\n\nExample: zongjie check-lexicons mine",
    ),
)
def check_lexicons(
    folder: Annotated[Path | None, typer.Argument(help=told("词表文件夹；不给则检查自带的", "Lexicon folder"))] = None,
    lang: LangOpt = Language.zh,
) -> None:
    """Strict loading, for its own sake."""

    def action() -> int:
        from pipeline.language.profile import check_folder, profile_names
        from pipeline.messages import say

        for place in [folder] if folder else profile_names():
            files, entries = check_folder(place)
            print(f"{place}：" + say("lexicon_good", lang.value, files=files, entries=entries))
        return CLEAN

    guarded(lang, action)


@app.command(
    "profile-from",
    help=told(
        "由布置总结工作的通知起草活动词表：读出“报告应包括……”的内容，作为应有部分。\n\n"
        "例：zongjie profile-from 通知.docx -o 我的活动",
        "Draft a profile from the notice that asked for the reports.\n\n"
        "Example: zongjie profile-from notice.docx -o mine",
    ),
)
def profile_from(
    notice: FileArg,
    out: Annotated[Path, typer.Option("--out", "-o", help=told("词表放到哪个文件夹", "Folder for the profile"))],
    profile: ProfileOpt = "base",
    lang: LangOpt = Language.zh,
) -> None:
    """A folder of lexicons to edit."""

    def action() -> int:
        from pipeline import composition as job
        from pipeline.noticed import read_notice, write_profile
        from pipeline.outputs import terminal

        draft = read_notice(job.read_for_people(notice, lang.value), job.knowledge(profile))
        paths = write_profile(draft, notice.name, profile, out)
        terminal.drafted(console(), draft, paths, lang.value)
        return CLEAN

    guarded(lang, action)
