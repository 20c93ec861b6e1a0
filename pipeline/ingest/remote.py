"""Folders behind a URL (s3://, hdfs://, smb://, file:// …), through fsspec: their listing, and their files opened."""

from __future__ import annotations

import io
import os
import re
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, NamedTuple

from pipeline.errors import FolderError, UnreadableSource

_URL = re.compile(r"[a-z][a-z0-9+.-]+://", re.I)


class Entry(NamedTuple):
    """A file behind a URL: its path below the folder, its own URL, its size in bytes, and what changes when it does."""

    path: str
    url: str
    size: int
    stamp: int


def is_remote(place: str) -> bool:
    """Whether a place is named by a URL, not by a path."""
    return _URL.match(place) is not None


def listing(url: str) -> list[Entry]:
    """Every file below a folder; raises FolderError where there is none, or no way to it from here."""
    system, root = _system(url)
    try:
        found: dict[str, dict[str, Any]] = system.find(root, detail=True)
        if not found and not system.exists(root):
            raise FolderError("missing", url)
        return [_entry(system, root, name, about) for name, about in found.items()]
    except FolderError:
        raise
    except Exception as error:  # every file system has its own kinds
        raise FolderError("unreachable", url, f"{type(error).__name__}: {error}".strip(": ")) from error


@contextmanager
def opened(url: str) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """A file behind a URL opened for reading, with a status that holds its size; raises UnreadableSource."""
    try:
        system, name = _system(url)
        about = system.info(name)
        with system.open(name, "rb") as stream:
            yield stream, _status(about.get("size"), _stamp(system, name))
    except (UnreadableSource, MemoryError):
        raise
    except FileNotFoundError as error:
        raise UnreadableSource("vanished") from error
    except PermissionError as error:
        raise UnreadableSource("forbidden") from error
    except (FolderError, OSError, io.UnsupportedOperation) as error:
        raise UnreadableSource("io_error", type(error).__name__) from error


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL and the path on it; a FolderError says what to install for it."""
    try:
        from fsspec.core import url_to_fs

        system, path = url_to_fs(url)
    except (ImportError, ValueError) as error:
        raise FolderError("no_driver", url, str(error)) from error
    return system, str(path)


def _entry(system: Any, root: str, name: str, about: dict[str, Any]) -> Entry:
    below = name.removeprefix(root.rstrip("/")).lstrip("/")
    return Entry(below, system.unstrip_protocol(name), about.get("size") or 0, _stamp(system, name))


def _stamp(system: Any, name: str) -> int:
    """63 bits of what the file system knows the state of a file by (its time, its ETag, its checksum)."""
    return int(str(system.ukey(name))[:15], 16)


def _status(size: int | None, stamp: int) -> os.stat_result:
    return os.stat_result((stat.S_IFREG | 0o444, 0, 0, 0, 0, 0, size or 0, 0, 0, 0), {"st_mtime_ns": stamp})
