"""What changed between two runs, on the terminal: how many changes, who came and went, what asks for a look."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from pipeline.collation.diff import Change
from pipeline.messages import say
from pipeline.outputs.terminal import FEW, shortly, table

SOME = 10  # changes of a kind that are shown
LOOKED = ("change_problem.back", "change_plan.open", "change_text.carried", "change_branch.several")
CAME_AND_WENT = ("change_branch.gone", "change_branch.new")
ONE_SIDED = "changes_one_sided"  # numbers that one period alone states: they did not move


def changes(console: Console, found: Sequence[Change], lang: str) -> None:
    """How many changes of each kind, which branches came and went, and what asks for a look, some of each kind."""
    kinds: dict[str, list[Change]] = {}
    for change in found:
        one_sided = change.kind == "number" and change.status != "both"
        kinds.setdefault(ONE_SIDED if one_sided else f"change_{change.kind}", []).append(change)
    for kind, some in sorted(kinds.items()):
        names = f"（{_few([change.branch for change in some], lang)}）" if kind in CAME_AND_WENT else ""
        console.print(Text(f"{say(kind, lang)}：{len(some)}{names}"), soft_wrap=True)
    looked = [change for kind in LOOKED for change in kinds.get(kind, [])[:SOME]]
    rows = [(c.branch, say(f"change_{c.kind}", lang), _brief(c), c.after and c.what) for c in looked]
    if rows:
        heads = ("column_branch", "column_change", "evidence", "other_words")
        table(console, "changes_title", heads, rows, lang, "-o")
    left = sum(len(kinds.get(kind, [])[SOME:]) for kind in LOOKED)
    if left:
        console.print(say("changes_more", lang, n=left))


def _few(names: Sequence[str], lang: str) -> str:
    """The first of some names, and how many more there are."""
    more = say("and_more_names", lang, n=len(names) - FEW) if len(names) > FEW else ""
    return "、".join(names[:FEW]) + more


def _brief(change: Change) -> str:
    """What a change stands on, on a line or two."""
    both = change.before if change.kind != "branch.several" else "；".join(filter(None, (change.before, change.after)))
    text = "".join((both or change.after).split("\n"))
    return text if change.kind.startswith("branch.") else shortly(text)
