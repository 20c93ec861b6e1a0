"""What the program says, in Chinese and in English; the texts are data."""

from __future__ import annotations

import errno
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from pipeline.errors import FolderError, JournalError, LexiconError, ProfileError, ZongjieError
from pipeline.yamls import load

LANGUAGES = ("zh", "en")


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Sequence[str]]:
    """All messages by key, each [Chinese, English]."""
    path = Path(__file__).parent / "data" / "messages.yaml"
    loaded: dict[str, list[str]] = load(path)
    return loaded


def say(key: str, lang: str = "zh", **values: object) -> str:
    """The message `key` with its values put in; an unknown key is our bug and raises KeyError."""
    return catalogue()[key][LANGUAGES.index(lang)].format(**values)


def explained(error: ZongjieError, lang: str = "zh") -> str:
    """An error as the lines a user reads: what is wrong, where, and what to do."""
    if isinstance(error, FolderError):
        return say(f"folder_{error.code}", lang, path=error.path, detail=error.detail)
    if isinstance(error, JournalError):
        return say("journal_damaged", lang, path=str(error))
    if isinstance(error, ProfileError):
        return say("profile_unknown", lang, name=error.name, known="、".join(error.known))
    if isinstance(error, LexiconError):
        lines = [say("lexicon_faults", lang, n=len(error.faults)), *map(str, error.faults)]
        return "\n".join(lines)
    return str(error)


def failed(error: OSError, lang: str = "zh") -> str:
    """What the system refused, on which file, and why, in the user's language."""
    path = re.sub(r"\.([^/\\]+)\.part$", r"\1", str(error.filename or ""))  # the name it was to have, not the temporary
    return say("os_failed", lang, path=path, why=reason(error, lang))


def reason(error: OSError, lang: str = "zh") -> str:
    """Why the system refused something; in its own words where they are not known here."""
    known = errno.errorcode.get(error.errno or 0, "")
    return say(f"os_{known}", lang) if f"os_{known}" in catalogue() else str(error.strerror or error)
