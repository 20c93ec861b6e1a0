"""The inventory: whatever lies in a folder has exactly one row, and nothing in it stops the walk."""

from __future__ import annotations

import os
import socket
from pathlib import Path

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import inventory, read, take
from pipeline.ingest.inventory import Item, by_name
from pipeline.ingest.paths import shown

REPORT = "一、主要做法\n我支部现有党员8人，召开支委会3次。\n"


def fill(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(REPORT, encoding="utf-8")


def codes(folder: Path) -> dict[str, str]:
    return {item.file: item.code for item in inventory(folder)}


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("总结.docx", ""),
        ("第一支部/总结.txt", ""),
        ("~$总结.docx", "lock_file"),
        (".~总结.docx", "lock_file"),
        (".~lock.总结.docx#", "lock_file"),
        ("~WRL0003.tmp", "lock_file"),
        ("总结.docx.crdownload", "lock_file"),
        ("Thumbs.db", "system_file"),
        ("子/DESKTOP.INI", "system_file"),
        (".DS_Store", "system_file"),
        ("._总结.docx", "system_file"),
        ("__MACOSX/子/._总结.docx", "system_file"),
        (".总结.txt", "hidden"),
        (".git/config", "hidden"),
        ("~总结.docx", ""),
        ("$总结.docx", ""),
        ("总结~最终版.docx", ""),
        ("desktop.ini说明.txt", ""),
    ],
)
def test_names_that_are_no_submissions(path: str, code: str) -> None:
    assert by_name(path) == code


def test_every_file_once_in_path_order(tmp_path: Path) -> None:
    fill(
        tmp_path,
        "乙/总结.txt",
        "甲.txt",
        "a/b.txt",
        "a.txt",
        "~$甲.docx",
        "子/.git/HEAD",
        "😀总结.txt",
        "长" * 80 + ".txt",
    )
    files = [item.file for item in inventory(tmp_path)]
    assert files == sorted(files)
    assert len(files) == 8
    assert "😀总结.txt" in files


def test_special_files_are_named_and_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.txt")
    with socket.socket(socket.AF_UNIX) as plug:
        here = os.getcwd()
        os.chdir(tmp_path)
        plug.bind("插座.txt")
        os.chdir(here)
    (tmp_path / "文件夹.txt").mkdir()
    fill(tmp_path, "文件夹.txt/总结.txt", "普通文件夹/总结.txt")
    assert codes(tmp_path) == {
        "插座.txt": "special_file",
        "管道.txt": "special_file",
        "文件夹.txt": "folder",
        "文件夹.txt/总结.txt": "",
        "普通文件夹/总结.txt": "",
    }
    with pytest.raises(UnreadableSource) as caught:
        read(tmp_path / "管道.txt")
    assert caught.value.code == "special_file"


def test_links(tmp_path: Path) -> None:
    folder = tmp_path / "报送"
    fill(folder, "原件.txt")
    fill(tmp_path, "外面.txt")
    (folder / "内链.txt").symlink_to("原件.txt")
    (folder / "外链.txt").symlink_to(tmp_path / "外面.txt")
    (folder / "断链.txt").symlink_to("没有这个文件.txt")
    (folder / "自环.txt").symlink_to("自环.txt")
    (folder / "目录环").symlink_to(folder)
    (folder / "设备.txt").symlink_to("/dev/zero")
    assert codes(folder) == {
        "原件.txt": "",
        "内链.txt": "",
        "外链.txt": "link_outside",
        "断链.txt": "broken_link",
        "自环.txt": "broken_link",
        "目录环": "link_folder",
        "设备.txt": "special_file",
    }
    link = tmp_path / "入口"
    link.symlink_to(folder)
    assert codes(link) == codes(folder)


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    os.mkdir(os.fsencode(tmp_path) + "/支部".encode("gb18030"))
    gbk = os.fsencode(tmp_path) + "/支部/总结.txt".encode("gb18030")
    odd = os.fsencode(tmp_path) + b"/\xff\xfe.txt"
    for raw in (gbk, odd):
        Path(os.fsdecode(raw)).write_text(REPORT, encoding="utf-8")
    items = {item.file: item for item in inventory(tmp_path)}
    assert set(items) == {"支部/总结.txt", "\\xff\\xfe.txt"}
    for item in items.values():
        assert item.file.encode("utf-8")
        source = take(item)
        assert not isinstance(source, tuple)
        assert source.text == REPORT


def test_two_names_are_never_shown_alike(tmp_path: Path) -> None:
    fill(tmp_path, "总结.txt")
    Path(os.fsdecode(os.fsencode(tmp_path) + "/总结.txt".encode("gb18030"))).write_text(REPORT, encoding="utf-8")
    files = [item.file for item in inventory(tmp_path)]
    assert len(set(files)) == 2
    assert "总结.txt" in files


def test_sixty_folders_deep_and_beyond_the_longest_path(tmp_path: Path) -> None:
    """The path is 60 × 240 bytes long; the system opens 4096 at once."""
    name = "层" * 80
    handle = os.open(tmp_path, os.O_RDONLY)
    for _ in range(60):
        os.mkdir(name, dir_fd=handle)
        deeper = os.open(name, os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = deeper
    os.close(os.open("总结.txt", os.O_WRONLY | os.O_CREAT, dir_fd=handle))
    with open(os.open("总结.txt", os.O_WRONLY, dir_fd=handle), "w", encoding="utf-8") as stream:
        stream.write(REPORT)
    os.symlink("总结.txt", "链接.txt", dir_fd=handle)
    os.close(handle)
    linked, item = sorted(inventory(tmp_path), key=lambda item: item.file.endswith("总结.txt"))
    assert item.file == "/".join([name] * 60 + ["总结.txt"])
    assert [linked.code, item.code] == ["", ""]
    for each in (linked, item):
        source = take(each)
        assert not isinstance(source, tuple)
        assert (source.file, source.text) == (each.file, REPORT)


def test_a_folder_that_may_not_be_listed_is_a_row(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(tmp_path, "甲/总结.txt", "乙/总结.txt")
    really_open = os.open

    def guarded(path: str, flags: int, *rest: int, **more: int) -> int:
        if str(path).endswith("乙"):
            raise PermissionError(13, "Permission denied")
        return really_open(path, flags, *rest, **more)

    monkeypatch.setattr(os, "open", guarded)
    assert codes(tmp_path) == {"甲/总结.txt": "", "乙": "forbidden"}


def test_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        inventory(tmp_path / "没有")


def test_what_the_system_says_becomes_a_reason(tmp_path: Path) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(tmp_path / "没有.txt")
    assert caught.value.code == "vanished"
    with pytest.raises(UnreadableSource) as caught:
        read(tmp_path)
    assert caught.value.code == "special_file"
    with pytest.raises(UnreadableSource) as caught:
        take(Item("断链.txt", b"", "", code="broken_link"))
    assert caught.value.code == "broken_link"


def test_shown_names_are_valid_text() -> None:
    assert shown("总结.txt") == "总结.txt"
    assert shown(os.fsdecode(b"\x80\x81/a.txt")) == "\\x80\\x81/a.txt"
