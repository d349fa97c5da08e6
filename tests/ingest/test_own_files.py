"""A user's own file becomes an instrument, or is refused in one clear line."""

import io
import os
import re
import zipfile
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import category

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from corpus.errors import UsageError
from ingest.sources import raw_from_file
from tests.ingest.lantern_act import TEXT, write
from tests.ingest.local_site import PAGE, PDF


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
