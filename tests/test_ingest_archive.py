"""Archives: every member a row of its own, its name right, its bytes bounded, and nothing on the disk."""

from __future__ import annotations

import io
import os
import struct
import zipfile
import zlib
from pathlib import Path

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import read, take
from pipeline.ingest.inventory import Item
from pipeline.ingest.zipped import MAX_MEMBERS, decode_name
from pipeline.model import Source

REPORT = "一、主要做法\n我支部现有党员8人，召开支委会3次。\n"


def zipped(members: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def gbk_zipped(members: dict[str, str]) -> bytes:
    """As Windows' own packer writes it in China: names in GBK, no flag."""
    plain = zipped({f"{i:04}" + "x" * (len(n.encode("gbk")) - 4): c for i, (n, c) in enumerate(members.items())})
    for i, name in enumerate(members):
        raw = name.encode("gbk")
        plain = plain.replace(f"{i:04}".encode() + b"x" * (len(raw) - 4), raw)
    return plain


def saved(tmp_path: Path, data: bytes, name: str = "报送.zip") -> Item:
    path = tmp_path / name
    path.write_bytes(data)
    return Item(name, name.encode(), str(path))


def members(item: Item) -> tuple[Item, ...]:
    found = take(item)
    assert isinstance(found, tuple)
    return found


def text(item: Item) -> str:
    source = take(item)
    assert isinstance(source, Source)
    return source.text


def code(item: Item) -> str:
    with pytest.raises(UnreadableSource) as caught:
        take(item)
    return caught.value.code


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_members_are_items_of_their_own(tmp_path: Path, method: int) -> None:
    packed = zipped({"第一支部/总结.txt": REPORT, "第二支部/": "", "说明.txt": "请查收附件。"}, method)
    found = members(saved(tmp_path, packed))
    assert [item.file for item in found] == ["报送.zip!/第一支部/总结.txt", "报送.zip!/说明.txt"]
    assert text(found[0]) == REPORT
    assert os.listdir(tmp_path) == ["报送.zip"]


def test_names_in_gbk(tmp_path: Path) -> None:
    names = {"第一党支部/创先争优活动总结.txt": REPORT, "机关支部.txt": REPORT}
    found = members(saved(tmp_path, gbk_zipped(names)))
    assert [item.file for item in found] == [f"报送.zip!/{name}" for name in names]
    assert text(found[0]) == REPORT


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("总结.doc".encode("gbk"), "总结.doc"),
        ("總結報告.doc".encode("big5"), "總結報告.doc"),
        ("总结.doc".encode(), "总结.doc"),
        (b"report.doc", "report.doc"),
        ("党办 2011—2012.doc".encode("gbk"), "党办 2011—2012.doc"),
        (b"caf\x82.doc", "café.doc"),
    ],
)
def test_member_names_by_their_bytes(raw: bytes, name: str) -> None:
    assert decode_name(raw) == name


def test_unicode_path_field_wins(tmp_path: Path) -> None:
    raw = b"zj.txt"
    field = b"\x01" + struct.pack("<I", zlib.crc32(raw)) + "总结.txt".encode()
    info = zipfile.ZipInfo("zj.txt")
    info.extra = struct.pack("<HH", 0x7075, len(field)) + field
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, REPORT)
    assert [item.file for item in members(saved(tmp_path, buffer.getvalue()))] == ["报送.zip!/总结.txt"]


def test_names_that_lead_out_lead_nowhere(tmp_path: Path) -> None:
    packed = zipped({"../../etc/总结.txt": REPORT, "/绝对.txt": REPORT, "C:\\盘\\总结.txt": REPORT, "./点.txt": REPORT})
    found = [item.file for item in members(saved(tmp_path, packed))]
    assert found == ["报送.zip!/" + n for n in ("etc/总结.txt", "绝对.txt", "C:/盘/总结.txt", "点.txt")]
    assert os.listdir(tmp_path) == ["报送.zip"]


def test_same_name_twice_is_two_rows(tmp_path: Path) -> None:
    packed = zipped({"总结.txt": REPORT, "总诘.txt": REPORT + "二、下一步打算\n"})
    found = members(saved(tmp_path, packed.replace("总诘".encode(), "总结".encode())))
    assert [item.file for item in found] == ["报送.zip!/总结.txt", "报送.zip!/总结.txt#2"]
    assert text(found[0]) != text(found[1])


def test_names_decide_in_archives_too(tmp_path: Path) -> None:
    packed = zipped({"__MACOSX/._总结.txt": "x", "~$总结.docx": "x", ".隐藏.txt": REPORT, "总结.txt": REPORT})
    assert [item.code for item in members(saved(tmp_path, packed))] == ["system_file", "lock_file", "hidden", ""]


