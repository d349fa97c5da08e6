"""Fixtures shared by all rooms."""

import os
from pathlib import Path

import hypothesis
import pytest

hypothesis.settings.register_profile("crosslex", deadline=None)  # how long an example takes is no finding
hypothesis.settings.load_profile("crosslex")

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def mirror() -> Path:
    """The folder of real legal texts; a test that asks for it is skipped where it is missing."""
    path = Path(os.environ.get("CROSSLEX_MIRROR", ROOT.parent / "shared" / "corpus"))
    if not (path / "PROVENANCE.tsv").is_file():
        pytest.skip(f"no mirror of real texts at {path} (set CROSSLEX_MIRROR)")
    return path


@pytest.fixture(scope="session")
def mirror_home(mirror: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of an index over the whole mirror: `$CROSSLEX_MIRROR_INDEX`, else built here, which takes minutes."""
    given = os.environ.get("CROSSLEX_MIRROR_INDEX", "").strip()
    if given:
        return Path(given)
    from ingest import build
    from ingest.locks import exclusive

    folder = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        folder = folder.parent  # of all workers of this run: whoever comes first builds
    home = folder / "mirror-home"
    with exclusive(folder / "mirror-home.lock"):
        if not home.exists():
            build(home=home, mirror=mirror)
    return home
