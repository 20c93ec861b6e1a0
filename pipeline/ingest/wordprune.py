"""Takes out of a Word tree what Word does not show: deletions, moved-away text, hidden text, the other alternative.

The tree is changed in place, so that a plain walk in document order then meets every shown character once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from pipeline.ingest import wordtags as tag
from pipeline.ingest.ooxml import W_VAL, Element, discard, w
from pipeline.ingest.wordfields import mark_contents, resolve_fields
from pipeline.ingest.wordplace import PLACED
from pipeline.ingest.wordstyles import Styles, is_on

_ODD = (
    tag.ALTERNATE, *tag.CHANGES, tag.DEL, tag.MOVE_FROM, tag.CELL_DEL, tag.ROW_HIDDEN, tag.RUBY_TEXT, tag.VANISH,
    tag.FLD_CHAR, tag.FLD_SIMPLE, tag.SDT, tag.FRAME, *PLACED,
)  # fmt: skip
_BLOCKS = (tag.P, tag.TBL, tag.SDT, tag.CUSTOM_XML)
_DRAWN = (*tag.SHOWN, w("drawing"), w("pict"), w("object"))
# What Word is known to take from a Choice; for others it takes the Fallback.
_UNDERSTOOD = frozenset(
    {"wps", "wpg", "wpc", "wpi", "wp14", "w14", "w15", "w16", "w16se", "w16cex", "a14", "cx", "cx1", "c14", "v"}
)

Found = dict[str, list[Element]]


def prune(root: Element, styles: Styles, join: bool = True) -> bool:
    """Leave in the tree what Word shows, and that once; paragraphs whose mark is gone are joined with the next.

    `join` is for whole trees only. Tells whether the tree holds anything that `wordplace` has to move.
    """
    found: Found = defaultdict(list)
    for element in root.iter(*_ODD):
        found[element.tag].append(element)
    gone = _hide_by_style(root, styles) if styles.hides else []
    if not found and not gone:
        return False
    for name in tag.CHANGES:
        _remove(found[name])
    _choose(found[tag.ALTERNATE])
    _remove(found[tag.RUBY_TEXT])
    gone += _delete(found) + _hide(found[tag.VANISH]) + _drop_caps(found[tag.FRAME])
    if found[tag.FLD_CHAR] or found[tag.FLD_SIMPLE]:
        resolve_fields(root, styles)
    mark_contents(found[tag.SDT], styles)
    if join:
        _join(gone)
    return not found.keys().isdisjoint(PLACED)


def _remove(elements: Iterable[Element]) -> None:
    for element in elements:
        discard(element)


def _choose(alternates: list[Element]) -> None:
    """One branch of each mc:AlternateContent: what Word takes, or the first that has text at all."""
    for alternate in alternates:
        branches = [child for child in alternate if child.tag in (tag.CHOICE, tag.FALLBACK)]
        branches.sort(key=_rank)
        taken = next((b for b in branches if _has_text(b)), branches[0] if branches else None)
        _remove(child for child in list(alternate) if child is not taken)


def _rank(branch: Element) -> int:
    if branch.tag == tag.FALLBACK:
        return 1
    return 0 if _UNDERSTOOD.issuperset(branch.get("Requires", "").split()) else 2


def _has_text(branch: Element) -> bool:
    return any(e.text or e.get("string") for e in branch.iter(tag.T, tag.A_T, tag.TEXT_PATH))


def _delete(found: Found) -> list[Element]:
    """Deleted and moved-away runs, rows and cells go; the paragraphs whose mark was deleted are returned."""
    gone: list[Element] = []
    for element in found[tag.DEL] + found[tag.MOVE_FROM]:
        parent = element.getparent()
        if parent is None:
            continue
        if parent.tag == tag.TRPR:
            _remove_row(parent.getparent())
        elif parent.tag != tag.RPR:
            discard(element)
        elif (owner := _owner(parent, tag.PPR)) is not None:
            gone.append(owner)
    _remove(cell for e in found[tag.CELL_DEL] if (cell := next(e.iterancestors(tag.TC), None)) is not None)
    for element in found[tag.ROW_HIDDEN]:
        if element.getparent() is not None and element.getparent().tag == tag.TRPR and is_on(element):
            _remove_row(element.getparent().getparent())
    return gone


def _remove_row(row: Element | None) -> None:
    table = None if row is None else row.getparent()
    if table is not None:
        discard(row)
        if table.tag == tag.TBL and next(table.iter(tag.TR), None) is None:
            _remove([table])


def _owner(properties: Element, name: str) -> Element | None:
    """The paragraph or run that owns some w:rPr: through w:pPr for a paragraph mark."""
    parent = properties.getparent()
    if parent is None or parent.tag != name:
        return None
    return parent if name == tag.R else parent.getparent()


def _hide(vanished: list[Element]) -> list[Element]:
    gone: list[Element] = []
    for element in vanished:
        properties = element.getparent()
        if properties is None or properties.tag != tag.RPR or not is_on(element):
            continue
        run, paragraph = _owner(properties, tag.R), _owner(properties, tag.PPR)
        if run is not None:
            _empty(run)
        elif paragraph is not None:
            gone.append(paragraph)
    return gone


def _drop_caps(frames: list[Element]) -> list[Element]:
    """A dropped initial stands in a paragraph of its own, without an end of line."""
    dropped = (frame for frame in frames if frame.get(tag.DROP_CAP, "none") != "none")
    return [owner for frame in dropped if (owner := _owner(frame, tag.PPR)) is not None]


def _empty(run: Element) -> None:
    """What a hidden run shows goes; the skeleton of a field stays."""
    for child in list(run):
        if child.tag not in (tag.RPR, tag.FLD_CHAR, tag.INSTR_TEXT):
            discard(child)


def _hide_by_style(root: Element, styles: Styles) -> list[Element]:
    """Runs and marks hidden by their paragraph's or their own style, unless they say otherwise themselves."""
    named = [element for element in root.iter(tag.PSTYLE, tag.RSTYLE) if styles.get(element.get(W_VAL, "")).hidden]
    gone: list[Element] = []
    paragraphs = dict.fromkeys(_paragraphs(root, named, styles))
    for paragraph in paragraphs:
        if paragraph.find(f"{tag.PPR}/{tag.RPR}/{tag.VANISH}") is None:
            gone.append(paragraph)
        for run in paragraph.iter(tag.R):
            own = run.find(f"{tag.RPR}/{tag.RSTYLE}")
            cancelled = own is not None and styles.get(own.get(W_VAL, "")).hidden  # toggles cancel out
            if not cancelled and run.find(f"{tag.RPR}/{tag.VANISH}") is None:
                _empty(run)
    for element in named:
        run = _owner(element.getparent(), tag.R) if element.tag == tag.RSTYLE else None
        if (
            run is not None
            and run.find(f"{tag.RPR}/{tag.VANISH}") is None
            and paragraphs.keys().isdisjoint(run.iterancestors())
        ):
            _empty(run)
    return gone


