"""Word files (.docx, .docm, .dotx; transitional and strict): all that Word shows, in order, once.

What the text is made of is told in `wordtext`, what is left out in `wordprune` and `wordfields`, where boxes and notes
go in `wordplace`. Headers and footers are kept apart, in `Source.margins`.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from hashlib import sha256

from lxml import etree

from pipeline.errors import UnreadableSource
from pipeline.ingest import wordtags as tag
from pipeline.ingest.numbering import Numbering
from pipeline.ingest.ooxml import Element, Package, is_large, open_package, parse, screened
from pipeline.ingest.wordplace import Places, chart_lines
from pipeline.ingest.wordprune import prune
from pipeline.ingest.wordsheet import Sheet
from pipeline.ingest.wordstyles import Styles
from pipeline.ingest.wordtext import Writer
from pipeline.model import Source

_MAX_CHUNKS = 3  # files inserted into files inserted into files


def read_docx(data: bytes, file: str) -> Source:
    """The text of a Word file, with bold spans, Word addresses, and its headers and footers.

    Raises UnreadableSource: damaged, encrypted, empty, scanned (pictures only), bomb, refused.
    """
    package = open_package(data)
    styles = Styles.of(Sheet.of(package.content("styles"), package.flaws))
    writer = Writer(styles, Numbering(lambda: package.first("numbering"), styles))
    _write(package, styles, _places(package, styles, file), writer)
    text, bold, addresses = writer.out.joined()
    margins = _margins(package, styles)
    if margins and not text.strip():  # all that there is stands at the edge of the page
        text, bold, addresses, margins = margins, (), (), ""
    flaws = list(dict.fromkeys(package.all_flaws()))
    if not text.strip():
        raise _nothing(flaws, any("/media/" in name for name in package.archive.members))
    notes = (("partial", "；".join(flaws[:3])),) if flaws else ()
    return Source(file, text, "docx", "", sha256(data).hexdigest(), notes, margins, bold, addresses)


def _nothing(flaws: list[str], pictures: bool) -> UnreadableSource:
    if flaws:
        return UnreadableSource("damaged", flaws[0])
    return UnreadableSource("scanned", "文档里只有图片") if pictures else UnreadableSource("empty", "文档里没有文字")


def _write(package: Package, styles: Styles, places: Places, writer: Writer) -> None:
    """The document's body, whole or, where its tree would take too much memory, block by block."""
    data = package.archive.read(package.main)
    if is_large(data):
        _write_blocks(data, package, styles, places, writer)
        return
    root = parse(data, package.flaws)
    if root is None:
        raise UnreadableSource("damaged", "正文部件无法解析")
    for body in list(root.iterchildren(tag.BODY)) or [root]:
        if prune(body, styles):
            places.place(body)
        writer.feed(body)


def _write_blocks(data: bytes, package: Package, styles: Styles, places: Places, writer: Writer) -> None:
    """A large body, the tree of what is written dropped at once; fields and joins across blocks are not followed."""
    table: Element | None = None
    try:
        for body, block in _blocks(screened(data)):
            if block.tag == tag.TR and (around := next(block.iterancestors(tag.TBL), None)) is not table:
                table = around
                writer.open_table(table)
            if len(block) or block.tag != tag.P:  # an empty paragraph hides nothing
                if prune(block, styles, join=False):
                    places.place(block)
                writer.feed(body, block)
            else:
                writer.empty(body, block)
            following = block.getnext()
            while following is not None and following.tag in (tag.BOX, tag.NOTE):
                writer.feed(body, following)
                following = following.getnext()
            block.clear()
            while block.getprevious() is not None:
                del block.getparent()[0]
    except etree.XMLSyntaxError:
        package.flaws.append("XML 不完整或有误")


def _blocks(data: bytes) -> Iterator[tuple[Element, Element]]:
    """The paragraphs and the rows of a body as they are parsed, those inside others left to them."""
    stream = etree.iterparse(
        io.BytesIO(data), events=("end",), tag=(tag.P, tag.TR, tag.ALT_CHUNK), remove_comments=True, remove_pis=True,
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
    )  # fmt: skip
    for _, element in stream:
        outer = element.getparent()
        if outer is None or outer.tag != tag.BODY:
            outer = next(element.iterancestors(tag.P, tag.TC, tag.BODY), None)
        if outer is not None and outer.tag == tag.BODY:
            yield outer, element


def _places(package: Package, styles: Styles, file: str) -> Places:
    def notes(kind: str) -> dict[str, Element]:
        root = package.first(kind)
        if root is None:
            return {}
        if prune(root, styles):
            Places().place(root)
        return {note.get(tag.ID, ""): note for note in root}

    def diagram(relation: str) -> list[Element]:
        found = package.relations.get(relation)
        root = package.root(found.target) if found else None
        return [p for text in (() if root is None else root.iter(tag.DIAGRAM_TEXT)) for p in text.iter(tag.A_P)]

    def chart(relation: str) -> str:
        found = package.relations.get(relation)
        root = package.root(found.target) if found else None
        return "" if root is None else "\n".join(chart_lines(root))

    return Places(
        {tag.FOOTNOTE_REF: lambda: notes("footnotes"), tag.ENDNOTE_REF: lambda: notes("endnotes")},
        diagram,
        chart,
        lambda relation: _inserted(package, relation, file),
    )


def _inserted(package: Package, relation: str, file: str) -> str:
    """The text of a file that Word inserts when it opens the document (w:altChunk)."""
    from pipeline.ingest import read_bytes

    found = package.relations.get(relation)
    if found is None or found.target not in package.archive or file.count("!/") > _MAX_CHUNKS:
        return ""
    try:
        return read_bytes(package.archive.read(found.target), f"{file}!/{found.target}").text
    except UnreadableSource as error:
        package.flaws.append(f"插入的文件无法读取：{error.detail or error.code}")
        return ""


def _margins(package: Package, styles: Styles) -> str:
    """The lines of headers and footers that say something, each once; page numbers do not."""
    if package.links and b"header" not in package.links and b"footer" not in package.links:
        return ""
    lines: dict[str, None] = {}
    for part in package.related("header") + package.related("footer"):
        root = package.root(part)
        if root is not None:
            if prune(root, styles):
                Places().place(root)
            writer = Writer(styles, Numbering())
            writer.feed(root)
            lines |= dict.fromkeys(line.strip() for line in writer.out.joined()[0].split("\n"))
    return "\n".join(line for line in lines if any(character.isalpha() for character in line))
