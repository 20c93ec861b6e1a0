"""The parts a report must have: missing, only in the body, merged, thin, hollow, out of order, twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.audits.case import ERROR, NOTE, WARNING, Case
from pipeline.language.profile import Profile
from pipeline.messages import both, listed, told
from pipeline.model import CountValue, Fact, Finding, MeetingValue, Report, Section, Span
from pipeline.structure.cues import label_share

_BLANK = re.compile(r"\s")
_UNDATED = re.compile(r"\n[ \t　_＿×xXＸ○]*年[ \t　_＿×xXＸ○]*月[ \t　_＿×xXＸ○]*日\s*$")  # a date nobody filled in
_NONE = re.compile(
    "(?:本年度?|本期|本单位|我[局校院村所镇]|目前|均|暂|尚|也)*(?:无|没有|未发现|不存在|未有)(?:此类|该类|相关|其他|其它|需要?|应|突出|明显|新增?|报告|说明|的)*"
    "(?:情况|问题|事项|内容|意见|建议|不足|线索)?"
)
_NAME = 0.5  # A heading half of which names a part of a report is its title.
_THIN = 12.0  # Characters below which a body says nothing; profile: thresholds: ["thin_chars=12"].
_COVERS = {
    "overview": re.compile(r"(?:现有|共有|下设|下辖)[^。；\n]{0,20}(?:党员|支部|职工|人)|基本情况"),
    "organisation": re.compile(r"成立了?[^。；\n]{0,20}领导小组|动员(?:大)?会|制定了?[^。；\n]{0,24}方案"),
    "activities": re.compile(r"(?:组织|开展|举办|召开|制定|建立|推进|落实|加强|完成|抓好|狠抓)[^。；\n]{2,}"),
    "results": re.compile(r"取得了?[^。；\n]{0,12}(?:成效|成绩|成果)|荣获|(?:明显|显著)(?:提高|增强|提升|改善|好转)"),
    "problems": re.compile(
        r"(?<![查找摆补正服决免止])(?:自己|自身|我们|支部|工作|存在|还有|仍有|知道|看到|承认)"
        r"(?:(?!查|弥补|改|克服|解决|正视|没有|无|避免|防)[^，,。；;\n]){0,8}(?:短处|缺点|毛病|弱项|不足|欠缺)(?![0-9])"
        r"|(?:征求|征集|收集|查找|查摆|梳理)[^。；;：:\n]{0,16}(?:意见|建议|问题|不足)[^。；;：:\n]{0,8}[条个项][：:]"
    ),
    "plans": re.compile(
        r"(?<![^。；;！\s])(?:往后|今后|以后|下一?步|接下来|下一?阶段|来年|明年|新的一年)"
        r"(?:(?!已)[^。；;\n]){0,12}(?:要|将|争取|打算|准备|计划|继续|加强|抓)"
    ),
    "experience": re.compile(r"体会(?:是|到|有)|经验是|启示|几点体会"),
}


def missing_roles(report: Report, profile: Profile) -> tuple[str, ...]:
    """The profile's required roles that no heading with anything below it has, in the profile's order."""
    present = _present(report, profile)
    return tuple(role for role in profile.required if role not in present)


def _present(report: Report, profile: Profile) -> set[str]:
    """The roles of the headings of level 1, and of lower ones that are the name of a part (（二）主要做法).

    Of those whose body is a template that nobody filled in, none.
    """
    named = (s for s in report.filled if s.level == 1 or label_share(s.heading, profile.lexicon) >= _NAME)
    return {role for section in named for role in section.roles}


def missing(case: Case) -> Iterator[Finding]:
    """A required part that no heading names: told in the body all the same, or not at all."""
    for role in missing_roles(case.report, case.profile):
        part, place = both(f"role_{role}"), covering(case, role)
        blank = next((s for s in case.report.sections if s.blank and role in s.roles), None)
        if blank:
            said = told("section.absent.blank", part=part, heading=blank.heading)
            yield case.finding(ERROR, said, case.working(blank.span), role)
        elif place is None:
            yield case.finding(ERROR, told("section.absent", part=part), role=role)
        else:
            key = "section.in_body.hint" if _is_hint(case, role) else "section.in_body"
            yield case.finding(WARNING, told(key, part=part), place, role)


def _is_hint(case: Case, role: str) -> bool:
    """Whether words alone speak for problems or plans, and no statement of one was found."""
    return role in ("problems", "plans") and _covering_fact(case, role) is None


def recommended(case: Case) -> Iterator[Finding]:
    """The recommended parts that neither a heading nor the body has, in one note."""
    known = _present(case.report, case.profile) | set(case.profile.required)
    lacking = [r for r in case.profile.recommended if r not in known and covering(case, r) is None]
    if lacking:
        key = "section.recommended" if len(lacking) == 1 else "section.recommended.several"
        said = told(key, parts=listed(both(f"role_{role}") for role in lacking))
        yield case.finding(NOTE, said, role=lacking[0] if len(lacking) == 1 else "")


def covering(case: Case, role: str) -> Span | None:
    """The first sentence of the body (working offsets) that covers a role; None where none does."""
    fact = _covering_fact(case, role)
    if fact:
        return case.working(fact.span)
    for match in _COVERS[role].finditer(case.draft.text) if role in _COVERS else ():
        if "plans" not in case.draft.roles(match.start()):
            return case.draft.sentence(match.start())
    return None


def _covering_fact(case: Case, role: str) -> Fact | None:
    if role in ("problems", "plans"):
        return next(iter(case.of(role.removesuffix("s"))), None)
    for fact in case.sure:
        value = fact.value
        if role == "activities" and isinstance(value, MeetingValue) and not value.planned:
            return fact
        if role == "activities" and isinstance(value, CountValue) and value.role == "done":
            return fact
        if role == "overview" and isinstance(value, CountValue) and value.role == "total":
            return fact
    return None


def merged(case: Case) -> Iterator[Finding]:
    """A heading that joins problems or plans with another part: present, not missing."""
    for section in case.report.sections:
        outlook = {"problems", "plans"} & set(section.roles)
        if section.level == 1 and outlook and len(section.roles) > 1:
            parts = listed((both(f"role_{role}") for role in section.roles), joints=("和", " and "))
            said = told("section.merged", parts=parts)
            yield case.finding(NOTE, said, case.working(section.span))


def thin(case: Case) -> Iterator[Finding]:
    """A heading of a required part with no body, or next to none; one that says 无 is told as that."""
    least = case.threshold("thin_chars", _THIN)
    for section in case.report.sections:
        if section.level == 1 and not section.blank and set(section.roles) & set(case.profile.required):
            body = _body(case, section)
            chars = len(body)
            if _NONE.fullmatch(body):
                said = told("section.none", heading=section.heading, text=body)
                yield case.finding(NOTE, said, case.working(section.span))
            elif chars < least:
                key = "section.thin" if chars else "section.thin.empty"
                said = told(key, heading=section.heading, chars=chars)
                yield case.finding(WARNING, said, case.working(section.span))


def _body(case: Case, section: Section) -> str:
    """The words of a body, blanks, marks at its ends and the report's signature left out."""
    signed = [fact.span for fact in case.of("name") if fact.span.start > section.span.end]
    end = min([section.body_end, *(span.start for span in signed if _is_line(case, span))])
    body = _UNDATED.sub("", case.draft.source.text[section.span.end : end])
    return _BLANK.sub("", body).strip("。．.：:；;（）()")


