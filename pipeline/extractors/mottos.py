"""Mottos: quoted phrases that a report presents as its theme, goal, principle, slogan, banner or vehicle.

A quotation is a candidate; what stands right before and right after it decides. Names of activities, numeral slogans,
spoken words and lone words are none.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from pipeline.language.draft import Draft
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.model import CERTAIN, LIKELY, Mention, SloganValue, Span, spanned

LONGEST, _LEAST = 120, 4  # characters of a phrase
_QUOTATION = re.compile(  # that every alternative begins with a literal is what keeps the pass cheap
    f'“([^“”"\n]{{2,{LONGEST}}})"|"([^“”"\n]{{2,{LONGEST}}})”|'  # marks of two makes
    f'“([^“”\n]{{2,{LONGEST}}})”|"([^"\n]{{2,{LONGEST}}})"|「([^「」\n]{{2,{LONGEST}}})」|『([^『』\n]{{2,{LONGEST}}})』'
    f"|“([^“”\n]{{2,{LONGEST}}})[“”]|”([^“”\n]{{2,{LONGEST}}})[“”]|＂([^＂\n]{{2,{LONGEST}}})＂"
    f"|‘([^‘’\n]{{2,{LONGEST}}})’|'([^'\n]{{2,{LONGEST}}})'"
)
_LINK = 2
_LISTED = re.compile(f"[、，,和及与或 ]{{0,{_LINK}}}")
_CLAUSE = re.compile(r"[、，,；;。！!\s—·…-]+")
_GLOSS = re.compile("(?:的|这|等)?[两双二三四五六七八九十](?![年月日]|.{0,3}字)")
# A clause that says something by itself: 以病人为中心, 以党建带群建.
_CLAUSAL = re.compile("以.+[为促带保强树求谋].")
_SPOKEN = re.compile(
    '(?:说|说道|讲到|讲道|指出|强调|问|答|写道|认为|(?<!主)题为|(?<!主题)名为|所谓|标题为)[:：,，]?[“"「『‘]$'
)
# 打着“红光中学”的旗帜 names whose flag it is.
_UNIT = re.compile(
    "^(?!.*(?:建设|争创|创建|争做|[办建创做][一好人学]|[，,、！!])).*(?:大学|学院|学校|[中小]学|医院|公司|集团|支部|党委|协会|[队局站厂村])$"
)
_DAY = re.compile("[\u4e00-\u9fff]{2,6}[日周月]")  # 以“读书日”、“走访日”为主题: a day's name
_FLAG = re.compile("(?:的|字样的?|这面)?(?:大|红|鲜红的?|鲜艳的?)?(?:旗帜|旗|队旗|红旗|横幅|条幅)")
_VEHICLE = "(?:主题|系列|实践|主题实践|创建|学习教育)*(?:活动|行动|工程)为(?:载体|抓手|主线|主题|平台|契机)"
# 开展了以“…”的主题教育活动, 围绕“…”等学习活动的主题
_THEME_OF = re.compile("等?(?:[\u4e00-\u9fff]{0,10}(?:活动|教育|实践|会议))?的(?:活动|总|实践|教育)?(?:主题|口号|目标)")
_THEME_VERB = re.compile("(?:以|围绕|围绕着|紧扣|确定(?:了|为)?)$")
_MARK = re.compile("[，,。、；;：:！!？?…—·\\- 　]")
_PLAIN_THEME = re.compile(
    '(?:活动主题|会议主题|主题|活动口号|口号|工作理念|办学理念|校训)(?:是|为)?[:：]\\s*([^“”"「『《\n。；;，,、：:（(]{2,20}'
    '(?:[，,、 ][^“”"「『《\n。；;，,、：:（(]{2,20}){1,4})(?=[。；;\n]|$)'
)
# The same without a mark of any kind, where the clauses are of one length: 活动主题是学党史、悟思想。, 以…为主题
_BARE_THEME = re.compile(
    "主题(?:是|为)((?:[\u4e00-\u9fff]{3,12}[，,、]){1,5}[\u4e00-\u9fff]{3,12})(?=[。；\n]|的)"
    "|以((?:[\u4e00-\u9fff]{3,12}[，,、]){1,5}[\u4e00-\u9fff]{3,12}?)(?=为(?:活动|总|教育|会议|实践)?(?:主题|口号))"
)


@dataclass(frozen=True, slots=True)
class Cues:
    """The compiled cues.

    `after`, `after_parallel` and `name` match behind the closing mark; `lead`, `stand` and `verb` end at the opening,
    and `before` tells whether any of the three does.
    """

    after: re.Pattern[str]
    after_parallel: re.Pattern[str]
    lead: re.Pattern[str]
    stand: re.Pattern[str]
    verb: re.Pattern[str]
    name: re.Pattern[str]
    before: re.Pattern[str]


class Quotation(NamedTuple):
    """A quotation: the span of its inside, and the context of the list of quotations it stands in."""

    inside: Span
    before: str
    after: str


@lru_cache(maxsize=8)
def cues(lexicon: Lexicon) -> Cues:
    """The cues of a lexicon, compiled."""

    def of(kind: str) -> str:
        return "|".join(_source(entry) for entry in lexicon["mottos"] if entry.kind == kind) or "(?!)"

    link = (
        "[，,]?(?:等|等等)?(?:[0-9十百二三四五六七八九]{1,4}字)?"
        "(?:这一|这就是|这是|这个|这条|此|的|[当看视]?作为?|当成|[确设选]?定?为|是(?:[\u4e00-\u9fff]{1,6}的)?)?"
    )
    gap = f"(?:(?!{of('not_motto')})[^\\W了在为和是对将把被让使从向有不0-9A-Za-z]){{0,6}}?"
    return Cues(
        after=re.compile(f"{link}{gap}(?:活动|主题活动|工程|行动|会议)?(?:{of('noun')})"),
        after_parallel=re.compile(f"{link}{gap}(?:{of('spirit')})|{_VEHICLE}"),
        lead=re.compile(f'(?<![”」』"’])(?:{of("lead")})$'),
        stand=re.compile(f"(?:{of('stand')})$"),
        verb=re.compile(f"(?:{of('verb')})$"),
        name=re.compile(f"(?:的|等|这一)?[\u4e00-\u9fff]{{0,4}}?(?:{of('not_motto')})"),
        before=re.compile(f"(?:{of('lead')}|{of('stand')}|{of('verb')})$"),
    )


def _source(entry: Entry) -> str:
    return entry.pattern or "|".join(map(re.escape, sorted(entry.terms, key=len, reverse=True)))


def extract_mottos(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The mottos of a draft, in text order; numeral slogans found before are left out."""
    found, text = cues(draft.profile.lexicon), draft.text
    slogans = sorted(m.span for m in mentions if m.layer == "slogan" and not m.veto)
    for quotation in quotations(text):
        if not _says_something(text, quotation.inside, slogans):
            continue
        if judged := _judge(quotation, quotation.inside.of(text), found):
            rule, veto = judged
            confidence = CERTAIN if rule in ("motto.noun", "motto.lead") else LIKELY
            yield _motto(text, quotation.inside, rule, confidence, veto)
    for plain in _PLAIN_THEME.finditer(text):
        yield _motto(text, Span(*plain.span(1)), "motto.plain-theme", LIKELY)
    for bare in _BARE_THEME.finditer(text):
        inside = Span(*bare.span(bare.lastindex or 0))
        if _is_even(inside.of(text)):
            yield _motto(text, inside, "motto.plain-theme", LIKELY)


