"""Plain text: the right encoding by evidence, and garbled text never passed off as a report."""

from __future__ import annotations

from contextlib import suppress

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.ingest.garbled import plausibility
from pipeline.ingest.reasons import FAILED, OK, REASONS, SKIPPED, advice, reason_text, status_of
from pipeline.ingest.text import decode
from pipeline.model import Source

REPORT = """关于开展创先争优活动的工作总结

    2011年以来，我支部认真贯彻上级部署，扎实开展创先争优活动。现将有关情况总结如下：
一、基本情况
　　我支部现有党员8人，其中预备党员1人，入党积极分子２名。
二、主要做法
（一）加强组织领导。召开支委会3次，专题研究活动方案。
（二）组织学习讨论。集中学习12次，撰写心得体会30余篇，开展“五个好”承诺践诺。
三、存在的问题
学习不够深入，结合工作实际不紧；活动形式比较单一。
四、下一步打算
坚持学习制度，切实把活动引向深入。
"""
TRADITIONAL = """關於開展學習活動的工作總結
一、主要做法：我支部現有黨員八人，加強組織領導，召開會議三次，組織學習十二次。
二、存在的問題：學習還不夠深入，與實際工作結合不緊。
三、下一步打算：堅持學習制度，把活動引向深入，為群眾辦實事。
"""
SHORT = ("党员8人", "一、主要做法")


def read(data: bytes, file: str = "总结.txt") -> Source:
    return read_bytes(data, file)


def code(data: bytes, file: str = "总结.txt") -> str:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(data, file)
    return caught.value.code


