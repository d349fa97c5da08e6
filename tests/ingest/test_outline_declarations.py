"""Declarations and policies: what stands below, after and between their paragraphs."""

from pathlib import Path

import pytest

from ingest.readers.page_noise import body_lines
from tests.ingest.invented_texts import body, outlined, read_markdown, read_text
from tests.ingest.mirror_outlines import outline_of, reading_of, top

SENTENCE = "The lamp is lit every night by its keeper, who stays with it until the sun is up."


def test_notes_below_the_last_paragraph_have_pins() -> None:
    reading = read_text(
        f"Lighthouse Declaration\nI. {SENTENCE}\nII. {SENTENCE}\nIII. {SENTENCE}\n1. We define “lamp” as a light.\n"
        "2. We define “coast” as a shore."
    )
    pins = outlined(reading, "paragraphs")
    assert list(pins)[-3:] == ["h-back", "h-back/1", "h-back/2"]
    assert body(reading, pins["h-back/2"]) == "2. We define “coast” as a shore."


def test_a_list_of_names_is_no_part_of_the_conclusion() -> None:
    reading = read_text(
        f"Declaration on Lamps\nPreamble\n{SENTENCE}\nLight for all\n{SENTENCE}\nConclusion\n{SENTENCE}\n"
        "Endorsing coasts and islands:\nAnna’s Coast\nBert Island"
    )
    pins = outlined(reading, "headings")
    assert list(pins)[-2:] == ["h-conclusion", "h-endorsing-coasts-and-islands"]
    assert body(reading, pins["h-conclusion"]) == f"Conclusion\n{SENTENCE}"


def test_paragraphs_that_follow_a_section_with_a_text_of_its_own_stand_beside_it() -> None:
    lines = ["## Section 1: Principles"]
    for n, roman in enumerate(("I", "II", "III"), start=1):
        lines.append(f"{roman}. AGREES on lamp {n}.")
    lines += [f"## 1.{n}. Principle\n{SENTENCE}" for n in range(1, 6)]
    lines += ["## Section 2: Policies", "IV. AGREES on oil."]
    lines += [f"## 2.{n}. Policy\n{SENTENCE}" for n in range(1, 6)]
    lines += ["V. INVITES all keepers.", "VI. INVITES all ships."]
    pins = outlined(read_markdown("\n\n".join(lines)), "headings")
    assert pins["p-3"].path == ("Section 1 Principles",)
    assert pins["p-4"].path == ("Section 2 Policies",)
    assert pins["p-5"].path == pins["p-6"].path == ()


def test_a_paragraph_below_items_without_full_stops_ends_them() -> None:
    reading = read_markdown(
        f"# Uses\n{SENTENCE}\n\n# Prohibited Uses\nDo not:\n\n1. put out the lamp\n2. steal oil\n3. sleep\n\n{SENTENCE}"
    )
    pins = outlined(reading, "headings")
    assert body(reading, pins["h-prohibited-uses/3"]) == "3. sleep"


def test_the_footer_of_a_ministry_page_goes() -> None:
    footer = [
        "Write a Comment",
        "Terms and Conditions Privacy Policy Accessibility Statement",
        "Website content managed by the Lamp Division, Ministry of Lamps;",
        "Designed & developed by Lamp Works; Hosted by Lamp Centre.",
        "Visitors: 235049986 Page last updated on: 21/2/2031",
        "Working hours at Headquarters 9:00 A.M. To 5:30 P.M.",
    ]
    assert body_lines([SENTENCE, "New Coast", *footer]) == [SENTENCE, "New Coast"]
    law = ["Working hours at sea are short.", "A page hosted by a keeper is last updated on Monday."]
    assert body_lines([*law, SENTENCE]) == [*law, SENTENCE]


@pytest.mark.mirror
def test_notes_of_the_commitments(mirror: Path) -> None:
    pins = outline_of(mirror, "intl-seoul-commitments", "pdf")
    assert [pin for pin in pins if pin.startswith("h-back/")] == [f"h-back/{n}" for n in (1, 2, 3)]


@pytest.mark.mirror
def test_endorsers_of_the_declaration(mirror: Path) -> None:
    pins = outline_of(mirror, "intl-delhi-declaration", "mea-pdf")
    assert list(pins)[-2:] == ["h-conclusion", "h-endorsing-countries-international-organizations"]
    assert "Visitors" not in reading_of(mirror, "intl-delhi-declaration", "mea-pdf").text


@pytest.mark.mirror
def test_the_footnote_of_a_title_stands_below_it(mirror: Path) -> None:
    reading = reading_of(mirror, "intl-paris-statement", "council-note")
    pins = outline_of(mirror, "intl-paris-statement", "council-note")
    holders = [
        pin
        for block in reading.blocks
        if block.kind == "footnote"
        for pin in top(pins)
        if pins[pin].start <= block.start < pins[pin].end
    ]
    assert holders == ["h-annex"]
    assert "¹" not in reading.text


@pytest.mark.mirror
def test_paragraphs_after_the_sections_of_the_recommendation(mirror: Path) -> None:
    pins = outline_of(mirror, "intl-oecd-ai", "text")
    assert [len(pins[f"p-{n}"].path) for n in range(1, 9)] == [0, 1, 1, 1, 1, 0, 0, 0]


@pytest.mark.mirror
def test_items_of_the_use_policy(mirror: Path) -> None:
    reading = reading_of(mirror, "llama-aup", "use-policy")
    pins = outline_of(mirror, "llama-aup", "use-policy")
    last = pins["h-prohibited-uses/6"]
    assert "\n" not in reading.text[last.start : last.end]
