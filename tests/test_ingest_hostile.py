"""What is made to hang or to burst a reader: it ends, within bounds, with a reason. Each would run for hours if not."""

from __future__ import annotations

import os
import stat
import struct
import zlib
from pathlib import Path

import pytest
from fixtures_odt import odt
from fixtures_odt import p as odt_p
from fixtures_ole import LevelDef, Para, Word, listed, ole
from fixtures_pdf import lines, pdf
from test_engine import alive, wait_until

from pipeline.errors import UnreadableSource
from pipeline.ingest import read, read_bytes
from pipeline.ingest.reasons import REASONS
from pipeline.ingest.text import MAX_TEXT


def code(data: bytes, file: str) -> str:
    """The reason for which it is not read, or `ok`."""
    try:
        read_bytes(data, file)
    except UnreadableSource as error:
        return error.code
    return "ok"


@pytest.mark.parametrize(
    "unit",
    [
        b"<ol><li>a",
        b"![",
        b"[a](",
        b"<!--",
        b"**a",
        b"`",
        b"~~",
        b"<http://",
        b"| a ",
        b"# ",
        b"> ",
        b"- [ ] ",
        b"&#1;",
    ],
)
@pytest.mark.parametrize("file", ["总结.md", "总结.html"])
def test_a_hundred_thousand_of_one_mark(unit: bytes, file: str) -> None:
    head = b"<html><body>" if file.endswith("html") else b""
    assert code(head + "党员8人".encode() + unit * 100_000, file) in {"ok", "bomb", "mojibake"}


@pytest.mark.parametrize(
    "unit", [b"{\\b ", b"\\'81", b"\\u20826", b"\\cell", b"\\row", b"{\\field{\\*\\fldinst EQ \\o,", b"\\bin9 "]
)
def test_a_hundred_thousand_of_one_word_of_rtf(unit: bytes) -> None:
    assert code(b"{\\rtf1\\ansi\\ansicpg936 a" + unit * 100_000, "总结.rtf") in {"ok", "mojibake"}


def test_pieces_that_all_show_the_same_text() -> None:
    """A hundred thousand pieces of one megabyte each."""
    streams = Word([Para("党员" * 5000)]).streams()
    main, table = bytearray(streams["WordDocument"]), streams["1Table"]
    count = 100_000
    body = struct.pack(f"<{count + 1}I", *range(0, (count + 1) * 10_000, 10_000))
    body += struct.pack("<HIH", 0, 0x800, 0) * count
    clx = b"\2" + struct.pack("<I", len(body)) + body
    struct.pack_into("<II", main, 0x9A + 8 * 33, len(table), len(clx))
    assert code(ole({"WordDocument": bytes(main), "1Table": table + clx}), "总结.doc") in {"ok", "damaged"}


