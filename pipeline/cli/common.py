"""What all commands share: the language of help and messages, the options they have in common, and how they end."""

from __future__ import annotations

import signal
import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from pipeline.errors import ZongjieError

if TYPE_CHECKING:
    from rich.console import Console

CLEAN, FINDINGS, USAGE, UNREADABLE, INTERRUPTED, TERMINATED = 0, 1, 2, 3, 130, 143
DEFAULT_PROFILE = "chuangxian-zhengyou"
ENGLISH = "--lang=en" in sys.argv or ("--lang", "en") in zip(sys.argv, sys.argv[1:], strict=False)


def told(zh: str, en: str) -> str:
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


# Text, since it may be a URL.
FolderArg = Annotated[str, typer.Argument(help=told("存放各支部报告的文件夹", "Folder that holds the reports"))]
FileArg = Annotated[Path, typer.Argument(help=told("一份报告", "One report"))]
ProfileOpt = Annotated[
    str, typer.Option("--profile", "-p", help=told("活动词表的名称或文件夹", "Name or folder of the campaign profile"))
]
LexiconsOpt = Annotated[
    Path | None,
    typer.Option("--lexicons", help=told("自己的词表文件夹，叠加在活动词表之上", "Your own lexicon folder")),
]
LangOpt = Annotated[Language, typer.Option("--lang", help=told("提示语言：zh 中文，en 英文", "Language of messages"))]
AboutOpt = Annotated[
    Path | None,
    typer.Option(
        "--about",
        help=told("数据集说明（YAML：title、version、license 等）", "What is said of the data set"),
    ),
]
JobsOpt = Annotated[
    int, typer.Option("--jobs", "-j", min=0, help=told("同时用几个进程，0 为自动", "Processes (0: all)"))
]


def console(error: bool = False) -> Console:
    """The terminal; colours and width as it has them."""
    from rich.console import Console

    return Console(stderr=error, highlight=False)


class Terminated(KeyboardInterrupt):
    """Asked to end by the system (SIGTERM): cleaned up after like an interrupt from the keyboard."""


def _terminate(_signal: int, _frame: object) -> NoReturn:
    raise Terminated


def guarded(lang: Language, action: Callable[[], int]) -> None:
    """Run a command; an error that is the user's to mend is one clear message on stderr and exit code 2."""
    signal.signal(signal.SIGTERM, _terminate)
    try:
        code = action()
    except ZongjieError as error:
        from pipeline.messages import explained

        print(explained(error, lang.value), file=sys.stderr)
        code = USAGE
    except OSError as error:
        from pipeline.messages import failed

        print(failed(error, lang.value), file=sys.stderr)
        code = USAGE
    except KeyboardInterrupt as error:
        from pipeline.messages import say

        print(say("interrupted", lang.value), file=sys.stderr)
        code = TERMINATED if isinstance(error, Terminated) else INTERRUPTED
    raise typer.Exit(code)


def progress(lang: Language) -> Any:
    """A progress bar on a terminal, silence elsewhere."""
    from pipeline.outputs.progress import bar

    return bar(console(error=True), lang.value)
