"""Joining the outputs of parts that ran on different days or machines, and reading an output folder again."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pipeline.collection import Collection
from pipeline.errors import JournalError, UsageError
from pipeline.journal import NAME, Journal
from pipeline.messages import say


def reopened(out: Path) -> Collection:
    """The collection of an output folder, from its journal; a UsageError where it has none."""
    if not (out / NAME).is_file():
        raise UsageError(say("not_results" if out.is_dir() else "no_results", path=out))
    try:
        return Collection(Journal.existing(out))
    except JournalError as error:
        raise UsageError(f"“{out}”里的 {NAME} 已损坏，请重新运行 zongjie run。") from error


def merge(parts: Sequence[Path], journal: Journal) -> None:
    """Copy the outcomes of all parts into one journal.

    The same path with the same content is taken once; with different content it is a UsageError that names the path.
    """
    for part in parts:
        for owner, stamp, outcome in reopened(part).journal.entries():
            known = journal.find(outcome.key)
            if known is not None and known.row != outcome.row:
                raise UsageError(f"“{outcome.file}”在几个结果里内容不同（{part}）。请先把其中一个改名再合并。")
            if known is None:
                journal.add(owner, stamp, outcome)
