"""Frameworks, standards, guidelines and declarations: headings, points, numbered paragraphs."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.types import Block, Reading
from tests.ingest.invented_texts import (
    FRAMEWORK,
    FRAMEWORK_PINS,
    body,
    outlined,
    read_markdown,
    read_text,
)
from tests.ingest.mirror_outlines import outline_of, top

SENTENCE = "The lamp is lit every night by its keeper, who stays with it until the sun is up."


def test_a_framework() -> None:
    reading = read_text(FRAMEWORK)
    framework = outlined(reading, "headings")
    assert list(framework) == FRAMEWORK_PINS
    assert (framework["s-1.1"].number, framework["s-1.1"].heading) == ("1.1.", "Testing lamps")
    assert framework["s-1.1"].path == ("1. Lamps",)
    assert framework["annex-a.1"].path == ("Appendix A Oils",)
    assert framework["s-1.1/2"].path == ("1. Lamps", "1.1. Testing lamps")
    assert reading.text[framework["s-2"].body :].startswith("2.5 keepers per lamp")
    assert "Lamp Test" in body(reading, framework["s-1.1"])


def test_a_standard_without_marked_headings_in_two_languages() -> None:
    english = f"""1 Scope
This document is about lamps. {SENTENCE}
3 Terms and definitions
3.1 Lamp
A light that is seen from the sea and that is lit by a keeper.
4 Requirements
4.1 Lamps
Requirements are as follows.
a) Light:
1) The lamp shall be lit.
2) The lamp shall be seen.
Note: It is seen from the sea.
b) Oil:
1) Oil shall be stored.
Appendix A Dangers of lamps
(Normative)
A.1 Fire
The following are dangers:
a) Sparks;
b) Wind."""
    chinese = """1 范围
