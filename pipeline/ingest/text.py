"""Plain text: which encoding the bytes are in, by evidence and by Chinese plausibility, and whether it is garbled."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import BAD, Notes, check_garbled, plausibility
from pipeline.model import Source

MAX_TEXT = 20_000_000  # characters; a report has some ten thousand
SAMPLE = 4_096  # bytes that decide between encodings, from the first that is not ASCII
MAX_JUDGED = 8_192  # characters that are enough to judge a decoding by
CLEAR = 0.6
PLAUSIBLE = 0.3  # right decodings score above 0.6, wrong ones below 0.15

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
_HIGH = re.compile(rb"[\x80-\xff]")
_SCRIPT = "\t\r\n\x20-\x7e\u0400-\u04ff\u3000-\u30ff"  # what no other code looks like when read as UTF-16
_LETTERS = re.compile(f"[{_SCRIPT}\u4e00-\u9fff\uac00-\ud7a3\uff00-\uffef]+")
_TELLING = re.compile(f"[{_SCRIPT}]+")
_HALVES = re.compile("[\ud800-\udfff]")
_INK = re.compile("[^\\s\x00-\x20\x7f-\xa0\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


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
    if (wide := _wide(data)) is not None:
        return wide
    if _is_binary(data):
        raise UnreadableSource("unsupported", "二进制文件")
    if not (strict := _counted(data, "utf-8")).notes:
        return strict
    return _second_opinion(data, best)


def _best(data: bytes, at_least: Decoded | None = None) -> Decoded:
    """The reading with the most common Chinese in it; earlier encodings win ties."""
    sample = _sample(data)
    if plausibility(_part(sample, _LEGACY[0])) >= CLEAR:
        return _counted(data, _LEGACY[0])
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


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark in Japanese, Korean or Russian: whole, and made of letters."""
    for encoding in ("utf-16-le", "utf-16-be"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        telling = len(text) - len(_TELLING.sub("", text))
        if telling * 5 >= len(text) >= 20 * len(_LETTERS.sub("", text)):
            return Decoded(text, encoding, (("guessed_encoding", encoding),))
    return None


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
