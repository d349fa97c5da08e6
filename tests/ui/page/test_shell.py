"""The frame: language by browser and by switch, a quick start, a clean end."""

import os
import signal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.page.conftest import WAIT, Server, Visit, serious_faults, start
from ui.serving import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]


def test_the_switch_changes_every_word_and_is_remembered(desk: Visit) -> None:
    page = desk.page
    assert page.locator("html").get_attribute("lang") == "en"
    assert page.get_by_role("tab", name="Ask", exact=True).is_visible()
    assert page.locator("[lang=zh-Hans]:visible").all_inner_texts() == ["中文"]
    page.locator(".x-switch:visible").click()
    page.get_by_role("tab", name="提问", exact=True).wait_for(timeout=WAIT)
    assert (page.locator("html").get_attribute("lang") or "").startswith("zh")
    assert "人工智能监管" in (page.locator("#x-question textarea").get_attribute("placeholder") or "")
    page.reload()
    page.get_by_role("tab", name="提问", exact=True).wait_for(timeout=WAIT)
    assert serious_faults(page) == []
    page.locator(".x-switch:visible").click()
    page.get_by_role("tab", name="Ask", exact=True).wait_for(timeout=WAIT)


def test_the_switch_keeps_the_conversation(desk: Visit, browser: "Browser", server: Server) -> None:
    page = desk.page
    for question in ("Who must add implicit labels in China?", "and EO 14409?"):
        desk.ask(question)
    before = page.locator(".x-turn").all_inner_texts()
    page.locator(".x-switch:visible").click()
    page.get_by_role("tab", name="提问", exact=True).wait_for(timeout=WAIT)
    page.locator("#x-answer .x-turn").wait_for(timeout=WAIT)
    assert page.locator(".x-turn").all_inner_texts() == before
    page.locator("#x-history .x-chip").first.click()
    assert len(desk.open_cards()) == 1
    page.keyboard.press("Escape")
    desk.ask("and in January 2024?")  # it goes on where it was
    assert page.locator("#x-answer .x-understood").count() == 1 and page.locator(".x-turn").count() == 3
    other = browser.new_page()  # another reader's
    other.goto(server.url)
    other.locator("#x-answer .x-empty").wait_for(timeout=WAIT)
    other.close()
    page.locator("#x-clear").click()
    page.locator("#x-answer .x-empty").wait_for(timeout=WAIT)
    page.reload()
    page.locator("#x-answer .x-empty").wait_for(timeout=WAIT)
    assert page.locator(".x-turn").count() == 0


def test_the_switch_keeps_the_tab(visit: Visit) -> None:
    page = visit.page
    if visit.name.startswith("phone"):
        page.locator("#x-tabs .overflow-menu > button").click()
        page.locator("#x-tabs .overflow-dropdown").get_by_text("Evaluate", exact=True).click()
    else:
        visit.open_tab("Evaluate")
    page.locator("#x-eval-run").wait_for(timeout=WAIT)
    page.wait_for_function("() => sessionStorage.getItem('crosslex-tab') === 'evaluate'", timeout=WAIT)
    page.locator(".x-switch:visible").click()
    page.locator("#x-eval-run", has_text="开始评测").wait_for(timeout=WAIT)


def test_one_question_too_many_is_told_in_a_line(small_home: Path, browser: "Browser") -> None:
    strict = start(small_home, rate=1)
    page = browser.new_page(locale="en-GB")
    page.goto(strict.url)
    box = page.locator("#x-question textarea")
    box.fill("Who must add implicit labels?", timeout=WAIT)
    box.press("Enter")
    page.get_by_text("too many requests; try again in").first.wait_for(timeout=WAIT)
    assert box.input_value() == "Who must add implicit labels?"  # to be sent again
    page.close()
    strict.process.kill()
    strict.process.wait()


@pytest.mark.parametrize(("locale", "tab"), [("zh-TW", "提问"), ("fr-FR", "Ask")])
def test_any_browser_gets_one_of_the_two(server: Server, browser: "Browser", locale: str, tab: str) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    page.goto(server.url)
    page.get_by_role("tab", name=tab, exact=True).wait_for(timeout=WAIT)
    context.close()


@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_it_starts_quickly_and_ctrl_c_ends_it_cleanly(small_home: Path) -> None:
    server = start(small_home)
    server.process.send_signal(signal.SIGINT)
    out, err = server.process.communicate(timeout=10)
    assert (server.process.returncode, out, err) == (0, "", "stopped\n")
    # under 4 s on an idle machine; a shared one is given more
    assert server.seconds < 12
    port = int(server.url.rpartition(":")[2])
    assert free_port("127.0.0.1", port) == port  # it can be had again at once
