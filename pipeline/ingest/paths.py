"""Paths of any length and any bytes: opened step by step beyond the system's limit, and shown as valid text."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from pipeline.errors import UnreadableSource
from pipeline.ingest import remote
from pipeline.ingest.garbled import plausibility

STEP = 3000  # bytes of a path handed to the system at once; its limit is often 4096
_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | getattr(os, "O_CLOEXEC", 0)
_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
_BY_HANDLE = os.open in os.supports_dir_fd and os.scandir in os.supports_fd


def unreadable(error: OSError) -> UnreadableSource:
    """The reason behind an error of the operating system."""
    if isinstance(error, PermissionError):
        return UnreadableSource("forbidden")
    if isinstance(error, FileNotFoundError | NotADirectoryError):
        return UnreadableSource("vanished")
    if error.errno == errno.ELOOP:
        return UnreadableSource("broken_link", "成环")
    if error.errno in {errno.ENXIO, errno.ENODEV, errno.EISDIR}:
        return UnreadableSource("special_file")
    return UnreadableSource("io_error", error.strerror or "")


@contextmanager
def opened(path: str) -> Iterator[tuple[BinaryIO, os.stat_result]]:
    """A regular file, or one behind a URL, opened for reading, with its status; never waits on a pipe or a device.

    Raises UnreadableSource for whatever is no regular file or cannot be opened, and for failures while it is read.
    """
    if remote.is_remote(path):
        with remote.opened(path) as found:
            yield found
        return
    try:
        with os.fdopen(_open(path, _FILE), "rb") as stream:
            status = os.fstat(stream.fileno())
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource("special_file")
            yield stream, status
    except OSError as error:
        raise unreadable(error) from error


def entries(folder: str) -> list[tuple[str, os.stat_result]]:
    """The names in a folder, each with its own status (links not followed); raises OSError."""
    if not _BY_HANDLE:
        with os.scandir(folder) as listing:
            return [(entry.name, entry.stat(follow_symlinks=False)) for entry in listing]
    handle = _open(folder, _FOLDER)
    try:
        with os.scandir(handle) as listing:
            found = [(entry.name, _status(entry)) for entry in listing]
    finally:
        os.close(handle)
    return [(name, status) for name, status in found if status is not None]


def target(folder: str, name: str) -> os.stat_result:
    """The status of what a link in a folder leads to; raises OSError where it leads nowhere."""
    if not _BY_HANDLE:
        return os.stat(os.path.join(folder, name))
    handle = _open(folder, _FOLDER)
    try:
        return os.stat(name, dir_fd=handle)
    finally:
        os.close(handle)


def shown(name: str) -> str:
    """A path as valid text: names in GBK decoded (as Windows archives leave them), other odd bytes as \\xNN."""
    raw = os.fsencode(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return "/".join(_shown_part(part) for part in raw.split(b"/"))


def escaped(name: str) -> str:
    """A path as valid text, every byte that is not UTF-8 as \\xNN: no two paths look alike."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _shown_part(raw: bytes) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            text = raw.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8" or (text.isprintable() and plausibility(text) >= 0.2):
            return text
    return raw.decode("utf-8", "backslashreplace")


def _status(entry: os.DirEntry[str]) -> os.stat_result | None:
    try:
        return entry.stat(follow_symlinks=False)
    except FileNotFoundError:  # gone since the folder was listed
        return None


def _open(path: str, flags: int) -> int:
    """os.open, through the folders one by one where the path is too long for the system."""
    try:
        return os.open(path, flags)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG or not _BY_HANDLE or len(os.fsencode(path)) < STEP:
            raise
    *folders, last = _steps(path)
    handle: int | None = None
    try:
        for step in folders:
            deeper = os.open(step, _FOLDER, dir_fd=handle)
            if handle is not None:
                os.close(handle)
            handle = deeper
        return os.open(last, flags, dir_fd=handle)
    finally:
        if handle is not None:
            os.close(handle)


def _steps(path: str) -> list[str]:
    """The path cut at slashes into stretches of at most STEP bytes."""
    steps, step = [], ""
    for part in path.split("/"):
        if step and len(os.fsencode(f"{step}/{part}")) > STEP:
            steps.append(step)
            step = part
        else:
            step = f"{step}/{part}" if step or (not steps and path.startswith("/")) else part
    return [*steps, step]
