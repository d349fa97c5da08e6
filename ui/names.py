"""Names that faces show for the ids of rows."""

from corpus import Jurisdiction, Lang, Pole, Registry
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


_JURISDICTIONS: dict[Jurisdiction, tuple[str, str]] = {
    "eu": ("European Union", "欧盟"),
    "us": ("US federal", "美国联邦"),
    "us-ca": ("California", "加利福尼亚州"),
    "us-co": ("Colorado", "科罗拉多州"),
    "us-ny": ("New York", "纽约州"),
    "cn": ("China", "中国"),
    "intl": ("International", "国际"),
    "coe": ("Council of Europe", "欧洲委员会"),
    "un": ("United Nations", "联合国"),
    "private": ("Companies and consortia", "企业与联盟"),
    "user": ("Your documents", "您的文档"),
}


def jurisdiction_name(jurisdiction: Jurisdiction, lang: Lang) -> str:
    """A jurisdiction in words."""
    return _JURISDICTIONS[jurisdiction][lang == "zh"]
