"""The page, in a real browser against a real `crosslex serve`."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from ui.serving import free_port

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
WAIT = 20_000
"""Milliseconds that an answer may take on a busy machine before the test gives up."""
LAPTOP, PHONE = (1280, 900), (390, 844)
COMPARISON = "How do China's labelling measures and EO 14409 treat labelling and pre-release evaluation?"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    url: str
    seconds: float
    """Until the page could be fetched."""


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(home: Path, port: int = 0) -> Server:
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import main; main()", "serve", "--port", str(port)],
        env={**os.environ, "CROSSLEX_HOME": str(home)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        # what runs in a shell's background is started deaf to Ctrl-C; a person's terminal is not
        preexec_fn=_hear_interrupts if os.name == "posix" else None,
    )
    assert process.stderr is not None
    line = process.stderr.readline()
    found = re.search(r"http://127\.0\.0\.1:\d+", line)
    assert found, line + process.stderr.read()
    with urllib.request.urlopen(found.group(), timeout=10) as reply:
        assert reply.status == 200
    return Server(process, found.group(), time.monotonic() - begun)


@pytest.fixture(scope="module")
def server(small_home: Path) -> Iterator[Server]:
    server = start(small_home)
    yield server
    server.process.kill()
    server.process.wait()


@pytest.fixture(scope="module")
def browser() -> Iterator["Browser"]:
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                  "--disable-component-update", "--disable-sync"],
        )  # fmt: skip
        yield browser
        browser.close()


@dataclass(frozen=True)
class Visit:
    page: "Page"
    requests: list[str]
    faults: list[str]

    def ask(self, question: str) -> None:
        box = self.page.locator("#x-question textarea")
        box.fill(question)
        box.press("Enter")
        self.page.wait_for_function(
            "asked => document.querySelector('#x-answer h2')?.textContent === asked",
            arg=question,
            timeout=WAIT,
        )

    def open_cards(self) -> list[str]:
        found = self.page.evaluate(
            "() => [...document.querySelectorAll('.x-card')].filter(c => c.checkVisibility()).map(c => c.id)"
        )
        return list(found)


@pytest.fixture(params=[LAPTOP, PHONE], ids=["laptop", "phone"])
def visit(request: pytest.FixtureRequest, server: Server, browser: "Browser") -> Iterator[Visit]:
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height})
    page = context.new_page()
    visit = Visit(page, [], [])
    page.on("request", lambda asked: visit.requests.append(asked.url))
    page.on("pageerror", lambda error: visit.faults.append(str(error)))
    page.on("dialog", lambda dialog: visit.faults.append(dialog.message))
    page.goto(server.url)
    page.wait_for_selector("#x-question textarea", timeout=WAIT)
    yield visit
    assert visit.faults == []
    # nothing leaves the machine: no fonts, scripts or reports
    assert [url for url in visit.requests if not url.startswith((server.url, "data:", "blob:"))] == []
    assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
    context.close()


def visible_quote(page: "Page") -> Any:
    """The marked words of the open card that can be seen, and their colours."""
    return page.evaluate(
        """() => {
            const mark = document.querySelector('.x-card.x-open mark');
            const at = mark.getBoundingClientRect();
            const top = document.elementFromPoint(at.left + 3, at.top + 6);
            return {text: mark.textContent, seen: mark.contains(top), colour: getComputedStyle(mark).backgroundColor};
        }"""
    )


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
        card = chip.get_attribute("aria-controls")
        assert visit.open_cards() == [card]
        assert page.evaluate("() => document.activeElement.id") == card
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


def test_a_chinese_question_is_answered_in_chinese_and_the_keyboard_suffices(visit: Visit) -> None:
    page = visit.page
    visit.ask("谁应当添加隐式标识？")
    article = page.locator("#x-answer article")
    assert article.get_attribute("lang") == "zh-Hans"
    assert "《标识办法》" in article.inner_text()
    page.locator("#x-answer .x-chip").first.focus()
    page.keyboard.press("Enter")
    card = page.locator(".x-card.x-open")
    assert "crosslex 摘要，非正式文本" in card.inner_text()
    assert card.locator("blockquote").nth(1).get_attribute("lang") == "en"
    card.locator(".x-close").click()
    assert visit.open_cards() == []


def test_a_document_cannot_break_out_of_the_page(visit: Visit) -> None:
    page = visit.page
    visit.ask("zorblatt mark template")
    text = page.locator("#x-answer").inner_text()
    assert "${value}, ${window.broken=6}, {{window.broken}}, {{#if value}}yes{{/if}}" in text
    for chip in page.locator("#x-answer .x-chip").all():
        chip.evaluate("chip => chip.click()")
    page.wait_for_timeout(200)
    assert page.evaluate("() => window.broken") is None
    assert (
        page.locator(
            "#x-answer img, #x-evidence img, #x-answer svg, #x-evidence svg, #x-answer script"
        ).count()
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
    page.locator("#x-question textarea").fill("标识" * 3000)
    page.locator("#x-question button").click()
    error = page.locator("#x-answer [role=alert]")
    error.wait_for(timeout=WAIT)
    assert "6,000" in error.inner_text() and "4,000" in error.inner_text()
    visit.ask("Who must add implicit labels?")  # the page goes on
    assert page.locator("#x-answer .x-chip").count() > 0


def test_an_example_is_asked_by_one_click_and_leaves_no_old_card_open(visit: Visit) -> None:
    page = visit.page
    visit.ask("Who must add implicit labels?")
    page.locator("#x-answer .x-chip").first.evaluate("chip => chip.click()")
    assert visit.open_cards() == ["x-c1"]
    example = page.locator(".x-example").nth(1)
    question = example.inner_text().strip()
    example.evaluate("button => button.click()")
    page.wait_for_function(
        "asked => document.querySelector('#x-answer h2')?.textContent === asked", arg=question, timeout=WAIT
    )
    assert page.locator("#x-question textarea").input_value() == question
    assert visit.open_cards() == []
    assert page.locator(".x-chip[aria-expanded=true]").count() == 0


def test_two_readers_get_their_own_answers(server: Server, browser: "Browser") -> None:
    pages = [browser.new_page(), browser.new_page()]
    questions = ["Who must add implicit labels?", "谁应当添加隐式标识？"]
    for page, question in zip(pages, questions, strict=True):
        page.goto(server.url)
        page.locator("#x-question textarea").fill(question)
    for page in pages:
        page.locator("#x-question textarea").press("Enter")
    for page, question in zip(pages, questions, strict=True):
        page.wait_for_selector("#x-answer article h2", timeout=WAIT)
        assert page.locator("#x-answer h2").inner_text() == question
        page.close()


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
