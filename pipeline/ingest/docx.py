"""Word files: paragraphs, tables and automatic numbers in document order (a thin first version)."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from hashlib import sha256
from typing import Any

from lxml import etree

from pipeline.errors import UnreadableSource
from pipeline.ingest.numformat import format_number
from pipeline.model import Source

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARSER = {"resolve_entities": False, "no_network": True, "huge_tree": False, "load_dtd": False}
_SUFFIX = {"nothing": "", "space": " ", "tab": "\t"}


def read_docx(data: bytes, file: str) -> Source:
    """The text of a Word file; UnreadableSource where it is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
            body = _root(archive, "word/document.xml")
            numbering = _root(archive, "word/numbering.xml") if "word/numbering.xml" in names else None
    except (zipfile.BadZipFile, KeyError, etree.XMLSyntaxError) as error:
        raise UnreadableSource("damaged", str(error)) from error
    numbers = _Numbers(numbering)
    text = "\n".join(_lines(body.find(W + "body"), numbers))
    return Source(file, text, "docx", sha256=sha256(data).hexdigest())


def _root(archive: zipfile.ZipFile, name: str) -> Any:
    return etree.fromstring(archive.read(name), etree.XMLParser(**_PARSER))


def _lines(parent: Any, numbers: _Numbers) -> Iterator[str]:
    for element in parent:
        if element.tag == W + "p":
            yield numbers.of(element) + "".join(_texts(element))
        elif element.tag == W + "tbl":
            for row in element.iter(W + "tr"):
                yield "\t".join("\n".join(_lines(cell, numbers)) for cell in row.iter(W + "tc"))
        elif element.tag in (W + "sdt", W + "sdtContent", W + "customXml"):
            yield from _lines(element, numbers)


def _texts(paragraph: Any) -> Iterator[str]:
    for element in paragraph.iter(W + "t", W + "tab", W + "br"):
        if element.getparent().tag == W + "r":
            yield {W + "tab": "\t", W + "br": "\n"}.get(element.tag) or element.text or ""


class _Numbers:
    def __init__(self, root: Any) -> None:
        self.levels: dict[str, dict[int, Any]] = {}
        self.counts: dict[str, list[int]] = {}
        self.abstract: dict[str, str] = {}
        for element in () if root is None else root:
            if element.tag == W + "abstractNum":
                levels = {int(level.get(W + "ilvl")): level for level in element.findall(W + "lvl")}
                self.levels[element.get(W + "abstractNumId")] = levels
            elif element.tag == W + "num":
                self.abstract[element.get(W + "numId")] = element.find(W + "abstractNumId").get(W + "val")

    def of(self, paragraph: Any) -> str:
        number = paragraph.find(f"{W}pPr/{W}numPr/{W}numId")
        if number is None or number.get(W + "val") not in self.abstract:
            return ""
        level = paragraph.find(f"{W}pPr/{W}numPr/{W}ilvl")
        index = 0 if level is None else int(level.get(W + "val"))
        abstract = self.abstract[number.get(W + "val")]
        counts = self.counts.setdefault(abstract, [0] * 9)
        counts[index] += 1
        counts[index + 1 :] = [0] * (8 - index)
        return self._shown(self.levels.get(abstract, {}), index, counts)

    def _shown(self, levels: dict[int, Any], index: int, counts: list[int]) -> str:
        def value(match: re.Match[str]) -> str:
            at = int(match[1]) - 1
            start = int(self._val(levels.get(at), "start", "1"))
            return format_number(start + max(counts[at], 1) - 1, self._val(levels.get(at), "numFmt", "decimal"))

        text = re.sub("%([1-9])", value, self._val(levels.get(index), "lvlText", ""))
        return text + _SUFFIX.get(self._val(levels.get(index), "suff", "tab"), "\t") if text else ""

    def _val(self, level: Any, name: str, default: str) -> str:
        found = None if level is None else level.find(W + name)
        return default if found is None else str(found.get(W + "val", default))
