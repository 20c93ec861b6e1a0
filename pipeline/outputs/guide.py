"""填报说明: what the sheets hold, what the colours mean, how to correct, and the meaning of every column."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.messages import say
from pipeline.outputs import Bundle
from pipeline.outputs.sheets import NOTES, Line
from pipeline.products import workbook as w

SHEETS = (
    (w.MAIN, "每篇报告一行。数字格的批注是它所依据的原句；空格表示报告没有写明，不是 0。"),
    (w.MISSING, "每缺一个规定部分一行：正文里有没有提及、最接近的原文、报告已有哪些一级标题。"),
    (w.LEDGER, "各单位自查的问题及写明的整改措施、期限、责任人，没有写的留空。手填的下次带 --corrections 保留。"),
    (w.SLOGANS, "报告中的数字口号和主题口号，逐处列出。"),
    (w.MEETINGS, "报告写到的会议，逐次列出；“计划中”为是的尚未召开。"),
    (w.FINDINGS, "需要人看一眼的地方，按程度分错误、警告、提示。核过的在“已核”列选“是”。"),
    (w.ALIKE, "两两相似的报告，两篇里最长的相同段落左右并列；全部相同段落的对照在 report.html 的“雷同”里。"),
    (w.CORRECTIONS, "用更正过的工作簿运行时才有：每处更正采用了没有，不适用的为什么。"),
    (w.FILES, "文件夹里的每个文件，读了没有，没读的原因。"),
)
COLOURS = (
    ("missing", "红", "缺少规定部分；文件未读出；程度为错误"),
    ("doubtful", "黄", "存疑：原文有相近的说法但拿不准，没有计入，批注里有原句；或规定部分只在正文中提及；程度为警告"),
    ("corrected", "蓝", "人工更正过的格，批注里有程序原来读出的值"),
    ("quiet", "灰", "已核过的事项；跳过的文件"),
)
HOW = (
    ("更正数字或文字", "直接改“汇总表”里的格，存盘。下次运行加上：--corrections 汇总表.xlsx，改动就会写进全部结果。"),
    (
        "报告换了新稿",
        "报告内容没变的，更正一律沿用。内容变了的，只有原值和所依据的句子都没变时才沿用，否则列入“更正情况”说明原因。"
        "连文件名也改了的，按单位和标题认，请再看一遍。",
    ),
    ("更正清单", "改了“问题”“口号”“已有部分”，旁边的条数、处数、缺少部分会随之改；自己填了数的，按所填的数。"),
    ("标记已核", "在“校核问题”的“已核”列选“是”，可写备注。同一事项以后不再算作待核，程度照旧保留。"),
    ("可以做的", "可以排序、筛选、调列宽、加列、删行。不要改表头，不要删隐藏的列和工作表，它们用来认出每一格。"),
    ("另存格式", "请存为 .xlsx。存为 .xls 或 .csv 的读不回来。"),
    ("打印", "A4 横向，每页重复表头。“汇总表”只打印到“待核事项数”一列，右边的列供屏幕查看。"),
    ("批注", f"批注太多时 Excel 打不动，全簿最多 {NOTES} 处；再往后的依据见 CSV 各表的“所在句”一列。"),
    ("改过的原件", "重新运行时，人改过的工作簿不会被覆盖，会另存为“汇总表（改过的原件）.xlsx”。"),
)


def guide_lines(bundle: Bundle) -> Iterator[Line]:
    """The lines of the sheet, two cells each."""
    required = "、".join(say(f"role_{role}") for role in bundle.profile.required)
    yield Line(("规定部分", f"{bundle.profile.title}：{required}"))
    yield from (Line(pair) for pair in SHEETS)
    for tint, name, meaning in COLOURS:
        yield Line((f"颜色：{name}", meaning), {}, {0: tint})
    yield from (Line(pair) for pair in HOW)
    for field in w.main_fields():
        if field.description:
            yield Line((f"列：{field.title}", field.description))
    made = bundle.made_with
    yield Line(
        ("制作", f"zongjie {made.get('version', '')}，词表 {made.get('profile', '')} {made.get('lexicons', '')}")
    )
