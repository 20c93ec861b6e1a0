"""A folder behind a URL gives what the same folder on disk gives; a URL that leads nowhere is told."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from test_cli import zongjie
from test_run import GOOD, TABLES_ONLY, rows, written

from pipeline import run
from pipeline.errors import FolderError
from pipeline.ingest import remote
from pipeline.options import Options

pytest.importorskip("fsspec")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "报送 材料"
    (place / "子").mkdir(parents=True)
    (place / "甲.txt").write_text(GOOD, encoding="utf-8")
    (place / "子" / "乙.txt").write_text(GOOD.replace("18", "21"), encoding="gb18030")
    (place / "~$丙.docx").write_bytes(b"lock")
    (place / "空.txt").write_bytes(b"")
    with zipfile.ZipFile(place / "包.zip", "w") as archive:
        archive.writestr("丁.txt", GOOD)
    return place


def test_a_url_gives_the_tables_of_the_folder(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "甲", options=TABLES_ONLY)
    run(f"file://{folder}", tmp_path / "乙", options=TABLES_ONLY)
    assert written(tmp_path / "乙") == written(tmp_path / "甲")
    assert {row["file"]: row["status"] for row in rows(tmp_path / "乙", "files")} == {
        "~$丙.docx": "skipped", "包.zip": "ok", "包.zip!/丁.txt": "ok",
        "子/乙.txt": "ok", "甲.txt": "ok", "空.txt": "failed",
    }  # fmt: skip


def test_only_changed_files_behind_a_url_are_read_again(folder: Path, tmp_path: Path) -> None:
    seen: list[int] = []
    run(f"file://{folder}", tmp_path / "果", options=TABLES_ONLY)
    (folder / "甲.txt").write_text(GOOD.replace("18", "19"), encoding="utf-8")
    run(f"file://{folder}", tmp_path / "果", options=TABLES_ONLY, advance=lambda done, total: seen.append(total))
    assert seen == [1]


def test_a_file_gone_since_the_listing_fails_alone(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed = remote.listing(f"file://{folder}")
    (folder / "甲.txt").unlink()
    monkeypatch.setattr(remote, "listing", lambda url: listed)
    run(f"file://{folder}", tmp_path / "果", options=TABLES_ONLY)
    found = {row["file"]: row["status"] for row in rows(tmp_path / "果", "files")}
    assert (found["甲.txt"], found["子/乙.txt"]) == ("failed", "ok")


@pytest.mark.parametrize(
    ("url", "code"), [("nosuch://盒/报告", "no_driver"), ("memory://没有", "missing"), ("memory://", "empty")]
)
def test_a_url_that_leads_nowhere_is_told(url: str, code: str, tmp_path: Path) -> None:
    with pytest.raises(FolderError) as caught:
        run(url, tmp_path / "果", options=Options())
    assert caught.value.code == code


@pytest.mark.parametrize("place", ["C:/报告", "报告", "/a//b", "a:/b"])
def test_a_path_is_no_url(place: str) -> None:
    assert not remote.is_remote(place)


def test_the_command_takes_a_url(folder: Path, tmp_path: Path) -> None:
    told = zongjie("run", f"file://{folder}", "-o", str(tmp_path / "果"))
    assert told.returncode == 3, told.stderr  # 空.txt
    told = zongjie("check", "nosuch://盒/报告")
    assert told.returncode == 2
    assert "没有安装" in told.stderr
