"""A category of counted things is a line in a lexicon."""

from __future__ import annotations

from pathlib import Path

from pipeline.composition import extract
from pipeline.language.profile import load_profile, with_lexicons
from pipeline.model import CountValue

LEXICON = """
- id: visits
  kind: visit
  terms: [走访, 入户走访]
  units: [户, 户次, 次]
  examples: [走访80户]
"""


def test_a_lexicon_adds_a_category_with_a_measure_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "counted.yaml").write_text(LEXICON, encoding="utf-8")
    profile = with_lexicons(load_profile(), tmp_path)
    (report,) = extract("支部总结\n一、做法\n入户走访80余户次，召开党员大会4次。计划走访20户。\n", profile)
    values = [fact.value for fact in report.of("count")]
    assert values == [
        CountValue("visit", "入户走访", 80, "户次", "done", True),
        CountValue("meeting", "党员大会", 4, "次", "done"),
        CountValue("visit", "走访", 20, "户", "planned"),
    ]
