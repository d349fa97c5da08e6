"""A small index, built once a session from the digests of two instruments and a document that tries to break out."""

import shutil
from copy import copy
from pathlib import Path

import pytest

from corpus import Registry, load_registry

HELD = ("cn-ai-labelling", "us-eo-14409")
HOSTILE = """# Rules for zorblatts <script>window.broken = 1</script>

## 1. Marks ${window.broken=2} and {{value}}

The operator of a zorblatt must add a visible mark to every zorblatt <img src=x onerror="window.broken=3"> within
3 days: &lt;img src=x onerror="window.broken=4"&gt; and &lt;script&gt;window.broken=5&lt;/script&gt; stay text.

## 2. Templates

A zorblatt template is never evaluated: ${value}, ${window.broken=6}, {{window.broken}}, {{#if value}}yes{{/if}} and
&lt;/span&gt;&lt;svg onload=window.broken=7&gt; are only words.

## 3. 报告

佐布拉特的运营者应当在三日内报告严重事故。
"""


def few_instruments() -> Registry:
    """The real registry, cut to the instruments that the small index holds."""
    registry = copy(load_registry())
    registry.instruments = {id: registry.instruments[id] for id in HELD}
    return registry


@pytest.fixture(scope="session")
def small_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose index holds `HELD` and the document `doc-hostile`; not to be written to."""
    from ingest import build

    folder = tmp_path_factory.mktemp("ui")
    (folder / "hostile.md").write_text(HOSTILE, encoding="utf-8")
    summary = build(few_instruments(), home=folder / "home", files=[folder / "hostile.md"])
    assert {row.state for row in summary.rows} == {"new"}, summary.rows
    return folder / "home"


@pytest.fixture
def own_home(small_home: Path, tmp_path: Path) -> Path:
    """A copy of the small home that a test may write to."""
    home = tmp_path / "home"
    shutil.copytree(small_home, home, ignore=shutil.ignore_patterns("models"))
    (home / "models").symlink_to(small_home / "models")
    return home
