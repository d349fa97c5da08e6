"""Questions that ask which laws hold something: "Which laws set a compute threshold?" (哪些法律规定了门槛？)."""

import re
from typing import Literal

from corpus.types import Kind

Sought = Literal["law", "text"]

LAWS: frozenset[Kind] = frozenset({"statute", "regulation", "departmental-rule", "executive-order", "treaty"})
"""Kinds of instrument that bind."""
COMMENTARIES: frozenset[Kind] = frozenset({"guidelines", "code-of-practice"})
"""Kinds of instrument that explain another: the law itself goes first where both say it."""
_LAWS = re.compile(
    r"\b(?:which|what)\s+(?:of\s+the\s+|other\s+)?(?:(?!is\b|are\b|was\b|must\b|do\b|does\b|can\b|did\b)\w+\s+)?"
    r"(?:laws?|statutes?|regulations?|jurisdictions?|countries)\b|\bwhich\s+(?:\w+\s+)?states\b"
    r"|哪(?:些|一?[部个]|几[部个])(?:国家或地区|国家|地区|法域|辖区|州|法律|法规|立法|法(?![人院定官]))",
    re.IGNORECASE,
)
_TEXTS = re.compile(
    r"\bwhich\s+(?:of\s+the\s+|other\s+)?(?:(?!is\b|are\b|must\b|do\b|does\b)\w+\s+)?(?:instruments?|texts?|documents?|frameworks?|policies|"
    r"labs)\b(?=\s+(?:say|set|require|mention|deal|cover|treat|address|regulate|contain|have|speak|name|define|allow|"
    r"forbid|ban|prohibit|protect|provide|impose|oblige|apply|promise|commit)\w*\b)"
    r"|哪(?:些|[份个]|几[份个])(?:文件|框架|文本|政策|实验室)(?=里|中|都?(?:规定|提|要求|对|谈|涉及|承诺|禁止))",
    re.IGNORECASE,
)


def sought(question: str) -> Sought | None:
    """Whether a question asks which laws, or which texts of any kind, hold something; None if neither."""
    if _LAWS.search(question):
        return "law"
    return "text" if _TEXTS.search(question) else None
