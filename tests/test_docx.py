"""The Word reader: every construct complete and once, and what it tells besides the text."""

from __future__ import annotations

import pytest
from constructs_docx import CONSTRUCTS
from fixtures_docx import Construct

from pipeline.ingest.docx import read_docx


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_construct_comes_out_complete_and_once(construct: Construct) -> None:
    source = read_docx(construct.data, "a.docx")
    assert source.text == construct.text
    assert source.notes == ()
