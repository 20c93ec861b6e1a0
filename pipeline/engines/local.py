"""The local engine: worker processes with a deadline and a memory limit; an item that hangs or crashes fails alone."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, TypeVar

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """Per item: `seconds` of wall time, `memory` in bytes of address space. `chunk` items travel together."""

    seconds: float = 60.0
    memory: int = 3 << 30
    chunk: int = 16


@dataclass(frozen=True, slots=True)
class Lost:
    """An item whose worker was lost; `code`: timeout, memory or crashed."""

    code: str


@dataclass(frozen=True, slots=True)
class _Chunk(Generic[A]):
    items: tuple[A, ...]
    retry: bool = False


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    task: Callable[[A], R], items: Iterable[A], jobs: int = 0, limits: Limits | None = None
) -> Iterator[tuple[A, R | Lost]]:
    """Every item with its result, in whatever order they end.

    `task` must be picklable. An item that brings its worker down is tried once more, alone, and is Lost if it does so
    again; the others of its chunk are done again.
    """
    limits = limits or Limits()
    jobs = jobs or cores()
    waiting: deque[_Chunk[A]] = deque()
    fresh = iter(items)
    pending: dict[Any, _Chunk[A]] = {}
    pool = _pool(jobs, limits)
    try:
        while True:
            while len(pending) < 3 * jobs:
                chunk = waiting.popleft() if waiting else _Chunk(tuple(islice(fresh, limits.chunk)))
                if not chunk.items:
                    break
                pending[pool.schedule(_work, args=(task, chunk.items), timeout=limits.seconds)] = chunk
            if not pending:
                return
            for future in wait(pending, return_when=FIRST_COMPLETED).done:
                yield from _collected(future, pending.pop(future), waiting)
    finally:  # whatever ended the loop, an interrupt too: no worker is left behind, none is waited for
        pool.stop()
        pool.join()


def _work(task: Callable[[A], R], items: tuple[A, ...]) -> list[R]:
    return [task(item) for item in items]


def _collected(future: Any, chunk: _Chunk[A], waiting: deque[_Chunk[A]]) -> Iterator[tuple[A, Any]]:
    """A chunk's results; after a failure its items go back one by one, and one alone has had its chance."""
    from pebble import ProcessExpired

    try:
        yield from zip(chunk.items, future.result(), strict=True)
    except (TimeoutError, MemoryError, ProcessExpired) as error:
        if chunk.retry:
            code = "timeout" if isinstance(error, TimeoutError) else "memory" if _starved(error) else "crashed"
            yield chunk.items[0], Lost(code)
        else:
            waiting.extend(_Chunk((item,), retry=True) for item in chunk.items)


def _starved(error: BaseException) -> bool:
    """Whether a worker ended for want of memory: by the exception, or killed by the system (signal 9)."""
    return isinstance(error, MemoryError) or getattr(error, "exitcode", 0) in (-9, 137)


def _pool(jobs: int, limits: Limits) -> Any:
    """A pool that starts its workers by fork on Linux (no re-import of the caller's script), by spawn elsewhere."""
    from pebble import ProcessPool

    context = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    return ProcessPool(jobs, initializer=_limit, initargs=(limits.memory,), context=context)


def _limit(memory: int) -> None:
    """Bound the worker's address space, where the system can."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    ceiling = memory if hard == resource.RLIM_INFINITY else min(memory, hard)
    resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))
