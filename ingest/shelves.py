"""Shelves: one keyword for kind, language, instrument and day, as each condition of a filter costs a search's time.

A point stands on the shelf of its kind and language (`sentence/en`) and on that of its instrument there
(`sentence/en/eu-ai-act`). Wording that is not the law of every day stands on shelves of an epoch instead
(`sentence/en@2026-07-27`): between two days on which anything changes, the law is the same.
"""

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date
from itertools import product
from typing import Literal

from ingest.periods import Period
from ingest.types import Filters

Kind = Literal["chunk", "sentence", "question", "heading"]
LANGUAGES = ("en", "zh")


class Epochs:
    """The spans of days between changes of the law, each known by its first day.

    Args:
        begins: The days on which anything changes.
    """

    def __init__(self, begins: Iterable[date]) -> None:
        self.begins = (date.min, *sorted(set(begins) - {date.min}))

    @classmethod
    def between(cls, periods: Iterable[Period]) -> "Epochs":
        """The epochs of wording that was the law in these periods."""
        return cls(day for p in periods for day in (p.since, p.until) if day is not None)

    def first_day(self, day: date) -> date:
        """The first day of the epoch of `day`."""
        return self.begins[bisect_right(self.begins, day) - 1]

    def within(self, period: Period) -> list[date] | None:
        """The first days of the epochs in which a wording is the law; None if it always is."""
        if period.since is None and period.until is None:
            return None
        return [day for day in self.begins if period.holds(day)]


def shelves(kind: Kind, lang: str, instrument: str, days: Iterable[date] | None) -> list[str]:
    """The shelves of a point; `days` are the epochs in which it is the law, None if it always is."""
    places = (f"{kind}/{lang}", f"{kind}/{lang}/{instrument}")
    return list(places) if days is None else [_on(place, day) for day in days for place in places]


def searched(kind: Kind, filters: Filters, day: date) -> tuple[str, ...]:
    """The shelves that hold what `filters` allow of languages and instruments in the epoch that begins on `day`."""
    places = [f"{kind}/{lang}" for lang in filters.langs or LANGUAGES]
    if filters.instruments:
        places = [f"{place}/{instrument}" for place, instrument in product(places, filters.instruments)]
    return (*places, *(_on(place, day) for place in places))


def _on(place: str, day: date) -> str:
    return f"{place}@{day.isoformat()}"
