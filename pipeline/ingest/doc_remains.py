"""What can be had of Word documents without their tables: broken ones, and those of Word 6 and 95."""

from __future__ import annotations

import re
import struct

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import plausibility
from pipeline.ingest.text import has_ink, text_source
from pipeline.model import Source

# Special characters in the text, and what stands for those that are shown.
MARKS = re.compile("[\x00-\x08\x0b-\x1f\uffff]|[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]")
PLAIN = {"\x0b": "\n", "\x0c": "\n", "\x0e": "\n", "\x1e": "-"}
# Chinese text in UTF-16: hanzi, their punctuation, ASCII and the marks of paragraphs and cells.
_UTF16_RUN = re.compile(rb"(?:[\x00-\xff][\x4e-\x9f\x30\xff\x20]|[\x07\x09\x0b\x0d\x20-\x7e]\x00){40,}", re.S)
# As sold in East Asia: two bytes a character, those of a double-byte code the other way round.
WIDE = {0xA697: "cp932", 0xA698: "gb18030", 0xA699: "cp950"}
_CODE_PAGES = {0x0804: "gb18030", 0x1004: "gb18030", 0x0404: "cp950", 0x0C04: "big5hkscs", 0x0411: "cp932"}


def remains(main: bytes, data: bytes, file: str) -> Source:
    """What text can be had of a document whose tables are lost: where the header says it is, or wherever it stands."""
    start, end = struct.unpack_from("<II", main, 0x18) if len(main) >= 0x20 else (0, 0)
    raw = main[start : end if end > start else len(main)]
    scattered = b"".join(_UTF16_RUN.findall(data))
    for text in (raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace"), scattered.decode("utf-16-le", "replace")):
        shown = MARKS.sub("", text.replace("\r", "\n").replace("\x07", "\t"))
        if has_ink(shown) and plausibility(shown) >= 0.5 and not shown.isascii():
            notes = (("partial", "文档结构损坏，仅取出文字"),)
            return text_source(shown, file, "doc", data, notes=notes)
    raise UnreadableSource("damaged", "文档结构损坏")


def word6(main: bytes, data: bytes, file: str) -> Source:
    """Word 6 and 95: text in the code page of the document's language, without properties."""
    try:
        ident, _version, _product, language, _next, flags = struct.unpack_from("<6H", main)
        start, end = struct.unpack_from("<II", main, 0x18)
        size = struct.unpack_from("<I", main, 0x34)[0]
    except struct.error as error:
        raise UnreadableSource("damaged", "文件头不完整") from error
    if flags & 0x0100:
        raise UnreadableSource("encrypted", "Word 6.0/95 文档")
    if flags & 0x0004:
        raise UnreadableSource("unsupported", "Word 6.0/95 快速保存的文档，请另存")
    encoding = WIDE.get(ident) or _CODE_PAGES.get(language, "cp1252")
    raw = main[start : min(end, start + size * (2 if ident in WIDE else 1))]
    text = (_swapped(raw) if ident in WIDE else raw).decode(encoding, "replace")
    text = MARKS.sub(lambda mark: PLAIN.get(mark[0], ""), text.replace("\r", "\n").replace("\x07", "\t"))
    return text_source(text, file, "doc", data, encoding=encoding)


def _swapped(raw: bytes) -> bytes:
    pairs = (raw[at : at + 2][::-1] for at in range(0, len(raw), 2))
    return b"".join(pair.lstrip(b"\0") for pair in pairs)
