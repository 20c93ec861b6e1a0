"""What the program knows: profiles, check-lexicons."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import (
    CLEAN,
    LangOpt,
    Language,
    console,
    guarded,
    told,
)

app = typer.Typer()


@app.command(help=told("列出可用的活动词表。\n\n例：zongjie profiles", "The profiles.\n\nExample: zongjie profiles"))
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
        from pipeline.messages import say
        from pipeline.profile import check_folder, profile_names

        for place in [folder] if folder else profile_names():
            files, entries = check_folder(place)
            print(f"{place}：" + say("lexicon_good", lang.value, files=files, entries=entries))
        return CLEAN

    guarded(lang, action)
