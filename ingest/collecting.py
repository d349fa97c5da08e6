"""Choosing the sources of a build and parsing those that are new, in worker processes."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing import get_context
from pathlib import Path

from corpus.errors import CrosslexError
from corpus.registry import Registry
from corpus.types import Digest, Instrument
from ingest.digests import raw_documents
from ingest.parsing import Failure, Parsed, ReadingCache, Task, parse, reading_key
from ingest.periods import UNDATED, Timeline
from ingest.questions import TypicalQuestion
from ingest.records import Document
from ingest.sources import SourceProblem, Upload, candidates, groups
from ingest.summary import Progress, SummaryRow
from ingest.types import RawDocument

_POOL_FROM = 250_000
"""Bytes to parse from which starting worker processes is worth its second."""


@dataclass(frozen=True, slots=True)
class Collected:
    """A source that goes into the index."""

    document: Document
    instrument: Instrument
    reading: str
    """Key of its cached reading."""
    parsed: Parsed
    problems: tuple[str, ...] = ()
    timeline: Timeline = UNDATED
    """When it, and what in it has a period of its own, was the law (ingest/amended.py)."""
    questions: tuple[TypicalQuestion, ...] = ()
    """What people ask to whom its provisions are the answer."""


@dataclass(slots=True)
class _Text:
    """One text of an instrument while a form of it is looked for that can be parsed."""

    instrument: Instrument
    forms: Iterator[RawDocument | SourceProblem]
    problems: list[str] = field(default_factory=list)
    last: RawDocument | None = None
    failed_id: str = ""


@dataclass(frozen=True, slots=True)
class Places:
    """Where sources come from and readings are kept."""

    mirror: Path | None
    cache: Path
    models: Path
    readings: ReadingCache
    offline: bool


def collect(
    instruments: Sequence[Instrument],
    uploads: Sequence[Upload],
    registry: Registry,
    places: Places,
    embedder: str,
    progress: Progress,
) -> tuple[list[Collected], list[SummaryRow], set[str]]:
    """The parsed sources of these instruments and documents, in order, and a row for each that failed.

    The third result is the keys of the readings that were used, failures among them.

    Of the forms of one text the first that can be parsed is taken. A digest goes in beside the texts themselves.
    """
    texts: list[_Text] = []
    for instrument in instruments:
        for group in groups(instrument):
            forms = candidates(group, mirror=places.mirror, cache=places.cache, offline=places.offline)
            texts.append(_Text(instrument, forms))
        for digest in digests_of(instrument.id, registry):
            texts += [_Text(instrument, iter([raw])) for raw in raw_documents(digest, instrument)]
    texts += [_Text(upload.instrument, _bytes_of(upload)) for upload in uploads]

    found: dict[int, Collected] = {}
    keys: set[str] = set()
    waiting = dict(enumerate(texts))
    while waiting:
        tasks: dict[int, Task] = {}
        for at, text in list(waiting.items()):
            raw = _next(text)
            if raw is None:
                del waiting[at]
            else:
                tasks[at] = Task(raw, text.instrument, embedder, places.models)
        for at, result in _parsed(tasks, places.readings, progress):
            text, task = texts[at], tasks[at]
            keys.add(reading_key(task))
            if isinstance(result, Failure):
                text.problems.append(result.problem)
                text.failed_id = task.raw.source.id
            else:
                document = _document(task, result)
                problems = (*text.problems, *result.problems)
                found[at] = Collected(document, text.instrument, reading_key(task), result, problems)
                del waiting[at]
    failed = [_failed(t) for at, t in enumerate(texts) if at not in found and t.problems]
    return [found[at] for at in sorted(found)], failed, keys


def digests_of(instrument: str, registry: Registry) -> list[Digest]:
    """Our restatements of an instrument: of its present edition, then of earlier ones."""
    current = registry.digest(instrument) if instrument in registry.instruments else None
    return [*([current] if current is not None else []), *registry.past_digests.get(instrument, ())]


def _bytes_of(upload: Upload) -> Iterator[RawDocument | SourceProblem]:
    yield upload.raw  # read when it is asked for, so that one damaged copy is one failed row


def _next(text: _Text) -> RawDocument | None:
    """The next form of a text that can be had; what there is to say about others is noted."""
    while True:
        try:
            form = next(text.forms, None)
        except CrosslexError as error:
            text.problems.append(str(error))
            return None
        if form is None:
            return None
        if isinstance(form, RawDocument):
            text.last = form
            return form
        text.problems.append(form.message)
        text.failed_id = text.failed_id or form.source_id


def _failed(text: _Text) -> SummaryRow:
    source = text.last.source if text.last else None
    if source is None:
        sources = text.instrument.sources
        source = next((s for s in sources if s.id == text.failed_id), sources[0] if sources else None)
    return SummaryRow(
        instrument=text.instrument.id,
        source=f"{text.instrument.id}:{source.id if source else text.failed_id}",
        role=source.role if source else "",
        lang=source.lang if source else "",
        state="failed",
        problems=tuple(text.problems),
    )


def _parsed(
    tasks: dict[int, Task], readings: ReadingCache, progress: Progress
) -> Iterator[tuple[int, Parsed | Failure]]:
    """The result of each task, from the cache or newly parsed."""
    new: dict[int, Task] = {}
    for at, task in tasks.items():
        cached = readings.get(reading_key(task))
        if cached is None:
            new[at] = task
        else:
            yield at, cached
    if not new:
        return
    progress.stage("reading", len(new))
    in_workers = sum(len(task.raw.data) for task in new.values()) > _POOL_FROM
    for at, result in _in_workers(new) if in_workers else ((at, parse(task)) for at, task in new.items()):
        if not (isinstance(result, Failure) and result.transient):
            readings.put(reading_key(new[at]), result)
        progress.advance()
        yield at, result


def _in_workers(tasks: dict[int, Task]) -> Iterator[tuple[int, Parsed | Failure]]:
    """Parse in as many processes as there are cores, up to four; a process that dies takes one source with it."""
    workers = min(4, len(tasks), os.cpu_count() or 1)
    left = dict(sorted(tasks.items(), key=lambda item: -len(item[1].raw.data)))  # the longest first
    with suppress(BrokenProcessPool), ProcessPoolExecutor(workers, get_context("spawn")) as pool:
        jobs = {pool.submit(parse, task): at for at, task in left.items()}
        try:
            for job in as_completed(jobs):
                result = job.result()
                left.pop(jobs[job])
                yield jobs[job], result
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    for at, task in left.items():
        try:
            with ProcessPoolExecutor(1, get_context("spawn")) as pool:
                yield at, pool.submit(parse, task).result()
        except BrokenProcessPool:
            yield at, Failure(f"{task.raw.location}: its parser was ended by the system", transient=True)


def _document(task: Task, parsed: Parsed) -> Document:
    raw, source = task.raw, task.raw.source
    return Document(
        source=f"{raw.instrument}:{source.id}",
        instrument=raw.instrument,
        source_id=source.id,
        lang=source.lang,
        role=source.role,
        edition=source.edition,
        part=source.part,
        url=str(source.url) if source.url else _first_url(task.instrument),
        media_type=source.media_type,
        sha256=raw.sha256,
        origin=raw.origin,
        location=raw.location,
        name=source.file or Path(raw.location).name,
        original=source.lang == task.instrument.language,
        characters=len(parsed.text),
        pages=parsed.pages,
        problems=parsed.problems,
        since=source.since,
        until=source.until,
    )


def _first_url(instrument: Instrument) -> str | None:
    """Where a text without an address of its own (a digest) sends its reader."""
    return next((str(source.url) for source in instrument.sources if source.url), None)
