"""The journal: what is known is not done again, what is gone or changed is dropped, and damage is found out."""

from __future__ import annotations

import random
import sqlite3
from pathlib import Path

import pytest
from test_run import GOOD, TABLES_ONLY, rows, written

from pipeline import run
from pipeline.errors import FolderError, JournalError
from pipeline.options import Options
from pipeline.products.outcome import Outcome
from pipeline.running.journal import NAME, Journal


def outcome(key: bytes, text: str = "党员", passing: bool = False) -> Outcome:
    return Outcome(
        key, key.decode(), (key.decode(), "ok", None, 3), {"dates": [(1, "2011", None)]}, {"id": (0, text)}, passing
    )


def filled(folder: Path, count: int = 60) -> Journal:
    journal = Journal.open(folder)
    for number in range(count):
        key = f"文件{number:03}".encode()
        journal.add(key, "stamp", outcome(key, f"正文{number}" * 200))
    return journal


def test_what_is_recorded_comes_back_in_the_order_of_the_paths(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    for key in (b"b", b"a!/x", b"a", "é".encode(), b"B"):
        journal.add(key, "s", outcome(b"k"))
        journal.add(key, "s", outcome(key) if key != "é".encode() else Outcome(key, "é", ("é",)))
    journal.close()
    keys = [found.key for found in Journal.open(tmp_path).outcomes()]
    assert keys == [b"B", b"a", b"a!/x", b"b", b"k", "é".encode()]


def test_only_new_and_changed_files_are_to_do(tmp_path: Path) -> None:
    journal = Journal.open(tmp_path)
    for key in (b"same", b"changed", b"gone"):
        journal.add(key, "1", outcome(key))
    journal.add(b"gone", "1", outcome(b"gone!/member"))
    assert journal.todo([(b"same", "1"), (b"changed", "2"), (b"new", "1")]) == {b"changed", b"new"}
    assert [found.key for found in journal.outcomes()] == [b"same"]


def test_another_version_is_begun_anew(tmp_path: Path) -> None:
    old = sqlite3.connect(tmp_path / NAME)
    old.executescript("create table outcome (key blob primary key, owner blob, stamp text, blob blob) without rowid")
    old.close()
    assert list(Journal.open(tmp_path).outcomes()) == []


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100, b"SQLite format 3\0" + bytes(4000)])
def test_what_is_no_journal_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / NAME).write_bytes(content)
    assert list(Journal.open(tmp_path).outcomes()) == []
    assert filled(tmp_path).find("文件001".encode()) is not None


def test_damage_anywhere_is_found_out(tmp_path: Path) -> None:
    """Bytes changed at a hundred places: all outcomes as recorded, or an error; never others, never fewer."""
    journal = filled(tmp_path)
    recorded = list(journal.outcomes())
    journal.close()
    whole = (tmp_path / NAME).read_bytes()
    rng, damaged = random.Random(1), 0
    for _ in range(100):
        broken = bytearray(whole)
        for _ in range(rng.choice((1, 20))):
            broken[rng.randrange(len(whole))] ^= 1 << rng.randrange(8)
        (tmp_path / NAME).write_bytes(broken if rng.random() < 0.8 else broken[: rng.randrange(len(broken))])
        try:
            journal = Journal.existing(tmp_path)
            found = list(journal.outcomes())
            journal.close()
            assert found in (recorded, [])
            assert found or (tmp_path / NAME).stat().st_size < 512
        except JournalError:
            damaged += 1
        Journal.discard(tmp_path)
    assert damaged > 50


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    for number in range(5):
        (place / f"{number}.txt").write_text(GOOD.replace("12人", f"1{number}人"), encoding="utf-8")
    return place


@pytest.mark.parametrize("at", [0, 30, 0.2, 0.5, 0.7, 0.9])
def test_a_run_over_a_damaged_journal_ends_as_the_first(folder: Path, tmp_path: Path, at: float) -> None:
    out = tmp_path / "out"
    run(folder, out, options=TABLES_ONLY).collection.journal.close()
    whole, data = written(out), bytearray((out / NAME).read_bytes())
    start = int(at * len(data)) if at < 1 else int(at)
    data[start : start + 200] = bytes(200)
    (out / NAME).write_bytes(data)
    run(folder, out, options=TABLES_ONLY)
    assert written(out) == whole


