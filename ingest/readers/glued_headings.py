"""Headings that a saved page left at the end of the paragraph above: `… these principles:Broad benefits`."""

import re
from collections.abc import Sequence

_LONGEST = 60
_SHORTEST_PARAGRAPH = 60
_FEWEST = 2


def unglued(texts: Sequence[str]) -> list[str]:
    """The paragraphs, a heading that stands without a space behind the last full stop of one in a line of its own.

    It takes two of them: one could be a name with a full stop in it.
    """
    cuts = {i: cut for i, text in enumerate(texts) if (cut := _cut(text))}
    if len(cuts) < _FEWEST:
        return list(texts)
    result: list[str] = []
    for i, text in enumerate(texts):
        cut = cuts.get(i)
        result += [text] if cut is None else [text[:cut], f"# {text[cut:]}"]
    return result


def _cut(text: str) -> int | None:
    """Where the heading begins that a paragraph ends with; None if there is none."""
    found = re.search(r"(?<=[a-z\d)]{2})[.:!?][”’\"]?(?=[A-Z][a-z]+(?:[ -][A-Za-z]+){0,6}$)", text)
    if found is None or found.end() < _SHORTEST_PARAGRAPH or len(text) - found.end() > _LONGEST:
        return None
    return found.end()
