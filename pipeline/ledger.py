"""The ledger of problems: each admitted shortcoming with its remedy, and by when and by whom, where the report says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.backing import Record
from pipeline.lexicon import Lexicon


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger; `deadline` is EDTF, and empty like `owner` where the report names none."""

    problem: Record
    measure: str
    deadline: str
    owner: str


def ledger(problems: Iterable[Record], plans: Sequence[Record], lexicon: Lexicon) -> list[Entry]:
    """The problems of one report in text order, joined with its plans."""
    return [_entry(problem, plans, lexicon) for problem in problems]


def _entry(problem: Record, plans: Sequence[Record], lexicon: Lexicon) -> Entry:
    """The remedy that the report pairs with a problem is one of its plans where the one's words are the other's."""
    measure = _plain(problem["measure"])
    plan = next((plan for plan in plans if measure and _same(measure, _plain(plan["text"]))), {})
    told = "\n".join(part for part in (measure, _plain(plan.get("sentence")), _plain(problem["sentence"])) if part)
    return Entry(problem, measure, str(plan.get("deadline") or ""), owner(told, lexicon))


def _plain(cell: object) -> str:
    return "".join(str(cell or "").split("\n")).strip()


def _same(measure: str, plan: str) -> bool:
    return bool(plan) and (measure in plan or plan in measure)


def owner(text: str, lexicon: Lexicon) -> str:
    """Who is named as responsible in a text; empty where nobody is."""
    found = (entry.compiled.search(text) for entry in lexicon["ledger"] if entry.kind == "owner")
    return next((match["owner"].strip() for match in found if match), "")
