"""Web pages (.html, .mht) and what programs save as them: the visible text, a line a block, a table row a line."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from pipeline.errors import UnreadableSource
from pipeline.ingest.garbled import plausibility
from pipeline.ingest.lines import Lines
from pipeline.ingest.numformat import format_number
from pipeline.ingest.text import PLAUSIBLE, Decoded, decode, has_ink, text_source
from pipeline.model import Source

MAX_TAGS = 500_000
_HIDDEN = frozenset(
    {"script", "style", "head", "title", "template", "object", "iframe", "select", "svg", "math", "del", "noframes",
     "rt", "rp", "audio", "video", "canvas", "applet"}
)  # fmt: skip
_BLOCKS = frozenset(
    {"p", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "section",
     "article", "header", "footer", "main", "nav", "aside", "blockquote", "pre", "hr", "form", "fieldset", "address",
     "figure", "figcaption", "center", "body", "details", "summary", "legend", "tr"}
)  # fmt: skip
_BOLD = frozenset({"b", "strong", "h1", "h2", "h3", "h4", "h5", "h6", "th"})
_NOT_SHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all", re.I)
_HEAVY = re.compile(r"font-weight\s*:\s*(bold|[6-9]00|normal|[1-5]00)", re.I)
_BLANKS = re.compile("[ \t\r\n\f]+")
_WIDE = "[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f]"
_WIDE_BREAK = re.compile(f"(?<={_WIDE})[ \t\r\f]*\n\\s*(?={_WIDE})")
_CHARSET = re.compile(rb"""<meta[^>]+charset\s*=\s*["']?\s*([\w-]+)""", re.I)
_CONTROLS = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
_STYLES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
           "lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter",
           "upper-latin": "upperLetter", "lower-roman": "lowerRoman", "upper-roman": "upperRoman",
           "cjk-ideographic": "chineseCountingThousand", "simp-chinese-informal": "chineseCountingThousand",
           "trad-chinese-informal": "chineseCountingThousand",
           "simp-chinese-formal": "chineseLegalSimplified"}  # fmt: skip
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z-]+)", re.I)
_EMAIL = ("Received", "Delivered-To", "X-Mailer", "To")


def read_html(data: bytes, file: str) -> Source:
    """A web page; raises UnreadableSource: empty, mojibake, bomb."""
    return _page(data, data, file, "html")


def read_mht(data: bytes, file: str) -> Source:
    """A web archive as Word and browsers save it: its page. A mail is none."""
    from email import message_from_bytes

    message = message_from_bytes(data)
    if any(message.get(name) for name in _EMAIL):
        raise UnreadableSource("unsupported", "电子邮件，请把附件另存后提交")
    pages = [part for part in message.walk() if part.get_content_type() in {"text/html", "application/xhtml+xml"}]
    contents = [content for part in pages if isinstance(content := part.get_payload(decode=True), bytes)]
    if not contents:
        raise UnreadableSource("unsupported", "网页归档里没有网页")
    return _page(max(contents, key=len), data, file, "mht")


def _page(page: bytes, data: bytes, file: str, format: str) -> Source:
    decoded = _decoded(page)
    written = _Page()
    root = _tree(decoded.text)
    if root is not None:
        written.walk(root)
    text, margins = written.lines.text(), written.margins.text()
    source = text_source(text, file, format, data, encoding=decoded.encoding, notes=decoded.notes, margins=margins)
    return replace(source, bold=written.lines.spans())


def _decoded(page: bytes) -> Decoded:
    """The page in the encoding for which there is evidence; what it says of itself counts where that leaves doubt."""
    try:
        found = decode(page)
    except UnreadableSource:
        found = Decoded("", "")
    declared = _CHARSET.search(page[:4096])
    if (found.text and plausibility(found.text) >= PLAUSIBLE) or declared is None:
        return found
    name = {"gb2312": "gb18030", "gbk": "gb18030"}.get(declared[1].decode().lower(), declared[1].decode().lower())
    try:
        return Decoded(page.decode(name), name)
    except (UnicodeDecodeError, LookupError):
        return found


