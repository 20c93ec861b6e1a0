"""What part of a report the words of a notice mean: by the head noun, which stands last in Chinese."""

from __future__ import annotations

import re

from pipeline.language.lexicon import Lexicon
from pipeline.structure.cues import roles_of

_AHEAD = re.compile("^(?:明年|来年|下一?步|下一?阶段|下年度?|今后|未来)|长效机制|^(?:进一步)?巩固|设想$|努力方向")
_NEXT = re.compile("[0-9]{4}年?度?(?:的?(?:工作|重点|主要))*(?:思路|打算|计划|举措|措施|安排|设想|目标)")
_ORGANISED = re.compile("组织(?:领导|发动|实施)?情况$|领导(?:机构)?情况$")
_DONE = re.compile(
    "(?:开展|落实|整改|解决|完成|推进|进展|实施|排查|自查|检查|学习|执行|工作|活动)[^，。]{0,6}情况$|情况$"
)
_GAINED = re.compile("效果|实效|特色|亮点|变化$")


def kinds_of(words: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The roles that a part has by the words a notice calls it; ("other",) where they tell none."""
    if _AHEAD.search(words) or _NEXT.search(words):
        return ("plans",)
    head = words.rpartition("的")[2]
    if _ORGANISED.search(head):
        return ("organisation",)
    roles = roles_of(head, lexicon) if head != words else roles_of(words, lexicon)
    if roles and roles != ("other",):
        return roles
    if _DONE.search(head):
        return ("activities",)
    if _GAINED.search(head):
        return ("results",)
    return roles_of(words, lexicon) or ("other",)