def test_a_fresh_run_does_all_anew_and_the_next_one_nothing(folder: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    out = tmp_path / "out"
    run(folder, out, options=TABLES_ONLY)
    for fresh, done in ((False, []), (True, [5] * 5), (False, [])):
        seen.clear()
        run(folder, out, options=Options(fresh=fresh, outputs=("csv",)), advance=lambda done, total: seen.append(total))
        assert seen == done


def test_a_file_that_changes_after_it_was_listed_is_read_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Listed, changed, read: what was read must not pass for the file as it was listed, nor the other way round."""
    from pipeline import ingest

    take = ingest.take

    def changed_meanwhile(item: ingest.Item) -> object:
        if item.file == "2.txt":
            Path(item.path).write_text(GOOD.replace("12人", "77人"), encoding="utf-8")
        return take(item)

    monkeypatch.setattr(ingest, "take", changed_meanwhile)
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    monkeypatch.undo()
    (folder / "2.txt").write_text(GOOD.replace("12人", "88人"), encoding="utf-8")
    (folder / "3.txt").unlink()
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    assert [row["member_count"] for row in rows(tmp_path / "out", "metrics")] == ["10", "11", "88", "14"]


def test_a_full_disk_is_told_and_what_is_done_is_kept(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def small(name: str) -> sqlite3.Connection:
        connection = connect(name)
        connection.execute("pragma max_page_count = 12")
        return connection

    monkeypatch.setattr(sqlite3, "connect", small)
    for number in range(40):
        (folder / f"更多{number}.txt").write_text(GOOD.replace("12人", f"{number}人"), encoding="utf-8")
    with pytest.raises(FolderError) as caught:
        run(folder, tmp_path / "out", options=TABLES_ONLY)
    assert caught.value.code == "full"
    monkeypatch.undo()
    seen: list[int] = []
    run(folder, tmp_path / "out", options=TABLES_ONLY, advance=lambda done, total: seen.append(total))
    assert 0 < len(seen) < 45
    assert len(rows(tmp_path / "out", "files")) == 45


def test_what_is_derived_is_kept_while_the_outcome_is_the_same(tmp_path: Path) -> None:
    made: list[bytes] = []

    def make(found: Outcome) -> bytes:
        made.append(found.key)
        return found.texts["id"][1].encode()

    def all_of(journal: Journal, version: str = "1") -> dict[bytes, bytes]:
        made.clear()
        return dict(journal.derived("text", version, make))

    journal = filled(tmp_path, 3)
    keys = [f"文件{number:03}".encode() for number in range(3)]
    first = all_of(journal)
    assert (made, list(first)) == (keys, keys)
    assert (all_of(journal), made) == (first, [])
    assert (all_of(journal, "2"), made) == (first, keys)
    assert (all_of(journal, "2"), made) == (first, [])
    journal.add(keys[1], "stamp", outcome(keys[1], "另一正文"))
    assert all_of(journal, "2")[keys[1]].decode() == "另一正文"
    assert made == keys[1:2]
    journal.connection.execute("update derived set blob = x'00' where key = ?", (keys[2],))
    assert all_of(journal, "2")[keys[2]] == first[keys[2]]
    assert made == keys[2:]
    journal.todo([(keys[0], "stamp")])
    assert journal.connection.execute("select key from derived").fetchall() == [(keys[0],)]


def test_a_reader_beside_it_keeps_nothing_and_finds_what_is_kept(tmp_path: Path) -> None:
    journal = filled(tmp_path, 2)
    beside = Journal.another(tmp_path)
    assert [found.tables for found in beside.brief()] == [{}, {}]
    assert journal.connection.execute("select count(*) from derived").fetchone() == (0,)
    assert [found.row for found in journal.brief()] == [found.row for found in journal.outcomes()]
    assert journal.connection.execute("select count(*) from derived").fetchone() == (2,)
    assert [found.row for found in beside.brief()] == [found.row for found in journal.outcomes()]
