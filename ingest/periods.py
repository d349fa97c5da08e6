"""From when until when a text is the law: of a whole source, of its passages, of its provisions."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from ingest.types import Provision


@dataclass(frozen=True, slots=True)
class Period:
    """The days on which a wording is the law."""

    since: date | None = None
    """The first day; None: from the beginning, or not known."""
    until: date | None = None
    """The first day on which it is no longer; None: it still is."""
    made_by: tuple[str, ...] = ()
    """Pins of the amending provisions that gave it this wording."""
    ended_by: tuple[str, ...] = ()
    """Pins of those that replaced or deleted it; without `until`: that changed it in a way that is not worked in."""

    def holds(self, day: date) -> bool:
        """Whether it is the law of `day`."""
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


ALWAYS = Period()


@dataclass(frozen=True, slots=True)
class Passage:
    """`[start, end)` of a text has a period of its own."""

    start: int
    end: int
    period: Period


@dataclass(frozen=True, slots=True)
class Timeline:
    """The periods of one source."""

    whole: Period = ALWAYS
    """Of every passage that is not listed."""
    passages: tuple[Passage, ...] = ()
    """In order; they do not overlap."""
    provisions: dict[str, Period] = field(default_factory=dict)
    """By pin, of the provisions whose wording as a whole has another period than that of their source."""

    def of(self, start: int, end: int) -> Period:
        """Of the passage `[start, end)`: only while all of it is the law."""
        return together(self.whole, [p.period for p in self.passages if p.start < end and start < p.end])

    def provision(self, provision: Provision) -> Period:
        """Of a provision's wording as a whole."""
        return self.provisions.get(provision.pin, self.whole)

    @property
    def is_plain(self) -> bool:
        """Whether nothing in the source has a period of its own."""
        return not self.passages and not self.provisions


UNDATED = Timeline()


def together(whole: Period, parts: Sequence[Period]) -> Period:
    """The days on which all parts are the law; a part's own period goes before that of the whole text."""
    if not parts:
        return whole
    sinces = [p.since for p in (whole, *parts) if p.since is not None]
    untils = [p.until for p in (whole, *parts) if p.until is not None]
    return Period(
        max(sinces, default=None),
        min(untils, default=None),
        tuple(dict.fromkeys(pin for p in parts for pin in p.made_by)),
        tuple(dict.fromkeys(pin for p in parts for pin in p.ended_by)),
    )


def either(periods: Iterable[Period]) -> Period:
    """The days from the first to the last on which any part is the law."""
    known = list(periods)
    if not known:
        return ALWAYS
    sinces = [p.since for p in known]
    untils = [p.until for p in known]
    return Period(
        None if None in sinces else min(s for s in sinces if s is not None),
        None if None in untils else max(u for u in untils if u is not None),
    )


def written_period(period: Period) -> str:
    """A period as the catalog has it."""
    days = [day.isoformat() if day else None for day in (period.since, period.until)]
    return json.dumps([*days, period.made_by, period.ended_by])


def read_period(text: str) -> Period:
    """What `written_period` wrote."""
    since, until, made_by, ended_by = json.loads(text)
    return Period(as_date(since), as_date(until), tuple(made_by), tuple(ended_by))


def as_date(text: str | None) -> date | None:
    """A day as the catalog has it."""
    return date.fromisoformat(text) if text else None
