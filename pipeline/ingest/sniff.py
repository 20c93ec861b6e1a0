"""What a file is, by its content: the first bytes, the members of a zip, the streams of an OLE container."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from typing import BinaryIO

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
HEAD = 4096
MAX_BROKEN = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Kind:
    """`format`: a key of READERS, or `zip`, or empty where nothing reads it; `what` says in Chinese what it is."""

    format: str
    what: str = ""


# Magic numbers of what cannot be read, named for the user.
_MAGIC = (
    (b"\x89PNG", "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF87a", "GIF 图片"),
    (b"GIF89a", "GIF 图片"),
    (b"BM", "BMP 图片"),
    (b"II*\0", "TIFF 图片"),
    (b"MM\0*", "TIFF 图片"),
    (b"Rar!\x1a", "RAR 压缩包，请改为 zip 或解压"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包，请改为 zip 或解压"),
    (b"\x1f\x8b", "gz 压缩包，请改为 zip 或解压"),
    (b"BZh", "bz2 压缩包，请改为 zip 或解压"),
    (b"\xfd7zXZ", "xz 压缩包，请改为 zip 或解压"),
    (b"MZ", "程序"),
    (b"\x7fELF", "程序"),
    (b"ID3", "音频"),
    (b"OggS", "音频"),
    (b"L\0\0\0\x01\x14\x02\0", "快捷方式，请提交文件本身"),
    (b"Founder CEB", "方正 CEB 版式文件，请提交可编辑的文档"),
    (b"CAJ\0", "CAJ 文献"),
    (b"SQLite format 3", "数据库"),
    (b"%!PS", "PostScript 文件"),
    (b"wOFF", "字体"),
)
_RIFF = {b"WEBP": "WebP 图片", b"WAVE": "音频", b"AVI ": "视频"}
_HTML = re.compile(
    r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|div|table|p|h[1-6])\b",
    re.I | re.S,
)
_MIME = re.compile(r"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?MIME-Version:", re.I)


def sniff(data: bytes) -> Kind:
    """The kind of a file's bytes; plain text is the answer where nothing else fits."""
    head = data[:HEAD]
    if head.startswith(OLE):
        return _ole(data)
    if head.startswith(ZIP):
        return zip_kind(io.BytesIO(data))
    if b"%PDF-" in head[:1024]:
        return Kind("pdf", "PDF")
    if head.startswith(b"RIFF") and head[8:12] in _RIFF:
        return Kind("", _RIFF[head[8:12]])
    if head[4:8] == b"ftyp":
        return Kind("", "HEIC 图片" if head[8:12] in {b"heic", b"heix", b"mif1", b"avif"} else "视频")
    what = next((what for magic, what in _MAGIC if head.startswith(magic) and _not_words(head, magic)), "")
    return Kind("", what) if what else _text(head)


_XMLS = (
    ("<w:wordDocument", Kind("wordml", "Word 2003 XML 文档")),
    ("<pkg:package", Kind("opc", "Word XML 文档")),
    ("<office:document ", Kind("odt", "OpenDocument 文本")),
    ("<Workbook", Kind("", "Excel 2003 XML 表格")),
)
_XML = re.compile("<(?:w:wordDocument|pkg:package|office:document)[ >]")


def _not_words(head: bytes, magic: bytes) -> bool:
    """BM, MZ and other short magic numbers are letters too: a text may begin with them."""
    return len(magic) > 3 or b"\0" in head[:64] or magic[0] > 0x7F or magic[0] < 0x20


def _text(head: bytes) -> Kind:
    text = _head_text(head)
    if text.startswith("{\\rt"):
        return Kind("rtf", "RTF")
    if _HTML.match(text):
        return Kind("html", "网页")
    if _MIME.match(text):
        return Kind("mht", "网页归档")
    if text.startswith("<?xml") or _XML.match(text):
        return next((kind for mark, kind in _XMLS if mark in text), Kind("", "XML 数据"))
    return Kind("txt", "纯文本")


