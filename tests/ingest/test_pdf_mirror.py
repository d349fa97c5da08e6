"""The real PDFs of the mirror."""

import re
from pathlib import Path

import pytest

from ingest.readers import NeedsOCR, read
from ingest.types import Reading
from tests.ingest.pdf_maker import raw_pdf
from tests.ingest.pdf_readings import check_invariants, kinds

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
