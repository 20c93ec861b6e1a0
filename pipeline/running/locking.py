"""One run at a time in an output folder, and what its disk does to it meanwhile."""

from __future__ import annotations

import errno
import os
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pipeline.errors import FolderError, ZongjieError

NAME = ".lock"
_FULL = {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC), errno.EFBIG}
_FAILING = {errno.EACCES, errno.EPERM, errno.EROFS, errno.EIO, errno.ENXIO, getattr(errno, "ESTALE", errno.EIO)}


@contextmanager
def alone(out: Path | None) -> Iterator[None]:
    """Hold an output folder; FolderError where another run holds it, or where its disk is full or fails meanwhile.

    A killed run's hold ends with it. On network drives that know no locks, runs are not kept apart.
    """
    if out is None:
        yield
        return
    try:
        with ExitStack() as held:
            _hold(out, held)
            yield
    except ZongjieError:
        raise
    except Exception as error:
        trouble = _of_disk(error, out)
        if trouble is None:
            raise
        raise trouble from error


def _hold(out: Path, held: ExitStack) -> None:
    from filelock import FileLock, Timeout

    try:
        held.enter_context(FileLock(out / NAME, timeout=0))
    except Timeout as error:
        raise FolderError("busy", str(out)) from error
    except NotImplementedError:
        return
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP):
            raise


def _of_disk(error: BaseException | None, out: Path) -> FolderError | None:
    """What the disk of the output folder has to do with an error or with what led to it."""
    while error is not None:
        if isinstance(error, OSError):
            if error.errno in _FULL:
                return FolderError("full", str(out), error.strerror or "")
            ours = error.filename is not None and _inside(error.filename, out)
            if error.errno in _FAILING or (ours and isinstance(error, FileNotFoundError)):
                return FolderError("unwritable", str(out), error.strerror or "")
        if isinstance(error, sqlite3.OperationalError):
            full = getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL
            return FolderError("full" if full else "unwritable", str(out), str(error))
        error = error.__cause__ or error.__context__
    return None


def _inside(name: str | bytes, out: Path) -> bool:
    return Path(os.fsdecode(name)).absolute().is_relative_to(out.absolute())
