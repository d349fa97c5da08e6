# ruff: noqa: E501 (instructions of acts are not wrapped)
"""Amending acts: what their instructions do to an invented act, and to the AI Act."""

import re
from datetime import date
from pathlib import Path

import pytest

from corpus.registry import load_registry
from ingest.amending import Act, Derivation, Derived, Wording, derive
from ingest.amending.phrases import LAST, Target, understand
from ingest.outline.tree import faults
from tests.ingest.invented_amendment import (
    BASE,
    FIRST,
    FIRST_DAY,
    KETTLES,
    SECOND,
    SECOND_DAY,
    derivation,
    wording,
)  # fmt: skip
from tests.ingest.mirror_outlines import outline_of, reading_of

ONCE = derivation(FIRST)
TWICE = derivation(FIRST, SECOND)


def texts(derived: Derived) -> dict[str, str]:
    """Pin below the act → text."""
    text = derived.wording.text
    return {p.pin.partition("/")[2]: text[p.start : p.end] for p in derived.wording.provisions}


def whole(result: Derivation, n: int = 0) -> dict[str, str]:
    return texts([d for d in result.derived if d.is_consolidation][n])


def new(result: Derivation, n: int = 0) -> dict[str, str]:
    return texts([d for d in result.derived if not d.is_consolidation][n])


@pytest.mark.parametrize(
    ("instruction", "context", "action", "targets"),
    [
        ("in Article 1(2), point (g) is replaced by the following:", Target(), "replace", [Target("art-1", "", "2", 0, ("g",))]),
        ("Article 5 is amended as follows:", Target(), "replace", [Target("art-5")]),
        ("in paragraph 1, the first subparagraph, the following points are inserted:", Target("art-5"), "insert", [Target("art-5", "", "1", 1)]),
        ("point (h)(iii) of Article 5(1) is deleted;", Target(), "delete", [Target("art-5", "", "1", 0, ("h", "iii"))]),
        ("in point (b), point (ii) is deleted;", Target("art-3", "", "3"), "delete", [Target("art-3", "", "3", 0, ("b", "ii"))]),
        ("point (ii) of point (b) is deleted;", Target("art-3", "", "3"), "delete", [Target("art-3", "", "3", 0, ("b", "ii"))]),
        ("point (ii) is deleted;", Target("art-5", "", "1", 0, ("h",)), "delete", [Target("art-5", "", "1", 0, ("h", "ii"))]),
        ("paragraphs 2, 3 and 5 are deleted;", Target("art-5"), "delete", [Target("art-5", "", n) for n in "235"]),
        ("points (b) to (d) are deleted", Target("art-5", "", "1"), "delete", [Target("art-5", "", "1", 0, (x,)) for x in "bcd"]),
        ("Articles 7 to 9 are deleted;", Target("art-1"), "delete", [Target(f"art-{n}") for n in (7, 8, 9)]),
        ("the third paragraph is replaced by the following:", Target("art-113"), "replace", [Target("art-113", "", "p3")]),
        ("in Annex VIII, section B, points 7 and 9 are deleted;", Target(), "delete", [Target("annex-viii", "sec-b", "", 0, (n,)) for n in "79"]),
        ("the heading is replaced by the following:", Target("art-75"), "replace", [Target("art-75", part="heading")]),
        ("in the second subparagraph, the last sentence is deleted;", Target("art-5", "", "1"), "delete", [Target("art-5", "", "1", 2, sentence=LAST)]),
        ("after Article 5(1), point (b), the following point is inserted:", Target(), "insert", [Target("art-5", "", "1")]),
        ("the following Article is inserted after Article 4:", Target(), "insert", [Target()]),
        ("in paragraph 2, the words ‘ten days’ are replaced by the words ‘three days’;", Target("art-4"), "words", [Target("art-4", "", "2")]),
        ("in point (14), ‘Article 5’ is deleted", Target("art-3"), "words", [Target("art-3", "", "", 0, ("14",))]),
    ],
)  # fmt: skip
def test_an_instruction_is_understood(
    instruction: str, context: Target, action: str, targets: list[Target]
) -> None:
    phrase = understand(instruction, context)
    assert (phrase.action, list(phrase.targets)) == (action, targets)