def _head_text(head: bytes) -> str:
    """The first characters, decoded well enough to recognise ASCII markup."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace")
    else:
        text = head.decode("latin-1").removeprefix("ï»¿")
    return text.replace("\r\n", "\n").lstrip(" \t\n\r\0")


def _ole(data: bytes) -> Kind:
    from pipeline.ingest.ole import Container

    try:
        with Container(io.BytesIO(data)) as ole:
            streams = {path[0].lower() for path in ole.listdir()}
    except Exception:  # a hostile container may fail in any way; the reader of .doc says how
        return Kind("doc", "Word 97-2003 文档")
    found = next((kind for stream, kind in _STREAMS if stream in streams), None)
    found = found or next((kind for stream, kind in _STREAMS if _names(data, stream)), None)
    return found or Kind("", "OLE 文件")


def _names(data: bytes, stream: str) -> bool:
    """Whether a directory entry of a broken container has this name."""
    return f"\0{stream}\0".encode("utf-16-le")[1:] in data.lower()


_STREAMS = (
    ("encryptedpackage", Kind("encrypted", "加密的 Office 文档")),
    ("worddocument", Kind("doc", "Word 97-2003 文档")),
    ("workbook", Kind("", "Excel 97-2003 表格")),
    ("book", Kind("", "Excel 5.0 表格")),
    ("powerpoint document", Kind("", "PowerPoint 97-2003 演示文稿")),
    ("__properties_version1.0", Kind("", "Outlook 邮件")),
    ("fileheader", Kind("", "韩文 HWP 文档")),
)


def zip_kind(stream: BinaryIO) -> Kind:
    """What a zip is, by the names of its members: a document of some kind, or an archive."""
    try:
        with zipfile.ZipFile(stream) as archive:
            names = {info.filename.replace("\\", "/").lstrip("/").lower() for info in archive.infolist()[:20_000]}
            mime = _mimetype(archive) if "mimetype" in names else ""
    except Exception:  # no directory, or a broken one: go by what stands in the bytes
        stream.seek(0)
        return _broken_zip(stream.read(MAX_BROKEN))
    return _by_members(names, mime)


def _mimetype(archive: zipfile.ZipFile) -> str:
    with archive.open("mimetype") as member:
        return member.read(100).decode("ascii", "replace").strip()


def _by_members(names: set[str], mime: str) -> Kind:
    document = mime.removeprefix("application/vnd.oasis.opendocument.")
    if document != mime:
        return Kind("odt", "OpenDocument 文本") if document.startswith("text") else Kind("", "OpenDocument 表格")
    if not names.isdisjoint({"[content_types].xml", "_rels/.rels", "word/document.xml"}):
        return _ooxml(names)
    if {"content.xml", "meta-inf/manifest.xml"} <= names:
        return Kind("odt", "OpenDocument 文本")
    return next((Kind("", what) for mark, what in _PACKAGES if mark in names), Kind("zip", "zip 压缩包"))


_PACKAGES = (
    ("meta-inf/container.xml", "电子书"),
    ("index/document.iwa", "苹果 iWork 文档，请导出为 .docx"),
    ("index.zip", "苹果 iWork 文档，请导出为 .docx"),
    ("ofd.xml", "OFD 版式文件，请提交可编辑的文档"),
    ("meta-inf/manifest.mf", "程序"),
    ("androidmanifest.xml", "程序"),
)


def _ooxml(names: set[str]) -> Kind:
    if any(name.startswith("xl/") for name in names):
        return Kind("", "Excel 表格")
    if any(name.startswith("ppt/") for name in names):
        return Kind("", "PowerPoint 演示文稿")
    if any(name.endswith(".fdseq") or name.startswith("visio/") for name in names):
        return Kind("", "XPS 或 Visio 文档")
    return Kind("docx", "Word 文档")


def _broken_zip(data: bytes) -> Kind:
    """A zip without its directory (cut short): its local headers still tell what it was."""
    if b"word/" in data or b"[Content_Types].xml" in data[:HEAD]:
        return Kind("", "Excel 表格") if b"xl/workbook" in data else Kind("docx", "Word 文档")
    if b"mimetypeapplication/vnd.oasis.opendocument.text" in data[:HEAD]:
        return Kind("odt", "OpenDocument 文本")
    return Kind("zip", "zip 压缩包")
