"""What people see on the terminal: summaries, one report with its evidence, and why each rule decided."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from pipeline.collation.roster_file import read_roster
from pipeline.collation.summary import Summary, named
from pipeline.evaluation.scores import Scores
from pipeline.evaluation.scoring import LAYERS, RECALLED
from pipeline.language.profile import Profile
from pipeline.messages import catalogue, say, worded
from pipeline.model import CountValue, DateValue, Fact, MeetingValue, NameValue, PlanValue, ProblemValue, Report, Source
from pipeline.model import SloganValue as Slogan
from pipeline.noticed import Draft
from pipeline.outputs.keeping import EDITED
from pipeline.products.codebook import tables
from pipeline.products.tables import Row

MOST, FEW, BRIEF = 40, 8, 60
# A number that the edge of the context may have cut in two.
PART_NUMBER, NUMBER_BEGUN = re.compile(r"^[0-9.]+"), re.compile(r"[0-9.]+$")
IN_USE = re.compile(r"(.+)（[0-9]+）")
CONTEXT = 18
COLOURS = {"error": "bold red", "warning": "yellow", "note": "dim"}


def summary(console: Console, found: Summary, lang: str, place: str = "") -> None:
    """The end of a run: figures, files not read, branches that lack sections."""
    if found.failures:
        heads = ("column_file", "column_reason", "column_advice")
        table(console, "failed_title", heads, found.failures, lang, "files.csv")
    missing(console, found, lang)
    if found.absent:
        table(console, "absent_title", ("column_branch",), [(name,) for name in found.absent], lang, "findings.csv")
    if found.unread:
        lines = [(branch, file) for branch, file, _ in found.unread]
        table(console, "unread_title", ("column_branch", "column_file"), lines, lang, "findings.csv")
    opened = say("done_archives", lang, n=found.archives) if found.archives else ""
    counts = {"reports": found.reports, "skipped": found.skipped, "failed": len(found.failures)}
    console.print(say("done", lang, ok=found.ok, archives=opened, **counts))
    if place:
        grades = {grade: found.open.get(grade, 0) for grade in ("error", "warning", "note")}
        told = say("done_findings" if any(grades.values()) else "done_no_findings", lang, **grades)
        console.print(told, soft_wrap=True)
        console.print(say("results_in", lang, path=place), soft_wrap=True)


def missing(console: Console, found: Summary, lang: str) -> None:
    """The branches whose reports lack required sections, and what each lacks."""
    if not found.lacking:
        console.print(say("missing_none", lang))
        return
    rows = []
    for lack in found.lacking:
        roles = _roles(lack.roles, lang)
        body = _roles(lack.in_body, lang) or say("nowhere", lang)
        rows.append((lack.branch or say("no_branch", lang), lack.place, roles, body))
    heads = ("column_branch", "column_file", "column_missing", "column_told")
    table(console, "missing_title", heads, rows, lang, "metrics.csv")


def _roles(roles: Iterable[str], lang: str) -> str:
    """The names of parts, one after the other."""
    return ("、" if lang == "zh" else ", ").join(say(f"role_{role}", lang) for role in roles)


def corrections(console: Console, rows: Sequence[Row], lang: str) -> None:
    """What became of the corrections of a workbook: how many were applied, and those that were not, with the reason."""
    records = [named("corrections", row) for row in rows]
    if not records:
        return
    tally = Counter("checked" if (r["kind"], r["status"]) == ("finding", "applied") else r["status"] for r in records)
    counts = {key: tally[key] for key in ("applied", "followed", "agrees", "checked")}
    console.print(say("corrections_done", lang, **counts))
    unused = [r for r in records if r["status"] in ("lost", "refused")]
    if unused:
        titles = {f.name: f.title if lang == "zh" else f.name for f in tables()["metrics"].fields}
        lines = [
            (str(r["branch"] or r["file"] or ""), shortly(str(r["was"])) if r["kind"] == "finding" else
             titles.get(str(r["item"]), str(r["item"] or "")), str(r["now"] or ""), worded(r, lang, "reason"))
            for r in unused
        ]  # fmt: skip
        heads = ("column_branch", "column_item", "column_now", "column_reason")
        table(console, "corrections_title", heads, lines, lang, "corrections.csv")


def shortly(text: str) -> str:
    """The beginning of a text that would fill the screen."""
    return text if len(text) <= BRIEF else f"{text[:BRIEF]}……"


def roster(console: Console, path: Path, lang: str) -> None:
    """How the roster was read: which column was taken for what."""
    found = read_roster(path, lang)
    heads = ((say(f"roster_{kind}", lang), head) for kind, head in found.taken.items())
    taken = "，".join(say("roster_from", lang, kind=kind, head=head) for kind, head in heads)
    line = say("roster_taken", lang, n=len(found.branches), taken=taken)
    console.print(Text(line), soft_wrap=True)


def moved(console: Console, written: Iterable[Path], lang: str, applied: bool = True) -> None:
    """Outputs that are not where one would look: the wanted name was in use, an edited original was kept, a letter is
    no longer due. `applied`: whether the run was given a corrected workbook."""
    paths = list(written)
    gone = [path.stem for path in paths if not path.exists()]
    if gone:
        names = "、".join(gone[:FEW]) + (say("and_more", lang, n=len(gone) - FEW) if len(gone) > FEW else "")
        console.print(Text(say("notices_gone", lang, n=len(gone), names=names)), soft_wrap=True)
    for path in paths:
        if EDITED in path.stem:
            if path.suffix == ".xlsx" and not applied:
                console.print(Text(say("kept_unused", lang, path=path)), soft_wrap=True)
                continue
            console.print(say("kept_aside", lang, path=path), soft_wrap=True)
        elif match := IN_USE.fullmatch(path.stem):
            wanted = path.with_stem(match[1])
            console.print(say("output_in_use", lang, wanted=wanted.name, final=path.name), soft_wrap=True)


def table(
    console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lang: str, more: str
) -> None:
    """A titled table of at most MOST rows, with a line that says where the rest is."""
    grid = Table(title=say(title, lang), title_justify="left", title_style="bold")
    for head in heads:
        grid.add_column(say(head, lang), overflow="fold")
    for row in rows[:MOST]:
        grid.add_row(*map(Text, row))
    console.print(grid)
    if len(rows) > MOST:
        console.print(say("more_rows", lang, n=len(rows) - MOST, table=more))


def show(console: Console, report: Report, source: Source, lang: str) -> None:
    """One report: names, outline, facts beside their highlighted evidence, findings."""
    console.rule(Text(report.name("title") or source.file))
    _names(console, report, lang)
    _outline(console, report, lang)
    table = Table("", say("value", lang), say("evidence", lang), title=say("facts", lang), title_justify="left")
    for fact in report.facts:
        if fact.layer != "name":
            table.add_row(say(f"layer_{fact.layer}", lang), Text(brief(fact, lang)), highlighted(fact, source))
    console.print(table)
    for finding in report.findings:
        line = Text(f"[{say(f'severity_{finding.severity}', lang)}] ", COLOURS[finding.severity])
        console.print(line.append(finding.message_en if lang == "en" else finding.message, "default"))


def _names(console: Console, report: Report, lang: str) -> None:
    for kind in ("branch", "superior", "report_date", "period", "signatory"):
        if report.name(kind):
            console.print(Text(f"{label(kind, lang)}：", "dim").append(report.name(kind), "bold"))


def _outline(console: Console, report: Report, lang: str) -> None:
    console.print(Text(say("outline", lang), "bold"))
    if not report.sections:
        console.print(Padding(say("no_outline", lang), (0, 2)))
    for section in report.sections:
        roles = _roles(section.roles, lang)
        line = Text(section.marker, "cyan").append(section.heading, "default")
        console.print(Padding(line.append(f"  {roles}", "green"), (0, 0, 0, 2 * section.level)))


def brief(fact: Fact, lang: str = "zh") -> str:
    """A fact's value in a few words."""
    match fact.value:
        case NameValue(kind, value):
            return f"{label(kind, lang)} {value}"
        case DateValue(value, resolved, kind):
            return f"{resolved or value}（{label(kind, lang)}）"
        case CountValue(_, noun, value, unit, role, approx):
            return f"{noun} {'约' if approx else ''}{value:g}{unit}（{label(role, lang)}）"
        case MeetingValue(kind, date, planned):
            return " ".join(part for part in (kind, date, label("planned", lang) if planned else "") if part)
        case Slogan(_, canonical, items):
            return canonical + (f"：{'、'.join(items)}" if items else "")
        case ProblemValue(ordinal, about) | PlanValue(ordinal, about):
            return f"{ordinal}. {about}".strip()


