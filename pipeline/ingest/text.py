"""Plain text: which encoding the bytes are in, by evidence and by Chinese plausibility, and whether it is garbled."""

from __future__ import annotations

import codecs
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.errors import UnreadableSource
from pipeline.ingest.hanzi import COMMON
from pipeline.model import Source

Notes = tuple[tuple[str, str], ...]

MAX_TEXT = 20_000_000  # characters; a report has some ten thousand
SAMPLE = 16_384  # bytes that decide between encodings, from the first that is not ASCII
MAX_JUDGED = 65_536  # characters that are enough to judge a decoding by
WINDOW = 512  # characters judged together when looking for garbled stretches
PLAUSIBLE = 0.3  # right decodings score above 0.6, wrong ones below 0.15
BAD = "\ufffd"

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_LEGACY = ("gb18030", "utf-8", "utf-16-le", "utf-16-be", "cp950", "big5hkscs")
_NAMES = {"cp950": "big5", "big5hkscs": "big5"}
# C0 and C1 controls that no text has (tab, line ends, form feed, NUL and the DOS end-of-file mark are met in texts).
_HIGH = re.compile(rb"[\x80-\xff]")
_CONTROLS = re.compile("[\x01-\x08\x0e-\x19\x1b-\x1f\x7f-\x84\x86-\x9f]")
_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LATIN_RUN = re.compile("[\x80-\xff€‚ƒ„†‡ˆ‰Š‹ŒŽ•˜™š›œžŸ]{3,}")
_TELLTALE = re.compile("锟斤拷|烫烫烫|屯屯屯|锘锘|鈥\\?")
_HALVES = re.compile("[\ud800-\udfff]")
_HAN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_INK = re.compile("[^\\s\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")
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


@dataclass(frozen=True, slots=True)
class Decoded:
    """Decoded bytes: text without BOM (line ends as they are), the encoding's name, remarks for files.csv."""

    text: str
    encoding: str
    notes: Notes = ()


def read_text(data: bytes, file: str) -> Source:
    """A plain text file; raises UnreadableSource: empty, mojibake, unsupported (binary), too_large."""
    if not data.strip(b"\0"):
        raise UnreadableSource("empty", "全是零字节")
    decoded = decode(data)
    return text_source(decoded.text, file, "txt", data, encoding=decoded.encoding, notes=decoded.notes)


def text_source(
    text: str, file: str, format: str, data: bytes, *, encoding: str = "", notes: Notes = (), margins: str = ""
) -> Source:
    """The Source of a text any reader got: line ends made LF, and empty, garbled or oversized text refused."""
    text = unix_lines(text)
    if not has_ink(text):
        raise UnreadableSource("empty")
    if len(text) > MAX_TEXT:
        raise UnreadableSource("too_large", f"{len(text)} 字")
    digest = hashlib.sha256(data).hexdigest()
    return Source(file, text, format, encoding, digest, notes + check_garbled(text), unix_lines(margins))


