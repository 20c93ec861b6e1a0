"""The dataset described: datapackage.json (Frictionless), codebook.md and provenance.json, from the one codebook.

https://specs.frictionlessdata.io/tabular-data-package/, with three properties of our own beside the standard ones:
`name_en` (the column's English name whatever the header row has), `unit` and `delimiter` (of a list in a cell).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from pipeline.outputs import Bundle
from pipeline.products.about import read_about
from pipeline.products.codebook import Field, Table, changes_table, tables
from pipeline.running.atomic import replaced

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
# The same for single tables: a statement's number is that of the problem, and not of a plan.
FOREIGN_OF: dict[str, dict[tuple[str, ...], tuple[str, tuple[str, ...]]]] = {
    "problem_themes": {("report_id", "ordinal"): ("problems", ("report_id", "ordinal"))},
}
# A correction may speak of a file that is gone: that is what its row is there to tell.
LOOSE = {("corrections", ("file",))}
# What a null in a column of numbers becomes where Parquet is read through pandas, as frictionless does.
NULLS = ["", "nan"]
MISSING_RULE = (
    "空单元格表示报告没有写明，不是 0；boolean 列只有 true、false，没有空值。 "
    "An empty cell means not stated, never 0; boolean columns are true or false and never empty."
)
TITLE = "Figures, dates and statements extracted from summary reports"
KEYS_RULE = (
    "会议、待核事项、更正各表的行没有主键；section_no 对应同一报告在标题表中的一行，"
    "空为不在任何标题下（空值使它不能列为外键）。 "
    "Rows of meetings, findings and corrections have no key; section_no is a row of sections of the same report, empty "
    "where a fact is under no heading (which keeps it from being a foreign key)."
)


def write_package(bundle: Bundle) -> list[Path]:
    """Write the three descriptions of the tables; the paths written."""
    options, made_with = bundle.options, _json(bundle.made_with, sort_keys=True)
    about: dict[str, object] = {"version": version_of(bundle.made_with)}
    if options.about:
        about |= read_about(options.about, options.lang)
    sharded = shards(bundle.folder, options.outputs)
    texts = {
        "datapackage.json": _json(data_package(options.headers, described(options.outputs), sharded, about)),
        "codebook.md": codebook(),
        "provenance.json": made_with,
    }
    return [_written(bundle.folder / name, text) for name, text in texts.items()]


def version_of(made_with: Mapping[str, object]) -> str:
    """The version of a data set that nobody has given one: the software's, and a digest of how it was made.

    Equal inputs, rules and options give the same, in one run or merged of parts (https://semver.org/#spec-item-10).
    """
    decisive = {key: value for key, value in made_with.items() if key != "parts"}
    return f"{made_with['version']}+{hashlib.sha256(_json(decisive, sort_keys=True).encode()).hexdigest()[:12]}"


def _json(value: object, sort_keys: bool = False) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=sort_keys) + "\n"


def _written(path: Path, text: str) -> Path:
    with replaced(path, encoding="utf-8") as target:
        target.text.write(text)
    return target.final


def write_changes_package(path: Path, headers: str, before: Mapping[str, object], after: Mapping[str, object]) -> Path:
    """Describe the table of changes at `path` (变化.csv) beside it (变化.datapackage.json); the path written.

    `before` and `after` tell how the two runs compared were made.
    """
    table = changes_table()
    descriptor = {
        "profile": "tabular-data-package",
        "name": "zongjie-changes",
        "title": "两期工作总结的变化",
        "title_en": "What changed between two periods of summary reports",
        "description": f"{table.english}. {MISSING_RULE}",
        "before": before,
        "after": after,
        "resources": [_resource(table, {table.name: headers}) | {"path": path.name}],
    }
    return _written(path.with_suffix(".datapackage.json"), _json(descriptor))


def described(outputs: Collection[str]) -> tuple[str, ...]:
    """The tables that a run with these outputs writes."""
    kinds = {False: {"csv", "parquet"} & set(outputs), True: {"comparison"} & set(outputs)}
    return tuple(name for name, table in tables().items() if kinds[table.derived])


def shards(folder: Path, outputs: Collection[str]) -> dict[str, list[str]]:
    """The shards of each table that is written as Parquet and not as CSV, relative to the folder."""
    if "parquet" not in outputs or "csv" in outputs:
        return {}
    found = {name: sorted((folder / f"{name}.parquet").glob("*.parquet")) for name in tables()}
    return {name: [path.relative_to(folder).as_posix() for path in paths] for name, paths in found.items() if paths}


def data_package(
    headers: str = "en",
    names: Collection[str] | None = None,
    parquet: Mapping[str, Sequence[str]] | None = None,
    about: Mapping[str, object] | None = None,
) -> dict[str, object]:
    """A Frictionless Data Package descriptor (v1) of the tables `names` (all by default), headers in zh or en.

    `parquet` gives the shards of the tables that are no CSV; their columns always have the English names. `about` are
    properties of the data set, such as its version and licences, beside those it has by itself or in their place.
    """
    sharded, given = parquet or {}, about or {}
    picked = {name: table for name, table in tables().items() if names is None or name in names}
    languages = {name: "en" if name in sharded else headers for name in picked}
    return {
        "profile": "data-package" if sharded else "tabular-data-package",
        "name": "zongjie",
        "title": "工作总结汇总",
        **({} if "title" in given else {"title_en": TITLE}),
        "description": f"各表字段的含义见 codebook.md，制作依据见 provenance.json。{MISSING_RULE} {KEYS_RULE}",
        **given,
        "resources": [_resource(table, languages, sharded.get(name)) for name, table in picked.items()],
    }


def _resource(table: Table, languages: Mapping[str, str], paths: Sequence[str] | None = None) -> dict[str, object]:
    """A table's descriptor; `languages` of the header rows of all tables described."""
    schema: dict[str, object] = {
        "fields": [_field(field, table, languages[table.name], paths is not None) for field in table.fields],
        "missingValues": [""],
        "primaryKey": _named(table, table.key, languages[table.name]),
        "foreignKeys": list(_foreign(table, languages)),
    }
    return {
        "name": table.name,
        "title": table.title,
        "description": table.english,
        **(_csv(table) if paths is None else _parquet(paths)),
        "schema": {key: value for key, value in schema.items() if value},
    }


def _csv(table: Table) -> dict[str, object]:
    return {
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n", "doubleQuote": True, "header": True},
    }


def _parquet(paths: Sequence[str]) -> dict[str, object]:
    path = paths[0] if len(paths) == 1 else list(paths)
    return {
        "path": path,
        "profile": "data-resource",
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
    }


def _field(field: Field, table: Table, headers: str, typed: bool = False) -> dict[str, object]:
    """A column's descriptor: what the standard knows of it, and what it does not; `typed` where it is in Parquet."""
    described: dict[str, object] = {
        "name": field.title if headers == "zh" else field.name,
        "type": TYPES.get(field.type, field.type),
        "title": field.title,
        "description": "；".join(part for part in (field.meaning("zh"), field.meaning("en")) if part),
        "name_en": field.name,
    }
    if field.unit:
        described["unit"] = " ".join(field.unit)
    if field.type == "boolean":
        described |= {"trueValues": ["true"], "falseValues": ["false"]}
    if typed and field.type in ("integer", "number"):
        described["missingValues"] = NULLS
    if field.type == "list":
        described["delimiter"] = "|"
    if field.type == "edtf":
        described["rdfType"] = EDTF
    constraints = dict(_constraints(field, table, headers))
    return described | ({"constraints": constraints} if constraints else {})


def _constraints(field: Field, table: Table, headers: str) -> Iterator[tuple[str, object]]:
    if field.name in table.key or field.type == "boolean":
        yield "required", True
    if field.values and field.type == "list":
        item = "|".join(map(re.escape, field.values))
        yield "pattern", rf"(?:{item})(?:\|(?:{item}))*"
    elif field.values:  # the table of changes has words in place of codes where its headers are Chinese
        worded = table.apart and headers == "zh"
        yield "enum", [field.word(value, "zh") if worded else value for value in field.values]
    if field.type == "edtf":
        yield "pattern", EDTF_PATTERN
    if field.type in ("integer", "number"):
        yield "minimum", 0
    if field.name == "similarity":
        yield "maximum", 1


def _foreign(table: Table, languages: Mapping[str, str]) -> Iterator[dict[str, object]]:
    """Keys to tables of this package; an empty cell, such as that of a finding of no report, refers to nothing."""
    for columns, (home, keys) in {**FOREIGN, **FOREIGN_OF.get(table.name, {})}.items():
        own, there = home == table.name, home in languages and (table.name, columns) not in LOOSE
        if set(columns) <= set(table.columns) and there and not (own and columns == keys):
            # A table that refers to itself names no resource (Table Schema, "foreignKeys").
            fields = _named(tables()[home], keys, languages[home])
            yield {
                "fields": _named(table, columns, languages[table.name]),
                "reference": {"resource": "" if own else home, "fields": fields},
            }


def _named(table: Table, columns: Sequence[str], headers: str) -> list[str]:
    """Columns' names as the header row has them."""
    titles = dict(zip(table.columns, table.header(headers), strict=True))
    return [titles[column] for column in columns]


def codebook() -> str:
    """The codebook as Markdown: every table, column, type, unit and meaning, in Chinese and English."""
    lines = ["# 字段说明 (codebook)", "", MISSING_RULE, "", KEYS_RULE, ""]
    lines += ["list：单元格里多个值用 | 连接。edtf：ISO 8601-2 日期，年份不明写 XXXX。", ""]
    for table in (*tables().values(), changes_table()):
        lines += [f"## {table.name} {table.title}", "", f"{table.english}.", ""]
        if table.key:
            lines += [f"一行由 {'、'.join(f'`{name}`' for name in table.key)} 认定 (key).", ""]
        lines += ["| 字段 | 中文名 | 类型 | 单位 | 说明 | meaning |", "| --- | --- | --- | --- | --- | --- |"]
        lines += [
            f"| {f.name} | {f.title} | {f.type} | {' '.join(f.unit)} | {f.meaning('zh')} | {f.meaning('en')} |".replace(
                "  ", " "
            )
            for f in table.fields
        ]
        lines.append("")
    return "\n".join(lines)
