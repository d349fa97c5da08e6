"""A claim that names the law it is about, beside the text of that law, which calls itself "this law".

Names hold numbers (TC260-003, G7) and words that the provision itself never says; neither is a fact to be found there.
"""

from collections.abc import Collection
from functools import cache

from corpus import Registry
from rag.mentions import Mentions
from rag.verify.wording import language

_SELF = {"en": "this law", "zh": "本法"}


@cache
def names(registry: Registry) -> Mentions:
    """Finds instruments in texts."""
    return Mentions(registry)


def plain(sentence: str, evidence: str, instruments: Collection[str], registry: Registry) -> str:
    """The sentence with "this law" for an instrument that the evidence is of and does not name.

    Args:
        sentence: Of a claim.
        evidence: All passages.
        instruments: Ids of the instruments that the evidence is of; none: the sentence stays as it is.
        registry: Whose names of instruments are recognised.
    """
    own = [m for m in names(registry).laws(sentence) if m.kind == "instrument" and m.key in instruments]
    if not own or _named(evidence, registry) & {m.key for m in own}:
        return sentence
    for mention in reversed(own):
        start, end = mention.start, mention.end
        if sentence[:start].lower().endswith(("the ", "the voluntary ")):
            start = sentence.lower().rfind("the ", 0, start)
        while start and end < len(sentence) and sentence[start - 1] in "《“" and sentence[end] in "》”":
            start, end = start - 1, end + 1
        if end < len(sentence) and sentence[end] in "》”":
            end += 1
        sentence = sentence[:start] + _SELF[language(sentence)] + sentence[end:]
    return sentence


@cache
def _named(text: str, registry: Registry) -> frozenset[str]:
    return frozenset(m.key for m in names(registry).laws(text) if m.kind == "instrument")
