"""Small Word files, a construct each, with the text Word shows. Markers M12: see fixtures_docx."""

from __future__ import annotations

from fixtures_docx import (
    Construct,
    abstract,
    docx,
    drawing,
    field,
    level,
    mark,
    num,
    override,
    p,
    pack,
    parts,
    r,
    sdt,
    shape,
    strict,
    style,
    t,
    tbl,
    tc,
    tr,
    tracked,
    vml,
    xml,
)  # fmt: skip

_CHINESE = abstract(
    0,
    level(0, "%1、", "chineseCountingThousand"),
    level(1, "（%2）", "chineseCountingThousand"),
    level(2, "%3.", suff="tab"),
    level(3, "%4", "decimalEnclosedCircle", suff="space"),
) + num(1, 0)
_OUTLINE = abstract(
    0, level(0, "第%1章", "chineseCounting", suff="space"), level(1, "%1.%2", extra="<w:isLgl/>", suff="tab")
)
_VANISH = "<w:vanish/>"
_STYLES = style("a", "Normal") + style("a1", "heading 1", rpr="<w:b/>") + style("hid", rpr=_VANISH)
_HIDDEN_RUN = style("hr", kind="character", rpr=_VANISH)


def _notes(kind: str, *texts: str) -> str:
    separators = f'<w:{kind} w:type="separator" w:id="-1">{p()}</w:{kind}>'
    reference = r(raw=f"<w:{kind}Ref/>")
    return separators + "".join(
        f'<w:{kind} w:id="{no}">{p(reference, r(f" {text}"))}</w:{kind}>' for no, text in enumerate(texts, 1)
    )


def _ref(kind: str, no: int) -> str:
    return r(raw=f'<w:{kind}Reference w:id="{no}"/>', rpr='<w:vertAlign w:val="superscript"/>')


def _ruby(base: str, text: str) -> str:
    return r(raw=f"<w:ruby><w:rubyPr/><w:rt>{r(text)}</w:rt><w:rubyBase>{r(base)}</w:rubyBase></w:ruby>")


def contents(*entries: str) -> str:
    begin = r(raw='<w:fldChar w:fldCharType="begin"/>') + r(raw='<w:instrText>TOC \\o "1-3"</w:instrText>')
    begin += r(raw='<w:fldChar w:fldCharType="separate"/>')
    lines = [p(begin if no == 0 else "", r(entry), r(raw="<w:tab/>"), r("3")) for no, entry in enumerate(entries)]
    return "".join(lines) + p(r(raw='<w:fldChar w:fldCharType="end"/>'))


def _diagram(*texts: str) -> bytes:
    points = "".join(f"<dgm:pt><dgm:t>{_drawn(x)}</dgm:t></dgm:pt>" for x in texts)
    return xml("dgm:dataModel", f"<dgm:ptLst>{points}</dgm:ptLst>")


def _chart(title: str, series: str, *categories: str) -> bytes:
    points = "".join(f'<c:pt idx="{no}"><c:v>{x}</c:v></c:pt>' for no, x in enumerate(categories))
    named = f"<c:tx><c:strRef><c:strCache><c:pt><c:v>{series}</c:v></c:pt></c:strCache></c:strRef></c:tx>"
    drawn = f"{named}<c:cat><c:strRef><c:strCache>{points}</c:strCache></c:strRef></c:cat>"
    titled = f"<c:title><c:tx><c:rich>{_drawn(title)}</c:rich></c:tx></c:title>"
    return xml("c:chartSpace", f"<c:chart>{titled}<c:ser>{drawn}</c:ser><c:ser>{drawn}</c:ser></c:chart>")


def _drawn(text: str) -> str:
    return f"<a:p><a:r><a:t>{text}</a:t></a:r></a:p>"


def _art(text: str) -> str:
    return r(raw=f'<w:pict><v:shape><v:textpath on="t" string="{text}"/></v:shape></w:pict>')


def _fraction(top: str, bottom: str) -> str:
    parts = "".join(f"<m:{n}><m:r><m:t>{x}</m:t></m:r></m:{n}>" for n, x in (("num", top), ("den", bottom)))
    return f"<m:oMath><m:f>{parts}</m:f></m:oMath>"


