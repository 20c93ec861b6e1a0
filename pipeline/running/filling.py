"""Filling the journal: what is new or changed is processed by an engine, what is gone is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from importlib import import_module
from typing import Any

from pipeline.engines.local import Limits, Lost
from pipeline.ingest.inventory import Item
from pipeline.ingest.office import asked
from pipeline.options import Options
from pipeline.products.outcome import Packed
from pipeline.running.journal import Journal
from pipeline.running.process import Process

# name: module with the function `each`, imported when the engine is asked for
ENGINES = {"local": "pipeline.engines.local", "dask": "pipeline.engines.dask"}


@dataclass(frozen=True, slots=True)
class Owned:
    """An item with the key of the input file it belongs to: itself, or the archive that it is a member of."""

    owner: bytes
    item: Item


def fill(
    journal: Journal,
    items: Sequence[Item],
    task: Process,
    options: Options,
    rules: str,
    advance: Callable[[int, int], None],
) -> None:
    """Bring the journal up to date with the inventory under the present rules (a fingerprint).

    The members of an archive are further items, done in a round of their own; the archive's own outcome is recorded
    when all of its members' are, so that one cut short is done again.
    """
    if options.fresh:
        journal.clear()
    setting = f"{rules} {options.lang} {asked()}".rstrip()
    stamps = {item.key: f"{item.code} {item.size} {item.mtime_ns} {setting}" for item in items}
    todo = journal.todo(stamps.items())
    work = [Owned(item.key, item) for item in items if item.key in todo]
    archives: list[Owned] = []
    taken = set(stamps)
    unsettled: set[bytes] = set()  # owners with a member to be tried again: their archive is opened again
    done, total = 0, len(work)
    while work:
        opened: list[Owned] = []
        for owned, result in _results(work, task, options):
            if isinstance(result, tuple):
                archives.append(owned)
                opened += [Owned(owned.owner, _apart(member, taken)) for member in result]
                total += len(result)
            else:
                if result.passing:
                    unsettled.add(owned.owner)
                journal.add(owned.owner, "" if result.passing else stamps[owned.owner], result)
            done += 1
            advance(done, total)
        work = opened
    for owned in reversed(archives):
        stamp = "" if owned.owner in unsettled else stamps[owned.owner]
        journal.add(owned.owner, stamp, task.unread(owned.item, "archive"))


def _apart(member: Item, taken: set[bytes]) -> Item:
    """A member of `a.zip` told apart from a file of the same name in a folder called `a.zip!`, and now taken too."""
    while member.key in taken:
        member = replace(member, key=member.key + b"#", file=member.file + "#")
    taken.add(member.key)
    return member


def _results(
    work: Sequence[Owned], task: Process, options: Options
) -> Iterator[tuple[Owned, Packed | tuple[Item, ...]]]:
    """Each item with its outcome, or an archive with its members; a lost item has an outcome that says so."""
    owners = {owned.item.key: owned for owned in work}
    each = _each(options)
    for item, result in each(task, (o.item for o in work), options.jobs, Limits(options.seconds, options.memory)):
        lost = Packed.of(task.unread(item, result.code, result.detail)) if isinstance(result, Lost) else None
        yield owners[item.key], lost or result


def _each(options: Options) -> Callable[..., Iterator[tuple[Item, Any]]]:
    """The engine of the options; the address of a scheduler is for the one that has any."""
    each: Callable[..., Iterator[tuple[Item, Any]]] = import_module(ENGINES[options.engine]).each
    return partial(each, scheduler=options.scheduler, lang=options.lang) if options.engine == "dask" else each
