"""What can go wrong and is somebody's to mend: a file, a lexicon, a profile, an output folder."""

from __future__ import annotations

from dataclasses import dataclass


class ZongjieError(Exception):
    """Base of all errors that end in one clear line instead of a traceback."""


class UnreadableSource(ZongjieError):  # noqa: N818 - the word of the house, what a source is
    """A file that cannot be read; `code` is one of the closed list in ingest, `detail` says what was seen."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(code, detail)
        self.code = code
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.detail}" if self.detail else self.code


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One thing wrong in a lexicon file, at a line counted from 1; `why` in Chinese and in English."""

    file: str
    line: int
    why: tuple[str, str]

    def told(self, lang: str) -> str:
        """Where it is and what it is, in zh or en."""
        return f"{self.file}:{self.line}: {self.why[lang == 'en']}"

    def __str__(self) -> str:
        return self.told("zh")


class LexiconError(ZongjieError):
    """All faults of all lexicon files, listed at once."""

    def __init__(self, faults: list[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(map(str, self.faults)))


class ProfileError(ZongjieError):
    """A profile that does not exist or does not fit; `known` are the names that would."""

    def __init__(self, name: str, known: tuple[str, ...] = ()) -> None:
        super().__init__(name)
        self.name = name
        self.known = known


class JournalError(ZongjieError):
    """A journal that is damaged or of another version."""


class FolderError(ZongjieError):
    """An input or output folder that cannot be used.

    `code`: missing, not_folder, empty, forbidden, unwritable, full, busy, inside_input, not_empty, no_driver,
    unreachable, lexicons.
    """

    def __init__(self, code: str, path: str, detail: str = "") -> None:
        super().__init__(code, path, detail)
        self.code = code
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.code}: {self.path} {self.detail}".rstrip()


class UsageError(ZongjieError):
    """Something the user asked for that cannot be; the message says what to do."""
