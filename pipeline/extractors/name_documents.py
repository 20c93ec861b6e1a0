"""The unit that a report's own documents name: 我校…《红光小学学习活动实施方案》 is a plan of 红光小学."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.extractors.name_branch import Candidate
from pipeline.extractors.name_words import OrgWords
from pipeline.model import Span

# A plan, a rule or a report of a unit's own, in title marks, or as what was drawn up: 制定了东关街道关于…的实施方案.
_TITLED = re.compile(
    "《([^《》\n]{6,60}(?:方案|计划|规划|办法|制度|细则|规定|意见|通知|总结|清单))(?:[（(][^）)]{1,6}[）)])?》"
)
_DRAWN_UP = re.compile(
    "(?:制[定订]|印发|下发|出台|形成)了?([\u4e00-\u9fff]{3,20}?)关于[^，,。；;\n]{4,50}(?:方案|计划|规划|意见|通知|办法)"
)
_SELF = re.compile("(?:我|本|全)(校|园|院|局|所|办|村|镇|乡|街道|社区|公司|厂|矿|站|队|中心)")
# The kinds of unit that may call themselves so.
_CALLED = {
    "校": ("学校",),
    "园": ("学校",),
    "院": ("医院", "学校", "机关", "事业单位"),
    "办": ("乡镇街道", "机关"),
    "镇": ("乡镇街道",),
    "乡": ("乡镇街道",),
    "街道": ("乡镇街道",),
    "村": ("村和社区",),
    "社区": ("村和社区",),
    "公司": ("企业",),
    "厂": ("企业",),
    "矿": ("企业",),
}


def in_documents(text: str, words: OrgWords) -> Iterator[Candidate]:
    """The names that open the titles of a report's documents, of the kind of unit that it calls itself (我校)."""
    kinds = {kind for called in _SELF.findall(text) for kind in _CALLED.get(called, ("机关", "事业单位"))}
    for pattern in (_TITLED, _DRAWN_UP) if kinds else ():
        for match in pattern.finditer(text):
            name = words.leading(match[1])
            if name and words.unit(name) in kinds:
                start = match.start(1) + match[1].index(name)
                yield Candidate(name, Span(start, start + len(name)), "branch.document")
