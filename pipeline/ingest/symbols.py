"""Characters of Word's symbol fonts as the Unicode characters they look like, and numbers in circles."""

from __future__ import annotations

_WINGDINGS = {
    0x22: "✂", 0x28: "☎", 0x29: "✆", 0x2A: "✉", 0x36: "⌛", 0x3F: "✍", 0x41: "✌", 0x43: "👍", 0x46: "☞", 0x4A: "☺",
    0x4B: "😐", 0x4C: "☹", 0x52: "☼", 0x54: "❄", 0x58: "✠", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "□", 0x70: "❐",
    0x71: "❑", 0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x78: "⌧", 0x7D: "”", 0x7B: "“",
    0x80: "⓪", 0x81: "①", 0x82: "②", 0x83: "③", 0x84: "④", 0x85: "⑤", 0x86: "⑥", 0x87: "⑦", 0x88: "⑧", 0x89: "⑨",
    0x8A: "⑩", 0x8C: "❶", 0x8D: "❷", 0x8E: "❸", 0x8F: "❹", 0x90: "❺", 0x91: "❻", 0x92: "❼", 0x93: "❽", 0x94: "❾",
    0x95: "❿", 0x9E: "·", 0x9F: "•", 0xA0: "▪", 0xA1: "○", 0xA2: "⭕", 0xA4: "◉", 0xA5: "◎", 0xA7: "▪", 0xA8: "◻",
    0xAA: "✦", 0xAB: "★", 0xAC: "✶", 0xAD: "✴", 0xB2: "✧", 0xD8: "➢", 0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓",
    0xE8: "➔", 0xEF: "⇦", 0xF0: "⇨", 0xF1: "⇧", 0xF2: "⇩", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0x97: "●", 0xA3: "□", 0xEA: "★"}
_WINGDINGS_3 = {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x7D: "▶", 0x84: "◀"}
_SYMBOL = (
    {ord(char): char for char in " !#%&()+,./0123456789:;<=>?[]_{|}"}
    | dict(zip(range(0x41, 0x5B), "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ", strict=True))
    | dict(zip(range(0x61, 0x7B), "αβχδεφγηιϕκλμνοπθρστυϖωξψζ", strict=True))
    | dict(zip(range(0xA1, 0xC0), "ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵", strict=True))
    | dict(zip(range(0xC0, 0xE0), "ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓", strict=True))
    | {0x22: "∀", 0x24: "∃", 0x27: "∋", 0x2A: "∗", 0x2D: "−", 0x40: "≅", 0x5C: "∴", 0x5E: "⊥", 0x7E: "∼"}
    | {0xE0: "◊", 0xE1: "〈", 0xE5: "∑", 0xF1: "〉", 0xF2: "∫"}
)
_WEBDINGS = {0x61: "✓", 0x63: "□", 0x67: "■", 0x6E: "●", 0x72: "✗", 0x3D: "●"}
_FONTS = {
    "wingdings": _WINGDINGS,
    "wingdings 2": _WINGDINGS_2,
    "wingdings 3": _WINGDINGS_3,
    "symbol": _SYMBOL,
    "webdings": _WEBDINGS,
}


def coded_symbol(font: str, char: str) -> str:
    """The character of a w:sym, whose code is hexadecimal; empty for a code that is none."""
    try:
        return symbol(font, int(char[:6], 16))
    except ValueError:
        return ""


def symbol(font: str, code: int, unknown: str = "□") -> str:
    """The character at `code` of a font; codes of symbol fonts lie in 0xF000–0xF0FF as well as in 0x20–0xFF."""
    table = _FONTS.get(font.strip().lower())
    private = 0xF000 <= code <= 0xF0FF
    if table is not None and (private or 0 <= code <= 0xFF):
        return table.get(code & 0xFF, " " if code & 0xFF == 0x20 else unknown)
    if not private:
        return chr(code) if 0x20 <= code <= 0x10FFFF and not 0xD800 <= code <= 0xDFFF else ""
    # Without the font's name the usual bullets are still told by their codes.
    return _WINGDINGS.get(code & 0xFF) or _SYMBOL.get(code & 0xFF) or unknown


def circled(text: str) -> str:
    """A number in a circle: ① to ㊿; any other text as it is."""
    value = int(text) if text.isascii() and text.isdigit() and len(text) <= 2 else 0
    if 1 <= value <= 20:
        return chr(0x245F + value)
    if 21 <= value <= 35:
        return chr(0x323C + value)
    return chr(0x328D + value) if 36 <= value <= 50 else text
