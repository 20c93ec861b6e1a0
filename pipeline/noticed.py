"""A profile drafted from the notice that asked for the reports: what they must contain, by when, of which campaign."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import UsageError
from pipeline.language import numerals
from pipeline.language.profile import Profile
from pipeline.language.profile_head import PROFILE_FILE
from pipeline.model import Source
from pipeline.running.atomic import replaced
from pipeline.structure.roles import roles_of

# 总结材料应包括…, 主要内容包括…, 报告要从以下几个方面…, 重点总结…
_ASKED = re.compile(
    r"(?:(?:总结|报告|材料|汇报|内容|文稿)[^。；;\n]{0,16}?(?:应当?|需要?|必?须|要)?(?:包括|包含|涵盖|写明|写清|反映|体现|含有)"
    r"|(?:总结|报告|材料|汇报)[^。；;\n]{0,12}?(?:从|按照?|围绕)[^。\n]{0,12}?(?:方面|部分|内容)(?:进行|撰写|展开)?"
    r"|(?:重点|着重|主要|全面)(?:总结|报告|汇报|反映)|(?:总结|报告|材料)(?:的)?(?:主要|基本)?(?:内容|提纲|框架)(?:为|是|如下)?)"
    r"(?:以下|如下|下列)?[^。：:\n]{0,12}?[：:]?\s*"
)
_ITEM = re.compile(
    r"(?:[一二三四五六七八九十]+[、.]|[（(][一二三四五六七八九十\d]+[)）]|[①-⑳]|\d{1,2}[.、．]|[一二三四五六七八九]是)\s*"
)
_BREAK = re.compile(r"[、；;，,。\n]|以及|(?<=[^、])和(?=[^、])")
_OPTIONAL = re.compile(r"(?:可|可以|酌情|建议|鼓励|有条件)[^，。；]{0,6}$")
_CAMPAIGN = re.compile(r"[“\"]?([^，。；：“”\"\s]{2,18}?)[”\"]?(?:教育)?(?:实践)?活动")
_LEADING = re.compile(r".*(?:关于|做好|开展|报送|上报|深入|总结|全县|全市|全区|全省|全校|系统|阶段|年度?)")
_STRESS = re.compile(r"^(?:[并还也]?[要应须]?(?:重点|着重|主要|突出|全面)(?:总结|报告|汇报|反映)好?)")
_LENGTH = re.compile(rf"(?:不得?少于|不低于|至少|应在)\s*({numerals.ARABIC}|[一二三四五六七八九十百千两]{{2,5}})\s*字")
_DUE = re.compile(r"(?:[0-9]{4}年)?[0-9]{1,2}月[0-9]{1,2}日(?:[上下]午|下班)?[之以]?前(?=[^。；\n]{0,24}[报送交传])")
_REACH = 400  # characters after the cue in which the parts are listed


@dataclass(frozen=True, slots=True)
class Asked:
    """One part that the notice asks for, in its own words, with the roles those words have."""

    words: str
    roles: tuple[str, ...]
    required: bool = True


@dataclass(frozen=True, slots=True)
class Draft:
    """What a notice asks for: parts, `least` characters (0 where it says nothing of them), `due` by when."""

    campaign: str
    asked: tuple[Asked, ...]
    least: int = 0
    due: str = ""

    def roles(self, required: bool) -> tuple[str, ...]:
        """The roles of the required parts, or of the others, each once."""
        must = tuple(dict.fromkeys(role for a in self.asked if a.required for role in a.roles if role != "other"))
        if required:
            return must
        return tuple(dict.fromkeys(r for a in self.asked for r in a.roles if r != "other" and r not in must))


def read_notice(source: Source, profile: Profile) -> Draft:
    """What a notice asks for; a UsageError where it asks for no parts that can be made out."""
    asked = tuple(_asked(source.text, profile))
    if not any(part.roles for part in asked):
        raise UsageError(
            f"“{source.file}”里没有找到对报告内容的要求（如“总结应包括……”“重点总结……”）。"
            "请给出要求报送总结的那份通知，或照 lexicons 里的例子自建词表。"
        )
    length, due = _LENGTH.search(source.text), _DUE.search(source.text)
    least = int(numerals.value(length[1]) or 0) if length else 0
    return Draft(_campaign(source.text), asked, least, due[0] if due else "")


def _asked(text: str, profile: Profile) -> Iterator[Asked]:
    seen: set[str] = set()
    for cue in _ASKED.finditer(text):
        stretch = text[cue.end() : cue.end() + _REACH]
        for words, before in _items(stretch):
            roles = roles_of(words, profile.lexicon)
            if roles and words not in seen:
                seen.add(words)
                yield Asked(words, roles, not _OPTIONAL.search(before))


def _items(stretch: str) -> Iterator[tuple[str, str]]:
    """The parts listed after a cue with the words before each: to the end of the sentence, or as long as lines are
    numbered."""
    first, *rest = stretch.split("\n")
    lines = [first] if first.strip() else []
    for line in rest:
        if line.strip() and not _ITEM.match(line.strip()):
            break
        lines.append(line)
    for line in lines:
        sentence = line.partition("。")[0] if line is first and len(lines) == 1 else line
        before = ""
        for part in _BREAK.split(_ITEM.sub("；", sentence)):
            words = _STRESS.sub("", part.strip(" 　：:（()）"))
            if 2 <= len(words) <= 30:
                yield words, before
            before = part


def _campaign(text: str) -> str:
    """The campaign of a notice, from its first lines: 关于报送创先争优活动总结的通知."""
    for line in text.split("\n")[:6]:
        found = _CAMPAIGN.search(line)
        if found:
            return _LEADING.sub("", found[1]) or found[1]
    return ""


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
        f'title: "{draft.campaign}活动"' if draft.campaign else f'title: "{name}"',
        f"extends: {parent}",
        f"required: [{required}]" if required else "# required: [activities, problems, plans]",
        f"recommended: [{optional}]" if optional else "# recommended: [overview, results]",
        f'campaign: ["{draft.campaign}"]' if draft.campaign else "# campaign: [活动名称]",
        '# period: "2010-05/2012-10"',
        f'thresholds: ["short_chars={draft.least}"]' if draft.least else '# thresholds: ["short_chars=1000"]',
    ]
    if draft.due:
        lines.append(f"# 通知要求{draft.due}报送。")
    return "\n".join(lines) + "\n"


def _headings_text(draft: Draft) -> str:
    """The notice's own words as heading cues, so that reports that take them over are understood."""
    lines = ["# 通知里的说法，报告照用作标题时即可认出；kind 不对的请改正。"]
    for number, part in enumerate(draft.asked, 1):
        others = f"\n  also: [{', '.join(part.roles[1:])}]" if part.roles[1:] else ""
        lines.append(
            f'- id: notice-{number}\n  kind: {part.roles[0]}{others}\n  weight: "3"\n'
            f'  terms: ["{part.words}"]\n  examples: ["{part.words}"]'
        )
    return "\n".join(lines) + "\n"
