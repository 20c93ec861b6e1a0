"""What the program says, in Chinese and in English; the texts are data."""

from __future__ import annotations

import errno
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from pipeline.errors import FolderError, JournalError, LexiconError, ProfileError, ZongjieError
from pipeline.yamls import load

LANGUAGES = ("zh", "en")
Words = tuple[str, str]  # the same in Chinese and in English


@dataclass(frozen=True, slots=True)
class Told:
    """What a finding says: the code of its rule, and the message in Chinese and in English."""

    code: str
    message: str
    message_en: str


@lru_cache(maxsize=1)
def catalogue() -> Mapping[str, Sequence[str]]:
    """All messages by key, each [Chinese, English]."""
    return _loaded("messages")


@lru_cache(maxsize=4)
def _loaded(name: str) -> Mapping[str, Sequence[str]]:
    loaded: dict[str, list[str]] = load(Path(__file__).parent / "data" / f"{name}.yaml")
    return loaded


def say(key: str, lang: str = "zh", **values: object) -> str:
    """The message `key` with its values put in; an unknown key is our bug and raises KeyError."""
    return catalogue()[key][LANGUAGES.index(lang)].format(**values)


def both(key: str) -> Words:
    """A message without values in both languages, to be put into another."""
    chinese, english = catalogue()[key]
    return chinese, english


def listed(items: Iterable[Words], mark: str = "“{}”", joints: Words = ("、", ", ")) -> Words:
    """Several words as one enumeration, each between marks."""
    some = list(items)
    chinese, english = (joint.join(mark.format(words[n]) for words in some) for n, joint in enumerate(joints))
    return chinese, english


def told(key: str, **values: object) -> Told:
    """The message `key` of findings.yaml in both languages; the first two parts of the key are the finding's code.

    A value in two languages (Words) is put in in the message's own. An unknown key is our bug and raises KeyError.
    """
    return Told(".".join(key.split(".")[:2]), *_filled(_loaded("findings")[key], values))


def why(key: str, **values: object) -> Words:
    """The reason `key` of corrections.yaml in both languages, as `told` puts its values in."""
    return _filled(_loaded("corrections")[key], values)


def flaw(key: str, /, **values: object) -> Words:
    """What is wrong in a lexicon, `key` of faults.yaml, in both languages, as `told` puts its values in."""
    return _filled(_loaded("faults")[key], values)


def _filled(texts: Sequence[str], values: Mapping[str, object]) -> Words:
    """A message in both languages, each with its values put in, those in two languages in its own."""
    zh, en = (
        text.format(**{name: value[n] if type(value) is tuple else value for name, value in values.items()})
        for n, text in enumerate(texts)
    )
    return zh, en


def finding_codes() -> tuple[str, ...]:
    """The codes that findings have, in the order of findings.yaml."""
    return tuple(dict.fromkeys(".".join(key.split(".")[:2]) for key in _loaded("findings")))


def worded(row: Mapping[str, object], lang: str, column: str = "message") -> str:
    """What a row says in a column, in the user's language where it is known (message_en beside message)."""
    return str((row.get(f"{column}_en") if lang == "en" else "") or row[column] or "")


def explained(error: ZongjieError, lang: str = "zh") -> str:
    """An error as the lines a user reads: what is wrong, where, and what to do."""
    if isinstance(error, FolderError):
        return say(f"folder_{error.code}", lang, path=error.path, detail=_in_words(error.detail, lang))
    if isinstance(error, JournalError):
        return say("journal_damaged", lang, path=str(error))
    if isinstance(error, ProfileError):
        return say("profile_unknown", lang, name=error.name, known="、".join(error.known))
    if isinstance(error, LexiconError):
        lines = [say("lexicon_faults", lang, n=len(error.faults)), *(fault.told(lang) for fault in error.faults)]
        return "\n".join(lines)
    return str(error)


def failed(error: OSError, lang: str = "zh") -> str:
    """What the system refused, on which file, and why, in the user's language."""
    path = re.sub(r"\.([^/\\]+)\.part$", r"\1", str(error.filename or ""))  # the name it was to have, not the temporary
    return say("os_failed", lang, path=path, why=reason(error, lang))


def _in_words(refusal: str, lang: str) -> str:
    """What the system said, in the user's language where it is known."""
    number = next((number for number in errno.errorcode if os.strerror(number) == refusal), 0)
    return reason(OSError(number, refusal), lang)


def reason(error: OSError, lang: str = "zh") -> str:
    """Why the system refused something; in its own words where they are not known here."""
    known = errno.errorcode.get(error.errno or 0, "")
    return say(f"os_{known}", lang) if f"os_{known}" in catalogue() else str(error.strerror or error)
