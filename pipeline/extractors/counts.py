"""Counts: stated numbers of things done (meetings, study sessions, seminars, lectures, briefings), with their role."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from pipeline.extractors.count_headed import headed
from pipeline.extractors.count_nouns import Candidate, candidates
from pipeline.extractors.count_resumed import resumed
from pipeline.extractors.count_totals import parted, restated
from pipeline.language.context import modifiers
from pipeline.language.draft import Draft
from pipeline.model import CERTAIN, DOUBTFUL, LIKELY, CountValue, Mention

_REFERENCE = re.compile(
    r"的?(?:精神|纪要|记录|决定|决议|文件|内容|要求|通知|方案|教材|课件|笔记|心得|制度|材料|机会|时间|任务|计划|资料|用书|费|室)"
)
_POINTED = re.compile(
    r"(?:再|又|这|那|某|上|下|前|首|最后|任何|同|该|另|每|头|近|在|于|利用|借助|通过|进|逐|是|成为|作为)(?:了)?\Z"
)
_SAID = re.compile(r"(?:[这那]|(?<![先以之目])前|(?<![先前以之])后)\Z")  # 前三次讨论会, 这两次会议: told of before
_SETTING = re.compile(r"(?:上|中|时|期间|里|之后|后|前|之前)")
_GROUPS = re.compile(r"(?:党|村民|居民|学习)?(?:小组|班组|组|支部|科室|车间)")  # 党小组会3个小组开得好
_PER = re.compile("[/／每](?:年|月|季|学期|周)")  # 支委会12次/年
_MORE = re.compile(r"[比较](?:去年|上年|往年|原来|以往|上季度|上学期)[^，,。；;]{0,6}?(?:多|少|增|减)[^，,。；;]*\Z")
# A slogan of items with one each (五个一, 四个一批): what follows in its sentence is its gloss.
_GLOSS = re.compile(r"[二三四五六七八九十两2-9]个[一1](?:次|批)?[”\"’]?")
_REPORTED = re.compile(
    r"(?:编发|编印|编写|编辑|印发|刊发|刊登|刊载|报送|上报|撰写|发布|投送|采写|制作|登载|发表|录用|采用)[^，,。；;0-9]{0,10}\Z"
    r"|(?:简报|快报|专报|专刊)(?:共|累计|近)?[0-9一二三四五六七八九十百余多]{1,5}[期篇份条][、，,和及与]{0,2}\Z"
    r"|(?:[报撰发出写])(?:了|各类|活动|相关|有关|工作|宣传)*\Z"
)
_OF_OTHERS = re.compile(
    r"(?:就业|用工|招聘|岗位|气象|市场|价格|农业|科技|疫情|民意|商品|供求|学生|客户|个人|隐患|便民|服务|政策"
    "|预警|预报|警情|险情|灾害|火险|水情|雨情|汛情|墒情|虫情|病虫|病虫害|地震|测报|交通|路况|安全|消防|食品|药品|防汛"
    r"|招工|求职|劳务|供应|采购|招标|企业|房源|公示|公开|致富|惠农|技术|监测|天气)\Z"
)
_ONLY = re.compile(r"(?:仅仅?|只(?!要|能|争|为)|才(?!能|会|可))[^，,。；;\n]{0,12}\Z")
# 集中学习2次未达到要求, among the problems.
_EACH_TIME = re.compile(r"各(?:自)?(?:召开|组织|开展|举办|举行|进行|安排|讲授|讲|上|开)(?:召开|开展)?了?\Z")
_ISSUED = re.compile("(?:编发|编印|编写|编辑|印发|刊发)[^，,。；;]{0,10}\\Z")
_WALL = re.compile("板报|墙报|橱窗|宣传栏|展板|画廊|张贴")
_SHORT = re.compile("[^，,。；;、\n]{0,4}(?:未|没有?|不足|不到|达不到|不够|偏少|太少|较少)")
_SUBJECT = re.compile(
    r"(?:研究|讨论|审议|部署|安排|谋划|推进|听取|汇报|督导|督查|调度|检查|围绕|关于|对)[^，,。；;：:\n]{0,16}\Z"
)
_LONG_LINK = 8
_GLOSS_REACH = 160
# Which context makes which role, and which is no statement of a number at all.
_ROLES = (
    ("planned", ("planned", "required", "hypothetical")),
    ("other", ("earlier", "other_body", "attended", "recurring")),
)
_CONTEXT_VETOES = {"negated": "被否定", "preventive": "要防止的", "each": "对每一个而言"}


def extract_counts(draft: Draft, mentions: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """Every stated number of meetings, study sessions, … in a draft, layer `count`."""
    lexicon = draft.profile.lexicon
    found = (_mention(draft, c) for c in candidates(draft.text, lexicon))
    yield from restated(draft, parted(draft, headed(draft, resumed(draft, found))))


def _mention(draft: Draft, found: Candidate) -> Mention:
    quantity = found.quantity
    value = CountValue(found.entry.kind, found.name, quantity.value, quantity.unit, "other", quantity.approx)
    mention = Mention("count", f"counts.{found.order}", found.span, value)
    around = modifiers(draft, found.span)
    veto = _veto(draft, found) or next((why for kind, why in _CONTEXT_VETOES.items() if kind in around), "")
    if veto:
        return mention._replace(veto=veto)
    role, cause = next(((role, kind) for role, kinds in _ROLES for kind in kinds if kind in around), ("done", "done"))
    if role == "done" and _too_few(draft, found):
        role, cause = "other", "too-few"
    if found.order == "column" and found.link and role == "done":
        role, cause = "other", "row"
    if role == "done" and _EACH_TIME.search(_ahead(draft, found)):
        # 3月、6月各召开一次: how many in all, nobody says
        return mention._replace(value=replace(value, role=role), confidence=DOUBTFUL, chain=("counts.each-time",))
    confidence = CERTAIN if found.order == "column" or len(found.link) < _LONG_LINK else LIKELY
    return mention._replace(value=replace(value, role=role), confidence=confidence, chain=(f"counts.{cause}",))


def _too_few(draft: Draft, found: Candidate) -> bool:
    """Whether a number tells, among the problems, how little was done (全年仅召开2次)."""
    at = found.span.start
    if "problems" not in draft.roles(at):
        return False
    short = _SHORT.match(draft.text, found.span.end, min(len(draft.text), found.span.end + 10))
    return bool(
        short or _ONLY.search(draft.text, max(draft.sentence(at).start, at - 24), max(at, found.quantity.span.start))
    )


def _matter(draft: Draft, found: Candidate) -> bool:
    """学习教育 as the campaign that was dealt with (部署学习教育3次), not done."""
    dealt = found.name.endswith("学习教育") and found.order == "noun-number"
    start = found.quantity.span.start
    return dealt and bool(_SUBJECT.search(draft.text, max(draft.sentence(start).start, start - 28), start))


def _veto(draft: Draft, found: Candidate) -> str:
    """Why the candidate is no count, or an empty string."""
    return next((why for why, holds in _VETOES if holds(draft, found)), "")


def _ahead(draft: Draft, found: Candidate) -> str:
    return draft.text[max(0, found.span.start - 16) : found.span.start]


def _behind(draft: Draft, found: Candidate) -> str:
    return draft.text[found.span.end : found.span.end + 6]


def _nameless(draft: Draft, found: Candidate) -> bool:
    several = found.order == "number-noun" and found.quantity.value > 1
    return found.name.startswith("的") or (found.name in ("会", "大会") and not several)


def _unreported(draft: Draft, found: Candidate) -> bool:
    """信息 that was gathered or published and not reported."""
    plain = found.entry.get("type") == "reported" and found.order != "column"
    ahead = _ahead(draft, found)
    return plain and bool(not _REPORTED.search(ahead) or _OF_OTHERS.search(ahead))


def _wall_paper(draft: Draft, found: Candidate) -> bool:
    """专刊 that hung on a wall (出专刊三期、板报四期)."""
    if not found.name.endswith("专刊") or _ISSUED.search(_ahead(draft, found)):
        return False
    sentence = draft.sentence(found.span.start)
    start, end = max(sentence.start, found.span.start - 12), min(sentence.end, found.span.end + 12)
    return _WALL.search(draft.text, start, end) is not None


def _activity(draft: Draft, found: Candidate) -> bool:
    """A talk or report that was put on (举办报告会), not held as a meeting (召开报告会)."""
    return found.entry.get("type") == "talk" and "召开" not in _ahead(draft, found)


def _back_reference(draft: Draft, found: Candidate) -> bool:
    return found.order == "number-noun" and bool(_REFERENCE.match(_behind(draft, found)))


def _pointed(draft: Draft, found: Candidate) -> bool:
    """一次 that names no number (再一次, 在一次会议上), or times that were told of before (前三次讨论会)."""
    if found.order == "number-noun" and _SAID.search(_ahead(draft, found)):
        return True
    if found.quantity.value != 1 or found.order != "number-noun" or found.entry.kind == "lecture":
        return False
    return bool(_POINTED.search(_ahead(draft, found)) or _SETTING.match(_behind(draft, found)))


def _gloss(draft: Draft, found: Candidate) -> bool:
    start = max(draft.sentence(found.span.start).start, found.span.start - _GLOSS_REACH)
    return found.quantity.value == 1 and bool(_GLOSS.search(draft.text, start, found.span.start))


def _rate(draft: Draft, found: Candidate) -> bool:
    return bool(_PER.match(_behind(draft, found)))


def _of_groups(draft: Draft, found: Candidate) -> bool:
    return found.quantity.unit == "个" and _GROUPS.match(draft.text, found.quantity.span.end) is not None


def _compared(draft: Draft, found: Candidate) -> bool:
    """How many more or fewer than before, not how many."""
    return bool(_MORE.search(draft.text, max(0, found.span.start - 16), found.span.end))


_VETOES: tuple[tuple[str, Callable[[Draft, Candidate], bool]], ...] = (
    ("数目是一个范围", lambda draft, found: found.quantity.upto is not None),
    ("不知是什么会", _nameless),
    ("不是报送的信息", _unreported),
    ("是墙报一类，不是简报", _wall_paper),
    ("是活动，不是会议", _activity),
    ("是会议的议题", _matter),
    ("数的是小组", _of_groups),
    ("说的是会议的精神、材料", _back_reference),
    ("泛指或回指，不是次数", _pointed),
    ("是数字口号的解释", _gloss),
    ("是增减的数", _compared),
    ("说的是频次", _rate),
)
