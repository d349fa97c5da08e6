"""The GDPR as structured JSON: articles and recitals as lists of numbered texts."""

import json
import re
from typing import Any

from ingest.readers.decoding import plain
from ingest.readers.errors import UnreadableSource
from ingest.readers.html import MARKER
from ingest.readers.pieces import Piece, assemble
from ingest.types import RawDocument, Reading

_SCRIPT = re.compile(r"\$\(\w+\)\.|\bfunction\s*\(")
"""A page's script that was saved as text."""


def read(raw: RawDocument) -> Reading:
    """Read a law given as `{"full_name", "recitals": […], "articles": [{"number", "title", "text"}]}`.

    Recitals come before articles, as in the law, each under the heading that the file's own keys give; an entry
    that repeats an earlier one is read once. Lines of a text are its paragraphs and points, a marker alone on its
    line is put before the next. Chapter numbers are left out: the known file has them one article early.

    Raises:
        UnreadableSource: The bytes are not JSON, or hold neither articles nor recitals.
    """
    try:
        law: dict[str, Any] = json.loads(raw.data)
        recitals = _texts(law.get("recitals", []), "recital_number")
        articles = _texts(law.get("articles", []), "number")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnreadableSource(f"{raw.location}: not a law as structured JSON ({error!r})") from None
    if not recitals and not articles:
        raise UnreadableSource(f"{raw.location}: this JSON file holds no articles and no recitals")
    pieces = [Piece(_line(str(law.get("full_name") or "")), "heading", 1)]
    if recitals:
        pieces.append(Piece("Recitals", "heading", 2))
    for number, entry in recitals.items():
        first, *others = _lines(entry)
        pieces.append(Piece(f"({number}) {first}", "list-item", 1, f"recital-{number}"))
        pieces += [Piece(line) for line in others]
    if articles:
        pieces.append(Piece("Articles", "heading", 2))
    for number, entry in articles.items():
        pieces.append(Piece(f"Article {number}", "heading", 3, f"article-{number}"))
        pieces.append(Piece(_line(str(entry.get("title") or "")), "heading", 3))
        pieces += [Piece(line) for line in _lines(entry)]
    return assemble(pieces)


def _texts(entries: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """The entries by number, in the order of the file; the first of several with one number counts."""
    found: dict[str, dict[str, Any]] = {}
    for entry in entries:
        if _lines(entry):
            found.setdefault(str(entry[key]).strip(), entry)
    return found


def _lines(entry: dict[str, Any]) -> list[str]:
    """The lines of an entry's text."""
    found: list[str] = []
    marker = ""
    for raw_line in plain(entry["text"]).split("\n"):
        line = _line(raw_line)
        if MARKER.fullmatch(line):
            marker = f"{marker} {line}".strip()
        elif line and not _SCRIPT.search(line):
            found.append(f"{marker} {line}".strip())
            marker = ""
    return [*found, marker] if marker else found


def _line(text: str) -> str:
    return " ".join(plain(text).split())
