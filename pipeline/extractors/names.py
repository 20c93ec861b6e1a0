"""The report's own names: title, branch and its kind, superior, signatory, date of the report, period.

Runs last: it is given every date of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pipeline.extractors.name_branch import Candidate, choose, in_body, in_signature, in_title, led, outside, settled
from pipeline.extractors.name_documents import in_documents
from pipeline.extractors.name_people import signed_by
from pipeline.extractors.name_places import Places, is_heading, places
from pipeline.extractors.name_words import OrgWords, org_words
from pipeline.language.draft import Draft
from pipeline.language.patterns import first_characters
from pipeline.model import CERTAIN, LIKELY, DateValue, Mention, NameValue, Span

# In these, titles of documents are dots (《…》 → ·····).
_ORDERED = "的?(?:统一|总体|具体|有关|文件)*(?:要求|部署|安排|指示|精神|号召|文件|通知|意见|方案)|·[，,。；]"
_LED = "的?(?:统一|坚强|正确|亲切|直接|具体|大力|悉心|有力|高度)*(?:领导|指导|关心|关怀|支持|重视|帮助)"
_CUE = re.compile(  # at each character of the clauses its being one of the first is asked before all the rest
    f"(?:根据|按照|遵照|依据|依照|遵循|落实|贯彻)([^。；;！？\n]{{2,120}}?)(?=[{first_characters(_ORDERED)}])(?={_ORDERED})"
    "|自([^。；;！？，,\n]{2,30}?)(?=部署|动员)"
    f"|(?:在|经)([^。；;！？，,\n]{{2,80}}?)(?=[{first_characters(_LED)}])(?={_LED})"
)
_PLAIN_PLACES = ("branch.title", "branch.signature", "branch.label", "branch.office")
_BOOK = re.compile("《[^》\n]*》")
_SUBMITTED = re.compile("(?:呈报|呈送|呈|报送|上报|主送|报)(?:单位|机关)?[:：]\\s*")
_FOREIGN = re.compile("(?:中国共产党|中共)[^\n，,。《》“”、的]{2,25}?(?:支部委员会|总支部?委员会)")
_DATE_LABEL = re.compile(r"(?:^|[\s|])(?:发[布表稿]|更新|成文|撰写|报送|上报|填报|报告|编发)?(?:时间|日期)[:：]\s*$")
_OF_THE_DEED = ("于", "在", "自", "从", "到", "至")  # before a date in a sentence, whatever line it was broken into
_BESIDE_DATE = re.compile(r"[\w*＊·（）()]{0,40}")


def extract_names(draft: Draft, mentions: tuple[Mention, ...]) -> Iterator[Mention]:
    """The names of a draft."""
    text, words, found = draft.text, org_words(draft.profile.lexicon), places(draft)
    dates = tuple(mention for mention in mentions if mention.layer == "date" and not mention.veto)
    if found.title:
        span = Span(found.title[0].start, found.title[-1].end)
        yield _name("title", "".join(line.of(text) for line in found.title), span, "title.line")
    spans = tuple(date.span for date in dates)
    titled, signed = list(in_title(text, found, words)), list(in_signature(text, found, words, spans))
    blank = next((c for c in (*titled, *signed) if words.unfilled(c.name)), None)
    titled, signed = ([c for c in part if not words.unfilled(c.name)] for part in (titled, signed))
    body = [] if settled(titled, signed, words) else list(in_body(text, found, words))
    body = [c for c in body if not words.unfilled(c.name)]
    branch = choose(titled, signed, body, words) or next(led(text, found, words), None) or outside(draft.source, words)
    branch = branch or next(in_documents(text, words), None)
    if blank and not branch:
        yield _name("branch", blank.name, blank.span, blank.rule, veto="名称没有填写")
    yield from _branch(text, branch, words)
    yield from _superior(text, found, branch, words)
    if signatory := signed_by(text, found, signed):
        yield _name("signatory", *signatory)
    yield from _report_date(text, found, dates)
    yield from _period(text, found, dates)


def _name(kind: str, value: str, span: Span, rule: str, confidence: str = CERTAIN, veto: str = "") -> Mention:
    return Mention("name", rule, span, NameValue(kind, value), confidence, veto=veto)


def _branch(text: str, branch: Candidate | None, words: OrgWords) -> Iterator[Mention]:
    """The branch and its kind; formal names of other units (a copied text) are vetoed candidates."""
    if branch:
        confidence = CERTAIN if branch.rule in _PLAIN_PLACES else LIKELY
        yield _name("branch", branch.name, branch.span, branch.rule, confidence)
        if unit := words.unit(branch.name):
            yield _name("branch_kind", unit, branch.span, "branch.unit", confidence)
    for foreign in _FOREIGN.finditer(text):
        if branch and not words.alike(foreign[0], branch.name):
            yield _name("branch", foreign[0], Span(*foreign.span()), "branch.foreign", veto="别的单位的名称")


def _superior(text: str, found: Places, branch: Candidate | None, words: OrgWords) -> Iterator[Mention]:
    """The nearest named party body above: the one addressed, else the last one in 根据…的要求, 在…领导下."""
    for line in (*found.above, *found.head[:2], *found.tail):
        label = _SUBMITTED.match(line.of(text))
        if label and len(line) < 40 and (bodies := _bodies(line.of(text)[label.end() :], words)):
            yield _superior_at(line.start + label.end(), bodies[0], "superior.label")
            return
    for line in found.head[:2]:
        salutation = line.of(text)
        if salutation.endswith(("：", ":")) and len(salutation) < 30 and not is_heading(salutation):
            bodies = _bodies(salutation[:-1], words)
            if bodies:
                yield _superior_at(line.start, bodies[-1], "superior.salutation")
                return
    if not found.head:
        return
    own, start = branch.name if branch else "", found.head[0].start
    head = _BOOK.sub(lambda book: "·" * len(book[0]), text[start : found.head[-1].end])
    for cue in _CUE.finditer(head):
        bodies = [body for body in _bodies(cue[cue.lastindex or 0], words) if body[1] not in own]
        if bodies:
            yield _superior_at(start + cue.start(cue.lastindex or 0), bodies[-1], "superior.cue")
            return


def _superior_at(start: int, body: tuple[int, str], rule: str) -> Mention:
    at = start + body[0]
    return _name("superior", body[1], Span(at, at + len(body[1])), rule)


def _bodies(clause: str, words: OrgWords) -> list[tuple[int, str]]:
    """The named party bodies of a clause and where they start in it; 上级党委 and 党中央 are too general."""
    found = [(m.start(), m[0]) for m in _body(words).finditer(clause)]
    return [(at, body) for at, body in found if not words.too_general.match(body)]


@lru_cache(maxsize=8)
def _body(words: OrgWords) -> re.Pattern[str]:
    """A party body with its name, inside one member of a list of them."""
    return re.compile(
        f"[^、，,和及与的在照据由经对了·\\s（）()]{{0,20}}?(?:{words.superior.pattern})(?!织|组织部|书记|委员|办|宣传|会议|第?[一二三四五六七八九十0-9]*(?:督[导查]|巡))"
    )


def _report_date(text: str, found: Places, dates: tuple[Mention, ...]) -> Iterator[Mention]:
    """The date of the report: the last one that ends a line of the signature, else one beside the title."""
    for rule, lines in (
        ("date.signature", found.tail),
        ("date.head", found.head[:3]),
        ("date.title", (*found.above, *found.title)),
    ):
        for line in lines:
            for date in reversed(dates):
                if (
                    line.covers(date.span)
                    and _is_day(date)
                    and (rule == "date.title" or _stands_alone(text, line, date))
                ):
                    yield _dated("report_date", date, rule)
                    return


def _stands_alone(text: str, line: Span, date: Mention) -> bool:
    """Whether a line is a date, with at most a name or a label before or after it, or ends a paragraph with one."""
    before, after = text[line.start : date.span.start], text[date.span.end : line.end]
    if _DATE_LABEL.search(before):
        return len(line) <= 80 and "。" not in before
    if before.endswith(_OF_THE_DEED):
        return False
    short = _BESIDE_DATE.fullmatch(before.strip().replace(" ", "").replace("　", ""))
    gap = before[-2:].strip() != before[-2:] or before[-1:] in ("。", "")
    return bool((short or gap) and len(after.strip(" 　）)】")) <= 20 and "。" not in after)


def _is_day(date: Mention) -> bool:
    value = date.value
    return isinstance(value, DateValue) and value.kind in ("day", "month", "partial") and "/" not in value.value


def _dated(kind: str, date: Mention, rule: str) -> Mention:
    value = date.value
    assert isinstance(value, DateValue)
    whole = value.resolved if ("/" in value.resolved) >= ("/" in value.value) else ""
    return _name(kind, whole or value.value, date.span, rule, date.confidence)


def _period(text: str, found: Places, dates: tuple[Mention, ...]) -> Iterator[Mention]:
    """The period: an interval or a year in the title or the line below it, else in the first sentences."""
    below = [line for line in found.head[:1] if text[line.start] in "（(" or not re.search("[。，,]", line.of(text))]
    for line in (*found.title, *below):
        for date in dates:
            if line.covers(date.span) and _is_period(date):
                yield _dated("period", date, "period.title")
                return
    for line in found.head[:3]:
        if is_heading(line.of(text)):
            return
        for date in dates:
            if line.covers(date.span) and _opens(text, line, date):
                yield _dated("period", date, "period.opening")
                return


def _opens(text: str, line: Span, date: Mention) -> bool:
    """Whether a date of the introduction tells the period: an interval, or a year that opens it (2012年，…)."""
    value = date.value
    if not isinstance(value, DateValue) or not _is_period(date):
        return False
    if value.kind == "interval":
        return not value.value.endswith("..")
    return bool(
        value.kind != "month" and date.span.start - line.start <= 1 and text[date.span.end] in "，,，是期的以来"
    )


def _is_period(date: Mention) -> bool:
    value = date.value
    return isinstance(value, DateValue) and value.kind in ("interval", "year", "month", "quarter", "half")
