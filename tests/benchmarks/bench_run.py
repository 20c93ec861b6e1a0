"""One whole run, measured: wall time, processor time, and the peak memory of the command with all its processes.

    python tests/benchmarks/bench_run.py FOLDER [FOLDER …] [--jobs 1 --jobs 2] [-- further options of zongjie run]

Memory is the sum of the proportional set sizes (/proc/*/smaps_rollup, Linux), so that what processes share is counted
once; it is looked at five times a second.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

_PSS = re.compile(rb"^Pss:\s+(\d+) kB", re.MULTILINE)
_PARENT = re.compile(rb"^PPid:\s+(\d+)", re.MULTILINE)


def family(root: int) -> list[int]:
    """A process and all below it."""
    parents: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                found = _PARENT.search((entry / "status").read_bytes())
            except OSError:
                continue
            parents.setdefault(int(found[1]) if found else 0, []).append(int(entry.name))
    waiting, found_all = [root], []
    while waiting:
        found_all.append(waiting.pop())
        waiting += parents.get(found_all[-1], [])
    return found_all


def memory(root: int) -> int:
    """The memory in bytes of a process and all below it, shared pages once."""
    total = 0
    for pid in family(root):
        try:
            found = _PSS.search(Path(f"/proc/{pid}/smaps_rollup").read_bytes())
        except OSError:
            continue
        total += int(found[1]) * 1024 if found else 0
    return total


def measured(folder: Path, jobs: int, more: list[str], out: Path) -> tuple[float, float, float]:
    """Wall seconds, processor seconds and peak megabytes of `zongjie run FOLDER -o OUT --jobs JOBS`."""
    command = [Path(sys.executable).with_name("zongjie"), "run", folder, "-o", out, "--jobs", str(jobs), *more]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start, peak = time.perf_counter(), 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, memory(process.pid))
            time.sleep(0.2)
    if process.returncode:
        raise SystemExit(f"zongjie run ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return time.perf_counter() - start, spent, peak / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("folders", type=Path, nargs="+", metavar="FOLDER", help="folders of reports")
    parser.add_argument("--jobs", type=int, action="append", help="processes; several are compared (default 2)")
    parser.add_argument("--out", type=Path, help="keep the results here (one folder and number of jobs alone)")
    own, _, more = " ".join(sys.argv[1:]).partition(" -- ")
    args = parser.parse_args(own.split())
    print(f"{'folder':40} {'files':>7} {'jobs':>4} {'wall s':>8} {'cpu s':>8} {'ms/file':>8} {'peak MB':>8}")
    for folder in args.folders:
        files = sum(1 for path in folder.rglob("*") if path.is_file())
        for jobs in args.jobs or [2]:
            with tempfile.TemporaryDirectory() as scratch:
                wall, spent, peak = measured(folder, jobs, more.split(), args.out or Path(scratch) / "out")
            cost = 1000 * spent / max(1, files)
            print(
                f"{str(folder)[-40:]:40} {files:7} {jobs:4} {wall:8.1f} {spent:8.1f} {cost:8.2f} {peak:8.0f}",
                flush=True,
            )


if __name__ == "__main__":
    main()
