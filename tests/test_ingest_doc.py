"""Word 97-2003: every construct comes out as Word shows it, once, and broken files say what is wrong."""

from __future__ import annotations

import struct

import pytest
from fixtures_ole import (
    BOLD,
    DELETED,
    HIDDEN,
    IN_TABLE,
    INNER_CELL,
    INNER_ROW_END,
    INSERTED,
    ROW_END,
    LevelDef,
    Para,
    Run,
    Word,
    listed,
    ole,
)

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source

CHINESE, ENCLOSED, DECIMAL, CIRCLE, BULLET = 39, 37, 0, 18, 23
FIELD = "{}\x13{}\x14{}\x15{}"


def doc(word: Word, file: str = "总结.doc") -> Source:
    return read_bytes(word.file(), file)


def text(*paras: Para | str, **more: object) -> str:
    return doc(Word([Para(p) if isinstance(p, str) else p for p in paras], **more)).text  # type: ignore[arg-type]


def code(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data, "总结.doc")
    return caught.value.code


def test_paragraphs() -> None:
    source = doc(Word([Para("关于创先争优活动的总结"), Para(""), Para("我支部现有党员8人。")]))
    assert source.text == "关于创先争优活动的总结\n\n我支部现有党员8人。"
    assert (source.format, source.notes, source.margins) == ("doc", (), "")


def test_wps_is_the_same_container() -> None:
    assert doc(Word([Para("我支部现有党员8人。")]), "总结.wps").notes == ()


def test_pieces_of_one_and_two_bytes() -> None:
    """A fast save leaves the text in pieces, those without Chinese in one byte a character."""
    assert text("一、做法(Plan A “x”–)二、打算", pieces=[4, 17]) == "一、做法(Plan A “x”–)二、打算"


def test_characters_beyond_the_basic_plane() -> None:
    source = doc(Word([Para([Run("😀𠮷"), Run("党员", BOLD), Run("8人")])]))
    assert source.text == "😀𠮷党员8人"
    assert [span.of(source.text) for span in source.bold] == ["党员"]


@pytest.mark.parametrize(
    ("runs", "shown"),
    [
        ([Run("我支部"), Run("已有", DELETED), Run("现有", INSERTED), Run("党员8人")], "我支部现有党员8人"),
        ([Run("可见"), Run("隐藏", HIDDEN), Run("可见")], "可见可见"),
        ([Run("软\x0b回车")], "软\n回车"),
        ([Run("分页\x0c之后")], "分页\n之后"),
        ([Run("不断\x1e行，可选\x1f断行")], "不断-行，可选断行"),
        ([Run("图\x01形\x08，脚注\x02，批注\x05")], "图形，脚注，批注"),
        ([Run(FIELD.format("见", ' HYPERLINK "http://a.cn" ', "网页", "。"))], "见网页。"),
        ([Run(FIELD.format("外", " IF " + FIELD.format("", "PAGE", "1", " = 1 "), "里", "后"))], "外里后"),
        ([Run("开\x13 未完的域")], "开 未完的域"),
        ([Run("第\x13 EQ \\o\\ac(○,一)\x15条")], "第一条"),
        ([Run("第\x13 EQ \\o\\ac(○,10)\x15条")], "第⑩条"),
        ([Run("第\x13 PAGE \x15页")], "第页"),
        ([Run("前\x13TOC \\o\x14一、做法\t1\r二、打算\t2\x15后")], "前一、做法\t1\n二、打算\t2后"),
        ([Run("前\x13TOC \\o\x14" + "长" * 101 + "\x15后")], "前" + "长" * 101 + "后"),
        ([Run("是"), Run("(", b"\x09\x6a\x00\x00\xfe\xf0"), Run("否\uf0a8")], "是☑否◻"),
        ([Run("制表\t符")], "制表\t符"),
    ],
)
def test_what_is_shown_of_a_paragraph(runs: list[Run], shown: str) -> None:
    assert text(Para(runs)) == shown


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    joined = Para([Run("前一段"), Run("\r", DELETED), Run("后一段")])
    assert text(joined, "另一段") == "前一段后一段\n另一段"


def cell(content: str) -> Para:
    return Para(content, IN_TABLE, "\x07")


def row(*cells: str) -> list[Para]:
    return [*map(cell, cells), Para("", ROW_END, "\x07")]


