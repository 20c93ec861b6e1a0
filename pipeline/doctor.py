"""The check before a run: what of a folder will be read, what is installed, and where the results can go."""

from __future__ import annotations

import os
import platform
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline import ingest
from pipeline.collation.provenance import package_version
from pipeline.engines.local import Limits, Lost, each
from pipeline.errors import FolderError, UnreadableSource
from pipeline.ingest.inventory import Item
from pipeline.ingest.reasons import FAILED, status_of
from pipeline.options import Options
from pipeline.running.folders import submissions
from pipeline.running.journal import NAME

# Distribution, what it is for (a message key), and whether runs can do without it.
PARTS = (
    ("lxml", "part_word", False),
    ("olefile", "part_doc", False),
    ("pypdfium2", "part_pdf", False),
    ("charset-normalizer", "part_encodings", False),
    ("pandas", "part_tables", False),
    ("scikit-learn", "part_alike", False),
    ("XlsxWriter", "part_workbook", False),
    ("openpyxl", "part_corrections", False),
    ("python-docx", "part_notices", False),
    ("pyarrow", "part_parquet", True),
    ("distributed", "part_dask", True),
)
OFFICE = ("soffice", "libreoffice")
SCARCE = 200 << 20  # bytes free, below which a run may not end


@dataclass(frozen=True, slots=True)
class Verdict:
    """What will become of a file: its format, or none; `remarks` are (code, detail) of the closed list of reasons."""

    file: str
    format: str
    remarks: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> str:
        """ok, skipped or failed."""
        return "ok" if self.format else status_of(self.remarks[0][0])


@dataclass(frozen=True, slots=True)
class Part:
    """A program or package: `purpose` is a message key, `version` empty where it is not there."""

    name: str
    purpose: str
    version: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Verdicts in the order of the paths, the parts, what is wrong with the output folder, and the machine."""

    verdicts: tuple[Verdict, ...]
    parts: tuple[Part, ...]
    machine: str
    out: Path | None = None
    trouble: FolderError | None = None
    free: int | None = None

    @property
    def clean(self) -> bool:
        """Whether every submission will be read and the results will be written."""
        failed = any(verdict.status == FAILED for verdict in self.verdicts)
        lacking = any(not part.version and not part.optional for part in self.parts)
        return not (failed or lacking or self.trouble)


def examine(
    folder: Path | str,
    out: Path | None,
    options: Options,
    advance: Callable[[int, int], None] = lambda done, total: None,
) -> Diagnosis:
    """Read every file below `folder` as a run would, and look at where it would write; nothing is written.

    Raises FolderError for a folder that no run would take.
    """
    items = submissions(folder, out)
    return Diagnosis(
        tuple(sorted(_verdicts(items, options, advance), key=lambda verdict: verdict.file)),
        tuple(_parts()),
        f"zongjie {package_version()}; Python {platform.python_version()}; {platform.system()} {platform.machine()}",
        out,
        trouble(out, Path(folder)) if out else None,
        shutil.disk_usage(_existing(out)).free if out else None,
    )


def look(item: Item) -> Verdict | tuple[Item, ...]:
    """The verdict on one item, or the members of an archive as further items."""
    try:
        found = ingest.take(item)
    except UnreadableSource as error:
        return Verdict(item.file, "", ((error.code, error.detail),))
    return found if isinstance(found, tuple) else Verdict(item.file, found.format, tuple(found.notes))


def _verdicts(items: Iterable[Item], options: Options, advance: Callable[[int, int], None]) -> Iterator[Verdict]:
    """Verdicts on all items, in rounds: the members of archives are the next round's."""
    work, done = list(items), 0
    total, limits = len(work), Limits(options.seconds, options.memory)
    while work:
        opened: list[Item] = []
        for item, found in each(look, work, options.jobs, limits):
            done += 1
            if isinstance(found, tuple):
                opened += found
                total += len(found)
                yield Verdict(item.file, "zip")
            elif isinstance(found, Lost):
                yield Verdict(item.file, "", ((found.code, found.detail),))
            else:
                yield found
            advance(done, total)
        work = opened


def trouble(out: Path, folder: Path) -> FolderError | None:
    """What would keep a run from writing to `out`, found out without writing."""
    if out.exists() and out.resolve() == folder.resolve():
        return FolderError("inside_input", str(out))
    place = _existing(out)
    if not place.is_dir() or not os.access(place, os.W_OK | os.X_OK):
        return FolderError("unwritable", str(out), "" if place.is_dir() else str(place))
    inside = out.is_dir() and out.resolve().is_relative_to(folder.resolve()) and not (out / NAME).exists()
    if inside and any(not path.name.startswith(".") for path in out.iterdir()):
        return FolderError("not_empty", str(out))
    if shutil.disk_usage(place).free < SCARCE:
        return FolderError("full", str(out), f"{shutil.disk_usage(place).free >> 20} MB")
    return None


def _existing(out: Path) -> Path:
    """The folder itself, or the nearest above it that is there."""
    return next(place for place in (out.absolute(), *out.absolute().parents) if place.exists())


def _parts() -> Iterator[Part]:
    for name, purpose, optional in PARTS:
        try:
            yield Part(name, purpose, version(name), optional)
        except PackageNotFoundError:
            yield Part(name, purpose, "", optional)
    office = next(filter(None, map(shutil.which, OFFICE)), "")
    yield Part("LibreOffice", "part_office", office, True)
