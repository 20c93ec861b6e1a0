"""Meetings told of: held, or to be held, with the date and the attendance that the sentence gives."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.extractors.meeting_dates import inside, meeting_dates
from pipeline.extractors.meeting_lists import listed, plainly
from pipeline.extractors.meeting_present import present
from pipeline.extractors.meeting_records import recorded
from pipeline.language.context import modifiers
from pipeline.language.draft import Draft
from pipeline.language.lexicon import Lexicon
from pipeline.language.quantities import widened
from pipeline.model import CERTAIN, LIKELY, CountValue, MeetingValue, Mention, Span
from pipeline.structure.closing import closing

_MEETINGS = ("meeting", "seminar", "study")
# 会 that may end the name of a meeting, and what may not stand around it.
_ANCHOR = re.compile(
    r"会(?<![一二三四五六七八九十两几社机工学协商体领误才都不也就还将一只能约聚晚妇总商基庙约赴附理]会)(?:议(?![室费题事])|(?![员场计议见费堂长标话诊晤同师战务签导所展馆不有使让更]|审(?!议)|以(?!来)|谈(?!体会|感受|认识|心得|看法|打算)))"
)
_NP = r"(?:[^，,。；;：:\n“”]|“[^”\n]{0,60}”)"
_HOLDS = re.compile(rf"(?:召开|举行|举办|主持)(?:了|过|好)?{_NP}{{0,40}}(?:“[^”，,。；;\n]{{0,14}})?\Z")
_GIVES = re.compile(
    r"(?:开好|开了|开过|开展|组织|组织了|开(?![幕放发])|安排)(?:了|过)?(?P<np>[^，,。；;：:\n]{0,24})\Z"
)
# 3月12日，全体党员参加了|组织生活会: a branch's own kinds of meeting.
_TAKES_PART = re.compile(r"参加(?:了)?(?:我|本|所在)?(?:党?支部|党小组)?的?\Z")
# 全体党员共96人参加了|换届选举动员大会
_ALL_TOOK_PART = re.compile(
    r"全体[^，,。；;、\n]{1,24}参加了?(?!上级|[省市县区镇乡局州]|全国|集团|总)[^，,。；;、：:\n的]{0,10}\Z"
)
_SHORT_NAME = 2
_OWN_KINDS = ("组织生活会", "支部大会", "党员大会", "党小组会", "民主生活会", "支委会")
# 4月16日，书记在|全体党员大会|上作了报告
_IN = re.compile(r"(?<![现实正])在[^，,。；;、：:\n的]{0,8}(?:召开的|举行的)?\Z")
_SPOKE = re.compile(
    r"上[，,]?(?:[\u4e00-\u9fff]{2,4})?(?:作|做|讲|宣读|通报|传达|表彰|部署|总结|汇报|审议|讨论|进行|带领|围绕|以)"
)
_FULL_NAME = re.compile(r"[\u4e00-\u9fff]{2}(?:大会|会议|会)\Z")
_HELD_BEFORE = re.compile("(?:召开|举行|举办|印发|下发)了")
_NAMED = re.compile(r"会议(?:名称|类型)[：:][ \t]*\Z")
_ONE_MORE = re.compile(r"(?:头|首|最后|又|再)[召开举行了]{0,3}\Z")
_USES = re.compile(r"(?:通过|以|利用|采取)[^，,。；;：:\n]{0,14}\Z")
_USED = re.compile(r"的?(?:形式|方式|进行|部署|讨论|征求|总结|安排|对)")
_IS_HELD = re.compile(
    r"(?!的)(?:[^，,。；;\n]{0,16}?|(?:分别)?于[0-9年月日、和]{0,40})(?:分别)?(?:召开|举行|开幕|闭幕|结束(?![时后])|[（(][0-9年月日.]{4,12}[)）](?:讨论|研究|审议|通过|决定|选举)|(?:圆满|顺利|如期)(?:完成|进行))(?!以来|期间|前)"
)
# 2月21日，支委会|开了一上午
_RAN = re.compile("(?:一直|又)?开(?:得|到|完|了(?![0-9一二两三四五六七八九十]+次))")
_NOT_YET = re.compile("筹备|准备|筹划|将|拟")
_AT = re.compile(r"上|中|[ \t：:]{0,4}(?:专题)?(?:研究|讨论|审议|审定|表决|选举|通过|学习|传达|听取|决定|部署|确定)")
# 1月20日  组织生活会: a line of a diary
_LINE, _ALONE = (
    re.compile(r"(?:\A|\n)[ \t\u3000]*(?:[0-9]{1,2}[.、．]|[①-⑳])?\Z"),
    re.compile(r"[ \t]*[。；;]?(?:\n|\Z)"),
)
# Between a date and the name of its meeting: 6月3日上午，局|党组会议研究; 3月15日的“反邪教”|警示教育大会，
_DATED = re.compile(
    r"(?:[上下中][午晚]|当天|晚上?)?(?:[，,]|[ \t：:]{1,4})?(?P<of>的)?(?:“[^”\n]{1,30}”)?[\u4e00-\u9fff]{0,8}"
)
_WORD = re.compile(r"(?:(?![的了过和与及或是在一二三四五六七八九十两几])[\u4e00-\u9fff]){2}")
_LISTENED = re.compile(r"[，,上中]")
# Bodies below the reporting one: their meetings are part of what a committee tells of.
_BELOW = re.compile(
    r"第[一二三四五六七八九十0-9]+党小组|(?:各|全部|所属|下属|基层|[0-9一二三四五六七八九十百]+个)[^，,。；;\n]{0,8}(?:支部|党组织|单位|学校|村|社区|部门|科室|总支)"
)
_REFERENCE = re.compile(
    r"的?(?:精神|指出|强调|要求|认为|号召|纪要|记录|材料|通知|议程|上的(?:重要)?讲话|讲话|主题|制度|资料|文件|前夕?的)"
)
_OTHER_VERB = re.compile(r"学习|贯彻|传达|落实|收看|观看|参观|参加|宣传|领会|筹备|迎接")
_SUPERIOR = re.compile(
    r"中央|国务院|全国|[十百]届|党的|[省市县区]委|上级|政协|(?<![百千万])人大|两会|全国代表|第[一二三四五六七八九十0-9]+次全国|中共中央"
)
_WATCHED = re.compile(r"(?:收看|观看|收听|聆听)[^，,。；;\n]*\Z")
_ACTIVITIES = re.compile(
    r"(?:腾讯|钉钉|飞书)会议\Z|(?:运动|校运|联欢|音乐|演唱|展览|招聘|双选|博览|展销|交易|推介|洽谈|茶话|联谊|游园|班|心得体|委员|学生|欢送|欢迎|生日|追悼|拜师|诗|歌咏|红歌|朗诵|诵读|文艺|观影)大?会\Z"
)
_COMMITTEE = re.compile(
    r"(?:召开|举行)(?:了|过)?(?:第[一二三四五六七八九十0-9]+次)?(?:党?(?:支部|总支|委)|机关|工会|团)?委员会\Z"
)
_BACK = 90
_LONGEST = 200  # characters of the mention of a number
# A sentence that is no more than a topic: 二是召开动员大会。
_TOPIC = re.compile(
    r"\s*(?:[一二三四五六七八九十]是|第[一二三四五六七八九十]|[（(]?[0-9一二三四五六七八九十]{1,2}[)）、.．]|[①-⑩])?\s*"
    r"(?:召开|开好|组织|举行)[^，,、了]{0,14}[。；;\n]?\s*"
)
_VETOES = {
    "negated": "没有开",
    "recurring": "是惯例，不是一次会",
    "each": "对每一个而言",
    "other_body": "是别的组织的会",
    "attended": "是别的组织的会",
    "preventive": "要防止的",
}


class Told(NamedTuple):
    """A meeting noun and how the report tells that it was held."""

    span: Span
    type: str
    how: str


def extract_meetings(draft: Draft, mentions: tuple[Mention, ...] = ()) -> Iterator[Mention]:
    """The meetings that a report tells of, layer `meeting`; one told under two dates gives two mentions."""
    dates = tuple(sorted((m for m in mentions if m.layer == "date" and not m.veto), key=_place))
    numbers = tuple(sorted((m for m in mentions if m.layer == "count" and (m.veto or _several(m))), key=_place))
    seen: set[tuple[str, str]] = set()
    yield from recorded(draft.text, dates)
    for mention in listed(draft, dates):
        seen.add((_value(mention).type, _value(mention).date))
        yield mention
    for told in _told(draft, dates):
        before = Span(max(draft.sentence(told.span.start).start, told.span.start - _LONGEST), told.span.end)
        number = next((m for m in inside(numbers, before) if m.span.meets(told.span)), None)
        if number and not number.veto and not _each_dated(draft, told, number, dates):
            continue
        one = number and number.veto and _one_more(draft, told, number, dates)
        veto = "正文已经结束" if told.span.start >= closing(draft) else ""
        veto = number.veto if number and number.veto and not one else veto
        for mention in _mentions(draft, told, dates, veto):
            key = (told.type, _value(mention).date)
            again = bool(key[1]) and key in seen
            seen.add(key)
            yield mention._replace(chain=(*mention.chain, "meetings.restated")) if again else mention


def _one_more(draft: Draft, told: Told, number: Mention, dates: tuple[Mention, ...]) -> bool:
    """Whether a number points at one meeting of a day, though it counts none (1月6日开了头一次党员大会)."""
    start = number.span.start
    dated = _day_before(draft.sentence(start).start, told.span, dates)
    return dated and _ONE_MORE.search(draft.text, max(0, start - 4), start) is not None


def _several(mention: Mention) -> bool:
    """Whether a number says more than one, so that no single meeting is told of."""
    value = mention.value
    return isinstance(value, CountValue) and value.category in _MEETINGS and value.value > 1


def _each_dated(draft: Draft, told: Told, number: Mention, dates: tuple[Mention, ...]) -> bool:
    """Whether as many dates are listed as the meetings are (12月24日和4月29日，分别召开了两次点评会)."""
    sentence = draft.sentence(told.span.start)
    found = meeting_dates(draft.text, sentence, told.span, told.how == "meetings.noun-verb", dates)
    return isinstance(number.value, CountValue) and number.value.value == len(found) > 1


def _value(mention: Mention) -> MeetingValue:
    assert isinstance(mention.value, MeetingValue)
    return mention.value


def _told(draft: Draft, dates: tuple[Mention, ...]) -> Iterator[Told]:
    text, names = draft.text, _names(draft.profile.lexicon)
    for match in _ANCHOR.finditer(text):
        end = match.end()
        floor = max(draft.sentence(match.start()).start, end - _BACK)
        watched = _WATCHED.search(text[floor : match.start()])
        if watched or text.rfind("《", floor, match.start()) > text.rfind("》", floor, match.start()):
            continue  # the title of a document
        if text.endswith("开会", 0, end) and not text.endswith("公开会", 0, end):
            continue  # told below
        if _REFERENCE.match(text, end) or _is_activity(text, floor, end):
            continue
        span = Span(_start(text, names, floor, match.start(), end), end)
        how = _how(text, floor, span, dates) if len(span) > 1 else ""
        if how:
            yield Told(span, span.of(text).strip("“”"), how)

    for span in plainly(text):
        floor = max(draft.sentence(span.start).start, span.end - _BACK)
        if _day_before(floor, span, dates):
            yield Told(span, span.of(text), "meetings.plain")


def _is_activity(text: str, floor: int, end: int) -> bool:
    """Whether the name is that of an activity, a body or a program, and no committee that met (召开支部委员会)."""
    if not _ACTIVITIES.search(text, max(floor, end - 6), end):
        return False
    return _COMMITTEE.search(text, max(floor, end - 24), end) is None


def _start(text: str, names: re.Pattern[str], floor: int, head: int, end: int) -> int:
    """Where the meeting's name begins: the longest name of the lexicon, else the words in front of the bare head."""
    match = names.search(text[max(floor, end - 14) : end])
    start = max(floor, end - 14) + match.start() if match else head
    bare = text[start:end] in ("会", "会议", "大会")
    if start == head and text[head - 1 : head] == "大":
        start -= 2 if text[head - 2 : head] == "扩大" else 1
    start = max(floor, widened(text, start)) if bare or not match else start
    quoted = text.rfind("“", start, end)  # 活动“百人大会”
    start = quoted + 1 if start < quoted < end - 2 and "”" not in text[quoted:end] else start
    # 召开抓基层党建述职评议|考核会: of words too long to be one name, the last.
    named = end - start > 1 or not _WORD.fullmatch(text, max(floor, start - 2), start)
    return start if named else start - 2