@pytest.mark.parametrize(
    ("encoding", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb18030", "gb18030"),
        ("gbk", "gb18030"),
        ("utf-16", "utf-16-le"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("utf-32", "utf-32-le"),
    ],
)
@pytest.mark.parametrize("text", [REPORT, *SHORT, REPORT * 40], ids=["report", "digits", "heading", "long"])
def test_encodings_by_evidence(text: str, encoding: str, name: str) -> None:
    source = read(text.encode(encoding))
    assert (source.text, source.encoding, source.notes) == (text, name, ())


@pytest.mark.parametrize("text", [TRADITIONAL, "黨員八人", "會議紀錄"])
def test_big5(text: str) -> None:
    source = read(text.encode("big5"))
    assert (source.text, source.encoding) == (text, "big5")


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
def test_two_characters(encoding: str) -> None:
    assert read("总结".encode(encoding)).text == "总结"


def test_traditional_characters_in_gb18030_are_not_big5() -> None:
    assert read(TRADITIONAL.encode("gb18030")).encoding == "gb18030"


def test_marks_of_byte_order() -> None:
    for mark, encoding in ((b"\xfe\xff", "utf-16-be"), (b"\x84\x31\x95\x33", "gb18030")):
        assert read(mark + REPORT.encode(encoding)).text == REPORT
    assert read(b"\xef\xbb\xbf" + REPORT.encode("gbk")).text == REPORT  # a mark that lies


@pytest.mark.parametrize("ends", ["\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_line_ends(ends: str, encoding: str) -> None:
    assert read(REPORT.replace("\n", ends).encode(encoding)).text == REPORT


@pytest.mark.parametrize("odd", ["\0", "\x0c", "\u3000", "\u200b", "\u202e", "\ufeff", "\x1a", "\u2028", "😀", "𠮷"])
def test_odd_characters_survive(odd: str) -> None:
    text = REPORT.replace("党员", f"党{odd}员")
    assert read(text.encode()).text == text
    assert read(text.encode("utf-16-le")).text == text


def test_nul_between_all_characters() -> None:
    text = "\0".join(REPORT)
    assert read(text.encode()).text == text


def test_a_bad_byte_is_tolerated_and_counted() -> None:
    data = REPORT.encode()
    at = data.index("党员".encode())
    source = read(data[:at] + b"\xff" + data[at:])
    assert (source.encoding, source.notes) == ("utf-8", (("bad_bytes", "1 处"),))
    assert source.text.replace("\ufffd", "") == REPORT
    source = read(REPORT.encode("gb18030") + b"\xff")
    assert (source.encoding, source.notes[0]) == ("gb18030", ("bad_bytes", "1 处"))


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_a_tail_cut_off(encoding: str) -> None:
    source = read(REPORT.rstrip().rstrip("。").encode(encoding)[:-1])
    assert source.text[:-1] == REPORT.rstrip().rstrip("。")[:-1]
    assert ("partial", "结尾被截断") in source.notes


def test_lines_of_two_encodings() -> None:
    source = read(REPORT.encode() + REPORT.encode("gb18030"))
    assert (source.text, source.notes) == (REPORT * 2, (("mixed_encoding", ""),))


MISREADINGS = [
    ("utf-8", "gb18030"),
    ("utf-8", "cp1252"),
    ("utf-8", "latin-1"),
    ("gb18030", "latin-1"),
    ("gb18030", "cp1252"),
    ("gb18030", "utf-8"),
    ("gb18030", "cp950"),
    ("cp950", "gb18030"),
    ("utf-8", "ascii"),
]


@pytest.mark.parametrize(
    ("written", "misread", "saved"),
    # Saving in the encoding that a text was misread in undoes the misreading.
    [(*pair, saved) for pair in MISREADINGS for saved in ("utf-8", "utf-16", "gb18030") if saved != pair[1]],
)
def test_garbled_text_saved_as_valid_text(written: str, misread: str, saved: str) -> None:
    text = TRADITIONAL if written == "cp950" else REPORT
    garbled = text.encode(written).decode(misread, "replace")
    assert code(garbled.encode(saved)) == "mojibake"


@pytest.mark.parametrize("words", ["锟斤拷锟斤拷锟斤拷", "烫烫烫烫烫烫", "屯屯屯屯屯屯屯", "���������"])
def test_traces_of_lost_text(words: str) -> None:
    assert code((words * 8 + "\n").encode()) == "mojibake"


def test_a_garbled_part_is_noted() -> None:
    garbled = REPORT.encode().decode("gb18030", "replace")
    source = read((REPORT * 10 + garbled * 2).encode())
    assert [note[0] for note in source.notes] == ["partly_garbled"]


@pytest.mark.parametrize(
    "text",
    [
        "欧阳锋 慕容复 段正淳 鸠摩智 丁春秋 苏星河 游坦之 薛慕华 钟灵 阿紫\n" * 10,
        "膀胱癌、脑膜炎、蛛网膜下腔出血、髋臼骨折、癫痫、痤疮、荨麻疹\n" * 8,
        "《锟斤拷》是一段乱码的代表，我支部的信息员培训讲到了它，以免再犯。" + REPORT,
        "報告：黨員八人。" * 20,
        "Déjà vu, été, où: l'œuvre à Genève. " * 10,
        "Über die Arbeit der Partei in größeren Städten. " * 10,
        "これは報告書です。カタカナとひらがな。" * 10,
        "Отчёт о работе партийной организации. " * 10,
        "①②③④⑤⑥⑦⑧⑨⑩★☆■□▲△●○◆◇" * 5,
        "Ā\u0201 tiny",
        "plain ASCII report, 2011" * 10,
        "１２３４５６７８９０％＋－＝" * 5,
        "——————————————————————\n" * 20,
    ],
)
def test_odd_but_sound_texts_are_no_mojibake(text: str) -> None:
    source = read(text.encode())
    assert (source.text, source.notes) == (text, ())


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", "　　\u200b\n".encode(), b"\xef\xbb\xbf", b"\xff\xfe", b"\0" * 600])
def test_empty(data: bytes) -> None:
    assert code(data) == "empty"


def test_what_is_no_text() -> None:
    junk = bytes((i * i * 7 + i // 3) % 256 for i in range(9000))
    assert code(junk) == "unsupported"
    assert code(b"\x00\x01\x02\x03" * 500) == "unsupported"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_in_other_languages(encoding: str) -> None:
    for text in ("これは報告書です。日本語のテキスト。\r\n" * 3, "Отчёт о работе за 2011 год\n" * 3):
        source = read(text.encode(encoding))
        assert (source.text, source.encoding) == (text.replace("\r", ""), encoding)


def test_other_languages_in_their_own_code_pages() -> None:
    text = "これは報告書です。日本語のテキスト、カタカナとひらがな。" * 5
    source = read(text.encode("cp932"))
    assert source.text == text
    assert source.notes[0][0] == "guessed_encoding"


def test_plausibility_tells_right_from_wrong() -> None:
    assert plausibility(REPORT) > 0.8
    assert plausibility(TRADITIONAL) > 0.7
    assert plausibility(REPORT.encode().decode("gb18030", "replace")) < 0.2
    assert plausibility("ASCII only") == 1.0


def test_long_hostile_input_is_linear() -> None:
    """A hundred thousand of anything ends; what it is called matters less."""
    for unit in (b"\xff", b"\x81", b"\xe4\xb8", b"\x00\xd8", b"~{", "锟".encode(), b"\n\xe4"):
        with suppress(UnreadableSource):
            assert decode(unit * 100_000).text


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(40), "PNG 图片"),
        (b"\xff\xd8\xff\xe0" + bytes(40), "JPEG 图片"),
        (b"Rar!\x1a\x07\x00" + bytes(40), "RAR 压缩包，请改为 zip 或解压"),
        (b"7z\xbc\xaf\x27\x1c" + bytes(40), "7z 压缩包，请改为 zip 或解压"),
        (b"MZ\x90\x00" + bytes(100), "程序"),
        (b"L\0\0\0\x01\x14\x02\0" + bytes(100), "快捷方式，请提交文件本身"),
        (b"\0\0\0\x18ftypheic" + bytes(100), "HEIC 图片"),
        (b"\0\0\0\x18ftypmp42" + bytes(100), "视频"),
        (b"RIFF\0\0\0\0WEBP" + bytes(100), "WebP 图片"),
        (b"SQLite format 3\x00" + bytes(100), "数据库"),
    ],
)
def test_what_cannot_be_read_is_named(data: bytes, what: str) -> None:
    with pytest.raises(UnreadableSource) as caught:
        read(data, "总结.doc")
    assert (caught.value.code, caught.value.detail) == ("unsupported", what)


@pytest.mark.parametrize("start", ["BM", "MZ", "ID3", "GIF8", "PK"])
def test_texts_that_begin_like_magic_numbers(start: str) -> None:
    assert read((start + "公司党支部总结：党员8人。").encode()).format == "txt"


@pytest.mark.parametrize(
    ("file", "note"),
    [
        ("总结.txt", ()),
        ("总结", ()),
        ("总结.bak", ()),
        ("总结.DOC", (("wrong_suffix", "后缀 .doc，实为纯文本"),)),
        ("总结.docx", (("wrong_suffix", "后缀 .docx，实为纯文本"),)),
        ("总结.wps", (("wrong_suffix", "后缀 .wps，实为纯文本"),)),
    ],
)
def test_a_wrong_suffix_is_noted(file: str, note: tuple[tuple[str, str], ...]) -> None:
    assert read(REPORT.encode("gbk"), file).notes == note


def test_reasons_are_closed_and_documented() -> None:
    assert {reason.status for reason in REASONS.values()} == {OK, SKIPPED, FAILED}
    for code_, reason in REASONS.items():
        assert reason.zh
        assert reason.en
        assert status_of(code_) == reason.status
        if reason.status != OK:
            assert advice(code_)
            assert advice(code_, "en")
    assert reason_text("damaged", "缺少正文") == "损坏（缺少正文）"
    assert reason_text("damaged", "", "en") == "damaged"
    assert "乱码" in reason_text("mojibake")


def test_readers_raise_only_listed_reasons() -> None:
    """Every code that the reading layer raises or notes is in the list."""
    import re
    from pathlib import Path

    import pipeline.ingest as package

    folder = Path(package.__file__).parent
    used = {
        code_
        for path in folder.glob("*.py")
        for code_ in re.findall(r'(?:UnreadableSource\(|code=|\(\()"([a-z_]+)"', path.read_text(encoding="utf-8"))
    }
    assert used
    assert used <= set(REASONS)
