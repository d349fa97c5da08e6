"""Proper names that a claim brings in: whom the evidence does not name, it says nothing about.

Only within a language, since names are spelt anew in the other: in English by their capitals, in Chinese by the part of
speech that jieba gives them, and words in Latin letters.
"""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from corpus import Lang
from rag.mentions import Mention
from rag.verify.rewording import tokenizer
from rag.verify.wording import folded

_NAME = re.compile(r"(?<![\w'’-])[A-Z][\w’'-]*(?: (?:(?:of|the|and|for|de|van|von|al|bin) )*[A-Z][\w’'-]*)*")
_CAPITAL = re.compile(r"(?<![\w'’-])[A-Z][A-Za-z0-9]*")
_LATIN = re.compile(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9'’-]+(?: [A-Z][A-Za-z0-9'’-]+)*")
OPENS = re.compile(r"(?:^|[.!?:;—–(\"“‘`]\s*|\d[.)]\s*)$")
"""Stands before the first word of a sentence or clause, which has a capital anyway."""
USUAL = frozenset(
    re.findall(
        r"[\w']+",
        "i i'm i'll i've i'd ai act acts law laws article articles section sections chapter annex recital regulation "
        "regulations directive order measures provisions framework code union member state states january february "
        "march april may june july august september october november december",
    )
)
"""Names of things that laws are made of, and of months: the figures beside them are checked elsewhere."""
_DAYS = frozenset(re.findall(r"\w+", "monday tuesday wednesday thursday friday saturday sunday"))
"""They exclude each other, which is told elsewhere (`kinds.py`)."""
_CHINESE = frozenset({"nr", "nrt", "nrfg", "ns", "nt"})
"""What jieba calls names of persons, places and bodies."""
_USUAL = 20
"""How often a name of two characters stands in the texts that jieba's dictionary counts."""


_CUT_OUT = re.compile(r"\W*(?:(?:he|she|it|they|his|her|hers|its|their)\b|[他她它其])", re.IGNORECASE)
"""Opens a passage that was cut out of a text: whom it is about was named before."""


def missing(claim: str, lang: Lang, evidence: str, laws: Iterable[Mention] = ()) -> tuple[str, ...]:
    """The names in a claim of which the evidence, in the same language, holds no word.

    Initials stand for a name, and a name for its initials. Where the evidence begins with a pronoun, that stands for
    the name that the claim begins with.

    Args:
        claim: A sentence.
        lang: Its language.
        evidence: All that it is held against.
        laws: Names of laws and places in the claim that are told elsewhere.
    """
    for mention in sorted(laws, key=lambda m: -m.start):
        claim = claim[: mention.start] + " " * (mention.end - mention.start) + claim[mention.end :]
    found = dict.fromkeys(_english(claim, evidence) if lang == "en" else _chinese(claim, evidence))
    cut_out = _CUT_OUT.match(evidence)
    return tuple(name for name in found if not (cut_out and claim.lstrip(" \"'“‘《").startswith(name)))


def _english(claim: str, evidence: str) -> Iterable[str]:
    held, short = _stems(evidence), frozenset(re.findall(r"\b[A-Z]{2,}\b", evidence))
    for match in _NAME.finditer(claim):
        words = [
            m for m in _CAPITAL.finditer(match[0]) if m[0].lower() not in USUAL | _DAYS and len(m[0]) > 1
        ]
        if OPENS.search(claim[: match.start()]) and (" " not in match[0] and not match[0].isupper()):
            continue
        named = any(_stem(m[0]) in held for m in words) or bool(short & _initials(match[0]))
        if words and not named and match[0] not in _initials_of(evidence):
            yield match[0]


def _chinese(claim: str, evidence: str) -> Iterable[str]:
    text = folded(evidence)
    for match in _LATIN.finditer(claim):
        if not any(folded(word) in text for word in match[0].split()):
            yield match[0]
    for word, flag in _tagged(claim):
        # jieba makes a person of any two characters that are rare together
        known = len(word) > 2 or (len(word) == 2 and (tokenizer().FREQ.get(word) or 0) >= _USUAL)
        if flag in _CHINESE and known and not any(word[i : i + 2] in text for i in range(len(word) - 1)):
            yield word


@cache
def _tagged(text: str) -> tuple[tuple[str, str], ...]:
    return tuple((pair.word, pair.flag) for pair in _tagger().cut(text))


@cache
def _tagger() -> Any:
    from jieba import posseg

    return posseg.POSTokenizer(tokenizer())


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(_stem(word) for word in re.findall(r"[A-Za-z0-9]+", text))


def _stem(word: str) -> str:
    """Enough of a name to know what is made of it by: Brazil, Brazilian."""
    return folded(word)[:5]


@cache
def _initials_of(text: str) -> frozenset[str]:
    """What the names of a text may be shortened to."""
    return frozenset(short for match in _NAME.finditer(text) for short in _initials(match[0]))


@cache
def _initials(name: str) -> frozenset[str]:
    letters = "".join(m[0][0] for m in _CAPITAL.finditer(name))
    return frozenset(letters[a:b] for a in range(len(letters)) for b in range(a + 2, len(letters) + 1))
