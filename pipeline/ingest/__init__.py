"""Reading: a file becomes a Source, or an UnreadableSource says why not."""

from __future__ import annotations

import hashlib
from pathlib import Path

from pipeline.model import Source


def read(path: Path, file: str | None = None) -> Source:
    """A file as read; `file` is the name it goes by in the tables (its path by default)."""
    data = path.read_bytes()
    text = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    return Source(file or str(path), text, "txt", "utf-8", hashlib.sha256(data).hexdigest())
