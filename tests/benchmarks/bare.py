"""What any reader of Word files has to do at least: unpack and parse."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

PARTS = ("word/document.xml", "word/styles.xml", "word/numbering.xml")  # which have to be read for the text


def bare(data: bytes, parts: Sequence[str] = ()) -> None:
    """A bare zipfile + lxml parse of these parts of a Word file; of all that are XML, if none are named."""
    from lxml import etree

    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        for name in [n for n in parts if n in names] if parts else [n for n in names if n.endswith((".xml", ".rels"))]:
            etree.fromstring(archive.read(name))
