"""Profiles: a campaign's folder of lexicons, what its reports must contain, and the folder it extends."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

from pipeline.errors import Fault, FolderError, LexiconError, ProfileError
from pipeline.language.amiss import unknown
from pipeline.language.lexicon import Entry, Lexicon, Schema, raise_all, read_entries
from pipeline.language.profile_head import PROFILE_FILE, read_head, threshold
from pipeline.messages import flaw
from pipeline.model import ROLES

DEFAULT = "chuangxian-zhengyou"

PROBLEM_KINDS = (
    "shortcoming", "weak", "opening", "turn", "still", "partial", "gap", "preventive", "sought", "resolved", "settled",
    "remedy", "praise", "cause", "others", "speech", "past", "modal", "anchor", "heading", "coped",
    "own", "label", "comment", "general",
)  # fmt: skip
# One line a lexicon file: the kinds it may use and the keys it adds.
SCHEMAS: dict[str, Schema] = {
    "headings": Schema(kinds=ROLES, extra=("weight", "also")),
    "slogans": Schema(kinds=("numeral",), extra=("items", "unless_followed")),
    "list_names": Schema(kinds=("list", "enumeration", "chain", "measure", "holder", "bearer", "idiom")),
    "mottos": Schema(kinds=("noun", "spirit", "lead", "stand", "verb", "not_motto")),
    "counted": Schema(extra=("units", "type")),
    "members": Schema(),
    "context": Schema(extra=("scope", "direction", "starts")),
    "problems": Schema(kinds=PROBLEM_KINDS),
    "plans": Schema(kinds=("opening", "clause", "measure", "deadline", "not_plan", "signature")),
    "closing": Schema(kinds=("foot", "author")),
    "themes": Schema(),
    "ledger": Schema(kinds=("owner",)),
    "organisations": Schema(
        kinds=("suffix", "superior", "superior_generic", "self", "self_clause", "unlike", "generic", "not_name"),
        extra=("unit",),
    ),
    "short_names": Schema(kinds=("head", "whole"), extra=("full",)),
    "holidays": Schema(kinds=("numeral", "name", "moving", "notdate"), extra=("date", "after", "days")),
    "titles": Schema(kinds=("report", "title", "not_title", "compilation")),
    "campaigns": Schema(extra=("period",)),
    "residue": Schema(kinds=("placeholder", "blank", "surname", "event", "own_act", "other_act", "aftermath")),
    "words": Schema(kinds=("word", "stop")),
}


@dataclass(frozen=True)
class Profile:
    """What a run knows of a campaign. Hashable and picklable; equal where name and lexicon content are."""

    name: str
    title: str
    required: tuple[str, ...]
    recommended: tuple[str, ...]
    period: str
    campaign: tuple[str, ...]
    lexicon: Lexicon
    off: tuple[str, ...] = ()
    thresholds: Mapping[str, float] = field(default_factory=dict, hash=False)

    @property
    def subject(self) -> str:
        """What is reported on: 创先争优活动总结."""
        title = self.title.removeprefix("通用")
        return title if title.endswith(("总结", "报告", "小结")) else f"{title}总结"


def home() -> Path:
    """The folder of lexicons: beside the package in a checkout, inside it in an installed wheel."""
    inside = Path(__file__).parent.parent / "lexicons"
    return inside if inside.is_dir() else Path(__file__).parent.parent.parent / "lexicons"


def profile_names() -> tuple[str, ...]:
    """The names of the profiles that come with the product."""
    return tuple(sorted(p.parent.name for p in home().glob(f"*/{PROFILE_FILE}")))


def load_profile(name_or_folder: str | Path | None = None, prove: bool = False) -> Profile:
    """A profile by its name or by its folder.

    The examples of the product's own lexicons are proved in its tests, and here only if `prove` asks for it; those of
    other folders always. The product's own are loaded once a process, others each time, since people edit them.
    Raises ProfileError where there is no such profile, LexiconError with every fault of every file otherwise.
    """
    folder = _folder(name_or_folder or DEFAULT)
    return _own(folder, prove) if folder.parent == home() else _loaded(folder, prove)


@lru_cache(maxsize=8)
def _own(folder: Path, prove: bool) -> Profile:
    return _loaded(folder, prove)


def _loaded(folder: Path, prove: bool) -> Profile:
    """A profile from its folder and those it extends."""
    faults: list[Fault] = []
    files: dict[str, dict[str, Entry]] = {}
    heads: dict[str, tuple[str, ...]] = {}
    digest = hashlib.sha256()
    for place in _chain(folder, faults):
        heads = heads | read_head(place, faults)
        for path in sorted(place.glob("*.yaml")):
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
            if path.name != PROFILE_FILE:
                _merge(files, path, faults, prove or place.parent != home())
    raise_all(faults)
    lexicon = Lexicon({n: tuple(e.values()) for n, e in files.items()}, digest.hexdigest()[:16])
    return _profile(folder.name, heads, lexicon)


def check_folder(name_or_folder: str | Path) -> tuple[int, int]:
    """How many lexicon files and entries a profile's folder, or one of lexicons alone, has; raises LexiconError."""
    folder = Path(name_or_folder)
    if not (home() / folder / PROFILE_FILE).is_file() and folder.is_dir() and not (folder / PROFILE_FILE).is_file():
        lexicon = with_lexicons(load_profile("base", prove=True), folder).lexicon
    else:
        lexicon = load_profile(name_or_folder, prove=True).lexicon
    return len(lexicon.files), sum(map(len, lexicon.files.values()))


