"""Results of a batch as they come, kept beside its output until that is written.

The first line tells what was asked and of which index, each other line is a result. A line counts once its end
is written: what a killed process left unfinished is dropped.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

from corpus import CrosslexError, UsageError
from ui.batch.results import Result, Status

FORMAT = 1
_SAID = {
    "format": "it was written by another version of crosslex",
    "questions": "the questions were changed since",
    "options": "it was run with other options",
    "generation": "the index was rebuilt since",
}
"""Why a journal is of another run, by the key of its first line."""


def journal_path(out: Path) -> Path:
    """Where the journal of a batch that writes `out` lies."""
    return out.with_name(f".{out.name}.partial.jsonl")


@dataclass(frozen=True, slots=True)
class Entry:
    """A result in the journal."""

    offset: int
    length: int
    status: Status


class Journal:
    """An open journal; a context manager that closes it."""

    def __init__(self, path: Path) -> None:
        """Read what `path` holds; it is created if need be.

        Raises:
            CrosslexError: It cannot be read or written.
        """
        self.path = path
        self.head: dict[str, Any] = {}
        self.entries: dict[int, Entry] = {}
        """By the number of their row."""
        try:
            self._file: IO[bytes] = path.open("ab+")
            self._read()
        except OSError as error:
            raise _unwritable(path, error) from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def begin(self, head: Mapping[str, Any]) -> None:
        """Forget everything and begin anew."""
        self.entries = {}
        self.head = {"format": FORMAT, **head}
        try:
            self._file.truncate(0)
            self._append(json.dumps(self.head, ensure_ascii=False))
        except OSError as error:
            raise _unwritable(self.path, error) from error

    def check(self, head: Mapping[str, Any]) -> None:
        """Refuse to go on with another run.

        Raises:
            UsageError: Questions, options or index are not those of the journal.
        """
        for key, value in {"format": FORMAT, **head}.items():
            if key in _SAID and self.head.get(key) != value:
                raise UsageError(
                    f"cannot go on with {self.path}: {_SAID[key]}; --force begins anew, or name another --out"
                )

    def add(self, number: int, line: str, status: Status) -> None:
        """Keep the result of a row, written before this returns.

        Raises:
            CrosslexError: It cannot be written.
        """
        try:
            offset, length = self._append(line)
        except OSError as error:
            raise _unwritable(self.path, error) from error
        self.entries[number] = Entry(offset, length, status)

    def lines(self) -> Iterator[str]:
        """The results in the order of their rows."""
        with self.path.open("rb") as file:
            for _, entry in sorted(self.entries.items()):
                file.seek(entry.offset)
                yield file.read(entry.length).decode()

    def results(self) -> Iterator[Result]:
        """The results in the order of their rows."""
        return (Result.from_json(line) for line in self.lines())

    def _append(self, line: str) -> tuple[int, int]:
        data = line.encode("utf-8", "replace")
        offset = self._file.seek(0, 2)
        self._file.write(data + b"\n")
        self._file.flush()
        return offset, len(data)

    def _read(self) -> None:
        self._file.seek(0)
        sound = 0
        for line in self._file:
            if not line.endswith(b"\n") or not self._take(line[:-1], sound):
                break
            sound += len(line)
        self._file.truncate(sound)

    def _take(self, line: bytes, offset: int) -> bool:
        """Whether the line is one of ours."""
        try:
            if offset == 0:
                self.head = dict(json.loads(line))
                return "questions" in self.head
            result = Result.from_json(line.decode())
        except (ValueError, TypeError):
            return False
        self.entries.setdefault(result.row, Entry(offset, len(line), result.status))
        return True


def _unwritable(path: Path, error: OSError) -> CrosslexError:
    return CrosslexError(f"cannot write {path}: {error.strerror or error}; what was written is kept")
