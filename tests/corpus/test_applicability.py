"""From which day provisions apply, and which dates were moved."""

from datetime import date
from itertools import pairwise

import pytest

from corpus.applicability import applications, applies_from, moves
from corpus.pins import covers
from corpus.registry import load_registry

REGISTRY = load_registry()
ACT = REGISTRY.get("eu-ai-act")
BEFORE, AFTER = date(2026, 7, 26), date(2026, 7, 27)


@pytest.mark.parametrize(
    ("pin", "before", "after"),
    [
        ("art-4/1", "2025-02-02", "2025-02-02"),
        ("art-5/1/a", "2025-02-02", "2025-02-02"),
        ("art-5/1/ba", "2025-02-02", "2026-12-02"),  # the point itself does not exist before
        ("art-5/1b", "2025-02-02", "2026-12-02"),
        ("art-6/1", "2027-08-02", "2028-08-02"),
        ("art-6/2", "2026-08-02", "2027-12-02"),
        ("art-6/5", "2026-08-02", "2026-08-02"),
        ("art-26/1", "2026-08-02", "2027-12-02"),
        ("annex-iii/4/a", "2026-08-02", "2027-12-02"),
        ("art-50/2", "2026-08-02", "2026-08-02"),
        ("art-53/1", "2025-08-02", "2025-08-02"),
        ("art-99/4", "2025-08-02", "2025-08-02"),
        ("art-101/1", "2026-08-02", "2026-08-02"),
        ("art-104", "2026-08-02", "2026-07-27"),
    ],
)
def test_the_ai_act_applies_in_stages(pin: str, before: str, after: str) -> None:
    for day, expected in ((BEFORE, before), (AFTER, after)):
        assert str(applies_from(ACT, f"eu-ai-act/{pin}", day)) == expected


def test_one_provision_may_apply_to_some_cases_later() -> None:
    days = [a.date for a in applications(ACT, "eu-ai-act/art-9/2")]
    assert days == [date(2027, 12, 2), date(2028, 8, 2)]


def test_recitals_annexes_and_timetables_have_no_date_of_their_own() -> None:
    assert applies_from(ACT, "eu-ai-act/rec-12") is None
    assert applies_from(ACT, "eu-ai-act/annex-iv/1") is None
    assert applies_from(ACT, "eu-ai-act/art-113/p3/c") is None


def test_a_moved_date_names_the_one_before() -> None:
    moved = {m.now.date: [a.date for a in m.before] for m in moves(ACT, "eu-ai-act/art-9/2")}
    assert moved == {date(2027, 12, 2): [date(2026, 8, 2)], date(2028, 8, 2): [date(2027, 8, 2)]}
    assert moves(ACT, "eu-ai-act/art-9/2", BEFORE) == ()
    assert moves(ACT, "eu-ai-act/art-53/1") == ()
    assert moves(ACT, "eu-ai-act/art-5/1/ba") == ()  # new, not moved


def test_the_provision_that_sets_a_date_tells_of_the_move() -> None:
    assert {m.now.date for m in moves(ACT, "eu-ai-act/art-113/p3/c")} == {date(2027, 12, 2), date(2028, 8, 2)}


def test_every_pin_of_a_timetable_is_of_its_instrument() -> None:
    for instrument in REGISTRY.instruments.values():
        for entry in instrument.dates.applies:
            assert all(covers(instrument.id, pin) for pin in (*entry.pins, *filter(None, [entry.set_by])))


def test_what_was_the_timetable_ends_where_another_begins() -> None:
    for instrument in REGISTRY.instruments.values():
        begun = {entry.since for entry in instrument.dates.applies}
        assert all(entry.until in begun for entry in instrument.dates.applies if entry.until)


def test_editions_of_one_text_follow_each_other() -> None:
    for instrument in REGISTRY.instruments.values():
        editions = {(s.lang, s.part, s.edition): (s.since, s.until, s.current) for s in instrument.sources}
        ends = {key[:2] for key, (_, until, _) in editions.items() if until}
        for lang, part in ends:
            periods = sorted(
                (since or date.min, until or date.max)
                for (a, b, _), (since, until, current) in editions.items()
                if (a, b) == (lang, part) and (current or until)
            )
            assert all(a[1] <= b[0] for a, b in pairwise(periods)), instrument.id