def test_an_archive_in_an_archive_and_no_deeper(tmp_path: Path) -> None:
    inner = zipped({"总结.txt": REPORT})
    middle = zipped({"第二支部.zip": inner, "总结.txt": REPORT})
    outer = saved(tmp_path, zipped({"第一支部.zip": middle}))
    (archive,) = members(outer)
    assert archive.file == "报送.zip!/第一支部.zip"
    deeper, report = members(archive)
    assert report.file == "报送.zip!/第一支部.zip!/总结.txt"
    assert text(report) == REPORT
    assert code(deeper) == "too_deep"


def test_a_member_by_its_name(tmp_path: Path) -> None:
    saved(tmp_path, zipped({"子/甲.zip": zipped({"总结.txt": REPORT}), "乙.txt": REPORT}))
    source = read(tmp_path / "报送.zip!/子/甲.zip!/总结.txt", "报送.zip!/子/甲.zip!/总结.txt")
    assert (source.text, source.file) == (REPORT, "报送.zip!/子/甲.zip!/总结.txt")
    for missing, reason in (("报送.zip!/没有.txt", "vanished"), ("报送.zip", "archive"), ("乙.txt!/没有", "vanished")):
        with pytest.raises(UnreadableSource) as caught:
            read(tmp_path / missing)
        assert caught.value.code == reason


def test_encrypted_members_fail_alone(tmp_path: Path) -> None:
    packed = bytearray(zipped({"密.txt": REPORT, "明.txt": REPORT}))
    at = packed.index(b"PK\x01\x02")
    packed[at + 8] |= 1
    secret, plain = members(saved(tmp_path, bytes(packed)))
    assert (secret.code, code(secret), text(plain)) == ("encrypted", "encrypted", REPORT)


def test_bombs_are_refused_by_their_own_account(tmp_path: Path) -> None:
    packed = zipped({"炸弹.txt": bytes(50 * 1024 * 1024), "总结.txt": REPORT})
    bomb, plain = members(saved(tmp_path, packed))
    assert (code(bomb), text(plain)) == ("bomb", REPORT)


def test_bombs_that_lie_about_their_size(tmp_path: Path) -> None:
    packed = bytearray(zipped({"炸弹.txt": bytes(50 * 1024 * 1024)}))
    at = packed.index(b"PK\x01\x02")
    packed[at + 24 : at + 28] = struct.pack("<I", 1000)
    (bomb,) = members(saved(tmp_path, bytes(packed)))
    assert (bomb.code, code(bomb)) == ("", "bomb")


def test_too_many_members(tmp_path: Path) -> None:
    packed = zipped({f"{i}.txt": "" for i in range(MAX_MEMBERS + 1)})
    assert code(saved(tmp_path, packed)) == "too_large"


def test_empty_archives(tmp_path: Path) -> None:
    assert code(saved(tmp_path, zipped({}))) == "empty"
    assert code(saved(tmp_path, zipped({"只有文件夹/": ""}), "乙.zip")) == "empty"


def test_a_directory_cut_off_is_made_up_from_the_members(tmp_path: Path) -> None:
    packed = zipped({"甲.txt": REPORT, "乙.txt": REPORT * 2, "丙.txt": REPORT * 3})
    cut = packed[: packed.index(b"PK\x01\x02") - 3]
    first, second, third = members(saved(tmp_path, cut))
    assert [first.file, second.file, third.file] == ["报送.zip!/甲.txt", "报送.zip!/乙.txt", "报送.zip!/丙.txt"]
    assert (text(first), text(second)) == (REPORT, REPORT * 2)
    assert REPORT in text(third)


def test_a_flag_that_lies_about_utf8(tmp_path: Path) -> None:
    packed = bytearray(gbk_zipped({"总结材料.txt": REPORT}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.index(signature) + at + 1] |= 8
    (item,) = members(saved(tmp_path, bytes(packed)))
    assert (item.file, text(item)) == ("报送.zip!/总结材料.txt", REPORT)


def test_local_and_central_names_that_differ(tmp_path: Path) -> None:
    packed = zipped({"abcd.txt": REPORT}).replace(b"abcd.txt", b"efgh.txt", 1)
    (item,) = members(saved(tmp_path, packed))
    assert (item.file, text(item)) == ("报送.zip!/abcd.txt", REPORT)


def test_damaged_data(tmp_path: Path) -> None:
    packed = bytearray(zipped({"总结.txt": bytes(range(256)) * 2}))
    packed[40:90] = b"\xff" * 50
    (item,) = members(saved(tmp_path, bytes(packed)))
    assert code(item) in {"damaged", "unsupported"}
    assert code(saved(tmp_path, b"PK\x03\x04" + b"\0" * 50, "乙.zip")) == "damaged"


def test_a_changed_archive_is_listed_anew(tmp_path: Path) -> None:
    item = saved(tmp_path, zipped({"甲.txt": REPORT}))
    (first,) = members(item)
    saved(tmp_path, zipped({"甲.txt": REPORT, "乙.txt": REPORT}))
    assert len(members(item)) == 2
    assert text(first) == REPORT