def test_every_instruction_is_accounted_for() -> None:
    points = re.findall(r"^\((\d+)\)", FIRST.partition("Article 2\nAmendments")[0], re.MULTILINE)
    told = {c.operation.by.split("/")[2] for c in ONCE.changes}
    assert told == set(points)
    failed = {c.operation.by.split("/")[2]: c.problem for c in ONCE.changes if not c.applied}
    assert set(failed) == {"12", "13"}  # the word occurs several times; the text stands elsewhere
    assert "occur" in failed["12"]


def test_new_wording_is_a_slice_of_the_amending_act_under_its_own_pin() -> None:
    found = new(ONCE)
    assert found["art-4a"] == (
        "Article 4a\nSilent kettles\n1. A silent kettle shall be sold as a pot.\n2. The maker’s name shall be removed."
    )
    assert found["art-3/2b/b"] == "(b) keep the key."
    assert found["art-1/2/aa"] == "(aa) kettles of dolls;"
    assert found["art-3/3/b/ii"] == "(ii) mark it with a bell or a gong;"
    assert found["art-3/1/p2"] == "The whistle shall be heard in all rooms of the house."
    assert found["annex-i/sec-b/2"] == "2. Kettles for lighthouses."
    assert found["annex-ii/1"] == "1. Kettles for libraries."
    assert all(text in FIRST for text in found.values())
    assert not any(pin.startswith("art-5") for pin in found)


def test_articles_as_amended_are_put_together() -> None:
    found = whole(ONCE)
    assert found["art-1"] == (
        "Article 1\nScope\n1. This Regulation applies to kettles that whistle. It does not apply to samovars that are older "
        "than a century.\n2. This Regulation does not apply to:\n(a) toy kettles;\n(aa) kettles of dolls;\n"
        "(b) kettles in museums."
    )
    assert found["art-2/2"] == "(2) ‘whistle’ means a sound that hot steam makes."
    assert found["art-2/3"] == "(3) “lid” means what closes a kettle."
    assert found["art-3/1"].splitlines()[1:] == [
        "The whistle shall be heard in all rooms of the house.", "The whistle shall be red.",
    ]  # fmt: skip
    order = [pin for pin in found if re.fullmatch(r"art-3/\w+", pin)]
    assert order == ["art-3/1", "art-3/2", "art-3/2a", "art-3/2b", "art-3/3"]
    assert "art-3/3/c" not in found and "(c)" not in found["art-3/3"]
    assert "within three days" in found["art-4"]
    assert "annex-i/sec-a/2" not in found and "art-5" not in found


def test_every_wording_ends_on_the_day_that_another_begins() -> None:
    base = {p.pin: p for p in wording(BASE, KETTLES).provisions}
    ended = {
        pin.partition("/")[2] for pin, period in ONCE.base.provisions.items() if period.until == FIRST_DAY
    }
    assert {
        "art-1/1",
        "art-1/2",
        "art-2/2",
        "art-3/1",
        "art-3/3/b/ii",
        "art-3/3/c",
        "art-4",
        "art-5",
        "art-5/1",
    } <= ended
    assert {"art-1/2", "art-1", "annex-i", "annex-i/sec-a", "annex-i/sec-a/2"} <= ended
    assert not ended & {"art-1/2/a", "art-2/1", "art-3/2", "art-3/3/a", "art-3/3/b/i", "annex-i/sec-a/1"}
    gone = "".join(KETTLES[p.start : p.end] for p in ONCE.base.passages)
    assert "samovars" in gone and "toy" not in gone and "red" not in gone
    point = base["eu-kettles/art-3/3/a"]
    assert ONCE.base.of(point.start, point.end).until is None
    assert ONCE.base.provisions["eu-kettles/art-5"].ended_by == ("eu-kettle-change/art-1/8",)


def test_what_cannot_be_worked_in_is_flagged() -> None:
    period = ONCE.base.provisions["eu-kettles/art-3/2"]
    assert (period.until, period.ended_by) == (None, ("eu-kettle-change/art-1/12",))


