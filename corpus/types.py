"""What is known of an instrument: the types that every other room reads."""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, HttpUrl

Day = date
"""A date, in a model that has a field named `date`."""

Lang = Literal["en", "zh"]
Role = Literal["authoritative", "translation", "consolidation", "digest", "user"]
"""What a text is worth: the law itself, a translation of it, official words that we put together as amended, our own
restatement, or a user's own file."""

Jurisdiction = Literal["eu", "us", "us-ca", "us-co", "us-ny", "cn", "intl", "coe", "un", "private", "user"]
Pole = Literal["us-labs", "cn-state", "open-source", "eu", "us-government", "international", "user"]
Kind = Literal[
    "regulation",
    "guidelines",
    "code-of-practice",
    "statute",
    "bill",
    "executive-order",
    "plan",
    "standard",
    "departmental-rule",
    "policy",
    "declaration",
    "commitments",
    "recommendation",
    "treaty",
    "resolution",
    "framework",
    "charter",
    "licence",
    "benchmark",
    "document",
]
Status = Literal[
    "in-force",
    "partly-applicable",
    "not-yet-applicable",
    "revoked",
    "repealed",
    "vetoed",
    "voluntary",
    "adopted",
]
CitationStyle = Literal["eu", "us-code", "us-eo", "cn", "treaty", "heading", "paragraph"]
OutlineStyle = Literal["eu", "cn", "us-code", "us-eo", "treaty", "headings", "paragraphs"]


class Frozen(BaseModel):
    """Base of the registry's models: immutable, and an unknown key is a fault."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Frozen):
    """One text in both languages."""

    en: Annotated[str, Field(min_length=1)]
    zh: Annotated[str, Field(min_length=1)]

    def get(self, lang: Lang) -> str:
        """The text in `lang`."""
        return self.zh if lang == "zh" else self.en


class Aliases(Frozen):
    """The usual wordings of one thing in each language: the names of an instrument, the questions that are asked."""

    en: tuple[str, ...] = ()
    zh: tuple[str, ...] = ()


class Application(Frozen):
    """From `date` on, `what` applies.

    Which provisions that is, is told by their pins: of the entries whose pins cover a provision, those with the
    longest pin are about it (corpus/applicability.py).
    """

    date: date
    what: Bilingual
    pins: tuple[str, ...] = ()
    """The provisions that apply from then on; the bare instrument id stands for all that no other entry names."""
    set_by: str | None = None
    """Pin of the provision that sets the date."""
    since: Day | None = None
    """The first day on which this was the law's timetable; not given where it was so from the beginning."""
    until: Day | None = None
    """The first day on which the timetable was another one; not given where it still is this one."""


class Dates(Frozen):
    """The life of an instrument; a date that does not exist or is not known is left out."""

    adopted: date | None = None
    published: date | None = None
    in_force: date | None = None
    applies: tuple[Application, ...] = ()
    ended: date | None = None
    """Repealed, revoked, vetoed or replaced on this day."""


class Source(Frozen):
    """One file or page that holds a text of the instrument, or of a named part of it.

    Sources of the same `lang`, `edition` and `part` are forms of one text: the first that can be had is indexed.
    """

    id: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
    lang: Lang
    role: Role
    url: HttpUrl | None = None
    media_type: str
    file: str | None = None
    """File name in the instrument's folder of the mirror."""
    sha256: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    edition: str
    """Which version of the text this is: a date or a version number."""
    current: bool = True
    """False for an earlier version or a draft. An earlier version with `until` is indexed as history, a draft never."""
    since: date | None = None
    """The first day on which this edition was the text; not given where it was so from the beginning."""
    until: date | None = None
    """The first day on which another edition was the text."""
    part: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9-]*$")] | None = None
    """Set where an instrument is published as several documents; its pins begin `<instrument>/h-<part>/`."""
    outline: OutlineStyle | None = None
    """Overrides the instrument's outline style."""
    needs_ocr: bool = False
    """True for a scan known to have no text layer (or none worth reading): reported, never indexed."""
    note: Bilingual | None = None