def label(name: str, lang: str) -> str:
    """A word of the tables (a role, a kind, a column) in the language of messages."""
    return say(f"label_{name}", lang) if f"label_{name}" in catalogue() else name


def highlighted(fact: Fact, source: Source) -> Text:
    """The evidence in its surroundings, the fact's own characters marked."""
    text, span = source.text, fact.span
    before = PART_NUMBER.sub("", text[max(0, span.start - CONTEXT) : span.start].rpartition("\n")[2])
    after = text[span.end : span.end + CONTEXT].partition("\n")[0]
    if text[span.end + CONTEXT : span.end + CONTEXT + 1].isdigit():
        after = NUMBER_BEGUN.sub("", after)
    mark = "bold black on yellow" if not fact.veto else "bold white on red"
    return Text(before, "dim").append(fact.text.replace("\n", "⏎"), mark).append(after, "dim")


def explain(console: Console, report: Report, source: Source, lang: str) -> None:
    """Every fact with the rule that decided and its steps; then the candidates that were vetoed, and why."""
    console.rule(Text(report.name("title") or source.file))
    for title, facts in (("facts", report.facts), ("vetoed", report.vetoed)):
        console.print(Text(f"{say(title, lang)}（{len(facts)}）", "bold"))
        for fact in facts:
            _explained(console, fact, source, lang)


