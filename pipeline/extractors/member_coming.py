"""Members who came, went or listened, in everyday words: 到了19名党员, 31名党员听了课, 12名党员带着学生到敬老院."""

from __future__ import annotations

import re

from pipeline.extractors.member_cues import Candidate

# 座谈那天支部到了|19名党员; not 看到了, 请来了, 转来了.
_CAME = re.compile(
    r"(?:\A|支部|小组|单位|村里|校里|我们|大家|一共|总共|就|才|只|都|共|[那当]天|会上|实际|分别|，|,)(?:到了|来了|去了|到会|到场)(?:约|近|共)?\Z"
)
_NOT_THESE = "(?:(?![，,。；;、：:\n的将把被对给让使为向从在])[\u4e00-\u9fff0-9]){0,10}?"
_WENT = re.compile(
    rf"(?:和[^，,。；;、\n]{{1,8}}?)?{_NOT_THESE}"
    r"(?:听了(?!说|从|取)|投了?票|上台|(?<!被)(?:走进|走上|走到|来到|赶到|赶去|赶赴|奔赴)|带着[^，,。；;\n]{1,14}?[到去赴在])"
)
# 3名新党员上台宣誓: those newly admitted, no attendance.
_SWORN = re.compile(r"[^，,。；;\n]{0,12}宣誓")


def came(found: Candidate) -> bool:
    """Whether the words around say that these members were there."""
    if found.order != "number-noun":
        return False
    return bool(_CAME.search(found.before) or _WENT.match(found.after))


def sworn_in(found: Candidate) -> bool:
    """Whether these are new members taking their oath."""
    return found.name.startswith(("新党员", "新发展党员")) and _SWORN.match(found.after) is not None
