"""Writing the catalog of a new generation (ingest/catalog.py reads it)."""

import json
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ingest.periods import Timeline, written_period
from ingest.questions import TypicalQuestion
from ingest.records import Document
from ingest.shelves import Epochs
from ingest.types import Chunk, Provision

if TYPE_CHECKING:
    from ingest.parsing import ParsedSentence

SCHEMA = """
create table documents (
    source text primary key, instrument text, source_id text, lang text, role text, edition text, part text, url text,
    media_type text, sha256 text, origin text, location text, name text, original integer, characters integer,
    pages text, problems text, since text, until text, act text, body text
);
create table epochs (begins text);
create table provisions (
    source text, ord integer, pin text, kind text, number text, heading text, path text,
    start integer, end integer, body integer, period text, primary key (source, ord)
) without rowid;
create table passages (source text, start integer, end integer, period text);
create table chunks (
    number integer, id text primary key, source text, ord integer, pin text, start integer, end integer,
    context text, heading text, page integer, pins text
) without rowid;
create table sentences (
    number integer primary key, chunk text, source text, pin text, start integer, end integer
);
create table questions (number integer primary key, source text, pin text);
create table headings (number integer primary key, source text, pin text);
"""
_TABLES = ("documents", "provisions", "passages", "chunks", "sentences", "questions", "headings")
_NUMBERED = ("chunks", "sentences", "questions", "headings")
"""Those of points in the store."""
INDEXES = """
create index if not exists documents_instrument on documents (instrument);
create index if not exists provisions_pin on provisions (pin);
create index if not exists provisions_span on provisions (source, start);
create unique index if not exists chunks_number on chunks (number, id);
create index if not exists chunks_source on chunks (source, ord);
create index if not exists sentences_chunk on sentences (chunk, start);
"""


@dataclass(frozen=True, slots=True)
class Numbers:
    """Under which numbers the store has the points of a source."""

    chunks: range
    sentences: range
    questions: range
    headings: range


class CatalogWriter:
    """Fills a new catalog; nothing reads it before `finish`.

    Args:
        path: Where the SQLite file is made.
        schema: What is made in it.
    """

    def __init__(self, path: Path, schema: str = SCHEMA) -> None:
        self._db = sqlite3.connect(path)
        self._db.executescript("pragma journal_mode = off; pragma synchronous = off;" + schema)

    @classmethod
    def onto(cls, path: Path) -> "CatalogWriter":
        """Add to a finished catalog that nobody reads yet."""
        return cls(path, schema="")

    def remove(self, sources: Iterable[str]) -> None:
        """Take sources out with everything in them."""
        keys = [(source,) for source in sources]
        for table in _TABLES:
            self._db.executemany(f"delete from {table} where source = ?", keys)  # noqa: S608 (our own names)

    def add(
        self,
        document: Document,
        text: str,
        provisions: Iterable[Provision],
        chunks: Iterable[Chunk],
        sentences: Iterable["ParsedSentence"],
        timeline: Timeline,
        questions: Iterable[TypicalQuestion],
        headings: Iterable[Provision],
        numbers: Numbers,
    ) -> None:
        """Add one source with everything in it; provisions and chunks in document order."""
        d = document
        self._db.execute(
            _insert("documents", 21),
            (
                d.source, d.instrument, d.source_id, d.lang, d.role, d.edition, d.part, d.url, d.media_type, d.sha256,
                d.origin, d.location, d.name, d.original, d.characters,
                json.dumps([(p.number, p.start, p.end) for p in d.pages]), json.dumps(d.problems),
                d.since.isoformat() if d.since else None, d.until.isoformat() if d.until else None, d.act, text,
            ),
        )  # fmt: skip
        self._db.executemany(
            _insert("provisions", 11),
            (
                (
                    d.source, i, p.pin, p.kind, p.number, p.heading, json.dumps(p.path), p.start, p.end, p.body,
                    written_period(timeline.provisions[p.pin]) if p.pin in timeline.provisions else None,
                )
                for i, p in enumerate(provisions)
            ),
        )  # fmt: skip
        self._db.executemany(
            _insert("passages", 4),
            ((d.source, p.start, p.end, written_period(p.period)) for p in timeline.passages),
        )
        self._db.executemany(
            _insert("chunks", 11),
            (
                (
                    n,
                    c.id,
                    d.source,
                    i,
                    c.pin,
                    c.start,
                    c.end,
                    c.context,
                    c.heading,
                    c.page,
                    json.dumps(c.pins),
                )
                for i, (n, c) in enumerate(zip(numbers.chunks, chunks, strict=True))
            ),
        )
        self._db.executemany(
            _insert("sentences", 6),
            (
                (n, s.chunk, d.source, s.pin, s.start, s.end)
                for n, s in zip(numbers.sentences, sentences, strict=True)
            ),
        )
        self._db.executemany(
            _insert("questions", 3),
            ((n, d.source, q.pin) for n, q in zip(numbers.questions, questions, strict=True)),
        )
        self._db.executemany(
            _insert("headings", 3),
            ((n, d.source, p.pin) for n, p in zip(numbers.headings, headings, strict=True)),
        )

    def add_epochs(self, epochs: Epochs) -> None:
        """Say between which days the law is the same."""
        self._db.executemany(_insert("epochs", 1), ((day.isoformat(),) for day in epochs.begins))

    def epochs(self) -> Epochs:
        """Between which days the law is the same."""
        return Epochs(date.fromisoformat(day) for (day,) in self._db.execute("select begins from epochs"))

    def next_number(self) -> int:
        """The number of the next point of the store."""
        of_each = (f"select max(number) as number from {table}" for table in _NUMBERED)  # noqa: S608 (our own names)
        highest = f"select max(number) from ({' union all '.join(of_each)})"  # noqa: S608 (our own names)
        return int(self._db.execute(highest).fetchone()[0] or 0) + 1

    def finish(self) -> None:
        """Index the tables and close the file."""
        self._db.executescript(INDEXES + "analyze;")
        self._db.commit()
        self._db.close()


def _insert(table: str, columns: int) -> str:
    return f"insert into {table} values ({', '.join('?' * columns)})"  # noqa: S608 (our own names)
