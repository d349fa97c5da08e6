"""`crosslex eval`: what it prints and writes, what it refuses, and when it fails."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from rag import Answer, Engine, SearchResult
from ui import cli

pytestmark = pytest.mark.model

QUESTIONS: list[dict[str, Any]] = [
    {
        "id": "en-1",
        "lang": "en",
        "kind": "lookup",
        "question": "Who must add visible labels to AI-generated content under China's labelling measures?",
        "gold": [["cn-ai-labelling/art-4"]],
    },
    {
        "id": "zh-1",
        "lang": "zh",
        "kind": "lookup",
        "question": "《标识办法》要求谁在生成合成内容中添加显式标识？",
        "gold": [["cn-ai-labelling/art-4"]],
    },
    {"id": "zz", "lang": "en", "kind": "lookup", "question": "Must zorblatts be marked?", "gold": [["doc-hostile"]]},
    {"id": "un", "lang": "en", "kind": "unanswerable", "question": "How do I bake sourdough bread?", "gold": []},
]  # fmt: skip


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str


Run = Callable[..., Done]


@pytest.fixture(scope="module")
def engine(small_home: Path) -> Iterator[Engine]:
    engine, close = Engine.open(small_home), Engine.close
    yield engine
    close(engine)


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], engine: Engine) -> Run:
    """Run the command in this process, on an engine that is opened once."""
    monkeypatch.setattr(Engine, "open", lambda: engine)
    monkeypatch.setattr(Engine, "close", lambda self: None)

    def run(*arguments: str | Path) -> Done:
        monkeypatch.setattr(sys, "argv", ["crosslex", "eval", *map(str, arguments)])
        with pytest.raises(SystemExit) as exit:
            cli.main()
        printed = capsys.readouterr()
        return Done(int(exit.value.code or 0), printed.out, printed.err)

    return run


@pytest.fixture
def dataset(tmp_path: Path) -> Path:
    path = tmp_path / "own.jsonl"
    path.write_text("".join(json.dumps(q, ensure_ascii=False) + "\n" for q in QUESTIONS), encoding="utf-8")
    return path


def refused(done: Done, code: int, *words: str) -> None:
    assert done.code == code, done
    line = done.err.splitlines()[-1]
    assert line.startswith("crosslex: ") and len(line) < 400
    assert "Traceback" not in done.err
    for word in words:
        assert word in line, line


def test_json_on_stdout_and_nothing_else(run: Run, dataset: Path) -> None:
    done = run("--dataset", dataset, "--json")
    assert done.code == 0, done
    made = json.loads(done.out)
    assert made["n"] == 4
    assert made["metrics"]["recall@10"]["n"] == 3
    assert set(made["by"]["lang"]) == {"en", "zh"}
    assert made["datasets"][0]["split"] == "all"
    assert made["index"]["instruments"] == 3
    assert "own: 4 questions, split all" in done.err


def test_the_judge_is_named_and_an_unknown_one_refused(run: Run, dataset: Path) -> None:
    assert json.loads(run("--dataset", dataset, "--json").out)["index"]["judge"] == "bundled"
    refused(run("--dataset", dataset, "--judge", "gpt"), 2, "judge", "bundled")


def test_figures_do_not_change_between_runs(run: Run, dataset: Path) -> None:
    first, second = (json.loads(run("--dataset", dataset, "--json").out)["metrics"] for _ in range(2))
    for metrics in (first, second):
        metrics.pop("latency_ms_p50"), metrics.pop("latency_ms_p95")
    assert first == second


def test_a_person_reads_a_table_and_the_worst_answers(run: Run, dataset: Path) -> None:
    done = run("--dataset", dataset)
    assert done.code == 0
    for words in (
        "recall@5",
        "95 % interval",
        "quote_verbatim_rate",
        "English minus Chinese",
        "citation_recall",
    ):
        assert words in done.out


def test_the_command_opens_the_index_of_its_home(
    dataset: Path, small_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["crosslex", "eval", "--dataset", str(dataset), "--json"])
    for home, code in ((small_home, 0), (dataset.parent / "nothing-here", 1)):
        monkeypatch.setenv("CROSSLEX_HOME", str(home))
        with pytest.raises(SystemExit) as exit:
            cli.main()
        printed = capsys.readouterr()
        assert (exit.value.code, bool(printed.out)) == (code, code == 0)
    assert "crosslex ingest" in printed.err


def test_our_own_sets_are_asked_on_the_held_out_half(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Any] = []

    def noted(engine: Engine, questions: list[Any], **_: Any) -> list[Any]:
        asked.extend(questions)
        return []

    monkeypatch.setattr("eval.runner.run", noted)
    done = run()
    assert done.code == 0, done.err
    assert {q.half for q in asked} == {"test"} and len(asked) >= 120
    assert "lookup: 50 questions, split test" in done.err
    asked.clear()
    run("--split", "dev")
    assert {q.half for q in asked} == {"dev"}


def test_a_report_and_a_comparison_with_it(run: Run, dataset: Path, tmp_path: Path) -> None:
    out = tmp_path / "first"
    assert run("--dataset", dataset, "--out", out).code == 0
    assert {path.name for path in out.iterdir()} == {
        "report.html",
        "report.md",
        "report.json",
        "per_question.jsonl",
    }
    again = run("--dataset", dataset, "--baseline", out, "--json")
    assert again.code == 0
    compared = json.loads(again.out)["baseline"]
    assert compared["shared"] == 4 and compared["regressions"] == []
    assert f"against {out}, 4 questions in common" in run("--dataset", dataset, "--baseline", out).out


def test_worse_than_the_baseline_fails(
    run: Run, dataset: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "first"
    assert run("--dataset", dataset, "--out", out).code == 0
    nothing = SearchResult(query="", language="en", timings_ms={}, hits=())
    monkeypatch.setattr(Engine, "search", lambda self, text, limit: nothing)
    done = run("--dataset", dataset, "--baseline", out, "--json")
    refused(done, 1, "worse than", "recall@10", "→ 0.000")
    assert json.loads(done.out)["baseline"]["regressions"]


def test_a_quote_that_is_not_in_its_source_fails(
    run: Run, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Engine.ask

    def lying(self: Engine, *arguments: Any, **more: Any) -> Answer:
        said = ask(self, *arguments, **more)
        wrong = tuple(c.model_copy(update={"quote": c.quote + "!"}) for c in said.citations)
        return said.model_copy(update={"citations": wrong})

    monkeypatch.setattr(Engine, "ask", lying)
    done = run("--dataset", dataset, "--json")
    refused(done, 1, "do not stand in their source")
    assert json.loads(done.out)["metrics"]["quote_verbatim_rate"]["value"] < 1


def test_one_failing_question_is_a_finding_and_all_failing_an_error(
    run: Run, dataset: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Engine.ask

    def fragile(self: Engine, question: str, **more: Any) -> Answer:
        if "zorblatt" in question:
            raise ZeroDivisionError("oops")
        return ask(self, question, **more)

    monkeypatch.setattr(Engine, "ask", fragile)
    done = run("--dataset", dataset, "--json")
    assert done.code == 0
    assert json.loads(done.out)["errors"] == 1
    assert "own zz: unexpected ZeroDivisionError: oops" in done.err

    monkeypatch.setattr(Engine, "ask", lambda self, question, **more: 1 / 0)
    refused(run("--dataset", dataset), 1, "every question failed", "ZeroDivisionError")


def test_faults_of_a_set_are_listed(run: Run, dataset: Path) -> None:
    broken = [{**QUESTIONS[0], "lang": "fr"}, {**QUESTIONS[1], "gold": [["cn-ai-labeling/art-4"]]}]
    dataset.write_text("\n".join(json.dumps(q) for q in broken))
    done = run("--dataset", dataset)
    refused(done, 2, "2 faults", "listed above")
    assert (
        f"{dataset}:1: lang" in done.err
        and f"{dataset}:2: gold" in done.err
        and "cn-ai-labelling" in done.err
    )


def test_thousands_of_faults_do_not_flood_the_terminal(run: Run, dataset: Path) -> None:
    dataset.write_text("x\n" * 3000)
    done = run("--dataset", dataset)
    refused(done, 2, "3,000 faults")
    assert len(done.err.splitlines()) == 52 and "2950 more" in done.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--dataset", "nowhere.jsonl"], ["nowhere.jsonl", "one question a line"]),
        (["--split", "train"], ["train", "dev, test or all"]),
        (["--baseline", "nowhere"], ["per_question.jsonl", "--out"]),
        (["--out", str(Path(__file__))], ["is a file"]),
        (["--colour"], ["--colour", "eval --help"]),
    ],
)
def test_what_is_refused(run: Run, arguments: list[str], words: list[str]) -> None:
    refused(run(*arguments), 2, *words)


def test_a_split_that_holds_nothing(run: Run, dataset: Path) -> None:
    dataset.write_text(json.dumps({**QUESTIONS[0], "tags": ["dev"]}))
    refused(run("--dataset", dataset, "--split", "test"), 2, "'test'", "--split all")


def test_two_sets_of_one_name(run: Run, dataset: Path) -> None:
    refused(run("--dataset", dataset, "--dataset", dataset), 2, "same name")
