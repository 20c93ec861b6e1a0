"""Cells of a workbook as somebody left them, and the reports they were of when they were written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.products.shown import Shown, clean


@dataclass(frozen=True, slots=True)
class Typed:
    """A cell as typed; `format` is its number format where it is a date."""

    value: Shown
    format: str = ""


@dataclass(frozen=True)
class Origin:
    """A report as the workbook held it when it was written: identity, shown values and quotes by column name.

    `base` are the cells that another correction or a mark had changed, as they would be without anybody typing there.
    """

    report_id: str
    content: str
    file: str
    report_no: int
    branch: str
    values: Mapping[str, Shown] = field(default_factory=dict)
    quotes: Mapping[str, str] = field(default_factory=dict)
    base: Mapping[str, Shown] = field(default_factory=dict)

    def untouched(self, column: str) -> Shown:
        """What a cell holds that nobody has typed in since the workbook was written."""
        return self.base[column] if column in self.base else self.values[column]


def same(one: Shown, two: Shown) -> bool:
    """Whether two shown cells say the same; a number typed as text is that number."""
    if isinstance(one, datetime | date) or isinstance(two, datetime | date) or one is None or two is None:
        return one == two
    return one == two or clean(str(one)).strip() == clean(str(two)).strip()
