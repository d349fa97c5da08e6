"""Finding names in a question: instruments, groups of them, facets, and places the corpus does not hold."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, cast

from corpus import Registry
from rag.gazetteer import LAWS, SUMMITS, US_STATES, countries, joint_names, names_event, texts_of_others
from rag.naming import Composed, Found, ends_word, spellings

MentionKind = Literal["instrument", "group", "facet", "place", "law"]

_DROPPED = frozenset('《》〈〉「」『』“”"')
_APOSTROPHES = frozenset("‘’'`")
_HAN = re.compile(r"[\u3400-\u9fff]")
_SPACES = re.compile(r"[\s\u3000]")
_POINTING = re.compile(r"(?<=[\u3400-\u9fffA-Za-z0-9》”])[那这][部份](?!分)(?=[\u3400-\u9fffA-Za-z0-9《“])")
"""In 深度合成那部规定, which is 深度合成规定."""
_DASHES = frozenset("-‐‑‒–—")


@dataclass(frozen=True, slots=True)
class Mention:
    """`question[start:end]` names `key`."""

    kind: MentionKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Folded:
    """A text made comparable; `offsets[i]` is where folded character `i` stands in the original."""

    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the original."""
        return self.offsets[start], self.offsets[end - 1] + 1

    def parted(self, i: int) -> bool:
        """Whether the original has something between the folded characters `i - 1` and `i`: "the 2025 order"."""
        return 0 < i < len(self.offsets) and self.offsets[i] - self.offsets[i - 1] > 1


def fold(text: str) -> Folded:
    """Make spelling variants equal: width, quotes and title brackets, runs of space, `SB-53` and `SB 53`, 那部.

    Letter case is kept: it tells `US` from `us`.
    """
    characters: list[str] = []
    offsets: list[int] = []
    pointing = {i for found in _POINTING.finditer(text) for i in range(*found.span())}
    for i, c in enumerate(text):
        if c in _DROPPED or i in pointing:
            continue
        if "！" <= c <= "～":
            c = chr(ord(c) - 0xFEE0)
        elif c in _DASHES or _SPACES.match(c):
            c = " "
        elif c in _APOSTROPHES:
            c = "'"
        if c == " " and (not characters or characters[-1] == " "):
            continue
        if c.isascii() and c.isdigit() and len(characters) > 1 and characters[-1] == " ":
            before = characters[-2]
            if before.isascii() and before.isalpha():  # "SB 53" is "SB53"
                characters.pop()
                offsets.pop()
        elif len(characters) > 1 and characters[-1] == " " and (_HAN.match(c) or _HAN.match(characters[-2])):
            characters.pop()  # a space beside a Chinese character means nothing
            offsets.pop()
        characters.append(c)
        offsets.append(i)
    return Folded("".join(characters), tuple(offsets))


_YEARS = {"last year": -1, "this year": 0, "前年": -2, "去年": -1, "今年": 0}
_YEAR = re.compile(r"\b(?:last|this) year\b|[前去今]年", re.IGNORECASE)


def with_years(folded: Folded, year: int) -> Folded:
    """A folded text with numbers for the years that it names by their distance from `year`: 去年 is 2025年 in 2026."""
    characters: list[str] = []
    offsets: list[int] = []
    at = 0
    for found in _YEAR.finditer(folded.text):
        name, start = found[0].lower(), found.start()
        number = f"{year + _YEARS[name]}{'' if name.isascii() else '年'}"
        first, last = folded.span(*found.span())
        characters += [folded.text[at:start], number]
        offsets += [*folded.offsets[at:start], *[first] * (len(number) - 1), last - 1]
        at = found.end()
    return Folded("".join(characters) + folded.text[at:], (*offsets, *folded.offsets[at:]))


_WORDS = frozenset({"us", "un", "meta", "raise", "dsl"})
"""Names that in small letters are another word."""
_OTHER_WORDS = (
    ("中国", re.compile("发展$"), re.compile("家")),
    ("fine", re.compile(""), re.compile(" (?:tun|grain|print)")),
)
"""Where the end of a name belongs to other words, by what stands around it: developing countries, fine-tuners."""


@dataclass(frozen=True, slots=True)
class _Entry:
    alias: str
    """Folded, lower case."""
    exact: str | None
    """The spelling that must agree, for names that in small letters are another word."""
    kind: MentionKind
    key: str


