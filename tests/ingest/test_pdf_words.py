"""PDFs made by hand: divided words, kerning, glyphs without a meaning, exponents, Chinese."""

from ingest.readers import read
from tests.ingest.pdf_maker import LINE, Maker
from tests.ingest.pdf_readings import PROSE, kinds, lines


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
