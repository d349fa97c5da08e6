"""Titles in book-title marks, 《…》, of documents that the corpus does not hold: no other text answers for them."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from functools import lru_cache

from corpus import Registry
from rag.mentions import Mention

_TITLE = re.compile(
    r"《([^《》]{3,40}?(?:法|条例|办法|规定|细则|标准|规范|要求|指南|指引|意见|框架|宣言|声明|公约|协定|准则|决定|通知|规划|纲要|倡议|法案|指令))"
    r"(?:[（(][^《》]{1,20}[）)])?》"
)
_ALIKE = 0.7
"""Similarity of two titles that may be two spellings of one."""


def with_unheld_titles(question: str, mentions: Sequence[Mention], registry: Registry) -> list[Mention]:
    """The mentions with the titles that neither name a text of the registry nor are spelled like one, left to right.

    Args:
        question: In any language; titles are known by their Chinese marks.
        mentions: What it names; places in such a title are left out.
        registry: Knows the names of what is held.
    """
    kept = list(mentions)
    for found in _TITLE.finditer(question):
        inside = [m for m in kept if m.start < found.end() and found.start() < m.end]
        named = any(m.kind in ("instrument", "law") for m in inside)
        if not named and not any(_alike(found[1], name) for name in _names(registry)):
            kept = [*(m for m in kept if m not in inside), Mention("law", found[1], *found.span())]
    return sorted(kept, key=lambda m: m.start)


def _names(registry: Registry) -> tuple[str, ...]:
    return tuple(
        name.strip("《》")
        for i in registry.instruments.values()
        for name in (i.title.zh, i.short.zh, *i.aliases.zh, *i.by_issuer.zh)
    )


@lru_cache(maxsize=50_000)
def _alike(title: str, name: str) -> bool:
    if title in name or name in title:
        return len(name) > 3
    matcher = SequenceMatcher(None, title, name, autojunk=False)
    return matcher.real_quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE
