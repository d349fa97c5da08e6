"""What travels through ingestion: bytes → reading → provisions → chunks. All offsets count characters."""

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from corpus.types import Lang, Role, Source

Origin = Literal["mirror", "cache", "official", "digest", "file", "derived"]
BlockKind = Literal["heading", "paragraph", "list-item", "table", "footnote", "quote", "example"]
"""An example is a sample dialogue that a page shows: part of its text, but nothing that the document itself says."""
ProvisionKind = Literal[
    "article",
    "paragraph",
    "point",
    "recital",
    "annex",
    "section",
    "subsection",
    "heading",
    "preamble",
    "front",  # title page, enacting formula, notice before the law
    "back",  # signatures, notes after the law
    "history",  # a change log, and what it says of each edition: it tells what was changed, and commits to nothing
]


@dataclass(frozen=True, slots=True)
class RawDocument:
    """The bytes of one source, and where they came from."""

    instrument: str
    source: Source
    data: bytes
    sha256: str
    """Hex digest of `data`."""
    origin: Origin
    location: str
    """Path or URL that the bytes were read from."""


@dataclass(frozen=True, slots=True)
class Page:
    """`text[start:end]` of a reading stands on this page of the source."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Block:
    """A structural unit that the reader could see: `text[start:end]` (trailing newlines excluded).

    Readers of marked-up formats (HTML, Formex, Markdown, DOCX) know kinds and levels; a PDF or plain-text
    reader gives what it can tell and "paragraph" for the rest.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    """Heading level from 1, nesting depth of a list item from 1, else 0."""
    anchor: str | None = None
    """The id the source itself gives the block (`art_50`), if any."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The clean text of one source, without navigation, running headers, page numbers and line-end hyphens.

    Every later offset (provision, chunk, sentence, quote) is an offset into `text`. Blocks are in order, do
    not overlap, and are separated by newlines; a PDF's wrapped lines are joined, so one block is one line of
    `text` wherever the reader can tell where a paragraph ends.
    """

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    """Empty where the source has no pages."""
    problems: tuple[str, ...] = ()
    """One-line warnings for the summary table, e.g. a language that is not the declared one."""


@dataclass(frozen=True, slots=True)
class Provision:
    """A citable unit: `reading.text[start:end]`, its own number and heading included.

    Spans nest as pins do: a parent's span contains its children's. Siblings do not overlap.
    """

    pin: str
    kind: ProvisionKind
    start: int
    end: int
    number: str = ""
    """The number as printed: `Article 50`, `第十四条`, `(a)`, `§ 22757.13.`; empty if unnumbered."""
    heading: str = ""
    """The provision's own heading as printed, without its number."""
    path: tuple[str, ...] = ()
    """Headings above it, outermost first: chapter, section, article heading."""
    body: int = -1
    """Offset where the text proper begins, after number and heading; -1 if there is none."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`reading.text[start:end]`, one sentence (or list item) of a chunk."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Chunk:
    """What is embedded: a provision or a run of its children, `text` being `reading.text[start:end]`."""

    id: str
    """UUID, from the content and the place."""
    pin: str
    """The smallest provision that holds the whole chunk."""
    instrument: str
    source: str
    """`<instrument>:<source id>`."""
    lang: Lang
    role: Role
    start: int
    end: int
    text: str
    context: str
    """Instrument name and heading path: embedded in front of `text`, never quoted."""
    heading: str = ""
    page: int | None = None
    pins: tuple[str, ...] = ()
    """Every provision that begins in this chunk."""
    sentences: tuple[Sentence, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to: values of one field are alternatives, fields are all required.

    An empty field does not limit.
    """

    instruments: tuple[str, ...] = ()
    jurisdictions: tuple[str, ...] = ()
    poles: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    """Kinds of instrument (`corpus.types.Kind`)."""
    statuses: tuple[str, ...] = ()
    langs: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    """Source keys, `<instrument>:<source id>`."""
    under: tuple[str, ...] = ()
    """Pins: only text that one of these covers."""
    chunks: tuple[str, ...] = ()
    """Chunk ids; for sentences, those of the chunks that they stand in."""
    date_from: date | None = None
    """Only instruments adopted on this day or later."""
    date_to: date | None = None
    """Only instruments adopted on this day or earlier."""
    in_force_on: date | None = None
    """Only instruments adopted by this day and not ended (revoked, repealed, vetoed) by it."""
    day: date | None = None
    """Only wording that was the law of this day: of sentences all of it, of chunks some of it."""


@dataclass(frozen=True, slots=True)
class ScoredChunk:
    """A chunk that a search found; higher scores are better, and comparable within one search only."""

    chunk: Chunk
    score: float


class ScoredSentence(NamedTuple):
    """A sentence that a search found: `text` is `reading.text[start:end]` of its source."""

    chunk: str
    """Id of the chunk that it stands in."""
    pin: str
    """The smallest provision that holds the whole sentence."""
    instrument: str
    source: str
    lang: Lang
    role: Role
    start: int
    end: int
    text: str
    score: float
    """Cosine with the question's vector."""
