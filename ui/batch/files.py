"""The file of results, written in one step in the format that its suffix names."""

import os
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from corpus import CrosslexError, Registry
from ui.batch import memo, results
from ui.batch.results import Result
from ui.exports import check_target

Writer = Callable[[Iterable[Result], Registry], Iterator[bytes]]
WRITERS: dict[str, Writer] = {
    ".jsonl": results.to_jsonl,
    ".csv": results.to_csv,
    ".md": memo.to_markdown,
    ".docx": memo.to_docx,
}


def check_output(out: Path) -> None:
    """Refuse a target before any work is done (see `ui.exports.check_target`)."""
    check_target(out, WRITERS)


def write(out: Path, found: Iterable[Result], registry: Registry) -> None:
    """Write the results, in their order; `out` is the old file or the whole new one, never a part.

    Raises:
        UsageError: `out` is no file that can be written.
        CrosslexError: The disk is full or forbids it.
    """
    check_output(out)
    aside = out.with_name(f".{out.name}.new")
    try:
        with aside.open("wb") as file:
            file.writelines(WRITERS[out.suffix.lower()](found, registry))
            file.flush()
            os.fsync(file.fileno())
        aside.replace(out)
    except OSError as error:
        raise CrosslexError(f"cannot write {out}: {error.strerror or error}") from error
    finally:
        aside.unlink(missing_ok=True)
