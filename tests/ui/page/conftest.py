"""A real `crosslex serve` over the small index, and a real browser; one of each for all tests of the page."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (path for name in ("chromium", "chromium-browser", "google-chrome") if (path := shutil.which(name))), None
)
WAIT = 60_000
"""Milliseconds that an answer may take on a busy machine before the test gives up."""
SIZES = {"laptop": (1280, 900), "phone": (390, 844)}
SHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"


@dataclass(frozen=True)
class Server:
    process: subprocess.Popen[str]
    url: str
    seconds: float
    """Until the page could be fetched."""


def _hear_interrupts() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def start(home: Path, port: int = 0, rate: int = 0, *, llm: str | None = None) -> Server:
    begun = time.monotonic()
    command = ["serve", "--port", str(port), "--rate", str(rate), *(["--llm", llm] if llm else [])]
    process = subprocess.Popen(
        [sys.executable, "-c", "from ui.cli import main; main()", *command],
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


@pytest.fixture(scope="package")
def server(small_home: Path) -> Iterator[Server]:
    server = start(small_home)
    yield server
    server.process.kill()
    server.process.wait()


@pytest.fixture(scope="package")
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
    name: str
    requests: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def submit(self, question: str) -> None:
        box = self.page.locator("#x-question textarea")
        box.fill(question)
        box.press("Enter")

    def ask(self, question: str) -> None:
        """Ask, and wait until the whole answer stands there."""
        self.submit(question)
        self.page.wait_for_function(
            """asked => {
                const turn = document.querySelector('#x-answer .x-turn[data-turn]');
                return turn?.querySelector('h2').textContent === asked;
            }""",
            arg=question,
            timeout=WAIT,
        )

    def open_tab(self, name: str) -> None:
        self.page.get_by_role("tab", name=name, exact=True).click()

    def open_cards(self) -> list[str]:
        found = self.page.evaluate(
            "() => [...document.querySelectorAll('.x-card')].filter(c => c.checkVisibility()).map(c => c.dataset.card)"
        )
        return list(found)

    def shoot(self, what: str) -> None:
        """Keep a picture for people to look at."""
        SHOTS.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=SHOTS / f"{what}-{self.name}.png")


@pytest.fixture(params=[(size, lang) for size in SIZES for lang in ("en", "zh")], ids="-".join)
def look(request: pytest.FixtureRequest, server: Server, browser: "Browser") -> Iterator[Visit]:
    """A visit at each width in each language, as the browser says it."""
    yield from _visit(server, browser, *request.param)


@pytest.fixture(params=list(SIZES))
def visit(request: pytest.FixtureRequest, server: Server, browser: "Browser") -> Iterator[Visit]:
    """A visit at each width, in English."""
    yield from _visit(server, browser, request.param, "en")


@pytest.fixture
def desk(server: Server, browser: "Browser") -> Iterator[Visit]:
    """A visit on a laptop, in English."""
    yield from _visit(server, browser, "laptop", "en")


def _visit(server: Server, browser: "Browser", size: str, lang: str) -> Iterator[Visit]:
    width, height = SIZES[size]
    locale = {"en": "en-GB", "zh": "zh-CN"}[lang]
    context = browser.new_context(viewport={"width": width, "height": height}, locale=locale)
    page = context.new_page()
    visit = Visit(page, f"{size}-{lang}")
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
            const mark = document.querySelector('.x-panel .x-card mark');
            const at = mark.getBoundingClientRect();
            const top = document.elementFromPoint(at.left + 3, at.top + 6);
            return {text: mark.textContent, seen: mark.contains(top), colour: getComputedStyle(mark).backgroundColor};
        }"""
    )


def serious_faults(page: "Page") -> list[str]:
    """What axe-core finds serious or critical on the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{fault['id']}: {fault['help']}: {[node['html'][:160] for node in fault['nodes'][:3]]}"
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]
