"""Which texts there are of an instrument, and their bytes: mirror → cache → official URL."""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from corpus.errors import CrosslexError
from corpus.types import Instrument, Lang, Source
from ingest.cached_copies import copy_path, read_copy
from ingest.fetch import FetchError, Limits, fetch_source
from ingest.own_files import Upload, check_file, raw_from_file, remove_upload, store_upload, uploads
from ingest.types import Origin, RawDocument

__all__ = [
    "SourceGroup",
    "SourceProblem",
    "Upload",
    "candidates",
    "check_file",
    "fetchable",
    "groups",
    "mirror_file",
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
    """The texts of an instrument, in the registry's order: the current ones, and editions that were so until a day."""
    by_key: dict[tuple[Lang, str, str | None], list[Source]] = {}
    for source in instrument.sources:
        if source.current or source.until is not None:
            by_key.setdefault((source.lang, source.edition, source.part), []).append(source)
    return [
        SourceGroup(instrument.id, lang, edition, part, tuple(forms))
        for (lang, edition, part), forms in by_key.items()
    ]


def fetchable(forms: Sequence[Source]) -> list[Source]:
    """The forms of one text whose URL can be asked for them, best first.

    A mirror's text file was made from a page or a PDF, and its URL is that of the original. So where a form without a
    file is listed beside forms with one, theirs are asked only if they are of the same media type; and of several forms
    with one URL it is the one without a file, or else the web page, that the URL gives. Scans that need OCR are not
    asked for, nor are the files of earlier editions: their URL may give the present one.
    """
    asked = [s for s in forms if s.url is not None and not s.needs_ocr and (s.current or s.file is None)]
    direct = {s.media_type for s in asked if s.file is None}
    if direct:
        asked = [s for s in asked if s.file is None or s.media_type in direct]
    by_url: dict[str, Source] = {}
    for source in sorted(asked, key=lambda s: (s.file is not None, s.media_type != "text/html")):
        by_url.setdefault(str(source.url), source)
    return [s for s in asked if by_url[str(s.url)] is s]


def mirror_file(mirror: Path, instrument: str, source: Source) -> Path | None:
    """Where a mirror holds a source's file; None for a source without one.

    Raises:
        CrosslexError: The registry's file name leads out of the instrument's folder.
    """
    if source.file is None:
        return None
    name = PurePath(source.file)
    if name.is_absolute() or ".." in name.parts:
        raise CrosslexError(
            f"{instrument}:{source.id}: '{source.file}' is not the name of a file in the mirror"
        )
    return mirror / instrument / name


def candidates(
    group: SourceGroup,
    *,
    mirror: Path | None,
    cache: Path,
    offline: bool,
    limits: Limits | None = None,
    unreachable: set[str] | None = None,
) -> Iterator[RawDocument | SourceProblem]:
    """What can be had of one text, best first, and what a person should know about it.

    The copies on this machine come first, each form's from the mirror before its from the cache; official
    addresses are asked only when these have been used up. Nothing is yielded where there is nothing to be had.

    Args:
        group: The forms of the text.
        mirror: A folder with copies, `<mirror>/<instrument>/<source.file>`.
        cache: The folder of fetched copies, `Paths.cache`.
        offline: Do not ask official addresses.
        limits: Of a fetch.
        unreachable: Hosts that did not answer; see `fetch_source`. Share one set over a whole build.
    """
    given: set[tuple[str, str]] = set()
    for source in group.forms:
        for raw in _local(group, source, mirror, cache):
            if isinstance(raw, SourceProblem):
                yield raw
            elif (source.id, raw.sha256) not in given:
                given.add((source.id, raw.sha256))
                if source.needs_ocr:
                    yield SourceProblem(
                        group.instrument,
                        source.id,
                        f"{raw.location}: a scan without a text layer; it needs OCR",
                    )
                    continue
                if raw.origin == "mirror" and source.sha256 not in (None, raw.sha256):
                    yield SourceProblem(
                        group.instrument,
                        source.id,
                        f"{raw.location}: changed; not the text that the registry knows",
                    )
                yield raw
    if offline:
        return
    for source in fetchable(group.forms):
        fetched = _from_official(group, source, cache, limits, unreachable)
        if isinstance(fetched, SourceProblem) or (source.id, fetched.sha256) not in given:
            yield fetched


def _local(
    group: SourceGroup, source: Source, mirror: Path | None, cache: Path
) -> Iterator[RawDocument | SourceProblem]:
    """The copies on this machine; the second is read only if it is asked for."""
    if (raw := _from_mirror(group, source, mirror)) is not None:
        yield raw
    if (raw := _from_cache(group, source, cache)) is not None:
        yield raw


def _from_mirror(
    group: SourceGroup, source: Source, mirror: Path | None
) -> RawDocument | SourceProblem | None:
    path = mirror_file(mirror, group.instrument, source) if mirror else None
    if path is None:
        return None
    try:
        return _raw(group, source, path.read_bytes(), "mirror", str(path))
    except (FileNotFoundError, NotADirectoryError):
        return None  # a mirror need not hold everything
    except OSError as error:
        return SourceProblem(group.instrument, source.id, f"{path}: cannot be read ({error.strerror})")


def _from_cache(group: SourceGroup, source: Source, cache: Path) -> RawDocument | SourceProblem | None:
    path = copy_path(cache, group.instrument, source)
    copy = read_copy(path)
    if copy is None:
        if path.exists():
            return SourceProblem(
                group.instrument,
                source.id,
                f"{path}: damaged, not used; run: crosslex corpus fetch {group.instrument}",
            )
        return None
    record, data = copy
    if record.edition != source.edition:
        return SourceProblem(
            group.instrument,
            source.id,
            f"{path}: of edition {record.edition}, not {source.edition}; "
            f"run: crosslex corpus fetch {group.instrument}",
        )
    return _raw(group, source, data, "cache", str(path))


def _from_official(
    group: SourceGroup, source: Source, cache: Path, limits: Limits | None, unreachable: set[str] | None
) -> RawDocument | SourceProblem:
    path = copy_path(cache, group.instrument, source)
    try:
        result = fetch_source(source, path, limits=limits, unreachable=unreachable)
    except FetchError as error:
        return SourceProblem(group.instrument, source.id, str(error))
    copy = read_copy(path)
    if copy is None:  # another process is writing it at this moment
        return SourceProblem(group.instrument, source.id, f"{path}: could not be read back; try again")
    return _raw(group, source, copy[1], "official", result.url)


def _raw(group: SourceGroup, source: Source, data: bytes, origin: Origin, location: str) -> RawDocument:
    digest = hashlib.sha256(data).hexdigest()
    return RawDocument(group.instrument, source, data, digest, origin, location)