@pytest.mark.parametrize("claimed", ["stream", "tables"])
def test_a_container_that_leads_in_a_circle(claimed: str) -> None:
    """Sectors that follow each other in a circle, in a file that claims gigabytes of them."""
    data = bytearray(Word([Para("党员8人" * 500)]).file())
    if claimed == "tables":
        struct.pack_into("<I", data, 44, 1 << 30)  # sectors of the FAT
        struct.pack_into("<II", data, 68, 0, ((1 << 30) - 109 + 126) // 127)  # DIFAT: where, how many
    name = "WordDocument".encode("utf-16-le")
    entry = data.index(name)
    start = struct.unpack_from("<I", data, entry + 116)[0]
    struct.pack_into("<I", data, entry + 120, 0x7FFFFFF0)
    fat = 512 * (1 + struct.unpack_from("<I", data, 76)[0])
    struct.pack_into("<I", data, fat + 4 * start, start)
    assert code(bytes(data), "总结.doc") in {"ok", "damaged"}


def test_labels_longer_than_their_list() -> None:
    word = Word([Para("项", listed(1)) for _ in range(500)], lists=[[LevelDef(0, "长" * 60_000)]], uses=[(1, {})])
    assert len(read_bytes(word.file(), "总结.doc").text) < 100_000


def test_tables_in_tables_that_repeat_themselves() -> None:
    body = odt_p("8")
    for _ in range(12):
        cell = f'<table:table-cell table:number-columns-repeated="64">{body}</table:table-cell>'
        row = f'<table:table-row table:number-rows-repeated="64">{cell}</table:table-row>'
        body = f"<table:table>{row}</table:table>"
    assert code(odt(body), "总结.odt") == "ok"


def test_a_pdf_stream_that_unpacks_without_end() -> None:
    packer = zlib.compressobj(9)
    packed = b"".join(packer.compress(bytes(1 << 20)) for _ in range(100)) + packer.flush()
    stream = b"<< /Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    whole = pdf([lines(["党员8人"])])
    at = whole.index(b"9 0 obj")
    assert code(whole[:at] + b"9 0 obj\n" + stream + whole[whole.index(b"\nendobj", at) :], "总结.pdf") == "bomb"


def test_a_text_of_absurd_length() -> None:
    assert code(b"a" * (MAX_TEXT + 1), "总结.txt") == "too_large"
    assert code(b"a" * (4 * MAX_TEXT + 1), "总结.txt") == "too_large"


def test_every_cut_and_every_flipped_byte_has_a_reason() -> None:
    """One of each format, cut at many places and with bytes changed in a fixed pattern."""
    html = "<html><body><table><tr><td>党员</td></tr></table></body></html>".encode("gbk")
    samples = {
        "总结.doc": Word([Para("党员8人", listed(1))], lists=[[LevelDef(39, "\0、")]], uses=[(1, {})]).file(),
        "总结.odt": odt(odt_p("党员8人")),
        "总结.rtf": rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 a;}}\f0 \'b5\'b3\u21592 ?8\cell\row\par}",
        "总结.html": html,
        "总结.txt": "党员8人".encode("gbk") * 20,
    }
    for file, whole in samples.items():
        for i in range(0, len(whole), max(len(whole) // 60, 1)):
            for data in (whole[:i], whole[:i] + bytes([whole[i] ^ 0xFF]) + whole[i + 1 :]):
                assert code(data, file) in {"ok", *REASONS}


def office(tmp_path: Path, docx: bytes | None) -> str:
    """A program that takes LibreOffice's options and leaves a .docx, or fails."""
    (tmp_path / "ready.docx").write_bytes(docx or b"")
    script = tmp_path / "office"
    body = f'for last; do :; done; cp {tmp_path}/ready.docx "$(dirname "$last")/in.docx"' if docx else "exit 1"
    script.write_text(f"#!/bin/sh\n{body}\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    return str(script)


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for the program is a shell script")
def test_libreoffice_when_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    import docx

    buffer = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("由别的程序读出")
    document.save(buffer)
    path = tmp_path / "总结.doc"
    path.write_bytes(Word([Para("自己读出")]).file())
    monkeypatch.setenv("ZONGJIE_OFFICE", office(tmp_path, buffer.getvalue()))
    source = read(path)
    assert (source.text, source.format) == ("由别的程序读出", "doc")
    for asked, reason in ((office(tmp_path, None), "damaged"), (str(tmp_path / "没有"), "missing_part")):
        monkeypatch.setenv("ZONGJIE_OFFICE", asked)
        with pytest.raises(UnreadableSource) as caught:
            read(path)
        assert caught.value.code == reason
    monkeypatch.setenv("ZONGJIE_OFFICE", "0")
    assert read(path).text == "自己读出"


@pytest.mark.skipif(os.name != "posix", reason="the stand-in for the program is a shell script")
def test_libreoffice_that_hangs_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither a folder nor what the program has started in turn, as LibreOffice's script does."""
    script, started, place = tmp_path / "office", tmp_path / "started", tmp_path / "tmp"
    place.mkdir()
    script.write_text(f"#!/bin/sh\nsleep 600 & echo $! > {started}; wait\n")
    script.chmod(script.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("ZONGJIE_OFFICE", str(script))
    monkeypatch.setattr("tempfile.tempdir", str(place))
    monkeypatch.setattr("pipeline.ingest.office.SECONDS", 1.0)
    (tmp_path / "总结.doc").write_bytes(Word([Para("自己读出")]).file())
    with pytest.raises(UnreadableSource) as caught:
        read(tmp_path / "总结.doc")
    assert caught.value.code == "timeout"
    assert not list(place.iterdir())
    wait_until(lambda: not alive(int(started.read_text())))
