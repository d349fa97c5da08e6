"""What a site sends instead of the document: half of it, another type, a waiting page, too much."""

from dataclasses import replace
from pathlib import Path

import pytest

from ingest.fetch import fetch_source
from tests.ingest.hasty_fetch import QUICK, failure
from tests.ingest.local_site import CHALLENGE, PAGE, PDF, Handler, Site


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
