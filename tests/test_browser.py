"""report.html in a real browser: from a gap and from a number to the words, sorting, filtering, keys, paper."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pages import ASTRAL, Page, folder, report

from pipeline import run
from pipeline.options import Options

webdriver = pytest.importorskip("selenium.webdriver")
from selenium.webdriver.chrome.service import Service  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402

CHROME = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None)
DRIVER = shutil.which("chromedriver")
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--window-size=1280,800",
)  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not CHROME or not DRIVER, reason="no Chromium with its driver on this machine"),
]


class Browser:
    """A browser with one page of the product open, offline, from a file."""

    def __init__(self, driver: Any, page: Page) -> None:
        self.driver, self.page = driver, page

    def open(self, address: str = "") -> None:
        """The page at an address, loaded anew."""
        self.driver.get("about:blank")
        self.driver.get(self.page.path.as_uri() + address)

    def js(self, script: str, *values: object) -> Any:
        return self.driver.execute_script(script, *values)

    def all(self, selector: str) -> list[Any]:
        return list(self.driver.find_elements("css selector", selector))

    def one(self, selector: str) -> Any:
        return self.driver.find_element("css selector", selector)

    def press(self, *keys: str) -> None:
        webdriver.ActionChains(self.driver).send_keys(*keys).perform()

    @property
    def shown(self) -> str:
        """The view that is shown."""
        (view,) = [node.get_attribute("data-view") for node in self.all(".view") if node.is_displayed()]
        return str(view)

    @property
    def focused(self) -> Any:
        return self.driver.switch_to.active_element

    def until(self, true: Callable[[], bool]) -> None:
        """Wait for what the page does after an event of its own; ten seconds at the most."""
        from selenium.webdriver.support.ui import WebDriverWait

        WebDriverWait(self.driver, 10).until(lambda _: true())

    def column(self, table: str, index: int) -> list[str]:
        """The cells of a column in the rows that are shown."""
        cells = self.all(f"#{table} tbody tr:not([hidden]) > :nth-child({index})")
        return [cell.get_attribute("textContent").strip() for cell in cells]

    def pointed(self) -> str:
        """The words that are pointed at, which must be on the screen."""
        nodes = self.all("article .now")
        top = self.js("return arguments[0].getBoundingClientRect().top", nodes[0])
        assert 0 <= top < self.js("return innerHeight")
        return "".join(node.text for node in nodes)


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    place = tmp_path_factory.mktemp("browser")
    run(folder(place / "in"), place / "out", options=Options(outputs=("html",)))
    return Page(place / "out" / "report.html")


@pytest.fixture(scope="module")
def driver(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROME
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('profile')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    browser = webdriver.Chrome(options=options, service=Service(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def browser(driver: Any, page: Page) -> Iterator[Browser]:
    """The page at its overview; after every test nothing may have been complained of, run or fetched."""
    opened = Browser(driver, page)
    opened.open()
    yield opened
    assert opened.driver.get_log("browser") == []
    assert opened.js("return [window.bad, document.images.length]") == [None, 0]
    assert opened.js("return performance.getEntriesByType('resource').map((entry) => entry.name)") == []


def cell(browser: Browser, table: str, part: str, index: int) -> Any:
    """A cell in the row of the report whose file's name has a part."""
    found = browser.page.report(part)
    return browser.one(f"#{table} tr:has(th a[href^='#/report/{found}']) > :nth-child({index})")


def heads(browser: Browser, table: str) -> list[str]:
    return [th.get_attribute("textContent").strip() for th in browser.all(f"#{table} thead th")]


def test_from_a_red_cell_to_where_it_was_looked_for_and_back(browser: Browser) -> None:
    browser.open("#/sections")
    gap = cell(browser, "parts", "02乙", heads(browser, "parts").index("存在问题") + 1)
    assert gap.get_attribute("class") == "absent"
    gap.find_element("css selector", "a").click()
    assert browser.shown == "report"
    banner = browser.one(".banner")
    assert "没有这样的标题" in banner.text
    assert "一、基本情况" in banner.text
    banner.find_elements("css selector", "ul a")[1].click()
    assert browser.pointed() == "二、主要做法"
    browser.press(Keys.ESCAPE)
    assert browser.shown == "sections"
    assert browser.focused.text == "缺"


def test_from_a_yellow_cell_to_the_sentence(browser: Browser) -> None:
    browser.open("#/sections")
    cell(browser, "parts", "03丙", heads(browser, "parts").index("存在问题") + 1).find_element(
        "css selector", "a"
    ).click()
    assert "理论学习不够经常" in browser.pointed()
    assert "正文里写到了" in browser.one(".banner").text
    assert "存在问题" in browser.one("[data-list=findings] [aria-current]").text


def test_the_overview_leads_to_the_gaps(browser: Browser) -> None:
    browser.one(".gaps .chip.absent").click()
    assert browser.shown == "report"
    browser.press(Keys.ESCAPE)
    assert browser.shown == "overview"
    browser.one(".tiles a[href='#/sections/only']").click()
    browser.until(lambda: "东风村党支部" not in browser.column("parts", 1))
    assert "红旗村党支部" in browser.column("parts", 1)


