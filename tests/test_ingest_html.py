"""Web pages, web archives and Markdown: the words that a reader sees."""

from __future__ import annotations

import pytest

from pipeline.errors import UnreadableSource
from pipeline.ingest import read_bytes
from pipeline.model import Source


def page(body: str, encoding: str = "utf-8", head: str = "") -> Source:
    return read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(encoding), "总结.html")


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<h1>总结</h1><p>党员8人</p><p>会议3次</p>", "总结\n党员8人\n会议3次"),
        ("<p>一行<br>二行<br/>三行</p>", "一行\n二行\n三行"),
        ("<p>我支部\n   现有 8 名\n党员</p>", "我支部现有 8 名党员"),
        ("<p>a\n b  c</p> <p>d</p>", "a b c\nd"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("a&nbsp;b&lt;c&gt;&#20826;&amp;", "a\xa0b<c>党&"),
        ("<script>x()</script><style>p{}</style><!-- 注释 --><p>见</p><template>t</template>", "见"),
        ('<p>见<span style="display: none">藏</span><i hidden>藏</i><b style="mso-hide:all">藏</b></p>', "见"),
        ("<p>前<del>删</del><ins>插</ins></p>", "前插"),
        (
            "<table><tr><th>支部</th><th></th><td>数</td></tr><tr><td></td><td>8</td><td><p>一</p><p>二</p></td></tr>"
            "</table>后",
            "支部\t\t数\n\t8\t一\n二\n后",
        ),
        (
            "<table><tr><td>甲<table><tr><td>乙</td><td>丙</td></tr></table></td><td>丁</td></tr></table>",
            "甲\n乙\t丙\t丁",
        ),
        ("<ol><li>甲</li><li><p>乙</p></li></ol><ol start=3 type=A><li>丙</ol>", "1. 甲\n2. 乙\nC. 丙"),
        ("<ol style='list-style-type: cjk-ideographic'><li>甲<li value=11>乙</ol>", "一、甲\n十一、乙"),
        (
            "<p class=MsoNormal><![if !supportLists]><span style='mso-list:Ignore'>一、<span>&nbsp;</span></span>"
            "<![endif]>做法<o:p></o:p></p>",
            "一、\xa0做法",
        ),
        ("<ruby>汉<rt>hàn</rt></ruby>字", "汉字"),
        ("<div><div>甲</div></div><div>乙", "甲\n乙"),
        ("<p>未关<p>闭的<b>标记", "未关\n闭的标记"),
    ],
)
def test_what_is_shown(body: str, text: str) -> None:
    assert page(body).text.rstrip("\n") == text


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5", "utf-16", "utf-8-sig"])
@pytest.mark.parametrize("declared", ["utf-8", "gb2312", ""])
def test_encodings_by_evidence_whatever_is_declared(encoding: str, declared: str) -> None:
    head = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    assert (
        page("<p>我支部召開會議三次，集中學習十二次。</p>", encoding, head).text
        == "我支部召開會議三次，集中學習十二次。"
    )


def test_bold() -> None:
    source = page(
        '<h2>做法</h2><p>现有<b>党员</b><span style="font-weight:700">8</span>'
        '<strong style="font-weight:normal">人</strong></p>'
    )
    assert [span.of(source.text) for span in source.bold] == ["做法", "党员8"]


def test_pages_saved_under_other_suffixes() -> None:
    source = read_bytes("<html xmlns:o='x'><body><p>党员8人</p></body></html>".encode(), "总结.doc")
    assert (source.text, source.format, source.notes[0][0]) == ("党员8人", "html", "wrong_suffix")
    xhtml = '<?xml version="1.0" encoding="gb2312"?><!DOCTYPE html><html><body><p>党员8人</p></body></html>'
    assert read_bytes(xhtml.encode("gbk"), "总结.xhtml").text == "党员8人"