class Names:
    """A dictionary of names that finds the longest one at each place of a text."""

    def __init__(self, names: Iterable[tuple[MentionKind, str, Sequence[str]]]) -> None:
        """Collect `(kind, key, aliases)`; of equal aliases the first wins, and what is given before a spelling."""
        self._by_start: dict[str, list[_Entry]] = defaultdict(list)
        given = [(kind, key, alias) for kind, key, aliases in names for alias in aliases]
        others = [
            (kind, key, other)
            for kind, key, alias in given
            if kind in ("instrument", "group")
            for other in spellings(alias)
        ]
        seen: set[str] = set()
        for kind, key, alias in (*given, *others):
            folded = fold(alias).text.strip()
            if not folded or folded.lower() in seen:
                continue
            seen.add(folded.lower())
            exact = folded if folded.lower() in _WORDS and kind != "facet" else None
            self._by_start[folded[:2].lower()].append(_Entry(folded.lower(), exact, kind, key))
        for entries in self._by_start.values():
            entries.sort(key=lambda entry: -len(entry.alias))

    def find(self, question: str) -> list[Mention]:
        """Every mention in `question`, left to right, none overlapping another."""
        folded = fold(question)
        return [Mention(e.kind, e.key, *folded.span(i, end)) for e, i, end in self.spans(folded)]

    def spans(self, folded: Folded) -> Iterator[tuple[_Entry, int, int]]:
        """The names of a folded text and where they stand in it."""
        lower = folded.text.lower()
        i = 0
        while i < len(lower):
            entry = self._longest_at(folded, lower, i)
            if entry is None:
                i += 1
                continue
            end = i + len(entry.alias)
            yield entry, i, end
            i = end

    def _longest_at(self, folded: Folded, lower: str, i: int) -> _Entry | None:
        if _is_letter(lower[i]) and i and _is_letter(lower[i - 1]) and not folded.parted(i):
            return None
        for entry in self._by_start.get(lower[i : i + 2], ()):
            end = i + len(entry.alias)
            if not lower.startswith(entry.alias, i) or _is_another_word(entry, lower, i):
                continue
            if entry.exact is not None and folded.text[i:end] != entry.exact:
                continue
            if _is_letter(entry.alias[-1]):
                rest = lower[end:]
                inflected = entry.kind == "facet" and re.match(r"(?:e?s|d|ed|ing)?(?![a-z0-9])", rest)
                if not inflected and re.match(r"[a-z0-9]", rest):
                    # "GDPR 22" is a law and a number; "executive order 14999" is an order of its own
                    number = folded.parted(end) and rest[0].isdigit()
                    ordered = entry.kind == "group" and entry.alias.endswith("order")
                    if not number or (ordered and not re.match(r"20\d\d(?!\d)", rest)):
                        continue
            elif entry.kind == "instrument" and not ends_word(lower, end, entry.alias):
                continue
            return entry
        return None


def _is_another_word(entry: _Entry, lower: str, i: int) -> bool:
    end = i + len(entry.alias)
    return any(
        entry.alias.endswith(name) and before.search(lower[:i]) and after.match(lower, end)
        for name, before, after in _OTHER_WORDS
    )


def _is_letter(c: str) -> bool:
    return c.isascii() and c.isalnum()


