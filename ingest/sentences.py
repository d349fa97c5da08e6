"""Sentences of legal text in English and Chinese, as exact spans.

The usual segmenters know neither the abbreviations of citations (Art. 6, § 22757.13, No. 2024/1689, Cal. Stat.) nor
that a list item is a unit of its own, and several normalise white space, which loses the offsets that quotes need.
"""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from ingest.types import Provision, Reading, Sentence

_CLOSERS = "”’\"'»)）］\\]」』》】〕"
_FULL_STOP = re.compile(
    rf"[。！？!?．]+[{_CLOSERS}]*"  # always an end (a "!" or "?" inside a quotation is checked below)
    rf"|；[{_CLOSERS}]*"
    rf"|\.(?:[{_CLOSERS}]+)?(?=\s|$|[\[\d¹²³⁴-⁹])"
)
_NEVER_ENDS = frozenset(
    {"e.g", "i.e", "cf", "viz", "vs", "v", "approx", "ca", "incl", "resp", "u.s.c", "c.f.r"}
)
_BEFORE_NUMBER = re.compile(
    r"(?:art|no|sec|sect|subsec|subd|para|pt|fig|ch|chap|div|vol|ed|pp?|stat|reg|dir|tit|cl|ann)s?",
    re.IGNORECASE,
)
"""End no sentence where a number follows: `Art. 6`, `No. 2024/1689`; but `the state of the art.` does."""
_NUMBER = re.compile(r"[(\[]?(?:\d|[IVXLC]+\b|E[UCE])|§")
_BEFORE_NAME = re.compile(
    r"Mr|Mrs|Ms|Dr|Prof|Jr|Sr|Hon|Rep|Sen|Gov|Gen|Lt|St|Cal|Bus|Civ|Pen|Lab|Pub|Rev|Fed|Reg|Cong|Sess|Stats?|Stds?"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Div|Art|Sec|Subd|Ch|No"
)
"""End no sentence where a capital follows, written like this: `Cal. Bus. & Prof.`, `Gov. Newsom`."""
_MAY_END = frozenset(
    {"u.s", "u.k", "u.n", "e.u", "d.c", "inc", "ltd", "co", "corp", "etc", "a.m", "p.m", "ph.d", "llc", "al"}
)
"""Abbreviations that often end a sentence too: they do where a word follows that starts one."""
_STARTER = re.compile(
    r"(?:The|This|These|Those|That|It|Its|In|An|A|If|However|Where|When|While|For|On|At|By|To|As|Such|Any|All|No|Each"
    r"|Every|We|Our|They|There|Here|Under|Upon|Member|Nothing|Notwithstanding|Not|After|Before|Within|Without)\b"
)
_WORD_BEFORE = re.compile(r"[\w.’'-]*\w$")
_INITIAL = re.compile(r"(?:^|[\s(“\"])(?:[A-Z]\.)*[A-Z]$")
_LIST_NUMBER = re.compile(
    r"^\W*(?:\d{1,3}|[ivxlc]{1,6}|[A-Za-z]|\d+(?:\.\d+)+|(?:SEC|Sec|Section|Article)\.? ?[\d.]+)$"
)
_NOTE_MARK = re.compile(r"(?:\[\d{1,3}\]|[¹²³⁰⁴-⁹]{1,3}|\d{1,3}(?=\s+[A-Z“]|\s*$))")
_SEMICOLON = re.compile(r";(?=\s)")
_CJK = re.compile(r"[\u4e00-\u9fff]")
_BULLET = re.compile(r"\s*(?:[•·▪◦‣●○■□➢➤*–—-]\s+)*")
_LETTER = re.compile(r"[^\W\d_]")
LONG = {"latin": 480, "cjk": 160}
"""Characters from which a sentence is divided at its semicolons."""


