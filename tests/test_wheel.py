"""The built wheel works outside the checkout: its lexicons, data and page templates come with it."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from test_run import GOOD

ROOT = Path(__file__).parent.parent
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(out), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    return next(out.glob("zongjie-*.whl"))


def test_wheel_carries_what_it_needs_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"pipeline"}
    for part in ("lexicons/base/profile.yaml", "data/codebook.yaml", "outputs/page/page.css", "py.typed"):
        assert f"pipeline/{part}" in names
    assert len(names) == len(set(names))


def test_wheel_runs_outside_the_checkout(wheel: Path, tmp_path: Path) -> None:
    place = tmp_path / "site"
    install = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(place), str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "甲.txt").write_text(GOOD, encoding="utf-8")
    env = os.environ | {"PYTHONPATH": str(place)}
    code = "import pipeline.cli, sys; print(pipeline.__file__); pipeline.cli.main()"
    for args in (["run", "in", "-o", "out"], ["profiles"], ["check-lexicons"]):
        command = [sys.executable, "-c", code, *args]
        done = subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert str(place) in done.stdout.splitlines()[0]
    written = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"metrics.csv", "datapackage.json", "汇总表.xlsx", "report.html"} <= written