class Mentions:
    """Finds what a question names, with the vocabulary of a registry."""

    def __init__(self, registry: Registry) -> None:
        """Use the aliases of `registry`."""
        self._registry = registry

    @cached_property
    def _laws(self) -> Names:
        names: list[tuple[MentionKind, str, Sequence[str]]] = []
        for instrument in self._registry.instruments.values():
            titles = (instrument.title.en, instrument.title.zh, instrument.short.en, instrument.short.zh)
            names.append(
                (
                    "instrument",
                    instrument.id,
                    (instrument.id, *titles, *instrument.aliases.en, *instrument.aliases.zh),
                )
            )
        for group in self._registry.groups:
            names.append(("group", group.id, (*group.terms.en, *group.terms.zh)))
        for code, aliases in countries():
            names.append(("place", code, aliases))
        for line in US_STATES:
            english, _, chinese = line.partition(":")
            names.append(("place", english, (english, *chinese.split(","))))
        groups = {group.id for group in self._registry.groups}
        for cities in self._registry.cities:
            names.append(("group" if cities.of in groups else "place", cities.of, (*cities.en, *cities.zh)))
        held = {alias.casefold() for kind, _, aliases in names if kind == "instrument" for alias in aliases}
        for line in LAWS.strip().splitlines():
            laws = [alias for alias in re.split(r"[,;] ", line) if alias.casefold() not in held]
            if laws:
                names.append(("law", laws[0], laws))
        return Names(names)

    @cached_property
    def _cities(self) -> frozenset[str]:
        return frozenset(
            city.casefold() for cities in self._registry.cities for city in (*cities.en, *cities.zh)
        )

    @cached_property
    def _of_summits(self) -> frozenset[str]:
        """Texts that were made at summits, and names of some of them."""
        texts = {i for group in self._registry.groups if group.id == "summits" for i in group.ids}
        return frozenset(texts | {g.id for g in self._registry.groups if g.ids and texts.issuperset(g.ids)})

    @cached_property
    def _summits(self) -> dict[str, str]:
        return {
            city.casefold(): cities.summit
            for cities in self._registry.cities
            for city in (*cities.en, *cities.zh)
            if cities.summit in self._registry.instruments
        }

    @cached_property
    def _composed(self) -> Composed:
        return Composed(self._registry)

    @cached_property
    def _facets(self) -> Names:
        return Names(
            ("facet", facet.id, (facet.name.en, facet.name.zh, *facet.terms.en, *facet.terms.zh))
            for facet in self._registry.facets
        )

    def laws(self, question: str, *, composed: bool = True, year: int | None = None) -> list[Mention]:
        """Instruments, groups and places, in the order of the question.

        Names composed of an issuer's or a date and a common noun are one mention each, if `composed`; `year` is the one
        that "this year's order" means.
        """
        folded = fold(question) if year is None else with_years(fold(question), year)
        found = [Found(e.kind, e.key, i, end) for e, i, end in self._laws.spans(folded)]
        found = _with_others(folded.text, found)
        if composed:
            found = self._composed.find(folded.text.lower(), found)
        mentions = [Mention(cast(MentionKind, f.kind), f.key, *folded.span(f.start, f.end)) for f in found]
        made = [m for m in mentions if m.key in self._of_summits or self._summit(question, m) != m]
        if made and (len(made) > 1 or SUMMITS.search(question)):
            mentions = [self._summit(question, m) for m in mentions]
        mentions = [self._summit(question, m) if self._at_its_time(question, m) else m for m in mentions]
        return [m for m in mentions if not self._is_event(question, m)]

    def _summit(self, question: str, mention: Mention) -> Mention:
        """What was made in a city, if a question about summits names it."""
        made = self._summits.get(question[mention.start : mention.end].casefold())
        return Mention("instrument", made, mention.start, mention.end) if made else mention

    def _at_its_time(self, question: str, mention: Mention) -> bool:
        """Whether a city is named with the month of its summit: "in Paris in February 2025"."""
        made = self._summit(question, mention)
        if made == mention:
            return False
        day = self._registry.get(made.key).dates.adopted
        if day is None:
            return False
        before = rf"{day.year}年{day.month}月的?(?:在|于)?$"
        behind = rf",?(?: in)? (?:early |late )?{day:%B} {day.year}"
        return bool(
            re.search(before, question[: mention.start])
            or re.match(behind, question[mention.end :], re.IGNORECASE)
        )

    def _is_event(self, question: str, mention: Mention) -> bool:
        """Whether a city only says which meeting or document is meant."""
        name = question[mention.start : mention.end].casefold()
        return name in self._cities and names_event(question[mention.end :])

    def facets(self, question: str) -> list[Mention]:
        """Facets asked about, in the order of the question; one word may stand for one facet only."""
        return self._facets.find(question)


def _with_others(text: str, found: Sequence[Found]) -> list[Found]:
    """The names found and, where no other stands, the places in joint names and texts that the corpus does not hold.

    "Zhipu's frontier safety framework" is not the one of which the corpus has the text.
    """
    others = [Found("law", text[start:end], start, end) for start, end in texts_of_others(text)]
    ends = {other.end: other.start for other in others}
    kept = [f for f in found if not (f.kind == "instrument" and ends.get(f.end, f.end) < f.start)]
    joint = (
        Found("group" if place.is_group else "place", place.key, place.start, place.end)
        for place in joint_names(text)
    )
    taken = {i for f in kept for i in range(f.start, f.end)}
    beside = [f for f in (*joint, *others) if taken.isdisjoint(range(f.start, f.end))]
    return sorted((*kept, *beside), key=lambda f: f.start)