def _how(text: str, floor: int, span: Span, dates: tuple[Mention, ...]) -> str:
    """The rule by which the words around say that the meeting is held; empty where they do not."""
    before, after = text[floor : span.start], text[span.end : span.end + 24]
    held = _HOLDS.search(before)
    superior = _SUPERIOR.search(text, max(floor, span.start - 10), span.end)
    if superior and not _HOLDS.search(before[-10:]):
        return ""
    gives = _GIVES.search(before)
    if held or (gives and (gives["np"].endswith("的") or not _OTHER_VERB.search(gives["np"]))):
        return "meetings.verb-noun"
    own = _TAKES_PART.search(before) and span.of(text).endswith(_OWN_KINDS)
    if own or (_ALL_TOOK_PART.search(before) and len(span) > _SHORT_NAME):
        return "meetings.taken-part"
    if _USES.search(before) and _USED.match(after):
        return "meetings.means"
    if _IS_HELD.match(after):
        return "meetings.noun-verb"
    return _by_date(text, floor, span, dates)


def _by_date(text: str, floor: int, span: Span, dates: tuple[Mention, ...]) -> str:
    """The rule by which a label or a date says that a meeting was held where no verb does."""
    if _NAMED.search(text, max(floor, span.start - 8), span.start):
        return "meetings.named"
    spoke = _SPOKE.match(text, span.end) and _IN.search(text[floor : span.start]) and _FULL_NAME.search(span.of(text))
    dated = _day_before(floor, span, dates)
    if dated and _RAN.match(text, span.end) and span.of(text) not in ("会议", "大会"):
        return "meetings.noun-verb"
    if spoke and dated:
        return "meetings.at"
    return "meetings.dated" if _stands_dated(text, floor, span, dates) else ""


