"""Choosing the evidence: which instruments are compared, which hits fill a cell, and when a text is silent."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice

from corpus import Registry, covers, split
from ingest import Filters, Index
from rag.language import content
from rag.planner import is_effective
from rag.relevance import probability
from rag.retrieval import Evidence, Retriever, within
from rag.scoring import Query
from rag.table import QUESTION_ROW, Filling, Table, as_in_the_law, general_rules, without_strays
from rag.types import Hit, QuestionPlan, Scope
from rag.which_laws import COMMENTARIES, LAWS

_MAIN = 0.015
"""What an instrument that its group's name usually means is given ahead of the others."""
_MATTER = 0.03
"""What a provision is given for each further matter of the question that our digest files it under."""
_LAWS, _ASKED_LAWS = 8, 16
"""Laws that are told where it is asked which ones hold something, and those that are looked into for it."""
_NEAREST = 2
"""Provisions that are named where nothing answers."""
_STATED = 12
"""Findings that a comparison of few cells states; where it has many, each has two or three all the same."""
_LISTED = 5
"""Findings that one list states: an answer about one law, a cell of a comparison."""
_HITS = 24
"""Provisions of a scope that are looked at."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What must be reached for a cell to be filled. Probabilities are those of `rag.relevance`."""

    answered: float = 0.6
    """Below this probability the corpus does not answer a question that names no law or place."""
    found: float = 0.3
    """Below this probability a text that the question names is silent."""
    filed: float = 0.1
    """The same where the best hit is a provision that our digest files under the facet of the row."""
    mainly: float = 0.03
    """The same in a comparison where that is what the provision is mainly about."""
    compared: float = 0.03
    """What `found` and `filed` are multiplied by where a question compares laws: who asks expects each of them to treat
    the matter, while the probabilities were fitted to even odds and single questions. What is found between the two is
    shown as uncertain."""
    unfiled: float = 0.6
    """The same where our digest of the text files nothing under the facet of the row."""
    near: float = 0.25
    """From this probability a question that gets no answer is told what lies nearest."""
    near_in: float = 0.03
    """The same where it names a text: that is where its reader goes on looking."""
    margin: float = 0.06
    """A further statement of a cell may fall this far behind the first."""
    filed_margin: float = 0.09
    """The same where a facet alone is asked about: what is filed under it is about the matter."""
    sought: float = 0.6
    """`found` where it is asked which laws hold something, for texts whose best hit is not filed under the facet."""
    sought_filed: float = 0.15
    """The same for texts whose best hit is."""
    level: float = 0.012
    """Findings in one article that lie no farther apart follow each other as in the law, the general rule first."""
    rule_margin: float = 0.03
    """How much farther the first paragraph of an article may fall behind where others of it are stated."""
    group_margin: float = 0.03
    """An instrument of a jurisdiction may fall this far behind its best one and still be compared."""


