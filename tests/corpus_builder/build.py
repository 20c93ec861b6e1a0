"""Marked sources in, files and gold.jsonl out. A source is a YAML header, a line `---`, and the marked text."""

from __future__ import annotations

import codecs
import datetime
import itertools
import json
from pathlib import Path
from typing import Any

import yaml

from . import gold, ooxml
from .layout import Level, Numbering, wrap
from .markup import Mark, parse

MARKED = Path(__file__).parent / "marked"
SOFT_BREAK, CELL = "␊", "‖"


def load(path: Path) -> tuple[dict[str, Any], str]:
    header, _, text = path.read_text(encoding="utf-8").partition("\n---\n")
    data = yaml.safe_load(header)
    if isinstance(data.get("report_date"), datetime.date):  # YAML reads an unquoted one as a date
        data["report_date"] = data["report_date"].isoformat()
    return data, text.rstrip("\n")


def encode(text: str, header: dict[str, Any]) -> bytes:
    if header.get("newline") == "crlf":
        text = text.replace("\n", "\r\n")
    encoding = header.get("encoding", "utf-8")
    if encoding == "utf-16":  # little end first, whatever the machine
        return codecs.BOM_UTF16_LE + text.encode("utf-16-le")
    return text.encode(encoding)


def plain_file(sources: list[tuple[dict[str, Any], str]]) -> tuple[bytes, list[dict[str, Any]]]:
    """A .txt; several sources are a compilation, one after the other."""
    parts: list[tuple[str, list[Mark]]] = []
    for header, marked in sources:
        text, marks = parse(marked + "\n")
        if "wrap" in header:
            text = wrap(text, marks, header["wrap"])
        parts.append((text, marks))
    whole = "".join(text for text, _ in parts)
    records, at = [], 0
    for number, ((header, _), (text, marks)) in enumerate(zip(sources, parts, strict=True), 1):
        for mark in marks:
            mark.start, mark.end = mark.start + at, mark.end + at
        records.append(gold.record(header, number, whole, marks, at, at + len(text)))
        at += len(text)
    return encode(whole, sources[0][0]), records


def lines(marked: str, levels: list[Level]) -> list[tuple[str, ooxml.Paragraph]]:
    """(automatic number, paragraph with its text still marked) of each line of a .docx source."""
    counters, control, out = Numbering(levels), False, []
    for line in marked.split("\n"):
        if line in ("{{", "}}"):
            control = line == "{{"
            continue
        number, p = "", ooxml.Paragraph(line, control=control)
        if line[:1] == "@" and line[1].isdigit():
            p.level, p.text = int(line[1]) - 1, line[3:]
            number = counters.next(p.level)
        elif line[:1] == "#":
            p.style, p.text = ("a3" if line[1] == "0" else line[1]), line[3:]
        elif line[:1] == CELL:
            p.cells = tuple(line.strip(CELL).split(CELL))
            p.text = "\t".join(p.cells)
        out.append((number, p))
    return out


def word_file(header: dict[str, Any], marked: str) -> tuple[bytes, list[dict[str, Any]]]:
    levels = [Level(**level) for level in header.get("levels", [])]
    found = lines(marked, levels)
    text, marks = parse("\n".join(number + p.text for number, p in found))
    at = 0
    for (number, p), shown in zip(found, text.split("\n"), strict=True):
        for mark in marks:
            if number and mark.tag == "h" and mark.start == at + len(number):
                mark.start = at
        p.text = shown[len(number) :].replace(SOFT_BREAK, "\n")
        if p.cells:
            p.cells = tuple(p.text.split("\t"))
        at += len(shown) + 1
    text = text.replace(SOFT_BREAK, "\n")
    return ooxml.package([p for _, p in found], levels), [gold.record(header, 1, text, marks, 0, len(text))]


def build() -> tuple[dict[str, bytes], list[dict[str, Any]]]:
    """(file name → bytes, gold records), in the order of the marked sources' names."""
    sources = [load(path) for path in sorted(MARKED.glob("*.txt"))]
    files: dict[str, bytes] = {}
    records: list[dict[str, Any]] = []
    for name, group in itertools.groupby(sources, lambda s: s[0]["file"]):
        members = list(group)
        data, found = word_file(*members[0]) if name.endswith(".docx") else plain_file(members)
        files[name] = data
        records += found
    return files, records


def write(folder: Path) -> int:
    files, records = build()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    jsonl = "".join(json.dumps(r, ensure_ascii=False) + "\n" for r in records)
    (folder / "gold.jsonl").write_text(jsonl, encoding="utf-8", newline="\n")
    return len(records)
