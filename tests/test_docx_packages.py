"""Word files as other programs write them, broken ones, and hostile ones."""

from __future__ import annotations

import struct
import zipfile

import pytest
from fixtures_docx import NAMESPACES, abstract, docx, drawing, level, num, p, pack, parts, r, tbl, tc, tr

from pipeline.errors import UnreadableSource
from pipeline.ingest import zipsafe
from pipeline.ingest.docx import read_docx
from pipeline.ingest.zipsafe import Archive

NUMBERED = abstract(0, level(0, "%1、", "chineseCounting")) + num(1, 0)
BODY = p("做法", num="1") + tbl(tr("甲", "乙"))
PLAIN = parts(BODY, numbering=NUMBERED)
MAIN, LINKS = "word/document.xml", "word/_rels/document.xml.rels"
W = NAMESPACES["w"]


def swap(old: bytes, new: bytes, members: dict[str, bytes] = PLAIN) -> dict[str, bytes]:
    return {name: content.replace(old, new) for name, content in members.items()}


def main_as(content: bytes) -> dict[str, bytes]:
    return PLAIN | {MAIN: content}


def prefixed() -> dict[str, bytes]:
    members = swap(b"xmlns:w=", b"xmlns:ns0=")
    for old, new in ((b"<w:", b"<ns0:"), (b"</w:", b"</ns0:"), (b" w:", b" ns0:")):
        members = swap(old, new, members)
    return members


def elsewhere() -> dict[str, bytes]:
    members = swap(b"word/document.xml", b"text/inhalt.xml")
    content, links = members.pop(MAIN), members.pop(LINKS)
    return members | {"text/inhalt.xml": content, "text/_rels/inhalt.xml.rels": links.replace(b'="n', b'="../word/n')}


def recoded(encoding: str) -> bytes:
    return PLAIN[MAIN].decode().replace("UTF-8", encoding).encode(encoding)


ODD = {
    "another prefix": pack(prefixed()),
    "absolute targets": pack(PLAIN | {LINKS: PLAIN[LINKS].replace(b'Target="', b'Target="/word/')}),
    "percent escapes": pack(PLAIN | {LINKS: PLAIN[LINKS].replace(b'="numbering', b'="%6Eumbering')}),
    "main part elsewhere": pack(elsewhere()),
    "upper case names": pack({n.replace("word/", "WORD/"): c for n, c in PLAIN.items()}),
    "backslashes": pack({n.replace("/", "\\"): c for n, c in PLAIN.items()}),
    "leading slashes": pack({f"/{n}": c for n, c in PLAIN.items()}),
    "no relationships": pack({n: c for n, c in PLAIN.items() if not n.endswith(".rels")}),
    "no content types": pack({n: c for n, c in PLAIN.items() if "Content" not in n}),
    "UTF-16": pack(main_as(recoded("UTF-16"))),
    "UTF-16 without a mark": pack(main_as(recoded("UTF-16-LE"))),
    "GBK": pack(main_as(recoded("GBK"))),
    "blanks before the declaration": pack(main_as(b"\n " + PLAIN[MAIN])),
    "byte order mark": pack(main_as(b"\xef\xbb\xbf" + PLAIN[MAIN])),
    "comments inside text": pack(swap("甲".encode(), "<!-- 批注 -->甲<?x y?>".encode())),
    "stored": pack(PLAIN, zipfile.ZIP_STORED),
    "bytes before": b"junk" * 100 + pack(PLAIN),
    "bytes after": pack(PLAIN) + b"\0" * 300,
}


@pytest.mark.parametrize("data", ODD.values(), ids=ODD)
def test_packages_of_other_programs(data: bytes) -> None:
    source = read_docx(data, "a.docx")
    assert (source.text, source.notes) == ("一、做法\n甲\t乙", ())


def without_directory(data: bytes) -> bytes:
    return data[: data.index(b"PK\x01\x02")]


def streamed(data: bytes) -> bytes:
    """As written to a pipe: no sizes in the members' headers, and no directory."""
    bare = bytearray(without_directory(data))
    at = -1
    while (at := bare.find(b"PK\x03\x04", at + 1)) >= 0:
        struct.pack_into("<H", bare, at + 6, 8)
        struct.pack_into("<III", bare, at + 14, 0, 0, 0)
    return bytes(bare)


def flipped(data: bytes, name: str) -> bytes:
    """One byte in the middle of a member's packed content is wrong."""
    member = Archive.of(data).members[name]
    at = member.offset + 30 + len(name) + (member.packed or 0) // 2
    return data[:at] + bytes([data[at] ^ 0xFF]) + data[at + 1 :]


LONG = docx("".join(p(f"第{no}段，支部组织学习{no * 7919 % 1000}次。") for no in range(2000)))
MENDED = {
    "no directory": without_directory(pack(PLAIN)),
    "no sizes": streamed(pack(PLAIN)),
    "cut in the directory": pack(PLAIN)[:-60],
    "control characters": pack(swap("甲".encode(), b"\x01" + "甲".encode() + b"&#x2;")),
    "undeclared prefix": pack(swap(b"<w:tbl>", b'<w:tbl w99:x="1">')),
    "no end": pack(main_as(PLAIN[MAIN][: PLAIN[MAIN].rindex("乙".encode()) + 3])),
    "no namespaces": pack(main_as(f"<w:document><w:body>{BODY}</w:body></w:document>".encode())),
}


