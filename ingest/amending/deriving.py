"""What amending acts make of the act that they amend: its new wording, the periods of the old, the whole as amended.

New wording is quoted from the amending act itself, under the pins that it has in the amended one. The amended
articles and annexes as a whole are put together here (role `consolidation`): official words in an order that no
official text has.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise

from corpus.pins import covers
from corpus.types import Instrument
from ingest.amending.consolidating import Change, Consolidation
from ingest.amending.operations import read_operations
from ingest.amending.pieces import Removed
from ingest.amending.places import Unit
from ingest.periods import Passage, Period, Timeline
from ingest.types import Provision


@dataclass(frozen=True, slots=True)
class Wording:
    """A text with its outline, as the index has it."""

    source: str
    """Its key."""
    text: str
    provisions: tuple[Provision, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An amending act."""

    id: str
    wording: Wording
    since: date
    """The day on which it came into force."""


@dataclass(frozen=True, slots=True)
class Derived:
    """A text of the amended act that an amending act gave rise to."""

    act: str
    """Id of the amending act."""
    wording: Wording
    timeline: Timeline
    searched: tuple[str, ...]
    """Pins whose words can be found nowhere else, so that they are to be searched here."""
    is_consolidation: bool
    leads: dict[str, str] = field(default_factory=dict)
    """By pin of a point added to a list: the words that lead into the list, which stand in another text."""


@dataclass(frozen=True, slots=True)
class Derivation:
    """All that amending acts make of one text of an act."""

    base: Timeline
    """Of the text that is amended."""
    derived: tuple[Derived, ...]
    changes: tuple[Change, ...]
    ended: tuple[tuple[str, date, tuple[str, ...]], ...]
    """Pins whose wording as a whole ended on a day, and by which provisions."""


def derive(instrument: Instrument, base: Wording, acts: Iterable[Act]) -> Derivation:
    """Carry out amending acts, one after the other, on a text of the act that they amend.

    Args:
        instrument: The amended act.
        base: The text that is amended.
        acts: In any order.
    """
    state = Consolidation(instrument.id, base.source, base.text, base.provisions)
    steps = []
    for act in sorted(acts, key=lambda a: (a.since, a.id)):
        step = _Step(instrument, state, act)
        if step.changes:
            steps.append(step)
    ended = [(pin, step.act.since, by) for step in steps for pin, by in step.ended.items()]
    derived = []
    for n, step in enumerate(steps):
        later = steps[n + 1 :]
        derived += [step.new_wording(later), step.consolidation(later)]
    return Derivation(
        base=_base_timeline(base, steps),
        derived=tuple(d for d in derived if d.wording.provisions),
        changes=tuple(c for step in steps for c in step.changes),
        ended=tuple(ended),
    )


