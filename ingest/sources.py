"""Which texts there are of an instrument, and their bytes: mirror → cache → official URL."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from corpus.types import Instrument, Lang, Source
from ingest.own_files import Upload, raw_from_file, remove_upload, store_upload, uploads
from ingest.types import RawDocument

__all__ = [
    "SourceGroup",
    "SourceProblem",
    "Upload",
    "candidates",
    "groups",
    "raw_from_file",
    "remove_upload",
    "store_upload",
    "uploads",
]


@dataclass(frozen=True, slots=True)
class SourceGroup:
    """The forms of one text: sources that share language, edition and part, best first."""

    instrument: str
    lang: Lang
    edition: str
    part: str | None
    forms: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class SourceProblem:
    """One line about a source that a person should see."""

    instrument: str
    source_id: str
    message: str


def groups(instrument: Instrument) -> list[SourceGroup]:
    """The current texts of an instrument, in the registry's order."""
    by_key: dict[tuple[Lang, str, str | None], list[Source]] = {}
    for source in instrument.sources:
        if source.current:
            by_key.setdefault((source.lang, source.edition, source.part), []).append(source)
    return [
        SourceGroup(instrument.id, lang, edition, part, tuple(forms))
        for (lang, edition, part), forms in by_key.items()
    ]


def candidates(
    group: SourceGroup, *, mirror: Path | None, cache: Path, offline: bool
) -> Iterator[RawDocument | SourceProblem]:
    """What can be had of one text, best first, and what a person should know about it.

    The copies on this machine come first, each form's from the mirror before its from the cache; official
    addresses are asked only when these have been used up. Nothing is yielded where there is nothing to be had.

    Args:
        group: The forms of the text.
        mirror: A folder with copies, `<mirror>/<instrument>/<source.file>`.
        cache: The folder of fetched copies, `Paths.cache`.
        offline: Do not ask official addresses.
    """
    raise NotImplementedError