@pytest.mark.parametrize("data", MENDED.values(), ids=MENDED)
def test_broken_files_are_read_and_noted(data: bytes) -> None:
    source = read_docx(data, "a.docx")
    assert source.text == "一、做法\n甲\t乙"
    assert [code for code, _ in source.notes] == ["partial"]


def test_a_bad_byte_is_shown_and_noted() -> None:
    source = read_docx(pack(swap("甲".encode(), "甲".encode() + b"\xff")), "a.docx")
    assert source.text == "一、做法\n甲\ufffd\t乙"
    assert source.notes == (("partial", "XML 不完整或有误"),)


@pytest.mark.parametrize("data", [LONG[: len(LONG) // 2], flipped(LONG, MAIN)], ids=["cut", "flipped"])
def test_what_comes_before_the_fault_is_read(data: bytes) -> None:
    source = read_docx(data, "a.docx")
    assert source.text.startswith("第0段，支部组织学习0次。\n第1段，支部组织学习919次。\n")
    assert source.notes[0][0] == "partial"


def code_of(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_docx(data, "a.docx")
    return caught.value.code


DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
OUTSIDE = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'


def documented(content: bytes) -> bytes:
    return b'<w:document xmlns:w="' + W.encode() + b'"><w:body>' + content + b"</w:body></w:document>"


def locked(data: bytes) -> bytes:
    marked = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = -1
        while (place := marked.find(signature, place + 1)) >= 0:
            marked[place + at] |= 1
    return bytes(marked)


REFUSED = {
    "entities": (pack(main_as(DOCTYPE + documented(b"<w:p><w:r><w:t>&b;</w:t></w:r></w:p>"))), "refused"),
    "external entity": (pack(main_as(OUTSIDE + documented(b"<w:p><w:r><w:t>&a;</w:t></w:r></w:p>"))), "refused"),
    "entities in UTF-16": (pack(main_as((DOCTYPE + documented(b"")).decode().encode("utf-16"))), "refused"),
    "DTD in another part": (pack(PLAIN | {"word/numbering.xml": DOCTYPE + PLAIN["word/numbering.xml"]}), "refused"),
    "deep": (pack(main_as(documented(b"<w:tbl><w:tr><w:tc>" * 50_000))), "bomb"),
    "blanks": (pack(main_as(documented(b" " * (zipsafe.MAX_PART + 9)))), "bomb"),
    "repeated": (pack(main_as(documented(b"<w:p/>" * 4_000_000))), "bomb"),
    "long text": (pack(main_as(documented(b"<w:p><w:r><w:t>" + b"x" * 11_000_000))), "bomb"),
    "attributes": (docx("<w:p " + " ".join(f'a{no}=""' for no in range(200_000)) + "/>"), "bomb"),
    "locked": (locked(pack(PLAIN)), "encrypted"),
    "no document": (pack({"word/styles.xml": b"<x/>"}), "damaged"),
    "no XML": (pack(main_as(b"\0\1\2")), "damaged"),
    "not a zip": (b"PK\x03\x04" + b"x" * 100, "damaged"),
    "nothing": (b"", "damaged"),
    "cut short": (pack(PLAIN)[:80], "damaged"),
    "no text": (docx(p()), "empty"),
    "hidden text": (docx(p(r("甲", "<w:vanish/>"))), "empty"),
    "pictures": (docx(p(drawing('<a:blip r:embed="rId9"/>')), more={"word/media/image1.png": b"x"}), "scanned"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
def test_files_that_cannot_or_must_not_be_read(data: bytes, code: str) -> None:
    assert code_of(data) == code


def test_a_false_promise_of_size_does_not_pass(monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(pack(main_as(documented(b"<w:p/>" * 2_000_000))))
    place = data.rindex(b"word/document.xml") - 46
    struct.pack_into("<I", data, place + 24, 1000)
    monkeypatch.setattr(zipsafe, "MAX_PART", 8 * 1024 * 1024)
    assert code_of(bytes(data)) == "bomb"


def test_parts_together_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipsafe, "MAX_TOTAL", 5000)
    assert code_of(docx(p("甲" * 100), headers=tuple(p(f"页眉{no}") for no in range(9)))) == "bomb"


def test_entities_are_not_resolved_even_where_the_screen_is_passed() -> None:
    from pipeline.ingest.ooxml import etree, parser

    root = etree.fromstring(b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', parser())
    assert "".join(root.itertext()).strip() in ("", "&a;")


def test_large_tables_and_boxes_cost_linear_time() -> None:
    rows = tbl(*(tr(*(tc(f"{row}-{column}") for column in range(6))) for row in range(1500)))
    box = drawing(f"<w:txbxContent>{rows}</w:txbxContent>")
    source = read_docx(docx(p("甲", box) + p(f"<mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
                            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent>")), "a.docx")  # fmt: skip
    assert source.text.count("1499-5") == 2
