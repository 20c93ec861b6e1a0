"""The audit on submissions with planted faults: each is found, nothing is held against the clean ones."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from planted import ABSENT, FAULTS, build, planted, roster

from pipeline import run
from pipeline.collation.result import Result
from pipeline.language.profile import load_profile
from pipeline.options import Options

Codes = dict[str, Counter[str]]


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, tuple[str, ...]], Result]:
    place = tmp_path_factory.mktemp("planted")
    truth = {**build(place / "in"), "": ("roster.absent",)}
    return truth, run(place / "in", options=Options(outputs=(), roster=roster(place / "名单.csv")))


@pytest.fixture(scope="module")
def found(result: tuple[dict[str, tuple[str, ...]], Result]) -> tuple[dict[str, tuple[str, ...]], Codes]:
    """What was planted and what was found, by file ("" for no file); of notes only those that were planted."""
    truth, done = result
    codes: Codes = {file: Counter() for file in truth}
    frame = done.findings.assign(file=done.findings["file"].fillna(""))
    for file, code, severity in zip(frame["file"], frame["code"], frame["severity"], strict=True):
        if severity != "note" or code in truth[file]:
            codes[file][code] += 1
    return truth, codes


def test_every_planted_fault_is_found(found: tuple[dict[str, tuple[str, ...]], Codes]) -> None:
    truth, codes = found
    assert [(file, code) for file, planted in truth.items() for code in planted if not codes[file][code]] == []
    assert codes[""]["roster.absent"] == len(ABSENT)


def test_nothing_else_is_found(found: tuple[dict[str, tuple[str, ...]], Codes]) -> None:
    truth, codes = found
    assert [(file, code) for file, some in codes.items() for code in some if code not in truth[file]] == []


def test_what_many_have_from_their_superior_is_nobodys_copy(
    result: tuple[dict[str, tuple[str, ...]], Result],
) -> None:
    truth, done = result
    frame = done.similar.query("similarity >= 0.4 and shared_chars >= 60 and kind != 'template'")
    copies = {file for file, codes in truth.items() if {"likeness.peer", "likeness.own"} & set(codes)}
    assert {*frame["file"], *frame["other_file"]} == copies


def test_a_dozen_are_clean_and_every_class_is_planted_twice() -> None:
    plans = list(planted())
    assert sum(not plan.faults for plan in plans) >= 12
    counts = Counter(code for plan in plans for code in plan.faults)
    assert min(counts.values()) >= 2
    assert len(counts) >= len({code for fault in FAULTS for code in fault(plans[-1]).faults}) + 6


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
