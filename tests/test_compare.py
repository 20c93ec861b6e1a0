"""Likeness: a copied passage is found and shown; a template or set phrase is not held against anyone."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import run
from pipeline.collation.compare import side_by_side
from pipeline.collation.shingles import SIZE, covered, places, plain, shared_runs, shingles
from pipeline.options import Options

PLAIN = Options(outputs=())


def prose(seed: int, size: int = 600) -> str:
    """Sentences of characters at random: no two seeds share a passage."""
    draw = random.Random(seed)
    chars = [chr(draw.randrange(0x4E00, 0x9F00)) for _ in range(size)]
    return "，".join("".join(chars[i : i + 17]) for i in range(0, size, 17)) + "。\n"


def folder(tmp_path: Path, **texts: str) -> Path:
    place = tmp_path / "in"
    place.mkdir()
    for name, text in texts.items():
        head = f"{name}村党支部工作总结\n一、主要做法\n"
        (place / f"{name}.txt").write_text(head + text, encoding="utf-8")
    return place


def pairs(place: Path) -> list[tuple[str, str, str]]:
    frame = run(place, options=PLAIN).similar
    return sorted(zip(frame["file"], frame["other_file"], frame["kind"], strict=True))


def test_a_copied_half_is_found_with_its_share(tmp_path: Path) -> None:
    place = folder(tmp_path, 甲=prose(1) + prose(2), 乙=prose(3) + prose(2), 丙=prose(4, 1200))
    result = run(place, options=PLAIN)
    assert pairs(place) == [("乙.txt", "甲.txt", "peer")]
    assert 0.45 < result.similar["similarity"][0] < 0.55
    original = dict(zip(result.metrics["file"], result.metrics["original_share"], strict=True))
    assert 0.45 < original["甲.txt"] < 0.55
    assert str(original["丙.txt"]) == "<NA>"
    assert result.similar["longest_shared"][0].replace("，", "") in prose(2).replace("，", "").replace("。\n", "")
    assert result.findings.query("code == 'likeness.peer'")["file"].tolist() == ["乙.txt", "甲.txt"]


def test_punctuation_and_line_breaks_hide_nothing(tmp_path: Path) -> None:
    changed = prose(2, 1000).replace("，", "；\n")
    assert len(pairs(folder(tmp_path, 甲=prose(2, 1000), 乙=changed))) == 1


def test_a_template_that_many_share_is_no_copy(tmp_path: Path) -> None:
    texts = {f"村{chr(0x4E00 + i)}": prose(99, 300) + prose(i, 900) for i in range(12)}
    assert [kind for *_, kind in pairs(folder(tmp_path, **texts)) if kind == "peer"] == []


def report(name: str, figures: tuple[int, int, int]) -> str:
    a, b, c = figures
    return (
        f"{name}社区党支部创先争优活动总结\n{name}社区党支部现有党员{a}名，2010年6月{b}日召开动员大会。\n"
        f"一、深入开展创先争优活动的主要做法\n走访居民{c}户，办实事{a}件，学习{b}次。\n"
        f"二、深入开展创先争优活动的主要成效\n居民满意率达到{c}%，社区面貌有了新变化。\n{name}社区党支部\n"
    )


def test_titles_and_headings_in_common_are_no_copy(tmp_path: Path) -> None:
    place = tmp_path / "in"
    place.mkdir()
    for n, name in enumerate(("东关", "西关", "南关")):
        (place / f"{name}.txt").write_text(report(name, (41 + n, 15 + n, 92 + n)), encoding="utf-8")
    assert pairs(place) == []


def test_one_pair_is_one_warning(tmp_path: Path) -> None:
    place = folder(tmp_path, 甲=prose(1) + prose(2), 乙=prose(3) + prose(2), 丙=prose(4, 1200))
    found = run(place, options=PLAIN).findings.query("code == 'likeness.peer'")
    assert found["severity"].tolist() == ["warning", "note"]
    assert found["file"].tolist() == ["乙.txt", "甲.txt"]


def test_different_reports_are_not_alike(tmp_path: Path) -> None:
    assert pairs(folder(tmp_path, **{f"村{chr(0x4E00 + i)}": prose(i) for i in range(6)})) == []


@pytest.mark.parametrize("rate", [2, 8])
def test_sampling_keeps_the_same_shingles_in_every_text(rate: int) -> None:
    both = shingles(plain(prose(1) + prose(2)), rate)
    one = shingles(plain(prose(2)), rate)
    assert set(one.tolist()) <= set(both.tolist())
    assert len(one) < len(shingles(plain(prose(2))))


@given(st.text("党员会议学习。，\n", max_size=80), st.text("党员会议学习。，\n", max_size=80))
def test_runs_are_shared_passages(a: str, b: str) -> None:
    one, two = plain(a), plain(b)
    runs = shared_runs(one, two, 3)
    assert all(one[r.start : r.start + r.size] == two[r.other : r.other + r.size] for r in runs)
    assert all(r.size >= 3 for r in runs)
    assert covered(runs) <= len(one)
    assert [a[i] for i in places(a)] == list(one)
    if any(one[i : i + 3] in two for i in range(len(one) - 2)):
        assert runs


def test_a_text_is_wholly_shared_with_itself() -> None:
    text = plain(prose(5))
    assert covered(shared_runs(text, text)) == len(text)
    assert len(text) > SIZE


def test_all_shared_passages_are_placed_in_both(tmp_path: Path) -> None:
    ours, theirs = (prose(2, 200) + middle + prose(5, 200) for middle in ("甲村九户。\n", "乙村三十户。\n"))
    place = folder(tmp_path, 甲=prose(1, 90) + ours, 乙=theirs + prose(3, 90))
    (pair,) = run(place, options=PLAIN).similar.to_dict("records")
    sources = [(place / pair[column]).read_text(encoding="utf-8") for column in ("file", "other_file")]
    passages = side_by_side(pair["passages"])
    assert len(passages) == 2
    assert all(one.of(sources[0]) == two.of(sources[1]) for one, two in passages)
    assert pair["longest_shared"] == pair["other_longest"] == max((one.of(sources[0]) for one, _ in passages), key=len)
