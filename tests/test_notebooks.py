"""The notebooks run from top to bottom, carry no outputs in git, and draw Chinese without fonts of the system."""

from __future__ import annotations

import base64
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.ipynb"))
PICTURES = {"01": 0, "02": 5, "03": 0}


def cells(path: Path) -> list[Any]:
    import nbformat

    return list(nbformat.read(path, as_version=4).cells)


def test_the_three_notebooks_are_there() -> None:
    assert [path.name[:2] for path in NOTEBOOKS] == list(PICTURES)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_no_outputs_are_kept_in_git(path: Path) -> None:
    for cell in cells(path):
        if cell.cell_type == "code":
            assert (cell.outputs, cell.execution_count) == ([], None)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
def test_the_text_is_in_chinese_with_english_beside_it(path: Path) -> None:
    prose = "\n".join(cell.source for cell in cells(path) if cell.cell_type == "markdown")
    assert sum("\u4e00" <= c <= "\u9fff" for c in prose) > 150
    assert sum(c.isascii() and c.isalpha() for c in prose) > 150


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda p: p.stem)
# The kernel's own packages warn of what is to come in theirs; nothing of ours runs in this process.
@pytest.mark.filterwarnings("ignore")
def test_notebook_runs(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import nbformat
    from nbclient import NotebookClient

    fonts = tmp_path / "fonts.conf"  # no font of the system is known: the labels must do without
    fonts.write_text('<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig></fontconfig>')
    for name, place in {"FONTCONFIG_FILE": fonts, "MPLCONFIGDIR": tmp_path, "IPYTHONDIR": tmp_path}.items():
        monkeypatch.setenv(name, str(place))
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(notebook, timeout=600, kernel_name="python3", resources={"metadata": {"path": str(FOLDER)}})
    client.execute()
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    warned = [o.text for o in outputs if o.output_type == "stream" and o.name == "stderr"]
    assert warned == []  # a missing glyph would be one of them
    pictures = [base64.b64decode(o.data["image/png"]) for o in outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == PICTURES[path.name[:2]]
    assert all(len(picture) > 20_000 for picture in pictures)


@pytest.fixture
def chinese() -> ModuleType:
    spec = importlib.util.spec_from_file_location("chinese", FOLDER / "chinese.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_packaged_font_has_the_characters_of_the_corpus(chinese: ModuleType) -> None:
    from matplotlib.ft2font import FT2Font

    path = chinese.packaged()
    assert path
    known = FT2Font(str(path)).get_charmap()
    text = "".join(p.read_text(encoding="utf-8") for p in (ROOT / "corpus").glob("gold.jsonl"))
    assert {c for c in text if "\u4e00" <= c <= "\u9fff"} <= {chr(code) for code in known}


def test_without_any_chinese_font_it_says_what_to_install(chinese: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chinese, "packaged", lambda: None)
    monkeypatch.setattr(chinese.font_manager.fontManager, "get_font_names", lambda: ["DejaVu Sans"])
    with pytest.raises(RuntimeError, match=r"pip install .*\n.*apt install fonts-noto-cjk"):
        chinese.use_chinese()


def test_a_font_of_the_system_does_as_well(chinese: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chinese, "packaged", lambda: None)
    monkeypatch.setattr(chinese.font_manager.fontManager, "get_font_names", lambda: ["DejaVu Sans", "SimHei"])
    monkeypatch.setattr(chinese, "rcParams", {"font.sans-serif": ["DejaVu Sans"]})
    assert chinese.use_chinese() == "SimHei"
