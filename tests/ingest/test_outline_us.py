"""American bills, acts and orders: sections by sequence, nested marks, several codes in one act."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus.numerals import to_roman
from ingest.outline.nested import marks, place
from ingest.outline.sections import run_in_heading
from tests.ingest.invented_texts import BILL, BILL_PINS, body, outlined, read_markdown, read_text
from tests.ingest.mirror_outlines import outline_of, top
from tests.ingest.test_markdown import ORDER

NEW_YORK = """STATE OF THE COAST
The People of the State of the Coast, represented in Senate and Assembly, do enact as follows:
Section 1. Short title. This act shall be known as the "lamp act".
§ 2. The coast law is amended by adding a new article 44-B to read as follows:
ARTICLE 44-B
SAFE LAMPS
Section 1420. Definitions.
1421. Duties of keepers.
§ 1420. Definitions. As used in this article, the following terms shall have the following meanings:
1. "Keeper" means a person who keeps a lamp alight:
(a) by hand; or
(b) by a machine that does both of the following:
(i) lights the lamp; and
(ii) puts it out.
A machine that is broken is not deemed a keeper of any lamp.
2. "Lamp" means a light.
§ 1421. Duties of keepers. 1. (a) (i) A keeper shall light the lamp.
(ii) A keeper shall trim the wick.
(b) A keeper shall rest.
2. A lamp that is subject to section
1420 of this article is inspected.
§ 3. Section 9 of a chapter of the laws of 2025 amending the coast law is amended to read as follows:
§ 9. This act shall take effect at once.
§ 4. This act shall take effect in spring.
"""
COLORADO = """Be it enacted by the General Assembly:
SECTION 1. In Coast Revised Statutes, add part 17 to article 1 of title 9 as follows:
PART 17 LAMPS
9-1-1701.\tDefinitions. As USED IN THIS PART 17:
(1)\t(a) "LAMP" MEANS A LIGHT, AS SET FORTH IN SECTION
9-1-1703 (3).
(b)\t"LAMP" DOES NOT INCLUDE:
(I)\tA CANDLE:
(A)\tOF WAX; OR
(8)\tOF TALLOW; OR
(C)\tOF OIL; OR
(II)\tA FIRE.
(2) "KEEPER" MEANS A PERSON.
9-1-1702. Keeper duties - required records - rules. (1) A KEEPER SHALL LIGHT THE LAMP.
(2) A KEEPER SHALL KEEP RECORDS.
SECTION 2. In Coast Revised Statutes, 9-1-105, add (1)(hhhh) as follows:
9-1-105. Unfair practices. (1) A person acts unfairly when the person:
(hhhh) VIOLATES PART 17 OF THIS ARTICLE 1.
"""


def test_a_bill_that_adds_to_two_codes() -> None:
    reading = read_text(BILL)
    bill = outlined(reading, "us_code")
    assert list(bill) == BILL_PINS
    assert bill["sec-88100.11"].path == ("CHAPTER 9.1. Safe Lighthouses Act",)
    assert bill["sec-88100.11/b/1/a"].number == "(A)"
    assert reading.text[bill["sec-88100.11/b/1"].body :].startswith("“Keeper” means")
    assert reading.text[bill["sec-88100.12"].body :].startswith("(a) A keeper")
    assert body(reading, bill["sec-88100.12/b"]).endswith("under\n(a).")
    assert "99.5" not in body(reading, bill["sec-88100.12"])


def test_the_order_of_new_york() -> None:
    reading = read_text(NEW_YORK)
    bill = outlined(reading, "us_code")
    assert list(bill) == [
        "h-front",
        "act-sec-1",
        "act-sec-2",
        "sec-1420",
        "sec-1420/1",
        "sec-1420/1/a",
        "sec-1420/1/b",
        "sec-1420/1/b/i",
        "sec-1420/1/b/ii",
        "sec-1420/2",
        "sec-1421",
        "sec-1421/1",
        "sec-1421/1/a",
        "sec-1421/1/a/i",
        "sec-1421/1/a/ii",
        "sec-1421/1/b",
        "sec-1421/2",
        "act-sec-3",
        "act-sec-4",
    ]
    assert (bill["sec-1420"].heading, bill["sec-1421"].heading) == ("Definitions", "Duties of keepers")
    assert bill["sec-1420"].path == ("ARTICLE 44-B SAFE LAMPS",)
    # the list of sections stays in the amending section, the quoted section in its own
    assert "1421. Duties" in body(reading, bill["act-sec-2"])
    assert "§ 9." in body(reading, bill["act-sec-3"])
    # a paragraph without a mark belongs to the subdivision, not to the last item of its list
    assert body(reading, bill["sec-1420/1/b/ii"]) == "(ii) puts it out."
    assert "broken" in body(reading, bill["sec-1420/1"])


def test_the_order_of_colorado_and_a_poor_scan() -> None:
    reading = read_text(COLORADO)
    act = outlined(reading, "us_code")
    assert list(act) == [
        "h-front",
        "act-sec-1",
        "sec-9-1-1701",
        "sec-9-1-1701/1",
        "sec-9-1-1701/1/a",
        "sec-9-1-1701/1/b",
        "sec-9-1-1701/1/b/i",
        "sec-9-1-1701/1/b/i/a",
        "sec-9-1-1701/1/b/i/b",
        "sec-9-1-1701/1/b/i/c",
        "sec-9-1-1701/1/b/ii",
        "sec-9-1-1701/2",
        "sec-9-1-1702",
        "sec-9-1-1702/1",
        "sec-9-1-1702/2",
        "act-sec-2",
        "sec-9-1-105",
        "sec-9-1-105/1",
        "sec-9-1-105/1/hhhh",
    ]
    assert act["sec-9-1-1702"].heading == "Keeper duties - required records - rules"
    assert act["sec-9-1-1701/1/b/i/b"].number == "(8)"


def test_an_executive_order() -> None:
    reading = read_markdown(ORDER)
    order = outlined(reading, "us_eo")
    assert list(order) == [
        "h-front",
        "sec-1",
        "sec-2",
        "sec-2/a",
        "sec-2/a/i",
        "sec-2/a/ii",
        "sec-2/b",
        "h-back",
    ]
    assert (order["sec-1"].number, order["sec-1"].heading) == ("Section 1.", "Purpose")
    assert order["sec-2/a/i"].path == ("Sec. 2. Lamps.",)
    assert body(reading, order["h-back"]).startswith("A. KEEPER")


def test_numbered_parts_of_a_section_of_an_order() -> None:
    order = outlined(
        read_text(
            "It is hereby ordered:\nSection 1. Purpose. The coast is dark.\nSec. 2. Lighting the Coast.\n"
            "2.1. North. (a) The lamps of the north are lit.\n(b) So are the others.\n2.2. South. (a) As in section\n"
            "2.1. of this order.\nSec. 3. Definition. A lamp is a light."
        ),
        "us_eo",
    )
    assert list(order) == [
        "h-front", "sec-1", "sec-2", "sec-2.1", "sec-2.1/a", "sec-2.1/b", "sec-2.2", "sec-2.2/a", "sec-3",
    ]  # fmt: skip
    assert order["sec-2.2"].path == ("Sec. 2. Lighting the Coast.",)


@pytest.mark.parametrize(
    ("text", "heading"),
    [
        ("Purpose. The United Coast leads.", "Purpose"),
        ("Rules - reports - repeal. (1) A keeper", "Rules - reports - repeal"),
        ("This chapter shall be known as the Lamp Act.", ""),
        ("For purposes of this chapter:", ""),
        ("(a) The office reports.", ""),
        (
            "Article 44-B of the coast law, as added by a chapter of the laws of the year before last, goes.",
            "",
        ),
    ],
)
def test_run_in_headings(text: str, heading: str) -> None:
    assert run_in_heading(text)[0] == heading


_LEVELS = st.permutations(["digit", "lower", "upper", "roman"])


def _printed(family: str, n: int) -> str:
    if family == "digit":
        return f"({n})"
    if family == "roman":
        return f"({to_roman(n)})"
    letter = chr(ord("a") + n - 1)
    return f"({letter.upper() if family == 'upper' else letter})"


@given(
    _LEVELS, st.recursive(st.just([]), lambda inner: st.lists(inner, min_size=2, max_size=4), max_leaves=30)
)
def test_any_nesting_is_found_whatever_the_order_of_its_levels(order: list[str], tree: list[object]) -> None:
    lines: list[str] = []
    segments: list[tuple[str, ...]] = []

    def walk(children: object, above: tuple[str, ...], prefix: str) -> None:
        assert isinstance(children, list)
        for n, child in enumerate(children, start=1):
            mark = _printed(order[len(above)], n)
            here = (*above, mark.strip("()").lower())
            segments.append(here)
            start = f"{prefix if n == 1 else ''}{mark} "
            if child and len(here) < 4:
                walk(child, here, start)
            else:
                lines.append(f"{start}text;")

    walk(tree, (), "")
    found = [mark for i, line in enumerate(lines) for mark in marks(line, 1000 * i)]
    assert [one.segments for one in place(found)] == segments


def test_a_letter_i_is_told_from_a_numeral_by_what_follows() -> None:
    def placed(text: str) -> list[str]:
        found = [mark for i, mark in enumerate(text.split()) for mark in marks(f"{mark} x", 10 * i)]
        return ["/".join(one.segments) for one in place(found)]

    letters = " ".join(f"({c})" for c in "abcdefgh")
    assert placed(f"{letters} (i) (j)")[-2:] == ["i", "j"]
    assert placed(f"{letters} (i) (ii) (i)")[-3:] == ["h/i", "h/ii", "i"]
    assert placed("(1) (2) (b) (3) (7)") == ["1", "2", "3"]


@pytest.mark.mirror
def test_sections_of_real_acts(mirror: Path) -> None:
    sb53 = top(outline_of(mirror, "us-ca-sb53", "chaptered"))
    assert sb53 == [
        "h-front",
        "act-sec-1",
        "act-sec-2",
        *(f"sec-22757.{n}" for n in range(10, 17)),
        "act-sec-3",
        "sec-11546.8",
        "act-sec-4",
        "sec-1107",
        "sec-1107.1",
        "sec-1107.2",
        "act-sec-5",
        "act-sec-6",
    ]
    assert top(outline_of(mirror, "us-ca-sb1047", "enrolled"), "act-sec") == [
        f"act-sec-{n}" for n in range(1, 9)
    ]
    assert top(outline_of(mirror, "us-ca-sb1047", "enrolled"), "sec") == [
        "sec-22602", "sec-22603", "sec-22604", "sec-22606", "sec-22607", "sec-22608", "sec-22609", "sec-11547.6",
        "sec-11547.6.1",
    ]  # fmt: skip
    assert top(outline_of(mirror, "us-ny-raise", "chapter-96"), "sec") == [
        f"sec-{n}" for n in range(1420, 1430)
    ]
    assert top(outline_of(mirror, "us-ny-raise", "a6453-b"), "sec") == [f"sec-{n}" for n in range(1420, 1426)]
    colorado = [*(f"sec-6-1-{n}" for n in range(1701, 1708)), "sec-6-1-105"]
    assert top(outline_of(mirror, "us-co-sb205", "text"), "sec") == colorado
    assert top(outline_of(mirror, "us-co-sb205", "signed-scan"), "sec") == colorado
    assert top(outline_of(mirror, "us-co-sb26-189", "act"), "sec") == [
        *(f"sec-6-1-{n}" for n in range(1701, 1710)),
        "sec-6-1-105",
        "sec-10-3-1104.9",
    ]


@pytest.mark.mirror
def test_subdivisions_of_real_acts(mirror: Path) -> None:
    sb53 = outline_of(mirror, "us-ca-sb53", "chaptered")

    def below(pins: dict[str, object], pin: str) -> list[str]:
        return [
            p.removeprefix(f"{pin}/")
            for p in pins
            if p.startswith(f"{pin}/") and p.count("/") == pin.count("/") + 1
        ]

    assert below({**sb53}, "sec-22757.11") == list("abcdefghijkl")
    assert below({**sb53}, "sec-22757.12/a") == [str(n) for n in range(1, 11)]
    assert below({**sb53}, "sec-22757.13") == list("abcdefghij")
    assert below({**sb53}, "sec-22757.13/i/2") == ["a", "b"]
    assert below({**sb53}, "act-sec-1") == list("abcdefghijklmnop")
    raise_act = outline_of(mirror, "us-ny-raise", "chapter-96")
    assert below({**raise_act}, "sec-1420") == [str(n) for n in range(1, 17)]
    assert below({**raise_act}, "sec-1422") == [str(n) for n in range(1, 11)]
    assert below({**outline_of(mirror, "us-co-sb205", "text")}, "sec-6-1-1701/9/b/ii") == list(
        "abcdefghijklmnopqr"
    )
    assert below({**outline_of(mirror, "us-co-sb26-189", "act")}, "sec-6-1-1701") == [
        str(n) for n in range(1, 18)
    ]


@pytest.mark.mirror
def test_sections_of_real_orders(mirror: Path) -> None:
    def sections(instrument: str, source: str = "whitehouse") -> list[str]:
        return [pin.removeprefix("sec-") for pin in top(outline_of(mirror, instrument, source), "sec-")]

    assert sections("us-eo-14179") == list("123456")
    assert sections("us-eo-14409") == list("12345")
    assert sections("us-eo-state-ai-laws") == list("123456789")
    assert sections("us-eo-14110", "federal-register") == [
        "1", "2", "3", "4", *(f"4.{n}" for n in range(1, 9)), "5", "5.1", "5.2", "5.3", "6", "7", "7.1", "7.2", "7.3",
        "8", "9", "10", "10.1", "10.2", "11", "12", "13",
    ]  # fmt: skip
    definitions = [p for p in outline_of(mirror, "us-eo-14110", "federal-register") if p.startswith("sec-3/")]
    assert len([p for p in definitions if p.count("/") == 1]) == 33
    order = outline_of(mirror, "us-eo-14409", "whitehouse")
    assert [p for p in order if p.startswith("sec-3/")] == [
        "sec-3/a",
        "sec-3/b",
        "sec-3/b/i",
        "sec-3/b/ii",
        "sec-3/b/iii",
        "sec-3/c",
    ]
