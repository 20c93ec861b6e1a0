"""Markdown: the words without the marks; headings and strong words are bold."""

from __future__ import annotations

import re
from dataclasses import replace

from pipeline.ingest.lines import Lines
from pipeline.ingest.text import decode, text_source, unix_lines
from pipeline.model import Source

_FRONT = re.compile(r"\A---\n.*?\n(?:---|\.\.\.)\n", re.S)
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|(?=[^#\s]))(.*?)[ \t]*#*[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
_RULE = re.compile(r" {0,3}(?:(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|(?:-[ \t]*){3,})$")
_FENCE = re.compile(r" {0,3}(?:```|~~~)")
_BULLET = re.compile(r"([ \t]*)(?:>[ \t]?)*(?:[-*+][ \t]+(?:\[[ xX]\][ \t]+)?)?")
_ROW = re.compile(r"[ \t]*\|(.*)\|[ \t]*$")
_ROW_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*\|?[ \t]*$")
# Strong, emphasised, struck, code, image, link, bare link, escaped character, line break: what is kept is the group.
_INLINE = re.compile(
    r"(?P<strong>\*\*(?=\S)(?P<s1>[^*\n]+?)(?<=\S)\*\*|(?<!\w)__(?=\S)(?P<s2>[^_\n]+?)(?<=\S)__(?!\w))"
    r"|(?<![*\d])\*(?=[^\s*])(?P<e1>[^*\n]+?)(?<=\S)\*(?![*\d])"
    r"|~~(?P<gone>[^~\n]+)~~|`(?P<code>[^`\n]+)`"
    r"|!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)|\[(?P<link>[^\]\n]{0,500})\]\([^)\n]{0,500}\)"
    r"|<(?P<url>https?://[^>\s]{1,500})>"
    r"|\\(?P<escaped>[!-/:-@\[-`{-~])|<br */?>(?P<br>)"
)


def read_markdown(data: bytes, file: str) -> Source:
    """A Markdown file; raises UnreadableSource as plain text does."""
    decoded = decode(data)
    text = _without_comments(_FRONT.sub("", unix_lines(decoded.text)))
    lines = Lines()
    raw = text.split("\n")
    fenced = False
    for at, line in enumerate(raw):
        if _FENCE.match(line):
            fenced = not fenced
        elif fenced:
            lines.write(line)
            lines.end()
        else:
            _line(line, raw[at + 1] if at + 1 < len(raw) else "", raw[at - 1] if at else "", lines)
    source = text_source(lines.text(), file, "md", data, encoding=decoded.encoding, notes=decoded.notes)
    return replace(source, bold=lines.spans())


def _without_comments(text: str) -> str:
    parts, at = [], 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start)) >= 0:
        parts.append(text[at:start])
        at = end + 3
    return "".join([*parts, text[at:]])


def _line(line: str, following: str, before: str, lines: Lines) -> None:
    """One line without its marks; a rule, or the line under a heading or a table's head, is none."""
    underlined = bool(before.strip()) and _UNDERLINE.match(line) is not None
    if underlined or _RULE.match(line) or ("|" in before and "|" in line and _ROW_RULE.match(line)):
        return
    heading = _HEADING.match(line)
    strong = heading is not None or bool(line.strip() and len(following) > 1 and _UNDERLINE.match(following))
    if heading is not None:
        line = heading[1]
    elif row := _ROW.match(line):
        line = "\t".join(cell.strip() for cell in re.split(r"(?<!\\)\|", row[1]))
    else:
        line = line[_BULLET.match(line).end() :].rstrip(" ")  # type: ignore[union-attr]
    _inline(line, strong, lines)
    lines.end()


def _inline(text: str, strong: bool, lines: Lines) -> None:
    at = 0
    for match in _INLINE.finditer(text):
        lines.write(text[at : match.start()], strong)
        kept = match["s1"] or match["s2"] or match["e1"] or match["code"] or match["link"] or match["url"]
        kept = "\n" if match["br"] is not None else kept or match["escaped"] or ""
        lines.write(kept, strong or match["strong"] is not None)
        at = match.end()
    lines.write(text[at:], strong)
