"""A user's own documents: read from anywhere, kept under `uploads/` of the home.

An upload is a folder `<id>/` with the document's bytes and `meta.json`, which is written last and names them. The
original file name is data in that file; no path is ever made from it.
"""

import hashlib
import json
import re
import shutil
import stat
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import chain, count
from pathlib import Path
from typing import Any

from corpus.errors import CrosslexError, UsageError
from corpus.types import Bilingual, Instrument, Lang, OutlineStyle, Source
from ingest.cached_copies import write_atomically
from ingest.content_types import DOCX, NAMES, Content, content
from ingest.home import Paths, writable
from ingest.locks import exclusive
from ingest.types import RawDocument

MAX_BYTES = 50_000_000
"""A file over this size is refused."""

_TYPES: dict[str, tuple[str, frozenset[Content]]] = {
    ".pdf": ("application/pdf", frozenset({"pdf"})),
    ".docx": (DOCX, frozenset({"docx"})),
    ".html": ("text/html", frozenset({"html", "xml", "text"})),
    ".htm": ("text/html", frozenset({"html", "xml", "text"})),
    ".xhtml": ("application/xhtml+xml", frozenset({"html", "xml"})),
    ".md": ("text/markdown", frozenset({"text", "html", "json", "xml"})),
    ".markdown": ("text/markdown", frozenset({"text", "html", "json", "xml"})),
    ".txt": ("text/plain", frozenset({"text", "html", "json", "xml"})),
    ".text": ("text/plain", frozenset({"text", "html", "json", "xml"})),
}
"""Media type by extension, and what the bytes may be."""
_SUPPORTED = "PDF, DOCX, HTML, Markdown (.md) and text (.txt) can be read"

_ID = re.compile(r"doc-[a-z0-9]+(?:-[a-z0-9]+)*")
_SLUG_LENGTH = 48
_META = "meta.json"


@dataclass(frozen=True, slots=True)
class Upload:
    """A document that is kept."""

    id: str
    """`doc-<slug>`, the id of its instrument."""
    name: str
    """The original file name."""
    added: datetime
    sha256: str
    instrument: Instrument
    path: Path
    """The copy under the home."""

    @property
    def raw(self) -> RawDocument:
        """Its bytes, read anew each time.

        Raises:
            CrosslexError: The copy is gone or damaged.
        """
        try:
            data = self.path.read_bytes()
        except OSError as error:
            raise CrosslexError(f"{self.path} cannot be read: {error.strerror}; {_again(self.id)}") from error
        if hashlib.sha256(data).hexdigest() != self.sha256:
            raise CrosslexError(f"{self.path} is damaged; {_again(self.id)}")
        return RawDocument(self.id, self.instrument.sources[0], data, self.sha256, "file", self.name)


def raw_from_file(path: Path) -> tuple[Instrument, RawDocument]:
    """An instrument and its one source from a user's own file.

    Raises:
        UsageError: There is no such file, or it is a folder, empty, too large, or of a type that cannot be read.
    """
    file = _read(path)
    instrument = _instrument(f"doc-{_slug(file.name)}", file, *_guess(file))
    source = instrument.sources[0]
    return instrument, RawDocument(instrument.id, source, file.data, file.sha256, "file", str(path))


def check_file(path: Path) -> None:
    """Whether a file could be kept, without keeping it; what stands in it is not read.

    Raises:
        UsageError: As `raw_from_file`.
    """
    _read(path)


def store_upload(home: Path, path: Path) -> Upload:
    """Keep a copy of `path` under `home/uploads/<id>/`.

    A file with the name or the bytes of an earlier one of the same slug replaces it; any other of that slug gets an id
    of its own, with the suffix `-2`, `-3` ….

    Raises:
        UsageError: As `raw_from_file`.
        CrosslexError: The home cannot be written to.
    """
    file = _read(path)
    root = writable(Paths(home).uploads)
    with exclusive(root / ".lock"):
        base = f"doc-{_slug(file.name)}"
        folders = {p.name: p for p in root.glob("doc-*") if re.fullmatch(rf"{base}(?:-\d+)?", p.name)}
        kept = [upload for folder in folders.values() if (upload := _load(folder)) is not None]
        for earlier in sorted(kept, key=lambda u: u.name != file.name):
            if earlier.sha256 == file.sha256 and earlier.name == file.name and earlier.path.is_file():
                return earlier
            if earlier.sha256 == file.sha256 or earlier.name == file.name:
                return _keep(root / earlier.id, file)
        numbered = (f"{base}-{n}" for n in count(2))
        return _keep(root / next(id for id in chain([base], numbered) if id not in folders), file)


