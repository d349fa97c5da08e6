"""Quoted amending text: the lines of an act that are words of another act (`… is replaced by the following: ‘…’`)."""

import re
from collections.abc import Sequence

_CLOSING = {"‘": "’", "“": "”", "„": "“", "«": "»", '"': '"'}
_AFTER_CLOSE = re.compile(r"[;.,:)\]]*[\"”]?(?:\s*\(\*+\d*\))?[;.,]*(?:\s+(?:and|or))?")


def quoted(texts: Sequence[str]) -> list[bool]:
    """Which lines are quoted amending text.

    Such text begins a line with an opening quotation mark, after a line that ends with a colon, and runs to the
    line whose last quotation mark closes it (`…’;`). Apostrophes and quoted words inside it do not close it. Where
    it is never closed (EUR-Lex loses the closing mark together with a footnote), only its first line counts.
    """
    found = [False] * len(texts)
    i = 0
    while i < len(texts):
        last = _last(texts, i) if _opens(texts, i) else None
        if last is None:
            i += 1
            continue
        found[i : last + 1] = [True] * (last + 1 - i)
        i = last + 1
    return found


def _opens(texts: Sequence[str], i: int) -> bool:
    """Whether quoted text begins with line `i`."""
    text = texts[i]
    if i == 0 or not text or text[0] not in _CLOSING or not texts[i - 1].endswith(":"):
        return False
    closing = _first_unmatched(text[1:], text[0])
    # ‘system’ means …: a quoted word at the beginning of a sentence
    return closing is None or _AFTER_CLOSE.fullmatch(text[closing + 2 :]) is not None


def _last(texts: Sequence[str], first: int) -> int | None:
    """The line that closes what line `first` opens; `first` itself if nothing does."""
    opening = texts[first][0]
    for i in range(first, len(texts)):
        if i > first and texts[i].startswith(opening) and _opens(texts, i):
            return first
        if _closes(texts[i][1:] if i == first else texts[i], opening):
            return i
    return first


def _closes(text: str, opening: str) -> bool:
    """Whether a line ends with the mark that closes a quotation opened before it."""
    closing = _first_unmatched(text, opening)
    while closing is not None:
        if _AFTER_CLOSE.fullmatch(text[closing + 1 :]):
            return True
        # unmatched in the middle of the line: the apostrophe of a plural (`providers’ duties`)
        after = _first_unmatched(text[closing + 1 :], opening)
        closing = None if after is None else closing + 1 + after
    return False


def _first_unmatched(text: str, opening: str) -> int | None:
    """The offset of the first closing mark that no opening mark in `text` matches."""
    close = _CLOSING[opening]
    depth = 0
    for i, c in enumerate(text):
        if c == close and text[i - 1 : i].isalnum() and text[i + 1 : i + 2].isalnum():
            continue  # an apostrophe inside a word
        if c == close and (depth or opening != close):
            if depth == 0:
                return i
            depth -= 1
        elif c == opening:
            if opening == close and (i + 1 == len(text) or not text[i + 1].isalnum()):
                return i
            depth += 1
    return None
