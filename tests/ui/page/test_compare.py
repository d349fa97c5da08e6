"""Compare: chosen facets and instruments as a matrix that opens, can be taken away, and an overview of overlaps."""

import csv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ui.page.conftest import WAIT, Server, Visit, serious_faults, visible_quote
from ui.exports import FORMATS

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = [pytest.mark.browser, pytest.mark.model]

TAB = {"en": "Compare", "zh": "比较"}


def choose(visit: Visit, facets: list[str], instruments: list[str]) -> None:
    """Tick exactly these boxes and compare."""
    visit.open_tab(TAB[visit.name[-2:]])
    form = visit.page.locator("#x-compare form")
    form.wait_for(timeout=WAIT)
    closed = form.locator("details:not([open]) > summary")
    while closed.count():
        closed.first.click()
    for name, wanted in (("facet", facets), ("instrument", instruments)):
        for box in form.locator(f"input[name={name}]").all():
            box.set_checked(box.get_attribute("value") in wanted)
    form.locator(".x-go").click()


def test_cells_open_their_evidence_and_gaps_are_silent(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    choose(look, ["labelling", "pre-release-evaluation"], ["cn-ai-labelling", "us-eo-14409"])
    result = page.locator("#x-comparison")
    result.locator("table").wait_for(timeout=WAIT)
    assert result.locator("tbody tr").count() == 2 and result.locator("thead th").count() == 2
    silent = {"en": "Nothing found in this text", "zh": "该文本未见规定"}[lang]
    assert silent in result.inner_text()
    chip = result.locator(".x-chip").first
    chip.evaluate("chip => chip.scrollIntoView({block: 'start'})")
    chip.click()
    statement = chip.evaluate("chip => chip.closest('li').querySelector('span').textContent")
    quote = visible_quote(page)
    assert quote["seen"] and " ".join(quote["text"].split()) in " ".join(statement.split())
    look.shoot("compare")
    page.keyboard.press("Escape")
    assert serious_faults(page) == []


def test_the_matrix_is_taken_away(desk: Visit, tmp_path: Path) -> None:
    page = desk.page
    choose(desk, ["labelling"], ["cn-ai-labelling", "us-eo-14409"])
    page.locator("#x-comparison table").wait_for(timeout=WAIT)
    for name in FORMATS:
        with page.expect_download(timeout=WAIT) as waiting:
            page.locator(f'#x-comparison [data-export="{name}"]').click()
        assert waiting.value.suggested_filename.startswith("crosslex-comparison-")
        waiting.value.save_as(tmp_path / name)
    assert (tmp_path / "docx").read_bytes()[:2] == b"PK"
    assert b"@" in (tmp_path / "bib").read_bytes() and b'"title"' in (tmp_path / "csl.json").read_bytes()
    rows = list(csv.reader((tmp_path / "csv").read_text("utf-8-sig").splitlines()))
    assert len(rows[0]) == 3


def test_the_overview_shows_who_regulates_what_and_leads_to_it(look: Visit) -> None:
    page, lang = look.page, look.name[-2:]
    look.open_tab(TAB[lang])
    table = page.locator(".x-overlap table")
    table.wait_for(timeout=WAIT)
    row = table.locator('tr[data-facet="labelling"]')
    assert row.locator("td .x-dot").count() == 1 and row.locator("td .x-none").count() == 1
    assert {"en": "provisions", "zh": "条规定"}[lang] in row.inner_text()
    table.evaluate("table => table.scrollIntoView()")
    look.shoot("compare-overlap")
    row.locator(".x-facet").click()
    page.locator("#x-comparison .x-chip").first.wait_for(timeout=WAIT)
    assert page.locator("#x-compare input[name=facet]:checked").evaluate_all(
        "all => all.map(b => b.value)"
    ) == ["labelling"]


def test_a_group_is_chosen_at_once_and_nothing_chosen_is_told(desk: Visit) -> None:
    page = desk.page
    desk.open_tab("Compare")
    group = page.locator(".x-group.x-pole-cn-state")
    group.wait_for(timeout=WAIT)
    group.locator(".x-all").check()
    assert group.locator("input[name=instrument]").evaluate_all("all => all.every(b => b.checked)")
    choose(desk, [], ["cn-ai-labelling"])
    error = page.locator("#x-comparison [role=alert]")
    error.wait_for(timeout=WAIT)
    assert "Choose at least one" in error.inner_text() or "choose at least one" in error.inner_text()


def test_what_the_page_sends_is_not_trusted(desk: Visit) -> None:
    """The server functions answer anything with a line that says what is wrong."""
    page = desk.page
    desk.open_tab("Compare")
    page.locator("#x-compare form").wait_for(timeout=WAIT)
    box = page.locator("#x-compare input[name=facet]").first
    box.evaluate("box => { box.value = '<img src=x onerror=window.broken=1>'; box.checked = true; }")
    page.locator("#x-compare .x-go").click()
    page.locator("#x-comparison [role=alert]").wait_for(timeout=WAIT)
    assert "<img" in page.locator("#x-comparison").inner_text()
    assert page.evaluate("() => window.broken") is None


def test_the_comparison_outlives_a_reload_and_the_switch(
    visit: Visit, browser: "Browser", server: Server
) -> None:
    page = visit.page
    choose(visit, ["labelling", "pre-release-evaluation"], ["cn-ai-labelling", "us-eo-14409"])
    result, form = page.locator("#x-comparison"), page.locator("#x-compare form")
    result.locator("table").wait_for(timeout=WAIT)
    form.locator("[name=day]").fill("2026-01-15")
    form.locator("[name=answer_in]").select_option("zh")
    form.locator(".x-go").click()
    result.locator("article:lang(zh) table").wait_for(timeout=WAIT)
    before = result.inner_text()
    assert "2026-01-15" in before

    def there_again() -> None:
        form.wait_for(timeout=WAIT)
        result.locator("table").wait_for(timeout=WAIT)
        assert result.inner_text() == before
        assert form.evaluate("form => [...form.querySelectorAll('[name]:checked')].map(box => box.value)") == [
            "labelling", "pre-release-evaluation", "us-eo-14409", "cn-ai-labelling",
        ]  # fmt: skip
        assert form.locator("[name=day]").input_value() == "2026-01-15"
        assert form.locator("[name=answer_in]").input_value() == "zh"
        assert form.locator("details[open]").count() == 0, "folded away as it was"

    page.reload()
    there_again()
    page.locator(".x-switch:visible").click()
    page.get_by_role("tab", name=TAB["zh"], exact=True).wait_for(timeout=WAIT)
    there_again()
    # it can be used as before: evidence opens, and a file is of the comparison that is shown
    form.locator("summary").first.click()
    form.locator("[name=facet]").first.check()
    with page.expect_download(timeout=WAIT) as waiting:
        result.locator('[data-export="md"]').click()
    assert "2026-01-15" in waiting.value.suggested_filename
    result.locator(".x-chip").first.click()
    assert len(visit.open_cards()) == 1
    other = browser.new_page(locale="en-GB")  # another reader's
    other.goto(server.url)
    other.get_by_role("tab", name=TAB["en"], exact=True).click(timeout=WAIT)
    other.locator("#x-comparison .x-hint").wait_for(state="attached", timeout=WAIT)
    assert other.locator("#x-comparison table").count() == 0
    other.close()
