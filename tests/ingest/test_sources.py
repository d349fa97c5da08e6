"""Which texts are taken, from where, and what becomes of a user's own files."""

import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import CrosslexError, UsageError
from corpus.registry import load_registry
from corpus.types import Bilingual, Instrument, Source
from ingest.cached_copies import copy_path
from ingest.fetch import Limits, copy_source
from ingest.home import home, paths, writable
from ingest.sources import (
    SourceProblem,
    candidates,
    fetchable,
    groups,
    raw_from_file,
    remove_upload,
    store_upload,
    uploads,
)
from ingest.types import RawDocument
from tests.ingest.local_site import PAGE, PDF, Site, running_site

TEXT = b"Lantern rules\n\nEvery keeper trims the wick at dusk and signs the book of the tower.\n"
LIMITS = Limits(total=2, connect=1, read=1, attempts=1, http_on_loopback=True)


def source(id: str, **fields: object) -> Source:
    given = {"lang": "en", "role": "authoritative", "media_type": "text/plain", "edition": "1"}
    return Source.model_validate({"id": id, **given, **fields})


def instrument(*sources: Source) -> Instrument:
    name = Bilingual(en="Lantern Act", zh="《灯塔法》")
    return Instrument(
        id="zz-lantern",
        title=name,
        short=name,
        issuer=name,
        jurisdiction="intl",
        pole="international",
        kind="statute",
        status="in-force",
        as_of=date(2026, 11, 22),
        citation="heading",
        outline="headings",
        language="en",
        sources=sources,
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


# --- the home ---------------------------------------------------------------------------------------------------------


def test_home_is_named_by_argument_then_variable_and_not_created(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CROSSLEX_HOME", str(tmp_path / "from-variable"))
    assert home() == tmp_path / "from-variable"
    assert paths(tmp_path / "given").uploads == tmp_path / "given" / "uploads"
    monkeypatch.setenv("CROSSLEX_HOME", " ")
    assert home().name == "crosslex"
    assert list(tmp_path.iterdir()) == []


def test_home_that_cannot_be_written_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for folder in (
        tmp_path / "file",
        tmp_path / "file" / "cache",
        Path("/proc/crosslex"),
        tmp_path / ("x" * 300),
    ):
        with pytest.raises(CrosslexError, match="CROSSLEX_HOME") as caught:
            writable(folder)
        assert "\n" not in str(caught.value)


# --- a user's own file ------------------------------------------------------------------------------------------------


def write(folder: Path, name: str, data: bytes) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(data)
    return path


def docx() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("word/document.xml", "<w:document/>")
    return buffer.getvalue()


def test_own_file_becomes_an_instrument(tmp_path: Path) -> None:
    path = write(tmp_path, "Our Policy (v2).TXT", TEXT)
    os.utime(path, (0, datetime(2026, 3, 4, 12, tzinfo=UTC).timestamp()))
    own, raw = raw_from_file(path)
    assert own.id == "doc-our-policy-v2"
    assert (own.title.en, own.title.zh) == ("Our Policy (v2).TXT",) * 2
    assert (own.jurisdiction, own.pole, own.kind, own.status) == ("user", "user", "document", "adopted")
    assert (raw.source.role, raw.source.media_type, raw.source.edition) == (
        "user",
        "text/plain",
        "2026-03-04",
    )
    assert (raw.data, raw.origin, raw.location) == (TEXT, "file", str(path))


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [
        ("a.pdf", PDF, "application/pdf"),
        ("a.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.htm", PAGE, "text/html"),
        ("a.html", b"<p>only a piece", "text/html"),
        ("a.md", b"<div>\n# Rules\n", "text/markdown"),
        ("a.txt", '{"not": "really text"}'.encode("utf-16"), "text/plain"),
        ("a.txt", "灯塔规则".encode("gb18030") * 20, "text/plain"),
    ],
)
def test_types_by_name_and_content(tmp_path: Path, name: str, data: bytes, media_type: str) -> None:
    assert raw_from_file(write(tmp_path, name, data))[1].source.media_type == media_type


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.txt", b"", "is empty"),
        ("a.md", b" \n\n ", "is empty"),
        ("a.txt", bytes(range(256)) * 40, "is named .txt but is a binary file"),
        ("a.txt", b"\x89PNG\r\n\x1a\n" + b"\0" * 99, "is named .txt but is a binary file"),
        ("a.txt", PDF, "is named .txt but is a PDF; rename it to .pdf"),
        ("a.pdf", PAGE, "is named .pdf but is a web page"),
        ("a.pdf", b"\xd0\xcf\x11\xe0" + b"\1" * 99, "is named .pdf but is a binary file"),
        ("a.docx", b"PK\x03\x04 broken", "is named .docx but is a ZIP archive"),
        ("a.xlsx", docx(), "of type '.xlsx'; PDF, DOCX"),
        ("a", TEXT, "without an extension"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, name: str, data: bytes, says: str) -> None:
    path = write(tmp_path, name, data)
    with pytest.raises(UsageError) as caught:
        raw_from_file(path)
    assert says in str(caught.value)
    assert str(path) in str(caught.value) and "\n" not in str(caught.value)


def test_paths_that_are_no_files(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_001)
    for path, says in (
        (tmp_path / "missing.pdf", "there is no file"),
        (tmp_path / "a\0b.pdf", "there is no file"),
        (tmp_path, "is a folder"),
        (tmp_path / "pipe.txt", "not an ordinary file"),
        (large, "the limit is 50 MB"),
        (tmp_path / ("x" * 300 + ".txt"), "cannot be read"),
    ):
        with pytest.raises(UsageError, match=says):
            raw_from_file(path)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="/\0"), min_size=1, max_size=60).filter(
    lambda name: len(os.fsencode(name)) < 240
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES)
def test_any_file_name_makes_an_id_and_a_readable_title(tmp_path: Path, name: str) -> None:
    path = write(tmp_path, f"{name}.txt", TEXT)
    own, _ = raw_from_file(path)
    assert re.fullmatch(r"doc-[a-z0-9]+(-[a-z0-9]+)*", own.id)
    assert not any(category(c) == "Cc" for c in own.title.en)
    assert raw_from_file(path)[0] == own
    path.unlink()


