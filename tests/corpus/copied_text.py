"""Finds runs of words that our own restatements share with the real texts of the mirror."""

import hashlib
import io
import logging
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ENGLISH_RUN = 8
"""So many English words in a row that also stand in a real text are copied."""
CHINESE_RUN = 16
"""So many Chinese characters in a row, marks between them left out."""

SAME_TEXT_ELSEWHERE = frozenset(
    {"formex-32024R1689.en.zip", "oj-l-2024-1689.en.pdf"}  # the Official Journal text, read from the HTML
)

FIXED_TERMS = (
    # A name or a defined term has one form only, so it counts as one word in both texts. Kept as short as it can be.
    # EU AI Act: systems and models (Articles 3 and 51), acts on the market (Article 3, points 9 and 11), offices
    r"general purpose ai (?:models?|systems?)(?: with systemic risks?)?",
    r"high risk ai systems?",
    r"plac(?:ed|ing) on the market or put(?:ting)? into service",
    r"real time remote biometric identification",
    r"very large online (?:platform|search engine)s?",
    r"free and open source licen[cs]es?",
    r"special categories of personal data",
    r"market surveillance authorit(?:y|ies)|national competent authorit(?:y|ies)",
    # citations of EU law
    r"(?:regulation|directive|recommendation) (?:eu )?\d+ \d+(?: ec)?",
    r"articles? \d+[a-z]{0,2}(?: \d+[a-z]{0,2})?",
    # American offices
    r"office of emergency services|office of personnel management|office of management and budget",
)
_TERM = re.compile(rf"\b(?:{'|'.join(FIXED_TERMS)})\b")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_NOT_CHINESE = re.compile(r"[^\u4e00-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Copied:
    """A run that also stands in the mirror: where we wrote it, in which file it stands, and the words."""

    ours: str
    theirs: str
    run: str

    def __str__(self) -> str:
        return f"{self.ours} shares with {self.theirs}: {self.run}"


def english_words(text: str) -> list[str]:
    """The words of a text in lower case; a fixed term is one word."""
    plain = _NOT_WORD.sub(" ", unicodedata.normalize("NFKC", text).lower()).strip()
    return _TERM.sub(lambda term: term[0].replace(" ", "_"), plain).split()


def chinese_characters(text: str) -> str:
    """The Chinese characters of a text, everything between them left out."""
    return _NOT_CHINESE.sub("", unicodedata.normalize("NFKC", text))


class Runs:
    """The runs of our own texts, to be looked for in many others."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        """Take apart our texts, given as pairs of where each stands and what it says."""
        self._runs: dict[int, tuple[str, str]] = {}
        for where, text in texts:
            for run in _runs(text):
                self._runs[hash(run)] = (where, run)

    def copied_in(self, name: str, text: str) -> list[Copied]:
        """The runs that `text`, the mirror's file `name`, holds too."""
        found = (self._runs.get(hash(run)) for run in _runs(text))
        return [Copied(hit[0], name, hit[1]) for hit in dict.fromkeys(found) if hit is not None]


def _runs(text: str) -> Iterator[str]:
    words = english_words(text)
    for i in range(len(words) - ENGLISH_RUN + 1):
        yield " ".join(words[i : i + ENGLISH_RUN])
    characters = chinese_characters(text)
    for i in range(len(characters) - CHINESE_RUN + 1):
        yield characters[i : i + CHINESE_RUN]


def mirror_texts(mirror: Path, cache: Path) -> Iterator[tuple[str, str]]:
    """Every text of the mirror, as pairs of its path in it and its plain text.

    Args:
        mirror: The folder of real texts.
        cache: Folder for the text of PDFs, which takes some 20 s to extract; outside the repository's files.
    """
    for path in sorted(mirror.glob("*/*")):
        if path.name in SAME_TEXT_ELSEWHERE:
            continue
        yield f"{path.parent.name}/{path.name}", _plain_text(path, cache)


def _plain_text(path: Path, cache: Path) -> str:
    if path.suffix == ".pdf":
        return _pdf_text(path.read_bytes(), cache)
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        from selectolax.lexbor import LexborHTMLParser

        tree = LexborHTMLParser(text)
        tree.strip_tags(["script", "style"])
        return tree.root.text(separator=" ") if tree.root else ""
    return text


def _pdf_text(data: bytes, cache: Path) -> str:
    kept = cache / f"{hashlib.sha256(data).hexdigest()}.txt"
    if not kept.is_file():
        from pypdf import PdfReader

        logging.getLogger("pypdf").setLevel(logging.ERROR)
        pages = (page.extract_text() for page in PdfReader(io.BytesIO(data)).pages)
        kept.write_text(re.sub(r"-\n(?=[a-z])", "", "\n".join(pages)), encoding="utf-8")
    return kept.read_text(encoding="utf-8")
