"""PDFs that cannot be read, or only in part: scans, locked, broken and cut-off files."""

import pytest

from ingest.readers import NeedsOCR, UnreadableSource, read
from tests.ingest.pdf_maker import LINE, Maker, raw_pdf, wrapped
from tests.ingest.pdf_readings import PROSE, book


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
    data = book(6).data()
    try:
        assert read(raw_pdf(data[: int(keep * len(data))])).text
    except UnreadableSource as error:
        assert "\n" not in str(error)
