"""The README cannot rot: every example that can run is run, its generated tables are those of the code.

A fence of commands, Python or files says above it what it is: `<!-- run -->` (each line exits 0), `<!-- run: 1 -->`
(exits 1), `<!-- run: package -->` (needs a package), `<!-- file: name -->` (a file that later examples use), or
`<!-- not run: why -->`.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from readme_blocks import BLOCK, GENERATED, README, renewed

from pipeline.evaluation.scoring import LAYERS

ROOT = README.parent
TEXT = README.read_text(encoding="utf-8")
FENCE = re.compile(r"^(?P<indent> *)```(?P<kind>\w+)\n(?P<body>.*?)^ *```$", re.M | re.S)
MARK = re.compile(r"<!-- (?P<verb>run|file|not run)(?:: (?P<what>[^>]*))? -->\s*$")
CORPUS = (
    "柳坝村党支部.txt", "市中心血站.txt", "民政局机关支部总结.docx", "教体系统五支部总结汇编.txt",
    "青石岭镇中心小学党支部创先争优阶段总结.txt", "翠湖社区党史学习教育.txt",
)  # fmt: skip
COMMANDS = {"python": (sys.executable, "-W", "error", "-c"), "r": ("Rscript", "-e")}
NOTICE = "关于报送总结的通知\n各党支部：总结应包括主要做法、存在的问题和下一步打算，请于7月15日前报送。\n"


@dataclass(frozen=True)
class Example:
    """A fence with its mark; `verb` is empty where it has none."""

    kind: str
    body: str
    verb: str
    what: str
    line: int


def examples() -> Iterator[Example]:
    for match in FENCE.finditer(TEXT):
        mark = MARK.search(TEXT, max(0, match.start() - 200), match.start())
        verb, what = (mark["verb"], mark["what"] or "") if mark else ("", "")
        yield Example(match["kind"], match["body"], verb, what, TEXT.count("\n", 0, match.start()) + 1)


def halves() -> tuple[str, str]:
    chinese, english = (TEXT.index(head) for head in ("\n## 中文\n", "\n## English\n"))
    return TEXT[chinese:english], TEXT[english : TEXT.index("\n## 附表")]


def test_every_example_says_whether_it_runs() -> None:
    assert [e.line for e in examples() if not e.verb] == []
    assert sum(e.verb == "run" for e in examples()) >= 20


def test_both_languages_have_the_same_chapters_and_examples() -> None:
    chinese, english = halves()
    chapters = [len(re.findall(r"^### ", half, re.M)) for half in (chinese, english)]
    assert chapters[0] == chapters[1] >= 20
    commands = [set(re.findall(r"^zongjie ([a-z-]+)", half, re.M)) for half in (chinese, english)]
    assert commands[0] == commands[1]


def test_every_command_has_an_example() -> None:
    from typer.main import get_command

    from pipeline.cli import app

    chinese, _ = halves()
    shown = set(re.findall(r"^zongjie ([a-z-]+)", chinese, re.M))
    assert set(get_command(app).commands) == shown  # type: ignore[attr-defined]


def test_links_within_the_page_lead_somewhere() -> None:
    heads = re.findall(r"^#+ (.+)$", TEXT, re.M)
    anchors = {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT)) <= anchors


def test_generated_tables_are_those_of_the_code() -> None:
    assert {match[1] for match in BLOCK.finditer(TEXT)} == {*GENERATED, "accuracy"}
    assert renewed(TEXT, GENERATED) == TEXT, "python tests/readme_blocks.py"


def test_accuracy_tells_of_every_layer() -> None:
    block = next(match[2] for match in BLOCK.finditer(TEXT) if match[1] == "accuracy")
    assert re.findall(r"^\| (\w+) \| \d\.\d{3} \|", block, re.M) == list(LAYERS)


def test_no_place_of_a_machine_is_named() -> None:
    assert not re.search(r"/(?:work|tmp|root|home)/", TEXT)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as its reader has it: reports, a notice, and the outputs of two earlier runs."""
    from docx import Document

    from pipeline import run

    place = tmp_path_factory.mktemp("readme")
    for name in ("报送材料", "reports"):
        (place / name).mkdir()
        for file in CORPUS:
            shutil.copy(ROOT / "corpus" / file, place / name)
    for name in ("结果2011", "结果2012", "结果一", "结果二"):
        run(place / "报送材料", place / name)
    for zh, en in {"结果2011": "out2011", "结果2012": "out2012", "结果一": "out1", "结果二": "out2"}.items():
        shutil.copytree(place / zh, place / en)
    notice = Document()
    for line in NOTICE.splitlines():
        notice.add_paragraph(line)
    for name in ("通知.docx", "notice.docx"):
        notice.save(str(place / name))
    return place


def lines(example: Example) -> list[str]:
    """The commands of an example, or the whole of a Python or R one."""
    if example.kind in COMMANDS:
        return [example.body]
    return [line for line in example.body.splitlines() if line.strip()]


@pytest.mark.slow
def test_the_examples_run_from_top_to_bottom(desk: Path) -> None:
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = {**os.environ, "PATH": path, "PYTHONIOENCODING": "utf-8", "COLUMNS": "120"}
    for example in examples():
        if example.verb == "file":
            target = desk / example.what
            target.parent.mkdir(exist_ok=True)
            target.write_text(example.body, encoding="utf-8")
        if example.verb != "run":
            continue
        if example.what.isalpha() and importlib.util.find_spec(example.what) is None:
            continue
        if example.kind == "r" and not shutil.which("Rscript"):
            continue
        for line in lines(example):
            command = [*COMMANDS.get(example.kind, ("sh", "-c")), line]
            done = subprocess.run(
                command, cwd=desk, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
            )
            expected = int(example.what) if example.what.isdigit() else 0
            assert done.returncode == expected, f"README.md:{example.line}: {line}\n{done.stdout}\n{done.stderr}"
            assert "Traceback" not in done.stderr, line
    written = {path.name for path in (desk / "结果").iterdir()}
    assert {"metrics.csv", "汇总表.xlsx", "report.html", "notices", "codebook.md", "datapackage.json"} <= written
    assert (desk / "结果" / "notices" / "催报名单.docx").exists()


def test_the_excerpt_of_the_output_is_what_a_run_gives() -> None:
    from pipeline import run

    result = run(ROOT / "corpus")
    metrics = result.metrics.set_index("branch")
    rows = [re.split(r" (?<!\\)\|", line)[:8] for line in TEXT.splitlines() if re.match(r"\| .*党支部 \| 20", line)]
    assert len(rows) == 3
    columns = ("report_date", "member_count", "meeting_count", "study_count", "slogans", "problem_count")
    for row in rows:
        branch, *cells = (cell.strip(" |").replace("\\|", "|") for cell in row)
        known = metrics.loc[branch]
        assert cells[:6] == ["" if known.isna()[c] else str(known[c]) for c in columns]
    summary = (
        f"完成：读了 {result.summary.ok} 个文件，{result.summary.reports} 篇报告；跳过 {result.summary.skipped} 个"
    )
    assert summary in TEXT
