"""Heading lines: where a heading ends on its line, and which lines without a marker are headings all the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.language.lexicon import Lexicon
from pipeline.language.markers import LONGEST, SHORT, STOP, Marker
from pipeline.language.patterns import fast
from pipeline.model import Span, spanned
from pipeline.structure.cues import label_share, roles_of
from pipeline.structure.run_ins import run_ins
from pipeline.structure.titles import is_furniture, is_report_title, title_of
from pipeline.text import AlignedText

_SENTENCE = 16  # characters of a sentence behind a heading and a space
_REACH = 2000  # characters of a line that are looked at
TRAIL = " \t。；;：:，,、.．*#"
_ENDED = re.compile(r"[。；;，,、！!？?.…][”’）)]?$")
NAMES = 0.85  # share of a line's words that name a part, so that it is a heading without more evidence
_TOPIC, _TOPICS = 12, 4  # characters of a line 医德医风：, above a paragraph, and how many such lines make headings
_LEADS_ON = re.compile("(?:[是有为下说道述]|方面|[几两三四五六]点|同志们?|领导|们)$")
_HALF_STOP = re.compile(r"(?<=[\u4e00-\u9fff])(?:[。！？!?；;](?![”’」』])|\.(?=[\u4e00-\u9fff]))")  # 一.抓学习.每月…
_COLON = re.compile("[：:]")
_COMMA = re.compile("[，,]")
_CLAUSE_END = re.compile("[，, ]")
_TOLD = re.compile("[，,0-9]")  # in a body behind a heading and a space
_GAP = re.compile(r" +(?=\S{8}|[^\s，。；]{5,7} ?\d)")
_LEADERS = re.compile(r"(?:[.．·•_—-]{3,}|…) ?[（(]?\d{1,3}[）)]?\s*$")  # an entry of the contents: 基本情况……1
# What download sites put before a text: their numbered notices are no part of it.
_NOTICE = re.compile("自行甄别|版权归|侵犯您的|联系客服|部分预览|在线预览|下载(?:前|后|文档|说明)|用户上传")
_NOT_TOLD = fast(f"{_LEADERS.pattern}|{_NOTICE.pattern}")
_NEXT = re.compile(r"(?<=[^\d（(])(?:1[、.．](?!\d)|[（(〈<][一1][）)〉>])")  # the first marker of the next level
# The name of a part with the first words of its body behind it: 基本情况我支部现有…, 农村工作的现状从调查看…
_NAME_RUN = re.compile(
    r"(?:情况|现状|概况|做法|成效|成绩|问题|不足|打算|体会|措施|计划|安排|思路)"
    r"(?=我[们校院局所村镇乡县市支公厂区社处]|一年来|今年|近年|自(?:\d|活动)|从(?![严重快优宽])|通过|为了|按照|根据|截至|目前|20\d\d年[^度]|一是)"
)
_NOTHING = tuple(f"{gap}{no}" for gap in "：: " for no in ("无", "暂无", "没有"))  # 存在的问题：无
_NESTED = re.compile(r"(?<=[^（(])[（(]一[）)](?=\S)")  # 一、工作情况（一）抓学习。
_ITEM = re.compile(r"\s{0,8}[#*]{0,4}[一二三四五六七八九十第（(\d①②③④⑤⑥⑦⑧⑨]")  # a line below that is an item as well
# A body that begins behind a heading without a stop: 认真准备3月12日，局党组…
_DATED = re.compile(r"(?<=[^至到在从自\d])(?:20\d\d ?年)?\d{1,2} ?月\d{1,2} ?日(?=[，,上下])")
_LINE = re.compile(r"^[ \t]*(?:[#*■●◆▲★]{1,6} ?){0,2}(?=[^\s\d#*]|20\d\d)([^\n]{2,80}?)\*{0,2}[ \t]*$", re.MULTILINE)
_NO_HEADING = re.compile(
    r"\t|[|｜]|[\d〇○]{4} ?年.*日|^(?:附|抄|主题词|来源|作者|编辑|责任|单位|地址|电话|日期|时间|表\d|图\d|（完）)"
    r"|^(?:此致|敬礼|特此|以上)"
    r"|^\S{1,3}(?: +\S{1,2})? +\S*(?:书记|主任|委员|主席|[组校院站所队班处科局厂]长|经理|干事)$"
    r"|^\S*(?:书记|主任|委员|主席|[组校院站所队班处科局厂园村]长|经理) +\S{1,3}(?: \S{1,2})?$"
    r"|[：:].+[：:]|^[-—–_=*·.．…\d ]+$|(?:[.．·•_—-]{3}|…) ?[（(]?\d{1,3}[）)]?$"
)
_PART = re.compile(
    r"\n[ \t]*(?![第（(\d]|[一二三四五六七八九十]{1,3}[、.．，])[^\s，。；、:：]{0,12}"
    r"(?:问题|不足|差距|打算|计划|做法|工作|情况|成效|措施|方向|安排|思路|之处)[^\s，。；、:：]{0,6}[：:]?[ \t]*(?=\n)"
)
# The writer's name below a title.
_BYLINE = re.compile(
    "(?:支部|党委|总支|党组|工委|委员会|局|公司|集团|厂|学校|[中小]学|学院|大学|医院|[街处科]|办公室|中心|社区|[^农乡]村|镇|乡|所|站)$"
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that may be a heading without a marker.

    `label` is the share of its words that name a part of a report; `under` tells that such a line is right above it,
    `colon` that it ends with one.
    """

    span: Span
    end: int
    label: float
    bold: bool
    under: bool
    colon: bool


