"""Tables of contents inside a text: found by what they repeat, so that they never look like headings."""

import re
from collections import Counter
from collections.abc import Sequence

_TITLE = re.compile(r"#*\s*(?:table of contents|contents|目\s*录|目\s*次)\s*[:：]?", re.I)
_LEADERS = re.compile(r"(?:[.…·]\s?){5,}|…{2,}")
_PAGE = re.compile(r"(?:[\s.…·]*\s|[.…·]{2,})\(?(?:\d{1,3}|[ivxl]{1,6})\)?$")
_LONGEST_ENTRY = 150


def without_contents(texts: Sequence[str]) -> list[bool]:
    """Which of the paragraphs stay when contents lists are taken out.

    A contents list is a heading that says so with at least three entries below it, an entry being a short
    line that comes again later in the text (with or without a page number), or one with dot leaders; the
    list ends where its own first entry comes again. Runs of four lines with dot leaders go without a heading.

    Args:
        texts: The paragraphs of a document, in order.

    Returns:
        True for each paragraph that stays.
    """
    keep = [True] * len(texts)
    keys = [_key(text) for text in texts]
    for i, text in enumerate(texts):
        if keep[i] and _TITLE.fullmatch(text.strip()):
            end = _end_of_list(texts, keys, i + 1)
            if end - i > 3:
                keep[i:end] = [False] * (end - i)
    run: list[int] = []
    for i, text in enumerate([*texts, ""]):
        if _LEADERS.search(text):
            run.append(i)
            continue
        if len(run) >= 4:
            for j in run:
                keep[j] = False
        run = []
    return keep


def _end_of_list(texts: Sequence[str], keys: Sequence[str], start: int) -> int:
    """Where the contents list whose first entry would stand at `start` ends."""
    later = Counter(
        key for key, text in zip(keys[start:], texts[start:], strict=True) if len(text) <= _LONGEST_ENTRY
    )
    seen: set[str] = set()
    end = start
    for i in range(start, len(texts)):
        key = keys[i]
        if len(texts[i]) <= _LONGEST_ENTRY:
            later[key] -= 1
        if key in seen and not _TITLE.fullmatch(texts[i].strip()):
            break
        comes_again = len(texts[i]) <= _LONGEST_ENTRY and later[key] > 0
        if comes_again or _LEADERS.search(texts[i]) or _TITLE.fullmatch(texts[i].strip()):
            end = i + 1
        elif i > end or len(texts[i]) > _LONGEST_ENTRY:  # one odd entry is forgiven
            break
        seen.add(key)
    return end


def _key(text: str) -> str:
    """What an entry and the heading it names have in common."""
    text = _PAGE.sub("", text.strip().lstrip("#").strip())
    return re.sub(r"[\W_]+", " ", text).strip().lower()
