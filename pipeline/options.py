"""How a run is done: everything the command line can ask for, as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """`jobs` processes (0: all processors), `seconds` and `memory` bytes allowed a file; `outputs` by WRITERS name.

    `roster` lists the branches that should report, `corrections` is a workbook a clerk has corrected (a merge
    may have `more_corrections`, the later ones deciding), `notices` asks
    for letters to the deficient ones, `deadline` is the date those letters give, `issuer` the body that signs them.
    """

    headers: str = "en"
    lang: str = "zh"
    jobs: int = 0
    seconds: float = 60.0
    memory: int = 3 << 30
    fresh: bool = False
    duplicates: bool = True  # read files of the same content each, or the first alone
    outputs: tuple[str, ...] = ("csv", "comparison", "package", "xlsx", "html", "notices")
    roster: Path | None = None
    corrections: Path | None = None
    more_corrections: tuple[Path, ...] = ()
    notices: bool = False
    deadline: str = ""
    issuer: str = ""
    engine: str = "local"
    scheduler: str = ""
    about: Path | None = None  # what a researcher says of the data set: title, version, licence
