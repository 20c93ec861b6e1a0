"""The run is not to be broken: every file below the folder has its row, whatever it is and whatever happens."""

from __future__ import annotations

import errno
import faulthandler
import mmap
import os
import resource
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import zipfile
from collections import Counter
from pathlib import Path

import pytest
from test_cli import BIN, zongjie
from test_engine import alive, children
from test_run import GOOD, TABLES_ONLY, rows, written
from typer.testing import CliRunner

from pipeline import ingest, run
from pipeline.cli import app
from pipeline.cli.common import DEFAULT_PROFILE
from pipeline.errors import FolderError
from pipeline.ingest.reasons import REASONS
from pipeline.options import Options
from pipeline.running.locking import alone

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="workers inherit the stand-ins only where they are forked")


def put(folder: Path, *names: str, text: str = GOOD) -> None:
    for number, name in enumerate(names):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text.replace("12人", f"{number + 3}人"), encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    put(tmp_path / "in", "甲.txt", "乙.txt", "丙.txt")
    return tmp_path / "in"


def nasty(folder: Path) -> None:
    """Whatever a file system lets people make."""
    names = [
        "a" * 196 + ".txt",
        "党" * 80 + ".txt",
        "😀🇨🇳.txt",
        "=1+1.txt",
        "-x.txt",
        " 空格 .txt",
        "换\n行.txt",
        "引\"号'.txt",
    ]
    put(
        folder,
        *names,
        "a.zip!/内.txt",
        "深/" * 60 + "底.txt",
        "是文件夹.docx/里.txt",
        "没有后缀",
        "~$锁.docx",
        ".DS_Store",
    )
    encoded = os.fsencode(folder)
    (folder / "GBK").mkdir()
    for name in ("支部总结.txt".encode("gbk"), b"\xff\xfe\xfd.txt", b"\x81.txt"):
        (Path(os.fsdecode(encoded + b"/GBK/" + name))).write_text(GOOD, encoding="utf-8")
    (folder / "环").symlink_to(folder)
    (folder / "自.txt").symlink_to("自.txt")
    (folder / "断.txt").symlink_to("nowhere")
    (folder / "外.txt").symlink_to("/etc/hostname")
    (folder / "同.txt").symlink_to("没有后缀")
    os.mkfifo(folder / "管道.txt")
    (folder / "空.docx").touch()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("内.txt", GOOD)
        archive.writestr("坏.docx", b"PK\3\4")


def below(folder: Path) -> int:
    """The number of entries below a folder that are no folders."""
    return sum(len(files) for _, _, files in os.walk(folder)) + sum(
        os.path.islink(os.path.join(place, name)) for place, folders, _ in os.walk(folder) for name in folders
    )


