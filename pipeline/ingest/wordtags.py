"""The tags of a Word document that the reader knows, spelled out once."""

from __future__ import annotations

from pipeline.ingest.ooxml import A_NS, C_NS, DGM_NS, M_NS, MC_NS, R_NS, V_NS, w

BODY, P, PPR, R, RPR, T = w("body"), w("p"), w("pPr"), w("r"), w("rPr"), w("t")
PSTYLE, RSTYLE, NUMID, ILVL, OUTLINE = w("pStyle"), w("rStyle"), w("numId"), w("ilvl"), w("outlineLvl")
FRAME, DROP_CAP = w("framePr"), w("dropCap")
BOLD, VANISH = w("b"), w("vanish")
TAB, PTAB, BR, CR, NO_BREAK_HYPHEN, SYM = w("tab"), w("ptab"), w("br"), w("cr"), w("noBreakHyphen"), w("sym")
TBL, TR, TC, TRPR, TCPR = w("tbl"), w("tr"), w("tc"), w("trPr"), w("tcPr")
VMERGE, HMERGE, GRID_SPAN, GRID_BEFORE, ROW_HIDDEN = (
    w("vMerge"), w("hMerge"), w("gridSpan"), w("gridBefore"), w("hidden"),
)  # fmt: skip
DEL, MOVE_FROM, CELL_DEL = w("del"), w("moveFrom"), w("cellDel")
CHANGES = tuple(w(n + "Change") for n in ("pPr", "rPr", "trPr", "tcPr"))
FLD_CHAR, FLD_TYPE, FLD_SIMPLE, INSTR, INSTR_TEXT = (
    w("fldChar"), w("fldCharType"), w("fldSimple"), w("instr"), w("instrText"),
)  # fmt: skip
HYPERLINK, ANCHOR = w("hyperlink"), w("anchor")
SDT, SDT_CONTENT, CUSTOM_XML, GALLERY = w("sdt"), w("sdtContent"), w("customXml"), w("docPartGallery")
RUBY_TEXT, TXBX = w("rt"), w("txbxContent")
FOOTNOTE_REF, ENDNOTE_REF, ALT_CHUNK, ID = w("footnoteReference"), w("endnoteReference"), w("altChunk"), w("id")
ALTERNATE, CHOICE, FALLBACK = (f"{{{MC_NS}}}{n}" for n in ("AlternateContent", "Choice", "Fallback"))
A_P, A_T, A_BR, A_BODY, A_BLIP = (f"{{{A_NS}}}{n}" for n in ("p", "t", "br", "txBody", "blip"))
M_T, M_DEN = f"{{{M_NS}}}t", f"{{{M_NS}}}den"
DIAGRAM, DIAGRAM_TEXT = f"{{{DGM_NS}}}relIds", f"{{{DGM_NS}}}t"
CHART, C_TITLE, C_TX, C_CAT, C_V = (f"{{{C_NS}}}{n}" for n in ("chart", "title", "tx", "cat", "v"))
TEXT_PATH, IMAGE_DATA = f"{{{V_NS}}}textpath", f"{{{V_NS}}}imagedata"
R_ID, R_DATA = f"{{{R_NS}}}id", f"{{{R_NS}}}dm"
XML_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# Put into the tree by the reader: a text box, and a foot- or endnote, after the line they belong to; a mark before a
# line of a table of contents.
BOX, NOTE, CONTENTS = "box", "note", "contents"
# What shows as text in a line.
SHOWN = (T, SYM, TAB, PTAB, BR, CR, NO_BREAK_HYPHEN, A_T, M_T)
