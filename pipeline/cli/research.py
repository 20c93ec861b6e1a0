"""For researchers: evaluate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.common import CLEAN, LangOpt, Language, console, guarded, told

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
        from pipeline.outputs import terminal
        from pipeline.scoring import read_gold, read_tables, score

        terminal.scores(console(), score(read_tables(out), read_gold(gold)), lang.value, errors)
        return CLEAN

    guarded(lang, action)
