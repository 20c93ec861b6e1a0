"""OpenDocument texts made from their XML."""

from __future__ import annotations

import io
import zipfile

NS = "urn:oasis:names:tc:opendocument:xmlns:"
ROOT = (
    f'xmlns:office="{NS}office:1.0" xmlns:text="{NS}text:1.0" xmlns:style="{NS}style:1.0" xmlns:table="{NS}table:1.0" '
    f'xmlns:draw="{NS}drawing:1.0" xmlns:fo="{NS}xsl-fo-compatible:1.0" xmlns:svg="{NS}svg-compatible:1.0"'
)
STYLES = """
<style:style style:name="B" style:family="text"><style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="H" style:family="text"><style:text-properties text:display="none"/></style:style>
<style:style style:name="PB" style:family="paragraph" style:parent-style-name="B"/>
<text:list-style style:name="L">
<text:list-level-style-number text:level="1" style:num-format="一, 二, 三, ..." style:num-suffix="、">
<style:list-level-properties><style:list-level-label-alignment text:label-followed-by="nothing"/>
</style:list-level-properties>
</text:list-level-style-number>
<text:list-level-style-number text:level="2" style:num-format="1" style:num-prefix="（" style:num-suffix="）"
 text:display-levels="1"/>
<text:list-level-style-number text:level="3" style:num-format="1" text:display-levels="2"/>
</text:list-style>
<text:list-style style:name="D"><text:list-level-style-bullet text:level="1" text:bullet-char="&#xf0b7;"/>
</text:list-style>
"""


def odt(body: str, styles: str = STYLES, page: str = "", extra: dict[str, str] | None = None, head: str = "") -> bytes:
    """A package with this body, these automatic styles, and this in its page style."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{head}<office:document-content {ROOT}><office:automatic-styles>{styles}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    master = (
        f"<office:document-styles {ROOT}><office:master-styles><style:master-page>{page}</style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("styles.xml", master)
        for name, member in (extra or {}).items():
            archive.writestr(name, member)
    return buffer.getvalue()


def p(text: str, style: str = "") -> str:
    """A paragraph."""
    return f'<text:p text:style-name="{style}">{text}</text:p>'
