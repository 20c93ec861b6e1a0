"""report.html without a browser: inert, self-contained, every link leads to what it says."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pages import ASTRAL, EVIL, EVIL_NAME, Page, folder, report, units

from pipeline import run
from pipeline.collation.collection import Collection, Overlay, finding_key
from pipeline.language.profile import load_profile
from pipeline.options import Options
from pipeline.outputs import Bundle, html
from pipeline.outputs.charts import bars, histogram
from pipeline.outputs.html import write_html
from pipeline.outputs.page_places import Units
from pipeline.outputs.page_report import scripted, visible

ROOT = Path(__file__).parent.parent
ONLY_HTML = Options(outputs=("html",))


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("page")
    folder(place / "in")
    roster = "单位,党员人数\n东风村党支部,90\n<b>未报</b>村党支部,5\n"
    (place / "roster.csv").write_text(roster, encoding="utf-8")
    return place


@pytest.fixture(scope="module")
def collection(home: Path) -> Collection:
    return run(home / "in", options=replace(ONLY_HTML, roster=home / "roster.csv")).collection


def written(collection: Collection, place: Path, lang: str = "zh") -> Page:
    place.mkdir()
    options = Options(outputs=("html",), lang=lang)
    return Page(write_html(Bundle(collection, place, load_profile(), options, {}))[0])


@pytest.fixture(scope="module")
def page(collection: Collection, home: Path) -> Page:
    return written(collection, home / "zh")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Page:
    place = tmp_path_factory.mktemp("corpus")
    run(ROOT / "corpus", place / "out", options=ONLY_HTML)
    return Page(place / "out" / "report.html")


def test_nothing_is_fetched(page: Page) -> None:
    policy = page.tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "default-src 'none'" in policy
    assert "http:" not in policy
    assert "https:" not in policy
    assert not page.tree.xpath("//link|//img|//iframe|//object|//embed|//base|//form|//*[@src]")
    assert all(href.startswith("#") for href in page.tree.xpath("//@href"))


def test_hostile_text_stays_text(page: Page) -> None:
    scripts = page.tree.xpath("//script")
    assert [s.get("type") for s in scripts if s.get("type") != "application/json"] == [None, None]
    attributes = {name for node in page.tree.iter() for name in node.attrib}
    assert not {name for name in attributes if name.startswith("on")}
    assert "window.bad=3>" not in page.text
    assert "49" not in page.tree.xpath("string(//title)")
    figures = page.data[page.report("云岭")]["figures"]
    assert EVIL in page.data[page.report("云岭")]["text"]
    assert figures["file"] == f"04{EVIL_NAME}.txt"
    shown = page.tree.xpath("//table[@id='sources']/tbody/tr/th")
    assert f"04{EVIL_NAME}.txt" in [th.text_content() for th in shown]
    assert page.tree.xpath("//li[contains(., '<b>未报</b>村党支部')]")


def test_signs_that_turn_the_writing_are_shown() -> None:
    assert visible("丙\u202egpj.txt\ud800") == "丙\ufffdgpj.txt?"


@given(st.text())
def test_json_cannot_leave_its_script(text: str) -> None:
    found = scripted({text: text})
    assert json.loads(found) == {text: text}
    assert not set(found) & set("<>&\u2028\u2029")


@given(st.text(max_size=30), st.integers(0, 5), st.data())
def test_offsets_count_what_scripts_count(text: str, begin: int, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    spot = Units(begin, text).spot({"start": begin + start, "end": begin + end})
    assert spot is None if start == end else spot is not None and units(text, *spot) == text[start:end]


def test_stretches_outside_the_text_lead_nowhere() -> None:
    assert Units(10, "总结").spot({"start": 0, "end": 10}) is None
    assert Units(10, "总结").spot({"start": 0, "end": 11}) == (0, 1)
    assert Units(0, "").spot({"start": 3, "end": 9}) is None


def test_every_figure_leads_to_its_words(corpus: Page) -> None:
    links = corpus.links("//table[@id='numbers']//td")
    assert len(links) > 600
    for text, report_id, key in links:
        column = key.split(":")[0]
        if column in ("part", "finding"):
            continue
        assert corpus.places(report_id, key), (text, report_id, key)
    for report_id, data in corpus.data.items():
        for column in ("member_count", "study_count", "problem_count", "report_date", "slogan_count"):
            if data["figures"].get(column, "0") != "0":
                assert corpus.places(report_id, column), (report_id, column)


def test_figures_stand_on_the_right_words(page: Page) -> None:
    first = page.report("01甲")
    assert page.places(first, "meeting_count") == ["动员大会1次", "支部委员会4次"]
    assert page.places(first, "member_count") == ["党员25人"]
    assert page.places(first, "report_date") == ["2011年6月30日"]
    assert page.places(first, "slogan:五个好") == ["五个好"]
    assert page.places(first, "part:problems") == ["三、存在的问题"]


def test_astral_characters_move_nothing(page: Page) -> None:
    found = page.report(ASTRAL)
    assert page.places(found, "member_count") == ["党员8人"]
    assert page.places(found, "meeting_count") == ["动员大会1次", "支部委员会4次"]
    text = page.data[found]["text"]
    for start, end, layer, *_ in page.data[found]["marks"]:
        assert units(text, start, end).strip(), layer


def test_a_gap_leads_to_where_it_was_looked_for(page: Page) -> None:
    told, absent = page.report("03丙"), page.report("02乙")
    cells = {(i, key): text for text, i, key in page.links("//table[@id='parts']//td")}
    assert cells[told, "part:problems"] == "正文"
    assert "学习不够经常" in page.places(told, "part:problems")[0]
    assert cells[absent, "part:problems"] == "缺"
    data = page.data[absent]
    assert "part:problems" not in data["places"]
    finding = data["findings"][data["lacks"]["problems"]]
    assert "存在问题" in finding["message"]
    assert [units(data["text"], *head[:2]) for head in data["heads"]][:2] == ["一、基本情况", "二、主要做法"]


def test_every_part_and_matrix_cell_leads_on(corpus: Page) -> None:
    tables = [("parts", "part:"), ("m-slogans", "slogan:"), ("m-themes", "theme:")]
    for table, kind in tables:
        links = list(corpus.links(f"//table[@id='{table}']//td"))
        assert links
        for _, report_id, key in links:
            data = corpus.data[report_id]
            told = kind == "part:" and key.removeprefix(kind) in data["lacks"]
            assert key.startswith(kind)
            assert key in data["places"] or told, key


def test_numbers_of_the_matrices_are_the_places(corpus: Page) -> None:
    for table in ("m-slogans", "m-themes"):
        for text, report_id, key in corpus.links(f"//table[@id='{table}']//td"):
            assert int(text) == len(corpus.data[report_id]["places"][key])


def test_findings_lead_to_their_words(corpus: Page) -> None:
    for _, report_id, key in corpus.links("//table[@id='doubts']"):
        finding = corpus.data[report_id]["findings"][int(key.removeprefix("finding:"))]
        if "at" in finding:
            assert units(corpus.data[report_id]["text"], *finding["at"]) == finding["text"]


def test_contradictions_are_marked_with_both_places(page: Page) -> None:
    cell = page.cell("07两个数", "member_count")
    assert "conflict" in cell.get("class").split()
    assert "前后不一" in cell.get("title")
    assert page.places(page.report("07两个数"), "member_count") == ["党员20人", "党员31人"]
    far = page.cell("01甲", "member_count")
    assert "conflict" in far.get("class").split()
    assert "90" in far.get("title")


def test_corrected_cells_and_checked_findings_are_marked(collection: Collection, tmp_path: Path) -> None:
    row = next(r for r in collection.rows("metrics") if str(r[1]).startswith("02乙"))
    finding = next(r for r in collection.rows("findings") if r[0] == row[0])
    overlay = Overlay(
        cells={str(row[0]): {"member_count": 11, "corrected": "member_count"}},
        read={str(row[0]): {"member_count": 9}},
        marks={finding_key(finding): (True, "已电话核实")},
    )
    page = written(Collection(collection.journal, collection.overlay.with_(overlay)), tmp_path / "out")
    cell = page.cell("02乙", "member_count")
    assert (cell.get("data-value"), "corrected" in cell.get("class").split()) == ("11", True)
    assert cell.get("title") == "人工更正，原读出：9"
    assert page.places(page.report("02乙"), "member_count") == ["党员9人"]
    checked = page.tree.xpath("//table[@id='doubts']/tbody/tr[contains(@class, 'checked')]")
    assert ["已核 已电话核实" in " ".join(tr.text_content().split()) for tr in checked] == [True]
    assert not page.tree.xpath(
        "//table[@id='doubts']/tbody/tr[contains(@class, 'checked') and contains(@class, 'only')]"
    )


def test_alike_passages_are_pointed_at_in_both(page: Page) -> None:
    pairs = page.links("//table[@id='pairs']//tbody")
    assert len(pairs) >= 2
    for (_, one, key), (_, other, back) in zip(pairs[::2], pairs[1::2], strict=True):
        assert (key, back) == (f"alike:{other}", f"alike:{one}")
        assert page.places(one, key)
        assert page.places(other, back)


def test_every_report_and_file_has_its_row(page: Page) -> None:
    for table in ("parts", "numbers"):
        assert len(page.tree.xpath(f"//table[@id='{table}']/tbody/tr")) == len(page.data) == 7
    failed = page.tree.xpath("//table[@id='sources']/tbody/tr[contains(@class, 'failed')]")
    assert ["08坏.docx" in tr.text_content() for tr in failed] == [True]
    assert page.data[page.report("06空")]["marks"] == []


def test_same_bytes_every_time(collection: Collection, page: Page, tmp_path: Path) -> None:
    assert written(collection, tmp_path / "again").text == page.text


def test_english(collection: Collection, tmp_path: Path) -> None:
    page = written(collection, tmp_path / "en", "en")
    assert page.tree.get("lang") == "en"
    heads = page.tree.xpath("//nav|//thead|//h2|//h3|//label")
    said = " ".join(node.text_content() for node in heads)
    slogans = {"五个好", *page.tree.xpath("//table[@id='m-themes']/thead//span/text()")}
    for name in slogans:
        said = said.replace(name, "")
    assert not re.search("[\u4e00-\u9fff]", said)


def test_a_page_has_bounds_and_says_so(collection: Collection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html, "MOST", 4)
    monkeypatch.setattr(html, "CHARS", 300)
    page = written(collection, tmp_path / "out")
    texts = [data["text"] for data in page.data.values()]
    assert len(texts) == 4
    assert texts[0]
    assert not texts[-1]
    assert "另有 3 篇" in page.tree.xpath("//p[@class='notice']")[-1].text_content()
    assert not page.cell("03丙", "member_count").xpath(".//a")


def test_nothing_at_all(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "坏.docx").write_bytes(b"PK\x03\x04broken")
    run(tmp_path / "in", tmp_path / "out", options=ONLY_HTML)
    page = Page(tmp_path / "out" / "report.html")
    assert page.data == {}
    assert page.tree.xpath("//div[@class='tiles']/div[contains(@class, 'bad')]/b/text()") == ["1"]


def test_many_findings_are_bounded(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    text = report("东风村党支部总结", "东风村党支部", 5, more="党员30人参加会议。" * 400)
    (tmp_path / "in" / "甲.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", options=ONLY_HTML)
    findings = next(iter(Page(tmp_path / "out" / "report.html").data.values()))["findings"]
    assert len(findings) == 301
    assert "另有" in findings[-1]["message"]


@pytest.mark.parametrize(
    ("values", "wanted"),
    [
        ([], []),
        ([0], [("0", 1)]),
        ([1, 2, 3, 5], [("1–2", 2), ("3–5", 2)]),
        ([5, 7, 10, 11, 20, 21], [("3–5", 1), ("6–10", 2), ("11–20", 2), ("21–50", 1)]),
        ([40, 51, 2868], [("21–50", 1), ("51–100", 1), ("101–200", 0), ("201–500", 0), ("501–1000", 0),
                          ("1001–2000", 0), ("2001–5000", 1)]),
    ],
)  # fmt: skip
def test_classes_follow_the_series(values: list[int], wanted: list[tuple[str, int]]) -> None:
    assert histogram(values) == wanted


@given(st.lists(st.integers(0, 10**6), min_size=1))
def test_every_value_is_in_one_class(values: list[int]) -> None:
    assert sum(n for _, n in histogram(values)) == len(values)


def test_bars_are_inert_and_shorten_long_names() -> None:
    drawn = bars([("<b>&" * 9, 4), ("全面从严治党主体责任落实情况", 1)])
    assert "<b>" not in drawn
    assert drawn.count("<rect") == 2
    assert ">全面从严治党主体…<" in drawn
    assert "全面从严治党主体责任落实情况：1" in drawn
    assert bars([]) == bars([("甲", 0)]) == ""


def test_problem_statements_are_grouped_with_labels_and_examples(corpus: Page) -> None:
    groups = corpus.tree.xpath("//section[@data-view='themes']//details//li")
    assert len(groups) > 2
    assert all(group.xpath("b/text()")[0].count("、") and group.xpath("q/text()") for group in groups)
