"""Sites that refuse, fail, dawdle or are not there."""

import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest

from ingest.fetch import FetchError, fetch_source
from tests.ingest.hasty_fetch import QUICK, failure
from tests.ingest.local_site import PDF, Handler, Site, running_site


@pytest.mark.parametrize(
    ("status", "says"),
    [(404, "nothing at this address"), (403, "refuses programs"), (418, "unexpected answer 418")],
)
def test_refusal_is_not_asked_again(site: Site, target: Path, status: int, says: str) -> None:
    site.routes["/a.pdf"] = lambda handler: handler.give(status, PDF)
    assert says in failure(site.source("/a.pdf"), target)
    assert len(site.requests) == 1


@pytest.mark.parametrize("status", [500, 503, 429, 202])
def test_passing_failure_is_asked_again(site: Site, target: Path, status: int) -> None:
    site.serve_in_turn("/a.pdf", lambda h: h.give(status, b""), lambda h: h.give(200, PDF))
    assert fetch_source(site.source("/a.pdf"), target, limits=QUICK).state == "new"
    assert len(site.requests) == 2


def test_lasting_failure_ends_after_the_attempts_and_keeps_the_copy(site: Site, target: Path) -> None:
    site.serve("/a.pdf", PDF)
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    site.requests.clear()
    site.routes["/a.pdf"] = lambda handler: handler.give(503, b"")
    line = failure(site.source("/a.pdf"), target)
    assert "503" in line and "3 tries" in line and "try again later" in line
    assert len(site.requests) == 3
    assert target.read_bytes() == PDF


def test_waits_as_long_as_the_server_asks(site: Site, target: Path) -> None:
    site.serve_in_turn("/a.pdf", lambda h: h.give(429, b"", Retry_After="1"), lambda h: h.give(200, PDF))
    fetch_source(site.source("/a.pdf"), target, limits=replace(QUICK, longest_wait=5))
    assert site.requests[1][0] - site.requests[0][0] >= 1


def test_waits_no_longer_than_the_bound(site: Site, target: Path) -> None:
    tomorrow = format_datetime(datetime.now(UTC) + timedelta(days=1), usegmt=True)
    site.serve_in_turn("/a.pdf", lambda h: h.give(503, b"", Retry_After=tomorrow), lambda h: h.give(200, PDF))
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    assert 0.1 <= site.requests[1][0] - site.requests[0][0] < 1


def test_silent_server_times_out(site: Site, target: Path) -> None:
    site.routes["/a.pdf"] = lambda handler: time.sleep(0.6)
    line = failure(site.source("/a.pdf"), target, replace(QUICK, attempts=2, read=0.15))
    assert "no answer within 0.15 s (2 tries)" in line


def test_endless_trickle_is_cut_off(site: Site, target: Path) -> None:
    def trickle(handler: Handler) -> None:
        handler.give(200, PDF[:10], Content_Length=str(len(PDF)))
        for _ in range(40):
            time.sleep(0.05)
            try:
                handler.wfile.write(b"%")
            except OSError:
                return

    site.routes["/a.pdf"] = trickle
    began = time.monotonic()
    assert "not complete after 0.4 s" in failure(site.source("/a.pdf"), target, replace(QUICK, total=0.4))
    assert time.monotonic() - began < 1


def test_nobody_there_is_remembered(target: Path) -> None:
    with running_site() as gone:
        source = gone.source("/a.pdf")
    hosts: set[str] = set()
    with pytest.raises(FetchError, match="cannot be reached"):
        fetch_source(source, target, limits=QUICK, unreachable=hosts)
    assert hosts == {"127.0.0.1"}
    with pytest.raises(FetchError, match="a moment ago"):
        fetch_source(source, target, limits=QUICK, unreachable=hosts)
