"""The cross-branch comparison as tables: standings of every figure, slogans by branch, themes of problems."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from pipeline.collation.compared import compared
from pipeline.outputs import Bundle
from pipeline.outputs.csvs import harmless
from pipeline.products.codebook import tables
from pipeline.running.atomic import replaced


def write_comparison(bundle: Bundle) -> list[Path]:
    """Write comparison.csv, slogan_matrix.csv, themes.csv and problem_themes.csv; the paths written."""
    found = compared(bundle.collection, bundle.profile.lexicon)
    return [_write(bundle, name, some) for name, some in found.items()]


def _write(bundle: Bundle, name: str, rows: Iterable[Sequence[Any]]) -> Path:
    with replaced(bundle.folder / f"{name}.csv") as target:
        writer = csv.writer(target.text, lineterminator="\n")
        writer.writerow(tables()[name].header(bundle.options.headers))
        writer.writerows([harmless(cell) for cell in row] for row in rows)
    return target.final
