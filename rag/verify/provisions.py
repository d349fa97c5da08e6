"""Claims and quotes against the provisions themselves: which texts count, and where a quote stands in them."""

import unicodedata
from datetime import date

from corpus.types import Lang, Role
from rag.types import Model, ProvisionVersion, ProvisionView


class QuotePlace(Model):
    """Where a quote stands: `[start, end)` of the ingested source."""

    source: str
    lang: Lang
    role: Role
    edition: str
    source_sha256: str
    start: int
    end: int
    url: str | None
    since: date | None
    until: date | None


class QuoteCheck(Model):
    """Whether a quote is a character-for-character slice of a provision."""

    pin: str
    quote: str
    verbatim: bool
    places: tuple[QuotePlace, ...] = ()
    """The sources that say it so, the most worth citing first; the first place in each."""
    reason: str | None = None
    """Why it is not verbatim."""


def evidence_of(view: ProvisionView) -> tuple[ProvisionVersion, ...]:
    """The text of a provision that counts, in each language: official wording where there is any, else what is held."""
    official = [v for v in view.versions if v.role not in ("digest", "user")]
    best: dict[Lang, ProvisionVersion] = {}
    for version in official or view.versions:
        best.setdefault(version.lang, version)
    return tuple(best.values())


def check_quote(view: ProvisionView, quote: str) -> QuoteCheck:
    """Look a quote up in every text of a provision, character for character."""
    places = tuple(
        QuotePlace(
            source=v.source, lang=v.lang, role=v.role, edition=v.edition, source_sha256=v.source_sha256,
            start=v.start + at, end=v.start + at + len(quote), url=v.url, since=v.since, until=v.until,
        )
        for v in view.versions
        if quote and (at := v.text.find(quote)) >= 0
    )  # fmt: skip
    reason = None if places else _reason(view, quote)
    return QuoteCheck(pin=view.pin, quote=quote, verbatim=bool(places), places=places, reason=reason)


def _reason(view: ProvisionView, quote: str) -> str:
    folded = _folded(quote)
    if not folded:
        return "the quote is empty"
    near = [v.source for v in view.versions if folded in _folded(v.text)]
    if near:
        return f"{near[0]} says so in other spacing, letter case or forms of characters: copy it from there"
    return f"no text of {view.pin} holds these words"


def _folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())
