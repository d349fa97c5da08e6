"""What looks like a heading or a list of a framework and is none, and what belongs under a heading."""

from pathlib import Path

import pytest

from ingest.types import Block, BlockKind, Reading
from tests.ingest.invented_texts import outlined, read_markdown, read_text
from tests.ingest.mirror_outlines import outline_of, top

SENTENCE = "The lamp is lit every night by its keeper, who stays with it until the sun is up."
OTHER = "Oil is kept in a dry place, away from the lamp, and is counted every month by two keepers."


def marked(*pieces: tuple[BlockKind, int, str]) -> Reading:
    """A reading with these blocks."""
    text = "\n".join(words for _, _, words in pieces)
    blocks = []
    offset = 0
    for kind, level, words in pieces:
        blocks.append(Block(kind, offset, offset + len(words), level))
        offset += len(words) + 1
    return Reading(text, tuple(blocks))


def test_a_later_section_does_not_lie_below_a_heading_of_an_earlier_one() -> None:
    plan = outlined(
        marked(
            ("heading", 3, "2. Lamps"),
            ("heading", 3, "2.1. Glass"),
            ("heading", 1, "Note on glass"),
            ("paragraph", 0, SENTENCE),
            ("heading", 3, "2.2. Oil"),
            ("paragraph", 0, OTHER),
            ("heading", 3, "3. Keepers"),
            ("paragraph", 0, SENTENCE),
        ),
        "headings",
    )
    assert plan["s-2.2"].path == ("2. Lamps",)
    assert plan["s-3"].path == ()


def test_the_label_of_a_paragraph_that_one_line_sets_apart_is_no_heading() -> None:
    lines: list[tuple[BlockKind, int, str]] = []
    for n in range(1, 6):
        lines += [("heading", 2, f"{n}. Lamp number {n}"), ("paragraph", 0, SENTENCE)]
        kind: BlockKind = "heading" if n == 3 else "paragraph"
        lines.append((kind, 3, "Keeper's Virtues: Awake, Sober" if n % 2 else "Keeper's Virtue: Awake"))
    assert list(outlined(marked(*lines), "headings")) == [f"s-{n}" for n in range(1, 6)]


def test_an_entry_of_a_list_of_references_is_no_heading() -> None:
    profile = outlined(
        read_markdown(
            f"## 1. Lamps\n{SENTENCE}\n## 2. Oils\n{OTHER}\n## Appendix A: References\n### Lamp Register. https://lamps.example\n{OTHER}"
        ),
        "headings",
    )
    assert list(profile) == ["s-1", "s-2", "annex-a"]


def test_a_heading_may_be_a_question() -> None:
    faq = outlined(
        read_markdown(f"## 1. Lamps\n{SENTENCE}\n### Who lights it?\n{OTHER}\n## 2. Oils\n{OTHER}"),
        "headings",
    )
    assert list(faq) == ["s-1", "s-1/h-who-lights-it", "s-2"]


def guidelines(*quotation: str) -> Reading:
    lines = ["## 1. Aims"]
    for n in range(1, 13):
        if n == 4:
            lines += ["## 2. What is banned", *quotation]
        if n == 9:
            lines.append("## 3. What is not")
        lines.append(f"({n}) {SENTENCE}")
    return read_markdown("\n\n".join(lines))


@pytest.mark.parametrize(
    "quotation",
    [
        (
            "### Article 5(1)(a) Lamp Act provides:",
            "The following is banned:",
            "(a) red lamps;",
            "(b) no lamps.",
        ),
        (
            "### Article 5(1) of the Lamp Act",
            "1. The following is banned:",
            "(a) red lamps;",
            "(b) no lamps.",
        ),
        ("Article 5 of Regulation (EU) 2031/7 states:", "‘Banned are:", "(a) red lamps;", "(b) no ‘lamps’.’"),
    ],
)
def test_a_quoted_provision_has_no_pins_of_its_own(quotation: tuple[str, ...]) -> None:
    reading = guidelines(*quotation)
    outline = outlined(reading, "headings")
    others = [pin for pin in outline if not pin.startswith("p-")]
    assert others == ["s-1", "s-2", "s-3"]
    assert quotation[-1] in reading.text[outline["s-2"].start : outline["s-2"].end]
    assert outline["p-4"].path == ("2. What is banned",)


def test_a_heading_that_speaks_of_a_provision_stays_one() -> None:
    outline = outlined(guidelines("### Duties under Article 5 Lamp Act", OTHER), "headings")
    assert "h-duties-under-article-5-lamp-act" in outline


