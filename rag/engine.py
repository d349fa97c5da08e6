"""The one door to answers: `Engine` plans, retrieves and composes."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import Self

from corpus import (
    Lang,
    Registry,
    UsageError,
    applies_from,
    label,
    load_registry,
)
from ingest import Filters, Index, open_index
from rag import messages
from rag.comparable import comparable, in_poles
from rag.composer import Composer
from rag.composition import Composition
from rag.demands import Demand, demanded, unmet
from rag.law_in_time import absent
from rag.named_provisions import answer_best
from rag.outright import Outright
from rag.parts import Parts
from rag.planner import Planner
from rag.retrieval import Retriever, apart, hit_of, in_turn, within
from rag.selection import Selector
from rag.stopwatch import Stopwatch
from rag.table import QUESTION_ROW, Filling
from rag.types import (
    Answer,
    Cell,
    Hit,
    Matrix,
    Plan,
    ProvisionVersion,
    ProvisionView,
    QuestionPlan,
    SearchHit,
    SearchResult,
)

MAX_QUESTION = 4000
"""Characters; longer questions are refused, since nothing beyond a page is one question."""
_LOOKED_AT = 24
"""Provisions among which those that a question names must be near the first, if it asks for them."""


class Engine:
    """Answers questions over an index. Safe to use from several threads."""

    def __init__(self, index: Index, registry: Registry) -> None:
        """Answer from `index` with the knowledge of `registry`, the user's own documents included."""
        self.index = index
        registry = registry.extended(index.own_instruments())
        self.registry = registry
        self._available = tuple(index.catalog.counts())
        parts = Parts(index, registry)
        self.planner = Planner(registry, lambda pin: index.provision(pin) is not None, parts.find)
        self.retriever = Retriever(index, registry)
        self._selector = Selector(index, registry)
        self._composer = Composer(index, registry)
        self._outright = Outright(index, registry, self.retriever, self._composer)

    @classmethod
    def open(cls, home: Path | None = None) -> Self:
        """Open the current index under `home` (default `$CROSSLEX_HOME`).

        Raises:
            CrosslexError: there is no index, or it was built with another model.
        """
        return cls(open_index(home), load_registry())

    def read_ahead(self) -> None:
        """Read at once what the first questions would read; worth it before many of them."""
        self.index.read_ahead()
        self.planner.plan("the EU", as_of=date.today())  # works out the names of all laws

    def close(self) -> None:
        """Let go of the index."""
        self.index.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def ask(
        self,
        question: str,
        *,
        instruments: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang | None = None,
    ) -> Answer:
        """Answer a question with quotes.

        Args:
            question: in English or Chinese, at most `MAX_QUESTION` characters.
            instruments: answer from these only.
            as_of: the day whose law is asked for; today if not given.
            answer_in: language of the answer; that of the question if not given.

        Raises:
            UsageError: empty or overlong question, or an unknown instrument.
        """
        watch = Stopwatch()
        question = self._checked(question)
        for instrument in instruments:
            self._held(instrument)
        day = as_of or date.today()
        with watch.stage("plan"):
            plan = self.planner.plan(question, instruments=instruments, available=self._available, as_of=day)
            if answer_in is not None:
                plan = replace(plan, language=answer_in)
        return self._answer(plan, day, watch)

    def in_poles(self, poles: Sequence[str], day: date | None = None) -> tuple[str, ...]:
        """The instruments of some poles of AI governance that are in effect on `day` (today if not given)."""
        return in_poles(self.registry, self._available, poles, day or date.today())

    def compare(
        self,
        facets: Sequence[str],
        instruments: Sequence[str] = (),
        *,
        poles: Sequence[str] = (),
        as_of: date | None = None,
        answer_in: Lang = "en",
    ) -> Answer:
        """Compare instruments under facets: a matrix with a row for each facet.

        Without `instruments`, all that treat one of the facets are compared, grouped by pole (only `poles`, if given).

        Raises:
            UsageError: an unknown facet or instrument, or none given.
        """
        if not facets:
            raise UsageError("name at least one facet, e.g. --facet incident-reporting")
        watch, day = Stopwatch(), as_of or date.today()
        names = [self.registry.facet(facet).name.get(answer_in) for facet in dict.fromkeys(facets)]
        if instruments:
            shorts = [self._held(i) for i in dict.fromkeys(instruments)]
        elif not (shorts := list(comparable(self.registry, self._available, poles, facets, day))):
            raise UsageError(
                "no instrument there treats this; leave out --pole, or name one with --instrument"
            )
        titles = [self.registry.get(i).short.get(answer_in) for i in shorts]
        with watch.stage("plan"):
            plan = self.planner.comparison(
                messages.comparison_question(names, titles, answer_in),
                tuple(facets),
                tuple(shorts),
                answer_in,
            )
        return self._answer(plan, day, watch)

    def search(
        self, query: str, *, limit: int = 10, filters: Filters | None = None, as_of: date | None = None
    ) -> SearchResult:
        """The provisions nearest to `query`, each once, as they stood on `as_of` (today if not given).

        Of a comparison each side has its turn: the nearest of each, the second nearest of each, and so on.

        Raises:
            UsageError: empty or overlong query, or an unknown instrument in the filters.
        """
        watch = Stopwatch()
        query = self._checked(query)
        day = as_of or date.today()
        filters = replace(filters or Filters(), day=day)
        for instrument in filters.instruments:
            self._held(instrument)
        with watch.stage("plan"):
            plan = self.planner.plan(
                query, instruments=filters.instruments, available=self._available, as_of=day
            )
        places = [filters]
        if not filters.instruments and plan.instruments:
            sides = [scope.instruments for scope in plan.scopes] if plan.kind == "comparative" else []
            filters = within(filters, plan.instruments)
            places = [within(filters, side) for side in sides] or [filters]
        with watch.stage("retrieve"):
            side = plan.kind == "comparative"
            prepared = self.retriever.query(plan.topic, query, plan.rows, side=side)
            found = in_turn(
                [
                    list(self.retriever.hits(prepared, place, limit=2 * limit, language=plan.language))
                    for place in places
                ]
            )
            exact = [h for pin in plan.pins if (h := self._exact(pin, plan.language, filters)) is not None]
            asked = plan.kind != "lookup" or answer_best(plan, found)
            hits = apart(exact if asked else (), found, limit)
        return SearchResult(
            query=query,
            language=plan.language,
            timings_ms=watch.total(),
            hits=tuple(self._search_hit(i + 1, h, plan.language, day) for i, h in enumerate(hits)),
        )

    def provision(self, pin: str, *, as_of: date | None = None) -> ProvisionView:
        """A provision in every source that holds it, as it stood on `as_of`; all of its wordings if not given.

        Raises:
            UsageError: no such provision, or none on that day; the message names what there is.
        """
        everything = self.index.catalog.at(pin)
        versions = [v for v in everything if as_of is None or v.period.holds(as_of)]
        if everything and not versions and as_of is not None:
            reason = absent(pin, self.registry, self.index, "en", as_of) or f"no text of {as_of} is held"
            near = self.index.catalog.nearest(pin, as_of)
            hint = f"see {near[0].pin}, or ask" if near else "ask"
            raise UsageError(f"{reason} To see it, {hint} for another day with --as-of")
        if not versions:
            near = self.index.catalog.nearest(pin)
            hint = (
                f"; the nearest is {near[0].pin}" if near else "; `crosslex corpus list` shows what is held"
            )
            raise UsageError(f"no provision '{pin[:80]}' in the index{hint}")
        instrument = self.registry.get(versions[0].instrument)
        heading = next((v.heading for v in versions if v.heading), None)
        return ProvisionView(
            pin=pin,
            label={lang: label(pin, instrument, lang, heading=heading) for lang in ("en", "zh")},
            instrument=instrument.id,
            title={"en": instrument.short.en, "zh": instrument.short.zh},
            status=instrument.status,
            applies_from=applies_from(instrument, pin, as_of),
            others=len(everything) - len(versions),
            versions=tuple(
                ProvisionVersion(
                    lang=v.lang,
                    role=v.role,
                    source=v.source,
                    source_sha256=v.sha256,
                    edition=self.index.catalog.document(v.source).edition,
                    heading=v.heading,
                    path=v.path,
                    text=v.text,
                    start=v.start,
                    end=v.end,
                    page=v.page,
                    url=v.url,
                    since=v.period.since,
                    until=v.period.until,
                    amended_by=(*v.period.made_by, *v.period.ended_by),
                )
                for v in versions
            ),
        )

    # --- the stages of an answer ------------------------------------------------------------------------------

    def _answer(self, plan: QuestionPlan, day: date, watch: Stopwatch) -> Answer:
        into = Composition(day)
        matrix: Matrix | None = None
        nearest: tuple[Hit, ...] = ()
        if plan.outside and not plan.scopes:
            pass  # asked about a place of which nothing is held: another law is no answer
        elif plan.kind == "reference" or self._names_the_answer(plan, day, watch):
            plan = replace(plan, kind="reference")
            with watch.stage("compose"):
                self._outright.references(plan, into)
        else:
            with watch.stage("retrieve"):
                table = self._selector.select(plan, self.retriever, self._available, day)
            nearest = table.nearest
            with watch.stage("compose"):
                cells = tuple(
                    tuple(self._cell(into, filling, plan, row) for filling in columns)
                    for row, columns in zip(table.rows, table.cells, strict=True)
                )
                if plan.kind == "comparative":
                    matrix = Matrix(rows=table.rows, columns=table.columns, cells=cells)
                elif into.statements:
                    self._outright.dates(plan, [c.pin for c in into.citations], into)
                else:  # what is named is there at least
                    self._outright.references(plan, into)
        reason = None
        if not into.statements:
            labels = [self._label(hit, plan.language) for hit in nearest]
            reason = messages.abstention(plan, self.registry, self.index, day, labels)
        elif lacking := self._lacking(plan, into):
            reason = messages.lacking(lacking, into.citations[:2], plan.language)
            into = Composition(day)
        return Answer(
            question=plan.question,
            language=plan.language,
            mode="extractive",
            as_of=day,
            plan=Plan(
                kind=plan.kind,
                instruments=matrix.columns
                if matrix
                else tuple(dict.fromkeys(s.instrument for s in into.statements)) or plan.instruments,
                facets=plan.facets,
            ),
            statements=tuple(into.statements),
            matrix=matrix if into.statements else None,
            citations=tuple(into.citations),
            notes=messages.notes(plan, into.citations, self.registry, self.index, day),
            abstained=reason is not None,
            abstain_reason=reason,
            timings_ms=watch.total(),
        )

    @staticmethod
    def _lacking(plan: QuestionPlan, found: Composition) -> frozenset[Demand]:
        """The kinds of fact without which what was found is no answer; a comparison must hold one of those demanded."""
        if plan.kind == "reference":
            return frozenset()
        lacking = unmet(plan.question, [c.quote for c in found.citations])
        return lacking if plan.kind == "lookup" or lacking == demanded(plan.question) else frozenset()

    def _names_the_answer(self, plan: QuestionPlan, day: date, watch: Stopwatch) -> bool:
        """Whether the provisions named in a question that does not say so are the ones that answer it."""
        if plan.kind != "lookup" or not plan.pins:
            return False
        with watch.stage("retrieve"):
            query = self.retriever.query(plan.topic, plan.question, plan.rows)
            filters = within(Filters(day=day), plan.instruments)
            hits = self.retriever.hits(query, filters, limit=_LOOKED_AT, language=plan.language)
            return answer_best(plan, list(hits))

    def _cell(self, into: Composition, filling: Filling, plan: QuestionPlan, row: str) -> Cell:
        facet = None if row == QUESTION_ROW else row
        keys = [
            key
            for hit in filling.hits
            if (key := self._composer.state_hit(into, hit, filling.query, plan.language, facet)) is not None
        ]
        return Cell(
            status="found" if keys else "silent",
            statements=tuple(dict.fromkeys(keys)),
            uncertain=bool(keys) and filling.uncertain,
        )

    # --- small things -----------------------------------------------------------------------------------------

    def _checked(self, question: str) -> str:
        question = question.replace("\x00", "").strip()
        if not question:
            raise UsageError(
                "the question is empty; ask something like: crosslex ask 'What is a serious incident?'"
            )
        if len(question) > MAX_QUESTION:
            raise UsageError(
                f"the question has {len(question):,} characters; the limit is {MAX_QUESTION:,}. "
                "Ask one question at a time, and add a document with `crosslex ingest FILE`."
            )
        return question

    def _held(self, instrument: str) -> str:
        """The id, if the registry knows it and the index holds it."""
        if instrument in self._available:
            return instrument
        self.registry.get(instrument)
        raise UsageError(f"no text of '{instrument}' is in the index; see `crosslex corpus list`")

    def _exact(self, pin: str, language: Lang, filters: Filters) -> Hit | None:
        version = self.index.provision(pin, language, filters.day) or self.index.provision(
            pin, day=filters.day
        )
        if version is None or (filters.instruments and version.instrument not in filters.instruments):
            return None
        return hit_of(version, 1.0)

    def _label(self, hit: Hit, language: Lang) -> str:
        """A finding by the name of its instrument and its place in it."""
        instrument = self.registry.get(hit.instrument)
        place = label(hit.pin, instrument, language, heading=hit.heading or None)
        return f"{instrument.short.get(language)} {place}"

    def _search_hit(self, rank: int, hit: Hit, language: Lang, day: date) -> SearchHit:
        document = self.index.catalog.document(hit.source)
        instrument = self.registry.get(hit.instrument)
        period = self.index.catalog.period(hit.source, hit.start, hit.end)
        return SearchHit(
            rank=rank,
            score=round(hit.score, 4),
            pin=hit.pin,
            instrument=hit.instrument,
            label=label(hit.pin, instrument, language, heading=hit.heading or None),
            lang=hit.lang,
            role=hit.role,
            heading=hit.heading,
            text=hit.text,
            url=document.url,
            page=hit.page,
            since=period.since,
            until=period.until,
            applies_from=applies_from(instrument, hit.pin, day),
        )
