"""Signs of symbol fonts, which stand in the private area of Unicode, as the characters that they look like."""

from __future__ import annotations

import re

from pipeline.ingest.symbols import symbol

_PRIVATE = re.compile("[\uf000-\uf0ff]")


def signs(text: str, unknown: str = "□") -> str:
    """The text with a character for a character; `unknown` for a sign that looks like none."""
    return _PRIVATE.sub(lambda sign: symbol("", ord(sign[0]), unknown), text)
