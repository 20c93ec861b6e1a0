"""The local engine: worker processes with a deadline and a memory limit; an item that hangs or crashes fails alone.

Each worker has a pipe of its own, so that none waits for another and the death of one is seen at once. A worker answers
item by item: the one it was at when it died is to blame, the others of its batch are given to the next worker.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import Any, Generic, TypeVar

from pipeline.engines.worker import STARVED, serve

# By fork on Linux (no re-import of the caller's script), by spawn elsewhere.
START = "fork" if sys.platform == "linux" else "spawn"

A = TypeVar("A")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Limits:
    """Per item: `seconds` of wall time, `memory` in bytes of address space beyond what a worker starts with.

    At most `chunk` items travel together.
    """

    seconds: float = 60.0
    memory: int = 3 << 30
    chunk: int = 16


@dataclass(frozen=True, slots=True)
class Lost:
    """An item without a result; `code`: timeout, memory, crashed, or internal (the task raised what `detail` says)."""

    code: str
    detail: str = ""


@dataclass(slots=True)
class _Worker(Generic[A]):
    """A process, the items it has been given (the first is the one it is at), and since when it has been at it."""

    process: Any
    pipe: Connection
    items: deque[A] = field(default_factory=deque)
    since: float = 0.0
    retrying: bool = False


def cores() -> int:
    """The processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    task: Callable[[A], R], items: Iterable[A], jobs: int = 0, limits: Limits | None = None
) -> Iterator[tuple[A, R | Lost]]:
    """Every item with its result, in whatever order they end.

    `task` must be picklable. An item that brings its worker down is tried once more, alone, and is Lost if it does so
    again; the others are not touched by it.
    """
    pool = _Pool(task, deque(items), jobs or cores(), limits or Limits())
    try:
        while pool.supply():
            yield from pool.collect()
    finally:  # whatever ended the loop, an interrupt too: no worker is left behind, none is waited for
        pool.stop()


class _Pool(Generic[A, R]):
    """The workers of one run, with what is still to be done: `waiting` items, and `again` those to be tried alone."""

    def __init__(self, task: Callable[[A], R], waiting: deque[A], jobs: int, limits: Limits) -> None:
        self.task, self.waiting, self.jobs, self.limits = task, waiting, jobs, limits
        self.again: deque[A] = deque()
        self.workers: list[_Worker[A]] = []
        self.context = multiprocessing.get_context(START)
        self.chunk = max(1, min(limits.chunk, len(waiting) // (4 * jobs)))

    def supply(self) -> bool:
        """Give every idle worker something to do, starting workers up to their number; whether any has."""
        idle = [worker for worker in self.workers if not worker.items]
        while (self.waiting or self.again) and (idle or len(self.workers) < self.jobs):
            worker = idle.pop() if idle else self._start()
            if worker is None:
                break
            worker.retrying = not self.waiting
            source, most = (self.again, 1) if worker.retrying else (self.waiting, self.chunk)
            worker.items.extend(source.popleft() for _ in range(min(most, len(source))))
            worker.since = time.monotonic()
            try:
                worker.pipe.send(tuple(worker.items))
            except OSError:  # it died idle, of nothing that these items did
                self._bury(worker)
                source.extendleft(reversed(worker.items))
        return any(worker.items for worker in self.workers)

    def collect(self) -> Iterator[tuple[A, R | Lost]]:
        """Wait until a worker answers, dies or is over its time; the results there are."""
        busy = {worker.pipe: worker for worker in self.workers if worker.items}
        first = min(worker.since for worker in busy.values())
        ready = wait(list(busy), timeout=max(0.0, first + self.limits.seconds - time.monotonic()))
        for pipe in ready:
            yield from self._answer(busy[pipe])  # type: ignore[index]
        for worker in busy.values():
            late = worker.items and time.monotonic() - worker.since > self.limits.seconds
            if late and worker in self.workers and not worker.pipe.poll():
                yield from self._lose(worker, "timeout")

    def _answer(self, worker: _Worker[A]) -> Iterator[tuple[A, R | Lost]]:
        """The result of the item that a worker was at, or what becomes of it when there is none."""
        try:
            failed, result = pickle.loads(worker.pipe.recv_bytes())
        except (EOFError, OSError):
            worker.process.join()
            # Killed from outside (signal 9) is how the system takes memory back.
            code = "memory" if worker.process.exitcode in (STARVED, -9, 137) else "crashed"
            yield from self._lose(worker, code)
            return
        worker.since = time.monotonic()
        yield worker.items.popleft(), Lost("internal", result) if failed else result

    def _lose(self, worker: _Worker[A], code: str) -> Iterator[tuple[A, R | Lost]]:
        """A worker is lost with the item it was at; that one is tried again alone, unless it was."""
        self._bury(worker)
        culprit = worker.items.popleft()
        self.waiting.extendleft(reversed(worker.items))
        if worker.retrying:
            yield culprit, Lost(code)
        else:
            self.again.append(culprit)

    def _start(self) -> _Worker[A] | None:
        """A new worker; none where the system allows no more of them, and OSError where it allows none at all."""
        ours, theirs = self.context.Pipe()
        # What a forked worker inherits of the others' pipes would keep them from seeing that this process has ended.
        inherited = [*(w.pipe for w in self.workers), ours] if self.context.get_start_method() == "fork" else []
        arguments = (theirs, inherited, self.task, self.limits.memory, os.getpid())
        process = self.context.Process(target=serve, args=arguments, daemon=False)  # type: ignore[attr-defined]
        try:
            process.start()
        except OSError:
            ours.close()
            if not self.workers:
                raise
            self.jobs = len(self.workers)
            return None
        finally:
            theirs.close()
        worker: _Worker[A] = _Worker(process, ours)
        self.workers.append(worker)
        return worker

    def _bury(self, worker: _Worker[A]) -> None:
        self.workers.remove(worker)
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()

    def stop(self) -> None:
        """End all workers, whatever they are at."""
        for worker in list(self.workers):
            self._bury(worker)
