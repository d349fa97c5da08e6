from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ingest.periods import Period
from ingest.shelves import Epochs, searched, shelves
from ingest.types import Filters

DAYS = st.dates(date(2026, 1, 1), date(2026, 1, 20))
PERIODS = st.builds(Period, st.none() | DAYS, st.none() | DAYS)


@given(
    st.lists(PERIODS, max_size=6),
    DAYS,
    st.sampled_from(["en", "zh"]),
    st.sampled_from(["zz-lamp", "zz-tide"]),
)
def test_a_search_of_a_day_meets_the_wording_of_that_day(
    periods: list[Period], day: date, lang: str, instrument: str
) -> None:
    epochs = Epochs.between(periods)
    for limits in (Filters(), Filters(langs=("en",)), Filters(instruments=("zz-tide",), langs=("zh",))):
        places = set(searched("sentence", limits, epochs.first_day(day)))
        allowed = lang in (limits.langs or (lang,)) and instrument in (limits.instruments or (instrument,))
        for period in periods:
            point = shelves("sentence", lang, instrument, epochs.within(period))
            assert bool(places.intersection(point)) == (allowed and period.holds(day))
            assert places.isdisjoint(shelves("chunk", lang, instrument, epochs.within(period)))


def test_an_epoch_begins_where_something_changes() -> None:
    change = date(2026, 7, 27)
    epochs = Epochs.between([Period(since=change), Period(until=change), Period()])
    assert epochs.begins == (date.min, change)
    assert [epochs.first_day(change + timedelta(n)) for n in (-1, 0, 1)] == [date.min, change, change]