def _paragraphs(root: Element, named: list[Element], styles: Styles) -> list[Element]:
    """The paragraphs of hidden styles."""
    if styles.get(styles.default).hidden:
        own = {paragraph: paragraph.find(f"{tag.PPR}/{tag.PSTYLE}") for paragraph in root.iter(tag.P)}
        return [p for p, style in own.items() if style is None or styles.get(style.get(W_VAL, "")).hidden]
    owners = (element.getparent().getparent() for element in named if element.tag == tag.PSTYLE)
    return [paragraph for paragraph in owners if paragraph is not None and paragraph.tag == tag.P]


def _join(gone: list[Element]) -> None:
    """Paragraphs without a mark run on into the next; the first that shows something gives the properties."""
    unmarked = set(gone)
    for first in dict.fromkeys(gone):
        unmarked.discard(first)
        more = first.getparent() is not None
        while more:
            following = _following(first)
            if following is None:
                if not _shows(first):
                    _remove([first])
                break
            more = following in unmarked
            unmarked.discard(following)
            _absorb(first, following)


def _following(paragraph: Element) -> Element | None:
    """The paragraph that comes next in the same story, unless a table comes before it."""
    sibling = paragraph.getnext()
    while sibling is not None and sibling.tag not in _BLOCKS:
        sibling = sibling.getnext()
    block = None if sibling is None else next(sibling.iter(tag.P, tag.TBL), None)
    return block if block is not None and block.tag == tag.P else None


def _absorb(first: Element, following: Element) -> None:
    if not _shows(first):
        _remove(list(first.iterchildren(tag.PPR)))
        for properties in following.iterchildren(tag.PPR):
            first.insert(0, properties)
            break
    first.extend([child for child in following if child.tag != tag.PPR])
    _remove([following])


def _shows(paragraph: Element) -> bool:
    return next(paragraph.iter(*_DRAWN), None) is not None
