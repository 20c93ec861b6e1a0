"""report.html in a real browser: alike reports side by side, and what became of corrections."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import openpyxl
import pytest
from pages import Page, report
from test_browser import Browser, Keys, driver, pytestmark  # noqa: F401

from pipeline import run
from pipeline.options import Options

SHARED = (
    "我们利用农闲和节假日先后走访困难户二十六户，帮助修缮房屋九间，清运村口多年堆积的垃圾，疏通了东头的老水渠，"
    "党员轮流在便民点值班，替老人代办水电费和医疗报销的手续。"
)
CHANGED = SHARED.replace("二十六户", "一百零三户").replace("东头", "西头")
EVIL = "<img src=x onerror=window.bad=9>"


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """Two alike reports, one of them corrected; a third that was corrected before it changed."""
    place = tmp_path_factory.mktemp("pairs")
    (place / "in").mkdir()
    texts = {
        "甲.txt": report("东风村党支部总结", "东风村党支部", 25, more=SHARED + EVIL),
        "乙.txt": report("红旗村党支部总结", "红旗村党支部", 9, more="𠮷" + CHANGED),
        "丙.txt": report("前进村党支部总结", "前进村党支部", 31, more="本村地处山区，交通不便。"),
    }
    for name, text in texts.items():
        (place / "in" / name).write_text(text, encoding="utf-8")
    run(place / "in", place / "first", options=Options(outputs=("xlsx",)))
    edited = openpyxl.load_workbook(place / "first" / "汇总表.xlsx")
    sheet = edited["汇总表"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, heads["党员人数"]).value += 1
    edited.save(place / "改.xlsx")
    (place / "in" / "丙.txt").write_text(texts["丙.txt"].replace("31人", "40人"), encoding="utf-8")
    run(place / "in", place / "out", options=Options(outputs=("html",), corrections=place / "改.xlsx"))
    return Page(place / "out" / "report.html")


@pytest.fixture
def browser(driver: Any, page: Page) -> Iterator[Browser]:  # noqa: F811
    opened = Browser(driver, page)
    opened.open()
    yield opened
    assert opened.driver.get_log("browser") == []
    assert opened.js("return [window.bad, document.images.length]") == [None, 0]


def sides(browser: Browser) -> tuple[list[str], list[str]]:
    """What is marked as the same on the left and on the right."""
    marks = [[m.text for m in browser.all(f".beside [role=cell]:nth-child({n}) mark")] for n in (1, 2)]
    return marks[0], marks[1]


def test_alike_passages_stand_side_by_side(browser: Browser) -> None:
    browser.open("#/similar")
    browser.one("#pairs tbody td.number a").click()
    assert browser.shown == "pair"
    left, right = sides(browser)
    assert len(left) > 1
    assert left == right
    heads = [head.text for head in browser.all(".beside .heads [role=columnheader]")]
    differing = [cell.text for cell in browser.all(".beside .differs")]
    assert any("甲.txt" in head for head in heads)
    assert any("乙.txt" in head for head in heads)
    assert any("二十六" in text for text in differing)
    assert any("一百零三" in text for text in differing)
    assert browser.one("nav [aria-current=page]").get_attribute("hash") == "#/similar"
    boxes = [browser.js("return arguments[0].getBoundingClientRect().left", cell)
             for cell in browser.all(".beside [role=row]:nth-child(2) > *")]  # fmt: skip
    assert boxes[0] < boxes[1]


def test_a_passage_leads_to_its_place_in_either_report_and_back(browser: Browser) -> None:
    for side in (1, 2):
        browser.open("#/similar")
        browser.one("#pairs tbody td.number a").click()
        mark = browser.all(f".beside [role=cell]:nth-child({side}) mark")[1]
        words, file = mark.text, browser.all(".beside .heads small")[side - 1].text
        mark.click()
        assert browser.shown == "report"
        assert browser.pointed() == words
        assert file in browser.one(".view.on .hint").text
        assert "相同的段落" in browser.one(".banner").text
        browser.press(Keys.ESCAPE)
        assert browser.shown == "pair"
        assert browser.focused.text == words
        browser.press(Keys.ESCAPE)
        assert browser.shown == "similar"


def test_from_a_finding_to_the_two_texts(browser: Browser) -> None:
    browser.open("#/findings")
    browser.one("[data-filter=doubts]").send_keys("雷同")
    browser.one("#doubts tbody tr:not([hidden]) th a").click()
    assert browser.shown == "report"
    browser.one(".banner .together").click()
    assert browser.shown == "pair"
    assert all(sides(browser))


def test_keys_alone_open_the_pair(browser: Browser) -> None:
    browser.open("#/similar")
    browser.js("document.querySelector('#pairs tbody a').focus()")
    browser.press(Keys.ARROW_RIGHT, Keys.ARROW_RIGHT, Keys.ENTER)
    assert browser.shown == "pair"
    assert browser.focused.tag_name == "h2"
    browser.press(Keys.ESCAPE)
    assert browser.focused.get_attribute("hash").startswith("#/pair/")


def test_a_pair_of_nothing_is_no_view(browser: Browser) -> None:
    for nonsense in ("#/pair", "#/pair/x/y", f"#/pair/{browser.page.report('甲')}/none"):
        browser.open(nonsense)
        assert browser.shown == "overview"
    one = browser.page.report("甲")
    browser.open(f"#/pair/{one}/{one}")
    assert browser.shown == "pair"
    assert sides(browser) == ([], [])


def test_corrections_are_told_with_their_reasons_and_marked_where_they_stand(browser: Browser) -> None:
    assert browser.one(".tiles a[href='#/corrections/only']").text == "没有采用的更正"
    browser.open("#/corrections")
    rows = [tr.text for tr in browser.all("#amended tbody tr")]
    assert len(rows) == 3
    assert "前进村党支部" in rows[0]
    assert "已不适用" in rows[0]
    assert "报告内容已变" in rows[0]
    browser.one("[data-only=amended]").click()
    assert browser.column("amended", 1) == ["前进村党支部"]
    browser.open(f"#/report/{browser.page.report('甲')}/member_count")
    assert "人工更正，原读出：25" in browser.one(".banner").text
    assert browser.pointed() == "党员25人"
    figure = next(li for li in browser.all("[data-list=figures] li") if "党员人数" in li.text)
    assert figure.find_element("css selector", "bdi.corrected").text == "26 ✎"
