"""The committed corpus is what its marked sources say, and every gold text is the source's own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from corpus_builder.build import MARKED, build, load
from corpus_builder.layout import counting, wrap
from corpus_builder.markup import parse

CORPUS = Path(__file__).parents[1] / "corpus"
LAYERS = ("dates", "members", "counts", "slogans", "mottos", "problems", "events", "ignore")
FILES, RECORDS = build()
OTHERS = {"gold.jsonl", "README.md"}


@pytest.mark.parametrize("name", sorted(FILES))
def test_files_are_rebuilt_byte_for_byte(name: str) -> None:
    assert (CORPUS / name).read_bytes() == FILES[name]


def test_gold_is_rebuilt() -> None:
    lines = (CORPUS / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line) for line in lines] == RECORDS


def test_nothing_else_lies_in_the_corpus() -> None:
    assert {p.name for p in CORPUS.iterdir()} == set(FILES) | OTHERS


def decoded(name: str, header: dict) -> str:
    return (CORPUS / name).read_bytes().decode(header.get("encoding", "utf-8")).replace("\r\n", "\n")


def plain_texts() -> dict[str, str]:
    headers = [load(path)[0] for path in sorted(MARKED.glob("*.txt"))]
    return {h["file"]: decoded(h["file"], h) for h in reversed(headers) if h["file"].endswith(".txt")}


def test_gold_texts_are_slices_of_the_plain_files() -> None:
    texts = plain_texts()
    for record in RECORDS:
        text = texts.get(record["file"])
        for layer in LAYERS if text else ():
            for item in record[layer]:
                assert text[item["start"] : item["end"]] == item["text"], (record["file"], layer, item)
                assert record["start"] <= item["start"] < item["end"] <= record["end"]


def test_headings_open_their_lines() -> None:
    texts = plain_texts()
    for record in RECORDS:
        text = texts.get(record["file"])
        for section in record["sections"] if text else ():
            before = text[: section["start"]].rpartition("\n")[2]
            assert before.strip() == "", (record["file"], section)
            assert section["marker"] in text[section["start"] : section["end"]]


def test_marks_nest() -> None:
    plain, marks = parse("于⟦d:2010-05|2010年⟦x|5⟧月⟧召开")
    assert plain == "于2010年5月召开"
    assert [(m.tag, m.start, m.end) for m in marks] == [("d", 1, 8), ("x", 6, 7)]


def test_wrapping_moves_marks_and_spares_closing_punctuation_and_numbers() -> None:
    plain, marks = parse("一二三四⟦p|五六，七八⟧123456789次")
    wrapped = wrap(plain, marks, 6)
    assert wrapped == "一二三四五六，\n七八\n123456789次"
    assert wrapped[marks[0].start : marks[0].end] == "五六，\n七八"


@pytest.mark.parametrize(("number", "shown"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (32, "三十二")])
def test_chinese_counting(number: int, shown: str) -> None:
    assert counting(number) == shown


@pytest.mark.parametrize("name", sorted(name for name in FILES if name.endswith(".docx")))
def test_word_files_read_as_the_gold_says(name: str) -> None:
    import pipeline

    text = pipeline.read(CORPUS / name).text
    for record in (r for r in RECORDS if r["file"] == name):
        for layer in LAYERS:
            for item in record[layer]:
                assert text[item["start"] : item["end"]] == item["text"], (layer, item)
        for section in record["sections"]:
            assert text[section["start"] : section["end"]].startswith(section["marker"])
