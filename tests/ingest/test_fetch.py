"""Official texts are fetched once, kept whole with their record, and only replaced by whole ones."""

import hashlib
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from corpus.errors import CrosslexError
from corpus.registry import load_registry
from corpus.types import Source
from ingest.cached_copies import read_copy
from ingest.fetch import FetchError, copy_source, fetch_source
from tests.ingest.hasty_fetch import QUICK, failure
from tests.ingest.local_site import PAGE, PDF, Handler, Site


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


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
