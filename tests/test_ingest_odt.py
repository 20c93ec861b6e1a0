"""OpenDocument text: numbers of lists and headings, tables, notes, what is deleted or hidden, and what is refused."""

from __future__ import annotations

import pytest
from fixtures_odt import STYLES, odt, p

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source


def read(body: str, **more: str) -> Source:
    return read_bytes(odt(body, **more), "总结.odt")


def items(*items_: str, style: str = "L", more: str = "") -> str:
    inner = "".join(f"<text:list-item>{item}</text:list-item>" for item in items_)
    return (
        f'<text:list text:style-name="{style}"{more}>{inner}</text:list>'
        if style
        else f"<text:list>{inner}</text:list>"
    )


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (p("一、主要做法") + p("") + p("党员8人"), "一、主要做法\n\n党员8人"),
        (p('a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>d\n   e'), "a   b\tc\nd e"),
        (p('现有<text:span text:style-name="H">隐藏</text:span>党员'), "现有党员"),
        (
            "<text:tracked-changes><text:changed-region><text:deletion>"
            + p("删")
            + "</text:deletion></text:changed-region>"
            "</text:tracked-changes>" + p('前<text:change text:change-id="a"/>后'),
            "前后",
        ),
        (
            p(
                "正文<text:note><text:note-citation>1</text:note-citation><text:note-body>"
                + p("注")
                + "</text:note-body></text:note>。"
            )
            + p("后"),
            "正文。\n后\n注",
        ),
        (p("<office:annotation>" + p("批注") + "</office:annotation>正文"), "正文"),
        (p("<text:ruby><text:ruby-base>汉</text:ruby-base><text:ruby-text>hàn</text:ruby-text></text:ruby>字"), "汉字"),
        (
            p("前<draw:frame><draw:text-box>" + p("框中") + "</draw:text-box><svg:desc>图</svg:desc></draw:frame>后"),
            "前后\n框中",
        ),
        (
            '<text:section text:display="none">'
            + p("藏")
            + "</text:section><text:section>"
            + p("见")
            + "</text:section>",
            "见",
        ),
        (
            '<text:tracked-changes><text:changed-region text:id="d"><text:deletion/></text:changed-region>'
            '<text:changed-region text:id="i"><text:insertion/></text:changed-region></text:tracked-changes>'
            + p(
                '前<text:change-start text:change-id="d"/>删<text:change-end text:change-id="d"/>'
                '<text:change-start text:change-id="i"/>插<text:change-end text:change-id="i"/>'
            ),
            "前插",
        ),
        (
            "<text:table-of-content><text:table-of-content-source/><text:index-body>"
            + p("做法 1")
            + "</text:index-body></text:table-of-content>"
            + p("文"),
            "做法 1\n文",
        ),
        (items(p("基本"), p("打算")), "一、基本\n二、打算"),
        (
            items(p("甲") + p("续") + items(p("子"), p("丑"), style=""), p("乙")),
            "一、甲\n续\n（1）\t子\n（2）\t丑\n二、乙",
        ),
        (
            items(p("甲"), more=' xml:id="a"') + p("文") + items(p("乙"), more=' text:continue-list="a"'),
            "一、甲\n文\n二、乙",
        ),
        (items(p("甲")) + p("文") + items(p("乙"), more=' text:continue-numbering="true"'), "一、甲\n文\n二、乙"),
        (items(p("甲")) + items(p("乙")), "一、甲\n一、乙"),
        (items(p("甲"), items(items(p("丙"), style=""), style="")), "一、甲\n1.1\t丙"),
        (items(p("点"), style="D"), "•\t点"),
    ],
)
def test_what_is_shown(body: str, text: str) -> None:
    assert read(body).text == text


def test_tables() -> None:
    cells = "<table:table-cell>{}</table:table-cell>"
    row = "<table:table-row>{}</table:table-row>"
    body = "<table:table>" + row.format(cells.format(p("支部")) + cells.format(p("")) + cells.format(p("数") + p("量")))
    body += row.format('<table:table-cell table:number-columns-repeated="2">' + p("8") + "</table:table-cell>")
    body += row.format(cells.format(p("合")) + "<table:covered-table-cell/>") + "</table:table>"
    source = read(p("前") + body + p("后"))
    assert source.text == "前\n支部\t\t数\n量\n8\t8\n合\t\n后"
    places = ((0, "第1段"), (2, "表1第1行"), (10, "表1第2行"), (14, "表1第3行"), (17, "第2段"))
    assert source.addresses == places


def test_headings_are_numbered_and_bold() -> None:
    level = '<text:outline-level-style text:level="1" style:num-format="1" style:num-suffix="."/>'
    outline = f"<text:outline-style>{level}</text:outline-style>"
    heading = '<text:h text:outline-level="1">{}</text:h>'
    source = read(
        heading.format("做法") + p("正文") + heading.format("打算") + p("强调", "PB"), styles=STYLES + outline
    )
    assert source.text == "1.\t做法\n正文\n2.\t打算\n强调"
    assert [span.of(source.text) for span in source.bold] == ["1.\t做法", "2.\t打算", "强调"]


def test_headers_and_footers_are_margins() -> None:
    assert read(p("正文"), page=f"<style:header>{p('某某镇党委')}</style:header>").margins == "某某镇党委"


def code(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data, "总结.odt")
    return caught.value.code


def test_what_is_refused() -> None:
    dtd = '<!DOCTYPE x [<!ENTITY a "b">]>'
    assert code(odt(p("&a;"), head=dtd)) == "refused"
    assert code(odt(p(""))) == "empty"
    locked = {"META-INF/manifest.xml": "<manifest><manifest:encryption-data/></manifest>"}
    assert code(odt(p("x"), extra=locked)) == "encrypted"
    assert code(odt("<text:section>" * 250 + p("深") + "</text:section>" * 250)) == "bomb"


def test_absurd_repetitions_are_bounded() -> None:
    cell = f'<table:table-cell table:number-columns-repeated="99999999">{p("8")}</table:table-cell>'
    row = f'<table:table-row table:number-rows-repeated="99999999">{cell}</table:table-row>'
    assert len(read(f"<table:table>{row}</table:table>").text) < 10_000
