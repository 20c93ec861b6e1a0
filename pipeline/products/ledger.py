"""The ledger of problems: each admitted shortcoming with its remedy, and by when and by whom, where the report says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pipeline.language.lexicon import Lexicon
from pipeline.language.patterns import union
from pipeline.products.backing import Record


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the ledger; `deadline` is EDTF, and empty like `owner` where the report names none."""

    problem: Record
    measure: str
    deadline: str
    owner: str


def ledger(facts: Mapping[str, Sequence[Record]], lexicon: Lexicon) -> list[Entry]:
    """The problems of one report in text order, joined with its plans and dates (rows by table)."""
    plans, dates = facts.get("plans", ()), facts.get("dates", ())
    return [_entry(problem, plans, dates, lexicon) for problem in facts.get("problems", ())]


def _entry(problem: Record, plans: Sequence[Record], dates: Iterable[Record], lexicon: Lexicon) -> Entry:
    """The remedy that the report pairs with a problem is one of its plans where the one's words are the other's."""
    measure = _plain(problem["measure"])
    plan = next((plan for plan in plans if measure and _same(measure, _plain(plan["text"]))), {})
    told = "\n".join(part for part in (measure, _plain(plan.get("sentence")), _plain(problem["sentence"])) if part)
    deadline = str(plan.get("deadline") or "") or _deadline(measure, dates, lexicon)
    return Entry(problem, measure, deadline, owner(told, lexicon))


def _deadline(measure: str, dates: Iterable[Record], lexicon: Lexicon) -> str:
    """The last date of a measure before 前, 底 and the like, or its only one."""
    due = union(lexicon, "plans", "deadline")
    inside = {words: date for date in dates if (words := _plain(date["text"])) and words in measure}
    ended = [d for words, d in inside.items() if due.search(measure[measure.index(words) + len(words) :][:8])]
    chosen = ended or (list(inside.values()) if len(inside) == 1 else [])
    return str(chosen[-1]["resolved"] or chosen[-1]["value"] or "") if chosen else ""


def _plain(cell: object) -> str:
    return "".join(str(cell or "").split("\n")).strip()


def _same(measure: str, plan: str) -> bool:
    return bool(plan) and (measure in plan or plan in measure)


def owner(text: str, lexicon: Lexicon) -> str:
    """Who is named as responsible in a text; empty where nobody is."""
    found = (entry.compiled.search(text) for entry in lexicon["ledger"] if entry.kind == "owner")
    return next((match["owner"].strip() for match in found if match), "")
