"""Your documents, Evaluate and Batch, in a real browser against a real `crosslex serve` that may write to its home."""

import csv
import io
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from eval.dataset import SETS, load
from ingest.generations import Generations
from tests.ingest.pdf_maker import Maker
from tests.ui.conftest import HELD
from tests.ui.page.conftest import WAIT, Server, serious_faults, start

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.model]

LONG = 90_000
"""Milliseconds that a build or a run may take on a busy machine before the test gives up."""
SCREENSHOTS = Path(__file__).resolve().parents[3] / "build" / "screenshots"
EVIL = """# A & <b onmouseover='window.broken=21'>B</b>

## 1. <svg onload=window.broken=20> ${window.broken=22} {{value}}

The gromp must be <i>marked</i>.
"""


@pytest.fixture(scope="module")
def home(small_home: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("desk") / "home"
    shutil.copytree(small_home, home, ignore=shutil.ignore_patterns("models"))
    (home / "models").symlink_to(small_home / "models")
    return home


@pytest.fixture(scope="module")
def server(home: Path) -> Iterator[Server]:
    server = start(home)
    yield server
    server.process.kill()
    server.process.wait()


Open = Callable[..., "Page"]


@pytest.fixture
def opened(server: Server, browser: "Browser") -> Iterator[Open]:
    """Opens a tab of the page; in the end nothing has gone wrong in it, and nothing has left the machine."""
    contexts, faults, asked = [], [], []

    def open_tab(name: str, *, width: int = 1280, locale: str = "en-US") -> "Page":
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale)
        contexts.append(context)
        page = context.new_page()
        page.on("request", lambda request: asked.append(request.url))
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("dialog", lambda dialog: faults.append(dialog.message))
        page.goto(server.url)
        page.locator("#x-tabs button[role=tab]").first.wait_for(timeout=WAIT)
        tab = page.get_by_role("tab", name=name, exact=True)
        if not tab.is_visible():  # the bar is too narrow for all of them: the rest are behind a button
            page.locator("#x-tabs .overflow-menu > button").click()
            tab = page.locator("#x-tabs .overflow-dropdown").get_by_text(name, exact=True)
        tab.click(timeout=WAIT)
        return page

    yield open_tab
    for context in contexts:
        for page in context.pages:
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
            assert page.evaluate("() => window.broken") is None
        context.close()
    assert faults == []
    assert [url for url in asked if not url.startswith((server.url, "data:", "blob:"))] == []


def shoot(page: "Page", name: str) -> None:
    SCREENSHOTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=SCREENSHOTS / f"{name}.png", full_page=True)


def give(page: "Page", upload: str, *files: Path) -> None:
    page.locator(f"{upload} input[type=file]").set_input_files([str(file) for file in files])


def lantern_pdf() -> bytes:
    maker = Maker().page()
    for y, text, bold in (
        (780, "Rules for lanterns", True),
        (740, "1. Fires", True),
        (710, "The keeper of a lantern must report a fire within 3 days to the council.", False),
        (670, "2. Oil", True),
        (640, "Lantern oil must be kept in a closed vessel away from open flames.", False),
    ):
        maker.text(72, y, text, 14 if bold else 11, "F2" if bold else "F1")
    return maker.data()


