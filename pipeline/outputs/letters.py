"""Official letters as Word files after GB/T 9704-2012: page, fonts, sizes, spacing, numbering of pages.

Sizes: 二号 22 pt, 三号 16 pt, 四号 14 pt. Equal content gives equal bytes.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from pipeline.outputs.keeping import FIXED, repacked
from pipeline.products.shown import clean

TITLE, BODY, HEADING, SUBHEADING, DIGITS = "方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "Times New Roman"
LARGE, NORMAL, SMALL = 22, 16, 14
SPACING, TITLE_SPACING = 28, 34
MARGINS = {"top_margin": 37, "bottom_margin": 35, "left_margin": 28, "right_margin": 26}  # mm
CHARS = 28  # characters a line
BLANK_DATE = "    年  月  日"


class Letter:
    """One letter being written, paragraph by paragraph."""

    def __init__(self, title: str) -> None:
        from docx import Document

        self.document: Any = Document()
        properties = self.document.core_properties
        properties.author = properties.last_modified_by = properties.comments = ""
        properties.created = properties.modified = FIXED
        properties.title, properties.revision = clean(title), 1
        self._page()
        self._plain_style()
        for line in broken(title):
            self._paragraph(line, TITLE, LARGE, spacing=TITLE_SPACING, align="center")
        self._paragraph("", BODY, NORMAL)

    def to(self, receiver: str) -> None:
        """主送机关: flush left, with a colon."""
        self._paragraph(f"{receiver}：", BODY, NORMAL)

    def heading(self, text: str) -> None:
        """A heading of the first level (一、)."""
        self._paragraph(text, HEADING, NORMAL, indent=True)

    def subheading(self, text: str) -> None:
        """A heading of the second level (（一）)."""
        self._paragraph(text, SUBHEADING, NORMAL, indent=True)

    def body(self, text: str) -> None:
        """A paragraph of running text, its first line two characters in."""
        self._paragraph(text, BODY, NORMAL, indent=True)

    def signature(self, sender: str, date: str) -> None:
        """署名 and 成文日期, the date four characters from the right; blanks are for whoever signs and stamps."""
        self._paragraph("", BODY, NORMAL)
        self._paragraph(sender, BODY, NORMAL, align="right", right=4)
        self._paragraph(date or BLANK_DATE, BODY, NORMAL, align="right", right=4)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> None:
        """A table across the page, its header repeated on every page; `widths` in millimetres."""
        from docx.shared import Mm

        table = self.document.add_table(rows=1, cols=len(heads), style="Table Grid")
        table.autofit = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Mm(width)
        for number, row in enumerate((heads, *rows)):
            cells = table.rows[0].cells if number == 0 else table.add_row().cells
            for cell, text, width in zip(cells, row, widths, strict=True):
                cell.width = Mm(width)
                self._fill(cell.paragraphs[0], text, HEADING if number == 0 else BODY, SMALL)
                self._space(cell.paragraphs[0], 24)
                if number == 0 or width < 20:
                    self._aligned(cell.paragraphs[0], "center")
        self._repeated(table.rows[0])

    def data(self) -> bytes:
        """The finished .docx."""
        buffer = io.BytesIO()
        self.document.save(buffer)
        return repacked(buffer.getvalue())

    def _page(self) -> None:
        from docx.shared import Mm

        section = self.document.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        for name, size in MARGINS.items():
            setattr(section, name, Mm(size))
        section.footer_distance = Mm(24)
        self.document.settings.odd_and_even_pages_header_footer = True
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            self._page_number(footer.paragraphs[0], side)

    def _page_number(self, paragraph: Any, side: str) -> None:
        """— 1 — in 四号, one character from the outer edge: right on odd pages, left on even ones."""
        self._aligned(paragraph, side, **{side: 1})
        for text in ("— ", "PAGE", " —"):
            run = paragraph.add_run("" if text == "PAGE" else text)
            self._font(run, "宋体", SMALL)
            if text == "PAGE":
                for kind in ("begin", "", "end"):
                    run._r.append(_field(kind))

    def _plain_style(self) -> None:
        from docx.shared import Pt

        style = self.document.styles["Normal"]
        style.font.size = Pt(NORMAL)
        properties = style.element.get_or_add_rPr()
        self._named(properties, BODY)
        properties.append(_element("lang", val="en-US", eastAsia="zh-CN"))  # glyphs and punctuation of the mainland

    def _paragraph(self, text: str, font: str, size: int, **look: Any) -> None:
        paragraph = self.document.add_paragraph()
        self._fill(paragraph, text, font, size)
        self._space(paragraph, look.pop("spacing", SPACING))
        if look.pop("indent", False):
            _indent(paragraph, "firstLine", 2, size)
        if side := look.pop("align", ""):
            self._aligned(paragraph, side, **look)

    def _fill(self, paragraph: Any, text: str, font: str, size: int) -> None:
        self._font(paragraph.add_run(clean(text).replace("\n", "")), font, size)

    def _space(self, paragraph: Any, points: int) -> None:
        from docx.enum.text import WD_LINE_SPACING
        from docx.shared import Pt

        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(points)
        form.widow_control = False

    def _aligned(self, paragraph: Any, side: str, **chars: int) -> None:
        from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

        paragraph.alignment = {"center": ALIGN.CENTER, "right": ALIGN.RIGHT, "left": ALIGN.LEFT}[side]
        for edge, count in chars.items():
            _indent(paragraph, edge, count, NORMAL)

    def _font(self, run: Any, name: str, size: int) -> None:
        from docx.shared import Pt

        run.font.size = Pt(size)
        self._named(run._r.get_or_add_rPr(), name)

    def _named(self, properties: Any, name: str) -> None:
        """Chinese characters in the font, digits and letters in a Western one."""
        from docx.oxml.ns import qn

        fonts = properties.get_or_add_rFonts()
        for attribute in list(fonts.attrib):
            del fonts.attrib[attribute]
        for kind, font in (("ascii", DIGITS), ("hAnsi", DIGITS), ("eastAsia", name), ("cs", DIGITS)):
            fonts.set(qn(f"w:{kind}"), font)
        fonts.set(qn("w:hint"), "eastAsia")  # quotation marks and dashes are Chinese ones

    def _repeated(self, row: Any) -> None:
        row._tr.get_or_add_trPr().append(_element("tblHeader"))


def _indent(paragraph: Any, edge: str, chars: int, size: int) -> None:
    """An indent in characters of the text, with its width in twentieths of a point for readers that want one."""
    from docx.oxml.ns import qn

    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{edge}Chars"), str(100 * chars))
    indent.set(qn(f"w:{edge}"), str(20 * size * chars))


def _field(kind: str) -> Any:
    """A piece of a PAGE field: its begin, its instruction, its end."""
    if kind:
        return _element("fldChar", fldCharType=kind)
    instruction = _element("instrText")
    instruction.text = "PAGE"
    return instruction


def _element(name: str, **attributes: str) -> Any:
    """An element of WordprocessingML."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    element = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        element.set(qn(f"w:{key}"), value)
    return element


def broken(title: str, most: int = 20) -> list[str]:
    """A title in lines of about equal length, never more than `most` characters, broken after 的 or before 关于 where
    that is near the middle."""
    if len(title) <= most:
        return [title]
    count = -(-len(title) // most)
    ideal = len(title) / count
    places = [at for at in range(1, len(title)) if title[at - 1] in "的、》" and abs(at - ideal) <= 4]
    at = min(places, key=lambda place: abs(place - ideal)) if places else round(ideal)
    return [title[:at], *broken(title[at:], most)]