def uploads(home: Path) -> list[Upload]:
    """The documents that are kept, by id.

    Raises:
        CrosslexError: What is recorded of one of them cannot be read.
    """
    root = Paths(home).uploads
    try:
        folders = sorted(p for p in root.iterdir() if p.is_dir() and _ID.fullmatch(p.name))
    except FileNotFoundError:
        return []
    except OSError as error:
        raise CrosslexError(f"{root} cannot be read: {error.strerror}") from error
    return [upload for folder in folders if (upload := _load(folder)) is not None]


def remove_upload(home: Path, id: str) -> None:
    """Remove a document that is kept.

    Raises:
        UsageError: There is none of that id.
        CrosslexError: It cannot be removed.
    """
    root = Paths(home).uploads
    folder = root / id
    if not _ID.fullmatch(id) or not folder.is_dir():
        known = ", ".join(p.name for p in sorted(root.glob("doc-*"))[:8]) or "none"
        raise UsageError(f"there is no document '{id[:80]}' of yours; there are: {known}")
    try:
        with exclusive(writable(root) / ".lock"):
            (folder / _META).unlink(missing_ok=True)  # first, so that half a removal leaves no half document
            shutil.rmtree(folder)
    except OSError as error:
        raise CrosslexError(f"{folder} cannot be removed: {error.strerror}") from error


# --- a file -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _File:
    name: str
    """As a person reads it: no control characters, no undecodable bytes."""
    media_type: str
    data: bytes
    sha256: str
    modified: date


