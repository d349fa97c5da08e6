"""Pins: machine names of provisions, `<instrument>/<segment>[/<segment>…]` (DESIGN §2).

Segments by tradition:

| text | segments |
|---|---|
| article, paragraph, point | `art-50`, `2`, `a`, then deeper points `i`, `1` |
| unnumbered paragraph of an article that has several (EU) | `p1`, `p2` … counted from 1 |
| recital; annex, section of an annex, point | `rec-12`; `annex-iii`, `sec-a`, `1`, `a` |
| 第四条第一款第（二）项 | `art-4`, `1`, `2` (款 counted from 1; 项 by its number) |
| code section and its (a)(1)(A) | `sec-22757.13`, `c`, `1`, `a` (lower case) |
| a section of the act itself (findings, severability) | `act-sec-1`, then as above |
| section of an executive order | `sec-4`, `a`, `ii` |
| numbered heading; unnumbered heading; numbered paragraph | `s-3.2`; `h-<slug>`; `p-12` |
| preamble paragraph | `preamble`, `3` |
| one document of several | `h-<part>` in front of the others |
"""

import re
import unicodedata
from collections.abc import Iterable

from corpus.errors import UsageError

_INSTRUMENT = re.compile(r"[a-z]+(?:-[a-z0-9]+)+")
_SEGMENT = re.compile(r"[0-9a-z\u4e00-\u9fff]+(?:[.-][0-9a-z\u4e00-\u9fff]+)*")


def split(pin: str) -> tuple[str, tuple[str, ...]]:
    """Split a pin into its instrument id and its segments.

    Raises:
        UsageError: `pin` is not well formed.
    """
    instrument, *segments = pin.split("/")
    if not _INSTRUMENT.fullmatch(instrument) or not all(_SEGMENT.fullmatch(s) for s in segments):
        raise UsageError(f"'{pin[:80]}' is not a pin; pins look like eu-ai-act/art-50/2")
    return instrument, tuple(segments)


def is_segment(text: str) -> bool:
    """Whether `text` can stand between two slashes of a pin."""
    return bool(_SEGMENT.fullmatch(text))


def slug(heading: str) -> str:
    """The `<slug>` of a heading's segment `h-<slug>`; a slug is its own slug; empty if nothing of it can be kept."""
    if is_segment(heading):
        return heading
    plain = "".join(c for c in unicodedata.normalize("NFKD", heading.lower()) if not unicodedata.combining(c))
    return re.sub("[^0-9a-z\u4e00-\u9fff]+", "-", plain).strip("-")


def join(instrument: str, segments: Iterable[str]) -> str:
    """The pin of `segments` in `instrument`."""
    return "/".join((instrument, *segments))


def covers(outer: str, inner: str) -> bool:
    """Whether `outer` is `inner` or a prefix of it at a `/`."""
    return inner == outer or inner.startswith(outer + "/")


def parent(pin: str) -> str | None:
    """The pin one level up; None for a bare instrument id."""
    head, slash, _ = pin.rpartition("/")
    return head if slash else None