def sentences(
    reading: Reading, provisions: Iterable[Provision], start: int, end: int
) -> tuple[Sentence, ...]:
    """The sentences of `reading.text[start:end]`, in order.

    A block (list item, table row) never shares a sentence with its neighbour, nor does a provision with another.
    The numbers and headings of provisions belong to no sentence, nor do sample dialogues, which the document shows but
    does not say.

    Args:
        reading: The text and its blocks.
        provisions: Those that touch the span; others do no harm.
        start: Where to begin.
        end: Where to stop.
    """
    cuts, labels = {start, end}, []
    for provision in provisions:
        cuts.update(at for at in (provision.start, provision.end) if start < at < end)
        labels.append(label_span(provision, reading))
    for block in reading.blocks:
        if block.end > start and block.start < end:
            cuts.update(at for at in (block.start, block.end) if start < at < end)
            if block.kind == "example" or (
                block.kind == "heading" and reading.text[block.end - 1] not in ".;。；"
            ):
                labels.append((block.start, block.end))
            elif block.kind == "table":
                rows = re.finditer(r"\n", reading.text[block.start : block.end])
                cuts.update(at for at in (block.start + m.end() for m in rows) if start < at < end)
    cuts.update(at for span in labels for at in span if start < at < end)
    labels.sort()
    found: list[Sentence] = []
    edges = sorted(cuts)
    at_label = 0
    reach = -1  # the furthest end of the labels that begin at or before this piece
    for a, b in pairwise(edges):
        while at_label < len(labels) and labels[at_label][0] <= a:
            reach = max(reach, labels[at_label][1])
            at_label += 1
        if b <= reach:
            continue
        found += (Sentence(s, e) for s, e in split(reading.text, a, b))
    return tuple(found)


def label_span(provision: Provision, reading: Reading) -> tuple[int, int]:
    """Where the provision's number and heading stand: from its start to its body."""
    if provision.body >= 0:
        return provision.start, provision.body
    label_end = provision.start
    for word in (provision.number, provision.heading):
        at = reading.text.find(word, label_end, provision.end) if word else -1
        if at >= 0:
            label_end = at + len(word)
    return provision.start, label_end


def split(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Sentence spans of `text[start:end]`, trimmed of white space; pieces without a letter are left out."""
    spans = []
    for a, b in _sentences(text, start, len(text) if end is None else end):
        spans += list(_at_semicolons(text, a, b))
    return [(a, b) for a, b in spans if _LETTER.search(text, a, b)]


def _sentences(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    begin = start
    for match in _FULL_STOP.finditer(text, start, end):
        if match.start() < begin:
            continue
        stop = match.end()
        if match.group()[0] in ".!?":
            note = _NOTE_MARK.match(text, stop, end)
            after = note.end() if note else stop
            if after < end and not text[after].isspace() and not _CJK.match(text[after]):
                continue
            if not _ends_here(text, begin, match.start(), stop, after, end):
                continue
            stop = after
        yield from _trimmed(text, begin, stop)
        begin = stop
    yield from _trimmed(text, begin, end)


def _ends_here(text: str, begin: int, dot: int, stop: int, after: int, end: int) -> bool:
    """Whether the stop at `dot` ends a sentence that began at `begin`, given what follows from `after` on."""
    following = text[after : min(after + 60, end)].lstrip()
    if not following:
        return True
    first = following[0]
    if first.islower() or first in ",;:)]，；：）":
        return False
    if text[dot] != "." or stop - dot > 1:  # "?", "!" or a stop before a closing quotation mark
        return True
    if _LIST_NUMBER.match(text[begin:dot].strip()):
        return False
    before = _WORD_BEFORE.search(text, max(begin, dot - 30), dot)
    word = before.group() if before else ""
    if word.lower() in _MAY_END:
        return _STARTER.match(following) is not None
    if word.lower() in _NEVER_ENDS or _INITIAL.search(text, max(begin, dot - 12), dot):
        return False
    if _BEFORE_NUMBER.fullmatch(word) and _NUMBER.match(following):
        return False
    return not (_BEFORE_NAME.fullmatch(word) and (first.isupper() or first.isdigit() or first == "&"))


def _at_semicolons(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    if end - start <= LONG["cjk" if _CJK.search(text, start, end) else "latin"]:
        yield start, end
        return
    begin = start
    for match in _SEMICOLON.finditer(text, start, end):
        yield from _trimmed(text, begin, match.end())
        begin = match.end()
    yield from _trimmed(text, begin, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The span without white space at its ends and without a bullet in front."""
    if bullet := _BULLET.match(text, start, end):
        start = bullet.end()
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
