"""Answers that a model writes on the page: a real browser, a real server, a model played behind a real address."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.page.conftest import WAIT, Server, Visit, _visit, serious_faults, start
from tests.ui.page.test_compare import choose
from tests.ui.playing_endpoint import boastful, playing, spec
from ui.wording import support_name

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]

QUESTION = {
    "en": "How do China's labelling measures and EO 14409 treat labelling and pre-release evaluation?",
    "zh": "中国标识办法与EO 14409如何规定标识和发布前评估？",
}
LIE = "777"
FIRST = 3 * WAIT
"""Milliseconds to the first sentence, for which the clients are imported."""


@pytest.fixture(scope="module")
def writing(small_home: Path) -> Iterator[Server]:
    with playing(boastful, pause=0.03) as endpoint:
        server = start(small_home, llm=spec(endpoint))
        yield server
        server.process.kill()
        server.process.wait()


@pytest.fixture(params=[("laptop", "en"), ("phone", "zh")], ids="-".join)
def seen(request: pytest.FixtureRequest, writing: Server, browser: "Browser") -> Iterator[Visit]:
    yield from _visit(writing, browser, *request.param)


@pytest.fixture
def desk(writing: Server, browser: "Browser") -> Iterator[Visit]:
    yield from _visit(writing, browser, "laptop", "en")


def test_an_answer_is_written_before_the_reader_and_its_faults_are_marked(seen: Visit) -> None:
    page, lang = seen.page, seen.name[-2:]
    seen.submit(QUESTION[lang])
    page.locator("#x-answer .x-stop").wait_for(timeout=WAIT)
    assert page.locator("#x-answer .x-chip").count() > 2, "the quotes stand there at once"
    page.locator("#x-answer .x-doubt").first.wait_for(timeout=FIRST)
    seen.shoot("written-draft")
    page.locator("#x-answer .x-chip").first.click()
    assert len(seen.open_cards()) == 1, "evidence opens while the answer is being written"
    page.keyboard.press("Escape")
    page.locator("#x-answer .x-turn[data-turn]").wait_for(timeout=WAIT)
    assert page.locator("#x-answer .x-stop").count() == 0
    wrong = page.locator("#x-answer .x-unsupported, #x-answer .x-partial").filter(has_text=LIE).first
    reason = wrong.locator("xpath=ancestor::li[1]").locator(".x-doubt").inner_text()
    assert len(reason) > len(support_name("unsupported", lang)) + 4, "it says why"
    assert wrong.evaluate("s => getComputedStyle(s).textDecorationLine") != "line-through", "it can be read"
    assert "openai:played" in page.locator("#x-answer .x-written").inner_text()
    assert serious_faults(page) == []
    wrong.scroll_into_view_if_needed()
    seen.shoot("written")
    seen.ask({"en": "and EO 14409?", "zh": "那EO 14409呢？"}[lang])
    assert page.locator("#x-answer .x-understood, #x-answer .x-written").count() > 0


def test_stop_ends_it_and_keeps_what_is_checked(desk: Visit) -> None:
    page = desk.page
    desk.submit(QUESTION["en"])
    page.locator("#x-answer .x-doubt").first.wait_for(timeout=FIRST)
    page.locator("#x-answer .x-stop").click()
    page.locator("#x-answer .x-turn[data-turn]").wait_for(timeout=4000)
    answer = page.locator("#x-answer")
    assert "Writing was stopped" in answer.locator(".x-notes").inner_text()
    assert LIE in answer.inner_text() and answer.locator(".x-mark-verbatim").count() > 1
    # a new question does not wait for the one that is being written
    desk.submit(QUESTION["en"])
    page.locator("#x-answer .x-stop").wait_for(timeout=WAIT)
    page.locator("#x-options [name=quotes]").check()
    desk.ask("Who must add implicit labels in China?")
    assert page.locator("#x-answer .x-written").count() == 0


def test_quotes_only_leaves_the_model_out(desk: Visit) -> None:
    page = desk.page
    page.get_by_label("quotes only").check()
    desk.ask(QUESTION["en"])
    assert LIE not in page.locator("#x-answer").inner_text()
    assert "quotes only, no language model" in page.locator("#x-answer .x-meta").first.inner_text()


def test_an_endpoint_that_is_down_leaves_the_quotes_and_one_line(
    small_home: Path, browser: "Browser"
) -> None:
    server = start(small_home, llm="openai:gone@http://127.0.0.1:9/v1")
    try:
        for visit in _visit(server, browser, "laptop", "en"):
            visit.ask("Who must add implicit labels in China?")
            note = visit.page.locator("#x-answer .x-notes li").first.inner_text()
            assert "did not write this answer" in note and "127.0.0.1:9" in note
            assert visit.page.locator("#x-answer .x-chip").count() > 0
            visit.shoot("written-down")
    finally:
        server.process.kill()
        server.process.wait()


def test_without_a_model_there_is_no_switch(server: Server, browser: "Browser") -> None:
    for visit in _visit(server, browser, "laptop", "en"):
        assert visit.page.locator(".x-quotes-only").count() == 0
        visit.open_tab("Batch")
        visit.page.locator("#x-batch-run").wait_for(timeout=WAIT)
        assert not visit.page.locator("#x-batch-quotes").is_visible()


def test_a_comparison_is_written_beside_its_matrix_and_outlives_a_reload(seen: Visit) -> None:
    page, result = seen.page, seen.page.locator("#x-comparison")
    choose(seen, ["labelling", "pre-release-evaluation"], ["cn-ai-labelling", "us-eo-14409"])
    result.locator(".x-stop").wait_for(timeout=WAIT)
    assert result.locator("table .x-chip").count() > 2, "the quotes stand there at once"
    result.locator(".x-written").wait_for(timeout=FIRST)
    result.locator(".x-tools").wait_for(timeout=FIRST)
    assert result.locator(".x-unsupported, .x-partial").filter(has_text=LIE).count() > 0
    assert result.locator("tbody tr").count() == 2
    before = result.inner_text()
    page.keyboard.press("Escape")
    seen.shoot("compare-written")
    assert serious_faults(page) == []
    page.reload()
    result.locator(".x-written").wait_for(timeout=WAIT)
    assert result.inner_text() == before, "it is not written again"
    page.locator("#x-compare summary").first.click()
    page.locator("#x-compare [name=quotes]").check()
    page.locator("#x-compare .x-go").click()
    page.wait_for_function("() => !document.querySelector('#x-comparison .x-written')", timeout=WAIT)
    result.locator(".x-tools").wait_for(timeout=WAIT)
    assert LIE not in result.inner_text() and result.locator("table .x-chip").count() > 2


def test_a_comparison_that_is_being_written_is_stopped(desk: Visit) -> None:
    result = desk.page.locator("#x-comparison")
    choose(desk, ["labelling", "pre-release-evaluation"], ["cn-ai-labelling", "us-eo-14409"])
    result.locator(".x-doubt").first.wait_for(timeout=FIRST)
    result.locator(".x-stop").click()
    result.locator(".x-tools").wait_for(timeout=4000)
    assert "Writing was stopped" in result.locator(".x-notes").inner_text()


def test_a_batch_is_written_or_quoted_as_is_chosen(desk: Visit, tmp_path: Path) -> None:
    page = desk.page
    desk.open_tab("Batch")
    (tmp_path / "implicit.csv").write_text(
        "question\nWho must add implicit labels in China?\n", encoding="utf-8"
    )
    page.locator("#x-batch-file input[type=file]").set_input_files(str(tmp_path / "implicit.csv"))
    page.locator("#x-batch-file", has_text="implicit").wait_for(timeout=WAIT)
    done = page.locator("#x-batch-results .x-done")
    for quotes in (False, True):
        page.locator("#x-batch-quotes input").set_checked(quotes)
        page.locator("#x-batch-run").click()
        done.filter(has_text="written").wait_for(state="detached" if quotes else "attached", timeout=FIRST)
        done.wait_for(timeout=FIRST)
        assert "1 of 1 rows answered" in done.inner_text()
        with page.expect_download(timeout=WAIT) as waiting:
            page.locator("#x-batch-jsonl").click()
        row = json.loads(Path(waiting.value.path()).read_text("utf-8"))
        assert row["mode"] == ("extractive" if quotes else "llm") and LIE not in json.dumps(row["statements"])
        desk.shoot(f"batch-{row['mode']}")
