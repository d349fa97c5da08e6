"""A batch whose answers a model writes, in a worker process of its own; the model is played at a real address."""

import json
import time
from functools import partial
from pathlib import Path
from threading import Event

import pytest

from corpus import UsageError
from rag import Engine
from rag.models import open_model
from tests.ui.playing_endpoint import boastful, playing, spec
from ui.batch import Options, Step, run_batch
from ui.batch.journal import journal_path
from ui.drafting import Drafting
from ui.page.batch_runs import Answered, answer_file
from ui.page.jobs import Job

pytestmark = pytest.mark.model
QUESTION = "Who must add implicit labels in China?"


def test_a_model_writes_the_answers_and_going_on_with_another_one_is_refused(
    small_home: Path, tmp_path: Path
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "r.jsonl"
    questions.write_text(f"{json.dumps({'question': QUESTION})}\n" * 3, encoding="utf-8")
    opened = partial(Engine.open, small_home)
    stop = Event()

    def enough(step: Step) -> None:
        if step.done:
            stop.set()

    with playing(boastful) as endpoint:
        options = Options(llm=spec(endpoint))
        summary = run_batch(questions, out, options=options, progress=enough, cancel=stop, open_engine=opened)
        assert summary.cancelled
        head = json.loads(journal_path(out).read_text(encoding="utf-8").splitlines()[0])
        assert head["options"]["llm"] == spec(endpoint) and head["options"]["unsupported"] == "drop"
        for other in (
            Options(),
            Options(llm="openai:another@http://127.0.0.1:9/v1"),
            Options(llm=spec(endpoint), unsupported="mark"),
        ):
            with pytest.raises(UsageError, match="other options"):
                run_batch(questions, out, options=other, resume=True, open_engine=opened)
        assert run_batch(questions, out, options=options, resume=True, open_engine=opened).answered == 3
    for line in out.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        assert row["mode"] == "llm" and row["written"]["dropped"] > 0
        assert "777" not in "".join(s["text"] for s in row["statements"])


def test_a_model_that_cannot_be_is_refused_before_anything_is_written(
    small_home: Path, tmp_path: Path
) -> None:
    questions, out = tmp_path / "q.jsonl", tmp_path / "r.jsonl"
    questions.write_text(json.dumps({"question": QUESTION}) + "\n", encoding="utf-8")
    with pytest.raises(UsageError, match="is no model"):
        run_batch(questions, out, options=Options(llm="oracle"), open_engine=partial(Engine.open, small_home))
    assert not journal_path(out).exists() and not out.exists()


def test_a_batch_of_the_page_is_stopped_in_the_middle_of_an_answer_which_is_not_kept(
    small_home: Path, tmp_path: Path
) -> None:
    questions = tmp_path / "q.jsonl"
    questions.write_text(f"{json.dumps({'question': QUESTION})}\n" * 3, encoding="utf-8")
    with playing(boastful, pause=1) as endpoint, Engine.open(small_home) as engine:
        drafting = Drafting(engine, open_model(spec(endpoint)))
        job: Job[Answered] = Job(
            lambda job: answer_file(questions, tmp_path, Options(), engine, job, drafting)
        )
        end = time.monotonic() + 60
        while not endpoint.asked and time.monotonic() < end:
            time.sleep(0.05)
        assert endpoint.asked and not job.over, job.error
        job.stop()
        assert job.wait(5), "it does not wait for the model"
        assert job.result is not None and (job.result.done, job.result.rows, job.result.files) == (0, 3, ())
        asked = len(endpoint.asked)
        time.sleep(0.5)
        assert len(endpoint.asked) == asked, "the rows that are left are not asked"
        drafting.close()
