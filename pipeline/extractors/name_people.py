"""Who signs a report: a person after an office, the office of a leading group, or the unit named in the signature."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extractors.name_branch import Candidate
from pipeline.extractors.name_places import Places
from pipeline.model import Span

_PERSON = "[\u4e00-\u9fff][ 　]?[\u4e00-\u9fff]{1,3}"
_SIGNATORY = re.compile(
    "(?:支部书记|总支书记|党委书记|书记|校长|院长|站长|所长|主任|述职人|总结人|汇报人|报告人|执笔人?|撰稿人?|签发人?|负责人|作者)"
    "(?:签[字名])?[:：]\\s*([\u4e00-\u9fff]{2,4})$"
)
_OFFICE = re.compile(".{2,40}(?:领导小组办公室|领导小组|活动办公室)$")
# 柳河村党支部书记 王某某, under the title of a report that an officer gives
_OFFICER = re.compile(f"(?:支部|总支|党委)(?:第一|副)?书记[ 　]+({_PERSON})$")
_GIVER = re.compile(f"[（(]?(?:述职人|汇报人|报告人)[:：]\\s*({_PERSON})[）)]?$")
_PERSONAL = re.compile("述职|述廉|对照检查|党性分析|个人")  # below such a title a name may stand alone
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟"
    "汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文"
)
_ALONE = re.compile(f"[（(]?([{_SURNAMES}][ 　]*[\u4e00-\u9fff]{{1,2}})[）)]?")
_BLANK = re.compile(r"\s")


def signed_by(text: str, found: Places, signed: list[Candidate]) -> tuple[str, Span, str] | None:
    """The signatory's name, where it stands and the rule; None where nobody signs."""
    for line in found.tail:
        words = line.of(text)
        if person := _SIGNATORY.search(words):
            return _at(line, person)
        if len(words) <= 45 and _OFFICE.fullmatch(words):
            return words, line, "signatory.office"
    if giver := next(_givers(text, found), None):
        return giver
    units = (unit.span for unit in signed if any(line.covers(unit.span) for line in found.tail))
    return next(((span.of(text), span, "signatory.unit") for span in units), None)


def _givers(text: str, found: Places) -> Iterator[tuple[str, Span, str]]:
    """Who gives the report, named under its title."""
    personal = any(_PERSONAL.search(line.of(text)) for line in found.title)
    for line in found.head[:2]:
        words = line.of(text)
        alone = _ALONE.fullmatch(words) if personal else None
        if giver := _OFFICER.search(words) or _GIVER.fullmatch(words) or alone:
            yield _at(line, giver)


def _at(line: Span, person: re.Match[str]) -> tuple[str, Span, str]:
    start, end = person.span(1)
    return _BLANK.sub("", person[1]), Span(line.start + start, line.start + end), "signatory.person"