def test_from_a_number_to_all_its_words(browser: Browser) -> None:
    browser.open("#/metrics")
    cell(browser, "numbers", "01甲", heads(browser, "numbers").index("会议次数") + 1).find_element(
        "css selector", "a"
    ).click()
    assert browser.pointed() == "动员大会1次"
    assert browser.one(".banner").text.startswith("会议次数 5")
    assert browser.one("article .now").tag_name == "mark"
    browser.all(".banner .step")[1].click()
    assert browser.pointed() == "支部委员会4次"
    assert len(browser.all("article .spot")) >= 2
    browser.driver.back()
    assert browser.shown == "metrics"


def test_astral_text_is_whole_and_marked_in_place(browser: Browser) -> None:
    found = browser.page.report(ASTRAL)
    browser.open(f"#/report/{found}/member_count")
    assert browser.pointed() == "党员8人"
    lines = browser.js("return [...document.querySelectorAll('article p')].map((p) => p.textContent)")
    assert "\n".join(lines) == browser.page.data[found]["text"]


def test_hostile_text_is_shown_as_it_is(browser: Browser) -> None:
    found = browser.page.report("云岭")
    browser.open(f"#/report/{found}")
    lines = browser.js("return [...document.querySelectorAll('article p')].map((p) => p.textContent)")
    assert "\n".join(lines) == browser.page.data[found]["text"]
    assert browser.one(".view.on .hint").text.endswith(browser.page.data[found]["figures"]["file"])
    assert browser.js("return document.querySelectorAll('article script, article b, aside img').length") == 0


def test_the_address_moves_no_view_and_outlines_nothing(browser: Browser) -> None:
    for view in ("sections", "metrics", "findings", "files"):
        browser.open(f"#/{view}")
        assert browser.shown == view
        assert browser.js("return scrollY") == 0
        assert browser.one("nav [aria-current=page]").get_attribute("hash") == f"#/{view}"
    browser.open(f"#/report/{browser.page.report('01甲')}")
    assert browser.focused.tag_name == "h2"
    assert browser.focused.value_of_css_property("outline-style") == "none"
    for nonsense in ("#/nowhere", "#/report/nothing", "#overview", "#/report/%E4%", "#/report"):
        browser.open(nonsense)
        assert browser.shown == "overview"


def test_a_key_that_leads_nowhere_is_told(browser: Browser) -> None:
    found = browser.page.report("06空")
    for key in ("finding:99", "mark:99", "head:99", "part:problems", "member_count", "theme:无"):
        browser.open(f"#/report/{found}/{key}/7")
        assert browser.shown == "report"
        assert not browser.all("article .now")
    assert "没有可以指出的位置" in browser.one(".banner").text


def test_sorting_numbers_with_blanks_last(browser: Browser) -> None:
    browser.open("#/metrics")
    index = heads(browser, "numbers").index("党员人数") + 1
    head = browser.one(f"#numbers thead th:nth-child({index})")
    before = browser.column("numbers", index)
    ways = []
    for wanted in ("ascending", "descending", "none"):
        head.find_element("css selector", "button").click()
        assert head.get_attribute("aria-sort") == wanted
        cells = browser.all(f"#numbers tbody tr > :nth-child({index})")
        ways.append([cell.get_attribute("data-value") for cell in cells])
    assert ways[0] == ["8", "9", "14", "20", "25", "130", ""]
    assert ways[1] == ["130", "25", "20", "14", "9", "8", ""]
    assert browser.column("numbers", index) == before


def test_sorting_names_by_their_sound(browser: Browser) -> None:
    browser.open("#/sections")
    browser.one("#parts thead button").click()
    names = browser.column("parts", 1)
    assert [n for n in names if n in ("东风村党支部", "和平村党支部", "红旗村党支部", "前进村党支部")] == [
        "东风村党支部", "和平村党支部", "红旗村党支部", "前进村党支部",
    ]  # fmt: skip


def test_filtering_counts_and_clears(browser: Browser) -> None:
    browser.open("#/metrics")
    box = browser.one("[data-filter=numbers]")
    box.send_keys("村 红旗")
    assert browser.column("numbers", 1) == ["红旗村党支部"]
    assert browser.one("[data-count=numbers]").text == "显示 1 / 7 行"
    box.send_keys("没有的")
    assert browser.column("numbers", 1) == []
    box.send_keys(Keys.ESCAPE)
    assert len(browser.column("numbers", 1)) == 7
    assert browser.shown == "metrics"
    browser.one("[data-only=numbers]").click()
    assert "和平村党支部" in browser.column("numbers", 1)


