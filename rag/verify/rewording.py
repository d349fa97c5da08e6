"""A claim laid over the sentence of the evidence it comes from, in the same language: which words were exchanged.

A language model that restates a sentence with one name or noun wrong leaves the rest of it nearly word for word; an
honest paraphrase changes many words. So an exchange counts the more, the more of the sentence is otherwise the same.
"""

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cache
from typing import Any

from corpus import Lang
from ingest.sentences import split
from rag.verify.wording import folded, language

_ENGLISH_EMPTY = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at by for with from and or as is are was were be been has have had it its this that "
        "these those which who their his her they he she will would also than then so but not no",
    )
)
_CHINESE_EMPTY = frozenset("的了在和与及或是为被把将对于以等也都就而其该这那有并一个及其以及")
_WORD = re.compile(r"[a-z0-9]+(?:[-'.][a-z0-9]+)*")


@dataclass(frozen=True, slots=True)
class Rewording:
    """How a claim differs from the sentence of the evidence that is nearest in words."""

    kept: float = 0.0
    """Share of the claim's content words that stand there in the same order, 0 to 1."""
    exchanged: tuple[tuple[str, str], ...] = ()
    """Words of the claim and the words of the evidence in their place."""
    added: tuple[str, ...] = ()
    """Words of the claim that nothing stands in the place of."""
    left_out: float = 0.0
    """Share of the sentence's content words that the claim leaves out."""


@cache
def words(text: str) -> tuple[str, ...]:
    """The words of a text in lower case, in order."""
    line = folded(text)
    if language(text) == "en":
        return tuple(_WORD.findall(line))
    return tuple(word for word in tokenizer().lcut(line) if re.search(r"\w", word))


@cache
def tokenizer() -> Any:
    """Jieba with its usual dictionary; it loads in a second, and says so on stderr unless told not to."""
    import jieba

    jieba.setLogLevel(logging.WARNING)
    return jieba.Tokenizer()


def _is_content(word: str) -> bool:
    return word not in _ENGLISH_EMPTY and not set(word) <= _CHINESE_EMPTY


@cache
def _key(word: str) -> str:
    """What two forms of a word have in common."""
    return word[: max(4, len(word) - 2)] if word.isascii() and not word[0].isdigit() else word


def reword(claim: str, evidence: str) -> Rewording:
    """Lay a sentence over the sentence of the evidence that shares most of its words; nothing across languages."""
    lang: Lang = language(claim)
    said = words(claim)
    keys = [_key(word) for word in said]
    content = sum(_is_content(word) for word in said)
    best: tuple[float, tuple[str, ...]] = (0.0, ())
    for a, b in split(evidence):
        if language(evidence[a:b]) != lang:
            continue
        held = words(evidence[a:b])
        shared = len(set(keys) & {_key(word) for word in held}) / (len(held) + len(said) + 1)
        if shared > best[0]:
            best = (shared, held)
    held = best[1]
    if not held or not content:
        return Rewording()
    matcher = SequenceMatcher(None, keys, [_key(word) for word in held], autojunk=False)
    kept = left = 0
    exchanged: list[tuple[str, str]] = []
    added: list[str] = []
    for op, a1, a2, b1, b2 in matcher.get_opcodes():
        mine = [word for word in said[a1:a2] if _is_content(word)]
        theirs = [word for word in held[b1:b2] if _is_content(word)]
        if op == "equal":
            kept += len(mine)
        elif mine and theirs:
            exchanged.append((_joined(mine, lang), _joined(theirs, lang)))
        elif mine:
            added.append(_joined(mine, lang))
        elif theirs:
            left += len(theirs)
    total = sum(_is_content(word) for word in held) or 1
    return Rewording(kept / content, tuple(exchanged), tuple(added), left / total)


def _joined(parts: Sequence[str], lang: Lang) -> str:
    return ("" if lang == "zh" else " ").join(parts)