def test_an_added_point_is_read_under_what_leads_into_its_list() -> None:
    first = next(d for d in ONCE.derived if not d.is_consolidation)
    leads = {pin.partition("/")[2]: lead for pin, lead in first.leads.items()}
    assert leads["art-1/2/aa"] == "This Regulation does not apply to:"
    assert leads["art-3/3/b/ii"] == "do either of the following:"
    assert "art-3/2b/a" not in leads  # its list is new, too


def test_less_than_a_paragraph_can_be_found_in_the_consolidation_alone() -> None:
    searched = next(d for d in ONCE.derived if d.is_consolidation).searched
    assert set(searched) == {"eu-kettles/art-1/1", "eu-kettles/art-2/2", "eu-kettles/art-4/p1"}


def test_a_second_act_amends_what_the_first_left() -> None:
    first, second = (d for d in TWICE.derived if not d.is_consolidation)
    assert whole(TWICE, 1)["art-3/2a"] == "2a. The book of whistles shall be kept in a safe."
    assert whole(TWICE, 1)["art-4a"].endswith("1. A silent kettle shall be melted.")
    assert whole(TWICE, 1)["art-1/2"].endswith("(b) kettles in museums.\n(c) kettles on the moon.")
    assert "art-2" not in whole(TWICE, 1)
    old = first.timeline.provisions["eu-kettles/art-3/2a"]
    assert (old.since, old.until, old.ended_by) == (FIRST_DAY, SECOND_DAY, ("eu-kettle-reform/art-1/1",))
    kept = first.timeline.provisions["eu-kettles/art-3/2b"]
    assert (kept.since, kept.until) == (FIRST_DAY, None)
    drawer = first.wording.text.index("The drawer shall be dry")
    assert first.timeline.of(drawer, drawer + 10).until == SECOND_DAY
    assert second.timeline.provisions["eu-kettles/art-4a/1"].since == SECOND_DAY
    before = next(d for d in TWICE.derived if d.is_consolidation).timeline.provisions
    assert before["eu-kettles/art-3"].until == SECOND_DAY and before["eu-kettles/art-4"].until is None


@pytest.mark.parametrize("result", [ONCE, TWICE])
def test_outlines_of_consolidations_are_sound(result: Derivation) -> None:
    for derived in result.derived:
        if derived.is_consolidation:
            assert faults(derived.wording.provisions, derived.wording.text) == []
        pins = [p.pin for p in derived.wording.provisions]
        assert len(pins) == len(set(pins))


def test_an_act_about_another_act_changes_nothing() -> None:
    assert derivation(FIRST.replace("2031/77", "2031/78")).changes == ()


# --- the AI Act -------------------------------------------------------------------------------------------------------

IN_FORCE = date(2026, 7, 27)


@pytest.fixture(scope="module", params=["formex", "html", "pdf"])
def omnibus(request: pytest.FixtureRequest, mirror: Path) -> Derivation:
    """Regulation (EU) 2026/1744 carried out on each form of the AI Act."""

    def held(instrument: str, source: str) -> Wording:
        reading, outline = reading_of(mirror, instrument, source), outline_of(mirror, instrument, source)
        return Wording(f"{instrument}:{source}", reading.text, tuple(outline.values()))

    act = Act("eu-ai-omnibus", held("eu-ai-omnibus", "text"), IN_FORCE)
    return derive(load_registry().get("eu-ai-act"), held("eu-ai-act", request.param), [act])


