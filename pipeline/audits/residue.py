"""What a copied text leaves behind: placeholders, another campaign's name, another unit's name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from pipeline.audits.case import WARNING, Case
from pipeline.extractors.name_words import OrgWords, org_words
from pipeline.language.lexicon import Entry, Lexicon
from pipeline.language.patterns import Match, Pattern, fast, union
from pipeline.language.short_names import ShortNames, short_names
from pipeline.messages import told
from pipeline.model import Finding, Span

_FORMAL = fast(r"(?:中国共产党|中共)[^\n，,。《》“”、的（）()]{2,25}?(?:支部委员会|总支部?委员会)")
_KINDS = "(?:小学|中学|学校|公司|医院|社区|村)(?:党?支部|党?总支)?|党?支部|党?总支"
_ISSUED = fast(
    r"(?:制定|制订|印发|出台|拟定|起草|下发)(?:了|并下发了|并印发了|出)?[^。；;\n《]{0,12}"
    rf"《(?!中共|中国共产党)([^《》\n]{{2,24}}?(?:{_KINDS}))(?=[^《》\n]{{0,24}}(?:方案|意见|办法|计划|制度|承诺))"
)
_OWNED = re.compile(
    r"(?:制定|制订|印发|出台|拟定|起草|下发|明确|通过|讨论|公布|宣布|形成|完善|落实)了?"
    r"([\u4e00-\u9fff]{2,16}?(?:党?支部|党?总支|党委))的?[^\s，。；《》]{0,8}(?:方案|计划|制度|承诺书?|细则|安排)"
)
_ACTS = re.compile(
    r"[。；;\n][ \t]*([\u4e00-\u9fff]{3,16}?党?支部)"
    r"(?=高度重视|组织|召开|开展|认真|紧紧|结合|坚持|及时|成立|制定|迅速|把|按照|始终|积极|严格)"
)
_SHARED = re.compile(
    "兄弟|共建|联合|结对|帮扶|联建|参观|交流|分别|各|先进|表彰|第[一二三四五六七八九十]党?支部|所属|下属|下设"
)
_DATED = re.compile(r"[0-9〇○零一二三四五六七八九十年月日./\-—\s（）()]*")
_FOOT, _SIGNED = 4, 40
_BEFORE, _BEYOND = 6, 30  # characters that a campaign's name may look back at, and go on


def placeholders(case: Case) -> Iterator[Finding]:
    """Blanks that were never filled in, each kind once."""
    found: dict[str, list[Span]] = {}
    for match in _words(case, "placeholder").finditer(case.draft.text):
        if not _hides_a_person(case, match):
            found.setdefault(match[0][0], []).append(Span(*match.span()))
    for spans in found.values():
        key = "residue.placeholder.several" if len(spans) > 1 else "residue.placeholder"
        said = told(key, text=spans[0].of(case.draft.text), n=len(spans))
        yield case.finding(WARNING, said, spans[0])


def _words(case: Case, kind: str) -> Pattern:
    return union(case.profile.lexicon, "residue", kind)


def _hides_a_person(case: Case, match: Match) -> bool:
    """李××同志: a surname before the crosses hides a person, which is custom."""
    before = case.draft.text[max(0, match.start() - 1) : match.start()]
    return match[0][0] in "×ＸX✕╳某" and _words(case, "surname").search(before) is not None


def _period(entry: Entry) -> tuple[str, str]:
    """First and last month of a campaign as EDTF; the last is ".." where it still goes on."""
    first, _, last = entry.get("period").partition("/")
    return first, last or first


def campaign(case: Case) -> Iterator[Finding]:
    """Another campaign's name where this report's own activity is meant, or one that began only later."""
    own, written = own_campaign(case), _when(case)
    for entry in _told_of(case.profile.lexicon, case.draft.text) if own else ():
        if own is None or entry.id == own.id:
            continue
        begun, ended = _period(entry)
        if written and begun > written[:7]:
            yield from _later(case, entry, written)
        elif ended != ".." and ended <= _period(own)[0]:
            yield from _confused(case, entry, own)


def _later(case: Case, entry: Entry, written: str) -> Iterator[Finding]:
    """A campaign that did not exist when the report was written."""
    match = _names(case.profile.lexicon)[entry.id].search(case.draft.text)
    if match:
        said = told("residue.campaign.later", told=written, words=match[0], begun=_period(entry)[0])
        yield case.finding(WARNING, said, Span(*match.span()))


def _confused(case: Case, entry: Entry, own: Entry) -> Iterator[Finding]:
    """An earlier campaign's name on an event or document of this one, each wording once."""
    text, seen = case.draft.text, set[str]()
    for match in _names(case.profile.lexicon)[entry.id].finditer(text):
        sentence = case.draft.sentence(match.start())
        before, after = text[sentence.start : match.start()], text[match.end() : sentence.end]
        event = _words(case, "event").match(after)
        if event is None or not _is_own(case, before, after):
            continue
        words = match[0] + event[0]
        if words not in seen and before.count("《") == before.count("》"):
            seen.add(words)
            said = told("residue.campaign", words=words, own=own.id)
            yield case.finding(WARNING, said, Span(match.start(), match.end() + len(event[0])))


def _is_own(case: Case, before: str, after: str) -> bool:
    """Whether the words around a campaign's name say that the unit itself did something for it now."""
    if _words(case, "own_act").search(before) is None or _words(case, "other_act").search(before):
        return False
    return _words(case, "aftermath").match(after) is None


@lru_cache(maxsize=8)
def _names(lexicon: Lexicon) -> Mapping[str, Pattern]:
    """By the id of a campaign, how it is named."""
    return {entry.id: fast(entry.source) for entry in lexicon["campaigns"]}


