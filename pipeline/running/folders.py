"""The folders of a run: what lies in the one with the submissions, and whether the other can take the results."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

from pipeline.errors import FolderError
from pipeline.ingest.inventory import Item, inventory
from pipeline.ingest.remote import is_remote
from pipeline.running.journal import NAME


def submissions(folder: Path | str, out: Path | None) -> list[Item]:
    """The inventory of a folder or its URL without what lies in `out`; a FolderError says what is wrong with it."""
    items = inventory(folder) if is_remote(str(folder)) else _local(Path(folder), out)
    if not items:
        raise FolderError("empty", str(folder))
    # The outputs of other runs, known by their journal, are no submissions.
    outputs = tuple(i.key[: -len(NAME)] for i in items if i.key.endswith(b"/" + NAME.encode()))
    return [replace(i, code="output") if outputs and i.key.startswith(outputs) else i for i in items]


def _local(folder: Path, out: Path | None) -> list[Item]:
    """The inventory of a folder of this machine."""
    if not folder.exists():
        raise FolderError("missing", str(folder))
    if not folder.is_dir():
        raise FolderError("not_folder", str(folder))
    try:
        items = inventory(folder)
    except OSError as error:
        raise FolderError("forbidden", str(folder), error.strerror or "") from error
    if out and out.resolve().is_relative_to(folder.resolve()) and out.resolve() != folder.resolve():
        inside = os.fsencode(out.resolve().relative_to(folder.resolve()).as_posix()) + b"/"
        items = [item for item in items if not item.key.startswith(inside)]
    return items


def output_folder(out: Path, folder: Path) -> Path:
    """The output folder, made and tried; never the input folder itself, nor one inside it that holds submissions."""
    if out.exists() and out.resolve() == folder.resolve():
        raise FolderError("inside_input", str(out))
    try:
        inside = out.is_dir() and out.resolve().is_relative_to(folder.resolve()) and not (out / NAME).exists()
        if inside and any(not path.name.startswith(".") for path in out.iterdir()):
            raise FolderError("not_empty", str(out))
        out.mkdir(parents=True, exist_ok=True)
        probe = out / ".writable"
        probe.touch()
        probe.unlink(missing_ok=True)
    except OSError as error:
        raise FolderError("unwritable", str(out), error.strerror or "") from error
    return out
