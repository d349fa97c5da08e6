"""The reader's own documents as the page sees them: adding, removing, and what was understood of each."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from corpus import Lang, Registry, UsageError
from ingest import Document, ProvisionText, Summary, Upload, build, check_file, uploads
from rag import Engine, LiveEngine
from ui.page.jobs import Job
from ui.wording_desk import desk

AT_ONCE = 20
"""Files of one upload."""
MOST = 200
"""Documents that are kept: a shelf is no archive."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that was not taken, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Added:
    """What became of some files."""

    ids: tuple[str, ...] = ()
    """Of the documents that can be asked now."""
    names: tuple[str, ...] = ()
    refused: tuple[Refused, ...] = ()
    removed: str | None = None
    """Name of the document that was taken out instead."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A document and what was found in it."""

    upload: Upload
    size: int
    """Bytes."""
    document: Document | None = None
    """None where it could not be read."""
    provisions: tuple[ProvisionText, ...] = ()
    problems: tuple[str, ...] = field(default=())


class Shelf:
    """The documents under the home of an engine.

    Args:
        engine: Moves on to what has been added or removed, if it is a `LiveEngine`.
        registry: As of `ingest.build`.
    """

    def __init__(self, engine: Engine, registry: Registry | None = None) -> None:
        self._engine, self._registry = engine, registry
        self._one = threading.Lock()  # builds do not wait for each other by themselves

    def documents(self) -> list[Upload]:
        """All of them, the newest first."""
        return sorted(uploads(self._engine.index.home), key=lambda u: (u.added, u.id), reverse=True)

    def add(self, files: Sequence[Path], job: Job[Added], lang: Lang) -> Added:
        """Read files and file them; those that cannot be taken do not keep the others out.

        Raises:
            UsageError: Too many at once, or in all.
            CrosslexError: The index cannot be built now.
        """
        if len(files) > AT_ONCE:
            raise UsageError(desk("docs_too_many_at_once", lang).format(AT_ONCE))
        good, refused = [], []
        for path in files:
            try:
                check_file(path)
                good.append(path)
            except UsageError as error:
                refused.append(Refused(path.name, _by_name(str(error), [path])))
        if not good:
            return Added(refused=tuple(refused))
        kept = uploads(self._engine.index.home)
        if len({upload.name for upload in kept} | {path.name for path in good}) > MOST:
            raise UsageError(desk("docs_too_many", lang).format(MOST))
        summary = self._build(job, files=good)
        rows = {row.instrument: row for row in summary.rows if row.role == "user"}
        names = {path.name for path in good}
        now = {upload.id: upload for upload in uploads(self._engine.index.home)}
        ids = [id for id, up in now.items() if up.name in names and id in rows and rows[id].state != "failed"]
        for id, row in rows.items():
            if row.state == "failed" and (id not in now or now[id].name in names):
                refused += [
                    Refused(_name_of(problem, good), _by_name(problem, good)) for problem in row.problems[:1]
                ]
        return Added(tuple(ids), tuple(now[id].name for id in ids), tuple(refused))

    def remove(self, id: str, job: Job[Added]) -> str:
        """Take a document out, its copy included; its name.

        Raises:
            UsageError: There is none of that id.
            CrosslexError: The index cannot be built now.
        """
        name = next((upload.name for upload in uploads(self._engine.index.home) if upload.id == id), "")
        self._build(job, remove=[id])
        return name

    def understood(self, id: str) -> Understood | None:
        """What is known of a document; None if there is no such one."""
        engine, index = self._engine, self._engine.index
        upload = next((u for u in uploads(index.home) if u.id == id), None)
        if upload is None:
            return None
        size = upload.path.stat().st_size if upload.path.is_file() else 0
        documents = index.catalog.documents(id)
        if not documents:
            failed = [row for row in engine.index.manifest.failed if row["instrument"] == id]
            problems = [
                _by_name(p, [Path(upload.name), upload.path]) for row in failed for p in row["problems"]
            ]
            return Understood(upload, size, problems=tuple(problems))
        entry = next((s for s in index.manifest.sources if s.source == documents[0].source), None)
        problems = list(entry.problems if entry else documents[0].problems)
        shown = tuple(_by_name(problem, [upload.path]) for problem in problems)
        return Understood(upload, size, documents[0], tuple(index.provisions(id)), shown)

    def refresh(self) -> None:
        """See what has been added or removed elsewhere, such as by `crosslex ingest`."""
        if isinstance(self._engine, LiveEngine):
            self._engine.refresh()

    def _build(self, job: Job[Added], *, files: Sequence[Path] = (), remove: Sequence[str] = ()) -> Summary:
        job.stage("waiting", 1)
        with self._one:
            job.stage("reading", len(files))
            home = self._engine.index.home
            summary = build(
                self._registry, home=home, files=files, remove=remove, own_only=True, progress=_Quiet(job)
            )
            self.refresh()
        return summary


class _Quiet:
    """Progress without notes on where official texts come from."""

    def __init__(self, job: Job[Added]) -> None:
        self.stage, self.advance = job.stage, job.advance

    def note(self, line: str) -> None:
        """Nothing."""


def _by_name(line: str, files: Sequence[Path]) -> str:
    """A line about a file without the place where the file lay."""
    for path in files:
        line = line.replace(str(path), path.name)
    return line


def _name_of(line: str, files: Sequence[Path]) -> str:
    return next((path.name for path in files if path.name in line), "")
