"""A table of contents in a Word file repeats the headings: they are in the text, but make no sections and no facts."""

from __future__ import annotations

from pipeline.composition import reports_of
from pipeline.ingest.wordpieces import CONTENTS
from pipeline.language.profile import load_profile
from pipeline.model import Source

TITLE = "云岭小学党支部工作总结\n"
TOC = "一、基本情况\t1\n二、主要做法\t2\n三、2010年存在的问题\t3\n"
BODY = "一、基本情况\n现有党员12人。\n二、主要做法\n集中学习6次。\n三、存在的问题\n学习不够深入。\n"


def source(contents: str) -> Source:
    text = TITLE + contents + BODY
    start, end = len(TITLE), len(TITLE) + len(contents)
    addresses = ((0, "第1段"), (start, CONTENTS), (end, "第5段")) if contents else ()
    return Source("甲.docx", text, "docx", addresses=addresses)


def test_the_lines_of_the_contents_make_nothing() -> None:
    plain, listed = (reports_of(source(c), load_profile())[0] for c in ("", TOC))
    assert (
        [s.heading for s in listed.sections]
        == [s.heading for s in plain.sections]
        == ["基本情况", "主要做法", "存在的问题"]
    )
    assert [(f.layer, f.text) for f in listed.facts] == [(f.layer, f.text) for f in plain.facts]
    text = source(TOC).text
    assert all(f.text == text[f.span.start : f.span.end] for f in listed.facts)
    assert listed.name("title") == "云岭小学党支部工作总结"
