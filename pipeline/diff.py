"""The same branches over two periods: numbers that moved, plans reported done or not, problems that come back, text
carried over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from pipeline.collection import Collection
from pipeline.shingles import covered, places, plain, shared_runs
from pipeline.summary import named

NUMBERS = (
    "member_count", "activist_count", "meeting_count", "study_count", "seminar_count", "lecture_count",
    "briefing_count", "problem_count", "plan_count", "chars",
)  # fmt: skip
ALIKE = 0.42  # least Dice coefficient of character pairs for two statements to speak of the same thing
CARRIED = 0.15  # least share of the later report that stood in the earlier one
_SENTENCE = re.compile(r"[^。！？；\n]+")
_SUFFIX = re.compile(r"^中共|(?:党支部委员会|支部委员会|总支部委员会|委员会|党总支|党支部|支部|党委|党组)$|\s")


@dataclass(frozen=True)
class Told:
    """One branch's report of a period: its row of the main table, its text, and its rows of problems and plans."""

    row: Mapping[str, Any]
    text: str
    problems: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    plans: Sequence[Mapping[str, Any]] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed or stayed. `kind`: number, plan.done, plan.open, problem.back, problem.new, problem.gone,
    text.carried, branch.gone, branch.new."""

    branch: str
    kind: str
    what: str
    before: str = ""
    after: str = ""
    similarity: float | None = None

    def row(self) -> tuple[str | float | None, ...]:
        """The change as a row of changes.csv."""
        return self.branch, self.kind, self.what or None, self.before or None, self.after or None, self.similarity


def changes(first: Collection, second: Collection) -> Iterator[Change]:
    """What changed from one run to a later one, branch by branch in the order of the first, then new branches."""
    before, after = _told(first), _told(second)
    for name, old in before.items():
        new = after.get(name)
        branch = str(old.row["branch"] or old.row["file"])
        if new is None:
            yield Change(branch, "branch.gone", "", str(old.row["file"]))
            continue
        yield from _numbers(branch, old, new)
        yield from _plans(branch, old, new)
        yield from _problems(branch, old, new)
        yield from _carried(branch, old, new)
    for name, new in after.items():
        if name not in before:
            yield Change(str(new.row["branch"] or new.row["file"]), "branch.new", "", "", str(new.row["file"]))


def _told(collection: Collection) -> dict[str, Told]:
    """The reports by the bare name of their branch; the last one where a branch has several."""
    found: dict[str, Told] = {}
    for outcome in collection.outcomes():
        rows = {name: [named(name, row) for row in some] for name, some in outcome.tables.items()}
        for metrics in rows.get("metrics", ()):
            own = {n: tuple(r for r in some if r["report_id"] == metrics["report_id"]) for n, some in rows.items()}
            text = outcome.texts.get(str(metrics["report_id"]), (0, ""))[1]
            name = _SUFFIX.sub("", str(metrics["roster_name"] or metrics["branch"] or metrics["file"]))
            found[name] = Told(metrics, text, own.get("problems", ()), own.get("plans", ()))
    return found


def _numbers(branch: str, old: Told, new: Told) -> Iterator[Change]:
    for name in NUMBERS:
        before, after = old.row[name], new.row[name]
        if before is not None and after is not None and before != after:
            yield Change(branch, "number", name, str(before), str(after))


def _plans(branch: str, old: Told, new: Told) -> Iterator[Change]:
    """Each plan of the earlier report with the sentence of the later one that tells of it, if any does."""
    planned = {str(plan["text"]) for plan in new.plans}
    told = [s for s in _SENTENCE.findall(new.text) if len(s) > 5 and not any(p in s or s in p for p in planned)]
    for plan in old.plans:
        best, score = _nearest(str(plan["text"]), told)
        done = score >= ALIKE
        yield Change(
            branch, "plan.done" if done else "plan.open", "", str(plan["text"]), best if done else "", round(score, 3)
        )


def _problems(branch: str, old: Told, new: Told) -> Iterator[Change]:
    later = [str(problem["text"]) for problem in new.problems]
    back: set[str] = set()
    for problem in old.problems:
        best, score = _nearest(str(problem["text"]), later)
        kind = "problem.back" if score >= ALIKE else "problem.gone"
        back.update([best] if score >= ALIKE else [])
        after = best if score >= ALIKE else ""
        yield Change(branch, kind, str(problem["theme"] or ""), str(problem["text"]), after, round(score, 3))
    for problem in new.problems:
        if problem["text"] not in back:
            yield Change(branch, "problem.new", str(problem["theme"] or ""), "", str(problem["text"]))


def _carried(branch: str, old: Told, new: Told) -> Iterator[Change]:
    """Text of the later report that already stood in the earlier one; its longest passage is the evidence."""
    runs = shared_runs(plain(new.text), plain(old.text))
    share = covered(runs) / max(1, len(plain(new.text)))
    if share >= CARRIED:
        longest, where = max(runs, key=lambda run: run.size), places(new.text)
        passage = new.text[where[longest.start] : where[longest.start + longest.size - 1] + 1]
        yield Change(branch, "text.carried", f"{share:.0%}", "", passage, round(share, 3))


def _nearest(text: str, others: Sequence[str]) -> tuple[str, float]:
    """The statement most like `text`, and how alike they are."""
    pairs = Counter(pairwise(plain(text)))
    scored = ((_dice(pairs, Counter(pairwise(plain(other)))), -n, other) for n, other in enumerate(others))
    score, _, best = max(scored, default=(0.0, 0, ""))
    return best, score


def _dice(a: Counter[tuple[str, str]], b: Counter[tuple[str, str]]) -> float:
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0
