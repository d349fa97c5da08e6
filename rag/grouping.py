"""Which part of a law counts as one finding."""

from functools import lru_cache

from corpus import join, split

_SECTIONS = ("sec-", "act-sec-")
_ROOTS = ("art-", "annex-")
_LEAVES = ("rec-", "p-", "s-")


@lru_cache(maxsize=50_000)
def group_pin(pin: str) -> str:
    """The provision that counts as one hit: the paragraph of an article, the recital, the heading.

    In American law it is the paragraph of a subdivision, such as (c)(1): a subdivision holds several rules.
    """
    instrument, segments = split(pin)
    for i, segment in enumerate(segments):
        if segment.startswith(_SECTIONS):
            return join(instrument, segments[: i + 3])
        if segment.startswith(_ROOTS):
            return join(instrument, segments[: i + 2])
        if segment.startswith(_LEAVES):
            return join(instrument, segments[: i + 1])
    return pin
