"""Provisions that an answer states without a search: those that the question names, those that set a date."""

import re
from collections.abc import Sequence
from datetime import date

from corpus import Lang, Registry, applications, covers, join, parent, split
from ingest import Filters, Index
from rag.composer import Composer
from rag.composition import Composition
from rag.expected import expected_types
from rag.retrieval import Retriever
from rag.types import QuestionPlan

_ASKS_RECITAL = re.compile(r"\brecitals?\b|序言|鉴于条款|鉴于部分", re.IGNORECASE)


class Outright:
    """States provisions into answers; `composer` puts them there."""

    def __init__(self, index: Index, registry: Registry, retriever: Retriever, composer: Composer) -> None:
        """For answers from `index`."""
        self._index = index
        self._registry = registry
        self._retriever = retriever
        self._composer = composer

    def dates(self, plan: QuestionPlan, pins: Sequence[str], into: Composition) -> None:
        """State the provisions that set the dates from which those at `pins` apply, where that is asked."""
        if "date" not in expected_types(plan.question):
            return
        setting: dict[str, None] = {}
        for applying in pins:
            instrument, segments = split(applying)
            for pin in (
                applying,
                join(instrument, segments[:1]),
            ):  # the article may apply to other cases later
                entries = applications(self._registry.get(instrument), pin, into.day)
                setting.update(
                    (self._readable(a.set_by, into.day), None) for a in entries if a.set_by is not None
                )
        cited = [c.pin for c in into.citations]
        for pin in setting:
            if not any(covers(pin, known) or covers(known, pin) for known in cited):
                self._composer.state_provision(into, pin, plan.language)

    def _readable(self, pin: str, day: date) -> str:
        """The provision to quote for one that may be an item of a short list: the list."""
        above = parent(pin)
        version = self._index.provision(above, day=day) if above and above.count("/") > 1 else None
        short = version is not None and version.kind == "point" and len(version.text) < 600
        return above if above and short else pin

    def references(self, plan: QuestionPlan, into: Composition) -> None:
        """State the provisions that the question names, and the recitals to them where it asks for these.

        Where it asks from when they apply, what says that goes first.
        """
        self.dates(plan, plan.pins, into)
        for pin in plan.pins:
            if not self._composer.state_provision(into, pin, plan.language):
                undivided = self._undivided(pin, into.day)
                if undivided is not None:
                    self._composer.state_provision(into, undivided, plan.language)
        if plan.pins and _ASKS_RECITAL.search(plan.question):
            for pin in plan.pins:
                recital = self._explaining_recital(pin, plan.language, into.day)
                if recital is not None:
                    self._composer.state_provision(into, recital, plan.language)

    def _undivided(self, pin: str, day: date) -> str | None:
        """The provision that on `day` was not yet divided into parts such as this one; None if there is none."""
        near = self._index.catalog.nearest(pin, day)
        return near[0].pin if near and not self._index.catalog.children(near[0]) else None

    def _explaining_recital(self, pin: str, language: Lang, day: date) -> str | None:
        """The recital nearest in meaning to a provision."""
        version = self._index.provision(pin, day=day)
        if version is None or "/rec-" in pin:
            return None
        query = self._retriever.query(version.text[:1000], version.text[:200])
        passages = self._retriever.passages(query, Filters(sources=(version.source,)), depth=80)
        return next(
            (h.pin for h in self._retriever.group(passages, language, limit=80) if "/rec-" in h.pin), None
        )
