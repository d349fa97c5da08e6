"""Fixtures shared by all rooms."""

import os
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of real legal texts; a test that asks for it is skipped where it is missing."""
    path = Path(os.environ.get("CROSSLEX_MIRROR", ROOT.parent / "shared" / "corpus"))
    if not (path / "PROVENANCE.tsv").is_file():
        pytest.skip(f"no mirror of real texts at {path} (set CROSSLEX_MIRROR)")
    return path
