"""The parts a report must have: missing, only in the body, merged, thin, hollow, out of order, twice."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from pipeline.audits.case import ERROR, NOTE, WARNING, Case
from pipeline.messages import say
from pipeline.model import CountValue, Fact, Finding, MeetingValue, Report, Section, Span
from pipeline.profile import Profile

_BLANK = re.compile(r"\s")
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
    present = _present(report)
    return tuple(role for role in profile.required if role not in present)


def _present(report: Report) -> set[str]:
    """The roles of the headings; of those whose body is a template that nobody filled in, none."""
    return {role for section in report.filled for role in section.roles}


def missing(case: Case) -> Iterator[Finding]:
    """A required part that no heading names: told in the body all the same, or not at all."""
    for role in missing_roles(case.report, case.profile):
        name, place = say(f"role_{role}"), covering(case, role)
        blank = next((section for section in case.report.sections if role in section.roles), None)
        if blank:
            message = f"缺少“{name}”部分：标题“{blank.heading}”下只有没有填写的空白。请补写这一部分。"
            yield replace(case.finding(ERROR, "section.absent", message, case.working(blank.span)), role=role)
        elif place is None:
            message = f"缺少“{name}”部分：没有这样的标题，正文里也没有找到。请补写这一部分；如已写在别处，请单列标题。"
            yield replace(case.finding(ERROR, "section.absent", message), role=role)
        else:
            told = "正文里似有提及" if _is_hint(case, role) else "但正文里写到了"
            message = f"没有“{name}”的标题，{told}（见所引文字）。请单列标题，或核对后认可。"
            yield replace(case.finding(WARNING, "section.in_body", message, place), role=role)


def _is_hint(case: Case, role: str) -> bool:
    """Whether words alone speak for problems or plans, and no statement of one was found."""
    return role in ("problems", "plans") and _covering_fact(case, role) is None


def recommended(case: Case) -> Iterator[Finding]:
    """The recommended parts that neither a heading nor the body has, in one note."""
    known = _present(case.report) | set(case.profile.required)
    lacking = [r for r in case.profile.recommended if r not in known and covering(case, r) is None]
    if lacking:
        names = "、".join(f"“{say(f'role_{role}')}”" for role in lacking)
        message = f"没有写{names}。{'这一部分' if len(lacking) == 1 else '这几部分'}不是必需的，建议补充。"
        yield replace(case.finding(NOTE, "section.recommended", message), role=lacking[0] if len(lacking) == 1 else "")


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
            names = "”和“".join(say(f"role_{role}") for role in section.roles)
            message = f"“{names}”合写在一个标题下，不算缺项。如要求分开，请各立标题。"
            yield case.finding(NOTE, "section.merged", message, case.working(section.span))


def thin(case: Case) -> Iterator[Finding]:
    """A heading of a required part with no body, or next to none."""
    least = case.threshold("thin_chars", _THIN)
    for section in case.report.sections:
        if section.level == 1 and not section.blank and set(section.roles) & set(case.profile.required):
            chars = _body_chars(case, section)
            if chars < least:
                said = "没有内容" if not chars else f"只有{chars}个字"
                message = f"标题“{section.heading}”下{said}。请把这一部分写完整。"
                yield case.finding(WARNING, "section.thin", message, case.working(section.span))


def _body_chars(case: Case, section: Section) -> int:
    """The characters of a body, blanks and the report's signature left out."""
    signed = [fact.span for fact in case.of("name") if fact.span.start > section.span.end]
    end = min([section.body_end, *(span.start for span in signed if _is_line(case, span))])
    return len(_BLANK.sub("", case.draft.source.text[section.span.end : end].strip("。．.：: \n\t")))


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
        if _body_chars(case, section) >= case.threshold("thin_chars", _THIN):
            message = f"“{section.heading}”一节没有写出具体问题，请核对，必要时补充。"
            yield case.finding(NOTE, "section.hollow", message, case.working(section.span))


def order(case: Case) -> Iterator[Finding]:
    """Plans before the problems they answer, or problems before what was done."""
    first = {role: _first(case.report, role) for role in ("activities", "problems", "plans")}
    for before, after in (("problems", "plans"), ("activities", "problems"), ("activities", "plans")):
        one, other = first[before], first[after]
        if one and other and other.span.start < one.span.start and after not in one.roles:
            message = (
                f"“{say(f'role_{after}')}”写在“{say(f'role_{before}')}”之前。"
                f"一般先写“{say(f'role_{before}')}”，请调整顺序或核对标题。"
            )
            yield case.finding(WARNING, "section.order", message, case.working(other.span))
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
            message = f"标题“{section.heading}”出现了两次，可能是重复粘贴。请删去重复的部分或改正标题。"
            yield case.finding(WARNING, "section.duplicate", message, case.working(section.span))
        seen.add(heading)


def short(case: Case) -> Iterator[Finding]:
    """A report so short that it can hardly say what was done."""
    least = case.threshold("short_chars", 120)
    if case.report.chars < least:
        message = f"全文只有{case.report.chars}个字，少于{least:g}字。请核对是否漏交了正文。"
        yield case.finding(WARNING, "report.short", message)


__all__ = ["hollow", "merged", "missing", "missing_roles", "order", "recommended", "short", "thin", "twice"]
