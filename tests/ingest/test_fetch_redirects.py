"""Where a site sends us, and where we do not go."""

from pathlib import Path

import pytest

from corpus.types import Source
from ingest.fetch import FetchError, fetch_source
from tests.ingest.hasty_fetch import QUICK, failure
from tests.ingest.local_site import PDF, Answer, Site


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
