"""What a researcher says of a data set: title, version, licence, who made it. A YAML file given with --about.

The keys are properties of a Frictionless Data Package (https://specs.frictionlessdata.io/data-package/); `license` is
short for `licenses`. A licence, contributor or source may be a name alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from functools import partial
from pathlib import Path
from typing import Any

from pipeline.errors import UsageError
from pipeline.messages import say
from pipeline.yamls import load_text

TEXTS = ("id", "name", "title", "description", "homepage", "version")
# Lists of objects: the property that a name alone stands for, and those that an object may have.
OBJECTS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "licenses": ("name", ("name", "path", "title")),
    "contributors": ("title", ("title", "path", "email", "role", "organization")),
    "sources": ("title", ("title", "path", "email")),
}
KEYS = (*TEXTS, "keywords", *OBJECTS)
_NAME = re.compile(r"[a-z0-9._/-]+")  # what the specification lets a package be called


def read_about(path: Path, lang: str = "zh") -> dict[str, object]:
    """The properties of a data set as its file gives them; a UsageError says what is wrong with it."""
    try:
        told = load_text(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(say("about_unreadable", lang, path=path)) from error
    except ValueError as error:
        raise UsageError(say("about_no_yaml", lang, path=path, line=error)) from error
    wrong = partial(_wrong, path, lang)
    if not isinstance(told, dict) or not told:
        raise wrong("about_no_mapping")
    found = {("licenses" if key == "license" else key): value for key, value in told.items()}
    for key in found:
        if key not in KEYS:
            near = (get_close_matches(key, KEYS, 1) or [", ".join(KEYS)])[0]
            raise wrong("about_key", name=key, near=near)
    return {key: _value(key, found[key], wrong) for key in KEYS if key in found}


def _wrong(path: Path, lang: str, key: str, **values: object) -> UsageError:
    return UsageError(say(key, lang, path=path, **values))


def _value(key: str, value: Any, wrong: Any) -> object:
    """A property as the specification has it."""
    if key in TEXTS:
        if not isinstance(value, str) or not value or (key == "name" and not _NAME.fullmatch(value)):
            raise wrong("about_name" if key == "name" else "about_text", name=key)
        return value
    items = value if isinstance(value, list) else [value]
    if key == "keywords":
        if not all(isinstance(item, str) for item in items):
            raise wrong("about_text", name=key)
        return items
    short, known = OBJECTS[key]
    return [_object(key, {short: item} if isinstance(item, str) else item, known, wrong) for item in items]


def _object(key: str, item: Any, known: tuple[str, ...], wrong: Any) -> dict[str, str]:
    """One licence, contributor or source: it has its first property or a path, and texts alone."""
    fits = isinstance(item, dict) and set(item) <= set(known) and all(isinstance(v, str) and v for v in item.values())
    if not fits or not {known[0], "path"} & set(item) or (key == "contributors" and "title" not in item):
        raise wrong("about_object", name=key, known=", ".join(known))
    return dict(item)
