"""The role of a number of members: how many the organisation has, how many took part, or some other group of them."""

from __future__ import annotations

import re

from pipeline.extractors.member_bodies import of_other_body
from pipeline.extractors.member_coming import came, sworn_in
from pipeline.extractors.member_cues import Candidate, Cues, Decision, as_total, cues_of, named
from pipeline.extractors.member_parts import by_body, by_branch, by_residence, by_whole
from pipeline.extractors.member_totals import YEAR, is_total, year_of
from pipeline.language.draft import Draft
from pipeline.language.whose import level
from pipeline.model import CERTAIN, CountValue, Mention

_PLANNED = frozenset({"planned", "required", "hypothetical", "recurring"})
# What may stand before a noun-number that says how many there are: nothing, a body, a time, another number.
_PLACED = re.compile(
    r"(?:\A|[校院村镇乡局所厂站队司部总委系处科区县市矿室行社园馆台办库段组间位关心团屯寨岛场店]|[末底初中前后来时今度为是]|[、，,：:（(）)\]】0-9%个名人户]"
    r"|[\t ]|支部|目前|现有)\s*\Z"
)
_HEAD = 200
_GREW = re.compile(r"(?:队伍|总?人数|总数)?[由从]")  # 党员人数由28人增加到33人
# 支部31名党员分为3个党小组: what is shared out among them is shared out among all.
_SHARED_OUT = re.compile('分为|分成|划分|划为|编为|编成|编入|每人|人均|人手|平均年龄|坚持[“"]?三会一课|坚持每')
_TAKEN_ON = re.compile(r"(?:确定|吸收|吸纳|[定列]为)(?:了|出)?\Z")
# 86名党员公开承诺: some of them did it, no matter where the report tells so.
_ACTED = re.compile(r"(?!分(?!别)|组成|来自|分属|中|平均|[占的])[\u4e00-\u9fff]")
# 选派2名党员参加县委党校培训
_SENT = re.compile(r"(?:选派|选送|选调|派出|派遣|安排|推荐|抽调|派)了?\Z")
_TO_TAKE_PART = re.compile(r"(?:分别|先后|前往|赴|到)?[^，,。；;\n]{0,8}?(?:参加|参训|培训|学习)")
_BRANCHES = re.compile(r"(?:各|所属|下属|基层)(?:基层)?(?:党支部|支部|党总支|总支|党组织)")
_GROWN_TO = re.compile(
    r"(?:发展|增加|增长|壮大|扩大|增|上升)[到至](?:了)?(?:现在|目前|今年|如今)?的?\Z"
)  # 由5名党员发展到现在的|14名党员
# 听课的有|党员35名
_THOSE_WHO = re.compile(
    r"(?:参加|参与|参会|参学|参训|听课|听讲|到会|到场|出席|与会|受训|观看)[^，,。；;、\n有]{0,8}的(?:人员)?[共总一]*有(?:[^，,。；;\n]{0,24}、)?\Z"
)
_MADE_OF = re.compile(r"(?:支部|总支|党委|党组织)(?:[^，,。；;\n]{0,40})(?:组成|构成|下设|下辖|设有|分为)")
_BECAME = re.compile("(?:成为|转为|[发吸接]\\w[为成])\\Z")  # 3名同志成为|入党积极分子
# 捐款的|党员有32名
_WHO_DID = re.compile(
    r"(?<!部)(?<!支委)(?:(?![校院村镇乡局所厂站队司部会系处科区县市们共位心单场室组])[\u4e00-\u9fff])的\Z"
)
# 在12个支部、356名党员中深入开展: all of them are told.
_WITHIN = re.compile(r"在[^。；;\n]{0,24}\Z")
_CARRIED_OUT = re.compile(r"中(?:深入|广泛|扎实|认真|全面|集中|积极|组织|普遍|有序)*(?:开展|进行|实施|掀起|启动)")
_ABSENT = re.compile(
    r"[^，,。；;\n]{0,12}?(?:没有?|未能?|不能?|无法|很少)(?:按时|及时|正常|经常|能够?)?(?:参加|参与|到会|出席|到场)"
    r"|(?!中?(?:无|没))[^，,。；;\n]{0,4}(?:缺席|请假|缺勤)"
)
_IS = re.compile("[为是系]\\Z")  # 另有1名老师为预备党员
_AMONG = re.compile(r"党员中[，,]?(?:共|还|现)?有?\s*\Z")
# 党员16名，积极分子3名，共19名参加了大会
_IN_ALL = re.compile(
    r"[^。；;\n]{0,24}?(?:一共|共计?|合计|总计)[^，,。；;\n]{1,6}[名人位][^，,。；;\n]{0,4}?(?:参加|出席|到会|与会|参会|参与)"
)
_VISITED = re.compile(
    r"(?:走访|慰问|看望|探望|探访|帮扶|救助|资助|补助|关爱|家访|约谈|谈心|谈话|表彰|奖励)(?:了|过)?[^，,。；;、\n]{0,8}\Z"
)
_TOGETHER = re.compile(r"(?:一|总)?共(?:有|计)?|合计|总计")
_ELSEWHERE = frozenset({"other_body", "earlier"})


