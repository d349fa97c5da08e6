"""When a wording is the law and from when it applies, in one line."""

from collections.abc import Sequence
from datetime import date

from corpus import Instrument, Lang, Registry
from rag import Answer, Citation
from rag.law_in_time import provisions
from ui.wording import say, status_name


def citation_time(citation: Citation, answer: Answer, registry: Registry) -> str:
    """The `time_line` of a citation, on the day and in the language of its answer."""
    return time_line(
        citation.since,
        citation.until,
        citation.applies_from,
        answer.language,
        amended_by=citation.amended_by,
        registry=registry,
        day=answer.as_of,
    )


def time_line(
    since: date | None,
    until: date | None,
    applies_from: date | None,
    lang: Lang,
    *,
    amended_by: Sequence[str] = (),
    registry: Registry | None = None,
    day: date | None = None,
) -> str:
    """`wording since 2026-07-27 (EU AI Omnibus, Art. 1(5)) · applies from …`; empty where there is nothing to say.

    Args:
        since: The first day of the wording.
        until: The first day on which it was no longer the law.
        applies_from: The first day on which the provision applies; told only if it is after `day`.
        lang: The reader's language.
        amended_by: Pins of the amending provisions behind the wording, or its end.
        registry: Names the amending acts.
        day: The day whose law is shown; today if not given.
    """
    chinese = lang == "zh"
    act = provisions(amended_by, registry, lang) if registry is not None and amended_by else ""
    behind = (f"（{act}）" if chinese else f" ({act})") if act else ""
    parts: list[str] = []
    if since is not None and until is not None:
        parts.append(
            f"{since}至{until}的文本{behind}" if chinese else f"wording from {since} until {until}{behind}"
        )
    elif since is not None:
        parts.append(f"自{since}起的文本{behind}" if chinese else f"wording since {since}{behind}")
    elif until is not None:
        parts.append(f"{until}之前的文本{behind}" if chinese else f"wording until {until}{behind}")
    elif act:
        parts.append(f"已被修改{behind}" if chinese else f"amended{behind}")
    if applies_from is not None and applies_from > (day or date.today()):
        parts.append(f"自{applies_from}起适用" if chinese else f"applies from {applies_from}")
    return " · ".join(parts)


def status_on(instrument: Instrument, day: date, lang: Lang) -> str:
    """What an instrument was on `day`, in words."""
    dates = instrument.dates
    if dates.adopted is not None and day < dates.adopted:
        return say("not_adopted", lang).format(dates.adopted)
    if dates.ended is not None and day < dates.ended:
        return say("still_until", lang).format(dates.ended)
    if dates.in_force is not None and day < dates.in_force:
        return say("not_in_force", lang).format(dates.in_force)
    return status_name(instrument.status, lang)
