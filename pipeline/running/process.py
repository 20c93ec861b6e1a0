"""One input file to its outcomes: the pure function that every engine runs, wherever it runs it."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline import ingest
from pipeline.errors import UnreadableSource
from pipeline.ingest.inventory import Item
from pipeline.ingest.reasons import advice, reason_text, status_of
from pipeline.language.profile import Profile
from pipeline.model import Report, Source
from pipeline.products.outcome import Outcome, Packed
from pipeline.products.tables import Row, in_order, report_rows

# Failures of the moment: not held against the file by a later run.
PASSING = frozenset({"timeout", "memory", "crashed", "internal", "vanished", "io_error", "forbidden", "missing_part"})
Reports = Callable[[Source, Profile], tuple[Report, ...]]


@dataclass(frozen=True, slots=True)
class Process:
    """A task for an engine: an item of the inventory to its outcome, or an archive to its members as further items.

    `reports` is the composition that makes reports of a source; `profile` is pickled, so that it travels as bytes and
    is unpacked once a worker.
    """

    reports: Reports
    profile: bytes
    lang: str = "zh"
    texts: bool = False

    def __call__(self, item: Item) -> Packed | tuple[Item, ...]:
        """The outcome of one item, packed; a file that cannot be read gives one that says why."""
        try:
            found = ingest.take(item)
            return found if isinstance(found, tuple) else Packed.of(self.outcome(item.key, found))
        except UnreadableSource as error:
            return Packed.of(self.unread(item, error.code, error.detail))
        except MemoryError:
            raise
        except Exception as error:  # our bug, and no reason to lose the other files: told, and tried again next time
            return Packed.of(self.unread(item, "internal", _place(error)))

    def outcome(self, key: bytes, source: Source) -> Outcome:
        """The outcome of a source that was read."""
        profile = unpickled(self.profile)
        reports = self.reports(source, profile)
        rows: dict[str, list[Row]] = {}
        for report in reports:
            for table, some in report_rows(report, source, profile).items():
                rows.setdefault(table, []).extend(some)
        texts = {r.report_id: (r.span.start, r.span.of(source.text)) for r in reports} if self.texts else {}
        return Outcome(key, source.file, self.file_row(source, reports), rows, texts)

    def file_row(self, source: Source, reports: tuple[Report, ...]) -> Row:
        """The row of a file that was read, with what its reader remarked."""
        cells = {
            "file": source.file,
            "status": "ok",
            "reason": "；".join(reason_text(code, detail, self.lang) for code, detail in source.notes),
            "format": source.format,
            "encoding": source.encoding,
            "reports": len(reports),
            "chars": sum(report.chars for report in reports),
            "sha256": source.sha256,
            "advice": "".join(advice(code, self.lang) for code in dict.fromkeys(code for code, _ in source.notes)),
        }
        return in_order("files", cells)

    def unread(self, item: Item, code: str, detail: str = "") -> Outcome:
        """The outcome of an item that was skipped or could not be read."""
        reason = reason_text(code, detail, self.lang)
        todo = advice(code, self.lang)
        cells = {"file": item.file, "status": status_of(code), "reason": reason, "reports": 0, "advice": todo}
        if code == "archive":
            cells["format"] = "zip"
        return Outcome(item.key, item.file, in_order("files", cells), passing=code in PASSING)


@lru_cache(maxsize=4)
def unpickled(profile: bytes) -> Profile:
    """A profile from its pickled form; the same object for the same bytes."""
    loaded = pickle.loads(profile)
    assert isinstance(loaded, Profile)
    return loaded


def _place(error: Exception) -> str:
    """The kind of an unexpected error and the innermost line of ours that raised it."""
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "pipeline" in f.filename]
    where = f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__} {where}".strip()
