"""Office Open XML packages: parts, relationships, and XML parsed without trust (ISO/IEC 29500-1 and -2).

A part's XML is refused before parsing when it carries a DTD; entities, external or not, are never resolved and no
network is touched. Broken XML is mended where that can be done, and the flaw is noted.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Any
from urllib.parse import unquote

from lxml import etree

from pipeline.errors import UnreadableSource
from pipeline.ingest.zipsafe import Archive, fold

Element = Any  # lxml ships no types; an element is one of its proxies

_OFFICE = "http://schemas.openxmlformats.org/"
W_NS = _OFFICE + "wordprocessingml/2006/main"
R_NS = _OFFICE + "officeDocument/2006/relationships"
A_NS = _OFFICE + "drawingml/2006/main"
M_NS = _OFFICE + "officeDocument/2006/math"
C_NS = _OFFICE + "drawingml/2006/chart"
DGM_NS = _OFFICE + "drawingml/2006/diagram"
MC_NS = _OFFICE + "markup-compatibility/2006"
V_NS = "urn:schemas-microsoft-com:vml"
_STRICT = (
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W_NS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/relationships", R_NS.encode()),
    (b"http://purl.oclc.org/ooxml/officeDocument/math", M_NS.encode()),
    (b"http://purl.oclc.org/ooxml/drawingml/", (_OFFICE + "drawingml/2006/").encode()),
)
_PREFIXES = {b"w": W_NS, b"r": R_NS, b"a": A_NS, b"m": M_NS, b"mc": MC_NS, b"v": V_NS, b"dgm": DGM_NS}
# libxml2 needs about 125 bytes an element and 220 an attribute; more than this is read block by block.
TREE_BYTES = 90 * 1024 * 1024
MAX_TAGS, MAX_ATTRIBUTES = 6_000_000, 100_000
_LARGE = 300
_LIMITS = (110, 114)  # XML_ERR_NAME_TOO_LONG, XML_ERR_RESOURCE_LIMIT
_ENCODING = re.compile(rb"\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]+)[\"'][^>]{0,200}?\?>")
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])|0*(?:[0-8]|1[124-9]|2\\d|3[01]));", re.I)  # fmt: skip  # noqa: E501


def w(name: str) -> str:
    """The tag of a WordprocessingML element or attribute."""
    return f"{{{W_NS}}}{name}"


W_VAL = w("val")


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: the last word of its type (numbering, header, image …) and the part it leads to."""

    id: str
    kind: str
    target: str
    external: bool = False


@dataclass(slots=True)
class Package:
    """An opened package: `main` is the document part, `links` the XML of its relationships."""

    archive: Archive
    main: str
    links: bytes = b""
    flaws: list[str] = field(default_factory=list)
    _relations: dict[str, Relation] | None = None

    @property
    def relations(self) -> dict[str, Relation]:
        """The relationships of the document part by their ids."""
        if self._relations is None:
            self._relations = _relations(self.links, posixpath.dirname(self.main), self.flaws)
        return self._relations

    def root(self, part: str) -> Element | None:
        """The parsed part, or None without it or without usable XML."""
        return parse(self.archive.read(part), self.flaws) if part in self.archive else None

    def related(self, kind: str) -> list[str]:
        """The parts of a kind, by relationship; by the usual name where the relationships are lost."""
        if kind.encode() in self.links or b"\0" in self.links:
            found = [r.target for r in self.relations.values() if r.kind == kind and not r.external]
            if found:
                return found
        usual = self._usual(kind)
        return [usual] if usual in self.archive else []

    def first(self, kind: str) -> Element | None:
        """The parsed part of a kind, of which a document has one."""
        return next((root for part in self._parts(kind) if (root := self.root(part)) is not None), None)

    def content(self, kind: str) -> bytes | None:
        """The bytes of the part of a kind, None without one."""
        return next((self.archive.read(part) for part in self._parts(kind) if part in self.archive), None)

    def _parts(self, kind: str) -> list[str]:
        usual = self._usual(kind)
        if b'"%s.xml"' % kind.encode() in self.links and usual in self.archive:
            return [usual]  # saves parsing the relationships for the two parts that nearly every file has
        return self.related(kind)

    def all_flaws(self) -> list[str]:
        """What had to be mended: in the zip, then in the XML."""
        return [*self.archive.flaws, *self.flaws]

    def _usual(self, kind: str) -> str:
        return f"{self.main.rpartition('/')[0]}/{kind}.xml"


def open_package(data: bytes) -> Package:
    """The package in these bytes; UnreadableSource(damaged) where no document part can be found."""
    archive = Archive.of(data)
    flaws: list[str] = []
    main = _main_part(archive, flaws)
    return Package(archive, main, _links(archive, main), flaws)


def _links(archive: Archive, part: str) -> bytes:
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    return archive.read(path) if path in archive else b""


def _main_part(archive: Archive, flaws: list[str]) -> str:
    links = _links(archive, "")
    if b'"word/document.xml"' in links and "word/document.xml" in archive:
        return "word/document.xml"
    targets = [r.target for r in _relations(links, "", flaws).values() if r.kind == "officeDocument"]
    usual = [name for name in archive.members if re.fullmatch(r"(?:.*/)?document\d*\.xml", name)]
    for target in [*targets, "word/document.xml", *usual]:
        if target in archive:
            return fold(target)
    for name in archive.members:
        if name.endswith(".xml") and re.search(rb"<(?:\w+:)?body[\s>]", archive.read(name)):
            return name
    raise UnreadableSource("damaged", "缺少正文部件 word/document.xml")


