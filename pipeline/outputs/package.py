"""The dataset described: datapackage.json (Frictionless), codebook.md and provenance.json, from the one codebook."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

from pipeline.codebook import Field, Table, tables
from pipeline.outputs import Bundle
from pipeline.outputs.atomic import replaced

TYPES = {"string": "string", "list": "string", "edtf": "string"}
FOREIGN = {"report_id": "metrics", "other_report_id": "metrics", "most_similar": "metrics", "file": "files"}


def write_package(bundle: Bundle) -> list[Path]:
    """Write the three descriptions of the tables; the paths written."""
    descriptor = json.dumps(data_package(bundle.options.headers), ensure_ascii=False, indent=2) + "\n"
    provenance = json.dumps(bundle.made_with, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    texts = {"datapackage.json": descriptor, "codebook.md": codebook(), "provenance.json": provenance}
    paths = []
    for name, text in texts.items():
        with replaced(bundle.folder / name, encoding="utf-8") as target:
            target.text.write(text)
        paths.append(target.final)
    return paths


def data_package(headers: str = "en") -> dict[str, object]:
    """A Frictionless Data Package descriptor (v1) of all tables; `headers` as the CSV header rows have them."""
    return {
        "profile": "tabular-data-package",
        "name": "zongjie",
        "title": "工作总结汇总 (metrics extracted from summary reports)",
        "resources": [_resource(table, headers) for table in tables().values()],
    }


def _resource(table: Table, headers: str) -> dict[str, object]:
    schema: dict[str, object] = {
        "fields": [_field(field, headers) for field in table.fields],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = _named(table, table.key, headers)
    schema["foreignKeys"] = list(_foreign(table, headers))
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
        "schema": schema,
    }


def _field(field: Field, headers: str) -> dict[str, object]:
    described: dict[str, object] = {
        "name": field.title if headers == "zh" else field.name,
        "type": TYPES.get(field.type, field.type),
        "title": field.title,
        "description": "；".join(part for part in (field.description, field.english) if part),
    }
    if field.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if field.type in ("edtf", "list"):
        described["rdfType"] = {"edtf": "http://id.loc.gov/datatypes/edtf"}.get(field.type, "")
        described["constraints"] = {}
    return {key: value for key, value in described.items() if value not in ("", {})}


def _foreign(table: Table, headers: str) -> Iterable[dict[str, object]]:
    """Keys to other tables; findings may speak of no report, so its empty cells are allowed."""
    for field in table.fields:
        home = FOREIGN.get(field.name)
        if home and home != table.name:
            target = tables()[home]
            yield {
                "fields": _named(table, field.name, headers),
                "reference": {"resource": home, "fields": _named(target, target.key, headers)},
            }


def _named(table: Table, column: str, headers: str) -> str:
    """A column's name as the header row has it."""
    return next(field.title if headers == "zh" else field.name for field in table.fields if field.name == column)


def codebook() -> str:
    """The codebook as Markdown: every table, column, type and meaning, in Chinese and English."""
    lines = ["# 字段说明 (codebook)", "", "空单元格表示未写明，不是 0。An empty cell means not stated, never 0.", ""]
    for table in tables().values():
        lines += [f"## {table.name} {table.title}", "", f"{table.english}.", ""]
        lines += ["| 字段 | 中文名 | 类型 | 说明 | meaning |", "| --- | --- | --- | --- | --- |"]
        lines += [f"| {f.name} | {f.title} | {f.type} | {f.description} | {f.english} |" for f in table.fields]
        lines.append("")
    return "\n".join(lines)
