"""Lexicons: all knowledge that is not code, read strictly from YAML.

A lexicon file `NAME.yaml` is a list of entries `{id, terms | pattern, kind, examples, not}` plus the extra keys that
SCHEMAS allows for NAME. Every value is a string or a list of strings. All faults of all files are gathered and raised
at once as `file:line: why`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import regex
import yaml

from pipeline.errors import Fault, LexiconError
from pipeline.language.amiss import of_pattern, of_yaml, unknown
from pipeline.messages import Words, flaw
from pipeline.yamls import LOADER

COMMON = ("id", "terms", "pattern", "kind", "examples", "not")


@dataclass(frozen=True)
class Schema:
    """What one lexicon file may say: the kinds it knows (empty: any) and its extra keys."""

    kinds: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One entry; `extra` holds the file's own keys, each a tuple of strings."""

    id: str
    terms: tuple[str, ...] = ()
    pattern: str = ""
    kind: str = ""
    examples: tuple[str, ...] = ()
    negatives: tuple[str, ...] = ()
    extra: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""
    line: int = 0

    @property
    def source(self) -> str:
        """The entry as the source of one pattern: its own, or its terms, the longest first."""
        return self.pattern or "|".join(map(regex.escape, sorted(self.terms, key=len, reverse=True)))

    @cached_property
    def compiled(self) -> regex.Pattern[str]:
        """The entry as one pattern."""
        return regex.compile(self.source)

    def matches(self, text: str) -> bool:
        """Whether a text holds the pattern or one of the terms; terms are not compiled for that."""
        return any(term in text for term in self.terms) or bool(self.pattern and self.compiled.search(text))

    def __getstate__(self) -> dict[str, object]:
        """Without the compiled pattern, which would be compiled again wherever the entry is sent."""
        return {key: value for key, value in self.__dict__.items() if key != "compiled"}

    def get(self, key: str, default: str = "") -> str:
        """The first value of an extra key."""
        return next(iter(self.extra.get(key, ())), default)


@dataclass(frozen=True)
class Lexicon:
    """The entries of a profile by file name; `fingerprint` identifies its content and is its hash."""

    files: Mapping[str, tuple[Entry, ...]]
    fingerprint: str

    def __hash__(self) -> int:
        return hash(self.fingerprint)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Lexicon) and other.fingerprint == self.fingerprint

    def __getitem__(self, name: str) -> tuple[Entry, ...]:
        return self.files.get(name, ())

    def terms(self, name: str, *kinds: str) -> tuple[str, ...]:
        """All terms of a file (of the given kinds), longest first."""
        found = {t for e in self[name] if not kinds or e.kind in kinds for t in e.terms}
        return tuple(sorted(found, key=lambda t: (-len(t), t)))


@dataclass(frozen=True)
class Item:
    """A mapping of a YAML file with its line and the line of each key; values are tuples of strings."""

    line: int
    values: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]