def _motto(text: str, span: Span, rule: str, confidence: str, veto: str = "") -> Mention:
    return Mention("slogan", rule, span, SloganValue("motto", span.of(text)), confidence, veto=veto)


def quotations(text: str) -> list[Quotation]:
    """The quotations of a text that may say something, of four characters or more.

    Those of a list (“A”、“B”等标语) share what stands around the list.
    """
    found: list[Quotation] = []
    group: list[re.Match[str]] = []
    for quote in _QUOTATION.finditer(text):
        if group and not _in_list(text, group[-1].end(), quote.start()):
            found += _of_group(text, group)
            group = []
        group.append(quote)
    return [*found, *_of_group(text, group)]


def _in_list(text: str, end: int, start: int) -> bool:
    """Whether a quotation follows another in a list."""
    return start - end <= _LINK and _LISTED.fullmatch(text, end, start) is not None


def _of_group(text: str, group: list[re.Match[str]]) -> list[Quotation]:
    """The quotations of a list."""
    told = [quote for quote in group if quote.end() - quote.start() >= _LEAST + 2]
    if not told:
        return []
    start, end = group[0].start(), group[-1].end()
    before, after = text[max(0, start - 14) : start].rstrip(" "), text[end : end + 20].split("\n", 1)[0]
    return [Quotation(spanned(quote.span(quote.lastindex or 0)), before, after) for quote in told]


def _says_something(text: str, inside: Span, slogans: list[Span]) -> bool:
    """Whether a quotation is a phrase: four characters or more, at most half of them numeral slogans, no title 《》."""
    words = inside.of(text)
    size = len(words) - len(_MARK.findall(words))
    if size < _LEAST or "》" in words or words.isdigit():
        return False
    covered = slogans[bisect_left(slogans, inside) : bisect_left(slogans, (inside.end, inside.end))]
    return 2 * sum(map(len, covered)) < size


def _judge(quotation: Quotation, words: str, found: Cues) -> tuple[str, str] | None:
    """The rule that makes a quotation a motto, and a veto where it is none; None where nothing speaks for it."""
    parallel = is_parallel(words)
    rule = _rule(quotation, found, parallel)
    if not rule:
        return None
    if _SPOKEN.search(quotation.before + "“"):
        return rule, "引用的讲话或题目"
    if _DAY.fullmatch(words):
        return rule, "活动的名称"
    if _UNIT.search(words) and _FLAG.match(quotation.after):
        return rule, "单位的名称"
    if _GLOSS.match(quotation.after) and rule != "motto.lead":
        return rule, "数字口号的条目"
    return rule, ""


def _rule(quotation: Quotation, found: Cues, parallel: bool) -> str:
    before, after = quotation.before, quotation.after
    led = found.before.search(before) is not None
    if led and found.lead.search(before):
        return "motto.lead"
    if found.after.match(after) or (_THEME_VERB.search(before) and _THEME_OF.match(after)):
        return "motto.noun"
    if parallel and found.after_parallel.match(after):
        return "motto.spirit"
    if not led or found.name.match(after):
        return ""
    if found.stand.search(before) and (parallel or not after[:1].isalpha()):
        return "motto.stand"
    return "motto.verb" if parallel and found.verb.search(before) else ""


def _is_even(words: str) -> bool:
    """Whether the clauses of a phrase are all of one length."""
    return len({len(clause) for clause in _CLAUSE.split(words)}) == 1


def is_parallel(words: str) -> bool:
    """Whether a phrase has two or more clauses of three or more characters (筑堡垒、当先锋) or is one (以人为本)."""
    clauses = [clause for clause in _CLAUSE.split(words) if clause]
    return (len(clauses) > 1 and min(map(len, clauses)) >= 3) or bool(_CLAUSAL.match(words))
