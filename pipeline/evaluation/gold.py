"""Gold annotations: read strictly, and each tied to the report of a run that it speaks of.

One JSON object a line and report: `file`, `report` (from 1) and a list of annotated spans a layer. What is wrong in a
file is told with its line. Annotations stay in their files until they are asked for: of each only its place is held.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, overload

from pipeline.errors import UsageError
from pipeline.messages import say

_BOM = b"\xef\xbb\xbf"
Gold = Mapping[str, Any]
Place = tuple[str, int]
# What the items of a layer must have; a layer that `unscored` names may be left out. Those of `missing` are words.
LAYERS: Mapping[str, tuple[str, ...]] = {
    "sections": ("start", "end", "roles"),
    "missing": (),
    "dates": ("start", "end", "values"),
    "members": ("start", "end", "value", "role"),
    "counts": ("start", "end", "value", "category"),
    "slogans": ("start", "end", "canonical"),
    "mottos": ("start", "end"),
    "problems": ("start", "end"),
    "events": ("start", "date"),
}
_TYPES: Mapping[str, tuple[type, ...]] = {
    "start": (int,), "end": (int,), "value": (int, float), "role": (str,), "category": (str,), "roles": (list,),
    "values": (list,), "canonical": (list,), "date": (str, list), "file": (str,), "report": (int,),
}  # fmt: skip


@dataclass(frozen=True)
class Golds(Sequence[Gold]):
    """The annotations of gold files, read when they are asked for. `lines` are where each begins in which file."""

    lines: Sequence[tuple[Path, int]]
    places: Sequence[Place]

    def __len__(self) -> int:
        return len(self.lines)

    @overload
    def __getitem__(self, index: int) -> Gold: ...
    @overload
    def __getitem__(self, index: slice) -> Golds: ...
    def __getitem__(self, index: int | slice) -> Gold | Golds:
        if isinstance(index, slice):
            return Golds(self.lines[index], self.places[index])
        path, offset = self.lines[index]
        with path.open("rb") as handle:
            handle.seek(offset)
            gold: Gold = json.loads(handle.readline())
        return gold


def read_gold(paths: Iterable[Path], lang: str = "zh") -> Golds:
    """The annotations of gold files; a UsageError names the file and line of what is none, and says why."""
    lines, places = [], []
    for path in paths:
        for number, offset, line in _lines(path, lang):
            try:
                gold = json.loads(line)
            except json.JSONDecodeError as error:
                raise UsageError(say("gold_no_json", lang, path=path, line=number, why=error.msg)) from error
            why = next(faults(gold, lang), "")
            if why:
                raise UsageError(say("gold_fault", lang, path=path, line=number, why=why))
            lines.append((path, offset))
            places.append((str(gold["file"]), int(gold["report"])))
    return Golds(tuple(lines), tuple(places))


def place_of(gold: Gold) -> Place:
    """The file and the number of the report that an annotation speaks of."""
    return str(gold["file"]), int(gold["report"])


def _lines(path: Path, lang: str) -> Iterator[tuple[int, int, str]]:
    """The lines of a file that are not empty: number, where it begins (bytes), text."""
    try:
        with path.open("rb") as handle:
            at = len(handle.read(len(_BOM))) if handle.peek(3)[:3] == _BOM else 0
            for number, line in enumerate(handle, 1):
                if line.strip():
                    yield number, at, line.decode("utf-8")
                at += len(line)
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("gold_unreadable", lang, path=path)) from error


def faults(gold: Any, lang: str = "zh") -> Iterator[str]:
    """What is wrong with one annotation."""
    if not isinstance(gold, dict):
        yield say("gold_no_object", lang)
        return
    yield from _lacking(gold, ("file", "report"), "", lang)
    unscored = set(gold.get("unscored", ()))
    unscored |= {"missing"} if "sections" in unscored else set()
    for layer, keys in LAYERS.items():
        if layer in unscored:
            continue
        if not isinstance(gold.get(layer), list):
            yield say("gold_no_layer", lang, layer=layer)
        elif keys:
            yield from _items(gold[layer], layer, keys, lang)
    yield from _items(gold.get("ignore", []), "ignore", ("start", "end"), lang)


def _items(items: Any, layer: str, keys: tuple[str, ...], lang: str) -> Iterator[str]:
    for number, item in enumerate(items, 1):
        where = f"{layer}[{number}] "
        if isinstance(item, dict):
            yield from _lacking(item, keys, where, lang)
        else:
            yield say("gold_no_item", lang, where=where)


def _lacking(item: Mapping[str, Any], keys: tuple[str, ...], where: str, lang: str) -> Iterator[str]:
    """The keys of an item that are not there, or hold what they cannot."""
    for key in keys:
        if key not in item:
            yield say("gold_no_key", lang, where=where, name=key)
        elif not isinstance(item[key], _TYPES[key]) or isinstance(item[key], bool):
            shown = json.dumps(item[key], ensure_ascii=False)
            kinds = "/".join(kind.__name__ for kind in _TYPES[key])
            yield say("gold_bad_value", lang, where=where, name=key, value=shown, kinds=kinds)


def tied(wanted: Iterable[str], files: Iterable[str]) -> dict[str, str]:
    """The file of a run that each gold file is: the one of the same path; else the only one whose path ends so, or
    that has the same base name, where no other gold file is that. Gold files that are none are left out."""
    known, asked = list(dict.fromkeys(files)), list(dict.fromkeys(wanted))
    paths = {_slashed(file): file for file in known}
    found = {gold: paths[_slashed(gold)] for gold in asked if _slashed(gold) in paths}
    taken, free = {*found.values()}, defaultdict(list)
    for file in known:
        if file not in taken:
            free[base(file)].append(file)
    candidates: dict[str, list[str]] = {}
    for gold in asked:
        if gold not in found:
            named = free.get(base(gold), [])
            candidates[gold] = [f for f in named if _slashed(f).endswith("/" + _slashed(gold))] or named
    claimed = Counter(only[0] for only in candidates.values() if len(only) == 1)
    return found | {g: only[0] for g, only in candidates.items() if len(only) == 1 and claimed[only[0]] == 1}


def base(path: str) -> str:
    """The last part of a path, of whatever system."""
    return _slashed(path).rsplit("/", 1)[-1]


def _slashed(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")
