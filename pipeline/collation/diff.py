"""The same branches over two periods: numbers that moved, plans reported done or not, problems that come back, text
carried over."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import Any

from pipeline.collation.collection import Collection
from pipeline.collation.comparison import is_stated
from pipeline.collation.shingles import covered, places, plain, shared_runs
from pipeline.collation.summary import named, sender

NUMBERS = (
    "member_count", "activist_count", "meeting_count", "study_count", "seminar_count", "lecture_count",
    "briefing_count", "problem_count", "plan_count", "chars",
)  # fmt: skip
ALIKE = 0.42  # least Dice coefficient of character pairs for two statements to speak of the same thing
ALIKE_CLAUSE = 0.6  # the same for one clause of each, where the statements are of unequal length
SHORT = 5  # characters up to which a clause or a sentence says too little
CARRIED = 0.15  # least share of the later report that stood in the earlier one
_SENTENCE = re.compile(r"[^。！？；\n]+")
_CLAUSE = re.compile(r"[^，,；;：:、。\n]+")
_SUFFIX = re.compile(r"^中共|(?:党支部委员会|支部委员会|总支部委员会|委员会|党总支|党支部|支部|党委|党组)$|\s")


@dataclass(frozen=True)
class Told:
    """One branch's report of a period: its row of the main table, its text and where in its file that begins, its rows
    of problems, plans and headings. `others` are further files of the branch, which are not compared."""

    row: Mapping[str, Any]
    text: str
    start: int = 0
    problems: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    plans: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    sections: Sequence[Mapping[str, Any]] = field(default_factory=tuple)
    others: tuple[str, ...] = ()

    @property
    def report_id(self) -> str:
        """The report's id in the outputs of its period."""
        return str(self.row["report_id"])


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that changed or stayed. `kind`: number, plan.done, plan.open, problem.back, problem.new, problem.gone,
    text.carried, branch.gone, branch.new, branch.several. `reports` are the ids of the two reports, "" for none."""

    branch: str
    kind: str
    what: str
    before: str = ""
    after: str = ""
    similarity: float | None = None
    reports: tuple[str, str] = ("", "")

    @property
    def status(self) -> str:
        """In which of the two periods it is found: both, only_before or only_after."""
        if self.kind == "text.carried" or (self.before and self.after):
            return "both"
        return "only_before" if self.before else "only_after"

    def row(self) -> tuple[str | float | None, ...]:
        """The change as a row of the table `changes` of the codebook."""
        values = [int(text) if text and self.kind == "number" else None for text in (self.before, self.after)]
        words = (self.what or None, self.before or None, self.after or None)
        one, two = self.reports
        return self.branch, self.kind, *words, self.similarity, self.status, *values, one or None, two or None


def changes(first: Collection, second: Collection) -> Iterator[Change]:
    """What changed from one run to a later one, branch by branch in the order of the first, then new branches."""
    before, after = _told(first), _told(second)
    for name in dict.fromkeys((*before, *after)):
        old, new = before.get(name), after.get(name)
        reports = old.report_id if old else "", new.report_id if new else ""
        yield from (replace(change, reports=reports) for change in _between(old, new))


def _between(old: Told | None, new: Told | None) -> Iterator[Change]:
    """What changed from a branch's earlier report to its later one, either of which there may not be."""
    row = (old or new).row  # type: ignore[union-attr]
    branch = str(sender(row) or row["file"])
    yield from _several(branch, old, new)
    if old is None:
        yield Change(branch, "branch.new", "", "", str(row["file"]))
    elif new is None:
        yield Change(branch, "branch.gone", "", str(row["file"]))
    else:
        yield from _numbers(branch, old, new)
        yield from _plans(branch, old, new)
        yield from _problems(branch, old, new)
        yield from _carried(branch, old, new)


def _told(collection: Collection) -> dict[str, Told]:
    """The reports by the bare name of their branch; the latest, then longest one where a branch has several."""
    found: dict[str, list[Told]] = {}
    for outcome in collection.outcomes():
        rows = {name: [named(name, row) for row in some] for name, some in outcome.tables.items()}
        for metrics in rows.get("metrics", ()):
            own = {n: tuple(r for r in some if r["report_id"] == metrics["report_id"]) for n, some in rows.items()}
            start, text = outcome.texts.get(str(metrics["report_id"]), (0, ""))
            name = _SUFFIX.sub("", str(metrics["roster_name"] or metrics["branch"] or metrics["file"]))
            facts = own.get("problems", ()), own.get("plans", ()), own.get("sections", ())
            found.setdefault(name, []).append(Told(metrics, text, start, *facts))
    return {name: _latest(some) for name, some in found.items()}


