"""Carrying out the operations of an amending act on the texts of the amended one, article by article."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.pins import covers
from ingest.amending.operations import Operation
from ingest.amending.phrases import Target, Words
from ingest.amending.pieces import NEW_LINE, Piece, Removed, Spliced
from ingest.amending.places import HEADING, Unit
from ingest.outline.eu_numbers import mark
from ingest.types import Provision

_TYPOGRAPHY = str.maketrans(
    {"‘": "'", "’": "'", "“": '"', "”": '"', "\u00a0": " ", "\u2009": " ", "\u202f": " "}
)


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one operation."""

    operation: Operation
    target: Target
    unit: str
    """Name of the article or annex that it touches: `art-5`; empty where that is not known."""
    applied: bool
    problem: str = ""
    """Why it could not be applied, in one line."""

    @property
    def pin(self) -> str:
        """Where it stands, below the amended act: `art-5/1/ba`."""
        return "/".join((self.target.unit or self.unit, *self.target.path))


class Consolidation:
    """The articles and annexes of an act as they stand after each amending act in turn.

    Args:
        instrument: Id of the amended act.
        source: Key of the text that is amended.
        text: That text.
        provisions: Its outline.
    """

    def __init__(self, instrument: str, source: str, text: str, provisions: Sequence[Provision]) -> None:
        self.instrument = instrument
        self.paths: dict[str, tuple[str, ...]] = {}
        """The headings above each unit."""
        self.units: dict[str, Spliced] = {}
        """The text of each article and annex, in order."""
        for p in provisions:
            if p.kind in ("article", "annex") and p.pin.count("/") == 1:
                name = p.pin.partition("/")[2]
                self.units[name] = Spliced([Piece(text[p.start : p.end], source, p.start)])
                self.paths[name] = p.path
        self._outlines: dict[tuple[str, str], Unit] = {}

    def outline(self, name: str) -> Unit:
        """The outline of a unit as it stands now."""
        text = self.units[name].text
        if (name, text) not in self._outlines:
            self._outlines[name, text] = Unit(text, self.instrument, name)
        return self._outlines[name, text]

    def carry_out(
        self, operations: Iterable[Operation], source: str, text: str
    ) -> tuple[list[Change], list[Removed]]:
        """Carry out the operations of one act.

        Args:
            operations: In the order of the act.
            source: Key of the act's text.
            text: That text.

        Returns:
            What became of each operation, and the passages of earlier sources that are no longer law.
        """
        step = _Step(self, source, text)
        for operation in operations:
            step.carry_out(operation)
        return step.changes, step.removed


