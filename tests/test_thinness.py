"""A section far shorter than the others' is told; usual differences in length are not."""

from __future__ import annotations

from pathlib import Path

from pipeline import run
from pipeline.options import Options

BODY = "党支部组织党员认真学习，开展结对帮扶，走访困难群众，化解矛盾纠纷，办了一批实事。"


def report(number: int, deeds: int) -> str:
    name = f"{chr(0x7532 + number)}村党支部"
    rest = "二、存在的问题\n学习还不够深入。\n三、下一步打算\n继续抓好学习。\n"
    return f"{name}工作总结\n一、主要做法\n{BODY * deeds}\n{rest}"


def found(tmp_path: Path, deeds: list[int]) -> list[str]:
    folder = tmp_path / "in"
    folder.mkdir()
    for number, count in enumerate(deeds):
        (folder / f"{number}.txt").write_text(report(number, count), encoding="utf-8")
    frame = run(folder, options=Options(outputs=())).findings
    return frame[frame["code"] == "section.short"]["file"].tolist()


def test_one_far_shorter_is_told(tmp_path: Path) -> None:
    assert found(tmp_path, [10] * 8 + [1]) == ["8.txt"]


def test_usual_differences_are_not(tmp_path: Path) -> None:
    assert found(tmp_path, [10, 12, 8, 9, 14, 5, 6, 4, 7]) == []


def test_a_few_reports_say_nothing(tmp_path: Path) -> None:
    assert found(tmp_path, [10, 10, 10, 1]) == []