def test_keys_alone_lead_from_the_table_to_the_words_and_back(browser: Browser) -> None:
    browser.open("#/metrics")
    browser.press(Keys.TAB)
    assert "skip" in browser.focused.get_attribute("class")
    browser.press(Keys.ENTER)
    assert browser.focused.get_attribute("id") == "main"
    browser.js("document.querySelector('#numbers tbody a').focus()")
    browser.press(Keys.ARROW_DOWN, Keys.ARROW_RIGHT)
    assert browser.focused.get_attribute("hash").split("/")[2] == browser.page.report("02乙")
    assert browser.focused.value_of_css_property("outline-style") == "solid"
    chosen = browser.focused.get_attribute("hash")
    browser.press(Keys.ENTER)
    assert browser.shown == "report"
    browser.press(Keys.TAB)
    assert browser.js("return document.querySelector('[data-view=report]').contains(document.activeElement)")
    browser.press(Keys.ESCAPE)
    assert (browser.shown, browser.focused.get_attribute("hash")) == ("metrics", chosen)


def test_the_next_report_is_the_next_row(browser: Browser) -> None:
    browser.open("#/sections/only")
    rows = [a.get_attribute("hash").split("/")[2] for a in browser.all("#parts tbody tr:not([hidden]) th a")]
    browser.one("#parts tbody tr:not([hidden]) th a").click()
    browser.one(".view.on .next").click()
    assert browser.js("return location.hash") == f"#/report/{rows[1]}"
    browser.one(".view.on .previous").click()
    assert browser.js("return location.hash") == f"#/report/{rows[0]}"


def test_a_mark_that_is_clicked_is_explained(browser: Browser) -> None:
    browser.open(f"#/report/{browser.page.report('01甲')}")
    next(mark for mark in browser.all("article mark") if mark.text == "集中学习6次").click()
    assert browser.one(".banner").text.startswith("数量")
    assert "集中学习6次" in browser.one("[data-list=marks] [aria-current]").text
    before = len(browser.all("article mark"))
    browser.one("[data-layer=count]").click()
    assert not browser.all("article mark.count")
    browser.one("[data-layer=count]").click()
    assert len(browser.all("article mark")) == before


def test_thousands_of_rows_come_as_one_scrolls(driver: Any, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    for n in range(1, 251):
        text = report(
            f"第{n}村党支部总结", f"第{n}村党支部", n, problems="" if n % 2 else "三、存在的问题\n一是学习不够。\n"
        )
        (tmp_path / "in" / f"{n:03}.txt").write_text(text, encoding="utf-8")
    run(tmp_path / "in", tmp_path / "out", options=Options(outputs=("html",)))
    browser = Browser(driver, Page(tmp_path / "out" / "report.html"))
    browser.open("#/metrics")
    assert len(browser.column("numbers", 1)) == 100
    assert browser.one("[data-count=numbers]").text == "显示 250 / 250 行"
    browser.js("const f = document.querySelector('#numbers').closest('.scroll'); f.scrollTop = f.scrollHeight")
    browser.driver.set_script_timeout(10)
    browser.driver.execute_async_script(
        "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(done))"
    )
    assert len(browser.column("numbers", 1)) == 200
    browser.js("[...document.querySelectorAll('#numbers tbody tr:not([hidden]) a')].pop().focus()")
    browser.js("document.querySelectorAll('#numbers tbody tr')[199].querySelector('a').focus()")
    browser.press(Keys.ARROW_DOWN)
    assert browser.focused.text == "第201村党支部"
    index = heads(browser, "numbers").index("党员人数") + 1
    for _ in range(2):
        browser.one(f"#numbers thead th:nth-child({index}) button").click()
    assert browser.column("numbers", index)[:3] == ["250", "249", "248"]
    assert "第1村党支部" in paper(browser)[1]
    assert driver.get_log("browser") == []


def paper(browser: Browser) -> tuple[list[tuple[float, float]], str]:
    """The sizes of the printed pages in points, and all that is on them."""
    import pypdfium2

    data = browser.driver.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True})["data"]
    document = pypdfium2.PdfDocument(base64.b64decode(data))
    sizes = [page.get_size() for page in document]
    text = "".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return sizes, text


def test_paper(browser: Browser) -> None:
    browser.open("#/metrics")
    sizes, text = paper(browser)
    assert {(round(width), round(height)) for width, height in sizes} == {(842, 595)}
    assert "待核" in text
    assert "相似" in text
    assert "筛选" not in text
    browser.open(f"#/report/{browser.page.report('01甲')}")
    sizes, text = paper(browser)
    assert {(round(width), round(height)) for width, height in sizes} == {(595, 842)}
    assert "召开动员大会1次" in text
    assert "没有写" in text


def test_narrow_windows_scroll_no_page_sideways(browser: Browser) -> None:
    size = {"width": 400, "height": 800, "deviceScaleFactor": 1, "mobile": True}
    browser.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    try:
        for address in ("", "#/sections", "#/metrics", f"#/report/{browser.page.report('云岭')}/member_count"):
            browser.open(address)
            assert browser.js("return document.documentElement.scrollWidth") == 400
    finally:
        browser.driver.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})