def test_a_text_that_mentions_tags_is_no_page() -> None:
    text = "在网页的<body>里写了<p>标记。"
    assert read_bytes(text.encode(), "总结.txt").text == text


def test_deep_and_endless_pages() -> None:
    assert page("<div>" * 1500 + "深" + "</div>" * 1500).text == "深"
    for tag, times in (("<div>", 3000), ("<b>", 600_000)):
        with pytest.raises(UnreadableSource) as caught:
            page(tag * times + "深")
        assert caught.value.code == "bomb"
    with pytest.raises(UnreadableSource) as caught:
        page("<p> </p>")
    assert caught.value.code == "empty"


def test_entities_are_not_expanded() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "党员党员"><!ENTITY b "&a;&a;">]><html><body><p>正文&b;</p></body></html>'
    assert "党员" not in read_bytes(bomb.encode(), "总结.html").text.split("正文")[1]


def archive(headers: str = "") -> bytes:
    body = "<html><body><p>党员8人</p></body></html>".encode("gbk")
    quoted = "".join(f"={byte:02X}" if byte > 126 or byte == 61 else chr(byte) for byte in body)
    return (
        f'{headers}MIME-Version: 1.0\nContent-Type: multipart/related; boundary="B"\n\n--B\n'
        f'Content-Type: text/html; charset="gb2312"\nContent-Transfer-Encoding: quoted-printable\n\n{quoted}\n--B\n'
        "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\nAAAA\n--B--\n"
    ).encode()


def test_web_archives() -> None:
    source = read_bytes(archive(), "总结.doc")
    assert (source.text, source.format) == ("党员8人", "mht")
    assert read_bytes(archive("From: <Saved by Blink>\nSubject: x\n"), "总结.mht").text == "党员8人"


def test_mails_are_not_reports() -> None:
    with pytest.raises(UnreadableSource) as caught:
        read_bytes(archive("From: a\nTo: b\n"), "报送.eml")
    assert (caught.value.code, "附件" in caught.value.detail) == ("unsupported", True)


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        ("# 一、做法\n## （一）组织 ##\n正文", "一、做法\n（一）组织\n正文"),
        ("标题\n====\n\n正文\n---\n", "标题\n\n正文\n"),
        ("**党员**8人，*重点*，__强调__，~~删~~`码`", "党员8人，重点，强调，码"),
        ("见[网页](http://a.cn)和![图](a.png)，<https://b.cn>", "见网页和，https://b.cn"),
        ("> 引用\n- 甲\n* 乙\n1. 丙\n- [x] 丁", "引用\n甲\n乙\n1. 丙\n丁"),
        ("| 支部 | 数 |\n|---|:-:|\n| 甲 | 8 |", "支部\t数\n甲\t8"),
        ("```\n**原样**\n```", "**原样**"),
        ("---\ntitle: x\n---\n正文", "正文"),
        ("3*4*5，a_b_c，\\*转义\\*，<!-- 注 -->行<br>尾  ", "3*4*5，a_b_c，*转义*，行\n尾"),
        ("#标题\n#1 号", "标题\n1 号"),
    ],
)
def test_markdown(raw: str, text: str) -> None:
    source = read_bytes(raw.encode(), "总结.md")
    assert (source.text.rstrip("\n"), source.format) == (text.rstrip("\n"), "md")


def test_markdown_headings_are_bold() -> None:
    source = read_bytes("# 做法\n有**党员**8人\n\n打算\n----\n".encode(), "总结.md")
    assert [span.of(source.text) for span in source.bold] == ["做法", "党员", "打算"]


def test_a_piece_of_a_page_is_a_page_by_its_suffix_and_its_tags() -> None:
    piece = "<ul><li>一、组织学习</li><li>二、走访慰问</li></ul>".encode()
    assert (read_bytes(piece, "总结.html").format, read_bytes(piece, "总结.txt").format) == ("html", "txt")
    assert read_bytes("一、组织学习 8 < 9".encode(), "总结.html").format == "txt"
