"""Locks between processes that the operating system lets go when their holder ends, however it ends."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

if os.name == "nt":  # pragma: no cover
    import msvcrt

    def _lock(file: IO[bytes], wait: bool) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]  # seen from POSIX

    def _unlock(file: IO[bytes]) -> None:
        file.seek(0)
        msvcrt.locking(file.fileno(), msvcrt.LK_UNLCK, 1)  # type: ignore[attr-defined]  # seen from POSIX

    def _share(file: IO[bytes]) -> None:
        _lock(file, wait=True)

else:
    import fcntl

    def _lock(file: IO[bytes], wait: bool) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))

    def _unlock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_UN)

    def _share(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_SH)


@contextmanager
def exclusive(path: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the lock file `path` alone; it is created if need be and stays behind.

    Raises:
        BlockingIOError: Another process holds it, and `wait` is False.
    """
    with path.open("ab+") as file:
        try:
            _lock(file, wait)
        except OSError as error:
            raise BlockingIOError(f"{path} is locked") from error
        try:
            yield
        finally:
            _unlock(file)


def share(path: Path) -> IO[bytes]:
    """Hold the lock file `path` together with others until the file that is returned is closed.

    Raises:
        OSError: The file cannot be opened.
    """
    file = path.open("rb")
    _share(file)
    return file


def is_held(path: Path) -> bool:
    """Whether any process holds the lock file `path`, alone or together with others."""
    try:
        with exclusive(path, wait=False):
            return False
    except BlockingIOError:
        return True
