"""Work that runs while the page watches it."""

import threading
from types import SimpleNamespace

import pytest

from corpus import UsageError
from ui.locale import interface_language
from ui.page.jobs import Job, Jobs, progress_html, time_left

KEY = "0123456789abcdef" * 2


def test_a_job_says_how_far_it_is_and_ends_with_its_result() -> None:
    go = threading.Event()

    def work(job: Job[int]) -> int:
        job.stage("asking", 4)
        job.advance()
        job.note("<b>row</b> 2 is empty")
        go.wait(5)
        return 7

    jobs: Jobs[int] = Jobs()
    job = jobs.start(KEY, work)
    while not job.notes:
        assert not job.wait(0.01)
    drawn = progress_html(job, "en")
    assert "Asking … · 1 / 4 · about" in drawn and "&lt;b&gt;row&lt;/b&gt;" in drawn
    assert jobs.get(KEY) is job and jobs.get("") is None
    go.set()
    assert job.wait(5) and (job.result, job.error, job.stopped) == (7, None, False)


def test_a_job_that_is_stopped_ends_at_its_next_step() -> None:
    told = threading.Event()

    def work(job: Job[int]) -> int:
        job.on_stop = told.set
        job.stage("asking", 0)
        while True:
            job.advance()

    job = Job(work)
    job.stop()
    assert job.wait(5) and job.stopped and job.error is None and job.result is None
    assert told.is_set() or job.name == ""


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UsageError("name a file"), "name a file"),
        (ZeroDivisionError("no\nway"), "unexpected ZeroDivisionError: no way"),
    ],
)
def test_a_job_that_fails_says_why_in_one_line(error: Exception, line: str) -> None:
    def work(job: Job[int]) -> int:
        raise error

    job = Job(work)
    assert job.wait(5) and (job.error, job.result) == (line, None)


def test_a_key_that_is_none_is_not_remembered() -> None:
    jobs: Jobs[int] = Jobs()
    assert jobs.start("../x", lambda job: 1).wait(5) and jobs.get("../x") is None


def test_time_left_is_told_in_round_figures() -> None:
    assert [time_left(s, "en") for s in (0.2, 60, 200)] == [
        "about 1 s left",
        "about 60 s left",
        "about 3 min left",
    ]
    assert time_left(200, "zh") == "约剩 3 分钟"


@pytest.mark.parametrize(
    ("cookie", "accepted", "lang"),
    [
        (None, "zh-CN,zh;q=0.9,en;q=0.8", "zh"),
        (None, "de-DE,en;q=0.9,zh;q=0.8", "en"),
        (None, "de", "en"),
        ("en", "zh-CN", "en"),
        ("zh", "en-US", "zh"),
        ("<script>", "zh-CN", "zh"),
    ],
)
def test_the_language_of_the_page(cookie: str | None, accepted: str, lang: str) -> None:
    cookies = {"crosslex-lang": cookie} if cookie else {}
    request = SimpleNamespace(cookies=cookies, headers={"accept-language": accepted})
    assert interface_language(request) == lang  # type: ignore[arg-type]  # what is read of a request
