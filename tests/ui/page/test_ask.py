"""Ask: a conversation in a real browser, every sentence with evidence that opens."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.page.conftest import WAIT, Server, Visit, serious_faults, visible_quote
from ui.exports import FORMATS
from ui.page.ask import EXAMPLES

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]

COMPARISON = "How do China's labelling measures and EO 14409 treat labelling and pre-release evaluation?"
QUESTION = {"en": "Who must add implicit labels in China?", "zh": "中国谁应当添加隐式标识？"}


def test_a_comparison_is_drawn_as_a_matrix_whose_citations_open(visit: Visit) -> None:
    page = visit.page
    visit.ask(COMPARISON)
    assert page.locator("#x-answer thead th").count() == 2
    assert page.locator("#x-answer tbody tr").count() == 2
    chips = page.locator("#x-answer .x-chip")
    assert chips.count() > 2 and visit.open_cards() == []
    for chip in (chips.first, chips.last):
        chip.evaluate("chip => chip.scrollIntoView({block: 'start'})")
        chip.click()
        assert visit.open_cards() == [chip.get_attribute("data-cite")]
        assert "x-card" in page.evaluate("() => document.activeElement.className")
        statement = chip.evaluate("chip => chip.closest('li').querySelector('span').textContent")
        quote = visible_quote(page)
        assert quote["seen"] and " ".join(quote["text"].split()) in " ".join(statement.split())
        assert quote["colour"] == "rgb(255, 240, 179)"
        assert chip.get_attribute("aria-expanded") == "true"
        # the sentence is still in sight beside its evidence
        assert chip.evaluate(
            """c => {
                const at = c.getBoundingClientRect();
                return c.contains(document.elementFromPoint(at.left + 9, at.top + 9));
            }"""
        )
    page.keyboard.press("Escape")
    assert visit.open_cards() == []
    assert page.evaluate("() => document.activeElement.className").startswith("x-chip")


def test_questions_in_both_languages_are_answered_in_both(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    look.shoot("ask-empty")
    assert serious_faults(page) == []
    look.ask(QUESTION[lang])
    article = page.locator("#x-answer article")
    assert article.get_attribute("lang") == {"en": "en", "zh": "zh-Hans"}[lang]
    page.locator("#x-answer .x-chip").first.focus()
    page.keyboard.press("Enter")
    card = page.locator(".x-panel .x-card")
    digest, other = {
        "en": ("crosslex digest, not official text", "zh-Hans"),
        "zh": ("crosslex 摘要，非正式文本", "en"),
    }[lang]
    assert digest in card.inner_text()
    assert card.locator("blockquote").nth(1).get_attribute("lang") == other
    assert serious_faults(page) == []
    look.shoot("ask-card")
    card.locator(".x-close").click()
    assert look.open_cards() == []
    # the other language of the answer is chosen apart from that of the question
    page.locator("#x-answer-in").select_option("zh" if lang == "en" else "en")
    look.submit(QUESTION[lang])
    page.locator(f"#x-answer article[lang={other}]").wait_for(timeout=WAIT)


def test_a_follow_up_leans_on_the_question_before(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    look.ask(QUESTION[lang])
    first = page.locator("#x-answer article").inner_text()
    look.ask({"en": "and EO 14409?", "zh": "那EO 14409呢？"}[lang])
    assert page.locator("#x-history article").inner_text() == first  # the first stays above
    whole = {"en": "Who must add implicit labels in EO 14409?", "zh": "谁应当添加隐式标识"}[lang]
    assert whole in page.locator("#x-answer .x-understood").inner_text()
    look.shoot("ask-follow-up")
    old = page.locator("#x-history .x-chip").first
    old.evaluate("chip => chip.click()")
    assert look.open_cards() == [old.get_attribute("data-cite")]
    page.keyboard.press("Escape")
    page.locator("#x-clear").click()
    page.locator("#x-answer .x-empty").wait_for(timeout=WAIT)
    assert page.locator(".x-turn").count() == 0


def test_the_law_of_another_day(desk: Visit) -> None:
    page = desk.page
    page.locator("#x-as-of").fill("2024-01-15")
    desk.ask(QUESTION["en"])
    assert "2024-01-15" in page.locator("#x-answer").inner_text()


def test_a_citation_is_previewed_and_keys_lead_everywhere(desk: Visit) -> None:
    page = desk.page
    page.locator("h1").click()
    page.keyboard.press("/")
    assert page.evaluate("() => document.activeElement.tagName") == "TEXTAREA"
    page.keyboard.type(QUESTION["en"])
    page.keyboard.press("Enter")
    chip = page.locator("#x-answer .x-turn[data-turn] .x-chip").first
    chip.wait_for(timeout=WAIT)
    assert page.locator("#x-question textarea").input_value() == ""
    chip.hover()
    peek = page.locator(".x-peek")
    peek.wait_for()
    assert chip.inner_text() in peek.inner_text() and "not official" in peek.inner_text()
    chip.click()
    assert peek.is_hidden()
    page.keyboard.press("Escape")
    assert desk.open_cards() == []


def test_answers_are_taken_away_with_their_citations(desk: Visit, tmp_path: Path) -> None:
    page = desk.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk.ask(QUESTION["en"])
    page.locator("#x-answer .x-copy").click()
    page.get_by_text("Copied").wait_for()
    copied = page.evaluate("() => navigator.clipboard.readText()")
    statement = page.locator("#x-answer li .x-supported").first.inner_text()
    assert statement in copied and "Labelling Measures, Art." in copied and "not official text" in copied
    for name in FORMATS:
        with page.expect_download(timeout=WAIT) as waiting:
            page.locator(f'#x-answer [data-export="{name}"]').click()
        assert waiting.value.suggested_filename.endswith(f"-1.{name}")
        waiting.value.save_as(tmp_path / name)
        assert (tmp_path / name).stat().st_size > 100
    assert json.loads((tmp_path / "json").read_text("utf-8"))["question"] == QUESTION["en"]
    assert (tmp_path / "bib").read_text("utf-8").startswith("@")
    assert json.loads((tmp_path / "csl.json").read_text("utf-8"))[0]["title"]


def test_how_it_was_found_is_folded_away(desk: Visit) -> None:
    page = desk.page
    desk.ask(COMPARISON)
    steps = page.locator("#x-answer .x-steps")
    assert not steps.locator("dl").is_visible()
    steps.locator("summary").click()
    words = steps.inner_text()
    assert (
        "compare" in words and "US EO 14409" in words and "Labelling of AI content" in words and "ms" in words
    )


def test_a_document_cannot_break_out_of_the_page(visit: Visit) -> None:
    page = visit.page
    visit.ask("zorblatt mark template")
    text = page.locator("#x-answer").inner_text()
    assert "${value}, ${window.broken=6}, {{window.broken}}, {{#if value}}yes{{/if}}" in text
    for chip in page.locator("#x-answer .x-chip").all():
        chip.evaluate("chip => { chip.click(); chip.focus(); }")
    page.wait_for_timeout(300)
    assert page.evaluate("() => window.broken") is None
    inside = "img, svg, script"
    assert (
        page.locator(".x-turn").locator(inside).count()
        == page.locator(".x-panel").locator(inside).count()
        == 0
    )
    visit.ask("<img src=x onerror='window.broken=8'> ${window.broken=9} {{value}} zorblatt")
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.broken") is None


def test_the_states_without_an_answer(visit: Visit) -> None:
    page = visit.page
    assert "Ask a question" in page.locator("#x-answer").inner_text()
    visit.ask("What does the law of Mongolia say about kettles?")
    assert "No answer from the corpus" in page.locator("#x-answer .x-abstain").inner_text()
    assert page.locator(".x-card").count() == 0
    visit.shoot("ask-abstained")
    assert serious_faults(page) == []
    page.locator("#x-question textarea").fill("标识" * 3000)
    page.locator("#x-question button").click()
    error = page.locator("#x-answer [role=alert]")
    error.wait_for(timeout=WAIT)
    assert "6,000" in error.inner_text() and "4,000" in error.inner_text()
    visit.shoot("ask-error")
    assert serious_faults(page) == []
    visit.ask(QUESTION["en"])  # the page goes on
    assert page.locator("#x-answer .x-chip").count() > 0


def test_an_example_is_asked_by_one_click(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    shown = [example for example in page.locator(".x-example").all() if example.is_visible()]
    assert tuple(example.inner_text() for example in shown) == EXAMPLES["en" if lang == "en" else "zh"]
    question = shown[0].inner_text()
    shown[0].click()
    page.locator("#x-answer .x-turn[data-turn]").wait_for(timeout=WAIT)
    assert page.locator("#x-answer h2").inner_text() == question


def test_two_readers_get_their_own_answers(server: Server, browser: "Browser") -> None:
    pages = [browser.new_page(), browser.new_page()]
    for page, question in zip(pages, QUESTION.values(), strict=True):
        page.goto(server.url)
        page.locator("#x-question textarea").fill(question)
    for page in pages:
        page.locator("#x-question textarea").press("Enter")
    for page, question in zip(pages, QUESTION.values(), strict=True):
        page.wait_for_selector("#x-answer .x-turn[data-turn]", timeout=WAIT)
        assert page.locator("#x-answer h2").inner_text() == question
        assert page.locator("#x-history .x-turn").count() == 0
        page.close()
