"""What the check before a run says on the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from pipeline.doctor import Diagnosis, Verdict
from pipeline.ingest.reasons import FAILED, OK, SKIPPED, advice, reason_text
from pipeline.messages import explained, say

FEW = 5  # files named of each kind


def diagnosis(console: Console, found: Diagnosis, lang: str) -> None:
    """Counts by format and by reason with the first files of each, the parts, the output folder, and the upshot."""
    formats = Counter(verdict.format for verdict in found.verdicts if verdict.status == OK)
    rows = [(name, str(count)) for name, count in formats.most_common()]
    _table(console, say("doctor_read", lang), ("format", "doctor_count"), rows, lang)
    heads = ("column_reason", "doctor_count", "column_file", "column_advice")
    for status, title in ((OK, "doctor_remarks"), (FAILED, "doctor_failed"), (SKIPPED, "doctor_skipped")):
        _table(console, say(title, lang), heads, list(_reasons(found, status, lang)), lang)
    _parts(console, found, lang)
    if found.out:
        told = explained(found.trouble, lang) if found.trouble else say(
            "doctor_out_good", lang, path=found.out, free=(found.free or 0) >> 20
        )  # fmt: skip
        console.print(Text(told, "bold red" if found.trouble else ""), soft_wrap=True)
    console.print(found.machine, soft_wrap=True)
    tally = Counter(verdict.status for verdict in found.verdicts)
    console.print(say("doctor_upshot", lang, ok=tally[OK], failed=tally[FAILED], skipped=tally[SKIPPED]))


def _reasons(found: Diagnosis, status: str, lang: str) -> Iterable[Sequence[str]]:
    """A row a reason: how many files, the first of them, what to do."""
    merged: dict[str, list[Verdict]] = {}
    for verdict in (v for v in found.verdicts if v.status == status):
        for code in dict.fromkeys(code for code, _ in verdict.remarks):
            merged.setdefault(code, []).append(verdict)
    for code, verdicts in sorted(merged.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        files = [_named(verdict, code, lang) for verdict in verdicts[:FEW]]
        more = [say("doctor_more", lang, n=len(verdicts) - FEW)] if len(verdicts) > FEW else []
        yield reason_text(code, lang=lang), str(len(verdicts)), "\n".join(files + more), advice(code, lang)


def _named(verdict: Verdict, code: str, lang: str) -> str:
    """A file with what was seen of it, where that says more than the reason does."""
    detail = next((detail for known, detail in verdict.remarks if known == code), "")
    return f"{verdict.file}（{detail}）" if detail and lang == "zh" else verdict.file


def _parts(console: Console, found: Diagnosis, lang: str) -> None:
    missing = [part for part in found.parts if not part.version]
    if not missing:
        console.print(say("doctor_parts_good", lang))
        return
    rows = [
        (part.name, say(part.purpose, lang), say("doctor_optional" if part.optional else "doctor_needed", lang))
        for part in missing
    ]
    _table(console, say("doctor_parts", lang), ("name", "doctor_purpose", "doctor_kind"), rows, lang)


def _table(console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str) -> None:
    if not rows:
        return
    several = any("\n" in cell for row in rows for cell in row)
    table = Table(title=title, title_justify="left", title_style="bold", show_lines=several)
    for head in heads:
        table.add_column(say(head, lang), overflow="fold", justify="right" if head == "doctor_count" else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    console.print(table)
