"""Which texts of an act are taken, and from where."""

from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import CrosslexError
from corpus.registry import load_registry
from corpus.types import Instrument
from ingest.cached_copies import copy_path
from ingest.fetch import Limits, copy_source
from ingest.sources import SourceProblem, candidates, fetchable, groups
from ingest.types import RawDocument
from tests.ingest.lantern_act import TEXT, instrument, source
from tests.ingest.local_site import PAGE, Site

LIMITS = Limits(total=2, connect=1, read=1, attempts=1, http_on_loopback=True)


@pytest.fixture
def mirror_of_two(tmp_path: Path) -> Path:
    folder = tmp_path / "mirror" / "zz-lantern"
    folder.mkdir(parents=True)
    (folder / "a.txt").write_bytes(TEXT)
    (folder / "b.txt").write_bytes(TEXT + b"b")
    return folder.parent


def had(
    of: Instrument, cache: Path, mirror: Path | None = None, offline: bool = True
) -> list[tuple[str, ...]]:
    """What `candidates` gives, in short: (source id, origin) or ("!", source id, message)."""
    found: list[tuple[str, ...]] = []
    for group in groups(of):
        for item in candidates(group, mirror=mirror, cache=cache, offline=offline, limits=LIMITS):
            if isinstance(item, SourceProblem):
                found.append(("!", item.source_id, item.message))
            else:
                assert sha256(item.data).hexdigest() == item.sha256
                found.append((item.source.id, item.origin))
    return found


# --- groups -----------------------------------------------------------------------------------------------------------


def test_forms_of_one_text_are_one_group_and_history_is_left_out() -> None:
    act = instrument(
        source("text"),
        source("zh", lang="zh", role="translation"),
        source("old", edition="0", current=False),
        source("page", media_type="text/html"),
        source("annex", part="annex"),
    )
    found = [(g.lang, g.edition, g.part, [s.id for s in g.forms]) for g in groups(act)]
    assert found == [
        ("en", "1", None, ["text", "page"]),
        ("zh", "1", None, ["zh"]),
        ("en", "1", "annex", ["annex"]),
    ]


def test_address_of_a_transcript_is_that_of_the_original() -> None:
    page, pdf = "https://law.example/act", "https://law.example/act.pdf"
    text = source("text", file="a.txt", url=page)
    html = source("html", media_type="text/html", url=page)
    printed = source("pdf", media_type="application/pdf", file="a.pdf", url=pdf)
    scan = source("scan", media_type="application/pdf", file="s.pdf", url=pdf + "?scan", needs_ocr=True)
    nowhere = source("nowhere", file="n.txt")
    assert fetchable([text, html]) == [html]
    assert fetchable([text]) == [text]
    assert fetchable([text, printed, scan, nowhere]) == [text, printed]
    assert (
        fetchable([printed, source("html", media_type="text/html", file="a.html", url=pdf)])[0].id == "html"
    )


@pytest.mark.mirror
def test_every_current_text_of_the_mirror_can_be_had_unchanged(mirror: Path, tmp_path: Path) -> None:
    scans = set()
    for known in load_registry().instruments.values():
        for group in groups(known):
            first = next(candidates(group, mirror=mirror, cache=tmp_path, offline=True), None)
            if isinstance(first, SourceProblem):
                assert "OCR" in first.message
                scans.add((first.instrument, first.source_id))
            elif first is not None:
                assert first.sha256 == first.source.sha256
                assert first.origin == "mirror"
            else:
                assert all(s.file is None for s in group.forms), group
    assert scans == {("cn-ai-safety-framework", "v2-scan")}


# --- where bytes come from --------------------------------------------------------------------------------------------