def _explained(console: Console, fact: Fact, source: Source, lang: str) -> None:
    """Two lines: the value with its rule and steps or its veto; the evidence below."""
    steps = " ← ".join((fact.rule, *fact.chain))
    line = Text(f"{say(f'layer_{fact.layer}', lang)} ", "cyan").append(brief(fact, lang), "bold")
    line.append(f"  {say('rule', lang)} {steps}", "dim")
    if fact.veto:
        line.append(f"  {say('why_not', lang)}：{fact.veto}", "red")
    console.print(line, soft_wrap=False)
    place = f"{fact.section_no} " if fact.section_no else ""
    console.print(
        Padding(Text(f"{place}[{fact.span.start}:{fact.span.end}] ", "dim") + highlighted(fact, source), (0, 4))
    )


def profiles(console: Console, known: Iterable[Profile], lang: str) -> None:
    """The profiles: names, campaigns, what a report must have."""
    table = Table(title=say("profiles_title", lang), title_justify="left")
    for head in ("name", "title", "required"):
        table.add_column(say(head, lang))
    for profile in known:
        roles = _roles(profile.required, lang)
        table.add_row(profile.name, profile.title, roles)
    console.print(table)


def scores(console: Console, found: Scores, lang: str, errors: bool) -> None:
    """Precision, recall and F1 of every layer with its 95 % interval; every error where asked for."""
    table = Table(title=say("scores_title", lang, n=len(found.reports)), title_justify="left")
    for head in ("layer", "right", "extra", "missed", "precision", "recall", "f1", "interval"):
        table.add_column(say(head, lang), justify="left" if head == "layer" else "right")
    for layer in LAYERS:
        tally = found.total(layer)
        if tally.f1 is not None:
            known = (None, tally.recall, None) if layer in RECALLED else (tally.precision, tally.recall, tally.f1)
            figures = ("-" if x is None else f"{x:.3f}" for x in known)
            interval = None if layer in RECALLED else found.interval(layer)
            bounds = f"{interval[0]:.3f}–{interval[1]:.3f}" if interval else ""
            table.add_row(layer, *map(str, (tally.right, tally.extra, tally.missed)), *figures, bounds)
    console.print(table)
    for miss in found.misses if errors else ():
        console.print(Text("\t".join((miss.layer, miss.where, miss.kind, miss.what))), soft_wrap=True)


def drafted(console: Console, draft: Draft, paths: Sequence[Path], lang: str) -> None:
    """What a notice was read to ask for, and where the drafted profile is."""
    table = Table(title=f"{say('required', lang)} {draft.title}".strip(), title_justify="left")
    for head in ("asked_words", "required", "asked_kind"):
        table.add_column(say(head, lang))
    for part in draft.asked:
        roles = _roles(part.roles, lang)
        table.add_row(part.words, roles, say("asked_must" if part.required else "asked_may", lang))
    console.print(table)
    for note in draft.notes:
        console.print(Text(say("asked_note", lang, note=note)), soft_wrap=True)
    console.print(say("drafted", lang, path=paths[0].parent), soft_wrap=True)
