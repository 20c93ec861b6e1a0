"""The Dask engine gives what the local one gives, byte for byte, though a worker is killed in mid-run."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline import run
from pipeline.engines.dask import each
from pipeline.engines.local import Limits, Lost
from pipeline.errors import UsageError
from pipeline.options import Options

pytest.importorskip("distributed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("ignore")]  # the package's own warnings are not ours
CORPUS = Path(__file__).parent.parent / "corpus"
COPIES = 4


@pytest.fixture
def cluster() -> Iterator[Any]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as started:
        yield started


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送材料"
    for number in range(COPIES):
        shutil.copytree(CORPUS, place / str(number), ignore=shutil.ignore_patterns("*.jsonl", "*.md"))
    return place


def written(out: Path) -> dict[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(out.iterdir()) if p.suffix == ".csv"}


def workers(cluster: Any) -> dict[str, int]:
    from distributed import Client

    with Client(cluster, set_as_default=False) as client:
        return dict(client.run(os.getpid))


def test_a_killed_worker_changes_no_byte(cluster: Any, folder: Path, tmp_path: Path) -> None:
    killed: list[int] = []
    first = workers(cluster)

    def advance(done: int, total: int) -> None:
        if not killed and 0 < done < total // 2:
            killed.append(next(iter(first.values())))
            os.kill(killed[0], signal.SIGKILL)

    options = Options(outputs=("csv",), engine="dask", scheduler=cluster.scheduler_address)
    run(folder, tmp_path / "dask", options=options, advance=advance)
    run(folder, tmp_path / "local", options=Options(outputs=("csv",)))
    assert killed
    assert killed[0] not in workers(cluster).values()
    assert written(tmp_path / "dask") == written(tmp_path / "local")


def test_workers_read_from_a_url(tmp_path: Path) -> None:
    options = Options(outputs=("csv",), engine="dask", jobs=1)
    run(f"file://{CORPUS}", tmp_path / "dask", options=options)
    run(CORPUS, tmp_path / "local", options=Options(outputs=("csv",)))
    assert written(tmp_path / "dask") == written(tmp_path / "local")


def hostile(number: int) -> int:
    if number == 7:
        while True:
            pass
    if number == 50:
        os._exit(3)
    if number == 60:
        raise MemoryError
    return number * number


def test_an_item_that_hangs_or_crashes_is_lost_alone(cluster: Any) -> None:
    found = dict(each(hostile, range(100), limits=Limits(seconds=2), scheduler=cluster.scheduler_address))
    lost = {number: result.code for number, result in found.items() if isinstance(result, Lost)}
    assert lost == {7: "timeout", 50: "crashed", 60: "memory"}
    assert len(found) == 100
    assert all(result == number * number for number, result in found.items() if number not in lost)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    import distributed

    def refuses(*_: object, **__: object) -> None:
        raise OSError("timed out")

    monkeypatch.setattr(distributed, "Client", refuses)
    for lang, said in (("zh", "连不上.*tcp://nowhere:8786"), ("en", "^No Dask scheduler answers.*tcp://nowhere:8786")):
        with pytest.raises(UsageError, match=said):
            list(each(abs, [1], scheduler="tcp://nowhere:8786", lang=lang))
