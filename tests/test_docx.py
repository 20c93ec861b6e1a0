"""The Word reader: every construct complete and once, and what it tells besides the text."""

from __future__ import annotations

import pytest
from constructs_docx import CONSTRUCTS
from fixtures_docx import (
    Construct,
    abstract,
    docx,
    drawing,
    field,
    level,
    mark,
    num,
    p,
    pack,
    r,
    sdt,
    style,
    t,
    tbl,
    tc,
    tr,
    tracked,
    xml,
)

from pipeline.ingest.docx import read_docx
from pipeline.model import Source

NUMBERED = abstract(0, level(0, "%1、", "chineseCounting")) + num(1, 0)
TITLE = style("a1", "heading 1", ppr='<w:outlineLvl w:val="0"/>')


def read(body: str, **kwargs: object) -> Source:
    return read_docx(docx(body, **kwargs), "a.docx")


def text(body: str, **kwargs: object) -> str:
    return read(body, **kwargs).text


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_construct_comes_out_complete_and_once(construct: Construct) -> None:
    source = read_docx(construct.data, "a.docx")
    assert source.text == construct.text
    assert source.notes == ()


def test_a_large_body_is_read_block_by_block_with_the_same_text(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = [read_docx(c.data, "a.docx") for c in CONSTRUCTS]
    monkeypatch.setattr("pipeline.ingest.docx.is_large", lambda data: True)
    # What runs on across paragraphs is not followed in a file of thousands of pages.
    across = {"移动的文字", "删除的段落标记、行", "隐藏文字", "样式分隔符"}
    for construct, source in zip(CONSTRUCTS, whole, strict=True):
        if construct.name not in across:
            found = read_docx(construct.data, "a.docx")
            assert (found.text, found.bold, found.margins) == (source.text, source.bold, source.margins), construct.name


def bold(body: str, **kwargs: object) -> list[str]:
    source = read(body, **kwargs)
    return [span.of(source.text) for span in source.bold]


def test_bold_runs_and_headings_are_spans() -> None:
    assert bold(p("甲", r("乙", "<w:b/>"), r("丙", '<w:b w:val="0"/>'), r("丁", "<w:b/>"))) == ["乙", "丁"]
    assert bold(p("一、做法", style="a1") + p("正文"), styles=TITLE) == ["一、做法"]
    assert bold(p("做法", num="1", style="a1") + p("正文"), styles=TITLE, numbering=NUMBERED) == ["一、做法"]
    assert bold(p("做法", ppr='<w:outlineLvl w:val="1"/>') + p("正文")) == ["做法"]
    assert bold(p("正文", ppr='<w:outlineLvl w:val="9"/>', style="a1"), styles=TITLE) == []


def test_the_number_is_bold_with_the_paragraph_mark() -> None:
    assert bold(p(r("做法", "<w:b/>"), num="1", mark="<w:b/>"), numbering=NUMBERED) == ["一、做法"]
    assert bold(p(r("做法", "<w:b/>"), num="1"), numbering=NUMBERED) == ["做法"]


def test_bold_by_style_and_against_it() -> None:
    styles = style("strong", rpr="<w:b/>") + style("em", kind="character", rpr="<w:b/>")
    assert bold(p("甲", r("乙", '<w:b w:val="0"/>'), "丙", style="strong"), styles=styles) == ["甲", "丙"]
    assert bold(p("甲", r("乙", '<w:rStyle w:val="em"/>')), styles=styles) == ["乙"]
    assert bold(p("甲", r("乙", '<w:rStyle w:val="em"/>'), style="strong"), styles=styles) == ["甲"]


def test_addresses_are_words_own() -> None:
    source = read(p("甲") + p() + tbl(tr("乙", tc("丙", "丁")), tr("戊", "己")) + p("庚") + sdt(p("辛")))
    found = [(source.text[at : at + 1], address) for at, address in source.addresses]
    assert found == [("甲", "第1段"), ("\n", "第2段"), ("乙", "表1第1行"), ("戊", "表1第2行"), ("庚", "第3段")]


def test_addresses_of_boxes_notes_and_nested_tables() -> None:
    box = drawing(f"<w:txbxContent>{p('乙')}</w:txbxContent>")
    reference = r(raw='<w:footnoteReference w:id="1"/>')
    source = read(
        p("甲", box) + tbl(tr(tc(p("丙", reference), tbl(tr("丁"))))) + p("戊"),
        footnotes=f'<w:footnote w:id="1">{p("己")}</w:footnote>',
    )
    found = [(source.text[at : at + 1], address) for at, address in source.addresses]
    assert found == [("甲", "第1段"), ("乙", "文本框1"), ("丙", "表1第1行"), ("己", "脚注1"), ("戊", "第2段")]


def test_headers_and_footers_are_kept_apart() -> None:
    source = read(
        p("正文"),
        headers=(p("某公司党支部"), p("某公司党支部"), p()),
        footers=(p("第 ", field("PAGE", r("1")), " 页"), p(field("PAGE", r("2")))),
    )
    assert source.text == "正文"
    assert source.margins == "某公司党支部\n第 1 页"


def test_breaks_of_pages_and_columns() -> None:
    page, column = r(raw='<w:br w:type="page"/>'), r(raw='<w:br w:type="column"/>')
    assert text(p(page, "甲", page, "乙") + p(column, "丙")) == "甲\n乙\n丙"


def test_blanks_at_the_edges_count_where_the_file_says_so() -> None:
    assert text(p(r(raw="<w:t> 甲 </w:t>"), r(raw=t(" 乙 ")))) == "甲 乙 "
    assert text(p(r(raw="<w:t>\n  甲\n  乙\n</w:t>"))) == "甲   乙"
    assert text(p(r(raw="<w:t>\u3000\u3000甲</w:t>"))) == "\u3000\u3000甲"


def test_a_deleted_mark_lets_the_first_paragraph_give_the_number() -> None:
    deleted = mark("del")
    assert text(p("甲", num="1", mark=deleted) + p("乙") + p("丙", num="1"), numbering=NUMBERED) == "一、甲乙\n二、丙"
    gone = p(tracked("del", r(raw="<w:delText>甲</w:delText>")), num="1", mark=deleted)
    assert text(gone + p("乙") + p("丙", num="1"), numbering=NUMBERED) == "乙\n一、丙"


def test_a_deleted_mark_before_a_table_or_at_the_end() -> None:
    assert text(p("甲", mark=mark("del")) + tbl(tr("乙"))) == "甲\n乙"
    assert text(p("甲") + p(mark=mark("del"))) == "甲"


def test_cells_and_rows_taken_out() -> None:
    cell = tc("乙", tcpr=mark("cellDel"))
    assert text(tbl(tr("甲", cell), tr("丙", trpr="<w:hidden/>"), tr("丁"))) == "甲\n丁"
    assert text(tbl(tr("甲", trpr=mark("del"))) + p("乙")) == "乙"


def test_a_merged_cell_keeps_text_of_its_own() -> None:
    merged = [tc("甲", tcpr='<w:vMerge w:val="restart"/>'), tc("乙", tcpr="<w:vMerge/>")]
    assert text(tbl(*(tr(cell, "丙") for cell in merged))) == "甲\t丙\n乙\t丙"


def test_a_dropped_initial_belongs_to_its_paragraph() -> None:
    assert text(p("党", ppr='<w:framePr w:dropCap="drop" w:lines="2"/>') + p("员8人")) == "党员8人"


def test_old_properties_of_tracked_formatting_do_not_count() -> None:
    change = '<w:pPrChange w:id="1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:pPrChange>'
    run = '<w:rPrChange w:id="2"><w:rPr><w:vanish/><w:b/></w:rPr></w:rPrChange>'
    source = read(p(r("甲", run), ppr=change), numbering=NUMBERED)
    assert (source.text, source.bold) == ("甲", ())


def contents(body: str, **kwargs: object) -> list[str]:
    """The lines whose address says that they belong to a table of contents."""
    source = read(body, **kwargs)
    return [source.text[at:].split("\n")[0] for at, address in source.addresses if address == "目录"]


BEGIN = r(raw='<w:fldChar w:fldCharType="begin"/>') + r(raw="<w:instrText>TOC</w:instrText>")
BEGIN += r(raw='<w:fldChar w:fldCharType="separate"/>')
END = r(raw='<w:fldChar w:fldCharType="end"/>')


def test_lines_of_a_table_of_contents_are_marked() -> None:
    entry = p("一、做法", r(raw="<w:tab/>"), r("3"))
    assert contents(p("目录") + p(BEGIN, "一、做法\t1") + entry + p(END) + p("一、做法")) == [
        "一、做法\t1",
        "一、做法\t3",
    ]
    gallery = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
    assert contents(sdt(p("目录"), entry, p("正文"), properties=gallery) + p("目录")) == ["目录", "一、做法\t3"]
    simple = '<w:fldSimple w:instr=" TOC ">' + r("一、做法\t1") + "</w:fldSimple>"
    assert contents(p(simple) + p("正文")) == ["一、做法\t1"]


def test_text_that_got_into_a_table_of_contents_is_not_marked() -> None:
    body = "支部认真组织学习，" * 10
    assert contents(p(BEGIN, "甲\t3") + p(body) + p(END, "乙")) == ["甲\t3"]
    assert contents(p("题目", BEGIN, "甲\t3", END) + p("乙")) == []


def test_a_field_that_does_not_end_swallows_nothing() -> None:
    assert text(p(BEGIN, "甲") + p("乙")) == "甲\n乙"
    assert text(p(r(raw='<w:fldChar w:fldCharType="begin"/>'), "甲") + p("乙")) == "甲\n乙"


@pytest.mark.parametrize(
    ("code", "shown"),
    [("eq \\o\\ac(○,9)", "⑨"), ("EQ \\o\\ac(□,印)", "印"), ("eq \\o\\ac(○,21)", "㉑"),
     ("EQ \\* jc2 \\* hps21 \\o\\ad(\\s\\up 9(dang),党)", "党"),
     ("MACROBUTTON x 单击此处", "单击此处"), ("XE 索引", "")],
)  # fmt: skip
def test_fields_that_draw_without_a_result(code: str, shown: str) -> None:
    assert text(p("甲", field(code), "乙")) == f"甲{shown}乙"


def test_symbols_of_fonts() -> None:
    def symbol(font: str, char: str) -> str:
        return text(p("甲", r(raw=f'<w:sym w:font="{font}" w:char="{char}"/>')))

    assert [symbol("Wingdings", "F0A8"), symbol("Wingdings 2", "0052"), symbol("Symbol", "F0B3")] == [
        "甲◻",
        "甲☑",
        "甲≥",
    ]
    assert [symbol("宋体", "2605"), symbol("Wingdings", "F0C9"), symbol("", "x")] == ["甲★", "甲□", "甲"]


def test_hidden_by_style_of_paragraph_run_or_document() -> None:
    vanish, shown = "<w:vanish/>", '<w:vanish w:val="0"/>'
    styles = style("p1", rpr=vanish) + style("p2", based="p1") + style("r1", kind="character", rpr=vanish)
    run = r("乙", '<w:rStyle w:val="r1"/>')
    assert text(p("甲", run, r("丙", f'<w:rStyle w:val="r1"/>{shown}')), styles=styles) == "甲丙"
    assert text(p("甲", run, r("丙", shown), style="p2", mark=shown) + p("丁"), styles=styles) == "乙丙\n丁"
    default = style("n", rpr=vanish).replace("<w:style ", '<w:style w:default="1" ') + style("q", rpr=shown)
    assert text(p("甲") + p("乙", style="q") + p("丙"), styles=default) == "乙"


def test_the_alternative_that_word_takes() -> None:
    def choose(requires: str, choice: str, fallback: str) -> str:
        branches = f'<mc:Choice Requires="{requires}">{choice}</mc:Choice><mc:Fallback>{fallback}</mc:Fallback>'
        return text(p(f"<mc:AlternateContent>{branches}</mc:AlternateContent>"))

    assert choose("w14", r("甲"), r("乙")) == "甲"
    assert choose("unknown", r("甲"), r("乙")) == "乙"
    assert choose("w14", "", r("乙")) == "乙"
    assert choose("unknown", r("甲"), "") == "甲"


def test_notes_come_once_even_when_referred_to_twice() -> None:
    reference = r(raw='<w:footnoteReference w:id="1"/>')
    assert (
        text(p("甲", reference) + p("乙", reference), footnotes=f'<w:footnote w:id="1">{p("丙")}</w:footnote>')
        == "甲\n丙\n乙"
    )


@pytest.mark.parametrize("part", ["afchunk.htm", "afchunk.docx"])
def test_inserted_files_of_other_formats(part: str) -> None:
    content = docx(p("乙")) if part.endswith("docx") else "<html><body><p>乙</p></body></html>".encode()
    more, relations = {f"word/{part}": content}, {"rId7": ("aFChunk", part)}
    assert text(p("甲") + '<w:altChunk r:id="rId7"/>', more=more, relations=relations).strip() == "甲\n乙"


def test_a_document_inserted_into_itself_ends() -> None:
    inner = docx('<w:altChunk r:id="rId7"/>' + p("甲"), relations={"rId7": ("aFChunk", "missing.docx")})
    assert text('<w:altChunk r:id="rId7"/>' + p("乙"), more={"word/in.docx": inner},
                relations={"rId7": ("aFChunk", "in.docx")}) == "甲\n乙"  # fmt: skip


def test_space_is_kept_where_the_document_as_a_whole_says_so() -> None:
    body = '<w:body><w:p><w:r><w:t>甲 </w:t></w:r><w:r><w:t xml:space="default"> 乙 </w:t></w:r></w:p></w:body>'
    kept = {"word/document.xml": xml("w:document", body, ' xml:space="preserve"')}
    dropped = {"word/document.xml": xml("w:document", body)}
    assert [read_docx(pack(members), "a.docx").text for members in (kept, dropped)] == ["甲 乙", "甲乙"]


def test_a_document_with_nothing_but_a_header_is_read() -> None:
    source = read(p(""), headers=(p("某局机关党支部情况说明"),))
    assert (source.text, source.margins) == ("某局机关党支部情况说明", "")
