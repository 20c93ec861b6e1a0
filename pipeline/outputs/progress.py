"""A progress bar on a terminal, silence elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console

from pipeline.messages import say

Advance = Callable[[int, int], None]


@contextmanager
def bar(console: Console, lang: str) -> Iterator[Advance]:
    """A function of (done, total) that moves the bar; it does nothing where nobody watches."""
    if not console.is_terminal:
        yield lambda done, total: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as shown:
        task = shown.add_task(say("reading", lang), total=None)

        def advance(done: int, total: int) -> None:
            said = (
                "reading" if done < total else "writing"
            )  # the tables, the workbook and the page come after the last file
            shown.update(task, completed=done, total=total, description=say(said, lang))

        yield advance
