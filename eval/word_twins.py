"""Twins that differ from a true statement in one word, and true statements that say less: for fitting the verifier."""

import random
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from corpus import Lang, Registry
from ingest.sentences import split
from rag.mentions import Names
from rag.verify.opposites import OPPOSITES
from rag.verify.wording import exceptions

_ENGLISH = re.compile(r"(?<![\w-])[a-z]{4,}(?![\w-])")
_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "that this these those with from under into which where when whose their there been have will would must shall "
        "also only such other than then they them each every some same more most before after about between within "
        "without include includes including being does",
    )
)
_ENDINGS = (
    "tions", "tion", "ments", "ment", "ities", "ity", "ings", "ing", "ed", "ly", "ers", "er", "ors", "or", "ies", "s",
    "al", "ive", "ic", "ous", "able", "y", "e", "",
)  # fmt: skip

Vocabulary = Mapping[str, list[str]]
"""Words by their form: the ending in English, the number of characters in Chinese."""


def vocabulary(texts: Iterable[tuple[str, Lang]]) -> Vocabulary:
    """The content words of texts."""
    found: dict[str, list[str]] = defaultdict(list)
    for text, lang in texts:
        for word in _words(text, lang):
            found[_form(word)].append(word)
    return found


def _words(text: str, lang: Lang) -> list[str]:
    if lang == "en":
        return [word for word in _ENGLISH.findall(text) if word not in _EMPTY]
    import jieba

    cut: list[str] = jieba.lcut(text)
    return [word for word in cut if len(word) > 1 and all("一" <= c <= "鿿" for c in word)]


def _form(word: str) -> str:
    return next(e for e in _ENDINGS if word.endswith(e)) if word.isascii() else str(len(word))


def other_word(text: str, lang: Lang, rng: random.Random, known: Vocabulary) -> str | None:
    """The text with a content word replaced by one of another matter in the same form."""
    words = _words(text, lang)
    rng.shuffle(words)
    for word in words[:3]:
        for other in (rng.choice(known[_form(word)]) for _ in range(8)):
            if other not in text and not set(other[:4]) & set(word[:4]) and word in text:
                if lang == "zh":
                    return text.replace(word, other, 1)
                return str(re.sub(rf"(?<![\w-]){word}(?![\w-])", other, text, count=1))
    return None


def other_term(text: str, lang: Lang, rng: random.Random, registry: Registry) -> str | None:
    """The text with one term of the glossary replaced by another."""
    found = _glossary(registry).find(text)
    if not found:
        return None
    mention = rng.choice(found)
    for term in rng.sample(registry.terms, 8):
        other = (term.zh if lang == "zh" else term.en)[0]
        if other.lower() not in text.lower():
            return text[: mention.start] + other + text[mention.end :]
    return None


@cache
def _glossary(registry: Registry) -> Names:
    return Names(("facet", str(i), (*term.en, *term.zh)) for i, term in enumerate(registry.terms))


def opposite(text: str, lang: Lang, rng: random.Random) -> str | None:
    """The text with a word replaced by an opposite."""
    found: list[tuple[re.Match[str], str]] = []
    for one, other in OPPOSITES:
        for side, contrary in ((one, other), (other, one)):
            match = side.search(text)
            words = re.findall(r"[\w ]{2,}", contrary.pattern.replace(r"\w+", "").replace("(?<![a-z])", ""))
            fitting = [w for w in words if w.strip() and w.isascii() == (lang == "en")]
            if match and fitting and not contrary.search(text):
                found.append((match, rng.choice(fitting)))
    if not found:
        return None
    match, word = rng.choice(found)
    return text[: match.start()] + word + text[match.end() :]


_LINK = {"en": re.compile(r"; |, and |, while |, but "), "zh": re.compile("[；，]")}
_DEPENDS = re.compile(
    r"\b(?:if|when|where|unless|except|until|once|only|which|who|that|to|without|because|so)\b|的$|除|如果|只有|仅|时$|因|所以|若|前$|后$",
    re.IGNORECASE,
)


def excerpts(text: str, lang: Lang) -> Iterator[str]:
    """Parts of the sentences of a text that are true by themselves: no condition or exception is cut off."""
    for a, b in split(text):
        parts = _LINK[lang].split(text[a:b].rstrip(".。；;"))
        least = 8 if lang == "zh" else 35
        if len(parts) < 2 or exceptions(text[a:b]) or any(_DEPENDS.search(part) for part in parts[:1]):
            continue
        for part in parts[:1]:
            if len(part) >= least:
                yield part + ("。" if lang == "zh" else ".")
