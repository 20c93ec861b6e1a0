"""PDF files made by hand: text in a font with a ToUnicode map, pictures, and nothing embedded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SIZE = 12
GAP = "\v"


@dataclass(frozen=True)
class Text:
    """Words at a place on the page, in points from its lower left corner; GAP is room for a character."""

    x: float
    y: float
    words: str


@dataclass(frozen=True)
class Picture:
    """A grey picture that fills the page."""


def pdf(pages: Sequence[Sequence[Text | Picture]], font: str = "SimSun", map_text: bool = True) -> bytes:
    """A PDF of these pages; without `map_text` the font does not say which characters its glyphs are."""
    characters = sorted(
        {char for page in pages for item in page if isinstance(item, Text) for char in item.words} - {GAP}
    )
    glyphs = {char: i + 1 for i, char in enumerate(characters)}
    unicode = f"/ToUnicode {_ref(6)} " if map_text else ""
    kids = " ".join(_ref(8 + 2 * i) for i in range(len(pages)))
    objects: list[bytes] = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Count {len(pages)} /Kids [{kids}] >>".encode(),
        f"<< /Type /Font /Subtype /Type0 /BaseFont /{font} /Encoding /Identity-H {unicode}"
        f"/DescendantFonts [4 0 R] >>".encode(),
        f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{font} /DW 1000 /FontDescriptor 5 0 R /W [{_widths(glyphs)}]"
        f"/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> >>".encode(),
        f"<< /Type /FontDescriptor /FontName /{font} /Flags 4 /Ascent 880 /Descent -120 /CapHeight 700 /StemV 80 "
        f"/ItalicAngle 0 /FontBBox [0 -120 1000 880] >>".encode(),
        _stream(_to_unicode(glyphs)),
        _stream(
            b"\x80", "/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 "
        ),
    ]
    for i, page in enumerate(pages):
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {_ref(9 + 2 * i)} "
            f"/Resources << /Font << /F 3 0 R >> /XObject << /P 7 0 R >> >> >>".encode()
        )
        objects.append(_stream(b"\n".join(_drawn(item, glyphs) for item in page)))
    return _file(objects)


def form(printed: str, filled: str) -> bytes:
    """A page with printed words and a field of a form that was filled in (ASCII)."""
    fonts = "/Resources << /Font << /F 5 0 R >> >>"
    words = "BT /F 12 Tf 72 {y} Td ({words}) Tj ET"
    box = f"/Type /XObject /Subtype /Form /BBox [0 0 200 20] {fonts} "
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields [6 0 R] >> >>",
        b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>",
        f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R {fonts} /Annots [6 0 R] >>".encode(),
        _stream(words.format(y=700, words=printed).encode()),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (a) /V ({filled}) /F 4 /Rect [72 600 272 620] /AP << /N 7 0 R >> "
        f">>".encode(),
        _stream(words.format(y=5, words=filled).encode(), box),
    ]
    return _file(objects)


def lines(words: Sequence[str], top: float = 720, step: float = 24) -> list[Text]:
    """Lines one below the other."""
    return [Text(72, top - step * i, line) for i, line in enumerate(words)]


def _ref(number: int) -> str:
    return f"{number} 0 R"


def _widths(glyphs: dict[str, int]) -> str:
    return " ".join(f"{glyph} [500]" for char, glyph in glyphs.items() if char.isascii())


def _stream(content: bytes, entries: str = "") -> bytes:
    return f"<< {entries}/Length {len(content)} >>\nstream\n".encode() + content + b"\nendstream"


def _to_unicode(glyphs: dict[str, int]) -> bytes:
    pairs = "\n".join(f"<{glyph:04x}> <{char.encode('utf-16-be').hex()}>" for char, glyph in glyphs.items())
    return (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
        "1 begincodespacerange <0000> <ffff> endcodespacerange\n"
        f"{len(glyphs)} beginbfchar\n{pairs}\nendbfchar\nendcmap end end"
    ).encode()


def _drawn(item: Text | Picture, glyphs: dict[str, int]) -> bytes:
    if isinstance(item, Picture):
        return b"q 595 0 0 842 0 0 cm /P Do Q"
    codes = "".join("> -1000 <" if char == GAP else f"{glyphs[char]:04x}" for char in item.words)
    return f"BT /F {SIZE} Tf {item.x} {item.y} Td [<{codes}>] TJ ET".encode()


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.5\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n".encode() + content + b"\nendobj\n"
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    return out + f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF".encode()
