"""Submissions with planted faults, the truth beside them: `build` writes the files, `roster` their roster.

Every fault class is planted at least twice, a dozen submissions are clean; all texts are assembled here from sentences
written for it, seeded, so that no two reports share more than set phrases and, some of them, their superior's words.
`.venv/bin/python tests/planted.py FOLDER` writes both to look at.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

PLACES = (
    "云岭", "白石", "青山", "河东", "柳溪", "石桥", "双塘", "枫林", "东湖", "南屏",
    "长坪", "龙口", "碧水", "红星", "桃源", "金沙", "松涛", "望江", "梅坞", "竹园",
)  # fmt: skip
KINDS = ("中心小学", "村", "卫生院", "供电所", "财政所", "粮管站")
DEEDS = (
    "组织党员到敬老院打扫卫生、陪老人聊天",
    "为困难户修缮房屋{n}间，送去棉被和粮油",
    "整治环境卫生，清运垃圾{n}车，疏通沟渠",
    "设立党员先锋岗{n}个，亮明身份接受监督",
    "走访群众{n}户，收集意见建议，逐条答复",
    "开展技能比武，选出业务能手，现场交流心得",
    "改造老旧线路，更换灯具{n}盏，方便夜间出行",
    "举办义诊和健康讲座，发放宣传单{n}份",
    "帮助农户联系销路，卖出柑橘{n}吨",
    "建起图书角，添置书籍{n}册，下班后照常开放",
    "调解邻里纠纷{n}起，做到小事不过夜",
    "慰问老党员，听他们讲过去的故事",
)
GAINS = ("群众满意率明显提高", "服务窗口面貌一新", "干群关系更加融洽", "各项任务提前完成", "来信来访明显减少")
FLAWS = (
    "学习还不够深入，学用结合不紧",
    "个别党员的带头作用发挥得不够好",
    "活动形式比较单一，吸引力不强",
    "制度执行还不够严格，有时流于形式",
    "联系群众不够经常，听取意见不够主动",
    "后备力量不足，队伍年龄偏大",
)
AIMS = (
    "坚持每月一次集中学习，写好读书笔记",
    "完善党员联系群众制度，定期上门走访",
    "把活动同业务工作结合起来，一同部署、一同检查",
    "建立台账，明确责任人和完成时限",
    "办好便民服务点，方便群众办事",
)


@dataclass(frozen=True)
class Plan:
    """A report before it is written; `faults` are the codes planted in it."""

    name: str
    members: int
    seed: int
    title: str = "{name}党支部创先争优活动总结"
    overview: str = "{name}党支部现有党员{members}人。"
    parts: tuple[str, ...] = ("overview", "activities", "results", "problems", "plans")
    lines: tuple[str, ...] = ()
    flaws: tuple[str, ...] | None = None
    bare: bool = False  # the flaws stand without 一是
    date: str = "2011年6月28日"
    signed: str = ""  # the unit that signs, where it is not the report's own
    brief: bool = False
    file: str = ""  # the name of the file, where it is not a number
    listed: str = ""  # how the roster calls the branch; "-": not at all
    on_roster: int | None = None  # the members that the roster gives, where they are others
    faults: tuple[str, ...] = field(default=())

    def text(self) -> str:
        """The report as submitted."""
        draw = random.Random(self.seed)
        body = {part: _BODIES[part](self, draw) for part in ("overview", "activities", "results", "problems", "plans")}
        titles = dict(zip(body, ("基本情况", "主要做法", "取得的成效", "存在的问题", "下一步打算"), strict=True))
        titles |= {"both": "存在的问题和下一步打算"}
        body["both"] = body["problems"] + body["plans"]
        lines = [self.title.format(name=self.name)]
        lines += [] if self.brief else ["现将我支部开展创先争优活动的情况总结如下："]
        for number, part in zip("一二三四五六", self.parts, strict=False):
            lines += [f"{number}、{titles[part]}", body[part]]
        return "\n".join([*lines, f"{self.signed or self.name}党支部", self.date, ""])


def _overview(plan: Plan, draw: random.Random) -> str:
    return plan.overview.format(name=plan.name, members=plan.members)


def _activities(plan: Plan, draw: random.Random) -> str:
    if plan.brief:
        return "组织学习3次，走访群众5户。"
    month = draw.randint(1, 5)
    meetings, studies = draw.randint(2, 9), draw.randint(6, 20)
    deeds = [d.format(n=draw.randint(11, 97)) for d in draw.sample(DEEDS, 5)]
    told = f"2011年{month}月{draw.randint(3, 27)}日，召开动员大会，对活动作了部署。"
    told += f"全年召开支部党员大会{meetings}次，集中学习{studies}次。"
    return told + "。".join(deeds) + "。" + "".join(plan.lines)


def _results(plan: Plan, draw: random.Random) -> str:
    return "，".join(draw.sample(GAINS, 3)) + f"，受到上级表扬{draw.randint(1, 4)}回。"


def _problems(plan: Plan, draw: random.Random) -> str:
    flaws = plan.flaws if plan.flaws is not None else tuple(draw.sample(FLAWS, 2))
    if plan.bare:
        return "".join(flaws)
    return "".join(f"{'一二三'[i]}是{flaw}{'；' if i + 1 < len(flaws) else '。'}" for i, flaw in enumerate(flaws))


def _plans(plan: Plan, draw: random.Random) -> str:
    if plan.brief:
        return "一是坚持每月一次集中学习。"
    return "".join(f"{'一二三'[i]}是{aim}。" for i, aim in enumerate(draw.sample(AIMS, 3)))


_BODIES: dict[str, Callable[[Plan, random.Random], str]] = {
    "overview": _overview,
    "activities": _activities,
    "results": _results,
    "problems": _problems,
    "plans": _plans,
}


CLEAN = 30
ABSENT, UNREAD = ("月亮湾林场党支部", "望江茶场党支部"), ("松涛渔场党支部", "金沙砖厂党支部")
WHOLE = ("overview", "activities", "results", "problems", "plans")
# What their superior wrote and many took over: nobody's copy of anybody.
TEMPLATE = "按照县委关于在全县深入开展活动的统一要求，围绕中心、服务大局，立足岗位、真抓实干，争当先进、创造佳绩。"


def without(part: str) -> tuple[str, ...]:
    return tuple(p for p in WHOLE if p != part)


def planted() -> Iterator[Plan]:
    """The reports: a fault each, those that only the others or the roster tell of, then the clean ones."""
    names = [f"{place}{kind}" for kind in KINDS for place in PLACES]
    random.Random(2011).shuffle(names)
    clean = (Plan(name, 9 + i % 23, 1000 + i) for i, name in enumerate(names))
    for fault in FAULTS:
        for _ in range(2):
            yield fault(next(clean))
    for _ in range(2):
        yield from _together(clean)
    for number in range(CLEAN):
        plan = next(clean)
        formal = f"中共{plan.name}支部委员会" if number % 3 == 0 else ""
        yield replace(plan, listed=formal, lines=(TEMPLATE,) if number < CLEAN * 2 // 3 else ())


def _together(clean: Iterator[Plan]) -> Iterator[Plan]:
    """Faults that only the other reports or the roster tell of."""
    first, copy, old, strange, many, wrong = (next(clean) for _ in range(6))
    yield replace(first, faults=("likeness.peer",))
    yield replace(copy, seed=first.seed, faults=("likeness.peer",))
    again = ("likeness.own", "roster.twice")
    yield replace(old, faults=again)
    yield replace(old, date="2011年6月30日", listed="-", faults=again)
    yield replace(strange, listed="-", faults=("roster.unmatched",))
    yield replace(many, on_roster=many.members * 2, faults=("roster.member_count",))
    yield replace(wrong, file=f"{many.name}总结.txt", faults=("roster.other_file",))


def _fault(*codes: str, **changes: object) -> Callable[[Plan], Plan]:
    def plant(plan: Plan) -> Plan:
        told = {k: v.replace("§", str(plan.members)) if isinstance(v, str) else v for k, v in changes.items()}
        return replace(plan, faults=codes, **told)  # type: ignore[arg-type]

    return plant


FAULTS: tuple[Callable[[Plan], Plan], ...] = (
    _fault("section.absent", parts=without("problems")),
    _fault("section.absent", parts=without("plans")),
    _fault("section.in_body", parts=without("problems"), lines=("与上级要求相比，学习还不够深入，存在一定差距。",)),
    _fault("section.merged", parts=("overview", "activities", "results", "both")),
    _fault("section.order", parts=("overview", "problems", "activities", "results", "plans")),
    _fault("section.thin", flaws=()),
    _fault("section.duplicate", parts=("overview", "activities", "results", "problems", "problems", "plans")),
    _fault("residue.unit", lines=("印发了《中共大柏地煤矿机电队支部委员会党员积分管理办法》。",)),
    _fault("residue.campaign", lines=("随后召开了保持共产党员先进性教育活动动员大会，全体党员参加。",)),
    _fault("residue.placeholder", lines=("活动由××同志负责，（此处填写具体做法）。",)),
    _fault("date.after_report", lines=("2011年9月12日，组织党员参观了烈士陵园。",)),
    _fault("date.impossible", lines=("2011年2月31日，组织党员参观了烈士陵园。",)),
    _fault("date.outside_period", lines=("2007年4月12日，组织党员参观了烈士陵园。",)),
    _fault("date.title_year", title="{name}党支部2009年创先争优活动总结"),
    _fault("count.attendance", lines=("召开党员大会，150名党员参加了会议。",)),
    _fault("count.parts", overview="{name}党支部现有党员{members}人，其中正式党员{members}人、预备党员5人。"),
    _fault("count.conflict", lines=("目前全支部共有党员61人。",)),
    _fault("section.absent", "residue.placeholder", flaws=("（此处填写不少于三条）",), bare=True),
    _fault("section.absent", "residue.placeholder", flaws=("1、______。2、______。",), bare=True),
    _fault("date.title_year", title="{name}党支部2008年度创先争优活动总结"),
    _fault("count.parts", overview="{name}党支部现有党员{members}人。在职党员{members}人，退休党员3人。"),
    _fault("count.parts", lines=("开展义务劳动6次。其中植树4次，清扫街道5次。",)),
    _fault("residue.unit", lines=("明确了天河路小学党支部的活动方案。",)),
    _fault("slogan.items", lines=("开展“四个一”活动：读一本好书，写一篇心得，办一件实事。",)),
    _fault("residue.signature", signed="城关镇小学"),
    _fault("residue.campaign", lines=("随后召开了党的群众路线教育实践活动动员大会。",)),
    _fault("report.short", "section.short", brief=True, parts=("activities", "problems", "plans")),
    _fault("section.hollow", flaws=("通过对照检查，没有发现突出问题。",), bare=True),
    _fault("name.no_date", date=""),
    _fault("slogan.items", lines=("按照“五个好”（领导班子好、党员队伍好、工作机制好、群众反映好）的标准创建支部。",)),
)  # fmt: skip


def build(folder: Path) -> dict[str, tuple[str, ...]]:
    """Write the submissions below `folder`; the planted codes by file name, empty for the clean ones."""
    folder.mkdir(parents=True, exist_ok=True)
    truth = {}
    for number, plan in enumerate(planted(), 1):
        file = plan.file or f"{number:03d}.txt"
        (folder / file).write_text(plan.text(), encoding="utf-8")
        truth[file] = plan.faults
    for name in UNREAD:
        (folder / f"{name}.docx").write_bytes(b"PK\x03\x04broken")
        truth[f"{name}.docx"] = ("roster.unread",)
    return truth


def roster(path: Path) -> Path:
    """Write the roster of the submissions, with branches that sent nothing and some whose files cannot be read."""
    with path.open("w", encoding="utf-8-sig", newline="") as handle:
        lines = csv.writer(handle)
        lines.writerow(["单位", "党员人数", "联系人"])
        for plan in planted():
            if plan.listed != "-":
                lines.writerow([plan.listed or f"{plan.name}党支部", plan.on_roster or plan.members, ""])
        lines.writerows([name, 12, "老周"] for name in (*ABSENT, *UNREAD))
    return path


if __name__ == "__main__":
    build(Path(sys.argv[1]))
    roster(Path(sys.argv[1]) / ".." / "名单.csv")
