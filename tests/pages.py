"""Folders of reports for the tests of report.html, and the page as a person's browser would read it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.html

REPORT = """{title}
一、基本情况
本单位现有党员{members}人。{more}
二、主要做法
2011年3月5日，召开动员大会1次、支部委员会4次，组织集中学习6次，30名群众参加。
{problems}{plans}
{branch}
2011年6月30日
"""
PROBLEMS = "三、存在的问题\n一是理论学习不够深入；二是活动载体不够新颖。\n"
PLANS = "四、下一步打算\n继续抓好“五个好”党支部建设。"
EVIL = '</script><script>window.bad=1</script><!--<script><img src=x onerror="window.bad=2">{{ 7*7 }}{% raw %}"\'`&lt;'
EVIL_NAME = "云岭<img src=x onerror=window.bad=3>\"'&{{7*7}}"
ASTRAL = "𠮷😀𠀀"


def report(
    title: str, branch: str, members: object = 12, more: str = "", problems: str = PROBLEMS, plans: str = PLANS
) -> str:
    """A report with its parts."""
    return REPORT.format(title=title, branch=branch, members=members, more=more, problems=problems, plans=plans)


def folder(place: Path) -> Path:
    """Reports good and deficient, hostile, astral, without facts, and a file that cannot be read."""
    place.mkdir()
    body = "班子成员带头学。" * 3 + "\n"
    texts = {
        "01甲.txt": report("东风村党支部创先争优活动总结", "东风村党支部", 25),
        "02乙.txt": report("红旗村党支部创先争优活动总结", "红旗村党支部", 9, problems=""),
        "03丙.txt": report(
            "前进村党支部创先争优活动总结", "前进村党支部", 130,
            problems="", more="我们也清醒地看到，工作中还存在一些问题，主要是理论学习不够经常。\n" + body,
        ),
        f"04{EVIL_NAME}.txt": report("云岭党支部" + EVIL + "总结", "云岭党支部", 14, more=EVIL),
        f"05{ASTRAL}.txt": report(
            f"{ASTRAL}村党支部总结", f"{ASTRAL}村党支部", 8, more=f"{ASTRAL}其中女党员3人{ASTRAL}。"
        ),
        "06空.txt": "这里没有写任何可以提取的东西。\n" * 12,
        "07两个数.txt": report("和平村党支部总结", "和平村党支部", 20, more="我支部共有党员31人。"),
    }  # fmt: skip
    for name, text in texts.items():
        (place / name).write_text(text, encoding="utf-8")
    (place / "08坏.docx").write_bytes(b"PK\x03\x04broken")
    return place


@dataclass
class Page:
    """A page that was written."""

    path: Path

    @cached_property
    def text(self) -> str:
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> Any:
        return lxml.html.document_fromstring(self.text)

    @cached_property
    def data(self) -> dict[str, dict[str, Any]]:
        """What the script is given of each report, by id."""
        found = self.tree.xpath("//script[starts-with(@id, 'report-')]")
        return {script.get("id").removeprefix("report-"): json.loads(script.text) for script in found}

    def report(self, part: str) -> str:
        """The id of the report whose file's name has a part."""
        return next(i for i, data in self.data.items() if part in data["figures"]["file"])

    def links(self, where: str) -> list[tuple[str, str, str]]:
        """(text, report id, key) of the links below an XPath that lead into reports."""
        found = []
        for link in self.tree.xpath(f"{where}//a[starts-with(@href, '#/report/')]"):
            _, _, report_id, *key = link.get("href").split("/")
            found.append((link.text_content(), report_id, unquote("/".join(key))))
        return found

    def places(self, report_id: str, key: str) -> list[str]:
        """The stretches of the text that a key leads to, as the script cuts them out."""
        data = self.data[report_id]
        if key.startswith("finding:"):
            at = data["findings"][int(key.removeprefix("finding:"))].get("at")
            return [units(data["text"], *at)] if at else []
        return [units(data["text"], *spot) for spot in data["places"][key]]

    def cell(self, part: str, column: str) -> Any:
        """The cell of the main table in the row of a file."""
        row = self.tree.xpath(
            f"//table[@id='numbers']/tbody/tr[th/a[starts-with(@href, '#/report/{self.report(part)}')]]"
        )[0]
        heads = [th.get("class") or "" for th in self.tree.xpath("//table[@id='numbers']/thead//th")]
        return row.xpath("th|td")[next(n for n, names in enumerate(heads) if f"of-{column}" in names.split())]


def units(text: str, start: int, end: int) -> str:
    """A stretch in UTF-16 units, the way a script slices."""
    return text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
