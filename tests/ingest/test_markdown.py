"""The Markdown reader: no markup is left, nothing else is lost."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.errors import UnreadableSource
from tests.ingest.invented_texts import LAW_ZH_MARKDOWN, read_markdown

ORDER = """---
date: '2031-06-02'
title: Lighting the Coast
---
{SPACE}
By the authority vested in me as Keeper of the Coast, it is hereby
ordered:

<span style="text-decoration: underline">Section</span>
<span style="text-decoration: underline">1</span>.
 <span style="text-decoration: underline">Purpose</span>.  The coast
is dark.

<span style="text-decoration: underline">{SPACE}{SPACE}
Sec. 2. Lamps.</span> (a) Within 30 days of the date of this order, the
Secretary shall light the lamps:{SPACE}{SPACE}
(i) of the north; and{SPACE}{SPACE}
(ii) of the south.

\\(b\\)  The lamps described in subsection
(a) of this section stay lit.

                             A. KEEPER

THE LIGHTHOUSE,
    June 2, 2031.
""".replace("{SPACE}", " ")


def lines(source: str) -> list[str]:
    return read_markdown(source).text.split("\n")


def test_an_order_saved_from_a_web_page() -> None:
    assert lines(ORDER) == [
        "By the authority vested in me as Keeper of the Coast, it is hereby ordered:",
        "Section 1. Purpose. The coast is dark.",
        "Sec. 2. Lamps. (a) Within 30 days of the date of this order, the Secretary shall light the lamps:",
        "(i) of the north; and",
        "(ii) of the south.",
        "(b) The lamps described in subsection (a) of this section stay lit.",
        "A. KEEPER",
        "THE LIGHTHOUSE, June 2, 2031.",
    ]


def test_a_chinese_law() -> None:
    reading = read_markdown(LAW_ZH_MARKDOWN, "zh")
    assert "*" not in reading.text and "#" not in reading.text and "INFO" not in reading.text
    assert [(reading.text[b.start : b.end], b.level) for b in reading.blocks if b.kind == "heading"] == [
        ("灯塔信息服务管理办法", 1),
        ("第一章 总则", 2),
        ("第二章 灯光规范", 2),
        ("第一节 一般规定", 3),
        ("第三章 附则", 2),
    ]
    assert "第一条 为了保障夜间航行，规范灯塔发光活动，制定本办法。" in reading.text.split("\n")


def test_markup_goes_and_its_text_stays() -> None:
    source = (
        'A **bold** and *slanted* [link](https://example.org/x "t") with `code`, ~2 \\* 3~, hazard\\_uid, '
        "<https://example.org/y>, &amp; <b>tags</b><!-- not this -->.\n\n![picture](p.png)\n\n"
        "<script>var no = 1;</script>\n\nMore than 10<sup>26</sup> operations.<sup>3</sup>\n"
    )
    assert lines(source) == [
        "A bold and slanted link with code, ~2 * 3~, hazard_uid, https://example.org/y, & tags.",
        "More than 10^26 operations.",
    ]


def test_lists_keep_their_printed_numbers_and_depth() -> None:
    reading = read_markdown(
        "1. Violate the law:\n\n   1. Theft\n   2. Arson\n\n3. Lie\n\n* first\n  * inner\n"
    )
    assert [(reading.text[b.start : b.end], b.kind, b.level) for b in reading.blocks] == [
        ("1. Violate the law:", "list-item", 1),
        ("1. Theft", "list-item", 2),
        ("2. Arson", "list-item", 2),
        ("3. Lie", "list-item", 1),
        ("• first", "list-item", 1),
        ("• inner", "list-item", 2),
    ]


def test_tables_are_rows() -> None:
    reading = read_markdown("|*Lamps*| n |\n| :-- | -- |\n| main | 1 |\n| spare | 2 |\n")
    assert reading.text == "Lamps | n\nmain | 1\nspare | 2"
    assert {b.kind for b in reading.blocks} == {"table"}


def test_a_short_bold_paragraph_is_a_heading_and_a_bold_sentence_is_none() -> None:
    reading = read_markdown(
        "# Title\n\n**Prohibited** **Uses**\n\nNone.\n\n**No lamp may be put out.**\n\n**第一条**　点灯。"
    )
    assert [(reading.text[b.start : b.end], b.kind, b.level) for b in reading.blocks] == [
        ("Title", "heading", 1),
        ("Prohibited Uses", "heading", 2),
        ("None.", "paragraph", 0),
        ("No lamp may be put out.", "paragraph", 0),
        ("第一条 点灯。", "paragraph", 0),
    ]


def test_links_into_the_page_and_quotes_and_footnotes() -> None:
    reading = read_markdown(
        "- [One](#one)\n- [Two](#two)\n- [Three](#three)\n\n## One\n\n> It is said.\n\n"
        "Lamps.[^a]\n\n[^a]: A note\n    goes on.\n"
    )
    assert [(reading.text[b.start : b.end], b.kind) for b in reading.blocks] == [
        ("One", "heading"),
        ("It is said.", "quote"),
        ("Lamps.", "paragraph"),
        ("a A note goes on.", "footnote"),
    ]


def test_a_paragraph_divided_by_a_page_is_put_together() -> None:
    source = """## 9-1-1701. Definitions.