class Reader:
    """Reads one YAML file into items and gathers its faults."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.faults: list[Fault] = []

    def fault(self, line: int, why: Words) -> None:
        """Note something wrong."""
        self.faults.append(Fault(self.name, line, why))

    def compose(self, text: str) -> yaml.Node | None:
        """The YAML node tree, or None with a fault noted."""
        try:
            return yaml.compose(text, Loader=LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            self.fault(mark.line + 1 if mark else 1, of_yaml(error))
            return None

    def items(self, text: str) -> Iterator[Item]:
        """The items of a file that is a list of mappings."""
        node = self.compose(text)
        if node is None:
            return
        if not isinstance(node, yaml.SequenceNode):
            self.fault(node.start_mark.line + 1, flaw("no_list"))
            return
        for child in node.value:
            item = self.item(child)
            if item:
                yield item

    def item(self, node: yaml.Node) -> Item | None:
        """One mapping; a duplicate key or a value that is no string is a fault."""
        line = node.start_mark.line + 1
        if not isinstance(node, yaml.MappingNode):
            self.fault(line, flaw("no_mapping"))
            return None
        values: dict[str, tuple[str, ...]] = {}
        lines: dict[str, int] = {}
        for key, value in node.value:
            at = key.start_mark.line + 1
            if key.value in values:
                self.fault(at, flaw("twice", key=key.value))
            values[key.value] = tuple(self.strings(value, key.value))
            lines[key.value] = at
        return Item(line, values, lines)

    def strings(self, node: yaml.Node, key: str) -> Iterator[str]:
        """The strings of a scalar or a list of scalars."""
        nodes = node.value if isinstance(node, yaml.SequenceNode) else [node]
        for child in nodes:
            if not isinstance(child, yaml.ScalarNode) or child.tag != "tag:yaml.org,2002:str":
                shown = child.value if isinstance(child, yaml.ScalarNode) else "…"
                self.fault(child.start_mark.line + 1, flaw("no_text", key=key, shown=shown))
            elif not child.value.strip():
                self.fault(child.start_mark.line + 1, flaw("empty", key=key))
            else:
                yield child.value


def entry_of(item: Item, reader: Reader, schema: Schema, prove: bool = True) -> Entry | None:
    """An entry from its item; None, with faults noted, where it is no valid one (as to its pattern, if `prove`)."""
    before = len(reader.faults)
    known = COMMON + schema.extra
    for key in item.values:
        if key not in known:
            reader.fault(item.lines[key], unknown(key, known, "key"))
    if not item.values.get("id"):
        reader.fault(item.line, flaw("no_id"))
    if bool(item.values.get("terms")) == bool(item.values.get("pattern")):
        reader.fault(item.line, flaw("one_of"))
    kind = (item.values.get("kind") or ("",))[0]
    if schema.kinds and kind not in schema.kinds:
        reader.fault(item.lines.get("kind", item.line), unknown(kind, schema.kinds, "kind"))
    if len(reader.faults) > before:
        return None
    extra = {k: v for k, v in item.values.items() if k in schema.extra}
    get = item.values.get
    entry = Entry(
        get("id", ("",))[0],
        get("terms", ()),
        get("pattern", ("",))[0],
        kind,
        get("examples", ()),
        get("not", ()),
        extra,
        reader.name,
        item.line,
    )
    return entry if not prove or proved(entry, item, reader) else None


def proved(entry: Entry, item: Item, reader: Reader) -> bool:
    """Whether the pattern compiles, every example matches and every `not` does not; faults are noted."""
    before = len(reader.faults)
    try:
        _ = entry.compiled if entry.pattern else None
    except regex.error as error:
        reader.fault(item.lines["pattern"], of_pattern(error))
        return False
    for text in entry.examples:
        if not entry.matches(text):
            reader.fault(item.lines["examples"], flaw("no_match", id=entry.id, text=text))
    for text in entry.negatives:
        if entry.matches(text):
            reader.fault(item.lines["not"], flaw("match", id=entry.id, text=text))
    return len(reader.faults) == before


def read_entries(path: Path, schema: Schema, prove: bool = True) -> tuple[list[Entry], list[Fault]]:
    """The valid entries of one lexicon file and everything wrong in it.

    Without `prove` their patterns are taken on trust: compiling them all would take longer than reading a report.
    """
    reader = Reader(f"{path.parent.name}/{path.name}")
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError):
        return [], [Fault(reader.name, 1, flaw("unreadable"))]
    entries: dict[str, Entry] = {}
    for item in reader.items(text):
        entry = entry_of(item, reader, schema, prove)
        if entry and entry.id in entries:
            reader.fault(item.line, flaw("id_twice", id=entry.id, line=entries[entry.id].line))
        elif entry:
            entries[entry.id] = entry
    return list(entries.values()), reader.faults


def raise_all(faults: list[Fault]) -> None:
    """Raise what was found wrong, if anything was."""
    if faults:
        raise LexiconError(faults)
