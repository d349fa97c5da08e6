"""What becomes of a user's own files that are kept."""

import json
import os
from hashlib import sha256
from pathlib import Path

import pytest

from corpus.errors import CrosslexError, UsageError
from ingest.sources import remove_upload, store_upload, uploads
from tests.ingest.lantern_act import TEXT, write


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
