"""Single styles out of a styles part: it has hundreds of them, a document uses a handful, and only those are parsed.

A part that is not written as Word and its kin write it is parsed as a whole.
"""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field

from lxml import etree

from pipeline.ingest.ooxml import W_NS, Element, parse, parser, screened, w

SMALL = 4096  # bytes; a smaller part is parsed as fast as it is cut
_HEAD = re.compile(rb"(?:<\?xml[^<>]*\?>)?\s*<w:styles\s[^<>]*[^<>/]>")
_SPACE = f' xmlns:w="{W_NS}"'.encode()
_BEGIN, _END, _ID, _DEFAULT = b"<w:style ", b"</w:style>", b' w:styleId="', b" w:default="
_STYLE, _ID_NAME, _TYPE_NAME, _DEFAULT_NAME, _VANISH = (w(n) for n in ("style", "styleId", "type", "default", "vanish"))
_PLAIN = re.compile("[^&<>\"'\\s]+(?: [^&<>\"'\\s]+)*")


@dataclass(slots=True)
class Sheet:
    """A styles part: the start tag of its root, empty where it cannot be cut; all styles by their ids, once known."""

    data: bytes = b""
    flaws: list[str] = field(default_factory=list)
    head: bytes = b""
    elements: dict[str, Element] | None = None

    @classmethod
    def of(cls, data: bytes | None, flaws: list[str]) -> Sheet:
        """The sheet in the bytes of a part, if there is one; raises UnreadableSource as `parse` does."""
        if data is None:
            return cls(elements={})
        data = screened(data)
        head = _head(data) if len(data) > SMALL else b""
        sheet = cls(data, flaws, head)
        if not head:
            sheet._whole()
        return sheet

    def style(self, id: str) -> Element | None:
        """The XML of a style, None where it is not defined."""
        if self.elements is not None:
            return self.elements.get(id)
        at = self.data.rfind(_ID + id.encode("utf-8", "replace") + b'"') if _PLAIN.fullmatch(id) else -1
        style = self.data[self.data.rfind(_BEGIN, 0, at + 1) : self.data.find(_END, at)] if at >= 0 else b""
        if style and b"xmlns" not in style:
            with suppress(etree.XMLSyntaxError):
                found = etree.fromstring(self.head + style + b"</w:style></w:styles>", parser())[0]
                if found.get(_ID_NAME) == id:
                    return found
        return self._whole().get(id)

    def default(self) -> str:
        """The id of the style of paragraphs that name none; empty without one."""
        at = self.data.find(_DEFAULT) if self.elements is None else -1
        while at >= 0:
            tag = self.data[self.data.rfind(_BEGIN, 0, at + 1) : self.data.find(b">", at)]
            if b' w:type="paragraph"' in tag and _ID in tag:
                return tag.partition(_ID)[2].partition(b'"')[0].decode("utf-8", "replace")
            at = self.data.find(_DEFAULT, at + 1)
        every = self._whole().items()
        return next((k for k, e in every if e.get(_DEFAULT_NAME) and e.get(_TYPE_NAME) == "paragraph"), "")

    def hides(self) -> bool:
        """Whether some style may hide text."""
        return b"vanish" in self.data and any(True for e in self._whole().values() for _ in e.iter(_VANISH))

    def _whole(self) -> dict[str, Element]:
        if self.elements is None:
            root = parse(self.data, self.flaws)
            self.elements = {e.get(_ID_NAME, ""): e for e in (() if root is None else root.iterchildren(_STYLE))}
        return self.elements


def _head(data: bytes) -> bytes:
    """The start tag of the root with what stands before it, if single styles can be cut out of the part, else empty."""
    found = _HEAD.match(data)
    if found is None or _SPACE not in found[0] or not data.rstrip().endswith(b"</w:styles>"):
        return b""
    # Nothing that may hide a tag, and no coded characters, that an id might be written with.
    hiding = data.find(b"!", found.end()) >= 0 or data.find(b"?", found.end()) >= 0 or (b"&" in data and b"&#" in data)
    return b"" if hiding else found[0]
