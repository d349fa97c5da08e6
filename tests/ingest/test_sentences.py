from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import LONG, sentences, split
from ingest.types import Block, Reading
from tests.ingest.invented_law import Part, law


def parts(text: str) -> list[str]:
    return [text[a:b] for a, b in split(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Article 6(1) of Reg. (EU) No. 2024/1689 applies to keepers.",
        "See Art. 5 and Sec. 22757.13 of the Cal. Bus. & Prof. Code.",
        "The U.S. Government runs the tower.",
        "Keepers, e.g. those of Smith et al. (2020), sign the book.",
        "1. Every keeper signs the book.",
        "§ 22757.10. Every keeper signs the book.",
        "The fee is $1.5 million or 3.2 percent.",
        "It applies from 2 Dec. 2027 to all towers.",
        "J. A. Smith keeps the tower.",
        "The keeper asked whether “the lamp is lit?” before dusk.",
        "管理员应当依照本法第五条、第3.2款的规定报告",
    ],
)
def test_these_are_one_sentence(text: str) -> None:
    assert parts(text) == [text]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It is state of the art. The lab. We go.", ["It is state of the art.", "The lab.", "We go."]),
        (
            "It shall be done in the U.S. The agency acts.",
            ["It shall be done in the U.S.", "The agency acts."],
        ),
        ("The agency “may act.” Then it stops.", ["The agency “may act.”", "Then it stops."]),
        ("The lamp is lit.12 The keeper sleeps.", ["The lamp is lit.12", "The keeper sleeps."]),
        ("Is it lit? Then sleep!", ["Is it lit?", "Then sleep!"]),
        (
            "管理员应当“依法报告。”违反的，责令停业！再犯呢？",
            ["管理员应当“依法报告。”", "违反的，责令停业！", "再犯呢？"],
        ),
        ("应当记录；情节严重的，责令停业。", ["应当记录；", "情节严重的，责令停业。"]),
        ("Lit. * * *", ["Lit."]),
        ("• A lamp is lit. – A bell is rung.", ["A lamp is lit.", "A bell is rung."]),
    ],
)
def test_these_are_several(text: str, expected: list[str]) -> None:
    assert parts(text) == expected


def test_a_very_long_sentence_is_divided_at_its_semicolons() -> None:
    item = "every keeper of a tower shall sign the book of the tower at dusk and at dawn"
    text = "; ".join([item] * 12) + "."
    assert len(text) > LONG["latin"]
    assert len(parts(text)) == 12
    assert parts(f"{item}; {item}.") == [f"{item}; {item}."]


@given(st.text(alphabet="aA1 .;•-。；？!”)(\n第条灯", max_size=200))
def test_spans_are_ordered_trimmed_and_keep_every_letter(text: str) -> None:
    spans = split(text)
    assert all(a < b for a, b in spans)
    assert all(x[1] <= y[0] for x, y in pairwise(spans))
    assert all(text[a:b] == text[a:b].strip() for a, b in spans)
    kept = "".join(c for a, b in spans for c in text[a:b] if c.isalpha())
    assert kept == "".join(c for c in text if c.isalpha())


def test_numbers_and_headings_belong_to_no_sentence() -> None:
    points = (Part("sign the book; and"), Part("trim the wick."))
    written = law([Part("", (Part("Every keeper shall:", points),), heading="Duties of keepers")])
    found = sentences(written.reading(), written.provisions, 0, len(written.text))
    assert [written.text[s.start : s.end] for s in found] == [
        "Every keeper shall:",
        "sign the book; and",
        "trim the wick.",
    ]


def test_blocks_never_share_a_sentence() -> None:
    text = "lamps lit at dusk\nlamps put out at dawn\n"
    first = text.index("\n")
    blocks = (Block("list-item", 0, first, 1), Block("list-item", first + 1, len(text) - 1, 1))
    found = sentences(Reading(text, blocks), (), 0, len(text))
    assert [text[s.start : s.end] for s in found] == ["lamps lit at dusk", "lamps put out at dawn"]
