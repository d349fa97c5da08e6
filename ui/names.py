"""Names that faces show for the ids of rows."""

from corpus import Lang, Registry
from rag import QUESTION_ROW
from ui.wording import say


def facet_name(registry: Registry, facet: str, lang: Lang) -> str:
    """A facet's name; for the row that no facet names, the words "your question"."""
    return say("question", lang) if facet == QUESTION_ROW else registry.facet(facet).name.get(lang)
