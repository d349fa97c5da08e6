"""The plain-text reader: encodings, page noise, wrapped lines, contents lists, footnotes."""

import random
import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.readers.errors import UnreadableSource
from ingest.readers.line_joining import paragraphs
from tests.ingest.invented_texts import FRAMEWORK, LAW_EN, LAW_ZH, LAW_ZH_BODY, read_text

CHINESE = (
    "第一条 为了保障夜间航行，规范灯塔发光活动，制定本办法。第二条 在海岸线以内从事灯塔服务，适用本办法。"
)


@pytest.mark.parametrize(
    ("encoding", "mark"),
    [
        ("utf-8", b""),
        ("utf-8-sig", b""),
        ("utf-16", b""),
        ("utf-16-le", b""),
        ("utf-16-be", b""),
        ("utf-32", b""),
        ("gb18030", b""),
        ("gbk", b""),
    ],
)
def test_chinese_text_is_read_in_any_of_its_encodings(encoding: str, mark: bytes) -> None:
    assert read_text(mark + CHINESE.encode(encoding), "zh").text == CHINESE


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "cp1252"])
def test_english_text_is_read_in_any_of_its_encodings(encoding: str) -> None:
    text = "The keeper shall light the lamp every night – “without delay” – and keep a record of it."
    assert read_text(text.encode(encoding)).text == text


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t\r\n ", "empty"),
        (b"\xef\xbb\xbf\n", "empty"),
        (bytes(range(256)) * 20, "not a text file|binary"),
        (b"\x00\x01\x02\x03" * 400, "not a text file|binary"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "PDF"),
        (b"PK\x03\x04\x14\x00\x06\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
    ],
)
def test_what_is_no_text_is_refused_in_one_clear_line(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableSource, match=words) as caught:
        read_text(data)
    assert "text.txt" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_odd_spaces_and_invisible_characters_become_ordinary() -> None:
    odd = "第一条　为了\u200b保障\ufeff航行。\nArticle\xa01\tApplies\u2009to\u3000all\u202fships.\r\nA\ufb01re.\x0cNext"
    assert read_text(odd).text == "第一条 为了保障航行。\nArticle 1 Applies to all ships.\nAfire.\nNext"


def test_a_soft_hyphen_is_a_hyphen_only_at_a_line_end_of_a_pdf() -> None:
    assert read_text("high\xad impact, in\xadform").text == "high-impact, inform"


def test_lost_characters_are_reported() -> None:
    reading = read_text("more than 10\ufffd26 operations")
    assert reading.problems == ("1 characters were already lost in the source (shown as \ufffd)",)


def test_navigation_and_footer_of_a_saved_page_go_and_the_notice_stays() -> None:
    lines = read_text(LAW_ZH, "zh").text.split("\n")
    assert lines[:4] == ["灯塔办公室", "令", "第9号", LAW_ZH_BODY.split("\n")[3]]
    assert lines[-1] == "本办法自2031年9月1日起施行。"
    for noise in (
        "来源URL",
        "首页",
        "打印",
        "纠错",
        "当前位置",
        "关闭",
        "版权所有",
        "ICP",
        "Produced By",
        "灯塔网",
    ):
        assert not any(noise in line for line in lines)


def test_a_law_that_speaks_of_printing_and_sharing_loses_nothing() -> None:
    law = "第一条\n技术支持者不得打印或者分享灯塔图。\n第二条\n联系我们的灯塔，应当返回顶部检查。\n第三条\n本办法施行。"
    assert read_text(law, "zh").text == law


def test_wrapped_lines_are_joined_and_items_are_not() -> None:
    text = """\
§ 1. Keepers. As used in this  article,  the  following
terms shall have the following meanings, as described in
paragraph (b) of this section and in paragraph
(c) of section two, and for any lighthouse keeper:
1. "Keeper" means a person who keeps a lamp alight  dur-
ing the night, whether  self-
employed or not;
(a) by hand, with a lighter of any kind that the general
assembly has approved; or
(b) by clockwork and other machines, such as a lighthouse
clock.
2. "Lamp" means any light that is  seen  from  the  sea,
during the night.

12

Keepers who are late, or who sleep while they should be
on watch, are fined.
"""
    assert read_text(text).text.split("\n") == [
        "§ 1. Keepers. As used in this article, the following terms shall have the following meanings, as described in "
        "paragraph (b) of this section and in paragraph (c) of section two, and for any lighthouse keeper:",
        '1. "Keeper" means a person who keeps a lamp alight during the night, whether self-employed or not;',
        "(a) by hand, with a lighter of any kind that the general assembly has approved; or",
        "(b) by clockwork and other machines, such as a lighthouse clock.",
        '2. "Lamp" means any light that is seen from the sea, during the night.',
        "Keepers who are late, or who sleep while they should be on watch, are fined.",
    ]