def _latest(some: Sequence[Told]) -> Told:
    """The report that is compared, the files of the others beside it."""
    chosen = max(some, key=lambda told: (str(told.row["report_date"] or ""), int(told.row["chars"] or 0)))
    return replace(chosen, others=tuple(str(told.row["file"]) for told in some if told is not chosen))


def _several(branch: str, old: Told | None, new: Told | None) -> Iterator[Change]:
    """Which of several submissions was compared, so that nobody takes it for all of them."""
    if any(told and told.others for told in (old, new)):
        yield Change(branch, "branch.several", "", _chosen(old), _chosen(new))


def _chosen(told: Told | None) -> str:
    if told is None or not told.others:
        return ""
    return f"{len(told.others) + 1} 份，取“{told.row['file']}”比较，未取“{'”“'.join(told.others)}”"


def _numbers(branch: str, old: Told, new: Told) -> Iterator[Change]:
    """The figures that moved, and those that one of the two alone states: never with a 0 for what is not stated."""
    for name in NUMBERS:
        before, after = (str(told.row[name]) if is_stated(told.row, name) else "" for told in (old, new))
        if before != after:
            yield Change(branch, "number", name, before, after)


def _plans(branch: str, old: Told, new: Told) -> Iterator[Change]:
    """Each plan of the earlier report with the sentence of the later one that tells of it, if any does."""
    told = list(_done(new))
    for plan in old.plans:
        best, score = _nearest(str(plan["text"]), told)
        done = score >= ALIKE
        yield Change(
            branch, "plan.done" if done else "plan.open", "", str(plan["text"]), best if done else "", round(score, 3)
        )


def _done(told: Told) -> Iterator[str]:
    """The sentences of a report that may tell of something done: not those of its own plans and problems."""
    apart = [(int(fact["start"]), int(fact["end"])) for fact in (*told.plans, *told.problems)]
    ahead = {"plans", "problems"}
    apart += [(int(part["start"]), int(part["body_end"])) for part in told.sections if ahead & set(_roles(part))]
    for match in _SENTENCE.finditer(told.text):
        start, end = told.start + match.start(), told.start + match.end()
        if len(match[0].strip()) > SHORT and not any(first < end and start < last for first, last in apart):
            yield match[0].strip()


def _roles(part: Mapping[str, Any]) -> list[str]:
    return str(part["roles"] or "").split("|")


def _problems(branch: str, old: Told, new: Told) -> Iterator[Change]:
    later = [str(problem["text"]) for problem in new.problems]
    back: set[str] = set()
    for problem in old.problems:
        best, score = _nearest(str(problem["text"]), later, clauses=True)
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


def _nearest(text: str, others: Sequence[str], clauses: bool = False) -> tuple[str, float]:
    """The statement most like `text`, and how alike they are; of statements alike as a whole or else in a clause."""
    pairs = _pairs(text)
    scored = [(_dice(pairs, _pairs(other)), -n, other) for n, other in enumerate(others)]
    score, _, best = max(scored, default=(0.0, 0, ""))
    if not clauses or score >= ALIKE:
        return best, score
    close = [(_closest(text, other), n, other) for _, n, other in scored]
    part, _, other = max(close, default=(0.0, 0, ""))
    return (other, part) if part >= ALIKE_CLAUSE else (best, score)


def _closest(one: str, two: str) -> float:
    """How alike the two clauses are that are most so."""
    first, second = ([_pairs(c) for c in _CLAUSE.findall(text) if len(c) > SHORT] for text in (one, two))
    return max((_dice(a, b) for a in first for b in second), default=0.0)


def _pairs(text: str) -> Counter[tuple[str, str]]:
    return Counter(pairwise(plain(text)))


def _dice(a: Counter[tuple[str, str]], b: Counter[tuple[str, str]]) -> float:
    total = sum(a.values()) + sum(b.values())
    return 2 * sum((a & b).values()) / total if total else 0.0
