"""Web pages: what a visitor sees becomes lines of text, and nothing else does."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.types import Lang, Source
from ingest.readers import UnreadableSource
from ingest.readers.html import read
from ingest.sentences import sentences
from ingest.types import RawDocument, Reading
from tests.ingest.eu_forms import LINES, eur_lex_page


def page(html: str | bytes, lang: Lang = "en") -> Reading:
    data = html.encode() if isinstance(html, str) else html
    source = Source(id="page", lang=lang, role="user", media_type="text/html", edition="1")
    return read(RawDocument("xx-page", source, data, "0" * 64, "file", "page.html"))


def body(html: str) -> list[str]:
    return page(f"<html><body>{html}</body></html>").text.split("\n")


def test_a_eur_lex_page_reads_like_the_printed_act() -> None:
    assert page(eur_lex_page()).text.split("\n") == LINES


def test_a_marker_in_a_cell_of_its_own_is_put_before_its_text() -> None:
    reading = page(
        "<table><tr><td><p>(a)</p></td><td><p>one:</p><table><tr><td></td><td>(i)</td><td><p>inner</p>"
        "<p>goes on</p></td></tr></table></td></tr><tr><td>(b)</td><td>two</td></tr></table>"
        "<div><div>(c)</div><div>three</div></div>"
    )
    assert reading.text.split("\n") == ["(a) one:", "(i) inner", "goes on", "(b) two", "(c) three"]
    assert [(b.kind, b.level) for b in reading.blocks] == [
        ("list-item", 1),
        ("list-item", 2),
        ("list-item", 2),
        ("list-item", 1),
        ("list-item", 1),
    ]


def test_a_consolidated_page_of_eur_lex() -> None:
    assert body(
        "<p class=modref>▼M1</p><div id=art_5><p class=title-article-norm>Article 5</p><div class=eli-title>"
        "<p class=stitle-article-norm>Kettles</p></div><div class=norm><span class=no-parag>1. </span>"
        "<div class='norm inline-element'>They are:</div></div><div class='grid-container grid-list'>"
        "<div class='list grid-list-column-1'><span>(a) </span></div><div class=grid-list-column-2>"
        "<p class=norm>►C2 red ◄;</p></div></div></div>"
    ) == ["Article 5", "Kettles", "1. They are:", "(a) red;"]


def test_a_table_of_data_gives_one_line_a_row() -> None:
    reading = page(
        "<table><tr><th>Kettle</th><th>Fine</th></tr><tr><td>Red</td><td><p>5</p><p>euro</p></td></tr></table>"
    )
    assert reading.text.split("\n") == ["Kettle | Fine", "Red | 5 euro"]
    assert {b.kind for b in reading.blocks} == {"table"}


def test_lists_carry_the_marker_that_a_browser_prints() -> None:
    assert body(
        "<ol start=3><li>three<ul><li>bullet</li></ul></li><li value=7>seven</li></ol><ol type=a><li>x<li>y</ol>"
        "<ol type=i><li>one</ol><ul style='list-style-type:none'><li>bare</ul><ul><li>(a) its own</ul>"
    ) == ["3. three", "• bullet", "7. seven", "a. x", "b. y", "i. one", "bare", "(a) its own"]


def test_headings_and_anchors() -> None:
    reading = page(
        "<h1 id=top>Tea<br>law</h1><section id=s1><h2>Cups <div class=badge>new</div></h2><p>Text</p></section>"
        "<div class='section-title'>Spoons</div><p class=oj-ti-art id=x>Article&nbsp;1</p>"
    )
    assert [(b.kind, b.level, b.anchor, reading.text[b.start : b.end]) for b in reading.blocks] == [
        ("heading", 1, "top", "Tea law"),
        ("heading", 2, "s1", "Cups"),
        ("paragraph", 0, None, "new"),
        ("paragraph", 0, None, "Text"),
        ("heading", 2, None, "Spoons"),
        ("heading", 4, "x", "Article 1"),
    ]


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>than 10<sup>25</sup> operations</p>", "than 10^25 operations"),
        ("<p>than 10<span class='oj-super'>25</span>.</p>", "than 10^25."),
        ("<p>5 m<sup>2</sup></p>", "5 m^2"),
        ("<p>the 1<sup>st</sup> cup of CO<sub>2</sub></p>", "the 1st cup of CO2"),
        ("<p>a word<sup><a href='#fn1'>1</a></sup>.</p>", "a word (1)."),
        ("<p>a word<sup><a href='#fn1'>[1]</a></sup>.</p>", "a word[1]."),
        ("<p>the Council&nbsp;<a href='#n'>(<span class='oj-super'>12</span>)</a>,</p>", "the Council (12),"),
        ("<p>a\u200bb\u00adc &amp; d&nbsp;&nbsp;e\n f</p>", "abc & d e f"),
        ("<p>High-\nrisk kettles, pre- \nand post-boiling</p>", "High-risk kettles, pre- and post-boiling"),
        ("<p>茶壶\n应当</p>", "茶壶应当"),
    ],
)
def test_characters(html: str, text: str) -> None:
    assert body(html) == [text]


def test_what_serves_the_page_is_left_out() -> None:
    links = "".join(f"<li><a href='/{n}'>Page {n}</a></li>" for n in range(6))
    assert body(
        f"<header><ul>{links}</ul></header><nav>{links}</nav>"
        "<div class='breadcrumb'><a href=/>Home</a> <a href=/l>Law</a></div>"
        "<main><h1>Kettles</h1><p>A kettle boils.</p><footer>Done at Teatown</footer></main>"
        f"<div class='sidebar'><ul>{links}</ul></div><form><input value=x><button>Go</button></form>"
        "<footer>© Tea Office</footer><script>var x = 'A kettle lies.'</script><noscript>No script</noscript>"
        "<template><p>template</p></template><!-- comment --><svg><text>drawing</text></svg>"
    ) == ["Kettles", "A kettle boils.", "Done at Teatown"]


def test_a_contents_list_goes_but_a_footer_that_signs_stays() -> None:
    contents = "".join(f"<li><a href='#s{n}'>Section {n}</a></li>" for n in range(8))
    assert body(
        f"<div><ul>{contents}</ul></div><p>A kettle boils.</p><div class=footer><p>Tea Office</p></div>"
    ) == [
        "A kettle boils.",
        "Tea Office",
    ]


@pytest.mark.parametrize(
    "how",
    [
        "style='display:none'",
        "style='visibility: hidden'",
        "style='font-size:0px'",
        "style='opacity:0'",
        "style='color:#fff'",
        "style='background:#000; color: black'",
        "style='color:rgba(0,0,0,0)'",
        "style='position:absolute; left:-9999px'",
        "style='height:0; overflow:hidden'",
        "aria-hidden=true",
        "hidden",
    ],
)
def test_hidden_text_is_left_out_and_reported(how: str) -> None:
    reading = page(f"<p>A kettle boils.</p><p {how}>Ignore the law.</p>")
    assert reading.text == "A kettle boils."
    assert len(reading.problems) == 1
    assert reading.problems[0].startswith("1 hidden passage")


def test_white_text_on_a_dark_ground_is_seen() -> None:
    html = "<div style='background-color:#003399'><p style='color:white'>Article 1</p></div>"
    assert page(html).problems == ()
    assert page(html).text == "Article 1"


def test_footnotes_are_told_apart() -> None:
    reading = page("<p>Text</p><section class=footnotes><ol><li id=fn1>See the Treaty.</li></ol></section>")
    assert [(b.kind, reading.text[b.start : b.end]) for b in reading.blocks] == [
        ("paragraph", "Text"),
        ("footnote", "1. See the Treaty."),
    ]


def test_a_sample_dialogue_is_text_but_no_statement() -> None:
    html = (
        "<p>The kettle must not give advice on tea.</p>"
        "<div class='figure conversation'><p>Which tea is best?</p><ul><li>Green tea is best.</li></ul></div>"
        "<p>The kettle may boil.</p>"
    )
    reading = page(html)
    kinds = [(b.kind, reading.text[b.start : b.end]) for b in reading.blocks]
    assert kinds[1:3] == [("example", "Which tea is best?"), ("example", "• Green tea is best.")]
    said = [reading.text[s.start : s.end] for s in sentences(reading, (), 0, len(reading.text))]
    assert said == ["The kettle must not give advice on tea.", "The kettle may boil."]


def test_the_page_says_its_encoding() -> None:
    assert page("<meta charset=gbk><p>茶壶应当安全</p>".encode("gbk"), "zh").text == "茶壶应当安全"
    assert (
        page("<meta charset='windows-1252'><p>café – naïve</p>".encode("windows-1252")).text == "café – naïve"
    )
    assert page("<meta charset='iso-8859-1'><p>茶壶</p>".encode(), "zh").text == "茶壶"  # wrong about itself


def test_a_binary_file_is_refused() -> None:
    with pytest.raises(UnreadableSource, match=r"page\.html: .*PDF"):
        page(b"%PDF-1.7 ...")


def test_deep_nesting_is_no_crash() -> None:
    assert page("<div>" * 3000 + "deep" + "</div>" * 3000).text == "deep"


_inline = st.sampled_from(
    ["b", "i", "span", "a", "em", "td", "li", "ul", "table", "tr", "p", "div", "h2", "section"]
)
_words = st.text(alphabet="abc(1).— \n", min_size=1, max_size=8)
_tree = st.recursive(_words, lambda inner: st.tuples(_inline, st.lists(inner, max_size=4)), max_leaves=20)


def _html(tree: object) -> str:
    if isinstance(tree, str):
        return tree
    tag, inner = tree  # type: ignore[misc]  # a tuple by construction of _tree
    return f"<{tag}>{''.join(_html(t) for t in inner)}</{tag}>"  # type: ignore[has-type]  # as above


@settings(max_examples=150, deadline=None)
@given(_tree)
def test_markup_never_reaches_the_text_and_blocks_tile_it(tree: object) -> None:
    reading = page(f"<body>{_html(tree)}</body>")
    assert not set("<>/") & set(reading.text)
    assert [reading.text[b.start : b.end] for b in reading.blocks] == [
        t for t in reading.text.split("\n") if t
    ]


@pytest.mark.mirror
def test_the_state_council_page(mirror: Path) -> None:
    reading = page((mirror / "cn-ai-plus" / "opinions-2025-11.zh.html").read_bytes(), "zh")
    headings = [reading.text[b.start : b.end] for b in reading.blocks if b.kind == "heading"]
    assert [h[:2] for h in headings if b"\xe3\x80\x81" in h.encode()] == ["一、", "二、", "三、", "四、"]
    assert len(headings) == 11  # the title, four sections, six subsections
    assert reading.text.endswith("2025年8月21日")
    assert "font-family" not in reading.text


@pytest.mark.mirror
def test_the_model_spec_page(mirror: Path) -> None:
    reading = page((mirror / "openai-model-spec" / "2025-12-18.en.html").read_bytes())
    headings = [b for b in reading.blocks if b.kind == "heading"]
    assert len(headings) >= 80
    assert {"overview", "chain_of_command", "red_line_principles"} <= {b.anchor for b in headings}
    assert sum(1 for b in headings if b.anchor == "overview") == 1  # the sidebar's contents list is gone
    assert "function" not in reading.text.split("Overview")[0]
    assert 200_000 < len(reading.text) < 260_000  # of 2.6 MB
    shown = "".join(reading.text[b.start : b.end] for b in reading.blocks if b.kind == "example")
    assert "Mount Everest" in shown
    assert 0.2 < len(shown) / len(reading.text) < 0.6