(1) "LAMP" MEANS A LIGHT THAT IS SEEN FROM THE SEA AND THAT IS

USED BY A KEEPER OF A LIGHTHOUSE, AS SET FORTH IN SECTION 8-4-101

(5).
(2) "KEEPER" MEANS A PERSON WHO KEEPS A LAMP ALIGHT DURING THE
NIGHT OR WHO PAYS FOR THE OIL THAT IS BURNT IN IT, FOR THE WICKS
AND FOR THE GLASS, WHETHER OR NOT THE LAMP IS SEEN FROM THE SEA.
"""
    assert lines(source)[1:] == [
        '(1) "LAMP" MEANS A LIGHT THAT IS SEEN FROM THE SEA AND THAT IS USED BY A KEEPER OF A LIGHTHOUSE, AS SET FORTH '
        "IN SECTION 8-4-101 (5).",
        '(2) "KEEPER" MEANS A PERSON WHO KEEPS A LAMP ALIGHT DURING THE NIGHT OR WHO PAYS FOR THE OIL THAT IS BURNT '
        "IN IT, FOR THE WICKS AND FOR THE GLASS, WHETHER OR NOT THE LAMP IS SEEN FROM THE SEA.",
    ]


@pytest.mark.parametrize("data", [b"", b"\n\n", bytes(range(256)) * 9, b"%PDF-1.5"])
def test_what_is_no_text_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableSource):
        read_markdown(data)


_words = st.lists(st.from_regex(r"\A[A-Za-z]{2,9}\Z"), min_size=1, max_size=12).map(" ".join)
_inline = st.sampled_from(
    ["{}", "**{}**", "*{}*", "[{}](https://example.org)", "<u>{}</u>", "`{}`", "{}  \nand"]
)
_block = st.sampled_from(["{}", "# {}", "### {}", "* {}", "1. {}", "> {}", "| {} |\n| -- |"])


@given(st.lists(st.tuples(_words, _inline, _block), min_size=1, max_size=6))
def test_every_word_is_kept_and_no_markup(parts: list[tuple[str, str, str]]) -> None:
    source = "\n\n".join(block.format(inline.format(words)) for words, inline, block in parts)
    reading = read_markdown(source)
    assert not re.search(r"[*#`>\[\]_]|</?u>|example", reading.text)
    kept = re.findall(r"[A-Za-z]+", reading.text)
    assert [w for w in kept if w != "and"] == [
        w for words, _, _ in parts for w in words.split() if w != "and"
    ]
    assert [reading.text[b.start : b.end] for b in reading.blocks] == reading.text.split("\n")
