"""Rebuilds corpus/ from tests/corpus_builder/marked: `python tests/make_corpus.py`."""

from __future__ import annotations

from pathlib import Path

from corpus_builder.build import write

if __name__ == "__main__":
    print(write(Path(__file__).parents[1] / "corpus"), "reports")