def test_tables() -> None:
    paras = [Para("表前"), *row("支部", "党员数", ""), *row("", "8", "备注"), Para("表后")]
    assert text(*paras) == "表前\n支部\t党员数\t\n\t8\t备注\n表后"


def test_paragraphs_in_a_cell_and_a_table_in_a_table() -> None:
    inner = [Para("内一", INNER_CELL), Para("内二", INNER_CELL), Para("", INNER_ROW_END)]
    paras = [Para("甲", IN_TABLE), cell("乙"), *inner, cell("丙"), Para("", ROW_END, "\x07"), Para("后")]
    assert text(*paras) == "甲\n乙\t内一\t内二\n丙\n后"


OUTLINE = [LevelDef(CHINESE, "\0、"), LevelDef(ENCLOSED, "（\1）", 1), LevelDef(DECIMAL, "\0.\1.\2", 0, flags=4)]


def test_automatic_numbers() -> None:
    paras = [
        Para("基本情况", listed(1)),
        Para("正文。"),
        Para("组织", listed(1, 1)),
        Para("宣传", listed(1, 1)),
        Para("细目", listed(1, 2)),
        Para("存在的问题", listed(1)),
        Para("思想", listed(1, 1)),
    ]
    shown = "一、基本情况\n正文。\n（一） 组织\n（二） 宣传\n1.2.1\t细目\n二、存在的问题\n（一） 思想"
    assert text(*paras, lists=[OUTLINE], uses=[(1, {})]) == shown


def test_numbers_beyond_ten_and_in_circles() -> None:
    paras = [Para("项", listed(1)) for _ in range(21)] + [Para("点", listed(2))]
    lines = text(*paras, lists=[OUTLINE, [LevelDef(CIRCLE, "\0")]], uses=[(1, {}), (2, {})]).split("\n")
    assert (lines[9], lines[10], lines[20], lines[21]) == ("十、项", "十一、项", "二十一、项", "①点")


def test_a_use_that_begins_anew_and_one_that_goes_on() -> None:
    paras = [Para("甲", listed(1)), Para("乙", listed(2)), Para("丙", listed(3)), Para("丁", listed(2))]
    shown = text(*paras, lists=[OUTLINE], uses=[(1, {}), (1, {}), (1, {0: 5})])
    assert shown == "一、甲\n二、乙\n五、丙\n六、丁"


def test_numbers_and_bold_from_a_style() -> None:
    word = Word(
        [Para("基本情况", style=1), Para("正文"), Para("打算", style=1), Para("不编号", listed(0), style=1)],
        lists=[OUTLINE],
        uses=[(1, {})],
        styles={1: (listed(1), b"")},
    )
    source = doc(word)
    assert source.text == "一、基本情况\n正文\n二、打算\n不编号"
    assert [span.of(source.text) for span in source.bold] == ["基本情况", "打算", "不编号"]


def test_bullets_of_symbol_fonts() -> None:
    assert text(Para("点", listed(1)), lists=[[LevelDef(BULLET, "\uf0b7", 0)]], uses=[(1, {})]) == "•\t点"


def test_word_addresses() -> None:
    inner = [Para("内", INNER_CELL), Para("", INNER_ROW_END)]
    paras = [Para("前"), *row("甲", "乙"), Para("丙", IN_TABLE), *inner, *row("丁"), Para(""), Para("后")]
    source = doc(Word(paras))
    assert source.text == "前\n甲\t乙\n丙\n内\n丁\n\n后"
    found = {source.text[at]: address for at, address in source.addresses}
    assert found == {"前": "第1段", "甲": "表1第1行", "乙": "表1第1行", "丙": "表1第2行", "内": "表1第2行",
                     "丁": "表1第2行", "\n": "第2段", "后": "第3段"}  # fmt: skip


def test_nothing_but_pictures() -> None:
    assert code(Word([Para("\x01"), Para("")]).file()) == "scanned"


def test_a_list_that_is_not_there() -> None:
    assert text(Para("甲", listed(7)), Para("乙", listed(0xF801))) == "甲\n乙"


def test_footnotes_boxes_and_headers() -> None:
    source = doc(
        Word([Para("正文\x02。")], [Para("\x02 脚注文字")], [Para("某某县某某镇党委"), Para("")], [Para("框中文字")])
    )
    assert source.text == "正文。\n 脚注文字\n框中文字"
    assert source.margins == "某某县某某镇党委"


