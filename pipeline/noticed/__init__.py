"""A profile drafted from the notice that asked for the reports: what they must contain, by when, of which campaign."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.language import numerals
from pipeline.language.profile import Profile
from pipeline.language.profile_head import PROFILE_FILE
from pipeline.model import Source
from pipeline.noticed.asking import Asked, asked
from pipeline.running.atomic import replaced

__all__ = ["Asked", "Draft", "read_notice", "write_profile"]

_ABOUT = re.compile("关于(?:转发|印发)?(?P<what>[^《》。；;]{2,60}?)(?:情况)?的?(?:紧急|补充)?(?:通知|函|通报)")
_DOING = re.compile(
    "^(?:(?:认真|进一步|切实|扎实|及时|全面|深入)?(?:做好|开展好?|报送|上报|撰写|提交|收集|征集|组织|抓好|开好|印发|填报|总结|在[^，。]{2,20}?开展))+"
)
_SUMMED = re.compile(
    "(?:(?:的?(?:情况|年度|个人|书面)|(?<=[月动育])工作)?(?:总结|汇报|小结|报告)(?:材料|报告|工作|上报|报送|的?情况)*|总结材料)$"
)
_CAMPAIGN = re.compile('^(?:[0-9]{4}年度?)?[“"]?(?P<name>.{2,24}?)[”"]?(?:(?:学习)?教育)?(?:实践)?活动$')
_TEACHING = re.compile('^(?:[0-9]{4}年度?)?[“"]?(?P<name>.{2,20}(?:学习教育|教育))$')
_QUOTED = re.compile("“([^“”]{2,24})”")
_LENGTH = re.compile(rf"(?:不得?少于|不低于|至少|应在)\s*({numerals.ARABIC}|[一二三四五六七八九十百千两]{{2,5}})\s*字")
_DUE = re.compile(
    "(?:[0-9]{4}年)?[0-9]{1,2}月(?:[0-9]{1,2}日|底)(?:[上下]午)?(?:下班)?[之以]?前(?=[^。；\n]{0,24}[报送交传发])"
)
_NOTED = re.compile(
    "字数|篇幅|[0-9一二三四五六七八九十]+字|[日底班]前[^。；]*[报送交传发]|打印|盖章|公章|电子[版稿]|联系人"
)
_HEAD_LINES, _NOTE_CHARS = 8, 90


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice asks for: parts, `least` characters (0 where it says nothing of them), `due` by when.

    `title` is what is reported on (2011年度党建工作), `campaign` the name of the campaign where it is one, `notes` are
    the sentences on length, form, time and place of sending.
    """

    campaign: str
    asked: tuple[Asked, ...]
    least: int = 0
    due: str = ""
    title: str = ""
    notes: tuple[str, ...] = ()

    def roles(self, required: bool) -> tuple[str, ...]:
        """The roles of the required parts, or of the others, each once."""
        must = tuple(dict.fromkeys(role for a in self.asked if a.required for role in a.roles if role != "other"))
        if required:
            return must
        return tuple(dict.fromkeys(r for a in self.asked for r in a.roles if r != "other" and r not in must))


def read_notice(source: Source, profile: Profile) -> Draft:
    """What a notice asks for; a UsageError where it asks for no parts that can be made out."""
    parts = asked(source.text, profile.lexicon)
    if not any(part.roles != ("other",) for part in parts):
        raise UsageError(
            f"“{source.file}”里没有找到对报告内容的要求（如“总结应包括……”“重点总结……”）。"
            "请给出要求报送总结的那份通知，或照 lexicons 里的例子自建词表。"
        )
    length, due = _LENGTH.search(source.text), _DUE.search(source.text)
    least = int(numerals.value(length[1]) or 0) if length else 0
    title = _title(source.text)
    return Draft(_campaign(title), parts, least, due[0] if due else "", title, tuple(_notes(source.text)))


