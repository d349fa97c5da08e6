"""Choosing the evidence: which instruments are compared, which hits fill a cell, and when a text is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from corpus import Lang, Registry
from ingest import Filters, Index
from rag.planner import is_effective
from rag.retrieval import Query, Retriever, within
from rag.types import Hit, QuestionPlan, Scope

QUESTION_ROW = "question"
"""The matrix row of a question in which no facet was recognised."""


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Scores are those of `rag.retrieval.Weights`; set on development questions (see eval/LOG.md)."""

    found: float = 0.845
    """Below this a text is silent on the question."""
    unfiled: float = 0.03
    """How much more is asked of a text whose digest files no provision under the facet that names the row."""
    margin: float = 0.02
    """A further statement of a cell may fall this far behind the first."""
    group_margin: float = 0.02
    """An instrument of a jurisdiction may fall this far behind its best one and still be compared."""


@dataclass(frozen=True, slots=True)
class Table:
    """The evidence: `cells[row][column]` is the query of the row and the hits that fill the cell, none if silent."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: tuple[tuple[tuple[Query, tuple[Hit, ...]], ...], ...]


class Selector:
    """Selects evidence for a plan."""

    max_group = 3
    """Instruments of one jurisdiction that become columns."""
    max_rows = 4

    def __init__(self, index: Index, registry: Registry, thresholds: Thresholds | None = None) -> None:
        """Select from `index`."""
        self._index = index
        self._registry = registry
        self._thresholds = thresholds or Thresholds()

    def select(self, plan: QuestionPlan, retriever: Retriever, available: Sequence[str], day: date) -> Table:
        """The evidence for `plan`, by row (facet) and column (instrument)."""
        facets = {row[0]: row for row in plan.rows[: self.max_rows]}
        rows = tuple(facets) or (QUESTION_ROW,)
        if plan.kind != "comparative":
            return self._lookup(plan, retriever, available, day)
        queries = {row: self.query(plan, row, facets.get(row, ()), len(rows), retriever) for row in rows}
        found: dict[tuple[str, str], list[Hit]] = {}
        columns: list[str] = []
        for scope in plan.scopes:
            chosen: dict[str, float] = {}
            for row in rows:
                hits = self._scope_hits(scope, queries[row], retriever, plan.language)
                best: dict[str, float] = {}
                for hit in hits:
                    found.setdefault((row, hit.instrument), []).append(hit)
                    best.setdefault(hit.instrument, hit.score)
                for instrument, score in best.items():
                    chosen[instrument] = max(chosen.get(instrument, 0.0), score)
            columns.extend(i for i in self._columns(scope, chosen) if i not in columns)
        per_cell = 3 if len(rows) == 1 else 2
        cells = tuple(
            tuple(
                (queries[row], self._fill(found.get((row, column), []), per_cell, self._unfiled(column, row)))
                for column in columns
            )
            for row in rows
        )
        return Table(tuple(rows), tuple(columns), cells)

    def query(
        self, plan: QuestionPlan, row: str, facets: Sequence[str], rows: int, retriever: Retriever
    ) -> Query:
        """What is searched for in a row: the question, turned towards the row's facet where there are several."""
        if rows == 1 and plan.topic:
            return retriever.query(plan.topic, plan.question, facets)
        facet = self._registry.facet(row)
        topic = plan.topic or facet.meaning.get(plan.language)
        return retriever.query(f"{facet.name.get(plan.language)}: {topic}", plan.question, facets)

    def _scope_hits(self, scope: Scope, query: Query, retriever: Retriever, language: Lang) -> list[Hit]:
        return retriever.hits(query, within(Filters(), scope.instruments), limit=24, language=language)

    def _columns(self, scope: Scope, best: dict[str, float]) -> list[str]:
        """The instruments of a scope that are compared: the named one, or those of the group that say most."""
        if len(scope.instruments) == 1:
            return list(scope.instruments)
        if not best:
            return list(scope.instruments[:1])
        top = max(best.values())
        ranked = sorted(best, key=lambda i: -best[i])
        return [i for i in ranked if best[i] >= top - self._thresholds.group_margin][: self.max_group]

    def _unfiled(self, instrument: str, row: str) -> bool:
        """Whether we have digested the instrument and filed nothing under this facet: a sign that it is silent."""
        if row == QUESTION_ROW or instrument not in self._registry.digests:
            return False
        return not any(row in entry.facets for entry in self._registry.digests[instrument].provisions)

    def _fill(self, hits: Sequence[Hit], limit: int, unfiled: bool = False) -> tuple[Hit, ...]:
        """The hits that fill a cell; none if the best is too weak to be an answer."""
        ranked = sorted(hits, key=lambda h: -h.score)
        needed = self._thresholds.found + (self._thresholds.unfiled if unfiled else 0)
        if not ranked or ranked[0].score < needed:
            return ()
        floor = max(ranked[0].score - self._thresholds.margin, needed)
        return tuple(h for h in ranked if h.score >= floor)[:limit]

    def _lookup(self, plan: QuestionPlan, retriever: Retriever, available: Sequence[str], day: date) -> Table:
        """One list of hits over the instruments in scope, or over all that have effect."""
        instruments = plan.instruments or tuple(
            i for i in available if i.startswith("doc-") or is_effective(self._registry.get(i), day)
        )
        query = retriever.query(
            plan.topic if plan.scopes else plan.question, plan.question, [f for row in plan.rows for f in row]
        )
        hits = retriever.hits(query, within(Filters(), instruments), limit=24, language=plan.language)
        filled = self._fill(hits, 5)
        columns = tuple(dict.fromkeys(h.instrument for h in filled))
        cells = tuple((query, tuple(h for h in filled if h.instrument == c)) for c in columns)
        return Table((QUESTION_ROW,), columns, (cells,))
