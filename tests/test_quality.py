"""Accuracy holds: no layer falls below the floor pinned for it in tests/floors.json."""

from __future__ import annotations

import json

import pytest
from quality import FLOORS, corpus_scores, figures, shared_scores

PINNED = json.loads(FLOORS.read_text(encoding="utf-8"))


def below(name: str, found: dict[str, float]) -> dict[str, tuple[float, float]]:
    return {
        layer: (found.get(layer, 0.0), floor) for layer, floor in PINNED[name].items() if found.get(layer, 0.0) < floor
    }


def test_corpus_floors_hold() -> None:
    assert PINNED["corpus"]
    assert below("corpus", figures(corpus_scores())) == {}


def test_shared_floors_hold() -> None:
    scores = shared_scores()
    if scores is None:
        pytest.skip("the annotated reports of other writers are not here")
    assert below("shared", figures(scores)) == {}