POINTS = {
    1: "art-1/2/g", 2: "art-2/2 art-2/7", 3: "art-2/13", 4: "art-3/14 art-3/14a art-3/14b", 5: "art-4", 6: "art-4a",
    7: "art-5/1/ba art-5/1/bb art-5/1a art-5/1b", 8: "art-6/1a art-6/1b art-6/1c", 9: "art-10/1 -art-10/5 art-10/6",
    10: "art-11/1/p2", 11: "art-17/2", 12: "art-25/2 art-25/4/p1", 13: "art-27/4 art-27/5", 14: "art-28/8 art-28/9",
    15: "art-29/4", 16: "art-30/2", 17: "art-40/2/p4", 18: "art-42/3", 19: "art-43/3", 20: "art-50/7", 21: "art-56/6",
    22: "art-57/1/p1 art-57/3 art-57/3a art-57/5 art-57/9/e art-57/10 art-57/14", 23: "art-58/1/p1 art-58/1/d",
    24: "art-60/1/p1 art-60/2", 25: "art-60a", 26: "art-63/1", 27: "art-64/3", 28: "art-69/2", 29: "art-70/8",
    30: "art-72/3", 31: "art-75/1 art-75/1a art-75/1b art-75/1c art-75/1d art-75/1e art-75/2a",
    32: "art-75a art-75b art-75c art-75d", 33: "art-76/1/p2", 34: "art-77/1 art-77/1a art-77/1b", 35: "art-95/4",
    36: "art-96/1/a art-96/1/g art-96/1/p2", 37: "art-97/2 art-97/3 art-97/6", 38: "art-99/1 art-99/4/da art-99/6a",
    39: "art-111/2 art-111/4", 40: "art-113/p3/a art-113/p3/c art-113/p3/d", 41: "-annex-i/sec-a/1 annex-i/sec-b/21",
    42: "-annex-viii/sec-b/7 -annex-viii/sec-b/9", 43: "annex-xiv",
}  # fmt: skip
"""Each point of Article 1: the pins of its new wording (the outermost), and with `-` of what it deletes.

Points 31(a) and 34(a) replace the headings of Articles 75 and 77, which stand in the consolidation alone.
"""


@pytest.mark.mirror
def test_all_43_points_are_accounted_for(omnibus: Derivation) -> None:
    assert {c.operation.by.split("/")[2] for c in omnibus.changes} == {str(n) for n in POINTS}
    assert all(c.applied for c in omnibus.changes), [c for c in omnibus.changes if not c.applied]
    derived = next(d for d in omnibus.derived if not d.is_consolidation)
    made: dict[int, set[str]] = {n: set() for n in POINTS}
    pins = set(derived.timeline.provisions)
    for pin, period in derived.timeline.provisions.items():
        if pin.rpartition("/")[0] not in pins:
            (by,) = period.made_by
            made[int(by.split("/")[2])].add(pin.partition("/")[2])
    for change in omnibus.changes:
        if change.operation.phrase.action == "delete":
            made[int(change.operation.by.split("/")[2])].add(f"-{change.pin}")
    assert {n: set(told.split()) for n, told in POINTS.items()} == made


@pytest.mark.mirror
def test_new_headings_stand_in_the_consolidation(omnibus: Derivation) -> None:
    derived = next(d for d in omnibus.derived if d.is_consolidation)
    headings = {p.pin: p.heading for p in derived.wording.provisions}
    assert headings["eu-ai-act/art-75"].endswith("mutual assistance")
    assert headings["eu-ai-act/art-77"].endswith("cooperation with market surveillance authorities")


@pytest.mark.mirror
def test_consolidated_articles_equal_the_official_extract(omnibus: Derivation, mirror: Path) -> None:
    extract = (mirror / "eu-ai-omnibus" / "consolidated-extract.en.txt").read_text(encoding="utf-8")
    ours = whole(omnibus)
    official = re.split(r"\n\n(?=Article )", extract)[1:]
    names = ["art-" + text.split()[1] for text in official]
    assert names == ["art-4", "art-4a", "art-5", "art-6", "art-111", "art-113"]
    for name, text in zip(names, official, strict=True):
        assert plain(ours[name]) == plain(text), name


@pytest.mark.mirror
def test_unchanged_provisions_go_on(omnibus: Derivation) -> None:
    periods = omnibus.base.provisions
    for pin in ("art-5/1/a", "art-5/2", "art-9", "art-26/1", "art-50/2", "art-113/p2", "annex-iii/1"):
        assert f"eu-ai-act/{pin}" not in periods, pin
    for pin in ("art-5", "art-5/1", "art-10/5/a", "art-113/p3/c", "annex-i/sec-a/1"):
        assert periods[f"eu-ai-act/{pin}"].until == IN_FORCE, pin


def plain(text: str) -> str:
    """A text without differences of typography."""
    quotes = str.maketrans({"‘": "'", "’": "'", "“": "'", "”": "'", "\u00a0": " "})
    return " ".join(text.translate(quotes).split())
