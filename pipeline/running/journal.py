"""The journal of a run: every file's outcome as soon as it is known, in SQLite, so that a killed run can go on.

Rows are keyed by the raw bytes of the path and read back in their order, which is that of UTF-8 and so of code points,
whatever order the workers ended in. What is derived from an outcome alone is kept beside it, so that a later run
derives it for new and changed files only.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import JournalError
from pipeline.products.outcome import BRIEF, Outcome, Packed, shortened, unpacked

NAME = "journal.sqlite"
_VERSION = 2
# `total` is the check sum of the other columns: SQLite has none, and a journal lives on disks that people carry about.
_SCHEMA = f"""
create table if not exists outcome
  (key blob primary key, owner blob, stamp text, blob blob, total integer) without rowid;
create index if not exists by_owner on outcome (owner);
create index if not exists by_total on outcome (key, total);
create table if not exists derived (name text, key blob, mark text, blob blob, total integer);
create unique index if not exists by_name on derived (name, key);
create temp table if not exists wanted (owner blob primary key, stamp text) without rowid;
pragma user_version = {_VERSION};
"""
_DERIVED = """
select outcome.key, outcome.total, derived.blob, derived.total from outcome indexed by by_total
  left join derived on derived.name = ? and derived.key = outcome.key and derived.mark = outcome.total || ?
  order by outcome.key
"""
_STALE = """
delete from derived where not exists (select 1 from outcome indexed by by_total
  where outcome.key = derived.key and derived.mark like outcome.total || ' %')
