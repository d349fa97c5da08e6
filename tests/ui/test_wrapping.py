"""Wrapping for terminals."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from ui.wrapping import wrap


@given(st.text(alphabet="一二三四，。（）abc de", max_size=200), st.integers(12, 60))
def test_nothing_but_space_is_lost_and_lines_fit(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    for line in lines:
        assert cell_len(line) <= width or " " not in line.strip()


def test_a_line_does_not_begin_with_a_closing_mark() -> None:
    lines = wrap("提供者应当报告，并且说明理由。" * 3, 14)
    assert all(line[0] not in "，。" for line in lines)
    assert len(lines) > 4
