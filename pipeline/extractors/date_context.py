"""What stands around a date: why a candidate is none, whether its end is open, and where 8.19 is a day.

The rules are data: (rules of the grammar they hold for, what stands before, what stands after, the reason).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.extractors.date_phrases import Found
from pipeline.model import Span

_REACH = 8  # characters before and after a candidate that decide
_MEASURE = "[万亿元块%％‰平㎡公米吨斤亩克升度倍分人名位个次户家件项场期台辆套级版号份册张本]"


_Rule = tuple[frozenset[str], re.Pattern[str], str]


def _rule(rules: str, before: str, after: str, reason: str) -> _Rule:
    # One pattern over `before⟨date⟩after`, the date itself cut out.
    pattern = f"{before}\x00" if before else ""
    return (
        frozenset(f"date.{r}" for r in rules.split()),
        re.compile(pattern + (f"\x00{after}" if after else "")),
        reason,
    )


_DECLINED = (
    _rule("month md", "(?:农历|阴历|旧历|夏历|腊月|正月)的?", "", "农历日期，没有固定的公历日"),
    _rule("month", "(?:历时|为期|连续|近|长达|达|整整|不足|超过|每隔|第|头|前|约|满)", "", "说的是时长"),
    _rule("month", "", "(?:之久|有余|余|多[月天]?|龄|大的)", "说的是时长"),
    _rule("month", "", "(?:革命|起义|暴动|怀胎|流火|飞雪|金秋|歌会|诗会)", "事件名或成语"),
    _rule("month", "", "(?:1|一)次", "说的是频次"),
    _rule("month", '[《“"]', "的", "作品名"),
    _rule("month", "红", "", "活动名"),
    _rule("year", "", "(?:的?(?:历史|文明|光辉|风雨|沧桑)|以上|余|多|左右)", "说的是时长"),
    _rule("year", "", "(?:第?[0-9]{1,4}号|[字发]?第?[0-9]{1,4}号文)", "文号"),
    _rule("year interval", "", "(?:第[一二12]学期|学年)", "学年"),
    _rule("year", "", "[级届]", "年级或届次"),
    _rule("dotted iso interval", "", "(?:学年|届|级|号|版|赛季)", "学年、届次或编号"),
    _rule("dotted iso compact", "(?:[A-Za-z0-9_/〔.．-]|\\[(?!\\x00\\x00\\]))", "", "编号的一部分"),
    _rule(
        "dotted iso compact",
        "(?:电话|热线|号码|编号|文号|学号|证号|账号|批号|代码|证书|QQ|No\\.?|№)[:： ]?",
        "",
        "号码",
    ),
    _rule("compact", "", f"(?:{_MEASURE}|余|多)", "像是数量"),
)
_WITHOUT_DAY = (  # with a day they are none: 2010-05-25人, [2010-05-25]
    _rule("dotted iso", "", _MEASURE, "像是数量"),
    _rule("dotted iso", "\\[", "", "编号的一部分"),
)


def _by_rule(rules: Iterable[_Rule]) -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    """What may decline a candidate, by the rule of the grammar that found it."""
    rules = tuple(rules)
    every = {name for names, _, _ in rules for name in names}
    return {name: tuple((pattern, why) for names, pattern, why in rules if name in names) for name in every}


_BY_RULE, _BY_RULE_WITHOUT_DAY = _by_rule(_DECLINED), _by_rule((*_DECLINED, *_WITHOUT_DAY))
_NUMERAL_BEFORE = re.compile(r"(?:[0-9一二三四五六七八九十百千零〇第]|[0-9][.．])\Z")
_LIST_MARKER = re.compile(r"(?:^|[\n。；;：: 　])[0-9]{1,2}[.．]$")
_HAN_MONTH = re.compile("[一二三四五六七八九十]{1,2}月$")
_FREQUENCY = re.compile("[一二两三四五六七八九十河花雪病节]|(?:[0-9]{1,2}[次课讲题会评查考报主])")

_SINCE_AFTER = re.compile(
    "(?:以[来來]|起(?![草步用点源义早]|来)|[开開]始(?=[,，。;；、进]|$)|之[后後]|以[后後]|至今|[后後](?=[,，]))"
)
_UNTIL_AFTER = re.compile("(?:底|月底)?(?:之前|以前|为止|前(?![夕后往来期列进三两二景去方段身沿])|止(?=[,，。;；)）]))")
_UNTIL_BEFORE = re.compile(r"(?:截至|截止到?|截至到)(?:目前)?\Z")


def judged(text: str, found: Found) -> Found:
    """The candidate with its veto or its open end."""
    reason = declined(text, found)
    return found._replace(veto=reason) if reason else found._replace(open=found.open or _open(text, found.span))


def declined(text: str, found: Found) -> str:
    """Why the candidate is no date, in Chinese; empty where it is one."""
    if not (found.first.possible and (found.last is None or found.last.possible)):
        return "日历上没有这一天"
    span = found.span
    before, after = text[max(0, span.start - _REACH) : span.start], text[span.end : span.end + _REACH]
    if not found.base and _NUMERAL_BEFORE.search(before) and not _LIST_MARKER.search(before):
        return "数的一部分"
    if found.rule == "date.month" and _HAN_MONTH.search(span.of(text)) and _FREQUENCY.match(after):
        return "说的是频次或节令"
    around = f"{before}\x00\x00{after}"
    rules = (_BY_RULE if found.first.day is not None else _BY_RULE_WITHOUT_DAY).get(found.rule, ())
    return next((why for pattern, why in rules if pattern.search(around)), "")


def _open(text: str, span: Span) -> str:
    """since or until, where a word beside the date leaves one side open."""
    if _SINCE_AFTER.match(text, span.end):
        return "since"
    before = text[max(0, span.start - _REACH) : span.start]
    return "until" if _UNTIL_AFTER.match(text, span.end) or _UNTIL_BEFORE.search(before) else ""
