"""Law in time, for a whole build: the periods of every source, and the texts that amending acts give rise to.

Runs after the sources have been read, since it takes an act and those that amend it together.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from corpus.pins import covers
from corpus.registry import Registry
from corpus.types import Instrument, Source
from ingest.amending.deriving import Act, Derivation, Derived, Wording, derive
from ingest.chunking import embedded_text
from ingest.collecting import Collected, digests_of
from ingest.digests import timeline
from ingest.embedding import Embedder
from ingest.parsing import Parsed, structured
from ingest.periods import Passage, Period, Timeline
from ingest.records import Document
from ingest.types import Block, Chunk, Reading

_LEAD = 220
"""Characters of the words that lead into a list, in front of a point that was added to it."""
_WORTHY = ("authoritative",)
"""Of what role a text must be for amendments to be worked into it."""


def dated(found: Sequence[Collected], registry: Registry, embedder: Embedder) -> list[Collected]:
    """The sources of a build with their periods, and after those of each instrument what amendments made of it.

    Args:
        found: All sources of the build, those of one instrument together.
        registry: Which act amends which.
        embedder: Whose tokens chunks are measured in.
    """
    by_instrument: dict[str, list[Collected]] = defaultdict(list)
    for c in found:
        if c.document.act is None:
            by_instrument[c.instrument.id].append(_with_period(c, registry))
    result: list[Collected] = []
    for sources in by_instrument.values():
        instrument = sources[0].instrument
        base = _base(sources, instrument)
        acts = list(_acts(instrument, base, by_instrument, registry)) if base is not None else []
        sources = _as_digests_tell(sources, registry, {act.id for act in acts})
        if base is None or not acts:
            result += sources
            continue
        base = next(c for c in sources if c.document.source == base.document.source)
        derivation = _derived(instrument, base, tuple(acts))
        result += [_amended(c, base, derivation) for c in sources]
        by_id = {
            act.id: by_source for act in acts for by_source in by_instrument[act.id] if _holds(by_source, act)
        }
        result += [_collected(d, instrument, base, by_id[d.act], embedder) for d in derivation.derived]
    return result


def _with_period(c: Collected, registry: Registry) -> Collected:
    """A source with the period of its edition, a digest with those of its entries."""
    document = c.document
    plain = Timeline(Period(document.since, document.until))
    if document.role != "digest":
        return replace(c, timeline=plain)
    for digest in digests_of(c.instrument.id, registry):
        if (digest.edition, digest.until) == (document.edition, document.until):
            return replace(c, timeline=timeline(digest, registry, c.parsed.provisions))
    return replace(c, timeline=plain)


def _as_digests_tell(
    sources: Sequence[Collected], registry: Registry, worked_in: set[str]
) -> list[Collected]:
    """The sources, older wording at an end where our digest says that an act amended it whose text is not held."""
    ends: dict[str, Period] = {}
    digest = (
        registry.digest(sources[0].instrument.id)
        if sources[0].instrument.id in registry.instruments
        else None
    )
    for entry in digest.provisions if digest is not None else ():
        act = registry.instruments.get(entry.amended_by or "")
        if act is not None and act.dates.in_force is not None and act.id not in worked_in:
            ends[entry.pin] = Period(None, act.dates.in_force, (), (act.id,))
    return [_ended(c, ends) for c in sources] if ends else list(sources)


def _ended(c: Collected, ends: dict[str, Period]) -> Collected:
    """An official text or translation with the provisions at `ends` no longer law, nor those that hold them."""
    document = c.document
    if document.role not in ("authoritative", "translation") or document.until is not None:
        return c
    provisions = dict(c.timeline.provisions)
    passages = list(c.timeline.passages)
    for pin, period in ends.items():
        if period.until is None or not _is_older(document.edition, period.until):
            continue
        for p in c.parsed.provisions:
            if covers(pin, p.pin) or covers(p.pin, pin):
                provisions[p.pin] = period
            if p.pin == pin:
                passages.append(Passage(p.start, p.end, period))
    outer = [p for p in passages if not any(_within(p, q) for q in passages if q != p)]
    return replace(
        c, timeline=Timeline(c.timeline.whole, tuple(sorted(outer, key=lambda p: p.start)), provisions)
    )


def _base(sources: Sequence[Collected], instrument: Instrument) -> Collected | None:
    """The text that amendments are worked into: the law itself, as a whole, in its present edition."""
    fitting = [
        c
        for c in sources
        if c.document.role in _WORTHY and c.document.until is None and c.document.part is None
        and c.document.lang == instrument.language
    ]  # fmt: skip
    return fitting[0] if len(fitting) == 1 else None


def _acts(
    instrument: Instrument, base: Collected, sources: dict[str, list[Collected]], registry: Registry
) -> Iterator[Act]:
    """The amending acts that are in the index and came into force after the base was published."""
    for id in instrument.amended_by:
        act = registry.instruments.get(id)
        since = act.dates.in_force if act is not None else None
        if act is None or since is None or not _is_older(base.document.edition, since):
            continue
        texts = [
            c
            for c in sources.get(id, ())
            if c.document.role in _WORTHY
            and c.document.lang == base.document.lang
            and c.document.until is None
        ]
        if texts:
            yield Act(id, _wording(texts[0]), since)


def _is_older(edition: str, day: date) -> bool:
    """Whether an edition cannot hold an amendment of `day`; one that has no date is taken for the first."""
    try:
        return date.fromisoformat(edition) < day
    except ValueError:
        return True


def _wording(c: Collected) -> Wording:
    return Wording(c.document.source, c.parsed.text, c.parsed.provisions)


def _holds(c: Collected, act: Act) -> bool:
    return c.document.source == act.wording.source


_DERIVED: dict[str, Derivation] = {}


def _derived(instrument: Instrument, base: Collected, acts: tuple[Act, ...]) -> Derivation:
    """The derivation, made once a process for the same texts."""
    key = hashlib.sha256(
        "\n".join(
            [instrument.model_dump_json(), base.reading, base.parsed.text]
            + [f"{act.id} {act.since} {act.wording.source} {act.wording.text}" for act in acts]
        ).encode()
    ).hexdigest()
    if key not in _DERIVED:
        _DERIVED.clear()
        _DERIVED[key] = derive(instrument, _wording(base), acts)
    return _DERIVED[key]


def _amended(c: Collected, base: Collected, derivation: Derivation) -> Collected:
    """A source with the ends that amendments put to its wording."""
    if c.document.source == base.document.source:
        own, told = derivation.base, c.timeline
        return replace(
            c,
            timeline=Timeline(
                Period(c.document.since, c.document.until),
                tuple(sorted({*own.passages, *told.passages}, key=lambda p: (p.start, p.end))),
                {**told.provisions, **own.provisions},
            ),
        )
    if c.document.role != "translation":
        return c
    # what is replaced in a translation is known by provisions, not by characters
    changed = {
        f"{c.instrument.id}/{x.pin}" for x in derivation.changes if x.operation.phrase.action != "insert"
    }
    ends = {pin: Period(None, until, (), by) for pin, until, by in derivation.ended if pin in changed}
    return _ended(c, ends)


def _within(inner: Passage, outer: Passage) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _collected(
    derived: Derived, instrument: Instrument, base: Collected, act: Collected, embedder: Embedder
) -> Collected:
    """What an amendment made of an act, as a source of the index."""
    wording = derived.wording
    data = wording.text.encode()
    since = derived.timeline.whole.since
    document = replace(
        base.document if derived.is_consolidation else act.document,
        source=wording.source,
        instrument=instrument.id,
        source_id=wording.source.partition(":")[2],
        role="consolidation" if derived.is_consolidation else act.document.role,
        edition=since.isoformat() if since else act.document.edition,
        part=None,
        characters=len(wording.text),
        problems=(),
        since=since,
        until=None,
        act=derived.act,
    )
    pages = act.parsed.pages
    if derived.is_consolidation:
        pages = ()
        document = replace(
            document,
            media_type="text/plain",
            sha256=hashlib.sha256(data).hexdigest(),
            origin="derived",
            location=f"{base.document.location} as amended by {act.document.location}",
            name=f"{instrument.short.en} as amended by {act.instrument.short.en}",
            pages=(),
        )
    parsed = _searchable(derived, document, instrument, embedder)
    parsed = replace(parsed, text=wording.text, pages=pages, problems=(), provisions=wording.provisions)
    return Collected(document, instrument, _reading(base, act, derived), parsed, (), derived.timeline)


def _searchable(derived: Derived, document: Document, instrument: Instrument, embedder: Embedder) -> Parsed:
    """Chunks and sentences of what is to be searched; everything else is blank, so that offsets stay."""
    wording = derived.wording
    found = [p for p in wording.provisions if p.pin in set(derived.searched)]
    if not found:
        return Parsed(wording.text, (), (), (), (), (), (), ())
    masked = _masked(wording.text, ((p.start, p.end) for p in found))
    source = Source(
        id=document.source_id, lang=document.lang, role=document.role, media_type=document.media_type,
        edition=document.edition,
    )  # fmt: skip
    parsed = structured(_as_lines(masked, document), found, instrument, source, embedder)
    led = [_led(chunk, derived.leads.get(chunk.pin, "")) for chunk in parsed.chunks]
    embedded = tuple(
        embedded_text(chunk) if old else "" for chunk, old in zip(led, parsed.embedded, strict=True)
    )
    fits = [size <= embedder.max_tokens for size in embedder.count_tokens(embedded)]
    return replace(
        parsed,
        chunks=tuple(new if fit else old for new, old, fit in zip(led, parsed.chunks, fits, strict=True)),
        embedded=tuple(
            new if fit else old for new, old, fit in zip(embedded, parsed.embedded, fits, strict=True)
        ),
    )


def _led(chunk: Chunk, lead: str) -> Chunk:
    """A chunk that is read under the words that lead into its list."""
    return replace(chunk, context=f"{chunk.context} — {lead[:_LEAD]}") if lead else chunk


def _masked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """`text` with spaces in place of all that lies outside of the spans; line breaks stay."""
    out = ["\n" if c == "\n" else " " for c in text]
    for start, end in spans:
        out[start:end] = text[start:end]
    return "".join(out)


def _as_lines(text: str, document: Document) -> Reading:
    """A reading whose blocks are the lines."""
    blocks = []
    at = 0
    for line in text.split("\n"):
        if line.strip():
            start = at + len(line) - len(line.lstrip())
            blocks.append(Block("paragraph", start, start + len(line.strip())))
        at += len(line) + 1
    return Reading(text, tuple(blocks), document.pages)


def _reading(base: Collected, act: Collected, derived: Derived) -> str:
    """What a derived text depends on, as one key."""
    parts = (
        base.reading,
        act.reading,
        derived.wording.source,
        str(derived.timeline.whole.since),
        code_version(),
    )
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:40]


@cache
def code_version() -> str:
    """Hash of the code that works amendments in."""
    here = Path(__file__).parent
    files = [here / "amended.py", here / "periods.py", *sorted((here / "amending").glob("*.py"))]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()
