"""Browse: from the pole to the words of a provision, in both languages."""

import pytest

from tests.ui.page.conftest import WAIT, Visit, serious_faults

pytestmark = [pytest.mark.browser, pytest.mark.model]

TAB = {"en": "Browse", "zh": "浏览"}


def test_the_tree_leads_to_a_provision_in_both_languages(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    look.open_tab(TAB[lang])
    page.locator(
        ".x-tree summary.x-pole", has_text={"en": "Chinese state", "zh": "中国国家监管"}[lang]
    ).click()
    text = page.locator('.x-text[data-instrument="cn-ai-labelling"]')
    text.locator("> summary").click()
    text.locator(".x-open-text").first.wait_for(timeout=WAIT)
    reading = page.locator(".x-reading")
    reading.locator("dl").wait_for(timeout=WAIT)
    assert {"en": "Issued by", "zh": "发布机关"}[lang] in reading.inner_text()
    look.shoot("browse-text")
    for branch in text.locator(".x-branch details:not([open]) > summary").all()[:2]:
        branch.click()
    leaf = text.locator(".x-open-text[data-pin]:visible").first
    leaf.click()
    reading.locator(".x-sides").wait_for(timeout=WAIT)
    assert reading.locator("blockquote[lang=en]").count() >= 1
    assert reading.locator("blockquote[lang=zh-Hans]").count() >= 1
    assert leaf.get_attribute("data-pin") in reading.inner_text()
    assert leaf.get_attribute("aria-current") == "true"
    look.shoot("browse-provision")
    assert serious_faults(page) == []


def test_search_finds_across_languages_and_opens(desk: Visit) -> None:
    page = desk.page
    desk.open_tab("Browse")
    page.locator("#x-find").wait_for(timeout=WAIT)
    page.locator("h1").click()
    page.keyboard.press("/")
    page.keyboard.type("隐式标识")
    page.keyboard.press("Enter")
    page.locator(".x-hits li").first.wait_for(timeout=WAIT)
    page.locator(".x-hits .x-open-text").first.click()
    page.locator(".x-reading .x-sides").wait_for(timeout=WAIT)
    assert "cn-ai-labelling/" in page.locator(".x-reading").inner_text()


def test_another_day_and_what_is_not_there_are_told(desk: Visit) -> None:
    page = desk.page
    desk.open_tab("Browse")
    page.locator("#x-find").fill("labels")
    page.keyboard.press("Enter")
    leaf = page.locator(".x-hits .x-open-text").first
    leaf.wait_for(timeout=WAIT)
    leaf.evaluate(
        "leaf => { leaf.dataset.pin = 'cn-ai-labelling/<img src=x onerror=window.broken=1>'; leaf.click(); }"
    )
    error = page.locator(".x-reading [role=alert]")
    error.wait_for(timeout=WAIT)
    assert "<img" in error.inner_text() and page.evaluate("() => window.broken") is None


def test_a_document_of_ones_own_stays_text(desk: Visit) -> None:
    page = desk.page
    desk.open_tab("Browse")
    page.locator("#x-find").fill("zorblatt template ${value}")
    page.keyboard.press("Enter")
    hit = page.locator(".x-hits .x-open-text", has_text="2").first
    hit.wait_for(timeout=WAIT)
    hit.click()
    page.locator(".x-reading .x-sides").wait_for(timeout=WAIT)
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.broken") is None
    assert page.locator(".x-reading").locator("img, svg, script").count() == 0
