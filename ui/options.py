"""What options of commands may say."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal, cast, get_args

from corpus import Lang, UsageError


def day(text: str | None) -> date | None:
    """The date that is written as 2026-11-22.

    Raises:
        UsageError: It is none.
    """
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"'{text[:40]}' is not a date; write it as 2026-11-22") from None


def lang(text: str | None) -> Lang | None:
    """A language of the corpus.

    Raises:
        UsageError: It is none.
    """
    if text not in (None, "en", "zh"):
        raise UsageError(f"'{text[:20]}' is not a language of the corpus; take en or zh")
    return cast(Literal["en", "zh"] | None, text)


def known(option: str, values: Sequence[str] | None, allowed: Any) -> tuple[str, ...]:
    """The values of `option`, each one of the literal type `allowed`.

    Raises:
        UsageError: One is not.
    """
    for value in values or ():
        if value not in get_args(allowed):
            raise UsageError(f"{option} {value[:40]}: take one of {', '.join(get_args(allowed))}")
    return tuple(values or ())
