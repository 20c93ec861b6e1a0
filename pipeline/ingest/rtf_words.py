"""The control words of RTF, by what they do to the text, and the state of a group that they change."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

PAGES = {"77": "mac_roman", "128": "cp932", "129": "cp949", "134": "gb18030", "136": "cp950", "161": "cp1253",
          "162": "cp1254", "163": "cp1258", "177": "cp1255", "178": "cp1256", "186": "cp1257", "204": "cp1251",
          "222": "cp874", "238": "cp1250"}  # fmt: skip
SYMBOL = "2"  # the character set of symbol fonts
STYLED = {"cs", "ds", "ts"}
DOUBLE = {"gb18030", "cp950", "cp932", "cp949"}
CONTROLS = re.compile("[\x00-\x08\x0b-\x1f]")
MARKS = {
    "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•",
    "emspace": "\u2003", "enspace": "\u2002", "tab": "\t", "line": "\n", "lbr": "\n", "softline": "\n", "column": "\n",
    "zwj": "\u200d", "zwnj": "\u200c",
}  # fmt: skip
SYMBOLS = {b"~": "\xa0", b"_": "-", b"\t": "\t"}
LINE_ENDS = {"par", "sect", "page"}
# Destinations that hold no text of the document, beside those marked \*.
HIDDEN = frozenset({
    "aftncn", "aftnsep", "aftnsepc", "annotation", "atnauthor", "atnid", "author", "bkmkend", "bkmkstart",
    "colorschememapping", "colortbl", "comment", "company", "datafield", "datastore", "doccomm", "filetbl",
    "fldtype", "footnotesep", "ftncn", "ftnsep", "ftnsepc", "generator", "info", "keywords", "latentstyles",
    "listoverridetable", "listtable", "nonesttables", "nonshppict", "operator", "picprop", "pict", "private",
    "revtbl", "rsidtbl", "rxe", "shprslt", "sn", "stylesheet", "subject", "tc", "template", "themedata", "title",
    "xe", "xmlnstbl",
})  # fmt: skip
INSIDE = {"shp", "shpinst", "do", "upr", "nesttableprops", "sp", "sv", "objdata"}
AGAIN = {"shptxt", "dptxbxtext", "ud"}
ASIDE = {"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"}
DESTINATIONS = AGAIN | ASIDE | INSIDE | HIDDEN | {"fonttbl", "fldinst", "fldrslt", "listtext", "pntext", "footnote"}
PLACES = ("text", "notes", "margins", "box")
SHOWN, PASSED, SHUT = range(3)  # text is taken; not taken, but a destination inside may be; never


@dataclass(frozen=True, slots=True)
class State:
    """What holds in a group: the font, the fallback characters after \\u, what is shown, where text goes."""

    font: str = ""
    fallback: int = 1
    shown: int = SHOWN
    into: str = "text"
    bold: bool = False
    heading: bool = False
    hidden: bool = False
    deleted: bool = False
    starred: bool = False
    contents: bool = False  # the field that one is in is a table of contents

    @property
    def dressed(self) -> bool:
        return self.bold or self.hidden or self.deleted

    @property
    def visible(self) -> bool:
        return self.shown == SHOWN and not self.hidden and not self.deleted


SETTINGS: dict[str, Callable[[State, int | None], State]] = {
    "uc": lambda state, value: replace(state, fallback=max(value or 0, 0)),
    "b": lambda state, value: replace(state, bold=value != 0),
    "v": lambda state, value: replace(state, hidden=value != 0),
    "deleted": lambda state, value: replace(state, deleted=value != 0),
    "plain": lambda state, _value: replace(state, bold=False, hidden=False, deleted=False) if state.dressed else state,
    "pard": lambda state, _value: replace(state, heading=False) if state.heading else state,
    "outlinelevel": lambda state, value: replace(state, heading=value is not None and 0 <= value < 9),
}
