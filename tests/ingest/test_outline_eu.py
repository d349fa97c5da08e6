"""The EU outline: pins of an invented regulation with every trap, and of whatever structure is generated."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.numerals import to_roman
from ingest.outline.eu import parse
from ingest.outline.tree import faults
from ingest.types import Block, BlockKind, Provision, Reading

FIXTURE = Path(__file__).parent / "fixtures" / "eu_regulation.txt"

ARTICLE_PINS = """
art-1 art-1/a art-1/b art-1/b/i art-1/b/ii
art-2 art-2/1 art-2/1/a art-2/1/b art-2/1/c art-2/1/d art-2/1/e art-2/1/f art-2/1/g art-2/1/h art-2/1/i art-2/1/j
art-2/2 art-2/2a art-2/3
art-3 art-3/1 art-3/2 art-3/2/a art-3/2/b art-3/2a art-3/3
art-4 art-4/1 art-4/1/g art-4/1/h art-4/1/h/i art-4/1/h/ii art-4/1/h/iii
art-4/2 art-4/2/a art-4/2/b art-4/2/b/i art-4/2/b/ii art-4/2/c art-4/2/p2 art-4/2/p2/a art-4/2/p2/b art-4/3
art-4a art-4a/p1 art-4a/p2 art-4a/p3 art-4a/p3/a art-4a/p3/b
art-5 art-5/1 art-5/1/a art-5/1/b art-5/2
art-6 art-6/1 art-6/2 art-6/2/a art-6/2/b art-6/3 art-6/4
art-7
"""
ANNEX_PINS = """
annex-i annex-i/sec-a annex-i/sec-a/1 annex-i/sec-a/1/a annex-i/sec-a/1/b annex-i/sec-a/2
annex-i/sec-b annex-i/sec-b/1 annex-i/sec-b/2
annex-ii annex-ii/1 annex-ii/1.1 annex-ii/1.1/a annex-ii/1.1/b annex-ii/1.2 annex-ii/2 annex-ii/2.1
annex-iii
"""


def reading(text: str, kinds: dict[str, BlockKind] | None = None) -> Reading:
    """A reading of plain lines; `kinds` gives the block kind of lines that begin so."""
    blocks = []
    offset = 0
    for line in text.split("\n"):
        kind = next((k for start, k in (kinds or {}).items() if line.startswith(start)), "paragraph")
        if line:
            blocks.append(Block(kind, offset, offset + len(line)))
        offset += len(line) + 1
    return Reading(text, tuple(blocks))


def pins(provisions: tuple[Provision, ...]) -> list[str]:
    return [p.pin.partition("/")[2] for p in provisions]


def outlined(text: str) -> dict[str, str]:
    """Pin → text of an act given as lines."""
    act = reading(text)
    provisions = parse(act, "xx-law", None)
    assert faults(provisions, act.text) == []
    return {p.pin.partition("/")[2]: text[p.start : p.end] for p in provisions}


@pytest.fixture(scope="module")
def text() -> str:
    return FIXTURE.read_text(encoding="utf-8").strip()


@pytest.fixture(scope="module")
def provisions(text: str) -> tuple[Provision, ...]:
    return parse(reading(text), "xx-kettles", None)


def test_every_provision_once_in_order_and_nothing_else(provisions: tuple[Provision, ...]) -> None:
    articles = ARTICLE_PINS.split()
    at = articles.index
    assert pins(provisions) == [
        "h-front",
        "preamble",
        "rec-1",
        "rec-2",
        "rec-3",
        "rec-4",
        "h-enacting-formula",
        "h-title-i",
        *articles[: at("art-4")],
        "h-title-ii",
        "h-title-ii-chapter-1",
        "h-title-ii-chapter-1-section-1",
        *articles[at("art-4") : at("art-5")],
        "h-title-ii-chapter-1-section-2",
        *articles[at("art-5") : at("art-6")],
        "h-title-ii-chapter-2",
        *articles[at("art-6") :],
        "h-back",
        *ANNEX_PINS.split(),
    ]


def test_the_invariants_hold(provisions: tuple[Provision, ...], text: str) -> None:
    assert faults(provisions, text) == []


def test_text_belongs_where_a_lawyer_would_say_it_does(provisions: tuple[Provision, ...], text: str) -> None:
    texts = {p.pin.partition("/")[2]: text[p.start : p.end] for p in provisions}
    assert texts["rec-2"].endswith("Any of them can fail.")
    assert texts["rec-3"].endswith("(2) it is heated.")
    assert texts["art-2/2"].endswith("— paper teapots.")
    assert texts["art-4/1/h"].endswith("(iii) to the weather.")  # what follows is the paragraph's
    assert texts["art-4/1"].endswith("deaf kettles.")
    assert texts["art-4/2/b"].endswith("kept for two years.")  # (c) is still to come: the point's own
    assert texts["art-4/2/p2"].startswith("The maker of a prohibited kettle shall:")
    assert texts["art-6/1"].endswith("‘soup ladles’.’;")
    assert texts["art-6/3"].endswith("“spoon”.’;")
    assert texts["art-6/4"].endswith("Silver spoons.’.")
    assert texts["art-7"].endswith("after its publication.")
    assert texts["h-back"].startswith("This Regulation shall be binding")
    assert texts["annex-i/sec-b/1"].endswith("kettles of iron.")
    assert texts["annex-iii"].endswith("— green.")


def test_numbers_headings_bodies_and_paths(provisions: tuple[Provision, ...], text: str) -> None:
    by_pin = {p.pin.partition("/")[2]: p for p in provisions}
    article = by_pin["art-4"]
    assert (article.kind, article.number, article.heading) == ("article", "Article 4", "Prohibited kettles")
    assert article.path == ("TITLE II KETTLES", "CHAPTER 1 Duties", "SECTION 1 Duties of makers")
    assert text[article.body :].startswith("1. The following kettles")
    point = by_pin["art-4/1/h/ii"]
    assert (point.kind, point.number, point.path[-1]) == ("point", "(ii)", "Article 4 Prohibited kettles")
    assert text[point.body : point.end] == "to a fire alarm; and"
    assert by_pin["art-5"].path == ("TITLE II KETTLES", "CHAPTER 1 Duties", "SECTION 2 Duties of sellers")
    assert by_pin["art-6"].path == ("TITLE II KETTLES", "CHAPTER 2 Other acts")
    recital = by_pin["rec-4"]
    assert (recital.number, text[recital.body : recital.end]) == (
        "(4)",
        "This Regulation should apply from 2032,",
    )
    annex = by_pin["annex-i"]
    assert (annex.kind, annex.number, annex.heading) == (
        "annex",
        "ANNEX I",
        "Kettles referred to in Article 4",
    )
    section = by_pin["annex-i/sec-b"]
    assert (section.kind, section.number, section.heading) == ("section", "Section B", "Other kettles")
    assert by_pin["annex-i/sec-b/1"].path == (
        "ANNEX I Kettles referred to in Article 4",
        "Section B Other kettles",
    )


def test_a_part_of_several_documents_begins_every_pin(text: str) -> None:
    assert all(p.pin.startswith("xx-kettles/h-main/") for p in parse(reading(text), "xx-kettles", "main"))


def test_a_table_of_contents_and_wrapped_references_are_no_articles() -> None:
    found = outlined(
        "Contents\nArticle 1 Cups\nArticle 2 Spoons\nArticle 3 Forks\n"
        "Article 1\nCups\nA cup shall be round, as is said in\nArticle 3\nof this Regulation and nowhere else.\n"
        "Article 2\nSpoons\nA spoon shall be deep.\nArticle 3\nForks\nA fork shall be sharp."
    )
    assert [pin for pin in found if pin.startswith("art")] == ["art-1", "art-2", "art-3"]
    assert found["art-1"].startswith("Article 1\nCups\nA cup")
    assert found["art-3"] == "Article 3\nForks\nA fork shall be sharp."


def test_an_extract_may_begin_anywhere_and_skip_articles() -> None:
    found = outlined(
        "Consolidated text\n\nArticle 4\nCups\n2. A cup is round.\n3. A cup is deep.\n\nArticle 4a\nMugs\n1. One.\n"
        "1a. More.\n2. Two.\n\nArticle 111\nEnd\n(c) third;\n(d) fourth."
    )
    assert [pin for pin in found if pin.startswith("art")] == [
        "art-4",
        "art-4/2",
        "art-4/3",
        "art-4a",
        "art-4a/1",
        "art-4a/1a",
        "art-4a/2",
        "art-111",
        "art-111/c",
        "art-111/d",
    ]


def test_a_quotation_that_is_never_closed_swallows_no_article() -> None:
    found = outlined(
        "Article 1\nFirst\nIn Article 4 the following is added:\n‘A spoon shall shine.\nArticle 2\nSecond\n"
        "In Article 5 the following is added:\n‘A fork shall shine.’\nArticle 3\nThird\nDone."
    )
    assert [pin for pin in found if pin.startswith("art")] == ["art-1", "art-2", "art-3"]


def test_headings_on_one_line_and_in_other_dress() -> None:
    found = outlined(
        "CHAPTER I – CUPS\nArticle 1 – Cups\nA cup is round.\nART. 2 is not a heading of ours.\n"
        "Chapter II: Spoons\nArticle 2: Spoons\n1) deep;\n2) long."
    )
    assert list(found) == [
        "h-chapter-i",
        "art-1",
        "art-1/p1",
        "art-1/p2",
        "h-chapter-ii",
        "art-2",
        "art-2/1",
        "art-2/2",
    ]


def test_a_title_left_behind_by_its_chapter_is_no_text_of_the_article() -> None:
    found = outlined(
        "Article 1\nCups\nA cup is round.\nSpoons and forks\n"
        "Article 2\nSpoons\n1. Deep.\n2. Long.\nForks\nArticle 3\nForks\nSharp."
    )
    assert found["art-1"] == "Article 1\nCups\nA cup is round."
    assert "h-spoons-and-forks" in found
    assert found["art-2/2"] == "2. Long."


def test_footnotes_at_the_foot_of_a_page_change_no_list() -> None:
    lines = (
        "Article 1\nCups\n1. A cup (5) is:\n(5) OJ T 3, 1.1.2030, p. 1.\n(a) round;\n(6) OJ T 4, 1.1.2030, p. 2.\n"
        "(b) deep.\n2. In Annex I the following point is added:\n(7) OJ T 5.\n‘(8) spoons’.\n3. The end."
    )
    act = reading(lines, {"(5)": "footnote", "(6)": "footnote", "(7)": "footnote"})
    assert pins(parse(act, "xx-law", None)) == [
        "art-1",
        "art-1/1",
        "art-1/1/a",
        "art-1/1/b",
        "art-1/2",
        "art-1/3",
    ]


def test_notes_behind_the_annexes_are_no_part_of_the_last_one() -> None:
    lines = "Article 1\nCups\nA cup is round (1).\nANNEX I\nCups\n1. Red.\n2. Blue.\n(1) See the Treaty."
    found = parse(reading(lines, {"(1)": "footnote"}), "xx-law", None)
    assert pins(found) == ["art-1", "annex-i", "annex-i/1", "annex-i/2", "h-notes"]


def test_the_nesting_that_a_reader_saw_is_believed() -> None:
    lines = (
        "Article 1\nCups\n1. A cup is:\n(a) round;\n(b) deep.\nDeep means deep.\nThis paragraph ends here."
    )
    act = reading(lines)
    nested = tuple(
        Block("list-item", b.start, b.end, 1) if lines[b.start :].startswith(("(", "Deep")) else b
        for b in act.blocks
    )
    found = {p.pin: lines[p.start : p.end] for p in parse(Reading(lines, nested), "xx-law", None)}
    assert found["xx-law/art-1/1/b"] == "(b) deep.\nDeep means deep."
    assert found["xx-law/art-1/1"].endswith("ends here.")


# --- structures that hypothesis makes up -------------------------------------------------------------------------


def _letter(n: int) -> str:
    return chr(ord("a") + n)


_romans = st.integers(0, 4).filter(lambda n: n != 1)  # a list of one is no list
_points = st.lists(_romans, max_size=14).filter(lambda points: len(points) != 1)
_paragraphs = st.lists(st.tuples(_points, st.booleans()), min_size=1, max_size=4)
_articles = st.lists(st.tuples(st.booleans(), _paragraphs), min_size=1, max_size=5)


def _render(
    articles: list[tuple[bool, list[tuple[list[int], bool]]]], recitals: int
) -> tuple[str, list[str]]:
    """An act's text, and the pins of its recitals and articles."""
    lines = ["REGULATION ON TEA", "THE ASSEMBLY,", "Whereas:"]
    lines += [f"({n}) Recital text, see Article {n}(1)." for n in range(1, recitals + 1)]
    wanted = [f"rec-{n}" for n in range(1, recitals + 1)]
    lines += ["HAS ADOPTED THIS REGULATION:"]
    for a, (numbered, paragraphs) in enumerate(articles, 1):
        lines += [f"Article {a}", "Some title"]
        wanted.append(f"art-{a}")
        several = numbered or sum(1 + tail for _, tail in paragraphs) > 1
        own = 0
        for n, (points, tail) in enumerate(paragraphs, 1):
            own += 1
            pin = f"art-{a}" + (f"/{n}" if numbered else f"/p{own}" if several else "")
            lines.append((f"{n}. " if numbered else "") + ("It shall be:" if points else "It shall be so."))
            if several:
                wanted.append(pin)
            for i, romans in enumerate(points):
                lines.append(f"({_letter(i)}) a point" + (" with:" if romans else ";"))
                wanted.append(f"{pin}/{_letter(i)}")
                for r in range(1, romans + 1):
                    lines.append(f"({to_roman(r)}) a part;")
                    wanted.append(f"{pin}/{_letter(i)}/{to_roman(r)}")
            if tail:
                lines.append("Article 3 of this act does not change that.")
                own += 1
                if not numbered:
                    wanted.append(f"art-{a}/p{own}")
    return "\n".join(lines), wanted


