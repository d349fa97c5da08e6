"""Fetching with little patience, and what must hold whenever it fails."""

from pathlib import Path

import pytest

from corpus.types import Source
from ingest.fetch import FetchError, Limits, fetch_source

QUICK = Limits(
    total=3, connect=1, read=0.3, attempts=3, backoff=0.01, longest_wait=0.1, http_on_loopback=True
)


def failure(source: Source, target: Path, limits: Limits = QUICK) -> str:
    """The line of the error; whatever lay in the cache before must lie there still, and nothing else."""
    before = {p.name: p.read_bytes() for p in target.parent.glob("*")}
    with pytest.raises(FetchError) as caught:
        fetch_source(source, target, limits=limits)
    assert {p.name: p.read_bytes() for p in target.parent.glob("*")} == before
    line = str(caught.value)
    assert "\n" not in line
    assert str(source.url) in line
    return line
