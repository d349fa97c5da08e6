"""Footnotes of a PDF: their numbers, the marks that refer to them, and where they stand in the text."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from functools import partial

from ingest.readers.pdf_blocks import Paragraph
from ingest.readers.pdf_lines import Line
from ingest.readers.pdf_patterns import ARTICLE, SUPERSCRIPT


def with_notes(paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph]) -> list[Paragraph]:
    """The body with its footnotes.

    A footnote stands after the paragraph that refers to it; in an act made of articles, where notes are the
    publisher's and would part one point from the next, all stand at the end.

    Args:
        paragraphs: The body, in order; each knows the marks in it.
        notes: The footnotes, in order; each knows its page and number.
    """
    if sum(bool(ARTICLE.fullmatch(p.text)) for p in paragraphs) >= 3:
        return [*paragraphs, *notes]
    after: dict[int, list[Paragraph]] = defaultdict(list)
    referring: dict[tuple[int, str], int] = {}
    on_page: dict[int, int] = {}
    for i, paragraph in enumerate(paragraphs):
        for reference in paragraph.notes:
            referring.setdefault(reference, i)
        for number, _ in paragraph.parts:
            on_page[number] = i
    for note in notes:
        number = note.parts[0][0]
        label = next((n for p, n in note.notes if p == number), "")
        place = referring.get((number, label), on_page.get(number, len(paragraphs) - 1))
        while place + 1 < len(paragraphs) and paragraphs[place].table == paragraphs[place + 1].table != (
            0,
            0,
        ):
            place += 1  # not between the rows of a table
        after[place].append(note)
    result = list(after.get(-1, ()))
    for i, paragraph in enumerate(paragraphs):
        result.append(paragraph)
        result += after.get(i, ())
    return result


def parted(
    paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph]
) -> tuple[list[Paragraph], list[Paragraph]]:
    """The body and the footnotes, those among them that stand in the body below a rule of their own.

    Such a note is taken out of the body only where the same page refers to it.
    """
    references = {reference for p in paragraphs if p.kind != "footnote" for reference in p.notes}
    body: list[Paragraph] = []
    found = list(notes)
    for paragraph in paragraphs:
        label = re.match(r"\d{1,3}", paragraph.text) if paragraph.kind == "footnote" else None
        reference = (paragraph.parts[0][0], label[0] if label else "")
        if reference in references:
            paragraph.notes = {reference}
            found.append(paragraph)
        else:
            body.append(paragraph)
    return body, sorted(found, key=lambda note: note.parts[0][0])


def resolve_marks(paragraphs: Sequence[Paragraph], notes: Sequence[Paragraph]) -> None:
    """Write exponents as `10^25` and drop the marks of footnotes that were found, in place.

    A mark that stays (`regime.3`) would be read as a number, and behind a citation (`Article 53`) as another one.
    """
    labels = {label for note in notes for label in note.notes}
    for paragraph in (*paragraphs, *notes):
        parts = []
        for page, text in paragraph.parts:
            here = {label for p, label in labels if p == page}
            parts.append((page, SUPERSCRIPT.sub(partial(_mark, labels=here), text)))
        paragraph.parts = parts


def raised_in(text: str) -> set[str]:
    """The numbers that a line sets as raised characters (`Statement¹`)."""
    return {unicodedata.normalize("NFKC", match["raised"]) for match in SUPERSCRIPT.finditer(text)}


def note_label(line: Line, expected: int) -> str:
    """The number with which a footnote begins; empty where a line continues one.

    Args:
        line: A line of a page's footnotes.
        expected: The number of the next note, which needs no raised figure to be known.
    """
    match = re.match(r"[(\[]?(\d{1,3}|[*†‡]{1,3}|[a-z](?=[)\]]))[)\].]?(?=\s|\D)", line.text)
    if not match:
        return ""
    enclosed = line.text[0] in "([*†‡"
    raised = bool(line.notes) and line.notes[0] == match.group(1)
    counted = match.group(1) == str(expected) and line.text[match.end() :].lstrip()[:1].isupper()
    return match.group(1) if enclosed or raised or line.labelled or counted else ""


def _mark(match: re.Match[str], labels: set[str]) -> str:
    """What a raised number becomes: nothing where it is the mark of a footnote, `^25` where it is an exponent."""
    number = unicodedata.normalize("NFKC", match["raised"])
    base = match["base"]
    if base in ("10", "2") or (base and number not in labels):
        return f"{base}^{number}"
    return base if number in labels else match.group()