def _folder(name: str | Path) -> Path:
    given = Path(name).parent if Path(name).name == PROFILE_FILE else Path(name)
    for place in (home() / str(name), given):
        if (place / PROFILE_FILE).is_file():
            return place
    raise ProfileError(str(name), profile_names())


def _chain(folder: Path, faults: list[Fault]) -> list[Path]:
    """The folders from the base up to `folder`, as each one's `extends` says."""
    places = [folder]
    while True:
        parent = (read_head(places[0], []).get("extends") or ("",))[0]
        if not parent:
            return places
        nearby = [p / parent for p in (places[0].parent, home()) if (p / parent / PROFILE_FILE).is_file()]
        if not nearby or nearby[0] in places:
            why = unknown(parent, profile_names(), "parent") if not nearby else flaw("circle", name=parent)
            faults.append(Fault(f"{places[0].name}/{PROFILE_FILE}", 1, why))
            return places
        places.insert(0, nearby[0])


def _merge(files: dict[str, dict[str, Entry]], path: Path, faults: list[Fault], prove: bool = True) -> None:
    """Add one lexicon file; an entry replaces that of the same id below it."""
    if path.stem not in SCHEMAS:
        faults.append(Fault(f"{path.parent.name}/{path.name}", 1, unknown(path.stem, tuple(SCHEMAS), "file")))
        return
    entries, found = read_entries(path, SCHEMAS[path.stem], prove)
    faults.extend(found)
    files.setdefault(path.stem, {}).update({entry.id: entry for entry in entries})


def _profile(name: str, heads: Mapping[str, tuple[str, ...]], lexicon: Lexicon) -> Profile:
    first = {key: (values or ("",))[0] for key, values in heads.items()}
    return Profile(
        name=first.get("name", name),
        title=first.get("title", name),
        required=heads.get("required", ("activities", "problems", "plans")),
        recommended=heads.get("recommended", ("overview", "results")),
        period=first.get("period", ""),
        campaign=heads.get("campaign", ()),
        lexicon=lexicon,
        off=heads.get("off", ()),
        thresholds=dict(pair for pair in map(threshold, heads.get("thresholds", ())) if pair),
    )


def with_lexicons(profile: Profile, folder: Path) -> Profile:
    """The profile with a user's own folder of lexicon files laid over it."""
    if not folder.is_dir():
        raise FolderError("lexicons", str(folder))
    faults: list[Fault] = []
    files = {name: {e.id: e for e in entries} for name, entries in profile.lexicon.files.items()}
    digest = hashlib.sha256(profile.lexicon.fingerprint.encode())
    paths = sorted(p for p in folder.glob("*.yaml") if p.name != PROFILE_FILE)
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
        _merge(files, path, faults)
    if not paths:
        faults.append(Fault(folder.name, 1, flaw("no_files")))
    raise_all(faults)
    lexicon = Lexicon({n: tuple(e.values()) for n, e in files.items()}, digest.hexdigest()[:16])
    return replace(profile, lexicon=lexicon)


__all__ = ["LexiconError", "Profile", "load_profile", "profile_names", "with_lexicons"]