class _Step:
    """One amending act, carried out."""

    def __init__(self, instrument: Instrument, state: Consolidation, act: Act) -> None:
        self.instrument, self.act = instrument.id, act
        before = {name: state.outline(name) for name in state.units}
        operations = read_operations(act.wording.text, act.wording.provisions, instrument)
        self.source = act.wording.source
        self.changes, self.removed = state.carry_out(operations, self.source, act.wording.text)
        names = {c.unit for c in self.changes if c.applied}
        self.units = {name: state.units[name] for name in state.units if name in names}
        self.units = {name: type(unit)(unit.pieces) for name, unit in self.units.items()}
        self.outlines = {name: state.outline(name) for name in self.units}
        self.paths = dict(state.paths)
        self.ended = self._ended({name: before[name] for name in names if name in before})
        """Pins whose wording as a whole is another one now, with the provisions that changed it."""

    def _ended(self, before: dict[str, Unit]) -> dict[str, tuple[str, ...]]:
        gone: dict[str, tuple[str, ...]] = {}
        for name, old in before.items():
            new = self.outlines.get(name)
            for p in old.provisions:
                now = new.by_pin.get(p.pin) if new else None
                if now is None or new is None or new.text[now.start : now.end] != old.text[p.start : p.end]:
                    gone[p.pin] = self.by(p.pin)
        return gone

    def by(self, pin: str, *, applied: bool = True) -> tuple[str, ...]:
        """The instructions that are about a provision, what it is part of, or a part of it."""
        return tuple(
            dict.fromkeys(
                c.operation.by
                for c in self.changes
                if c.applied == applied and c.unit and _related(f"{self.instrument}/{c.pin}", pin)
            )
        )

    def new_wording(self, later: Sequence["_Step"]) -> Derived:
        """The amending act's text, outlined by the pins that its new wording has in the amended act."""
        found: dict[str, Provision] = {}
        periods: dict[str, Period] = {}
        passages: list[Passage] = []
        for name, unit in self.units.items():
            outline, above = self.outlines[name], self.paths.get(name, ())
            at = 0
            for piece in unit.pieces:
                if piece.source == self.source and piece.by:
                    period = Period(self.act.since, None, (piece.by,))
                    passages.append(Passage(piece.start, piece.start + len(piece.text), period))
                    if not any(_inside(p, at, at + len(piece.text)) for p in outline.provisions):
                        self._loose(found, outline, (at, at + len(piece.text)), piece.start, above)
                at += len(piece.text)
            for p in outline.provisions:
                origin = unit.origin(p.start, p.end)
                if origin is not None and origin[0] == self.source:
                    found[p.pin] = _moved(p, origin[1] - p.start, above)
        provisions = sorted(found.values(), key=lambda p: (p.start, -p.end, p.pin.count("/")))
        for p in provisions:
            until, ended_by = _end(p.pin, later)
            made = tuple(x.period.made_by[0] for x in passages if x.start < p.end and p.start < x.end)
            periods[p.pin] = Period(self.act.since, until, tuple(dict.fromkeys(made)), ended_by)
        return Derived(
            act=self.act.id,
            wording=Wording(f"{self.instrument}:{self.act.id}", self.act.wording.text, tuple(provisions)),
            timeline=Timeline(Period(self.act.since), _with_ends(passages, self.source, later), periods),
            searched=tuple(p.pin for p in provisions),
            is_consolidation=False,
            leads={p.pin: lead for p in provisions if (lead := self._lead(p, found))},
        )

    def _lead(self, point: Provision, found: Mapping[str, Provision]) -> str:
        """The words that lead into the list of an added point; empty where they are new themselves, or none."""
        above = point.pin.rpartition("/")[0]
        outline = self.outlines.get(point.pin.split("/")[1])
        holder = outline.by_pin.get(above) if outline else None
        if point.kind != "point" or above in found or outline is None or holder is None:
            return ""
        first = next((p.start for p in outline.children(holder)), holder.start)
        words = " ".join(outline.text[max(holder.body, holder.start) : first].split())
        return words if words.endswith((":", "—")) else ""

    def _loose(
        self,
        found: dict[str, Provision],
        outline: Unit,
        span: tuple[int, int],
        start: int,
        above: tuple[str, ...],
    ) -> None:
        """New wording that is no provision by itself: a subparagraph, the words that introduce a list."""
        holder = max(
            (p for p in outline.provisions if p.start <= span[0] and span[1] <= p.end),
            key=lambda p: (p.pin.count("/"), p.start),
            default=None,
        )
        if holder is None or (holder.pin == outline.pin and span[1] <= max(holder.body, holder.start)):
            return  # a heading
        whole_lines = _is_line_edge(outline.text, span)
        spans = outline.subparagraphs(holder)
        n = next((i for i, (a, b) in enumerate(spans, 1) if a <= span[0] < b), 0)
        pin = f"{holder.pin}/p{n}"
        if not whole_lines or not n or pin in outline.by_pin or pin in found:
            return
        path = (*above, *holder.path)
        found[pin] = Provision(pin, "paragraph", start, start + span[1] - span[0], path=path, body=start)

    def consolidation(self, later: Sequence["_Step"]) -> Derived:
        """The articles and annexes that the act touches, each as a whole as it stands now."""
        text = ""
        provisions: list[Provision] = []
        periods: dict[str, Period] = {}
        searched: list[str] = []
        for name, outline in self.outlines.items():
            text += "\n\n" if text else ""
            shift = len(text)
            text += outline.text
            for p in outline.provisions:
                provisions.append(_moved(p, shift, self.paths.get(name, ())))
                until, ended_by = _end(p.pin, later)
                if until is None and any(outline.pin.endswith(f"/{n}") for s in later for n in s.units):
                    until = next(s.act.since for s in later if name in s.units)
                made = self.by(p.pin) if p.pin in self.ended or self._is_new(p, name) else ()
                periods[p.pin] = Period(self.act.since, until, made, ended_by)
            searched += self._only_here(name)
        key = f"{self.instrument}:consolidated-{self.act.since.isoformat()}"
        return Derived(
            act=self.act.id,
            wording=Wording(key, text, tuple(provisions)),
            timeline=Timeline(Period(self.act.since), (), periods),
            searched=tuple(searched),
            is_consolidation=True,
        )

    def _is_new(self, provision: Provision, name: str) -> bool:
        pieces = self.units[name].within(provision.start, provision.end)
        return any(piece.source == self.source for piece in pieces)

    def _only_here(self, name: str) -> list[str]:
        """The smallest provisions in which the act changed less than a paragraph: no other text has them as a whole."""
        outline, found, at = self.outlines[name], [], 0
        for piece in self.units[name].pieces:
            span = (at, at + len(piece.text))
            at = span[1]
            if piece.source != self.source or _is_line_edge(outline.text, span):
                continue
            holders = [p for p in outline.provisions if p.start <= span[0] and span[1] <= p.end]
            if holders and max(holders, key=lambda p: p.start).body <= span[0]:
                found.append(max(holders, key=lambda p: (p.start, p.pin.count("/"))).pin)
        return list(dict.fromkeys(found))


