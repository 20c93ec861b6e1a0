"""The dataset described: datapackage.json (Frictionless), codebook.md and provenance.json, from the one codebook.

https://specs.frictionlessdata.io/tabular-data-package/, with three properties of our own beside the standard ones:
`name_en` (the column's English name whatever the header row has), `unit` and `delimiter` (of a list in a cell).
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from pipeline.codebook import Field, Table, tables
from pipeline.outputs import Bundle
from pipeline.outputs.atomic import replaced

TYPES = {"list": "string", "edtf": "string"}
EDTF = "http://id.loc.gov/datatypes/edtf"
_POINT = r"(?:\d{4}|XXXX)(?:-(?:\d\d|XX)(?:-\d\d)?)?"
EDTF_PATTERN = rf"(?:\.\.|{_POINT})/(?:\.\.|{_POINT})|{_POINT}"
# Columns that refer to rows of another table: the table, and its columns they refer to.
FOREIGN: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {
    ("report_id",): ("metrics", ("report_id",)),
    ("other_report_id",): ("metrics", ("report_id",)),
    ("most_similar",): ("metrics", ("report_id",)),
    ("file",): ("files", ("file",)),
    ("other_file",): ("files", ("file",)),
    ("cluster",): ("themes", ("cluster",)),
}
# A correction may speak of a file or a report that is gone: that is what its row is there to tell.
LOOSE = {"corrections"}
MISSING_RULE = "空单元格表示报告没有写明，不是 0。An empty cell means not stated, never 0."


def write_package(bundle: Bundle) -> list[Path]:
    """Write the three descriptions of the tables; the paths written."""
    descriptor = data_package(bundle.options.headers, described(bundle.options.outputs))
    texts = {
        "datapackage.json": json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n",
        "codebook.md": codebook(),
        "provenance.json": json.dumps(bundle.made_with, ensure_ascii=False, indent=2, sort_keys=True) + "\n",
    }
    paths = []
    for name, text in texts.items():
        with replaced(bundle.folder / name, encoding="utf-8") as target:
            target.text.write(text)
        paths.append(target.final)
    return paths


def described(outputs: Collection[str]) -> tuple[str, ...]:
    """The tables that a run with these outputs writes as CSV."""
    wanted = {False: "csv", True: "comparison"}
    return tuple(name for name, table in tables().items() if wanted[table.derived] in outputs)


def data_package(headers: str = "en", names: Collection[str] | None = None) -> dict[str, object]:
    """A Frictionless Data Package descriptor (v1) of the tables `names` (all by default), headers in zh or en."""
    picked = {name: table for name, table in tables().items() if names is None or name in names}
    return {
        "profile": "tabular-data-package",
        "name": "zongjie",
        "title": "工作总结汇总",
        "title_en": "Figures, dates and statements extracted from summary reports",
        "description": f"各表字段的含义见 codebook.md，制作依据见 provenance.json。{MISSING_RULE}",
        "resources": [_resource(table, headers, set(picked)) for table in picked.values()],
    }


def _resource(table: Table, headers: str, names: set[str]) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(field, table, headers) for field in table.fields],
        "missingValues": [""],
        "primaryKey": _named(table, table.key, headers),
        "foreignKeys": list(_foreign(table, headers, names)),
    }
    return {
        "name": table.name,
        "title": table.title,
        "description": table.english,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
        "schema": {key: value for key, value in schema.items() if value},
    }


def _field(field: Field, table: Table, headers: str) -> dict[str, object]:
    """A column's descriptor: what the standard knows of it, and what it does not."""
    described: dict[str, object] = {
        "name": field.title if headers == "zh" else field.name,
        "type": TYPES.get(field.type, field.type),
        "title": field.title,
        "description": "；".join(part for part in (field.description, field.english) if part),
        "name_en": field.name,
    }
    if field.unit:
        described["unit"] = " ".join(field.unit)
    if field.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.type == "list":
        described["delimiter"] = "|"
    if field.type == "edtf":
        described["rdfType"] = EDTF
    constraints = dict(_constraints(field, table))
    return described | ({"constraints": constraints} if constraints else {})


def _constraints(field: Field, table: Table) -> Iterator[tuple[str, object]]:
    if field.name in table.key:
        yield "required", True
    if field.type == "edtf":
        yield "pattern", EDTF_PATTERN
    if field.type in ("integer", "number"):
        yield "minimum", 0
    if field.name == "similarity":
        yield "maximum", 1


def _foreign(table: Table, headers: str, names: set[str]) -> Iterator[dict[str, object]]:
    """Keys to tables of this package; an empty cell, such as that of a finding of no report, refers to nothing."""
    for columns, (home, keys) in FOREIGN.items():
        own, there = home == table.name, home in names and table.name not in LOOSE
        if set(columns) <= set(table.columns) and there and not (own and columns == keys):
            # A table that refers to itself names no resource (Table Schema, "foreignKeys").
            reference = {"resource": "" if own else home, "fields": _named(tables()[home], keys, headers)}
            yield {"fields": _named(table, columns, headers), "reference": reference}


def _named(table: Table, columns: Sequence[str], headers: str) -> list[str]:
    """Columns' names as the header row has them."""
    titles = dict(zip(table.columns, table.header(headers), strict=True))
    return [titles[column] for column in columns]


def codebook() -> str:
    """The codebook as Markdown: every table, column, type, unit and meaning, in Chinese and English."""
    lines = ["# 字段说明 (codebook)", "", MISSING_RULE, ""]
    lines += ["list：单元格里多个值用 | 连接。edtf：ISO 8601-2 日期，年份不明写 XXXX。", ""]
    for table in tables().values():
        lines += [f"## {table.name} {table.title}", "", f"{table.english}.", ""]
        if table.key:
            lines += [f"一行由 {'、'.join(f'`{name}`' for name in table.key)} 认定 (key).", ""]
        lines += ["| 字段 | 中文名 | 类型 | 单位 | 说明 | meaning |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [
            f"| {f.name} | {f.title} | {f.type} | {' '.join(f.unit)} | {f.description} | {f.english} |".replace(
                "  ", " "
            )
            for f in table.fields
        ]
        lines.append("")
    return "\n".join(lines)
