"""The sentences of a model's reply and the passages that each names, told apart while the reply streams."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ingest.sentences import split
from rag.prompts import SILENT

_BRACKETED = re.compile(r"\s*[\[【［]\s*(\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*)\s*[\]】］]")
_LEADING = re.compile(r"^(?:\s*[\[【［]\s*\d{1,3}(?:\s*[,，、;；]\s*\d{1,3})*\s*[\]】］])+[\s.。]*")
_BULLET = re.compile(r"^\s*(?:[-*•–]\s+|\d{1,2}(?:[.)]\s+|、\s*)|#+\s+)")
_MARKUP = re.compile(r"\*\*|__|`+|</?passage[^<>]{0,40}>")
_STOPS = ".。!！?？"
_WORD = re.compile(r"[A-Za-z\u3400-\u9fff]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence that a model wrote."""

    text: str
    """Without the numbers of passages."""
    keys: tuple[int, ...] = ()
    """The numbers of passages that it gives, as written: they may stand for none."""


def sentences(pieces: Iterable[str]) -> Iterator[Sentence]:
    """The sentences of a reply, each as soon as the next one begins; the word for silence is none."""
    buffer = ""
    for piece in pieces:
        buffer += piece
        *whole, buffer = _cut(buffer)
        for part in whole:
            if (sentence := _read(part)) is not None:
                yield sentence
    for part in _cut(buffer):
        if (sentence := _read(part)) is not None:
            yield sentence


def _cut(text: str) -> list[str]:
    """`text` in pieces of a sentence each, the numbers behind its full stop with it; the last may be unfinished."""
    *lines, last = text.split("\n")
    parts = [part for line in lines for part in _of_line(line)]
    return parts + (_of_line(last) or [""])


def _of_line(line: str) -> list[str]:
    marker = _BULLET.match(line)
    rest = line[marker.end() :] if marker else line
    bounds = [start for start, end in split(rest)][1:]
    starts = [0]
    for at in bounds:
        before = _BRACKETED.sub("", rest[:at]).rstrip().rstrip("”’\"'»)）］」』】")
        if before and before[-1] in _STOPS:  # the splitter also ends a piece at a semicolon
            starts.append(at)
    pieces = [rest[a:b] for a, b in zip(starts, [*starts[1:], len(rest)], strict=True)]
    # numbers that stand behind a full stop belong to the sentence before it
    for i in range(1, len(pieces)):
        if (leading := _LEADING.match(pieces[i])) is not None:
            pieces[i - 1] += leading.group()
            pieces[i] = pieces[i][leading.end() :]
    return [piece for piece in pieces if piece.strip()]


def _read(part: str) -> Sentence | None:
    keys = [int(n) for m in _BRACKETED.finditer(part) for n in re.findall(r"\d+", m.group(1))]
    text = _MARKUP.sub("", _BRACKETED.sub("", part)).strip()
    text = re.sub(r"\s+([.,;:!?。，；：！？])", r"\1", text)
    text = _BULLET.sub("", text).strip()
    if not _WORD.search(text) or text.strip(" .。:：").upper() == SILENT:
        return None
    return Sentence(text, tuple(dict.fromkeys(keys)))