def _base_timeline(base: Wording, steps: Sequence[_Step]) -> Timeline:
    removed = [(r, s.act.since) for s in steps for r in s.removed if r.source == base.source]
    passages = _merged(Passage(r.start, r.end, Period(None, until, (), (r.by,))) for r, until in removed)
    provisions: dict[str, Period] = {}
    for p in base.provisions:
        until, ended_by = _end(p.pin, steps)
        flagged = tuple(pin for s in steps for pin in s.by(p.pin, applied=False))
        if until is not None:
            provisions[p.pin] = Period(None, until, (), ended_by)
        elif flagged:
            provisions[p.pin] = Period(None, None, (), flagged)
    return Timeline(Period(), tuple(passages), provisions)


def _end(pin: str, later: Sequence[_Step]) -> tuple[date | None, tuple[str, ...]]:
    """When a wording ended, and by what."""
    for step in later:
        if pin in step.ended:
            return step.act.since, step.ended[pin]
    return None, ()


def _with_ends(passages: Iterable[Passage], source: str, later: Sequence[_Step]) -> tuple[Passage, ...]:
    """Passages of an amending act, those that a later one removed again apart."""
    gone: list[tuple[Removed, date]] = [
        (r, s.act.since) for s in later for r in s.removed if r.source == source
    ]
    found: list[Passage] = []
    for passage in passages:
        cuts = sorted(
            {passage.start, passage.end}
            | {x for r, _ in gone for x in (r.start, r.end) if passage.start < x < passage.end}
        )
        for a, b in pairwise(cuts):
            end = next(((until, r.by) for r, until in gone if r.start <= a and b <= r.end), None)
            period = (
                passage.period if end is None else replace(passage.period, until=end[0], ended_by=(end[1],))
            )
            found.append(Passage(a, b, period))
    return tuple(_merged(found))


def _merged(passages: Iterable[Passage]) -> list[Passage]:
    """In order, neighbours of one period as one."""
    merged: list[Passage] = []
    for passage in sorted(passages, key=lambda p: (p.start, p.end)):
        if merged and merged[-1].end == passage.start and merged[-1].period == passage.period:
            merged[-1] = Passage(merged[-1].start, passage.end, passage.period)
        else:
            merged.append(passage)
    return merged


def _moved(provision: Provision, shift: int, above: tuple[str, ...]) -> Provision:
    return replace(
        provision,
        start=provision.start + shift,
        end=provision.end + shift,
        body=provision.body + shift if provision.body >= 0 else -1,
        path=(*above, *provision.path),
    )


def _inside(provision: Provision, start: int, end: int) -> bool:
    """Whether a provision lies in a piece."""
    return start <= provision.start and provision.end <= end


def _is_line_edge(text: str, span: tuple[int, int]) -> bool:
    """Whether a span is made of whole lines, a number in front of them apart."""
    before = text[text.rfind("\n", 0, span[0]) + 1 : span[0]].strip()
    after = text[span[1] : span[1] + 1]
    return len(before) <= 6 and " " not in before and after in ("", "\n")


def _related(a: str, b: str) -> bool:
    return covers(a, b) or covers(b, a)


def key_of(*parts: str) -> str:
    """A short name for what follows from `parts`."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]
