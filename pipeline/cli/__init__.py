"""The command line: commands only. What they do lives in composition.py, what they print in outputs/terminal.py."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli import checkup, jobs, knowledge, research, views
from pipeline.cli.chinese import Command, Group, wrong_call
from pipeline.cli.common import USAGE, told

HELP = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(
    cls=Group,
    context_settings=HELP,
    help=told(
        "总结：把一文件夹的工作总结变成一张可比较、可核对的表，并列出缺少规定部分的支部。\n\n"
        "例：zongjie run 报送材料 -o 结果",
        "A folder of submitted summary reports becomes one comparable table.\n\nExample: zongjie run reports -o out",
    ),
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

for part in (jobs, checkup, views, knowledge, research):
    for command in part.app.registered_commands:
        command.cls = Command
        command.context_settings = HELP
    app.add_typer(part.app)


def _version(asked: bool) -> None:
    if asked:
        from pipeline.collation.provenance import package_version

        print(f"zongjie {package_version()}")
        raise typer.Exit


@app.callback()
def program(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=told("显示版本。", "Show the version."))
    ] = False,
) -> None:
    """What holds for all commands."""


def main() -> None:
    """The entry point of the `zongjie` command."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        sys.exit(app(standalone_mode=False))
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        print(wrong_call(error), file=sys.stderr)
        sys.exit(USAGE)
