"""Gold annotations: read strictly, and each tied to the report of a run that it speaks of.

One JSON object a line and report: `file`, `report` (from 1) and a list of annotated spans a layer. What is wrong in a
file is told with its line.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.messages import say

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


def read_gold(paths: Iterable[Path], lang: str = "zh") -> list[Gold]:
    """The annotations of gold files; a UsageError names the file and line of what is none, and says why."""
    golds: list[Gold] = []
    for path in paths:
        for number, line in enumerate(_lines(path, lang), 1):
            if not line.strip():
                continue
            try:
                gold = json.loads(line)
            except json.JSONDecodeError as error:
                raise UsageError(say("gold_no_json", lang, path=path, line=number, why=error.msg)) from error
            why = next(faults(gold, lang), "")
            if why:
                raise UsageError(say("gold_fault", lang, path=path, line=number, why=why))
            golds.append(gold)
    return golds


def _lines(path: Path, lang: str) -> list[str]:
    try:
        return path.read_text(encoding="utf-8-sig").split("\n")
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


def tied(golds: Iterable[Gold], places: Iterable[Place]) -> dict[str, str]:
    """The file of a run that each gold file is: the one of the same path; else the only one whose path ends so, or
    that has the same base name, where no other gold file is that. Gold files that are none are left out."""
    known = list(dict.fromkeys(file for file, _ in places))
    wanted = list(dict.fromkeys(str(gold["file"]) for gold in golds))
    paths = {_slashed(file): file for file in known}
    found = {gold: paths[_slashed(gold)] for gold in wanted if _slashed(gold) in paths}
    free = [file for file in known if file not in found.values()]
    candidates: dict[str, list[str]] = defaultdict(list)
    for gold in wanted:
        if gold not in found:
            named = [file for file in free if base(file) == base(gold)]
            candidates[gold] = [f for f in named if _slashed(f).endswith("/" + _slashed(gold))] or named
    claimed = [only[0] for only in candidates.values() if len(only) == 1]
    return found | {g: only[0] for g, only in candidates.items() if len(only) == 1 and claimed.count(only[0]) == 1}


def base(path: str) -> str:
    """The last part of a path, of whatever system."""
    return _slashed(path).rsplit("/", 1)[-1]


def _slashed(path: str) -> str:
    return path.replace("\\", "/").removeprefix("./")
