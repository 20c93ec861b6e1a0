"""Large collections: outputs written side by side, work and memory bounded, a generated collection whose gold holds."""

from __future__ import annotations

import csv
import importlib.util
import json
import shutil
import sys
from pathlib import Path
from types import ModuleType

import numpy as np
import openpyxl
import pytest

from pipeline import outputs, run
from pipeline.collation import compare, compared
from pipeline.collation.candidates import blocks, candidates, telling
from pipeline.errors import FolderError
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.scores import Scores
from pipeline.evaluation.scoring import TABLES, score
from pipeline.options import Options
from pipeline.outputs import xlsx
from pipeline.outputs.reading import read_tables
from pipeline.products import workbook as w
from pipeline.products.codebook import tables

ALL = Options(outputs=("csv", "comparison", "package", "xlsx", "html"))


def generator() -> ModuleType:
    """tests/benchmarks/make_collection.py, which is a script and no module of a package."""
    path = Path(__file__).parent / "benchmarks" / "make_collection.py"
    spec = importlib.util.spec_from_file_location("make_collection", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["make_collection"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("collection")
    generator().write(place, range(1, 61), copies=0.1, word=0.2, bare=0.1)
    return place


@pytest.fixture(scope="module")
def out(made: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("out")
    run(made / "reports", target, options=ALL)
    return target


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_the_gold_of_a_generated_collection_holds(made: Path, out: Path) -> None:
    found: Scores = score(read_tables(out, TABLES), read_gold([made / "gold.jsonl"]))
    assert found.misses == ()
    assert found.total("problems").right > 60


def test_copies_are_found_and_nothing_else_is_alike(out: Path) -> None:
    pairs = [(int(r["file"].split("/")[1][:7]), int(r["other_file"].split("/")[1][:7])) for r in rows(out, "similar")]
    assert pairs
    assert all(abs(a - b) == 1 for a, b in pairs)


def test_a_larger_collection_holds_the_smaller_one(made: Path, tmp_path: Path) -> None:
    generator().write(tmp_path, range(1, 21), copies=0.1, word=0.2, bare=0.1)
    generator().write(tmp_path, range(21, 31), copies=0.1, word=0.2, bare=0.1)
    for path in sorted((tmp_path / "reports").rglob("*.*")):
        assert (made / "reports" / path.relative_to(tmp_path / "reports")).read_bytes() == path.read_bytes()
    lines = (tmp_path / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["file"][:7] for line in lines] == [f"{n:07}" for n in range(1, 31)]


@pytest.mark.skipif(sys.platform != "linux", reason="several processes write where they can be forked")
def test_outputs_written_side_by_side_are_the_same(
    made: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outputs, "FEW", 1)
    result = run(made / "reports", tmp_path, jobs=2, options=ALL)
    names = [path.name for path in result.written]
    assert names == [path.name for path in run(made / "reports", out, jobs=1, options=ALL).written]
    for name in names:
        assert (tmp_path / name).read_bytes() == (out / name).read_bytes(), name


@pytest.mark.skipif(sys.platform != "linux", reason="several processes write where they can be forked")
def test_what_goes_wrong_in_a_writing_process_is_told(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outputs, "FEW", 1)
    monkeypatch.setattr("pipeline.outputs.xlsx._fill", full)
    with pytest.raises(FolderError, match="No space left"):
        run(made / "reports", tmp_path, jobs=2, options=ALL)


def test_a_workbook_holds_so_many_reports_and_says_how_many_more(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xlsx, "MOST", 5)
    run(made / "reports", tmp_path, jobs=1, options=Options(outputs=("xlsx",)))
    sheet = openpyxl.load_workbook(tmp_path / w.FILE)[w.MAIN]
    assert sheet.max_row == 7
    assert sheet["A7"].value == "……另有 55 行，本表放不下，见 CSV 表"


def test_of_many_statements_a_share_of_the_reports_is_clustered(
    made: Path, out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(compared, "MOST", 60)
    run(made / "reports", tmp_path, jobs=1, options=ALL)
    some, every = rows(tmp_path, "problem_themes"), rows(out, "problem_themes")
    assert [row["text"] for row in some] == [row["text"] for row in every]
    share = -(-len(every) // 60)
    drawn = [int(row["report_id"], 16) % share == 0 for row in some]
    assert any(row["cluster"] for row, is_drawn in zip(some, drawn, strict=True) if is_drawn)
    assert not any(row["cluster"] for row, is_drawn in zip(some, drawn, strict=True) if not is_drawn)


def test_the_rarest_shingles_speak_for_all_pairs_as_far_as_the_work_allows(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = np.array([2] * 100 + [50] * 10 + [400])
    monkeypatch.setattr("pipeline.collation.candidates.WORK", 1000)
    assert telling(counts, 400) == 400
    monkeypatch.setattr("pipeline.collation.candidates.WORK", 10)
    assert telling(counts, 400) == 49
    assert telling(counts, 30) == 30


def test_a_text_that_went_round_is_found_by_its_neighbours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.collation.candidates.WORK", 0)
    own = [np.arange(100 * n, 100 * n + 60, dtype=np.uint64) for n in range(1, 101)]
    passage = np.arange(30, dtype=np.uint64)
    hashes = [np.concatenate((passage, some)) if n in (3, 30, 31, 60, 61, 99) else some for n, some in enumerate(own)]
    assert candidates(hashes) == (frozenset(), [(3, 30), (30, 31), (31, 60), (60, 61), (61, 99)])


def test_blocks_cover_all_rows_once_and_stay_small(monkeypatch: pytest.MonkeyPatch) -> None:
    from scipy.sparse import csr_matrix

    monkeypatch.setattr("pipeline.collation.candidates.BLOCK", 9)
    matrix = csr_matrix(np.array([[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 0, 1], [1, 1, 1]]))
    found = list(blocks(matrix))
    assert [n for start, end in found for n in range(start, end)] == list(range(5))
    work = matrix @ np.asarray(matrix.sum(axis=0)).ravel()
    assert all(work[start:end].sum() <= 9 or end == start + 1 for start, end in found)


def everything(out: Path) -> dict[str, bytes]:
    """What a run has written, but for its journal."""
    paths = (path for path in sorted(out.iterdir()) if not path.name.startswith((".", "journal")))
    return {path.name: path.read_bytes() for path in paths}


def test_a_later_run_with_more_files_writes_what_a_first_one_does(made: Path, tmp_path: Path) -> None:
    files = sorted(path for path in (made / "reports").rglob("*") if path.is_file())
    folder = tmp_path / "in"
    folder.mkdir()
    for path in files[::2]:
        shutil.copy(path, folder)
    run(folder, tmp_path / "out", jobs=1, options=ALL)
    for path in files[1::2]:
        shutil.copy(path, folder)
    (folder / files[0].name).unlink()
    (folder / files[2].name).write_bytes(files[3].read_bytes())
    run(folder, tmp_path / "out", jobs=1, options=ALL)
    run(folder, tmp_path / "anew", jobs=1, options=ALL)
    assert everything(tmp_path / "out") == everything(tmp_path / "anew")
    assert len(everything(tmp_path / "out")) >= len(tables())


def test_only_what_is_new_is_sampled_again(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = sorted(path for path in (made / "reports").rglob("*") if path.is_file())
    folder, seen = tmp_path / "in", []
    folder.mkdir()
    for path in files[:10]:
        shutil.copy(path, folder)
    run(folder, tmp_path / "out", jobs=1, options=Options(outputs=("csv",)))
    sampled = compare._sampled
    monkeypatch.setattr(compare, "_sampled", lambda outcome, rate: seen.append(outcome.file) or sampled(outcome, rate))
    shutil.copy(files[10], folder)
    run(folder, tmp_path / "out", jobs=1, options=Options(outputs=("csv",)))
    assert seen == [files[10].name]