def test_mirror_goes_before_cache_and_forms_keep_their_order(mirror_of_two: Path, tmp_path: Path) -> None:
    a, b, c = source("a", file="a.txt"), source("b", file="b.txt"), source("c", file="c.txt")
    act = instrument(c, a, b)
    assert had(act, tmp_path / "cache", mirror_of_two) == [("a", "mirror"), ("b", "mirror")]
    for kept, file in ((a, "b.txt"), (c, "a.txt")):
        copy_source(kept, mirror_of_two / "zz-lantern" / file, copy_path(tmp_path / "cache", act.id, kept))
    assert had(act, tmp_path / "cache", mirror_of_two) == [
        ("c", "cache"),
        ("a", "mirror"),
        ("a", "cache"),
        ("b", "mirror"),
    ]
    assert had(act, tmp_path / "cache") == [("c", "cache"), ("a", "cache")]


def test_same_bytes_are_offered_once(mirror_of_two: Path, tmp_path: Path) -> None:
    a = source("a", file="a.txt")
    copy_source(a, mirror_of_two / "zz-lantern" / "a.txt", copy_path(tmp_path, "zz-lantern", a))
    assert had(instrument(a), tmp_path, mirror_of_two) == [("a", "mirror")]


def test_changed_mirror_file_is_reported_and_used(mirror_of_two: Path, tmp_path: Path) -> None:
    found = had(instrument(source("a", file="a.txt", sha256="0" * 64)), tmp_path, mirror_of_two)
    assert [item[0] for item in found] == ["!", "a"]
    assert "changed" in found[0][2]


def test_scan_is_reported_and_not_offered(mirror_of_two: Path, tmp_path: Path) -> None:
    act = instrument(source("scan", file="a.txt", needs_ocr=True), source("b", file="b.txt"))
    found = had(act, tmp_path, mirror_of_two)
    assert "needs OCR" in found[0][2]
    assert found[1:] == [("b", "mirror")]


def test_nothing_to_be_had_is_no_problem(tmp_path: Path) -> None:
    act = instrument(source("a", file="a.txt"), source("scan", needs_ocr=True, file="s.pdf"))
    assert had(act, tmp_path, tmp_path / "no-mirror") == []


def test_cached_copy_of_another_edition_or_damaged_is_not_used(mirror_of_two: Path, tmp_path: Path) -> None:
    old, new = source("a", file="a.txt"), source("a", file="a.txt", edition="2")
    path = copy_path(tmp_path, "zz-lantern", old)
    copy_source(old, mirror_of_two / "zz-lantern" / "a.txt", path)
    (problem,) = had(instrument(new), tmp_path)
    assert "of edition 1, not 2" in problem[2] and "crosslex corpus fetch zz-lantern" in problem[2]
    path.write_bytes(TEXT[:10])
    (problem,) = had(instrument(old), tmp_path)
    assert "damaged" in problem[2]


def test_file_name_that_leads_out_of_the_mirror_is_refused(mirror_of_two: Path, tmp_path: Path) -> None:
    for name in ("../../secret.txt", "/etc/hostname"):
        with pytest.raises(CrosslexError, match="not the name of a file"):
            had(instrument(source("a", file=name)), tmp_path, mirror_of_two)


def test_official_address_is_asked_last_and_only_online(site: Site, tmp_path: Path) -> None:
    site.serve("/act", PAGE, "text/html")
    url = f"{site.address}/act"
    text, html = source("text", file="a.txt", url=url), source("html", media_type="text/html", url=url)
    act = instrument(text, html)
    assert had(act, tmp_path) == []
    assert site.requests == []
    assert had(act, tmp_path, offline=False) == [("html", "official")]
    assert had(act, tmp_path) == [("html", "cache")]
    (group,) = groups(act)
    site.requests.clear()
    first = next(candidates(group, mirror=None, cache=tmp_path, offline=False, limits=LIMITS))
    assert isinstance(first, RawDocument) and first.origin == "cache"
    assert site.requests == []


def test_failed_fetch_is_a_problem_line(site: Site, tmp_path: Path) -> None:
    act = instrument(source("html", media_type="text/html", url=f"{site.address}/gone"))
    (problem,) = had(act, tmp_path, offline=False)
    assert problem[:2] == ("!", "html")
    assert "404" in problem[2]
