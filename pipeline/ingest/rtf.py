"""Rich Text Format: characters in code pages and in Unicode, tables, notes; the automatic numbers stand in the file."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from pipeline.errors import UnreadableSource
from pipeline.ingest.fieldcodes import drawn, is_contents, is_entry
from pipeline.ingest.garbled import Notes, plausibility
from pipeline.ingest.lines import Lines
from pipeline.ingest.rtf_words import (
    AGAIN,
    ASIDE,
    CONTROLS,
    DESTINATIONS,
    DOUBLE,
    HIDDEN,
    INSIDE,
    LINE_ENDS,
    MARKS,
    PAGES,
    PASSED,
    PLACES,
    SETTINGS,
    SHOWN,
    SHUT,
    STYLED,
    SYMBOL,
    SYMBOLS,
    State,
)
from pipeline.ingest.signs import signs
from pipeline.ingest.text import has_ink, text_source
from pipeline.ingest.wordpieces import CONTENTS
from pipeline.model import Source

MAX_DEPTH = 10_000
_TOKEN = re.compile(
    rb"\\([a-zA-Z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9a-fA-F]{2})|\\([^a-zA-Z'])|([{}])|[\r\n]+"
    rb"|((?:[\x81-\xfe][\x40-\x7e\x80-\xfe]|[^\\{}\r\n])+)|(.)",
    re.S,
)


def read_rtf(data: bytes, file: str) -> Source:
    """An RTF document; raises UnreadableSource: empty, mojibake, too_large."""
    reading = _Reading(data)
    reading.run()
    parts = [reading.out[name].text() for name in ("text", "notes")]
    text = "\n".join(part for part in parts if has_ink(part))
    if reading.stack and not text:
        raise UnreadableSource("damaged", "RTF 不完整")
    notes: Notes = (("partial", "结尾被截断"),) if reading.stack else ()
    margins = "\n".join(line for line in reading.out["margins"].text().split("\n") if has_ink(line))
    source = text_source(text, file, "rtf", data, encoding=reading.page, notes=notes, margins=margins)
    if not has_ink(parts[0]):
        return source
    return replace(source, bold=reading.out["text"].spans(), addresses=_contents(reading.out["text"]))


def _contents(lines: Lines) -> tuple[tuple[int, str], ...]:
    """Where tables of contents begin and end; no other places are told."""
    text, marks = lines.text(), lines.places()
    ends = [at for at, _ in marks[1:]] + [len(text)]
    spans = [text[at:end] if address else "" for (at, address), end in zip(marks, ends, strict=False)]
    return ((0, ""), *marks) if marks and all(is_entry(line) for span in spans for line in span.split("\n")) else ()


@dataclass(slots=True)
class _Reading:
    """One pass over the tokens of a file."""

    data: bytes
    page: str = "cp1252"
    fonts: dict[str, str] = field(default_factory=dict)
    state: State = field(default_factory=State)
    stack: list[State] = field(default_factory=list)
    out: dict[str, Lines] = field(default_factory=lambda: {name: Lines() for name in PLACES})
    raw: bytearray = field(default_factory=bytearray)
    skip: int = 0
    half: int = 0
    boxes: list[str] = field(default_factory=list)
    number: list[str] = field(default_factory=list)
    field_code: list[str] = field(default_factory=list)
    contents: bool = False  # what was written last stands in a table of contents

    def run(self) -> None:
        at = 0
        while at < len(self.data) and (match := _TOKEN.match(self.data, at)):
            at = match.end()
            word, number, byte, symbol, brace, text, _odd = match.groups()
            if text is not None:
                self._bytes(text)
            elif byte is not None:
                self._bytes(bytes([int(byte, 16)]))
            elif word is not None:
                at += self._word(word.decode(), number)
            elif brace is not None:
                self._brace(brace)
            elif symbol is not None:
                self._symbol(symbol)
        self._flush()
        if self.boxes:
            self.out["text"].new_line()
            self._boxes_after()

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self.skip = 0
        if brace == b"{" and len(self.stack) < MAX_DEPTH:
            self.stack.append(self.state)
        elif brace == b"}" and self.stack:
            inside, self.state = self.state.into, self.stack.pop()
            if inside != self.state.into:
                self._done(inside)

    def _bytes(self, text: bytes) -> None:
        """Characters in the code page of the font; those that stand in for a \\u before them are passed over."""
        dropped = min(self.skip, len(text))
        self.skip -= dropped
        if self.state.shown != SHUT:
            self.raw += text[dropped:]

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self.state = replace(self.state, starred=True)
        elif symbol in b"\r\n":
            self._end("\n")
        elif symbol in b"\\{}":
            self._bytes(symbol)
        else:
            self._write(SYMBOLS.get(symbol, ""))

    def _word(self, word: str, number: bytes | None) -> int:
        """A control word; returns how many bytes of binary data follow it."""
        value = int(number) if number is not None else None
        if word == "u" and value is not None:
            self._unicode(value & 0xFFFF)
            self.skip = self.state.fallback
        elif word == "bin":
            return max(value or 0, 0)
        elif word in MARKS:
            self._write(MARKS[word])
        elif word in LINE_ENDS:
            self._end("\n")
        elif word in {"cell", "nestcell"}:
            self._end("\t")
        elif word in {"row", "nestrow"}:
            self._row()
        else:
            self._flush()
            self._property(word, value)
        return 0

    def _unicode(self, code: int) -> None:
        """A UTF-16 unit; the halves of a pair come one after the other."""
        if 0xD800 <= code < 0xDC00:
            self.half = code
        elif 0xDC00 <= code < 0xE000:
            self._write(chr(0x10000 + (self.half - 0xD800 << 10) + code - 0xDC00) if self.half else "\ufffd")
            self.half = 0
        else:
            self._write(chr(code))

    def _property(self, word: str, value: int | None) -> None:
        """A control word that changes the state: a destination, a font, a property of characters."""
        if word in SETTINGS:
            self.state = SETTINGS[word](self.state, value)
        elif word == "f":
            self.state = replace(self.state, font=str(value))
        elif word == "fcharset" and self.state.into == "fonts":
            self.fonts[self.state.font] = str(value)
        elif word == "ansicpg" and value:
            self.page = {936: "gb18030", 54936: "gb18030", 950: "cp950", 65001: "utf-8"}.get(value, f"cp{value}")
        elif word in {"mac", "pc", "pca"}:
            self.page = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}[word]
        elif word in STYLED:  # an optional destination in name only: \*\cs12 stands among the properties
            self.state = replace(self.state, starred=False)
        else:
            self._destination(word)

    def _destination(self, word: str) -> None:
        state = self.state
        if state.shown == SHUT or not (state.starred or word in DESTINATIONS):
            return
        if word in AGAIN:
            state = replace(state, shown=SHOWN, into=state.into if word == "ud" else "box")
        elif word == "fonttbl":
            state = replace(state, shown=PASSED, into="fonts")
        elif word == "fldinst":
            state = replace(state, shown=PASSED, into="code")
        elif word in {"listtext", "pntext"}:
            state = replace(state, into="number")
        elif word == "footnote":
            state = replace(state, into="notes")
        elif word in ASIDE:
            state = replace(state, into="margins")
        elif word in INSIDE:
            state = replace(state, shown=PASSED)
        elif word in HIDDEN or state.starred:
            state = replace(state, shown=SHUT)
        self.state = replace(state, starred=False)

    def _write(self, text: str) -> None:
        self._flush()
        self._put(text)

    def _put(self, text: str) -> None:
        state, text = self.state, signs(text)
        if CONTROLS.search(text):
            text = CONTROLS.sub("", text.replace("\r", "\n").replace("\x0b", "\n"))
        if state.into == "code" and state.shown == PASSED:
            self.field_code.append(text)
        elif state.into == "number" and state.visible:
            self.number.append(text)
        elif state.visible and state.into in self.out:
            if state.into == "text" and text and state.contents != self.contents:
                self.contents = state.contents
                self.out["text"].mark(CONTENTS if state.contents else "")
            self.out[state.into].write(text, state.bold or state.heading)

    def _flush(self) -> None:
        if self.raw:
            raw = bytes(self.raw)
            self.raw.clear()
            self._put(self._decoded(raw))

    def _decoded(self, raw: bytes) -> str:
        if raw.isascii():
            return raw.decode("ascii")
        charset = self.fonts.get(self.state.font, "")
        if charset == SYMBOL and plausibility(raw.decode("gb18030", "replace")) < 0.5:
            return "".join(chr(0xF000 + byte) if byte > 0x7F else chr(byte) for byte in raw)
        page = PAGES.get(charset, self.page)
        for candidate in (page, self.page, "gb18030"):
            try:
                text = raw.decode(candidate)
            except (UnicodeDecodeError, LookupError):
                continue
            declared = candidate in DOUBLE and candidate in (page, self.page)
            if declared or (page not in DOUBLE and plausibility(text) >= 0.5):
                return text
        return _as_declared(raw, page)

    def _end(self, separator: str) -> None:
        self._flush()
        if self.state.visible and self.state.into in self.out:
            self.out[self.state.into].end(separator)
            if self.state.into == "text" and separator == "\n":
                self._boxes_after()

    def _boxes_after(self) -> None:
        """The text boxes of a paragraph come after it."""
        for box in self.boxes:
            self.out["text"].write(box)
            self.out["text"].end()
        self.boxes.clear()

    def _row(self) -> None:
        self._flush()
        if self.state.shown != SHUT and self.state.into in self.out:
            self.out[self.state.into].row()

    def _done(self, inside: str) -> None:
        """A destination ends; what it held is written where it stands."""
        if inside == "box":
            self.boxes.append(self.out["box"].text().strip("\n"))
            self.out["box"] = Lines()
        elif inside == "notes":
            self.out["notes"].new_line()
        elif inside == "number":
            text = "".join(self.number).lstrip(" ")
            self._put(signs(text, "•"))
            self.number.clear()
        elif inside == "code":
            code = "".join(self.field_code)
            self.field_code.clear()
            self._put(drawn(code))
            if is_contents(code):
                self.state = replace(self.state, contents=True)


def _as_declared(raw: bytes, page: str) -> str:
    """What is no Chinese by any reading is what the file says it is: Russian, say."""
    try:
        return raw.decode(page, "replace")
    except LookupError:
        return raw.decode("cp1252", "replace")
