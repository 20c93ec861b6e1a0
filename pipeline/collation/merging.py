"""Joining the outputs of parts that ran on different days or machines, and reading an output folder again."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from pipeline.collation.collection import Collection
from pipeline.collation.provenance import inputs_digest
from pipeline.errors import JournalError, UsageError
from pipeline.messages import say
from pipeline.products import workbook
from pipeline.running.journal import NAME, Journal

MADE = ("version", "code", "profile", "lexicons")


@dataclass(frozen=True)
class Made:
    """How an output folder was made, as its provenance.json tells; nothing where it has none."""

    folder: Path

    @cached_property
    def told(self) -> Mapping[str, Any]:
        """What provenance.json says."""
        try:
            found = json.loads((self.folder / "provenance.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    @property
    def options(self) -> Mapping[str, Any]:
        """The options of the run."""
        return self.told.get("options") or {}

    @property
    def corrected(self) -> bool:
        """Whether corrections were applied in it."""
        table = self.folder / "corrections.csv"
        rows = table.is_file() and len(table.read_bytes().splitlines()) > 1
        given = ("corrections_sha256", "more_corrections_sha256")
        return rows or any(self.options.get(key) for key in given)

    @property
    def workbook(self) -> Path | None:
        """Its workbook, which carries the corrections that were applied in it."""
        path = self.folder / workbook.FILE
        return path if self.corrected and path.is_file() else None

    def provenance(self) -> dict[str, object]:
        """What a merge tells of it: its inputs, rules and what was given beside them, by their digests."""
        given = {key: self.options[key] for key in ("roster_sha256", "corrections_sha256") if self.options.get(key)}
        known = {key: self.told[key] for key in MADE if key in self.told}
        return {"inputs_sha256": inputs_digest(reopened(self.folder)), **known, **given}


def carried(parts: Sequence[Path]) -> tuple[Path, ...]:
    """The workbooks of the parts in which corrections were applied."""
    return tuple(path for part in parts if (path := Made(part).workbook))


def uncarried(parts: Sequence[Path], corrections: bool, roster: bool, lang: str = "zh") -> list[str]:
    """What was given to the parts and does not reach the merge, and parts that other rules have made, in words."""
    made = [Made(part) for part in parts]
    lost = [m.folder for m in made if m.corrected and not m.workbook and not corrections]
    lines = [say("merge_lost", lang, path=folder) for folder in lost]
    if not corrections:
        lines += [say("merge_carried", lang, path=m.workbook) for m in made if m.workbook]
    if not roster:
        lines += [say("merge_roster", lang, path=m.folder) for m in made if m.options.get("roster_sha256")]
    rules = {tuple(m.told.get(key) for key in MADE) for m in made if m.told}
    return [*lines, *([say("merge_rules", lang)] if len(rules) > 1 else [])]


def reopened(out: Path, lang: str = "zh") -> Collection:
    """The collection of an output folder, from its journal; a UsageError where it has none."""
    if not (out / NAME).is_file():
        raise UsageError(say("not_results" if out.is_dir() else "no_results", lang, path=out))
    try:
        return Collection(Journal.existing(out))
    except JournalError as error:
        raise UsageError(say("journal_damaged", lang, path=out / NAME)) from error


def merge(parts: Sequence[Path], journal: Journal, lang: str = "zh") -> None:
    """Copy the outcomes of all parts into one journal.

    The same path with the same content is taken once; with different content it is a UsageError that names the path.
    """
    for part in parts:
        for owner, stamp, outcome in reopened(part, lang).journal.entries():
            known = journal.find(outcome.key)
            if known is not None and known.row != outcome.row:
                raise UsageError(say("merge_differs", lang, file=outcome.file, path=part))
            if known is None:
                journal.add(owner, stamp, outcome)
