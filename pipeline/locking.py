"""One run at a time in an output folder."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import FolderError

NAME = ".lock"


@contextmanager
def alone(out: Path | None) -> Iterator[None]:
    """Hold an output folder; FolderError where another run holds it. A killed run's hold ends with it."""
    if out is None:
        yield
        return
    from filelock import FileLock, Timeout

    lock = FileLock(out / NAME, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        raise FolderError("busy", str(out)) from error
    try:
        yield
    finally:
        lock.release()
