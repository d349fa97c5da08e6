"""Which paragraphs of a PDF are headings, and of which level: type size, weight, numbering, capitals."""

import re
from collections.abc import Sequence

from ingest.readers.pdf_blocks import Paragraph
from ingest.readers.pdf_patterns import ALONE, MARKER

_NUMBERED = re.compile(r"(?:[A-Z]\.)?(\d{1,2}(?:\.\d{1,2})*)\.?[\s\u3000]*(?=[^\W\d_])")
_SENTENCE = re.compile(r"[.;。；，,:：][)\]）”’\"']*$")
_LONGEST = 220  # characters; a longer bold paragraph is emphasis, not a heading


def mark_headings(paragraphs: Sequence[Paragraph], body_size: float) -> None:
    """Set `kind` and `level` of headings and list items, in place.

    A heading is set larger than the body, or is a short bold (or italic) block in a document whose body is
    neither, or a structural number alone on its line (`Article 5`, `第五章`), or a short line in capitals, or a
    short numbered line with space above. Levels are ranks of type size, weight and slant, larger first.

    Args:
        paragraphs: All blocks of the document.
        body_size: Type size of the body in points.
    """
    body = [p for p in paragraphs if p.kind == "paragraph"]
    letters = max(sum(len(p.text) for p in body), 1)
    bold_is_rare = sum(len(p.text) for p in body if p.bold) < 0.25 * letters
    italic_is_rare = sum(len(p.text) for p in body if p.italic) < 0.25 * letters
    capitals_are_rare = sum(len(p.text) for p in body if _capitals(p.text)) < 0.25 * letters
    found: list[tuple[Paragraph, int]] = []
    previous: Paragraph | None = None
    for p in paragraphs:
        before, previous = previous, p
        if p.kind != "paragraph":
            continue
        text = p.text
        larger = p.size > 1.08 * body_size
        number = _NUMBERED.match(text)
        depth = number.group(1).count(".") if number else 0
        short = len(text) <= _LONGEST and p.lines <= 4
        heading = bool(ALONE.fullmatch(text))
        if short and not heading and any(c.isalpha() for c in text):
            sentence = bool(_SENTENCE.search(text))
            heading = (
                (larger and not (sentence and len(text) > 120))
                or (
                    p.bold
                    and bold_is_rare
                    and p.size > 0.85 * body_size
                    and not (sentence and len(text) > 80 and not number)
                )
                or (
                    p.italic
                    and italic_is_rare
                    and p.lines <= 2
                    and not sentence
                    and p.gap > 1.2
                    and not MARKER.match(text)
                    and text[0].isupper()
                )
                or (
                    capitals_are_rare
                    and _capitals(text)
                    and not sentence
                    and p.gap > 1.2
                    and not MARKER.match(text)
                )
                or (
                    before is not None
                    and before.kind == "heading"
                    and bool(ALONE.fullmatch(before.text))
                    and p.centred
                    and not sentence
                )
                or (
                    bool(number)
                    and p.lines == 1
                    and len(text) < 90
                    and not sentence
                    and p.gap > 1.2
                    and (depth > 0 or not text[number.end() :][:1].islower())
                    if number
                    else False
                )
            )
        if heading:
            p.kind = "heading"
            found.append((p, depth))
        elif MARKER.match(text):
            p.kind = "list-item"
    _levels(found)
    _nest(paragraphs)


def _levels(found: Sequence[tuple[Paragraph, int]]) -> None:
    """Rank the styles of headings; within one style, a deeper number is a deeper level.

    The styles of the title page (first page of several) count only where they come again: a cover set in five
    sizes must not push the chapters down to level six.
    """
    pages = {p.parts[0][0] for p, _ in found}
    first = min(pages, default=1)
    inner = [(p, d) for p, d in found if p.parts[0][0] > first + 1] or list(found)
    styles = sorted({_style(p) for p, _ in inner})
    depths = {style: min(d for p, d in inner if _style(p) == style) for style in styles}
    for p, depth in found:
        style = _style(p)
        rank = sum(s < style for s in styles) + 1
        p.level = max(1, min(rank + max(0, depth - depths.get(style, depth)), 6))


def _style(p: Paragraph) -> tuple[float, bool, bool]:
    return (-round(p.size), not p.bold, not p.italic)


def _capitals(text: str) -> bool:
    letters = [c for c in text if c.isalpha()]
    return len(letters) >= 4 and all(c.isupper() for c in letters)


def _nest(paragraphs: Sequence[Paragraph]) -> None:
    """Set the depth of list items from where they begin: further right is deeper.

    A paragraph without a number that is set in as far as the text of the item above it belongs to that item,
    and is an item of its depth too.
    """
    stack: list[tuple[float, float]] = []  # where each open item begins, and where its text does
    for p in paragraphs:
        if p.kind == "heading":
            stack = []
        elif p.kind == "list-item":
            while stack and p.x0 < stack[-1][0] - 3:
                stack.pop()
            if stack and p.x0 <= stack[-1][0] + 3:
                stack.pop()
            stack.append((p.x0, p.body_x0))
            p.level = len(stack)
        elif p.kind == "paragraph":
            while stack and p.x0 < stack[-1][0] + 3:
                stack.pop()
            deep = [n for n, (x0, body) in enumerate(stack, 1) if body > x0 + 3 and abs(p.x0 - body) < 3]
            if deep:
                p.kind, p.level = "list-item", deep[-1]