def _title(text: str) -> str:
    """What a notice asks reports on, from its first lines: 关于报送创先争优活动总结的通知 → 创先争优活动."""
    head = "".join(line.strip() for line in text.split("\n")[:_HEAD_LINES])
    found = list(_ABOUT.finditer(head.rpartition("《")[2] if "《关于" in head.partition("的通知")[0] else head))
    if not found:
        return ""
    what = _DOING.sub("", found[0]["what"].strip())
    return _SUMMED.sub("", what) or what


def _campaign(title: str) -> str:
    """The campaign that a title names: 党的群众路线教育实践活动 → 党的群众路线; empty where it names none."""
    found = _CAMPAIGN.match(title) or _TEACHING.match(title)
    name = found["name"] if found else ""
    quoted = _QUOTED.search(title)
    return quoted[1] if quoted and ("“" in name) != ("”" in name) else name


def _notes(text: str) -> list[str]:
    """The sentences on length, form, time and place of sending."""
    found = []
    for line in re.split("[。\n]", text):
        clauses = re.split("[，,]", line.strip())
        first = next((n for n, clause in enumerate(clauses) if _NOTED.search(clause)), len(clauses))
        if first < len(clauses):
            found.append("，".join(clauses[first:])[:_NOTE_CHARS])
    return found


def write_profile(draft: Draft, notice: str, parent: str, folder: Path) -> list[Path]:
    """Write the draft as a folder of lexicons that extends `parent`, to be looked through and edited; the paths."""
    if folder.exists() and any(folder.iterdir()):
        raise UsageError(f"文件夹“{folder}”已有内容，请换一个名字，以免改掉已编辑的词表。")
    folder.mkdir(parents=True, exist_ok=True)
    texts = {PROFILE_FILE: _profile_text(draft, notice, parent, folder), "headings.yaml": _headings_text(draft)}
    paths = []
    for name, text in texts.items():
        with replaced(folder / name, encoding="utf-8") as target:
            target.text.write(text)
        paths.append(target.final)
    return paths


def _profile_text(draft: Draft, notice: str, parent: str, folder: Path) -> str:
    required, optional, name = ", ".join(draft.roles(True)), ", ".join(draft.roles(False)), folder.name
    lines = [
        f'# 根据“{notice}”起草，请核对后使用：zongjie run 报送材料 -o 结果 --profile "{folder}"',
        f'name: "{name}"',
        f'title: "{_quotable(draft.title or name)}"',
        f"extends: {parent}",
        f"required: [{required}]" if required else "# required: [activities, problems, plans]",
        f"recommended: [{optional}]" if optional else "# recommended: [overview, results]",
        f'campaign: ["{_quotable(draft.campaign)}"]' if draft.campaign else "# campaign: [活动名称]",
        '# period: "2010-05/2012-10"',
        f'thresholds: ["short_chars={draft.least}"]' if draft.least else '# thresholds: ["short_chars=1000"]',
    ]
    lines += [f"# 通知的其他要求：{note}" for note in draft.notes]
    return "\n".join(lines) + "\n"


def _quotable(text: str) -> str:
    """Text that can stand between double quotation marks."""
    return text.replace("\\", "").replace('"', "")


def _headings_text(draft: Draft) -> str:
    """The notice's own words as heading cues, so that reports that take them over are understood."""
    lines = ["# 通知里的说法，报告照用作标题时即可认出；kind 不对的请改正。"]
    known = (part for part in draft.asked if part.roles != ("other",))
    for number, part in enumerate(known, 1):
        others = f"\n  also: [{', '.join(part.roles[1:])}]" if part.roles[1:] else ""
        lines.append(
            f'- id: notice-{number}\n  kind: {part.roles[0]}{others}\n  weight: "3"\n'
            f'  terms: ["{_quotable(part.words)}"]\n  examples: ["{_quotable(part.words)}"]'
        )
    return "\n".join(lines) + "\n"