class _Step:
    """One amending act while it is carried out."""

    def __init__(self, state: Consolidation, source: str, text: str) -> None:
        self.state = state
        self.source, self.text = source, text
        self.changes: list[Change] = []
        self.removed: list[Removed] = []

    def carry_out(self, operation: Operation) -> None:
        phrase = operation.phrase
        quote = operation.quote
        if phrase.action == "none" or (phrase.action in ("replace", "insert") and quote is None):
            self._note(
                operation,
                phrase.targets[0] if phrase.targets else Target(),
                "the instruction is not understood",
            )
            return
        new = self._units_in(quote) if quote is not None else []
        if new and phrase.action in ("replace", "insert"):
            self._put_units(operation, new)
        elif phrase.action == "insert" and quote is not None:
            self._insert(operation, phrase.targets[0], quote)
        elif phrase.action == "words":
            for target in phrase.targets:
                for words in phrase.words:
                    self._words(operation, target, words)
        elif phrase.action == "replace" and len(phrase.targets) > 1:
            self._replace_row(operation, phrase.targets)
        else:
            for target in phrase.targets:
                self._replace(operation, target)

    # --- whole articles and annexes -----------------------------------------------------------------------------------

    def _units_in(self, quote: tuple[int, int]) -> list[tuple[str, int, int]]:
        """The articles and annexes that new wording consists of: name, start, end; none if it begins otherwise."""
        found: list[tuple[str, int, int]] = []
        at = quote[0]
        for line in self.text[quote[0] : quote[1]].split("\n"):
            if (heading := HEADING.fullmatch(line.strip())) and (found or at == quote[0]):
                kind = "art" if heading["kind"].lower() == "article" else "annex"
                if found:
                    found[-1] = (*found[-1][:2], at)
                found.append((f"{kind}-{heading['number'].lower()}", at, quote[1]))
            at += len(line) + 1
        return [(n, a, a + len(self.text[a:b].rstrip())) for n, a, b in found]

    def _put_units(self, operation: Operation, new: Sequence[tuple[str, int, int]]) -> None:
        gone = (
            {t.unit for t in operation.phrase.targets if t.is_unit}
            if operation.phrase.action == "replace"
            else set()
        )
        for name, start, end in new:
            piece = self._piece(start, end, operation)
            if name in self.state.units:
                old = self.state.units[name]
                self.removed += old.replace(0, len(old.text), [piece], operation.by)
            else:
                self._place_unit(name, piece)
            gone.discard(name)
            self._done(operation, Target(unit=name), name)
        for name in sorted(gone):
            self._delete_unit(operation, name)

    def _place_unit(self, name: str, piece: Piece) -> None:
        """Put a new article or annex where its number belongs."""
        units = self.state.units
        kind = name.partition("-")[0]
        before = None
        for other in units:
            if other.partition("-")[0] == kind and (kind == "annex" or _order(other) < _order(name)):
                before = other
        if before is None and kind == "annex":
            before = next(reversed(units), None)
        self.state.paths[name] = self.state.paths.get(before or "", ()) if kind == "art" else ()
        names = list(units)
        at = names.index(before) + 1 if before is not None else 0
        names.insert(at, name)
        units[name] = Spliced([piece])
        self.state.units = {n: units[n] for n in names}

    def _delete_unit(self, operation: Operation, name: str) -> None:
        gone = self.state.units.pop(name, None)
        if gone is None:
            self._note(operation, Target(unit=name), "there is no such article or annex in the text held")
            return
        self.removed += gone.replace(0, len(gone.text), (), operation.by)
        self._done(operation, Target(unit=name), name)

    # --- parts of them ------------------------------------------------------------------------------------------------

    def _replace(self, operation: Operation, target: Target) -> None:
        """Put new wording, or with a deletion nothing, in the place of a provision or a part of one."""
        if target.is_unit and operation.quote is None:
            self._delete_unit(operation, target.unit)
            return
        outline = self._outline(target.unit)
        span = outline.span(target) if outline else None
        if span is None:
            self._note(operation, target, "there is no such place in the text held")
            return
        self._splice(operation, target, span)

    def _replace_row(self, operation: Operation, targets: Sequence[Target]) -> None:
        """Put new wording in the place of several provisions that stand next to each other."""
        outline = self._outline(targets[0].unit)
        spans = [outline.span(target) if outline else None for target in targets]
        known = [span for span in spans if span is not None]
        same = len({target.unit for target in targets}) == 1
        between = "".join(outline.text[a[1] : b[0]] for a, b in pairwise(known)) if outline else ""
        if len(known) < len(targets) or not same or between.strip():
            self._note(
                operation, targets[0], "the provisions do not stand next to each other in the text held"
            )
            return
        self._splice(operation, targets[0], (known[0][0], known[-1][1]))
        for target in targets[1:]:
            self._done(operation, target, target.unit)

    def _splice(self, operation: Operation, target: Target, span: tuple[int, int]) -> None:
        unit = self.state.units[target.unit]
        start, end = span
        if operation.quote is None:  # the line goes with its text
            text = unit.text
            while start > 0 and text[start - 1].isspace():
                start -= 1
            self.removed += unit.replace(start, end, (), operation.by)
        else:
            piece = self._piece(*operation.quote, operation)
            number = mark(unit.text[start:end])
            own = mark(piece.text)
            if number is not None and own is None and (target.part or target.subparagraph == 1):
                start += len(number.number)  # the number of the paragraph stays
                while unit.text[start].isspace():
                    start += 1
            self.removed += unit.replace(start, end, [piece], operation.by)
        self._done(operation, target, target.unit)

    def _insert(self, operation: Operation, target: Target, quote: tuple[int, int]) -> None:
        """Put in new wording where its number, or the end of the list or paragraph, says."""
        outline = self._outline(target.unit)
        noun = operation.phrase.noun
        holder = Target(target.unit, target.section) if noun == "paragraph" else target
        parent = outline.find(holder) if outline else None
        if outline is None or parent is None:
            self._note(operation, target, "there is no such place in the text held")
            return
        piece = self._piece(*quote, operation)
        number = mark(piece.text) if noun in ("paragraph", "point", "") else None
        at = parent.end
        place = holder
        if number is not None:
            before = outline.before(self._list_of(outline, parent, target), number.segment)
            at = before.end if before is not None else parent.end
            if noun == "paragraph":
                place = replace(holder, subparagraph=0, paragraph=number.segment)
            else:
                place = replace(holder, subparagraph=0, points=(*holder.points, number.segment))
        elif target.subparagraph:
            span = outline.subparagraph(parent, target.subparagraph)
            at = span[1] if span else at
        new = [Piece(" ", ""), piece] if noun == "sentence" else [replace(NEW_LINE, by=operation.by), piece]
        unit = self.state.units[target.unit]
        self.removed += unit.replace(at, at, new, operation.by)
        self._done(operation, place, target.unit)

    def _list_of(self, outline: Unit, parent: Provision, target: Target) -> Provision:
        """The provision whose list is meant: a subparagraph with pins of its own, or all of the paragraph."""
        if target.subparagraph > 0:
            return outline.by_pin.get(f"{parent.pin}/p{target.subparagraph}", parent)
        return parent

    def _words(self, operation: Operation, target: Target, words: Words) -> None:
        """Change single words, if it is certain which."""
        begin = operation.instruction[0]
        outline = self._outline(target.unit)
        span = outline.span(target) if outline else None
        sought = words.old or words.after
        if outline is None or span is None or sought is None:
            self._note(operation, target, "there is no such place in the text held")
            return
        old = self.text[begin + sought[0] : begin + sought[1]]
        pattern = re.compile(r"\s+".join(re.escape(w) for w in old.translate(_TYPOGRAPHY).split()))
        found = [
            m.span()
            for m in pattern.finditer(outline.text.translate(_TYPOGRAPHY), *span)
            if not (_in_word(outline.text, *m.span()))
        ]
        if not found or (len(found) > 1 and not words.everywhere):
            said = "do not occur" if not found else f"occur {len(found)} times"
            self._note(operation, target, f"the words “{old[:60]}” {said} there")
            return
        unit = self.state.units[target.unit]
        for start, end in reversed(found):
            new: list[Piece] = []
            if words.new is not None:
                new = [self._piece(begin + words.new[0], begin + words.new[1], operation)]
            if words.after is not None:
                start, new = end, [Piece(" ", "", by=operation.by), *new]
            elif not new and start and unit.text[start - 1] == " ":
                start -= 1
            self.removed += unit.replace(start, end, new, operation.by)
        self._done(operation, target, target.unit)

    # --- small things -------------------------------------------------------------------------------------------------

    def _outline(self, name: str) -> Unit | None:
        return self.state.outline(name) if name in self.state.units else None

    def _piece(self, start: int, end: int, operation: Operation) -> Piece:
        return Piece(self.text[start:end], self.source, start, operation.by)

    def _done(self, operation: Operation, target: Target, unit: str) -> None:
        self.changes.append(Change(operation, target, unit, applied=True))

    def _note(self, operation: Operation, target: Target, problem: str) -> None:
        self.changes.append(Change(operation, target, target.unit, applied=False, problem=problem))


def touched(changes: Iterable[Change], pin: str, instrument: str) -> list[Change]:
    """The changes that are about a provision or a part of it."""
    return [c for c in changes if c.unit and covers(pin, f"{instrument}/{c.pin}")]


def _order(name: str) -> tuple[int, str]:
    """The place of an article: `art-75a` is (75, "a")."""
    found = re.fullmatch(r"art-(\d+)([a-z]*)", name)
    return (int(found[1]), found[2]) if found else (0, name)


def _in_word(text: str, start: int, end: int) -> bool:
    """Whether a match begins or ends in the middle of a word."""
    before, after = text[start - 1 : start], text[end : end + 1]
    return (before.isalnum() and text[start].isalnum()) or (after.isalnum() and text[end - 1].isalnum())
