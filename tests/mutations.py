"""Broken files made from good ones: bytes flipped and cut, zip members lost, XML torn, encodings mixed. Seeded."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import fixtures_odt
from constructs_docx import CONSTRUCTS
from fixtures_docx import docx
from fixtures_docx import p as word_p
from fixtures_ole import HIDDEN, IN_TABLE, ROW_END, LevelDef, Para, Run, Word, listed
from fixtures_pdf import lines, pdf

CORPUS = Path(__file__).parent.parent / "corpus"
REPORT = """兴隆乡粮站党支部工作总结
一、基本情况
我站党支部现有党员18人，其中女党员5人。
二、主要做法
2010年4月12日召开动员大会1次，62人参加；组织集中学习9次，开展“五比五看”活动。
三、存在的问题
一是学习不够深入；二是制度落实不到位。
四、下一步打算
2011年3月底前建立学习台账。
"""
W2003 = 'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml"'
SUFFIXES = (".docx", ".doc", ".txt", ".pdf", ".rtf", ".odt", ".html", ".md", ".wps", ".zip", ".mht", ".xml", "")
Mutation = Callable[[bytes, random.Random], bytes]


def seeds() -> list[tuple[str, bytes]]:
    """(name, content) of good files of every format: the sample reports and the fixtures of the readers' tests."""
    found = [(path.name, path.read_bytes()) for path in sorted(CORPUS.glob("*.*")) if path.suffix in (".txt", ".docx")]
    found += [(f"{construct.name}.docx", construct.data) for construct in CONSTRUCTS]
    paras = [Para(line) for line in REPORT.splitlines()]
    table = [Para("支部", IN_TABLE, "\7"), Para("8", IN_TABLE, "\7"), Para("", ROW_END, "\7")]
    levels = [LevelDef(39, "\0、"), LevelDef(0, "\0.\1"), LevelDef(22, "（\2）")]
    numbered = [
        Para("基本情况", listed(1)),
        Para("组织", listed(1, 1)),
        Para([Run("藏", HIDDEN), Run("见")], listed(1, 2)),
    ]
    word = Word([*paras, *table, *numbered], [Para("注")], [Para("页眉")], lists=[levels], uses=[(1, {0: 3})])
    xml = "".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in REPORT.splitlines())
    hexed = "".join(f"\\'{byte:02x}" if byte != 10 else "\\par\n" for byte in REPORT.encode("gbk"))
    html = "".join(f"<p>{line}</p>" for line in REPORT.splitlines())
    odt_body = "".join(map(fixtures_odt.p, REPORT.splitlines()))
    written = {
        "旧式.doc": word.file(),
        "金山.wps": Word([Para("2010 annual"), *paras], pieces=(0, 11)).file(),
        "文字层.pdf": pdf([lines(REPORT.splitlines()), lines(["第二页党员8人"])]),
        "富文本.rtf": rb"{\rtf1\ansi\ansicpg936{\fonttbl{\f0\fcharset134 a;}}\f0 " + hexed.encode() + b"}",
        "开放.odt": fixtures_odt.odt(odt_body + f'<text:list text:style-name="L">{odt_body}</text:list>'),
        "网页.html": f"<html><head><meta charset=gbk></head><body>{html}<table><tr><td>党员<td>8</table>".encode("gbk"),
        "标记.md": ("# " + REPORT.replace("\n", "\n\n- ") + "| 党员 | 8 |\n|--|--|\n| 甲 | 3 |\n").encode(),
        "网页存档.mht": b"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n" + html.encode(),
        "一九.xml": f'<?xml version="1.0"?><w:wordDocument {W2003}><w:body>{xml}</w:body></w:wordDocument>'.encode(),
        "平实.docx": docx("".join(map(word_p, REPORT.splitlines()))),
    }
    for encoding in ("gb18030", "big5", "utf-16", "utf-16-be", "utf-8-sig"):
        written[f"{encoding}.txt"] = REPORT.encode(encoding, "replace")
    written["打包.zip"] = _zipped(
        {name: written[name] for name in ("旧式.doc", "平实.docx", "gb18030.txt", "文字层.pdf")}
    )
    written["套包.zip"] = _zipped({"内/打包.zip": written["打包.zip"], "外.txt": written["utf-16.txt"]})
    return found + list(written.items())


def broken(count: int, seed: int = 0) -> Iterator[tuple[str, bytes]]:
    """(name, content) of `count` broken files; the same seed gives the same files."""
    good = seeds()
    # Formats in turn, not by their number in the seeds, which are mostly .docx and .txt.
    groups = [[s for s in good if Path(s[0]).suffix == suffix] for suffix in sorted({Path(n).suffix for n, _ in good})]
    for number in range(count):
        rng = random.Random(f"{seed}.{number}")
        name, data = rng.choice(groups[number % len(groups)])
        for mutate in rng.choices(MUTATIONS, k=rng.choice((1, 1, 1, 2, 4))):
            data = mutate(data, rng)
        stem, suffix = Path(name).stem, Path(name).suffix
        yield f"{number:05}{stem}{rng.choice(SUFFIXES) if rng.random() < 0.1 else suffix}", data


def _zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(zipfile.ZipInfo(name), content)
    return buffer.getvalue()