_CHECKED = "<w:ffData><w:checkBox><w:checked/></w:checkBox></w:ffData>"
_CHOSEN = (
    '<w:ffData><w:ddList><w:result w:val="1"/><w:listEntry w:val="M90"/><w:listEntry w:val="M3"/></w:ddList></w:ffData>'
)
_COMMENT = '<w:commentRangeEnd w:id="1"/>' + r(raw='<w:commentReference w:id="1"/>')
_TAB_STOP = '<w:tabs><w:tab w:val="left" w:pos="720"/></w:tabs>'
_GALLERY = '<w:docPartObj><w:docPartGallery w:val="Table of Contents"/></w:docPartObj>'
_DELETED = mark("del")
CONSTRUCTS = (
    Construct("段落", docx(p("支部M1。") + p() + p("党员M2，", r("共M3名", "<w:b/>"))), "支部M1。\n\n党员M2，共M3名"),
    Construct(
        "自动编号 一、（一）1.①",
        docx(
            p("M1", num="1")
            + p("M2", num="1", level=1)
            + p("M3", num="1", level=2)
            + p("M4", num="1", level=3)
            + p("M5", num="1", level=1)
            + p("M6", num="1", level=2)
            + p("M7", num="1"),
            numbering=_CHINESE,
        ),
        "一、M1\n（一）M2\n1.\tM3\n① M4\n（二）M5\n1.\tM6\n二、M7",
    ),
    Construct(
        "样式编号（含继承）",
        docx(
            p("M1", style="h1")
            + p("M2", style="h2")
            + p("M3", style="kid")
            + p("M4", style="h1", num="0")
            + p("M5", style="h1"),
            styles=style("h1", "heading 1", '<w:numPr><w:numId w:val="1"/></w:numPr>')
            + style("h2", "heading 2", '<w:numPr><w:ilvl w:val="1"/></w:numPr>', based="h1")
            + style("kid", based="h2"),
            numbering=_CHINESE,
        ),
        "一、M1\n（一）M2\n（二）M3\nM4\n二、M5",
    ),
    Construct(
        "多级编号 1.1 与 isLgl",
        docx(
            p("M1", num="1") + p("M2", num="1", level=1) + p("M3", num="1") + p("M4", num="1", level=1),
            numbering=_OUTLINE + num(1, 0),
        ),
        "第一章 M1\n1.1\tM2\n第二章 M3\n2.1\tM4",
    ),
    Construct(
        "编号重新开始（startOverride）",
        docx(
            p("M1", num="1") + p("M2", num="1") + p("M3", num="2") + p("M4", num="2") + p("M5", num="1"),
            numbering=_CHINESE + num(2, 0, override(0, 1)),
        ),
        "一、M1\n二、M2\n一、M3\n二、M4\n三、M5",
    ),
    Construct(
        "编号样式（numStyleLink）",
        docx(
            p("M1", num="2") + p("M2", num="1"),
            styles=style("list", ppr='<w:numPr><w:numId w:val="1"/></w:numPr>', kind="numbering"),
            numbering=abstract(0, level(0, "%1、", "chineseCounting"), extra='<w:styleLink w:val="list"/>')
            + abstract(1, extra='<w:numStyleLink w:val="list"/>')
            + num(1, 0)
            + num(2, 1),
        ),
        "一、M1\n二、M2",
    ),
    Construct("表格", docx(p("M1") + tbl(tr("M2", "M3"), tr("M4", "")) + p("M5")), "M1\nM2\tM3\nM4\t\nM5"),
    Construct(
        "嵌套表格",
        docx(tbl(tr(tc("M1", tbl(tr("M2", "M3"), tr("M4", "M5")), p("M6")), "M7")) + p("M8")),
        "M1\nM2\tM3\nM4\tM5\nM6\tM7\nM8",
    ),
    Construct(
        "合并单元格",
        docx(
            tbl(
                tr(tc("M1", tcpr='<w:vMerge w:val="restart"/>'), "M2"),
                tr(tc("M1", tcpr="<w:vMerge/>"), "M3"),
                tr(tc("M4", tcpr='<w:gridSpan w:val="2"/>')),
            )
        ),
        "M1\tM2\n\tM3\nM4",
    ),
    Construct("单元格内多段", docx(tbl(tr("项目", tc("M1", "M2"))) + p("M3")), "项目\tM1\nM2\nM3"),
    Construct("文本框（DrawingML 与 VML 二选一）", docx(p("M1", shape(p("M2"), p("M3"))) + p("M4")), "M1\nM2\nM3\nM4"),
    Construct("文本框（VML）", docx(p(r(raw=vml(p("M1"))), "M2")), "M2\nM1"),
    Construct("文本框在表格里", docx(tbl(tr(tc(p("M1", shape(p("M2")))), "M3"))), "M1\nM2\tM3"),
    Construct("文本框套文本框", docx(p("M1", shape(p("M2", r(raw=vml(p("M3"))))), "M4")), "M1M4\nM2\nM3"),
    Construct("艺术字", docx(p(_art("M1")) + p("M2")), "\nM1\nM2"),
    Construct(
        "SmartArt",
        docx(
            p("M1", drawing('<dgm:relIds r:dm="rId9"/>')),
            more={"word/diagrams/data1.xml": _diagram("M2", "M3")},
            relations={"rId9": ("diagramData", "diagrams/data1.xml")},
        ),
        "M1\nM2\nM3",
    ),
    Construct(
        "图表里的标题、系列、类别",
        docx(
            p("M1", drawing('<c:chart r:id="rId9"/>')) + p("M6"),
            more={"word/charts/chart1.xml": _chart("M2", "M3", "M4", "M5")},
            relations={"rId9": ("chart", "charts/chart1.xml")},
        ),
        "M1\nM2\nM3\nM4\tM5\nM6",
    ),
    Construct(
        "符号字体的文字",
        docx(
            p("M1", r("\uf0fe", rpr='<w:rFonts w:ascii="Wingdings"/>'), r("\uf061", rpr='<w:rFonts w:ascii="Symbol"/>'))
        ),
        "M1☑α",
    ),
    Construct(
        "内容控件（块、行内、单元格、行）",
        docx(
            sdt(p("M1")) + p("M2", sdt(r("M3")), "M4") + tbl(tr("M5", sdt(tc("M6")), "M7"), sdt(tr("M8", "M9", "M10")))
        ),
        "M1\nM2M3M4\nM5\tM6\tM7\nM8\tM9\tM10",
    ),
    Construct(
        "脚注、尾注",
        docx(
            p("M1", _ref("footnote", 1), "M2")
            + tbl(tr(tc(p("M3", _ref("footnote", 2))), "M4"), tr("M5", "M6"))
            + p("M7", _ref("endnote", 1)),
            footnotes=_notes("footnote", "M8", "M9", "没有引用的M99"),
            endnotes=_notes("endnote", "M10"),
        ),
        "M1M2\nM8\nM3\tM4\nM9\nM5\tM6\nM7\nM10",
    ),
    Construct(
        "修订（插入、删除）",
        docx(p("M1", tracked("ins", r("M2")), tracked("del", r(raw="<w:delText>M3</w:delText><w:tab/>")), "M4")),
        "M1M2M4",
    ),
    Construct(
        "移动的文字",
        docx(
            p(tracked("moveFrom", r("M1")), mark=mark("moveFrom"))
            + p("M2")
            + p(tracked("moveTo", r("M1")), mark=mark("moveTo"))
        ),
        "M2\nM1",
    ),
    Construct(
        "删除的段落标记、行",
        docx(
            p("M1", mark=_DELETED)
            + p("M2", mark=_DELETED)
            + p("M3")
            + tbl(tr(tc(p(tracked("del", r("M4")))), trpr=_DELETED), tr("M5"))
        ),
        "M1M2M3\nM5",
    ),
    Construct(
        "隐藏文字",
        docx(
            p("M1", r("M2", _VANISH), r("M3", '<w:vanish w:val="0"/>'))
            + p("M4", style="hid")
            + p("M5", r("M6", '<w:rStyle w:val="hr"/>'))
            + p(r("M7", _VANISH), mark=_VANISH)
            + p("M8"),
            styles=_STYLES + _HIDDEN_RUN,
        ),
        "M1M3\nM5\nM8",
    ),
    Construct(
        "样式分隔符",
        docx(p("M1", num="1", mark=_VANISH + "<w:specVanish/>") + p("M2") + p("M3"), numbering=_CHINESE),
        "一、M1M2\nM3",
    ),
    Construct(
        "符号、连字符、制表、换行",
        docx(
            p(
                "M1",
                r(raw='<w:sym w:font="Wingdings" w:char="F0FC"/>'),
                r(raw=t("M2") + "<w:noBreakHyphen/>" + t("M3")),
                r(
                    raw="<w:tab/>"
                    + t("M4")
                    + "<w:br/>"
                    + t("M5")
                    + "<w:cr/>"
                    + t("M6")
                    + '<w:ptab w:alignment="right"/>'
                ),
                "M7",
                ppr=_TAB_STOP,
            )
        ),
        "M1✓M2-M3\tM4\nM5\nM6\tM7",
    ),
    Construct(
        "域结果",
        docx(
            p("M1", field("REF a", r("M2")), "M3", '<w:fldSimple w:instr="PAGE M90">' + r("M4") + "</w:fldSimple>")
            + p(field("IF " + "M91", r("M5") + field("MERGEFIELD M92", r("M6"))), "M7")
        ),
        "M1M2M3M4\nM5M6M7",
    ),
    Construct(
        "带圈字符、窗体域",
        docx(
            p("M1", field("eq \\o\\ac(○,3)"), "M2", field("FORMCHECKBOX", None, _CHECKED))
            + p(field("FORMDROPDOWN", None, _CHOSEN))
        ),
        "M1③M2☑\nM3",
    ),
    Construct("目录", docx(p("M1") + contents("标题M2", "标题M3") + p("M4")), "M1\n标题M2\t3\n标题M3\t3\n\nM4"),
    Construct(
        "目录控件",
        docx(sdt(p("目 录"), contents("标题M1"), p("误入的正文M2，不是目录行"), properties=_GALLERY) + p("M3")),
        "目 录\n标题M1\t3\n\n误入的正文M2，不是目录行\nM3",
    ),
    Construct(
        "智能标记、超链接、自定义 XML",
        docx(
            p(
                '<w:smartTag w:element="date">' + r("M1") + "</w:smartTag>",
                '<w:hyperlink w:anchor="a">' + r("M2") + "</w:hyperlink>",
            )
            + '<w:customXml w:element="x"><w:customXmlPr/>'
            + p("M3")
            + "</w:customXml>"
        ),
        "M1M2\nM3",
    ),
    Construct("拼音指南", docx(p("M1", _ruby("M2", "M90"), "M3")), "M1M2M3"),
    Construct("公式", docx(p("M1", _fraction("M2", "M3"))), "M1M2/M3"),
    Construct(
        "批注不入正文",
        docx(
            p('<w:commentRangeStart w:id="1"/>', "M1", _COMMENT),
            more={"word/comments.xml": xml("w:comments", f'<w:comment w:id="1">{p("M90")}</w:comment>')},
            relations={"rIdc": ("comments", "comments.xml")},
        ),
        "M1",
    ),
    Construct(
        "插入的文件（altChunk）",
        docx(
            p("M1") + '<w:altChunk r:id="rId7"/>' + p("M2"),
            more={"word/afchunk.txt": "第一行M3\n第二行M4\n".encode()},
            relations={"rId7": ("aFChunk", "afchunk.txt")},
        ),
        "M1\n第一行M3\n第二行M4\nM2",
    ),
    Construct("页眉页脚分开", docx(p("M1"), headers=(p("某公司党支部M90"),), footers=(p("第M91页"),)), "M1"),
    Construct(
        "严格 OOXML", pack(strict(parts(p("M1", num="1") + tbl(tr("M2", "M3")), numbering=_CHINESE))), "一、M1\nM2\tM3"
    ),
)
