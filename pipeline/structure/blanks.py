"""Stretches of a template that nobody filled in: （此处填写）, 组织学习___次, 略, with nothing said beside them."""

from __future__ import annotations

import re

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import union

UNFILLED = "是没有填写的空白"
LONGEST = 600  # characters: a body longer than that says something
_FILLED, _GAP = "\ue000", "\ue001"  # stand for a whole placeholder, and for a blank within a clause
_CLAUSE = re.compile(r"[，,。；;！!？?\n：:、]+")
_INK = re.compile(r"[^\W\d_一二三四五六七八九十]")
_MEASURED = re.compile(r"\s*(?:余|多|几)?(?:人次|[次名人个位期场篇份件条项户万元年月日册本家级])")
_FOOT = re.compile(
    r"[^\s，,。；;：:]{0,30}(?:支部|总支|党委|委员会|办公室|公司|学校|局|院)"
    r"|[ 0-9〇○零一二三四五六七八九十×ＸXx年月日_.\-]{2,24}"
)


def is_blank(lexicon: Lexicon, text: str) -> bool:
    """Whether a stretch has places to fill in, and each of its clauses is or holds one of them.

    A crossed-out name (××村支部开展了活动) is no such place, a crossed-out number (××次) is; what looks like a
    signature at the end is left out of account.
    """
    if len(text) > LONGEST:
        return False
    body = _without_foot(text)
    if union(lexicon, "residue", "blank").match(body.strip()):
        return True
    if not union(lexicon, "residue", "placeholder").search(body):
        return False
    marked = _marked(lexicon, body)
    if _FILLED not in marked and _GAP not in marked:
        return False
    return all(_says_nothing(clause) for clause in _CLAUSE.split(marked))


def _without_foot(text: str) -> str:
    """A stretch without the lines at its end that may be a signature and a date; its first line is none."""
    lines = text.rstrip().split("\n")
    while len(lines) > 1 and (not lines[-1].strip() or _FOOT.fullmatch(lines[-1].strip())):
        lines.pop()
    return "\n".join(lines)


def _marked(lexicon: Lexicon, text: str) -> str:
    """The text with a character in place of each placeholder; crosses that stand for a name are kept."""
    parts, at = [], 0
    for match in union(lexicon, "residue", "placeholder").finditer(text):
        words = match[0]
        sign = _FILLED if _INK.sub("", words) != words and words[0] not in "×xXＸ✕╳某" else _GAP
        if words[0] in "×xXＸ✕╳某*＊○◯" and not _MEASURED.match(text, match.end()):
            sign = _FILLED if _alone(text, *match.span()) else "某"
        parts += [text[at : match.start()], sign]
        at = match.end()
    return "".join(parts) + text[at:]


def _alone(text: str, start: int, end: int) -> bool:
    """Whether a placeholder is all that its clause says."""
    before, after = text[:start].rstrip(" \t"), text[end:].lstrip(" \t")
    return (not before or _CLAUSE.match(before[-1]) is not None) and (not after or _CLAUSE.match(after) is not None)


def _says_nothing(clause: str) -> bool:
    """Whether a clause is a placeholder, has a gap where its fact should be, or is no more than a number."""
    return _GAP in clause or not _INK.search(clause.replace(_FILLED, ""))
