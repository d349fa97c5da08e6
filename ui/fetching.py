"""`crosslex corpus fetch`: bring the official texts into the cache, and say of each what became of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console

from corpus import Instrument, Source, UsageError
from ingest.cached_copies import FetchResult, copy_path, read_copy
from ingest.fetch import FetchError, Limits, copy_source, fetch_source
from ingest.home import paths, writable
from ingest.sources import fetchable, groups, mirror_file
from ui.progress import TerminalProgress

Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class _Job:
    instrument: str
    source: Source
    file: Path | None
    """In the mirror; None: from the official address."""


def fetch(
    instruments: Sequence[Instrument],
    *,
    mirror: Path | None,
    console: Console,
    home: Path | None = None,
    limits: Limits | None = None,
) -> tuple[list[Row], int]:
    """Bring the current texts of `instruments` into the cache.

    Args:
        instruments: Whose texts.
        mirror: Copy the files of this folder; from the official addresses if it is None.
        console: Where progress is drawn, if it is a terminal.
        home: `$CROSSLEX_HOME` if not given.
        limits: Of each fetch.

    Returns:
        A row {instrument, source, state, detail} for each source, and how many could not be had. States are `new`,
        `unchanged`, `changed`, `failed`, and `none` for a text that has no address.

    Raises:
        UsageError: The mirror is not a folder.
        CrosslexError: The cache cannot be written to.
    """
    if mirror is not None and not mirror.is_dir():
        raise UsageError(
            f"there is no folder {mirror}; --mirror names a folder with a copy of the official texts"
        )
    cache = writable(paths(home).cache)
    rows: list[Row] = []
    jobs: list[_Job] = []
    for instrument in instruments:
        for job in _jobs(instrument, mirror):
            if isinstance(job, _Job):
                jobs.append(job)
            else:
                rows.append(job)
    unreachable: set[str] = set()
    failed = 0
    with TerminalProgress(console) as progress:
        progress.stage("fetching", len(jobs))
        for job in jobs:
            target = copy_path(cache, job.instrument, job.source)
            try:
                if job.file is not None:
                    result = copy_source(job.source, job.file, target)
                else:
                    result = fetch_source(job.source, target, limits=limits, unreachable=unreachable)
                rows.append(_row(job.instrument, job.source.id, result.state, _detail(job.source, result)))
            except FetchError as error:
                failed += 1
                kept = "; the copy of before stays" if read_copy(target) else ""
                rows.append(_row(job.instrument, job.source.id, "failed", f"{error}{kept}"))
            progress.advance()
    order = {instrument.id: at for at, instrument in enumerate(instruments)}
    return sorted(rows, key=lambda row: order[row["instrument"]]), failed


def _jobs(instrument: Instrument, mirror: Path | None) -> Iterator[_Job | Row]:
    for group in groups(instrument):
        if mirror is not None:
            for source in group.forms:
                file = mirror_file(mirror, instrument.id, source)
                if file is not None:
                    yield _Job(instrument.id, source, file)
            continue
        forms = fetchable(group.forms)
        yield from (_Job(instrument.id, source, None) for source in forms)
        if not forms:
            scan = any(source.needs_ocr for source in group.forms)
            detail = "a scan that needs OCR: not fetched" if scan else "no official address; use --mirror"
            yield _row(instrument.id, group.forms[0].id, "none", detail)


def _detail(source: Source, result: FetchResult) -> str:
    size = f"{result.bytes / 1000:,.0f} kB" if result.bytes >= 1000 else f"{result.bytes} bytes"
    parts = [size]
    if result.as_registered is False:
        parts.append("not the text that the registry knows (sha256 differs)")
    if source.needs_ocr:
        parts.append("a scan that needs OCR")
    return "; ".join(parts)


def _row(instrument: str, source: str, state: str, detail: str) -> Row:
    return {"instrument": instrument, "source": source, "state": state, "detail": detail}