"""
_BATCH = 500  # derived values that wait to be kept
_SELECT = "select key, owner, stamp, blob, total from outcome"
_DAMAGE = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_SCHEMA, sqlite3.SQLITE_ERROR)


@dataclass(frozen=True)
class Journal:
    """Outcomes on disk, or in memory where `path` is None. `stamp` says of which content and rules an outcome is.

    `keeps`: what is derived from outcomes is kept in it.
    """

    connection: sqlite3.Connection
    keeps: bool = True

    @classmethod
    def open(cls, folder: Path | None) -> Journal:
        """The journal of an output folder; one that cannot be read, or is of another version, is begun anew."""
        if folder is None:
            return cls(cls._connect(":memory:").connection, keeps=False)
        try:
            return cls.existing(folder)
        except JournalError:
            cls.discard(folder)
            return cls._connect(str(folder / NAME))

    @classmethod
    def existing(cls, folder: Path) -> Journal:
        """The journal of an output folder as it is; JournalError where it cannot be read."""
        return cls._connect(str(folder / NAME))

    @classmethod
    def another(cls, folder: Path) -> Journal:
        """A further connection to a journal that is open elsewhere, for another process to read it."""
        connection = sqlite3.connect(folder / NAME)
        connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
        return cls(connection, keeps=False)

    @classmethod
    def discard(cls, folder: Path) -> None:
        """Remove the journal of an output folder, which its next run begins anew."""
        for leftover in (NAME, NAME + "-wal", NAME + "-shm"):
            (folder / leftover).unlink(missing_ok=True)

    @classmethod
    def _connect(cls, name: str) -> Journal:
        with _damage_told():
            connection = sqlite3.connect(name)
            try:
                connection.text_factory = lambda raw: raw.decode("utf-8", "replace")
                try:
                    connection.execute("pragma journal_mode=wal")
                except sqlite3.OperationalError:  # a network drive without shared memory
                    connection.execute("pragma journal_mode=truncate")
                connection.execute("pragma synchronous=normal")
                version = connection.execute("pragma user_version").fetchone()[0]
                fresh = connection.execute("select count(*) from sqlite_master").fetchone()[0] == 0
                sound = fresh or connection.execute("pragma quick_check(1)").fetchone()[0] == "ok"
                if not sound or (not fresh and version != _VERSION):
                    raise JournalError(name)
                connection.executescript(_SCHEMA)
            except BaseException:
                connection.close()
                raise
        return cls(connection)

    def clear(self) -> None:
        """Forget everything."""
        with self.connection as c:
            c.execute("delete from outcome")
            c.execute("delete from derived")

    def todo(self, stamps: Iterable[tuple[bytes, str]]) -> set[bytes]:
        """Drop what is no longer there or has changed; the owners (input files) whose outcome is not known yet."""
        with _damage_told(), self.connection as c:
            c.execute("delete from wanted")
            c.executemany("insert or replace into wanted values (?, ?)", stamps)
            c.execute(
                "delete from outcome where not exists (select 1 from wanted w where w.owner = outcome.owner"
                " and w.stamp = outcome.stamp)"
            )
            c.execute(_STALE)
            unknown = "select owner from wanted where owner not in (select key from outcome)"
            return {row[0] for row in c.execute(unknown)}

    def add(self, owner: bytes, stamp: str, outcome: Outcome | Packed) -> None:
        """Record an outcome; an input file is known when its own is there, an archive's therefore comes last."""
        blob = outcome.packed()
        row = (outcome.key, owner, stamp, blob, _total(outcome.key, owner, stamp, blob))
        with _damage_told(), self.connection as c:
            c.execute("insert or replace into outcome values (?, ?, ?, ?, ?)", row)

    def outcomes(self) -> Iterator[Outcome]:
        """All outcomes in the order of their paths, one at a time; JournalError where one is not as it was recorded."""
        for _owner, _stamp, outcome in self.entries():
            yield outcome

    def entries(self) -> Iterator[tuple[bytes, str, Outcome]]:
        """Owner, stamp and outcome of every file, in the order of their paths; JournalError as for `outcomes`."""
        with _damage_told():
            rows = self.connection.execute(f"{_SELECT} order by key")
        while True:
            with _damage_told():
                row = rows.fetchone()
            if row is None:
                return
            yield _entry(row)

    def derived(self, name: str, version: str, make: Callable[[Outcome], bytes]) -> Iterator[tuple[bytes, bytes]]:
        """The key of every outcome, in the order of their paths, and what `make` gives for it.

        What it gave on an earlier pass is taken where the outcome is the same and so is `version`, which says what
        else it depends on.
        """
        mark = f" {version}"
        with _damage_told():
            rows = self.connection.execute(_DERIVED, (name, mark))
        fresh: list[tuple[str, bytes, str, bytes, int]] = []
        while row := self._next(rows):
            key, total, blob, check = row
            if blob is None or zlib.crc32(blob) != check:
                blob = make(self.outcome(key))
                fresh.append((name, key, f"{total}{mark}", blob, zlib.crc32(blob)))
            if len(fresh) >= _BATCH:
                self._keep(fresh)
                fresh = []
            yield key, blob
        self._keep(fresh)

    def _next(self, rows: sqlite3.Cursor) -> tuple[bytes, int, bytes | None, int] | None:
        with _damage_told():
            found: tuple[bytes, int, bytes | None, int] | None = rows.fetchone()
        return found

    def _keep(self, fresh: list[tuple[str, bytes, str, bytes, int]]) -> None:
        if fresh and self.keeps:
            with _damage_told(), self.connection as c:
                c.executemany("insert or replace into derived values (?, ?, ?, ?, ?)", fresh)

    def brief(self) -> Iterator[Outcome]:
        """All outcomes in the order of their paths, without their texts and with the tables BRIEF alone."""
        for key, blob in self.derived("brief", " ".join(BRIEF), shortened):
            yield unpacked(key, blob)

    def find(self, key: bytes) -> Outcome | None:
        """The outcome of one file, if it is known."""
        with _damage_told():
            row = self.connection.execute(f"{_SELECT} where key = ?", (key,)).fetchone()
        return _entry(row)[2] if row else None

    def outcome(self, key: bytes) -> Outcome:
        """The outcome of one file; KeyError where there is none."""
        found = self.find(key)
        if found is None:
            raise KeyError(key)
        return found

    def gone(self, owners: Iterable[bytes]) -> int:
        """How many input files are known here that are none of `owners`."""
        with _damage_told():
            known = {row[0] for row in self.connection.execute("select key from outcome where key = owner")}
        return len(known.difference(owners))

    def count(self) -> int:
        """How many outcomes there are."""
        with _damage_told():
            return int(self.connection.execute("select count(*) from outcome").fetchone()[0])

    def close(self) -> None:
        """Fold the write-ahead log into the one file and let go."""
        self.connection.close()


def _entry(row: tuple[bytes, bytes, str, bytes, int]) -> tuple[bytes, str, Outcome]:
    """Owner, stamp and outcome of a row that is as it was recorded."""
    key, owner, stamp, blob, total = row
    whole = all(isinstance(cell, bytes) for cell in (key, owner, blob)) and isinstance(stamp, str)
    if not whole or _total(key, owner, stamp, blob) != total:
        raise JournalError(NAME)
    return owner, stamp, unpacked(key, blob)


def _total(key: bytes, owner: bytes, stamp: str, blob: bytes) -> int:
    return zlib.crc32(blob, zlib.crc32(b"\0".join((key, owner, stamp.encode()))))


@contextmanager
def _damage_told() -> Iterator[None]:
    """Damage is a JournalError; a disk that is full or fails is not the journal's fault and stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
        if code & 0xFF in _DAMAGE or code == sqlite3.SQLITE_IOERR_SHORT_READ:
            raise JournalError(NAME) from error
        raise
