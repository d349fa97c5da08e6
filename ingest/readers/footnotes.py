"""Footnotes that stand in the middle of a plain text, where each page of its source ended."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

_FOOTNOTE = re.compile(r"(\d{1,3}) ?(?=[A-Z“‘\"'(\[]|[Ee]\.g\.|https?:)")
_BRACKETED = re.compile(r"\[(?:Foot)?note\b", re.I)
_BEHIND_WORD = r"(?:[a-z]{2}[)”’\"]?|[A-Za-z]{2}[.,;:)”’\"]{1,2})"
_ENDS = r"(?=[\s.,;:)”—]|$)"
_BEFORE, _AFTER = 12_000, 6_000
"""How far from a footnote its mark may stand, in characters."""
_STOP = re.compile(r"[.!?:;。！？：；…][)\]）」』》”’\"']*\d{0,3}$")
_REST = re.compile(
    r"(?:(?<=[.!?])|(?<=[.!?][)”’\"]))(?<!e\.g\.)(?<!i\.e\.)(?<!\bcf\.)(?<!\bal\.)(?<!\bpp\.)(?<!\bp\.)"
    r" (?=[a-z]{2,}\b(?!\.))"
)
_MOST_NOTES = 200


def footnotes(texts: Sequence[str]) -> set[int]:
    """Indexes of the paragraphs that are footnotes: `3 In the context of …` or `[Footnote: …]`.

    A paragraph that begins with a bare number is a footnote only where that number stands as a mark behind
    a word nearby (`company3`, `Framework.3`); otherwise it is a numbered heading or paragraph.
    """
    found = {i for i, text in enumerate(texts) if _BRACKETED.match(text)}
    numbered: dict[int, int] = {}
    marked: set[int] = set()
    offsets = list(accumulate((len(text) + 1 for text in texts), initial=0))
    whole = "\n".join(texts)
    for i, text in enumerate(texts):
        number = _FOOTNOTE.match(text)
        if number is None or len(text) < 10:
            continue
        numbered[i] = int(number[1])
        before = whole[max(0, offsets[i] - _BEFORE) : offsets[i]]
        after = whole[offsets[i + 1] : offsets[i + 1] + _AFTER]
        mark = re.compile(f"{_BEHIND_WORD}{number[1]}{_ENDS}", re.M)
        if mark.search(before) or mark.search(after):
            marked.add(i)
    # neighbours in one run of notes, whose own marks cannot be told from figures ("level 413")
    for order in (sorted(numbered), sorted(numbered, reverse=True)):
        for i in order:
            if any(abs(numbered.get(n, 10**9) - numbered[i]) == 1 for n in (i - 1, i + 1) if n in marked):
                marked.add(i)
    return found | marked


def put_right(texts: Sequence[str]) -> tuple[list[str], set[int]]:
    """The paragraphs, those that a footnote interrupts whole again and without marks, and which are footnotes.

    A sentence that a page's notes have cut in two goes on behind them, or in the same line as the last note. A
    mark that stays (`level 312`, level 3 with note 12) would be read as a figure.
    """
    result = list(texts)
    notes = footnotes(result)
    result = _rejoined(result, notes)
    notes = footnotes(result)
    return _without_marks(result, notes), notes


def _rejoined(texts: list[str], notes: set[int]) -> list[str]:
    """The paragraphs, the rest of a sentence taken out of the notes that interrupt it."""
    for first in sorted(notes):
        if first == 0 or first - 1 in notes:
            continue
        last = first
        while last + 1 in notes:
            last += 1
        begun = texts[first - 1]
        if _STOP.search(begun) or len(begun) < 80 or not re.search(r"[a-z,]$", begun):
            continue
        rests = [(i, found) for i in range(first, last + 1) for found in _REST.finditer(texts[i])]
        if len(rests) == 1 and rests[0][0] == last:
            cut = rests[0][1]
            texts[first - 1] = f"{begun} {texts[last][cut.end() :]}"
            texts[last] = texts[last][: cut.start()]
        elif not rests and last + 1 < len(texts) and re.match(r"[a-z]{2,} ", texts[last + 1]):
            texts[first - 1] = f"{begun} {texts[last + 1]}"
            texts[last + 1] = ""
    return [text for text in texts if text]


def _without_marks(texts: Sequence[str], notes: set[int]) -> list[str]:
    """The paragraphs without the marks of their footnotes, where the notes count through the document.

    A mark stands behind a word, between the marks of the notes before and after it; one behind a figure (`level 312`)
    is known only by that place, if it is the only one that could be meant.
    """
    numbers = sorted(int(found[1]) for i in notes if (found := _FOOTNOTE.match(texts[i])))
    if len(set(numbers)) < len(numbers) or len(numbers) > _MOST_NOTES:
        return list(texts)
    body = [(i, "" if i in notes else text) for i, text in enumerate(texts)]
    offsets = list(accumulate((len(text) + 1 for _, text in body), initial=0))
    whole = "\n".join(text for _, text in body)
    result = list(texts)
    for start, end in sorted(_marks(whole, numbers), reverse=True):
        i = bisect_right(offsets, start) - 1
        result[i] = result[i][: start - offsets[i]] + result[i][end - offsets[i] :]
    return result


def _marks(whole: str, numbers: Sequence[int]) -> set[tuple[int, int]]:
    """The spans of all marks: a table's head that comes again brings its mark with it."""
    spans: set[tuple[int, int]] = set()
    for number, start in _places(whole, numbers).items():
        end = start + len(str(number))
        word = re.search(r"[A-Za-z]{4,}[.,;:)”’\"]{0,2}$", whole[max(0, start - 40) : start])
        spans.add((start, end))
        if word:
            again = re.compile(rf"\b{re.escape(word[0])}(?P<mark>{number}){_ENDS}", re.M)
            spans |= {found.span("mark") for found in again.finditer(whole)}
    return spans


def _places(whole: str, numbers: Sequence[int]) -> dict[int, int]:
    """Where the mark of each note stands: those behind words in order, then those behind figures between them."""
    places: dict[int, int] = {}
    reached = 0
    for number in numbers:
        found = re.compile(rf"{_BEHIND_WORD}(?P<mark>{number}){_ENDS}", re.M).search(whole, reached)
        if found:
            places[number] = found.start("mark")
            reached = found.end()
    for number in numbers:
        if number in places:
            continue
        start = max((place for n, place in places.items() if n < number), default=0)
        end = min((place for n, place in places.items() if n > number), default=len(whole))
        behind = list(re.compile(rf"(?<=[ -]\d)(?P<mark>{number}){_ENDS}", re.M).finditer(whole, start, end))
        if len(behind) == 1:
            places[number] = behind[0].start("mark")
    return places
