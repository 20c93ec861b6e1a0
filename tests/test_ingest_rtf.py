"""RTF as Word, WPS and LibreOffice write it: code pages, Unicode, tables, list texts, and what is not shown."""

from __future__ import annotations

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source

FONTS = r"{\fonttbl{\f0\fnil\fcharset0 Times;}{\f1\fnil\fcharset134 \'cb\'ce\'cc\'e5;}{\f2\fcharset136 PMingLiU;}}"


def rtf(body: str | bytes, page: str = r"\ansicpg936") -> Source:
    raw = body if isinstance(body, bytes) else body.encode("latin-1")
    return read_bytes(rb"{\rtf1\ansi" + page.encode() + rb"\deff0" + FONTS.encode() + raw + b"}", "总结.rtf")


def hexed(text: str, encoding: str = "gbk") -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(encoding))


def unicode(text: str) -> str:
    units = text.encode("utf-16-le")
    codes = [int.from_bytes(units[i : i + 2], "little") for i in range(0, len(units), 2)]
    return "".join(f"\\u{code - 65536 if code > 32767 else code} ?" for code in codes)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (hexed("党员8人"), "党员8人"),
        (r"\f1 " + hexed("党员") + "8" + hexed("人"), "党员8人"),
        (unicode("党员8人😀"), "党员8人😀"),
        (r"\uc2\u20826\'b5\'b3\uc0\u21592 8", "党员8"),
        (r"{\uc1\u20826\'3f}{\uc2\u21592\'3f\'3f}", "党员"),
        (r"\f2 " + hexed("黨員", "big5"), "黨員"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt \*\cs12 " + hexed("党员") + "}}8", "党员8"),
        (r"{\fonttbl{\f3\fnil\fcharset2 Symbol;}}{\pntext\f3\'b7\tab}" + hexed("党员"), "•\t党员"),
        (r"\f0 " + hexed("党员"), "党员"),
        ("甲".encode("gbk") + b"\\par " + "乙丙".encode("gbk"), "甲\n乙丙"),
        (r"\'b5" + "\n" + r"\'b3", "党"),
        (hexed("镕") + r"\par", "镕"),
        (r"a\par b\line c\tab d\page e", "a\nb\nc\td\ne"),
        (r"a\~b\_c\-d\{e\}\\", "a\xa0b-cd{e}\\"),
        (r"\lquote a\rquote \ldblquote b\rdblquote \emdash c\bullet", "‘a’“b”—c•"),
        (r"a{\v " + hexed("隐藏") + r"}b\v c\v0 d", "abd"),
        (r"a{\deleted b}{\revised c}", "ac"),
        (r"a{\*\bkmkstart x}{\*\unknown y}{\info{\title z}}{\pict 89504e47}b", "ab"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt " + hexed("网页") + "}}", "网页"),
        (r"{\field{\*\fldinst EQ \\o\\ac({" + unicode("○") + r"},1)}{\fldrslt }}x", "①x"),
        (r"{\field{\*\fldinst TOC \\o}{\fldrslt a\par b}}{\field{\*\fldinst PAGE}{\fldrslt 1}}c", "a\nb1c"),
        (r"{\*\shppict{\pict 00}}{\nonshppict{\pict 00}}a", "a"),
        (r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt " + hexed("框中") + r"}}{\shprslt{\pict 0}" + "x}}", "框中"),
        (r"{\shp{\*\shpinst{\shptxt b\par c\par}}}a\par{\shp{\*\shpinst{\shptxt e\par}}}d", "a\nb\nc\nd\ne"),
        (r"{\upr{\bkmkstart a}{\*\ud{\u20826 ?}}}", "党"),
        (r"a\bin4 {}\\b", "ab"),
        (r"\trowd\intbl a\cell\cell b\cell\row\trowd c\cell d\par e\cell\row\pard f", "a\t\tb\nc\td\ne\nf"),
        (r"x{\footnote\pard " + hexed("脚注") + r"}y", "xy\n脚注"),
    ],
)
def test_what_is_shown(body: str | bytes, text: str) -> None:
    assert rtf(body).text == text


def test_list_texts_are_the_automatic_numbers() -> None:
    body = (
        r"{\listtext\pard\plain\f1 "
        + hexed("一、")
        + r"\tab}"
        + hexed("基本情况")
        + r"\par{\pntext "
        + hexed("（一）")
        + "}"
    )
    assert rtf(body + hexed("组织")).text == "一、\t基本情况\n（一）组织"


def test_headers_footers_and_bold() -> None:
    source = rtf(
        r"{\header " + hexed("某某镇党委") + r"\par}{\footer 1}\b " + hexed("一、做法") + r"\b0\par " + hexed("正文")
    )
    assert (source.text, source.margins) == ("一、做法\n正文", "某某镇党委\n1")
    assert [span.of(source.text) for span in source.bold] == ["一、做法"]


def test_outline_levels_are_headings() -> None:
    source = rtf(r"\pard\outlinelevel0 " + hexed("做法") + r"\par\pard " + hexed("正文"))
    assert [span.of(source.text) for span in source.bold] == ["做法"]


def test_gbk_without_a_code_page_of_its_own() -> None:
    """Some report systems write GBK bytes and forget to say so."""
    body = hexed("我支部现有党员八人，开展活动十二次。")
    assert rtf(body, page="").text == "我支部现有党员八人，开展活动十二次。"
    assert rtf(body, page=r"\ansicpg1252").text == "我支部现有党员八人，开展活动十二次。"


def test_a_document_cut_off_is_noted() -> None:
    source = read_bytes(rb"{\rtf1\ansi\ansicpg936{\b " + hexed("党员").encode(), "总结.rtf")
    assert (source.text, source.notes) == ("党员", (("partial", "结尾被截断"),))


def test_nothing_in_it_and_too_much_nesting() -> None:
    with pytest.raises(UnreadableSource) as caught:
        rtf(r"\pard\par")
    assert caught.value.code == "empty"
    assert rtf("{" * 50_000 + "a" + "}" * 50_000).text == "a"


def test_text_that_is_no_chinese_is_what_the_file_says_it_is() -> None:
    russian = read_bytes(
        rb"{\rtf1\ansi\ansicpg1251 " + hexed("Отчёт партийной организации", "cp1251").encode() + b"}", "a.rtf"
    )
    german = read_bytes(rb"{\rtf1\ansi\ansicpg1252 " + hexed("Sehenswürdigkeiten", "cp1252").encode() + b"}", "a.rtf")
    assert (russian.text, german.text) == ("Отчёт партийной организации", "Sehenswürdigkeiten")
