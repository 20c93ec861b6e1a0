"""The reporting organisation: candidates from the title, the signature and the first sentences, and the choice."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from pipeline.extractors.name_places import HEAD, Places, is_heading
from pipeline.extractors.name_words import LONGEST, OrgWords
from pipeline.language.patterns import Pattern, fast
from pipeline.model import Source, Span

_FILE = re.compile(r"^.*[/!]|\.[A-Za-z]{2,5}$|^[0-9.、_（()）-]+")
_SEGMENT = re.compile(r"[^\s—－―:：“”《》/|｜]+")
_YEAR = re.compile(
    r"^(?:(?:19|20)\d\d|[二一][〇○零ＯO0一二三四五六七八九]{3}|[xX×*＊]{2,4}(?=年)|20[xX×*＊]{1,2})"
    r"(?:-20\d\d)?(?:学?年)?度?(?:[上下]半年|[上下]学期|第[一二]学期|第?[一二三四]季度)?|^[（(][^）)]*[）)]"
)
_LABEL = re.compile(
    r"^(?:报送|填报|汇报|报告|撰写|上报|所在)?(?:单位|支部|部门|党组织)(?:名称)?(?:[（(]盖?章[）)])?(?:[:：]|\t)\s*"
)
_STAMP = re.compile(r"[（(](?:盖?章|公章|代章|党章|印章)[）)]$")
_MARK = re.compile("[/／。；;，,！？]")
_PIECE = re.compile(r"\S+")
_SPACE = re.compile(r"\s+")
_OFFICE = re.compile(r"(?:领导小组|活动|工作)*(?:领导小组)?办公室$|领导小组$")
# What follows the subject of a report's first sentences (红光小学党支部在…, 红光村现有…).
_PREDICATE = (
    "(?=[，,]?(?:现[有设共辖]|共有|下[设辖]|辖|位于|地处|坐落|隶属|成立于|始建于|创建于)|在(?!场)|按照?|根据|遵照|有(?:正式)?党员|成立|始建|是|系|自|以|从|把|将|为[了深进全切贯认]"
    "|[紧密]+围绕|围绕|紧扣|认真|积极|深入|坚持|结合|立足|通过|切实|始终|严格|高度重视|充分|牢牢|扎实|全面|努力|着力|大力|全体|党员教师|党员干部"
    "|组织(?!委员|部|员|生活|建设|关系)|召[开集]|开展|坚决|针对|深刻|不断|及时|迅速|承担|担负|负责(?!人)|推出|荣获|获评|做[了好]|作了|于[0-9二〇今去]|[（(]以下简称|20[0-9]{2}年)"
)
# After these a name may start that is the subject of a clause, and this is how far it goes at most.
_START = re.compile("[\\s，,。：:；;“”（(—年月来间]|日(?:[上下中]午|晚上?)?|(?<=[0-9一二三四五六七八九十])、")
# 我们05级会计党支部, 我校第一党支部: the writer's own, told in full.
_OURS = re.compile(
    "(?:我们?|本)(?:校|院|园|局|所|办|站|队|系|处|县|区|镇|乡|村|厂|矿|行|公司|单位|集团|社区|街道|中心)?的?"
)
# 区委第一巡察组对城建局党组开展了巡察
_INSPECTED = re.compile(
    "(?:巡[视察]|督[导查]|检查)组[^，。；\n]{0,8}?对([^\\s，,。：:；;、“”《》（）()的了]{3,30}?(?:党组|党委|党总支|党支部|党工委|支部))"
    "(?:领导班子|班子)?(?:开展|进行)"
)
_WHEN = re.compile("20(?:xx|XX|××|\\*\\*)年度?|(?:20[0-9]{2}年)?(?:[0-9]{1,2}月)?[0-9]{1,2}[日号](?:[上下中]午|晚上?)?")
_LED = re.compile(
    f"(?<![^\\s，,。：:；;、由日午（(])([^\\s，,。：:；;、“”《》（）()的了由]{{2,{LONGEST}}}(?:支部|总支))(?:副?书记)[\u4e00-\u9fff]{{2,4}}?"
    "(?:同志|老师)?(?:主持|在|代表|带领|带头|作|做|为|向|组织|宣读|传达|领学|强调|指出)"
)
# 我是柳河村党支部书记王某某: one who reports for the branch says so first.
_I_AM = re.compile(
    f"我(?:[叫是][\u4e00-\u9fff]{{2,4}}[，,])?[是任]([^\\s，,。：:；;、“”《》（）()的了由]{{2,{LONGEST}}}(?:支部|总支|党委))(?=第?[一二]?副?书记)"
)
_OFFICER = re.compile(
    "[\u4e00-\u9fff0-9]{3,30}(?:支部|总支|党委)(?=(?:第一|副)?书记[ 　:：]*[\u4e00-\u9fff] ?[\u4e00-\u9fff]{1,3}$)"
)
_RUN = re.compile(f"[^\\s，,。：:；;“”《》（）()、的了]{{1,{LONGEST}}}")


class Candidate(NamedTuple):
    """A name that may be the reporting organisation's, and where it stands."""

    name: str
    span: Span
    rule: str


