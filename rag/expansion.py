"""Query expansion for lexical search: the glossary's equivalents of the terms in a question, in both languages."""

from corpus import Registry
from rag.mentions import Names


class Expander:
    """Adds translations and usual variants to a query."""

    def __init__(self, registry: Registry) -> None:
        """Use the glossary of `registry`."""
        self._terms = registry.terms
        self._names = Names(("facet", str(i), (*term.en, *term.zh)) for i, term in enumerate(registry.terms))

    def expand(self, text: str) -> str:
        """`text`, followed by the preferred terms of the other language for those it holds."""
        added: list[str] = []
        for mention in self._names.find(text):
            term = self._terms[int(mention.key)]
            written = text[mention.start : mention.end]
            chinese = any("\u3400" <= c <= "\u9fff" for c in written)
            added.extend(term.en[:2] if chinese else term.zh[:2])
        return " ".join(dict.fromkeys([text, *added]))
