from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.chunking import chunks, embedded_text, sentence_text
from ingest.nesting import Nesting
from ingest.types import Block, Chunk, Page, Reading
from tests.ingest.invented_law import Law, Part, instrument, law, laws, one_token_a_word, source


def chunked(
    written: Law, *, limit: int = 64, target: int = 30, reading: Reading | None = None
) -> tuple[Chunk, ...]:
    return chunks(
        reading or written.reading(),
        written.provisions,
        instrument(),
        source(written.lang),
        count_tokens=one_token_a_word,
        max_tokens=limit,
        target=target,
    )


def sentence(n: int, about: str = "keeper") -> str:
    return f"Rule {n} says that every {about} shall sign the book of the tower at dusk."


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(laws(), st.integers(40, 200), st.integers(15, 120))
def test_nothing_is_cut_and_nothing_is_too_long(written: Law, limit: int, target: int) -> None:
    text = written.text
    made = chunked(written, limit=limit, target=min(target, limit // 2))
    covered = "".join(text[c.start : c.end] for c in made)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(a.end <= b.start for a, b in pairwise(made))
    assert all(c.text == text[c.start : c.end] == c.text.strip() for c in made)
    assert max(one_token_a_word([embedded_text(c) for c in made])) <= limit
    assert len({c.id for c in made}) == len(made)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(laws())
def test_a_chunk_names_the_provision_that_holds_it(written: Law) -> None:
    spans = {p.pin: (p.start, p.end) for p in written.provisions}
    begun = []
    for chunk in chunked(written):
        start, end = spans[chunk.pin]
        assert start <= chunk.start and chunk.end <= end
        inner = [p for p, (s, e) in spans.items() if s <= chunk.start and chunk.end <= e]
        assert chunk.pin == max(inner, key=lambda pin: pin.count("/"))
        begun += chunk.pins
    assert begun == [p.pin for p in written.provisions]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(laws())
def test_sentences_lie_in_their_chunk_and_do_not_overlap(written: Law) -> None:
    for chunk in chunked(written):
        at = chunk.start
        for s in chunk.sentences:
            assert at <= s.start < s.end <= chunk.end
            at = s.end
            assert written.text[s.start : s.end] == written.text[s.start : s.end].strip()


def test_short_articles_stay_whole() -> None:
    written = law([Part(sentence(n), heading=f"Subject {n}") for n in range(3)])
    made = chunked(written)
    assert [c.pin for c in made] == ["zz-lantern/art-1", "zz-lantern/art-2", "zz-lantern/art-3"]
    assert [c.heading for c in made] == ["Subject 0", "Subject 1", "Subject 2"]


def test_a_long_article_is_cut_at_its_paragraphs() -> None:
    paragraphs = tuple(Part(f"{sentence(n)} {sentence(n, 'pilot')}") for n in range(4))
    made = chunked(law([Part("", paragraphs, heading="Duties")]), target=34, limit=100)
    assert all(c.text.startswith(("Article 1", "1.", "2.", "3.", "4.")) for c in made)
    assert len(made) == 4


def test_points_are_read_under_their_chapeau() -> None:
    points = tuple(Part(f"sign the book number {n} of the tower at dusk and at dawn") for n in range(6))
    written = law([Part("", (Part("Every keeper of a lantern shall:", points),), heading="Duties")])
    made = chunked(written, target=30, limit=120)
    assert len(made) > 1
    assert all("Every keeper of a lantern shall:" in embedded_text(c) for c in made)
    assert all("Duties" in embedded_text(c) and "Lantern Act" in c.context for c in made)
    assert "Duties" not in made[0].context  # it stands in the text itself


def test_short_sentences_are_embedded_with_what_they_are_read_under() -> None:
    points = (Part("sign the book;"), Part("trim the wick."))
    written = law([Part("", (Part("Every keeper shall:", points),), heading="Duties")])
    (chunk,) = chunked(written, target=60, limit=120)
    nesting, reading = Nesting(written.provisions), written.reading()
    embedded = [sentence_text(chunk, s, nesting, reading) for s in chunk.sentences]
    assert embedded[-1] == "Duties Every keeper shall: trim the wick."


def test_a_text_without_any_place_to_cut_is_still_divided() -> None:
    monster = "灯" * 700
    made = chunked(law([Part(monster)], "zh"), limit=64, target=30)
    assert "".join(c.text for c in made).count("灯") == 700
    assert max(one_token_a_word([embedded_text(c) for c in made])) <= 64


def test_tables_are_cut_between_rows() -> None:
    rows = [f"harbour {n} | lantern {n} | every keeper signs at dusk in the book {n}" for n in range(8)]
    written = law([Part("\n".join(rows))])
    start = written.text.index("harbour 0")
    table = Block("table", start, start + len("\n".join(rows)))
    made = chunked(written, reading=replace(written.reading(), blocks=(table,)))
    assert len(made) > 2
    assert all(line in rows for c in made[1:] for line in c.text.split("\n"))


def test_text_outside_every_provision_is_kept() -> None:
    written = law([Part(sentence(1))])
    reading = Reading(written.text + "Done at the tower.\n", written.reading().blocks)
    made = chunked(written, reading=reading)
    assert made[-1].text == "Done at the tower." and made[-1].pin == "zz-lantern"


def test_the_page_is_that_of_the_first_character() -> None:
    written = law([Part(sentence(n)) for n in range(4)])
    cut = written.provisions[2].start
    reading = replace(written.reading(), pages=(Page(7, 0, cut), Page(8, cut, len(written.text))))
    assert [c.page for c in chunked(written, reading=reading)] == [7, 7, 8, 8]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_ids_are_the_same_each_time_and_differ_between_places(lang: str) -> None:
    twice = [Part(sentence(1)), Part(sentence(1))]
    one, other = chunked(law(twice, lang)), chunked(law(twice, lang))  # type: ignore[arg-type]
    assert [c.id for c in one] == [c.id for c in other]
    assert one[0].id != one[1].id
