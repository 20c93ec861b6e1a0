"""`make quality`: accuracy per layer on the corpus and, where it is at hand, on shared gold, against the pinned floors.

The floors are tests/floors.json, layer by layer and set by set; a figure below its floor fails tests/test_quality.py.
`--pin` raises floors to the figures now seen and never lowers one.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from pipeline import run
from pipeline.evaluation.gold import read_gold
from pipeline.evaluation.scores import Scores
from pipeline.evaluation.scoring import LAYERS, TABLES, score
from pipeline.options import Options

ROOT = Path(__file__).parent.parent
FLOORS = Path(__file__).parent / "floors.json"
SHARED = ROOT.parent / "shared" / "gold"


def corpus_scores() -> Scores:
    """The pipeline's scores on this project's own corpus."""
    return _scores(ROOT / "corpus", [ROOT / "corpus" / "gold.jsonl"])


def shared_scores() -> Scores | None:
    """The scores on annotated reports of other writers; None where they are not at hand."""
    return _scores(SHARED, sorted(SHARED.glob("*.jsonl"))) if SHARED.is_dir() else None


def _scores(folder: Path, golds: list[Path]) -> Scores:
    result = run(folder, options=Options(outputs=()))
    return score({name: list(result.collection.records(name)) for name in TABLES}, read_gold(golds))


def figures(scores: Scores) -> dict[str, float]:
    """F1 by layer, four decimals."""
    found = {layer: scores.total(layer).f1 for layer in LAYERS}
    return {layer: round(f1, 4) for layer, f1 in found.items() if f1 is not None}


def main() -> int:
    """Print the table; exit 1 where a figure is below its floor."""
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))
    below = False
    for name, scores in (("corpus", corpus_scores()), ("shared", shared_scores())):
        if scores is None:
            continue
        print(
            f"{name}: {len(scores.reports)} reports\n{'layer':14} right extra missed      P      R     F1  floor   gain"
        )
        for layer, f1 in figures(scores).items():
            tally, floor = scores.total(layer), floors.get(name, {}).get(layer, 0.0)
            p, r = (f"{x:6.3f}" if x is not None else "     -" for x in (tally.precision, tally.recall))
            print(f"{layer:14} {tally.right:5} {tally.extra:5} {tally.missed:6} {p} {r} {f1:6.3f} {floor:6.3f}", end="")
            print(f" {f1 - floor:+.3f}")
            below |= f1 < floor
            if "--pin" in sys.argv:
                floors.setdefault(name, {})[layer] = max(f1, floor)
        if "--verbose" in sys.argv:
            for miss in scores.misses:
                print(miss.layer, miss.where, miss.kind, miss.what, sep="\t")
    if "--pin" in sys.argv:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", encoding="utf-8")
    return int(below)


if __name__ == "__main__":
    sys.exit(main())