def test_names_in_other_scripts_stay_apart(tmp_path: Path) -> None:
    ids = {
        raw_from_file(write(tmp_path, name, TEXT))[0].id
        for name in ("内部政策.txt", "公司政策.txt", "policy.txt", "policy 政策.txt", "pólicy.txt", "!!.txt")
    }
    assert len(ids) == 6
    assert raw_from_file(write(tmp_path, os.fsdecode(b"caf\xe9.txt"), TEXT))[0].title.en.encode()


@pytest.mark.parametrize(
    ("text", "lang", "outline"),
    [
        ("\n\n".join(f"第{n}条 灯塔看守人应当在黄昏点灯并登记。" for n in "一二三四"), "zh", "cn"),
        (
            "\n\n".join(f"Article {n}\n\nThe keeper shall light lamp {n} at dusk." for n in range(1, 5)),
            "en",
            "eu",
        ),
        (
            "\n\n".join(f"SEC. {n}. Lamps. The keeper shall light lamp {n} at dusk." for n in range(1, 5)),
            "en",
            "us-code",
        ),
        (
            "\n\n".join(f"Sec. {n}. Lamps. The keeper shall light lamp {n} at dusk." for n in range(1, 5)),
            "en",
            "us-eo",
        ),
        (
            "As Article 5 of the Act and Article 6 say, lamps burn.\n\nArticle 7 of it says more.",
            "en",
            "headings",
        ),
        ("本公司依照本法第五条、第六条和第七条点灯。\n\n第八条规定了罚款。", "zh", "headings"),
    ],
)
def test_language_and_outline_are_guessed(tmp_path: Path, text: str, lang: str, outline: str) -> None:
    own, raw = raw_from_file(write(tmp_path, "own.txt", text.encode()))
    assert (own.language, raw.source.lang, own.outline) == (lang, lang, outline)


# --- uploads ----------------------------------------------------------------------------------------------------------


def test_upload_is_kept_apart_from_its_original(tmp_path: Path) -> None:
    original = write(tmp_path / "desk", "Our Policy.txt", TEXT)
    upload = store_upload(tmp_path / "home", original)
    original.unlink()
    (found,) = uploads(tmp_path / "home")
    assert found == upload
    assert (found.id, found.name, found.raw.data) == ("doc-our-policy", "Our Policy.txt", TEXT)
    assert found.raw.source == found.instrument.sources[0]
    meta = json.loads((tmp_path / "home" / "uploads" / "doc-our-policy" / "meta.json").read_text())
    assert (meta["name"], meta["sha256"]) == ("Our Policy.txt", sha256(TEXT).hexdigest())
    remove_upload(tmp_path / "home", "doc-our-policy")
    assert uploads(tmp_path / "home") == []