def in_title(text: str, found: Places, words: OrgWords) -> Iterator[Candidate]:
    """The name that a segment of the title opens with."""
    for line in found.title:
        for segment in _SEGMENT.finditer(text, line.start, line.end):
            candidate = _at_line_start(text, Span(*segment.span()), words, "branch.title")
            if candidate:
                yield candidate


def in_signature(text: str, found: Places, words: OrgWords, dates: tuple[Span, ...]) -> Iterator[Candidate]:
    """The name that stands alone, or with the date, in the last lines; or alone under the title; or after a label."""
    for line in (*found.tail, *found.head[:4]):
        for part in _around_dates(text, line, dates):
            if candidate := _signed(text, part, words):
                yield candidate
                break
    for line in (*found.tail, *found.head[:2]):
        if (officer := _OFFICER.match(line.of(text))) and words.names(officer[0]):
            yield Candidate(officer[0], Span(line.start, line.start + officer.end()), "branch.officer")
    for line in (*found.head[:3], *found.tail):
        label = _LABEL.match(line.of(text))
        if label and (c := _at_line_start(text, Span(line.start + label.end(), line.end), words, "branch.label")):
            yield c


def _around_dates(text: str, line: Span, dates: tuple[Span, ...]) -> list[Span]:
    """What a line has beside its dates: each stretch whole, then the pieces that spaces part it into."""
    inside = dates[bisect_left(dates, (line.start,)) : bisect_left(dates, (line.end,))]
    cuts = [line.start, *(edge for date in inside if date.end <= line.end for edge in date), line.end]
    whole: list[Span] = []
    pieces: list[Span] = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        if start < end and (parts := [Span(*m.span()) for m in _PIECE.finditer(text, start, end)]):
            whole.append(Span(parts[0].start, parts[-1].end))
            pieces += parts if len(parts) > 1 else []
    return whole + pieces


def _signed(text: str, part: Span, words: OrgWords) -> Candidate | None:
    """A line that is a name and nothing else; an office signs for its unit (红光中学…领导小组办公室 → 红光中学)."""
    if "\t" in part.of(text):
        return None  # cells of a form's row; each is looked at by itself
    if text[part.start] in "（(" and text[part.end - 1] in "）)" and len(part) > 4:
        part = Span(part.start + 1, part.end - 1)
    name = _STAMP.sub("", _SPACE.sub("", part.of(text)))
    if not 3 <= len(name) <= 2 * LONGEST or _MARK.search(name):
        return None
    whole = words.leading(name)
    if not whole or not (whole == name or _OFFICE.search(name)):
        return None
    end = part.end if whole == name and _SPACE.search(part.of(text)) else part.start + len(whole)
    return Candidate(whole, Span(part.start, end), "branch.signature" if whole == name else "branch.office")