def _day_before(floor: int, span: Span, dates: tuple[Mention, ...]) -> bool:
    """Whether a date stands in the sentence before a meeting."""
    last = bisect_left(dates, span.start, key=_place)
    return last > 0 and dates[last - 1].span.start >= floor


def _stands_dated(text: str, floor: int, span: Span, dates: tuple[Mention, ...]) -> bool:
    """Whether a date stands before the meeting and what was done at it behind (6月3日，局党组会议研究)."""
    last = bisect_left(dates, span.start, key=_place)
    date = dates[last - 1] if last else None
    if date is None or date.span.end < floor:
        return False
    gap = _DATED.fullmatch(text, date.span.end, span.start)
    if gap and not gap["of"] and _ALONE.match(text, span.end) and _LINE.search(text, 0, date.span.start):
        return True
    of = gap and not _NOT_YET.search(gap[0]) and (gap["of"] or gap[0].endswith("的"))  # 9月13日，秋收前的|动员会，
    return gap is not None and bool(_AT.match(text, span.end) or (of and _LISTENED.match(text, span.end)))


def _mentions(draft: Draft, told: Told, dates: tuple[Mention, ...], veto: str) -> Iterator[Mention]:
    around = modifiers(draft, told.span)
    planned = bool(around & {"planned", "required", "hypothetical"})
    veto = veto or next((why for kind, why in _VETOES.items() if kind in around), "")
    sentence = draft.sentence(told.span.start)
    found = meeting_dates(draft.text, sentence, told.span, told.how == "meetings.noun-verb", dates)
    if planned and _HELD_BEFORE.search(draft.text, sentence.start, told.span.start):
        found = ()  # 4月9日，召开了动员会，要求各组开好组织生活会: the day is the other one's
    if found and veto == _VETOES["other_body"] and _BELOW.search(draft.text, sentence.start, told.span.start):
        veto = ""
    if not found and not veto and (_TOPIC.fullmatch(sentence.of(draft.text)) or _in_heading(draft, told)):
        veto = "小标题"
    attendance = present(draft.text, told.span, sentence)
    chain = ("meetings.earlier",) if "earlier" in around else ()
    for date in found or ("",):
        value = MeetingValue(told.type, date, planned, attendance)
        yield Mention("meeting", told.how, told.span, value, CERTAIN if date else LIKELY, chain, veto)


def _in_heading(draft: Draft, told: Told) -> bool:
    section = draft.section(told.span.start)
    return bool(section and section.span.covers(told.span))


def _place(mention: Mention) -> int:
    return mention.span.start


@lru_cache(maxsize=8)
def _names(lexicon: Lexicon) -> re.Pattern[str]:
    terms = {t for e in lexicon["counted"] if e.kind in _MEETINGS for t in e.terms if t.endswith(("会", "会议"))}
    listed = "|".join(map(re.escape, sorted(terms, key=len, reverse=True)))
    firsts = "".join(sorted({re.escape(term[0]) for term in terms}))
    return re.compile(f"(?=[{firsts}])(?:{listed})\\Z" if terms else "(?!)")
