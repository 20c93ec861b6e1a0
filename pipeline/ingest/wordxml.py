"""Word as one XML file: Word 2003 XML (what report systems fill templates with), flat OPC, and flat OpenDocument."""

from __future__ import annotations

import base64
import binascii
import io
import zipfile
from dataclasses import replace
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import Notes
from pipeline.ingest.lines import Lines
from pipeline.ingest.ooxml import parse
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, text_source
from pipeline.model import Source

_W = "{http://schemas.microsoft.com/office/word/2003/wordml}"
_WX = "{http://schemas.microsoft.com/office/word/2003/auxHint}"
_AML = "{http://schemas.microsoft.com/aml/2001/core}"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
MAX_DEPTH = 200
_ASIDE = {_W + "hdr", _W + "ftr"}
_PASSED = {_W + name for name in ("pPr", "rPr", "tblPr", "trPr", "tcPr", "binData", "instrText", "delText", "fldData")}


def read_wordml(data: bytes, file: str) -> Source:
    """A Word 2003 XML document; raises UnreadableSource: damaged, refused, bomb, empty."""
    flaws: list[str] = []
    root = parse(data, flaws)
    body = None if root is None else root.find(_W + "body")
    if body is None:
        raise UnreadableSource("damaged", "缺少 w:body")
    writer = _Writer(Lines(), Lines())
    writer.blocks(body, 0)
    notes: Notes = tuple(("partial", flaw) for flaw in dict.fromkeys(flaws))
    margins = "\n".join(line for line in writer.margins.text().split("\n") if has_ink(line))
    source = text_source(writer.lines.text(), file, "wordml", data, notes=notes, margins=margins)
    return replace(source, bold=writer.lines.spans())


class _Writer:
    """Writes paragraphs and tables as lines, headers and footers apart."""

    def __init__(self, lines: Lines, margins: Lines) -> None:
        self.lines = lines
        self.margins = margins

    def blocks(self, parent: Any, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise UnreadableSource("bomb", "XML 嵌套过深")
        for element in parent:
            if element.tag == _W + "p":
                self.paragraph(element, depth)
            elif element.tag == _W + "tr":
                self.row(element, depth)
            elif element.tag in _ASIDE:
                _Writer(self.margins, self.margins).blocks(element, depth + 1)
            elif element.tag not in _PASSED and element.get(_W + "type") != "Word.Deletion":
                self.blocks(element, depth + 1)

    def row(self, row: Any, depth: int) -> None:
        for cell in row.iter(_W + "tc"):
            if next(cell.iterancestors(_W + "tr"), None) is row:
                self.blocks(cell, depth + 1)
                self.lines.pending = "\t"
        self.lines.row()

    def paragraph(self, paragraph: Any, depth: int) -> None:
        properties = paragraph.find(_W + "pPr")
        number = None if properties is None else properties.find(f"{_W}listPr/{_WX}t")
        if number is not None and (text := number.get(_WX + "val")):
            self.lines.write(signs(text[:100], "•"))
        boxes: list[Any] = []
        for run in paragraph.iter(_W + "r"):
            if next(run.iterancestors(_W + "p"), None) is paragraph and not _is_deleted(run):
                self.run(run, boxes)
        self.lines.end()
        for box in boxes:
            self.blocks(box, depth + 1)
        if properties is not None and (section := properties.find(_W + "sectPr")) is not None:
            self.blocks(section, depth + 1)

    def run(self, run: Any, boxes: list[Any]) -> None:
        properties = run.find(_W + "rPr")
        if _is_on(properties, "vanish"):
            return
        bold = _is_on(properties, "b")
        for element in run:
            if element.tag == _W + "t":
                self.lines.write(signs(element.text or ""), bold)
            elif element.tag == _W + "tab":
                self.lines.write("\t")
            elif element.tag == _W + "br":
                self.lines.write("\n")
            elif element.tag not in _PASSED:
                boxes += element.iter(_W + "txbxContent")


def _is_on(properties: Any, name: str) -> bool:
    found = None if properties is None else properties.find(_W + name)
    return found is not None and found.get(_W + "val", "on") not in {"off", "0", "false"}


def _is_deleted(run: Any) -> bool:
    return any(a.get(_W + "type") == "Word.Deletion" for a in run.iterancestors(_AML + "annotation"))


def read_flat_opc(data: bytes, file: str) -> Source:
    """A .docx as one XML file: its parts are put into a package in memory, and read as that."""
    from lxml import etree

    from pipeline.ingest.docx import read_docx

    root = parse(data, [])
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        for part in () if root is None else root.iter(_PKG + "part"):
            xml, binary = part.find(_PKG + "xmlData"), part.find(_PKG + "binaryData")
            name = part.get(_PKG + "name", "").lstrip("/")
            if xml is not None and len(xml) and name:
                package.writestr(name, etree.tostring(xml[0], encoding="utf-8"))
            elif binary is not None and name:
                package.writestr(name, _binary(binary.text or ""))
    return replace(read_docx(buffer.getvalue(), file), format="docx")


def _binary(text: str) -> bytes:
    try:
        return base64.b64decode(text)
    except (binascii.Error, ValueError):
        return b""
