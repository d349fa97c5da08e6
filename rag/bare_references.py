"""Provisions told by less than a reference beside the name of their text: "TC260-003 5.2 b)", a quoted heading."""

import re
from collections.abc import Sequence
from dataclasses import replace

from corpus import Reference, find_references
from corpus.pins import slug
from rag.mentions import Mention

_NUMBER = re.compile(
    r"[》”\"]?\s*[,，:：]?\s*(?:principles?|clauses?|part|原则|条款)?\s*"
    r"(?P<number>\d{1,2}(?:\.\d{1,2})+|(?!(?:19|20)\d\d(?!\d))\d{4,5}(?:\.\d{1,3})?)(?![\d%年])"
    r"(?P<marks>(?:\s?\(?[a-z0-9]{1,3}\))*)",
    re.IGNORECASE,
)
_HEADING = r"[“\"「『](?P<{}>[^”\"」』]{{2,90}})[”\"」』]"
_HEADINGS = re.compile(
    rf"{_HEADING.format('first')}(?:\s*[,，、>›]?\s*{_HEADING.format('second')})?"
    rf"(?:\s*[,，、>›]?\s*{_HEADING.format('third')})?"
)
"""Headings as citations write them, the outer one first."""
_VERSION = re.compile(r"\s*(?:版|version\b|edition\b)", re.IGNORECASE)


def headings(question: str, laws: Sequence[Mention]) -> list[tuple[str, Reference]]:
    """Headings in quotation marks, each with each text that is named, which may have no such heading."""
    found: list[tuple[str, Reference]] = []
    for match in _HEADINGS.finditer(question):
        path = tuple(f"h-{slug(heading)}" for heading in match.groups() if heading)
        reference = Reference(match.start(), match.end(), match[0], (path,))
        found += [(law.key, reference) for law in laws]
    return found


def bare_references(question: str, laws: Sequence[Mention]) -> list[tuple[str, Reference]]:
    """The numbers right behind names of texts, read as sections, each with its text, which may have no such section."""
    found: list[tuple[str, Reference]] = []
    for law in laws:
        match = _NUMBER.match(question, law.end)
        if match is None or _VERSION.match(question, match.end()):
            continue
        marks = "".join(f"({mark})" for mark in re.findall(r"[a-z0-9]+", match["marks"], re.IGNORECASE))
        for reference in find_references(f"section {match['number']}{marks}")[:1]:
            written = question[match.start("number") : match.end()]
            found.append(
                (law.key, replace(reference, start=match.start("number"), end=match.end(), text=written))
            )
    return found