def _is_line(case: Case, span: Span) -> bool:
    text = case.draft.source.text
    before = text[max(0, span.start - 30) : span.start].rsplit("\n", 1)[-1]
    return not before.strip()


def hollow(case: Case) -> Iterator[Finding]:
    """A problem section of its own that names no problem."""
    problems = case.of("problem")
    for section in case.report.sections:
        body = Span(section.span.start, section.body_end)
        alone = section.level == 1 and section.roles == ("problems",) and not section.blank
        if not alone or any(body.covers(problem.span) for problem in problems):
            continue
        words = _body(case, section)
        if len(words) >= case.threshold("thin_chars", _THIN) and not _NONE.fullmatch(words):
            yield case.finding(NOTE, told("section.hollow", heading=section.heading), case.working(section.span))


def order(case: Case) -> Iterator[Finding]:
    """Plans before the problems they answer, or problems before what was done."""
    first = {role: _first(case.report, role) for role in ("activities", "problems", "plans")}
    for before, after in (("problems", "plans"), ("activities", "problems"), ("activities", "plans")):
        one, other = first[before], first[after]
        if one and other and other.span.start < one.span.start and after not in one.roles:
            said = told("section.order", before=both(f"role_{before}"), after=both(f"role_{after}"))
            yield case.finding(WARNING, said, case.working(other.span))
            return


def _first(report: Report, role: str) -> Section | None:
    """The first heading of level 1 that has a role and no other of the three."""
    return next((s for s in report.sections if s.level == 1 and role in s.roles), None)


def twice(case: Case) -> Iterator[Finding]:
    """Two headings of level 1 in the same words."""
    seen: set[str] = set()
    for section in case.report.sections:
        heading = _BLANK.sub("", section.heading)
        if section.level == 1 and heading in seen and len(heading) > 1:
            yield case.finding(WARNING, told("section.duplicate", heading=section.heading), case.working(section.span))
        seen.add(heading)


def short(case: Case) -> Iterator[Finding]:
    """A report so short that it can hardly say what was done."""
    least = case.threshold("short_chars", 120)
    if case.report.chars < least:
        yield case.finding(WARNING, told("report.short", chars=case.report.chars, least=f"{least:g}"))


__all__ = ["hollow", "merged", "missing", "missing_roles", "order", "recommended", "short", "thin", "twice"]
