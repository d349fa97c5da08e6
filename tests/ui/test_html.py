"""Answers as HTML: text stays text, and every chip has its card."""

from typing import Any, cast

from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser, LexborNode

from corpus import load_registry
from rag import Answer, Engine
from tests.ui.answers import Shelf, abstention, comparison, lookup
from ui.html import answer_html, error_html, turn_html, working_html
from ui.plain import plain_text

REGISTRY = load_registry()
ANY = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r\x00"), max_size=60)
MARKUP = st.lists(
    st.sampled_from(
        ["<", ">", '"', "'", "&", "<script>", "</article>", "<img src=x onerror=alert(1)>", "-->", "<!--", "&lt;",
         "${value}", "{{value}}", "`", "\\", "javascript:", " onclick=", "]]>", "\n", "a", "标识"]
    ),
    max_size=12,
).map("".join)  # fmt: skip


def shape(html: str) -> list[tuple[str, tuple[str, ...]]]:
    """Every element with the names of its attributes."""
    body = LexborHTMLParser(html).body
    assert body is not None
    return [(node.tag or "", tuple(sorted(node.attributes))) for node in body.css("*")]


def draw(answer: Answer, **around: str) -> str:
    shelf = cast(Engine, Shelf(answer, **around))
    return turn_html(answer, shelf)


def everywhere(text: str) -> Answer:
    return comparison(text, label=text, title=text, heading=text, parallel=text, url=text)


@given(ANY | MARKUP)
def test_text_never_adds_markup(text: str) -> None:
    # line breaks become <br>, and what is absent is not drawn: both are no markup of the text's
    plain = "\n".join("x" for _ in text.split("\n")) if text else ""
    assert shape(draw(everywhere(text), before=text, after=text)) == shape(
        draw(everywhere(plain), before=plain, after=plain)
    )


@given(MARKUP)
def test_text_is_shown_as_it_is(text: str) -> None:
    page = LexborHTMLParser(draw(comparison(text)))

    def shown(selector: str) -> str:
        node = page.css_first(selector)
        assert node is not None
        return _text(node)

    assert shown(".x-supported") == text
    assert shown("[data-card=c1] mark") == text
    assert shown(".x-answer h2") == text
    assert shown(".x-notes li") == text
    copied = page.css_first(".x-copy")
    assert copied is not None and copied.attributes["data-copy"] == plain_text(comparison(text), REGISTRY)


def _text(node: LexborNode) -> str:
    """Text with <br> as line breaks."""
    for br in node.css("br"):
        br.replace_with("\n")
    return node.text()


@given(MARKUP)
def test_errors_and_reasons_are_text(text: str) -> None:
    assert shape(error_html(text, "zh")) == shape(error_html("x", "zh"))
    assert shape(answer_html(abstention(text), REGISTRY)) == shape(answer_html(abstention("x"), REGISTRY))


def test_every_chip_has_its_card_and_every_card_its_quote() -> None:
    answer = comparison("A label is put on it.")
    page = LexborHTMLParser(draw(answer, before="Before. ", after=" After."))
    chips = [chip.attributes["data-cite"] for chip in page.css(".x-chip")]
    assert chips == ["c1", "c1", "c2", "c2"]
    for cited in answer.citations:
        card = page.css_first(f"[data-card={cited.id}]")
        assert card is not None
        mark, around = card.css_first("mark"), card.css_first("blockquote")
        assert mark is not None and mark.text() == cited.quote
        assert around is not None and around.text() == f"Before. {cited.quote} After."


def test_long_provisions_are_cut_around_the_quote_not_within() -> None:
    answer = lookup("The quote. " * 400)
    page = LexborHTMLParser(draw(answer, before="b" * 9000, after="a" * 9000))
    card = page.css_first("[data-card=c1] blockquote")
    mark = page.css_first("[data-card=c1] mark")
    assert mark is not None and mark.text() == "The quote. " * 400
    assert card is not None and len(card.text()) < 4400 + 3100
    assert card.text().startswith("… b") and card.text().endswith("a …")


def test_roles_are_never_left_out() -> None:
    page = LexborHTMLParser(draw(comparison("One.")))
    legend = [item.text() for item in page.css(".x-legend li")]
    assert legend == ["official text", "crosslex digest, not official text"]
    assert [("not official" in (c.attributes["aria-label"] or "")) for c in page.css(".x-chip")] == [
        True,
        True,
        False,
        False,
    ]
    meta = page.css_first("[data-card=c1] .x-meta")
    assert meta is not None and "crosslex digest, not official text" in meta.text()


def test_the_matrix_names_its_columns_in_every_cell() -> None:
    page = LexborHTMLParser(draw(comparison("One.", lang="zh")))
    heads = [h.text(deep=False) for h in page.css("thead th")]
    assert [c.attributes["data-column"] for c in page.css("tbody td")] == heads * 2
    assert [c.text() for c in page.css(".x-silent")] == ["该文本未见规定"] * 2
    article: Any = page.css_first("article")
    assert article.attributes["lang"] == "zh-Hans"


def test_the_states_between_answers() -> None:
    assert 'role="status"' in working_html("zh") and "正在" in working_html("zh")
    assert 'role="alert"' in error_html("no", "en")


def test_statements_come_one_after_the_other() -> None:
    answer = comparison("One.")
    for shown in range(4):
        page = LexborHTMLParser(answer_html(answer, REGISTRY, shown=shown))
        assert [s.text() for s in page.css(".x-supported")] == ["One.", "Second.", "Third."][:shown]
        article: Any = page.css_first("article")
        assert ("aria-busy" in article.attributes) == (shown < 3)


def test_the_support_of_every_statement_is_told() -> None:
    page = LexborHTMLParser(draw(comparison("One.")))
    marks = [mark.attributes["title"] for mark in page.css(".x-mark")]
    assert marks == ["Word for word from the source", "Supported by the source", "Supported by the source"]


def test_what_is_copied_names_every_source() -> None:
    text = plain_text(comparison("One.", question="What?"), REGISTRY)
    assert text.startswith("What?\nLaw as of 2026-11-22\n")
    assert "- One. [Labelling Measures, Art. 1]" in text
    assert "[2] Labelling Measures, Art. 2 (official text; page 3). https://example.org/act" in text
    assert "corpus: no text" in plain_text(abstention("no text"), REGISTRY)
