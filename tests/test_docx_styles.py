"""Styles cut out of a large styles part one by one say what the same styles say in a part that is parsed as a whole."""

from __future__ import annotations

import pytest
from fixtures_docx import docx, p, xml

from pipeline.ingest.docx import read_docx
from pipeline.ingest.wordsheet import SMALL, Sheet
from pipeline.ingest.wordstyles import Styles

PADDING = "<w:latentStyles>" + '<w:lsdException w:name="Normal"/>' * (SMALL // 16) + "</w:latentStyles>"
BOLD, HIDDEN = "<w:rPr><w:b/></w:rPr>", "<w:rPr><w:vanish/></w:rPr>"
TITLE = '<w:style w:type="paragraph" w:styleId="a1"><w:name w:val="heading 1"/></w:style>'
NORMAL = '<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/>{}</w:style>'.format
PARTS = {
    "the id first": '<w:style w:styleId="a1" w:type="paragraph"><w:name w:val="x"/></w:style>' + TITLE,
    "single quotes": f"<w:style w:styleId='b' w:type='paragraph'>{BOLD}</w:style>" + TITLE,
    "on two lines": f'<w:style w:type="paragraph"\n w:styleId="b">{BOLD}</w:style>' + TITLE,
    "another prefix": f'<x:style xmlns:x="{{w}}" x:styleId="b">{BOLD}</x:style>' + TITLE,
    "a prefix of its own": f'<w:style w:styleId="b" xmlns:y="urn:y"><y:b/>{BOLD}</w:style>' + TITLE,
    "hidden by a comment": TITLE + f'<!-- <w:style w:styleId="a1">{BOLD}</w:style> -->',
    "a coded id": f'<w:style w:styleId="&#98;">{BOLD}</w:style>' + TITLE,
    "an escaped id": f'<w:style w:styleId="b&amp;c">{BOLD}</w:style>' + TITLE,
    "a Chinese id": f'<w:style w:styleId="标题 一">{BOLD}</w:style>' + TITLE,
    "of one id the last": TITLE + f'<w:style w:styleId="a1">{BOLD}</w:style>',
    "without an id": f"<w:style>{BOLD}</w:style>" + TITLE,
    "based on another": '<w:style w:styleId="c"><w:basedOn w:val="b"/></w:style>'
    f'<w:style w:styleId="b">{BOLD}</w:style>',
    "based on itself": f'<w:style w:styleId="b"><w:basedOn w:val="b"/>{BOLD}</w:style>',
    "closed at once": f'<w:style w:styleId="b"/><w:style w:styleId="c">{BOLD}</w:style>',
    "a style that hides": f'<w:style w:styleId="b">{HIDDEN}</w:style>' + TITLE,
    "a default": TITLE + NORMAL(BOLD),
    "a default of characters first": '<w:style w:type="character" w:default="1" w:styleId="c"/>' + NORMAL(BOLD) + TITLE,
    "no style": "",
}
IDS = ("a", "a1", "b", "b&c", "c", "标题 一", "", "not defined")


def said(content: str) -> tuple[object, ...]:
    """All that the styles of a part say."""
    flaws: list[str] = []
    part = xml("w:styles", content).replace(b"{w}", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main")
    styles = Styles.of(Sheet.of(part, flaws))
    return styles.default, styles.hides, [styles.get(id) for id in IDS], flaws


@pytest.mark.parametrize("name", PARTS)
def test_one_by_one_or_as_a_whole(name: str) -> None:
    small, large = said(PARTS[name]), said(PADDING + PARTS[name])
    assert small == large
    assert name == "no style" or small != said("")


def test_only_the_styles_of_use_are_parsed() -> None:
    broken = "<w:style w:styleId='z'><w:rPr></w:style>"
    flaws: list[str] = []
    sheet = Sheet.of(xml("w:styles", PADDING + TITLE + broken), flaws)
    assert sheet.style("a1") is not None
    assert sheet.elements is None
    assert flaws == []


def test_a_broken_style_is_mended_and_told_when_it_is_used() -> None:
    broken = '<w:style w:styleId="z"><w:rPr><w:b/></w:style>'
    flaws: list[str] = []
    sheet = Sheet.of(xml("w:styles", PADDING + broken + TITLE), flaws)
    assert Styles.of(sheet).get("z").bold is True
    assert flaws == ["XML 不完整或有误"]


def test_numbers_are_looked_up_when_a_paragraph_has_one() -> None:
    """A numbering part that cannot be read takes nothing from a document without numbers."""
    source = read_docx(docx(p("做法"), numbering="<w:abstractNum>"), "总结.docx")
    assert (source.text, source.notes) == ("做法", ())
    source = read_docx(docx(p("做法", num="1"), numbering="<w:abstractNum>"), "总结.docx")
    assert source.text == "做法"
    assert source.notes[0][0] == "partial"
