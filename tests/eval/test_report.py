"""The report: the contract's JSON, the page, and the comparison with an earlier run."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from corpus import CrosslexError, UsageError
from eval.baseline import Comparison, compare, read
from eval.failings import badness, failings
from eval.faithfulness import KNOWN_WEAKNESSES, Faithfulness, SentenceFaith
from eval.metrics import METRICS
from eval.outcome import Outcome, QuoteCheck
from eval.report import Asked, Report, check_folder, summarise, to_json, write
from rag.verify import Verdict
from tests.eval.synthetic import answer, outcome, question
from tests.ui.page.conftest import CHROMIUM

GOLD = ("eu-x/art-1",)
HOSTILE = '<script>alert(1)</script> & "quotes" | pipe </details> {{ 7 * 7 }}'


def right(n: int, lang: str = "en", law: str = "eu-x") -> Outcome:
    asked = question(f"q{n}", (f"{law}/art-{n}",), lang=lang, facts=("15 days",), half="test")
    return outcome(
        asked, f"{law}/art-{n}", said=answer("Within 15 days.", f"{law}/art-{n}"), milliseconds=10.0 + n,
        quotes=(QuoteCheck("c1", f"{law}/art-{n}", True),),
    )  # fmt: skip


def wrong(n: int, lang: str = "en", law: str = "eu-x") -> Outcome:
    asked = question(f"q{n}", (f"{law}/art-{n}",), lang=lang, facts=("15 days",), half="test")
    return outcome(asked, "cn-z/art-9", said=answer(), milliseconds=20.0 + n)


LAWS = [f"law-{c}" for c in "abcdefghij"]


def run(good: int, total: int = 40) -> list[Outcome]:
    """A run that gets `good` of `total` questions right, spread over ten laws and both languages."""
    return [
        (right if (7 * n) % total < good else wrong)(n, "zh" if n % 2 else "en", LAWS[n % 10])
        for n in range(total)
    ]


def report(outcomes: list[Outcome], **more: Any) -> Report:
    return summarise(outcomes, [], index={"generation": "g1"}, seconds=1.5, **more)


# --- the contract -----------------------------------------------------------------------------------------------------


def test_the_object_of_the_contract() -> None:
    unanswerable = [outcome(question(f"u{n}"), said=answer()) for n in range(3)]
    made = to_json(report([*run(30), *unanswerable]))
    assert json.loads(json.dumps(made)) == made
    assert (made["n"], made["seconds"]) == (43, 1.5)
    by = made["by"]
    for estimates in (made["metrics"], by["lang"]["en"], by["kind"]["lookup"], by["instrument"]["law-a"]):
        assert set(estimates) <= {m.name for m in METRICS}
        assert {"recall@1", "ndcg@10", "false_refusal_rate"} <= set(estimates)
        for estimate in estimates.values():
            low, high = estimate["ci95"]
            assert low <= estimate["value"] <= high and estimate["n"] > 0
    assert made["metrics"]["recall@5"] == {**made["metrics"]["recall@5"], "value": 0.75, "n": 40}
    assert set(made["by"]) >= {"lang", "kind", "instrument"}
    assert set(made["by"]["kind"]) == {"lookup", "unanswerable"}
    assert "recall@5" not in made["by"]["kind"]["unanswerable"]
    assert made["gap"]["en-zh"]["recall@5"]["n"] == 20


def test_a_metric_about_none_of_the_questions_is_left_out() -> None:
    assert "abstention_recall" not in to_json(report(run(30)))["metrics"]


def test_a_question_on_two_laws_is_in_both_slices() -> None:
    both = outcome(question("q", ("eu-x/art-1",), ("us-y/sec-2",)), "eu-x/art-1")
    made = report([both, right(1)])
    assert made.by["instrument"]["us-y"]["recall@1"].n == 1
    assert made.by["instrument"]["eu-x"]["recall@1"].n == 2


def test_the_same_outcomes_make_the_same_report() -> None:
    assert to_json(report(run(30))) == to_json(report(run(30)))


def test_development_figures_are_not_sold_as_quality() -> None:
    dev = outcome(question("q", GOLD, half="dev"), "eu-x/art-1")
    assert any("development" in note for note in report([dev]).notes)
    assert not any("development" in note for note in report([dev, right(1)]).notes)


# --- what went wrong --------------------------------------------------------------------------------------------------


def test_the_worst_comes_first() -> None:
    low = outcome(question("low", GOLD), "eu-x/art-2", "eu-x/art-1", said=answer("Text.", "eu-x/art-1"))
    invented = outcome(question("invented"), said=answer("Text.", "eu-x/art-1"))
    unfaithful = outcome(
        question("unfaithful", GOLD), "eu-x/art-1", said=answer("Text.", "eu-x/art-1"),
        quotes=(QuoteCheck("c1", "eu-x/art-1", False),),
    )  # fmt: skip
    made = report([right(1), low, wrong(2), invented, unfaithful])
    assert [o.question.id for o in made.outcomes] == ["unfaithful", "invented", "q2", "low", "q1"]
    assert badness(right(1)) == (0, 0) and failings(right(1)) == ()


def test_what_went_wrong_is_said_in_words() -> None:
    asked = outcome(
        question("q", GOLD, ("us-y/sec-2", "us-y/sec-3"), facts=("15 days",)),
        "cn-z/art-1",
        "us-y/sec-2",
        said=answer("Within 10 days.", "us-y/sec-3"),
    )
    assert [f.what for f in failings(asked)] == [
        "the first hit is of cn-z",
        "not found: eu-x/art-1",
        "not stated: 15 days",
        "not cited in the answer: eu-x/art-1",
    ]


def judged(*, supported: bool, text: str = "Within 15 days.") -> Outcome:
    """An answer of one statement with one citation, judged."""
    verdict = Verdict("supported" if supported else "unsupported", 0.9 if supported else 0.1, ())
    found = Faithfulness((SentenceFaith("s1", text, verdict, ("c1",), (supported,)),))
    return outcome(question("q", GOLD), "eu-x/art-1", said=answer(text, "eu-x/art-1"), faith=found)


def test_the_weaknesses_of_the_verifier_stand_in_every_report_that_it_judged(out: Path) -> None:
    made = report([judged(supported=True)])
    assert [note for note in made.notes if note in KNOWN_WEAKNESSES] == list(KNOWN_WEAKNESSES)
    page = Page()
    page.feed(written(made, out)["report.html"])
    assert all(line in page.text for line in KNOWN_WEAKNESSES)
    assert not set(report([right(1)]).notes) & set(KNOWN_WEAKNESSES)


def test_a_sentence_that_is_cut_short_says_so() -> None:
    long = "Within 15 days " + "and nights " * 20
    (shown,) = (f.what for f in failings(judged(supported=False, text=long)) if "supported" in f.what)
    assert shown.endswith("…") and len(shown) < 170
    (whole,) = (f.what for f in failings(judged(supported=False)) if "supported" in f.what)
    assert whole.endswith(": Within 15 days.")


# --- files ------------------------------------------------------------------------------------------------------------


class Page(HTMLParser):
    """What a browser would make of the page."""

    VOID = {"meta", "br", "line", "circle"}  # noqa: RUF012 (never changed)

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: set[str] = set()
        self.links: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.links += [value or "" for name, value in attrs if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in self.VOID:
            assert self.open.pop() == tag, (tag, self.getpos())

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "report"


def written(made: Report, out: Path) -> dict[str, str]:
    check_folder(out)
    return {path.name: path.read_text(encoding="utf-8") for path in write(made, out)}


def test_four_files_are_written(out: Path) -> None:
    made = report(run(30))
    files = written(made, out)
    assert set(files) == {"report.html", "report.md", "report.json", "per_question.jsonl"}
    assert json.loads(files["report.json"]) == to_json(made)
    rows = [json.loads(line) for line in files["per_question.jsonl"].splitlines()]
    assert [row["id"] for row in rows] == [o.question.id for o in made.outcomes]
    assert {"scores", "gold", "hits", "answer", "failings", "ranks"} <= set(rows[0])


def test_the_page_stands_alone_and_shows_every_question(out: Path) -> None:
    page = Page()
    page.feed(written(report(run(30)), out)["report.html"])
    assert page.open == []
    assert page.links == [] and "script" not in page.tags
    assert all(f"What of q{n}?" in page.text for n in range(40))
    for metric in METRICS:
        assert metric.name in page.text


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine")
@pytest.mark.parametrize("width", [390, 1280])
def test_values_and_intervals_are_on_the_screen_of_a_phone_too(out: Path, width: int) -> None:
    from playwright.sync_api import sync_playwright

    written(report(run(30)), out)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page(viewport={"width": width, "height": 900})
        page.goto((out / "report.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        for cell in page.locator("table").first.locator("td.num:nth-child(-n+3)").all():
            box = cell.bounding_box()
            assert box is not None and box["x"] + box["width"] <= width, cell.inner_text()
        browser.close()


def test_nothing_that_is_quoted_becomes_part_of_the_page(out: Path) -> None:
    asked = question(HOSTILE, (f"{GOLD[0]}",), text=HOSTILE, facts=(HOSTILE,), dataset=HOSTILE)
    hostile = outcome(
        asked, "eu-x/art-1", said=answer(HOSTILE, "eu-x/art-1", notes=(HOSTILE,)), error=HOSTILE,
    )  # fmt: skip
    declined = outcome(
        question("d", text=HOSTILE), said=answer().model_copy(update={"abstain_reason": HOSTILE})
    )
    files = written(report([hostile, declined]), out)
    page = Page()
    page.feed(files["report.html"])
    assert page.open == [] and "script" not in page.tags
    assert page.text.count(HOSTILE) >= 6
    assert "<script>" not in files["report.md"]
    for table in re.findall(r"(?:^\|.*\n)+", files["report.md"], re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in table.splitlines()}) == 1, table


def test_a_report_without_answers_or_of_one_language_can_be_written(out: Path) -> None:
    assert written(report([outcome(question("u"), error="boom")]), out)
    assert written(report([right(1)]), out)


def test_what_cannot_be_written_is_told_before_the_run(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(UsageError, match="is a file"):
        check_folder(tmp_path / "file")
    with pytest.raises(UsageError, match="cannot be made"):
        check_folder(tmp_path / "file" / "below")


def test_a_file_in_the_way_is_told(out: Path) -> None:
    (out / "report.html").mkdir(parents=True)
    with pytest.raises(CrosslexError, match="cannot be written"):
        write(report([right(1)]), out)


def test_a_set_is_known_by_its_hash(tmp_path: Path) -> None:
    path = tmp_path / "own.jsonl"
    path.write_text("x")
    asked = Asked.of(path, "all", 1)
    assert (asked.name, asked.sha256[:12]) == ("own", "2d711642b726")


# --- against an earlier run -------------------------------------------------------------------------------------------


def against(now: list[Outcome], before: list[Outcome], out: Path) -> Comparison:
    written(report(before), out)
    return compare(now, read(out), out)


def test_a_run_that_is_worse_by_more_than_luck(out: Path) -> None:
    found = against(run(12), run(36), out)
    worse = {d.metric.name for d in found.differences if d.verdict == "worse"}
    assert {"recall@5", "false_refusal_rate", "wrong_instrument_rate", "latency_ms_p50"} <= worse
    assert "latency_ms_p50" not in {d.metric.name for d in found.regressions}, "machines are noisy"
    (recall,) = (d for d in found.regressions if d.metric.name == "recall@5")
    assert str(recall).startswith("recall@5 0.900 → 0.300 (−0.600, 95 % interval −0.")


def test_a_run_that_is_better(out: Path) -> None:
    found = against(run(36), run(12), out)
    assert found.regressions == ()
    assert {d.verdict for d in found.differences if d.metric.name in ("recall@5", "false_refusal_rate")} == {
        "better"
    }


def test_a_difference_within_its_interval_is_none(out: Path) -> None:
    found = against(run(29), run(30), out)
    assert {d.verdict for d in found.differences if d.metric.is_rate} == {"no difference"}
    assert any(d.difference.value for d in found.differences)


def test_a_run_against_itself(out: Path) -> None:
    found = against(run(30), run(30), out)
    assert {d.difference.value for d in found.differences} == {0.0}
    assert (found.shared, found.only_now, found.only_before) == (40, 0, 0)


def test_only_questions_that_both_asked_are_compared(out: Path) -> None:
    reworded = [
        outcome(question(o.question.id, *o.question.gold, text="Other words?"), "eu-x/art-1")
        for o in run(30)[:5]
    ]
    found = against([*reworded, *run(30)[5:35]], run(30), out)
    assert (found.shared, found.only_now, found.only_before) == (30, 5, 10)


def test_the_comparison_is_in_every_form_of_the_report(out: Path) -> None:
    compared = against(run(12), run(36), out)
    made = report(run(12), baseline=compared)
    files = written(made, out)
    assert "recall@5" in json.loads(files["report.json"])["baseline"]["regressions"]
    assert "**worse**" in files["report.md"]
    assert 'class="worse"' in files["report.html"]


def test_what_is_no_baseline_is_told(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no per_question\.jsonl"):
        read(tmp_path)
    for line in ("{", "[]", "{}", '{"dataset": 1}'):
        (tmp_path / "per_question.jsonl").write_text(line)
        with pytest.raises(UsageError, match=r"per_question\.jsonl:1 is not a line"):
            read(tmp_path)
    (tmp_path / "per_question.jsonl").write_text("")
    with pytest.raises(UsageError, match="asked none of these questions"):
        compare(run(3, 3), read(tmp_path), tmp_path)
