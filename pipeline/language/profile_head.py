"""The head of a campaign's folder, profile.yaml: its keys read, and everything wrong in them told at its line."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipeline.errors import Fault
from pipeline.language.edtf import OPEN, Point, parse
from pipeline.language.lexicon import Item, Reader, unknown
from pipeline.messages import finding_codes, say
from pipeline.model import ROLES

PROFILE_FILE = "profile.yaml"
PROFILE_KEYS = ("name", "title", "extends", "required", "recommended", "period", "campaign", "off", "thresholds")
SINGLE = ("name", "title", "extends", "period")
# The thresholds there are, each with the most it may be.
THRESHOLDS = {
    "likeness": 1.0,  # least similarity of two reports to be listed as alike
    "likeness_warning": 1.0,  # from which it is a warning
    "thin_share": 1.0,  # of the others' median, below which a part is short
    "roster_members": 1.0,  # least difference from the roster's number of members to be told
    "thin_chars": float("inf"),  # characters below which a part says too little
    "short_chars": float("inf"),  # characters below which a report is short
}
_PERIOD = 'period 应写成 "2023-03/2023-12"（年-月，或年、年-月-日；没有结束的写 "2023-03/.."）'
Values = dict[str, tuple[str, ...]]


def read_head(folder: Path, faults: list[Fault]) -> Values:
    """The keys that a profile.yaml gives, each with its values; what is wrong in it is added to `faults`."""
    reader = Reader(f"{folder.name}/{PROFILE_FILE}")
    node = reader.compose((folder / PROFILE_FILE).read_text(encoding="utf-8-sig"))
    if isinstance(node, yaml.MappingNode):
        node.value = [pair for pair in node.value if not _mapping(reader, *pair)]
    item = (reader.item(node) if node else None) or Item(1, {}, {})
    values = dict(item.values)
    for key in values:
        if key not in PROFILE_KEYS:
            reader.fault(item.lines[key], unknown(key, PROFILE_KEYS, "键"))
    _parts(reader, item, values)
    _scalars(reader, item)
    for text in values.get("thresholds", ()):
        _threshold(reader, item.lines["thresholds"], text)
    if "off" in values:
        known = off_codes()
        for code in values["off"]:
            if code not in known:
                reader.fault(item.lines["off"], unknown(code, known, "校核代码"))
    faults.extend(reader.faults)
    return values


def off_codes() -> tuple[str, ...]:
    """What `off` may name: groups of audit rules, then single ones. Alike reports and the roster are no audit rules."""
    codes = [code for code in finding_codes() if not code.startswith(("likeness.", "roster."))]
    return (*dict.fromkeys(code.split(".")[0] for code in codes), *codes)


def _mapping(reader: Reader, key: yaml.Node, value: yaml.Node) -> bool:
    """Whether a key has further keys below it, which none may; that is told with the syntax it should have."""
    if not isinstance(value, yaml.MappingNode) or key.value not in PROFILE_KEYS:
        return False
    right = '["likeness=0.3", "thin_chars=20"]' if key.value == "thresholds" else "[…, …]"
    reader.fault(key.start_mark.line + 1, f"{key.value} 应写成列表，如 {key.value}: {right}")
    return True


def _parts(reader: Reader, item: Item, values: Values) -> None:
    """Parts by their code or their Chinese name: 主要做法 is as good as activities."""
    known = {say(f"role_{role}"): role for role in ROLES}
    for key in ("required", "recommended"):
        if key not in values:
            continue
        values[key] = tuple(known.get(role, role) for role in values[key])
        for role in values[key]:
            if role not in ROLES:
                reader.fault(item.lines[key], unknown(role, ROLES, "部分"))
    if values.get("required") == ():
        reader.fault(item.lines["required"], "required 是空的：至少要有一个部分，如 required: [activities, problems]")


def _scalars(reader: Reader, item: Item) -> None:
    """Keys that have one value, and the period."""
    for key in SINGLE:
        if key in item.values and len(item.values[key]) > 1:
            reader.fault(item.lines[key], _PERIOD if key == "period" else f"{key} 只能有一个值")
        elif key == "period" and item.values.get(key):
            why = _period(item.values[key][0])
            if why:
                reader.fault(item.lines[key], f"{_PERIOD}；{why}")


def _period(text: str) -> str:
    """What is wrong with a period; nothing where it is a year, month or day, or an interval of them."""
    ends = text.split("/")
    points = parse(text)
    if len(ends) > 2 or set(ends) == {OPEN}:
        return f"“{text}”不是一段时间"
    for end, point in zip(ends, points, strict=False):
        if not (end == OPEN and len(ends) == 2) and not (point and point.year and point.possible):
            return f"“{end}”不是日期"
    first, last = points
    if first and last and _day(first, (1, 1)) > _day(last, (12, 31)):
        return f"“{text}”的起在止之后"
    return ""


def _day(point: Point, rest: tuple[int, int]) -> tuple[int, int, int]:
    return point.year or 0, point.month or rest[0], point.day or rest[1]


def _threshold(reader: Reader, line: int, text: str) -> None:
    """`name=number`, a known name and a number within its bounds."""
    pair = threshold(text)
    if pair is None:
        reader.fault(line, f'thresholds 里的“{text}”应写成“名称=数字”，如 thresholds: ["likeness=0.3"]')
    elif pair[0] not in THRESHOLDS:
        reader.fault(line, unknown(pair[0], tuple(THRESHOLDS), "阈值"))
    elif not 0 <= pair[1] <= THRESHOLDS[pair[0]]:
        most = THRESHOLDS[pair[0]]
        reader.fault(line, f"阈值“{text}”应在 0 到 {most:g} 之间" if most == 1 else f"阈值“{text}”不能小于 0")


def threshold(text: str) -> tuple[str, float] | None:
    """`name=number` as a pair; None where it is none."""
    name, _, number = text.partition("=")
    try:
        return name.strip(), float(number)
    except ValueError:
        return None
