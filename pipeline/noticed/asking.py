"""The parts that a notice asks for: listed below a heading (二、总结内容), or in running text (总结应包括…和…等内容).

What a notice says of length, form, time and place of sending is no part, nor is what stands in an item of a list to
explain it, nor what the campaign itself consists of.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pipeline.language.lexicon import Lexicon
from pipeline.noticed.kinds import kinds_of

_TEXT = "(?:总结|报告|材料|汇报|小结|文稿)"
_VERB = "(?:包括|包含|涵盖|写明|写清楚?|说明|反映|体现|含有?)"
_LED = r"(?:(?:以下|如下|下列|下面)?[^。：:，,；;、\n]{0,12}?[：:])?[ \t　]*"
# 一、总结内容; 总结报告的主要内容; 二、撰写提纲. No 活动内容, no 排查内容.
_HEAD = re.compile(
    rf"(?:{_TEXT}|撰写|上报|报送){{1,3}}的?(?:主要|基本|重点|具体)?(?:内容|重点|提纲|要点|框架|结构)(?:和|及|与)?(?:要求)?"
    r"(?:如下|包括)?[：:]?"
)
_CUES = tuple(
    re.compile(source + _LED)
    for source in (
        rf"{_TEXT}[^。；;\n]{{0,20}}?(?:应当?|需要?|必?须|要|主要)*{_VERB}",
        rf"{_TEXT}[^。\n]{{0,12}}?(?:从|按照?|围绕|参照)[^。\n]{{0,12}}?(?:方面|部分|内容|提纲|框架)(?:进行|来|撰写|展开|编写|起草)*",
        rf"(?:从|按照?|围绕|参照)(?:以下|下列|如下)[^。\n]{{0,8}}?(?:方面|部分|内容|提纲|框架)(?:进行|来|撰写|展开|编写|起草)*{_TEXT}?",
        rf"{_TEXT}[^。\n]{{0,8}}?(?:由|分为?)[^。\n]{{0,6}}?(?:部分|方面)(?:组成|构成|撰写)?[。，,]?",
        rf"{_TEXT}的?(?:主要|基本)?(?:内容|提纲|框架)(?:为|是)",
        rf"{_TEXT}[^。\n]{{0,8}}?提出?(?:如下|以下)要求",
    )
)
# 从准备、过程、收获和不足几个方面撰写: the list stands before its cue.
_FROM = re.compile(
    "(?:从|围绕|按照?)(?P<list>[^。；;\n从]{6,60}?)(?:[几一二两三四五六七八九十]个?|等)方面(?:的?内容)?(?:来|进行|去)*(?:写|撰写|总结|展开|汇报)"
)
_STRESS_CUE = re.compile("(?:重点|着重|主要|全面)(?:总结|报告|汇报|反映)好?")
_MARK = re.compile(
    r"(?:[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十0-9]+[)）][、.．]?|[①-⑳]|[0-9]{1,2}[.、．](?![0-9])"
    r"|第[一二三四五六七]部分(?:应?为|是|写|[：:，,])?|[一二三四五六七八九]是|[一二三四五六七八九]要)[ \t　]*"
)
_LEVELS = (
    re.compile("[一二三四五六七八九十]+[、.．]"),
    re.compile("[（(][一二三四五六七八九十]+[)）]"),
    re.compile("[0-9]"),
)
# What is asked of the text and is no part of it.
_FORM = re.compile(
    "字数|篇幅|[0-9一二三四五六七八九十百千]+个?字|[0-9]+[—～~-][0-9]+张|[日月底]前|下班前|上报|报送(?!情况)|报至|盖章|公章|电子[版稿]|邮箱"
    "|联系人|电话|格式|字体|宋体|仿宋|打印|[附图照]片?[^，。]{0,4}[张表]|照片|图片|实事求是|突出重点|准确|精练|简练|套话|空话|审签|签字"
    "|不得|逾期|高度重视|专人负责|按时|有数据|有事例|页纸"
)
_AND = re.compile("以及|[和及与]")
_SCOPED = re.compile("^(?:明年|来年|下一?步|下一?阶段|下年度?|今后|未来|[0-9]{4}年)")
_OPENS = re.compile(
    "存在|主要|取得|基本|今后|下一?步|下一?阶段|明年|来年|意见|建议|经验|体会|问题|不足|薄弱|困难|成效|成绩|打算|努力|整改|有待|特色|亮点|心得|遇到|面临"
)
_OPTIONAL = re.compile(r"(?:可|可以|酌情|建议|鼓励|有条件)[^，。；]{0,6}$")
_LEAD = re.compile(
    "^(?:[并还也]?[要应须]?(?:重点|着重|主要|突出|全面)?(?:总结|报告|汇报|反映)好?(?=.{2})|包括|并?提出|找准|查找出?|分析|写明|写清楚?|说明|回顾|对|就)"
)
_ETC = re.compile("等(?:内容|方面|部分|情况|要素)?(?:的?内容)?$|[一二两三四五六七八九十]个?(?:方面|部分)(?:的?内容)?$")
_EDGES = " \t　：:，,。；;、（）()"
_SHORTEST, _LONGEST = 2, 36


@dataclass(frozen=True, slots=True)
class Asked:
    """One part that the notice asks for, in its own words, with the roles those words have (other where none)."""

    words: str
    roles: tuple[str, ...]
    required: bool = True


def asked(text: str, lexicon: Lexicon) -> tuple[Asked, ...]:
    """The parts that a notice asks for, in its order, each once."""
    lines = [line.strip() for line in text.split("\n")]
    listed = [part for part in _below_headings(lines) if not _FORM.search(part)]
    found = [Asked(words, kinds_of(words, lexicon)) for part in listed if (words := _clean(part))]
    if not any(part.roles != ("other",) for part in found):
        found = list(_in_sentences(text, lexicon))
    return tuple({part.words: part for part in reversed(found)}.values())[::-1]


def _below_headings(lines: Sequence[str]) -> Iterator[str]:
    """The items of lists whose heading says that they are what the report is to hold, each without what explains it."""
    for number, line in enumerate(lines):
        mark = _MARK.match(line)
        if _HEAD.fullmatch(line[mark.end() :] if mark else line):
            yield from _items(_until(lines[number + 1 :], _level(line) if mark else None))


def _until(lines: Sequence[str], level: int | None) -> Iterator[str]:
    """The lines of a list: to the next heading of its own level, or as long as they are numbered."""
    for line in lines:
        if not line:
            continue
        found = _level(line)
        if found is None or (level is not None and found <= level):
            return
        yield line


def _level(line: str) -> int | None:
    """How deep a numbered line stands; None where it is not numbered."""
    if not _MARK.match(line):
        return None
    return next((n for n, known in enumerate(_LEVELS) if known.match(line)), len(_LEVELS))


def _items(lines: Iterator[str]) -> Iterator[str]:
    """What the numbered items are called: the words before their first stop."""
    for line in lines:
        for item in _MARK.split(line):
            if item:
                yield re.split("[。：:；;（(]", item, maxsplit=1)[0]


def _in_sentences(text: str, lexicon: Lexicon) -> Iterator[Asked]:
    """The parts that are listed in running text, by the sentence."""
    end = 0
    cues = sorted(
        (m for cue in (_FROM, *_CUES, _STRESS_CUE) for m in cue.finditer(text)), key=lambda m: (m.start(), -m.end())
    )
    for cue in cues:
        if cue.start() < end:
            continue
        stress = cue.re is _STRESS_CUE
        stretch, after = (cue["list"], cue.end()) if cue.re is _FROM else _stretch(text, cue.end())
        pieces = list(_clauses(stretch) if stress else _pieces(stretch, lexicon))
        found = [(words, before) for piece, before in pieces if (words := _clean(piece))]
        known = [(words, kinds_of(words, lexicon), before) for words, before in found]
        if any(roles != ("other",) for _, roles, _ in known):
            end = after
            for words, roles, before in known:
                if roles != ("other",) or not stress:
                    yield Asked(words, roles, not _OPTIONAL.search(before))


def _stretch(text: str, start: int) -> tuple[str, int]:
    """What stands behind a cue: to the end of its sentence, its bracket or its list; and where that ends."""
    line_end = text.find("\n", start)
    line = text[start : line_end if line_end >= 0 else len(text)]
    if not line.strip():  # 包括：, and the items in the lines below
        below = list(_until([each.strip() for each in text[start + len(line) + 1 :].split("\n")], None))
        return "\n".join(below), start + len(line) + 1
    bracket = text[max(0, start - 6) : start].rfind("（")
    close = line.find("）") if bracket >= 0 else -1
    if close >= 0:
        return line[:close], start + close
    stop = line.find("。")
    stop = len(line) if stop < 0 or (_MARK.match(line) and len(_MARK.findall(line)) > 1) else stop
    return line[:stop], start + stop


def _pieces(stretch: str, lexicon: Lexicon) -> Iterator[tuple[str, str]]:
    """The items of a list in running text, each with what stands before it."""
    if _MARK.match(stretch):
        sentence = stretch if "\n" in stretch else re.split("。(?![一二三四五六七①-⑳（(第])", stretch)[0]
        yield from ((re.split("[。；;\n]", item)[0], "") for item in _MARK.split(sentence) if not _FORM.search(item))
        return
    for clause in re.split("[；;]", stretch):
        before = ""
        for part in re.split("[，,]", clause):
            if _FORM.search(part):
                break
            yield from ((piece, before) for piece in _listed(part, lexicon))
            before = part


def _listed(part: str, lexicon: Lexicon) -> Iterator[str]:
    """The items between 、 and, at the end, 和; a modifier that is no part stays with what it modifies."""
    items = _ETC.sub("", part).split("、")
    waiting = ""
    for number, item in enumerate(items):
        last = number == len(items) - 1
        if not last and kinds_of(item, lexicon) == ("other",) and "的" in items[number + 1] and "的" not in item:
            waiting += f"{item}、"
            continue
        yield from _parted(waiting + item, lexicon) if last and not waiting else [waiting + item]
        waiting = ""


def _parted(words: str, lexicon: Lexicon) -> list[str]:
    """Two parts joined by 和, or one that has it in itself: 主要经验和体会, 明年工作思路和举措."""
    for joint in _AND.finditer(words):
        left, right = words[: joint.start()], words[joint.end() :]
        kinds = kinds_of(left, lexicon), kinds_of(right, lexicon)
        if ("other",) not in kinds and kinds[0] != kinds[1] and _OPENS.match(right) and not _SCOPED.match(left):
            return [left, right]
    return [words]


def _clauses(stretch: str) -> Iterator[tuple[str, str]]:
    """What is to be stressed, a clause each: the lists in them are those of what was done, and not of parts."""
    before = ""
    for clause in re.split("[，,；;]", stretch):
        if _FORM.search(clause):
            return
        simple = "、" not in clause and not re.search("的(?:主要)?做法", clause)
        yield from ((part, before) for part in (_AND.split(clause) if simple and len(clause) < 14 else [clause]))
        before = clause


def _clean(part: str) -> str:
    """A part's own words; empty where they are none."""
    words = _ETC.sub("", part.strip(_EDGES))
    words = _LEAD.sub("", words).strip(_EDGES)
    return words if _SHORTEST <= len(words) <= _LONGEST and not _FORM.search(words) else ""
