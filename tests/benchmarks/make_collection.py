"""A collection of made-up reports of any size whose gold is known, for runs that measure time and memory.

    python tests/benchmarks/make_collection.py 10000 FOLDER [--copies 0.01] [--word 0.2] [--bare 0.1] [--start 1]

writes FOLDER/reports/ (plain texts and Word files, a hundred to a sub-folder) and FOLDER/gold.jsonl. Report `n` depends
on `n` alone, so that a larger collection holds the smaller one and `--start` adds to it. Names of people and places
keep the sentences apart as real reports are; a share of `--copies` takes most of its text from the report before it,
and a share of `--bare` lacks the section on problems.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from corpus_builder import gold, ooxml
from corpus_builder.markup import parse

FOLDER_SIZE = 100
_HEAD = "青云临平安永长宁东西南北清石松柏梅兰竹红金银龙凤白黑大小上下新古高"
_TAIL = "河山岭沟湾桥塘坪岗峰泉溪湖港店庄屯营寨堡坡洼滩关"
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏"
)
_GIVEN = "志建国文明德海玉秀桂春秋晓立永学忠孝义仁和平军伟强勇刚毅芳兰英华丽静敏娟燕玲红霞丹宏斌辉杰涛鹏飞翔宇晨曦"
_KINDS = (
    "镇中心小学", "镇初级中学", "县人民医院", "镇卫生院", "县供电公司", "镇农技站", "县水利局", "县档案局", "乡财政所",
    "镇派出所", "县图书馆", "街道社区", "镇幼儿园", "县气象局", "县自来水公司", "镇粮管所",
)  # fmt: skip
_FILL = (
    "在{place}设立便民服务点，由{person}同志带队为{place2}的群众{deed}",
    "{person}同志主动到{place}帮助{person2}一家{deed}",
    "支部与{place}结成对子，{person}同志牵头{deed}",
    "{person}、{person2}两位同志坚持到{place}为老人{deed}",
    "组织大家到{place}参观，听{person2}老人讲述{story}",
    "以{person}同志为榜样，在{place}{deed}，受到{place2}群众的欢迎",
    "由{person}同志负责，会同{place}{deed}，{person2}同志具体落实",
    "{place}的{person}大爷送来锦旗，感谢{person2}同志帮他{deed}",
)
_DEEDS = (
    "修缮房屋", "收割庄稼", "疏通沟渠", "清扫道路", "义务理发", "测量血压", "代办手续", "辅导功课", "维修电器",
    "送去药品", "宣讲政策", "搬运物资", "植树造林", "打扫庭院", "检修线路", "化解纠纷",
)  # fmt: skip
_STORIES = ("修渠引水的往事", "艰苦创业的经历", "支援前线的故事", "开荒种粮的岁月")
_THEMES = (
    ("先锋", "服务", "岗位", "奉献", "凝心", "聚力"),
    ("促发展", "惠民生", "争一流", "树新风", "强素质", "比作为"),
)
_SLOGANS = (("五个好", "五个好;五好"), ("五带头", "五带头"), ("三会一课", ""), ("一帮一", ""), ("四强", ""))
_PROBLEMS = (
    "{who}学习不够深入，{what}的主动性不强",
    "{what}的办法不多，创新不够",
    "{what}抓得不紧，{who}重视不够",
    "{what}还不够经常，{place}一带的群众不太满意",
    "{who}对{what}认识不足，工作比较被动",
    "{what}制度不够健全，落实不够到位",
)
_WHO = ("少数同志", "个别党员", "部分青年党员", "一些年轻同志")
_WHAT = ("联系群众", "调查研究", "理论学习", "党务公开", "志愿服务", "结对帮扶", "业务培训", "谈心交流", "窗口服务")
_PLANS = (
    "加强{what}，由{person}同志牵头，做到有安排、有检查",
    "完善{what}制度，在{place}先行试点，再逐步推开",
    "继续做好{what}，把{place}的服务点办好",
    "抓好{what}，推广{person}同志在{place}的做法",
)
_HEADINGS = {
    "overview": ("基本情况", "支部概况"),
    "activities": ("主要做法", "开展情况", "主要措施"),
    "results": ("取得的成效", "主要成效"),
    "problems": ("存在的问题", "存在的不足"),
    "plans": ("下一步打算", "今后打算", "下一步工作安排"),
}
_ORDER = "一二三四五"


class Writer:
    """The sentences of one report; everything it draws comes from its own number, a section's also from its role."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.draw = Random(f"zongjie {number}")
        pick = self.draw.choice
        self.unit = f"{pick(_HEAD)}{pick(_TAIL)}{pick(_KINDS)}"
        self.branch = f"{self.unit}党支部"
        self.year = self.draw.randint(2010, 2012)

    def place(self) -> str:
        pick = self.draw.choice
        return f"{pick(_HEAD)}{pick(_TAIL)}{pick('村庄屯寨')}{pick(_HEAD)}{pick(_TAIL)}组"

    def person(self) -> str:
        return self.draw.choice(_SURNAMES) + "".join(self.draw.sample(_GIVEN, 2))

    def said(self, form: str) -> str:
        pick = self.draw.choice
        return form.format(
            place=self.place(), place2=self.place(), person=self.person(), person2=self.person(),
            deed=pick(_DEEDS), story=pick(_STORIES), who=pick(_WHO), what=pick(_WHAT),
        )  # fmt: skip

    def filling(self, sentences: int) -> str:
        return "".join(self.said(form) + "。" for form in self.draw.choices(_FILL, k=sentences))

    def theme(self) -> str:
        first, second = _THEMES
        return "".join(self.draw.sample(first, 2)) + "，" + self.draw.choice(second)

    def overview(self) -> list[str]:
        members, waiting = self.draw.randint(5, 90), self.draw.randint(2, 9)
        return [
            f"{self.branch}现有⟦m:{members}:total|党员{members}名⟧，"
            f"⟦m:{waiting}:total:入党积极分子|入党积极分子{waiting}名⟧。{self.filling(3)}"
        ]

    def activities(self) -> list[str]:
        draw, month, day = self.draw, self.draw.randint(1, 8), self.draw.randint(1, 28)
        date = f"{self.year}-{month:02}-{day:02}"
        name, canonical = draw.choice(_SLOGANS)
        n = [draw.randint(2, 30) for _ in range(5)]
        return [
            f"（一）抓好动员。⟦d:{date}|{self.year}年{month}月{day}日⟧，党支部召开⟦e:{date}|动员大会⟧，"
            f"{self.person()}同志作了动员。活动以“⟦o|{self.theme()}⟧”为主题，围绕“⟦s:{canonical or name}|{name}⟧”展开。"
            + self.filling(4),
            f"（二）抓好学习。一年来，共组织⟦c:{n[0]}:study|集中学习{n[0]}次⟧，上⟦c:{n[1]}:lecture|党课{n[1]}次⟧，"
            f"召开⟦c:{n[2]}:seminar|座谈会{n[2]}次⟧。" + self.filling(4),
            f"（三）抓好制度。一年来，召开⟦c:{n[3]}:meeting|支委会{n[3]}次⟧，编发⟦c:{n[4]}:briefing|简报{n[4]}期⟧。"
            + self.filling(5),
        ]

    def results(self) -> list[str]:
        praised = self.draw.randint(2, 4)
        return [f"⟦m:{praised}:other|{praised}名党员⟧受到上级表彰。" + self.filling(5)]

    def problems(self) -> list[str]:
        forms = self.draw.sample(_PROBLEMS, self.draw.randint(2, 4))
        return [f"{n}.⟦p|{self.said(form)}⟧。" for n, form in enumerate(forms, 1)]

    def plans(self) -> list[str]:
        forms = self.draw.sample(_PLANS, self.draw.randint(2, 4))
        return [f"{n}.{self.said(form)}。" for n, form in enumerate(forms, 1)]

    def section(self, role: str) -> list[str]:
        """The lines of a section without its number, the same whoever asks for them: a copier does."""
        self.draw = Random(f"zongjie {self.number} {role}")
        return [self.draw.choice(_HEADINGS[role]), *getattr(self, role)()]

    def report(self, bare: float, copied: bool) -> tuple[dict[str, Any], str]:
        """Header and marked text; all but the first section is the report's before it where `copied`."""
        model = Writer(self.number - 1) if copied else self
        lacks = self.draw.random() < bare
        month, day = self.draw.randint(9, 12), self.draw.randint(1, 28)
        roles = [role for role in _HEADINGS if role != "problems" or not lacks]
        lines = [f"{self.branch}创先争优活动总结"]
        for number, role in zip(_ORDER, roles, strict=False):
            heading, *paragraphs = (self if role == "overview" else model).section(role)
            lines += [f"⟦h:{role}|{number}、{heading}⟧", *paragraphs]
        date = f"{model.year}-{month:02}-{day:02}"
        lines += [self.branch, f"⟦d:{date}|{model.year}年{month}月{day}日⟧"]
        header = {"title": lines[0], "branch": [self.branch], "report_date": date, "period": None}
        return header, "\n".join(lines) + "\n"