def test_text_boxes_come_after_the_paragraph_they_are_anchored_in() -> None:
    boxes = [Para("乙框"), Para("续"), Para(""), Para("甲框"), Para("")]
    source = doc(Word([Para("\x08一"), *row("二\x08"), Para("三")], boxes=boxes, anchored=[(4, 6), (0, 4)]))
    assert source.text == "一\n甲框\n二\n乙框\n续\n三"
    assert source.addresses == ((0, "第1段"), (2, "文本框1"), (5, "表1第1行"), (7, "文本框2"), (12, "第2段"))


def test_section_marks_end_paragraphs() -> None:
    paras = [Para("第一节", mark="\x0c"), Para("第二节")]
    assert text(*paras, sections=[4]) == "第一节\n第二节"


def test_encrypted() -> None:
    assert code(Word([Para("密")], flags=0x0100).file()) == "encrypted"
    assert code(ole({"EncryptedPackage": b"x", "EncryptionInfo": b"x"})) == "encrypted"


def test_other_programs_containers_are_named() -> None:
    for stream in ("Workbook", "PowerPoint Document"):
        assert code(ole({stream: b"x"})) == "unsupported"


def test_nothing_in_it() -> None:
    assert code(Word([Para(""), Para(" \x0b")]).file()) == "empty"


def test_garbled_text_in_a_good_container() -> None:
    garbled = "我支部现有党员八人，积极开展创先争优活动。" * 9
    assert code(Word([Para(garbled.encode().decode("gb18030", "replace"))]).file()) == "mojibake"


def test_lost_tables_leave_the_text() -> None:
    streams = Word([Para("我支部现有党员八人，积极开展活动。"), Para("二、下一步打算")]).streams()
    source = read_bytes(ole({"WordDocument": streams["WordDocument"]}), "总结.doc")
    assert source.text.rstrip("\n") == "我支部现有党员八人，积极开展活动。\n二、下一步打算"
    assert source.notes[0][0] == "partial"


def test_broken_properties_leave_the_text() -> None:
    streams = Word([Para("我支部现有党员八人。")]).streams()
    main = bytearray(streams["WordDocument"])
    struct.pack_into("<II", main, 0x9A + 8 * 73, 0, 60_000)
    struct.pack_into("<II", main, 0x9A + 8 * 1, 0, 8)
    source = read_bytes(ole({"WordDocument": bytes(main), "1Table": streams["1Table"]}), "总结.doc")
    assert source.text == "我支部现有党员八人。"


@pytest.mark.parametrize("at", [600, 1100, 2000, 3000, 4000])
def test_cut_files_are_read_or_refused(at: int) -> None:
    whole = Word([Para("我支部现有党员八人，积极开展活动。")]).file()
    if at < 3000:
        assert code(whole[:at]) == "damaged"
    else:
        assert "党员" in read_bytes(whole[:at], "总结.doc").text


def test_word_95_in_the_code_page_of_its_language() -> None:
    body = "我支部现有党员八人。\r二、下一步打算\r".encode("gb18030")
    head = bytearray(0x300)
    struct.pack_into("<6H", head, 0, 0xA5DC, 0x68, 0, 0x0804, 0, 0)
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(body))
    struct.pack_into("<I", head, 0x34, len(body))
    source = read_bytes(ole({"WordDocument": bytes(head) + body}), "总结.doc")
    assert source.text == "我支部现有党员八人。\n二、下一步打算\n"
    assert source.encoding == "gb18030"


@pytest.mark.parametrize(("ident", "encoding"), [(0xA698, "gb18030"), (0xA699, "cp950"), (0xA697, "cp932")])
def test_word_6_of_east_asia_has_two_bytes_a_character(ident: int, encoding: str) -> None:
    raw = [char.encode(encoding) for char in "管理委員八人 2001年"]
    body = b"".join(char[::-1].ljust(2, b"\0") for char in raw)
    head = bytearray(0x300)
    struct.pack_into("<6H", head, 0, ident, 0x65, 0, 0x0409, 0, 0x1000)
    struct.pack_into("<II", head, 0x18, 0x300, 0x300 + len(body))
    struct.pack_into("<I", head, 0x34, len(raw))
    source = read_bytes(ole({"WordDocument": bytes(head) + body}), "总结.doc")
    assert source.text == b"".join(raw).decode(encoding)
