"""Vectors that were computed before, by model and text: an interrupted build goes on where it stopped."""

import hashlib
import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from corpus.errors import CrosslexError
from ingest.embedding.embedder import Vectors

_AT_ONCE = 500


class VectorCache:
    """An SQLite file of half-precision vectors (cosines keep three digits).

    Args:
        path: The file; it is created if need be.
        model_id: Whose vectors are read and written.
        dimension: Their length.
    """

    def __init__(self, path: Path, model_id: str, dimension: int) -> None:
        self._model, self._dimension, self._path = model_id, dimension, path
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            self._open()
        except sqlite3.DatabaseError:  # damaged: it only costs time
            self._db.close()
            path.unlink(missing_ok=True)
            self._open()

    def _open(self) -> None:
        self._db = sqlite3.connect(self._path)
        self._db.executescript(
            "pragma journal_mode = wal; pragma synchronous = normal;"
            "create table if not exists vectors (model text, text blob, vector blob, primary key (model, text))"
            " without rowid;"
        )

    def get(self, texts: Sequence[str]) -> tuple[Vectors, list[int]]:
        """The vectors of `texts`, shape (n, d), and the positions of those that are not known (rows of zeros)."""
        hashes = [_hash(text) for text in texts]
        rows = np.zeros((len(texts), self._dimension), np.float32)
        places: dict[bytes, list[int]] = {}
        for i, key in enumerate(hashes):
            places.setdefault(key, []).append(i)
        keys = list(places)
        for at in range(0, len(keys), _AT_ONCE):
            part = keys[at : at + _AT_ONCE]
            marks = ", ".join("?" * len(part))
            query = f"select text, vector from vectors where model = ? and text in ({marks})"  # noqa: S608 (marks only)
            for key, blob in self._db.execute(query, (self._model, *part)):
                vector = np.frombuffer(blob, np.float16)
                if len(vector) == self._dimension:
                    rows[places.pop(key)] = vector
        return rows, sorted(i for missing in places.values() for i in missing)

    def put(self, texts: Sequence[str], vectors: Vectors) -> None:
        """Store the vectors of `texts`, durably."""
        halves = vectors.astype(np.float16)
        try:
            with self._db:
                self._db.executemany(
                    "insert or replace into vectors values (?, ?, ?)",
                    ((self._model, _hash(t), v.tobytes()) for t, v in zip(texts, halves, strict=True)),
                )
        except sqlite3.Error as error:
            raise CrosslexError(f"cannot write {self._path}: {error}") from error

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget vectors of other texts and models once they outnumber these three to one."""
        wanted = {_hash(text) for text in texts}
        (total,) = self._db.execute("select count(*) from vectors").fetchone()
        if total <= 4 * len(wanted):
            return
        with self._db:
            self._db.execute("create temp table wanted (text blob primary key)")
            self._db.executemany("insert into wanted values (?)", ((key,) for key in wanted))
            self._db.execute("delete from vectors where text not in (select text from wanted)")
            self._db.execute("drop table wanted")
        self._db.execute("vacuum")

    def close(self) -> None:
        """Let go of the file."""
        self._db.close()


def _hash(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()[:16]
