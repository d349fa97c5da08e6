"""Nested spans from a flat list of markers, and the invariants that every outline keeps.

A tradition's parser walks the lines of a reading and notes where each provision begins (a `Marker`, its
segments naming its place). `build` turns the notes into provisions: it finds where each ends, puts the
instrument's id in front, tells repeated pins apart, and covers what no marker covers.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from corpus.pins import join
from ingest.types import Block, Provision, ProvisionKind, Reading


@dataclass(frozen=True, slots=True)
class Line:
    """One non-empty line of a reading's text, `text` being `reading.text[start:end]`, stripped."""

    start: int
    end: int
    text: str
    block: Block | None = None
    """The reader's block in which the line begins."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Where a provision begins, and what its first lines say of it."""

    segments: tuple[str, ...]
    """Its place below the instrument (and part): `("art-6", "2", "a")`."""
    kind: ProvisionKind
    start: int
    end: int | None = None
    """Where it ends, if that is before the next marker that is not below it (a paragraph that goes on after
    its list of points ends the last point)."""
    number: str = ""
    heading: str = ""
    path: tuple[str, ...] = ()
    body: int = -1


def lines(reading: Reading) -> list[Line]:
    """The lines of a reading that are not blank, each with its block."""
    found: list[Line] = []
    blocks = iter(reading.blocks)
    block = next(blocks, None)
    offset = 0
    for raw in reading.text.split("\n"):
        text = raw.strip()
        if text:
            start = offset + len(raw) - len(raw.lstrip())
            while block is not None and block.end <= start:
                block = next(blocks, None)
            here = block if block is not None and block.start <= start else None
            found.append(Line(start, start + len(text), text, here))
        offset += len(raw) + 1
    return found


def build(
    reading: Reading, instrument_id: str, part: str | None, markers: Iterable[Marker]
) -> tuple[Provision, ...]:
    """Provisions from markers that are in document order.

    A provision ends where the next one begins that is not below it, or at its own `end` if that is earlier,
    or with its parent; spans exclude space at their edges. A pin that was already given gets `-2`, `-3` …,
    and what follows below it goes with it. A marker whose parent has already ended is left out: its text
    stays where it is. Text outside all top-level markers becomes `h-front`, `h-back`, or between two of
    them `h-between`.

    Args:
        reading: The text that the markers' offsets count in.
        instrument_id: First segment of every pin.
        part: Second segment (`h-<part>`) where the instrument is published as several documents.
        markers: In order of `start`; a parent before its children.
    """
    text = reading.text
    closed = _close(_place(markers), len(text))
    filled: list[tuple[Marker, int]] = []
    offset = 0
    taken = {marker.segments for marker, _ in closed}
    for marker, end in closed:
        if not any(marker.segments[:n] in taken for n in range(1, len(marker.segments))):
            filled += _filler(text, offset, marker.start, "h-between" if filled else "h-front", taken)
            offset = end
        filled.append((marker, end))
    filled += _filler(text, offset, len(text), "h-back" if filled else "h-front", taken)
    root = () if part is None else (f"h-{part}",)
    provisions = (_provision(text, join(instrument_id, root + m.segments), m, end) for m, end in filled)
    return tuple(provision for provision in provisions if provision.start < provision.end)


def faults(provisions: Sequence[Provision], text: str) -> list[str]:
    """What breaks the invariants of an outline, one line each; empty where all is well.

    Pins are unique; spans are not empty, lie in the text and are in document order; a provision lies inside
    its nearest ancestor and beside its siblings; `body` lies in the span; every non-space character of the
    text lies in a top-level provision.
    """
    found: list[str] = []
    spans: dict[str, Provision] = {}
    for provision in provisions:
        if provision.pin in spans:
            found.append(f"{provision.pin} is given twice")
        spans[provision.pin] = provision
    last_start = 0
    ends: dict[str, int] = {}
    offset = 0
    for provision in provisions:
        pin, start, end = provision.pin, provision.start, provision.end
        if not 0 <= start < end <= len(text):
            found.append(f"{pin} has the span {start}:{end} in a text of {len(text)} characters")
        if start < last_start:
            found.append(f"{pin} is not in document order")
        last_start = start
        if provision.body != -1 and not start <= provision.body <= end:
            found.append(f"{pin} has its body at {provision.body}, outside {start}:{end}")
        above = _ancestor(pin, spans)
        if above is not None and not spans[above].start <= start <= end <= spans[above].end:
            found.append(f"{pin} is not inside {above}")
        if start < ends.get(above or "", 0):
            found.append(f"{pin} overlaps the provision before it")
        ends[above or ""] = end
        if above is None:
            if text[offset:start].strip():
                found.append(f"nothing holds the text before {pin}, at {offset}:{start}")
            offset = max(offset, end)
    if text[offset:].strip():
        found.append(f"nothing holds the text after {offset}")
    return found


