"""Treaties: articles by sequence, numbered paragraphs, preamble and closing formula."""

from pathlib import Path

import pytest

from tests.ingest.invented_texts import body, outlined, read_text
from tests.ingest.mirror_outlines import outline_of, top

TREATY = """Convention on Lighthouses

Harbour, 5.IX.2031

Preamble

The Parties, recalling the darkness of the sea,

Noting that lighthouses are few,

Chapter I – General provisions

Article 1 – Object and purpose

1\tThe provisions of this Convention aim at light.

2\tEach Party shall keep:

a\tmeasures on lamps;

b\tmeasures on oil.

Each Party shall notify the depositary of these measures.

3\tThis Convention is without prejudice to
Article 9 of the Convention on Fog.

Article 2

Definition of lighthouses

For the purposes of this Convention, “lighthouse” means a tower with a lamp.

Chapter II – Follow-up and other matters of some length Article 3 – Conference of the Parties

The Conference is composed of the Parties.

It meets every year.

Article 4 applies to the Conference, unless it decides otherwise.

Article 4 – Notification

The depositary shall notify the Parties of:

a\tany signature;

b\tany declaration made under Article 1, paragraph 2.

Done at Harbour, this 5th day of September 2031.
"""


def test_a_treaty() -> None:
    reading = read_text(TREATY)
    treaty = outlined(reading, "treaty")
    assert list(treaty) == [
        "h-front",
        "preamble",
        "preamble/1",
        "preamble/2",
        "h-chapter-1",
        "art-1",
        "art-1/1",
        "art-1/2",
        "art-1/2/a",
        "art-1/2/b",
        "art-1/3",
        "art-2",
        "h-chapter-2",
        "art-3",
        "art-3/p1",
        "art-3/p2",
        "art-3/p3",
        "art-4",
        "art-4/a",
        "art-4/b",
        "h-back",
    ]
    assert (treaty["art-1"].number, treaty["art-1"].heading) == ("Article 1", "Object and purpose")
    assert treaty["art-2"].heading == "Definition of lighthouses"
    assert treaty["art-3"].path == ("Chapter II – Follow-up and other matters of some length",)
    assert treaty["art-1/2/a"].path == ("Chapter I – General provisions", "Article 1 Object and purpose")
    assert body(reading, treaty["art-1/2/b"]) == "b measures on oil."
    assert "depositary" in body(reading, treaty["art-1/2"])
    assert reading.text[treaty["art-4/a"].body :].startswith("any signature")


def test_a_text_without_articles_is_outlined_by_its_headings() -> None:
    assert list(
        outlined(
            read_text("## Aims\nThe Parties aim at light on all coasts of the sea, by day and by night."),
            "treaty",
        )
    ) == ["h-aims"]


@pytest.mark.mirror
def test_the_convention_on_artificial_intelligence(mirror: Path) -> None:
    convention = outline_of(mirror, "coe-ai-convention", "text")
    assert top(convention, "art-") == [f"art-{n}" for n in range(1, 37)]
    assert top(convention, "h-chapter") == [f"h-chapter-{n}" for n in range(1, 9)]
    assert [pin for pin in convention if pin.startswith("art-3/")] == [
        "art-3/1",
        "art-3/1/a",
        "art-3/1/b",
        "art-3/2",
        "art-3/3",
        "art-3/4",
    ]
    assert [pin for pin in convention if pin.startswith("art-36/")] == [f"art-36/{c}" for c in "abcdefgh"]
    assert convention["art-16"].heading == "Risk and impact management framework"
