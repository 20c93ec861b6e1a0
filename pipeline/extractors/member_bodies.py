"""Members of another body than the one that reports: a superior's, a sibling's, those below, a whole town's."""

from __future__ import annotations

import re

from pipeline.extractors.member_cues import Candidate, Cues
from pipeline.language.draft import Draft
from pipeline.language.whose import level
from pipeline.model import Span

_N = "[0-9一二两三四五六七八九十]{1,3}"
_BACK = 40
_OPENING = 120  # characters of a report that name the branch whose it is
# 局党委下辖8个党支部，|党员126名: a branch has no branches below it.
_ABOVE = re.compile(
    r"[\u4e00-\u9fff](?:党委|党总支|(?<!党)总支|党组|工委)(?:现|共|目前)*(?:下辖|下设|管辖|所辖|设有|辖有?|由|有)"
    rf"[^。；;\n]{{0,16}}?{_N}个(?:基层)?(?:党?支部|党?总支|党组织)(?:(?!支部|我)[^。；;\n]){{0,12}}\Z"
)
# 局属两个管理站的支部|有党员19名
_BELOW = re.compile(
    rf"{_N}个(?!(?:支部|总支)[，,、])(?:(?![我本并成])[^，,。；;、\n]){{0,10}}(?:支部|总支)(?:现|目前|一?共|总共|合计)*有?\Z"
)
_THEY = re.compile(
    r"他们(?:党?支部|党?总支|党委|[校院村镇乡局所厂站]|学校|单位|公司|社区)?(?:现|目前|现在|全部|全体|一?共)*(?:的|有)?\Z"
)
_ONE_BRANCH = re.compile(r"(?<!总)支部(?:现|目前|现在|一?共|总共)*(?:的|有)?\Z")
# 其中我支部|党员17名
_MINE = re.compile(r"(?:我们?|本)(?:党?支部|[校院村局所厂站]|单位|公司|社区)(?:现|目前|共)*有?\Z")
_UNIT = re.compile(r"医院|卫生院|[中小大]学|学校|学院|幼儿园|公司|[厂矿]|[^农]村|社区")
_FIRST = re.compile(
    r"我(?:校|院|园|厂|公司|村|社区)|中共[\u4e00-\u9fff]{2,14}?(?:学校?|学院|医院|公司|厂|村|社区)(?:总支|支部)?委员会"
)
_OFFICE = re.compile(r"局|(?<!党)委(?!员会|班)|[市县镇乡]办|政府|集团|乡|镇|街道|系统")
_TITLE, _HEAD = 40, 200


def of_other_body(draft: Draft, cues: Cues, found: Candidate) -> str:
    """The step that tells that a number is not of the reporting body's members; empty where it may be."""
    sentence = draft.text[draft.sentence(found.span.start).start : found.span.start]
    if cues.larger.search(found.before or sentence[-_BACK:]) and (reports_branch(draft) or _of_unit(draft.text)):
        return "members.larger"
    if _THEY.search(found.before):
        return "members.theirs"
    if not reports_branch(draft):
        return "members.branch" if _in_one_branch(draft, cues, found) else ""
    return "members.superior" if _ABOVE.search(sentence) else "members.below" if _BELOW.search(found.before) else ""


def _in_one_branch(draft: Draft, cues: Cues, found: Candidate) -> bool:
    """Whether all members of a branch are told of in a committee's report: 基础部支部书记介绍，全支部|23名党员."""
    if level(draft.text) == "branch" or "支部" in draft.text[:_TITLE].partition("\n")[0]:
        return False
    whole = cues.whole.search(found.before)
    return whole is not None and whole[0][0] not in "我本" and _ONE_BRANCH.search(whole[0]) is not None


def back_home(text: str, between: Span) -> bool:
    """Whether a part of a larger body's members is the reporting body's: 全局党员88名，其中我支部17名."""
    return _MINE.search(text, between.start, between.end) is not None


def reports_branch(draft: Draft) -> bool:
    """Whether the report names itself as a branch's."""
    return "支部" in draft.text[:_OPENING] and level(draft.text) == "branch"


def _of_unit(report: str) -> bool:
    """Whether a report is that of a school, a hospital, an enterprise or a village, no part of a town or county."""
    title = report[:_TITLE].partition("\n")[0]
    named = _UNIT.search(title) or _FIRST.search(report, 0, _HEAD)
    return named is not None and not _OFFICE.search(title)
