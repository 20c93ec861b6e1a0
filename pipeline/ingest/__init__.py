"""Reading: a file becomes a Source, or an UnreadableSource says why not. The content decides, not the suffix."""

from __future__ import annotations

import os
import re
from dataclasses import replace
from pathlib import Path

from pipeline.errors import UnreadableSource
from pipeline.ingest import office
from pipeline.ingest.archive import MAX_DEPTH, items_of, member_bytes
from pipeline.ingest.formats import READERS, SUFFIXES, reader
from pipeline.ingest.garbled import check_garbled
from pipeline.ingest.inventory import Item, inventory
from pipeline.ingest.paths import opened
from pipeline.ingest.sniff import HEAD, ZIP, Kind, sniff, zip_kind
from pipeline.model import Source

__all__ = ["READERS", "Item", "inventory", "read", "read_bytes", "take"]

# Texts that are no reports, unless they read like one.
DATA_SUFFIXES = frozenset({
    ".csv", ".tsv", ".json", ".jsonl", ".yaml", ".yml", ".toml", ".ini", ".cfg", ".conf", ".log", ".py", ".js", ".css",
    ".sql", ".sh", ".bat", ".ps1", ".c", ".h", ".cpp", ".java", ".srt", ".lrc", ".url", ".reg", ".bib", ".tex", ".vbs",
})  # fmt: skip
_TAG = re.compile(rb"</[a-zA-Z][\w-]*\s*>|<(?:br|p|li|td|hr|img)\b[^<>]*>", re.I)
PROSE = 3  # full stops
MAX_BYTES = 200 * 1024 * 1024


def read(path: Path, file: str | None = None) -> Source:
    """A file as read; `file` is the name it goes by in the tables (its path by default).

    `archive.zip!/inner/path.docx` reads a member of an archive. Raises UnreadableSource with a code of
    `ingest.reasons` for whatever cannot be read, `archive` for an archive as a whole.
    """
    item = _item(path, file)
    found = take(item)
    if isinstance(found, tuple):
        raise UnreadableSource("archive", f"内有 {len(found)} 个文件")
    return found


def take(item: Item) -> Source | tuple[Item, ...]:
    """What an item of the inventory holds: its source, or the members of an archive as further items.

    Raises UnreadableSource for whatever cannot be read, an item with a `code` of its own included.
    """
    if item.code:
        raise UnreadableSource(item.code, item.detail)
    if not item.inner and _is_large_archive(item.path):
        return items_of(item)
    data = member_bytes(item) if item.inner else _bytes_of(item.path)
    kind = sniff(data)
    if kind.format != "zip":
        return read_bytes(data, item.file, kind)
    if len(item.inner) >= MAX_DEPTH:
        raise UnreadableSource("too_deep", "压缩包套压缩包超过两层")
    return items_of(item, data if item.inner else None)


def read_bytes(data: bytes, file: str, kind: Kind | None = None) -> Source:
    """The source in these bytes, by their content; a suffix that says otherwise is noted."""
    if not data:
        raise UnreadableSource("empty")
    kind = kind or sniff(data)
    suffix = os.path.splitext(file)[1].lower()
    if kind.format == "encrypted":
        raise UnreadableSource("encrypted", kind.what)
    if kind.format not in READERS:
        raise UnreadableSource("unsupported", kind.what)
    if kind.format == "txt":
        kind = _marked_up(data, SUFFIXES.get(suffix, ""))
    source = _source(kind, data, file)
    if kind.format == "txt" and suffix in DATA_SUFFIXES and source.text.count("。") < PROSE:
        raise UnreadableSource("data_file", suffix)
    if suffix not in SUFFIXES or SUFFIXES[suffix] == kind.format:
        return source
    return replace(source, notes=(("wrong_suffix", f"后缀 {suffix}，实为{kind.what}"), *source.notes))


def _marked_up(data: bytes, promised: str) -> Kind:
    """What a text is that its suffix says is markup: Markdown may be any text, a page has tags."""
    if promised == "md":
        return Kind("md", "Markdown")
    return Kind("html", "网页") if promised == "html" and _TAG.search(data[:HEAD]) else Kind("txt", "纯文本")


def _source(kind: Kind, data: bytes, file: str) -> Source:
    """The source by its format's reader; whatever broken content makes a parser raise is a damaged file."""
    try:
        if kind.format in office.FORMATS and office.program():
            return office.read_with_office(data, file, kind.format)
        source = reader(kind.format)(data, file)
        # The reader of .docx hands over what it finds; garbled text may stand in a sound document.
        return replace(source, notes=source.notes + check_garbled(source.text)) if source.format == "docx" else source
    except (UnreadableSource, MemoryError):
        raise
    except RecursionError as error:
        raise UnreadableSource("too_deep", kind.what) from error
    except Exception as error:
        raise UnreadableSource("damaged", f"{kind.what}，{type(error).__name__}") from error


def _bytes_of(path: str) -> bytes:
    """The bytes of a file of at most MAX_BYTES."""
    with opened(path) as (stream, status):
        if status.st_size > MAX_BYTES:
            raise UnreadableSource("too_large", f"{status.st_size // 1024 // 1024} MB")
        return stream.read(MAX_BYTES)


def _is_large_archive(path: str) -> bool:
    """Whether a file too large for memory is an archive, which is read where it lies."""
    with opened(path) as (stream, status):
        return status.st_size > MAX_BYTES and stream.read(4) in ZIP and zip_kind(stream).format == "zip"


def _item(path: Path, file: str | None) -> Item:
    """A path as an item; `archive.zip!/inner` is looked up in the archive."""
    text = str(path)
    item = Item(text if file is None else file, os.fsencode(text), text)
    if "!/" not in text or os.path.lexists(text):
        return item
    archive, _, _inner = text.partition("!/")
    return _found(Item(archive, os.fsencode(archive), archive), item)


def _found(archive: Item, wanted: Item) -> Item:
    """The member that goes by the wanted item's path, in the archive or in one inside it."""
    members = take(archive)
    for member in members if isinstance(members, tuple) else ():
        if member.file == wanted.path:
            return replace(member, file=wanted.file)
        if wanted.path.startswith(f"{member.file}!/"):
            return _found(member, wanted)
    raise UnreadableSource("vanished", "压缩包里没有这个文件")
