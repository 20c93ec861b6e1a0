"""A run leaves nothing outside its output folder, however it ends: not in the folder for temporary files either."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest
from test_cli import BIN
from test_engine import wait_until
from test_run import GOOD

from pipeline.outputs import FEW
from pipeline.products import workbook as w

SHEETS = f".{w.FILE}.*.part/*"


@pytest.fixture
def temporary(tmp_path: Path) -> Path:
    (tmp_path / "tmp").mkdir()
    return tmp_path / "tmp"


def filled(folder: Path, files: int) -> Path:
    folder.mkdir()
    for number in range(files):
        (folder / f"{number}.txt").write_text(GOOD.replace("12人", f"{number + 3}人"), encoding="utf-8")
    return folder


def environment(temporary: Path) -> Mapping[str, str]:
    return {**os.environ, "TMPDIR": str(temporary), "TEMP": str(temporary), "TMP": str(temporary)}


def arguments(folder: Path, jobs: int) -> list[str]:
    return [str(BIN), "run", str(folder), "-o", str(folder.parent / "out"), "--jobs", str(jobs)]


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("jobs", "files", "number"), [(1, 150, signal.SIGTERM), (2, FEW, signal.SIGKILL)])
def test_stopped_while_the_workbook_is_written(
    tmp_path: Path, temporary: Path, jobs: int, files: int, number: int
) -> None:
    folder, out = filled(tmp_path / "in", files), tmp_path / "out"
    command = arguments(folder, jobs)
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, env=environment(temporary)) as process:
        wait_until(lambda: process.poll() is not None or any(out.glob(SHEETS)))
        process.send_signal(number)
        process.wait()
    assert process.returncode != 0
    assert not list(temporary.iterdir())
    done = subprocess.run(command, capture_output=True, env=environment(temporary), check=False)
    assert done.returncode == 0, done.stderr
    assert not list(temporary.iterdir())
    assert not list(out.rglob(".*.part"))


def test_the_end_of_a_run_that_cannot_write_its_workbook(
    tmp_path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from pipeline import run
    from pipeline.options import Options
    from pipeline.outputs import xlsx

    def broken(*_: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    monkeypatch.setattr(xlsx, "_of_no_report", broken)
    with pytest.raises(RuntimeError, match="a fault"):
        run(filled(tmp_path / "in", 1), tmp_path / "out", options=Options(jobs=1, outputs=("xlsx",)))
    assert not list(temporary.iterdir())
    assert not list((tmp_path / "out").rglob(".*.part"))
