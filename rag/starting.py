"""Which provisions begin to apply on the day, or in the month, that a question names."""

from collections.abc import Iterator

from corpus import Registry
from corpus.applicability import is_timetable
from rag.verify.figures import figures

_MONTH = len("2026-12")


def starting(question: str, registry: Registry) -> Iterator[str]:
    """The pins that the registry's timetables name for a date of the question, and those that set it.

    A bare year is no date: whole laws begin in it.
    """
    dates = {f.value for f in figures(question) if f.unit == "date" and len(f.value) >= _MONTH}
    if not dates:
        return
    for instrument in registry.instruments.values():
        for application in instrument.dates.applies:
            begins = application.date.isoformat()
            if is_timetable(application, None) and any(begins.startswith(d) for d in dates):
                yield from (pin for pin in application.pins if "/" in pin)
                if application.set_by is not None:
                    yield application.set_by
