"""Plain texts with the footnotes of their pages in the middle, and headings glued to the paragraph above."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.footnotes import put_right
from tests.ingest.invented_texts import read_text
from tests.ingest.mirror_outlines import outline_of, reading_of

LONG = "The keeper lights the lamp every night before the sun has set and stays with it until the sun is up"


def test_marks_of_footnotes_go_and_figures_stay() -> None:
    text = "\n".join(
        (
            f"{LONG}.1 Lamps1 of model 2 are lit first.",
            "1 Unless the keeper is ill.",
            f"{LONG}, but level 32 lamps stay dark. There are 32 of them in the north.",
            "2 Level 3 lamps are red.",
            "3 See the book of lamps.",
            f"{LONG};3 and no later.",
        )
    )
    paragraphs = read_text(text).text.split("\n")
    assert paragraphs[0] == f"{LONG}. Lamps1 of model 2 are lit first."
    assert paragraphs[5] == f"{LONG}; and no later."
    # two figures could hold the mark of note 2: neither is touched
    assert paragraphs[2] == f"{LONG}, but level 32 lamps stay dark. There are 32 of them in the north."


def test_a_mark_behind_a_figure_is_known_by_its_place() -> None:
    text = "\n".join(
        (
            f"{LONG}.11 After that, security level 312 applies to lamps.",
            f"{LONG}.13 The lamp is put out.",
            "11 Unless the keeper is ill.",
            "12 Level 3 lamps are red.",
            "13 See the book of lamps.",
        )
    )
    assert read_text(text).text.split("\n")[:2] == [
        f"{LONG}. After that, security level 3 applies to lamps.",
        f"{LONG}. The lamp is put out.",
    ]


@pytest.mark.parametrize(
    "rest",
    [
        ("1 Lamps (e.g. red ones) include lanterns. and writes down every ship that passes.",),
        ("1 Lamps (e.g. red ones) include lanterns.", "and writes down every ship that passes."),
    ],
)
def test_a_sentence_that_a_footnote_interrupts_is_whole_again(rest: tuple[str, ...]) -> None:
    text = "\n".join((f"Lamps1 are lit. {LONG}", *rest, "Next paragraph."))
    reading = read_text(text)
    assert [(block.kind, reading.text[block.start : block.end]) for block in reading.blocks] == [
        ("paragraph", f"Lamps are lit. {LONG} and writes down every ship that passes."),
        ("footnote", "1 Lamps (e.g. red ones) include lanterns."),
        ("paragraph", "Next paragraph."),
    ]


def test_numbered_headings_are_no_footnotes() -> None:
    text = f"1 Lamps\n{LONG}.\n2 Oils\n{LONG}, in group 12.\n3 Keepers\n{LONG}."
    assert read_text(text).text == text


@given(
    st.lists(st.sampled_from(["lamp", "ship.", "level 3", "2", "Oil,", "book1", "1 Note on"]), max_size=30)
)
def test_only_marks_are_taken_away(words: list[str]) -> None:
    texts = [" ".join(words[i : i + 6]) for i in range(0, len(words), 6)]
    found, _ = put_right(texts)
    kept = iter("".join("".join(texts).split()))
    assert all(character in kept for character in "".join(sorted_back(found)))


def sorted_back(texts: list[str]) -> str:
    """The characters of the paragraphs without white space."""
    return "".join("".join(texts).split())


def test_headings_that_a_page_glued_to_paragraphs_have_their_own_line() -> None:
    text = (
        f"{LONG}. It follows these principles:Light for all\n{LONG}.\n{LONG} “and after.”Safe coasts\n{LONG}."
    )
    reading = read_text(text)
    headings = [reading.text[b.start : b.end] for b in reading.blocks if b.kind == "heading"]
    assert headings == ["Light for all", "Safe coasts"]


def test_one_name_with_a_full_stop_in_it_is_no_heading() -> None:
    text = f"{LONG}, as it says at Lamps.Example\n{LONG}."
    assert read_text(text).text == text


@pytest.mark.mirror
def test_security_levels_of_a_real_framework(mirror: Path) -> None:
    text = reading_of(mirror, "gdm-fsf", "v3.1").text
    assert "Security level 312" not in text and "Security level 413" not in text
    inherent = outline_of(mirror, "gdm-fsf", "v3.1")["s-1.3.2"]
    assert "evaluations more frequently or adjust" in text[inherent.start : inherent.end]


@pytest.mark.mirror
def test_principles_of_the_charter(mirror: Path) -> None:
    pins = outline_of(mirror, "openai-charter", "text")
    assert len([pin for pin in pins if pin.startswith("h-") and pin != "h-front"]) == 4
    assert pins["p-4"].path == (pins["h-broadly-distributed-benefits"].heading,)
