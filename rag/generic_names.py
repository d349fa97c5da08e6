"""Names of texts that are also common nouns: "an AI act", the frontier AI framework that each developer writes."""

import re

_GENERIC_LAW = frozenset(
    {"人工智能法", "ai法", "人工智能法案", "ai法案", "ai act", "artificial intelligence act"}
)
_GENERIC_TEXT = re.compile(r"frontier (?:AI|safety) frameworks?|前沿(?:人工智能|AI|安全)框架", re.IGNORECASE)
_SOMEBODYS = re.compile(
    r"\b(?:an?|any|its|their|your|our|every|each|no|whose|publish\w*|written)\s+(?:own\s+|written\s+|published\s+)?$"
    r"|(?:一份|一个|其|自己的|自身的|本公司的?|制定|发布|公布|公开|编制|书面的?)$",
    re.IGNORECASE,
)
"""Before what SB 53 and RAISE call the document that each developer writes."""
_BEFORE_GENERIC = re.compile(
    r"(?:各国|各州|州|外国|其他国家|别国|本国|制定|出台|专门|综合性|统一|一部|首部|国家|部|类|有没有|有无|有|没有|那样|那种|一样|类似|式)的?\s*$"
    r"|\b(?:an|any|no|its own|their own)\s+$",
    re.IGNORECASE,
)
_AFTER_GENERIC = re.compile(
    r"\s*(?:$|[?.,;:!？。，；]|[^\x00-\x7f]|(?:yet|already|too|of|like|similar|in|that|or|and)\b)"
)
"""Not in "an AI Act deployer"."""


def is_generic(before: str, name: str, after: str) -> bool:
    """Whether `name`, between `before` and `after` in a question, means any text of its kind and no particular one."""
    if _GENERIC_TEXT.fullmatch(name):
        return bool(_SOMEBODYS.search(before))
    return name.casefold() in _GENERIC_LAW and bool(
        _BEFORE_GENERIC.search(before) and _AFTER_GENERIC.match(after)
    )
