"""Marks and a source's header to one line of gold.jsonl."""

from __future__ import annotations

import re
from typing import Any

from .markup import Mark

REQUIRED = ("activities", "problems", "plans")
MARKER = re.compile(
    r"[（(]?[一二三四五六七八九十]+[）)]?[、.．，,:：\s]*|\d+[、.．\s]+|[（(]\d+[）)]|第[一二三四五六七八九十]+(?:部分|章|[、，])?\s*"
)
ACTIVITY = re.compile(
    r"[“\"][^“”\"\n]{2,40}[”\"](?=的?(?:专题|主题|系列|教育|实践|大|演讲|志愿|服务|岗位|知识|读书)*"
    r"(?:活动|竞赛|大赛|比赛|比武|讲座|论坛|讨论|行动|工程|计划|演讲|宣讲|党日|征文|承诺|巡讲|培训|岗|窗口|热线|机制|制度))"
)
TITLE = re.compile(r"《[^《》]*》")
Record = dict[str, Any]


def no_year(value: str) -> str:
    return "/".join("XXXX" + part[4:] if part[:4].isdigit() else part for part in value.split("/"))


def span(mark: Mark, text: str) -> Record:
    return {"start": mark.start, "end": mark.end, "text": text[mark.start : mark.end]}


def optional(mark: Mark) -> Record:
    return {"optional": True} if mark.optional else {}


def date(mark: Mark, text: str) -> Record:
    given = mark.args[0].split(";")
    values, resolved = [], {}
    for value in given:
        if value.startswith("~"):
            values += [value[1:], no_year(value[1:])]
            resolved = resolved or {"resolved": value[1:]}
        else:
            values.append(value)
    return span(mark, text) | {"values": values} | resolved | optional(mark)


def slogan(mark: Mark, text: str) -> Record:
    names, _, items = (mark.args[0] if mark.args else "").partition("=")
    plain = text[mark.start : mark.end].replace("\n", "")
    out = span(mark, text) | {"canonical": names.split(";") if names else [plain]}
    return out | ({"items": items.split(",")} if items else {}) | optional(mark)


def member(mark: Mark, text: str) -> Record:
    value, role, kind = [*mark.args, "党员"][:3]
    return span(mark, text) | {"value": int(value), "kind": kind, "role": role} | optional(mark)


def count(mark: Mark, text: str) -> Record:
    return span(mark, text) | {"value": int(mark.args[0]), "category": mark.args[1]} | optional(mark)


def event(mark: Mark, text: str) -> Record:
    return span(mark, text) | {"date": mark.args[0]} | optional(mark)


def section(mark: Mark, text: str) -> Record:
    whole = text[mark.start : mark.end]
    hit = MARKER.match(whole)
    marker = hit[0] if hit else ""
    return {"start": mark.start, "end": mark.end, "marker": marker.strip(), "heading": whole[len(marker) :].strip()} | {
        "roles": mark.args[0].split("+")
    }


def plain(mark: Mark, text: str) -> Record:
    return span(mark, text) | optional(mark)


MAKERS = {
    "h": ("sections", section),
    "d": ("dates", date),
    "m": ("members", member),
    "c": ("counts", count),
    "s": ("slogans", slogan),
    "o": ("mottos", plain),
    "p": ("problems", plain),
    "e": ("events", event),
}


def ignored(marks: list[Mark], text: str, start: int, end: int) -> list[Record]:
    """Marked spans, and, because the guidelines do not score them, titles in 《》 and quoted names of activities."""
    out = []
    for mark in marks:
        if mark.tag in "ix":
            layer = "none" if mark.tag == "x" else (mark.args or ["mottos"])[0]
            out.append(span(mark, text) | {"layer": layer})
    mottos = [m for m in marks if m.tag == "o"]
    for pattern in (TITLE, ACTIVITY):
        for hit in pattern.finditer(text, start, end):
            if not any(m.start < hit.end() and hit.start() < m.end for m in mottos):
                out.append({"start": hit.start(), "end": hit.end(), "text": hit[0], "layer": "mottos"})
    return out


def record(header: Record, report: int, text: str, marks: list[Mark], start: int, end: int) -> Record:
    """One report's gold; the counted cells are computed, and checked against the header where it states them."""
    layers: dict[str, list[Record]] = {name: [] for name, _ in MAKERS.values()}
    for mark in marks:
        if mark.tag in MAKERS:
            name, make = MAKERS[mark.tag]
            layers[name].append(make(mark, text))
        elif mark.tag not in "ix":
            raise ValueError(f"unknown tag {mark.tag!r}")
    roles = {r for s in layers["sections"] for r in s["roles"]}
    held = [c["value"] for c in layers["counts"] if c["category"] == "meeting"]
    totals = [m["value"] for m in layers["members"] if m["role"] == "total" and m["kind"] == "党员"]
    meetings = header.get("meeting_count", sum(held) if held else None)
    members = header.get("member_count", totals[0] if totals else None)
    if len(set(totals)) > 1 and "member_count" not in header:
        raise ValueError(f"totals {totals}: the header must say which is right")
    return {
        "file": header["file"],
        "report": report,
        "start": start,
        "end": end,
        "title": header.get("title"),
        "branch": header.get("branch"),
        "report_date": header.get("report_date"),
        "period": header.get("period"),
        "missing": [r for r in REQUIRED if r not in roles],
        "member_count": members,
        "meeting_count": meetings,
        **layers,
        "ignore": ignored(marks, text, start, end),
    } | ({"unscored": header["unscored"]} if "unscored" in header else {})
