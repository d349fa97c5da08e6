# ruff: noqa: E501 (lines of a terminal are not wrapped)
"""When a wording is the law, in one line: on evidence cards, in the sources of an answer, beside a provision."""

import io
from datetime import date
from typing import cast

import docx
import pytest
from rich.console import Console

from corpus import Lang, load_registry
from rag import Engine, ProvisionVersion, ProvisionView
from tests.ui.answers import DAY, Shelf, comparison
from ui.evidence import cards_html
from ui.exports import to_csv, to_docx, to_markdown
from ui.terminal import print_answer, print_provision
from ui.times import time_line

REGISTRY = load_registry()
CHANGED = {
    "since": date(2026, 7, 27),
    "applies_from": date(2027, 12, 2),
    "amended_by": ("eu-ai-omnibus/art-1/7/a",),
}


@pytest.mark.parametrize(
    ("since", "until", "applies", "lang", "line"),
    [
        (None, None, None, "en", ""),
        (None, None, date(2026, 8, 2), "en", ""),  # it applies already
        (None, None, date(2027, 12, 2), "en", "applies from 2027-12-02"),
        (date(2026, 7, 27), None, None, "en", "wording since 2026-07-27 (EU AI Omnibus, Art. 1(5))"),
        (None, date(2026, 7, 27), None, "en", "wording until 2026-07-27 (EU AI Omnibus, Art. 1(5))"),
        (date(2024, 10, 15), date(2025, 3, 31), None, "zh", "2024-10-15至2025-03-31的文本（欧盟《人工智能数字综合条例》第1条第5款）"),
        (date(2026, 7, 27), None, date(2026, 12, 2), "zh", "自2026-07-27起的文本（欧盟《人工智能数字综合条例》第1条第5款） · 自2026-12-02起适用"),
    ],
)  # fmt: skip
def test_the_line(
    since: date | None, until: date | None, applies: date | None, lang: Lang, line: str
) -> None:
    by = ("eu-ai-omnibus/art-1/5",) if since or until else ()
    assert time_line(since, until, applies, lang, amended_by=by, registry=REGISTRY, day=DAY) == line


def test_cards_sources_and_files_say_when() -> None:
    answer = comparison("Text.")
    cited = (answer.citations[0].model_copy(update=CHANGED), *answer.citations[1:])
    answer = answer.model_copy(update={"citations": cited})
    line = "wording since 2026-07-27 (EU AI Omnibus, Art. 1(7)(a)) · applies from 2027-12-02"
    assert line in cards_html(answer, cast(Engine, Shelf(answer)))
    console = Console(width=400, record=True, file=io.StringIO())
    print_answer(console, answer, REGISTRY)
    assert " ".join(line.split()) in " ".join(console.export_text().split())
    assert line in to_markdown(answer, REGISTRY).decode()
    assert line in to_csv(answer, REGISTRY).decode()
    document = docx.Document(io.BytesIO(to_docx(answer, REGISTRY)))
    assert any(line in paragraph.text for paragraph in document.paragraphs)


def test_a_provision_says_that_there_are_others() -> None:
    version = ProvisionVersion(
        lang="en", role="consolidation", source="s", source_sha256="0" * 64, edition="2026-07-27", heading="", path=(),
        text="Text.", start=0, end=5, page=None, url=None, since=date(2026, 7, 27), amended_by=("eu-ai-omnibus/art-1/5",),
    )  # fmt: skip
    view = ProvisionView(
        pin="eu-ai-act/art-4", label={"en": "Art. 4", "zh": ""}, instrument="eu-ai-act", title={"en": "", "zh": ""},
        status="in-force", applies_from=date(2027, 1, 1), versions=(version,), others=2,
    )  # fmt: skip
    console = Console(width=200, record=True, file=io.StringIO())
    print_provision(console, view, "en", REGISTRY, DAY)
    shown = " ".join(console.export_text().split())
    assert "not an official text" in shown and "wording since 2026-07-27 (EU AI Omnibus, Art. 1(5))" in shown
    assert "applies from 2027-01-01" in shown and "2 other versions" in shown and "--as-of" in shown
