"""Word as one XML file, as report systems fill it in: Word 2003 XML, flat OPC, and flat OpenDocument."""

from __future__ import annotations

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source

W2003 = (
    'xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" '
    'xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" '
    'xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:v="urn:schemas-microsoft-com:vml"'
)


def wordml(body: str) -> Source:
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><?mso-application progid="Word.Document"?>'
        f"<w:wordDocument {W2003}><w:body>{body}</w:body></w:wordDocument>"
    )
    return read_bytes(xml.encode(), "总结.doc")


def p(text: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r><w:t>{text}</w:t></w:r></w:p>"


def listed(number: str) -> str:
    return f'<w:pPr><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="{number}"/></w:listPr></w:pPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<wx:sect>{p('总结')}{p('党员8人')}</wx:sect>", "总结\n党员8人"),
        (p("基本情况", listed("一、")) + p("组织", listed("（一）")), "一、基本情况\n（一）组织"),
        (p("点", listed("\uf0b7")), "•点"),
        (
            "<w:tbl><w:tr><w:tc>"
            + p("支部")
            + "</w:tc><w:tc><w:p/></w:tc><w:tc>"
            + p("8")
            + "</w:tc></w:tr><w:tr><w:tc>"
            "<w:tbl><w:tr><w:tc>" + p("内") + "</w:tc></w:tr></w:tbl><w:p/></w:tc></w:tr></w:tbl>" + p("后"),
            "支部\t\t8\n内\n\n后",
        ),
        ("<w:p><w:r><w:t>前</w:t><w:tab/><w:t>中</w:t><w:br/><w:t>后</w:t></w:r></w:p>", "前\t中\n后"),
        (
            '<w:p><aml:annotation w:type="Word.Deletion"><aml:content><w:r><w:delText>删</w:delText></w:r>'
            '</aml:content></aml:annotation><aml:annotation w:type="Word.Insertion"><aml:content>'
            "<w:r><w:t>插</w:t></w:r></aml:content></aml:annotation></w:p>",
            "插",
        ),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:t>见</w:t></w:r></w:p>", "见"),
        ("<w:p><w:r><w:instrText>PAGE</w:instrText></w:r><w:r><w:t>见</w:t></w:r></w:p>", "见"),
        (
            "<w:p><w:r><w:pict><v:textbox><w:txbxContent>" + p("框中") + "</w:txbxContent></v:textbox></w:pict></w:r>"
            "<w:r><w:t>正文</w:t></w:r></w:p>",
            "正文\n框中",
        ),
    ],
)
def test_what_is_shown_of_word_2003_xml(body: str, text: str) -> None:
    source = wordml(body)
    assert (source.text, source.format, source.notes[0][0]) == (text, "wordml", "wrong_suffix")


def test_headers_and_bold() -> None:
    head = f"<w:sectPr><w:hdr w:type='odd'>{p('某某镇党委')}</w:hdr></w:sectPr>"
    source = wordml("<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>做法</w:t></w:r></w:p>" + p("正文") + head)
    assert (source.text, source.margins) == ("做法\n正文", "某某镇党委")
    assert [span.of(source.text) for span in source.bold] == ["做法"]


def test_flat_opc() -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    xml = (
        '<?xml version="1.0"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">'
        '<pkg:part pkg:name="/word/document.xml"><pkg:xmlData>'
        f'<w:document xmlns:w="{w}"><w:body><w:p><w:r><w:t>党员8人</w:t></w:r></w:p></w:body></w:document>'
        '</pkg:xmlData></pkg:part><pkg:part pkg:name="/word/media/a.png"><pkg:binaryData>AAAA</pkg:binaryData>'
        "</pkg:part></pkg:package>"
    )
    source = read_bytes(xml.encode(), "总结.xml")
    assert (source.text, source.format) == ("党员8人", "docx")


def test_flat_open_document() -> None:
    ns = "urn:oasis:names:tc:opendocument:xmlns:"
    xml = (
        f'<?xml version="1.0"?><office:document xmlns:office="{ns}office:1.0" xmlns:text="{ns}text:1.0"><office:body>'
        "<office:text><text:p>党员8人</text:p></office:text></office:body></office:document>"
    )
    assert read_bytes(xml.encode(), "总结.fodt").text == "党员8人"


def code(data: bytes, file: str) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data, file)
    return caught.value.code


def test_other_xml_and_data_files_are_no_reports() -> None:
    assert code("<?xml version='1.0'?><config><a>党员</a></config>".encode(), "a.xml") == "unsupported"
    assert code("支部,党员\n一支部,8\n".encode("gbk"), "名册.csv") == "data_file"
    prose = "一、主要做法。我支部现有党员8人。召开支委会3次。集中学习12次。"
    assert read_bytes(prose.encode(), "总结.csv").text == prose


def test_entities_are_refused() -> None:
    bomb = f'<!DOCTYPE x [<!ENTITY a "b">]><w:wordDocument {W2003}><w:body>{p("&a;")}</w:body></w:wordDocument>'
    assert code(f"<?xml version='1.0'?>{bomb}".encode(), "总结.doc") == "refused"
