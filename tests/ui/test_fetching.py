"""`crosslex corpus fetch`: what its table says."""

import io
from hashlib import sha256
from pathlib import Path

import pytest
from rich.console import Console

from corpus import Instrument, UsageError
from ingest.fetch import Limits
from tests.ingest.lantern_act import TEXT, instrument, source
from tests.ingest.local_site import PAGE, running_site
from ui.fetching import fetch

LIMITS = Limits(total=2, connect=1, read=1, attempts=1, http_on_loopback=True)


def states(act: Instrument, home: Path, mirror: Path | None) -> tuple[list[tuple[str, str]], int, str]:
    stderr = io.StringIO()
    rows, failed = fetch([act], mirror=mirror, console=Console(file=stderr), home=home, limits=LIMITS)
    assert all(row["instrument"] == act.id and row["detail"] for row in rows)
    return [(row["source"], row["state"]) for row in rows], failed, stderr.getvalue()


def test_from_a_mirror(tmp_path: Path) -> None:
    folder = tmp_path / "mirror" / "zz-lantern"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(TEXT)
    act = instrument(
        source("a", file="a.txt", sha256=sha256(TEXT).hexdigest()),
        source("missing", file="missing.txt"),
        source("page", media_type="text/html", url="https://law.example/act"),
        source("old", file="a.txt", current=False),
    )
    expected = [("a", "new"), ("missing", "failed")]
    assert states(act, tmp_path / "home", folder.parent) == (expected, 1, "")
    assert states(act, tmp_path / "home", folder.parent)[0][0] == ("a", "unchanged")
    (folder / "a.txt").write_bytes(TEXT + b"!")
    assert states(act, tmp_path / "home", folder.parent)[0][0] == ("a", "changed")
    with pytest.raises(UsageError, match="there is no folder"):
        states(act, tmp_path / "home", tmp_path / "nowhere")


def test_from_official_addresses(tmp_path: Path) -> None:
    with running_site() as site:
        site.serve("/act", PAGE, "text/html")
        act = instrument(
            source("text", file="a.txt", url=f"{site.address}/act"),
            source("page", media_type="text/html", url=f"{site.address}/act"),
            source("gone", part="annex", media_type="text/html", url=f"{site.address}/annex"),
            source("nowhere", part="notes", file="n.txt"),
        )
        found, failed, drawn = states(act, tmp_path, None)
    assert sorted(found) == [("gone", "failed"), ("nowhere", "none"), ("page", "new")]
    assert (failed, drawn) == (1, "")
    assert [path for _, path, _ in site.requests] == ["/act", "/annex"]