def test_a_pdf_is_uploaded_asked_and_removed(opened: Open, home: Path, tmp_path: Path) -> None:
    page = opened("Your documents")
    page.locator("#x-docs-limits", has_text="50 MB").wait_for(timeout=WAIT)
    files = {
        "Lantern rules.pdf": lantern_pdf(),
        "broken.pdf": b"%PDF-1.7\nnothing here",
        "empty.txt": b"",
        "picture.docx": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "sheet.xlsx": b"PK\x03\x04",
        "scan.pdf": Maker().page(image=True).data(),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    give(page, "#x-docs-upload", *(tmp_path / name for name in files))
    page.locator("#x-docs-status .x-done").wait_for(timeout=LONG)
    # what cannot be taken is said in one line for each file, without the place where the server put it
    refused = page.locator("#x-docs-status .x-trouble li").all_inner_texts()
    for name, why in {
        "broken.pdf": "broken", "empty.txt": "Is empty", "picture.docx": "Is named .docx but is",
        "sheet.xlsx": "PDF, DOCX, HTML", "scan.pdf": "needs OCR",
    }.items():  # fmt: skip
        (line,) = [line for line in refused if line.startswith(name)]
        assert why in line and "/" not in line.replace(".docx, ", "") and "\n" not in line
    assert len(refused) == 5
    # what was understood
    understood = page.locator("#x-docs-understood")
    assert understood.locator("h2").inner_text() == "Lantern rules.pdf"
    assert "English" in understood.locator("dl").inner_text()
    assert [line.split() for line in understood.locator(".x-outline li").all_inner_texts()] == [
        ["§", "1", "Fires"], ["§", "2", "Oil"],
    ]  # fmt: skip
    # asked within the document alone
    question = page.locator("#x-docs-question textarea")
    question.fill("How many days are there to report a fire?")
    question.press("Enter")
    answer = page.locator("#x-docs-answer article")
    answer.wait_for(timeout=WAIT)
    answer.locator("summary").first.click()
    mark = answer.locator("mark").first
    assert mark.inner_text() == "The keeper of a lantern must report a fire within 3 days to the council."
    assert "page 1" in answer.locator("summary").first.inner_text()
    shoot(page, "documents-answer")
    assert serious_faults(page) == []
    # the two columns stand beside each other, and nothing is squeezed between them
    assert page.locator("#x-docs-limits").bounding_box()["width"] > 250  # type: ignore[index]  # it is drawn
    question.fill("closed vessel")
    page.locator("#x-docs-find").click()
    page.locator("#x-docs-answer h3", has_text="closed vessel").wait_for(timeout=WAIT)
    assert "§ 2 · page 1" in page.locator("#x-docs-answer li").first.inner_text()
    # and in the page's general question box, by its name
    assert {s.instrument for s in _manifest(home).sources} == {*HELD, "doc-hostile", "doc-lantern-rules"}
    page.locator("#x-docs-remove").click()
    page.locator("#x-docs-sure").click()
    page.locator("#x-docs-status .x-done", has_text="has been removed").wait_for(timeout=LONG)
    assert page.locator("#x-docs-list label").all_inner_texts() == ["hostile.md"]
    assert [folder.name for folder in (home / "uploads").glob("doc-*")] == ["doc-hostile"]
    assert {s.instrument for s in _manifest(home).sources} == {*HELD, "doc-hostile"}


def _manifest(home: Path) -> Any:
    return Generations(home).current()


def test_a_hostile_document_and_its_name_stay_text(opened: Open, tmp_path: Path) -> None:
    page = opened("您的文件", width=390, locale="zh-CN")
    name = "& window.broken=23 '&lt;b&gt;'.md"
    (tmp_path / name).write_text(EVIL, encoding="utf-8")
    give(page, "#x-docs-upload", tmp_path / name)
    page.locator("#x-docs-status .x-done").wait_for(timeout=LONG)
    page.wait_for_timeout(500)  # its end may be drawn once more, and undo the choice below
    understood = page.locator("#x-docs-understood")
    shown = understood.locator("h2").inner_text()
    assert "window.broken=23" in shown and shown.startswith("& ") and "b&gt" in shown
    assert shown in page.locator("#x-docs-list").inner_text()
    assert "条款数" in understood.inner_text()
    page.locator("#x-docs-list label", has_text="hostile.md").click()
    understood.locator("h2", has_text="hostile.md").wait_for(timeout=WAIT)
    question = page.locator("#x-docs-question textarea")
    for words, button in (
        ("zorblatt mark", "#x-docs-ask"),
        ("<img src=x onerror='window.broken=24'> zorblatt", "#x-docs-find"),
    ):
        question.fill(words)
        page.locator(button).click()
        page.locator("#x-docs-answer h3", has_text=words).wait_for(timeout=WAIT)
        for summary in page.locator("#x-docs-answer summary").all():
            summary.click()
        page.wait_for_timeout(200)
    assert '<img src=x onerror="window.broken=4">' in page.locator("#x-docs-answer").inner_text()
    drawn = "#x-docs-answer, #x-docs-understood, #x-docs-status"
    assert page.locator(f":is({drawn}) :is(img, svg, script, b[onmouseover])").count() == 0
    shoot(page, "documents-phone-zh")


def test_an_evaluation_is_run_and_compared_with_the_last(opened: Open, home: Path, tmp_path: Path) -> None:
    page = opened("Evaluate")
    own = tmp_path / "mine.jsonl"
    own.write_text('{"id": 3}\nnot json\n', encoding="utf-8")
    give(page, "#x-eval-own", own)
    page.locator("#x-eval-own", has_text="mine").wait_for(timeout=WAIT)
    page.locator("#x-eval-run").click()
    fault = page.locator("#x-eval-status .x-trouble")
    fault.wait_for(timeout=WAIT)
    assert "line 1" in fault.inner_text() and "/" not in fault.inner_text()
    evil = "谁应当添加隐式标识？<img src=x onerror='window.broken=25'>"
    lines = [
        {"id": "1", "lang": "en", "question": "Who must add implicit labels?", "gold": [["cn-ai-labelling"]]},
        {"id": "2", "lang": "zh", "question": evil, "gold": [["us-eo-14409"]]},
    ]
    own.write_text("\n".join(json.dumps({**line, "kind": "lookup"}) for line in lines), encoding="utf-8")
    page.locator("#x-eval-own button[aria-label]").first.click()
    give(page, "#x-eval-own", own)
    page.locator("#x-eval-own", has_text="mine").wait_for(timeout=WAIT)
    report = page.locator("#x-eval-report")
    for words in ("No earlier run", "2 questions in common"):
        page.locator("#x-eval-run").click()
        report.locator("p", has_text=words).wait_for(timeout=LONG)
    assert "recall@5" in report.locator("table").inner_text()
    assert "onerror" in report.locator("ol").inner_text()
    report.locator("details summary").click()
    frame = report.locator("iframe")
    assert frame.get_attribute("sandbox") == ""
    assert "crosslex eval" in frame.content_frame.locator("h1").inner_text(timeout=WAIT)
    shoot(page, "evaluate")
    assert serious_faults(page) == []
    with page.expect_download(timeout=WAIT) as download:
        page.locator("#x-eval-download").click()
    names = zipfile.ZipFile(download.value.path()).namelist()
    assert {name.rpartition("/")[2] for name in names} == {
        "report.html", "report.json", "report.md", "per_question.jsonl",
    }  # fmt: skip
    assert len(list((home / "evaluations").iterdir())) == 2


def choose_set(page: "Page", name: str, half: str) -> None:
    page.locator("#x-eval-set input").click(timeout=WAIT)
    page.get_by_role("option", name=name, exact=True).click()
    page.locator("#x-eval-split").get_by_text(half).click()


def test_a_set_of_ours_is_run_in_the_half_that_is_chosen(opened: Open) -> None:
    page = opened("评测", width=390, locale="zh-CN")
    choose_set(page, "条文引用", "开发部分")
    page.locator("#x-eval-run").click()
    report = page.locator("#x-eval-report")
    report.locator("table").first.wait_for(timeout=LONG)
    asked = len(load(SETS / "reference.jsonl", split="dev"))
    assert f"{asked} 道题" in report.inner_text() and "recall@5" in report.inner_text()
    shoot(page, "evaluate-phone-zh")
    assert serious_faults(page) == []


def test_an_evaluation_that_is_stopped_keeps_nothing(opened: Open, home: Path) -> None:
    page = opened("Evaluate")
    before = sorted((home / "evaluations").glob("*"))
    choose_set(page, "all five of ours", "all")
    page.locator("#x-eval-run").click()
    page.locator("#x-eval-status label", has_text="left").wait_for(timeout=LONG)
    page.reload()  # whoever comes back finds it going on
    page.get_by_role("tab", name="Evaluate", exact=True).click(timeout=WAIT)
    page.locator("#x-eval-status label", has_text="left").wait_for(timeout=WAIT)
    page.locator("#x-eval-stop").click()
    page.locator("#x-eval-status", has_text="nothing was kept").wait_for(timeout=LONG)
    assert page.locator("#x-eval-run").is_visible() and not page.locator("#x-eval-stop").is_visible()
    assert sorted((home / "evaluations").glob("*")) == before


def test_a_batch_with_bad_rows_is_answered_and_taken_away(opened: Open, tmp_path: Path) -> None:
    page = opened("批量", width=390, locale="zh-CN")
    page.locator("#x-batch-run").click()
    page.locator("#x-batch-status .x-trouble", has_text="请先选择问题文件").wait_for(timeout=WAIT)
    questions = tmp_path / "questions.csv"
    questions.write_text(
        "id,question,as_of\na,Who must add implicit labels?,\nb,,\nc,谁应当添加隐式标识？,\n"
        "d,What is marked?,never\ne,<img src=x onerror='window.broken=26'> kettles of Mongolia,\n",
        encoding="utf-8",
    )
    give(page, "#x-batch-file", questions)
    page.locator("#x-batch-file", has_text="questions").wait_for(timeout=WAIT)
    page.locator("#x-batch-run").click()
    results = page.locator("#x-batch-results")
    results.locator(".x-done").wait_for(timeout=LONG)
    assert "5 行中已回答 3 行" in results.locator(".x-done").inner_text()
    assert [line.split()[1] for line in results.locator(".x-trouble li b").all_inner_texts()] == ["2", "4"]
    shoot(page, "batch-phone-zh")
    assert serious_faults(page) == []
    found = {}
    for suffix in ("jsonl", "csv", "md", "docx"):
        with page.expect_download(timeout=WAIT) as download:
            page.locator(f"#x-batch-{suffix}").click()
        assert download.value.suggested_filename == f"questions-answers.{suffix}"
        found[suffix] = Path(download.value.path()).read_bytes()
    rows = [json.loads(line) for line in found["jsonl"].decode().splitlines()]
    assert [row["row"] for row in rows] == [1, 2, 3, 4, 5] and rows[1]["error"] and rows[0]["statements"]
    assert len({row["row"] for row in csv.DictReader(io.StringIO(found["csv"].decode("utf-8-sig")))}) == 5
    assert "隐式标识" in found["md"].decode() and found["docx"].startswith(b"PK")


def test_a_batch_that_is_stopped_keeps_what_is_done(opened: Open, tmp_path: Path) -> None:
    page = opened("Batch")
    questions = tmp_path / "many.jsonl"
    lines = (json.dumps({"question": f"Who must add implicit labels to file {n}?"}) for n in range(3000))
    questions.write_text("\n".join(lines), encoding="utf-8")
    give(page, "#x-batch-file", questions)
    page.locator("#x-batch-file", has_text="many").wait_for(timeout=WAIT)
    page.locator("#x-batch-run").click()
    page.locator("#x-batch-status label", has_text="left").wait_for(timeout=LONG)
    page.reload()  # whoever comes back finds the batch going on
    page.get_by_role("tab", name="Batch", exact=True).click(timeout=WAIT)
    page.locator("#x-batch-status label", has_text="left").wait_for(timeout=WAIT)
    page.locator("#x-batch-stop").click()
    done = page.locator("#x-batch-results .x-done", has_text="Stopped")
    done.wait_for(timeout=LONG)
    with page.expect_download(timeout=WAIT) as download:
        page.locator("#x-batch-jsonl").click()
    kept = Path(download.value.path()).read_text(encoding="utf-8").splitlines()
    assert 0 < len(kept) < 3000 and f"{len(kept):,} of 3,000" in done.inner_text()
