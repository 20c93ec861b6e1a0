"""Heading roles: what a section is for, by the cues of its heading, its place and its body.

A heading has the roles of all the part names in it (存在的问题和今后打算 has two), else that of its foremost phrase.
Where no part is named, its place and its body decide: what admits shortcomings is problems, what looks ahead and stands
last or after the problems is plans, what tells of gains alone before these is results, any other of what was done.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language.lexicon import Lexicon
from pipeline.language.profile import Profile
from pipeline.model import Section, Span
from pipeline.structure.bodies import Body
from pipeline.structure.cues import LABEL, Cue, decisive, heading_cues, label_share, ordered
from pipeline.structure.titles import title_of

_FEW, _ALL = 8, 0.75  # characters of a heading that says nothing; share of the sentences that are nearly all
_DEEPEST = 3  # below this level headings are items of lists
_OUTLOOK = frozenset({"problems", "plans"})
_VAGUE = frozenset({"activities", "organisation"})
_CLAUSES = ("是", "要")
# A sub-heading without any of these words tells nothing that its section does not.
_NAMED = re.compile(
    "问题|不足|差距|短板|弱|困难|原因|教训|打算|计划|安排|思路|方向|设想|展望|措施|举措|办法|做法|情况|成效|成绩|成果|效果|收获|亮点|变化"
    "|荣誉|经验|体会|启示|心得|概况|现状|建议|对策|今后|下一?步|阶段|明年|工作|领导|组织|宣传|动员|认识|思想|重视|氛围|機|問題|原则|要求"
)
_DOUBTS = re.compile("问题|不足|差距|短板|反思|薄弱|查摆|找准")
_PROSPECTS = re.compile("方向|努力|整改|改进|今后|未来")
_PLAN_TITLE = re.compile(
    r"(?:计划|思路|要点|打算|安排|规划|方案|意见)(?:的?(?:通知|报告))?[》”]?[（(]?[^（(]{0,8}[）)]?$"
)
_LEAD = 160  # characters before the first heading in which a report may say that it tells of what comes next
_LED_ON = re.compile(
    r"(?:^|[。！\n])[ \t]*(?:下一?步|下一?阶段|下半年|今后|接下来|明年|来年|新的一年)(?:工作中)?[，,]?"
    r"[^。\n]{0,60}(?:将|要)[^。\n]{4,}[：。]\s*$"
)
_CLAUSE_END = re.compile("[，,、；; ]")
_MEANS = re.compile("(?:措施|举措|办法|对策)$")
_REPORT_TITLE = re.compile("总结|汇报|小结|情况|回顾|述职|报告(?!.*(?:计划|思路|要点))")


def assign(text: str, sections: tuple[Section, ...], profile: Profile) -> tuple[Section, ...]:
    """The sections with roles; those of level 1 always have one, lower ones only what their own words say."""
    lexicon = profile.lexicon
    top = [section for section in sections if section.level == 1]
    decided = {section.no: roles for section, roles in zip(top, _top_roles(text, top, lexicon), strict=True)}
    held = dict(decided)  # the roles that hold in each section, its own or inherited
    for section in sections:
        if section.level > 1:
            above = held.get(section.parent, ())
            decided[section.no] = _lower_roles(section, above, lexicon)
            held[section.no] = decided[section.no] or above
    return tuple(
        Section(
            s.no, s.level, s.marker, s.heading, decided[s.no], s.span, s.body_end, s.run_in, s.parent
        ) if decided[s.no] else s
        for s in sections
    )  # fmt: skip


def _top_roles(text: str, sections: list[Section], lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """The roles of the sections of level 1, in order."""
    found = [heading_cues(section.heading, lexicon) for section in sections]
    decided = [decisive(cues) for cues in found]
    vague = [
        index
        for index, cues in enumerate(found)
        if decided[index] <= _VAGUE and not any(cue.weight >= LABEL for cue in cues)
    ]
    if vague and (
        _is_plan(text, lexicon) or _LED_ON.search(text, max(0, sections[0].span.start - _LEAD), sections[0].span.start)
    ):
        decided = [{"plans"} if i in vague and roles <= {"activities"} else roles for i, roles in enumerate(decided)]
    elif vague:
        _by_body(text, sections, decided, vague)
    if not any("activities" in roles or not roles for roles in decided):
        _done_besides(sections, found, decided)
    for index, cues in enumerate(found):
        decided[index] = _told(text, sections[index], cues, decided, index)
    return (ordered(roles or {"activities"}) for roles in decided)


def _done_besides(sections: list[Section], found: list[tuple[Cue, ...]], decided: list[set[str]]) -> None:
    """Take for doings, in a report without others, what speaks of the organisation in a later clause only.

    分类指导、注重宣传，确保活动取得实效.
    """
    for index, (section, cues) in enumerate(zip(sections, found, strict=True)):
        first = _CLAUSE_END.search(section.heading)
        if decided[index] == {"organisation"} and first and all(cue.start > first.start() for cue in cues):
            decided[index] = {"activities"}


def _told(text: str, section: Section, cues: tuple[Cue, ...], decided: list[set[str]], index: int) -> set[str]:
    """The roles of a section where its body tells otherwise than its heading's words.

    工作有新进展 is what was done where the body tells of doings. 具体措施 behind problems are to come where the body
    tells of none taken.
    """
    roles = decided[index]
    if roles == {"results"} and not any(cue.weight >= LABEL for cue in cues):
        return {"activities"} if Body.of(text, section.span.end, section.body_end).acts() else roles
    if roles == {"activities"} and index and decided[index - 1] == {"problems"} and _MEANS.search(section.heading):
        return {"plans"} if not Body.of(text, section.span.end, section.body_end).done() else roles
    return roles


def _by_body(text: str, sections: list[Section], decided: list[set[str]], vague: list[int]) -> None:
    """Settle the sections whose heading names no part by their place and their body."""
    bodies = {i: Body.of(text, sections[i].span.end, sections[i].body_end) for i in vague}
    for rule in (_described, _admitted, _prospective, _gained):
        for index in list(bodies):
            roles = rule(sections[index].heading, bodies[index], decided, index)
            if roles:
                decided[index] = roles
                del bodies[index]


def _described(heading: str, body: Body, decided: list[set[str]], index: int) -> set[str]:
    """Overview where the first section, under a few words that say nothing, tells but what there is."""
    silent = not index and not decided[index] and len(heading) <= _FEW
    return {"overview"} if silent and body.holds() >= _ALL and not body.done() else set()


def _admitted(heading: str, body: Body, decided: list[set[str]], index: int) -> set[str]:
    """Problems where most of a body admits shortcomings, the sooner if the heading hints at them; plans with them."""
    doubts = bool(_DOUBTS.search(heading))
    if not (doubts or index) or body.admits() < (0.4 if doubts else 0.7):
        return set()
    return {"problems", "plans"} if _PROSPECTS.search(heading) and body.says_next() else {"problems"}


def _prospective(heading: str, body: Body, decided: list[set[str]], index: int) -> set[str]:
    """Plans where the last section, or one after the problems, looks ahead."""
    last = index == len(decided) - 1
    told = any("problems" in roles for roles in decided[:index])
    idle = told and last and body.done() < 0.3 and not body.states()
    if index and (told or last) and (body.looks_ahead() or idle):
        return {"plans"}
    return set()


def _gained(heading: str, body: Body, decided: list[set[str]], index: int) -> set[str]:
    """Results where a report that names none elsewhere has, after its doings, a section of gains alone."""
    closing = all(roles & {"problems", "plans", "experience"} for roles in decided[index + 1 :])
    if not index or not closing or any("results" in roles for roles in decided) or not body.gains():
        return set()
    return {"results"} if decided[index] <= {"activities"} else set()


def _is_plan(text: str, lexicon: Lexicon) -> bool:
    """Whether the report is by its title a plan and no account."""
    title = title_of(text, Span(0, len(text)), lexicon)
    words = title.of(text).strip() if title else ""
    return bool(_PLAN_TITLE.search(words)) and not _REPORT_TITLE.search(words)


def _lower_roles(section: Section, above: tuple[str, ...], lexicon: Lexicon) -> tuple[str, ...]:
    """The roles of a section below level 1; under problems and plans only these names count."""
    if section.level > _DEEPEST or section.marker[-1:] in _CLAUSES or not _NAMED.search(section.heading):
        return ()
    cues = heading_cues(section.heading, lexicon)
    roles = {cue.role for cue in cues if cue.weight >= LABEL}
    if roles & _OUTLOOK and label_share(section.heading, lexicon) < 0.5:
        roles -= _OUTLOOK
    if above and set(above) <= _OUTLOOK:
        return ordered(roles & _OUTLOOK)
    return ordered(roles or (decisive(cues) - _OUTLOOK))