def decide(draft: Draft, found: Candidate, around: frozenset[str], last: Mention | None) -> Decision:
    """The role of a candidate, from its context and from the mention before it; the first step that knows decides."""
    cues = cues_of(draft.profile.lexicon)
    return (
        _by_context(draft, cues, found, around)
        or _by_row(found)
        or _by_unit(cues, found)
        or by_residence(found, last)
        or by_body(draft, found)
        or by_whole(draft, cues, found, last)
        or _by_place(draft, found)
        or by_branch(draft, found)
        or _by_shares(cues, found)
        or _by_sending(found)
        or _by_becoming(found)
        or _by_cue(cues, found)
        or _by_sum(draft, found)
        or _by_list(found, last)
        or _bare(draft, cues, found, last)
    )


def _by_context(draft: Draft, cues: Cues, found: Candidate, around: frozenset[str]) -> Decision | None:
    """Planned, or another body's: in a section of plans only what changes is planned, who is there is not."""
    if "negated" in around:
        return Decision("other", "members.not-those")
    planned = around & _PLANNED
    acts = set(named(cues, found.before)) & {"change", "honour", "attendance"}
    if planned and (planned != {"planned"} or "plan_section" not in around or acts):
        return Decision("planned", "members.planned")
    # A number of members at the head of a clause is a new subject: 各支部召开会议3次，84名党员参加.
    subject = (found.order == "number-noun" and not found.before) or bool(_GREW.match(found.link))
    if _GROWN_TO.search(found.before):
        return as_total(found, "members.grown")
    elsewhere = around & _ELSEWHERE - ({"earlier"} if _is_latest(draft, found) else set())
    if elsewhere == {"other_body"} and _of_branches(draft, found) and named(cues, found.after)[:1] == ["attendance"]:
        return Decision("attendance", "members.of-branches")
    if (elsewhere and not subject) or cues.formerly.search(found.before):
        return Decision("other", "members.elsewhere")
    step = of_other_body(draft, cues, found)
    return Decision("other", step) if step else None


def _of_branches(draft: Draft, found: Candidate) -> bool:
    """Whether all branches of the reporting committee are told of (各支部共有312名党员参加)."""
    start = draft.sentence(found.span.start).start
    return level(draft.text) != "branch" and _BRANCHES.search(draft.text, start, found.span.start) is not None


def _is_latest(draft: Draft, found: Candidate) -> bool:
    """Whether the year that the clause names is the last of several in the sentence (2009年有20名，2012年有33名)."""
    year = year_of(found, draft.text)
    before = draft.text[draft.sentence(found.span.start).start : found.span.start]
    return bool(year) and any(int(other) < year for other in YEAR.findall(before))


def _by_row(found: Candidate) -> Decision | None:
    """A cell of a table: its column and row say what it is, no words around it."""
    if found.order != "column":
        return None
    part = bool(found.link) or found.group
    return Decision("other" if part else "total", "members.row" if part else "members.column")


def _by_unit(cues: Cues, found: Candidate) -> Decision | None:
    """Person-times took part; those that were visited or commended did not."""
    if found.quantity.unit != "人次":
        return None
    visited = _VISITED.search(found.before) and not named(cues, found.after)
    return Decision("other" if visited else "attendance", "members.person-times", CERTAIN)


def _by_place(draft: Draft, found: Candidate) -> Decision | None:
    """Who stayed away is a part; among whom a campaign is carried out is all: 在12个支部、356名党员中深入开展."""
    if _ABSENT.match(found.after):
        return Decision("other", "members.absent")
    start = draft.sentence(found.span.start).start
    if not _CARRIED_OUT.match(found.after) or not _WITHIN.search(draft.text, start, found.span.start):
        return None
    return as_total(found, "members.within")


def _by_shares(cues: Cues, found: Candidate) -> Decision | None:
    """The members among whom something is shared out, the body named right before them."""
    if not _SHARED_OUT.match(found.after) or not cues.organisation.search(found.before) or named(cues, found.before):
        return None
    return as_total(found, "members.shared-out")