def end_of_line(text: str, at: int) -> int:
    """The offset of the line end at or after `at`, or where a very long line is no longer looked at."""
    end = text.find("\n", at, at + _REACH)
    return min(len(text), at + _REACH) if end < 0 else end


def heading_span(text: str, marker: Marker, line_end: int) -> Span:
    """From the marker to the last character of the heading, trailing punctuation left out.

    A heading that runs into its body ends at the first full stop, or before that at a colon (一、基本情况：我支部…) or
    a space; a long sentence that only opens with a marker ends at its first comma.
    """
    start = marker.span.end
    reach = min(line_end, start + 4 * SHORT)
    stop = (_HALF_STOP if text.find(".", start, reach) > 0 else STOP).search(text, start, reach)
    end = stop.start() if stop else reach
    goes_on = bool(stop and (text[stop.end() : line_end].strip(TRAIL) or _ITEM.match(text, line_end)))
    cut = _cut(text, start, end, bool(stop) or reach < line_end, goes_on or reach < line_end)
    end = start + len(text[start : cut or end].rstrip(TRAIL))
    return spanned((marker.span.start, max(end, marker.span.end)))


def _cut(text: str, start: int, end: int, ended: bool, goes_on: bool) -> int:
    """Where a heading stops before the end of its sentence, which is `ended` and whose line `goes_on`; 0: nowhere."""
    size = end - start
    if body := _body_start(text, start, end, ended):
        return body
    if not ended and size <= LONGEST:
        return 0
    colon = _COLON.search(text, start + 2, min(end, start + SHORT))
    if colon and colon.end() < end and (size > SHORT or colon.start() - start <= 16):
        return colon.start()
    near = min(end, start + SHORT)
    dated = _DATED.search(text, start + 4, near) if size > SHORT else None
    if dated or size <= (SHORT if goes_on else LONGEST):
        return dated.start() if dated else 0
    gap = _GAP.search(text, start + 3, min(end, start + 30))
    cut = gap or _NEXT.search(text, start + 3, near) or _COMMA.search(text, start + 4, end)
    return cut.start() if cut else 0


def _body_start(text: str, start: int, end: int, ended: bool) -> int:
    """Where a body begins right behind a heading, without a stop: at a space, a next level, a sentence; else 0."""
    if ended and (space := _body_gap(text, start, end)):
        return space
    if ended and (nested := _NESTED.search(text, start + 3, min(end, start + SHORT))):
        return nested.start()
    if text.endswith(_NOTHING, start + 2, end):
        return max(text.rfind(gap, start, end) for gap in "：: ")
    long = end - start > (_SENTENCE if ended else LONGEST)
    named = _NAME_RUN.search(text, start + 2, min(end, start + _SENTENCE)) if long else None
    return named.end() if named else 0


def _body_gap(text: str, start: int, end: int) -> int:
    """The one space behind a heading where a sentence of some length begins: 抓学习，强素质 支部每月学习，…; else 0."""
    gap = text.find(" ", start + 3, min(end, start + 24))
    body = gap + 1
    if gap < 0 or end - body < _SENTENCE or " " in text[body:end] or not _TOLD.search(text, body, end):
        return 0
    return gap


def is_row(text: str, marker: Marker, line_end: int) -> bool:
    """Whether a marker is the number of a table's row or of an entry of the contents, or stands alone on its line."""
    content = text[marker.span.end : line_end]
    bare = marker.span.of(text)[-1].isalnum() and content.startswith("\t")
    return bare or "\t" in content.strip() or not content.strip() or bool(_NOT_TOLD.search(content))


def names_part(text: str) -> bool:
    """Whether some short line without a marker may name a part of a report."""
    return _PART.search(text) is not None


def unmarked(
    aligned: AlignedText, lexicon: Lexicon, bold: tuple[Span, ...], taken: frozenset[int]
) -> list[tuple[Span, int]]:
    """The headings of a report without numbered ones, each with its depth (0 or 1).

    They are those in bold, those that name a part of a report, and lines of the same make: three of them, or two beside
    named ones. One that names no part and stands below 主要做法 or the like is of the second level.
    """
    text = aligned.text
    lines = list(_lines(aligned, lexicon, bold, taken))
    strong = [line for line in lines if line.label >= (NAMES if line.colon else 0.5)]
    heavy = [line for line in lines if line.bold]
    texted = [line for line in lines if _above_text(text, line, taken)]
    alike = [line for line in texted if not line.colon]
    topics = [line for line in texted if line.colon]
    chosen = {*strong, *(heavy if len(heavy) > 1 else []), *(topics if len(topics) >= _TOPICS else [])}
    if len(heavy) < 2 and (len(alike) >= (2 if len(strong) > 1 else 3) or _parallel(text, alike)):
        chosen.update(alike)
    labelled = run_ins(text, lexicon, taken)
    if len(labelled) > len(chosen):
        return [(span, 0) for span in labelled]
    return list(_with_depths(text, sorted(chosen, key=lambda line: line.span.start), lexicon))


