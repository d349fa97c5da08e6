"""What the catalog says of a source, a provision, a sentence."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from corpus.types import Lang, Role
from ingest.periods import ALWAYS, Period
from ingest.types import Origin, Page, ProvisionKind


@dataclass(frozen=True, slots=True)
class Document:
    """One indexed source, without its text."""

    source: str
    """Its key, `<instrument>:<source id>`."""
    instrument: str
    source_id: str
    lang: Lang
    role: Role
    edition: str
    part: str | None
    url: str | None
    media_type: str
    sha256: str
    origin: Origin
    location: str
    name: str
    """File name as the user knows it."""
    original: bool
    """Whether this is the instrument's authoritative language."""
    characters: int
    pages: tuple[Page, ...]
    problems: tuple[str, ...]
    since: date | None = None
    """The first day on which it was the law; passages of it may have periods of their own."""
    until: date | None = None
    """The first day on which it was no longer."""
    act: str | None = None
    """Id of the amending act that it was derived from: it holds no more than what that act touched."""


@dataclass(frozen=True, slots=True)
class ProvisionText:
    """A provision in one source; `text` is `catalog.text(source)[start:end]`."""

    pin: str
    instrument: str
    source: str
    lang: Lang
    role: Role
    kind: ProvisionKind
    number: str
    heading: str
    path: tuple[str, ...]
    start: int
    end: int
    body: int
    """Offset where the text proper begins, as `start` and `end` count; -1 if there is none."""
    order: int
    """Its place in document order."""
    text: str
    page: int | None
    url: str | None
    sha256: str
    """Of the source's bytes."""
    period: Period = ALWAYS
    """When this wording, as a whole, was the law."""


class SentenceRow(NamedTuple):
    """A sentence as it is filed."""

    chunk: str
    source: str
    pin: str
    start: int
    end: int
