"""LibreOffice as the reader of old Word formats, where it is installed and asked for (ZONGJIE_OFFICE)."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.errors import UnreadableSource
from pipeline.model import Source

ASKED = "ZONGJIE_OFFICE"  # 1, or the path of the program
FORMATS = frozenset({"doc", "rtf"})
SECONDS = 45  # less than a file is allowed, so that the program and its folder are gone before the worker is


def asked() -> str:
    """What was asked for: 1, or the path of a program; empty where nothing was."""
    wanted = os.environ.get(ASKED, "")
    return "" if wanted == "0" else wanted


def program() -> str:
    """The LibreOffice that was asked for; empty where none was."""
    wanted = asked()
    if not wanted:
        return ""
    found = shutil.which("soffice") or shutil.which("libreoffice") if wanted == "1" else shutil.which(wanted)
    if not found:
        raise UnreadableSource("missing_part", "LibreOffice")
    return found


def read_with_office(data: bytes, file: str, format: str) -> Source:
    """A document converted to .docx in a folder of its own, and read as that; raises UnreadableSource."""
    from dataclasses import replace
    from hashlib import sha256

    from pipeline.ingest.docx import read_docx

    source = read_docx(converted(data, format), file)
    return replace(source, format=format, sha256=sha256(data).hexdigest())


def converted(data: bytes, format: str) -> bytes:
    """The document as .docx; raises UnreadableSource: timeout, damaged."""
    with TemporaryDirectory(prefix="zongjie-") as name:
        folder = Path(name)
        (folder / f"in.{format}").write_bytes(data)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        command = [program(), profile, "--headless", "--norestore", "--convert-to", "docx", "--outdir", name]
        try:
            _run([*command, str(folder / f"in.{format}")])
            return (folder / "in.docx").read_bytes()
        except subprocess.TimeoutExpired as error:
            raise UnreadableSource("timeout", "LibreOffice") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise UnreadableSource("damaged", "LibreOffice 无法转换") from error


def _run(command: list[str]) -> None:
    """Run a program that starts others; when the wait for it is cut short, none of them is left running."""
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, stderr=quiet, start_new_session=True) as process:
        try:
            code = process.wait(SECONDS)
        except BaseException:
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
            raise
    if code:
        raise subprocess.CalledProcessError(code, command)
