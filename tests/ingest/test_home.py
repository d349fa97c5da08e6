"""The folder where everything is kept."""

from pathlib import Path

import pytest

from corpus.errors import CrosslexError
from ingest.home import home, paths, writable


def test_home_is_named_by_argument_then_variable_and_not_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSLEX_HOME", str(tmp_path / "from-variable"))
    assert home() == tmp_path / "from-variable"
    assert paths(tmp_path / "given").uploads == tmp_path / "given" / "uploads"
    monkeypatch.setenv("CROSSLEX_HOME", " ")
    assert home().name == "crosslex"
    assert list(tmp_path.iterdir()) == []


def test_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (
        tmp_path / "file",
        tmp_path / "file" / "cache",
        Path("/proc/crosslex"),
        tmp_path / ("x" * 300),
    ):
        with pytest.raises(CrosslexError, match="CROSSLEX_HOME") as caught:
            writable(folder)
        assert "\n" not in str(caught.value)
