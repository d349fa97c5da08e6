"""PDFs made by hand with one difficulty each, and the real ones of the mirror."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ingest.readers import NeedsOCR, UnreadableSource, read
from ingest.types import Reading
from tests.ingest.pdf_maker import LINE, Maker, raw_pdf, width, wrapped

PROSE = (
    "Every lamp that talks shall be labelled before it is put on a table. The label is red, it is as large as a hand, "
    "and it says who made the lamp and in which year. A person who removes the label shall tell the keeper of lamps "
    "without delay, and the keeper shall write it down in the book of lamps."
)
MORE = (
    "Where a lamp has been heard at night, the provider shall find out why it spoke and shall report what was said. "
    "The report names the room, the hour and every person who was awake when the lamp began to speak."
)


def lines(reading: Reading) -> list[str]:
    return reading.text.split("\n")


def kinds(reading: Reading) -> list[tuple[str, str]]:
    return [(b.kind, reading.text[b.start : b.end]) for b in reading.blocks]


def page_of(reading: Reading, words: str) -> int:
    at = reading.text.index(words)
    return next(p.number for p in reading.pages if p.start <= at < p.end)


def check_invariants(reading: Reading) -> None:
    """Blocks are lines in order; pages cover the text without a gap."""
    assert [reading.text[b.start : b.end] for b in reading.blocks] == reading.text.split("\n")
    assert [p.start for p in reading.pages] == [0, *(p.end for p in reading.pages[:-1])]
    assert reading.pages[-1].end == len(reading.text)
    assert all(a.number != b.number for a, b in pairwise(reading.pages))


# -- paragraphs --------------------------------------------------------------------------------------------------


def test_wrapped_lines_are_joined_and_space_parts_paragraphs() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE)
    m.paragraph(70, y - LINE, MORE)
    reading = read(m.raw())
    assert lines(reading) == [PROSE, MORE]
    check_invariants(reading)


def test_an_indented_first_line_begins_a_paragraph() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE, first=20)
    y = m.paragraph(70, y, MORE, first=20)
    m.paragraph(70, y, PROSE, first=20)
    assert lines(read(m.raw())) == [PROSE, MORE, PROSE]


def test_a_short_line_ends_a_paragraph_even_without_space() -> None:
    m = Maker().page()
    y = 760.0
    for text in ("The lamp is red.", "The table is brown.", PROSE):
        y = m.paragraph(70, y, text)
    assert lines(read(m.raw())) == ["The lamp is red.", "The table is brown.", PROSE]


def test_items_begin_blocks_but_wrapped_references_do_not() -> None:
    m = Maker().page()
    y = m.paragraph(70, 760, PROSE)
    for label, text in (("(a)", MORE), ("(b)", PROSE)):
        m.text(70, y, label)
        y = m.paragraph(95, y, text, limit=415)
    reference = (
        "the duties of a keeper, and of anyone who acts for a keeper of lamps in the house, under point"
    )
    rest = (
        "(c) of the second rule apply to this item as well, whatever the lamp may say about it to the people."
    )
    m.text(70, y, reference)
    m.text(70, y - LINE, rest)
    found = lines(read(m.raw()))
    assert found == [PROSE, f"(a) {MORE}", f"(b) {PROSE}", f"{reference} {rest}"]


def test_a_paragraph_goes_on_over_the_page_and_its_characters_know_their_page() -> None:
    m = Maker().page()
    all_lines = wrapped(PROSE, 440)
    for n, line in enumerate(all_lines[:2]):
        m.text(70, 100 - n * LINE, line)
    m.page()
    y = 760.0
    for line in all_lines[2:]:
        m.text(70, y, line)
        y -= LINE
    m.paragraph(70, y - LINE, MORE)
    reading = read(m.raw())
    assert lines(reading) == [PROSE, MORE]
    assert page_of(reading, all_lines[1][:20]) == 1
    assert page_of(reading, all_lines[2][:20]) == 2
    check_invariants(reading)


def test_headings_are_told_by_size_weight_and_number() -> None:
    m = Maker().page()
    m.text(70, 770, "Rules on Talking Lamps", size=20)
    m.text(70, 730, "1. Labels", size=14, font="F2")
    y = m.paragraph(70, 706, PROSE)
    m.text(70, y - 10, "1.1 Red labels", font="F2")
    y = m.paragraph(70, y - 10 - 2 * LINE, MORE)
    m.text(260, y - 20, "Article 2")
    m.paragraph(70, y - 60, PROSE)
    reading = read(m.raw())
    found = [(reading.text[b.start : b.end], b.level) for b in reading.blocks if b.kind == "heading"]
    assert [text for text, _ in found] == [
        "Rules on Talking Lamps",
        "1. Labels",
        "1.1 Red labels",
        "Article 2",
    ]
    levels = [level for _, level in found]
    assert levels[0] < levels[1] < levels[2]


def test_bold_words_that_open_a_paragraph_make_no_heading() -> None:
    m = Maker().page()
    end = m.text(70, 760, "Labels.", font="F2")
    all_lines = wrapped(PROSE, 440 - width("Labels. ", font="F2"))
    m.text(end + 3, 760, all_lines[0])
    m.paragraph(70, 760 - LINE, PROSE[len(all_lines[0]) + 1 :])
    assert kinds(read(m.raw())) == [("paragraph", f"Labels. {PROSE}")]


# -- words -------------------------------------------------------------------------------------------------------


def test_divided_words_are_put_together_and_compounds_keep_their_hyphen() -> None:
    def divided(before: str, after: str) -> list[str]:
        filler = "a lamp is a thing that stands on a table and speaks when it is asked to do so,"
        return [f"{filler} {before}", f"{after} {filler} and the lamp is switched off."]

    m = Maker().page()
    y = 760.0
    for line in (
        "A high-risk lamp needs supervision, and a provider gives information about post-market monitoring.",
        *divided("super-", "vision"),
        *divided("high-", "risk"),
        *divided("post-", "market"),
        *divided("infor-", "mation"),
        *divided("illumi-", "nating"),
        *divided("self-", "dimming"),
    ):
        m.text(70, y, line, size=9)
        y -= LINE
    text = read(m.raw()).text
    assert "supervision" in text
    for word in (
        "so, supervision a",
        "so, high-risk a",
        "so, post-market a",
        "so, information a",
        "so, illuminating a",
    ):
        assert word in text
    assert "so, self-dimming a" in text


def test_kerning_does_not_split_words_and_spaces_need_no_glyph() -> None:
    m = Maker().page()
    m.pages[-1].append(
        "BT /F1 11 Tf 1 0 0 1 70 760 Tm "
        "[(Pr) 20 (o) -15 (vider) -30 (s) -278 (of) -278 (lamps) -278 (w) 40 (ait.)] TJ ET"
    )
    assert read(m.raw()).text == "Providers of lamps wait."


def test_spaced_capitals_close_up() -> None:
    m = Maker().page()
    x = 70.0
    for word in ("STATE", "OF", "LAMPS"):
        for letter in word:
            m.text(x, 760, letter, font="F4")
            x += 14
        x += 14
    m.paragraph(70, 700, PROSE)
    assert lines(read(m.raw()))[0] == "STATE OF LAMPS"


def test_ligatures_odd_spaces_and_private_glyphs_are_repaired() -> None:
    m = Maker().page()
    m.text(70, 760, "\uf0b7", font="FS")
    x = m.text(90, 760, "A de")
    x = m.text(x, 760, "\ufb01", font="F9")
    m.text(x, 760, "ned\u00a0lamp speaks to everybody who has come into the room.")
    m.text(70, 740, "\ue123", font="FS")
    m.text(90, 740, "Another lamp says nothing at all to anybody in the room.")
    reading = read(m.raw())
    assert lines(reading) == [
        "• A defined lamp speaks to everybody who has come into the room.",
        "• Another lamp says nothing at all to anybody in the room.",
    ]
    assert [p for p in reading.problems if "private-use" in p and p.startswith("1 ")]


def test_an_exponent_is_written_as_one_and_a_footnote_mark_goes() -> None:
    m = Maker().page()
    x = m.text(70, 760, "A lamp of more than 10")
    x = m.text(x, 764, "25", size=7)
    x = m.text(x + 3, 760, "lumens is bright")
    x = m.text(x, 764, "1", size=7)
    m.text(x + 3, 760, "and is labelled.")
    m.paragraph(70, 730, PROSE)
    m.rule(70, 120, 200, 120)
    x = m.text(70, 107, "1", size=6)
    m.text(x + 2, 104, "Brightness is measured at noon.", size=8)
    assert kinds(read(m.raw())) == [
        ("paragraph", "A lamp of more than 10^25 lumens is bright and is labelled."),
        ("footnote", "1 Brightness is measured at noon."),
        ("paragraph", PROSE),
    ]


def test_chinese_lines_join_without_a_space() -> None:
    m = Maker().page()
    sentence = (
        "会说话的灯具提供者应当在灯具上加贴红色标识，并且在夜间保持安静。"
        "任何人都可以要求灯具停止说话，灯具应当立即停止，不得拖延。"
    )
    y = 760.0
    for n in range(0, len(sentence), 30):
        m.text(70, y, sentence[n : n + 30], size=14, font="F9")
        y -= 20
    m.text(70, y - 20, "第二条", size=14, font="F9")
    m.text(70, y - 60, "本办法自发布之日起施行，各地应当遵照执行。", size=14, font="F9")
    assert lines(read(m.raw("zh"))) == [sentence, "第二条", "本办法自发布之日起施行，各地应当遵照执行。"]


# -- pages -------------------------------------------------------------------------------------------------------


def _book(pages: int) -> Maker:
    """Pages with a running head, a page number, and an article number at the same height on each."""
    m = Maker()
    for n in range(1, pages + 1):
        m.page()
        m.text(70, 800, "Journal of Lamps, 1 April 2031", size=9)
        m.text(500, 800, "EN", size=9)
        m.text(270, 760, f"Article {n * 3}")
        m.paragraph(70, 730, f"{PROSE} This is sheet {'abcdefgh'[n]}.")
        m.text(280, 30, f"{n}/{pages}", size=9)
    return m


def test_running_heads_and_page_numbers_go_but_article_numbers_stay() -> None:
    text = read(_book(6).raw()).text
    assert "Journal of Lamps" not in text
    assert "EN" not in text.split()
    assert not re.search(r"\d/6", text)
    assert re.findall(r"^Article (\d+)$", text, re.M) == ["3", "6", "9", "12", "15", "18"]


def test_a_page_number_alone_at_the_foot_goes_even_on_one_page() -> None:
    m = Maker().page()
    m.paragraph(70, 760, PROSE)
    m.text(290, 30, "- 7 -")
    assert read(m.raw()).text == PROSE


def test_the_numbers_of_lines_in_a_bill_go() -> None:
    m = Maker()
    for text in (f"{PROSE} {MORE}", f"{MORE} {PROSE}"):
        m.page()
        for n, line in enumerate(wrapped(text, 420, font="F4"), 1):
            m.text(62 - width(str(n), font="F4"), 760 - n * LINE, str(n), font="F4")
            m.text(80, 760 - n * LINE, line, font="F4")
    text = read(m.raw()).text
    assert text.replace("\n", " ") == f"{PROSE} {MORE} {MORE} {PROSE}"


def test_two_columns_are_read_one_after_the_other() -> None:
    m = Maker().page()
    m.text(70, 790, "A title that runs over both of the columns of this page, as titles often do", size=11)
    left = m.paragraph(70, 760, PROSE, limit=210)
    m.paragraph(70, left - LINE, MORE, limit=210)
    right = m.paragraph(320, 760, MORE, limit=210)
    m.paragraph(320, right - LINE, PROSE, limit=210)
    assert lines(read(m.raw()))[1:] == [PROSE, MORE, MORE, PROSE]


def test_a_ruled_table_is_read_by_rows_and_its_cells_are_never_mixed() -> None:
    m = Maker().page()
    m.paragraph(70, 780, PROSE)
    columns, rows = (70, 150, 340, 520), (700, 680, 620, 560)
    for x in columns:
        m.rule(x, rows[-1], x, rows[0])
    for y in rows:
        m.rule(columns[0], y, columns[-1], y)
    for x, text in zip(columns, ("Lamp", "Duty", "Day"), strict=False):
        m.text(x + 5, 686, text)
    m.text(75, 645, "Desk lamp")
    m.paragraph(155, 666, "Label the lamp in red and tell the keeper about it at once.", limit=175)
    m.paragraph(345, 660, "Monday, and every other day of the week.", limit=165)
    m.text(75, 590, "Lantern")
    m.paragraph(155, 606, "Switch the lantern off when it begins to speak to you.", limit=175)
    m.text(345, 590, "Never")
    m.paragraph(70, 530, MORE)
    assert kinds(read(m.raw())) == [
        ("paragraph", PROSE),
        ("table", "Lamp\tDuty\tDay"),
        (
            "table",
            "Desk lamp\tLabel the lamp in red and tell the keeper about it at once."
            "\tMonday, and every other day of the week.",
        ),
        ("table", "Lantern\tSwitch the lantern off when it begins to speak to you.\tNever"),
        ("paragraph", MORE),
    ]


def test_a_table_without_rules_is_read_by_rows() -> None:
    m = Maker().page()
    for n, row in enumerate(
        (("From:", "The keeper of lamps"), ("To:", "All the tables in the house"), ("About:", "Talking"))
    ):
        m.text(70, 760 - n * 20, row[0])
        m.text(200, 760 - n * 20, row[1])
    m.paragraph(70, 650, PROSE)
    assert lines(read(m.raw()))[:3] == [
        "From:\tThe keeper of lamps",
        "To:\tAll the tables in the house",
        "About:\tTalking",
    ]


def test_a_box_around_text_is_no_table() -> None:
    m = Maker().page()
    for x0, y0, x1, y1 in (
        (60, 680, 530, 680),
        (60, 780, 530, 780),
        (60, 680, 60, 780),
        (530, 680, 530, 780),
    ):
        m.rule(x0, y0, x1, y1)
    m.paragraph(70, 760, PROSE)
    assert kinds(read(m.raw())) == [("paragraph", PROSE)]


def test_a_footnote_does_not_interrupt_the_paragraph_that_runs_over_its_page() -> None:
    m = Maker().page()
    m.paragraph(70, 760, f"1. {MORE}")
    all_lines = wrapped(PROSE, 440)
    end = m.text(70, 210, all_lines[0])
    assert end < 520
    m.text(70, 196, all_lines[1])
    m.rule(70, 130, 180, 130)
    m.text(70, 116, "(1)", size=8)
    m.text(90, 116, "OJ of Lamps, 1.4.2031, p. 7.", size=8)
    m.page()
    for n, line in enumerate(all_lines[2:]):
        m.text(70, 760 - n * LINE, line)
    reading = read(m.raw())
    assert PROSE in lines(reading)
    assert ("footnote", "(1) OJ of Lamps, 1.4.2031, p. 7.") in kinds(reading)
    check_invariants(reading)


def test_the_notes_of_an_act_stand_at_its_end() -> None:
    m = Maker().page()
    y = 780.0
    for n in range(1, 4):
        m.text(270, y, f"Article {n}")
        y = m.paragraph(70, y - 30, PROSE) - 30
    m.rule(70, 130, 180, 130)
    m.text(70, 116, "(1)", size=8)
    m.text(90, 116, "OJ of Lamps, 1.4.2031, p. 7.", size=8)
    m.page()
    m.text(270, 780, "Article 4")
    m.paragraph(70, 750, MORE)
    reading = read(m.raw())
    assert lines(reading)[-1] == "(1) OJ of Lamps, 1.4.2031, p. 7."
    assert [p.number for p in reading.pages] == [1, 2, 1]


@pytest.mark.parametrize(
    "drawn", ["67 632 53 0.5 re f", "67 632 m 120 632 l 120 632.5 l 67 632.5 l h f", "67 632 m 120 632 l S"]
)
def test_a_note_below_a_short_rule_inside_the_text_is_a_footnote(drawn: str) -> None:
    m = Maker().page()
    m.paragraph(67, 700, PROSE)
    m.pages[-1].append(drawn)
    m.text(67, 620, "(*) Rules of 1 April 2031 on talking lamps, as amended by those on whispering ones.’")
    m.paragraph(67, 560, MORE)
    assert [kind for kind, _ in kinds(read(m.raw()))] == ["paragraph", "footnote", "paragraph"]


def test_a_contents_list_is_left_out() -> None:
    m = Maker().page()
    m.text(70, 780, "Contents", font="F2")
    for n, title in enumerate(("Labels", "Silence", "Reports", "Keepers"), 1):
        m.text(70, 780 - 20 * n, f"{n}. {title} {'.' * (80 - len(title))} {n + 1}")
    m.page()
    m.text(70, 780, "1. Labels", font="F2")
    m.paragraph(70, 750, PROSE)
    assert lines(read(m.raw())) == ["1. Labels", PROSE]


def test_text_that_runs_up_the_margin_is_left_out() -> None:
    m = Maker().page()
    m.paragraph(70, 760, PROSE)
    m.pages[-1].append("BT /F1 8 Tf 0 1 -1 0 30 300 Tm (lampkeeper on DSK9 with LAMPS) Tj ET")
    assert read(m.raw()).text == PROSE


words = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9)
sentences = st.lists(words, min_size=4, max_size=40).map(lambda ws: (" ".join(ws)).capitalize() + ".")


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(sentences, min_size=1, max_size=12))
def test_every_word_comes_back_once_and_in_order(paragraphs: list[str]) -> None:
    m = Maker().page()
    y = 770.0
    for text in paragraphs:
        for line in wrapped(text, 440):
            if y < 80:
                m.page()
                y = 770.0
            m.text(70, y, line)
            y -= LINE
        y -= LINE
    reading = read(m.raw())
    assert reading.text.split() == " ".join(paragraphs).split()
    check_invariants(reading)


# -- what cannot be read -----------------------------------------------------------------------------------------


def test_a_scan_needs_ocr_and_its_pages_are_named() -> None:
    m = Maker().page(image=True).page(image=True)
    with pytest.raises(NeedsOCR, match="1–2 of 2"):
        read(m.raw())


def test_a_page_that_is_a_picture_and_a_blank_one_are_problems() -> None:
    m = Maker()
    for n in range(5):
        m.page(image=n == 1)
        if n not in (1, 3):
            m.paragraph(70, 760, f"{PROSE} Sheet {'abcde'[n]}.")
    problems = read(m.raw()).problems
    assert any("2 " in p and "no text layer" in p for p in problems)
    assert any("4 " in p and "empty" in p for p in problems)


def test_the_text_layer_of_a_scan_is_read_and_said_to_be_one() -> None:
    m = Maker().page(image=True)
    y = 760.0
    for line in wrapped(PROSE, 440):
        m.text(70, y, line, mode=3)
        y -= LINE
    reading = read(m.raw())
    assert reading.text == PROSE
    assert any("OCR layer" in p for p in reading.problems)


def _encrypted(password: str) -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    m = Maker().page()
    m.paragraph(70, 760, PROSE)
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(m.data())))
    writer.encrypt(password, "owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def test_a_pdf_that_only_forbids_changes_is_read() -> None:
    assert read(raw_pdf(_encrypted(""))).text == PROSE


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"Lamp.", "not a PDF file"),
        (b"%PDF-1.7\n" + bytes(range(256)) * 4, "broken"),
        (b"%PDF-1.7\n%%EOF\n", "broken"),
        (Maker().data(), "no pages"),
        (Maker().page().data(), "blank page"),
        (_encrypted("secret"), "encrypted"),
    ],
)
def test_what_cannot_be_read_gives_one_clear_line(
    data: bytes, says: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UnreadableSource, match=says) as caught:
        read(raw_pdf(data))
    assert "a.pdf" in str(caught.value) and "\n" not in str(caught.value)
    assert not caplog.records
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("keep", [0.3, 0.6, 0.9, 0.99])
def test_a_cut_off_pdf_is_read_in_part_or_refused_but_never_crashes(keep: float) -> None:
    data = _book(6).data()
    try:
        assert read(raw_pdf(data[: int(keep * len(data))])).text
    except UnreadableSource as error:
        assert "\n" not in str(error)


# -- the real ones -----------------------------------------------------------------------------------------------

EXPECTED = {
    "eu-gpai-guidelines/guidelines.en.pdf": (36, 144),
    "us-nist-ai-rmf/nist.ai.100-1.en.pdf": (48, None),
    "us-eo-14110/federal-register.en.pdf": (36, None),
    "us-ca-sb1047/enrolled.en.pdf": (28, None),
    "us-ny-raise/chapter-96-2026.en.pdf": (9, None),
    "us-ai-action-plan/action-plan.en.pdf": (28, None),
    "cn-tc260-003/tc260-003.zh.pdf": (14, None),
    "cn-ai-safety-framework/framework-v1.zh.pdf": (19, None),
}


@pytest.fixture(scope="session")
def real(mirror: Path) -> dict[str, Reading]:
    """The shorter PDFs of the mirror, read once."""
    return {
        name: read(raw_pdf((mirror / name).read_bytes(), "zh" if ".zh." in name else "en"))
        for name in EXPECTED
    }


@pytest.mark.mirror
@pytest.mark.parametrize("name", EXPECTED)
def test_a_real_pdf_is_clean(real: dict[str, Reading], name: str) -> None:
    reading = real[name]
    check_invariants(reading)
    assert {p.number for p in reading.pages} <= set(range(1, EXPECTED[name][0] + 1))
    assert not re.search(r"[\ue000-\uf8ff\ufb00-\ufb06\u00ad\u00a0\ufffd]", reading.text)
    assert not any("reads as" in p for p in reading.problems)
    assert not re.search(r"[\u4e00-\u9fff] [\u4e00-\u9fff]{6}", reading.text) or ".zh." not in name
    broken = [
        (reading.text[b.start : b.end])
        for b in reading.blocks
        if b.kind == "paragraph" and re.match(r"[a-z]{2,} [a-z]+ [a-z]", reading.text[b.start : b.end])
    ]
    assert len(broken) <= 0.01 * len(reading.blocks), broken


@pytest.mark.mirror
def test_numbered_paragraphs_of_the_guidelines_are_each_found_once(real: dict[str, Reading]) -> None:
    reading = real["eu-gpai-guidelines/guidelines.en.pdf"]
    numbers = re.findall(r"^\((\d+)\) ", reading.text, re.M)
    assert [int(n) for n in numbers if int(n)] == sorted(int(n) for n in numbers)
    assert set(map(int, numbers)) == set(range(1, 145))
    assert "10^23 FLOP" in reading.text


@pytest.mark.mirror
@pytest.mark.parametrize(
    ("name", "gone"),
    [
        ("us-eo-14110/federal-register.en.pdf", r"VerDate|Jkt \d|Federal Register/Vol|\w- \w+ing\b"),
        ("us-ca-sb1047/enrolled.en.pdf", r"— \d+ —|^SB 1047$|^\d\d$"),
        ("us-ny-raise/chapter-96-2026.en.pdf", r"^S\. 8828$|^\d+ [a-z]"),
        ("us-nist-ai-rmf/nist.ai.100-1.en.pdf", r"^NIST AI 100-1\s+AI RMF 1\.0$|^Page \d+$"),
        ("us-ai-action-plan/action-plan.en.pdf", r"regime\.3|^AMERICA’S AI ACTION PLAN\n[a-z]"),
        ("cn-ai-safety-framework/framework-v1.zh.pdf", r"^- \d+ -$"),
    ],
)
def test_margins_of_real_pdfs_are_gone(real: dict[str, Reading], name: str, gone: str) -> None:
    assert not re.findall(gone, real[name].text, re.M)


@pytest.mark.mirror
def test_sections_of_the_new_york_act_and_the_californian_bill_begin_lines(real: dict[str, Reading]) -> None:
    raise_act = real["us-ny-raise/chapter-96-2026.en.pdf"].text
    assert re.findall(r"^§ (14\d\d)\.", raise_act, re.M) == [str(n) for n in range(1420, 1430)]
    bill = real["us-ca-sb1047/enrolled.en.pdf"].text
    assert re.findall(r"^(22\d\d\d)\. ", bill, re.M) == [
        str(n) for n in (22602, 22603, 22604, 22606, 22607, 22608, 22609)
    ]


@pytest.mark.mirror
def test_the_mapping_table_of_the_framework_keeps_its_rows(real: dict[str, Reading]) -> None:
    reading = real["cn-ai-safety-framework/framework-v1.zh.pdf"]
    rows = [text for kind, text in kinds(reading) if kind == "table"]
    assert len(rows) == 27
    assert rows[2].split("\t")[1].startswith("4.1.1")


@pytest.mark.mirror
@pytest.mark.parametrize(
    "name",
    [
        "cn-genai-measures/cac-page-print-no-text-layer.zh.pdf",
        "cn-ai-safety-framework/framework-v2-scan-no-text-layer.zh-en.pdf",
    ],
)
def test_real_scans_need_ocr(mirror: Path, name: str) -> None:
    with pytest.raises(NeedsOCR, match="no text layer on page"):
        read(raw_pdf((mirror / name).read_bytes(), "zh"))