def _at_line_start(text: str, part: Span, words: OrgWords, rule: str) -> Candidate | None:
    segment = part.of(text)
    year = _YEAR.match(segment)
    skipped = year.end() if year else 0
    name = words.leading(segment[skipped:])
    if not name:
        return None
    at = part.start + segment.index(name, skipped)
    return Candidate(name, Span(at, at + len(name)), rule)


def in_body(text: str, found: Places, words: OrgWords) -> Iterator[Candidate]:
    """Subjects of the first sentences: a name at the start of a clause and a predicate after it."""
    for line in found.head:
        if is_heading(line.of(text)) and len(line) < 40:
            continue
        if line.of(text).endswith(("：", ":")) and len(line) < 30:
            continue  # a salutation
        for subject in _subjects(text, Span(line.start, min(line.end, line.start + HEAD)), words):
            ours = _OURS.match(text, subject.start, subject.end) if words.is_party(subject.of(text)) else None
            span = Span(ours.end(), subject.end) if ours else subject
            name = span.of(text)
            if words.names(name) and not words.stop.search(name) and not words.clause.match(name):
                yield Candidate(name, span, "branch.subject")


def led(text: str, found: Places, words: OrgWords) -> Iterator[Candidate]:
    """The branch whose secretary chairs or speaks (会议由审计处党支部书记王某某主持), or that was inspected."""
    for line in found.head:
        end = min(line.end, line.start + HEAD)
        for match in chain.from_iterable(p.finditer(text, line.start, end) for p in (_I_AM, _LED, _INSPECTED)):
            if words.names(match[1]) and not words.stop.search(match[1]) and not words.clause.match(match[1]):
                yield Candidate(match[1], Span(*match.span(1)), "branch.secretary")


def _subjects(text: str, line: Span, words: OrgWords) -> Iterator[Span]:
    """The stretches that open a clause, end like a name and have a predicate after them."""
    ends = [match.span() for match in _suffix(words).finditer(text, line.start, line.end)]
    begins = [match.end() for match in _START.finditer(text, max(0, line.start - 1), line.end)] if ends else []
    done = line.start
    for begin in begins if line.start else [0, *begins]:
        index = bisect_right(ends, (begin, line.end))
        run = _RUN.match(text, begin, line.end) if begin >= done and index < len(ends) else None
        if run and ends[index][0] <= run.end():
            done = ends[index][1]
            when = _WHEN.match(text, begin, done)
            yield Span(when.end() if when else begin, done)


@lru_cache(maxsize=8)
def _suffix(words: OrgWords) -> Pattern:
    """The end of a name that has a predicate after it."""
    return fast(f"(?:{words.suffix.pattern}){_PREDICATE}")


def outside(source: Source, words: OrgWords) -> Candidate | None:
    """The name in a header or footer, else in the name of the file: it stands nowhere in the text (empty span)."""
    for rule, lines in (("branch.margin", source.margins.split("\n")), ("branch.file", [_FILE.sub("", source.file)])):
        for line in lines:
            if name := words.leading(line):
                return Candidate(name, Span(0, 0), rule)
    return None


def settled(title: list[Candidate], signed: list[Candidate], words: OrgWords) -> bool:
    """Whether title or signature name a party organisation in its usual form: the first sentences add nothing."""
    anchor = next(iter([*signed, *title]), None)
    return anchor is not None and any(
        words.alike(c.name, anchor.name) and words.is_party(c.name) and not words.is_formal(c.name)
        for c in [*title, *signed]
    )


def choose(title: list[Candidate], signed: list[Candidate], body: list[Candidate], words: OrgWords) -> Candidate | None:
    """The candidate that names the branch: where several agree, the party organisation in its usual form."""
    ranked = [*title, *signed, *body]
    anchor = next(iter([*signed, *title, *body]), None)
    if not anchor:
        return None
    agreeing = [c for c in ranked if words.alike(c.name, anchor.name)]
    formal = [c for c in agreeing if words.is_party(c.name)]
    usual = [c for c in formal if not words.is_formal(c.name)]
    best = next(iter([*usual, *formal, anchor]))
    fuller = [c for c in usual if best.name in c.name and c.rule != "branch.subject"]
    return max(fuller, key=lambda c: len(c.name), default=best)