def test_long_lines_are_paragraphs_and_only_a_plain_tail_is_joined() -> None:
    first = (
        "A keeper who leaves the tower while the lamp is alight shall tell the harbour master of it before"
    )
    text = f"{first}\n\tthe next ship is due.\nShort line\nAnother short line\n{first}.\nnot a tail\n"
    assert read_text(text).text.split("\n") == [
        f"{first} the next ship is due.",
        "Short line",
        "Another short line",
        f"{first}.",
        "not a tail",
    ]


def test_chinese_lines_are_joined_without_a_space() -> None:
    law = (
        "灯塔服务提供者应当遵守法律法规，每晚点亮主灯和备用灯，不得遮挡光源，并按照\n" * 5
        + "规定保存记录。\n"
    )
    assert read_text(law, "zh").text.count("\n") == 0
    assert " " not in read_text(law, "zh").text


def _sentences(seed: int) -> list[str]:
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    words = ["".join(chance.choices(letters, k=chance.randint(2, 9))) for _ in range(200)]
    lengths = [chance.randint(45, 90) for _ in range(chance.randint(3, 6))]
    return [" ".join(chance.choices(words, k=length)).capitalize() + "." for length in lengths]


@given(st.integers(), st.sampled_from([60, 72, 80, 100]), st.booleans())
def test_wrapping_is_undone(seed: int, width: int, blank: bool) -> None:
    texts = _sentences(seed)
    wrapped = ("\n\n" if blank else "\n").join(textwrap.fill(text, width) for text in texts)
    # a last line that happens to be full cannot be told from any other without the blank line
    if blank or all(len(textwrap.wrap(text, width)[-1]) < 0.7 * width for text in texts):
        assert paragraphs(wrapped.split("\n")) == texts


@given(st.text(max_size=400))
def test_blocks_are_the_lines_of_any_text(content: str) -> None:
    try:
        reading = read_text(content)
    except UnreadableSource:
        return
    assert [reading.text[b.start : b.end] for b in reading.blocks] == (
        reading.text.split("\n") if reading.text else []
    )
    assert all(line == line.strip() and line for line in reading.text.split("\n")) or not reading.text


@given(st.lists(st.from_regex(r"\A[A-Za-z0-9,;.() ]{1,80}\Z"), min_size=1, max_size=25))
def test_no_word_is_lost(lines: list[str]) -> None:
    lines = [line for line in lines if not line.strip().isdigit() and any(c.isalpha() for c in line)]
    kept = "".join(paragraphs(lines)).replace(" ", "")
    assert kept == "".join("".join(line.split()) for line in lines if line.strip())


def test_contents_lists_go_and_the_headings_they_name_stay() -> None:
    reading = read_text(FRAMEWORK)
    assert "Contents" not in reading.text
    assert reading.text.count("1.1. Testing lamps") == 1
    assert [reading.text[b.start : b.end] for b in reading.blocks if b.kind == "heading"][2:5] == [
        "Overview",
        "1. Lamps",
        "1.1. Testing lamps",
    ]


def test_contents_lists_are_told_by_page_numbers_and_leaders_too() -> None:
    text = """Table of Contents
Section 1: Lamps 4
1.1 Testing . . . . . . . . . . . 5 1.2 Oils . . . . . . . . . 6
Glossary 18
Section 1: Lamps
Lamps are the heart of a lighthouse.
Glossary
Beam: light."""
    assert read_text(text).text.split("\n") == text.split("\n")[4:]


def test_a_text_that_only_speaks_of_contents_is_kept() -> None:
    text = (
        "Contents\nThe contents of the lamp are oil and a wick.\nNothing else may be in it.\nThe keeper is."
    )
    assert read_text(text).text == text


def test_a_footnote_is_known_by_its_mark() -> None:
    reading = read_text(FRAMEWORK)
    notes = [reading.text[b.start : b.end] for b in reading.blocks if b.kind == "footnote"]
    assert notes == ["1 See the annual report of the lighthouse board, which is published in spring."]
    numbered = read_text("1 Scope\nThis document is about lamps.\n2 Terms\nLamp: a light. Oil: a liquid.")
    assert not [b for b in numbered.blocks if b.kind == "footnote"]


def test_list_items_are_told_from_paragraphs() -> None:
    reading = read_text("Lamps:\n• main\n○ spare\n(a) first\n（一）每晚\n3.1 Scope\nEnd.")
    assert [(b.kind, b.level) for b in reading.blocks] == [
        ("paragraph", 0),
        ("list-item", 1),
        ("list-item", 2),
        ("list-item", 1),
        ("list-item", 1),
        ("paragraph", 0),
        ("paragraph", 0),
    ]


def test_paragraphs_of_a_translation_stay_apart() -> None:
    assert read_text(LAW_EN).text.split("\n")[14:16] == [
        "Article 5 inspections are carried out by the competent department.",
        "Article 5: Inspections are held at least once a year.",
    ]
