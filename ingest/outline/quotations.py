"""Passages that guidelines quote from the act they explain: `Article 7(1) Lamp Act provides:` and what follows."""

import re
from collections.abc import Sequence

from ingest.outline.eu_quotes import quoted
from ingest.outline.tree import Line

_ACT = (
    r"(?:of (?:the )?)?(?:(?:[A-Z][\w’'-]*|and|of|on|the)\s+){0,8}"
    r"(?:Act|Regulation|Directive|Decision|Law|Code|Charter|Treaty|Convention|Bill|Order|TEU|TFEU|GDPR|[A-Z]{3,8})\b"
    r"(?:\s*\((?:EU|EC|EEC)\))?(?:\s+(?:No\.?\s+)?\d[\d/]*)?"
)
_PROVISION = (
    r"(?:Article|Art\.|Recital|Section|Sec\.|Annex|Paragraph|Point|§)\s*"
    r"\d{0,4}[A-Za-z]{0,4}(?:\s?\(\w{1,5}\))*"
)
_SOURCE = re.compile(
    rf"{_PROVISION}(?:,? (?:and|or|to) {_PROVISION})?,?\s+{_ACT}"
    r"(?:\s+(?:provides|states|reads|says|stipulates)(?:\s+(?:as follows|that|the following))?)?\s*:?"
)


def is_source(text: str) -> bool:
    """Whether a line names a provision of an act, and nothing else: what follows is quoted from there."""
    return _SOURCE.fullmatch(text) is not None


def own_lines(body: Sequence[Line]) -> list[Line]:
    """The lines of a section's body that are its own: no line that names a quoted provision, and nothing quoted.

    A quotation that opens with a quotation mark ends where that is closed; one that does not runs to the end of the
    body.
    """
    texts = [line.text for line in body]
    marked = quoted([text if text.endswith(":") or not is_source(text) else f"{text}:" for text in texts])
    own: list[Line] = []
    quotes = False
    for i, line in enumerate(body):
        if is_source(line.text) and i + 1 < len(body):
            quotes = not marked[i + 1]
        elif not quotes and not marked[i]:
            own.append(line)
    return own
