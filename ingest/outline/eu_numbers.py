"""Printed numbers of paragraphs and points, `1.`, `(a)`, `(ii)`, `3.1.`, and which can follow which."""

import re
from dataclasses import dataclass

from corpus.numerals import from_roman

Ordinal = tuple[tuple[int, int], ...]
"""Place in a list: `14a` is ((14, 1),), `3.2` is ((3, 0), (2, 0))."""

Series = tuple[str, str]
"""What the numbers of one list have in common: how they are written, `.`, `()` or `)`, and of what they are made:
`1` figures, `a` letters, `A` capitals, `i` Roman."""

_MARK = re.compile(
    r"(?P<dot>\d{1,3}(?:\.\d{1,2})*[a-z]{0,2}\.|\d{1,2}(?:\.\d{1,2})+)(?=\s|$)"
    r"|\((?P<both>\d{1,3}[a-z]{0,2}|[a-z]{1,6}|[A-Z])\)(?=\s|$)"
    r"|(?P<right>\d{1,3}|[a-z]{1,4})\)(?=\s|$)"
)
FIRST: Ordinal = ((1, 0),)
_MAX_GAP = 8


@dataclass(frozen=True, slots=True)
class Mark:
    """The number at the beginning of a line."""

    number: str
    """As printed: `(a)`."""
    segment: str
    """As pins write it: `a`."""
    readings: tuple[tuple[Series, Ordinal], ...]
    """What it may be: `(i)` is the ninth letter or a Roman one."""


def mark(text: str) -> Mark | None:
    """The number that `text` begins with, if any."""
    found = _MARK.match(text)
    if found is None:
        return None
    style = {"dot": ".", "both": "()", "right": ")"}[found.lastgroup or ""]
    token = (found["dot"] or found["both"] or found["right"]).rstrip(".")
    readings = tuple(((style, series), ordinal) for series, ordinal in _readings(token))
    return Mark(found[0], token.lower(), readings) if readings else None


def follows(last: Ordinal, new: Ordinal) -> bool:
    """Whether `new` can stand directly after `last` in a complete list: 2 or 1a after 1, 3.1 after 3, 4 after 3.2."""
    if len(new) == len(last) + 1:
        return new[:-1] == last and new[-1] in ((1, 0), (0, 0))
    if len(new) > len(last) or new[:-1] != last[: len(new) - 1]:
        return False
    (number, inserted), (before, inserted_before) = new[-1], last[len(new) - 1]
    if len(new) < len(last):
        return number == before + 1 and inserted == 0
    return (number == before + 1 and inserted == 0) or (number == before and inserted == inserted_before + 1)


def comes_later(last: Ordinal, new: Ordinal) -> bool:
    """Whether `new` can stand after `last` where numbers between them are missing (repealed, or lost)."""
    return last < new and new[0][0] - last[0][0] <= _MAX_GAP and (len(new) == 1 or new[0] == last[0])


def _readings(token: str) -> list[tuple[str, Ordinal]]:
    """Every series that a token may belong to, with its place there; the likeliest first."""
    if token[0].isdigit():
        figures, letters = re.fullmatch(r"([\d.]+)([a-z]*)", token).groups()  # type: ignore[union-attr]  # _MARK let it pass
        numbers = [int(figure) for figure in figures.split(".")]
        places = [(number, 0) for number in numbers[:-1]] + [(numbers[-1], _insertion(letters))]
        return [("1", tuple(places))]
    if token.isupper():
        return [("A", ((_letter(token), 0),))]
    found: list[tuple[str, Ordinal]] = []
    if len(token) == 1:
        found.append(("a", ((_letter(token), 0),)))
    if roman := _roman(token):
        found.append(("i", ((roman, 0),)))
    if len(token) == 2:
        found.append(("a", ((_letter(token[0]), _letter(token[1])),)))  # (aa), put in after (a)
        if token[0] == token[1] or token[0] == "a":
            found.append(("a", ((26 + _letter(token[1]), 0),)))  # (aa), after (z)
    if len(token) > 2 and (roman := _roman(token[:-1])):
        found.append(("i", ((roman, _letter(token[-1])),)))  # (iia), put in after (ii)
    return found


def _letter(letter: str) -> int:
    return ord(letter.lower()) - ord("a") + 1


def _insertion(letters: str) -> int:
    """The place of `a` in 14a, of `ab` in 14ab (after all single letters); 0 for none."""
    place = 0
    for letter in letters:
        place = place * 26 + _letter(letter)
    return place


def _roman(token: str) -> int:
    try:
        return from_roman(token)
    except ValueError:
        return 0