def test_newer_file_of_the_same_name_replaces_the_older(tmp_path: Path) -> None:
    store_upload(tmp_path, write(tmp_path / "a", "policy.txt", TEXT))
    store_upload(tmp_path, write(tmp_path / "b", "policy.txt", TEXT + b"new"))
    (found,) = uploads(tmp_path)
    assert found.raw.data == TEXT + b"new"
    assert len(list((tmp_path / "uploads" / "doc-policy").iterdir())) == 2


def test_other_name_of_the_same_slug_gets_a_number(tmp_path: Path) -> None:
    for name, data in (("policy.txt", TEXT), ("Policy!.txt", TEXT + b"2"), ("policy.md", TEXT + b"3")):
        store_upload(tmp_path, write(tmp_path / "desk", name, data))
    again = store_upload(tmp_path, write(tmp_path / "desk", "Policy!.txt", TEXT + b"4"))
    assert again.id == "doc-policy-2"
    assert [(u.id, u.name) for u in uploads(tmp_path)] == [
        ("doc-policy", "policy.txt"),
        ("doc-policy-2", "Policy!.txt"),
        ("doc-policy-3", "policy.md"),
    ]
    remove_upload(tmp_path, "doc-policy-2")
    assert store_upload(tmp_path, tmp_path / "desk" / "policy.md").id == "doc-policy-3"
    assert store_upload(tmp_path, write(tmp_path / "desk", "POLICY.txt", TEXT + b"5")).id == "doc-policy-2"


def test_same_file_again_changes_nothing(tmp_path: Path) -> None:
    path = write(tmp_path / "desk", "policy.txt", TEXT)
    first = store_upload(tmp_path, path)
    os.utime(path, (0, 0))
    assert store_upload(tmp_path, path) == first


def test_name_is_never_a_path(tmp_path: Path) -> None:
    name = "..\\..\\evil-..%2f.txt"
    store_upload(tmp_path / "home", write(tmp_path / "desk", name, TEXT))
    assert {p.name for p in tmp_path.iterdir()} == {"home", "desk"}
    assert uploads(tmp_path / "home")[0].name == name


@pytest.mark.parametrize("id", ["doc-nothing", "../desk", "doc-../../x", "", "eu-ai-act"])
def test_removing_what_is_not_there(tmp_path: Path, id: str) -> None:
    (tmp_path / "desk").mkdir()
    store_upload(tmp_path, write(tmp_path / "desk", "policy.txt", TEXT))
    with pytest.raises(UsageError, match="doc-policy"):
        remove_upload(tmp_path, id)
    assert len(uploads(tmp_path)) == 1 and (tmp_path / "desk").is_dir()


def test_damaged_uploads_name_their_cure(tmp_path: Path) -> None:
    upload = store_upload(tmp_path, write(tmp_path / "desk", "policy.txt", TEXT))
    upload.path.write_bytes(TEXT[:5])
    with pytest.raises(CrosslexError, match="crosslex ingest --remove doc-policy"):
        _ = uploads(tmp_path)[0].raw
    (tmp_path / "uploads" / "doc-policy" / "meta.json").write_text('{"name": 1}')
    with pytest.raises(CrosslexError, match=r"doc-policy.*delete that folder"):
        uploads(tmp_path)
    remove_upload(tmp_path, "doc-policy")
    assert uploads(tmp_path) == []


def test_interrupted_upload_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "uploads" / "doc-policy").mkdir(parents=True)
    (tmp_path / "uploads" / "doc-policy" / ".half.part").write_bytes(TEXT)
    assert uploads(tmp_path) == []
    store_upload(tmp_path, write(tmp_path / "desk", "policy.txt", TEXT))
    assert len(uploads(tmp_path)) == 1


def test_no_home_no_uploads(tmp_path: Path) -> None:
    assert uploads(tmp_path / "nowhere") == []
    assert list(tmp_path.iterdir()) == []
