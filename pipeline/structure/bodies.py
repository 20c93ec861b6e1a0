"""What a section's body tells of, for headings that do not say: shortcomings, things to come, results, or doings."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.language.patterns import Pattern, fast

_LOOKED_AT = 800  # characters of a body
# A paragraph of it that names another part of the report: 几点不足：…
_OTHER_PART = re.compile(
    r"\n[ \t]*[^\n，。：:；（(]{0,10}(?:问题|不足|差距|困难|打算|计划|思路|方向|设想)[^\n，。：:；、]{0,3}[：:]"
)
_SENTENCE_END = re.compile(r"[。；;！!\n]+")
_ADMITTED = fast(
    r"不(?:够|强|高|深|足(?!\d)|到位|平衡|严|熟|便|大|多|及时|主动|规范|健全|完善|明显|透|实|细|紧|全面|扎实|经常|正常|均)"
    r"|[较偏太](?:少|弱|低|慢|大|窄)|薄弱|欠缺|缺乏|缺少|滞后|有待|差距|松散|松懈|流于形式|厌战|畏难|个别|少数|部分(?:党员|干部|同志|教师|职工)"
    r"|做得少|还没有|没有(?:完全|做到|及时|形成|登记)|仍需|尚未|尚无|老化|单一|落后|时有发生|满足于|停留在|不一致|少了|(?<![减降最缩不克很至多温偏误])(?:少|低|弱|差|旧|慢)(?:[，,]|$)"
)
_AHEAD = re.compile(
    r"(?<![即行必])将(?![军士领近其来]|[^，。；]{2,24}?(?:纳入|作为|列入|列为|落实到|挂[在到]|印发|发放|上报|报送|下发|分解|传达|转化|融入|贯穿))|今后|下一?步|下一?阶段|明年|来年|下半年|我们要|(?:^|[，。：\n]|是|还|都|支部|学校|公司)要"
    r"|继续|力争|争取|计划|打算|拟(?![定订])|(?:^|[。：\n]|是)(?:进一步|努力|不断|切实)|再接再厉"
)
# What there is: 党委下设3个支部, 党员76人.
_HELD = re.compile(
    r"(?:下设|下辖|现有|共有|设有|分设|管辖|隶属|面积|总人口|在校|在职)[^，。；]{0,12}[\d一二两三四五六七八九十]"
)
_STATE = re.compile(
    r"(?:下设|下辖|现有|共有|设有|分设|管辖|隶属)[^，。；]{0,12}[\d一二两三四五六七八九十]|党员(?:总数)?\d+ ?[名人]"
)
_HABIT = re.compile("每(?:年|月|个?季|周|天|学期|逢|次)|逢年过节|一直|多年来|常年")  # 每年春节都要慰问 looks nowhere
_DONE = fast(
    r"了(?!解)|先后|已经?|共(?:开展|召开|组织|举办)|累计|\d+ ?(?:人次|次|场|份|余|万|件|户|条|期)"
    r"|(?:今年|一年|两年|三年)来|期间"
)
_ACTED = fast(
    r"召开|组织|开展|举办|成立|制定|建立|学习|走访|慰问|签订|印发|设立|观看|参观|培训|宣讲|邀请|评选|推行|实行|担任|承担|安排|教育|帮|检查|整改|转移|值守|抓获|参加|开设|推出|落实|发放|走进|受理|化解|调解|办理|查处|解决|整治|办结"
)
_GAINED = fast(
    r"被(?:评|授|列|命名|确定)|荣获|获(?:得|评)?[^，。；]{0,16}(?:奖|称号|先进|表彰|荣誉|第[一二三])"
    r"|(?:提高|提升|增加|增长|上升|下降|减少|缩短|降低|达|升)(?:到|至|了|为)?[^，。；]{0,4}[\d一二三四五六七八九十半]"
    r"|同比|比(?:上|去)?年|满意[率度]|名列|率先|第[一二三]名?(?=[，,。；;]|$)|[居列排由][^，。；]{0,10}第|零(?:投诉|事故|上访)|无一|没有发生|再创|[率]\d"
    r"|(?:得到|明显|显著|进一步|不断|普遍)(?:了)?[^，。；]{0,8}(?:提高|提升|增强|改善|好转|转变|好评|肯定|加强)(?=[，,。；;]|$)"
)


@dataclass(frozen=True, slots=True)
class Body:
    """The sentences of a section's body, as far as it is looked at; a sub-heading of a few characters is none."""

    sentences: tuple[str, ...]

    @classmethod
    def of(cls, text: str, start: int, end: int) -> Body:
        """The sentences at the head of a stretch of working text."""
        words = text[start : min(end, start + _LOOKED_AT)].strip("，。：:；\n \t")
        if other := _OTHER_PART.search(words, 2):
            words = words[: other.start()]
        return cls(tuple(s for s in _SENTENCE_END.split(words) if len(s.strip()) > 5))

    def admits(self) -> float:
        """The share of the sentences that admit a shortcoming."""
        return self._share(_ADMITTED)

    def done(self) -> float:
        """The share of the sentences that tell of something done."""
        return self._share(_DONE)

    def says_next(self) -> bool:
        """Whether any of the sentences tells of what is to come."""
        return any(_AHEAD.search(s) for s in self.sentences)

    def looks_ahead(self) -> bool:
        """Whether more of the sentences tell of what is to come than of what was done."""
        ahead = sum(bool(_AHEAD.search(s)) and not _HABIT.search(s) for s in self.sentences)
        done = sum(bool(_DONE.search(s)) for s in self.sentences)
        return ahead > done and ahead >= min(2, len(self.sentences))

    def states(self) -> float:
        """The share of the sentences that say what there is."""
        return self._share(_STATE)

    def acts(self) -> bool:
        """Whether more of the sentences tell of doings than of results."""
        return self._share(_ACTED) > self._share(_GAINED)

    def holds(self) -> float:
        """The share of the sentences that say what the unit has or is."""
        return self._share(_HELD)

    def gains(self) -> bool:
        """Whether the body tells of results and hardly of doings."""
        gained = self._share(_GAINED)
        return gained >= 0.5 and gained > self._share(_ACTED)

    def _share(self, pattern: Pattern) -> float:
        return sum(bool(pattern.search(s)) for s in self.sentences) / max(1, len(self.sentences))