def _tree(text: str) -> Any:
    from lxml import etree

    if text.count("<") > MAX_TAGS:
        raise UnreadableSource("bomb", "网页标记过多")
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True)
    content = _CONTROLS.sub("", text).encode("utf-8", "replace")
    try:
        root = etree.fromstring(content, parser) if has_ink(text) else None
    except etree.XMLSyntaxError as error:
        raise UnreadableSource("damaged", "网页无法解析") from error
    if any("depth" in entry.message for entry in parser.error_log):  # what lies deeper is lost
        raise UnreadableSource("bomb", "网页嵌套过深")
    return root


@dataclass(slots=True)
class _Page:
    """Writes the visible text of a tree, without recursion: pages nest without bound."""

    lines: Lines = field(default_factory=Lines)
    margins: Lines = field(default_factory=Lines)
    bold: list[bool] = field(default_factory=lambda: [False])
    cells: list[int] = field(default_factory=list)  # where the open cells began
    lists: list[int] = field(default_factory=list)  # the number of the last item of each open list
    label: str = ""  # the number of a list item, written before its first word
    skipped: int = 0

    def walk(self, root: Any) -> None:
        from lxml import etree

        for event, element in etree.iterwalk(root, events=("start", "end")):
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                self.begin(element, tag)
            else:
                self.finish(element, tag)

    def begin(self, element: Any, tag: str) -> None:
        if self.skipped or _is_hidden(element, tag):
            self.skipped += 1
            return
        self.bold.append(_is_bold(element, tag, self.bold[-1]))
        if tag in _BLOCKS:
            self.lines.new_line()
        if tag == "br":
            self.lines.end()
        elif tag == "li":
            self.label = self.number(element)
        elif tag in {"ol", "ul"}:
            self.lists.append(_integer(element.get("start"), 1) - 1)
        elif tag in {"td", "th"}:
            self.cells.append(self.lines.size)
        self.say(element.text, element)

    def finish(self, element: Any, tag: str) -> None:
        if self.skipped:
            self.skipped -= 1
            if not self.skipped and _is_margin(element, tag):
                self.margins.write(" ".join("".join(element.itertext()).split()))
                self.margins.end()
        else:
            self.bold.pop()
            self.close(tag)
        if not self.skipped:
            self.say(element.tail, element.getparent())

    def close(self, tag: str) -> None:
        if tag in {"td", "th"}:
            if self.cells and self.cells.pop() != self.lines.size and self.lines.pending == "\n":
                self.lines.pending = ""
            self.lines.end("\t")
        elif tag == "tr":
            self.lines.row()
        elif tag in _BLOCKS:
            self.lines.new_line()
        if tag in {"ol", "ul"} and self.lists:
            self.lists.pop()

    def number(self, item: Any) -> str:
        """What an ordered list shows before an item: its number and a full stop."""
        parent = item.getparent()
        if parent is None or parent.tag != "ol" or not self.lists:
            return ""
        self.lists[-1] = _integer(item.get("value"), self.lists[-1] + 1)
        styled = _LIST_STYLE.search(parent.get("style", ""))
        style = _STYLES.get(styled[1].lower() if styled else parent.get("type", "1"), "decimal")
        return format_number(self.lists[-1], style) + ("、" if style.startswith("chinese") else ". ")

    def say(self, text: str | None, element: Any) -> None:
        """Text as a browser sets it: blanks collapsed, line ends between Chinese characters none at all."""
        if not text or element is None:
            return
        if element.tag not in {"pre", "textarea"}:
            text = _BLANKS.sub(" ", _WIDE_BREAK.sub("", text))
            if self.lines.pending or not self.lines.parts or self.lines.parts[-1].endswith((" ", "\n")):
                text = text.removeprefix(" ")
        if text and self.label:
            self.lines.write(self.label)
            self.label = ""
        self.lines.write(text, self.bold[-1])


def _is_hidden(element: Any, tag: str) -> bool:
    if tag in _HIDDEN or "hidden" in element.attrib or _is_margin(element, tag):
        return True
    return _NOT_SHOWN.search(element.get("style", "")) is not None


def _is_bold(element: Any, tag: str, outside: bool) -> bool:
    weight = _HEAVY.search(element.get("style", ""))
    if weight is not None:
        return weight[1].lower() not in {"normal", "100", "200", "300", "400", "500"}
    return outside or tag in _BOLD


def _is_margin(element: Any, tag: str) -> bool:
    """Headers and footers as LibreOffice writes them."""
    return tag == "div" and element.get("title") in {"header", "footer"}


def _integer(text: str | None, default: int) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 7 else default
