"""The Dask engine: the same task on the workers of a cluster, or on worker processes of this machine.

The items travel in batches, the results come back in whatever order they end; a worker that dies costs its batch a
second try elsewhere. Every machine must see the input folder under the same path (a shared folder) and have the same
version of this package. A task over its time is interrupted; one that holds the interpreter cannot be, and counts as
crashed once the scheduler has given its worker up.
"""

from __future__ import annotations

import ctypes
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from typing import Any, Generic, TypeVar

from pipeline.engines.local import Limits, Lost, cores
from pipeline.errors import UsageError
from pipeline.messages import say

A = TypeVar("A")
R = TypeVar("R")

BATCH, AHEAD = 32, 3  # items that travel together, batches a worker thread has waiting
FETCH = 10  # seconds in which the results of a batch must arrive
_NAME = "zongjie-task"


class Overtime(BaseException):
    """Raised in a task that is over its time; no Exception, so that no handler of the task's own catches it."""


def each(
    task: Callable[[A], R],
    items: Iterable[A],
    jobs: int = 0,
    limits: Limits | None = None,
    scheduler: str = "",
    lang: str = "zh",
) -> Iterator[tuple[A, R | Lost]]:
    """Every item with its result, in whatever order they end; the contract of the local engine.

    `scheduler` is the address of a running one (tcp://…); without it, `jobs` worker processes of this machine are
    started. Raises UsageError where the scheduler does not answer.
    """
    with _client(scheduler, jobs, lang) as client:
        client.register_plugin(_plugin(task), name=_NAME)
        yield from _gathered(client, iter(items), limits or Limits())


@contextmanager
def _client(scheduler: str, jobs: int, lang: str) -> Iterator[Any]:
    """A client of the scheduler, or of a cluster of its own that ends with it."""
    import distributed

    connect: Any = distributed.Client
    logging.getLogger("distributed").setLevel(logging.CRITICAL)  # a lost worker is this engine's to deal with
    with ExitStack() as stack:
        cluster = scheduler or stack.enter_context(_own_cluster(jobs or cores()))
        try:
            client = connect(cluster, timeout=20, set_as_default=False)
        except (OSError, ValueError) as error:
            raise UsageError(say("no_scheduler", lang, address=scheduler)) from error
        yield stack.enter_context(client)


def _own_cluster(jobs: int) -> Any:
    """Worker processes of this machine, a thread each: the task holds the interpreter, threads would gain nothing."""
    import distributed

    start: Any = distributed.LocalCluster
    return start(
        n_workers=jobs, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=logging.CRITICAL
    )


def _plugin(task: Callable[[Any], Any]) -> Any:
    """The task as a plugin: it travels once to every worker there is, and to those that join later."""
    from distributed import WorkerPlugin

    class TaskPlugin(WorkerPlugin):
        def __init__(self) -> None:
            self.task = task

    return TaskPlugin()


def _gathered(client: Any, fresh: Iterator[A], limits: Limits) -> Iterator[tuple[A, Any]]:
    """The results of all batches, as many under way as keep every worker busy; then the doubtful items one by one.

    The scheduler gives a task up when four workers have died with it, and blames all that were with the dead ones:
    an item is Lost only when it was alone on the cluster.
    """
    under_way: _UnderWay[A] = _UnderWay(client, limits)
    doubtful: deque[A] = deque()
    while True:
        while under_way.room() and (batch := tuple(islice(fresh, BATCH))):
            under_way.submit(batch)
        if not under_way.pending:
            if not doubtful:
                return
            under_way.submit((doubtful.popleft(),))
        items, results, alone = under_way.next()
        if results is not None:
            yield from zip(items, results, strict=True)
        elif alone and len(items) == 1:
            yield items[0], Lost("crashed")
        else:
            doubtful.extend(items)


class _UnderWay(Generic[A]):
    """The batches that the cluster has been given and has not answered."""

    def __init__(self, client: Any, limits: Limits) -> None:
        import distributed

        completed: Any = distributed.as_completed
        self.client, self.limits = client, limits
        self.pending: dict[str, tuple[A, ...]] = {}
        self.done = completed(loop=client.loop)

    def room(self) -> bool:
        """Whether some worker may soon have nothing to do."""
        threads: int = sum(self.client.nthreads().values())
        return len(self.pending) < AHEAD * max(1, threads)

    def submit(self, items: tuple[A, ...]) -> None:
        """Give the cluster a batch."""
        future = self.client.submit(_work, items, self.limits.seconds, pure=False)
        self.pending[future.key] = items
        self.done.add(future)

    def next(self) -> tuple[tuple[A, ...], list[Any] | None, bool]:
        """The next batch that has ended: its items, their results (None if lost), and whether it was alone."""
        alone = len(self.pending) == 1
        future = next(self.done)
        return self.pending.pop(future.key), self._fetched(future), alone

    @staticmethod
    def _fetched(future: Any) -> list[Any] | None:
        """The results of a batch; None where its worker died with it or, before they were fetched, with them."""
        results: list[Any] | None = None
        if future.status == "finished":
            with suppress(Exception):
                results = future.result(timeout=FETCH)
        if results is None:
            future.cancel()
        return results


def _work(items: Sequence[Any], seconds: float) -> list[Any]:
    """The results of a batch; runs on a worker, where the plugin keeps the task."""
    from distributed import get_worker

    plugin: Any = get_worker().plugins[_NAME]
    return [_in_time(plugin.task, item, seconds) for item in items]


def _in_time(task: Callable[[Any], Any], item: Any, seconds: float) -> Any:
    """The result of one item; Lost where it takes too long or too much memory, or the task raises."""
    thread = ctypes.c_ulong(threading.get_ident())
    watch = threading.Timer(seconds, ctypes.pythonapi.PyThreadState_SetAsyncExc, (thread, ctypes.py_object(Overtime)))
    watch.daemon = True
    watch.start()
    try:
        return task(item)
    except Overtime:
        return Lost("timeout")
    except MemoryError:
        return Lost("memory")
    except Exception as error:
        return Lost("internal", type(error).__name__)
    finally:
        with suppress(Overtime):
            watch.cancel()
