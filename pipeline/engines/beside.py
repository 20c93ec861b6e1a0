"""Work done beside this process's own: a forked process for each task, its answer fetched when it is wanted."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import partial
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from pipeline.engines.worker import settle_down

R = TypeVar("R")


@contextmanager
def together(task: Callable[[str], R], names: Iterable[str]) -> Iterator[Mapping[str, Callable[[], R | None]]]:
    """By name, a function that waits for what `task(name)` gives in a process of its own; None if that was lost.

    The processes end with the block. Any name is only for where processes can be forked (Linux).
    """
    processes, answers = [], {}
    try:
        for name in names:
            context: Any = multiprocessing.get_context("fork")
            ours, theirs = context.Pipe(duplex=False)
            process = context.Process(target=_answer, args=(theirs, task, name, os.getpid()), daemon=True)
            process.start()
            theirs.close()
            processes.append(process)
            answers[name] = partial(_received, ours)
        yield answers
    finally:
        for process in processes:
            process.kill()
            process.join()


def _answer(pipe: Connection, task: Callable[[str], R], name: str, parent: int) -> None:
    settle_down(parent)
    pipe.send(task(name))


def _received(pipe: Connection) -> Any:
    try:
        return pipe.recv()
    except EOFError:
        return None
