"""The control words of RTF, by what they do to the text."""

from __future__ import annotations

import re

PAGES = {"77": "mac_roman", "128": "cp932", "129": "cp949", "134": "gb18030", "136": "cp950", "161": "cp1253",
          "162": "cp1254", "163": "cp1258", "177": "cp1255", "178": "cp1256", "186": "cp1257", "204": "cp1251",
          "222": "cp874", "238": "cp1250"}  # fmt: skip
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