class Selector:
    """Selects evidence for a plan."""

    max_group = 3
    """Instruments of one jurisdiction that become columns; two where three or more sides are compared."""

    def __init__(self, index: Index, registry: Registry, thresholds: Thresholds | None = None) -> None:
        """Select from `index`."""
        self._index = index
        self._registry = registry
        self._thresholds = thresholds or Thresholds()

    def select(self, plan: QuestionPlan, retriever: Retriever, available: Sequence[str], day: date) -> Table:
        """The evidence for `plan`, by row (facet) and column (instrument)."""
        facets = {row[0]: row for row in plan.rows}
        rows = tuple(facets) or (QUESTION_ROW,)
        if plan.kind != "comparative":
            return self._lookup(plan, retriever, available, day)
        queries = {row: self.query(plan, row, facets.get(row, ()), len(rows), retriever) for row in rows}
        found: dict[tuple[str, str], list[Hit]] = {}
        odds: dict[tuple[str, str], float] = {}
        columns: list[str] = []
        for scope in plan.scopes:
            best: dict[str, float] = {}
            for row in rows:
                evidence = self._evidence(plan, queries[row], scope.instruments, row, retriever, day)
                hits = retriever.group(evidence.passages, plan.language, limit=_HITS, day=day)
                for hit in self._rules_first(list(hits), row) if plan.by_facet else hits:
                    found.setdefault((row, hit.instrument), []).append(hit)
                    odds.setdefault((row, hit.instrument), probability(evidence.signs, named=True))
                    best[hit.instrument] = max(best.get(hit.instrument, 0.0), hit.score)
            limit = self.max_group if len(plan.scopes) < 3 else 2
            chosen = [i for i in self._columns(scope, best, limit, rows) if i not in columns]
            for row in rows if len(chosen) > 1 else ():
                for i in chosen:  # what one law of a place says is no sign that another says it too
                    own = self._evidence(plan, queries[row], (i,), row, retriever, day)
                    odds[row, i] = min(odds.get((row, i), 0.0), probability(own.signs, named=True))
            columns.extend(chosen)
        few = 3 if len(rows) == 1 else 2
        per_cell = max(few, min(_LISTED, _STATED // max(1, len(rows) * len(columns))))
        named = {i for scope in plan.scopes if scope.named for i in scope.instruments}
        cells = tuple(
            tuple(
                self._cell(
                    queries[row],
                    found.get((row, column), []),
                    odds.get((row, column), 0.0),
                    self._needed(plan, column, row, found.get((row, column), [])),
                    per_cell,
                    asked=not plan.by_facet,
                    named=column in named,
                )
                for column in columns
            )
            for row in rows
        )
        return without_strays(Table(tuple(rows), tuple(columns), cells), plan.scopes)

    def _evidence(
        self,
        plan: QuestionPlan,
        query: Query,
        instruments: Sequence[str],
        row: str,
        retriever: Retriever,
        day: date,
    ) -> Evidence:
        filters = within(Filters(day=day), instruments)
        if plan.by_facet:
            filters = replace(filters, under=self._filed_in(instruments, row, plan.systems))
        elif plan.kind == "comparative" and len(instruments) == 1:
            query = retriever.under_name(query, instruments[0])
        return retriever.evidence(query, filters)

    def query(
        self, plan: QuestionPlan, row: str, facets: Sequence[str], rows: int, retriever: Retriever
    ) -> Query:
        """What is searched for in a row: the question without what other rows ask, under the name of the facet.

        A comparison by facets alone has no question of its own: what the facet means is searched for.
        """
        if rows == 1 and plan.topic:
            return retriever.query(plan.topic, plan.question, (facets,), side=True)
        facet = self._registry.facet(row)
        about = plan.topics.get(row) or facet.meaning.get(plan.language)
        return retriever.query(
            f"{facet.name.get(plan.language)}: {about}", plan.question, (facets,), side=True
        )

    def _columns(self, scope: Scope, best: dict[str, float], limit: int, rows: Sequence[str]) -> list[str]:
        """The instruments of a scope that are compared: the named one, or those of the group that say most."""
        if len(scope.instruments) == 1:
            return list(scope.instruments)
        if not best:
            return list(scope.instruments[:1])
        usual = self._usual(scope, best, rows)
        weighed = {i: score + (_MAIN if i in usual else 0.0) for i, score in best.items()}
        for amending in [i for i in weighed if any(a in weighed for a in self._registry.get(i).amends)]:
            del weighed[amending]  # the act that it amends holds what it says
        top = max(weighed.values())
        ranked = sorted(weighed, key=lambda i: -weighed[i])
        return [i for i in ranked if weighed[i] >= top - self._thresholds.group_margin][:limit]

    def _usual(self, scope: Scope, found: Iterable[str], rows: Sequence[str]) -> Collection[str]:
        """The instruments that a question about a group usually means: on a facet those with rules mainly about it.

        A code or guidelines do not take the place of the law that they explain.
        """
        if rows == (QUESTION_ROW,):
            return scope.main
        laws = (i for i in found if self._registry.get(i).kind not in COMMENTARIES)
        return {i for i in laws if any(self._mainly(i, row) for row in rows)} or scope.main

    def _mainly(self, instrument: str, row: str) -> tuple[str, ...]:
        """The pins that our digest of an instrument calls mainly about the facet of a row."""
        digest = self._registry.digests.get(instrument)
        return tuple(e.pin for e in digest.provisions if e.facets[:1] == (row,)) if digest else ()

    def _filed(self, instrument: str, row: str) -> tuple[str, ...]:
        """The pins that our digest of an instrument files under the facet of a row."""
        digest = self._registry.digests.get(instrument)
        return tuple(e.pin for e in digest.provisions if row in e.facets) if digest else ()

    def _filed_in(self, instruments: Sequence[str], facet: str, systems: Sequence[str]) -> tuple[str, ...]:
        """The pins filed under a facet in several instruments; none where one has no digest to say so.

        Where some of them have rules on it for the `systems` asked about, only these.
        """
        if not all(i in self._registry.digests for i in instruments):
            return ()
        filed = tuple(pin for i in instruments for pin in self._filed(i, facet))
        on_them = {pin for i in instruments for system in systems for pin in self._filed(i, system)}
        return tuple(pin for pin in filed if pin in on_them) or filed

    def _on_several(self, hits: Sequence[Hit], facets: Sequence[str]) -> list[Hit]:
        """The hits, best first, where a provision on several of the matters asked about counts for each of them."""
        weighed = []
        for hit in hits:
            on = sum(
                any(covers(pin, hit.pin) or covers(hit.pin, pin) for pin in self._filed(hit.instrument, f))
                for f in facets
            )
            weighed.append(replace(hit, score=hit.score + _MATTER * max(0, on - 1)))
        return sorted(weighed, key=lambda h: -h.score)

    def _rules_first(self, hits: Sequence[Hit], facet: str) -> list[Hit]:
        """The hits of each instrument with its rules on a facet first, as they follow each other in the law.

        The general rule stands before what follows from it. The rules are the provisions that our digest calls mainly
        about the facet, in the article that has most of them among the best hits; of each one finding is kept.
        """
        own: dict[str, list[Hit]] = defaultdict(list)
        for hit in hits:
            own[hit.instrument].append(hit)
        turns = {i: iter(self._rules_of(i, theirs, facet)) for i, theirs in own.items()}
        # each instrument keeps its turns: where it was found, it is stated
        return [hit for h in hits for hit in islice(turns[h.instrument], 1)]

    def _rules_of(self, instrument: str, hits: Sequence[Hit], facet: str) -> list[Hit]:
        """The hits of one instrument, its rules on a facet first."""
        main = self._mainly(instrument, facet)
        best: dict[str, Hit] = {}
        others: list[Hit] = []
        for hit in hits:
            above = next((pin for pin in reversed(main) if covers(pin, hit.pin)), None)  # the narrowest
            rule = above or next((pin for pin in main if covers(hit.pin, pin)), None)
            if rule is None:
                others.append(hit)
            else:
                best.setdefault(rule, hit)
        floor = hits[0].score - self._thresholds.margin
        articles = Counter(split(rule)[1][0] for rule, hit in best.items() if hit.score >= floor)
        if not articles:
            return list(hits)
        most, _ = articles.most_common(1)[0]
        rules = [best[pin] for pin in main if pin in best and split(pin)[1][0] == most]
        rest = sorted((*others, *best.values()), key=lambda h: -h.score)
        return list(dict.fromkeys((*rules, *rest)))

    def _needed(self, plan: QuestionPlan, instrument: str, row: str, hits: Sequence[Hit]) -> float:
        """The probability from which a cell is filled: our digests say what a law deals with under a facet."""
        digest = self._registry.digests.get(instrument)
        if row == QUESTION_ROW or digest is None or not hits:
            return self._thresholds.found
        filed = self._filed(instrument, row)
        if not filed:
            return self._thresholds.unfiled
        if plan.by_facet:
            return 0.0
        best = hits[0].passages[0].pin
        main = self._mainly(instrument, row) if plan.kind == "comparative" else ()
        if any(covers(pin, best) or covers(best, pin) for pin in main):
            return self._thresholds.mainly
        if any(covers(pin, best) or covers(best, pin) for pin in filed):
            return self._thresholds.filed
        return self._thresholds.found

    def _cell(
        self,
        query: Query,
        hits: Sequence[Hit],
        odds: float,
        needed: float,
        limit: int,
        *,
        asked: bool,
        named: bool,
    ) -> Filling:
        """The evidence of a cell.

        `asked` where a question compares the law of its column with others, `named` where it names that law: of a law
        that only its place implies, what may not answer is shown with no more than the nearest.
        """
        least = needed
        margin = self._thresholds.margin
        if asked and needed <= self._thresholds.found:
            least *= self._thresholds.compared
        elif not asked:
            margin = self._thresholds.filed_margin
        # what is filed under the row is shown all the same, but as certain only where it is likely to answer
        uncertain = odds < (max(needed, self._thresholds.found) if asked else needed)
        filled = self._fill(hits, odds, least, limit if named or not uncertain else 1, margin)
        return Filling(query, filled, uncertain=uncertain)

    def _fill(
        self, hits: Sequence[Hit], odds: float, needed: float, limit: int, margin: float
    ) -> tuple[Hit, ...]:
        """The hits that fill a cell; none if the evidence is too weak to be an answer."""
        if not hits or odds < needed:
            return ()
        floor = max(h.score for h in hits) - margin
        filled = [h for h in hits if h.score >= floor][:limit]
        rules = general_rules(filled, [h for h in hits if h.score >= floor - self._thresholds.rule_margin])
        return (*as_in_the_law(filled, self._thresholds.level), *rules)

    def _titled(self, hits: Sequence[Hit], query: Query) -> list[Hit]:
        """The hits under a heading that has every word asked for, such as "accountability": the law treats that."""
        asked = set(self._index.sparse_query(content(query.text)).indices)
        if not asked:
            return []
        headings = ((h, self._index.catalog.holding(h.source, h.start, h.end)) for h in hits)
        return [
            h
            for h, held in headings
            if held
            and asked <= set(self._index.sparse_query(held.heading or " ".join(held.path[-1:])).indices)
        ]

    def _law_by_law(
        self,
        plan: QuestionPlan,
        query: Query,
        hits: Sequence[Hit],
        instruments: Sequence[str],
        retriever: Retriever,
        day: date,
    ) -> tuple[Hit, ...]:
        """The best hit of each law that answers, each judged by its own evidence, the likeliest first.

        Looked into are those among the `hits`, and those of which our digests file something under the facet.
        """
        row = plan.rows[0][0] if plan.rows else QUESTION_ROW
        nearest = dict.fromkeys(h.instrument for h in hits)
        filing = (i for i in instruments if row != QUESTION_ROW and self._filed(i, row))
        sought = (
            i
            for i in dict.fromkeys((*nearest, *filing))
            if plan.sought == "text" or i.startswith("doc-") or self._registry.get(i).kind in LAWS
        )
        found: list[tuple[float, Hit]] = []
        for i in islice(sought, _ASKED_LAWS):
            evidence = self._evidence(plan, query, (i,), row, retriever, day)
            odds = probability(evidence.signs, named=True)
            own = list(retriever.group(evidence.passages, plan.language, limit=1, day=day))
            if own and odds >= self._sought(self._needed(plan, i, row, own)):
                found.append((odds, own[0]))
        laws = {hit.instrument for _, hit in found}
        ranked = [hit for _, hit in sorted(found, key=lambda pair: (-pair[0], -pair[1].score))]
        amending = {i for i in laws if laws.intersection(self._registry.get(i).amends)}
        return tuple(hit for hit in ranked if hit.instrument not in amending)[:_LAWS]

    def _sought(self, needed: float) -> float:
        """The same as `needed` where no law was named: each that is told must be likely to answer."""
        if needed == self._thresholds.filed:
            return self._thresholds.sought_filed
        return max(needed, self._thresholds.sought) if needed else 0.0

    def _lookup(self, plan: QuestionPlan, retriever: Retriever, available: Sequence[str], day: date) -> Table:
        """One list of hits over the instruments in scope, or over all that have effect."""
        instruments = plan.instruments or tuple(
            i for i in available if i.startswith("doc-") or is_effective(self._registry.get(i), day)
        )
        query = retriever.query(plan.topic if plan.scopes else plan.question, plan.question, plan.rows)
        row = plan.facets[0] if plan.by_facet else QUESTION_ROW
        evidence = self._evidence(plan, query, instruments, row, retriever, day)
        hits = list(retriever.group(evidence.passages, plan.language, limit=_HITS, day=day))
        if plan.by_facet:
            hits = self._rules_first(hits, row)
        elif len(plan.rows) > 1:
            hits = self._on_several(hits, plan.facets)
        needed, odds = self._thresholds.answered, probability(evidence.signs, named=plan.names_where)
        if plan.names_where:  # the least that one of the facets asked about needs
            rows = [row[0] for row in plan.rows] or [QUESTION_ROW]
            needed = min(self._needed(plan, hits[0].instrument, row, hits) for row in rows) if hits else 1.0
            needed = min(needed, self._thresholds.found)
            if titled := self._titled(hits, query):
                hits = [*titled, *(h for h in hits if h not in titled and odds >= needed)]
                needed = 0.0
        margin = self._thresholds.filed_margin if plan.by_facet else self._thresholds.margin
        filled = self._fill(hits, odds, needed, _LISTED, margin)
        if plan.sought and len(instruments) > 1:
            filled = self._law_by_law(plan, query, hits, instruments, retriever, day) or filled
        columns = tuple(dict.fromkeys(h.instrument for h in filled))
        cells = tuple(Filling(query, tuple(h for h in filled if h.instrument == c)) for c in columns)
        least = self._thresholds.near_in if plan.names_where else self._thresholds.near
        # what is filed under the facet asked about is where to look, however little it seems to answer
        on_it = plan.names_where and needed <= self._thresholds.filed
        near = hits[:_NEAREST] if not filled and (odds >= least or on_it) else ()
        return Table((QUESTION_ROW,), columns, (cells,), nearest=tuple(near))