def test_a_change_log_is_history_and_holds_its_editions() -> None:
    policy = outlined(
        read_text(
            f"## 1. Lamps\n{SENTENCE}\n## 2. Oils\n{OTHER}\n## Changelog\n## May 5, 2031 (v1.0)\n{SENTENCE}\n"
            "## June 6, 2032 (v2.0)\n"
            f"This update changes:\n1. lamps\n2. oils\n## Glossary\n{OTHER}"
        ),
        "headings",
    )
    assert [(pin, policy[pin].kind) for pin in policy] == [
        ("s-1", "section"),
        ("s-2", "section"),
        ("h-changelog", "history"),
        ("h-changelog/h-may-5-2031-v1-0", "history"),
        ("h-changelog/h-june-6-2032-v2-0", "history"),
        ("h-changelog/h-june-6-2032-v2-0/1", "point"),
        ("h-changelog/h-june-6-2032-v2-0/2", "point"),
        ("h-glossary", "heading"),
    ]
    annex = outlined(
        read_text(f"# 1 Lamps\n{SENTENCE}\n# A Change log\n{OTHER}\n# B Oils\n{OTHER}"), "headings"
    )
    assert [annex[pin].kind for pin in ("annex-a", "annex-b")] == ["history", "annex"]


def test_a_table_that_ends_the_document_is_an_annex_and_no_part_of_the_last_section() -> None:
    plan = outlined(
        marked(
            ("heading", 3, "1. Lamps"),
            ("paragraph", 0, SENTENCE),
            ("heading", 3, "2. Oils"),
            ("paragraph", 0, OTHER),
            ("heading", 5, "Lamps and their oils"),
            ("table", 0, "Lamp\tOil"),
            ("table", 0, "Desk lamp\tWhale"),
        ),
        "headings",
    )
    assert list(plan) == ["s-1", "s-2", "h-lamps-and-their-oils"]
    assert (plan["h-lamps-and-their-oils"].kind, plan["h-lamps-and-their-oils"].path) == ("annex", ())


def test_a_title_that_comes_again_is_a_heading_wherever_it_stands() -> None:
    lines = ["Lamp Framework", SENTENCE]
    for name in ("Fire", "Fog"):
        lines += [name, SENTENCE, "Risk level: Low", SENTENCE, "Risk level: High", SENTENCE]
    lines += [
        "Theft",
        SENTENCE,
        "Risk level: Low",
        f"{SENTENCE[:-1]} and no full stop ends this",
        "Risk level: High",
    ]
    lines.append(SENTENCE)
    pins = list(outlined(read_text("\n".join(lines)), "headings"))
    assert [pin for pin in pins if "high" in pin] == [
        "h-risk-level-high",
        "h-risk-level-high-2",
        "h-risk-level-high-3",
    ]


@pytest.mark.mirror
def test_change_logs_of_real_frameworks(mirror: Path) -> None:
    policy = outline_of(mirror, "anthropic-rsp", "v3.4")
    editions = [pin for pin in policy if pin.startswith("h-changelog/h-") and pin.count("/") == 1]
    assert len(editions) == 9
    assert all(policy[pin].kind == "history" for pin in ("h-changelog", *editions))
    assert outline_of(mirror, "openai-preparedness", "v2")["annex-a"].kind == "history"
    assert outline_of(mirror, "gdm-fsf", "v3.1")["s-5.3"].kind == "history"


@pytest.mark.mirror
def test_quotations_and_paths_of_the_guidelines_on_prohibited_practices(mirror: Path) -> None:
    pins = outline_of(mirror, "eu-prohibited-guidelines", "pdf")
    assert [pin for pin in pins if pin.startswith(("s-", "h-")) and "/" in pin] == []
    assert [pin for pin in pins if pin.startswith("h-article")] == []
    assert max(len(p.path) for p in pins.values()) <= 6
    deep = [pin for pin in top(pins, "s-") if "." in pin]
    assert [pin for pin in deep if pins[pin].path[0].partition(".")[0] != pin[2:].partition(".")[0]] == []


@pytest.mark.mirror
def test_headings_of_the_generative_profile(mirror: Path) -> None:
    profile = outline_of(mirror, "us-nist-ai-600-1", "pdf")
    assert [pin for pin in profile if pin.startswith(("s-2.", "annex-b/"))] == [
        f"s-2.{n}" for n in range(1, 13)
    ]
    assert {profile[f"s-2.{n}"].path for n in range(1, 13)} == {profile["s-2.1"].path}


@pytest.mark.mirror
def test_levels_of_each_category_of_an_early_framework(mirror: Path) -> None:
    pins = top(outline_of(mirror, "openai-preparedness", "beta"), "h-risk-level-")
    levels = ("low", "medium", "high", "critical")
    assert pins == [f"h-risk-level-{level}{n}" for n in ("", "-2", "-3", "-4") for level in levels]
