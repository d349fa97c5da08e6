"""The drafting language of amending acts: what an instruction is about, and what it does to it.

`in Article 5(1), first subparagraph, the following points are inserted:` names a place (a `Target`) and an action.
The patterns follow the drafting rules of the European Union (Joint Practical Guide, guideline 18; Interinstitutional
Style Guide, 3.2), which parliaments elsewhere in Europe follow too.
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from corpus.numerals import from_roman, to_roman

Action = Literal["replace", "insert", "delete", "words", "none"]
Noun = Literal["article", "annex", "section", "paragraph", "subparagraph", "point", "sentence", ""]
Part = Literal["", "heading", "introduction"]

_ORDINALS = {
    word: n
    for n, word in enumerate(
        [
            "first",
            "second",
            "third",
            "fourth",
            "fifth",
            "sixth",
            "seventh",
            "eighth",
            "ninth",
            "tenth",
            "eleventh",
            "twelfth",
        ],
        1,
    )
}
LAST = -1
"""`the last subparagraph`."""
_NUMBER = r"\d+[a-z]{0,2}|[IVXLC]+[a-z]?"
_MARKED = r"(?:\([0-9a-zA-Z]{1,5}\))+|\d+(?:\.\d+)*[a-z]{0,2}"
_AND = r"(?:,\s*|,?\s+(?:and|or|to)\s+)"
_REFERENCE = re.compile(
    rf"\b(?P<kind>Article|Annex)(?:e?s)?\s+(?P<units>(?:{_NUMBER})(?:\(\w{{1,5}}\))*(?:{_AND}(?:{_NUMBER})(?![a-z(]))*)"
    rf"|\b[Ss]ection\s+(?P<section>[A-Z]|\d+)\b"
    rf"|\bparagraphs?\s+(?P<paragraphs>\d+[a-z]{{0,2}}(?:{_AND}\d+[a-z]{{0,2}}\b)*)"
    rf"|\b(?P<ordinal>{'|'.join(_ORDINALS)}|last)\s+(?P<counted>paragraph|subparagraph|sentence|indent)\b"
    rf"|\bpoints?\s+(?P<points>(?:{_MARKED})(?:{_AND}(?:{_MARKED}))*)"
    r"|\bthe\s+(?P<part>heading|title|introductory\s+(?:part|wording|phrase|sentence|words)|chapeau)\b"
)
_VERB = re.compile(
    r"\b(?:is|are|shall\s+be)\s+(?:hereby\s+)?(?P<verb>replaced|deleted|repealed|amended|inserted|added)\b"
)
_FOLLOWING = re.compile(
    r"\bthe\s+following\s+(?:new\s+)?(?P<noun>article|annex|section|paragraph|subparagraph|point|sentence|indent)",
    re.I,
)
_ANCHOR = re.compile(
    r"\b(?:after|before)\s+(?P<anchor>(?:Article|Annex|paragraph|point|the\s+\w+\s+(?:sub)?paragraph)[^,:]*)"
)
_OPEN, _CLOSE = '‘“„«"', '’”“»"'
_QUOTED = rf"[{_OPEN}](?P<{{}}>[^{_OPEN}{_CLOSE}]+(?:’\w[^{_OPEN}{_CLOSE}]*)*)[{_CLOSE}]"
_OBJECT = r"(?:the\s+)?(?:words?|phrases?|terms?|expressions?|figures?|dates?|references?(?:\s+to)?)?\s*"
_WORDS = (
    re.compile(
        rf"{_OBJECT}{_QUOTED.format('old')}\s+(?:is|are|shall\s+be)\s+replaced\s+by\s+{_OBJECT}{_QUOTED.format('new')}"
    ),
    re.compile(
        rf"after\s+{_OBJECT}{_QUOTED.format('after')},?\s+(?:the\s+following\s+words\s+are\s+inserted:\s*|{_OBJECT})"
        rf"{_QUOTED.format('new')}(?:\s+(?:is|are)\s+(?:inserted|added))?"
    ),
    re.compile(
        rf"{_OBJECT}{_QUOTED.format('new')}\s+(?:is|are)\s+(?:inserted|added)\s+after\s+{_OBJECT}{_QUOTED.format('after')}"
    ),
    re.compile(rf"{_OBJECT}{_QUOTED.format('old')}\s+(?:is|are|shall\s+be)\s+deleted"),
)
_EVERYWHERE = re.compile(
    r"\bthroughout\b|\beach\s+(?:occurrence|time|instance)\b|\bwherever\b|\ball\s+occurrences\b"
)


@dataclass(frozen=True, slots=True)
class Target:
    """A place in the amended act; an empty field is a level that is not named."""

    unit: str = ""
    """`art-5`, `annex-i`."""
    section: str = ""
    """Of an annex: `sec-a`."""
    paragraph: str = ""
    """`1`, `1a`; `p3` for `the third paragraph`."""
    subparagraph: int = 0
    """From 1; `LAST`."""
    points: tuple[str, ...] = ()
    """`("h", "iii")` for point (h)(iii)."""
    part: Part = ""
    sentence: int = 0
    """From 1; `LAST`."""

    @property
    def path(self) -> tuple[str, ...]:
        """The segments of a pin below the unit, subparagraphs left out."""
        return tuple(s for s in (self.section, self.paragraph, *self.points) if s)

    @property
    def is_unit(self) -> bool:
        """Whether a whole article or annex is meant."""
        return bool(self.unit) and self == Target(unit=self.unit)

    def __str__(self) -> str:
        names = [self.unit, *self.path]
        if self.subparagraph:
            names.insert(2 + bool(self.section), f"subparagraph {self.subparagraph}")
        names += [self.part] * bool(self.part) + [f"sentence {self.sentence}"] * bool(self.sentence)
        return "/".join(filter(None, names))


@dataclass(frozen=True, slots=True)
class Words:
    """A change of single words: `new` in place of `old`, or put in after `after`; offsets in the instruction."""

    old: tuple[int, int] | None
    new: tuple[int, int] | None
    after: tuple[int, int] | None
    everywhere: bool


@dataclass(frozen=True, slots=True)
class Phrase:
    """An instruction as it was understood."""

    action: Action
    targets: tuple[Target, ...]
    """The places; for an insertion that which holds what is new."""
    noun: Noun = ""
    """What is inserted."""
    words: tuple[Words, ...] = ()
    is_container: bool = False
    """`… is amended as follows:`."""


def understand(instruction: str, context: Target) -> Phrase:
    """What an instruction says, below the place that the instructions above it name.

    Args:
        instruction: The words before the quoted text, without their number.
        context: From the instructions that this one stands under.
    """
    words = _words(instruction)
    plain = instruction
    for found in words:
        for span in filter(None, (found.old, found.new, found.after)):
            plain = plain[: span[0]] + " " * (span[1] - span[0]) + plain[span[1] :]
    if words:
        head = plain[: min(s[0] for w in words for s in (w.old, w.new, w.after) if s)]
        return Phrase("words", _targets(head, context), words=words)
    verb = _VERB.search(plain)
    if verb is None:
        return Phrase("none", _targets(plain, context))
    following = _FOLLOWING.search(plain)
    said = verb["verb"]
    if said in ("inserted", "added"):
        noun = _noun(following["noun"].lower() if following else "")
        anchor = _ANCHOR.search(plain)
        rest = plain if anchor is None else plain.replace(anchor[0], " ", 1)
        targets = _targets(rest, context)
        if anchor is not None:
            beside = _targets(anchor["anchor"], targets[0])
            targets = tuple(_above(t, noun) for t in beside)
        return Phrase("insert", targets, noun)
    targets = _targets(plain[: verb.start()], context)
    if said in ("deleted", "repealed"):
        return Phrase("delete", targets)
    if said == "amended":
        return Phrase("replace", targets, is_container=True)
    return Phrase("replace", targets)


def _noun(word: str) -> Noun:
    known: dict[str, Noun] = {
        "article": "article", "annex": "annex", "section": "section", "paragraph": "paragraph",
        "subparagraph": "subparagraph", "point": "point", "indent": "point", "sentence": "sentence",
    }  # fmt: skip
    return known.get(word, "")


def _above(beside: Target, noun: Noun) -> Target:
    """Where something goes that stands beside `beside`."""
    if noun in ("article", "annex"):
        return Target()
    if noun == "paragraph":
        return Target(beside.unit, beside.section)
    if noun == "subparagraph":
        return replace(beside, subparagraph=0, points=(), sentence=0)
    if noun == "point" and beside.points:
        return replace(beside, points=beside.points[:-1], sentence=0)
    return replace(beside, sentence=0)


def _targets(text: str, context: Target) -> tuple[Target, ...]:
    """The places that `text` names, below `context`; `context` itself if it names none."""
    several: list[tuple[str, ...]] = []
    target = context
    named: set[str] = set()
    seen = False  # whether a point was named before
    for found in sorted(_REFERENCE.finditer(text), key=_rank):
        if found["units"]:
            units, inside = _units(found["kind"], found["units"])
            target = Target(unit=units[0])
            if inside:
                paragraph, points = (inside[0], inside[1:]) if inside[0][0].isdigit() else ("", inside)
                target = replace(target, paragraph=paragraph, points=points)
            several = [(unit,) for unit in units] if len(units) > 1 else several
            named.add("unit")
        elif found["section"]:
            target = replace(target, section=f"sec-{found['section'].lower()}", paragraph="", points=())
        elif found["paragraphs"]:
            numbers = _listed(found["paragraphs"])
            target = replace(target, paragraph=numbers[0], subparagraph=0, points=(), part="", sentence=0)
            several = [(n,) for n in numbers] if len(numbers) > 1 else several
            named.add("paragraph")
        elif found["counted"] == "paragraph":
            n = _ORDINALS.get(found["ordinal"], LAST)
            target = replace(target, paragraph=f"p{n}", subparagraph=0, points=(), part="", sentence=0)
            named.add("paragraph")
        elif found["counted"] == "subparagraph":
            target = replace(target, subparagraph=_ORDINALS.get(found["ordinal"], LAST), sentence=0)
        elif found["counted"]:
            target = replace(target, sentence=_ORDINALS.get(found["ordinal"], LAST))
        elif found["points"]:
            paths = [_point(p) for p in _listed(found["points"])]
            outer = target.points if seen or (context.points and not named) else ()
            inverted = seen and bool(re.search(r"\bof\s+$", text[: found.start()]))
            whole = paths[0] + outer if inverted else outer + paths[0]
            target, seen = replace(target, points=whole, part="", sentence=0), True
            several = [p[-1:] for p in paths] if len(paths) > 1 else several
        elif found["part"]:
            part: Part = "heading" if found["part"] in ("heading", "title") else "introduction"
            target = replace(target, part=part)
    if not several:
        return (target,)
    if target.points:
        return tuple(replace(target, points=target.points[:-1] + last) for last in several)
    if target.paragraph:
        return tuple(replace(target, paragraph=one[0]) for one in several)
    return tuple(Target(unit=one[0]) for one in several)


def _rank(found: "re.Match[str]") -> int:
    """Outer levels first: `point (a) of Article 5` is `Article 5, point (a)`."""
    if found["units"]:
        return 0
    if found["section"]:
        return 1
    if found["paragraphs"] or found["counted"] == "paragraph":
        return 2
    if found["counted"] == "subparagraph":
        return 3
    return 4 if found["points"] else 5


def _units(kind: str, text: str) -> tuple[list[str], tuple[str, ...]]:
    """`Article 5(1)` as `art-5` and what is in brackets; `Articles 5 and 6` as both."""
    prefix = "art" if kind == "Article" else "annex"
    brackets = tuple(b.lower() for b in re.findall(r"\((\w+)\)", text))
    bare = re.sub(r"\(\w+\)", "", text)
    return [f"{prefix}-{n.lower()}" for n in _listed(bare)], brackets


def _point(text: str) -> tuple[str, ...]:
    """`(h)(iii)` as `("h", "iii")`; `4.3` stays together, as pins write it."""
    marked = re.findall(r"\((\w+)\)", text)
    return tuple(m.lower() for m in marked) if marked else (text.lower(),)


def _listed(text: str) -> list[str]:
    """The items of `2, 3 and 5` or `2 to 5`."""
    items: list[str] = []
    for item, joint in re.findall(r"([^\s,]+)(,?\s+(?:and|or|to)\s+|,\s*|$)", text.strip()):
        if items and items[-1] == "to":
            items.pop()
            items += _between(items[-1], item)
        items.append(item)
        if joint.strip(" ,") == "to":
            items.append("to")
    return [i for i in items if i != "to"]


def _between(first: str, last: str) -> list[str]:
    """What `2 to 5` leaves out: 3 and 4; letters too; nothing where the row is not plain."""
    a, b = first.strip("()"), last.strip("()")
    wrap = "({})" if first.startswith("(") else "{}"
    if a.isdigit() and b.isdigit():
        return [wrap.format(n) for n in range(int(a) + 1, int(b))][:200]
    if len(a) == len(b) == 1 and a.isalpha() and b.isalpha():
        return [wrap.format(chr(c)) for c in range(ord(a) + 1, ord(b))]
    try:
        low, high = from_roman(a.lower()), from_roman(b.lower())
    except ValueError:
        return []
    return [wrap.format(to_roman(n)) for n in range(low + 1, high)]


def _words(instruction: str) -> tuple[Words, ...]:
    """The changes of single words in an instruction, in order."""
    everywhere = bool(_EVERYWHERE.search(instruction))
    found: list[Words] = []
    taken: list[tuple[int, int]] = []
    for pattern in _WORDS:
        for match in pattern.finditer(instruction):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            spans = {name: match.span(name) for name in pattern.groupindex}
            found.append(Words(spans.get("old"), spans.get("new"), spans.get("after"), everywhere))
    order = sorted(zip(taken, found, strict=True), key=lambda pair: pair[0])
    return tuple(words for _, words in order)