def _read(path: Path) -> _File:
    place = _readable(str(path))
    try:
        path = path.expanduser()
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise UsageError(f"{place} is a folder; name the files in it")
        if not stat.S_ISREG(status.st_mode):
            raise UsageError(f"{place} is not an ordinary file")
        suffix = path.suffix.lower()
        if suffix not in _TYPES:
            kind = f"of type '{_readable(suffix)}'" if suffix else "without an extension"
            raise UsageError(f"{place} is {kind}; {_SUPPORTED}")
        if status.st_size > MAX_BYTES:
            raise UsageError(
                f"{place} has {status.st_size / 1e6:,.0f} MB; the limit is {MAX_BYTES / 1e6:.0f} MB: split it"
            )
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, ValueError) as error:
        raise UsageError(f"there is no file {place}") from error
    except (OSError, RuntimeError) as error:
        raise UsageError(f"{place} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    media_type, allowed = _TYPES[suffix]
    found = content(data)
    if found == "empty":
        raise UsageError(f"{place} is empty")
    if found not in allowed:
        fitting = next((f"; rename it to {e}" for e, (_, c) in _TYPES.items() if c == {found}), "")
        raise UsageError(f"{place} is named {suffix} but is {NAMES[found]}{fitting or '; ' + _SUPPORTED}")
    modified = datetime.fromtimestamp(status.st_mtime, UTC).date()
    return _File(_readable(path.name)[:200], media_type, data, hashlib.sha256(data).hexdigest(), modified)


def _readable(name: str) -> str:
    whole = name.encode("utf-8", "replace").decode("utf-8", "replace")
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp") else c for c in whole)


def _slug(name: str) -> str:
    """ASCII letters and digits of a file name; names that lose letters by this get a hash of the name behind it."""
    stem = unicodedata.normalize("NFC", Path(name).stem)
    plain = unicodedata.normalize("NFKD", stem).encode("ascii", "ignore").decode().lower()
    slug = re.sub("[^a-z0-9]+", "-", plain).strip("-")[:_SLUG_LENGTH].strip("-")
    if slug and not any(c.isalnum() and not c.isascii() for c in stem):
        return slug
    mark = hashlib.sha256(stem.encode()).hexdigest()[:6]
    return f"{slug}-{mark}" if slug else mark


def _instrument(id: str, file: _File, lang: Lang, outline: OutlineStyle) -> Instrument:
    name = Bilingual(en=file.name, zh=file.name)
    source = Source(
        id="file",
        lang=lang,
        role="user",
        media_type=file.media_type,
        sha256=file.sha256,
        edition=file.modified.isoformat(),
    )
    return Instrument(
        id=id,
        title=name,
        short=name,
        issuer=Bilingual(en="your document", zh="您的文件"),
        jurisdiction="user",
        pole="user",
        kind="document",
        status="adopted",
        as_of=file.modified,
        citation="heading",
        outline=outline,
        language=lang,
        sources=(source,),
    )


# --- what kind of text it is ------------------------------------------------------------------------------------------

_CHINESE_ARTICLE = re.compile(
    r"^[\s*#　]*第([〇零一二三四五六七八九十百千\d]+)条(?![的第款规中、，和至或之])", re.M
)
_ARTICLE = re.compile(r"^[\s*#]*Article\s+(\d+[a-z]?)\b(?!\s*(?:of|and|or|to|[,;(]))", re.M | re.I)
_CODE_SECTION = re.compile(r"^[\s*#]*(?:SEC(?:TION)?\.?\s+(\d+)\b|§+\s*(\d[\d.:-]*))", re.M)
_ORDER_SECTION = re.compile(r"^[\s*#]*(?:<[^>]*>|[*_])*Sec(?:tion|\.)\s*(\d+)\.", re.M)
_ENOUGH = 3
_SAMPLED_PAGES = 24


def _guess(file: _File) -> tuple[Lang, OutlineStyle]:
    """Language and outline style, from the numbers that stand at the beginning of lines."""
    from ingest.readers.language import guess

    text = _text(file)
    lang = guess(text) if text.strip() else "en"

    def numbers(pattern: re.Pattern[str]) -> int:
        return len({found.group() for found in pattern.finditer(text)})

    if numbers(_CHINESE_ARTICLE) >= _ENOUGH:
        return lang, "cn"
    if numbers(_ARTICLE) >= _ENOUGH:
        return lang, "eu"
    if numbers(_CODE_SECTION) >= _ENOUGH:
        return lang, "us-code"
    if numbers(_ORDER_SECTION) >= _ENOUGH:
        return lang, "us-eo"
    return lang, "headings"


def _text(file: _File) -> str:
    """Text enough to guess by; empty where the file cannot be read (its reader will say why)."""
    try:
        if file.media_type == "application/pdf":
            return _pages(file.data)
        from ingest.readers import read

        source = Source(id="file", lang="en", role="user", media_type=file.media_type, edition="")
        return read(RawDocument("doc-guess", source, file.data, file.sha256, "file", file.name)).text
    except Exception:  # noqa: BLE001 (a guess must not fail; the pipeline reads the file again and reports)
        return ""


def _pages(data: bytes) -> str:
    """The plain text of some pages of a PDF, spread evenly: the full reader would take many times as long."""
    import io
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    pages = PdfReader(io.BytesIO(data)).pages
    step = max(1, -(-len(pages) // _SAMPLED_PAGES))
    return "\n".join(pages[i].extract_text() for i in range(0, len(pages), step))


# --- the kept copy ----------------------------------------------------------------------------------------------------


def _keep(folder: Path, file: _File) -> Upload:
    added = datetime.now(UTC).replace(microsecond=0)
    instrument = _instrument(folder.name, file, *_guess(file))
    suffix = next(e for e, (media_type, _) in _TYPES.items() if media_type == file.media_type)
    copy = folder / f"{file.sha256[:16]}{suffix}"
    write_atomically(copy, file.data)
    meta = {
        "name": file.name,
        "added": added.isoformat(),
        "sha256": file.sha256,
        "bytes": len(file.data),
        "media_type": file.media_type,
        "modified": file.modified.isoformat(),
        "lang": instrument.language,
        "outline": instrument.outline,
    }
    write_atomically(folder / _META, json.dumps(meta, ensure_ascii=False, indent=1).encode())
    for other in folder.iterdir():
        if other.name not in (copy.name, _META):
            other.unlink(missing_ok=True)
    return Upload(folder.name, file.name, added, file.sha256, instrument, copy)


def _load(folder: Path) -> Upload | None:
    """The upload in a folder; None where there is none.

    Raises:
        CrosslexError: What is recorded of it cannot be understood.
    """
    try:
        meta: dict[str, Any] = json.loads((folder / _META).read_text(encoding="utf-8"))
        file = _File(
            meta["name"], meta["media_type"], b"", meta["sha256"], date.fromisoformat(meta["modified"])
        )
        instrument = _instrument(folder.name, file, meta["lang"], meta["outline"])
        suffix = next(e for e, (media_type, _) in _TYPES.items() if media_type == file.media_type)
        added = datetime.fromisoformat(meta["added"])
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError, KeyError, TypeError, StopIteration) as error:
        raise CrosslexError(
            f"{folder / _META} cannot be understood; delete that folder, then add the file again"
        ) from error
    return Upload(
        folder.name, file.name, added, file.sha256, instrument, folder / f"{file.sha256[:16]}{suffix}"
    )


def _again(id: str) -> str:
    return f"remove it with: crosslex ingest --remove {id}, then add the file again"
