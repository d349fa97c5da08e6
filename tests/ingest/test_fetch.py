"""Fetching official texts from a site that misbehaves in every usual way."""

import hashlib
import json
import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.errors import CrosslexError
from corpus.registry import load_registry
from corpus.types import Source
from ingest.cached_copies import read_copy
from ingest.content_types import EXPECTED, content, is_whole, waiting_page
from ingest.fetch import FetchError, Limits, copy_source, fetch_source
from tests.ingest.local_site import CHALLENGE, PAGE, PDF, Answer, Handler, Site, running_site

QUICK = Limits(
    total=3, connect=1, read=0.3, attempts=3, backoff=0.01, longest_wait=0.1, http_on_loopback=True
)


@pytest.fixture(scope="module")
def server() -> Iterator[Site]:
    with running_site() as site:
        yield site


@pytest.fixture
def site(server: Site) -> Site:
    server.routes.clear()
    server.requests.clear()
    return server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "zz-lantern" / "doc.pdf"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def failure(source: Source, target: Path, limits: Limits = QUICK) -> str:
    """The line of the error; whatever lay in the cache before must lie there still, and nothing else."""
    before = {p.name: p.read_bytes() for p in target.parent.glob("*")}
    with pytest.raises(FetchError) as caught:
        fetch_source(source, target, limits=limits)
    assert {p.name: p.read_bytes() for p in target.parent.glob("*")} == before
    line = str(caught.value)
    assert "\n" not in line
    assert str(source.url) in line
    return line


# --- what is kept -----------------------------------------------------------------------------------------------------


def test_new_document_is_kept_whole_with_its_record(site: Site, target: Path) -> None:
    site.serve("/a.pdf", PDF, ETag='"v1"')
    result = fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    assert (result.state, result.sha256, result.bytes) == ("new", sha256(PDF), len(PDF))
    assert target.read_bytes() == PDF
    record = json.loads((target.parent / "doc.pdf.json").read_text())
    assert (record["sha256"], record["etag"], record["edition"]) == (sha256(PDF), '"v1"', "1")
    assert sorted(p.name for p in target.parent.iterdir()) == ["doc.pdf", "doc.pdf.json"]


def test_second_fetch_asks_only_for_changes(site: Site, target: Path) -> None:
    changed = PDF + b"% amended\n%%EOF\n"

    def answer(handler: Handler) -> None:
        if handler.headers["If-None-Match"] == '"v1"':
            handler.send_response(304)
            handler.end_headers()
        else:
            handler.give(200, PDF, ETag='"v1"', Last_Modified="Mon, 02 Nov 2026 10:00:00 GMT")

    site.routes["/a.pdf"] = answer
    source = site.source("/a.pdf")
    fetch_source(source, target, limits=QUICK)
    result = fetch_source(source, target, limits=QUICK)
    assert (result.state, result.sha256) == ("unchanged", sha256(PDF))
    assert site.requests[1][2]["If-Modified-Since"] == "Mon, 02 Nov 2026 10:00:00 GMT"

    site.serve("/a.pdf", changed, ETag='"v2"')
    result = fetch_source(source, target, limits=QUICK)
    assert (result.state, result.sha256) == ("changed", sha256(changed))
    assert target.read_bytes() == changed


def test_same_bytes_without_validators_are_unchanged(site: Site, target: Path) -> None:
    site.serve("/a.pdf", PDF)
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    written = target.stat().st_mtime_ns
    assert fetch_source(site.source("/a.pdf"), target, limits=QUICK).state == "unchanged"
    assert target.stat().st_mtime_ns == written


@pytest.mark.parametrize("damage", ["bytes", "record", "edition"])
def test_copy_that_does_not_fit_is_fetched_anew(site: Site, target: Path, damage: str) -> None:
    site.serve("/a.pdf", PDF, ETag='"v1"')
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    edition = "1"
    if damage == "bytes":
        target.write_bytes(PDF[:100])
    elif damage == "record":
        target.with_name("doc.pdf.json").write_text("{")
    else:
        edition = "2"
    fetch_source(site.source("/a.pdf", edition=edition), target, limits=QUICK)
    assert "If-None-Match" not in site.requests[-1][2]
    copy = read_copy(target)
    assert copy is not None
    assert (copy[0].edition, copy[1]) == (edition, PDF)


def test_text_that_the_registry_does_not_know_is_reported_and_kept(site: Site, target: Path) -> None:
    site.serve("/a.pdf", PDF)
    known = fetch_source(site.source("/a.pdf", sha256=sha256(PDF)), target, limits=QUICK)
    assert (known.state, known.as_registered) == ("new", True)
    target.unlink()
    other = fetch_source(site.source("/a.pdf", sha256="0" * 64), target, limits=QUICK)
    assert (other.state, other.as_registered) == ("changed", False)
    assert target.read_bytes() == PDF


