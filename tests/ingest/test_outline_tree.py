"""Building nested spans: whatever markers a parser finds, the outline keeps its invariants."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from corpus.types import Bilingual, Instrument, Source
from ingest.outline import outline
from ingest.outline.tree import Marker, build, faults, lines
from ingest.types import Block, Provision, Reading


def reading(text: str) -> Reading:
    return Reading(text=text, blocks=())


def test_a_parent_runs_to_its_next_sibling_and_holds_its_children() -> None:
    text = "Title\nArticle 1\n1. One\n(a) x\ngoes on\nArticle 2\ntwo\nDone at"
    at = text.index
    provisions = build(
        reading(text),
        "xx-law",
        None,
        [
            Marker(("art-1",), "article", at("Article 1"), number="Article 1"),
            Marker(("art-1", "1"), "paragraph", at("1. One"), number="1.", body=at("One")),
            Marker(("art-1", "1", "a"), "point", at("(a)"), at("goes")),
            Marker(("art-2",), "article", at("Article 2"), at("Done")),
        ],
    )
    assert {p.pin: text[p.start : p.end] for p in provisions} == {
        "xx-law/h-front": "Title",
        "xx-law/art-1": "Article 1\n1. One\n(a) x\ngoes on",
        "xx-law/art-1/1": "1. One\n(a) x\ngoes on",
        "xx-law/art-1/1/a": "(a) x",
        "xx-law/art-2": "Article 2\ntwo",
        "xx-law/h-back": "Done at",
    }
    assert faults(provisions, text) == []


def test_a_part_begins_every_pin() -> None:
    provisions = build(reading("x\ny"), "xx-law", "annex-a", [Marker(("s-1",), "heading", 2)])
    assert [p.pin for p in provisions] == ["xx-law/h-annex-a/h-front", "xx-law/h-annex-a/s-1"]


def test_a_repeated_pin_is_told_apart_and_takes_its_children_along() -> None:
    text = "a\nb\nc\nd"
    provisions = build(
        reading(text),
        "xx-law",
        None,
        [
            Marker(("art-1",), "article", 0),
            Marker(("art-1", "1"), "paragraph", 2),
            Marker(("art-1",), "article", 4),
            Marker(("art-1", "1"), "paragraph", 6),
        ],
    )
    assert [p.pin for p in provisions] == [
        "xx-law/art-1",
        "xx-law/art-1/1",
        "xx-law/art-1-2",
        "xx-law/art-1-2/1",
    ]


def test_a_marker_below_a_provision_that_has_ended_is_left_out() -> None:
    text = "a\nb\nc"
    provisions = build(
        reading(text),
        "xx-law",
        None,
        [
            Marker(("art-1",), "article", 0),
            Marker(("art-2",), "article", 2),
            Marker(("art-1", "1"), "paragraph", 4),
        ],
    )
    assert [p.pin for p in provisions] == ["xx-law/art-1", "xx-law/art-2"]
    assert faults(provisions, text) == []


def test_lines_carry_their_block_and_no_blank_ones_are_given() -> None:
    text = "One\n\n  two \nthree"
    found = lines(Reading(text, (Block("heading", 0, 3, level=2), Block("paragraph", 12, 17))))
    assert [(line.text, text[line.start : line.end]) for line in found] == [
        ("One", "One"),
        ("two", "two"),
        ("three", "three"),
    ]
    assert [line.block.kind if line.block else None for line in found] == ["heading", None, "paragraph"]


def test_a_text_without_the_structure_of_its_tradition_is_outlined_all_the_same() -> None:
    text = "On tea\n\n1. Cups\nCups are round and hold tea.\n2. Spoons\nSpoons are deep and stir the tea."
    instrument = Instrument(
        id="xx-tea",
        title=Bilingual(en="Tea", zh="茶"),
        short=Bilingual(en="Tea", zh="茶"),
        issuer=Bilingual(en="Us", zh="我们"),
        jurisdiction="user",
        pole="user",
        kind="document",
        status="adopted",
        as_of=date(2026, 1, 1),
        citation="eu",
        outline="eu",
        language="en",
    )
    source = Source(id="en", lang="en", role="user", media_type="text/plain", edition="1")
    found = outline(reading(text), instrument, source)
    assert {p.kind for p in found} - {"front", "back", "preamble"}


def test_faults_are_found() -> None:
    text = "abcdef"
    good = Provision("xx-law/art-1", "article", 0, 6)
    assert faults([good], text) == []
    for bad in (
        [replace(good, start=2)],
        [replace(good, end=4)],
        [replace(good, end=9)],
        [good, good],
        [replace(good, end=3), replace(good, pin="xx-law/art-1/2", start=3)],
        [good, replace(good, pin="xx-law/art-2", start=3)],
        [replace(good, body=9)],
    ):
        assert faults(bad, text)


_segments = st.lists(st.sampled_from(["art-1", "art-2", "1", "2", "a"]), min_size=1, max_size=4).map(tuple)


@given(
    st.text(alphabet="ab \n", max_size=60),
    st.lists(st.tuples(_segments, st.integers(0, 59), st.none() | st.integers(0, 70)), max_size=25),
)
def test_any_markers_give_an_outline_without_faults(
    text: str, noted: list[tuple[tuple[str, ...], int, int | None]]
) -> None:
    markers = [
        Marker(segments, "point", start, end, body=start)
        for segments, start, end in sorted(noted, key=lambda note: note[1])
        if start <= len(text)
    ]
    assert faults(build(reading(text), "xx-law", None, markers), text) == []
