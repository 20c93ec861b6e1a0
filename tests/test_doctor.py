"""zongjie doctor: before a run, what it will read, what it will not and what to do about it."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import pytest
from test_cli import zongjie
from test_run import GOOD, TABLES_ONLY, rows

from pipeline import run
from pipeline.doctor import examine, trouble
from pipeline.errors import FolderError
from pipeline.options import Options


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    (place / "甲.txt").write_text(GOOD, encoding="gb18030")
    return place


def spoil(folder: Path) -> None:
    (folder / "空.docx").touch()
    (folder / "~$锁.docx").write_bytes(b"x")
    (folder / "图.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(50))
    (folder / "名.doc").write_text(GOOD, encoding="utf-8")
    for number in range(7):
        (folder / f"坏{number}.docx").write_bytes(b"PK\3\4")
    with zipfile.ZipFile(folder / "包.zip", "w") as archive:
        archive.writestr("里.txt", GOOD)
        archive.writestr("空.txt", b"")


def test_all_is_well(folder: Path, tmp_path: Path) -> None:
    done = zongjie("doctor", folder, "-o", tmp_path / "out" / "deep")
    assert (done.returncode, done.stderr) == (0, "")
    assert "会读出 1 个文件；读不出 0 个，跳过 0 个" in done.stdout
    assert "可以写" in done.stdout
    assert "zongjie " in done.stdout
    assert not (tmp_path / "out").exists()


def test_what_will_not_be_read_and_what_to_do(folder: Path) -> None:
    spoil(folder)
    done = zongjie("doctor", folder)
    assert done.returncode == 1
    shown = "".join(done.stdout.split())
    for words in ("后缀不符", "空文件", "损坏", "不支持的格式", "锁文件或临时文件", "包.zip!/空.txt", "坏0.docx"):
        assert words in shown
    assert "另有2个" in shown  # five of the seven are named
    assert "会读出4个文件；读不出10个，跳过1个" in shown
    english = zongjie("doctor", folder, "--lang", "en").stdout
    assert "4 files will be read; 10 cannot be, 1 will be skipped." in english
    assert "empty file" in english


def test_it_foretells_what_a_run_does(folder: Path, tmp_path: Path) -> None:
    spoil(folder)
    run(folder, tmp_path / "out", options=TABLES_ONLY)
    foretold = {verdict.file: verdict.status for verdict in examine(folder, None, Options()).verdicts}
    assert foretold == {row["file"]: row["status"] for row in rows(tmp_path / "out", "files")}


def test_output_folders_that_cannot_be_used(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def code(out: Path) -> str:
        found = trouble(out, folder)
        return found.code if found else ""

    assert code(tmp_path / "out") == code(folder / "结果") == ""
    assert code(folder) == "inside_input"
    assert code(folder / "甲.txt" / "out") == "unwritable"
    (folder / "子").mkdir()
    assert code(folder / "子") == ""
    (folder / "子" / "乙.txt").touch()
    assert code(folder / "子") == "not_empty"
    monkeypatch.setattr(os, "access", lambda place, mode: False)
    assert code(tmp_path / "out") == "unwritable"
    assert zongjie("doctor", folder, "-o", folder).returncode == 1


def test_folders_that_cannot_be_examined(tmp_path: Path) -> None:
    with pytest.raises(FolderError):
        examine(tmp_path / "nowhere", None, Options())
    done = zongjie("doctor", tmp_path / "nowhere")
    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)


def test_help_has_an_example() -> None:
    assert "例：zongjie doctor" in zongjie("doctor", "--help").stdout
    assert "Example: zongjie doctor" in zongjie("doctor", "--help", "--lang", "en").stdout
