"""The registry of formats: who reads them, and which suffixes promise them."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from pipeline.model import Source

Reader = Callable[[bytes, str], Source]

# format: module and function, imported when a file of the format is met.
READERS = {
    "txt": "text:read_text",
    "docx": "docx:read_docx",
    "doc": "doc:read_doc",
    "pdf": "pdf:read_pdf",
    "rtf": "rtf:read_rtf",
    "odt": "odt:read_odt",
    "html": "html:read_html",
    "md": "markdown:read_markdown",
    "mht": "html:read_mht",
    "wordml": "wordxml:read_wordml",
    "opc": "wordxml:read_flat_opc",
}
# What each suffix promises; another content is read all the same, and noted.
SUFFIXES = {
    ".txt": "txt",
    ".text": "txt",
    ".md": "md",
    ".markdown": "md",
    ".docx": "docx",
    ".docm": "docx",
    ".dotx": "docx",
    ".dotm": "docx",
    ".doc": "doc",
    ".dot": "doc",
    ".wps": "doc",
    ".wpt": "doc",
    ".pdf": "pdf",
    ".rtf": "rtf",
    ".odt": "odt",
    ".ott": "odt",
    ".fodt": "odt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mht": "mht",
    ".mhtml": "mht",
    ".zip": "zip",
}


def reader(format: str) -> Reader:
    """The reader of a format of READERS."""
    module, function = READERS[format].split(":")
    found: Reader = getattr(import_module(f"pipeline.ingest.{module}"), function)
    return found