def _relations(links: bytes, folder: str, flaws: list[str]) -> dict[str, Relation]:
    root = parse(links, flaws) if links else None
    return {r.id: r for r in (_relation(element, folder) for element in (() if root is None else root)) if r}


def _relation(element: Element, folder: str) -> Relation | None:
    target, kind = element.get("Target"), element.get("Type")
    if not target or not kind:
        return None
    if element.get("TargetMode") == "External":
        return Relation(element.get("Id", ""), kind.rpartition("/")[2], target, True)
    target = unquote(target.split("#")[0]).replace("\\", "/")
    path = target if target.startswith("/") else posixpath.join(folder, target)
    return Relation(element.get("Id", ""), kind.rpartition("/")[2], fold(posixpath.normpath(path)))


@lru_cache(maxsize=2)
def parser(recover: bool = False) -> etree.XMLParser:
    """The parser of all parts: no entities, no network, no comments; `recover` reads on after a fault."""
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=recover,
        remove_comments=True, remove_pis=True, collect_ids=False,
    )  # fmt: skip


def parse(data: bytes, flaws: list[str]) -> Element | None:
    """The root of an XML part in the transitional namespaces; None where nothing can be parsed.

    Raises UnreadableSource: refused (a DTD), bomb (nested or repeated beyond any document).
    """
    data = screened(data)
    try:
        return etree.fromstring(data, parser())
    except etree.XMLSyntaxError as error:
        _check_depth(error)
    flaws.append("XML 不完整或有误")
    return _mended(data)


def screened(data: bytes) -> bytes:
    """The XML in UTF-8 and the transitional namespaces; raises UnreadableSource for what is not to be parsed."""
    data = _utf8(data)
    if b"!" in data and b"<!DOCTYPE" in data:  # without it there are no entities either
        raise UnreadableSource("refused", "XML 含 DTD 或实体")
    if len(data) > 1 << 20 and (
        (tags := data.count(b"<")) > MAX_TAGS or data.count(b'="') > 20 * tags + MAX_ATTRIBUTES
    ):
        raise UnreadableSource("bomb", "XML 标记或属性过多")
    if b"purl.oclc.org/ooxml" in data[:8192]:
        for strict, transitional in _STRICT:
            data = data.replace(strict, transitional)
    return data


def discard(element: Element) -> None:
    """Take an element out of its tree, or out of sight: lxml takes quadratic time to cut off a large subtree."""
    parent = element.getparent()
    if parent is None:
        return
    if next(islice(element.iter(), _LARGE, None), None) is None:
        parent.remove(element)
    else:
        for inner in element.iter():
            inner.tag = "gone"


def is_large(data: bytes) -> bool:
    """Whether the tree of this XML would take more than TREE_BYTES."""
    return len(data) > 1 << 20 and len(data) + 125 * data.count(b"<") + 220 * data.count(b'="') > TREE_BYTES


def _utf8(data: bytes) -> bytes:
    """The XML in UTF-8, whatever it declares; a declaration of another encoding is taken off."""
    head = data[:4]
    if head[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in head:
        wide = "utf-32" if head in (b"\xff\xfe\0\0", b"\0\0\xfe\xff") else "utf-16"
        guess = "utf-16-le" if head[1:2] == b"\0" else "utf-16-be"
        text = data.decode(wide if head[:2] in (b"\xff\xfe", b"\xfe\xff") else guess, "replace")
        data = re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", text, count=1, flags=re.S).encode()
    elif (declared := _ENCODING.match(data[:600])) and declared[1].lower() not in (b"utf-8", b"us-ascii", b"ascii"):
        try:
            data = data[declared.end() :].decode(declared[1].decode(), "replace").encode()
        except LookupError:
            data = data[declared.end() :]
    return data.lstrip() if data[:1].isspace() else data


def _mended(data: bytes) -> Element | None:
    """The XML once bad bytes, control characters and undeclared prefixes are mended; the rest is left to libxml2."""
    clean = _CONTROLS.sub("", data.decode("utf-8-sig", "replace")).encode()
    clean = _declared(clean[max(clean.find(b"<"), 0) :])
    try:
        return etree.fromstring(clean, parser(recover=True))
    except etree.XMLSyntaxError as error:
        _check_depth(error)
        return None


def _declared(data: bytes) -> bytes:
    """The XML with a declaration for every prefix that has none."""
    used = set(re.findall(rb"[<\s/](\w+):\w+[\s=/>]", data)) - set(re.findall(rb"xmlns:(\w+)\s*=", data))
    names = b"".join(b' xmlns:%s="%s"' % (p, _PREFIXES.get(p, f"urn:{p!r}").encode()) for p in sorted(used - {b"xml"}))
    return re.sub(rb"<[A-Za-z][\w:.-]*", lambda tag: tag[0] + names, data, count=1) if names else data


def _check_depth(error: etree.XMLSyntaxError) -> None:
    if getattr(error, "code", 0) in _LIMITS or "depth" in str(error).lower():
        raise UnreadableSource("bomb", "XML 嵌套过深或内容过长") from error