@lru_cache(maxsize=2)
def _told_of(lexicon: Lexicon, text: str) -> tuple[Entry, ...]:
    """The campaigns that a text names at all.

    All are looked for at once, then each where one was found: two names may begin within each other.
    """
    places = (match.span() for match in union(lexicon, "campaigns").finditer(text))
    around = "\n".join({text[max(0, start - _BEFORE) : end + _BEYOND] for start, end in places})
    return tuple(entry for entry in lexicon["campaigns"] if around and _is_named(lexicon, entry, around))


def _is_named(lexicon: Lexicon, entry: Entry, text: str) -> bool:
    """Whether a text names a campaign; terms alone are found without a pattern."""
    if entry.terms:
        return any(term in text for term in entry.terms)
    return _names(lexicon)[entry.id].search(text) is not None


def own_campaign(case: Case) -> Entry | None:
    """The campaign a report is about: named in its title, else the one it names most; None where it names none."""
    title, text = case.report.name("title"), case.draft.text
    entries = case.profile.lexicon["campaigns"]
    names = _names(case.profile.lexicon)
    named = next((entry for entry in entries if _is_named(case.profile.lexicon, entry, title)), None)
    if named:
        return named
    told = _told_of(case.profile.lexicon, text)
    counts = {entry.id: sum(1 for _ in names[entry.id].finditer(text)) for entry in told}
    best = max(told, key=lambda entry: counts[entry.id], default=None)
    return best if best and counts[best.id] >= 2 else None


def _when(case: Case) -> str:
    """When the report was written, as EDTF with a year; empty where it does not say."""
    written = case.report.name("report_date")
    return "" if written.startswith("X") else written


def unit(case: Case) -> Iterator[Finding]:
    """Another unit's name on this unit's own document, or as the one that did what is told."""
    branch = case.report.name("branch")
    words = org_words(case.profile.lexicon)
    seen: set[str] = set()
    for name, span in sorted(
        (*_formal(case), *_issuers(case), *_owners(case, words), *_doers(case, words)), key=lambda f: f[1]
    ):
        if not branch or name in seen or _related(case, words, name):
            continue
        seen.add(name)
        yield case.finding(WARNING, told("residue.unit", name=name, branch=branch), span)


def signature(case: Case) -> Iterator[Finding]:
    """A signature of another unit than the title's."""
    words = org_words(case.profile.lexicon)
    titled = words.leading(case.report.name("title"))
    for span in _last_lines(case.draft.text):
        line = span.of(case.draft.text).strip()
        name = words.leading(line)
        alone = name != "" and line.startswith(name) and _DATED.fullmatch(line[len(name) :]) is not None
        if titled and alone and _differs(words, short_names(case.profile.lexicon), titled, name):
            yield case.finding(WARNING, told("residue.signature", titled=titled, name=name), span)
            return


def _last_lines(text: str) -> Iterator[Span]:
    """The lines of the foot that are short enough for a signature, the last first."""
    end = len(text.rstrip())
    for _ in range(_FOOT):
        start = text.rfind("\n", 0, end) + 1
        if 0 < end - start <= _SIGNED:
            yield Span(start, end)
        end = max(start - 1, 0)


def _formal(case: Case) -> Iterator[tuple[str, Span]]:
    """中共……支部委员会, wherever it stands."""
    for match in _FORMAL.finditer(case.draft.text):
        yield match[0], Span(*match.span())


def _issuers(case: Case) -> Iterator[tuple[str, Span]]:
    """The body named at the head of a document that the report says was drawn up here."""
    for match in _ISSUED.finditer(case.draft.text):
        yield match[1], Span(*match.span(1))


def _owners(case: Case, words: OrgWords) -> Iterator[tuple[str, Span]]:
    """The branch whose plan or rules the report says were settled here, in the report of a branch."""
    if not case.report.name("branch").endswith("支部"):
        return
    for match in _OWNED.finditer(case.draft.text):
        sentence = case.draft.sentence(match.start()).of(case.draft.text)
        if words.names(match[1]) and len(words.core(match[1])) > 1 and not _SHARED.search(sentence):
            yield match[1], Span(*match.span(1))


def _doers(case: Case, words: OrgWords) -> Iterator[tuple[str, Span]]:
    """A branch named as the one that acts at the head of a sentence, in the report of a branch."""
    if not case.report.name("branch").endswith("支部"):
        return
    for match in _ACTS.finditer("\n" + case.draft.text):
        span = Span(match.start(1) - 1, match.end(1) - 1)
        sentence = case.draft.sentence(span.start).of(case.draft.text)
        if words.names(match[1]) and not _SHARED.search(sentence):
            yield match[1], span


def _related(case: Case, words: OrgWords, name: str) -> bool:
    """Whether a name is the report's own, its superior's, or of a unit that the report's own names contain."""
    own = [case.report.name(kind) for kind in ("branch", "superior", "title")]
    short = short_names(case.profile.lexicon)
    return not words.names(name) or any(not _differs(words, short, name, other) for other in own if other)


def _differs(words: OrgWords, short: ShortNames, one: str, other: str) -> bool:
    """Whether two names cannot be of one unit: neither can be a short form of the other (绍兴一中, 绍兴市第一中学)."""
    if one in other or other in one or short.same(one, other):
        return False
    a, b = words.core(one), words.core(other)
    less, more = sorted((a or one, b or other), key=len)
    rest = iter(more)
    return not all(char in rest for char in less)


__all__ = ["campaign", "own_campaign", "placeholders", "signature", "unit"]
