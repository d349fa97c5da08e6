"""Kinds of texts that a question names beside a place or an issuer: "the Commission's guidance", Trump's orders."""

import re
from collections.abc import Iterable, Sequence

from corpus import Registry
from corpus.types import Kind
from rag.mentions import Mention

_GUIDELINES = r"(?:guidance|guidelines?)\b"
_READING = r"['’]s? (?:own |official )?(?:(?:reading|interpretation)\b|explanations? of\b)"
_ORDERS = r"(?:executive |presidential )?orders?\b(?! to\b)"
_BEHIND: dict[Kind, re.Pattern[str]] = {
    "guidelines": re.compile(
        rf"(?:['’]s?)? (?:[\w-]+ )?(?:own |official |latest |2025 )?{_GUIDELINES}|{_READING}"
        r"|(?:(?:发布|出台|制定|官方|自己|另行?)?的?)(?:[^，。？！、的和与]{0,6}的?)?(?:指南|指引|解释|解读)",
        re.IGNORECASE,
    ),
    "executive-order": re.compile(
        rf"(?:['’]s?)? (?:(?!in\b)\w+ )?{_ORDERS}|的?(?:\d|[一两三四几这那])[份道项个](?:最新的?)?(?:行政令|行政命令)"
        r"|(?:的|近期|最近|最新)+(?:行政令|行政命令)"
    ),
}
_BEFORE: dict[Kind, re.Pattern[str]] = {
    "guidelines": re.compile(
        rf"\b{_GUIDELINES} (?:(?:issued|published|adopted) )?(?:of|from|by) (?:the )?$", re.IGNORECASE
    ),
    "executive-order": re.compile(
        rf"\b{_ORDERS} (?:(?:signed|issued) )?(?:of|from|by) (?:the )?$", re.IGNORECASE
    ),
}
_ITSELF: dict[Kind, re.Pattern[str]] = {
    "executive-order": re.compile(r"(?:executive|presidential) orders?|行政令|行政命令|总统令", re.IGNORECASE)
}
"""What names a government by the kind of its texts."""
_PROMISING: dict[Kind, re.Pattern[str]] = {
    "commitments": re.compile(
        r"\b(?:compan(?:y|ies)|firms?|labs?|developers?|organi[sz]ations?|signatories)\b[^,;.?!]{0,30}"
        r"\b(?:promised?|pledged?|commit(?:ted)?|undertook|undertake)\b|(?:公司|企业|厂商|实验室|开发者|签署方)[^，。？！]{0,12}(?:承诺|保证)",
        re.IGNORECASE,
    )
}
"""What companies do at a summit, where governments declare."""


def of_kind(
    question: str, mentions: Iterable[Mention], instruments: Sequence[str], registry: Registry
) -> tuple[str, ...]:
    """Those of the instruments of a group that are of the kind which one of its mentions names, or what stands beside.

    None where no kind is named, or none of them is of that kind.
    """
    kinds = {
        kind
        for m in mentions
        for kind in _BEHIND
        if _BEHIND[kind].match(question, m.end)
        or _BEFORE[kind].search(question[: m.start])
        or (kind in _ITSELF and _ITSELF[kind].fullmatch(question, m.start, m.end))
    }
    held = {registry.get(i).kind for i in instruments if not i.startswith("doc-")}
    kinds.update(
        kind for kind, done in _PROMISING.items() if held <= {kind, "declaration"} and done.search(question)
    )
    return tuple(i for i in instruments if not i.startswith("doc-") and registry.get(i).kind in kinds)
