"""What programs can have done, each from a request to the object that is sent: the same for REST and for MCP."""

import threading
from datetime import date
from functools import cached_property
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from corpus import CrosslexError, UsageError
from ingest import Filters
from rag import Answer, Engine, ProvisionView, SearchResult
from rag.types import Unsupported
from rag.verify import Claim, QuoteCheck, Verifier, check_quote, evidence_of
from ui.api.replies import Evidence, FacetEntry, Facets, Health, InstrumentEntry, Instruments, Support
from ui.api.requests import (
    MAX_EVIDENCE,
    AskRequest,
    CompareRequest,
    ProvisionRequest,
    SearchRequest,
    VerifyRequest,
)
from ui.inventory import inventory_of

if TYPE_CHECKING:
    from ui.drafting import Drafting


class NotHeld(CrosslexError):  # noqa: N818 (reads as a sentence where it is raised)
    """There is no such provision."""


class Operations:
    """The questions of programs, answered by an engine. Safe to use from several threads.

    Args:
        engine: Answers; whoever opened it closes it.
        drafting: The model that writes answers, if there is one; whoever opened it closes it.
    """

    def __init__(self, engine: Engine, drafting: "Drafting | None" = None) -> None:
        self.engine, self.drafting = engine, drafting
        self._verifying = threading.Lock()

    def find(self, asked: AskRequest | CompareRequest) -> Answer:
        """What is asked, in quotes; errors as of `ask` and `compare`."""
        return self.ask(asked) if isinstance(asked, AskRequest) else self.compare(asked)

    def writer(self, asked: AskRequest | CompareRequest) -> "tuple[Drafting, Unsupported] | None":
        """Who is to write the answer out, and what becomes of unsupported sentences; None for quotes only.

        Raises:
            UsageError: A model is asked for, and there is none.
        """
        if asked.llm is False or (asked.llm is None and self.drafting is None):
            return None
        if self.drafting is None:
            raise UsageError(
                "llm: this server has no language model; leave it out, or start it with --llm SPEC"
            )
        return self.drafting, asked.unsupported or self.drafting.custom("drop")

    def ask(self, asked: AskRequest) -> Answer:
        """Answer a question with quotes.

        Raises:
            UsageError: An instrument is unknown, or no instrument of the poles is held.
        """
        among = tuple(asked.instruments)
        if not among and asked.poles:
            among = self.engine.in_poles(asked.poles, asked.as_of)
            if not among:
                raise UsageError(
                    "no instrument of these poles is in effect that day; name other poles or another day"
                )
        return self.engine.ask(
            asked.question, instruments=among, as_of=asked.as_of, answer_in=asked.answer_in
        )

    def search(self, asked: SearchRequest) -> SearchResult:
        """Find provisions.

        Raises:
            UsageError: An instrument is unknown.
        """
        filters = Filters(
            instruments=tuple(asked.instruments),
            jurisdictions=tuple(asked.jurisdictions),
            poles=tuple(asked.poles),
            kinds=tuple(asked.kinds),
            langs=(asked.lang,) if asked.lang else (),
        )
        return self.engine.search(asked.query, limit=asked.limit, filters=filters, as_of=asked.as_of)

    def compare(self, asked: CompareRequest) -> Answer:
        """Fill a matrix of facets and instruments with quotes.

        Raises:
            UsageError: A facet or an instrument is unknown.
        """
        return self.engine.compare(
            asked.facets, asked.instruments, poles=asked.poles, as_of=asked.as_of, answer_in=asked.answer_in
        )

    def provision(self, pin: str, asked: ProvisionRequest) -> ProvisionView:
        """Show a provision.

        Raises:
            NotHeld: There is none, none on that day, or none in that language.
        """
        try:
            view = self.engine.provision(pin, as_of=asked.as_of or date.today())
        except UsageError as error:
            raise NotHeld(str(error)) from error
        if asked.lang is None:
            return view
        versions = tuple(v for v in view.versions if v.lang == asked.lang)
        if not versions:
            raise NotHeld(f"no text of '{pin[:80]}' in '{asked.lang}' is held; leave out the language")
        return view.model_copy(update={"versions": versions})

    def verify(self, asked: VerifyRequest) -> Support:
        """Tell whether a claim follows from provisions or texts.

        Raises:
            NotHeld: There is no such provision.
            UsageError: There is more to read than `MAX_EVIDENCE`.
        """
        given = [asked.evidence] if isinstance(asked.evidence, str) else asked.evidence or []
        views = [
            self.provision(pin, ProvisionRequest(as_of=asked.as_of)) for pin in dict.fromkeys(asked.pins)
        ]
        texts = [(view, version) for view in views for version in evidence_of(view)]
        passages = (*given, *(version.text for _, version in texts))
        if (length := sum(map(len, passages))) > MAX_EVIDENCE:
            raise UsageError(
                f"the evidence has {length:,} characters; the limit is {MAX_EVIDENCE:,}: give narrower pins"
            )
        held = tuple(dict.fromkeys(view.instrument for view in views))
        with self._verifying:  # what was read is kept in one place
            verdict = self._verifier.verify_all([Claim(asked.claim, passages, held)])[0]
        return Support(
            claim=asked.claim,
            pins=asked.pins,
            evidence=asked.evidence,
            support=verdict.support,
            score=verdict.score,
            reasons=list(verdict.reasons),
            read=[
                Evidence(
                    pin=view.pin, source=v.source, lang=v.lang, role=v.role, source_sha256=v.source_sha256
                )
                for view, v in texts
            ],
        )

    def verify_quote(self, pin: str, quote: str) -> QuoteCheck:
        """Tell whether a quote is a slice of a provision, in any of its wordings.

        Raises:
            NotHeld: There is no such provision.
        """
        try:
            view = self.engine.provision(pin)
        except UsageError as error:
            raise NotHeld(str(error)) from error
        return check_quote(view, quote)

    def instruments(self) -> Instruments:
        """What is held of each instrument."""
        entries = inventory_of(self.engine.registry, self.engine.index)
        return Instruments(instruments=[InstrumentEntry.model_validate(entry) for entry in entries])

    def facets(self) -> Facets:
        """What instruments can be compared under."""
        return Facets(
            facets=[
                FacetEntry(id=facet.id, name={"en": facet.name.en, "zh": facet.name.zh})
                for facet in self.engine.registry.facets
            ]
        )

    def health(self) -> Health:
        """What answers here."""
        manifest = self.engine.index.manifest
        counts = self.engine.index.catalog.counts()
        return Health(
            version=program_version(),
            generation=manifest.id,
            created=manifest.created,
            index_schema=manifest.schema,
            embedder=manifest.embedder,
            instruments=len(counts),
            provisions={lang: sum(held.get(lang, 0) for held in counts.values()) for lang in ("en", "zh")},
        )

    @cached_property
    def _verifier(self) -> Verifier:
        return Verifier(registry=self.engine.registry)


def program_version() -> str:
    """The version of crosslex that is installed."""
    try:
        return version("crosslex")
    except PackageNotFoundError:
        return "0"
