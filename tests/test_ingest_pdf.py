"""PDF: the text layer line by line, what runs at the edges of pages apart, and scans told from texts."""

from __future__ import annotations

import random
import re
import zlib
from dataclasses import replace

import pytest
from fixtures_pdf import GAP, Picture, Text, form, lines, pdf

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source

BODY = [
    "一、主要做法",
    "我支部现有党员8人，召开支委会",
    "3次，组织集体学习12次。",
    "二、存在的问题",
    "学习还不够深入，结合工作不紧。",
    "三、下一步打算",
    "坚持学习制度，落实各项要求。",
    "切实把活动引向深入。",
]


def read(data: bytes) -> Source:
    return read_bytes(data, "总结.pdf")


def code(data: bytes) -> str:
    with pytest.raises(UnreadableSource) as caught:
        read(data)
    return caught.value.code


def test_lines_as_they_stand() -> None:
    source = read(pdf([lines(BODY)]))
    assert source.text == "\n".join(BODY)
    assert (source.format, source.notes, source.margins) == ("pdf", (), "")


def test_pages_are_addresses() -> None:
    source = read(pdf([lines(["第一页的话"]), lines(["第二页的话"])]))
    assert source.addresses == ((0, "第1页"), (6, "第2页"))


def test_characters_beyond_the_basic_plane() -> None:
    assert read(pdf([lines(["党员𠮷某", "党员 8人"])])).text.startswith("党员𠮷某\n党员")


@pytest.mark.parametrize("number", ["— {} —", "- {} -", "第 {} 页", "第{}页 共3页", "{}", "{}/3", "·{}·"])
def test_page_numbers_go(number: str) -> None:
    pages = [
        [*lines([f"{part}{line}" for line in BODY]), Text(290, 40, number.format(i))]
        for i, part in enumerate("甲乙丙", 1)
    ]
    text = read(pdf(pages)).text
    assert text == "\n".join(f"{part}{line}" for part in "甲乙丙" for line in BODY)


def test_running_heads_go_to_the_margins() -> None:
    pages = [
        [Text(200, 800, "某某县某某镇党委"), *lines([f"{part}{line}" for line in BODY]), Text(290, 40, f"{i}")]
        for i, part in enumerate("甲乙丙", 1)
    ]
    source = read(pdf(pages))
    assert source.text == "\n".join(f"{part}{line}" for part in "甲乙丙" for line in BODY)
    assert source.margins == "某某县某某镇党委"


def test_text_that_is_alike_on_every_page_stays() -> None:
    """Same words at the same height, but no gap sets them off: a form, not a running head."""
    pages = [lines([f"第{i}次会议记录", *BODY]) for i in range(1, 4)]
    assert read(pdf(pages)).text.count("会议记录") == 3


def test_years_and_table_figures_at_the_edge_stay() -> None:
    assert read(pdf([lines([*BODY, "2011"])])).text.endswith("\n2011")


def test_blanks_between_cells_are_tabs_and_mere_spacing_goes() -> None:
    row = [Text(72, 700, "支部"), Text(220, 700, "党员"), Text(380, 700, "8人")]
    spaced = [Text(72, 660, "我支部有"), Text(72 + 4 * 12 + 5, 660, "八名"), Text(72 + 6 * 12 + 10, 660, "党员")]
    assert read(pdf([[*row, *spaced]])).text == "支部\t党员\t8人\n我支部有八名党员"


def test_heavy_fonts_are_bold_unless_all_is() -> None:
    assert read(pdf([lines(BODY)], font="SimHei")).bold == ()


def test_a_scan_has_no_text_layer() -> None:
    assert code(pdf([[Picture()], [Picture()]])) == "scanned"
    assert code(pdf([[Picture(), Text(400, 20, "扫描件")]])) == "scanned"


def test_scanned_pages_among_others_are_noted() -> None:
    source = read(pdf([lines(BODY), [Picture()], lines(BODY)]))
    assert source.notes == (("partial", "第 2 页只有图片"),)


def test_a_text_over_a_scan_is_read() -> None:
    assert read(pdf([[Picture(), *lines(BODY)]])).text == "\n".join(BODY)


def test_nothing_in_it() -> None:
    assert code(pdf([[]])) == "empty"


def test_damaged_and_encrypted() -> None:
    whole = pdf([lines(BODY)])
    assert code(b"%PDF-1.5\nxx") == "damaged"
    locked = whole.replace(
        b"/Root 1 0 R >>",
        b"/Root 1 0 R /ID [<00> <00>] /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + b"41" * 32 + b"> /U <"
        + b"42" * 32 + b"> >> >>",
    )  # fmt: skip
    assert code(locked) == "encrypted"


def test_a_lost_cross_reference_table_is_made_up() -> None:
    whole = pdf([lines(BODY)])
    cut, trailer = whole[: whole.index(b"xref\n0")], whole[whole.index(b"trailer") :]
    assert read(cut + trailer).text == "\n".join(BODY)
    source = read(cut)
    assert (source.text, source.notes) == ("\n".join(BODY), (("partial", "文件不完整"),))


def test_glyphs_without_a_meaning_are_garbled() -> None:
    assert code(pdf([lines(BODY)], map_text=False)) == "mojibake"


def _drawn(y: float, words: str, late: str = "“”—") -> list[Text]:
    """A line as LibreOffice draws it: in one go with gaps, the marks of another font after it."""
    rest = Text(72, y, re.sub(f"[{late}]", GAP, words).strip(GAP))
    start = len(words) - len(words.lstrip(late))
    marks = (Text(72 + 12 * m.start(), y, m[0]) for m in re.finditer(f"[{late}]", words))
    return [replace(rest, x=72 + 12 * start), *marks]


@pytest.mark.parametrize(
    "words",
    ["支部坚持“以民为本”的宗旨。", "“五个好”和“五带头”的要求", "开展“三进三送”活动", "他们说到做到——“不怕难”"],
)
def test_marks_drawn_after_their_line_go_back_into_it(words: str) -> None:
    pages = [_drawn(720, words) + _drawn(696, "下面是另一行“话语”，照旧。")]
    assert read(pdf(pages)).text == f"{words}\n下面是另一行“话语”，照旧。"


def test_marks_drawn_in_their_place_stay() -> None:
    text = ["“五个好”是目标", "学习“先进”", "·走访慰问", "“带头”"]
    assert read(pdf([lines(text)])).text == "\n".join(text)


def test_what_was_filled_into_a_form_is_text() -> None:
    assert read(form("Members of the branch", "thirty-one")).text == "Members of the branch\nthirty-one"


def test_a_stream_of_several_looks_with_a_line_end_behind_it() -> None:
    packed = zlib.compress(bytes(random.Random(0).choices(b"01", k=3 << 19)))
    picture = b"\n99 0 obj\n<< /Length %d /Filter /FlateDecode >>\nstream\n%b\nendstream\nendobj\n" % (
        len(packed),
        packed,
    )
    assert read(pdf([lines(BODY)]) + picture).text == "\n".join(BODY)
