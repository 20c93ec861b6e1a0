"""What Windows and macOS do not have is done without: the same tables come out."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
from test_cli import BIN
from test_run import GOOD, rows, written

pytestmark = pytest.mark.skipif(os.name != "posix", reason="takes away what only these systems have")

# Run at the start of every interpreter, those of spawned workers too.
WITHOUT = """
import os, sys
for module in ("resource", "fcntl", "pwd", "grp"):
    sys.modules[module] = None
for name in (
    "sched_getaffinity", "killpg", "getpgid", "setsid", "mkfifo", "fork", "forkpty", "sysconf", "getuid", "geteuid",
    "O_NONBLOCK", "O_DIRECTORY", "O_CLOEXEC", "O_NOFOLLOW", "statvfs", "chown", "getloadavg", "nice",
):
    if hasattr(os, name):
        delattr(os, name)
for known in (os.supports_dir_fd, os.supports_fd, os.supports_follow_symlinks):
    known.clear()
sys.platform = "freebsd14"
"""


@pytest.fixture
def without(tmp_path: Path) -> dict[str, str]:
    """The environment of an interpreter that has none of it."""
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "sitecustomize.py").write_text(WITHOUT, encoding="utf-8")
    # What the interpreter was built with stays known by its own name.
    built = {"_PYTHON_SYSCONFIGDATA_NAME": sysconfig._get_sysconfigdata_name()}  # type: ignore[attr-defined]
    quiet = {"LOKY_MAX_CPU_COUNT": "2", "PYTHONWARNINGS": "ignore"}  # what other packages have to say of it
    return {**os.environ, **built, **quiet, "PYTHONPATH": str(tmp_path / "site")}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    for number, name in enumerate(("甲.txt", "乙/一.txt", "乙/二.txt", "丙.docx/三.txt")):
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_text(GOOD.replace("12人", f"{number + 3}人"), encoding="utf-8")
    for path in list((Path(__file__).parent.parent / "corpus").glob("*.docx"))[:3]:
        shutil.copy(path, place)
    (place / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    (place / "空.txt").touch()
    (place / "链接.txt").symlink_to("甲.txt")
    (place / "断.txt").symlink_to("nowhere")
    shutil.make_archive(str(place / "包"), "zip", place / "乙")
    return place


def started(folder: Path, out: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [str(BIN), "run", str(folder), "-o", str(out), "--jobs", "2", "--notices"]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", env=environment, check=False)


def test_the_interpreter_has_none_of_it(without: dict[str, str]) -> None:
    code = "import os, sys; print(hasattr(os, 'fork'), sys.platform, len(os.supports_dir_fd)); import resource"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=without, check=False)
    assert done.stdout.split() == ["False", "freebsd14", "0"]
    assert "ModuleNotFoundError" in done.stderr


def test_the_same_tables(folder: Path, tmp_path: Path, without: dict[str, str]) -> None:
    here = started(folder, tmp_path / "here", dict(os.environ))
    there = started(folder, tmp_path / "there", without)
    assert there.returncode == here.returncode
    assert "pipeline" not in there.stderr
    assert written(tmp_path / "there") == written(tmp_path / "here")
    assert len(rows(tmp_path / "there", "files")) == 15
    again = started(folder, tmp_path / "there", without)
    assert (again.returncode, written(tmp_path / "there")) == (here.returncode, written(tmp_path / "here"))


def test_what_is_ready_is_told(folder: Path, without: dict[str, str]) -> None:
    done = subprocess.run(
        [BIN, "doctor", folder], capture_output=True, text=True, encoding="utf-8", env=without, check=False
    )
    assert "Traceback" not in done.stderr
    assert "坏.docx" in done.stdout