def _by_sending(found: Candidate) -> Decision | None:
    """Those who came did take part, and so did those sent: 听课的有党员35名, 选派2名党员参加县委党校培训."""
    if _THOSE_WHO.search(found.before + found.link):
        return Decision("attendance", "members.those-who", CERTAIN)
    if sworn_in(found):
        return Decision("other", "members.sworn-in")
    if came(found):
        return Decision("attendance", "members.came")
    sent = _SENT.search(found.before) and _TO_TAKE_PART.match(found.after)
    return Decision("attendance", "members.sent") if sent else None


def _by_becoming(found: Candidate) -> Decision | None:
    """Those that became members, and those that did something: 3名同志成为入党积极分子, 捐款的党员有32名."""
    if _BECAME.search(found.link):
        return Decision("other", "members.taken-on" if found.own else "members.change", CERTAIN)
    if found.order == "noun-number" and "有" in found.link and _WHO_DID.search(found.before):
        return Decision("other", "members.some")
    return None


def _by_cue(cues: Cues, found: Candidate) -> Decision | None:
    """The nearest cue before the number in its clause, else the first one behind it."""
    if _GREW.match(found.link) or (found.own and found.before.endswith("对")):
        return Decision("total", "members.whole")
    if _AMONG.search(found.before):
        return Decision("other", "members.among", CERTAIN)
    whole = cues.whole.search(found.before)
    if whole or cues.everyone.search(found.after):
        return as_total(found, "members.whole" if whole else "members.everyone")
    ahead, behind = named(cues, found.before + found.link), named(cues, found.after)
    cue = ahead[-1] if ahead else None
    if cue in (None, "has"):
        cue = next((name for name in behind if name not in ("total", "has")), cue)
    if cue is None and cues.organisation.search(found.before):
        cue = "has"
    if cue == "has" and found.order == "number-noun" and (found.after or _IS.search(found.link)):
        return Decision("other", "members.some")
    if cue == "change" and found.own and _TAKEN_ON.search(found.before + found.link):
        cue = "taken-on"
    if cue in ("total", "has"):
        return as_total(found, f"members.{cue}")
    return Decision("attendance" if cue == "attendance" else "other", f"members.{cue}", CERTAIN) if cue else None


def _by_sum(draft: Draft, found: Candidate) -> Decision | None:
    """An item of a list that ends with how many took part in all."""
    if found.order != "noun-number" or not _IN_ALL.match(draft.text, found.span.end):
        return None
    return Decision("attendance", "members.sum")


def _by_list(found: Candidate, last: Mention | None) -> Decision | None:
    """A bare item of a list goes with the item before it: 发展党员3名、入党积极分子5名."""
    if last is None or last.veto or found.before or last.span.end + 2 < found.span.start:
        return None
    apart = found.own and set(last.chain) & {"members.part", "members.group"}
    if apart or not isinstance(last.value, CountValue) or last.value.role == "total":
        return None
    return Decision(last.value.role, "members.listed")


def _bare(draft: Draft, cues: Cues, found: Candidate, last: Mention | None) -> Decision:
    """No cue at all: a noun-number is a total, and so is a number-noun where the report introduces itself."""
    if found.quantity.value == 1 and found.order == "number-noun":
        return Decision("", "members.bare", veto="泛指，不是人数")
    if found.group:
        return Decision("other", "members.group")
    if found.order == "number-noun":
        plain = found.name == found.kind and not found.before.strip() and not _ACTED.match(found.after)
        total = (
            (plain and _introduced(draft, found.span.start))
            or _in_sum(draft, found, last)
            or _in_all(draft, cues, found)
        )
    else:
        total = bool(_PLACED.search(found.before))
    return Decision("total" if total else "other", "members.bare")


def _in_all(draft: Draft, cues: Cues, found: Candidate) -> bool:
    """支部由三个科室组成，一共38名党员: of the body that the sentence tells of, and of nothing that was done."""
    if not _TOGETHER.fullmatch(found.before) or found.after:
        return False
    sentence = draft.text[draft.sentence(found.span.start).start : found.span.start]
    return bool(_MADE_OF.search(sentence)) and not set(named(cues, sentence)) - {"total", "has", "honour"}


def _in_sum(draft: Draft, found: Candidate, last: Mention | None) -> bool:
    """正式党员24名、预备党员1名，共25名党员: the sum of kinds told just before."""
    if last is None or not is_total(last) or not _TOGETHER.fullmatch(found.before) or found.after:
        return False
    return draft.sentence(last.span.start) == draft.sentence(found.span.start)


def _introduced(draft: Draft, at: int) -> bool:
    """Whether an offset lies where the report introduces itself: at its head before any heading, or in the overview."""
    section = draft.section(at)
    return "overview" in draft.roles(at) if section else at < _HEAD
