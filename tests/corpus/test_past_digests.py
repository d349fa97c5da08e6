"""Digests of earlier editions: read apart from the present ones, and checked as they are."""

from pathlib import Path

import pytest

from corpus.check import check
from corpus.registry import Registry
from tests.corpus.trees import digest, instrument, plant


@pytest.fixture
def root(tmp_path: Path) -> Path:
    old = digest("xx-kettles/art-1").replace("as_of", "since = 2020-01-01\nuntil = 2024-05-01\nas_of")
    return plant(
        tmp_path,
        {
            "instruments/xx-kettles.toml": instrument(),
            "digests/xx-kettles.toml": digest("xx-kettles/art-1"),
            "digests/past/xx-kettles-2.toml": old.replace('edition = "1"', 'edition = "2"'),
            "digests/past/xx-kettles-1.toml": old.replace("2024-05-01", "2022-05-01").replace(
                "2020-01", "2019-01"
            ),
        },
    )


def test_past_digests_are_read_oldest_first(root: Path) -> None:
    registry = Registry(root)
    assert list(registry.digests) == ["xx-kettles"]
    assert [str(d.until) for d in registry.past_digests["xx-kettles"]] == ["2022-05-01", "2024-05-01"]


def test_a_past_digest_is_checked_like_any_other(root: Path) -> None:
    assert check(root) == []
    path = root / "digests/past/xx-kettles-1.toml"
    path.write_text(path.read_text().replace("until = 2022-05-01\n", "").replace("/art-1", "/art 1"))
    path.rename(root / "digests/past/xx-pots-1.toml")
    said = [fault.message for fault in check(root)]
    assert any("must be named 'xx-kettles-'" in line for line in said)
    assert any("needs 'until'" in line for line in said)
    assert any("is not a pin" in line for line in said)


def test_a_timetable_names_provisions_of_its_own_instrument(root: Path) -> None:
    path = root / "instruments/xx-kettles.toml"
    entry = '\n[[dates.applies]]\ndate = 2025-01-01\nwhat.en = "x"\nwhat.zh = "y"\npins = ["xx-pots/art-1"]\n'
    entry += "since = 2024-02-01\nuntil = 2024-01-01\n"
    path.write_text(path.read_text() + entry)
    said = [fault.message for fault in check(root)]
    assert any("belongs to 'xx-pots'" in line for line in said)
    assert any("is not after since" in line for line in said)
