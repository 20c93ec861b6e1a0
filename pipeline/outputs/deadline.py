"""The date by which letters ask for an answer: as it is given, checked against the calendar, and in words."""

from __future__ import annotations

import re
from datetime import date

from pipeline.errors import UsageError
from pipeline.language import edtf
from pipeline.messages import say
from pipeline.products.shown import shown_date

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})-|/(\d{1,2})/|\.(\d{1,2})\.|年(\d{1,2})月|(\d\d))(\d{1,2})[日号]?前?")


def checked(text: str, lang: str = "zh") -> str:
    """A date as people write it (2011-07-15, 2011/7/15, 2011.7.15, 2011年7月15日, 20110715) in ISO 8601; empty where
    none is given. A UsageError where it is none, or not in the calendar."""
    if not text.strip():
        return ""
    match = _DATE.fullmatch("".join(text.split()))
    try:
        year, month, day = [int(part) for part in match.groups() if part] if match else (0, 0, 0)
        return date(year, month, day).isoformat()
    except ValueError as error:
        raise UsageError(say("deadline_no_date", lang, text=text.strip())) from error


def by(deadline: str) -> str:
    """The deadline in words: 2011年7月15日前; 近期尽快 where none is given."""
    text = deadline.strip()
    if not text:
        return "近期尽快"
    value = shown_date(text) if edtf.parse(text)[0] else text
    words = f"{value.year}年{value.month}月{value.day}日" if isinstance(value, date) else str(value)
    return words if words.endswith(("前", "内")) else f"{words}前"
