"""The local engine: an item that hangs, crashes or eats memory fails alone, is tried once more, and leaves nothing."""

from __future__ import annotations

import faulthandler
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.engines.local import Limits, Lost, each

QUICK = Limits(seconds=2.0, memory=1 << 30, chunk=4)


def kind(item: str) -> str:
    """A stand-in for a reader: what the item's name says happens."""
    match item.split("-", maxsplit=1)[0]:
        case "hang":
            time.sleep(3600)
        case "segfault":
            faulthandler.disable()
            os.kill(os.getpid(), signal.SIGSEGV)
        case "exit":
            os._exit(3)
        case "killed":
            os.kill(os.getpid(), signal.SIGKILL)
        case "memory":
            return str(len(bytearray(2 << 30)))
        case "memory_raised":
            raise MemoryError
        case "raises":
            raise RuntimeError(item)
        case "unpicklable":
            return lambda: None  # type: ignore[return-value]
        case "large":
            return item * 2_000_000
    return item.upper()


def results(items: list[str], jobs: int = 2, task: Callable[[str], str] = kind) -> dict[str, str | Lost]:
    found = list(each(task, items, jobs, QUICK))
    assert sorted(item for item, _ in found) == sorted(items)
    return dict(found)


def test_as_on_systems_that_cannot_fork(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.engines.local.START", "spawn")
    lost = {"segfault-1": Lost("crashed"), "memory_raised-1": Lost("memory"), "hang-1": Lost("timeout")}
    assert results(["a-1", *lost, "a-2"], 2) == {"a-1": "A-1", "a-2": "A-2"} | lost


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_every_item_once(jobs: int) -> None:
    items = [f"a-{n}" for n in range(101)]
    assert results(items, jobs) == {item: item.upper() for item in items}
    assert results([], jobs) == {}


@pytest.mark.parametrize(
    ("bad", "lost"),
    [
        ("hang", Lost("timeout")),
        ("segfault", Lost("crashed")),
        ("exit", Lost("crashed")),
        ("killed", Lost("memory")),
        ("memory", Lost("memory")),
        ("memory_raised", Lost("memory")),
        ("raises", Lost("internal", "RuntimeError")),
    ],
)
def test_one_fails_alone(bad: str, lost: Lost) -> None:
    items = [f"a-{n}" for n in range(40)]
    items[7:7] = [f"{bad}-1"]
    items[30:30] = [f"{bad}-2"]
    found = results(items)
    assert {item: found.pop(item) for item in (f"{bad}-1", f"{bad}-2")} == {f"{bad}-1": lost, f"{bad}-2": lost}
    assert all(found[item] == item.upper() for item in found)


def test_all_kinds_at_once() -> None:
    bad = ("hang", "segfault", "exit", "memory", "raises")
    found = results([f"{name}-{n}" for n in range(3) for name in (*bad, "a", "b", "large")], jobs=3)
    assert sum(isinstance(result, Lost) for result in found.values()) == 15
    assert found["large-0"] == "large-0" * 2_000_000


def test_a_result_that_cannot_travel() -> None:
    found = results(["unpicklable-1", "a-1"])
    assert found["a-1"] == "A-1"
    assert isinstance(found["unpicklable-1"], Lost)
    assert found["unpicklable-1"].code == "internal"


class Once:
    """Crashes the first time, on any machine and in any process, and then never."""

    def __init__(self, mark: Path) -> None:
        self.mark = mark

    def __call__(self, item: str) -> str:
        if item == "a-3" and not self.mark.exists():
            self.mark.touch()
            os._exit(1)
        return item.upper()


def test_what_passes_is_no_failure(tmp_path: Path) -> None:
    assert results([f"a-{n}" for n in range(9)], task=Once(tmp_path / "mark"))["a-3"] == "A-3"


def test_a_slow_consumer_is_no_reason_to_lose_an_item() -> None:
    found = []
    for item, result in each(kind, [f"large-{n}" for n in range(8)], 2, Limits(seconds=2.0, chunk=4)):
        time.sleep(1.0)
        found.append((item, isinstance(result, Lost)))
    assert sorted(found) == [(f"large-{n}", False) for n in range(8)]


def children(pid: int) -> list[int]:
    done = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    return [int(line) for line in done.stdout.split() if int(line) != os.getpid()]


def test_leaving_the_loop_leaves_no_worker() -> None:
    import multiprocessing

    loop = each(kind, ["a-1", *(f"hang-{n}" for n in range(8))], 2, Limits(seconds=60, chunk=1))
    assert next(loop) == ("a-1", "A-1")
    assert multiprocessing.active_children()
    loop.close()
    assert not multiprocessing.active_children()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers end with their item, not at once")
def test_workers_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    script = tmp_path / "parent.py"
    script.write_text(
        textwrap.dedent(f"""
            import os, sys
            sys.path.insert(0, {str(Path(__file__).parent)!r})
            from test_engine import kind
            from pipeline.engines.local import each, Limits
            for item, _ in each(kind, ["a-1", "a-2", "hang-1", "hang-2", "hang-3"], 3, Limits(seconds=60, chunk=1)):
                print(item, flush=True)
        """),
        encoding="utf-8",
    )
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline().startswith("a-")
        parent.stdout.readline()
        time.sleep(0.3)
        workers = children(parent.pid)
        assert len(workers) == 3
        parent.kill()
    wait_until(lambda: not any(alive(pid) for pid in workers))


def wait_until(true: Callable[[], bool], seconds: float = 60.0) -> None:
    """Wait for something that another process does."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_as_many_workers_as_the_system_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    import multiprocessing.popen_fork

    fork, started = os.fork, []

    def refused() -> int:
        if len(started) == 2:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        started.append(fork())
        return started[-1]

    monkeypatch.setattr(multiprocessing.popen_fork.os, "fork", refused)
    assert len(results([f"a-{n}" for n in range(30)], jobs=5)) == 30
    with pytest.raises(BlockingIOError):
        results(["a-1"])
