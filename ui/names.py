"""Names that faces show for the ids of rows."""

from corpus import Lang, Pole, Registry
from rag import QUESTION_ROW
from ui.wording import say


def facet_name(registry: Registry, facet: str, lang: Lang) -> str:
    """A facet's name; for the row that no facet names, the words "your question"."""
    return say("question", lang) if facet == QUESTION_ROW else registry.facet(facet).name.get(lang)


_POLES: dict[Pole, tuple[str, str]] = {
    "us-labs": ("US laboratories", "美国实验室"),
    "cn-state": ("Chinese state regulation", "中国国家监管"),
    "open-source": ("Open source", "开源"),
    "eu": ("European Union", "欧盟"),
    "us-government": ("US government and states", "美国联邦与各州"),
    "international": ("International", "国际"),
    "user": ("Your documents", "您的文档"),
}


def pole_name(pole: Pole, lang: Lang) -> str:
    """A pole of AI governance in words."""
    return _POLES[pole][lang == "zh"]
