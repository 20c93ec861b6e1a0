"""Gold of one's own: what is scored and how, what is wrong with a file, and that nobody's annotations are lost."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from test_cli import zongjie
from test_run import GOOD

from pipeline import run
from pipeline.errors import UsageError
from pipeline.evaluation.annotation import drafts
from pipeline.evaluation.gold import read_gold, tied
from pipeline.evaluation.scores import Scores, Tally
from pipeline.evaluation.scoring import TABLES, score, score_each
from pipeline.options import Options
from pipeline.outputs.reading import OutOfOrderError, places, read_reports, read_tables

OTHER = GOOD.replace("云岭镇中心", "白石乡").replace("12人", "19人")


def tables(folder: Path) -> tuple[dict[str, list[Any]], list[dict[str, Any]]]:
    """The tables of a folder and the drafts of its gold."""
    result = run(folder, options=Options(outputs=()))
    made = {name: list(result.collection.records(name)) for name in TABLES}
    return made, [json.loads(line) for line in drafts(result.collection)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "in"
    for name, text in {"甲/总结.txt": GOOD, "乙/总结.txt": OTHER}.items():
        (place / name).parent.mkdir(parents=True)
        (place / name).write_text(text, encoding="utf-8")
    return place


def test_reports_of_one_name_in_two_folders_are_told_apart(folder: Path) -> None:
    made, golds = tables(folder)
    found = score(made, golds)
    assert found.total("member_count") == Tally(2)
    assert found.total("reports") == Tally(2)
    swapped = [{**gold, "file": "总结.txt"} for gold in golds[:1]]
    assert score(made, swapped).total("reports").missed == 1, "which of the two is anybody's guess"


@pytest.mark.parametrize(
    ("golds", "files", "expected"),
    [
        (["a.txt"], ["x/a.txt"], {"a.txt": "x/a.txt"}),
        (["x/a.txt"], ["a.txt"], {"x/a.txt": "a.txt"}),
        (["x/a.txt", "y/a.txt"], ["a.txt"], {}),
        (["x/a.txt"], ["all/x/a.txt", "all/y/a.txt"], {"x/a.txt": "all/x/a.txt"}),
        (["a.txt", "y/a.txt"], ["a.txt", "y/a.txt"], {"a.txt": "a.txt", "y/a.txt": "y/a.txt"}),
        (["x\\a.txt"], ["x/a.txt"], {"x\\a.txt": "x/a.txt"}),
        (["b.txt"], ["a.txt"], {}),
    ],
)
def test_files_of_gold_are_found_by_path_then_by_name(
    golds: list[str], files: list[str], expected: dict[str, str]
) -> None:
    assert tied(golds, files) == expected


@pytest.mark.parametrize(
    ("gold", "got", "tally"),
    [
        (12, 12, Tally(1)), (12, "12", Tally(1)), (12, 13, Tally(0, 1, 1)), (12, None, Tally(0, 0, 1)),
        (None, 13, Tally(0, 1, 0)), (None, None, Tally()), ([12, 13], 13, Tally(1)), ([None, 12], None, Tally()),
    ],
)  # fmt: skip
def test_cells_empty_in_both_are_not_right_and_wrong_ones_count_twice(
    folder: Path, gold: object, got: object, tally: Tally
) -> None:
    made, golds = tables(folder)
    made["metrics"] = [{**made["metrics"][0], "member_count": got}]
    assert score(made, [{**golds[0], "member_count": gold}]).total("member_count") == tally


@pytest.mark.parametrize(
    ("resolved", "got", "tally"),
    [
        ("2011-05-04", "2011-05-04", Tally(1)), ("2011-05-04", "2010-05-04", Tally(0, 1, 1)),
        ("2011-05-04", None, Tally(0, 0, 1)), (None, "2010-05-04", Tally(0, 1, 0)), (None, None, Tally()),
    ],
)  # fmt: skip
def test_years_made_out_are_a_layer_of_their_own(
    folder: Path, resolved: str | None, got: str | None, tally: Tally
) -> None:
    made, golds = tables(folder)
    gold = {"start": 5, "end": 9, "values": ["XXXX-05-04"], **({"resolved": resolved} if resolved else {})}
    row = {"start": 5, "end": 9, "value": "XXXX-05-04", "resolved": got, "kind": "partial"}
    made["dates"] = [{**row, "report_id": made["metrics"][0]["report_id"]}]
    assert score(made, [{**golds[0], "dates": [gold]}]).total("resolved") == tally


def test_a_layer_without_errors_is_no_certainty() -> None:
    found = Scores({"a": {"dates": Tally(30)}, "b": {"dates": Tally(29)}}, ())
    low, high = found.interval("dates") or (0.0, 0.0)
    assert (round(low, 3), high) == (0.939, 1.0)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("{", "2: 不是一行一个 JSON"), ("[1]", "2: 每行应是"), ('{"report": 1}', "缺少“file”"),
        ('{"file": "a.txt", "report": "1"}', "“report”不能是 \"1\""),
        ('{"file": "a.txt", "report": 1}', "缺少层“sections”"),
        ('{"file":"a","report":1,"sections":[{"start":null,"end":2,"roles":[]}],"missing":[]}', "“start”不能是 null"),
    ],
)  # fmt: skip
def test_gold_that_is_none_is_told_with_its_line(tmp_path: Path, line: str, why: str) -> None:
    path = tmp_path / "标注.jsonl"
    path.write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_gold([path])
    assert why in str(error.value)
    assert "标注.jsonl:2" in str(error.value)


def test_layers_that_were_not_annotated_may_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "标注.jsonl"
    layers = ["sections", "members", "counts", "slogans", "mottos", "problems", "events"]
    path.write_text(json.dumps({"file": "a", "report": 1, "dates": [], "unscored": layers}), encoding="utf-8")
    assert len(read_gold([path])) == 1


def test_outputs_of_every_kind_are_scored(folder: Path, tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    gold = tmp_path / "gold.jsonl"
    assert zongjie("annotate", folder, "-o", gold).returncode == 0
    shown = []
    for name, options in {"en": (), "zh": ("--headers", "zh"), "pq": ("--tables", "parquet")}.items():
        assert zongjie("run", folder, "-o", tmp_path / name, *options).returncode == 0
        done = zongjie("evaluate", tmp_path / name, gold, "--lang", "en")
        assert done.returncode == 0, done.stderr
        shown.append(done.stdout)
    assert shown[0] == shown[1] == shown[2]
    bad = zongjie("evaluate", tmp_path / "en", tmp_path / "en" / "metrics.csv", "--lang", "en")
    assert bad.returncode == 2
    assert "not one JSON object a line" in bad.stderr


def test_annotations_made_by_hand_are_not_overwritten(folder: Path, tmp_path: Path) -> None:
    gold = tmp_path / "gold.jsonl"
    assert zongjie("annotate", folder, "-o", gold).returncode == 0
    assert zongjie("annotate", folder, "-o", gold).returncode == 0, "a draft that nobody touched"
    mine = gold.read_text(encoding="utf-8").replace('"member_count": 12', '"member_count": 13')
    gold.write_text(mine, encoding="utf-8")
    refused = zongjie("annotate", folder, "-o", gold)
    assert refused.returncode == 2
    assert "--force" in refused.stderr
    assert gold.read_text(encoding="utf-8") == mine
    assert zongjie("annotate", folder, "-o", gold, "--force").returncode == 0
    assert gold.read_text(encoding="utf-8") != mine


def test_tables_that_compare_are_computed_when_nothing_was_written() -> None:
    result = run(Path(__file__).parent.parent / "corpus", options=Options(outputs=()))
    for name in ("comparison", "slogan_matrix", "themes", "problem_themes"):
        assert len(getattr(result, name)), name
        assert name in dir(result)
    with pytest.raises(AttributeError, match="metrics"):
        _ = result.nonsense


@pytest.mark.parametrize("tables_", [("csv", "comparison"), ("parquet",)])
def test_an_output_folder_scores_as_its_tables_do(folder: Path, tmp_path: Path, tables_: tuple[str, ...]) -> None:
    if "parquet" in tables_:
        pytest.importorskip("pyarrow")
    result = run(folder, tmp_path / "out", options=Options(outputs=tables_))
    lines = [json.loads(line) for line in drafts(result.collection)]
    lines[0]["counts"], lines[1]["file"] = lines[0]["counts"][1:], "没有.txt"
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + "\n".join(json.dumps(line) for line in lines).encode() + b"\n\n")
    golds = read_gold([path])
    assert [dict(gold) for gold in golds] == lines
    assert golds[1:].places == (("没有.txt", 1),)
    held = score(read_tables(tmp_path / "out", TABLES), lines)
    streamed = score_each(read_reports(tmp_path / "out", TABLES), places(tmp_path / "out"), golds)
    assert streamed == held
    assert {miss.layer for miss in held.misses} >= {"counts", "reports"}


def test_a_table_that_somebody_sorted_is_scored_all_the_same(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    result = run(folder, out, options=Options(outputs=("csv",)))
    path = tmp_path / "gold.jsonl"
    path.write_text("\n".join(drafts(result.collection)), encoding="utf-8")
    before = zongjie("evaluate", out, path).stdout
    head, *rows = (out / "dates.csv").read_text(encoding="utf-8-sig").splitlines()
    (out / "dates.csv").write_text("\n".join((head, *reversed(rows))), encoding="utf-8-sig")
    with pytest.raises(OutOfOrderError):
        list(read_reports(out, TABLES))
    assert zongjie("evaluate", out, path).stdout == before


def test_many_files_are_tied_by_their_names() -> None:
    files = [f"{n % 100:03}/{n:06}.txt" for n in range(20_000)]
    golds = [file.partition("/")[2] for file in files]
    assert tied(golds, files) == dict(zip(golds, files, strict=True))