def test_every_file_has_one_row_with_a_reason_of_the_list(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    nasty(tmp_path / "in")
    run(tmp_path / "in", tmp_path / "out", options=TABLES_ONLY)
    found = rows(tmp_path / "out", "files")
    members = [row for row in found if row["file"].startswith("a.zip!/")]
    folders = [row for row in found if "文件夹（名称像文件）" in row["reason"]]
    assert len(found) - len(members) + 1 - len(folders) == below(tmp_path / "in")
    assert max(Counter(row["file"] for row in found).values()) == 1
    assert len(members) == 3  # two in the archive, and the file in the folder that looks like it
    known = tuple(reason.zh for reason in REASONS.values())
    assert all(row["reason"].startswith(known) and row["advice"] for row in found if row["status"] == "failed")
    assert all(row["reason"].startswith(known) for row in found if row["status"] == "skipped")
    status = {row["file"]: row["status"] for row in found}
    assert {status[name] for name in ("环", "管道.txt", "是文件夹.docx", "外.txt", "~$锁.docx")} == {"skipped"}
    assert {status[name] for name in ("自.txt", "断.txt", "空.docx", "a.zip!/坏.docx")} == {"failed"}
    assert status["深/" * 60 + "底.txt"] == status["GBK/支部总结.txt"] == status["😀🇨🇳.txt"] == "ok"
    first = written(tmp_path / "out")
    run(tmp_path / "in", tmp_path / "out", options=TABLES_ONLY)
    assert written(tmp_path / "out") == first


def test_the_input_is_never_written_to(folder: Path, tmp_path: Path) -> None:
    def state() -> list[tuple[str, int, int]]:
        return [(str(p), p.lstat().st_mtime_ns, p.lstat().st_size) for p in sorted([folder, *folder.rglob("*")])]

    nasty(folder)
    before = state()
    run(folder, tmp_path / "out", options=Options(notices=True))
    assert state() == before


def test_an_output_folder_inside_the_input_is_no_input(folder: Path) -> None:
    out = folder / "结果"
    run(folder, out, options=TABLES_ONLY)
    first = written(out)
    run(folder, out, options=TABLES_ONLY)
    assert written(out) == first
    assert len(rows(out, "files")) == 3
    run(folder, folder / "另一个", options=TABLES_ONLY)
    skipped = [row for row in rows(folder / "另一个", "files") if row["status"] == "skipped"]
    assert skipped
    assert {row["reason"] for row in skipped} == {"本程序的输出"}


def test_an_output_folder_inside_the_input_that_holds_reports_is_refused(folder: Path) -> None:
    put(folder, "子/丁.txt")
    with pytest.raises(FolderError) as caught:
        run(folder, folder / "子")
    assert caught.value.code == "not_empty"


def stand_in(monkeypatch: pytest.MonkeyPatch, act: dict[str, object]) -> None:
    """Reading a file of one of these names does what is said here instead."""
    take = ingest.take

    def taken(item: ingest.Item) -> object:
        todo = act.get(item.file)
        return todo(item) if callable(todo) else take(item)

    monkeypatch.setattr(ingest, "take", taken)


def segfault(_item: object) -> None:
    faulthandler.disable()
    os.kill(os.getpid(), signal.SIGSEGV)


def raises(_item: object) -> None:
    raise RecursionError("我们的错")


BAD = {
    "久.txt": lambda _item: time.sleep(3600),
    "崩.txt": segfault,
    "大.txt": lambda _item: bytearray(4 << 30),
    "错.txt": raises,
}


@LINUX
def test_a_file_that_hangs_crashes_or_eats_memory_fails_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, *BAD, *(f"{n}.txt" for n in range(12)))
    stand_in(monkeypatch, BAD)
    options = Options(seconds=10, memory=2 << 30, outputs=("csv",))
    run(folder, tmp_path / "out", options=options)
    found = {row["file"]: row for row in rows(tmp_path / "out", "files")}
    reasons = {name: found.pop(name)["reason"] for name in BAD}
    assert reasons.pop("错.txt").startswith("程序内部错误（RecursionError")
    assert reasons == {"久.txt": "超时", "崩.txt": "读取程序崩溃", "大.txt": "内存超限"}
    assert len(found) == 15
    assert {row["status"] for row in found.values()} == {"ok"}
    monkeypatch.undo()
    seen: list[int] = []
    run(folder, tmp_path / "out", options=options, advance=lambda done, total: seen.append(total))
    assert seen == [4] * 4  # what may pass is tried again, and nothing else
    assert {row["status"] for row in rows(tmp_path / "out", "files")} == {"ok"}


@LINUX
def test_what_the_calling_process_holds_is_not_the_files_doing(folder: Path, tmp_path: Path) -> None:
    with mmap.mmap(-1, 3 << 30):
        run(folder, tmp_path / "out", options=Options(memory=1 << 30, outputs=("csv",)))
    assert {row["status"] for row in rows(tmp_path / "out", "files")} == {"ok"}


@LINUX
def test_a_member_that_failed_for_the_moment_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("一.txt", GOOD)
        archive.writestr("二.txt", GOOD)
    stand_in(monkeypatch, {"包.zip!/二.txt": raises})
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    assert [row["status"] for row in rows(tmp_path / "out", "files") if "!/" in row["file"]] == ["ok", "failed"]
    monkeypatch.undo()
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    run(folder, tmp_path / "fresh", options=TABLES_ONLY)
    assert written(tmp_path / "out") == written(tmp_path / "fresh")
    assert len(rows(tmp_path / "out", "files")) == 6


