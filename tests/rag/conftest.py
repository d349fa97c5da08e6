"""An engine over the invented laws on kettles, built once a session."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from corpus import Registry
from ingest import build, open_index
from rag import Engine
from tests.rag.kettle_registry import plant_mirror, plant_registry


@pytest.fixture(scope="session")
def kettle_home(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Registry]:
    """The folder of an index over the kettle laws, and their registry."""
    root = tmp_path_factory.mktemp("kettles")
    registry = Registry(plant_registry(root / "corpus"))
    summary = build(registry, home=root / "home", mirror=plant_mirror(root / "mirror"))
    assert all(row.state == "new" and not row.problems for row in summary.rows), summary.rows
    return root / "home", registry


@pytest.fixture(scope="session")
def engine(kettle_home: tuple[Path, Registry]) -> Iterator[Engine]:
    """Answers from the kettle laws."""
    home, registry = kettle_home
    with Engine(open_index(home), registry) as opened:
        yield opened
