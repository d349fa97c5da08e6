"""From the bytes of a source to its clean text: one reader a format, chosen by the source's media type."""

from dataclasses import replace
from importlib import import_module

from ingest.readers.errors import NeedsOCR, UnreadableSource
from ingest.types import RawDocument, Reading

__all__ = ["READERS", "NeedsOCR", "UnreadableSource", "read"]

READERS: dict[str, str] = {
    "application/pdf": "pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "text/plain": "text",
    "text/markdown": "markdown",
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/vnd.eu.formex+zip": "formex",
    "application/vnd.eu.formex+xml": "formex",
    "application/xml": "formex",
    "application/vnd.crosslex.gdpr+json": "gdpr_json",
    "application/x-crosslex-digest+json": "digest",
}
"""The module of this package that reads each media type; its `read(raw)` does the work."""


def media_type(declared: str) -> str:
    """A declared media type in lower case, without its parameters (`; charset=utf-8`)."""
    return declared.partition(";")[0].strip().lower()


def read(raw: RawDocument) -> Reading:
    """Read a source with the reader of its media type, and check its language.

    Args:
        raw: The bytes of one source.

    Returns:
        The clean text with blocks, pages and problems; a text whose language is not the declared one
        carries a problem line that says so.

    Raises:
        UnreadableSource: No reader for this media type, or the bytes are broken, encrypted or empty.
        NeedsOCR: A PDF without a text layer.
    """
    name = READERS.get(media_type(raw.source.media_type))
    if name is None:
        raise UnreadableSource(
            f"{raw.location}: no reader for media type '{raw.source.media_type}'; "
            f"there are readers for {', '.join(READERS)}"
        )
    if not raw.data:
        raise UnreadableSource(f"{raw.location}: the file is empty")
    reading: Reading = import_module(f"{__name__}.{name}").read(raw)
    if not reading.text.strip():
        raise UnreadableSource(f"{raw.location}: no text was found in it")
    from ingest.readers.language import language_problem

    problem = language_problem(reading.text, raw.source.lang)
    return replace(reading, problems=(*reading.problems, problem)) if problem else reading
