"""The operations of an amending act: each of its instructions with the text that it quotes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from corpus.types import Instrument
from ingest.amending.phrases import Phrase, Target, understand
from ingest.nesting import Nesting, Node
from ingest.outline.eu_quotes import quoted
from ingest.types import Provision

_ACT = re.compile(
    r"\b(?:Regulation|Directive|Decision|Act)\b[^;:]{0,40}?\b(\d{4}/\d+(?:/\w+)?|No\s+\d+/\d{4})"
    r"|\bthis (?:Regulation|Act)\b"
)
_INLINE = re.compile(r"(?:following|by|read):\s+(?P<quote>[‘“„«].+)", re.DOTALL)
_CLOSING = '’”“»"'
_AMENDED = re.compile(r"\b(?:is|are)\s+(?:hereby\s+)?amended\s+(?:as\s+follows|in\s+accordance)")


@dataclass(frozen=True, slots=True)
class Operation:
    """One instruction of an amending act; spans are offsets into its text."""

    by: str
    """Pin of the instruction: `eu-ai-omnibus/art-1/7/a`."""
    phrase: Phrase
    instruction: tuple[int, int]
    """Its words, without its number."""
    quote: tuple[int, int] | None
    """The new wording, without the quotation marks."""


def read_operations(text: str, provisions: Sequence[Provision], amended: Instrument) -> tuple[Operation, ...]:
    """What an act does to `amended`, in the order of its instructions.

    Args:
        text: The amending act's clean text.
        provisions: Its outline: articles with their numbered points.
        amended: The act that is amended; articles about other acts are passed over.
    """
    quotes = _Quotes(text)
    articles = (node for node in Nesting(provisions).roots if node.provision.kind == "article")
    found: list[Operation] = []
    for article in articles:
        words = text[max(article.provision.body, article.provision.start) : _own_end(article)]
        if _is_about(f"{article.provision.heading}\n{words}", amended):
            found.extend(_Reader(text, quotes).read(article, Target()))
    return tuple(found)


def _is_about(words: str, amended: Instrument) -> bool:
    """Whether an article's heading or first words name the act, and not only as one that another refers to."""
    names = {*amended.identifiers.values(), *amended.aliases.en}
    numbers = {number for name in names for number in re.findall(r"\d{4}/\d+|No\s+\d+/\d{4}", name)}
    first = _ACT.search(words)
    if first is not None and first[1] is not None:
        return first[1] in numbers
    return any(name in words for name in names if len(name) > 6)


class _Quotes:
    """Where the text quotes new wording."""

    def __init__(self, text: str) -> None:
        self._spans: list[tuple[int, int]] = []
        lines: list[tuple[int, str]] = []
        at = 0
        for line in text.split("\n"):
            if line.strip():
                lines.append((at + len(line) - len(line.lstrip()), line.strip()))
            at += len(line) + 1
        for (start, line), inside in zip(lines, quoted([words for _, words in lines]), strict=True):
            if inside:
                self._spans.append((start, start + len(line)))

    def within(self, start: int, end: int) -> tuple[int, int] | None:
        """From the first to the last quoted line of `[start, end)`; None if there is none."""
        lines = [span for span in self._spans if start <= span[0] and span[1] <= end]
        return (lines[0][0], lines[-1][1]) if lines else None


class _Reader:
    """Reads the instructions of one article."""

    def __init__(self, text: str, quotes: "_Quotes") -> None:
        self.text = text
        self.quotes = quotes

    def read(self, node: Node, context: Target) -> Iterator[Operation]:
        """The operations of a provision and of those inside it."""
        provision = node.provision
        start = max(provision.body, provision.start)
        end = _own_end(node)
        quote = self.quotes.within(start, end)
        stop = quote[0] if quote else end
        while start < stop and self.text[start].isspace():
            start += 1
        stop = start + len(self.text[start:stop].rstrip())
        if quote is None and (inline := _INLINE.search(self.text, start, stop)):
            quote = inline.span("quote")
            stop = quote[0]
        words = self.text[start:stop].rstrip()
        phrase = understand(words, context)
        if node.children:
            inner = phrase.targets[0] if phrase.targets else context
            for child in node.children:
                yield from self.read(child, inner)
            if phrase.action in ("none", "replace") and quote is None:
                return  # it only says what the instructions below it are about
        if phrase.action == "none" and quote is None:
            return
        yield Operation(provision.pin, phrase, (start, start + len(words)), self._unmarked(quote))

    def _unmarked(self, quote: tuple[int, int] | None) -> tuple[int, int] | None:
        """A quotation without its marks and what follows them."""
        if quote is None:
            return None
        start, end = quote
        start += 1
        tail = max(self.text.rfind(mark, start, end) for mark in _CLOSING)
        after = self.text[tail + 1 : end]
        if tail > start and not re.search(r"\w{2}", after):
            end = tail
        return start, end


def _own_end(node: Node) -> int:
    """Where a provision's own words end: at its first child, or with it."""
    return node.children[0].provision.start if node.children else node.provision.end