本文件规定了灯塔的基本要求，适用于守塔人。
3 术语和定义
3.1
灯 lamp
从海上看得见的、由守塔人点亮的光。
4 要求
4.1 灯
要求如下。
a）灯光方面：
1）应当点灯；
2）应当看得见。
注：从海上看。
b）油料方面：
1）应当储存油料。
附录A
（规范性）
灯的危险
A.1火
包括以下危险：
a）火星；
b）风。"""
    pins = [
        "s-1", "s-3", "s-3.1", "s-4", "s-4.1", "s-4.1/a", "s-4.1/a/1", "s-4.1/a/2", "s-4.1/b", "s-4.1/b/1",
        "annex-a", "annex-a.1", "annex-a.1/a", "annex-a.1/b",
    ]  # fmt: skip
    standard = outlined(read_text(english), "headings")
    assert list(standard) == pins
    chinese_standard = outlined(read_text(chinese, "zh"), "headings")
    assert list(chinese_standard) == pins
    assert chinese_standard["annex-a"].heading == "灯的危险"
    assert standard["annex-a.1"].heading == "Fire"


def test_sections_with_words_and_run_in_titles() -> None:
    licence = outlined(
        read_text(
            "LAMP LICENCE\n“Lamp” means a light of any kind, however bright it may be at night.\n"
            "1. Licence Rights and Duties.\na. You may light the lamp.\nb. You may put it out.\n"
            "2. Disclaimer of Warranty. THE LAMP IS PROVIDED AS IT IS, WHETHER IT IS SEEN FROM THE SEA OR NOT.\n"
            "3. Term. The term begins when you light the lamp for the first time, and ends when you put it out."
        ),
        "headings",
    )
    assert list(licence) == ["h-front", "s-1", "s-1/a", "s-1/b", "s-2", "s-3"]
    assert licence["s-2"].heading == "Disclaimer of Warranty"
    meta = outlined(
        read_text(f"Section 01\nLamps\n1.1\tScope\n{SENTENCE}\nSection 02\nOils & wicks\n{SENTENCE}"),
        "headings",
    )
    assert list(meta) == ["s-1", "s-1.1", "s-2"]
    assert meta["s-2"].heading == "Oils & wicks"


def test_named_headings_nest_by_level_and_lie_in_the_numbered_section() -> None:
    plan = outlined(
        read_markdown(
            f"# Lighting the Coast\n## Introduction\n{SENTENCE}\n## Pillar I: Lamps\n{SENTENCE}\n### More Light\n"
            f"{SENTENCE}\n#### Policy Actions\n{SENTENCE}\n### Less Fog!\n### Less Fog\n{SENTENCE}\n"
            f"#### Policy Actions\n{SENTENCE}\n## Pillar II: Oils\n{SENTENCE}\n## References\n{SENTENCE}"
        ),
        "headings",
    )
    assert list(plan) == [
        "h-front",
        "h-introduction",
        "h-pillar-1",
        "h-pillar-1/h-more-light",
        "h-pillar-1/h-more-light/h-policy-actions",
        "h-pillar-1/h-less-fog",
        "h-pillar-1/h-less-fog/h-policy-actions",
        "h-pillar-2",
        "h-references",
    ]
    profile = outlined(
        read_markdown(
            f"## 1. Lamps\n{SENTENCE}\n## 1.1. Tests\n{SENTENCE}\n### Overview\n{SENTENCE}\n## 1.2. Oils\n{SENTENCE}"
        ),
        "headings",
    )
    assert list(profile) == ["s-1", "s-1.1", "s-1.1/h-overview", "s-1.2"]


def test_numbered_outcomes_in_the_cells_of_a_table() -> None:
    rows = (
        "5 Core",
        "GOVERN 1: Policies are in place.\tGOVERN 1.1: Rules are known. GOVERN 1.2: Lamps are trusted.",
        "GOVERN 2: Keepers are named.\tGOVERN 2.1: Roles are clear.",
        "GOVERN 1.1 is cited here and is no outcome.",
    )
    text = "\n".join(rows)
    starts = [text.index(row) for row in rows]
    kinds = ("heading", "table", "table", "paragraph")
    blocks = tuple(
        Block(kind, start, start + len(row), 1 if kind == "heading" else 0)
        for kind, start, row in zip(kinds, starts, rows, strict=True)
    )
    core = outlined(Reading(text, blocks), "headings")
    assert [pin for pin in core if pin.startswith("s-")] == [
        "s-govern-1",
        "s-govern-1.1",
        "s-govern-1.2",
        "s-govern-2",
        "s-govern-2.1",
    ]


def test_paragraphs_numbered_through_guidelines() -> None:
    lines = ["## 1. Aims"]
    for n in range(1, 13):
        if n in (4, 9):
            lines.append(f"## {n // 4 + 1}. Part")
        lines += (
            [f"({n}) {SENTENCE}", "(a) by hand; or", "(b) by machine."] if n == 5 else [f"({n}) {SENTENCE}"]
        )
    guidelines = outlined(read_markdown("\n\n".join(lines)), "headings")
    assert list(guidelines) == [
        "s-1", "p-1", "p-2", "p-3", "s-2", "p-4", "p-5", "p-5/a", "p-5/b", "p-6", "p-7", "p-8", "s-3", "p-9", "p-10",
        "p-11", "p-12",
    ]  # fmt: skip
    assert guidelines["p-5"].path == ("2. Part",)


def test_a_policy_document_in_chinese() -> None:
    plan = outlined(
        read_text(
            "国务院关于点亮海岸的意见\n一、总体要求\n到2031年，全部海岸灯塔每晚点亮，航行安全得到保障。\n二、重点行动\n"
            "（一）建设灯塔。在北部海岸建设一批灯塔。\n（二）培训守塔人。每年培训一次。\n三、保障措施\n"
            "（三）加强领导。各地区要高度重视。\n（四）加大投入。支持灯塔维修。",
            "zh",
        ),
        "headings",
    )
    assert list(plan) == ["h-front", "s-1", "s-2", "s-2/1", "s-2/2", "s-3", "s-3/3", "s-3/4"]


def test_two_lists_in_one_section_give_no_points() -> None:
    text = f"## 1. Lamps\nFirst:\n1. oil\n2. wick\n{SENTENCE}\nThen:\n1. light\n2. dark\n## 2. Oils\n1. whale\n2. olive"
    assert list(outlined(read_text(text), "headings")) == ["s-1", "s-2", "s-2/1", "s-2/2"]


def test_headings_that_are_only_short_lines() -> None:
    text = f"Declaration on Lamps\nPreamble\n{SENTENCE}\nLight for all\n{SENTENCE}\nA safe coast\n{SENTENCE}"
    assert list(outlined(read_text(text), "headings")) == [
        "h-front",
        "h-preamble",
        "h-light-for-all",
        "h-a-safe-coast",
    ]


def test_a_text_without_any_heading_is_one_provision() -> None:
    assert list(outlined(read_text(f"{SENTENCE}\n{SENTENCE}"), "headings")) == ["h-front"]


_numbers = st.lists(st.integers(1, 3), min_size=1, max_size=8)


@given(_numbers, st.booleans())
def test_any_numbering_is_found(shape: list[int], dots: bool) -> None:
    lines: list[str] = []
    pins: list[str] = []
    for n, children in enumerate(shape, start=1):
        for number in (f"{n}", *(f"{n}.{m}" for m in range(1, children + 1))):
            lines += [f"## {number}{'.' if dots else ''} Lamps and oils", SENTENCE]
            pins.append(f"s-{number}")
    # one line of text must be enough to tell a heading from an item
    assert list(outlined(read_text("\n".join(lines)), "headings")) == pins


def test_a_declaration_with_numbers() -> None:
    reading = read_text(
        f"Lighthouse Declaration\n5 May 2031\n{SENTENCE}\nThe following keepers agree:\nAnna\nBert\nCarl\n"
        f"Outcome 1. Lamps are lit. They will:\nI. Light the lamp.\nII. Trim the wick, in particular:\n"
        f"(a) by day; and\n(b) by night.\nOutcome 2. Keepers rest. They will:\nIII. Rest.\n2.1. Not a child of three.\n"
        f"1. We define “lamp” as a light.\n© Coast copyright 2031."
    )
    declaration = outlined(reading, "paragraphs")
    assert list(declaration) == [
        "h-front",
        "preamble",
        "preamble/1",
        "preamble/2",
        "h-outcome-1",
        "p-1",
        "p-2",
        "p-2/a",
        "p-2/b",
        "h-outcome-2",
        "p-3",
        "h-back",
        "h-back/1",
        "h-back-2",
    ]
    assert body(reading, declaration["preamble/2"]).endswith("Carl")
    assert declaration["p-1"].path == ("Outcome 1. Lamps are lit. They will:",)
    assert declaration["p-2"].number == "II."


def test_a_declaration_without_numbers() -> None:
    reading = read_text(
        f"Lighthouse Declaration\n[Opening omitted.]\n{SENTENCE}\nWe will focus on the following matters tonight:\n"
        f"lighting lamps that are dark, and keeping lit the lamps that are not;\n• oil\n• wicks\n{SENTENCE}\n"
        "Signed by:\nAnna\nBert"
    )
    declaration = outlined(reading, "paragraphs")
    assert list(declaration) == ["h-front", "p-1", "p-2", "p-3", "p-4"]
    assert body(reading, declaration["p-2"]).endswith("wicks")
    assert body(reading, declaration["p-4"]) == "Signed by:\nAnna\nBert"


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("instrument", "source", "numbers"),
    [
        ("anthropic-rsp", "v3.4", "1 2 3 3.1 3.2 3.3 3.4 3.5 3.6 3.6.1 3.6.2 3.6.3 4"),
        ("openai-preparedness", "v2", "1 1.1 2 2.1 2.2 2.3 3 3.1 3.2 3.3 4 4.1 4.2 4.3 4.4 5 5.1 5.2"),
        (
            "gdm-fsf",
            "v3.1",
            "1 1.1 1.2 1.3 1.3.1 1.3.2 1.3.3 1.3.4 1.3.5 2 2.1 2.1.1 2.1.2 2.2 2.2.1 2.2.2 2.2.3 "
            "3 3.1 3.1.1 3.1.2 3.2 3.2.1 3.2.2 4 4.1 5 5.1 5.2 5.3",
        ),
        (
            "meta-faif",
            "v1.1",
            "1 1.1 2 2.1 2.1.1 2.1.2 2.1.3 2.2 3 3.1 3.2 3.3 3.4 3.4.1 3.4.2 4 4.1 4.2 4.3 5 5.1 5.2",
        ),
        ("intl-oecd-ai", "text", "1 1.1 1.2 1.3 1.4 1.5 2 2.1 2.2 2.3 2.4 2.5"),
        (
            "cn-tc260-003",
            "cset-translation",
            "1 2 3 3.1 3.2 3.3 3.4 3.5 3.6 4 5 5.1 5.2 5.3 6 7 8 8.1 8.2 8.3 8.4 9 9.1 9.2 9.3 9.4",
        ),
        ("cn-ai-plus", "html", "1 2 3 4"),
    ],
)
def test_numbered_sections_of_real_frameworks(
    mirror: Path, instrument: str, source: str, numbers: str
) -> None:
    sections = top(outline_of(mirror, instrument, source), "s-")
    assert [pin.removeprefix("s-") for pin in sections] == numbers.split()


@pytest.mark.mirror
def test_standards_have_the_same_pins_in_both_languages(mirror: Path) -> None:
    chinese = list(outline_of(mirror, "cn-tc260-003", "pdf"))
    only_chinese = ["h-front", "h-前言", "h-参考文献"]
    assert [pin for pin in chinese if pin not in only_chinese] == list(
        outline_of(mirror, "cn-tc260-003", "cset-translation")
    )
    # the English text of the framework lacks the heading 4.2.2, so that its items cannot be told from those of 4.2.1
    original = list(outline_of(mirror, "cn-ai-safety-framework", "v1-zh"))
    translation = list(outline_of(mirror, "cn-ai-safety-framework", "v1-en"))
    assert [pin for pin in translation if pin not in original] == []
    missing = [pin for pin in original if pin not in translation]
    mapping = "h-安全风险与技术应对措施-综合治理措施映射表"  # the table is not in the translation
    assert missing == ["s-4.2.1/a", "s-4.2.1/b", "s-4.2.2", "s-4.2.2/a", "s-4.2.2/b", mapping]


@pytest.mark.mirror
def test_outcomes_and_sections_of_the_risk_management_framework(mirror: Path) -> None:
    pins = outline_of(mirror, "us-nist-ai-rmf", "pdf")
    outcomes = {
        "govern": (7, 3, 2, 3, 2, 2),
        "map": (6, 3, 5, 2, 2),
        "measure": (3, 13, 3, 3),
        "manage": (4, 4, 2, 3),
    }
    for function, counts in outcomes.items():
        assert top(pins, f"s-{function}-") == [
            pin
            for n, count in enumerate(counts, start=1)
            for pin in (f"s-{function}-{n}", *(f"s-{function}-{n}.{m}" for m in range(1, count + 1)))
        ]
    assert top(pins, "annex-") == ["annex-a", "annex-b", "annex-c", "annex-d"]
    assert pins["s-govern-1.1"].path == (
        "Part 2 Core and Profiles",
        "5. AI RMF Core",
        "5.1 Govern",
        "GOVERN 1",
    )
    profile = outline_of(mirror, "us-nist-ai-600-1", "pdf")
    assert top(profile, "s-2.") == [f"s-2.{n}" for n in range(1, 13)]
    assert top(profile, "annex-") == [
        "annex-a",
        "annex-a.1",
        *(f"annex-a.1.{n}" for n in range(1, 9)),
        "annex-b",
    ]


@pytest.mark.mirror
def test_commitments_and_measures_of_the_code_of_practice(mirror: Path) -> None:
    measures = (4, 2, 5, 2, 1, 2, 7, 3, 4, 2)
    code = outline_of(mirror, "eu-gpai-code", "safety-security")
    assert [pin for pin in code if pin.startswith("h-safety-security/s-") and pin.count("/") == 1] == [
        f"h-safety-security/{pin}"
        for n, count in enumerate(measures, start=1)
        for pin in (f"s-{n}", *(f"s-{n}.{m}" for m in range(1, count + 1)))
    ]
    assert [pin for pin in code if pin.startswith("h-safety-security/h-recitals/")] == [
        f"h-safety-security/h-recitals/{c}" for c in "abcdefghij"
    ]
    copyright_ = outline_of(mirror, "eu-gpai-code", "copyright")
    assert [pin for pin in copyright_ if "/s-1" in pin and pin.count("/") == 1] == [
        "h-copyright/s-1",
        *(f"h-copyright/s-1.{n}" for n in range(1, 6)),
    ]


@pytest.mark.mirror
def test_paragraphs_of_the_commission_guidelines(mirror: Path) -> None:
    for instrument, count in (("eu-gpai-guidelines", 144), ("eu-prohibited-guidelines", 433)):
        assert top(outline_of(mirror, instrument, "pdf"), "p-") == [f"p-{n}" for n in range(1, count + 1)]


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("instrument", "source", "count"),
    [
        ("intl-bletchley", "text", 12),
        ("un-res-78-265", "text", 13),
        ("openai-charter", "text", 11),
        ("cn-global-governance-initiative", "mfa-translation", 14),
        ("intl-seoul-commitments", "pdf", 8),
        ("intl-seoul-declaration", "declaration", 9),
        ("intl-paris-statement", "council-note", 6),
    ],
)
def test_paragraphs_of_real_declarations(mirror: Path, instrument: str, source: str, count: int) -> None:
    assert top(outline_of(mirror, instrument, source), "p-") == [f"p-{n}" for n in range(1, count + 1)]