def _place(markers: Iterable[Marker]) -> list[Marker]:
    """Markers with unique segments, those without an open parent left out."""
    placed: list[Marker] = []
    names: dict[tuple[str, ...], tuple[str, ...]] = {}  # segments as given → as last renamed
    given: dict[tuple[str, ...], int] = {}
    taken: set[tuple[str, ...]] = set()
    stack: list[tuple[str, ...]] = []
    for marker in markers:
        segments = marker.segments
        prefixes = [segments[:n] for n in range(len(segments) - 1, 0, -1) if segments[:n] in names]
        above = next((prefix for prefix in prefixes if names[prefix] in stack), ())
        parent = names[above] if above else ()
        if prefixes and prefixes[0] != above and names[prefixes[0]][: len(parent)] == parent:
            continue  # its parent has already ended
        while stack and stack[-1] != parent:
            stack.pop()
        wanted = parent + segments[len(above) :]
        unique = wanted
        while unique in taken:
            given[wanted] = given.get(wanted, 1) + 1
            unique = (*wanted[:-1], f"{wanted[-1]}-{given[wanted]}")
        names[segments] = unique
        taken.update(unique[:n] for n in range(1, len(unique) + 1))
        stack.append(unique)
        placed.append(replace(marker, segments=unique))
    return placed


def _close(markers: list[Marker], length: int) -> list[tuple[Marker, int]]:
    """Each marker with the offset at which it ends."""
    ends = [length] * len(markers)
    open_: list[int] = []
    for i, marker in enumerate(markers):
        while open_ and not _below(marker, markers[open_[-1]]):
            ends[open_.pop()] = marker.start
        open_.append(i)
    closed: list[tuple[Marker, int]] = []
    inside: list[tuple[Marker, int]] = []
    for marker, natural in zip(markers, ends, strict=True):
        while inside and not _below(marker, inside[-1][0]):
            inside.pop()
        end = natural if marker.end is None else min(marker.end, natural)
        if inside:
            end = min(end, inside[-1][1])
        end = max(end, marker.start)
        inside.append((marker, end))
        closed.append((marker, end))
    return closed


def _filler(
    text: str, start: int, end: int, name: str, taken: set[tuple[str, ...]]
) -> list[tuple[Marker, int]]:
    """A marker for the text of `start:end` that no provision holds, if there is any."""
    if not text[start:end].strip():
        return []
    kind: ProvisionKind = "back" if name == "h-back" else "front"
    segments, n = (name,), 1
    while segments in taken:
        n += 1
        segments = (f"{name}-{n}",)
    taken.add(segments)
    return [(Marker(segments, kind, start), end)]


def _provision(text: str, pin: str, marker: Marker, end: int) -> Provision:
    """The provision of a marker, its span without space at the edges."""
    start = marker.start
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    body = marker.body
    if body != -1:
        while body < end and text[body].isspace():
            body += 1
        if body >= end:
            body = -1
    return Provision(
        pin=pin,
        kind=marker.kind,
        start=start,
        end=end,
        number=marker.number,
        heading=marker.heading,
        path=marker.path,
        body=body,
    )


def _below(marker: Marker, other: Marker) -> bool:
    return marker.segments[: len(other.segments)] == other.segments


def _ancestor(pin: str, pins: dict[str, Provision]) -> str | None:
    """The nearest pin above `pin` that is a provision."""
    above, slash, _ = pin.rpartition("/")
    while slash and above not in pins:
        above, slash, _ = above.rpartition("/")
    return above if slash else None