def collection(numbers: range, copies: float, word: float, bare: float) -> Iterator[tuple[str, bytes, dict[str, Any]]]:
    """(path, content, gold record) of each report."""
    for number in numbers:
        lot = Random(f"lot {number}")
        copied, as_word = number > 1 and lot.random() < copies, lot.random() < word
        header, marked = Writer(number).report(bare, copied)
        name = f"{number:07}{header['branch'][0]}.{'docx' if as_word else 'txt'}"
        text, marks = parse(marked.rstrip("\n") if as_word else marked)
        content = ooxml.package([ooxml.Paragraph(line) for line in text.split("\n")], []) if as_word else text.encode()
        record = gold.record({**header, "file": name}, 1, text, marks, 0, len(text))
        yield f"{number // FOLDER_SIZE:05}/{name}", content, record


def write(out: Path, numbers: range, copies: float, word: float, bare: float) -> None:
    """Write the reports and, beside their folder, the gold; existing ones are added to."""
    out.mkdir(parents=True, exist_ok=True)
    with (out / "gold.jsonl").open("a" if numbers.start > 1 else "w", encoding="utf-8") as lines:
        for path, content, record in collection(numbers, copies, word, bare):
            file = out / "reports" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
            lines.write(json.dumps(record, ensure_ascii=False) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("count", type=int, help="how many reports")
    parser.add_argument("folder", type=Path, help="gets reports/ and gold.jsonl")
    parser.add_argument("--copies", type=float, default=0.01, help="share that copies the report before it")
    parser.add_argument("--word", type=float, default=0.2, help="share of Word files")
    parser.add_argument("--bare", type=float, default=0.1, help="share without a section on problems")
    parser.add_argument("--start", type=int, default=1, help="number of the first report, to add to a collection")
    args = parser.parse_args()
    write(args.folder, range(args.start, args.start + args.count), args.copies, args.word, args.bare)


if __name__ == "__main__":
    main()
