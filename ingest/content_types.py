"""What bytes are, told by the bytes themselves, and web pages that a site sends in place of a document."""

import io
import json
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from typing import Literal

from ingest.readers.decoding import decode
from ingest.readers.errors import UnreadableSource

Content = Literal["empty", "pdf", "docx", "zip", "html", "xml", "json", "text", "binary"]

NAMES: dict[Content, str] = {
    "empty": "nothing",
    "pdf": "a PDF",
    "docx": "a Word document (.docx)",
    "zip": "a ZIP archive",
    "html": "a web page",
    "xml": "XML",
    "json": "JSON",
    "text": "text",
    "binary": "a binary file",
}
"""What to call each in a message."""

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"

_SAMPLE = 65_536
"""Bytes at the beginning by which a text is told from a binary file."""
_SHORT_PAGE = 3_000
"""A page with more characters than this is a document, whatever words it holds."""

_HTML = re.compile(r"\s*<(?:!doctype\s+html|html|head|body|title|meta|script|div|p|h1)[\s>]", re.I)
_HTML_LATER = re.compile(r"\s*<(?:!--|\?xml|!doctype)[^\0]{0,2000}?<html[\s>]", re.I)
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.I | re.S)
_UNSEEN = re.compile(r"<(script|style|noscript|template)\b.*?</\1\s*>|<!--.*?-->|<[^>]*>", re.I | re.S)
_WAITING_TITLE = re.compile(
    r"just a moment|please wait|one moment|attention required|access denied|access to this page has been denied"
    r"|are you (?:a )?(?:human|robot)|verify(?:ing)? (?:that )?you|human verification|security check|captcha"
    r"|request (?:rejected|unsuccessful)|pardon our interruption|checking your browser|ddos|forbidden"
    r"|请稍[候后]|安全验证|人机验证|访问验证|访问被拒绝|正在验证",
    re.I,
)
_WAITING_MARKUP = re.compile(
    r"cf-chl|challenge-platform|/_Incapsula_|awswaf|aws-waf-token|gokuprops|px-captcha|datadome|ak_bmsc|_sec/cp_challenge",
    re.I,
)
_WAITING_WORDS = re.compile(
    r"please wait|checking your browser|enable javascript|javascript is (?:disabled|required)|captcha"
    r"|verify(?:ing)? (?:that )?you are|not a robot|unusual traffic|access denied|automated (?:access|requests)"
    r"|请稍[候后]|请开启javascript|验证码|安全验证|访问过于频繁",
    re.I,
)


@dataclass(frozen=True, slots=True)
class Expected:
    """What bytes of a media type may turn out to be, and how servers declare them."""

    contents: frozenset[Content]
    headers: frozenset[str]


SILENT_HEADERS = frozenset(
    (
        "",
        "application/octet-stream",
        "binary/octet-stream",
        "application/download",
        "application/force-download",
        "application/x-download",
    )
)
"""Declarations that say nothing of the content."""


def _expected(contents: tuple[Content, ...], *headers: str) -> Expected:
    return Expected(frozenset(contents), frozenset(headers))


EXPECTED: dict[str, Expected] = {
    "application/pdf": _expected(("pdf",), "application/pdf", "application/x-pdf"),
    DOCX: _expected(("docx",), DOCX, "application/zip"),
    "text/html": _expected(("html",), "text/html", "application/xhtml+xml"),
    "application/xhtml+xml": _expected(("html",), "text/html", "application/xhtml+xml", "application/xml"),
    "text/plain": _expected(("text",), "text/plain"),
    "text/markdown": _expected(("text",), "text/plain", "text/markdown", "text/x-markdown"),
    "application/xml": _expected(("xml",), "application/xml", "text/xml"),
    "application/vnd.eu.formex+xml": _expected(("xml",), "application/xml", "text/xml"),
    "application/vnd.eu.formex+zip": _expected(("zip",), "application/zip", "application/x-zip-compressed"),
    "application/vnd.crosslex.gdpr+json": _expected(("json",), "application/json", "text/json"),
}
"""By the media types that sources declare (ingest/readers)."""


def content(data: bytes) -> Content:
    """What `data` is, whatever its name or its server says."""
    if not data.strip(b"\x00 \t\r\n"):
        return "empty"
    if data[:1024].removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"%PDF-"):
        return "pdf"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "docx" if _has_member(data, "word/document.xml") else "zip"
    text = _beginning(data)
    if text is None:
        return "binary"
    if _HTML.match(text) or _HTML_LATER.match(text):
        return "html"
    if re.match(r"\s*<\?xml\b", text):
        return "xml"
    if text.lstrip()[:1] in ("{", "[") and _is_json(data):
        return "json"
    return "text"


def is_whole(data: bytes, what: Content) -> bool:
    """Whether `data` has the end that its format requires; True for formats that require none."""
    if what == "pdf":
        return b"%%EOF" in data[-65_536:]
    if what in ("docx", "zip"):
        return zipfile.is_zipfile(io.BytesIO(data))
    return True


def waiting_page(data: bytes) -> str | None:
    """What a page says that asks to wait, to prove to be human or to enable scripts; None for any other page."""
    text = _beginning(data) or ""
    found = _TITLE.search(text)
    title = " ".join(unescape(found[1]).split())[:80] if found else ""
    seen = " ".join(unescape(_UNSEEN.sub(" ", text)).split())
    if len(seen) > _SHORT_PAGE or len(data) > 10 * _SAMPLE:
        return None
    if _WAITING_TITLE.search(title) or _WAITING_MARKUP.search(text) or _WAITING_WORDS.search(seen):
        return title or seen[:80] or "a page of scripts"
    if not seen.removeprefix(title).strip() and "<script" in text.lower():
        return title or "a page of scripts"
    return None


def _beginning(data: bytes) -> str | None:
    """The first characters of a text file without a byte-order mark; None if it is no text."""
    sample = data[:_SAMPLE]
    if len(data) > _SAMPLE:  # not in the middle of a character
        end = max(sample.rfind(b"\n"), sample.rfind(b" "), sample.rfind(b">"))
        wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
        sample = sample[: end + 1] if end > 0 and not wide else sample
    try:
        return decode(sample, "").removeprefix("\ufeff")
    except UnreadableSource:
        return None


def _has_member(data: bytes, name: str) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return name in archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True
