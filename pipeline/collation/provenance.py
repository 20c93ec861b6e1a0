"""What a run was made with: version, code, profile and lexicons, as fingerprints that change when a result could."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pipeline.collation.collection import Collection
from pipeline.language.profile import Profile
from pipeline.options import Options

# Packages whose version may change a figure: words, themes and likeness.
DECISIVE = ("jieba", "numpy", "scikit-learn", "scipy")


@lru_cache(maxsize=1)
def code_fingerprint() -> str:
    """Sixteen hex digits over the package's own source and data files."""
    digest = hashlib.sha256()
    home = Path(__file__).parent.parent
    for path in sorted([*home.rglob("*.py"), *(home / "data").rglob("*")]):
        if path.is_file():
            digest.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def package_version() -> str:
    """The installed version of zongjie."""
    try:
        return version("zongjie")
    except PackageNotFoundError:
        return "0"


def fingerprint(profile: Profile) -> str:
    """What an outcome depends on besides its file: the code and the profile with its lexicons."""
    parts = (code_fingerprint(), profile.name, profile.lexicon.fingerprint, repr(profile.required))
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]


def asked(options: Options) -> dict[str, object]:
    """The options that the outputs depend on; files given beside the folder by what is in them, not by their place."""
    return {
        "headers": options.headers,
        "lang": options.lang,
        "outputs": list(options.outputs),
        "notices": options.notices,
        "deadline": options.deadline,
        "issuer": options.issuer,
        "seconds": options.seconds,
        "memory": options.memory,
        "roster_sha256": _digest(options.roster),
        "corrections_sha256": _digest(options.corrections),
        **({"about_sha256": _digest(options.about)} if options.about else {}),
        **({"more_corrections_sha256": [_digest(path) for path in more]} if (more := options.more_corrections) else {}),
    }


def _digest(path: Path | None) -> str | None:
    return hashlib.sha256(path.read_bytes()).hexdigest() if path else None


def inputs_digest(collection: Collection) -> str:
    """The SHA-256 of the input files' paths and check sums."""
    inputs = hashlib.sha256()
    for file in collection.records("files"):
        inputs.update(f"{file['file']}\0{file['sha256'] or ''}\n".encode("utf-8", "backslashreplace"))
    return inputs.hexdigest()


def made_with(collection: Collection, profile: Profile, options: Options) -> dict[str, object]:
    """The provenance of a run: inputs, version, rules and options; no times, so that equal runs give equal bytes."""
    decisive = {name: version(name) for name in DECISIVE}
    return {
        "software": "zongjie",
        "version": package_version(),
        "code": code_fingerprint(),
        "profile": profile.name,
        "lexicons": profile.lexicon.fingerprint,
        "packages": decisive,
        "inputs_sha256": inputs_digest(collection),
        "options": asked(options),
    }
