"""Members told as a part: of a body, of a number told just before, of one branch among several."""

from __future__ import annotations

import re

from pipeline.extractors.member_bodies import back_home
from pipeline.extractors.member_cues import Candidate, Cues, Decision, as_total
from pipeline.extractors.member_totals import is_total
from pipeline.language.draft import Draft
from pipeline.language.whose import level
from pipeline.model import CERTAIN, CountValue, Mention, Span

_BODY_REACH = 60  # characters before a number in which its body is looked for
_LISTED = 16  # characters between the items of a list of parts that semicolons part (女党员4人；大专以上文化的党员33人)
_STOP = re.compile(r"[。！!？?\n]")
_PRESENT = re.compile(r"(?:实到|到会|出席|参会|与会|实际参加)的?\s*\Z")
# 班子成员7人，其中党员6人: members of a body, which is no whole of the organisation.
_BODY = re.compile(
    r"(?P<body>(?:班子|两委|[支村党居][委支](?!部))[”\"]?(?:班子|委员会)?(?:成员|委员|干部)?|委员(?!会)|[会组]成员|代表|组长|骨干|负责人|管理人员|中层(?:干部)?"
    r"|[村组后备女]干部|老同志|离?退休(?:人员|干部|职工|教师|教职工|老干部)|青年(?:教师|职工|员工|干部)|[女新](?:职工|教师|员工)|年轻干部|书记|候选人|志愿者|评委|队员|网格员|楼栋长|[选评推]出)(?:(?!党员)[^，,。；;、：:\n0-9]){0,6}?"
    r"(?P<n>[0-9]{1,4})[名人位](?P<gap>[^。；;\n]{0,30})\Z"
)
_OF_THEM = re.compile(r"(?:其中[，,：:]?(?:有|中共)?|中[，,]?(?:有)?|[（(](?:其中)?(?:有)?)\Z")
_NEXT = re.compile(r"[，,、]\Z")
_SEATS = frozenset({"班子", "两委", "支委", "村委", "党委", "居委", "党支", "成员", "委员"})
_EACH = re.compile(r"分别(?:共?有|是|为)?\Z")  # 三个支部分别有党员35人、21人、18人
# 临床支部党员35人, in the report of a general branch or a committee: one of its branches.
_NAMED_BRANCH = re.compile(
    r"(?<![我本全各])(?<!下设|下辖|所属)[\u4e00-\u9fff0-9]{2}(?<![党个])支部(?:现?有|共有|目前有)?\Z"
)
_ELSEWHERE_STEPS = frozenset({"members.larger", "members.superior"})


def by_residence(found: Candidate, last: Mention | None) -> Decision | None:
    """Members who serve elsewhere and only report to the community beside its own (直管党员47人，在职党员81人)."""
    if last is None or found.name not in ("在职党员", "在册党员") or not is_total(last):
        return None
    own = isinstance(last.value, CountValue) and last.value.noun.endswith(("直管党员", "社区党员"))
    return Decision("other", "members.residence") if own else None


def by_whole(draft: Draft, cues: Cues, found: Candidate, last: Mention | None) -> Decision | None:
    """A part of a number of members told just before: 其中预备党员3人."""
    if last is None or last.veto or found.own or _PRESENT.search(found.before):
        return None
    between = draft.text[last.span.end : found.span.start]
    listed = len(between) <= _LISTED and not _STOP.search(between)
    if not listed and draft.sentence(last.span.start) != draft.sentence(found.span.start):
        return None
    if _ELSEWHERE_STEPS & set(last.chain) and back_home(draft.text, Span(last.span.end, found.span.start)):
        return as_total(found, "members.back-home")
    if cues.part.search(between) or last.chain == ("members.part",):
        return Decision("other", "members.part", CERTAIN)
    return None


def by_body(draft: Draft, found: Candidate) -> Decision | None:
    """Members among those of a body told before: 班子成员7人，其中党员6人; 两委成员5名，党员4名."""
    if found.order != "noun-number":
        return None
    start = max(draft.sentence(found.span.start).start, found.span.start - _BODY_REACH)
    match = _BODY.search(draft.text, start, found.span.start)
    if not match or found.quantity.value > int(match["n"]):
        return None
    seats = match["body"].strip('”"').startswith(tuple(_SEATS)) and _NEXT.fullmatch(match["gap"])
    if not (seats or _OF_THEM.search(match["gap"])):
        return None
    return Decision("other", "members.body", CERTAIN)


def by_branch(draft: Draft, found: Candidate) -> Decision | None:
    """The members of one branch among several: 分别有党员35人、21人; 临床支部党员35人 where no branch reports."""
    one = _NAMED_BRANCH.search(found.before) and level(draft.text) != "branch"
    return Decision("other", "members.branch") if one or _EACH.search(found.before) else None