def unix_lines(text: str) -> str:
    """CRLF and CR made LF."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def joined_halves(text: str) -> str:
    """Surrogate halves joined to their character; a lone one made U+FFFD."""
    if _HALVES.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def has_ink(text: str) -> bool:
    """Whether anything of the text would be visible."""
    return _INK.search(text) is not None


def decode(data: bytes) -> Decoded:
    """The text of `data` in the encoding for which there is most evidence.

    A byte-order mark decides, then valid UTF-8, then how much of each reading is common Chinese; charset-normalizer
    is asked about what remains. Raises UnreadableSource("unsupported") for what is no text at all.
    """
    if len(data) > 4 * MAX_TEXT:
        raise UnreadableSource("too_large", f"{len(data) >> 20} MB 的文本")
    return _by_mark(data) or _as_utf8(data) or _by_evidence(data)


def plausibility(text: str) -> float:
    """How much of the text that is not ASCII is common Chinese: above 0.6 in Chinese, about 0 if decoded wrongly.

    1 for plain ASCII. Undecodable characters, controls and private-use characters count against it.
    """
    nuls = text.count("\0")
    odd = text.count(BAD) + len(_CONTROLS.findall(text)) + len(_PRIVATE.findall(text))
    foreign = len(text) - len(text.encode("ascii", "ignore")) + nuls
    if not foreign and not odd:
        return 1.0
    common = sum(map(COMMON.__contains__, text))
    return (common - odd - nuls / 4) / max(foreign, odd)


def _by_mark(data: bytes) -> Decoded | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            body = data[len(mark) :]
            found = _counted(body, encoding)
            # A mark that another program put before text of another encoding.
            return found if plausibility(found.text[:MAX_JUDGED]) >= PLAUSIBLE or not body else _best(body, found)
    return None


def _as_utf8(data: bytes) -> Decoded | None:
    """Strict UTF-8, or UTF-8 with so few bad bytes that nothing else explains the rest."""
    found = _counted(data, "utf-8")
    bad = found.text.count(BAD) if found.notes else 0
    good = len(found.text) - len(found.text.encode("ascii", "ignore")) - bad
    sample = found.text[:MAX_JUDGED].replace(BAD, "") if bad else found.text[:MAX_JUDGED]
    if bad > 1 + good // 20 or (bad and good < 3):
        return None
    if plausibility(sample) >= PLAUSIBLE:
        return found
    return None if bad or len(data) < 64 or data.count(0) * 10 >= len(data) else found


def _by_evidence(data: bytes) -> Decoded:
    best = _best(data)
    score = plausibility(best.text[:MAX_JUDGED])
    if score >= PLAUSIBLE and not best.notes:
        return best
    if (mixed := _mixed(data)) is not None and plausibility(mixed.text[:MAX_JUDGED]) > score + 0.1:
        return mixed
    if score >= PLAUSIBLE:
        return best
    if _is_binary(data):
        raise UnreadableSource("unsupported", "二进制文件")
    return _second_opinion(data, best)


def _best(data: bytes, at_least: Decoded | None = None) -> Decoded:
    """The reading with the most common Chinese in it; earlier encodings win ties."""
    sample = _sample(data)
    score, _rank, encoding = max((plausibility(_part(sample, e)), -i, e) for i, e in enumerate(_LEGACY))
    if at_least is not None and score < PLAUSIBLE:
        return at_least
    return _counted(data, encoding)


def _sample(data: bytes) -> bytes:
    high = _HIGH.search(data)
    start = high.start() // 4 * 4 if high else 0
    return data[start : start + SAMPLE]


def _part(sample: bytes, encoding: str) -> str:
    """The sample decoded, an incomplete last character left out."""
    return codecs.getincrementaldecoder(encoding)("replace").decode(sample, False)


def _counted(data: bytes, encoding: str) -> Decoded:
    """Decoded strictly, or with every bad sequence made U+FFFD and counted in a note."""
    name = _NAMES.get(encoding, encoding)
    try:
        return Decoded(data.decode(encoding), name)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
    cut = ((("partial", "结尾被截断"),)) if text.endswith(BAD) else ()
    return Decoded(text, name, (("bad_bytes", f"{text.count(BAD)} 处"), *cut))


def _mixed(data: bytes) -> Decoded | None:
    """Lines in UTF-8 and lines in GBK, as when files were joined without regard to their encodings."""
    lines = data.splitlines(keepends=True)
    texts = [_line(line) for line in lines]
    text = "".join(texts)
    if len(lines) < 2:
        return None
    return Decoded(text, "utf-8+gb18030", (("mixed_encoding", ""),))


def _line(line: bytes) -> str:
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("gb18030", "replace")


def _is_binary(data: bytes) -> bool:
    sample = data[:SAMPLE]
    controls = sum(sample.count(byte) for byte in (*range(0, 9), *range(14, 26), *range(27, 32), 127))
    return controls * 50 > len(sample)


def _second_opinion(data: bytes, best: Decoded) -> Decoded:
    """What charset-normalizer says of text that is neither Chinese nor UTF-8."""
    from charset_normalizer import from_bytes

    match = from_bytes(data[:SAMPLE]).best()
    if match is None:
        raise UnreadableSource("mojibake", "无法判断编码")
    found = _counted(data, match.encoding)
    return Decoded(found.text, found.encoding, (("guessed_encoding", found.encoding), *found.notes))


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
    if lost >= 5 and lost * 20 >= foreign:
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
