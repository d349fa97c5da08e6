"""Headings without a number: told by the reader's mark, by their place between paragraphs, by coming again."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import CHINESE_DIGITS, narrow
from ingest.outline.quotations import is_source
from ingest.outline.tree import Line

LETTERED = re.compile(rf"(?P<label>(?P<n>[a-z])\)|\((?P<zh>[{CHINESE_DIGITS}]{{1,3}})\))\s*(?=\S)")
CLOSING = re.compile(
    r"(?:appendi(?:x|ces)|annex(?:es)?|glossary|references|bibliography|acknowledge?ments?|change\s?log|conclusions?"
    r"|附录|附件|参考文献|术语表)\b",
    re.I,
)
"""The usual names of what comes at the end."""
HISTORY = re.compile(
    r"(?:.{0,20}\b)?(?:change\s?log|(?:version|revision|document|update|amendment) history"
    r"|history of (?:changes|versions)|(?:past|previous) (?:updates|versions|changes)\b.{0,30}"
    r"|修订(?:记录|历史|说明)|变更(?:记录|历史|日志)|版本历史)",
    re.I,
)
"""The name of a list of what has changed from edition to edition."""
EDITION = re.compile(r"\b(?:19|20)\d\d\b|\bv(?:ersion)?\s?\d+(?:\.\d+)*\b|\d{4}\s*年", re.I)
"""A heading in such a list: a day, or an edition's number."""

_ROLL = re.compile(
    r"(?:endors(?:ed|ing|ers|ements)|signator(?:y|ies)|signed|participating|adhering|supporting)\b.{0,60}:$"
    r"|(?:签署|赞同|参与|支持)(?:方|国|国家|单位|名单).{0,20}：$",
    re.I,
)
"""What stands over a list of names."""
_CAPTION = re.compile(r"(?:Table|Figure|Fig\.|Box|Chart|图|表)\s*[\dA-Z]", re.I)
_STOP = re.compile(r"[.;:,!?。；：，！？][)）”’\"']*$")
_ENDED_QUESTION = re.compile(r"[?？][)）”’\"']*$")
_ADDRESS = re.compile(r"https?://|\bwww\.")
_LABEL = re.compile(r"(?P<label>[^:：]{3,60})[:：]\s*(?=\S)")
_PARAGRAPH = re.compile(r"\(\d{1,3}\)\s+")
_PUNCTUATION_OR_FEW = re.compile(r"\W*(?:\b[A-Za-z0-9]{1,2}\b\W*){0,2}$")
_LONGEST_NAME = 160
_SENTENCE = 60
_FEWEST_LABELS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the whole document says of its short lines."""

    plain: bool
    """The reader marked no headings: short titles between paragraphs are taken for headings."""
    labels: frozenset[str]
    """Words before a colon that begin many lines, most of them no headings though the reader marks headings."""
    titles: frozenset[str]
    """Short lines that are headings wherever they stand, for they are so in several places."""


def evidence(all_lines: Sequence[Line], *, numbered: bool) -> Evidence:
    """The evidence on headings without a number in a document.

    Args:
        all_lines: Of the document.
        numbered: Whether it has numbered headings.
    """
    plain = not numbered and sum(is_marked(line) for line in all_lines) <= 1
    marked: Counter[str] = Counter()
    unmarked: Counter[str] = Counter()
    for line in all_lines:
        if found := _LABEL.match(line.text):
            (marked if is_marked(line) else unmarked)[_label(found["label"])] += 1
    labels = {label for label, n in unmarked.items() if n >= max(_FEWEST_LABELS, marked[label])}
    if not plain:
        return Evidence(plain, frozenset(labels), frozenset())
    known = Evidence(plain, frozenset(), frozenset())
    titles = Counter(line.text for i, line in enumerate(all_lines) if name_level(i, all_lines, known))
    return Evidence(plain, frozenset(), frozenset(title for title, n in titles.items() if n >= 2))


def name_level(i: int, all_lines: Sequence[Line], known: Evidence) -> int:
    """The level of a heading without a number; 0 for a line that is none.

    Where the reader marked no headings, short titles between paragraphs are taken for headings; else only those
    that it marked, and the usual names of what comes at the end (Appendix, Glossary). Captions, references with
    an address, labels of paragraphs and the sources of quotations are none.
    """
    line = all_lines[i]
    text = narrow(line.text)
    if _CAPTION.match(text) or len(text) > _LONGEST_NAME or _ADDRESS.search(text):
        return 0
    following = all_lines[i + 1] if i + 1 < len(all_lines) else None
    if known.plain and _ROLL.match(line.text) and following is not None and not is_sentence(following.text):
        return 1
    if _STOP.search(text) and not (is_marked(line) and _ENDED_QUESTION.search(text)):
        return 0
    if text[:1].islower() and not LETTERED.match(text):
        return 0
    if not re.search(r"[A-Za-z\u4e00-\u9fff]{2}", text) or _PUNCTUATION_OR_FEW.fullmatch(text):
        return 0
    if is_source(text) or ((label := _LABEL.match(text)) and _label(label["label"]) in known.labels):
        return 0
    if is_marked(line):
        assert line.block is not None  # noqa: S101 (a marked line has a block)
        return max(line.block.level, 1)
    below = following.text if following is not None else ""
    if LETTERED.match(text) and _PARAGRAPH.match(below):
        return 9
    if line.block is not None and line.block.kind != "paragraph":
        return 0
    if line.text in known.titles:
        return 2
    ended = i == 0 or bool(_STOP.search(narrow(all_lines[i - 1].text)))
    if CLOSING.match(text) and len(text) <= _SENTENCE and ended and is_sentence(below):
        return 1
    ended = ended or len(all_lines[i - 1].text) <= _SENTENCE
    if known.plain and ended and len(text) <= _SENTENCE and text[:1].isupper() and is_sentence(below):
        return 2
    return 0


def is_marked(line: Line) -> bool:
    """Whether the reader marked a line as a heading."""
    return line.block is not None and line.block.kind == "heading"


def is_sentence(text: str) -> bool:
    """Whether a line is long enough for a sentence, and ends as one."""
    han = sum("\u4e00" <= c <= "\u9fff" for c in text) * 3 > len(text)
    return len(text) >= (_SENTENCE // 3 if han else _SENTENCE) and bool(_STOP.search(narrow(text)))


def _label(printed: str) -> str:
    """A label without its plural, in small letters."""
    return printed.strip().lower().removesuffix("s")
