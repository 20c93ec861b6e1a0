"""Just enough WordprocessingML, written by hand so that the bytes are the same on every machine."""

from __future__ import annotations

import dataclasses
import io
import re
import zipfile
from xml.sax.saxutils import escape

from .layout import Level

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


@dataclasses.dataclass
class Paragraph:
    text: str  # without its automatic number
    level: int = -1  # of the list, -1: none
    style: str = ""
    cells: tuple[str, ...] = ()  # a table row, when there are any
    control: bool = False  # inside a content control


def run(text: str) -> str:
    if not text:
        return ""
    latin = text.isascii()
    fonts = "" if latin else '<w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr>'
    parts = [f'<w:t xml:space="preserve">{escape(p)}</w:t>' for p in text.split("\n")]
    return f"<w:r>{fonts}{'<w:br/>'.join(parts)}</w:r>"


def runs(text: str) -> str:
    """Word breaks runs where Latin characters and Chinese meet; so does this."""
    return "".join(run(piece) for piece in re.findall(r"[!-~]+|[^!-~]+", text))


def paragraph(p: Paragraph, levels: list[Level]) -> str:
    style = p.style or (levels[p.level].style if p.level >= 0 else "")
    props = f'<w:pStyle w:val="{style}"/>' if style else ""
    if p.level >= 0 and not levels[p.level].style:
        props += f'<w:numPr><w:ilvl w:val="{p.level}"/><w:numId w:val="1"/></w:numPr>'
    return f"<w:p>{f'<w:pPr>{props}</w:pPr>' if props else ''}{runs(p.text)}</w:p>"


def table(rows: list[Paragraph]) -> str:
    width = max(len(r.cells) for r in rows)
    grid = "<w:tblGrid>" + '<w:gridCol w:w="1800"/>' * width + "</w:tblGrid>"
    cell = '<w:tc><w:tcPr><w:tcW w:w="1800" w:type="dxa"/></w:tcPr><w:p>{}</w:p></w:tc>'
    body = "".join("<w:tr>" + "".join(cell.format(runs(c)) for c in r.cells) + "</w:tr>" for r in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/></w:tblPr>{grid}{body}</w:tbl>'


def body(paragraphs: list[Paragraph], levels: list[Level]) -> str:
    out, at = [], 0
    while at < len(paragraphs):
        end, p = at, paragraphs[at]
        kind = (bool(p.cells), p.control)
        while end < len(paragraphs) and (bool(paragraphs[end].cells), paragraphs[end].control) == kind:
            end += 1
        group = paragraphs[at:end]
        xml = table(group) if p.cells else "".join(paragraph(q, levels) for q in group)
        if p.control:
            xml = f'<w:sdt><w:sdtPr><w:alias w:val="正文"/></w:sdtPr><w:sdtContent>{xml}</w:sdtContent></w:sdt>'
        out.append(xml)
        at = end
    return "".join(out)


def numbering(levels: list[Level]) -> str:
    items = "".join(
        f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{v.fmt}"/>'
        + (f'<w:pStyle w:val="{v.style}"/>' if v.style else "")
        + f'<w:suff w:val="{v.suffix}"/><w:lvlText w:val="{v.text}"/><w:lvlJc w:val="left"/></w:lvl>'
        for i, v in enumerate(levels)
    )
    abstract = f'<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/>{items}</w:abstractNum>'
    num = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    return f"{XML}<w:numbering {W}>{abstract}{num}</w:numbering>"


def styles(levels: list[Level]) -> str:
    linked = {v.style: i for i, v in enumerate(levels) if v.style}
    out = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>'
    out += '<w:style w:type="paragraph" w:styleId="a3"><w:name w:val="Title"/><w:basedOn w:val="a"/></w:style>'
    for i in (1, 2, 3):
        props = f'<w:outlineLvl w:val="{i - 1}"/>'
        if str(i) in linked:
            level = linked[str(i)]
            props = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>' + props
        out += (
            f'<w:style w:type="paragraph" w:styleId="{i}"><w:name w:val="heading {i}"/>'
            f'<w:basedOn w:val="a"/><w:pPr>{props}</w:pPr></w:style>'
        )
    return f"{XML}<w:styles {W}>{out}</w:styles>"


def relationships(items: dict[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{i}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for i, (kind, target) in enumerate(items.items(), 1)
    )
    return f'{XML}<Relationships xmlns="{PACKAGE}/relationships">{rows}</Relationships>'


def package(paragraphs: list[Paragraph], levels: list[Level]) -> bytes:
    """The bytes of a .docx; stored, not deflated, because compressors differ from machine to machine."""
    kinds = {"document": "document.main", "styles": "styles"} | ({"numbering": "numbering"} if levels else {})
    main = body(paragraphs, levels)
    types = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{MAIN}.{kind}+xml"/>' for name, kind in kinds.items()
    )
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{types}</Types>',
        "_rels/.rels": relationships({"officeDocument": "word/document.xml"}),
        "word/_rels/document.xml.rels": relationships({k: f"{k}.xml" for k in kinds if k != "document"}),
        "word/document.xml": f"{XML}<w:document {W}><w:body>{main}<w:sectPr/></w:body></w:document>",
        "word/styles.xml": styles(levels),
    } | ({"word/numbering.xml": numbering(levels)} if levels else {})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as z:
        for name, xml in parts.items():
            info = zipfile.ZipInfo(name, (2012, 1, 1, 0, 0, 0))
            info.create_system = 0
            z.writestr(info, xml.encode("utf-8"))
    return buffer.getvalue()
