"""The texts of the index and their structure, beside the vectors: one SQLite file a generation, read-only once built.

Whatever a search finds is looked up here: the words of a chunk, the provision around a sentence, the same provision
in the other language, the page it stands on.
"""

import json
import sqlite3
import threading
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import fields
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

from corpus.errors import CrosslexError, UsageError
from corpus.pins import parent
from corpus.types import Lang, Role
from ingest.chunking import page_of
from ingest.periods import Passage, Period, Timeline, as_date, read_period
from ingest.records import Document, ProvisionText, SentenceRow
from ingest.shelves import Epochs
from ingest.types import Chunk, Page, Sentence

WORTH: tuple[Role, ...] = ("authoritative", "translation", "user", "consolidation", "digest")
"""Roles from the most to the least worth citing."""

_TEXTS = 512
"""Sources whose texts are kept; all of ours together are 5 million characters."""

_DOCUMENT = tuple(field.name for field in fields(Document))


class Catalog:
    """Read access to the catalog of a finished generation; safe to use from several threads.

    Args:
        path: The SQLite file.

    Raises:
        CrosslexError: It is missing or damaged.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        try:
            uri = f"file:{quote(str(path))}?mode=ro&immutable=1"
            self._db = sqlite3.connect(uri, uri=True, check_same_thread=False)
        except sqlite3.Error as error:
            raise self._damaged(error) from error
        columns = ", ".join(_DOCUMENT)
        rows = self._rows(f"select {columns} from documents order by rowid")  # noqa: S608 (our own names)
        self._documents = {row[0]: _document(row) for row in rows}
        self._sources: dict[str, list[Document]] = defaultdict(list)
        for document in self._documents.values():
            self._sources[document.instrument].append(document)
        for documents in self._sources.values():
            documents.sort(key=lambda d: (d.until is not None, d.act is not None, *self._worth(d)))
        self._timelines = self._read_timelines()
        self.epochs = Epochs(
            date.fromisoformat(begins) for (begins,) in self._rows("select begins from epochs")
        )
        self._new_wording = self._read_new_wording()
        self.text = lru_cache(maxsize=_TEXTS)(self._text)
        self._at = lru_cache(maxsize=2048)(self._everywhere)

    # --- documents ---------------------------------------------------------------------------------------------------

    def documents(self, instrument: str | None = None) -> list[Document]:
        """Every indexed source, or those of one instrument with the most worth citing first."""
        return list(self._documents.values() if instrument is None else self._sources.get(instrument, ()))

    def document(self, source: str) -> Document:
        """The source with this key.

        Raises:
            UsageError: There is none in the index.
        """
        if source not in self._documents:
            raise UsageError(f"'{source}' is not a source of this index; see: crosslex corpus list")
        return self._documents[source]

    def _text(self, source: str) -> str:
        """The clean text of a source, to which every offset refers."""
        self.document(source)
        return str(self._rows("select body from documents where source = ?", source)[0][0])

    def page(self, source: str, offset: int) -> int | None:
        """The page on which `offset` stands; None where the source has no pages."""
        return page_of(self.document(source).pages, offset)

    def counts(self) -> dict[str, dict[str, int]]:
        """Instrument → language → provisions, of the sources most worth citing."""
        per_source = dict(self._rows("select source, count(*) from provisions group by source"))
        return {
            instrument: {
                lang: sum(per_source.get(d.source, 0) for d in self._best(instrument, lang))
                for lang in dict.fromkeys(d.lang for d in documents)
            }
            for instrument, documents in self._sources.items()
        }

    # --- provisions --------------------------------------------------------------------------------------------------

    def at(self, pin: str, day: date | None = None) -> list[ProvisionText]:
        """Every source's version of a provision, the most worth citing first.

        Args:
            pin: The provision.
            day: Only versions that were the law of this day; if not given all of them, those that still are the law
                before others.
        """
        return [p for p in self._at(pin) if day is None or p.period.holds(day)]

    def _everywhere(self, pin: str) -> list[ProvisionText]:
        return sorted(
            self._provisions("pin = ?", pin),
            key=lambda p: (p.period.until is not None, *self._worth(self._documents[p.source])),
        )

    def provision(self, pin: str, lang: Lang | None = None, day: date | None = None) -> ProvisionText | None:
        """The version of a provision most worth citing (in `lang`, if given); None if there is none."""
        return next((p for p in self.at(pin, day) if lang is None or p.lang == lang), None)

    def parallel(self, pin: str, lang: Lang, day: date | None = None) -> ProvisionText | None:
        """The same provision in `lang`, the other language."""
        return self.provision(pin, lang, day)

    def period(self, source: str, start: int, end: int) -> Period:
        """When the passage `[start, end)` of a source was the law."""
        return self._timelines[source].of(start, end)

    def amends(self, source: str, start: int, end: int) -> str | None:
        """The instrument whose wording a passage of an amending act is; None for what the act says itself."""
        for first, last, instrument in self._new_wording.get(source, ()):
            if first <= start and end <= last + 2:  # the closing mark, the semicolon
                return instrument
        return None

    def nearest(self, pin: str, day: date | None = None) -> list[ProvisionText]:
        """The versions of the deepest provision there is at or above `pin`."""
        above: str | None = pin
        while above is not None and "/" in above:
            if found := self.at(above, day):
                return found
            above = parent(above)
        return []

    def provisions(
        self, instrument: str, lang: Lang | None = None, source: str | None = None
    ) -> list[ProvisionText]:
        """The provisions of an instrument in document order: of `source`, or of the best source (in `lang`)."""
        keys = [source] if source else [d.source for d in self._best(instrument, lang)]
        return [p for key in keys for p in self._provisions("source = ? order by ord", key)]

    def ancestors(self, provision: ProvisionText) -> list[ProvisionText]:
        """The provisions that hold this one in its source, outermost first."""
        held = self._provisions(
            "source = ? and ord < ? and start <= ? and end >= ? order by ord",
            provision.source, provision.order, provision.start, provision.end,
        )  # fmt: skip
        return held

    def children(self, provision: ProvisionText) -> list[ProvisionText]:
        """The provisions directly inside this one, in order."""
        inside = self._provisions(
            "source = ? and start >= ? and start < ? and ord > ? order by ord",
            provision.source, provision.start, provision.end, provision.order,
        )  # fmt: skip
        direct: list[ProvisionText] = []
        for candidate in inside:
            if not direct or candidate.start >= direct[-1].end:
                direct.append(candidate)
        return direct

    def chapeau(self, provision: ProvisionText) -> tuple[int, int] | None:
        """The span of a provision's own words before its first child; None if it has no such words."""
        children = self.children(provision)
        start = max(provision.body, provision.start)
        words = self.text(provision.source)[start : children[0].start] if children else ""
        if not words.strip():
            return None
        return start + len(words) - len(words.lstrip()), start + len(words.rstrip())

    def holding(self, source: str, start: int, end: int) -> ProvisionText | None:
        """The smallest provision of `source` that holds `[start, end)`."""
        found = self._provisions(
            "source = ? and start <= ? and end >= ? order by end - start, ord desc limit 1",
            source,
            start,
            end,
        )
        return found[0] if found else None

    def _best(self, instrument: str, lang: Lang | None) -> list[Document]:
        """The sources most worth citing: several where an instrument is published as several documents.

        Earlier editions, and what amending acts added, are left out.
        """
        documents = [d for d in self._sources.get(instrument, ()) if lang is None or d.lang == lang]
        best = [d for d in documents if (d.role, d.lang) == (documents[0].role, documents[0].lang)]
        return [d for d in best if (d.until, d.act) == (None, None)] or best

    def _worth(self, document: Document) -> tuple[int, bool]:
        return WORTH.index(document.role), not document.original

    def _provisions(self, where: str, *values: object) -> list[ProvisionText]:
        columns = "pin, source, kind, number, heading, path, start, end, body, ord, period"
        rows = self._rows(f"select {columns} from provisions where {where}", *values)  # noqa: S608 (our own words)
        found = []
        for pin, source, kind, number, heading, path, start, end, body, order, period in rows:
            document = self._documents[source]
            whole = Period(document.since, document.until) if period is None else read_period(period)
            found.append(
                ProvisionText(
                    pin, document.instrument, source, document.lang, document.role, kind, number, heading,
                    tuple(json.loads(path)), start, end, body, order, self.text(source)[start:end],
                    page_of(document.pages, start), document.url, document.sha256, whole,
                )
            )  # fmt: skip
        return found

    def _read_new_wording(self) -> dict[str, list[tuple[int, int, str]]]:
        """By source of an amending act: start and end of each passage that it gave to another act, and to which."""
        given: dict[tuple[str | None, str], list[tuple[int, int, str]]] = defaultdict(list)
        for d in self._documents.values():
            passages = self._timelines[d.source].passages if d.act is not None else ()
            given[d.act, d.sha256] += [(p.start, p.end, d.instrument) for p in passages]
        return {d.source: given[d.instrument, d.sha256] for d in self._documents.values() if d.act is None}

    def _read_timelines(self) -> dict[str, Timeline]:
        """The periods of every source and its passages."""
        passages: dict[str, list[Passage]] = defaultdict(list)
        for source, start, end, period in self._rows(
            "select source, start, end, period from passages order by start"
        ):
            passages[source].append(Passage(start, end, read_period(period)))
        return {
            d.source: Timeline(Period(d.since, d.until), tuple(passages.get(d.source, ())))
            for d in self._documents.values()
        }

    # --- chunks ------------------------------------------------------------------------------------------------------

    def chunk(self, id: str) -> Chunk:
        """The chunk with this id.

        Raises:
            UsageError: There is none.
        """
        found = self.chunks_by_id([id])
        if id not in found:
            raise UsageError(f"'{id}' is not a chunk of this index")
        return found[id]

    def chunks(self, source: str | None = None, instrument: str | None = None) -> list[Chunk]:
        """The chunks of a source, of an instrument, or all, in document order."""
        keys = [source] if source else [d.source for d in self.documents(instrument)]
        where = f"where source in ({_marks(keys)}) order by source, ord"
        return self._chunks(where, keys)

    def chunks_by_id(self, ids: Sequence[str]) -> dict[str, Chunk]:
        """Chunks by their ids; unknown ids are left out."""
        return {chunk.id: chunk for chunk in self._chunks(f"where id in ({_marks(ids)})", ids)}

    # read whole at the first search: numbers are looked up far more often than an index is opened

    @cached_property
    def chunks_by_number(self) -> dict[int, str]:
        """The ids of all chunks by their numbers in the store."""
        return dict(self._rows("select number, id from chunks"))

    @cached_property
    def questions_by_number(self) -> dict[int, str]:
        """The pins that answer typical questions, by the numbers of these."""
        return dict(self._rows("select number, pin from questions"))

    @cached_property
    def headings_by_number(self) -> dict[int, tuple[str, Lang]]:
        """The pins of provisions with a heading, and its language, by the numbers of these."""
        rows = self._rows("select number, pin, source from headings")
        return {number: (pin, self.document(source).lang) for number, pin, source in rows}

    @cached_property
    def sentences_by_chunk(self) -> dict[str, list[int]]:
        """The numbers of the sentences of each chunk."""
        numbers: dict[str, list[int]] = defaultdict(list)
        for number, chunk in self._rows("select number, chunk from sentences"):
            numbers[chunk].append(number)
        return dict(numbers)

    @cached_property
    def _sentences_by_pin(self) -> tuple[list[str], list[int]]:
        """The pins of all sentences, sorted, and the numbers of these."""
        rows = self._rows("select pin, number from sentences order by pin")
        return [pin for pin, _ in rows], [number for _, number in rows]

    def sentences_under(self, pin: str) -> list[int]:
        """The numbers of the sentences of a provision and of all inside it."""
        pins, numbers = self._sentences_by_pin
        here = slice(bisect_left(pins, pin), bisect_right(pins, pin))
        inside = slice(bisect_left(pins, f"{pin}/"), bisect_left(pins, f"{pin}0"))  # 0 follows / in order
        return numbers[here] + numbers[inside]

    def sentences_by_number(self, numbers: Sequence[int]) -> dict[int, SentenceRow]:
        """Sentences by their numbers in the store; unknown ones are left out."""
        rows = self._rows(
            f"select number, chunk, source, pin, start, end from sentences where number in ({_marks(numbers)})",  # noqa: S608
            *numbers,
        )
        return {number: SentenceRow(*row) for number, *row in rows}

    def _chunks(self, where: str, values: Sequence[str]) -> list[Chunk]:
        columns = "id, source, pin, start, end, context, heading, page, pins"
        rows = self._rows(f"select {columns} from chunks {where}", *values)  # noqa: S608 (never a user's words)
        spans: dict[str, list[Sentence]] = defaultdict(list)
        ids = [row[0] for row in rows]
        within = self._rows(
            f"select chunk, start, end from sentences where chunk in ({_marks(ids)}) order by start",  # noqa: S608
            *ids,
        )
        for chunk, start, end in within:
            spans[chunk].append(Sentence(start, end))
        found = []
        for id, source, pin, start, end, context, heading, page, pins in rows:
            document = self._documents[source]
            found.append(
                Chunk(
                    id, pin, document.instrument, source, document.lang, document.role, start, end,
                    self.text(source)[start:end], context, heading, page, tuple(json.loads(pins)), tuple(spans[id]),
                )
            )  # fmt: skip
        return found

    # --- the file ----------------------------------------------------------------------------------------------------

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._db.close()

    def _rows(self, sql: str, *values: object) -> list[Any]:
        try:
            with self._lock:
                return self._db.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            raise self._damaged(error) from error

    def _damaged(self, error: Exception) -> CrosslexError:
        return CrosslexError(
            f"the index is damaged ({self._path.name}: {error}); run: crosslex ingest --rebuild"
        )


def _document(row: Sequence[Any]) -> Document:
    values = dict(zip(_DOCUMENT, row, strict=True))
    values["original"] = bool(values["original"])
    values["pages"] = tuple(Page(*page) for page in json.loads(values["pages"]))
    values["problems"] = tuple(json.loads(values["problems"]))
    values["since"], values["until"] = as_date(values["since"]), as_date(values["until"])
    return Document(**values)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
