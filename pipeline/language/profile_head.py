"""The head of a campaign's folder, profile.yaml: its keys read, and everything wrong in them told at its line."""

from __future__ import annotations

from pathlib import Path

import yaml

from pipeline.errors import Fault
from pipeline.language.amiss import unknown
from pipeline.language.edtf import OPEN, Point, parse
from pipeline.language.lexicon import Item, Reader
from pipeline.messages import Words, finding_codes, flaw, say
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
            reader.fault(item.lines[key], unknown(key, PROFILE_KEYS, "key"))
    _parts(reader, item, values)
    _scalars(reader, item)
    for text in values.get("thresholds", ()):
        _threshold(reader, item.lines["thresholds"], text)
    if "off" in values:
        known = off_codes()
        for code in values["off"]:
            if code not in known:
                reader.fault(item.lines["off"], unknown(code, known, "code"))
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
    reader.fault(key.start_mark.line + 1, flaw("as_list", key=key.value, right=right))
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
                reader.fault(item.lines[key], unknown(role, ROLES, "part"))
    if values.get("required") == ():
        reader.fault(item.lines["required"], flaw("none_required"))


def _scalars(reader: Reader, item: Item) -> None:
    """Keys that have one value, and the period."""
    for key in SINGLE:
        if key in item.values and len(item.values[key]) > 1:
            reader.fault(item.lines[key], flaw("period") if key == "period" else flaw("one_value", key=key))
        elif key == "period" and item.values.get(key):
            why = _period(item.values[key][0])
            if why:
                reader.fault(item.lines[key], flaw("period_why", period=flaw("period"), why=why))


def _period(text: str) -> Words | None:
    """What is wrong with a period; nothing where it is a year, month or day, or an interval of them."""
    ends = text.split("/")
    points = parse(text)
    if len(ends) > 2 or set(ends) == {OPEN}:
        return flaw("no_period", text=text)
    for end, point in zip(ends, points, strict=False):
        if not (end == OPEN and len(ends) == 2) and not (point and point.year and point.possible):
            return flaw("no_date", text=end)
    first, last = points
    if first and last and _day(first, (1, 1)) > _day(last, (12, 31)):
        return flaw("turned", text=text)
    return None


def _day(point: Point, rest: tuple[int, int]) -> tuple[int, int, int]:
    return point.year or 0, point.month or rest[0], point.day or rest[1]


def _threshold(reader: Reader, line: int, text: str) -> None:
    """`name=number`, a known name and a number within its bounds."""
    pair = threshold(text)
    if pair is None:
        reader.fault(line, flaw("threshold", text=text))
    elif pair[0] not in THRESHOLDS:
        reader.fault(line, unknown(pair[0], tuple(THRESHOLDS), "threshold"))
    elif not 0 <= pair[1] <= THRESHOLDS[pair[0]]:
        reader.fault(line, flaw("share" if THRESHOLDS[pair[0]] == 1 else "negative", text=text))


def threshold(text: str) -> tuple[str, float] | None:
    """`name=number` as a pair; None where it is none."""
    name, _, number = text.partition("=")
    try:
        return name.strip(), float(number)
    except ValueError:
        return None
