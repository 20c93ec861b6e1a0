"""Garbled text: how much of a text is common Chinese, and which readings must have been wrong."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.errors import UnreadableSource
from pipeline.ingest.hanzi import COMMON

Notes = tuple[tuple[str, str], ...]

WINDOW = 512  # characters judged together when looking for garbled stretches
BAD = "\ufffd"

# C0 and C1 controls that no text has (tab, line ends, form feed, NUL and the DOS end-of-file mark are met in texts).
_CONTROLS = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_COMMON = re.compile(f"[{re.escape(''.join(sorted(COMMON)))}]+")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LATIN_RUN = re.compile("[\x80-\xff€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]{3,}")
_TELLTALE = re.compile("锟斤拷|烫烫烫|屯屯屯|锘锘|鈥\\?")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
# (what it was written as, what it was read as): text.encode(second).decode(first) mends it.
_MISREADINGS = (
    ("utf-8", "gb18030", "UTF-8 被当作 GBK 读过"),
    ("utf-8", "cp1252", "UTF-8 被当作西文读过"),
    ("utf-8", "latin-1", "UTF-8 被当作西文读过"),
    ("gb18030", "latin-1", "GBK 被当作西文读过"),
    ("gb18030", "cp1252", "GBK 被当作西文读过"),
    ("gb18030", "cp950", "GBK 被当作 Big5 读过"),
    ("cp950", "gb18030", "Big5 被当作 GBK 读过"),
    ("utf-8", "cp950", "UTF-8 被当作 Big5 读过"),
    ("gb18030", "cp437", "GBK 被当作西文读过"),
    ("utf-8", "cp437", "UTF-8 被当作西文读过"),
)


def plausibility(text: str) -> float:
    """How much of the text that is not ASCII is common Chinese: above 0.6 in Chinese, about 0 if decoded wrongly.

    1 for plain ASCII. Undecodable characters, controls and private-use characters count against it.
    """
    nuls = text.count("\0")
    odd = text.count(BAD) + len(_CONTROLS.findall(text)) + len(_PRIVATE.findall(text))
    foreign = len(text) - len(text.encode("ascii", "ignore")) + nuls
    if not foreign and not odd:
        return 1.0
    common = len(text) - len(_COMMON.sub("", text))
    return (common - odd - nuls / 4) / max(foreign, odd)


def check_garbled(text: str) -> Notes:
    """Raise UnreadableSource("mojibake") where the text is garbled; a remark where a part of it is."""
    windows = [text[i : i + WINDOW] for i in range(0, len(text), WINDOW)]
    found = [why for why in map(garbled, windows) if why]
    if not found:
        return ()
    if len(found) * 2 >= len(windows):
        raise UnreadableSource("mojibake", found[0])
    return (("partly_garbled", f"约 {len(found) * WINDOW} 字，{found[0]}"),)


def garbled(text: str) -> str:
    """Why a stretch of text must have been decoded wrongly before it was saved; empty where it was not."""
    if len(_CONTROLS.findall(text)) * 10 > len(text):
        return "成串的控制符"
    foreign = len(text) - len(text.encode("ascii", "ignore"))
    if not foreign:
        return ""
    lost = text.count(BAD)
    if (lost >= 5 and lost * 20 >= foreign) or lost * 3 >= foreign:
        return "大量字符丢失（�）"
    if (tell := _TELLTALE.findall(text)) and len(tell) * 30 >= foreign:
        return f"含“{tell[0]}”"
    score = plausibility(text)
    if score >= 0.5 or foreign < 8:
        return ""
    return next(_misread(text, score), "") or _hopeless(text, score, foreign)


def _misread(text: str, score: float) -> Iterator[str]:
    """How the text was misread, if reading it the other way round gives good Chinese."""
    hanzi = len(_HAN.findall(text)) * 4 >= len(text)
    for written, read, why in _MISREADINGS:
        mended = text.encode(read, "replace").decode(written, "replace")
        # What was lost on the way (? and U+FFFD) does not count against the mending.
        good = plausibility(mended.replace(BAD, "")) >= max(0.6, score + 0.3)
        if good and len(_HAN.findall(mended)) * 6 >= len(text) and (hanzi or "cp950" not in (written, read)):
            yield why


def _hopeless(text: str, score: float, foreign: int) -> str:
    if sum(map(len, _LATIN_RUN.findall(text))) * 3 >= len(text):
        return "成串的西文符号"
    if score < 0.1 and len(_HAN.findall(text)) >= 60 and len(_HAN.findall(text)) * 2 >= foreign:
        return "生僻字成串"
    return ""
