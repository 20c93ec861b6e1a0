"""The house holds: imports point down the floors, stages do not know each other, a package has one home."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "pipeline"

# The floors from the ground up; a module may import from its own floor's lower neighbours and from below.
FLOORS = (
    ("model", "errors", "variants", "text", "yamls", "options", "messages"),
    ("language", "ingest"),
    ("structure",),
    ("extractors",),
    ("audits", "audit"),
    ("products",),
    ("engines", "running"),
    ("collation", "evaluation"),
    ("noticed", "doctor"),
    ("outputs",),
    ("composition",),
    ("cli",),
)
LEVEL = {name: level for level, names in enumerate(FLOORS) for name in names}
# Third-party packages and the only rooms or modules below pipeline/ that may import them.
HOMES = {
    "typer": {"cli"},
    "rich": {"outputs", "cli"},
    "yaml": {"yamls", "language/lexicon", "language/profile_head"},
    "lxml": {"ingest"},
    "charset_normalizer": {"ingest"},
    "olefile": {"ingest"},
    "pypdfium2": {"ingest"},
    "jieba": {"language/words"},
    "sklearn": {"collation/themes"},
    "pandas": {"collation/collection", "collation/result"},
    "numpy": {"collation/candidates", "collation/compare", "evaluation/scores", "collation/shingles"},
    "scipy": {"collation/candidates"},
    "filelock": {"running/locking"},
    "docx": {"outputs"},
    "xlsxwriter": {"outputs"},
    "openpyxl": {"collation/corrections", "collation/roster_file"},
    "distributed": {"engines"},
    "fsspec": {"ingest"},
    "pyarrow": {"outputs"},
    "jinja2": {"outputs"},
    "markupsafe": {"outputs"},
    "regex": None,  # patterns are everywhere
}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))  # a link is not followed


def room(path: Path) -> str:
    """The name below pipeline/ that a file belongs to."""
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> Iterator[str]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    for block in tree.body:
        if isinstance(block, ast.If) and isinstance(block.test, ast.Name) and block.test.id == "TYPE_CHECKING":
            block.body = []  # for the type checker only, nothing is imported
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_imports_point_down(path: Path) -> None:
    here = room(path)
    if here == "__init__":
        return
    for name in imports(path):
        if name.startswith("pipeline."):
            there = name.split(".")[1]
            assert there in LEVEL, f"{there} has no floor"
            assert LEVEL[there] <= LEVEL[here], f"{here} imports {there} from a floor above"


def test_no_modules_import_each_other_in_a_circle() -> None:
    names = {".".join(path.relative_to(ROOT).with_suffix("").parts): path for path in modules()}
    below: dict[str, set[str]] = {}
    for name, path in names.items():
        found = {whole if whole in names else whole.rpartition(".")[0] for whole in imports(path)}
        below[name] = {other for other in found if other in names and other != name}
    assert list(TopologicalSorter(below).static_order())  # raises CycleError with the circle


@pytest.mark.parametrize("path", sorted((PACKAGE / "extractors").glob("*.py")), ids=lambda p: p.name)
def test_extractors_do_not_know_each_other(path: Path) -> None:
    registry = {line.split(".")[2] for line in imports(PACKAGE / "extractors" / "__init__.py") if "extractors." in line}
    if path.stem in registry:
        known = {name.split(".")[2] for name in imports(path) if name.startswith("pipeline.extractors.")}
        assert not known & (registry - {path.stem})


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(PACKAGE)))
def test_a_package_has_one_home(path: Path) -> None:
    for name in imports(path):
        package = name.split(".")[0]
        if package != "pipeline" and package not in sys.stdlib_module_names:
            assert package in HOMES, f"{package} is a new dependency: give it a home"
            homes = HOMES[package]
            module = path.relative_to(PACKAGE).with_suffix("")
            here = {room(path), module.as_posix(), module.parent.as_posix()}
            assert homes is None or here & homes, f"{package} does not belong in {room(path)}"


def test_every_dependency_has_a_home_and_a_lower_bound() -> None:
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {"pyyaml": "yaml", "scikit-learn": "sklearn", "python-docx": "docx"}
    for line in project["dependencies"]:
        assert ">=" in line, line
        name = line.split(">=")[0].split("[")[0].lower()
        assert names.get(name, name.replace("-", "_")) in HOMES, name
