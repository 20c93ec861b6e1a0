"""What the program says: every text in both languages, with the same values put in."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from planted import build

from pipeline import run
from pipeline.language.edtf import Point
from pipeline.messages import both, catalogue, listed, told, worded
from pipeline.options import Options
from pipeline.yamls import load

DATA = Path(__file__).parent.parent / "pipeline" / "data"
FINDINGS, REASONS = load(DATA / "findings.yaml"), load(DATA / "corrections.yaml")
FLAWS = load(DATA / "faults.yaml")
HAN = re.compile("[一-鿿]")
QUOTED = re.compile("“[^”]*”|‘[^’]*’|[(][^()]*[)]|[一-鿿]+ [0-9]+")  # of the report, its file, or a kind of members


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


@pytest.mark.parametrize("key", [*catalogue(), *FINDINGS])
def test_both_languages_say_the_same_values(key: str) -> None:
    zh, en = catalogue().get(key) or FINDINGS[key]
    assert fields(zh) == fields(en)


@pytest.mark.parametrize("key", [*REASONS])
def test_both_languages_give_the_same_reasons(key: str) -> None:
    zh, en = REASONS[key]
    assert fields(zh) == fields(en)
    assert HAN.search(zh)
    if key not in ("not_a_date", "yes_or_no"):  # these show what to write
        assert not HAN.search(QUOTED.sub("", en).replace("问题台账", ""))


@pytest.mark.parametrize("key", [*FLAWS])
def test_both_languages_say_what_is_wrong_in_a_lexicon(key: str) -> None:
    zh, en = FLAWS[key]
    assert not HAN.search(en)
    if en != "{said}":  # what a library says in English alone
        assert fields(zh) == fields(en)


@pytest.mark.parametrize("key", [*FINDINGS])
def test_a_finding_is_told_in_chinese_and_in_english(key: str) -> None:
    zh, en = FINDINGS[key]
    assert HAN.search(zh)
    assert zh.endswith("。")
    assert not HAN.search(QUOTED.sub("", en))
    assert en.endswith(".")


def test_words_stand_in_the_message_s_own_language() -> None:
    said = told("section.merged", parts=listed(map(both, ("role_problems", "role_plans")), joints=("和", " and ")))
    assert said.code == "section.merged"
    assert said.message.startswith("“存在问题”和“下一步打算”合写")
    assert said.message_en.startswith("“problems” and “plans” share")


def test_a_date_is_told_whole() -> None:
    said = told("date.outside_period", text="大会", when=Point(2009, 4, 15), period="2010-05/2012-10")
    assert "2009-04-15" in said.message
    assert "2009-04-15" in said.message_en


def test_every_finding_of_a_run_has_both(tmp_path: Path) -> None:
    build(tmp_path / "in")
    found = run(tmp_path / "in", options=Options(outputs=())).findings.to_dict("records")
    assert len({row["code"] for row in found}) > 15
    for row in found:
        assert HAN.search(row["message"])
        assert not HAN.search(QUOTED.sub("", row["message_en"])), row["message_en"]
        assert worded(row, "en") == row["message_en"] != worded(row, "zh") == row["message"]


def test_errors_of_folders_and_sources_read_as_one_line() -> None:
    from pipeline.errors import FolderError, UnreadableSource

    assert str(FolderError("missing", "报送材料")) == "missing: 报送材料"
    assert str(FolderError("full", "结果", "No space left")) == "full: 结果 No space left"
    assert str(UnreadableSource("damaged", "坏")) == "damaged: 坏"
    assert str(UnreadableSource("damaged")) == "damaged"


def test_extract_says_that_it_takes_a_text() -> None:
    from pipeline import extract

    with pytest.raises(TypeError, match=r"takes a text \(str\), not bytes"):
        extract(b"x")  # type: ignore[arg-type]
