"""A digest as a readable source: our restatements of an instrument, one document a language."""

import hashlib
import json
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corpus.pins import covers
from corpus.types import Digest, DigestEntry, Instrument, Lang, Source
from ingest.periods import Passage, Period, Timeline, together
from ingest.types import Provision, RawDocument

if TYPE_CHECKING:
    from corpus.registry import Registry

MEDIA_TYPE = "application/x-crosslex-digest+json"
LANGUAGES: tuple[Lang, ...] = ("en", "zh")


def raw_documents(digest: Digest, instrument: Instrument | None = None) -> list[RawDocument]:
    """The documents of a digest, one a language, role `digest`.

    Their bytes are the JSON that ingest/readers/digest.py reads: the same digest always gives the same bytes,
    and so the same hash.

    Args:
        digest: The restatements of one instrument.
        instrument: Whose citation style labels the provisions; looked up in the registry if not given.

    Raises:
        UsageError: The registry does not know the digest's instrument.
    """
    if instrument is None:
        from corpus.registry import load_registry

        instrument = load_registry().get(digest.instrument)
    return [_raw_document(digest, instrument, lang) for lang in LANGUAGES]


def in_tree_order(entries: Iterable[DigestEntry]) -> list[DigestEntry]:
    """Entries in the order given, but each directly after the entries whose pins cover it."""
    remaining = list(entries)
    ordered: list[DigestEntry] = []
    while remaining:
        top = next(e for e in remaining if not any(covers(o.pin, e.pin) and o is not e for o in remaining))
        below = [e for e in remaining if e is not top and covers(top.pin, e.pin)]
        remaining = [e for e in remaining if e is not top and e not in below]
        ordered += [top, *in_tree_order(below)]
    return ordered


def period(digest: Digest, instrument: Instrument) -> Period:
    """When the edition that a digest restates was the text: as the digest says, or else the edition's sources."""
    editions = [s for s in instrument.sources if s.edition == digest.edition]
    since = digest.since or next((s.since for s in editions if s.since), None)
    return Period(since, digest.until or next((s.until for s in editions if s.until), None))


def timeline(digest: Digest, registry: "Registry", provisions: Sequence[Provision]) -> Timeline:
    """The periods of a digest's entries.

    An entry that names an amending act restates what is the law since that act came into force. One that another entry
    for the same provision precedes, in the digest of an earlier edition, begins where that one ends.

    Args:
        digest: Of the present or an earlier edition.
        registry: Knows the amending acts, and the digests of earlier editions.
        provisions: The outline of the digest's document.
    """
    whole = period(digest, registry.get(digest.instrument))
    begun: dict[str, Period] = {}
    for earlier in registry.past_digests.get(digest.instrument, ()):
        if earlier.until is not None and earlier is not digest and digest.until is None:
            begun.update((entry.pin, Period(earlier.until)) for entry in earlier.provisions)
    for entry in digest.provisions:
        act = registry.instruments.get(entry.amended_by or "")
        if act is not None and act.dates.in_force is not None:
            begun[entry.pin] = Period(act.dates.in_force, None, (act.id,))
    own = {entry.pin for entry in digest.provisions}
    periods = {pin: together(whole, [found]) for pin, found in begun.items() if pin in own}
    starts = sorted(p.start for p in provisions)
    passages = []
    for p in provisions:
        if p.pin in periods:
            end = next((s for s in starts[bisect_right(starts, p.start) :] if s < p.end), p.end)
            passages.append(Passage(p.start, end, periods[p.pin]))
    return Timeline(whole, tuple(passages), periods)


def source_id(digest: Digest, lang: Lang) -> str:
    """The id of the document of a digest in `lang`; that of an earlier edition says which."""
    return f"digest-{lang}" if digest.until is None else f"digest-{digest.edition.lower()}-{lang}"


def _raw_document(digest: Digest, instrument: Instrument, lang: Lang) -> RawDocument:
    from corpus.citations import label

    content = {
        "instrument": digest.instrument,
        "lang": lang,
        "edition": digest.edition,
        "provisions": [
            {
                "pin": entry.pin,
                "label": label(entry.pin, instrument, lang),
                "heading": entry.heading.get(lang),
                "text": entry.zh if lang == "zh" else entry.en,
            }
            for entry in in_tree_order(digest.provisions)
        ],
    }
    data = json.dumps(content, ensure_ascii=False, indent=1).encode()
    when = period(digest, instrument)
    source = Source(
        id=source_id(digest, lang),
        lang=lang,
        role="digest",
        media_type=MEDIA_TYPE,
        edition=digest.edition,
        current=digest.until is None,
        since=when.since,
        until=when.until,
    )
    return RawDocument(
        instrument=digest.instrument,
        source=source,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        origin="digest",
        location=f"corpus/digests/{digest.instrument}.toml"
        if digest.until is None
        else f"corpus/digests/past/{digest.instrument}-{digest.edition}.toml",
    )