def flipped(data: bytes, rng: random.Random) -> bytes:
    """Up to fifty bytes changed."""
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 10, 50)) if changed else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return bytes(changed)


def cut(data: bytes, rng: random.Random) -> bytes:
    """Only the beginning, as a broken upload leaves it."""
    return data[: rng.randrange(len(data) + 1)]


def gap(data: bytes, rng: random.Random) -> bytes:
    """A stretch gone, doubled, or overwritten with zeros, as a bad sector leaves it."""
    start = rng.randrange(len(data) + 1)
    end = min(len(data), start + rng.choice((1, 16, 512, 4096)))
    middle = rng.choice((b"", data[start:end] * 2, bytes(end - start), data[start:end][::-1]))
    return data[:start] + middle + data[end:]


def joined(data: bytes, rng: random.Random) -> bytes:
    """Something before or behind it, or itself once more."""
    more = rng.choice((bytes(513), b"\xff\xfe", b"\xef\xbb\xbf", b"<html>", b"PK\x03\x04", b"%PDF-1.4\n", data[:4096]))
    return more + data if rng.random() < 0.5 else data + more


def members(data: bytes, rng: random.Random) -> bytes:
    """A package with a member lost, doubled, renamed, emptied, swapped with another, or broken inside."""
    parts = _members(data)
    if not parts:
        return flipped(data, rng)
    names = list(parts)
    one, other = rng.choice(names), rng.choice(names)
    match rng.randrange(6):
        case 0:
            del parts[one]
        case 1:
            return _doubled(parts, one, rng)
        case 2:
            parts[rng.choice((one.upper(), "../" + one, "/" + one, one + "\0", "党" * 300, ""))] = parts.pop(one)
        case 3:
            parts[one] = b""
        case 4:
            parts[one], parts[other] = parts[other], parts[one]
        case _:
            parts[one] = rng.choice((flipped, cut, gap))(parts[one], rng)
    return _zipped(parts)


def _doubled(parts: dict[str, bytes], one: str, rng: random.Random) -> bytes:
    buffer = io.BytesIO(_zipped(parts))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.infolist()
        twin = zipfile.ZipInfo(one)
        archive.NameToInfo.pop(one, None)  # or zipfile warns of the twin
        archive.writestr(twin, flipped(parts[one], rng))
    return buffer.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {info.filename: archive.read(info) for info in archive.infolist()}
    except Exception:  # broken by another mutation already
        return {}


def markup(data: bytes, rng: random.Random) -> bytes:
    """XML or HTML (in a package: of one of its members) with a tag lost, doubled, or an absurd value."""
    parts = _members(data)
    inside = [name for name in parts if name.endswith((".xml", ".rels"))]
    if inside:
        name = rng.choice(inside)
        parts[name] = _torn(parts[name], rng)
        return _zipped(parts)
    return _torn(data, rng)


_TAG = re.compile(rb"<[^<>]{1,300}>|\\[a-z]+-?[0-9]*|[0-9]+ [0-9]+ (?:obj|R)")
_VALUE = re.compile(rb'"[^"<>]{0,40}"|[0-9]+')
_VALUES = (
    b"-1",
    b"99999999999999999999",
    b"",
    b"NaN",
    "٣".encode(),
    b"0",
    b"1e9",
    b"&#0;",
    b"&a;",
    "党".encode(),
    b"\xff",
)
_INSERTED = (
    b"<!DOCTYPE a [<!ENTITY a 'aaaa'>]>", b"]]>", b"<!--", b"<![CDATA[", b"\0", b"\x08", b"&#xFFFF;", b"<w:p>" * 3000,
    b"</w:p>", b"<a>" * 500, b"{" * 3000, b"}", b"\\bin99999999 ", b"<table>", b"<w:tbl><w:tr>", b"<?x",
)  # fmt: skip


def _torn(data: bytes, rng: random.Random) -> bytes:
    kind = rng.randrange(4)
    spots = list((_VALUE if kind == 0 else _TAG).finditer(data))
    if not spots:
        return gap(data, rng)
    spot = rng.choice(spots)
    match kind:
        case 0:
            value = rng.choice(_VALUES)
            new = b'"%s"' % value if spot[0].startswith(b'"') else value
        case 1:
            new = b""
        case 2:
            new = spot[0] * rng.choice((2, 300))
        case _:
            new = spot[0] + rng.choice(_INSERTED)
    return data[: spot.start()] + new + data[spot.end() :]


def recoded(data: bytes, rng: random.Random) -> bytes:
    """A part of the text in another encoding, or all of it decoded wrongly and saved again."""
    for encoding in ("utf-8-sig", "gb18030", "utf-16"):
        try:
            text = data.decode(encoding)
        except UnicodeError:
            continue
        codes = ("utf-8", "gb18030", "big5", "utf-16-le", "utf-16-be", "utf-32", "cp1252", "shift_jis")
        at = rng.randrange(len(text) + 1)
        first, second = rng.choice(codes), rng.choice(codes)
        if rng.random() < 0.3:
            return data.decode(rng.choice(("cp1252", "gb18030", "latin-1")), "replace").encode("utf-8", "replace")
        return text[:at].encode(first, "replace") + text[at:].encode(second, "replace")
    return gap(data, rng)


MUTATIONS: tuple[Mutation, ...] = (flipped, cut, gap, joined, members, markup, markup, recoded)
