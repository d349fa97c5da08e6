"""Telling what bytes are, whatever a server or a name says of them."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.registry import load_registry
from ingest.content_types import EXPECTED, content, is_whole, waiting_page
from tests.ingest.local_site import CHALLENGE


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
