"""Reading: a file becomes a Source, or an UnreadableSource says why not. The content decides, not the suffix."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from pathlib import Path

from pipeline.errors import UnreadableSource
from pipeline.ingest.sniff import Kind, sniff
from pipeline.model import Source

Reader = Callable[[bytes, str], Source]

# format: module and function, imported when a file of the format is met.
READERS = {
    "txt": "text:read_text",
    "docx": "docx:read_docx",
}
# What each suffix promises; another content is read all the same, and noted.
SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".dotm": "docx",
}
MAX_BYTES = 200 * 1024 * 1024


def read(path: Path, file: str | None = None) -> Source:
    """A file as read; `file` is the name it goes by in the tables (its path by default).

    Raises UnreadableSource with a code of `ingest.reasons` for whatever cannot be read.
    """
    return read_bytes(bytes_of(path), str(path) if file is None else file)


def read_bytes(data: bytes, file: str) -> Source:
    """The source in these bytes, by their content; a suffix that says otherwise is noted."""
    if not data:
        raise UnreadableSource("empty")
    kind = sniff(data)
    if kind.format == "encrypted":
        raise UnreadableSource("encrypted", kind.what)
    if kind.format not in READERS:
        raise UnreadableSource("unsupported", kind.what)
    source = reader(kind.format)(data, file)
    note = _suffix_note(file, kind)
    return replace(source, notes=(note, *source.notes)) if note else source


def reader(format: str) -> Reader:
    """The reader of a format of READERS."""
    module, function = READERS[format].split(":")
    found: Reader = getattr(import_module(f"pipeline.ingest.{module}"), function)
    return found


def bytes_of(path: Path) -> bytes:
    """The bytes of a regular file of at most MAX_BYTES; never waits on a pipe or a device."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise unreadable(error) from error
    with os.fdopen(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            raise UnreadableSource("special_file")
        if status.st_size > MAX_BYTES:
            raise UnreadableSource("too_large", f"{status.st_size // 1024 // 1024} MB")
        try:
            return stream.read(MAX_BYTES + 1)
        except OSError as error:
            raise unreadable(error) from error


def unreadable(error: OSError) -> UnreadableSource:
    """The reason behind an error of the operating system."""
    if isinstance(error, PermissionError):
        return UnreadableSource("forbidden")
    if isinstance(error, FileNotFoundError):
        return UnreadableSource("vanished")
    if isinstance(error, IsADirectoryError):
        return UnreadableSource("special_file", "文件夹")
    return UnreadableSource("io_error", error.strerror or "")


def _suffix_note(file: str, kind: Kind) -> tuple[str, str] | None:
    suffix = os.path.splitext(file)[1].lower()
    promised = SUFFIXES.get(suffix)
    if promised is None or promised == kind.format:
        return None
    return ("wrong_suffix", f"后缀 {suffix}，实为{kind.what}")
