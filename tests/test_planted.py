"""The audit on submissions with planted faults: each is found, nothing is held against the clean ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from planted import FAULTS, TOTAL, build

from pipeline import run
from pipeline.options import Options
from pipeline.profile import load_profile


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[str, ...]], dict[str, Counter[str]]]:
    folder = tmp_path_factory.mktemp("planted") / "in"
    truth = build(folder)
    frame = run(folder, options=Options(outputs=())).findings
    codes: dict[str, Counter[str]] = {file: Counter() for file in truth}
    for file, code, severity in zip(frame["file"], frame["code"], frame["severity"], strict=True):
        if severity != "note" or code in truth[file]:
            codes[file][code] += 1
    return truth, codes


def test_every_planted_fault_is_found(found: tuple[dict[str, tuple[str, ...]], dict[str, Counter[str]]]) -> None:
    truth, codes = found
    assert [(file, code) for file, planted in truth.items() for code in planted if not codes[file][code]] == []


def test_nothing_else_is_found(found: tuple[dict[str, tuple[str, ...]], dict[str, Counter[str]]]) -> None:
    truth, codes = found
    assert [(file, code) for file, some in codes.items() for code in some if code not in truth[file]] == []


def test_a_dozen_are_clean_and_every_class_is_planted_twice() -> None:
    assert TOTAL - 2 * len(FAULTS) >= 12


def test_a_rule_that_is_switched_off_is_silent(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    profile = 'name: "mine"\nextends: chuangxian-zhengyou\noff: [date, residue.unit]\n'
    (tmp_path / "mine" / "profile.yaml").write_text(profile, encoding="utf-8")
    build(tmp_path / "in")
    codes = set(
        run(tmp_path / "in", profile=load_profile(tmp_path / "mine"), options=Options(outputs=())).findings["code"]
    )
    assert not {c for c in codes if c.startswith("date.") or c == "residue.unit"}
    assert "residue.campaign" in codes
