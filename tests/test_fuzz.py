"""Survival in small: broken files of every format, runs killed at random, bombs. In large: bench_survival.py."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from collections.abc import Mapping
from pathlib import Path

import fixtures_odt
import pytest
from benchmarks.bench_survival import Survival, kills, survive
from fixtures_docx import p, parts
from mutations import broken, seeds


def test_broken_files_are_accounted_for_and_none_is_an_error_of_ours(tmp_path: Path) -> None:
    found = survive(broken(150, seed=2), tmp_path, Survival())
    assert found.bad == []
    assert found.files == 150
    assert sum(found.rows.values()) >= 150


def test_good_files_of_every_format_are_read(tmp_path: Path) -> None:
    found = survive(((f"{n}{name}", data) for n, (name, data) in enumerate(seeds())), tmp_path, Survival())
    assert found.bad == []
    assert {what.split()[0] for what in found.rows} == {"ok"}


@pytest.mark.slow
def test_killed_and_resumed_runs_end_in_the_same_bytes() -> None:
    assert kills(4, seed=5) == 0


LAUGHS = "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
DOCTYPE = f'<!DOCTYPE x [<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">{LAUGHS}]>'
OUTSIDE = '<!DOCTYPE x [<!ENTITY j SYSTEM "file:///etc/hostname">]>'
WORD = parts(p("党员8人"))


def zipped(members: Mapping[str, bytes | int]) -> bytes:
    """A zip; a member given as a number is so many megabytes of zeros."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            with archive.open(name, "w") as member:
                for _ in range(content if isinstance(content, int) else 0):
                    member.write(bytes(1 << 20))
                member.write(b"" if isinstance(content, int) else content)
    return buffer.getvalue()


def word(old: str, new: str) -> bytes:
    content = WORD["word/document.xml"].decode()
    assert old in content
    return zipped({**WORD, "word/document.xml": content.replace(old, new).encode()})


BOMBS = {
    "零.docx": lambda: (zipped({**WORD, "word/document.xml": 500}), "bomb"),
    "零.zip": lambda: (zipped({f"{n}.txt": 150 for n in range(3)}), "bomb"),
    "段.docx": lambda: (word("<w:body>", "<w:body>" + p("a") * 1_500_000), "bomb"),
    "深.docx": lambda: (word("<w:body>", "<w:body>" + "<w:sdt><w:sdtContent>" * 300_000), "bomb"),
    "深.odt": lambda: (fixtures_odt.odt("<text:section>" * 400_000), "bomb"),
    "深.html": lambda: (b"<html><body>" + b"<div>" * 1_000_000, "bomb"),
    "深.xml": lambda: (b'<?xml version="1.0"?><w:wordDocument xmlns:w="a">' + b"<w:p>" * 1_000_000, "bomb"),
    "笑.docx": lambda: (word("?>", "?>" + DOCTYPE), "refused"),
    "笑.odt": lambda: (fixtures_odt.odt("<text:p>&j;</text:p>", head=DOCTYPE), "refused"),
    "外.docx": lambda: (word("?>", "?>" + OUTSIDE), "refused"),
    "外.odt": lambda: (fixtures_odt.odt("<text:p>&j;</text:p>", head=OUTSIDE), "refused"),
}
CHILD = """
import sys
from pipeline.errors import UnreadableSource
from pipeline.ingest import take
from pipeline.ingest.inventory import Item
items, codes = [Item(sys.argv[1], sys.argv[1].encode(), sys.argv[1])], set()
while items:
    try:
        found = take(items.pop())
        items += found if isinstance(found, tuple) else []
        codes |= set() if isinstance(found, tuple) else {"ok"}
    except UnreadableSource as error:
        codes.add(error.code)
print(*codes, next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM")))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="where the system tells how much memory was used")
@pytest.mark.parametrize("name", BOMBS)
def test_bombs_are_refused_in_little_memory(name: str, tmp_path: Path) -> None:
    data, code = BOMBS[name]()
    (tmp_path / name).write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path / name], capture_output=True, text=True, check=True, timeout=60
    )
    found, kilobytes = done.stdout.split()
    assert found == code
    assert int(kilobytes) < 200 * 1024
