"""A worker process of the local engine: items in, results out, one by one, until its parent ends."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

STARVED = 77  # exit code of a worker that ran out of memory
_PARENT_DEATH = 1  # PR_SET_PDEATHSIG of prctl(2)


def serve(
    pipe: Connection, inherited: Sequence[Connection], task: Callable[[Any], Any], memory: int, parent: int
) -> None:
    """Answer each item of each batch with (failed, result); a worker out of memory ends, for another to take over."""
    for other in inherited:
        other.close()
    settle_down(parent)
    _limit(memory)
    try:
        for batch in count():
            for item in pipe.recv():
                pipe.send_bytes(_answer(task, item))
            if batch == 0:  # what the first items left is knowledge, and need not be looked at for garbage again
                gc.collect()
                gc.freeze()
    except (EOFError, OSError):  # the parent is gone
        return
    except MemoryError:
        os._exit(STARVED)


def _answer(task: Callable[[Any], Any], item: Any) -> bytes:
    """The pickled result; what the task raised, as text, where it should have raised nothing."""
    try:
        return pickle.dumps((False, task(item)), pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        raise
    except Exception as error:
        return pickle.dumps((True, type(error).__name__))


def settle_down(parent: int) -> None:
    """An interrupt is the parent's to handle, and a worker in the middle of something ends when its parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PARENT_DEATH, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)


def _limit(memory: int) -> None:
    """Bound what the worker may add to its address space, where the system can."""
    try:
        import resource
    except ImportError:
        return
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    ceiling = _mapped() + memory
    if hard != resource.RLIM_INFINITY:
        ceiling = min(ceiling, hard)
    with suppress(ValueError, OSError):  # macOS knows the limit but may not take it
        resource.setrlimit(resource.RLIMIT_AS, (ceiling, hard))


def _mapped() -> int:
    """Bytes of address space the worker was born with: what its parent had mapped is no doing of the file's."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except OSError:
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")
