"""Meetings told without their verb: under a heading that names them, by date; as 支部开会; as 搞了一次座谈."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.extractors.meeting_dates import DAY, inside
from pipeline.language.draft import Draft
from pipeline.language.lexicon import Lexicon
from pipeline.model import LIKELY, DateValue, MeetingValue, Mention, Section, Span

# 3月12日，养殖队|党小组开会; both are sought from their last word, which is rare, back
_MET = re.compile("开会(?!要|时|前|后|的|签到|次|记|通|制|不|少|多|难|以)")
_WHO = re.compile(r"(?:党小组|党?支部|支委|党?总支|党委|党组|班子(?:成员)?|全体党员)(?:集中|集体|一起|又)?\Z")
_WHO_LONGEST = 6
# 搞了一次“重读经典”的|座谈
_TALKED = re.compile(r"座谈(?=[，,。；;、（(\n]|\Z)")
_HELD = re.compile(r"(?:搞|举行|召开|进行|组织|举办|开展)了?[一1][次场](?:“[^”\n]{1,24}”|[^，,。；;：:\n“”]){0,16}?\Z")
_HELD_LONGEST = 45
_ITEM = re.compile(r"[ \t　]*(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳])?[ \t　]*")
_BRACKET = re.compile(r"[（(][^（）()]*[）)][。：:]?\Z")
_VERB = re.compile("召开|举行|举办|开了")
# What an item must tell for its date to be that of a meeting: where it was, who came, what was dealt with.
_DEALT = re.compile(
    "会议室|主持|到会|参会|出席|应到|实到|地点|内容|议题|研究|讨论|审议|传达|学习|表决|选举|通过|听取|总结|表彰|重温|评议"
)
_GENERAL = frozenset({"会议", "大会"})


def plainly(text: str) -> Iterator[Span]:
    """Where a body is said to meet or to have a talk, in words that name no meeting."""
    for met in _MET.finditer(text):
        if who := _WHO.search(text, max(0, met.start() - _WHO_LONGEST), met.start()):
            yield Span(who.start(), met.end())
    for talked in _TALKED.finditer(text):
        if _HELD.search(text, max(0, talked.start() - _HELD_LONGEST), talked.start()):
            yield Span(*talked.span())


def listed(draft: Draft, dates: tuple[Mention, ...]) -> Iterator[Mention]:
    """The items under a heading that names a meeting, each with the day that it begins with; the span is the day's."""
    for section in draft.sections:
        name = _BRACKET.sub("", section.heading).strip()
        if name not in _meetings(draft.profile.lexicon) or "plans" in draft.roles(section.span.end):
            continue
        for date in inside(dates, section.body):
            if _begins_item(draft.text, section, date.span) and isinstance(date.value, DateValue):
                day = date.value.resolved or date.value.value
                if len(day) == DAY:
                    yield Mention("meeting", "meetings.listed", date.span, MeetingValue(name, day, False, None), LIKELY)


def _begins_item(text: str, section: Section, date: Span) -> bool:
    """Whether a date begins a line of its own that tells of a meeting without naming it."""
    start = text.rfind("\n", 0, date.start) + 1
    if start < section.span.end or not _ITEM.fullmatch(text, start, date.start):
        return False
    end = text.find("\n", date.end)
    line = text[date.end : end if end >= 0 else len(text)]
    return _DEALT.search(line) is not None and not _VERB.search(line[:40])


@lru_cache(maxsize=8)
def _meetings(lexicon: Lexicon) -> frozenset[str]:
    """The names of meetings, but for those that any of them can bear."""
    return frozenset(term for e in lexicon["counted"] if e.kind == "meeting" for term in e.terms) - _GENERAL