def test_names_inside_archives_never_cover_each_other(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(folder / "里.zip", "w") as archive:
        archive.writestr("y.txt", GOOD)
    with zipfile.ZipFile(folder / "外.zip", "w") as archive:
        archive.writestr("x.zip", (folder / "里.zip").read_bytes())
        archive.writestr("x.zip!/y.txt", GOOD)
        archive.writestr("y.txt", GOOD)
        archive.writestr("y.txt#2", GOOD)
    put(folder, "外.zip!/y.txt", "外.zip!/y.txt#")
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    found = [row["file"] for row in rows(tmp_path / "out", "files")]
    assert len(found) == len(set(found)) == 3 + 2 + 1 + 2 + 5
    first = written(tmp_path / "out")
    run(folder, tmp_path / "out", options=Options(fresh=True, outputs=TABLES_ONLY.outputs))
    assert written(tmp_path / "out") == first


@LINUX
def test_files_that_vanish_or_may_not_be_read(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from pipeline.ingest import paths

    opening = paths._open

    def refused(path: str, flags: int) -> int:
        if path.endswith("乙.txt"):
            raise PermissionError(errno.EACCES, "denied")
        if path.endswith("丙.txt"):
            os.unlink(path)
        return opening(path, flags)

    monkeypatch.setattr(paths, "_open", refused)
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    found = {row["file"]: (row["status"], row["reason"]) for row in rows(tmp_path / "out", "files")}
    assert found == {"甲.txt": ("ok", ""), "乙.txt": ("failed", "无权限"), "丙.txt": ("failed", "文件已不存在")}
    monkeypatch.undo()
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    assert [row["status"] for row in rows(tmp_path / "out", "files")] == ["ok", "ok"]


def test_a_full_disk_while_writing(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "out"
    run(folder, out)
    before = {path.name: path.read_bytes() for path in out.glob("*.*") if "journal" not in path.name}
    put(folder, "丁.txt")

    def full(_handle: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(FolderError) as caught:
        run(folder, out)
    assert caught.value.code == "full"
    assert {path.name: path.read_bytes() for path in out.glob("*.*") if "journal" not in path.name} == before
    assert not list(out.rglob(".*.part"))


@pytest.mark.skipif(not hasattr(resource, "RLIMIT_FSIZE"), reason="a system without limits")
@pytest.mark.parametrize("size", [4_000, 40_000])
def test_no_room_is_one_line_and_no_traceback(folder: Path, tmp_path: Path, size: int) -> None:
    done = subprocess.run(
        [BIN, "run", folder, "-o", tmp_path / "out"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size)),
    )
    assert done.returncode == 2, done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert str(tmp_path / "out") in done.stderr
    assert zongjie("run", folder, "-o", tmp_path / "out").returncode == 0


def test_a_table_that_is_open_elsewhere_gets_a_new_name_and_a_message(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = os.replace

    def in_use(source: Path, target: Path) -> None:
        if Path(target).name in ("metrics.csv", "汇总表.xlsx", "metrics（2）.csv"):
            raise PermissionError(errno.EACCES, "in use", str(target))
        replace(source, target)

    monkeypatch.setattr(os, "replace", in_use)
    done = CliRunner().invoke(app, ["run", str(folder), "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    shown = "".join(done.output.split())
    assert "“metrics.csv”正被别的程序（如Excel、WPS）打开，结果已写到“metrics（3）.csv”" in shown
    assert "汇总表（2）.xlsx" in shown
    assert (tmp_path / "out" / "metrics（3）.csv").read_text(encoding="utf-8-sig").count("\n") == 4


def test_one_run_at_a_time(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    with alone(tmp_path / "out"):
        done = zongjie("run", folder, "-o", tmp_path / "out")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert zongjie("run", folder, "-o", tmp_path / "out").returncode == 0


@pytest.mark.skipif(os.name != "posix", reason="signals")
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_an_interrupted_run_says_so_leaves_no_worker_and_goes_on(
    folder: Path, tmp_path: Path, number: signal.Signals, code: int
) -> None:
    out = tmp_path / "out"
    put(folder, *(f"{n}.txt" for n in range(300)))
    with subprocess.Popen(
        [BIN, "run", folder, "-o", out], stderr=subprocess.PIPE, text=True, encoding="utf-8"
    ) as process:
        assert process.stderr
        while process.poll() is None and known(out) < 5:
            time.sleep(0.01)
        workers = children(process.pid)
        process.send_signal(number)
        shown = process.stderr.read()
    assert (process.returncode, len(shown.splitlines())) == (code, 1), shown
    assert "已中断" in shown
    assert not [pid for pid in workers if alive(pid)]
    assert not (out / "metrics.csv").exists()
    assert known(out) >= 5  # what was done is kept
    (out / ".metrics.csv.part").write_text("left by a run that was killed", encoding="utf-8")
    run(folder, out, DEFAULT_PROFILE, options=TABLES_ONLY)
    assert len(rows(out, "files")) == 303
    assert not list(out.rglob(".*.part"))


def known(out: Path) -> int:
    """The files in the journal of a run that is under way."""
    try:
        with sqlite3.connect(f"file:{out}/journal.sqlite?mode=ro", uri=True) as journal:
            found: int = journal.execute("select count(*) from outcome").fetchone()[0]
            return found
    except sqlite3.OperationalError:
        return 0


def test_sockets_and_devices_are_not_opened(tmp_path: Path) -> None:
    put(tmp_path / "in", "甲.txt")
    with socket.socket(socket.AF_UNIX) as listening:
        place = os.open(tmp_path / "in", os.O_RDONLY)
        listening.bind(f"/proc/self/fd/{place}/s.txt" if sys.platform == "linux" else str(tmp_path / "in" / "s.txt"))
        os.close(place)
        run(tmp_path / "in", tmp_path / "out", options=TABLES_ONLY)
    assert [row["status"] for row in rows(tmp_path / "out", "files")] == ["skipped", "ok"]
