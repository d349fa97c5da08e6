"""The laws, issuers, places and provisions that a sentence speaks of and does not cite."""

import re
from collections.abc import Collection, Sequence

from corpus import Registry, covers, join, split
from corpus.references import find_references
from rag.mentions import Mention, Mentions
from rag.naming import belongs
from rag.writing.blocks import Block

BETWEEN = re.compile(
    r"^(?:\s|,|，|、|and|or|the|in|under|both|as well as|和|与|及|以及|或|在|均|都|’s|'s|\W)*$", re.IGNORECASE
)
"""Between two names that are said the same thing of."""
_COMMON = frozenset(
    (
        "国内",
        "境内",
        "大陆",
        "各州",
        "州法",
        "州法律",
        "联邦法",
        "实验室",
        "峰会",
        "行政令",
        "公司框架",
        "企业框架",
    )
)
"""Terms of groups that are also words for something else."""
_BEFORE = re.compile(
    r"(?:^|[,;:，；：]|\b(?:and|but|while|whereas)\b)\W*"
    r"(?:(?:both|under|in|within|by|per|for|according to|pursuant to|as for)\b\W*)?(?:(?:the|that)\b\W*)?$"
    r"|(?:^|[，；：])\W*(?:根据|按照|依照|依据|按|在|而|但|则)?\W*$",
    re.IGNORECASE,
)
"""Stands before the name of the law that a clause is ascribed to."""
_TITLE = re.compile(r"《([^》]{2,40})》")


def meant(mention: Mention, instruments: Collection[str], registry: Registry) -> set[str]:
    """Which of some instruments a name stands for."""
    if mention.kind == "instrument":
        return {mention.key} & set(instruments)
    group = next((g for g in registry.groups if g.id == mention.key), None)
    if mention.kind != "group" or group is None:
        return set()
    return {i for i in instruments if i in registry.instruments and belongs(registry.get(i), group)}


def uncited(
    text: str, blocks: Sequence[Block], found: Sequence[Mention], names: Mentions, registry: Registry
) -> tuple[str, ...]:
    """Names of laws, issuers and places in a sentence that nothing it cites is of.

    One that the cited passages name may stand in a sentence too, though not as that to which a rule is ascribed: not
    beside a law that is cited, and not as the first word on whose rule it is unless a cited law is named as well.

    Args:
        text: The sentence.
        blocks: What it cites.
        found: The names in it.
        names: Finds names in the passages.
        registry: Of the laws.
    """
    instruments = {block.instrument for block in blocks}
    passages = "\n".join(passage for block in blocks for passage in block.passages)
    told = {(m.kind, m.key) for m in names.laws(passages)}
    related = {other for i in instruments for other in _kin(registry, i)}
    found = [m for m in found if m.kind != "facet" and not _is_common(text[m.start : m.end])]
    cited = [bool(meant(m, instruments, registry)) for m in found]
    wrong: list[str] = []
    for n, mention in enumerate(found):
        name = text[mention.start : mention.end]
        if cited[n] or (mention.kind == "instrument" and mention.key in related):
            continue
        beside = any(
            cited[o] and BETWEEN.match(text[min(a.end, mention.end) : max(a.start, mention.start)])
            for o, a in enumerate(found)
            if abs(o - n) == 1
        )
        ascribed = not any(cited) and _BEFORE.search(text[: mention.start])
        if (mention.kind, mention.key) not in told or beside or ascribed:
            wrong.append(name)
    known = passages + "".join(" ".join(_spoken(registry, i)) for i in instruments | related)
    for title in _TITLE.finditer(text):
        within = any(m.start < title.end() and title.start() < m.end for m in found)
        if not within and title.group(1) not in known:
            wrong.append(title.group())
    return tuple(dict.fromkeys(wrong))


def misplaced(text: str, blocks: Sequence[Block]) -> tuple[str, ...]:
    """Provisions that a sentence names, and that are neither among those it cites nor named in what these say.

    A model that is shown numbered passages may take their numbers for those of articles.
    """
    pins = {pin for block in blocks for pin in block.pins}
    if not pins:
        return ()
    numbers = {part.rpartition("-")[2] for pin in pins for part in split(pin)[1]}
    told = {
        segments
        for block in blocks
        for passage in block.passages
        for reference in find_references(passage)
        for segments in reference.candidates
    }
    wrong: list[str] = []
    for reference in find_references(text):
        places = [join(split(pin)[0], segments) for pin in pins for segments in reference.candidates]
        cited = any(covers(place, pin) or covers(pin, place) for place in places for pin in pins)
        # "paragraph 2" says where within the article that is spoken of
        within = any(s[0].startswith("p-") and s[0][2:] in numbers for s in reference.candidates)
        if not (cited or within or told & set(reference.candidates)):
            wrong.append(reference.text)
    return tuple(dict.fromkeys(wrong))


def _is_common(name: str) -> bool:
    return name in _COMMON or (name.isascii() and name == name.lower())


def _kin(registry: Registry, id: str) -> tuple[str, ...]:
    """Acts that amend or replace an instrument, or that it amends or replaces; a reader's own document has none."""
    own = registry.instruments.get(id)
    return (*own.amends, *own.amended_by, *own.replaces, *own.replaced_by) if own else ()


def _spoken(registry: Registry, id: str) -> tuple[str, ...]:
    """The Chinese names of an instrument, for titles in brackets."""
    own = registry.instruments.get(id)
    return (own.title.zh, own.short.zh, *own.aliases.zh) if own else ()
