"""Word readers side by side: what each makes of every construct, and how long it takes.

Run by hand: `python tests/benchmarks/bench_docx.py [--install] [FOLDER …]`. With `--install` the other readers are
fetched into the running environment. For every construct of tests/constructs_docx.py a reader is complete when each
marker word comes out exactly once and no hidden one does, and when the automatic numbers stand before their words.
Times are processor time, the best of several rounds in which both have their turn, relative to bare zipfile + lxml over
every XML part of the file, and over document.xml, styles.xml and numbering.xml alone.
"""

from __future__ import annotations

import argparse
import importlib
import io
import math
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

TESTS = Path(__file__).parent.parent
sys.path.insert(0, str(TESTS))

from bare import PARTS, bare  # noqa: E402
from constructs_docx import CONSTRUCTS  # noqa: E402
from fixtures_docx import Construct, markers  # noqa: E402

Reader = Callable[[bytes], str]
PACKAGES = {"python-docx": "docx", "docx2txt": "docx2txt", "docx2python": "docx2python", "mammoth": "mammoth",
            "markitdown[docx]": "markitdown"}  # fmt: skip


def ours(data: bytes) -> str:
    from pipeline.ingest.docx import read_docx

    return read_docx(data, "a.docx").text


def python_docx(data: bytes) -> str:
    """Paragraphs and tables in order, as its documentation does it."""
    import docx
    from docx.table import Table

    lines = []
    for block in docx.Document(io.BytesIO(data)).iter_inner_content():
        rows = block.rows if isinstance(block, Table) else ()
        lines += ["\t".join(cell.text for cell in row.cells) for row in rows]
        lines += [] if isinstance(block, Table) else [block.text]
    return "\n".join(lines)


def docx2txt(data: bytes) -> str:
    import docx2txt

    return str(docx2txt.process(io.BytesIO(data)))


def docx2python(data: bytes) -> str:
    from docx2python import docx2python as read

    with read(io.BytesIO(data)) as result:
        return str(result.text)


def mammoth(data: bytes) -> str:
    import mammoth as package

    return str(package.extract_raw_text(io.BytesIO(data)).value)


def markitdown(data: bytes) -> str:
    from markitdown import MarkItDown

    return str(MarkItDown().convert_stream(io.BytesIO(data), file_extension=".docx").text_content)


READERS: dict[str, Reader] = {
    "ours": ours, "python-docx": python_docx, "docx2txt": docx2txt, "docx2python": docx2python, "mammoth": mammoth,
    "markitdown": markitdown,
}  # fmt: skip


def verdict(construct: Construct, reader: Reader) -> str:
    """`ok`, or what is wrong: words lost, repeated, shown though hidden, numbers lost, or an exception."""
    try:
        text = reader(construct.data)
    except Exception as error:  # a benchmark of others: whatever they raise is the result
        return type(error).__name__
    found = markers(text)
    lost = [m for m in construct.shown if m not in found]
    twice = [m for m in construct.shown if found.count(m) > 1]
    hidden = [m for m in found if m not in construct.shown]
    numbers = [label for label in construct.labels if label not in re.sub(r"[\s\\]", "", text)]
    faults = [("lost", lost), ("twice", twice), ("hidden", hidden), ("number", numbers if not lost else [])]
    return " ".join(f"{name}:{len(words)}" for name, words in faults if words) or "ok"


def best(calls: Sequence[Callable[[], object]], rounds: int = 9) -> list[float]:
    """Seconds of processor time of each call's fastest round; in every round all have their turn."""
    times = [math.inf] * len(calls)
    for _ in range(rounds):
        for at, call in enumerate(calls):
            start = time.process_time()
            call()
            times[at] = min(times[at], time.process_time() - start)
    return times


def relative_time(reader: Reader, files: list[bytes], parts: Sequence[str] = ()) -> str:
    """Time relative to bare parsing of these parts, or of all, and how many files could not be read.

    The first ratio is that of a file in the middle, the second of all files together.
    """
    ratios, failed = [], 0
    spent = base = 0.0
    for data in files:
        try:
            reader(data)
        except Exception:
            failed += 1
            continue
        ours, theirs = best((lambda: reader(data), lambda: bare(data, parts)))  # noqa: B023 - called at once
        ratios.append(ours / theirs)
        spent, base = spent + ours, base + theirs
    shown = f"{statistics.median(ratios):.2f}x, all {spent / base:.2f}x" if ratios else "-"
    return shown + (f" ({failed} failed)" if failed else "")


def available(names: Iterable[str]) -> list[str]:
    """The readers that can be imported."""
    found = []
    for name in names:
        module = next((m for package, m in PACKAGES.items() if package.split("[")[0] == name), "pipeline")
        try:
            importlib.import_module(module)
            found.append(name)
        except ImportError:
            print(f"{name}: not installed (use --install)", file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--install", action="store_true", help="install the other readers first")
    parser.add_argument("folders", nargs="*", type=Path, help="folders of .docx files to time (default: the corpus)")
    options = parser.parse_args()
    if options.install:
        subprocess.run([sys.executable, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    names = available(READERS)
    packages = {package.split("[")[0] for package in PACKAGES}
    print(", ".join(f"{name} {version(name)}" for name in names if name in packages))
    print("| construct | " + " | ".join(names) + " |\n|" + " --- |" * (len(names) + 1))
    for construct in CONSTRUCTS:
        cells = [verdict(construct, READERS[name]) for name in names]
        print(f"| {construct.name} | " + " | ".join(cells) + " |")
    timed = {
        folder.name: [path.read_bytes() for path in sorted(folder.rglob("*.docx"))]
        for folder in options.folders or [TESTS.parent / "corpus"]
    }
    for place, files in {**timed, "the constructs": [c.data for c in CONSTRUCTS]}.items():
        for parts, read in (((), "every XML part"), (PARTS, "three parts")):
            cells = [relative_time(READERS[name], files, parts) for name in names]
            print(f"| time ÷ {read}, {len(files)} files of {place} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
