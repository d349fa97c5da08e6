"""A digest as a readable source: our restatements of an instrument, one document a language."""

import hashlib
import json
from collections.abc import Iterable

from corpus.pins import covers
from corpus.types import Digest, DigestEntry, Instrument, Lang, Source
from ingest.types import RawDocument

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
    source = Source(
        id=f"digest-{lang}", lang=lang, role="digest", media_type=MEDIA_TYPE, edition=digest.edition
    )
    return RawDocument(
        instrument=digest.instrument,
        source=source,
        data=data,
        sha256=hashlib.sha256(data).hexdigest(),
        origin="digest",
        location=f"corpus/digests/{digest.instrument}.toml",
    )