def test_server_that_says_not_modified_of_nothing(site: Site, target: Path) -> None:
    site.routes["/a.pdf"] = lambda handler: handler.give(304, b"")
    assert "not modified" in failure(site.source("/a.pdf"), target)


# --- refusals and failures of the server ------------------------------------------------------------------------------


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


# --- what is not the document -----------------------------------------------------------------------------------------


def test_document_that_breaks_off_is_asked_again(site: Site, target: Path) -> None:
    def half(handler: Handler) -> None:
        handler.give(200, PDF[: len(PDF) // 2], Content_Length=str(len(PDF)))

    site.serve_in_turn("/a.pdf", half, lambda h: h.give(200, PDF))
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    assert target.read_bytes() == PDF

    site.routes["/a.pdf"] = half
    assert "broke off" in failure(site.source("/a.pdf"), target)


def test_pdf_without_its_end_is_refused_where_no_length_was_declared(site: Site, target: Path) -> None:
    def half(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        handler.end_headers()
        handler.wfile.write(PDF[: len(PDF) // 2])

    site.routes["/a.pdf"] = half
    assert "the end of the document is missing" in failure(site.source("/a.pdf"), target)


@pytest.mark.parametrize("media_type", ["application/pdf", "text/html"])
def test_challenge_page_is_named(site: Site, target: Path, media_type: str) -> None:
    site.serve("/a", CHALLENGE, "text/html; charset=utf-8")
    line = failure(site.source("/a", media_type), target)
    assert "waiting page" in line and "Just a moment" in line and "browser" in line


def test_challenge_in_the_headers_is_named(site: Site, target: Path) -> None:
    site.routes["/a.pdf"] = lambda handler: handler.give(202, b"", x_amzn_waf_action="challenge")
    assert "wants to see a person" in failure(site.source("/a.pdf"), target)


@pytest.mark.parametrize(
    ("expected", "body", "declared", "says"),
    [
        ("application/pdf", PAGE, "text/html", "a web page came instead of a PDF"),
        ("application/pdf", PDF, "text/html", "declared as 'text/html'"),
        ("application/pdf", b"", "application/pdf", "nothing came"),
        ("text/html", PDF, "text/html", "a PDF came instead of a web page"),
        ("text/plain", PAGE, "text/html", "a web page came instead of text"),
        ("text/plain", b"\x00\x01\x02\xff" * 99, "text/plain", "a binary file came"),
        ("application/vnd.eu.formex+zip", PAGE, "application/zip", "a web page came instead of a ZIP"),
    ],
)
def test_wrong_type(site: Site, target: Path, expected: str, body: bytes, declared: str, says: str) -> None:
    site.serve("/a", body, declared)
    assert says in failure(site.source("/a", expected), target)


@pytest.mark.parametrize("declared", ["application/pdf", "application/octet-stream", "Application/PDF; v=1"])
def test_usual_declarations_are_accepted(site: Site, target: Path, declared: str) -> None:
    site.serve("/a", PDF, declared)
    assert fetch_source(site.source("/a"), target, limits=QUICK).state == "new"


@pytest.mark.parametrize("with_length", [True, False])
def test_oversize(site: Site, target: Path, with_length: bool) -> None:
    def large(handler: Handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Type", "application/pdf")
        if with_length:
            handler.send_header("Content-Length", "1000000000")
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(PDF)
        except OSError:
            pass

    site.routes["/a.pdf"] = large
    assert "over 0.02 MB" in failure(site.source("/a.pdf"), target, replace(QUICK, max_bytes=20_000))


# --- where we are sent ------------------------------------------------------------------------------------------------


def redirect(to: str, **headers: str) -> Answer:
    return lambda handler: handler.give(302, b"", "text/plain", Location=to, **headers)


def test_redirect_is_followed_without_cookies(site: Site, target: Path) -> None:
    site.routes["/old"] = redirect("/new", Set_Cookie="who=you; Path=/")
    site.serve("/new", PDF)
    result = fetch_source(site.source("/old"), target, limits=QUICK)
    assert result.url == f"{site.address}/new"
    assert all("Cookie" not in headers for _, _, headers in site.requests)


def test_redirect_loop(site: Site, target: Path) -> None:
    site.routes["/a"] = redirect("/b")
    site.routes["/b"] = redirect("/a")
    assert "in a circle" in failure(site.source("/a"), target)


def test_redirects_without_end(site: Site, target: Path) -> None:
    for n in range(9):
        site.routes[f"/{n}"] = redirect(f"/{n + 1}")
    assert "more than 5 redirects" in failure(site.source("/0"), target)
    assert len(site.requests) == 6


@pytest.mark.parametrize(
    "to",
    [
        "http://example.org/law.pdf",
        "ftp://example.org/law.pdf",
        "file:///etc/hostname",
        "//user:pw@example.org/",
    ],
)
def test_redirect_out_of_https_is_refused(site: Site, target: Path, to: str) -> None:
    site.routes["/a"] = redirect(to)
    line = failure(site.source("/a"), target)
    assert "https" in line
    assert len(site.requests) == 1


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/a.pdf", "http://example.org/a.pdf"])
def test_http_is_refused_before_anything_is_sent(target: Path, url: str) -> None:
    source = Source(
        id="doc", lang="en", role="authoritative", url=url, media_type="application/pdf", edition="1"
    )
    with pytest.raises(FetchError, match="only https"):
        fetch_source(source, target)


# --- the cache's own troubles -----------------------------------------------------------------------------------------


def test_cache_that_cannot_be_written(site: Site, tmp_path: Path) -> None:
    site.serve("/a.pdf", PDF)
    (tmp_path / "cache").write_text("in the way")
    with pytest.raises(CrosslexError, match="a file is in the way"):
        fetch_source(site.source("/a.pdf"), tmp_path / "cache" / "doc.pdf", limits=QUICK)


def test_write_that_fails_half_way_leaves_the_old_copy(
    site: Site, target: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.serve("/a.pdf", PDF)
    fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    before = sorted(p.name for p in target.parent.iterdir())

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    site.serve("/a.pdf", PDF + b"%%EOF")
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(CrosslexError, match="No space left"):
        fetch_source(site.source("/a.pdf"), target, limits=QUICK)
    assert target.read_bytes() == PDF
    assert sorted(p.name for p in target.parent.iterdir()) == before


def test_copy_from_a_mirror(tmp_path: Path, target: Path) -> None:
    source = Source(id="doc", lang="en", role="authoritative", media_type="application/pdf", edition="1")
    file = tmp_path / "law.pdf"
    with pytest.raises(FetchError, match="cannot be read"):
        copy_source(source, file, target)
    file.write_bytes(PAGE)
    with pytest.raises(FetchError, match="a web page came instead of a PDF"):
        copy_source(source, file, target)
    file.write_bytes(PDF)
    assert copy_source(source, file, target).state == "new"
    assert copy_source(source, file, target).state == "unchanged"


# --- telling what bytes are -------------------------------------------------------------------------------------------


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_are_something(data: bytes) -> None:
    for prefix in (b"", b"%PDF-", b"PK\x03\x04", b"<html", b"\xff\xfe", b'{"'):
        whole = prefix + data
        assert content(whole) in {c for e in EXPECTED.values() for c in e.contents} | {"empty", "binary"}
        is_whole(whole, content(whole))
        waiting_page(whole)


@pytest.mark.parametrize(
    "page",
    [
        CHALLENGE,
        b"<html><head><title>Access Denied</title></head><body>Reference #18</body></html>",
        b"<html><body><script>location.reload()</script></body></html>",
        "<html><head><title>安全验证</title></head><body>请稍候</body></html>".encode(),
        b"<html><body>Enable JavaScript and cookies to continue</body></html>",
    ],
)
def test_waiting_pages_are_known(page: bytes) -> None:
    assert waiting_page(page)


def test_short_law_is_no_waiting_page() -> None:
    page = b"<html><title>Lantern Act</title><script>menu()</script><body><p>Keep it lit.</p></body></html>"
    assert waiting_page(page) is None


# --- real documents ---------------------------------------------------------------------------------------------------


@pytest.mark.mirror
def test_real_files_are_what_the_registry_says(mirror: Path) -> None:
    found = 0
    for instrument in load_registry().instruments.values():
        for source in instrument.sources:
            file = mirror / instrument.id / source.file if source.file else None
            if file and file.is_file():
                data = file.read_bytes()
                what = content(data)
                assert what in EXPECTED[source.media_type].contents, file
                assert is_whole(data, what), file
                assert what != "html" or waiting_page(data) is None, file
                found += 1
    assert found > 60


@pytest.mark.mirror
@pytest.mark.parametrize(
    "instrument, source_id", [("eu-ai-act", "html"), ("eu-ai-act", "pdf"), ("cn-ai-plus", "html")]
)
def test_real_document_arrives_as_it_is(
    site: Site, target: Path, mirror: Path, instrument: str, source_id: str
) -> None:
    known = next(s for s in load_registry().get(instrument).sources if s.id == source_id)
    assert known.file
    data = (mirror / instrument / known.file).read_bytes()
    site.serve("/real", data, known.media_type)
    source = site.source("/real", known.media_type, sha256=known.sha256)
    result = fetch_source(source, target, limits=replace(QUICK, total=20))
    assert (result.state, result.as_registered) == ("new", True)
    assert target.read_bytes() == data
