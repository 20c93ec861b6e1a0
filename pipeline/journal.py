"""The journal of a run: every file's outcome as soon as it is known, in SQLite, so that a killed run can go on.

Rows are keyed by the raw bytes of the path and read back in their order, which is that of UTF-8 and so of code points,
whatever order the workers ended in.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.outcome import Outcome, unpacked

NAME = "journal.sqlite"
_SCHEMA = """
create table if not exists outcome (key blob primary key, owner blob, stamp text, blob blob) without rowid;
create index if not exists by_owner on outcome (owner);
create temp table if not exists wanted (owner blob primary key, stamp text) without rowid;
"""


@dataclass(frozen=True)
class Journal:
    """Outcomes on disk, or in memory where `path` is None. `stamp` says of which content and rules an outcome is."""

    connection: sqlite3.Connection

    @classmethod
    def open(cls, folder: Path | None) -> Journal:
        """The journal of an output folder; one that SQLite cannot read is begun anew."""
        if folder is None:
            return cls._connect(":memory:")
        path = folder / NAME
        try:
            return cls._connect(str(path))
        except sqlite3.DatabaseError:
            for leftover in (path, path.with_name(NAME + "-wal"), path.with_name(NAME + "-shm")):
                leftover.unlink(missing_ok=True)
            return cls._connect(str(path))

    @classmethod
    def existing(cls, folder: Path) -> Journal:
        """The journal of an output folder as it is; sqlite3.DatabaseError where it cannot be read."""
        return cls._connect(str(folder / NAME))

    @classmethod
    def _connect(cls, name: str) -> Journal:
        connection = sqlite3.connect(name)
        connection.execute("pragma journal_mode=wal")
        connection.execute("pragma synchronous=normal")
        connection.executescript(_SCHEMA)
        return cls(connection)

    def todo(self, stamps: Iterable[tuple[bytes, str]]) -> set[bytes]:
        """Drop what is no longer there or has changed; the owners (input files) whose outcome is not known yet."""
        with self.connection as c:
            c.execute("delete from wanted")
            c.executemany("insert or replace into wanted values (?, ?)", stamps)
            c.execute(
                "delete from outcome where not exists (select 1 from wanted w where w.owner = outcome.owner"
                " and w.stamp = outcome.stamp)"
            )
            unknown = "select owner from wanted where owner not in (select key from outcome)"
            return {row[0] for row in c.execute(unknown)}

    def add(self, owner: bytes, stamp: str, outcome: Outcome) -> None:
        """Record an outcome; an input file is known when its own is there, an archive's therefore comes last."""
        with self.connection as c:
            c.execute(
                "insert or replace into outcome values (?, ?, ?, ?)", (outcome.key, owner, stamp, outcome.packed())
            )

    def outcomes(self) -> Iterator[Outcome]:
        """All outcomes in the order of their paths, one at a time."""
        for key, blob in self.connection.execute("select key, blob from outcome order by key"):
            yield unpacked(key, blob)

    def entries(self) -> Iterator[tuple[bytes, str, Outcome]]:
        """Owner, stamp and outcome of every file, in the order of their paths."""
        for key, owner, stamp, blob in self.connection.execute(
            "select key, owner, stamp, blob from outcome order by key"
        ):
            yield owner, stamp, unpacked(key, blob)

    def find(self, key: bytes) -> Outcome | None:
        """The outcome of one file, if it is known."""
        row = self.connection.execute("select blob from outcome where key = ?", (key,)).fetchone()
        return unpacked(key, row[0]) if row else None

    def outcome(self, key: bytes) -> Outcome:
        """The outcome of one file; KeyError where there is none."""
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def close(self) -> None:
        """Fold the write-ahead log into the one file and let go."""
        self.connection.close()
