"""Running a batch: order, faults, going on after a kill, what is refused."""

import json
import os
import subprocess
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from corpus import CrosslexError, UsageError
from ingest.locks import exclusive
from tests.ui.batch import stub_engine
from tests.ui.batch.stub_engine import ASKED, open_damaged, open_rebuilt, open_stub
from ui.batch import Finished, Options, Step, Summary, run_batch
from ui.batch.journal import Journal, journal_path

ROOT = Path(stub_engine.__file__).resolve().parents[3]


@pytest.fixture
def asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file in which workers note what they were asked."""
    monkeypatch.setenv(ASKED, str(tmp_path / "asked.txt"))
    return tmp_path / "asked.txt"


def file_of(folder: Path, *questions: str | dict[str, Any], name: str = "q.jsonl") -> Path:
    rows = [{"question": q, "id": f"i{n}"} if isinstance(q, str) else q for n, q in enumerate(questions, 1)]
    path = folder / name
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return path


def run(questions: Path, out: Path, **more: Any) -> Summary:
    return run_batch(questions, out, **{"open_engine": open_stub, "workers": 1, **more})


def lines(out: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in out.read_text(encoding="utf-8").splitlines()]


def test_rows_keep_their_order_and_bad_ones_their_place(tmp_path: Path) -> None:
    questions = file_of(
        tmp_path,
        "slow one?",
        "",
        {"question": "Two?", "as_of": "2026-01-01", "answer_in": "zh"},
        "Of Mongolia?",
        {"question": "Where?", "instruments": ["cn-ai-labeling"]},
        "break",
        "too long",
    )
    steps: list[Step] = []
    summary = run(questions, tmp_path / "r.jsonl", progress=steps.append)
    found = lines(tmp_path / "r.jsonl")
    assert [(line["row"], line["line"], line["id"]) for line in found] == [
        (1, 1, "i1"), (2, 2, "i2"), (3, 3, None), (4, 4, "i4"), (5, 5, None), (6, 6, "i6"), (7, 7, "i7"),
    ]  # fmt: skip
    assert [line["error"] is None for line in found] == [True, False, True, True, False, False, False]
    for line, word in zip(
        [found[1], *found[4:]], ["empty", "cn-ai-labelling", "RuntimeError", "4,000"], strict=True
    ):
        assert word in line["error"] and "\n" not in line["error"]
    assert (found[2]["language"], found[2]["as_of"]) == ("zh", "2026-01-01")
    assert found[3]["abstained"] and found[0]["citations"][0]["quote"] == "A quote."
    assert (summary.total, summary.answered, summary.abstained, summary.failed) == (7, 2, 1, (2, 5, 6, 7))
    assert [step.done for step in steps] == list(range(8)) and steps[-1].failed == 4
    assert steps[-1].seconds_left == 0
    assert {step.row.line for step in steps if step.row and step.error} == {2, 5, 6, 7}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q.jsonl", "r.jsonl"]


def test_options_stand_for_rows_that_say_nothing(tmp_path: Path) -> None:
    questions = file_of(tmp_path, "One?", {"question": "Two?", "as_of": "2026-02-02", "answer_in": "en"})
    run(questions, tmp_path / "r.jsonl", options=Options(("cn-ai-labelling",), date(2025, 5, 5), "zh"))
    told = [(line["as_of"], line["language"]) for line in lines(tmp_path / "r.jsonl")]
    assert told == [("2025-05-05", "zh"), ("2026-02-02", "en")]


def test_every_core_answers(tmp_path: Path, asked: Path) -> None:
    summary = run(file_of(tmp_path, "meet", "meet"), tmp_path / "r.jsonl", workers=2)
    assert summary.answered == 2


# --- going on ---------------------------------------------------------------------------------------------------------


def test_a_killed_run_goes_on_without_repeating_or_losing_a_row(tmp_path: Path, asked: Path) -> None:
    questions = file_of(tmp_path, "", *(f"slow {n}?" for n in range(2, 61)))
    out = tmp_path / "r.jsonl"
    command = [sys.executable, "-m", "tests.ui.batch.stub_engine", str(questions), str(out)]
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})
    journal = journal_path(out)
    wait_until(lambda: journal.exists() and journal.read_bytes().count(b"\n") > 10)
    process.kill()
    process.wait()
    workers = {int(line.split()[0]) for line in asked.read_text().splitlines()}
    wait_until(lambda: not any(map(is_alive, workers)))
    assert not out.exists()
    with journal.open("ab") as file:
        file.write(b'{"row": 60, "id": "i60", "line": 6')  # as a kill in the middle of a line leaves it

    kept = journal.read_bytes().count(b"\n") - 1
    asked.unlink()
    summary = run(questions, out, resume=True)
    assert [line["row"] for line in lines(out)] == list(range(1, 61))
    assert (summary.kept, summary.total, summary.answered, summary.failed) == (kept, 60, 59, (1,))
    assert len(asked.read_text().splitlines()) == 60 - kept
    assert not journal.exists()


def test_cancelling_keeps_what_is_done_and_going_on_completes_it(tmp_path: Path, asked: Path) -> None:
    questions, out, cancel = (
        file_of(tmp_path, *(f"slow {n}?" for n in range(40))),
        tmp_path / "r.csv",
        Event(),
    )

    def stop(step: Step) -> None:
        if step.done == 5:
            cancel.set()

    summary = run(questions, out, progress=stop, cancel=cancel)
    assert summary.cancelled and not out.exists() and journal_path(out).exists()
    again = run(questions, out, resume=True)
    assert not again.cancelled and 5 <= again.kept < 40 and again.answered == 40
    assert set(Counter(line.split(" ", 1)[1] for line in asked.read_text().splitlines()).values()) == {1}


def test_an_interrupt_in_the_progress_keeps_every_answer_that_was_given(tmp_path: Path, asked: Path) -> None:
    def interrupt(step: Step) -> None:
        if step.done == 3:
            raise KeyboardInterrupt

    questions, out = file_of(tmp_path, *(f"slow {n}?" for n in range(30))), tmp_path / "r.jsonl"
    with pytest.raises(KeyboardInterrupt):
        run(questions, out, progress=interrupt)
    run(questions, out, resume=True)
    assert [line["row"] for line in lines(out)] == list(range(1, 31))


def test_a_journal_cut_anywhere_is_a_shorter_journal(tmp_path: Path) -> None:
    questions, out = file_of(tmp_path, "One?", "Of Mongolia?", ""), tmp_path / "r.jsonl"
    run(questions, out)
    path = tmp_path / "journal.jsonl"
    with Journal(path) as journal:
        journal.begin({"questions": "0", "options": {}, "generation": "g"})
        for line in out.read_text(encoding="utf-8").splitlines():
            journal.add(json.loads(line)["row"], line, "answered")
    whole = path.read_bytes()
    ends = [i for i, byte in enumerate(whole) if byte == ord("\n")]
    for cut in sorted({*range(0, len(whole), 99), *ends, *(end + 1 for end in ends)}):
        path.write_bytes(whole[:cut])
        with Journal(path) as journal:
            assert list(journal.entries) == list(range(1, max(1, whole[:cut].count(b"\n"))))
            assert bool(journal.head) == (b"\n" in whole[:cut])
            journal.add(9, '{"row": 9}', "failed")
        assert path.read_bytes() == whole[: whole.rfind(b"\n", 0, cut) + 1] + b'{"row": 9}\n'


def test_without_an_earlier_run_resuming_begins(tmp_path: Path) -> None:
    assert run(file_of(tmp_path, "One?"), tmp_path / "r.jsonl", resume=True).answered == 1


def test_a_resumed_run_keeps_the_day_on_which_it_began(tmp_path: Path) -> None:
    questions, out, cancel = file_of(tmp_path, "One?", "Two?"), tmp_path / "r.jsonl", Event()
    cancel.set()
    run(questions, out, cancel=cancel)
    journal = journal_path(out)
    head = json.loads(journal.read_text())
    journal.write_text(json.dumps({**head, "day": "2026-11-01"}) + "\n")
    run(questions, out, resume=True)
    assert {line["as_of"] for line in lines(out)} == {"2026-11-01"}


# --- what is refused --------------------------------------------------------------------------------------------------


@pytest.fixture
def unfinished(tmp_path: Path) -> tuple[Path, Path]:
    """Questions, and the output of a run over them that was cancelled."""
    questions, out, cancel = file_of(tmp_path, "", "Two?"), tmp_path / "r.jsonl", Event()
    cancel.set()
    assert run(questions, out, cancel=cancel).cancelled
    return questions, out


def test_an_unfinished_run_is_not_begun_anew_unless_forced(unfinished: tuple[Path, Path]) -> None:
    with pytest.raises(UsageError, match="--resume"):
        run(*unfinished)
    assert run(*unfinished, force=True).kept == 0


def test_another_run_is_not_gone_on_with(unfinished: tuple[Path, Path]) -> None:
    questions, out = unfinished
    before = journal_path(out).read_bytes()
    with pytest.raises(UsageError, match="other options"):
        run(questions, out, resume=True, options=Options(answer_in="zh"))
    with pytest.raises(UsageError, match="index was rebuilt"):
        run(questions, out, resume=True, open_engine=open_rebuilt)
    with questions.open("a") as file:
        file.write('{"question": "Three?"}\n')
    with pytest.raises(UsageError, match="questions were changed"):
        run(questions, out, resume=True)
    assert journal_path(out).read_bytes() == before


def test_results_are_not_overwritten_unless_forced(tmp_path: Path) -> None:
    questions, out = file_of(tmp_path, "One?"), tmp_path / "r.csv"
    run(questions, out)
    before = out.read_bytes()
    with pytest.raises(UsageError, match="--force"):
        run(questions, out)
    with pytest.raises(Finished, match="--force"):
        run(questions, out, resume=True)
    assert out.read_bytes() == before
    file_of(tmp_path, "Another?")
    os.utime(questions, (time.time() + 9, time.time() + 9))
    with pytest.raises(UsageError, match="exists"):
        run(questions, out, resume=True)
    run(questions, out, force=True)
    assert b"Another?" in out.read_bytes()


def test_questions_are_never_overwritten(tmp_path: Path) -> None:
    questions = file_of(tmp_path, "One?")
    with pytest.raises(UsageError, match="the questions"):
        run(questions, tmp_path / "." / "q.jsonl", force=True)


@pytest.mark.parametrize("name", ["r.xlsx", "r.json", "nowhere/r.md", ".csv"])
def test_targets_that_cannot_be_written(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError):
        run(file_of(tmp_path, "One?"), tmp_path / name)


def test_unknown_instruments_among_the_options_are_refused(tmp_path: Path) -> None:
    questions = file_of(tmp_path, "One?")
    with pytest.raises(UsageError, match="cn-ai-labelling"):
        run(questions, tmp_path / "r.md", options=Options(("cn-ai-labeling",)))
    with pytest.raises(UsageError, match="eu-gdpr"):
        run(questions, tmp_path / "r.md", options=Options(("eu-gdpr",)))


def test_two_runs_never_write_the_same_results(unfinished: tuple[Path, Path]) -> None:
    with exclusive(journal_path(unfinished[1])), pytest.raises(CrosslexError, match="another crosslex batch"):
        run(*unfinished, resume=True)


# --- what goes wrong --------------------------------------------------------------------------------------------------


def test_a_row_that_kills_its_worker_fails_alone(tmp_path: Path) -> None:
    questions = file_of(tmp_path, "One?", "Two, die", "Three?", "Four?")
    summary = run(questions, tmp_path / "r.jsonl")
    assert (summary.answered, summary.failed) == (3, (2,))
    assert "was ended" in lines(tmp_path / "r.jsonl")[1]["error"]


def test_a_machine_that_ends_every_worker_ends_the_run(tmp_path: Path) -> None:
    with pytest.raises(CrosslexError, match="memory"):
        run(file_of(tmp_path, *["die"] * 5), tmp_path / "r.jsonl")
    assert journal_path(tmp_path / "r.jsonl").exists()


def test_an_index_that_no_worker_can_open_ends_the_run(tmp_path: Path) -> None:
    out = tmp_path / "r.jsonl"
    with pytest.raises(CrosslexError, match="damaged"):
        run(file_of(tmp_path, "One?", ""), out, open_engine=open_damaged)
    assert not out.exists()
    assert run(tmp_path / "q.jsonl", out, resume=True).answered == 1


def test_a_disk_that_is_full_leaves_the_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    questions, out = file_of(tmp_path, "One?", "Two?"), tmp_path / "r.jsonl"

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CrosslexError, match="No space left"):
        run(questions, out)
    monkeypatch.undo()
    assert not out.exists()
    assert run(questions, out, resume=True).kept == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["q.jsonl", "r.jsonl"]


def wait_until(true: Any, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.02)


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # one whose parent has not yet taken note of its end is dead too
    status = Path(f"/proc/{pid}/stat")
    return not (status.exists() and status.read_text().rsplit(")", 1)[1].split()[0] == "Z")
