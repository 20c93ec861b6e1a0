"""Word files written by hand, as raw OOXML: every construct the reader knows, with the text that Word shows.

`docx(...)` builds a package from XML; `CONSTRUCTS` are small documents, each with its expected text. Words of the form
M12 are markers: those in the expected text must come out exactly once, all others of the document never.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from xml.sax.saxutils import escape

OFFICE = "http://schemas.openxmlformats.org/"
NAMESPACES = {
    "w": OFFICE + "wordprocessingml/2006/main",
    "r": OFFICE + "officeDocument/2006/relationships",
    "m": OFFICE + "officeDocument/2006/math",
    "wp": OFFICE + "drawingml/2006/wordprocessingDrawing",
    "a": OFFICE + "drawingml/2006/main",
    "pic": OFFICE + "drawingml/2006/picture",
    "dgm": OFFICE + "drawingml/2006/diagram",
    "c": OFFICE + "drawingml/2006/chart",
    "mc": OFFICE + "markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
}
_STRICT = {
    OFFICE + "wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    OFFICE + "officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
    OFFICE + "officeDocument/2006/math": "http://purl.oclc.org/ooxml/officeDocument/math",
    OFFICE + "drawingml/2006/": "http://purl.oclc.org/ooxml/drawingml/",
}
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
_REL = OFFICE + "officeDocument/2006/relationships/"


def xml(root: str, content: str, attributes: str = "") -> bytes:
    """A part: an XML declaration and a root with all the namespaces."""
    spaces = "".join(f' xmlns:{prefix}="{uri}"' for prefix, uri in NAMESPACES.items())
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f"{declaration}<{root}{spaces}{attributes}>{content}</{root}>".encode()


def rels(targets: Mapping[str, tuple[str, str]]) -> bytes:
    """A relationships part: id → (kind or full type, target)."""
    rows = "".join(
        f'<Relationship Id="{id}" Type="{kind if "/" in kind else _REL + kind}" Target="{escape(target)}"/>'
        for id, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="{OFFICE}package/2006/relationships">{rows}</Relationships>'.encode()


def parts(
    body: str,
    styles: str = "",
    numbering: str = "",
    footnotes: str = "",
    endnotes: str = "",
    headers: tuple[str, ...] = (),
    footers: tuple[str, ...] = (),
    more: Mapping[str, bytes] | None = None,
    relations: Mapping[str, tuple[str, str]] | None = None,
) -> dict[str, bytes]:
    """The parts of a package by name; `body` and the others are the contents of their root elements."""
    found: dict[str, bytes] = {"word/document.xml": xml("w:document", f"<w:body>{body}<w:sectPr/></w:body>")}
    targets: dict[str, tuple[str, str]] = {}
    single = {"styles": styles, "numbering": numbering, "footnotes": footnotes, "endnotes": endnotes}
    for kind, content in single.items():
        if content:
            found[f"word/{kind}.xml"] = xml(f"w:{kind}", content)
            targets[f"rId{kind}"] = (kind, f"{kind}.xml")
    for kind, root, contents in (("header", "w:hdr", headers), ("footer", "w:ftr", footers)):
        for no, content in enumerate(contents, 1):
            found[f"word/{kind}{no}.xml"] = xml(root, content)
            targets[f"rId{kind}{no}"] = (kind, f"{kind}{no}.xml")
    found |= more or {}
    found["word/_rels/document.xml.rels"] = rels(targets | dict(relations or {}))
    overrides = "".join(f'<Override PartName="/{name}" ContentType="{_MAIN}"/>' for name in ["word/document.xml"])
    found["[Content_Types].xml"] = (
        f'<Types xmlns="{OFFICE}package/2006/content-types"><Default Extension="rels" ContentType='
        f'"application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType='
        f'"application/xml"/><Default Extension="txt" ContentType="text/plain"/>{overrides}</Types>'
    ).encode()
    found["_rels/.rels"] = rels({"rId1": ("officeDocument", "word/document.xml")})
    return found


def pack(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these members, with fixed dates."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (2011, 6, 1, 8, 0, 0))
            info.filename = name  # ZipInfo would turn a backslash round
            info.compress_type = compression
            archive.writestr(info, content)
    return buffer.getvalue()


def docx(body: str, **kwargs: object) -> bytes:
    """A Word file around this body; keywords as in `parts`."""
    return pack(parts(body, **kwargs))  # type: ignore[arg-type]


def strict(members: Mapping[str, bytes]) -> dict[str, bytes]:
    """The same package in the strict namespaces."""

    def swap(content: bytes) -> bytes:
        for old, new in _STRICT.items():
            content = content.replace(old.encode(), new.encode())
        return content

    return {name: swap(content) for name, content in members.items()}


def t(text: str) -> str:
    return f'<w:t xml:space="preserve">{escape(text)}</w:t>'


def r(text: str = "", rpr: str = "", raw: str = "") -> str:
    """A run with text, or with raw content."""
    properties = f"<w:rPr>{rpr}</w:rPr>" if rpr else ""
    return f"<w:r>{properties}{raw or t(text)}</w:r>"


def p(*content: str, style: str = "", num: str = "", level: int | None = None, ppr: str = "", mark: str = "") -> str:
    """A paragraph; plain strings become runs. `mark` are the properties of the paragraph mark."""
    numbers = (f'<w:ilvl w:val="{level}"/>' if level is not None else "") + (f'<w:numId w:val="{num}"/>' if num else "")
    properties = (
        (f'<w:pStyle w:val="{style}"/>' if style else "")
        + (f"<w:numPr>{numbers}</w:numPr>" if numbers else "")
        + ppr
        + (f"<w:rPr>{mark}</w:rPr>" if mark else "")
    )
    runs = "".join(piece if piece.startswith("<") else r(piece) for piece in content if piece)
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{runs}</w:p>"


def tc(*content: str, tcpr: str = "") -> str:
    """A cell; plain strings become paragraphs."""
    blocks = "".join(block if block.startswith("<") else p(block) for block in content) or p()
    return f"<w:tc><w:tcPr><w:tcW w:w='2000' w:type='dxa'/>{tcpr}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, trpr: str = "") -> str:
    """A row; plain strings become cells."""
    properties = f"<w:trPr>{trpr}</w:trPr>" if trpr else ""
    return f"<w:tr>{properties}{''.join(c if c.startswith('<') else tc(c) for c in cells)}</w:tr>"


def tbl(*rows: str) -> str:
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{''.join(rows)}</w:tbl>"


def level(at: int, text: str, format: str = "decimal", start: int = 1, extra: str = "", suff: str = "nothing") -> str:
    """A w:lvl; `extra` goes between w:numFmt and w:lvlText."""
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{format}"/>{extra}'
        f'<w:suff w:val="{suff}"/><w:lvlText w:val="{escape(text)}"/><w:lvlJc w:val="left"/></w:lvl>'
    )


def abstract(id: int, *levels: str, extra: str = "") -> str:
    content = f'<w:multiLevelType w:val="multilevel"/>{extra}{"".join(levels)}'
    return f'<w:abstractNum w:abstractNumId="{id}">{content}</w:abstractNum>'


def num(id: int, abstract_id: int, overrides: str = "") -> str:
    return f'<w:num w:numId="{id}"><w:abstractNumId w:val="{abstract_id}"/>{overrides}</w:num>'


def override(at: int, start: int | None = None, lvl: str = "") -> str:
    first = "" if start is None else f'<w:startOverride w:val="{start}"/>'
    return f'<w:lvlOverride w:ilvl="{at}">{first}{lvl}</w:lvlOverride>'


def style(id: str, name: str = "", ppr: str = "", rpr: str = "", based: str = "", kind: str = "paragraph") -> str:
    parent = f'<w:basedOn w:val="{based}"/>' if based else ""
    return (
        f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name or id}"/>{parent}'
        f"<w:pPr>{ppr}</w:pPr><w:rPr>{rpr}</w:rPr></w:style>"
    )


def field(code: str, result: str | None = None, form: str = "") -> str:
    """A complex field: begin, instruction, result, end."""
    shown = "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}'
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{form}</w:fldChar></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {escape(code)} </w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def drawing(content: str) -> str:
    """A run with a drawing."""
    graphic = f'<a:graphic><a:graphicData uri="u">{content}</a:graphicData></a:graphic>'
    return r(raw=f"<w:drawing><wp:anchor>{graphic}</wp:anchor></w:drawing>")


def shape(*blocks: str) -> str:
    """A run with a text box as Word writes it: DrawingML, and the same again in VML as the fallback."""
    box = f"<wps:wsp><wps:txbx><w:txbxContent>{''.join(blocks)}</w:txbxContent></wps:txbx></wps:wsp>"
    choice = drawing(box).removeprefix("<w:r>").removesuffix("</w:r>")
    fallback = f"<mc:Fallback>{vml(*blocks)}</mc:Fallback>"
    return r(raw=f'<mc:AlternateContent><mc:Choice Requires="wps">{choice}</mc:Choice>{fallback}</mc:AlternateContent>')


def vml(*blocks: str) -> str:
    """A text box in VML."""
    return (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{''.join(blocks)}</w:txbxContent></v:textbox></v:shape></w:pict>"
    )


def sdt(*content: str, properties: str = "") -> str:
    return f"<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{''.join(content)}</w:sdtContent></w:sdt>"


def tracked(tag: str, content: str, no: int = 1) -> str:
    return f'<w:{tag} w:id="{no}" w:author="甲" w:date="2011-06-01T08:00:00Z">{content}</w:{tag}>'


def mark(tag: str) -> str:
    """A tracked change of a paragraph mark or a row."""
    return f'<w:{tag} w:id="9" w:author="甲" w:date="2011-06-01T08:00:00Z"/>'


@dataclass(frozen=True)
class Construct:
    """A document, what it is about, and the text Word shows."""

    name: str
    data: bytes
    text: str

    @property
    def shown(self) -> list[str]:
        """The markers that must come out, once each."""
        return markers(self.text)

    @property
    def labels(self) -> list[str]:
        """Automatic numbers with the marker they stand before, without blanks: 一、M1."""
        if b"word/numbering.xml" not in self.data:
            return []
        return re.findall(r"[^\sM]+M\d+", self.text.replace("\t", "").replace(" ", ""))


def markers(text: str) -> list[str]:
    return re.findall(r"M\d+", text)
