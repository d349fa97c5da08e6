"""Numbered headings of frameworks, standards and guidelines: 3.2, Section 2, Appendix A.1, GOVERN 1.1, 二、."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from corpus.numerals import CHINESE_DIGITS, from_chinese, from_roman, narrow
from ingest.outline.sections import run_in_heading
from ingest.outline.sequence import Number, heaviest
from ingest.outline.tree import Line

_DECIMAL = re.compile(r"(?P<label>(?P<n>\d{1,2}(?:\.\d{1,2}){0,4})\.?)(?:\s+|(?=[\u4e00-\u9fff“《])|$)")
_LETTER = re.compile(r"(?P<label>(?P<n>[A-Z](?:\.\d{1,2}){0,4})\.?)(?:\s+|(?=[\u4e00-\u9fff“《])|$)")
_WORD = re.compile(
    r"(?P<label>(?P<word>Section|SECTION|Chapter|CHAPTER|Part|PART|Pillar|PILLAR|Appendix|APPENDIX|Annex|ANNEX"
    r"|Commitment|Measure|Principle|Outcome|Objective|Goal|Step|Module|附录|附件)"
    r"\s*(?P<n>\d{1,2}(?:\.\d{1,2}){0,4}|[A-Z](?:\.\d{1,2}){0,4}(?![A-Za-z])|[IVX]{1,5}(?![A-Za-z])))"
    r"(?P<gap>\s*[:.–—-]?\s*)"
)
_FUNCTION = re.compile(r"(?P<label>(?P<word>[A-Z]{3,12}) (?P<n>\d{1,2}(?:\.\d{1,2})?)):\s*")
INNER_FUNCTION = re.compile(r"(?:(?<=\t)|(?<=[.\]] ))[A-Z]{3,12} \d{1,2}(?:\.\d{1,2})?:\s")
"""A numbered outcome that is not the first in its table row."""
_NO_FUNCTION = ("SECTION", "CHAPTER", "PART", "PILLAR", "APPENDIX", "ANNEX", "TABLE", "FIGURE", "STEP", "BOX")
_CHINESE = re.compile(rf"(?P<label>(?P<n>[{CHINESE_DIGITS}]{{1,3}})、)\s*")
_QUALIFIER = re.compile(r"[(（](?:规范性|资料性|[Nn]ormative|[Ii]nformative)(?:附录)?[)）]$")
_STOP = re.compile(r"[.;:,。；：，、]$")
_ANNEX_WORDS = ("appendix", "annex", "附录", "附件")
_SECTION_WORDS = ("section", "chapter")

_MARKED, _TITLE, _RUN_IN, _BARE = 3.0, 1.5, 1.0, 1.0
_GAP, _START_COST = 0.9, 0.3
_LONGEST_TITLE = 160
_LONGEST_MARKED = 260
_READER_KNOWS = 3
"""So many headings that the reader marked are evidence that it knows them all."""


@dataclass(frozen=True, slots=True)
class NumberedHeading:
    """A line that is a numbered heading."""

    index: int
    """Which line."""
    lines: int
    """How many lines number and title take."""
    space: str
    """What the number counts: `section`, `annex`, or another word (`part`, `govern`)."""
    number: Number
    segment: str
    """Its pin segment."""
    label: str
    """The number as printed."""
    title: str
    body: int
    """Offset where its text begins."""


@dataclass(frozen=True, slots=True)
class _Candidate:
    index: int
    space: str
    number: Number
    printed: str
    label: str
    end: int
    """Where the title begins in the line."""
    weight: float
    marked: bool


def numbered_headings(all_lines: Sequence[Line]) -> list[NumberedHeading]:
    """The numbered headings of a document, in order.

    Each kind of number (3.2; Appendix A; Measure 1.1; GOVERN 1.1; 二、) is a sequence of its own. A line is a
    heading where its number is next in the sequence and the line looks like a title: the reader marked
    it, or it is short and no sentence, or it begins with a short title and a full stop. So the items of a list in
    a section, years, quantities and cross-references are none.
    """
    spaces: defaultdict[str, list[_Candidate]] = defaultdict(list)
    for i, line in enumerate(all_lines):
        for candidate in _candidates(i, line, all_lines):
            spaces[candidate.space].append(candidate)
    chains: dict[str, list[_Candidate]] = {}
    knows = (
        sum(line.block is not None and line.block.kind == "heading" for line in all_lines) >= _READER_KNOWS
    )
    for space, candidates in spaces.items():
        if any(c.marked and len(c.number) == 1 for c in candidates) or (knows and space == "section"):
            candidates = [c for c in candidates if c.marked or len(c.number) > 1]
        _, chain = heaviest(candidates, _step, _START_COST)
        if len(chain) >= (3 if space.isupper() else 2) or any(
            c.marked and c.space != "section" for c in chain
        ):
            chains[space] = chain
    if "chinese" in chains and any(len(c.number) == 1 for c in chains.get("section", ())):
        del chains["chinese"]
    taken: dict[int, _Candidate] = {}
    for chain in sorted(chains.values(), key=len, reverse=True):
        for candidate in chain:
            taken.setdefault(candidate.index, candidate)
    plain = {space for space in chains if space in ("section", "chinese")}
    return [_heading(taken[i], all_lines, bool(plain)) for i in sorted(taken)]


def _candidates(i: int, line: Line, all_lines: Sequence[Line]) -> list[_Candidate]:
    """What numbered headings a line could be."""
    kind = line.block.kind if line.block is not None else "paragraph"
    text = narrow(line.text)
    if kind == "footnote":
        return []
    function = _FUNCTION.match(text)
    if function and function["word"] not in _NO_FUNCTION:
        number, label = _number(function["n"]), function["label"]
        return [_Candidate(i, function["word"], number, function["n"], label, function.end(), 1.0, False)]
    if kind == "table":
        return []
    found: list[_Candidate] = []
    marked = kind == "heading"
    for pattern, space in ((_WORD, ""), (_DECIMAL, "section"), (_LETTER, "annex"), (_CHINESE, "chinese")):
        match = pattern.match(text)
        if not match:
            continue
        space = space or match["word"].lower()
        if space in _ANNEX_WORDS:
            space = "annex"
        elif space in _SECTION_WORDS:
            space = "section"
        number = _number(match["n"])
        title = text[match.end() :]
        weight = _weight(space, number, match, title, marked, all_lines, i)
        if number and weight > 0:
            label = match["label"]
            found.append(_Candidate(i, space, number, match["n"], label, match.end(), weight, marked))
            break
    return found


def _number(printed: str) -> Number:
    parts = printed.split(".")
    first = parts[0]
    if first.isdigit():
        head = int(first)
    elif first[0] in CHINESE_DIGITS:
        try:
            head = from_chinese(first)
        except ValueError:
            return ()
    elif len(first) == 1 and first not in "IVX":
        head = ord(first) - ord("A") + 1
    else:
        try:
            head = from_roman(first) if len(first) > 1 or len(parts) == 1 else ord(first) - ord("A") + 1
        except ValueError:
            return ()
    return (head, *(int(part) for part in parts[1:]))


def _weight(
    space: str,
    number: Number,
    match: re.Match[str],
    title: str,
    marked: bool,
    all_lines: Sequence[Line],
    i: int,
) -> float:
    """How much a line looks like a heading; 0 or less where it cannot be one."""
    single_letter = space == "annex" and "word" not in match.re.groupindex and len(number) == 1
    if single_letter and not marked:
        return 0.0
    if title and (title[0].islower() or title[0] in "%),;:=<>/–—-"):
        return 0.0
    if marked:
        return _MARKED if len(title) <= _LONGEST_MARKED else 0.0
    if not title:
        following = all_lines[i + 1] if i + 1 < len(all_lines) else None
        alone = "word" in match.re.groupindex or len(number) > 1
        return _BARE if alone and following is not None and not _STOP.search(narrow(following.text)) else 0.0
    before = narrow(all_lines[i - 1].text) if i else ""
    broken = len(before) > 60 and not re.search(r"[.;:!?。；：！？)）”\"\]]$", before)
    block = all_lines[i].block
    if broken and len(number) == 1:
        return 0.0  # in the middle of a sentence
    if len(number) == 1 and block is not None and block.kind == "list-item" and block.level > 1:
        return 0.0
    han = "\u4e00" <= title[0] <= "\u9fff"
    short = len(title) <= (40 if han else 110) and not _STOP.search(title)
    if "word" in match.re.groupindex and not short:
        return 0.0 if match["gap"].strip() not in (":", ".") else _RUN_IN if len(title) <= 400 else 0.0
    if short:
        return (
            _TITLE if len(number) > 1 or "word" in match.re.groupindex or space == "chinese" else _TITLE - 0.4
        )
    if len(number) > 1:
        return _RUN_IN
    heading, _ = run_in_heading(title)
    capitals = [word for word in heading.split() if word[:1].isupper() or len(word) <= 3]
    return 0.7 if heading and len(capitals) == len(heading.split()) else 0.0


def _step(before: Number, after: Number) -> float:
    """What a step costs: nothing to the first child or to the next number at any open depth."""
    if after == (*before, 1):
        return 0.0
    depth = len(after) - 1
    if depth < len(before) and after[:depth] == before[:depth] and after[depth] == before[depth] + 1:
        return 0.0
    return _GAP


def _heading(candidate: _Candidate, all_lines: Sequence[Line], has_sections: bool) -> NumberedHeading:
    i = candidate.index
    line = all_lines[i]
    title = line.text[candidate.end :].strip()
    count = 1
    body = line.end
    if candidate.space.isupper():
        title, body = "", line.start + candidate.end
    elif not title.strip(" :.–—-"):
        title = ""
        while i + count < len(all_lines) and count <= 3:
            following = all_lines[i + count]
            marked = following.block is not None and following.block.kind == "heading"
            text = narrow(following.text)
            if not _QUALIFIER.match(text) and (_STOP.search(text) or not (marked or len(text) <= 80)):
                break
            count += 1
            body = following.end
            if not _QUALIFIER.match(text):
                title = following.text
                break
    elif "。" in title or not candidate.marked:
        heading, length = _run_in(line.text[candidate.end :])
        if length and length < len(line.text) - candidate.end:
            title, body = heading, line.start + candidate.end + length
        elif _is_text(title):
            title, body = heading, line.start + candidate.end
    return NumberedHeading(
        i,
        count,
        candidate.space,
        candidate.number,
        _segment(candidate, has_sections),
        line.text[: len(candidate.label)].rstrip(" :"),
        title.strip(" :"),
        body,
    )


def _run_in(text: str) -> tuple[str, int]:
    found = re.match(r"([^。；：]{2,40})。", text)
    return (found[1], found.end()) if found else run_in_heading(text)


def _is_text(title: str) -> bool:
    return len(title) > _LONGEST_TITLE or bool(_STOP.search(title))


def _segment(candidate: _Candidate, has_sections: bool) -> str:
    """The pin segment of a numbered heading.

    Sections share one numbering with bare numbers; measures and commitments take it where nothing else does.
    """
    number = ".".join(map(str, candidate.number))
    match candidate.space:
        case "section" | "chinese":
            return f"s-{number}"
        case "annex":
            return f"annex-{candidate.printed.lower()}"
        case "commitment" | "measure" if not has_sections:
            return f"s-{number}"
        case word if word.isupper():
            return f"s-{word.lower()}-{number}"
        case word:
            return f"h-{word}-{number}"
