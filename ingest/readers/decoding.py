"""From bytes to characters: encodings found out, binary files refused, odd characters made ordinary."""

import codecs
import re
import unicodedata

from corpus.types import Lang
from ingest.readers.errors import UnreadableSource

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark begins it
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"PK\x03\x04", "a ZIP archive (DOCX, Formex …)"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x7fELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"),
)
_CHINESE = ("gb18030", "gbk", "gb2312", "cp936", "hz")

_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_SPACES = re.compile("[\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff"
    "\U000e0000-\U000e0fff]"
)
"""Among them tag characters and variation selectors, in which a text can hide that nobody sees."""
_BULLETS = re.compile("[\uf0b7\uf0a7\uf0d8\uf076\uf0fc]")  # Symbol and Wingdings bullets, as PDFs leave them
_LIGATURES = re.compile("[\ufb00-\ufb06\u2f00-\u2fdf]")  # fi, fl … and the Kangxi radicals ⼀, ⼆ …


def decode(data: bytes, location: str, lang: Lang = "en") -> str:
    """The characters of a text file, in whatever encoding it is.

    A byte-order mark decides; then UTF-16 without a mark (it has zero bytes), UTF-8, and last what
    charset-normalizer makes of it. All Chinese encodings are read as GB18030, which contains the others.

    Args:
        data: The whole file.
        location: Named in errors.
        lang: The declared language; a Chinese text that is not UTF-8 is tried as GB18030 first.

    Raises:
        UnreadableSource: The file is empty, is binary, or is in no encoding that can be told.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableSource(f"{location}: the file is empty")
    for signature, what in _SIGNATURES:
        if data.startswith(signature):
            raise UnreadableSource(f"{location}: this is {what}, not a text file")
    text = _decoded(data, lang)
    if text is None:
        raise UnreadableSource(f"{location}: not a text file, or in an unknown encoding; save it as UTF-8")
    if not text.strip():
        raise UnreadableSource(f"{location}: the file is empty")
    strange = sum(1 for c in text if unicodedata.category(c) == "Cc" and c not in "\t\n\r\x0b\x0c\x85")
    if strange > max(2, len(text) // 200):
        raise UnreadableSource(f"{location}: this is a binary file, not text")
    return text


def plain(text: str) -> str:
    """The same text in ordinary characters.

    Line breaks of all kinds become newlines, tabs and odd spaces (no-break, ideographic …) a space each;
    zero-width and control characters go; ligatures, Kangxi radicals and symbol-font bullets become what they
    look like. A soft hyphen is a hyphen where a space follows it (a PDF's line end), else nothing.
    """
    text = _LINE_BREAKS.sub("\n", text)
    text = _SPACES.sub(" ", text.replace("\t", " "))
    text = _INVISIBLE.sub("", text)
    text = re.sub("\xad(?= [a-z])", "-\xad", text)
    text = re.sub("\xad ?", "", text)
    text = _BULLETS.sub("•", text)
    return _LIGATURES.sub(lambda found: unicodedata.normalize("NFKC", found.group()), text)


def undecodable(text: str) -> tuple[str, ...]:
    """A problem line if characters had been lost before we got the text, else nothing."""
    lost = text.count("\ufffd")
    return (f"{lost} characters were already lost in the source (shown as \ufffd)",) if lost else ()


def _decoded(data: bytes, lang: Lang) -> str | None:
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _try(data, encoding)
    if b"\x00" in data:
        wide = [_try(data, encoding) for encoding in ("utf-16-le", "utf-16-be")]
        return next((text for text in wide if text and _ordinary(text) > 0.9), None)
    text = _try(data, "utf-8")
    if text is None and lang == "zh":
        text = _try(data, "gb18030")
    return _guessed(data) if text is None else text


def _ordinary(text: str) -> float:
    """Share of characters that English and Chinese texts are made of, 0 to 1."""
    sample = text[:4096]
    ordinary = sum(
        " " <= c <= "~"
        or c.isspace()
        or "\u2010" <= c <= "\u203b"
        or "\u3000" <= c <= "\u9fff"
        or "\uff00" <= c <= "\uffef"
        for c in sample
    )
    return ordinary / len(sample)


def _guessed(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    best = from_bytes(data).best()
    if best is None:
        return None
    return _try(data, "gb18030") if best.encoding in _CHINESE else str(best)


def _try(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeError:
        return None
