"""Whose doing a report tells of: its own, or that of a superior, a sibling or a branch below.

A committee is the report's own where the report is a committee's; a branch, where the report is that branch's. Title,
signature and the opening sentences say whose it is.
"""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.language.draft import Draft
from pipeline.model import Span

_LEVEL = re.compile(
    r"(?P<branch>支部)|(?P<general>总支)|(?P<committee>党委|党组|工委)"
    r"|中共[\u4e00-\u9fff]{2,20}?(?<!支部)(?<!总支)(?P<committee6>委员会)"
)
_OWN_LEVEL = re.compile(
    r"(?:我|本|全)\w{0,4}?(?:(?P<branch>支部)|(?P<general>总支)|(?P<committee>党委))|(?P<committee2>党委)(?:下设|下辖|现有)"
    # 活动开展以来，镇党委、政府高度重视: the committee that acts in the opening is the report's own
    r"|(?:^|[\n，,。])(?:[^\s，,。；按根遵在由经向对]{0,5}(?:乡|镇|局|街道|公司|校|院|厂|集团|机关))?(?P<committee3>党(?:工?委|组))(?:[、和][乡镇]?政府)?(?:班子)?"
    r"(?=高度重视|认真|坚持|始终|严格|紧紧|迅速|及时|立即|成立|深入|扎实|切实|把|围绕|以|充分|创新|探索|推行)"
    # 教育工委于9月25日召开…: and the one that held its meetings on a day
    r"|(?:^|[\n，,。；;])[^\s，,。；;要求参加按据]{0,10}?(?P<committee5>工委|党委|党组)于[0-9年月日]{3,10}[^，,。；;\n]{0,4}?(?:召开|举行|举办)"
    # 7月10日，局机关党委召开…: so does the one that the very first sentence tells of
    r"|\A(?:本[报网]讯 ?)?(?:[（(][^）)\n]{1,16}[）)])?[0-9年月日上下午，, ]{0,20}"
    r"[^，,。；;\n]{0,12}?(?:(?P<committee4>党(?:工?委|组))|(?P<general2>总支))"
    r"(?:[在于][^，,。；;\n]{1,16})?(?=组织|召开|举行|举办|开展)"
    # 6月29日，中共城关中学委员会召开…
    r"|(?:^|[\n，,。])中共[\u4e00-\u9fff]{2,20}?(?<!支部)(?<!总支)(?P<committee7>委员会)(?=[在于召举组开]|隆重)"
)
_MINE = re.compile(r"[我本][\u4e00-\u9fff]{0,3}\Z|[年月日]底?\Z")  # 2009年支部有党员20名 names no other branch
_FIRST_PERSON = re.compile("我(?:们|党?支部|党?总支|党委|校|院|局|所|厂|公司|村|镇|乡|社区|街道|单位|部门|中心)")
_NAME = re.compile(r"[\u4e00-\u9fff0-9]{0,3}\Z")
_LONGER = re.compile(r"(?:集团|总|上级)\Z")
_OPENING, _CLOSING, _TITLE = 200, 60, 40


def whose(draft: Draft, text: str, kind: str, span: Span) -> str:
    """own or other_body, for what a sentence names at `span`: a committee (superior), a branch, 该支部 (other_body)."""
    own = level(draft.text)
    if _MINE.search(text, max(0, span.start - 4), span.start):
        return "own"
    body = span.of(text)
    if kind == "other_body":
        return "own" if _in_third_person(draft.text) else "other_body"
    if kind == "superior" and _addressed(draft.text, text[: span.start], body):
        return "other_body"
    if kind == "superior":
        return "own" if own == "committee" or (own == "general" and "总支" in body) else "other_body"
    name = _NAME.search(text, max(0, span.start - 3), span.start)
    called = (name[0] if name else "") + body.replace("党支部", "").replace("支部", "")
    opening = min(draft.sections[0].span.start if draft.sections else _OPENING, _OPENING)
    known = draft.text[:opening] + _titles(draft.text)
    same = own == "branch" or (own == "general" and "总支" in body)
    mine = same and (called in known or not _LEVEL.search(known))
    return "own" if mine and called else "other_body"


def _addressed(report: str, before: str, body: str) -> bool:
    """Whether the report is addressed to the body, by its longer name (集团|公司党委): it is no body of its own."""
    longer = _LONGER.search(before[-4:])
    return longer is not None and f"{longer[0]}{body}：" in report[:_OPENING]


@lru_cache(maxsize=8)
def _in_third_person(text: str) -> bool:
    """Whether a report tells of the body in its title as 该支部, never as 我支部."""
    return bool(_LEVEL.search(_titles(text))) and not _FIRST_PERSON.search(text)


@lru_cache(maxsize=8)
def level(text: str) -> str:
    """Whose report it is (branch, general branch or committee), as its title, signature or opening says."""
    match = _LEVEL.search(_titles(text)) or _OWN_LEVEL.search(text, 0, _OPENING)
    return (match.lastgroup or "branch").rstrip("234567") if match else "branch"


@lru_cache(maxsize=8)
def _titles(text: str) -> str:
    """The short lines at the head (the addressee's aside) and at the foot: title and signature, each line whole."""
    head, foot = text.find("\n", _OPENING), text.rfind("\n", 0, max(0, len(text.rstrip()) - _CLOSING))
    lines = [*text[: head if head >= 0 else len(text)].split("\n")[:4], *text[foot + 1 :].strip().split("\n")[-3:]]
    return "\n".join(line for line in lines if len(line) <= _TITLE and not line.endswith(("：", ":", "。")))
