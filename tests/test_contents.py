"""A table of contents in a Word file repeats the headings: they are in the text, but make no sections and no facts."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable

import pytest
from constructs_docx import contents
from fixtures_docx import docx
from fixtures_docx import p as docx_p
from fixtures_odt import odt
from fixtures_odt import p as odt_p
from fixtures_ole import Para, Run, Word
from test_ingest_rtf import unicode

from pipeline.composition import reports_of
from pipeline.ingest import read_bytes
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


ENTRIES = ("一、基本情况\t1", "二、主要做法\t2")
AFTER = ("一、基本情况", "现有党员12人。", "二、主要做法", "集中学习6次。")


def word() -> bytes:
    listed = contents("一、基本情况", "二、主要做法")
    return docx(docx_p("云岭小学党支部工作总结") + listed + "".join(map(docx_p, AFTER)))


def word97() -> bytes:
    first, last = ENTRIES
    listed = [Para([Run(f"\x13 TOC \\o \x14{first}")]), Para([Run(last)]), Para([Run("\x15")])]
    return Word([Para("云岭小学党支部工作总结"), *listed, *map(Para, AFTER)]).file()


def rich() -> bytes:
    coded = [unicode(line).replace("\t", r"\tab ") for line in ("云岭小学党支部工作总结", *ENTRIES, *AFTER)]
    toc = r"{\field{\*\fldinst { TOC \\o }}{\fldrslt " + r"\par ".join(coded[1:3]) + r"\par }}"
    return (r"{\rtf1\ansi " + coded[0] + r"\par " + toc + r"\par ".join(coded[3:]) + "}").encode()


def open_document() -> bytes:
    lines = [line.replace("\t", "<text:tab/>") for line in ENTRIES]
    toc = "".join(map(odt_p, lines))
    index = f"<text:table-of-content><text:index-body>{toc}</text:index-body></text:table-of-content>"
    return odt(odt_p("云岭小学党支部工作总结") + index + "".join(map(odt_p, AFTER)))


@pytest.mark.parametrize(("make", "suffix"), [(word, "docx"), (word97, "doc"), (rich, "rtf"), (open_document, "odt")])
def test_every_format_keeps_the_contents_apart(make: Callable[[], bytes], suffix: str) -> None:
    read = read_bytes(make(), f"甲.{suffix}")
    assert [line for line in read.text.split("\n") if line][-4:] == list(AFTER)
    starts = [at for at, _ in read.addresses]
    for line in ("一、基本情况\t", "二、主要做法\t"):
        assert read.addresses[bisect_right(starts, read.text.index(line)) - 1][1] == CONTENTS
    report = reports_of(read, load_profile())[0]
    assert [section.heading for section in report.sections] == ["基本情况", "主要做法"]
    assert [fact.text for fact in report.facts if fact.layer == "count"] == ["党员12人", "集中学习6次"]


def test_a_field_that_never_ends_makes_no_contents_of_the_document() -> None:
    long = unicode("长" * 101)
    body = r"{\rtf1\ansi {\field{\*\fldinst TOC}{\fldrslt " + unicode("甲") + r"\par " + long + r"\par }}}"
    assert read_bytes(body.encode(), "甲.rtf").addresses == ()
