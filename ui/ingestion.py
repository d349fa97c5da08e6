"""`crosslex ingest`: run the pipeline with progress on stderr, then show what was understood."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from rich.console import Console

from corpus import CrosslexError, UsageError
from ingest import Summary, build
from ui.progress import TerminalProgress
from ui.terminal import print_table

_SHOWN = 3
"""Files that are named in the error line; the table names all."""


def ingest_and_report(
    *,
    files: Sequence[Path],
    mirror: Path | None,
    embedder: str | None,
    instruments: Sequence[str],
    remove: Sequence[str],
    rebuild: bool,
    offline: bool,
    store: str | None,
    quiet: bool,
    as_json: bool,
    stdout: Console,
    stderr: Console,
) -> None:
    """Build or update the index; see `ingest.build` for the arguments.

    Raises:
        UsageError: the mirror is not a folder.
        CrosslexError: the build failed, or one of the caller's own files could not be read.
    """
    if mirror is not None and not mirror.is_dir():
        raise UsageError(
            f"there is no folder {mirror}; --mirror names a folder with a copy of the official texts"
        )
    with TerminalProgress(stderr, quiet=quiet) as progress:
        summary = build(
            mirror=mirror.resolve() if mirror else None,
            embedder=embedder,
            files=files,
            remove=remove,
            instruments=instruments,
            rebuild=rebuild,
            offline=offline,
            store=store,
            progress=progress,
        )
    if as_json:
        stdout.print_json(json.dumps(asdict(summary), ensure_ascii=False, default=str))
    elif not quiet:
        _print(summary, stdout)
    failed = [row for row in summary.rows if row.state == "failed" and row.instrument.startswith("doc-")]
    if failed:
        reasons = [problem for row in failed for problem in row.problems]
        more = f"; and {len(reasons) - _SHOWN} more" if len(reasons) > _SHOWN else ""
        raise CrosslexError("; ".join(reasons[:_SHOWN]) + more)


def _print(summary: Summary, console: Console) -> None:
    if summary.up_to_date:
        console.print(f"up to date ({summary.seconds:.1f} s)")
        return
    print_table(
        console,
        ("instrument", "source", "role", "provisions", "chunks", "state", "problems"),
        [
            (
                row.instrument,
                row.source,
                row.role,
                str(row.provisions or ""),
                str(row.chunks or ""),
                row.state,
                "; ".join(row.problems),
            )
            for row in summary.rows
        ],
    )
    provisions = sum(row.provisions for row in summary.rows)
    chunks = sum(row.chunks for row in summary.rows)
    console.print(
        f"{len(summary.rows)} sources, {provisions:,} provisions, {chunks:,} chunks; "
        f"{summary.embedded:,} texts embedded, {summary.reused:,} reused; {summary.seconds:.1f} s"
    )
