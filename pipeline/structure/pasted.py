"""Complete reports pasted into one file without a marker: where each begins, and what stands before the first.

A further report begins with the title of a report on a line of its own. That alone is no sign, reports name each other;
what stands before the line, whether a numbering begins anew after it, and whether the titles end alike (清河村党支部
创先争优活动总结, 柳河村党支部创先争优活动总结) decide together.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from pipeline.language.lexicon import Lexicon
from pipeline.model import Span
from pipeline.structure.titles import is_report_title, title_of

FIRST = re.compile(r"^[ \t\u3000]*(?:一[ \u3000]*[、.．]|[（(]一[）)]|[1１][、.．])", re.MULTILINE)
_ORG = (
    "(?:支部|总支|党委|党组|工委|委员会|局|公司|集团|厂|学校|[中小]学|学院|大学|医院|卫生院"
    "|街道|社区|村|镇|乡|所|站|中心)"
)
_LABEL = r"(?:填报|报送|上报|汇报|申报|所在|报告)?(?:单位|支部|党组织)[一二三四五六七八九十\d]{0,2}[：:]"
_UNIT = re.compile(
    rf"^[ \t\u3000\f]*(?:(?P<named>{_LABEL}[ \u3000]*[^\s。，；：:]{{2,30}}|[【\[〖][^】\]〗\n]{{1,24}}{_ORG}[】\]〗])"
    rf"|[（(]?[^\s。，；：:（）()]{{1,24}}{_ORG}[）)]?)[ \t\u3000]*$",
    re.MULTILINE,
)
_N = "[0-9〇○一二三四五六七八九十]{1,3}"
_DATE = (
    rf"(?:(?:19|20)\d{{2}}|[二一][〇○零ＯO0一二三四五六七八九]{{3}}) ?"
    rf"(?:[年.．/-] ?{_N} ?[月.．/-] ?{_N} ?日?|年 ?{_N} ?月)"
)
SIGNED = re.compile(rf"^[^\n。，；]{{0,40}}{_DATE}[ \t\u3000]*$", re.MULTILINE)
_HAN_FIRST = re.compile(r"^[ \t\u3000]*一[ \u3000]*[、.．]", re.MULTILINE)
_LINE = re.compile(
    r"^[ \t\u3000\f]*([^\s。，,；;：:一二三四五六七八九十（(\d][^\n。，,；;：:]{5,48}"
    r"(?:总结|汇报|小结|报告)(?:[（(][^）)\n]{1,16}[）)])?)[ \t]*$",
    re.MULTILINE,
)
_FULL_STOPS = frozenset("。！!")
_LEAST = 300  # characters of a report for which nothing but a full stop and a title speaks
_LEAST_SURE = 60  # of one that is signed, or titled like its neighbour
_ALIKE = 5  # characters in which the titles of neighbours end alike
_MOST = 2000  # titles in a file; with more it is a list of them
_LONGEST_NAME = 40
_POINTED = re.compile("[，：；、,:;]")
_LOOKED_AT = 20_000  # characters in which a numbering begins


def pasted(text: str, lexicon: Lexicon) -> list[int]:
    """Where the reports of a text begin, in order; [0] for an ordinary one."""
    if not _may_be_several(text):
        return [0]
    titles, starts, head = _titles(text, lexicon), [0], None
    if len(titles) > _MOST:
        return [0]
    for at, title in enumerate(titles):
        if FIRST.search(text, starts[-1], title.start):
            head = head or _head(text, titles, starts[-1], title.start)
            if _begins(text, starts[-1], head, title, titles[at + 1 :]):
                starts.append(title.start)
                head = title
    if len(starts) > 1:
        starts[0] = _after_cover(text, titles, starts[1])
        return starts
    return _headed(text, titles) or starts


def _headed(text: str, titles: list[Span]) -> list[int]:
    """Where reports begin that each name their unit at the head: 【东街村党支部】, 填报单位：…, a title and a name.

    They are reports where the names differ and a numbering begins anew below each.
    """
    ends = {title.end: title.start for title in titles}
    starts, names = [], set()
    for match in _UNIT.finditer(text):
        above = text[max(0, match.start() - 80) : match.start()]
        start = ends.get(match.start() - len(above) + len(above.rstrip()), -1)
        if start >= 0 or match["named"]:
            starts.append(start if start >= 0 else match.start())
            names.add(match[0].strip())
    bounds = [*starts, len(text)]
    whole = all(b - a > _LEAST_SURE and _HAN_FIRST.search(text, a, b) for a, b in pairwise(bounds))
    if len(starts) < 2 or len(names) < len(starts) or not whole:
        return []
    return [0, *starts] if _HAN_FIRST.search(text, 0, starts[0]) else starts


def _may_be_several(text: str) -> bool:
    """Whether a numbering begins twice, or something stands below the first signature."""
    first, signed = _HAN_FIRST.search(text), SIGNED.search(text)
    again = first and _HAN_FIRST.search(text, first.end())
    return bool(again or (signed and len(text) - signed.end() > _LEAST_SURE))


def _titles(text: str, lexicon: Lexicon) -> list[Span]:
    """The lines that are titles of reports; a title of several lines is known below a signature."""
    found = {m.end(1): Span(m.start(1), m.end(1)) for m in _LINE.finditer(text) if is_report_title(m[1], lexicon)}
    for signed in SIGNED.finditer(text):
        title = title_of(text, Span(min(signed.end() + 1, len(text)), len(text)), lexicon, strict=True)
        if title and not text[signed.end() : title.start].strip():
            found[title.end] = title
    return sorted(found.values(), key=lambda title: title.start)


def _head(text: str, titles: list[Span], begin: int, end: int) -> Span | None:
    """The title of the report that begins at an offset: the last one above its numbering."""
    first = FIRST.search(text, begin, end)
    above = [title for title in titles if begin <= title.start < (first.start() if first else end)]
    return above[-1] if above else None


def _begins(text: str, begin: int, head: Span | None, title: Span, later: list[Span]) -> bool:
    """Whether a further report begins with a title, after one that begins at `begin` under the title `head`."""
    alike = head is not None and _alike(head.of(text), title.of(text))
    body = _body(text, title, later)
    before = text[begin : title.start].rstrip("=-—_*~ \t\u3000\n\f")
    least = _LEAST_SURE if alike else _LEAST
    if min(len(before), len(body)) < _LEAST_SURE:
        return False
    if SIGNED.fullmatch(before, before.rfind("\n") + 1):
        return alike or bool(FIRST.search(body))
    anew = bool(_HAN_FIRST.search(before) and _HAN_FIRST.search(body))
    if not anew or min(len(before), len(body)) < least:
        return False
    return before[-1:] in _FULL_STOPS or (alike and _is_name(before[before.rfind("\n") + 1 :]))


def _body(text: str, title: Span, later: list[Span]) -> str:
    """What follows a title, up to the next one below a numbering or to the signature."""
    rest = text[title.end : title.end + _LOOKED_AT]
    first = FIRST.search(rest)
    below = title.end + (first.end() if first else 0)
    following = next((other.start for other in later if other.start > below), title.end + len(rest))
    signed = SIGNED.search(rest)
    return rest[: min(following - title.end, signed.start() if signed else len(rest))].strip()


def _alike(one: str, other: str) -> bool:
    """Whether two titles differ in what they begin with and end alike."""
    pairs = zip(reversed(one), reversed(other), strict=False)
    shared = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return _ALIKE <= shared < min(len(one), len(other))


def _is_name(line: str) -> bool:
    """Whether a line may be a signature without a date."""
    return len(line) <= _LONGEST_NAME and not _POINTED.search(line)


def _after_cover(text: str, titles: list[Span], second: int) -> int:
    """Where the first report begins: below the cover or the table of contents that names the others too."""
    first = _HAN_FIRST.search(text, 0, second)
    above = [title for title in titles if title.start < (first.start() if first else 0)]
    if not above or not text[: above[-1].start].strip():
        return 0
    kin = next(title for title in titles if title.start == second)
    return above[-1].start if _alike(above[-1].of(text), kin.of(text)) else 0