@settings(max_examples=150, deadline=None)
@given(_articles, st.integers(0, 12))
def test_any_structure_is_recovered(
    articles: list[tuple[bool, list[tuple[list[int], bool]]]], recitals: int
) -> None:
    text, wanted = _render(articles, recitals)
    found = outlined(text)
    assert [pin for pin in found if pin.startswith(("rec-", "art-"))] == wanted


_ANY_LINES = """Article 1|Article 2|Article 2a|ANNEX I|ANNEX|Section A|CHAPTER I|Whereas:|(1) one|(2) two|(a) a|(b) b
(i) i|(ii) ii|1. one|2. two|1.1. one|‘(a) quoted|‘Article 3|closed.’;|as follows:|Text.|Title|— dash|(aa) x|1) one
HAVE ADOPTED THIS REGULATION:|Done at Tea,|(5) Article 5|THE TEA,|Having regard to tea,|(A) capital|Article 1 Title
This Regulation shall be binding in its entirety"""
_any_line = st.sampled_from(_ANY_LINES.replace("\n", "|").split("|"))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.tuples(_any_line, st.sampled_from(["paragraph", "heading", "list-item", "footnote"])), max_size=25
    )
)
def test_no_lines_break_the_invariants(lines: list[tuple[str, BlockKind]]) -> None:
    text = "\n".join(line for line, _ in lines)
    blocks = []
    offset = 0
    for line, kind in lines:
        blocks.append(Block(kind, offset, offset + len(line), 1 if kind == "list-item" else 0))
        offset += len(line) + 1
    assert faults(parse(Reading(text, tuple(blocks)), "xx-law", None), text) == []
