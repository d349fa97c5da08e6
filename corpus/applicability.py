"""From which day a provision applies, as the timetable in the registry says (`Dates.applies`).

A law may be in force and its duties not yet applicable; an amendment may move the day. Both are data: each entry of
the timetable names provisions by their pins, and the days between which it was the timetable.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from corpus.pins import covers
from corpus.types import Application, Instrument

_NOT_BY_ITSELF = ("annex", "rec-", "preamble", "h-")
"""Annexes apply with the articles that refer to them, recitals not at all: a date for the whole act is not theirs."""


@dataclass(frozen=True, slots=True)
class Move:
    """A date of application that an amendment put in the place of others."""

    now: Application
    before: tuple[Application, ...]
    """The entries that were about the same provisions until then, the earliest first."""


def is_timetable(application: Application, day: date | None) -> bool:
    """Whether an entry is part of the timetable as it stood on `day`; today's if not given."""
    if day is None:
        return application.until is None
    return (application.since is None or application.since <= day) and (
        application.until is None or day < application.until
    )


def applications(instrument: Instrument, pin: str, day: date | None = None) -> tuple[Application, ...]:
    """The entries about a provision, the earliest first: several where it applies to some cases later than to others.

    Args:
        instrument: Whose timetable is asked.
        pin: A provision of it.
        day: The day whose timetable is asked for; the present one if not given.
    """
    timetable = [a for a in instrument.dates.applies if is_timetable(a, day)]
    if any(a.set_by and a.set_by.split("/")[:2] == pin.split("/")[:2] for a in timetable):
        return ()  # an article that sets dates is law from the first day
    return _about(timetable, pin)


def applies_from(instrument: Instrument, pin: str, day: date | None = None) -> date | None:
    """The first day on which a provision applies (to any case); None where the registry does not say."""
    return next((a.date for a in applications(instrument, pin, day)), None)


def moves(instrument: Instrument, pin: str, day: date | None = None) -> tuple[Move, ...]:
    """The dates of a provision, or set by it, that an amendment moved and that stand on `day`."""
    timetable = [a for a in instrument.dates.applies if is_timetable(a, day)]
    concerned = [*_about(timetable, pin), *(a for a in timetable if a.set_by and covers(pin, a.set_by))]
    found = []
    for now in dict.fromkeys(concerned):
        if now.since is None:
            continue
        earlier = [a for a in instrument.dates.applies if a.until == now.since]
        alone = [own for own in now.pins if _about(timetable, own) == (now,)]  # not shared with other cases
        before = {a: None for own in alone or now.pins for a in _about(earlier, own) if a.date != now.date}
        if before:
            found.append(Move(now, tuple(sorted(before, key=lambda a: a.date))))
    return tuple(found)


def _about(entries: Iterable[Application], pin: str) -> tuple[Application, ...]:
    """The entries with the longest pin that covers `pin`."""
    best: list[Application] = []
    length = 0
    for entry in entries:
        own = max((len(p) for p in entry.pins if _names(p, pin)), default=0)
        if own > length:
            best, length = [entry], own
        elif own and own == length:
            best.append(entry)
    return tuple(sorted(best, key=lambda a: a.date))


def _names(named: str, pin: str) -> bool:
    """Whether a pin of the timetable is about a provision."""
    if "/" in named:
        return covers(named, pin)
    return pin.startswith(f"{named}/") and not pin.removeprefix(f"{named}/").startswith(_NOT_BY_ITSELF)