class Instrument(Frozen):
    """A law, rule, framework or declaration, as the registry knows it."""

    id: Annotated[str, Field(pattern=r"^[a-z]+(-[a-z0-9]+)+$")]
    title: Bilingual
    short: Bilingual
    """The name used in a table column or a citation chip: `EU AI Act`, `《暂行办法》`."""
    aliases: Aliases = Aliases()
    by_issuer: Aliases = Aliases()
    """Names that mean it only beside its issuer's or its place's: `constitution` in "Anthropic's constitution"."""
    issuer: Bilingual
    jurisdiction: Jurisdiction
    pole: Pole
    kind: Kind
    status: Status
    as_of: date
    """The day on which this entry was last checked."""
    version: str | None = None
    dates: Dates = Dates()
    amends: tuple[str, ...] = ()
    amended_by: tuple[str, ...] = ()
    replaces: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    identifiers: dict[str, str] = {}
    """Official identifiers by their usual name: celex, eli, oj, bill, chapter, code, order, document, cets …"""
    citation: CitationStyle
    outline: OutlineStyle
    language: Lang
    """The authoritative language (English where several are, among them English)."""
    note: Bilingual | None = None
    sources: tuple[Source, ...] = ()


class Fact(Frozen):
    """One checkable figure of a digest entry, e.g. kind `deadline`, value `15 days`."""

    kind: Literal["deadline", "duration", "threshold", "amount", "date", "actor", "number", "exception"]
    value: str


class DigestEntry(Frozen):
    """Our own restatement of one provision, in both languages."""

    pin: str
    heading: Bilingual
    en: Annotated[str, Field(min_length=20)]
    zh: Annotated[str, Field(min_length=8)]
    facts: tuple[Fact, ...] = ()
    facets: tuple[str, ...] = ()
    """Ids of the comparison facets (corpus/facets.toml) under which this provision is compared; the first is what it
    is mainly about."""
    amended_by: str | None = None
    """The act that replaced or added the provision, where older official texts do not hold what is restated."""
    url: HttpUrl | None = None
    """Where the provision itself can be read; the instrument's first source if not given."""


class Digest(Frozen):
    """All our restatements of one edition of an instrument.

    A file of corpus/digests/ for the present edition, of corpus/digests/past/ for an earlier one.
    """

    instrument: str
    edition: str
    as_of: date
    since: date | None = None
    """The first day on which what is restated was the text; not given where it was so from the beginning."""
    until: date | None = None
    """The first day on which it was another one; given for every past digest."""
    provisions: tuple[DigestEntry, ...]


class Facet(Frozen):
    """A comparison dimension: a row of the matrix."""

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    name: Bilingual
    meaning: Bilingual
    terms: Aliases
    """Words and phrases in a question that ask about this facet."""
    questions: Aliases = Aliases()
    """How analysts usually ask about this facet, the most usual form first."""


class Term(Frozen):
    """A pair of equivalent terms with their usual variants; the first of each language is the preferred one."""

    en: Annotated[tuple[str, ...], Field(min_length=1)]
    zh: Annotated[tuple[str, ...], Field(min_length=1)]


class Group(Frozen):
    """A name in a question that stands for several instruments: a jurisdiction, the labs, the summits.

    An instrument is a member if any of `jurisdictions`, `poles` or `ids` selects it.
    """

    id: Annotated[str, Field(pattern=r"^[a-z][a-z-]*$")]
    name: Bilingual
    terms: Aliases
    jurisdictions: tuple[Jurisdiction, ...] = ()
    poles: tuple[Pole, ...] = ()
    ids: tuple[str, ...] = ()
    main: Annotated[tuple[str, ...], Field(min_length=1)]
    """The instruments that the name usually means, most usual first."""
    compare: bool = False
    """True where a question about the group is about its members one by one (the labs, the summits)."""
    states: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()
    """Of a union: the states in which its law applies (ISO 3166-1 alpha-2), whose own law the corpus does not hold."""


class Cities(Frozen):
    """Cities that questions name for the law that applies there."""

    of: Annotated[str, Field(min_length=2)]
    """The id of a group of the registry, or the state they lie in (ISO 3166-1 alpha-2, an American one by name)."""
    summit: str = ""
    """The instrument that was made there, which they stand for where a question is about summits."""
    en: Annotated[tuple[str, ...], Field(min_length=1)]
    zh: Annotated[tuple[str, ...], Field(min_length=1)]