def _parallel(text: str, lines: list[Line]) -> bool:
    """Whether two lines are set against each other, or are both slogans of two like clauses.

    抓党建，让队伍“强”起来 / 抓服务，让民心“暖”起来; 加强教育，筑牢防线 / 公开承诺，接受监督.
    """
    if len(lines) != 2:
        return False
    one, other = (line.span.of(text) for line in lines)
    if all(_is_even(words) for words in (one, other)):
        return True
    same = sum(a == b for a, b in zip(one, other, strict=False))
    return len(one) == len(other) and 0.5 * len(one) <= same < len(one)


def _is_even(words: str) -> bool:
    """Whether a line is two or three clauses of one length."""
    clauses = [clause for clause in _CLAUSE_END.split(words) if clause]
    return len(clauses) in (2, 3) and len({len(clause) for clause in clauses}) == 1 and len(clauses[0]) > 3


def _with_depths(text: str, lines: list[Line], lexicon: Lexicon) -> Iterator[tuple[Span, int]]:
    """Lines that name no part are of the second level where they stand below one that announces doings."""
    announced = False
    for line in lines:
        if line.label >= 0.5:
            announced = "activities" in roles_of(line.span.of(text), lexicon)
        yield line.span, int(line.label < 0.5 and (announced or line.under))


def _lines(aligned: AlignedText, lexicon: Lexicon, bold: tuple[Span, ...], taken: frozenset[int]) -> Iterator[Line]:
    """The short lines that stand between an ended line and a body and are no title, signature or row."""
    text = aligned.text
    title = title_of(text, Span(0, len(text)), lexicon)
    if title and label_share(title.of(text), lexicon) >= NAMES and not is_report_title(title.of(text), lexicon):
        title = None  # 活动背景 is the first heading of a text without a title
    last, named = (title.end if title else 0), False
    for match in _LINE.finditer(text, last):
        words = match[1].rstrip("：: ")
        span = Span(match.start(1), match.start(1) + len(words))
        if len(words) > 32 or span.start in taken or _ENDED.search(words) or _NO_HEADING.search(words):
            continue
        below = match.start() - last < 80 and not text[last : match.start()].strip("：: \n\t")
        if not (below or _follows_end(text, match.start())) or not _has_body(text, match.end(), taken):
            continue
        share = label_share(words.strip("【】[]〖〗"), lexicon)
        colon = match[1][-1] in "：:"
        if share < 0.5 and below and last and title and last == title.end and _BYLINE.search(words):
            last = match.end()
            continue
        if colon and share < NAMES and (len(words) > _TOPIC or _LEADS_ON.search(words)):
            continue  # 不足之处是：
        if share < 0.5 and (is_furniture(words, lexicon) or is_report_title(words, lexicon)):
            continue
        yield Line(span, match.end(), share, _is_bold(aligned.source(span), bold), below and named, colon)
        last, named = match.end(), share >= 0.5


def _follows_end(text: str, start: int) -> bool:
    """Whether the text before a line is ended, blank or absent."""
    window = text[max(0, start - 80) : start]
    before = window.rstrip()
    blank = window[len(before) :].count("\n") > 1
    return blank or start < 60 or not before or before[-1] in "。；;！!？?.”：:）)》"


def _next_line(text: str, end: int) -> Span:
    """The next line that is not blank, as far as it is looked at, without blanks at its end."""
    rest = text[end : end + 100]
    start = end + len(rest) - len(rest.lstrip())
    stop = end_of_line(text, start)
    return Span(start, start + len(text[start:stop].rstrip(" \t")))


def _has_body(text: str, end: int, taken: frozenset[int]) -> bool:
    """Whether a line is followed by text, a list, or another heading with text."""
    line = _next_line(text, end)
    words = line.of(text)
    if line.start in taken or len(words) >= 15 or STOP.search(words) or words.endswith(("：", ":")):
        return True
    return len(words) >= 4 and len(_next_line(text, line.end)) >= 15


def _above_text(text: str, line: Line, taken: frozenset[int]) -> bool:
    """Whether a line has the length of a heading and a paragraph or a numbered list below it."""
    words = line.span.of(text)
    if not 4 <= len(words) <= 30 or _COLON.search(words):
        return False
    below = _next_line(text, line.end)
    return len(below) >= 30 or below.start in taken or (len(below) >= 14 and below.of(text)[-1] in "。：")


def _is_bold(span: Span, bold: tuple[Span, ...]) -> bool:
    shared = sum(min(span.end, b.end) - max(span.start, b.start) for b in bold if b.meets(span))
    return shared >= 0.9 * len(span)
