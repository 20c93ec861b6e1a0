"""Survival: broken files by the thousand, and runs killed at any moment.

python tests/benchmarks/bench_survival.py 10000            # broken files: each has its row, none an internal error
python tests/benchmarks/bench_survival.py --kills 50       # kill -9 at a random moment, resume: the same bytes
"""

from __future__ import annotations

import argparse
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from mutations import CORPUS, broken

from pipeline import run
from pipeline.ingest.inventory import inventory
from pipeline.ingest.reasons import REASONS
from pipeline.options import Options

BATCH, SECONDS = 500, 20.0
PLAIN = re.compile("[（；]")
# What must not happen to any file, however broken: an error of ours, a hang, a crash.
UNCAUGHT = ("internal", "timeout", "crashed", "memory")


@dataclass
class Survival:
    """What became of the files: rows by status and reason, and what should not have been."""

    files: int = 0
    rows: Counter[str] = field(default_factory=Counter)
    bad: list[str] = field(default_factory=list)


def survive(files: Iterable[tuple[str, bytes]], place: Path, found: Survival, jobs: int = 0) -> Survival:
    """Run over these files, written to `place`, and account for every one of them."""
    folder, out = place / "in", place / "out"
    folder.mkdir()
    for name, data in files:
        (folder / name).write_bytes(data)
    expected = Counter(item.file for item in inventory(folder))
    result = run(folder, out, options=Options(jobs=jobs, seconds=SECONDS, notices=True))
    listed: Counter[str] = Counter()
    for row in result.collection.records("files"):
        file, reason = str(row["file"]), str(row["reason"] or "")
        found.rows[f"{row['status']} {PLAIN.split(reason, maxsplit=1)[0]}"] += 1
        if "!/" not in file:
            listed[file] += 1
        if any(reason.startswith(REASONS[code].zh) for code in UNCAUGHT):
            found.bad.append(f"{file}: {reason}")
        if row["status"] == "failed" and not any(reason.startswith(known.zh) for known in REASONS.values()):
            found.bad.append(f"{file}: unknown reason {reason}")
    found.bad += [f"{file}: {listed[file]} rows" for file in expected | listed if listed[file] != expected[file]]
    found.files += sum(expected.values())
    return found


def fuzz(count: int, seed: int, keep: Path | None) -> int:
    """Broken files in batches; prints what became of them."""
    found, start, number = Survival(), time.monotonic(), 0
    source = iter(broken(count, seed))
    while batch := [item for _, item in zip(range(BATCH), source, strict=False)]:
        with tempfile.TemporaryDirectory() as place:
            known = len(found.bad)
            survive(batch, Path(place), found)
            for line in found.bad[known:]:
                print("  " + line, flush=True)
                if keep and (Path(place) / "in" / line.split(": ")[0]).is_file():
                    keep.mkdir(exist_ok=True)
                    shutil.copy(Path(place) / "in" / line.split(": ")[0], keep)
        number += len(batch)
        print(f"{number} files, {time.monotonic() - start:.0f} s, {len(found.bad)} bad", flush=True)
    for what, n in found.rows.most_common():
        print(f"{n:7} {what}")
    print(f"{found.files} files, {sum(found.rows.values())} rows, {len(found.bad)} bad")
    return 1 if found.bad else 0


def written(out: Path) -> dict[str, bytes]:
    """All outputs but the journal, which is no output."""
    files = (path for path in sorted(out.rglob("*")) if path.is_file())
    return {
        str(p.relative_to(out)): p.read_bytes() for p in files if not p.name.startswith((".lock", "journal.sqlite"))
    }


def command(folder: Path, out: Path) -> list[str]:
    """The run as users start it."""
    return [str(Path(sys.executable).parent / "zongjie"), "run", str(folder), "-o", str(out), "--notices"]


def kills(cycles: int, seed: int) -> int:
    """Kill a run at a random moment, perhaps more than once, and let it finish: every output byte for byte the same."""
    rng, different = random.Random(seed), 0
    with tempfile.TemporaryDirectory() as place:
        folder = several(Path(place) / "in")
        start = time.monotonic()
        subprocess.run(command(folder, Path(place) / "whole"), check=False, stdout=subprocess.DEVNULL)
        whole, took = written(Path(place) / "whole"), time.monotonic() - start
        print(f"{len(whole)} outputs, {took:.1f} s uninterrupted", flush=True)
        for cycle in range(cycles):
            out = Path(place) / f"out{cycle}"
            moments = [rng.uniform(0.1, took) for _ in range(rng.choice((1, 1, 2, 3)))]
            for moment in moments:
                killed(command(folder, out), moment)
            done = subprocess.run(command(folder, out), check=False, stdout=subprocess.DEVNULL)
            same = written(out) == whole and done.returncode in (0, 3)
            different += not same
            shown = " ".join(f"{moment:.2f}" for moment in moments)
            print(f"{cycle + 1:3} killed at {shown} s: {'same' if same else 'DIFFERENT'}", flush=True)
            shutil.rmtree(out)
    print(f"{cycles} cycles, {different} different")
    return 1 if different else 0


def several(folder: Path, copies: int = 1, more: int = 40) -> Path:
    """The sample reports a few times over, in folders, and some broken files."""
    for copy in range(copies):
        shutil.copytree(CORPUS, folder / f"第{copy + 1}批")
    for name, data in broken(more, seed=7):
        (folder / name).write_bytes(data)
    return folder


def killed(args: list[str], moment: float) -> None:
    """Start a command and kill it (signal 9) after so many seconds, or let it end before."""
    with subprocess.Popen(args, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        try:
            process.wait(moment)
        except subprocess.TimeoutExpired:
            process.send_signal(signal.SIGKILL)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", nargs="?", type=int, default=10_000)
    parser.add_argument("--kills", type=int, default=0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--keep", type=Path, help="folder for the files that came out badly")
    asked = parser.parse_args()
    sys.exit(kills(asked.kills, asked.seed) if asked.kills else fuzz(asked.count, asked.seed, asked.keep))
