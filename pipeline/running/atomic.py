"""All or nothing: a file is written under a temporary name beside its own, flushed to disk, and then takes its name."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO


@dataclass
class Target:
    """A file being written. `final` is where it ended up: the wanted name, or a new one where that was in use."""

    text: IO[str]
    final: Path


@contextmanager
def replaced(path: Path, encoding: str = "utf-8-sig") -> Iterator[Target]:
    """A text file that appears whole or not at all; after an error the old one is untouched."""
    partial = path.with_name(f".{path.name}.part")
    handle = partial.open("w", encoding=encoding, newline="")
    target = Target(handle, path)
    try:
        yield target
        handle.flush()
        os.fsync(handle.fileno())
        handle.close()
        target.final = settle(partial, path)
    except BaseException:
        with suppress(OSError):  # a full disk refuses what is still to be flushed, too
            handle.close()
        partial.unlink(missing_ok=True)
        raise


def settle(partial: Path, path: Path) -> Path:
    """Give a finished file its name; where a program holds that name open (Excel on Windows), the next free one."""
    for number in range(1, 100):
        final = path if number == 1 else path.with_stem(f"{path.stem}（{number}）")
        try:
            os.replace(partial, final)
        except PermissionError:
            continue
        return final
    raise PermissionError(errno.EACCES, "同名文件都被占用", str(path))


def beside(path: Path) -> TemporaryDirectory[str]:
    """A folder beside a file for what its writing needs meanwhile: nothing is left where no run would clear it away."""
    return TemporaryDirectory(prefix=f".{path.name}.", suffix=".part", dir=path.parent, ignore_cleanup_errors=True)


def cleared(folder: Path) -> None:
    """Remove what a run that was killed left unfinished."""
    for stray in list(folder.rglob(".*.part")):
        if stray.is_dir():
            shutil.rmtree(stray, ignore_errors=True)
        else:
            stray.unlink(missing_ok=True)
