"""Follow-ups: a short question that leans on the one before is completed from it, by rules and without a model."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from corpus import Lang, Registry, find_references
from rag.language import detect
from rag.mentions import Mention, Mentions

_OPENING = re.compile(
    r"^\s*(?:(?:and|but|ok(?:ay)?|so|then|now|also)\b[\s,]*)?"
    r"(?:(?:what|how)(?:'s| is)? (?:about|of)|(?:the )?same (?:question )?(?:for|in|under|about)|and|but|also)\b[\s,]*"
    r"|^\s*(?:那么|那|再说|还有|以及|另外|换成|换作|同样)[，,]?\s*",
    re.IGNORECASE,
)
_CLOSING = re.compile(r"\s*(?:呢|又如何|又怎样|怎么样|如何)?\s*[?？。.!！]*\s*$")
_LEANS = re.compile(
    r"\b(?:does|do|did|is|are|must|may|can|will) (?:it|they)\b|\bthere\s*[?？]?\s*$"
    r"|\b(?:this|that|the same) (?:law|act|regulation|rule|framework|measure|order|policy)\b"
    r"|它|该法|该办法|该规定|该条例|该框架|这部法|这项规定",
    re.IGNORECASE,
)
_CLAUSE = re.compile(
    r"^(?:what|when|where|who|whom|which|why|how|does|do|is|are|must|may|can|should|shall|will|if)\b"
    r"|什么|谁|何时|多久|多少|如何|怎么|是否|哪|吗",
    re.IGNORECASE,
)
_FILLING = re.compile(
    r"\b(?:in|on|at|for|of|under|to|by|the|a|an|and|or|does|do|is|are|say|says|about|with|from|law|rules?|too|also|"
    r"instead|there|what|how|only|just)\b"
    r"|怎么规定|如何规定|有何规定|有什么规定|是什么|怎么样|怎么说|规定|要求|法律|方面|关于|[在的和与及里中对也又呢吗或]"
    r"|[\W_]+",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"^(?:\s|,|，|、|and|or|the|in|as well as|和|与|及|以及|或|在|\W)*$", re.IGNORECASE)
_SHORT = {"en": 90, "zh": 30}
"""Characters beyond which a question is taken to stand by itself."""


class FollowUps:
    """Completes follow-ups, with the vocabulary of a registry."""

    def __init__(self, registry: Registry) -> None:
        """Know the names and facets of `registry`."""
        self._registry = registry
        self._mentions = Mentions(registry)

    def complete(self, question: str, previous: str | None) -> str:
        """The question that is meant, in words that stand by themselves.

        "And in China?" asks the previous question of China; "what about fines?" asks about fines in the places of
        the previous question; "Article 26?" is an article of its law. Whatever names both is left as it is.

        Args:
            question: As the reader wrote it.
            previous: The question before it, itself complete; None at the beginning of a conversation.
        """
        if not previous or len(question) > _SHORT[detect(question)]:
            return question
        opening = _OPENING.match(question)
        rest = question[opening.end() if opening else 0 :]
        rest = rest[: _CLOSING.search(rest).start()].strip()  # type: ignore[union-attr]  # it matches an empty end
        if not rest:
            return question
        closed = question.rstrip(" ?？。").endswith("呢")
        laws = self._laws(rest)
        references = find_references(rest, detect(rest))
        left = _FILLING.sub("", _without(rest, laws))
        facets = self._mentions.facets(_without(rest, laws))
        bare = (bool(laws) and not left) or (bool(facets) and not _FILLING.sub("", _without(rest, facets)))
        leans = bool(_LEANS.search(question)) and not laws
        if not (opening or closed or bare or leans or (references and not laws)):
            return question
        if laws:
            return question if left or references else self._elsewhere(rest, laws, previous)
        lang = detect(question)
        names = [self._name(previous, law, lang) for law in self._laws(previous)]
        return _about(rest, names, lang, bool(references)) if names else question

    def _elsewhere(self, rest: str, laws: Sequence[Mention], previous: str) -> str:
        """The previous question, asked of other laws or places."""
        lang = detect(previous)
        names = [self._name(rest, law, lang) for law in laws]
        listed = _listed(names, lang)
        before = self._laws(previous)
        if not before:
            stem = previous.rstrip(" ?？.。")
            return f"在{listed}，{previous}" if lang == "zh" else f"{stem} in {listed}?"
        if all(_BETWEEN.match(previous[one.end : two.start]) for one, two in pairwise(before)):
            start, end = before[0].start, before[-1].end
            if lang == "en" and previous[:start].lower().endswith(" the "):
                start -= len("the ")
            return previous[:start] + listed + previous[end:]
        blank = _without(previous, self._laws(previous, composed=False))
        topics = [blank[m.start : m.end] for m in self._mentions.facets(blank)]
        about = _listed(list(dict.fromkeys(topics)), lang) or re.sub(r"\s+", " ", blank).strip(" ?？,，")
        return _about(about, names, lang)

    def _laws(self, text: str, *, composed: bool = True) -> list[Mention]:
        """The laws and places that `text` names, title brackets included."""
        found = []
        for m in self._mentions.laws(text, composed=composed):
            start, end = m.start, m.end
            inside = text[start:end]
            if text[end : end + 1] == "》" and inside.count("《") >= inside.count("》"):
                end += 1
            if text[:start].endswith("《") and text[start:end].count("》") > inside.count("《"):
                start -= 1
            found.append(replace(m, start=start, end=end))
        return found

    def _name(self, text: str, mention: Mention, lang: Lang) -> str:
        """A law or place as `text` names it, or by its usual name where that is in the other language."""
        written = text[mention.start : mention.end]
        if mention.kind in ("place", "law") or detect(written) == lang:
            return f"the {written}" if text[: mention.start].lower().endswith("the ") else written
        if mention.kind == "instrument":
            return self._registry.get(mention.key).short.get(lang)
        group = next(g for g in self._registry.groups if g.id == mention.key)
        return group.name.get(lang)


def _about(thing: str, names: Sequence[str], lang: Lang, whole: bool = False) -> str:
    """A question about `thing` in the law of `names`; `whole` where it is a reference rather than a matter."""
    names = list(dict.fromkeys(names))
    listed = _listed(names, lang)
    if lang == "zh":
        return f"{listed}：{thing}？" if whole or _CLAUSE.search(thing) else f"{listed}对{thing}有何规定？"
    if whole or _CLAUSE.match(thing):
        return f"{thing[:1].upper()}{thing[1:]} ({listed})?"
    return f"What {'do' if len(names) > 1 else 'does'} {listed} say about {thing}?"


def _listed(names: Sequence[str], lang: Lang) -> str:
    if lang == "zh":
        return "、".join(names)
    return ", ".join(names[:-1]) + " and " + names[-1] if len(names) > 1 else "".join(names)


def _without(text: str, mentions: Sequence[Mention]) -> str:
    for mention in mentions:
        text = text[: mention.start] + " " * (mention.end - mention.start) + text[mention.end :]
    return text
